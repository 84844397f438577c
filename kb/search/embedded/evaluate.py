"""Answers a plan from a snapshot: each word's postings are read once, the tree is worked out in dictionaries.

Rarities and average lengths are those of the whole index, not of a segment, so that a passage scores the same
wherever it happens to be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from kb.search import ranking
from kb.search.analysis import EXACT, Pattern, patterns_of
from kb.search.answer import FoundDocument, answering, is_open, lets_through, page_of
from kb.search.embedded.snapshot import Segment, Snapshot
from kb.search.embedded.vocabulary import LiveKeys, frequencies, key_count, occurrences
from kb.search.index import Ranked
from kb.search.plan import Plan
from kb.search.tree import And, Everything, Filters, Narrow, Node, Not, Or, Phrase, Word, asked_for

Asked = Word | Phrase
Patterns = tuple[Pattern, ...]
Frequencies = dict[int, list[int]]
Scores = dict[int, float]


def answer(snapshot: Snapshot, plan: Plan) -> Ranked:
    """Gives the page that `plan` asks for. What a garbled posting raises passes through."""
    vocabulary = LiveKeys(snapshot)
    words = {node: _Term.found(patterns_of(node, vocabulary), snapshot) for node in set(_asked(plan.query))}
    found: list[FoundDocument] = []
    for name, segment in snapshot.segments.items():
        scores = _Evaluation(name, segment, words, snapshot.averages).scores(plan.query)
        found.extend(_documents(segment, scores, _holding(plan.query, words, name), plan))
    return page_of(found, plan)


def _asked(node: Node) -> Iterator[Asked]:
    match node:
        case Word() | Phrase():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _asked(part)
        case Not(part):
            yield from _asked(part)


def _holding(query: Node, words: Mapping[Asked, _Term], name: str) -> Set[int] | None:
    """Gives the passages of a segment with a word asked for in heading or text; None where no word is asked for."""
    asked = [words[each].frequencies[name] for each in asked_for(query)]
    if not asked:
        return None
    return {number for each in asked for number, in_fields in each.items() if any(in_fields[1:])}


def _documents(segment: Segment, scores: Scores, holding: Set[int] | None, plan: Plan) -> Iterator[FoundDocument]:
    """Gives the found passages that the reader may see and the filters let through, by document."""
    grouped: dict[int, list[tuple[int, float, bool]]] = {}
    for number, score in scores.items():
        passage = segment.facts.passages[number]
        holds = holding is None or number in holding
        grouped.setdefault(passage.document_id, []).append((passage.id, score, holds))
    for document_id, passages in grouped.items():
        facts = segment.facts.documents[document_id]
        if is_open(plan.reader, facts) and lets_through(plan.filters, facts):
            yield FoundDocument(facts, answering(passages))


@dataclass(frozen=True, slots=True)
class _Term:
    """What is asked for in one place of the question: its frequencies by segment and passage, and its rarity."""

    frequencies: dict[str, Frequencies]
    rarity: float

    @classmethod
    def found(cls, patterns: Patterns, snapshot: Snapshot) -> _Term:
        frequencies = {name: _frequencies(patterns, segment) for name, segment in snapshot.segments.items()}
        having = sum(len(by_passage) for by_passage in frequencies.values())
        return cls(frequencies, ranking.rarity(having, snapshot.passages))


def _frequencies(patterns: Patterns, segment: Segment) -> Frequencies:
    """Gives for each passage that has it how often what is asked for begins in each field."""
    frequencies: Frequencies = {}
    for field, name in enumerate(ranking.FIELD_NAMES):
        for number, frequency in _in_field(patterns, segment, name):
            frequencies.setdefault(number, [0, 0, 0])[field] = frequency
    return frequencies


def _in_field(patterns: Patterns, segment: Segment, field: str) -> Iterator[tuple[int, int]]:
    if len(patterns) == 1 and len(patterns[0]) == 1:
        known = [key for key in patterns[0][0] if key.startswith(EXACT) or (field, key) in segment.reader]
        if not known:
            return
        if len(known) == 1 and not known[0].startswith(EXACT):
            yield from frequencies(known[0], segment, field)
            return
    starts: dict[int, set[int]] = {}
    for pattern in patterns:
        for number, places in _starts(pattern, segment, field).items():
            starts.setdefault(number, set()).update(places)
    yield from ((number, len(places)) for number, places in starts.items())


def _starts(pattern: Pattern, segment: Segment, field: str) -> dict[int, set[int]]:
    """Gives the positions, by passage, at which the keys of `pattern` stand side by side in a field.

    The rarest position is read first; of the others, positions are decoded only for passages still in question.
    """
    starts: dict[int, set[int]] | None = None
    for step in sorted(range(len(pattern)), key=lambda step: key_count(pattern[step], segment, field)):
        places: dict[int, set[int]] = {}
        for number, at in occurrences(pattern[step], segment, field, among=starts):
            places.setdefault(number, set()).update(at)
        shifted = {number: {at - step for at in places[number]} for number in places}
        met = shifted if starts is None else {number: starts[number] & shifted[number] for number in shifted}
        starts = {number: at for number, at in met.items() if at}
    return starts or {}


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """Works out a tree over one segment: node → score by passage number."""

    name: str
    segment: Segment
    terms: dict[Asked, _Term]
    averages: tuple[float, ...]

    def scores(self, node: Node) -> Scores:
        match node:
            case Word() | Phrase():
                return self._term(self.terms[node])
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return self._any(parts)
            case Not(part):
                return dict.fromkeys(self.segment.live - self.scores(part).keys(), 0.0)
            case Narrow(filters):
                return dict.fromkeys(self._narrowed(filters), 0.0)
            case Everything():
                return dict.fromkeys(self.segment.live, 0.0)
        raise ValueError(node)

    def _term(self, term: _Term) -> Scores:
        passages = self.segment.facts.passages
        return {
            number: ranking.word_score(
                frequencies, passages[number].lengths, averages=self.averages, weight=term.rarity
            )
            for number, frequencies in term.frequencies[self.name].items()
        }

    def _all(self, parts: tuple[Node, ...]) -> Scores:
        wanted = [self.scores(part) for part in parts if not isinstance(part, Not)]
        numbers = set(wanted[0]) if wanted else set(self.segment.live)
        for scores in wanted[1:]:
            numbers &= scores.keys()
        for part in parts:
            if isinstance(part, Not):
                numbers -= self.scores(part.part).keys()
        return {number: sum((scores[number] for scores in wanted), 0.0) for number in numbers}

    def _any(self, parts: tuple[Node, ...]) -> Scores:
        met: dict[int, list[float]] = {}
        for part in parts:
            for number, score in self.scores(part).items():
                met.setdefault(number, []).append(score)
        return {number: ranking.any_score(scores, len(parts)) for number, scores in met.items()}

    def _narrowed(self, filters: Filters) -> Iterator[int]:
        facts = self.segment.facts
        through = {id_ for id_, document in facts.documents.items() if lets_through(filters, document)}
        return (number for number in self.segment.live if facts.passages[number].document_id in through)
