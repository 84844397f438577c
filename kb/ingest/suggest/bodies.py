"""The bodies of a document: those that its first lines and margins name, then those that its text names often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.ingest.suggest.inflected import patterns_of, plain_pattern
from kb.ingest.suggest.sheet import FRONT_WEIGHT, Part
from kb.ingest.suggest.values import Name, Seen, Suggestion
from kb.slovene.fold import fold

MOST = 3
_SHARE_OF_BEST = 0.4
_MOST_A_PART = 3
# «Skupščina» and «Sekretariat» are names of others' bodies too, unless «Skupnosti občin Slovenije» follows.
_ONE_WORD = 0.6
_OURS = re.compile(r"\s{1,3}(?:sos|skupnosti obcin)(?![^\W_])")
_ENGLISH_WORDS = 3
_STEM = 5
_COMMON = frozenset(("komis", "sekci", "mreza", "delov", "skupi", "odbor", "clani", "vpras", "obcin", "obrav"))
_BY_TOPIC = 0.35
_FEWEST_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that is named: how much, and the weight of the weightiest place."""

    score: float
    heaviest: float
    suggestion: Suggestion[str]


def suggest_bodies(
    parts: Sequence[Part], bodies: Iterable[Name], topics: Sequence[Suggestion[str]], topic_names: Iterable[Name]
) -> tuple[Suggestion[str], ...]:
    """Gives at most three bodies, the surest first.

    Where none is named, the body whose name shares a word with the surest topic's («Komisija za kulturo», «Kultura in
    dediščina») is a hint of 0.35.
    """
    bodies = tuple(bodies)
    found = [each for body in bodies if (each := _named(parts, body))]
    if not found:
        return tuple(_by_topic(bodies, topics, {name.slug: name for name in topic_names}))
    best = max(each.score for each in found)
    near = [each for each in found if each.score >= best * _SHARE_OF_BEST]
    near.sort(key=lambda each: (-each.heaviest, -each.score))
    return tuple(each.suggestion for each in near[:MOST])


def _named(parts: Sequence[Part], body: Name) -> _Named | None:
    patterns = _patterns(body)
    score, heaviest, seen, is_ours = 0.0, 0.0, Seen("", ""), len(body.name_sl.split()) > 1
    for part in parts:
        hits = [hit for pattern in patterns for hit in pattern.finditer(part.folded)]
        if not hits:
            continue
        score += part.weight * min(len(hits), _MOST_A_PART)
        is_ours = is_ours or any(_OURS.match(part.folded, hit.end()) for hit in hits)
        if part.weight > heaviest:
            heaviest, seen = part.weight, part.seen(hits[0].start(), hits[0].end())
    if not score:
        return None
    share = 1.0 if is_ours else _ONE_WORD
    sure = min(0.95, (0.85 if heaviest >= FRONT_WEIGHT else 0.5) + 0.01 * score)
    return _Named(score * share, heaviest, Suggestion(body.slug, seen, round(sure * share, 2)))


def _patterns(body: Name) -> tuple[re.Pattern[str], ...]:
    is_long = len(body.name_en.split()) >= _ENGLISH_WORDS
    return (*patterns_of(body.name_sl), *((plain_pattern(body.name_en),) if is_long else ()))


def _by_topic(
    bodies: Iterable[Name], topics: Sequence[Suggestion[str]], names: Mapping[str, Name]
) -> Iterator[Suggestion[str]]:
    for topic in topics[:1]:
        wanted = _stems(names[topic.value].name_sl)
        shares = [(_shared(wanted, _stems(body.name_sl)), body.slug) for body in bodies]
        share, slug = max(shares, default=(0.0, ""), key=lambda each: each[0])
        if share >= _FEWEST_SHARED:
            yield Suggestion(slug, topic.seen, _BY_TOPIC)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _stems(name: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]{4,40}", fold(name))) - _COMMON
