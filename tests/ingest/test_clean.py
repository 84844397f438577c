"""Cleaning: blocks mended and in normal form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest.clean import clean, clean_blocks
from kb.model import Block, BlockKind, Extract, Unit, UnitKind
from kb.slovene.normal import nfc, tidy


def extract(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Extract:
    return Extract("application/pdf", (Unit(UnitKind.PAGE, 1, tuple(Block(kind, text) for text in texts)),), "Trţaška")


def cleaned(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [block.text for block in clean(extract(*texts, kind=kind)).units[0].blocks]


def test_damages_are_mended_before_spaces_are_tidied() -> None:
    assert cleaned("S V E T  O B Č I N E", "ra ˇ cunalni ˇ stvo in ﬁnance") == [
        "SVET OBČINE",
        "računalništvo in finance",
    ]


def test_a_short_block_is_judged_by_the_letters_of_the_whole_document() -> None:
    assert cleaned("Premoţenje", "Občinsko premoţenje je tudi drţavno.")[0] == "Premoženje"
    assert clean(extract("Občinsko premoţenje")).title == "Tržaška"


def test_a_heading_is_one_line_and_cells_of_a_table_stay() -> None:
    assert cleaned("O D L O K\no proračunu", kind=BlockKind.HEADING) == ["ODLOK o proračunu"]
    assert cleaned("A\tB\tC\tD\n\nţ\tč", kind=BlockKind.TABLE) == ["A\tB\tC\tD\nž\tč"]


def test_blocks_by_themselves_are_cleaned_as_documents_are() -> None:
    blocks = clean_blocks((Block(BlockKind.PARAGRAPH, " drţava  in občina "), Block(BlockKind.PARAGRAPH, " ")))
    assert blocks == (Block(BlockKind.PARAGRAPH, "država in občina"),)


def test_the_stamp_of_a_digital_signature_is_set_apart() -> None:
    texts = (
        "Digitally signed by Uradni list\nDN: c=si, o=state authorities, Date: 2015.03.06 16:22:31",
        "DN: c=si, o=state authorities",
        "Date: 2015.03.06 16:22:31 +01'00'",
        "Digitally signed by documents that are sent by e-mail the parties accept the terms of the agreement.",
    )
    kinds = [block.kind for block in clean(extract(*texts)).units[0].blocks]
    assert kinds == [BlockKind.HEADER, BlockKind.HEADER, BlockKind.HEADER, BlockKind.PARAGRAPH]


def test_marks_piled_on_one_letter_are_cut_and_letters_of_any_language_are_whole() -> None:
    assert len(nfc("a" + "\u0301\u0316" * 5_000)) < 40
    assert nfc("c\u030c s\u030c\u0323 \u1eab " + "─" * 100) == "č ṣ̌ \u1eab " + "─" * 100


@settings(deadline=None)
@given(st.text(alphabet=" \n\tačŠ-«…1\u030c\u00a0\u200b\r", max_size=40))
def test_tidy_text_is_tidy_again(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
