from __future__ import annotations

import pytest

from kb.legislation.acts import known_acts
from kb.legislation.placed import BARE_KEY, MOST_ROWS, OWN_KEY, PlacedCitation, key_of_cited, place_citations
from kb.legislation.register import Act, Register, read_register
from kb.model import Locator, LocatorKind, Passage

REGISTER = Register(read_register())


def article(number: str, text: str, heading: str = "") -> Passage:
    return Passage(Locator(LocatorKind.ARTICLE, number), heading, text)


def slide(number: int, heading: str, text: str) -> Passage:
    return Passage(Locator(LocatorKind.SLIDE, str(number)), heading, text)


def placed(*passages: Passage, register: Register = REGISTER) -> tuple[PlacedCitation, ...]:
    return place_citations(passages, acts=known_acts(), register=register)


def told(*passages: Passage) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(each.position, each.key, each.citation.articles) for each in placed(*passages)]


def test_a_citation_has_its_span_in_the_passage_it_stands_in() -> None:
    passages = (slide(1, "Uvod", "Brez navedb."), slide(2, "Novosti ZORed-A", "Redar po 10. členu ZORed odreja."))
    for each in placed(*passages):
        passage = passages[each.position]
        text = passage.heading if each.in_heading else passage.text
        assert text[each.citation.start : each.citation.end] == each.citation.text
    assert told(*passages) == [(1, "ZOREDA", ()), (1, "ZORED", ("10",))]


def test_articles_that_follow_one_another_are_one_text() -> None:
    law = (article("9", "Redar nadzira."), article("9a", "Kakor v prejšnjem členu."), article("10", "Po 9.a členu."))
    assert told(*law) == [(1, OWN_KEY, ("9",)), (2, BARE_KEY, ("9a",))]


def test_this_law_is_told_from_an_article_of_which_no_act_is_said() -> None:
    law = (article("3", "Po 12. členu tega zakona in po 13. členu."), article("4", "Iz prejšnjega odstavka."))
    assert [each[:2] for each in told(*law)] == [(0, OWN_KEY), (0, BARE_KEY), (1, OWN_KEY)]


def test_what_an_amending_act_quotes_is_of_the_act_that_it_changes() -> None:
    quoting = article("2", "V 11. členu se doda:\n»(3) Po 12. členu tega zakona in prvem odstavku prejšnjega člena.«.")
    assert told(quoting) == [(0, BARE_KEY, ("11",)), (0, BARE_KEY, ("12",)), (0, "", ())]


def test_no_citation_reaches_from_one_passage_into_the_next() -> None:
    slides = (slide(1, "", "Podlaga je 12."), slide(2, "", "člena ZORed ni tukaj; Uradni list RS, št. 139/06,"))
    slides += (slide(3, "", "9/17 in 3/22"),)
    found = placed(*slides)
    assert [(each.position, each.citation.articles) for each in found if each.citation.kind == "article"] == []
    assert all("¶" not in each.citation.text for each in found)
    assert [len(each.citation.gazette) for each in found if each.citation.gazette] == [1]


def test_a_section_after_the_articles_is_no_part_of_the_last_one() -> None:
    bill = (
        article("5", "Redar nosi kamero."),
        Passage(Locator(LocatorKind.SECTION, "9"), "K 5. členu", "Ta člen velja."),
    )
    assert [each for each in told(*bill) if each[1] == OWN_KEY] == []


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ("ZOR-ed", "ZORED"),
        ("ZVO-1I", "ZVO1I"),
        ("Zakon o športnih  igriščih", "zakon o sportnih igriscih"),
        ("Uredbe (EU) 2016/679", "uredbe (eu) 2016/679"),
        ("Zakon o " + "zelo " * 100, ("zakon o " + "zelo " * 100)[:200]),
    ],
)
def test_all_spellings_of_an_act_have_one_key(act: str, key: str) -> None:
    assert key_of_cited(act) == key


def test_an_identifier_is_of_the_one_act_that_has_it() -> None:
    register = Register([Act("ZORed", "Zakon o občinskem redarstvu", sop="2006-01-6040")])
    found = placed(slide(1, "", "Objava: SOP 2006-01-6040 in SOP 2017-01-0001."), register=register)
    assert [each.key for each in found] == ["ZORED", ""]


def test_a_hostile_text_has_a_bounded_number_of_citations() -> None:
    passages = [slide(1, "", "od 1. do 300. člena ZORed, " * 4_000)]
    assert sum(len(each.citation.articles) for each in placed(*passages)) <= MOST_ROWS


def test_a_line_of_two_megabytes_is_gone_through() -> None:
    line = ("beseda " * 60 + "po 12. členu ZORed ") * 4_600
    assert len(line) > 2_000_000
    assert len(placed(slide(1, "", line))) == 4_600


@pytest.mark.parametrize(
    "text", ["", "\x00", "»" * 5_000, "12. člen " * 5_000, "¶\n¶ 12. člen ZORed", "1. do 9999. člena"]
)
def test_any_text_has_some_citations_or_none(text: str) -> None:
    for each in placed(slide(1, text, text), article("1", text, text)):
        assert text[each.citation.start : each.citation.end] == each.citation.text
