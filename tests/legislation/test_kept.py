"""A law put together again from its passages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.ingest import divide, extract, text_of
from kb.legislation.kept import law_from
from kb.legislation.lawtext import read_law
from kb.model import Block, BlockKind, Extract, Locator, LocatorKind, Passage, Unit, UnitKind
from tests.ingest.making import flowing

OFFICIAL = Path(__file__).parents[2] / "../shared/data/official"
STATUTES = [*sorted((OFFICIAL / "statutes_txt").glob("*.txt")), *sorted((OFFICIAL / "zored").glob("*.md"))]

LAW = (
    "ZAKON O TRŽNICAH (ZTrg)",
    "I. DEL",
    "I. SPLOŠNE DOLOČBE",
    "1. člen",
    "(vsebina – na kratko)",
    "(1) Ta zakon ureja tržnice.",
    "2. člen",
    "Tržnica je javna.",
    "a) Red na tržnici",
    "3. člen",
    "(red)",
    "Na tržnici je prepovedano kuriti.",
)


def test_titles_and_chapters_are_told_apart_again() -> None:
    law = law_from(divide(flowing(*LAW)))
    assert (law.title, law.acronym) == ("ZAKON O TRŽNICAH", "ZTrg")
    assert [(each.number, each.title, each.chapter) for each in law.articles] == [
        ("1", "vsebina – na kratko", ("I. DEL I. SPLOŠNE DOLOČBE",)),
        ("2", "", ()),
        ("3", "red", ("a) Red na tržnici",)),
    ]


def test_what_was_read_before_titles_were_told_is_told_apart_by_its_form() -> None:
    passages = [replace(each, title_length=-1) for each in divide(flowing(*LAW))]
    law = law_from(passages)
    assert [(each.title, each.chapter) for each in law.articles] == [
        ("vsebina – na kratko", ("I. DEL I. SPLOŠNE DOLOČBE",)),
        ("", ()),
        ("red", ("a) Red na tržnici",)),
    ]


def test_a_chapter_that_looks_like_a_title_is_one_where_it_is_told() -> None:
    article = Passage(Locator(LocatorKind.ARTICLE, "30"), "Okrajna sodišča", "Sodijo.", title_length=0)
    following = replace(article, locator=Locator(LocatorKind.ARTICLE, "31"))
    assert [(each.title, each.chapter) for each in law_from([article, following]).articles] == [
        ("", ("Okrajna sodišča",)),
        ("", ()),
    ]


def test_a_title_that_is_told_stands() -> None:
    law = law_from(divide(flowing(*LAW)), title="Zakon o tržnicah", acronym="ZTrg-1")
    assert (law.title, law.acronym) == ("Zakon o tržnicah", "ZTrg-1")


def test_what_hangs_on_an_article_is_not_its_text() -> None:
    blocks = [Block(BlockKind.PARAGRAPH, f"{at}. člen\nBesedilo {at}.") for at in (1, 2, 3)]
    comment = Block(BlockKind.COMMENT, "Ali je to prav?\nNe vem.")
    passages = divide(Extract("x", (Unit(UnitKind.TEXT, 1, (blocks[0], comment, *blocks[1:])),)))
    assert passages[0].text == "Besedilo 1.\nAli je to prav?\nNe vem."
    assert [each.text for each in law_from(passages).articles] == ["Besedilo 1.", "Besedilo 2.", "Besedilo 3."]


def test_indents_whose_mark_the_format_keeps_apart_are_indents() -> None:
    items = [Block(BlockKind.ITEM, text, 1) for text in ("opozori,", "zasede.")]
    blocks = [Block(BlockKind.PARAGRAPH, "1. člen\nRedar:"), *items]
    blocks += [Block(BlockKind.PARAGRAPH, f"{at}. člen\nBesedilo.") for at in (2, 3)]
    law = law_from(divide(Extract("x", (Unit(UnitKind.TEXT, 1, tuple(blocks)),))))
    assert [part.id for part in law.articles[0].paragraphs[0].parts] == [
        "art_1__para_1__indent_1",
        "art_1__para_1__indent_2",
    ]


def test_a_number_that_was_read_badly_is_still_doubtful() -> None:
    lines = [line for number in ("9", "10", "11", "l2", "13") for line in (f"{number}. člen", f"Besedilo {number}.")]
    told, kept = read_law(lines), law_from(divide(flowing(*lines)))
    assert [each.key for each in told.doubts] == ["misread"]
    assert kept.doubts == told.doubts


def test_passages_that_are_no_articles_make_no_law() -> None:
    slide = Passage(Locator(LocatorKind.SLIDE, "1"), "Redarstvo", "12. člen ZORed")
    assert law_from([slide]).articles == ()
    assert law_from([]).articles == ()


@pytest.mark.skipif(not STATUTES, reason="ni zbirke ../shared/data/official")
def test_real_statutes_come_out_of_their_passages_as_they_went_in() -> None:
    total = wrong = 0
    for path in STATUTES:
        given = extract(path)
        told, kept = read_law(text_of(given, asides=False).split("\n")), law_from(divide(given))
        assert [(each.id, each.text) for each in kept.articles] == [(each.id, each.text) for each in told.articles], (
            path
        )
        assert (kept.title, kept.acronym) == (told.title, told.acronym)
        total += len(told.articles)
        wrong += sum(one.title != two.title for one, two in zip(told.articles, kept.articles, strict=True))
    assert total > 7_000
    assert wrong == 0
