"""A small law, an act that changes it, and documents that cite them, all of our own writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import EVERYTHING, Metadata, Visibility

LAW = """ZAKON O OBČINSKEM REDARSTVU (ZORed)

1. člen
(vsebina zakona)

Ta zakon ureja naloge občinskega redarstva.

9. člen
(oznake)

Redar nosi oznake. Pooblastila iz 10. člena tega zakona izvaja le z njimi.

10. člen
(vrste pooblastil)

(1) Redar sme opozoriti in izreči ustno odredbo.
(2) Opozorilo iz prejšnjega odstavka je ustno.

11. člen
(ustna odredba)

Redar izreče odredbo iz prejšnjega člena.
"""

AMENDING = """ZAKON O SPREMEMBAH IN DOPOLNITVAH ZAKONA O OBČINSKEM REDARSTVU (ZORed-A)

1. člen

V Zakonu o občinskem redarstvu (Uradni list RS, št. 139/06) se v 10. členu za besedo »opozoriti« doda »in svetovati«.

2. člen

Ta zakon začne veljati petnajsti dan po objavi.
"""

SLIDES = """# Novosti

Po drugem odstavku 10. člena ZORed je opozorilo ustno. Zakon o igriščih (Ur. l. RS, št. 1/99) tu ne velja.

# Globe

Globo po 52. členu Zakona o prekrških izreče redar po ZORed.
"""

POSITION = """Stališče komisije

Komisija predlaga, da se 10. člen ZORed dopolni. O 9. in 10. členu ZORed, ki dopolnjujeta 52. in 53. člen ZP-1, je že
odločala.
"""

SECRET = """Osnutek

Sekretariat o 10. členu ZORed še ni odločil.
"""

Write = Callable[[str, str], Path]


@contextmanager
def stocked(folder: Path) -> Iterator[tuple[Library, dict[str, int]]]:
    """Opens a library in a folder with the documents below, and gives it with their ids."""

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    with open_library(Settings(home=folder / "data")) as library:
        yield library, stock(library, write)


def stock(library: Library, write: Write) -> dict[str, int]:
    """Puts the documents into a library; gives their ids by the names of the files."""
    placed = {
        "zored.txt": (LAW, Metadata(title="Zakon o občinskem redarstvu (ZORed)", kind="zakon")),
        "zored-a.txt": (
            AMENDING,
            Metadata(title="Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)", kind="zakon"),
        ),
        "novosti.md": (SLIDES, Metadata(title="Novosti", kind="predstavitev", bodies=("k-redarstvo", "k-pravna"))),
        "stalisce.txt": (POSITION, Metadata(title="Stališče o pooblastilih", kind="stalisce", bodies=("k-pravna",))),
        "osnutek.txt": (SECRET, Metadata(title="Osnutek", bodies=("k-pravna",), visibility=Visibility.STAFF)),
    }
    for name, (text, metadata) in placed.items():
        batch = library.add([write(name, text)], metadata)
        assert not batch.failed
    found = library.ledger(limit=None)
    assert all(entry.document_id for entry in found)
    assert library.document(found[0].document_id or 0, reader=EVERYTHING)
    return {entry.name: entry.document_id or 0 for entry in found}
