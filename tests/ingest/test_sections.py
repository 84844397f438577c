"""Cutting blocks into sections: at headings, at length; joining what is tiny."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.sections import Section, cut_at_headings, cut_to_length, join_tiny
from kb.model import Block, BlockKind


def blocks(*texts: str) -> list[Block]:
    """Gives blocks; «# » marks a heading, «^ » a footnote, «~ » a header."""
    marks = {"#": BlockKind.HEADING, "^": BlockKind.FOOTNOTE, "~": BlockKind.HEADER}
    return [
        Block(marks[text[0]], text[2:]) if text[:1] in marks else Block(BlockKind.PARAGRAPH, text) for text in texts
    ]


def test_what_stands_before_the_first_heading_belongs_to_the_running_one() -> None:
    found = list(cut_at_headings(blocks("konec prejšnjega", "# Naslov", "besedilo"), "Tekoči"))
    assert [(section.heading, section.text) for section in found] == [
        ("Tekoči", "konec prejšnjega"),
        ("Naslov", "besedilo"),
    ]


def test_headings_one_after_another_are_one_the_most_specific_first() -> None:
    found = list(cut_at_headings(blocks("# ZAPISNIK", "# 6. redna seja", "besedilo")))
    assert [section.heading for section in found] == ["6. redna seja – ZAPISNIK"]


def test_a_heading_at_the_very_end_is_a_section_without_text() -> None:
    found = list(cut_at_headings(blocks("# Prva", "besedilo", "# Druga")))
    assert [(section.heading, section.text) for section in found] == [("Prva", "besedilo"), ("Druga", "")]


def test_headers_are_left_out_and_footnotes_come_last() -> None:
    (section,) = cut_at_headings(blocks("~ glava", "ena", "^ opomba", "dve"))
    assert section.text == "ena\ndve\nopomba"


def test_a_long_section_is_cut_at_paragraphs_and_keeps_its_heading() -> None:
    section = Section("Naslov", tuple(f"{at} " + "beseda " * 60 for at in range(20)), ("opomba",))
    found = list(cut_to_length(section))
    assert {piece.heading for piece in found} == {"Naslov"}
    assert all(piece.size <= 2500 + 200 for piece in found)
    assert [bool(piece.asides) for piece in found] == [False] * (len(found) - 1) + [True]


def test_a_paragraph_that_is_far_too_long_is_cut_between_sentences() -> None:
    found = list(cut_to_length(Section("", ("Občinski svet je sprejel sklep. " * 400,))))
    assert len(found) > 2
    assert all(piece.text.endswith("sklep.") for piece in found)


def test_only_tiny_neighbours_without_headings_are_joined() -> None:
    sections = [Section("", ("a",)), Section("", ("b" * 300,)), Section("N", ("c",)), Section("", ("d",))]
    assert [section.text for section in join_tiny(sections)] == [f"a\n{'b' * 300}", "c", "d"]


@given(st.lists(st.text("ab .\n", max_size=80), max_size=30), st.integers(1, 60))
def test_cutting_to_length_loses_and_doubles_no_word(lines: list[str], longest: int) -> None:
    pieces = list(cut_to_length(Section("", tuple(lines)), longest))
    assert " ".join(piece.text for piece in pieces).split() == " ".join(lines).split()
