"""Extracts over the wire: every field comes back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.wire import blocks_of, flat_blocks, flat_passages, from_json, passages_of, to_json
from kb.model import Attachment, Block, BlockKind, Extract, Locator, LocatorKind, Passage, Unit, UnitKind

TEXTS = st.text(max_size=20)
BLOCKS = st.builds(Block, st.sampled_from(BlockKind), TEXTS, st.integers(0, 9))
NUMBERS = st.lists(st.integers(1, 10_000), max_size=4).map(tuple)
UNITS = st.builds(
    Unit,
    st.sampled_from(UnitKind),
    st.integers(1, 10_000),
    st.lists(BLOCKS, max_size=3).map(tuple),
    st.floats(0, 1),
    st.sampled_from(["", "pdfium", "ocr"]),
)
EXTRACTS = st.builds(
    Extract,
    TEXTS,
    st.lists(UNITS, max_size=3).map(tuple),
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(st.builds(Attachment, TEXTS, TEXTS, st.integers(0, 10**12)), max_size=3).map(tuple),
    st.booleans(),
    NUMBERS,
)


@given(EXTRACTS)
def test_an_extract_comes_back_whole(extract: Extract) -> None:
    assert from_json(to_json(extract)) == extract


@given(st.lists(BLOCKS))
def test_blocks_come_back_in_their_order(blocks: list[Block]) -> None:
    assert blocks_of(flat_blocks(blocks)) == tuple(blocks)


def test_a_name_that_is_not_valid_unicode_comes_back_as_it_was() -> None:
    extract = Extract("message/rfc822", (), attachments=(Attachment("po\udce8ilo.pdf", "0001", 3),))
    assert from_json(to_json(extract)) == extract


def test_no_field_of_the_model_is_forgotten_on_the_way() -> None:
    full = Extract(
        "application/pdf",
        (Unit(UnitKind.PAGE, 2, (Block(BlockKind.DELETED, "črtano", 1),), 0.4, "ocr"),),
        "Naslov",
        "sl",
        ("opozorilo",),
        (Attachment("a.pdf", "0001", 12),),
        True,
        (3,),
    )
    bare = Extract("", ())
    again = from_json(to_json(full))
    assert all(getattr(again, name) != getattr(bare, name) for name in Extract.__dataclass_fields__)


PASSAGES = st.builds(
    Passage, st.builds(Locator, st.sampled_from(LocatorKind), TEXTS, st.integers(1, 99)), TEXTS, TEXTS, TEXTS
)


@given(st.lists(PASSAGES, max_size=4).map(tuple))
def test_passages_come_back(passages: tuple[Passage, ...]) -> None:
    assert passages_of(json.loads(json.dumps(flat_passages(passages)))) == passages
