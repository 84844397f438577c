"""The names a question may use for bodies, topics, kinds, years and visibilities, and what they mean.

Names are compared folded; hyphens and spaces are the same: «komisija:okolje» finds «k-okolje», Komisija za okolje.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.model import Named, Visibility
from kb.slovene.fold import fold

_VISIBILITIES = {
    Visibility.PUBLIC: ("javno", "javni", "javna", "public"),
    Visibility.MEMBERS: ("clanice", "clani", "obcine", "members"),
    Visibility.BODY: ("komisija", "komisije", "organ", "organi", "body", "commission"),
    Visibility.STAFF: ("sekretariat", "osebje", "zaposleni", "staff", "secretariat"),
}
_YEARS = re.compile(r"(\d{4})?(\.{2,3}|…|-|–)?(\d{4})?")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Names:
    """The bodies, topics and kinds that a question can name."""

    bodies: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()

    def find(self, field: str, value: str) -> tuple[int, ...]:
        """Gives the ids, ascending, of what `value` names among "body", "topic" or "kind"; empty for nothing.

        A whole slug or name wins; then those with all the words of the value; then those where each word of the
        value begins a word.
        """
        rows = {"body": self.bodies, "topic": self.topics, "kind": self.kinds}[field]
        asked = _words(value)
        if not asked:
            return ()
        spoken = [(row.id, [_words(name) for name in (row.slug, row.name_sl, row.name_en) if name]) for row in rows]
        for holds in (_same, _has_words, _has_beginnings):
            if found := sorted({row_id for row_id, names in spoken if any(holds(asked, name) for name in names)}):
                return tuple(found)
        return ()


def visibility_named(value: str) -> Visibility | None:
    """Gives the visibility that a Slovene or English word names: «članice», "members" → members."""
    word = fold(value)
    return next((visibility for visibility, words in _VISIBILITIES.items() if word in words), None)


def years_named(value: str) -> tuple[int | None, int | None] | None:
    """Gives the first and last year of «2018», «2018..2020», «2018..», «..2020»; None for anything else.

    >>> years_named("2020..2018")
    (2018, 2020)
    """
    found = _YEARS.fullmatch(value)
    if not found or not (found[1] or found[3]):
        return None
    first, last = (int(year) if year else None for year in (found[1], found[3]))
    if not found[2]:
        return (first, first) if first and last is None else None
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _same(asked: list[str], name: list[str]) -> bool:
    return asked == name


def _has_words(asked: list[str], name: list[str]) -> bool:
    return set(asked) <= set(name)


def _has_beginnings(asked: list[str], name: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in name) for beginning in asked)
