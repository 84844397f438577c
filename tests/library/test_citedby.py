from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import NotFound
from kb.library import Library
from kb.library.citing.around import AROUND, around
from kb.library.citing.citedby import CitedBy, Narrowed
from kb.library.law.links import LawLink
from kb.model import EVERYTHING, VISITOR, Metadata, Reader
from tests.library.laws import stocked


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    """A library with the documents of tests.library.laws, and their ids."""
    with stocked(tmp_path_factory.mktemp("navedbe")) as opened:
        yield opened


@pytest.fixture
def library(lawful: tuple[Library, dict[str, int]]) -> Library:
    return lawful[0]


@pytest.fixture
def ids(lawful: tuple[Library, dict[str, int]]) -> dict[str, int]:
    return lawful[1]


def citing(library: Library, acronym: str, article: str = "", *, reader: Reader = VISITOR) -> dict[str, list[str]]:
    """Gives the titles of the citing documents, each with what is marked in it."""
    found = library.citations.cited_by(acronym, article, reader=reader)
    return {
        each.document.title: ["".join(one.text for one in passage.begins if one.marked) for passage in each.passages]
        for group in found.groups
        for each in group.documents
    }


def test_an_article_is_cited_by_documents_by_its_own_law_and_by_what_changes_it(library: Library) -> None:
    assert citing(library, "ZORed", "10") == {
        "Novosti": ["drugem odstavku 10. člena ZORed"],
        "Stališče o pooblastilih": ["10. člen ZORed"],
        "Zakon o občinskem redarstvu (ZORed)": ["10. člena tega zakona", "prejšnjega člena"],
        "Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)": ["10. členu"],
    }


def test_only_what_the_reader_may_see_cites(library: Library) -> None:
    visitor, staff = (library.citations.cited_by("ZORed", "10", reader=each) for each in (VISITOR, EVERYTHING))
    assert (visitor.documents, visitor.passages, staff.documents) == (4, 5, 5)
    assert "Osnutek" not in citing(library, "ZORed", "10")
    assert "Osnutek" in citing(library, "ZORed", "10", reader=EVERYTHING)


def test_a_whole_act_is_cited_by_all_but_its_own_texts(library: Library) -> None:
    assert set(citing(library, "zor-ed")) == {
        "Novosti",
        "Stališče o pooblastilih",
        "Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)",
    }
    assert citing(library, "ZP-1", "52")["Novosti"] == ["52. členu Zakona o prekrških"]


def test_groups_are_by_kind_and_first_body(library: Library) -> None:
    found = library.citations.cited_by("ZORed", "10")
    groups = [(each.kind.slug if each.kind else "", each.body.slug if each.body else "") for each in found.groups]
    assert groups == [("zakon", ""), ("predstavitev", "k-redarstvo"), ("stalisce", "k-pravna")]
    assert [each.total for each in found.groups] == [2, 1, 1]
    assert {each.value.slug: each.documents for each in found.bodies} == {"k-redarstvo": 1, "k-pravna": 1}


def test_what_cites_can_be_narrowed_and_turned_over(library: Library) -> None:
    def titles(narrowed: Narrowed) -> tuple[CitedBy, list[str]]:
        found = library.citations.cited_by("ZORed", "10", narrowed=narrowed)
        return found, [each.document.title for group in found.groups for each in group.documents]

    assert titles(Narrowed(kind="stalisce"))[1] == ["Stališče o pooblastilih"]
    assert titles(Narrowed(kind="stalisce", body="k-redarstvo"))[1] == []
    pages = [titles(Narrowed(page=page, per_page=3)) for page in (1, 2, 99)]
    assert [found.page for found, _ in pages] == [1, 2, 2]
    assert (pages[0][0].pages, len(pages[0][1]), len(pages[1][1])) == (2, 3, 1)
    assert pages[0][0].groups[0].total == 2


def test_what_nothing_cites_is_said_and_an_unknown_act_is_not_found(library: Library) -> None:
    assert library.citations.cited_by("ZORed", "99").documents == 0
    assert library.citations.cited_by("ZLS").groups == ()
    with pytest.raises(NotFound):
        library.citations.cited_by("ZXYZ")


def test_a_document_tells_the_acts_it_cites_and_how_often(library: Library, ids: dict[str, int]) -> None:
    cites = library.citations.cites(ids["novosti.md"])
    told = [(each.name, each.act is not None, each.count) for each in cites.acts]
    assert told == [("ZORed", True, 2), ("ZP-1", True, 1), ("Zakon o igriščih", False, 1)]
    articles = {each.name: [(one.number, one.count, one.has_text) for one in each.articles] for each in cites.acts}
    assert articles == {"ZORed": [("10", 1, True)], "ZP-1": [("52", 1, False)], "Zakon o igriščih": []}


