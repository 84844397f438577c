"""What is to be done to documents, as a value that is shown before it is done, kept, and done later.

Edits(set=(("kind", "predstavitev"),), add=(("topics", "prekrski"),), move=(("bodies", "k-okolje", "k-prostor"),))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.store.changing.facts import Facts

LISTED = ("bodies", "topics")
"""Facts that hold several slugs, to which one can be added."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Facts to be set, slugs to be added to lists and taken from them, and slugs in whose place others come.

    A document that does not have the first slug of a `move` is left as it is. With an empty `add`, `remove`, `move`
    and `set` nothing is done.
    """

    set: tuple[tuple[str, Any], ...] = ()
    add: tuple[tuple[str, str], ...] = ()
    remove: tuple[tuple[str, str], ...] = ()
    move: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.set or self.add or self.remove or self.move)

    def applied(self, facts: Facts) -> dict[str, Any]:
        """Gives the facts of a document as they are afterwards, those that are not spoken of left out."""
        after: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in self.set}
        for name, old, new in self.move:
            after[name] = _moved(_listed(name, after, facts), old, new)
        for name, slug in self.remove:
            after[name] = [one for one in _listed(name, after, facts) if one != slug]
        for name, slug in self.add:
            listed = _listed(name, after, facts)
            after[name] = listed if slug in listed else [*listed, slug]
        return after

    def slugs(self) -> Facts:
        """Gives the slugs that documents get by this, to be looked for in the registers."""
        found: dict[str, Any] = {name: value for name, value in self.set if name in ("kind", "event", *LISTED)}
        for name, slug in (*self.add, *((name, new) for name, _, new in self.move)):
            found[name] = [*found.get(name, ()), slug]
        return found

    def as_json(self) -> dict[str, Any]:
        """Gives the edits as the store keeps them."""
        listed = {name: [list(one) for one in getattr(self, name)] for name in ("set", "add", "remove", "move")}
        return {name: value for name, value in listed.items() if value}


NOTHING = Edits()


def edits_of(told: Mapping[str, Any]) -> Edits:
    """Gives what `as_json` gave."""
    listed = {name: tuple(tuple(one) for one in told.get(name, ())) for name in ("set", "add", "remove", "move")}
    return Edits(**listed)


def _listed(name: str, after: Facts, before: Facts) -> list[str]:
    slugs: list[str] = after[name] if name in after else before[name]
    return slugs


def _moved(slugs: list[str], old: str, new: str) -> list[str]:
    if old not in slugs:
        return slugs
    return list(dict.fromkeys(new if one == old else one for one in slugs))
