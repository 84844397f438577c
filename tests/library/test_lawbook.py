"""The law of the collection: acts with their versions, articles with what has changed them, what rests on an act."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound, WrongValue
from kb.legislation.amendments import Deed
from kb.legislation.versions import VersionSort
from kb.library import Act, Library, open_library
from kb.library.law.values import ArticlePage
from kb.model import EVERYTHING, VISITOR, Metadata, Reader
from tests.laws import ADOPTED, DECREE, TITLE, put_law

ADOPTED_SORT, CONSOLIDATED, AMENDING, DRAFT = VersionSort


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    folder = tmp_path_factory.mktemp("pravo")
    with open_library(Settings(home=folder / "data")) as library:
        yield library, put_law(library, folder / "files", hidden=("consolidated",))


@pytest.fixture
def book(law: tuple[Library, dict[str, int]]) -> Library:
    return law[0]


@pytest.fixture
def ids(law: tuple[Library, dict[str, int]]) -> dict[str, int]:
    return law[1]


def article(library: Library, address: str, reader: Reader = VISITOR, **more: int) -> ArticlePage:
    return library.lawbook.article("ZORed", address, reader=reader, **more)


# --- an act ---


def test_an_act_has_its_versions_oldest_first_as_the_reader_may_see_them(book: Library, ids: dict[str, int]) -> None:
    seen = [(each.version.sort, each.document.id) for each in book.lawbook.act("ZORed", reader=EVERYTHING).versions]
    assert seen == [
        (ADOPTED_SORT, ids["adopted"]),
        (AMENDING, ids["amending"]),
        (CONSOLIDATED, ids["consolidated"]),
        (DRAFT, ids["draft"]),
    ]
    assert [each.version.sort for each in book.lawbook.act("ZORed").versions] == [ADOPTED_SORT, AMENDING, DRAFT]


def test_the_consolidated_text_stands_for_the_law_in_force_for_who_may_see_it(book: Library) -> None:
    mine, theirs = book.lawbook.act("zor-ed", reader=EVERYTHING), book.lawbook.act("ZORed")
    assert mine.shown is not None
    assert theirs.shown is not None
    assert (mine.shown.version.sort, theirs.shown.version.sort) == (CONSOLIDATED, ADOPTED_SORT)
    assert (mine.is_in_force, theirs.is_in_force) == (True, True)
    assert (mine.lacking, theirs.lacking) == ((), ("9/17 – ZORed-A",))
    assert (mine.shown.version.is_official, theirs.shown.version.is_official) == (False, True)


def test_the_contents_are_told_by_chapter(book: Library) -> None:
    parts = book.lawbook.act("ZORed").contents
    assert [part.headings for part in parts] == [
        ("I. SPLOŠNE DOLOČBE",),
        ("II. POOBLASTILA",),
        ("III. KONČNA DOLOČBA",),
    ]
    assert [(each.number, each.title) for each in parts[1].articles] == [("3", "vrste pooblastil"), ("4", "opozorilo")]


def test_the_history_leads_to_the_gazette_and_to_the_acts_that_change(book: Library) -> None:
    first, second = book.lawbook.act("ZORed").history
    assert (first.number.number, first.is_own, first.acronym) == ("139/06", True, "")
    assert first.address == "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040"
    assert (second.acronym, second.address) == (
        "ZORed-A",
        "https://www.uradni-list.si/1/objava.jsp?sop=2017-01-0406",
    )


def test_amending_acts_are_those_of_the_register_and_those_with_a_text(book: Library) -> None:
    amendings = book.lawbook.act("ZORed").amendings
    assert [(each.acronym, each.act is not None, each.is_draft) for each in amendings] == [
        ("ZORed-A", True, False),
        ("ZORed-B", False, True),
    ]


def test_an_amending_act_has_a_page_of_its_own_with_its_own_text(book: Library, ids: dict[str, int]) -> None:
    page = book.lawbook.act("ZORed-A")
    assert page.shown is not None
    assert page.amends is not None
    assert (page.shown.document.id, page.amends.acronym, page.articles) == (ids["amending"], "ZORed", 3)
    own = book.lawbook.article("ZORed-A", "art_2")
    assert own.article.text.startswith("Za 4. členom se doda nov 4.a člen")
    assert own.changes == ()


def test_what_rests_on_an_act_names_the_article_it_rests_on(book: Library) -> None:
    [found] = book.lawbook.act("ZORed").regulations
    assert (found.document.title, found.articles) == ("Vzorec odloka o redu", ("3",))


def test_what_rests_on_an_act_is_named_only_to_those_who_may_see_it(library: Library, tmp_path: Path) -> None:
    put_law(library, tmp_path / "files", "decree", hidden=("decree",))
    assert library.lawbook.act("ZORed").regulations == ()
    assert len(library.lawbook.act("ZORed", reader=EVERYTHING).regulations) == 1


def test_what_only_names_an_act_does_not_rest_on_it(library: Library, tmp_path: Path) -> None:
    texts = {
        "razglas.txt": "Na podlagi 91. člena ZORed izdajam\nukaz o razglasitvi.\n" + DECREE.partition("\n")[2],
        "omemba.txt": "Odlok sledi 3. členu ZORed.\n" + DECREE.partition("\n")[2],
        "dopis.txt": "Na podlagi 3. člena ZORed vas obveščamo, da je seja preložena.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        library.add([tmp_path / name], Metadata(title=name))
    assert library.lawbook.act("ZORed").regulations == ()


def test_what_speaks_of_an_act_is_counted_and_positions_are_named(book: Library) -> None:
    spoken = book.lawbook.act("ZORed").spoken
    assert spoken is not None
    assert [each.title for each in spoken.positions] == ["Stališče do novele"]
    assert {each.value.slug: each.documents for each in spoken.bodies}["k-redarstvo"] == 2
    everything = book.lawbook.act("ZORed", reader=EVERYTHING).spoken
    assert everything is not None
    assert everything.documents == spoken.documents + 1


def test_an_act_without_a_text_still_has_a_page(book: Library) -> None:
    page = book.lawbook.act("ZP-1")
    assert (page.versions, page.shown, page.contents, page.regulations) == ((), None, (), ())
    assert page.source.startswith("https://www.uradni-list.si/")


@pytest.mark.parametrize("acronym", ["", "ZPsi", "ZORed-1", "x" * 5000, "../etc", "ZORed <b>", "*", "%", "redar"])
def test_an_act_that_is_not_there_is_said(book: Library, acronym: str) -> None:
    with pytest.raises(NotFound):
        book.lawbook.act(acronym)


def test_a_version_of_another_act_or_of_somebody_else_is_not_there(book: Library, ids: dict[str, int]) -> None:
    hidden = next(each for each in book.lawbook.versions("ZORed") if each.document_id == ids["consolidated"])
    for wrong in (hidden.id, 0, -1, 10**12):
        with pytest.raises(NotFound):
            book.lawbook.act("ZORed", version=wrong)
    assert book.lawbook.act("ZORed", version=hidden.id, reader=EVERYTHING).is_in_force


# --- an article ---


def test_an_article_is_given_with_its_parts_and_its_neighbours(book: Library) -> None:
    page = article(book, "art_2")
    assert (page.article.title, page.chapter) == ("naloge", ("I. SPLOŠNE DOLOČBE",))
    assert page.previous is not None
    assert page.following is not None
    assert (page.previous.number, page.following.number) == ("1", "3")
    ids = [each.id for paragraph in page.article.paragraphs for each in paragraph.every()]
    assert ids == [
        "art_2__para_1",
        "art_2__para_1__indent_1",
        "art_2__para_1__indent_2",
        "art_2__para_2",
        "art_2__para_2__point_1",
        "art_2__para_2__point_1__letter_a",
        "art_2__para_2__point_1__letter_b",
        "art_2__para_2__point_2",
    ]


def test_what_amending_acts_ordered_of_an_article_is_told_apart_from_proposals(book: Library) -> None:
    page = article(book, "3")
    assert [(each.by.version.amending, each.source, each.deed) for each in page.changes] == [
        ("ZORed-A", "1", Deed.REWRITE)
    ]
    assert [(each.by.version.amending, each.source, each.deed) for each in page.proposals] == [
        ("ZORed-B", "2", Deed.ADD)
    ]
    assert article(book, "1").changes == article(book, "1").proposals == ()
    assert [each.deed for each in article(book, "4").proposals] == [Deed.REPLACE]


def test_an_article_that_is_only_ordered_is_no_article_of_the_text_in_force(book: Library) -> None:
    with pytest.raises(NotFound):
        article(book, "art_4a")


def test_the_article_of_each_version_can_be_asked_for(book: Library, ids: dict[str, int]) -> None:
    now = article(book, "art_3", EVERYTHING)
    assert "zaseči" in now.article.text
    assert [each.document.id for each in now.versions] == [ids["adopted"], ids["consolidated"]]
    old = article(book, "art_3", EVERYTHING, version=now.versions[0].version.id)
    assert (old.article.text, old.is_in_force) == ("Občinski redar sme opozoriti in odrediti.", False)


def test_an_article_is_cited_with_the_numbers_of_the_gazette(book: Library) -> None:
    assert article(book, "2").citation == "2. člen ZORed (Uradni list RS, št. 139/06 in 9/17)"


@pytest.mark.parametrize("address", ["art_99", "art_0", "", "x", "art_2__para_1<", "9" * 5000, "art_2-7", "\x00"])
def test_an_article_that_is_not_there_is_said(book: Library, address: str) -> None:
    with pytest.raises(NotFound):
        article(book, address)


# --- deriving ---


def test_a_text_of_a_new_act_becomes_its_version_when_the_register_learns_it(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "psi.txt"
    file.write_text(ADOPTED.replace("OBČINSKEM REDARSTVU (ZORed)", "PSIH (ZPsi)"), encoding="utf-8")
    library.add([file], Metadata(title="Zakon o psih", dated=dt.date(2020, 1, 1)))
    assert library.lawbook.versions() == ()
    library.put_acts([Act("ZPsi", "Zakon o psih", "9/20", checked_on=dt.date(2026, 11, 1))])
    [found] = library.lawbook.versions("ZPsi")
    assert (found.act, found.sort, found.gazette) == ("ZPsi", ADOPTED_SORT, "9/20")


def test_documents_stored_before_there_were_versions_are_caught_up_without_being_read_again(
    settings: Settings, tmp_path: Path
) -> None:
    with open_library(settings) as library:
        ids = put_law(library, tmp_path / "files", "adopted", "memo")
    with closing(sqlite3.connect(settings.home / "kb.db")) as database, database:
        database.execute("DELETE FROM act_versions")
    with open_library(settings) as library:
        assert library.index_marked() == 0
        found = library.lawbook.version_of(ids["adopted"])
        assert found is not None
        assert (found.sort, library.lawbook.version_of(ids["memo"])) == (ADOPTED_SORT, None)


def test_what_staff_say_of_a_document_holds_until_they_take_it_back(library: Library, tmp_path: Path) -> None:
    ids = put_law(library, tmp_path / "files", "adopted", "memo")
    derived = library.lawbook.version_of(ids["adopted"])
    assert derived is not None
    told = library.lawbook.set_version(replace(derived, document_id=ids["memo"], sort=CONSOLIDATED))
    assert [each.document_id for each in library.lawbook.versions("ZORed")] == [ids["adopted"], ids["memo"]]
    assert told.is_edited
    library.lawbook.clear_version(ids["adopted"])
    library.reindex()
    assert [each.document_id for each in library.lawbook.versions()] == [ids["memo"]]
    assert library.lawbook.derive_version(ids["memo"]) is None
    assert library.lawbook.derive_version(ids["adopted"]) == derived


def test_a_text_of_an_act_that_changes_another_is_kept_with_that_one(library: Library, tmp_path: Path) -> None:
    ids = put_law(library, tmp_path / "files", "amending")
    derived = library.lawbook.version_of(ids["amending"])
    assert derived is not None
    told = library.lawbook.set_version(replace(derived, act="ZORed-A", amending="", is_change=False))
    assert (told.act, told.amending, told.is_change) == ("ZORed", "ZORed-A", True)
    with pytest.raises(NotFound):
        library.lawbook.set_version(replace(derived, act="ZPsi"))
    with pytest.raises((NotFound, WrongValue)):
        library.lawbook.set_version(replace(derived, document_id=99))


def test_a_revision_that_is_no_law_any_more_is_no_version(library: Library, tmp_path: Path) -> None:
    ids = put_law(library, tmp_path / "files", "adopted")
    file = tmp_path / "nova.txt"
    file.write_text("Seznam vprašanj, brez členov.\n", encoding="utf-8")
    library.add([file], Metadata(title="Vprašanja o zakonu", kind="pogosta-vprasanja"), revises=ids["adopted"])
    assert library.lawbook.version_of(ids["adopted"]) is None


# --- the list of acts ---


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ZORed", ["ZORed", "ZORed-A"]),
        ("zor-ed", ["ZORed", "ZORed-A"]),
        ("občinskim redarstvom", ["ZORed", "ZORed-A"]),
        ("139/2006", ["ZORed"]),
        ("2006-01-6040", ["ZORed"]),
        ("ZORedom", ["ZORed"]),
        ("ni takega zakona", []),
        ("(" * 300, []),
        ("\x00", []),
    ],
)
def test_acts_are_found_by_any_name(book: Library, name: str, first: list[str]) -> None:
    assert [line.act.acronym for line in book.lawbook.acts(name=name).lines][:2] == first


def test_acts_are_narrowed_by_topic_and_status_and_told_with_their_texts(book: Library) -> None:
    found = book.lawbook.acts(topic="obcinsko-redarstvo", status="velja", reader=EVERYTHING)
    assert [(line.act.acronym, line.texts) for line in found.lines] == [("ZORed", 4), ("ZORed-A", 1)]
    assert [line.texts for line in book.lawbook.acts(topic="obcinsko-redarstvo").lines] == [3, 1]
    assert found.lines[0].topic is not None
    assert {each.slug for each in found.topics} >= {"obcinsko-redarstvo"}


def test_a_page_beyond_the_last_is_the_last(book: Library) -> None:
    found = book.lawbook.acts(page=10**9)
    assert (found.page, found.pages) == (2, 2)
    assert len(found.lines) == found.total - 100


def test_the_title_of_the_sample_is_that_of_the_register(book: Library) -> None:
    assert book.lawbook.named("ZORed").title == TITLE