def test_a_law_keeps_its_own_articles_apart(library: Library, ids: dict[str, int]) -> None:
    law = library.citations.cites(ids["zored.txt"])
    assert [each.number for each in law.own] == ["10"]
    assert "ZORed" not in {each.name for each in law.acts}
    changing = library.citations.cites(ids["zored-a.txt"])
    assert {each.name: [one.number for one in each.articles] for each in changing.acts}["ZORed"] == ["10"]


def test_what_a_reader_may_not_see_cites_nothing_for_them(library: Library, ids: dict[str, int]) -> None:
    for ask in (library.citations.cites, library.citations.of):
        with pytest.raises(NotFound):
            ask(ids["osnutek.txt"])
        assert ask(ids["osnutek.txt"], reader=EVERYTHING)


def test_links_lead_to_articles_acts_or_within_the_document(library: Library, ids: dict[str, int]) -> None:
    def told(link: LawLink) -> str:
        return f"{link.act.acronym if link.act else ''} {link.article}".strip()

    def links(name: str) -> list[tuple[str, str]]:
        linked = [each for each, _ in library.citations.of(ids[name])]
        return [
            (each.placed.citation.text, " + ".join(told(span.link) for span in each.links) or "-")
            for each in linked
            if not each.placed.in_heading
        ]

    assert links("novosti.md") == [
        ("drugem odstavku 10. člena ZORed", "ZORed 10"),
        ("Zakon o igriščih (Ur. l. RS, št. 1/99", "-"),
        ("52. členu Zakona o prekrških", "ZP-1"),
        ("ZORed", "ZORed"),
    ]
    assert ("10. člena tega zakona", "10") in links("zored.txt")
    assert ("prejšnjega odstavka", "-") in links("zored.txt")
    assert ("10. členu", "ZORed 10") in links("zored-a.txt")
    assert ("9. in 10. členu ZORed", "ZORed 9 + ZORed 10") in links("stalisce.txt")
    assert ("52. in 53. člen ZP-1", "ZP-1") in links("stalisce.txt")


def test_a_preview_shows_how_an_article_begins(library: Library, ids: dict[str, int]) -> None:
    preview = library.citations.preview("ZOR-ed", "10")
    assert (preview.title, preview.lines[0]) == ("vrste pooblastil", "(1) Redar sme opozoriti in izreči ustno odredbo.")
    assert preview.document is not None
    assert preview.document.id == ids["zored.txt"]
    assert library.citations.preview("ZP-1").lines == ()
    assert library.citations.preview_passage(ids["zored.txt"], "clen-11").title == "ustna odredba"
    for acronym, article in (("ZP-1", "52"), ("ZORed", "99"), ("ZXYZ", "1"), ("ZXYZ", "")):
        with pytest.raises(NotFound):
            library.citations.preview(acronym, article)
    with pytest.raises(NotFound):
        library.citations.preview_passage(ids["osnutek.txt"], "razdelek-1")


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Po 12. členu ZORed sme.", "12. členu ZORed", "Po [12. členu ZORed] sme."),
        ("Prvi stavek. Po ZORed sme. Konec.", "ZORed", "… Po [ZORed] sme. …"),
        ("Glej Ur. l. RS, št. 12/06, in ZORed.", "ZORed", "Glej Ur. l. RS, št. 12/06, in [ZORed]."),
        ("Naslov\nZORed\nKonec", "ZORed", "… [ZORed] …"),
        ("ZORed", "ZORed", "[ZORed]"),
        ("dolga " * 100 + "ZORed" + " dolga" * 100, "ZORed", "…"),
        ("x" * 2_000_000 + "ZORed" + "x" * 2_000_000, "ZORed", "…"),
    ],
)
def test_the_sentence_around_a_citation_is_shown(text: str, said: str, expected: str) -> None:
    start = text.index(said)
    pieces = around(text, [(start, start + len(said))])
    shown = "".join(f"[{each.text}]" if each.marked else each.text for each in pieces)
    assert shown == expected or (expected == "…" and f"[{said}]" in shown and shown.startswith("… "))
    assert len(shown) <= 2 * AROUND + len(said) + 10


def test_citations_close_by_are_marked_too() -> None:
    text = "Po ZORed in po ZP-1 sme."
    shown = around(text, [(3, 8), (15, 19), (3, 8)])
    assert [each.text for each in shown if each.marked] == ["ZORed", "ZP-1"]


def test_a_text_and_its_metadata_may_name_no_law(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "prazno.txt"
    path.write_text("Nič pravnega tukaj.", encoding="utf-8")
    batch = library.add([path], Metadata(title="Prazno"))
    assert library.citations.cites(batch.received[0].entry.document_id or 0).acts == ()
