"""Dividing an extract into passages."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest import divide
from kb.model import Block, BlockKind, Extract, LocatorKind, Passage, Unit, UnitKind
from tests.ingest.making import flowing

_WORDS = st.text("abčšž", min_size=1, max_size=6)
_LINES = st.lists(_WORDS, min_size=1, max_size=40).map(" ".join)
_LAW = st.sampled_from(
    ["1. člen", "2. člen", "3. člen", "(vsebina)", "I. DEL", "»4. člen", "«.", "OBRAZLOŽITEV", "K 1. členu"]
)
_OUTSIDE = {BlockKind.HEADING, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.DELETED}
_BODY = tuple(kind for kind in BlockKind if kind not in _OUTSIDE)


def labels(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.locator.label() for passage in passages]


@st.composite
def _extracts(draw: st.DrawFn, lines: st.SearchStrategy[str] = _LINES) -> Extract:
    kind = draw(st.sampled_from(UnitKind))
    block = st.builds(Block, st.sampled_from(BlockKind), lines)
    pages = draw(st.lists(st.lists(block, max_size=8), max_size=1 if kind is UnitKind.TEXT else 5))
    return Extract("text/plain", tuple(Unit(kind, at, tuple(page)) for at, page in enumerate(pages, 1)))


def words_of(extract: Extract, kinds: tuple[BlockKind, ...]) -> Counter[str]:
    blocks = (block for unit in extract.units for block in unit.blocks if block.kind in kinds)
    return Counter(word for block in blocks for word in block.text.split())


@given(_extracts())
def test_every_word_is_in_exactly_one_passage(extract: Extract) -> None:
    passages = divide(extract)
    found = Counter(word for passage in passages for word in passage.text.split())
    headings = words_of(extract, (BlockKind.HEADING,))
    assert not words_of(extract, _BODY) - found
    assert not found - words_of(extract, _BODY) - headings
    shown = Counter(word for passage in passages for word in (passage.heading + " " + passage.text).split())
    assert set(headings) <= set(shown)


@settings(max_examples=200)
@given(_extracts(st.one_of(_LINES, _LAW)))
def test_every_word_of_a_law_is_in_a_passage_or_its_address(extract: Extract) -> None:
    shown = " ".join(f"{passage.locator.label()} {passage.heading} {passage.text}" for passage in divide(extract))
    bare = {word.strip("()»«.") for word in shown.split()}
    lost = {word.strip("()»«.") for word in words_of(extract, (*_BODY, BlockKind.HEADING))} - bare
    assert not lost


@given(_extracts(st.one_of(_LINES, _LAW)))
def test_no_two_passages_have_the_same_address(extract: Extract) -> None:
    anchors = [passage.locator for passage in divide(extract)]
    assert len(set(anchors)) == len(anchors)


def test_flowing_text_is_numbered_sections_cut_at_headings() -> None:
    passages = divide(flowing("uvodne besede", "# Prvi", "besedilo", "# Drugi", "še besedilo"))
    assert labels(passages) == ["1. razdelek", "2. razdelek", "3. razdelek"]
    assert [passage.heading for passage in passages] == ["", "Prvi", "Drugi"]


def test_an_empty_extract_has_no_passages() -> None:
    assert divide(Extract("text/plain", ())) == ()


def test_a_law_is_divided_into_a_preamble_and_articles() -> None:
    passages = divide(
        flowing(
            "# ODLOK O REDARSTVU",
            "Na podlagi statuta izdajam",
            "I. SPLOŠNE DOLOČBE",
            "1. člen",
            "(vsebina)",
            "Ta odlok ureja redarstvo.",
            "1.a člen",
            "Dodani člen.",
            "2. člen",
            "(veljavnost)",
            "Ta odlok začne veljati naslednji dan.",
            "Župan",
        )
    )
    assert labels(passages) == ["1. razdelek", "1. člen", "1.a člen", "2. člen"]
    assert [passage.heading for passage in passages] == [
        "ODLOK O REDARSTVU",
        "vsebina – I. SPLOŠNE DOLOČBE",
        "I. SPLOŠNE DOLOČBE",
        "veljavnost",
    ]
    assert passages[3].text == "Ta odlok začne veljati naslednji dan.\nŽupan"
    assert passages[2].locator.anchor == "clen-1a"


def test_footnotes_and_comments_of_an_article_stay_with_it() -> None:
    articles = [Block(BlockKind.PARAGRAPH, f"{at}. člen\nBesedilo {at}.") for at in (1, 2, 3)]
    note = Block(BlockKind.FOOTNOTE, "Vir.")
    unit = Unit(UnitKind.TEXT, 1, (articles[0], articles[1], note, articles[2]))
    assert [passage.text for passage in divide(Extract("x", (unit,)))] == [
        "Besedilo 1.",
        "Besedilo 2.\nVir.",
        "Besedilo 3.",
    ]


def test_the_old_law_in_a_bill_is_not_shown_as_its_articles() -> None:
    passages = divide(
        flowing(
            "PREDLOG ZAKONA",
            "I. UVOD",
            "Ocena stanja.",
            "II. BESEDILO ČLENOV",
            "1. člen",
            "V 12. členu se črta drugi odstavek.",
            "III. OBRAZLOŽITEV",
            "K 1. členu:",
            "Črtanje je potrebno.",
            "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
            "12. člen",
            "Staro besedilo.",
        )
    )
    assert [(passage.locator.label(), passage.heading) for passage in passages] == [
        ("1. razdelek", ""),
        ("2. razdelek", "I. UVOD"),
        ("3. razdelek", "II. BESEDILO ČLENOV"),
        ("1. člen", ""),
        ("4. razdelek", "K 1. členu – III. OBRAZLOŽITEV"),
        ("5. razdelek", "12. člen – IV. BESEDILO ČLENOV, KI SE SPREMINJAJO"),
    ]


def test_a_passage_has_its_own_language() -> None:
    english = "The association is the biggest of all and its members are in every part of the country."
    slovene = "Skupnost občin je največje združenje lokalnih skupnosti v državi in šteje veliko članic."
    passages = divide(flowing("# SOS", slovene, "# About", english, "# Kratko", "da"))
    assert [passage.language for passage in passages] == ["sl", "en", "sl"]


def test_slides_of_a_law_stay_slides() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in ("1. člen", "a", "2. člen", "b", "3. člen", "c"))
    passages = divide(Extract("x", (Unit(UnitKind.SLIDE, 1, blocks),)))
    assert [passage.locator.kind for passage in passages] == [LocatorKind.SLIDE]
