"""The structure of acts and bills."""

from __future__ import annotations

import pytest

from kb.legislation.articles import Article
from kb.legislation.bills import bill_parts, explained_article
from kb.legislation.structure import Run, split_law

DECREE = [
    "Na podlagi 29. člena Zakona o lokalni samoupravi je občinski svet sprejel",
    "ODLOK O REDARSTVU",
    "1. člen",
    "Ta odlok ureja redarstvo.",
    "2. člen",
    "Redarji nosijo uniformo.",
    "3. člen",
    "Ta odlok začne veljati takoj.",
    "Župan",
]
BILL = [
    "PREDLOG",
    "I. UVOD",
    "1. OCENA STANJA",
    "Stanje je dobro. V 5. členu je napaka.",
    "II. BESEDILO ČLENOV",
    "1. člen",
    "V 5. členu se črta drugi odstavek.",
    "2. člen",
    "Ta zakon začne veljati takoj.",
    "III. OBRAZLOŽITEV",
    "K 1. členu:",
    "Črta se.",
    "K 2. členu:",
    "Začetek.",
    "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
    "5. člen",
    "(1) Staro.",
]


def shown(lines: list[str]) -> list[str]:
    """Gives the numbers of articles, and of each run its lines, «first–end»."""
    return [part.number if isinstance(part, Article) else f"{part.first}–{part.end}" for part in split_law(lines)]


def runs(lines: list[str]) -> list[Run]:
    return [part for part in split_law(lines) if isinstance(part, Run)]


def test_a_decree_is_a_preamble_and_articles() -> None:
    assert shown(DECREE) == ["0–2", "1", "2", "3"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Poročilo", "Na seji so obravnavali 1. člen."],
        ["1. člen", "Samo eden."],
        [
            "Stališče o predlogu. " * 9,
            "5. člen",
            "Predlagamo črtanje.",
            "12. člen",
            "Podpiramo.",
            "30. člen",
            "Brez pripomb.",
        ],
        [],
    ],
)
def test_a_text_that_only_speaks_of_articles_is_no_law(lines: list[str]) -> None:
    assert split_law(lines) == ()


def test_two_articles_are_a_law_where_they_are_most_of_it() -> None:
    lines = ["1. člen", "V odloku se spremeni 3. člen.", "2. člen", "Ta odlok začne veljati takoj."]
    assert shown(lines) == ["1", "2"]
    assert split_law(["Uvodne besede o vsem drugem. " * 20, *lines]) == ()


def test_a_part_of_a_law_need_not_begin_at_one() -> None:
    lines = [line for number in (14, 15, 16, 17) for line in (f"{number}. člen", "Redar sme zadržati storilca.")]
    assert shown(lines) == ["14", "15", "16", "17"]


@pytest.mark.parametrize("heading", ["OBRAZLOŽITEV", "O B R A Z L O Ž I T E V", "PRILOGA 1", "Obrazložitev:"])
def test_an_explanation_after_the_articles_is_a_run_of_its_own(heading: str) -> None:
    lines = [*DECREE, heading, "K 1. členu", "Člen določa vsebino.", "2. člen"]
    assert runs(lines)[-1] == Run(9, 13, heading.rstrip(":"), frozenset({9, 10, 12}))


def test_the_final_provisions_of_later_acts_are_no_articles_of_this_one() -> None:
    later = [
        "Zakon o spremembah (Uradni list RS, št. 9/17) vsebuje naslednjo končno določbo:",
        "»2. člen",
        "Veljavnost.«.",
    ]
    assert shown([*DECREE, *later]) == ["0–2", "1", "2", "3", "9–12"]


def test_the_quoted_end_of_a_consolidated_text_goes_on_counting() -> None:
    ending = [
        "»PREHODNA IN KONČNA DOLOČBA",
        "4. člen",
        "Predpisi ostanejo v veljavi.",
        "5. člen",
        "Zakon začne veljati.«.",
    ]
    again = ["»KONČNA DOLOČBA", "2. člen", "Ta zakon začne veljati naslednji dan.«."]
    assert shown([*DECREE, *ending, *again]) == ["0–2", "1", "2", "3", "4", "5", "14–17"]


def test_two_acts_in_one_file_are_counted_apart() -> None:
    assert shown([*DECREE, *DECREE]) == ["0–2", "1", "2", "3", "9–11", "1", "2", "3"]


def test_only_the_second_part_of_a_bill_is_articles() -> None:
    assert [part for part in shown(BILL) if "–" not in part] == ["1", "2"]
    assert [run.context for run in runs(BILL)] == [
        "",
        "I. UVOD",
        "",
        "III. OBRAZLOŽITEV",
        "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
    ]


def test_the_explanation_of_a_bill_is_headed_by_the_articles_that_it_explains() -> None:
    explanation, old = runs(BILL)[-2:]
    assert [BILL[at] for at in sorted(explanation.headings)] == ["III. OBRAZLOŽITEV", "K 1. členu:", "K 2. členu:"]
    assert [BILL[at] for at in sorted(old.headings)] == ["IV. BESEDILO ČLENOV, KI SE SPREMINJAJO", "5. člen"]


def test_a_table_of_contents_before_a_bill_does_not_confuse_its_parts() -> None:
    contents = [
        "KAZALO",
        "I. UVOD 2",
        "II. BESEDILO ČLENOV",
        "III. OBRAZLOŽITEV",
        "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
    ]
    assert [part.first for part in bill_parts([*contents, *BILL])] == [6, 9, 14, 19]


def test_a_chapter_called_introduction_makes_no_bill() -> None:
    assert bill_parts(["I. UVOD", "Besedilo.", "III. OBRAZLOŽITEV"]) == ()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("K 12. členu:", "K 12. členu"),
        ("**K 3.a členu**", "K 3.a členu"),
        ("K prvemu členu", "K prvemu členu"),
        ("K sreči", ""),
    ],
)
def test_the_heading_of_an_explanation_is_known(line: str, shown: str) -> None:
    assert explained_article(line) == shown


def test_the_end_of_an_amending_act_behind_a_law_is_no_article_of_it() -> None:
    lines = [line for number in (1, 2, 94, 95) for line in (f"{number}. člen", f"Besedilo {number}.")]
    found = split_law([*lines, "94. člen", "Ta zakon začne veljati 1. januarja 2005.«."])
    assert [part.number for part in found if isinstance(part, Article)] == ["1", "2", "94", "95"]
    assert isinstance(found[-1], Run)
