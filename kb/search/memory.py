"""The in-memory twin: an index in plain Python, slow and obviously right, by which the others are judged.

Every question looks at every passage. Lengths, rarities and averages are counted anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.search import ranking
from kb.search.analysis import Pattern, Vocabulary, index_keys, patterns_of
from kb.search.answer import DocumentFacts, FoundDocument, answering, is_open, lets_through, page_of
from kb.search.index import Change, IndexedDocument, IndexState, Ranked, Removed, title_language, unheard
from kb.search.plan import Plan
from kb.search.tree import And, Everything, Narrow, Node, Not, Or, Phrase, Word, asked_for

Keys = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Passage:
    id: int
    facts: DocumentFacts
    fields: tuple[Keys, Keys, Keys]

    @property
    def lengths(self) -> tuple[int, ...]:
        return tuple(len(keys) for keys in self.fields)


class MemoryIndex:
    """An Index that lives and dies with its process."""

    def __init__(self) -> None:
        self._passages: dict[int, list[_Passage]] = {}
        self._generation = 0

    def search(self, plan: Plan) -> Ranked:
        """Gives the page of results that `plan` asks for."""
        judge = _Judge([passage for passages in self._passages.values() for passage in passages])
        found = []
        for passages in self._passages.values():
            facts = passages[0].facts
            if is_open(plan.reader, facts) and lets_through(plan.filters, facts):
                scores = [(passage, judge.score(plan.query, passage)) for passage in passages]
                matching = [
                    (each.id, score, judge.holds(plan.query, each)) for each, score in scores if score is not None
                ]
                if matching:
                    found.append(FoundDocument(facts, answering(matching)))
        return page_of(found, plan)

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation."""
        for change in changes:
            self._passages.pop(change.id, None)
            if not isinstance(change, Removed) and change.passages:
                self._passages[change.id] = _passages_of(change)
        self._generation += 1

    def rebuild(self, documents: Iterable[IndexedDocument], *, told: Callable[[int], None] = unheard) -> None:
        """Replaces everything by `documents`; of several with one id the first counts."""
        built: dict[int, list[_Passage]] = {}
        for count, document in enumerate(documents, 1):
            built.setdefault(document.id, _passages_of(document))
            told(count)
        self._passages = {id_: passages for id_, passages in built.items() if passages}
        self._generation += 1

    def state(self) -> IndexState:
        """Gives the counts; the fingerprint is that of a memory, never built anew."""
        passages = sum(len(passages) for passages in self._passages.values())
        return IndexState("memory", self._generation, len(self._passages), passages)

    def close(self) -> None:
        """Has nothing to let go of."""


def _passages_of(document: IndexedDocument) -> list[_Passage]:
    facts = DocumentFacts(
        document.id, document.kind, document.bodies, document.topics, document.dated, document.visibility
    )
    title = index_keys(document.title, language=title_language(document))
    return [
        _Passage(
            passage.id,
            facts,
            (
                title,
                index_keys(passage.heading, language=passage.language),
                index_keys(passage.text, language=passage.language),
            ),
        )
        for passage in document.passages
    ]


class _Vocabulary:
    """All keys of all passages."""

    def __init__(self, passages: list[_Passage]) -> None:
        self._keys = {key for passage in passages for positions in passage.fields for keys in positions for key in keys}

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def beginning(self, prefix: str) -> Iterable[str]:
        return sorted(key for key in self._keys if key.startswith(prefix))


class _Judge:
    """Scores passages against questions; knows all passages, for rarities and average lengths."""

    def __init__(self, passages: list[_Passage]) -> None:
        self._all = passages
        totals = [sum(passage.lengths[field] for passage in passages) for field in range(3)]
        self._averages = ranking.averages(totals, len(passages))
        self._rarities: dict[tuple[Pattern, ...], float] = {}
        self._patterns: dict[Word | Phrase, tuple[Pattern, ...]] = {}
        self._vocabulary: Vocabulary = _Vocabulary(passages)

    def holds(self, query: Node, passage: _Passage) -> bool:
        """Tells whether a word asked for stands in heading or text of `passage`, or no word is asked for."""
        asked = list(asked_for(query))
        return not asked or any(_count(self._asked(each), keys) for each in asked for keys in passage.fields[1:])

    def score(self, node: Node, passage: _Passage) -> float | None:
        """Gives the score of `passage`, None where it does not answer."""
        match node:
            case Word() | Phrase():
                return self._word(self._asked(node), passage)
            case Narrow(filters):
                return 0.0 if lets_through(filters, passage.facts) else None
            case Not(part):
                return 0.0 if self.score(part, passage) is None else None
            case And(parts):
                scores = [self.score(part, passage) for part in parts]
                return None if None in scores else sum(filter(None, scores), 0.0)
            case Or(parts):
                met = [score for part in parts if (score := self.score(part, passage)) is not None]
                return ranking.any_score(met, len(parts)) if met else None
            case Everything():
                return 0.0
        raise ValueError(node)

    def _asked(self, node: Word | Phrase) -> tuple[Pattern, ...]:
        if node not in self._patterns:
            self._patterns[node] = patterns_of(node, self._vocabulary)
        return self._patterns[node]

    def _word(self, patterns: tuple[Pattern, ...], passage: _Passage) -> float | None:
        counts = [_count(patterns, keys) for keys in passage.fields]
        if not any(counts):
            return None
        return ranking.word_score(counts, passage.lengths, averages=self._averages, weight=self._rarity(patterns))

    def _rarity(self, patterns: tuple[Pattern, ...]) -> float:
        if patterns not in self._rarities:
            having = sum(any(_count(patterns, keys) for keys in passage.fields) for passage in self._all)
            self._rarities[patterns] = ranking.rarity(having, len(self._all))
        return self._rarities[patterns]


def _count(patterns: tuple[Pattern, ...], keys: Keys) -> int:
    """Counts the positions at which any of the patterns begins."""
    return sum(any(_begins(pattern, keys, place) for pattern in patterns) for place in range(len(keys)))


def _begins(pattern: Pattern, keys: Keys, place: int) -> bool:
    return len(keys) >= place + len(pattern) and all(
        not set(wanted).isdisjoint(keys[place + step]) for step, wanted in enumerate(pattern)
    )
