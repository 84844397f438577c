"""The in-memory twin: an index in plain Python, slow and obviously right, by which the others are judged.

Every question looks at every passage. Lengths, rarities and averages are counted anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kb.model import Reader
from kb.search import ranking
from kb.search.analysis import Pattern, Vocabulary, index_keys
from kb.search.answer import DocumentFacts, FoundDocument, answering, is_open, lets_through, page_of
from kb.search.clues import Clues, clues_of, is_reference, related_keys
from kb.search.index import (
    Change,
    IndexedDocument,
    IndexState,
    Ranked,
    Removed,
    StillValid,
    none_valid,
    title_language,
    unheard,
)
from kb.search.nearness import windows
from kb.search.patterns import beginnings_cut, patterns_of
from kb.search.plan import Plan
from kb.search.tree import Alike, And, Asked, Everything, Most, Narrow, Near, Node, Not, Or, Phrase, Word, asked_for

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
        judge = _Judge([passage for passages in self._passages.values() for passage in passages], plan.reader)
        scored: list[tuple[_Passage, float]] = []
        for passages in self._passages.values():
            facts = passages[0].facts
            if is_open(plan.reader, facts) and lets_through(plan.filters, facts):
                scores = ((passage, judge.score(plan.query, passage)) for passage in passages)
                scored.extend((passage, score) for passage, score in scores if score is not None)
        matching: dict[DocumentFacts, list[tuple[int, float, bool]]] = {}
        for passage, score in judge.looked_at_closer(scored, plan):
            holds = judge.holds(plan.query, passage)
            matching.setdefault(passage.facts, []).append((passage.id, score, holds))
        page = page_of([FoundDocument(facts, answering(those)) for facts, those in matching.items()], plan)
        return replace(page, cut=judge.cut(plan.query))

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation."""
        for change in changes:
            self._passages.pop(change.id, None)
            if not isinstance(change, Removed) and change.passages:
                self._passages[change.id] = _passages_of(change)
        self._generation += 1

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,  # noqa: ARG002
    ) -> None:
        """Replaces everything by `documents`; of several with one id the first counts. Nothing is ever half done."""
        built: dict[int, list[_Passage]] = {}
        for count, document in enumerate(documents, 1):
            built.setdefault(document.id, _passages_of(document))
            told(count)
        self._passages = {id_: passages for id_, passages in built.items() if passages}
        self._generation += 1

    def tidy(self, *, thorough: bool = False) -> bool:  # noqa: ARG002
        """Has nothing to put together."""
        return False

    def is_intact(self) -> bool:
        """Is as it was written."""
        return True

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
    """Scores passages against questions; rarities and average lengths are those of the public passages."""

    def __init__(self, passages: list[_Passage], reader: Reader) -> None:
        self._public = [passage for passage in passages if passage.facts.visibility is ranking.WEIGHING]
        self._seen = [passage for passage in passages if is_open(reader, passage.facts)]
        totals = [sum(passage.lengths[field] for passage in self._public) for field in range(3)]
        self._averages = ranking.averages(totals, len(self._public))
        self._rarities: dict[Asked, float] = {}
        self._weights: dict[Node, float] = {}
        self._patterns: dict[Word | Phrase, tuple[Pattern, ...]] = {}
        self._vocabulary: Vocabulary = _Vocabulary(passages)

    def cut(self, query: Node) -> tuple[str, ...]:
        """Gives the beginnings of words that have more forms than were looked for."""
        return beginnings_cut(query, self._vocabulary)

    def holds(self, query: Node, passage: _Passage) -> bool:
        """Tells whether a word asked for stands in heading or text of `passage`, or no word is asked for."""
        asked = list(asked_for(query))
        return not asked or any(self._places(each, keys) for each in asked for keys in passage.fields[1:])

    def score(self, node: Node, passage: _Passage) -> float | None:
        """Gives the score of `passage`, None where it does not answer."""
        match node:
            case Word() | Phrase() | Near():
                return self._met(node, passage)
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
            case Most(parts, share):
                pairs = [(score, part) for part in parts if (score := self.score(part, passage)) is not None]
                carried, whole = (sum(map(self._weight, some), 0.0) for some in ([part for _, part in pairs], parts))
                is_met = pairs and carried >= share * whole
                return ranking.most_score([score for score, _ in pairs], len(parts)) if is_met else None
            case Alike(asked, others, weight):
                first = self.score(asked, passage)
                met = [score for part in others if (score := self.score(part, passage)) is not None]
                return ranking.alike_score(first, met, weight=weight) if met or first is not None else None
            case Everything():
                return 0.0
        raise ValueError(node)

    def _met(self, node: Asked, passage: _Passage) -> float | None:
        counts = [len(self._places(node, keys)) for keys in passage.fields]
        if not any(counts):
            return None
        weight = self._rarity(node)
        score = ranking.word_score(counts, passage.lengths, averages=self._averages, weight=weight)
        names_act = counts[0] and isinstance(node, Word) and not node.prefix and is_reference(self._patterns_of(node))
        return score + ranking.title_score(weight=weight) if names_act else score

    def _weight(self, part: Node) -> float:
        """Gives what a part of a relaxed question weighs: its rarity, nought where the reader sees none that has it."""
        if part not in self._weights:
            having = sum(self.score(part, passage) is not None for passage in self._public)
            is_seen = any(self.score(part, passage) is not None for passage in self._seen)
            self._weights[part] = ranking.rarity(having, len(self._public)) if is_seen else 0.0
        return self._weights[part]

    # --- the closer look ---

    def looked_at_closer(self, scored: list[tuple[_Passage, float]], plan: Plan) -> list[tuple[_Passage, float]]:
        """Gives the passages with their scores, the best of them with what the closer look adds."""
        clues, kinds = clues_of(plan.query), dict(plan.kind_priors)
        ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0].id))
        best, rest = ordered[: ranking.CLOSER_LOOK], ordered[ranking.CLOSER_LOOK :]
        looked_at = []
        for passage, score in best:
            advance = ranking.prior(passage.facts.kind, passage.facts.dated, kinds=kinds)
            looked_at.append((passage, (score + self._closer(clues, passage)) * advance))
        return looked_at + rest

    def _closer(self, clues: Clues, passage: _Passage) -> float:
        title, heading, text = passage.fields
        damping = ranking.damping(2, passage.lengths[2], averages=self._averages)
        score = 0.0
        for word in clues.words:
            patterns, weight = self._patterns_of(word), self._rarity(word)
            related = related_keys(patterns, self._vocabulary) if clues.related else ()
            if related:
                patterns, weight = (*patterns, (related,)), self._rarity_of_any(related)
                counts = [len(_places(((related,),), keys)) for keys in passage.fields]
                met = ranking.word_score(counts, passage.lengths, averages=self._averages, weight=weight)
                score += ranking.RELATED * met
            places = [0] if _places(patterns, heading) else _places(patterns, text)
            score += ranking.early_score(places[0], weight=weight) if places else 0.0
        for pair in clues.pairs:
            first, second = (set(_places(self._patterns_of(word), text)) for word in pair)
            times = len({place + 1 for place in first} & second)
            weight = self._rarity(pair[0]) + self._rarity(pair[1])
            score += ranking.adjacent_score(times, damping=damping, weight=weight)
        if clues.words and all(_places(self._patterns_of(word), title) for word in clues.words):
            score += ranking.whole_title_score([self._rarity(word) for word in clues.words])
        return score

    def _rarity_of_any(self, keys: tuple[str, ...]) -> float:
        """Gives about the rarity of a word with any of `keys`, from how many texts have each."""
        having = sum(any(key in position for position in passage.fields[2]) for key in keys for passage in self._public)
        return ranking.rarity(min(having, len(self._public)), len(self._public))

    def _rarity(self, node: Asked) -> float:
        if node not in self._rarities:
            having = sum(any(self._places(node, keys) for keys in passage.fields) for passage in self._public)
            self._rarities[node] = ranking.rarity(having, len(self._public))
        return self._rarities[node]

    def _places(self, node: Asked, keys: Keys) -> Sequence[int]:
        """Gives the positions of a field at which what is asked for begins."""
        if isinstance(node, Near):
            return windows([self._places(part, keys) for part in node.parts], node.width)
        return _places(self._patterns_of(node), keys)

    def _patterns_of(self, node: Word | Phrase) -> tuple[Pattern, ...]:
        if node not in self._patterns:
            self._patterns[node] = patterns_of(node, self._vocabulary)
        return self._patterns[node]


def _places(patterns: tuple[Pattern, ...], keys: Keys) -> list[int]:
    """Gives the positions at which any of the patterns begins."""
    return [place for place in range(len(keys)) if any(_begins(pattern, keys, place) for pattern in patterns)]


def _begins(pattern: Pattern, keys: Keys, place: int) -> bool:
    return len(keys) >= place + len(pattern) and all(
        not set(wanted).isdisjoint(keys[place + step]) for step, wanted in enumerate(pattern)
    )
