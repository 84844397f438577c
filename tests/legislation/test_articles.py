"""Articles found in lines of law."""

from __future__ import annotations

import doctest
import importlib

import pytest

from kb.legislation.articles import article_number, find_headings, split_articles
from kb.legislation.chapters import chapter_names, is_certain_chapter, is_chapter

HEADINGS = [
    ("12. člen", "12"),
    ("12.a člen", "12a"),
    ("12. a člen", "12a"),
    ("3.a. člen", "3a"),
    ("221.aa člen", "221aa"),
    ("12. ČLEN", "12"),
    ("12. Č L E N", "12"),
    ("**12. člen**", "12"),
    ("### 12. člen", "12"),
    ("12 . člen", "12"),
    ("12. člen (vrste pooblastil)", "12"),
    ("12. člen – vrste pooblastil", "12"),
    ("012. člen", "12"),
    ("15.č člen", "15č"),
]
NO_HEADINGS = [
    "člen 12",
    "V 12. členu se črta drugi odstavek.",
    "12. člen se spremeni tako, da se glasi:",
    "»12. člen",
    "12. člena",
    "12. členu",
    "Za 28. členom se doda nov 28.a člen, ki se glasi:",
    "1. člen ........ 3",
    "12. točka",
    "",
]


@pytest.mark.parametrize("name", ["articles", "chapters", "bills"])
def test_the_examples_in_docstrings_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"kb.legislation.{name}"))
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(("line", "number"), HEADINGS)
def test_headings_are_known_in_every_form(line: str, number: str) -> None:
    assert article_number(line) == number


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_what_only_mentions_an_article_is_no_heading(line: str) -> None:
    assert article_number(line) == ""


@pytest.mark.parametrize(
    ("lines", "title", "text"),
    [
        (
            ["(ugotavljanje istovetnosti)", "(1) Redar ugotavlja."],
            "ugotavljanje istovetnosti",
            ["(1) Redar ugotavlja."],
        ),
        (
            ["(zadržanje storilca", "ali prekrška)", "(1) Redar sme."],
            "zadržanje storilca ali prekrška",
            ["(1) Redar sme."],
        ),
        (["(pomen) (1) Redar sme."], "pomen", ["(1) Redar sme."]),
        (["(uporaba (začasna) uniforme)", "Redar nosi."], "uporaba (začasna) uniforme", ["Redar nosi."]),
        (["Vsebina odloka", "Ta odlok ureja."], "Vsebina odloka", ["Ta odlok ureja."]),
        (["vsebina odloka", "(1) Ta odlok ureja."], "vsebina odloka", ["(1) Ta odlok ureja."]),
        (["**(pomen)**", "Redar."], "pomen", ["Redar."]),
        (["(1) Redar ugotavlja."], "", ["(1) Redar ugotavlja."]),
        (["Ta odlok ureja."], "", ["Ta odlok ureja."]),
        (["Ta odlok ureja delovno", "področje redarjev."], "", ["Ta odlok ureja delovno", "področje redarjev."]),
        (["Redar nadzira:", "– ceste,"], "", ["Redar nadzira:", "– ceste,"]),
        (["(črtan)"], "črtan", []),
        (
            ["(v nadaljnjem besedilu: redar), kot velja.", "Drugi."],
            "",
            ["(v nadaljnjem besedilu: redar), kot velja.", "Drugi."],
        ),
        ([], "", []),
    ],
)
def test_the_title_is_told_from_the_text(lines: list[str], title: str, text: list[str]) -> None:
    (article,) = split_articles(["12. člen", *lines])
    assert (article.number, article.title, list(article.lines)) == ("12", title, text)


def test_the_title_may_stand_on_the_line_of_the_number() -> None:
    dashed, bracketed = split_articles(["1. člen – vsebina", "Besedilo.", "2. člen (pomen)", "Drugo."])
    assert [(article.title, article.lines) for article in (dashed, bracketed)] == [
        ("vsebina", ("Besedilo.",)),
        ("pomen", ("Drugo.",)),
    ]


def test_a_number_parted_from_its_word_is_one_heading() -> None:
    articles = split_articles(["1.", "člen", "V zakonu se spremeni.", "2. a", "člen", "(pomen)", "Drugo."])
    assert [(article.number, article.title) for article in articles] == [("1", ""), ("2a", "pomen")]


@pytest.mark.parametrize("marks", ["»«", "„“", "„”", '""'])
def test_a_quoted_article_belongs_to_the_one_that_quotes_it(marks: str) -> None:
    opening, closing = marks
    lines = [
        "1. člen",
        "12. člen se spremeni tako, da se glasi:",
        f"{opening}12. člen",
        "(ugotavljanje identitete)",
        f"(1) Redar izreče {opening}opozorilo{closing}.",
        "13. člen",
        f"Tudi to je navedeno.{closing}.",
        "2. člen",
        "Ta zakon začne veljati.",
    ]
    first, second = split_articles(lines)
    assert (first.number, len(first.lines), second.number) == ("1", 6, "2")


def test_a_forgotten_mark_does_not_swallow_the_articles_after_it() -> None:
    lines = ["1. člen", "Redar izreče »opozorilo.", "2. člen", "Drugo.", "3. člen", "»Tretje« je."]
    assert [article.number for article in split_articles(lines)] == ["1", "2", "3"]


