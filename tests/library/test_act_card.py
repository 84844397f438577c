"""The card of an act above the hits: what it tells, what it leads to, and whom it shows what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound, WrongValue
from kb.library import Act, ActCard, Library, Question, Results, open_library
from kb.model import EVERYTHING, VISITOR, Metadata, Reader, Visibility

ACT = """ZAKON
O OBČINSKEM REDARSTVU (ZORed)

1. člen
(vsebina zakona)
Ta zakon ureja naloge občinskih redarjev.

12. člen
(ugotavljanje istovetnosti)
Občinski redar sme ugotavljati istovetnost osebe.

12.a člen
(hramba)
Podatki se hranijo dve leti.
"""
FILES: list[tuple[str, str, str, Visibility]] = [
    ("zored-2006.txt", "Zakon o občinskem redarstvu", "2006-12-29", Visibility.PUBLIC),
    ("zored-npb.txt", "Zakon o občinskem redarstvu (neuradno prečiščeno besedilo)", "2017-03-11", Visibility.MEMBERS),
    ("pripombe.txt", "Pripombe na novelo ZORed", "2016-05-01", Visibility.PUBLIC),
    ("interno.txt", "Interno mnenje o ZORed", "2018-05-01", Visibility.STAFF),
    ("odlok.txt", "Odlok o redu", "2019-05-01", Visibility.PUBLIC),
]
TEXTS = {
    "pripombe.txt": "Skupnost občin podpira spremembe.\n",
    "interno.txt": "Mnenje o izvajanju.\n",
    "odlok.txt": "Na podlagi zakona (Uradni list RS, št. 139/06 in 9/17) sprejme občinski svet odlok.\n",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("predpisi")
    with open_library(Settings(home=folder / "data")) as library:
        for name, title, dated, visibility in FILES:
            _add(library, folder / name, title, dated, visibility)
        yield library


def _add(library: Library, path: Path, title: str, dated: str, visibility: Visibility) -> None:
    path.write_text(TEXTS.get(path.name, ACT + f"\nRazličica {path.stem}.\n"), encoding="utf-8")
    told = Metadata(title=title, dated=dt.date.fromisoformat(dated), visibility=visibility, language="sl")
    assert not library.add([path], told).failed


def ask(library: Library, text: str, reader: Reader = EVERYTHING, **more: object) -> Results:
    return library.find(Question(text, **more), reader=reader)  # type: ignore[arg-type]


def card(library: Library, text: str, reader: Reader = EVERYTHING) -> ActCard:
    found = ask(library, text, reader).card
    assert found is not None
    return found


@pytest.mark.parametrize(
    "question", ["ZORed", "zor-edom", "Zakon o obcinskem redarstvu", "Uradni list RS, št. 139/06", "139/2006"]
)
def test_any_name_of_an_act_finds_all_its_documents_and_shows_its_card(filled: Library, question: str) -> None:
    results = ask(filled, question)
    assert {group.document.title for group in results.groups} == {title for _, title, _, _ in FILES}
    assert not results.relaxed
    assert results.card is not None
    assert results.card.act.acronym == "ZORed"


def test_the_card_tells_the_act_its_changes_and_its_documents(filled: Library) -> None:
    found = card(filled, "ZORed")
    assert (found.act.number, found.act.checked_on, found.act.status) == ("139/06", dt.date(2026, 11, 22), "velja")
    assert [act.acronym for act in found.amended_by] == ["ZORed-A"]
    assert [document.title for document in found.texts] == [FILES[1][1], FILES[0][1]]
    assert [document.title for document in found.documents] == [FILES[3][1], FILES[2][1]]
    assert (found.articles, found.missing_articles) == ((), ())


@pytest.mark.parametrize("question", ["12. člen ZORed", "ZORed 12", "čl. 12 zakona o občinskem redarstvu"])
def test_a_citation_leads_to_the_article_in_the_newest_text(filled: Library, question: str) -> None:
    [article] = card(filled, question).articles
    assert article.document.title == FILES[1][1]
    assert article.passage.heading == "ugotavljanje istovetnosti"
    assert article.path == f"/gradivo/{article.document.id}/clen-12"
    assert "".join(piece.text for piece in article.begins).startswith("Občinski redar sme")


def test_an_article_with_a_letter_and_several_articles_are_led_to(filled: Library) -> None:
    assert [each.passage.heading for each in card(filled, "ZORed 12.a člen").articles] == ["hramba"]
    assert [each.passage.locator.number for each in card(filled, "1. in 12. člen ZORed").articles] == ["1", "12"]


def test_an_article_that_no_text_has_is_said(filled: Library) -> None:
    found = card(filled, "99. člen ZORed")
    assert found.articles == ()
    assert [locator.label() for locator in found.missing_articles] == ["99. člen"]


def test_the_card_shows_a_reader_only_what_they_may_see(filled: Library) -> None:
    found = card(filled, "12. člen ZORed", VISITOR)
    assert [document.title for document in found.texts] == [FILES[0][1]]
    assert [document.title for document in found.documents] == [FILES[2][1]]
    assert [each.document.title for each in found.articles] == [FILES[0][1]]


def test_a_change_is_told_by_its_act_where_the_register_has_no_row(filled: Library) -> None:
    found = card(filled, "ZORed-C")
    assert (found.acronym, found.act.acronym, found.texts) == ("ZORed-C", "ZORed", ())
    own = card(filled, "ZORed-A")
    assert own.amends is not None
    assert (own.act.acronym, own.amends.acronym) == ("ZORed-A", "ZORed")


def test_questions_without_an_act_and_further_pages_have_no_card(filled: Library) -> None:
    assert ask(filled, "redar").card is None
    assert ask(filled, "").card is None
    assert ask(filled, "ZORed", page=2, per_page=2).card is None


def test_what_was_typed_alone_is_searched_where_asked_for(filled: Library) -> None:
    titles = {group.document.title for group in ask(filled, "139/06", exactly=True).groups}
    assert titles == {"Odlok o redu"}


def test_names_are_marked_in_the_text_too(filled: Library) -> None:
    odlok = next(group.document for group in ask(filled, "odlok").groups)
    shown = filled.read(odlok.id, query="ZORed").passages
    assert "139/06" in [piece.text for each in shown for piece in each.pieces if piece.marked]


def test_a_new_act_counts_with_the_next_question_and_a_removed_one_no_more(library: Library, tmp_path: Path) -> None:
    _add(library, tmp_path / "odlok.txt", "Odlok o psih", "2020-01-01", Visibility.PUBLIC)
    act = Act("ZPsi-1", "Zakon o psih", "9/17", checked_on=dt.date(2026, 11, 1))
    assert ask(library, "ZPsi-1").documents == 0
    library.remove_act("ZORed-A")
    assert library.put_acts([act]) == 1
    assert ask(library, "ZPsi1").documents == 1
    library.put_acts([replace(act, gazette="10/17")])
    assert ask(library, "ZPsi1").documents == 0
    library.remove_act("zpsi-1")
    assert ask(library, "ZPsi-1").card is None
    assert len(library.acts()) == 148


def test_an_act_is_looked_up_by_any_name_or_not_found(filled: Library) -> None:
    assert filled.act_card("št. 139/2006").act.acronym == "ZORed"
    for name in ("nekaj drugega", "", "ZORed ZP-1", "\udce8"):
        with pytest.raises(NotFound):
            filled.act_card(name)


def test_a_wrong_act_is_refused(library: Library) -> None:
    with pytest.raises(WrongValue, match="ZX"):
        library.put_acts([Act("ZX", "Zakon o x", "devet", checked_on=dt.date(2026, 11, 1))])


def test_an_act_that_staff_put_in_is_suggested_for_a_file(library: Library, tmp_path: Path) -> None:
    library.put_acts([Act("KPsi-1", "Kodeks o psih", "9/17", checked_on=dt.date(2026, 11, 1))])
    path = tmp_path / "mnenje.txt"
    path.write_text("Mnenje\n\nPo 3. členu KPsi-1 in po ZORed odloča občina.\n", encoding="utf-8")
    assert {each.value for each in library.suggest(path).acts} == {"KPsi-1", "ZORed"}
