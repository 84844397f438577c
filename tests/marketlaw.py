"""An act of our own writing, what amends it, and bills that would: the Market Act (ZVTrg)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kb.legislation.register import Act
from kb.library import Library
from kb.model import Metadata, Visibility
from tests.ingest.making import docx, paragraph

ACT = Act("ZVTrg", "Zakon o vzorčnih tržnicah", gazette="10/10, 20/15 – ZVTrg-A", checked_on=dt.date(2026, 11, 22))

ADOPTED = """ZAKON O VZORČNIH TRŽNICAH (ZVTrg)

I. SPLOŠNE DOLOČBE

1. člen
(vsebina)

(1) Ta zakon ureja tržnice, red na njih in nadzor.
(2) Za sejme se ta zakon ne uporablja.

2. člen
(tržni dan)

Tržni dan je sobota.

II. RED

3. člen
(red na tržnici)

Na tržnici je prepovedano:
– kuriti ogenj,
– prodajati žive živali,
– glasno predvajati glasbo.

4. člen
(nadzor)

Nadzor nad izvajanjem tega zakona opravlja občinsko redarstvo, ki vodi dnevnik pregledov in o njem poroča županu.

5. člen
(globa)

Z globo 200 eurov se kaznuje prodajalec, ki krši 3. člen tega zakona.

6. člen
(začetek veljavnosti)

Ta zakon začne veljati petnajsti dan po objavi v Uradnem listu Republike Slovenije.
"""

AMENDING = """ZAKON O SPREMEMBAH IN DOPOLNITVAH ZAKONA O VZORČNIH TRŽNICAH (ZVTrg-A)

1. člen
V Zakonu o vzorčnih tržnicah (Uradni list RS, št. 10/10) se v 2. členu beseda »sobota« nadomesti z besedo »petek«.

2. člen
V 3. členu se druga alineja črta.

3. člen
Za 4. členom se doda nov 4.a člen, ki se glasi:
»4.a člen
(dnevnik)
Dnevnik pregledov se hrani pet let.«.

4. člen
V 5. členu se beseda »tolar« nadomesti z besedo »evro«.

KONČNA DOLOČBA

5. člen
Ta zakon začne veljati naslednji dan po objavi v Uradnem listu Republike Slovenije.
"""

CONSOLIDATED = (
    ADOPTED.replace("(ZVTrg)", "(ZVTrg)\n\n(neuradno prečiščeno besedilo št. 1)")
    .replace("sobota", "petek")
    .replace("– prodajati žive živali,\n", "")
    .replace("5. člen\n", "4.a člen\n(dnevnik)\n\nDnevnik pregledov se hrani pet let.\n\n5. člen\n", 1)
)

NEW_BILL = ADOPTED.replace("ZAKON", "PREDLOG\n\nZAKON", 1).replace("200 eurov", "900 eurov")


def tracked_bill(
    path: Path,
    *,
    act: str = "ZAKON O SPREMEMBAH ZAKONA O VZORČNIH TRŽNICAH (ZVTrg-B)",
    order: str = "V 5. členu se besedilo »200 eurov« nadomesti z besedilom »",
    old: str = "400 eurov",
    new: str = "500 eurov",
) -> Path:
    """Writes a bill with its four sections as Word does: tracked changes make `new` of `old`; a comment hangs on it."""
    deleted = f'<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="B"><w:r><w:t xml:space="preserve">{new}</w:t></w:r></w:ins>'
    article = (
        f'<w:p><w:r><w:t xml:space="preserve">{order}</w:t></w:r>{deleted}{inserted}<w:r><w:t>«.</w:t></w:r>'
        '<w:r><w:commentReference w:id="7"/></w:r></w:p>'
    )
    repealed = "V 2. členu se beseda »petek« nadomesti z besedo »nedelja«."
    gone = f'<w:p><w:del w:id="3" w:author="A"><w:r><w:delText>{repealed}</w:delText></w:r></w:del></w:p>'
    lines = [
        "PREDLOG",
        act,
        "I. UVOD",
        "1. OCENA STANJA",
        "Globa je prenizka, zato je na tržnicah nered.",
        "II. BESEDILO ČLENOV",
        "1. člen",
        article,
        gone,
        "2. člen",
        "Ta zakon začne veljati naslednji dan po objavi v Uradnem listu Republike Slovenije.",
        "III. OBRAZLOŽITEV",
        "K 1. členu",
        "Višja globa bo odvračala od kurjenja.",
        "K 2. členu",
        "Določen je začetek veljavnosti.",
        "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
        "5. člen",
        "(globa)",
        "Z globo 200 eurov se kaznuje prodajalec, ki krši 3. člen tega zakona.",
    ]
    remark = '<w:comment w:id="7" w:author="A"><w:p><w:r><w:t>Ali je to dovolj?</w:t></w:r></w:p></w:comment>'
    body = "".join(line if line.startswith("<w:p>") else paragraph(line) for line in lines)
    return docx(path, body, comments=f"<w:comments>{remark}</w:comments>")


def stock(library: Library, folder: Path, *names: str, visibility: Visibility = Visibility.PUBLIC) -> dict[str, int]:
    """Puts the act into the register and the texts named into the library; gives their documents by name."""
    library.put_acts([ACT])
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "adopted": (
            ADOPTED,
            Metadata(title="Zakon o vzorčnih tržnicah (ZVTrg)", kind="zakon", dated=dt.date(2010, 2, 1)),
        ),
        "amending": (
            AMENDING,
            Metadata(
                title="Zakon o spremembah in dopolnitvah Zakona o vzorčnih tržnicah (ZVTrg-A)",
                kind="zakon",
                dated=dt.date(2015, 3, 1),
            ),
        ),
        "consolidated": (
            CONSOLIDATED,
            Metadata(
                title="Zakon o vzorčnih tržnicah (ZVTrg) – neuradno prečiščeno besedilo št. 1",
                kind="npb",
                dated=dt.date(2015, 4, 1),
            ),
        ),
        "new bill": (NEW_BILL, Metadata(title="Predlog Zakona o vzorčnih tržnicah", kind="predlog-zakona")),
    }
    found = {}
    for name in names:
        if name == "bill":
            path = tracked_bill(folder / "bill.docx")
            metadata = Metadata(
                title="Predlog zakona o spremembah Zakona o vzorčnih tržnicah (ZVTrg-B)", kind="predlog-zakona"
            )
        else:
            text, metadata = texts[name]
            path = folder / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
        [received] = library.add([path], _with(metadata, visibility)).received
        assert received.entry.document_id is not None, received
        found[name] = received.entry.document_id
    return found


def _with(metadata: Metadata, visibility: Visibility) -> Metadata:
    return Metadata(title=metadata.title, kind=metadata.kind, dated=metadata.dated, visibility=visibility)
