"""From texts to sorted occurrences: each distinct position is analysed once, the rest is arithmetic on arrays.

A position's keys (see kb.search.analysis) are interned as one number. A text is then a list of numbers, made by one
look-up a word (0.1 µs), and which passage has which key where is worked out for a whole segment at once: 14 million
words in 5 s beside their analysis, against 150 s through Whoosh's pool of tuples.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

import numpy as np

from kb.search.analysis import CACHED_RUNS, EXACT, Keys, run_keys
from kb.search.embedded.arrays import Numbers, offsets_of, ragged, within_runs
from kb.search.embedded.facts import Facts, facts_of
from kb.search.index import IndexedDocument, IndexedPassage, title_language

AT_ONCE = 1 << 18
NO_FORM = 0
"""The mark of an occurrence whose form is told elsewhere."""


class Numbered(dict[str, int]):
    """Numbers strings in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Marks(dict[tuple[int, str], int]):
    """Numbers the forms of each key, (key, form), from 1 on."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[int, int] = {}

    def __missing__(self, key_and_form: tuple[int, str]) -> int:
        key, _ = key_and_form
        number = self[key_and_form] = self._counts[key] = self._counts.get(key, 0) + 1
        return number


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Each occurrence of a key in a field: the key by number, row, position, mark; those of a key in reading order."""

    keys: Numbers
    rows: Numbers
    places: Numbers
    marks: Numbers


@dataclass(frozen=True, slots=True)
class Inverted:
    """What a segment is made of: keys by number, which form each mark of a key means, the occurrences, the facts."""

    keys: list[str]
    marks: Marks
    fields: tuple[Occurrences, Occurrences, Occurrences]
    facts: Facts


class Inverter:
    """Takes documents, and gives them inverted. Nothing is on disk before that."""

    def __init__(self) -> None:
        self._documents: list[IndexedDocument] = []
        self._keys, self._marks = Numbered(), Marks()
        self._positions: dict[Keys, int] = {}
        self._pairs: list[tuple[tuple[int, int], ...]] = []
        self._runs: dict[Callable[[str], tuple[Keys, ...]], _Runs] = {}
        self._said = array("I"), array("I"), array("I")
        self._lengths = array("I"), array("I"), array("I")

    @property
    def size(self) -> int:
        """How many positions were taken."""
        return sum(map(len, self._said))

    def add(self, document: IndexedDocument) -> None:
        """Takes a document, its passages in the order of their ids; one without passages is left out."""
        if not document.passages:
            return
        passages = sorted(document.passages, key=lambda passage: passage.id)
        bare = tuple(IndexedPassage(passage.id, "", "") for passage in passages)
        self._documents.append(replace(document, title="", passages=bare))
        self._read(0, document.title, title_language(document))
        for passage in passages:
            self._read(1, passage.heading, passage.language)
            self._read(2, passage.text, passage.language)

    def inverted(self) -> Inverted:
        """Gives what was taken."""
        titles, headings, texts = self._lengths
        facts = facts_of(self._documents, titles=titles, headings=headings, texts=texts)
        first_rows = offsets_of(facts.passage_counts)[:-1].astype(np.int32)
        rows = np.arange(len(facts.passages), dtype=np.int32)
        positions = _Positions(self._pairs)
        fields = (
            positions.occurrences(self._said[0], first_rows, titles),
            positions.occurrences(self._said[1], rows, headings),
            positions.occurrences(self._said[2], rows, texts),
        )
        return Inverted(list(self._keys), self._marks, fields, facts)

    def _read(self, field: int, text: str, language: str) -> None:
        runs, keys_of_run = run_keys(text, language=language)
        numbers = self._runs.get(keys_of_run)
        if numbers is None:
            numbers = self._runs[keys_of_run] = _Runs(keys_of_run, self._number)
        said = self._said[field]
        before = len(said)
        said.extend(chain.from_iterable(map(numbers.__getitem__, runs)))
        self._lengths[field].append(len(said) - before)

    def _number(self, keys: Keys) -> int:
        """Gives the number of a position with these keys."""
        number = self._positions.get(keys)
        if number is None:
            number = self._positions[keys] = len(self._pairs)
            pairs = []
            for key, form in with_forms(keys):
                known = self._keys[key]
                pairs.append((known, self._marks[known, form] if form else NO_FORM))
            self._pairs.append(tuple(pairs))
        return number


class _Runs(dict[str, tuple[int, ...]]):
    """The numbers of the positions of a run, worked out when it is first met."""

    def __init__(self, keys_of_run: Callable[[str], tuple[Keys, ...]], number: Callable[[Keys], int]) -> None:
        super().__init__()
        self._keys_of_run = keys_of_run
        self._number = number

    def __missing__(self, run: str) -> tuple[int, ...]:
        numbers = self[run] = tuple(map(self._number, self._keys_of_run(run)))
        return numbers


class _Positions:
    """The (key, mark) pairs of each distinct position, in arrays."""

    def __init__(self, pairs: list[tuple[tuple[int, int], ...]]) -> None:
        self._counts = np.fromiter(map(len, pairs), np.intp, len(pairs))
        self._starts = offsets_of(self._counts)[:-1]
        flat = np.array([each for several in pairs for each in several], np.int32).reshape(-1, 2)
        self._keys, self._marks = flat[:, 0].copy(), flat[:, 1].copy()

    def occurrences(self, said: array[int], rows: Numbers, lengths: array[int]) -> Occurrences:
        """Gives the occurrences in a field, in the order of the text; `said` has its positions by number."""
        numbers = np.frombuffer(said, np.uint32)
        counts = np.frombuffer(lengths, np.uint32)
        at_rows, at_places = np.repeat(rows, counts), within_runs(counts).astype(np.int32)
        total = int(self._counts[numbers].sum())
        made = Occurrences(*(np.empty(total, np.int32) for _ in range(4)))
        end = 0
        for start in range(0, len(numbers), AT_ONCE):
            some = slice(start, start + AT_ONCE)
            each = self._counts[numbers[some]]
            pairs = ragged(self._starts[numbers[some]], each)
            there = slice(end, end := end + len(pairs))
            made.keys[there], made.marks[there] = self._keys[pairs], self._marks[pairs]
            made.rows[there], made.places[there] = np.repeat(at_rows[some], each), np.repeat(at_places[some], each)
        return made


@lru_cache(CACHED_RUNS)
def with_forms(keys: Keys) -> tuple[tuple[str, str], ...]:
    """Gives the keys of a position but its first exact one, each once, with the form that its host bears.

    The host of a form is the form itself if that is a key, else the first key: exact keys of their own would double the
    postings. Where all keys are exact ones, they stay.

    >>> with_forms(("občinski", "=občinskega"))
    (('občinski', 'občinskega'),)
    """
    exact = next((key for key in keys if key.startswith(EXACT)), "")
    others = list(dict.fromkeys(key for key in keys if key != exact))
    if not exact or not others:
        return tuple((key, "") for key in dict.fromkeys(keys))
    form = exact[len(EXACT) :]
    host = form if form in others else others[0]
    return tuple((key, form if key == host else "") for key in others)
