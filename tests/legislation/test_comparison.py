"""Two versions of a law compared, and the table that is made of it."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from html.parser import HTMLParser

import docx
import pytest

from kb.legislation.comparison import (
    Comparison,
    Mark,
    Pair,
    Status,
    Summary,
    compare,
    docx_of,
    html_of,
    table_of,
)
from kb.legislation.comparison.words import marked
from kb.legislation.lawtext import LawText, read_law

LAW = """Odlok o tržnici (OTrž)
1. člen
(vsebina)
Ta odlok ureja tržnico v občini in pravice prodajalcev na njej.
2. člen
(stojnice)
Stojnico odda občina prodajalcu za eno leto na podlagi javnega razpisa, ki ga objavi župan.
3. člen
(nadzor)
Redar nadzoruje tržnico vsak dan in o tem piše poročilo, ki ga ob koncu meseca predloži županu.
4. člen
(globa)
Z globo 200 eurov se kaznuje prodajalec, ki brez dovoljenja postavi stojnico na tržnici.
5. člen
(začetek veljavnosti)
Ta odlok začne veljati petnajsti dan po objavi v uradnem glasilu."""


def law(text: str = LAW) -> LawText:
    return read_law(text.split("\n"))


def against(new: str) -> Comparison:
    return compare(law(), law(new))


def of(comparison: Comparison, number: str) -> Pair:
    return next(pair for pair in comparison.pairs if pair.number == number)


def test_a_law_does_not_differ_from_itself() -> None:
    found = against(LAW)
    assert found.summary == Summary(0, 0, 0, 0)
    assert {pair.status for pair in found.pairs} == {Status.SAME}


def test_changed_words_are_marked() -> None:
    pair = of(against(LAW.replace("200 eurov", "300 eurov")), "4")
    assert pair.status is Status.CHANGED
    assert [(piece.mark, piece.text.strip()) for piece in pair.text][1:3] == [(Mark.OUT, "200"), (Mark.IN, "300")]


def test_an_article_is_found_under_its_new_number() -> None:
    new = LAW.replace("5. člen", "6. člen").replace("4. člen", "5. člen").replace("3. člen", "4. člen")
    found = against(new.replace("4. člen\n", "3. člen\n(red)\nNa tržnici je mir, ki ga nihče ne moti.\n4. člen\n", 1))
    assert found.summary == Summary(changed=0, new=1, deleted=0, moved=3)
    assert [(pair.old.number, pair.new.number) for pair in found.pairs if pair.old and pair.new and pair.is_moved] == [
        ("3", "4"),
        ("4", "5"),
        ("5", "6"),
    ]


def test_a_deleted_article_stands_where_it_stood() -> None:
    start, end = LAW.index("3. člen"), LAW.index("4. člen")
    found = against(LAW[:start] + LAW[end:].replace("4. člen", "3. člen").replace("5. člen", "4. člen"))
    assert found.summary == Summary(changed=0, new=0, deleted=1, moved=2)
    assert [pair.status for pair in found.pairs][2] is Status.DELETED


def test_a_repealed_article_counts_as_deleted() -> None:
    start, end = LAW.index("(nadzor)"), LAW.index("4. člen")
    assert against(f"{LAW[:start]}(črtan)\n{LAW[end:]}").summary == Summary(changed=0, new=0, deleted=1, moved=0)


def test_a_rewritten_article_keeps_its_number() -> None:
    start, end = LAW.index("(nadzor)"), LAW.index("4. člen")
    found = against(f"{LAW[:start]}(mir)\nZa mir skrbijo vsi.\n{LAW[end:]}")
    assert found.summary == Summary(changed=1, new=0, deleted=0, moved=0)
    assert of(found, "3").title == marked("nadzor", "mir")


def test_a_split_article_names_where_it_is_from() -> None:
    new = LAW.replace(" in o tem piše poročilo, ki ga", ".\n3.a člen\n(poročilo)\nO tem piše poročilo, ki ga")
    found = against(new)
    assert (of(found, "3").status, of(found, "3a").parts_of) == (Status.CHANGED, ("3",))
    assert found.summary == Summary(changed=1, new=1, deleted=0, moved=0)


def test_articles_that_change_places_are_moved() -> None:
    old = law()
    swapped = replace(old, articles=(old.articles[0], old.articles[2], old.articles[1], *old.articles[3:]))
    assert compare(old, swapped).summary.moved == 1


def test_duplicate_numbers_and_no_articles_are_compared_too() -> None:
    twice = against(f"{LAW}\n5. člen\n(še enkrat)\nTa odlok velja tudi na sejmišču in na parkirišču ob njem.")
    assert twice.summary == Summary(changed=0, new=1, deleted=0, moved=0)
    assert compare(law(), read_law(["Vabilo"])).summary.deleted == 5
    assert compare(read_law(["Vabilo"]), read_law([])).pairs == ()


TEXTS = [
    ("", ""),
    ("", "novo"),
    ("staro", ""),
    ("daje navodila", "daje ukaze, navodila"),
    ("(1) ena\n(2) dve\n(3) tri", "(1) ena\n(3) tri\n(4) štiri"),
    ("a b " * 400, "b a " * 400),
    ("ena. " * 3000, "ena. dve. " * 2000),
    ("x" * 5000, "y"),
]


@pytest.mark.parametrize(("old", "new"), TEXTS)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.IN) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.OUT) == new
    assert all(piece.text for piece in pieces)


def test_chance_texts_come_out_whole() -> None:
    chance = random.Random(7)
    for _ in range(300):
        old, new = ("".join(chance.choices(["a", "b ", "c.", "\n", " ", "in "], k=chance.randrange(40))) for _ in "12")
        pieces = marked(old, new)
        assert "".join(piece.text for piece in pieces if piece.mark is not Mark.IN) == old
        assert "".join(piece.text for piece in pieces if piece.mark is not Mark.OUT) == new


# --- the table --------------------------------------------------------------------------------------

CHANGED = LAW.replace("200 eurov", "300 <eurov> & \x0cdrobiž").replace("župan.", "župan.\n2.a člen\nNov člen.")


def test_the_table_has_four_columns_and_says_what_happened() -> None:
    table = table_of(against(CHANGED), notes={"4": ("OTrž-A, 1. člen",)})
    assert [(row.article, row.note) for row in table.rows] == [
        ("2.a člen", "nov"),
        ("4. člen", "spremenjen; OTrž-A, 1. člen"),
    ]
    assert table.rows[0].in_force.lines == ()
    assert len(table_of(against(CHANGED), everything=True).rows) == 6


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text[self.open[-1] if self.open else ""] = self.text.get(self.open[-1] if self.open else "", "") + data


def test_the_page_marks_words_and_needs_nothing_else() -> None:
    page = html_of(table_of(against(CHANGED)))
    tags = Tags(page)
    assert (tags.text["del"].strip(), "300 <eurov> &" in tags.text["ins"]) == ("200 eurov", True)
    assert tags.text["h1"] == "Primerjalna tabela: Odlok o tržnici (OTrž)"
    assert '<html lang="sl">' in page
    assert "http" not in page


def test_the_docx_holds_the_same_table_with_a_head_on_every_page() -> None:
    written = docx_of(table_of(against(CHANGED)))
    document = docx.Document(io.BytesIO(written))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Člen", "Veljavno besedilo", "Predlagano besedilo", "Opomba"]
    assert "tblHeader" in table.rows[0]._tr.xml
    runs = [run for paragraph in table.rows[2].cells[1].paragraphs for run in paragraph.runs if run.font.strike]
    assert [run.text.strip() for run in runs] == ["200 eurov"]
    assert "300 <eurov> & drobiž" in table.rows[2].cells[2].text
    assert document.sections[0].page_width > document.sections[0].page_height
    assert written == docx_of(table_of(against(CHANGED)))


def test_a_table_of_nothing_says_so() -> None:
    table = table_of(against(LAW))
    assert "Različici se ne razlikujeta." in html_of(table)
    document = docx.Document(io.BytesIO(docx_of(table)))
    assert document.tables[0].rows[1].cells[0].text == "Različici se ne razlikujeta."
