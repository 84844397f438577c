"""The topics of a document, by the words that are spoken of each: topic_words.csv beside this page, and its own name.

A word of the file stands for all that begin with it («redarstv» for «redarstvoma»); a phrase for words that follow each
other. What several topics share counts less for each. A topic without words there is known by its name.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kb.ingest.suggest.sheet import FRONT_WEIGHT, Part
from kb.ingest.suggest.values import Name, Seen, Suggestion
from kb.slovene.fold import fold

WORDS = Path(__file__).parent / "topic_words.csv"
MOST = 3
FEWEST = 4.0
_SHARE_OF_BEST = 0.3
_PHRASE = 1.5
_OF_ACT = 1.0
_SHORTEST, _LONGEST = 3, 24
_SHORTEST_NAME = 4
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")

Stems = tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What is counted for one topic while the parts are gone through."""

    counts: Counter[Stems]
    heaviest: float = 0.0
    seen: Seen = field(default_factory=lambda: Seen("", ""))


def suggest_topics(
    parts: Sequence[Part], topics: Iterable[Name], acts: Iterable[Suggestion[str]] = ()
) -> tuple[Suggestion[str], ...]:
    """Gives at most three topics, the surest first; `acts` are suggestions of the slugs of topics of cited acts."""
    vocabulary = _Vocabulary(tuple(topics))
    tallies = vocabulary.count(parts)
    scores = {slug: vocabulary.score(tally) for slug, tally in tallies.items()}
    for act in acts:
        if act.value in scores:
            scores[act.value] += _OF_ACT * act.confidence
    best = max(scores.values(), default=0.0)
    near = [slug for slug, score in scores.items() if score >= max(FEWEST, best * _SHARE_OF_BEST)]
    near.sort(key=lambda slug: -scores[slug])
    return tuple(_suggestion(slug, scores[slug] / best, tallies[slug]) for slug in near[:MOST])


def _suggestion(slug: str, share: float, tally: _Tally) -> Suggestion[str]:
    sure = 0.85 if tally.heaviest >= FRONT_WEIGHT else 0.6
    return Suggestion(slug, tally.seen, round(sure * (0.4 + 0.6 * share), 2))


class _Vocabulary:
    """The words of the topics that exist, by the first three letters of their first stem."""

    def __init__(self, topics: tuple[Name, ...]) -> None:
        told = _words_of_file()
        self._topics: dict[Stems, set[str]] = defaultdict(set)
        for topic in topics:
            for stems in (*told.get(topic.slug, ()), *_of_name(topic)):
                self._topics[stems].add(topic.slug)
        self._by_beginning: dict[str, list[Stems]] = defaultdict(list)
        for stems in self._topics:
            self._by_beginning[stems[0][:_SHORTEST]].append(stems)

    def count(self, parts: Sequence[Part]) -> dict[str, _Tally]:
        """Gives for each topic how often its words stand in `parts`, and the weightiest place of one."""
        tallies: dict[str, _Tally] = defaultdict(lambda: _Tally(Counter()))
        for part in parts:
            for stems, start, end in self._hits(part.folded):
                for slug in self._topics[stems]:
                    tally = tallies[slug]
                    tally.counts[stems] += round(part.weight)
                    if part.weight > tally.heaviest:
                        tally.heaviest, tally.seen = part.weight, part.seen(start, end)
        return tallies

    def score(self, tally: _Tally) -> float:
        """Gives what the counts are worth: every word for itself, more of the same ever less."""
        return sum(
            (_PHRASE if len(stems) > 1 else 1.0) * math.log2(1 + count) / len(self._topics[stems])
            for stems, count in tally.counts.items()
        )

    def _hits(self, folded: str) -> Iterator[tuple[Stems, int, int]]:
        words = [(word[0], word.start(), word.end()) for word in _WORD.finditer(folded)]
        for at, (word, start, end) in enumerate(words):
            for stems in self._by_beginning.get(word[:_SHORTEST], ()):
                if word.startswith(stems[0]) and _follow(stems, words, at):
                    yield stems, start, words[at + len(stems) - 1][2] if len(stems) > 1 else end


def _follow(stems: Stems, words: Sequence[tuple[str, int, int]], at: int) -> bool:
    return len(stems) <= len(words) - at and all(
        words[at + number][0].startswith(stem) for number, stem in enumerate(stems[1:], 1)
    )


def _of_name(topic: Name) -> Iterator[Stems]:
    """Gives the words of a topic's own name, cut to what does not bend: «Kultura in dediščina» → kultur, dediscin."""
    for part in re.split(r" in |,", fold(topic.name_sl)):
        stems = tuple(word.rstrip("aeiou") for word in _WORD.findall(part) if len(word) > _SHORTEST_NAME)
        if stems and sum(map(len, stems)) > _SHORTEST_NAME:
            yield stems


@cache
def _words_of_file() -> dict[str, tuple[Stems, ...]]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["topic"]: tuple(_stems(row["words"])) for row in csv.DictReader(file)}


def _stems(words: str) -> Iterator[Stems]:
    for phrase in words.split(";"):
        yield tuple(fold(phrase).split())
