"""The four sections of a bill."""

from __future__ import annotations

import pytest

from kb.legislation.articles import Article
from kb.legislation.bills import BillSection, InBill, bill_parts, in_bill, repeats_law
from kb.legislation.structure import Run, split_law

HEADINGS = [
    ("I. UVOD", BillSection.INTRODUCTION, ()),
    ("1. OCENA STANJA – I. UVOD", BillSection.INTRODUCTION, ()),
    ("II. BESEDILO ČLENOV", BillSection.TEXT, ()),
    ("K 12. členu – III. OBRAZLOŽITEV", BillSection.EXPLANATION, ("12",)),
    ("K 12.a členu – III. OBRAZLOŽITEV ČLENOV", BillSection.EXPLANATION, ("12a",)),
    ("K 5. do 8. členu – OBRAZLOŽITEV", BillSection.EXPLANATION, ("5", "6", "7", "8")),
    ("K 1., 2. in 3. členu – OBRAZLOŽITEV", BillSection.EXPLANATION, ("1", "2", "3")),
    ("K prvemu členu – Obrazložitev:", BillSection.EXPLANATION, ("1",)),
    ("OBRAZLOŽITEV", BillSection.EXPLANATION, ()),
    ("5. člen – IV. BESEDILO ČLENOV, KI SE SPREMINJAJO", BillSection.AMENDED, ("5",)),
    ("12.a člen (naslov) – IV. BESEDILO ČLENOV, KI SE SPREMINJAJO – ZORed", BillSection.AMENDED, ("12a",)),
    ("ČLENI ODLOKA, KI SE SPREMINJAJO", BillSection.AMENDED, ()),
]


@pytest.mark.parametrize(("heading", "section", "articles"), HEADINGS, ids=[heading for heading, *_ in HEADINGS])
def test_the_heading_of_a_passage_tells_where_in_a_bill_it_stands(
    heading: str, section: BillSection, articles: tuple[str, ...]
) -> None:
    assert in_bill(heading) == InBill(section, articles)


@pytest.mark.parametrize(
    "heading",
    ["", "vrste pooblastil – III. POOBLASTILA", "12. člen", "PRILOGA 1", "Obrazložitev proračuna za 2026", "K sreči"],
)
def test_other_headings_are_of_no_bill(heading: str) -> None:
    assert in_bill(heading) is None


LABELS = [
    (InBill(BillSection.EXPLANATION, ("12",)), "obrazložitev k 12. členu", "explanation of Article 12"),
    (
        InBill(BillSection.EXPLANATION, ("1", "2", "3a")),
        "obrazložitev k 1., 2. in 3.a členu",
        "explanation of Articles 1",
    ),
    (InBill(BillSection.AMENDED, ("5",)), "veljavno besedilo, ki se spreminja", "text in force that is being changed"),
    (InBill(BillSection.TEXT), "predlagano besedilo", "proposed text"),
    (InBill(BillSection.INTRODUCTION), "", ""),
]


@pytest.mark.parametrize(("place", "slovene", "english"), LABELS)
def test_a_place_in_a_bill_has_words(place: InBill, slovene: str, english: str) -> None:
    assert place.label() == slovene
    assert place.label("en").startswith(english)


def test_the_parts_of_a_bill_need_no_numbers() -> None:
    lines = ["UVOD", "Stanje.", "BESEDILO ČLENOV", "1. člen", "Novo.", "OBRAZLOŽITEV", "Zakaj."]
    lines += ["BESEDILO ČLENOV, KI SE SPREMINJAJO", "1. člen", "Staro."]
    assert [(part.number, part.is_text) for part in bill_parts(lines)] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
    ]


@pytest.mark.parametrize("between", [[], ["OBRAZLOŽITEV", "K 1. členu", "Zakaj."]])
def test_old_law_after_the_articles_of_a_draft_is_no_article_of_it(between: list[str]) -> None:
    draft = ["ODLOK O REDU", *(line for number in (1, 2, 3) for line in (f"{number}. člen", "Novo besedilo odloka."))]
    old = ["BESEDILO ČLENOV, KI SE SPREMINJAJO", "7. člen", "Staro besedilo odloka."]
    parts = split_law([*draft, *between, *old])
    assert [part.number for part in parts if isinstance(part, Article)] == ["1", "2", "3"]
    assert [part.context for part in parts if isinstance(part, Run)][-1] == "BESEDILO ČLENOV, KI SE SPREMINJAJO"


def test_hostile_headings_are_read_in_no_time() -> None:
    for piece in ("K 1. in ", "K 1. do 9999. členu ", "IV. BESEDILO ČLENOV, KI SE ", "I", " – "):
        assert repeats_law(piece * 20_000) is False
        in_bill(piece * 20_000)
    assert len(in_bill("K 1. do 9999. členu – OBRAZLOŽITEV").articles) <= 41  # type: ignore[union-attr]
