"""From texts to occurrences: which passage has which key where, worked out for a whole segment on arrays.

Each distinct position is analysed once (see kb.search.embedded.glossary), the rest is arithmetic: 14 million words in
5 s beside their analysis, against 150 s through Whoosh's pool of tuples.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kb.search.embedded.arrays import Numbers, Rows, offsets_of, ragged, within_runs
from kb.search.embedded.facts import Facts, facts_of
from kb.search.embedded.glossary import Columns, Glossary
from kb.search.index import IndexedDocument, IndexedPassage, title_language

AT_ONCE = 1 << 18
NO_FORM = 0
"""The mark of an occurrence whose form is told elsewhere."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Each occurrence of a key: the key by number, row, position, mark; those of a key in reading order."""

    keys: Numbers
    rows: Numbers
    places: Numbers
    marks: Numbers


@dataclass(frozen=True, slots=True)
class Inverted:
    """What a segment is made of: keys by number, its forms as (form, mark, key), occurrences, facts.

    The occurrences tell a key in the title by its number, in the heading by that and the number of keys, and so on.
    """

    keys: list[bytes]
    forms: list[tuple[str, int, bytes]]
    occurrences: Occurrences
    facts: Facts


class Inverter:
    """Takes documents, and gives them inverted. Nothing is on disk before that."""

    def __init__(self, glossary: Glossary | None = None) -> None:
        self._glossary = Glossary() if glossary is None else glossary
        self._documents: list[IndexedDocument] = []
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
        rows = np.arange(len(facts.passages), dtype=np.int32)
        rows = np.concatenate((offsets_of(facts.passage_counts)[:-1], rows, rows))
        columns = self._glossary.columns()
        borne, at_rows, places = _spread(columns, _joined(self._said), rows, _joined(self._lengths))
        own = _Own(self._glossary, columns, borne)
        keys = own.keys_of[borne]
        end = 0
        for field, said in enumerate(self._said):
            start, end = end, end + int(columns.counts[np.frombuffer(said, np.uint32)].sum())
            keys[start:end] += field * len(own.keys)
        return Inverted(own.keys, own.forms, Occurrences(keys, at_rows, places, own.marks_of[borne]), facts)

    def _read(self, field: int, text: str, language: str) -> None:
        said = self._said[field]
        before = len(said)
        said.extend(self._glossary.numbers(text, language))
        self._lengths[field].append(len(said) - before)


def _joined(fields: Sequence[array[int]]) -> Numbers:
    return np.concatenate([np.frombuffer(each, np.uint32) for each in fields])


def _spread(columns: Columns, said: Numbers, rows: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Gives what is borne where, in the order of the texts: its number, row, position."""
    at_rows, at_places = rows.astype(np.int32).repeat(lengths), within_runs(lengths).astype(np.int32)
    total = int(columns.counts[said].sum())
    borne, of_rows, places = np.empty((3, total), np.int32)
    end = 0
    for start in range(0, len(said), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        each = columns.counts[said[some]]
        pairs = ragged(columns.starts[said[some]], each)
        there = slice(end, end := end + len(pairs))
        borne[there] = columns.borne[pairs]
        of_rows[there], places[there] = at_rows[some].repeat(each), at_places[some].repeat(each)
    return borne, of_rows, places


class _Own:
    """The keys and forms of a segment among those of a glossary: the number of the key and the mark of all borne."""

    def __init__(self, glossary: Glossary, columns: Columns, borne: Numbers) -> None:
        used = _distinct(borne, len(columns.keys))
        keys = columns.keys[used]
        own = _distinct(keys, len(glossary.keys))
        numbers = np.zeros(len(glossary.keys), np.int32)
        numbers[own] = np.arange(len(own))
        self.keys = [glossary.keys[number] for number in own.tolist()]
        self.keys_of, self.marks_of = np.zeros((2, len(columns.keys)), np.int32)
        self.keys_of[used] = numbers[keys]
        formed = used[columns.formed[used] > 0]
        hosts = self.keys_of[formed]
        self.marks_of[formed] = marks = _ranks(hosts)
        told = zip(formed.tolist(), marks.tolist(), hosts.tolist(), strict=True)
        self.forms = [(glossary.forms[number], mark, self.keys[host]) for number, mark, host in told]


def _distinct(numbers: Numbers, end: int) -> Rows:
    """Gives the numbers that there are, all below `end`, ascending."""
    there = np.zeros(end, np.bool_)
    there[numbers] = True
    return there.nonzero()[0]


def _ranks(numbers: Numbers) -> Numbers:
    """Gives how many equal numbers there are up to each, itself included."""
    ranks = np.empty(len(numbers), np.int32)
    ranks[numbers.argsort(kind="stable")] = within_runs(np.bincount(numbers)) + 1
    return ranks
