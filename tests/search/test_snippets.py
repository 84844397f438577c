"""Marking words in a text, and cutting out the best of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.marking import _of_all, matches
from kb.search.query import parse
from kb.search.snippets import Piece, mark, snippet
from kb.search.tree import Asked, Node, Phrase, Word, any_of

FILLER = "Lorem ipsum dolor sit amet. " * 40


def node(text: str) -> Node:
    return parse(text).node


def shown(pieces: tuple[Piece, ...]) -> str:
    """Gives the pieces as one text, what is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Občinski redar", "obcinski", "[Občinski] redar"),
        ("občinski redar", "OBČINSKI redar", "[občinski] [redar]"),
        ("občinski redar", '"občinski redar"', "[občinski redar]"),
        ("redar in občinski redar", '"občinski redar"', "redar in [občinski redar]"),
        ("občinski\nredar", "»občinski redar«", "[občinski\nredar]"),
        ("pri občinskem redarju", "občinski redar", "pri [občinskem] [redarju]"),
        ("pri občinskem redarju", '"obcinski redar"', "pri [občinskem redarju]"),
        ("redar in redarju", "=redarju", "redar in [redarju]"),
        ("redarstvo redarja", "redars*", "[redarstvo] redarja"),
        ("Po 12. členu in 12.a členu", "čl. 12", "Po [12. členu] in 12.a členu"),
        ("its municipalities", "municipality", "its [municipalities]"),
        ("po ZOR-ed velja", "ZORed", "po [ZOR-ed] velja"),
        ("po ZOR-ed velja", "ZOR-ed", "po [ZOR-ed] velja"),
        ("po ZORed velja", "ZOR-ed", "po [ZORed] velja"),
        ("po 12.a členu", "12a", "po [12.a] členu"),
        ("Hoče - Slivnica", "Hoče-Slivnica", "[Hoče - Slivnica]"),
        ("št. 139/06 in 06", "139/06", "št. [139/06] in 06"),
        ("voda zrak", "voda -zrak", "[voda] zrak"),
        ("voda zrak", "voda ALI zrak", "[voda] [zrak]"),
        ("voda, x voda in zraku", "zrak BLIZU/1 voda", "voda, x [voda] in [zraku]"),
        ("voda in a b zrak", "voda BLIZU/1 zrak", "voda in a b zrak"),
        ("občinska voda, zrak", '"občinska voda" BLIZU/0 zra*', "[občinska voda], [zrak]"),
        ("12. člen in 11. členu", "10. in 11. člen", "12. člen in [11. členu]"),
        ("voda zrak", "zrak -(voda ALI hrup)", "voda [zrak]"),
        ("voda zrak", "", "voda zrak"),
        ("voda zrak", "komisija:voda", "voda zrak"),
        ("podvodna voda", "voda", "podvodna [voda]"),
        ("a b a b a", '"a b a"', "[a b a b a]"),
        ("", "voda", ""),
        ("İstanbul in voda", "voda", "İstanbul in [voda]"),
    ],
)
def test_what_is_asked_for_is_marked(text: str, asked: str, expected: str) -> None:
    assert shown(mark(text, node(asked))) == expected


def test_marking_keeps_every_character_of_the_text() -> None:
    text = "  Občinski\tredar\n\n sme. "
    assert "".join(piece.text for piece in mark(text, node("redar sme"))) == text


def test_a_short_text_is_shown_whole_with_spaces_mended() -> None:
    assert shown(snippet(" Občinski\n redar \t sme. ", node("redar"))) == "Občinski [redar] sme."


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert shown(snippet("ena dve tri štiri", node("voda"), length=10)) == "ena dve …"


def test_the_cut_out_has_the_words_and_shows_where_it_was_cut() -> None:
    pieces = snippet(FILLER + "Občinski redar ustavi vozilo. " + FILLER, node("redar vozilo"), length=100)
    assert shown(pieces).startswith("… ")
    assert shown(pieces).endswith(" …")
    assert "Občinski [redar] ustavi [vozilo]. " in shown(pieces)


def test_the_cut_out_with_most_different_words_wins_over_the_one_with_most_matches() -> None:
    text = "voda voda voda voda. " + FILLER + "voda in zrak. " + FILLER
    assert "[voda] in [zrak]" in shown(snippet(text, node("voda zrak"), length=60))


def test_of_equal_cut_outs_the_first_is_shown() -> None:
    text = f"prva voda {FILLER} druga voda"
    assert shown(snippet(text, node("voda"), length=60)).startswith("prva [voda]")


def test_cuts_fall_between_words() -> None:
    text = "ab " * 300
    whole = {"ab", "…"}
    assert set(shown(snippet(text[:450] + "voda " + text[450:], node("voda"), length=80)).split()) == {*whole, "[voda]"}


def test_a_phrase_longer_than_the_cut_out_is_shown_whole() -> None:
    phrase = "zelo dolga besedna zveza o vodi"
    assert f"[{phrase}]" in shown(snippet(f"{FILLER} {phrase} {FILLER}", node(f'"{phrase}"'), length=10))


def test_a_text_without_any_space_is_cut_all_the_same() -> None:
    assert len(shown(snippet("x" * 100_000, node("voda")))) < 260


@given(st.text(alphabet="abč \n-.", max_size=120), st.sampled_from(["a", "b c", '"a b"', "a-b", "-a b", "č ALI a"]))
def test_a_snippet_is_about_as_long_as_asked_and_made_of_the_text(text: str, asked: str) -> None:
    pieces = snippet(text, node(asked), length=40)
    said = "".join(piece.text for piece in pieces)
    assert len(said) <= 40 * 2 + 4
    assert said.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split())
    assert all(first.marked or second.marked for first, second in pairwise(pieces))


@given(st.text(alphabet="abč \n-.", max_size=120), st.sampled_from(["a", "b c", '"a b"', "a-b", "č ALI a"]))
def test_marking_any_text_loses_nothing(text: str, asked: str) -> None:
    assert "".join(piece.text for piece in mark(text, node(asked))) == text


_SPOKEN = "voda Vode, vodi. občina OBČINE obcinskem 12. člen (čl. 3) ZOR-ed Hoče-Slivnica\n Đorđe finance"
_SAID = st.lists(st.sampled_from(_SPOKEN.split(" ")), max_size=30).map(" ".join)
_TYPED = st.sampled_from(["voda", "vode", "občini", "obcina", "člen", "Hoče", "finančni", "slivnica", "zor"])
_ASKED: st.SearchStrategy[Asked] = st.one_of(
    st.builds(Word, _TYPED, st.booleans()),
    st.builds(Phrase, st.lists(_TYPED, min_size=1, max_size=3).map(tuple), st.booleans()),
)


@given(_SAID, st.lists(_SAID, max_size=2), st.lists(_ASKED, min_size=1, max_size=3))
def test_words_looked_up_one_by_one_are_marked_as_in_the_whole_text(
    text: str, before: list[str], wanted: list[Asked]
) -> None:
    asked = any_of(tuple(wanted))
    for each in (*before, text, *before, text):  # the second time all words of a text are known
        whole = {(match.start, match.end, match.term) for match in _of_all(each, dict.fromkeys(wanted))}
        assert {(match.start, match.end, match.term) for match in matches(each, asked)} == whole


@pytest.mark.parametrize("asked", ['"voda zrak"', '"voda zrak hrup"'])
def test_a_phrase_reaches_over_a_dash_between_spaces(asked: str) -> None:
    assert "[voda – zrak" in shown(mark("voda zrak? voda – zrak, (hrup)", node(asked)))
