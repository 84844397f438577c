"""What of a passage is an article's own text and title comes back as it was stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ingest import wire
from kb.library import Library
from kb.model import Locator, LocatorKind, Metadata, Passage
from tests.ingest.making import docx, paragraph

_COMMENT = '<w:comment w:id="1" w:author="A"><w:p><w:r><w:t>Res?</w:t></w:r></w:p></w:comment>'


@pytest.mark.parametrize(("aside_lines", "own"), [(0, "Prva.\nDruga.\nOpomba."), (1, "Prva.\nDruga."), (3, "")])
def test_what_hangs_on_a_passage_is_not_its_own_text(aside_lines: int, own: str) -> None:
    locator = Locator(LocatorKind.ARTICLE, "1")
    passage = Passage(locator, "naslov – I. DEL", "Prva.\nDruga.\nOpomba.", aside_lines=aside_lines, title_length=6)
    assert passage.own_text == own
    assert wire.passages_of(wire.flat_passages([passage])) == (passage,)  # type: ignore[arg-type]


def test_a_stored_passage_knows_its_notes_and_its_title(library: Library, tmp_path: Path) -> None:
    lines = ["ODLOK", "I. RED", "1. člen", "(vsebina)", "Ureja red.", "2. člen", "Velja.", "3. člen", "Konec."]
    noted = '<w:p><w:r><w:t>Velja.</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    body = "".join(noted if line == "Velja." else paragraph(line) for line in lines)
    comment = "<w:comments>" + _COMMENT + "</w:comments>"
    [received] = library.add([docx(tmp_path / "a.docx", body, comments=comment)], Metadata()).received
    articles = [each.passage for each in library.passages(received.entry.document_id or 0)][1:]
    assert [(each.heading, each.title_length, each.own_text) for each in articles] == [
        ("vsebina – I. RED", 7, "Ureja red."),
        ("I. RED", 0, "Velja."),
        ("I. RED", 0, "Konec."),
    ]
    assert "Res?" in articles[1].text
