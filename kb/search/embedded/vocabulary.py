"""The keys of a snapshot: which there are, so that questions are worded for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby

from kb.search.analysis import EXACT, Pattern
from kb.search.embedded.lists import Part, hosts_of, live_codes
from kb.search.embedded.terms import FIELDS, HEADING, TEXT, TITLE, decoded, encoded
from kb.search.patterns import patterns_of
from kb.search.tree import Phrase, Word

REMEMBERED = 50_000
WORDED = 2_000
PRESENT = -1


class LiveKeys:
    """The keys that live passages have, in any field: the Vocabulary of kb.search.analysis. Answers are remembered.

    `before` are the keys of a generation to whose segments others were added: what was found there is there still, and
    what was not is looked for in the new segments only.
    """

    def __init__(self, parts: Sequence[Part], before: LiveKeys | None = None) -> None:
        self._parts = tuple(parts)
        # PRESENT, or how many segments were looked through in vain.
        self._known: dict[str, int] = {} if before is None else before._known.copy()
        self._worded: dict[Word | Phrase, tuple[Pattern, ...]] = {}

    def patterns(self, part: Word | Phrase) -> tuple[Pattern, ...]:
        """Gives the patterns any of which answers a word or a phrase of a question."""
        patterns = self._worded.get(part)
        if patterns is None:
            if len(self._worded) > WORDED:
                self._worded = {}
            patterns = self._worded[part] = patterns_of(part, self)
        return patterns

    def __contains__(self, key: object) -> bool:
        """Tells whether a live passage has `key`."""
        wanted = str(key)
        known = self._known.get(wanted, 0)
        if PRESENT < known < len(self._parts):
            if len(self._known) > REMEMBERED:
                self._known = {}
            is_there = any(_has(part, wanted) for part in self._parts[known:])
            known = self._known[wanted] = PRESENT if is_there else len(self._parts)
        return known == PRESENT

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys that begin with `prefix`, in alphabetical order, found as they are taken."""
        found = merge(*(keys for part in self._parts for keys in _beginning(part, prefix)))
        if all(part.live is None for part in self._parts):
            return (key for key, _ in groupby(found))
        return (key for key, _ in groupby(found) if key in self)


def _has(part: Part, key: str) -> bool:
    """Tells whether a live passage of a segment has a key."""
    if part.live is not None:
        return any(
            len(live_codes(part, block, marks))
            for field in range(len(FIELDS))
            for host, marks in hosts_of(part.view, (key,)).items()
            if (block := part.view.block(field, host)) is not None
        )
    if key.startswith(EXACT):
        return bool(part.view.hosts(encoded(key[len(EXACT) :])))
    name = encoded(key)
    return any(part.view.terms.find(field, name) for field in (TEXT, TITLE, HEADING))


def _beginning(part: Part, prefix: str) -> Iterator[Iterator[str]]:
    """Gives the keys of a segment that begin with `prefix`, field by field."""
    if prefix.startswith(EXACT):
        yield (EXACT + decoded(form) for form, _ in part.view.forms(encoded(prefix[len(EXACT) :])))
        return
    for field in range(len(FIELDS)):
        yield (decoded(name) for name, _ in part.view.terms.beginning(field, encoded(prefix)))
