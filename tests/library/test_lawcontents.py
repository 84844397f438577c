"""The contents of acts with parts, chapters and divisions; a text with doubled, lettered and repealed articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NotFound
from kb.library import Library
from kb.model import Metadata

DEEP = """Zakon o prekrških (ZP-1)

PRVI DEL
SPLOŠNO

Prvo poglavje
TEMELJNE DOLOČBE

1. člen
(vsebina)
Ta zakon določa prekrške.

1. oddelek
Pojmi

2. člen
(pojem)
Prekršek je dejanje.

2.a člen
(črtan)

Drugo poglavje
POSTOPEK

3. člen
(organ)
Odloča organ:
Globa\tZnesek
mala\t40 evrov
velika\t400 evrov

DRUGI DEL
KONČNE DOLOČBE

4. člen
(začetek)
Ta zakon začne veljati jutri.
"""


@pytest.fixture
def deep(library: Library, tmp_path: Path) -> Library:
    (tmp_path / "zp.txt").write_text(DEEP, encoding="utf-8")
    assert not library.add([tmp_path / "zp.txt"], Metadata(title="Zakon o prekrških (ZP-1)", kind="zakon")).failed
    return library


def test_parts_chapters_and_divisions_stand_each_at_its_level(deep: Library) -> None:
    contents = deep.lawbook.act("ZP-1").contents
    assert [part.level for part in contents] == [1, 3, 2, 1]
    assert [[each.number for each in part.articles] for part in contents] == [["1"], ["2", "2a"], ["3"], ["4"]]


def test_an_article_stands_under_all_the_headings_over_it(deep: Library) -> None:
    chapters = {number: deep.lawbook.article("ZP-1", number).chapter for number in ("1", "2", "3", "4")}
    assert chapters["2"][: len(chapters["1"])] == chapters["1"]
    assert chapters["2"][-1] == "1. oddelek Pojmi"
    assert chapters["3"][-1] == "Drugo poglavje POSTOPEK"
    assert "poglavje" not in " ".join(chapters["4"])


def test_a_repealed_article_and_one_with_a_letter_are_articles_too(deep: Library) -> None:
    page = deep.lawbook.article("ZP-1", "2.a")
    assert (page.article.title, page.article.is_repealed, page.address.article) == ("črtan", True, "art_2a")
    assert page.previous is not None
    assert page.previous.number == "2"


def test_articles_of_one_number_are_told_apart(library: Library, tmp_path: Path) -> None:
    text = DEEP + "\nNa podlagi 4. člena izda minister\n\n1. člen\nPrvi.\n\n2. člen\nDrugi.\n\n3. člen\nTretji.\n"
    (tmp_path / "zp.txt").write_text(text, encoding="utf-8")
    library.add([tmp_path / "zp.txt"], Metadata(title="Zakon o prekrških (ZP-1)", kind="zakon"))
    assert library.lawbook.article("ZP-1", "art_1").article.text == "Ta zakon določa prekrške."
    again = library.lawbook.article("ZP-1", "art_1-2")
    assert (again.article.id, again.article.text) == ("art_1-2", "Prvi.")
    assert [each.id for each in again.article.paragraphs] == ["art_1-2__para_1"]
    assert (again.changes, again.proposals) == ((), ())


def test_a_text_without_articles_has_no_contents_and_its_page_still_stands(library: Library, tmp_path: Path) -> None:
    (tmp_path / "zp.txt").write_text("Slabo prebrano besedilo zakona.\n", encoding="utf-8")
    library.add([tmp_path / "zp.txt"], Metadata(title="Zakon o prekrških", kind="zakon"))
    page = library.lawbook.act("ZP-1")
    assert page.shown is not None
    assert (page.contents, page.articles) == ((), 0)
    with pytest.raises(NotFound):
        library.lawbook.article("ZP-1", "art_1")
