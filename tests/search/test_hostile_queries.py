"""Ten thousand random and hostile questions: each is understood or refused with a sentence, and each is answered."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from bench.hostile_queries import SORTS, ask, documents, questions
from kb.errors import QueryError
from kb.search.embedded import open_index
from kb.search.index import Index
from kb.search.lexing import size_of
from kb.search.memory import MemoryIndex
from kb.search.plan import make_plan
from kb.search.query import DEEPEST, LONGEST_TEXT, MOST_TERMS, parse, written
from kb.search.snippets import snippet
from kb.search.tree import And, Near, Node, Not, Or
from tests.search.questions import NAMES

COUNT = 10_000
ASKED = 550
TEXT = "Občinski redar sme ugotavljati istovetnost po 12. členu ZORed (št. 139/06), redarji in redarstvo. " * 9


def _words(node: Node) -> int:
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return sum(map(_words, parts))
        case Not(part):
            return _words(part)
    return size_of(node)


def _depth(node: Node) -> int:
    match node:
        case And(parts) | Or(parts):
            return 1 + max(map(_depth, parts))
        case Not(part):
            return 1 + _depth(part)
    return 0


def test_ten_thousand_questions_are_understood_within_their_bounds_or_refused() -> None:
    seen: Counter[str] = Counter()
    for sort, text in questions(COUNT):
        if len(text) > LONGEST_TEXT:
            with pytest.raises(QueryError, match=f"{len(text)} > {LONGEST_TEXT}"):
                parse(text)
            seen["refused"] += 1
            continue
        parsed = parse(text)
        make_plan(parsed, names=NAMES)
        assert _depth(parsed.node) <= DEEPEST, text
        assert _words(parsed.node) <= 20 * MOST_TERMS, text
        seen[sort] += 1
    assert set(seen) == {*SORTS, "refused"}


def test_what_is_written_of_a_hostile_question_parses_back_to_the_same_tree() -> None:
    for _, text in questions(COUNT // 5, seed=7):
        if len(text) <= LONGEST_TEXT:
            node = parse(text).node
            typed = written(node)
            assert len(typed) > LONGEST_TEXT or parse(typed).node == node, text


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Index]:
    embedded, memory = open_index(tmp_path_factory.mktemp("index")), MemoryIndex()
    for index in (embedded, memory):
        index.rebuild(documents(20))
    return embedded, memory


def test_an_index_answers_every_question(engines: tuple[Index, Index]) -> None:
    embedded, _ = engines
    found = Counter(sort for sort, text in questions(ASKED) if ask(embedded, text))
    assert len(found) >= len(SORTS) // 2


def test_both_engines_find_the_same(engines: tuple[Index, Index]) -> None:
    embedded, memory = engines
    for _, text in islice(questions(ASKED, seed=5), 44):
        assert ask(embedded, text) == ask(memory, text), text


def test_a_passage_is_marked_for_every_question() -> None:
    for _, text in questions(ASKED, seed=6):
        if len(text) <= LONGEST_TEXT:
            pieces = snippet(TEXT, parse(text).node)
            assert len("".join(piece.text for piece in pieces)) < len(TEXT)


@pytest.mark.soak
def test_an_index_answers_ten_thousand_questions(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.rebuild(documents(1_000))
    assert sum(ask(index, text) > 0 for _, text in questions(COUNT)) > COUNT // 3
