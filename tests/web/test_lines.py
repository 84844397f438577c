import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library import Piece
from kb.web.lines import Paragraph, Table, blocks, split, text_of


def plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def test_lines_are_paragraphs_and_dashes_make_items() -> None:
    assert blocks(plain("Naloge so:\n– nadzor,\n• red.\n\nKonec")) == (
        Paragraph(plain("Naloge so:")),
        Paragraph(plain("– nadzor,"), item=True),
        Paragraph(plain("• red."), item=True),
        Paragraph(plain("Konec")),
    )


def test_lines_with_tabs_are_one_table_with_a_head() -> None:
    [before, table] = blocks(plain("Pregled\nZajetje\tVzorci\nSever\t12"))
    assert before == Paragraph(plain("Pregled"))
    assert table == Table((plain("Zajetje"), plain("Vzorci")), ((plain("Sever"), plain("12")),))


@pytest.mark.parametrize("text", ["a\tb", "\tb\nc\td"])
def test_a_table_of_one_row_or_with_an_empty_cell_on_top_has_no_head(text: str) -> None:
    [table] = blocks(plain(text))
    assert isinstance(table, Table)
    assert table.head == ()


def test_short_rows_are_filled_up() -> None:
    [table] = blocks(plain("a\tb\tc\nd\te"))
    assert isinstance(table, Table)
    assert [len(row) for row in (table.head, *table.rows)] == [3, 3]


def test_a_mark_that_runs_over_a_line_end_is_kept_on_both_lines() -> None:
    pieces = (Piece("modra "), Piece("luč\nna", True), Piece(" vozilu"))
    assert split(pieces, "\n") == ((Piece("modra "), Piece("luč", True)), (Piece("na", True), Piece(" vozilu")))


PIECES = st.lists(st.builds(Piece, st.text("ab\t\n– ", max_size=8), st.booleans()), max_size=8)


@given(PIECES)
def test_no_letter_is_lost_between_passage_and_page(pieces: list[Piece]) -> None:
    shown = ""
    for block in blocks(pieces):
        runs = (
            [block.pieces]
            if isinstance(block, Paragraph)
            else [cell for row in (block.head, *block.rows) for cell in row]
        )
        shown += "".join(text_of(run) for run in runs)
    assert "".join(shown.split()) == "".join(text_of(pieces).split())