def test_chapters_between_articles_are_not_text_of_the_one_before() -> None:
    lines = ["1. člen", "Prvo.", "II. DEL", "3. poglavje", "OBČINSKI SVET", "2. člen", "Drugo."]
    first, second = split_articles(lines)
    assert first.lines == ("Prvo.",)
    assert second.chapter == ("II. DEL", "3. poglavje OBČINSKI SVET")


def test_points_of_a_list_before_a_heading_stay_with_their_article() -> None:
    lines = ["1. člen", "Mestne občine so:", "1. Celje", "2. Koper", "2. člen", "Drugo."]
    assert split_articles(lines)[0].lines == ("Mestne občine so:", "1. Celje", "2. Koper")


def test_a_heading_that_the_file_marks_is_a_chapter_whatever_it_says() -> None:
    lines = ["1. člen", "Prvo.", "Pooblastila redarjev", "2. člen", "Drugo."]
    assert split_articles(lines)[0].lines == ("Prvo.", "Pooblastila redarjev")
    assert split_articles(lines, marked={2})[1].chapter == ("Pooblastila redarjev",)


def test_the_title_of_the_act_is_no_chapter_of_its_first_article() -> None:
    lines = ["Z A K O N", "O OBČINSKEM REDARSTVU (ZORed)", "I. SPLOŠNE DOLOČBE", "1. člen", "Ta zakon ureja."]
    assert split_articles(lines)[0].chapter == ("I. SPLOŠNE DOLOČBE",)


def test_the_signature_stays_with_the_last_article() -> None:
    lines = ["1. člen", "Ta odlok začne veljati.", "Št. 007-1/2020", "Ankaran, dne 1. 6. 2020", "Župan"]
    assert split_articles(lines)[0].lines == tuple(lines[1:])


def test_a_heading_said_twice_is_one_article() -> None:
    lines = [
        "14. člen",
        "Drugi posli",
        "Določbe se uporabljajo.",
        "14. člen",
        "Drugi posli",
        "2. oddelek: POGODBA",
        "15. člen",
        "Pogodba je sklenjena.",
    ]
    articles = split_articles(lines)
    assert [article.number for article in articles] == ["14", "15"]
    assert articles[1].chapter == ("2. oddelek: POGODBA",)


def test_articles_take_up_the_lines_from_their_chapter_to_the_next() -> None:
    lines = ["Preambula", "1. člen", "Prvo.", "II. DEL", "2. člen", "Drugo."]
    assert [(article.first, article.end) for article in split_articles(lines)] == [(1, 3), (3, 6)]


@pytest.mark.parametrize(
    "line",
    [
        "I. OBČINSKO REDARSTVO",
        "1. poglavje: Temeljne določbe",
        "Prvo poglavje  SPLOŠNE DOLOČBE",
        "PRVI DEL   TEMELJNE DOLOČBE",
        "SPLOŠNE DOLOČBE",
        "PREHODNE IN KONČNE DOLOČBE",
        "2. Upravna zadeva",
        "1.2.1. Splošne določbe",
        "a) Pravica do pritožbe",
        "IV.",
        "XII. del  PREHODNA IN KONČNA DOLOČILA",
        "III. Pooblastila",
    ],
)
def test_headings_of_chapters_are_known_by_their_form(line: str) -> None:
    assert is_chapter(line)


@pytest.mark.parametrize(
    "line",
    [
        "– varovati ceste in okolje;",
        "1. nadzirati promet,",
        "V primeru iz prejšnjega odstavka",
        "Ta zakon začne veljati takoj.",
        "(1) Redar sme zadržati storilca",
        "Prvi del sredstev se nakaže takoj.",
        "",
    ],
)
def test_text_is_no_heading_of_a_chapter(line: str) -> None:
    assert not is_chapter(line)


def test_above_the_first_article_only_certain_headings_are_chapters() -> None:
    assert is_certain_chapter("UVODNE DOLOČBE")
    assert is_certain_chapter("I. REDARSTVO")
    assert not is_certain_chapter("ODLOK O OBČINSKEM REDARSTVU")


def test_a_bare_number_of_a_chapter_goes_with_the_name_below_it() -> None:
    assert chapter_names(["I.", "SPLOŠNE DOLOČBE"]) == ("I. SPLOŠNE DOLOČBE",)


@pytest.mark.parametrize(
    "text",
    ["1" * 50_000, "*" * 50_000, "12. člen (" + "(" * 50_000, "I" * 50_000, "»" * 50_000, "1. " * 20_000, "a" * 50_000],
)
def test_hostile_lines_are_read_in_bounded_time(text: str) -> None:
    assert find_headings([text] * 3) == []


LATE = [
    (["15. člen", "Ena.", "15.c člen", "(1) A.", "(2) B.", "(1) C.", "(2) D.", "15.d. člen", "15.č člen", "E."],
     [("15", "Ena."), ("15c", "(1) A.\n(2) B."), ("15č", "(1) C.\n(2) D."), ("15d", "E.")]),
    (["15.c člen", "Ena.", "16. člen", "15.č člen", "Dve.", "17. člen", "Tri."],
     [("15c", "Ena."), ("15č", ""), ("16", "Dve."), ("17", "Tri.")]),
    (["15. člen", "Ena.", "15.č člen", "Dve.", "16. člen", "Tri."],
     [("15", "Ena."), ("15č", "Dve."), ("16", "Tri.")]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "told"), LATE)
def test_a_heading_with_a_letter_that_stands_under_the_next_takes_no_text_from_it(
    lines: list[str], told: list[tuple[str, str]]
) -> None:
    assert [(article.number, "\n".join(article.lines)) for article in split_articles(lines)] == told
