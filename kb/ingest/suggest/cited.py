"""The acts that a document cites, from the register of kb.legislation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.ingest.suggest.sheet import Part
from kb.ingest.suggest.values import Suggestion
from kb.legislation.acts import ActFinder, By, Mention

MOST = 20
_WORTH = {By.ACRONYM: 0.95, By.TITLE: 0.9, By.GAZETTE: 0.5}
_UNCERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Cited:
    """The acts cited, the most often first, and the slugs of their topics with how much they tell."""

    acts: tuple[Suggestion[str], ...]
    topics: tuple[Suggestion[str], ...]


def suggest_acts(parts: Sequence[Part], finder: ActFinder) -> Cited:
    """Gives at most 20 acts by acronym, «ZORed» and «ZORed-A» apart; an act known by its title alone may be uncertain.

    «Zakon o cestah» is that in force, with 0.5, where nothing near tells ZCes-1 from ZCes-2; it is left out where the
    document names another act of that title for certain. Acts that only stand in a list of changes are not cited.
    """
    every = ((mention, part) for part in parts for mention in finder.find(part.text))
    found = [(mention, part) for mention, part in every if mention.by is not By.LIST]
    certain = {mention.act.title: mention.act for mention, _ in found if mention.is_certain}
    counts: Counter[str] = Counter()
    best: dict[str, tuple[Mention, Part]] = {}
    for mention, part in found:
        if not mention.is_certain and certain.get(mention.act.title, mention.act) != mention.act:
            continue
        counts[mention.acronym] += round(part.weight)
        held = best.setdefault(mention.acronym, (mention, part))
        if _worth(mention) > _worth(held[0]):
            best[mention.acronym] = (mention, part)
    acts = tuple(_suggestion(*best[acronym]) for acronym, _ in counts.most_common(MOST))
    return Cited(acts, tuple(_topics((best[acronym], count) for acronym, count in counts.items())))


def _worth(mention: Mention) -> float:
    return _WORTH[mention.by] if mention.is_certain or mention.by is By.GAZETTE else _UNCERTAIN


def _suggestion(mention: Mention, part: Part) -> Suggestion[str]:
    return Suggestion(mention.acronym, part.seen(mention.start, mention.end), _worth(mention))


def _topics(found: Iterable[tuple[tuple[Mention, Part], int]]) -> Iterable[Suggestion[str]]:
    for (mention, part), count in found:
        seen = part.seen(mention.start, mention.end)
        yield Suggestion(mention.act.topic, seen, _worth(mention) * min(count, 6))
