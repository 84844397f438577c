"""The synonyms and abbreviations that staff edit: rules of words that are searched together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from kb.errors import NotFound, WrongValue
from kb.legislation.register import of_line
from kb.model import PROGRAM, Actor, Deed, Entry
from kb.slovene.synonyms import Rule, Rules
from kb.store.audit import enter_some
from kb.store.clock import Clock, now
from kb.store.database import Database, kept
from kb.store.ids import fit
from kb.store.tables import synonyms
from kb.store.texts import storable

_STAMP = select(func.count(), func.max(synonyms.c.id))


@dataclass(frozen=True, slots=True)
class NumberedRule:
    """A rule as the store keeps it."""

    id: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of many rules: those that were added, and how many were there already."""

    added: tuple[NumberedRule, ...]
    known: int


class SynonymRegister:
    """The synonyms of the store. A rule is not changed: it is removed and another one added."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[NumberedRule, ...]:
        """Gives all rules in the order they were added."""
        with self._database.reading() as connection:
            return _all(connection)

    def stamp(self) -> tuple[int, int]:
        """Gives what differs whenever the rules do: how many they are, and the last id (ids are never used twice)."""
        with self._database.reading() as connection:
            count, last = kept(connection, "stamp of synonyms", lambda: tuple(connection.execute(_STAMP).one()))
        return count, last or 0

    def add(self, rule: Rule, *, by: Actor = PROGRAM) -> NumberedRule:
        """Adds a rule and gives it with its id. Raises WrongValue where it is there already or closes a circle."""

        def work(connection: Connection) -> NumberedRule:
            added = _add(connection, _rules(connection), rule)
            self._enter(connection, by, Deed.ADDED, [added])
            return added

        return self._database.write(work)

    def add_many(self, rules: Sequence[tuple[int, Rule]], *, by: Actor = PROGRAM) -> Imported:
        """Adds rules, each told by the number of its line, or none; those that are there already are counted.

        Raises WrongValue with the line of the first that cannot be added.
        """

        def work(connection: Connection) -> Imported:
            done = _add_many(connection, rules)
            self._enter(connection, by, Deed.ADDED, done.added)
            return done

        return self._database.write(work)

    def replace(self, rule_id: int, rule: Rule, *, by: Actor = PROGRAM) -> NumberedRule:
        """Puts a rule in place of another, which takes effect at once, under a new id; the same rule stays as it is.

        Raises NotFound; WrongValue where it is there already or closes a circle, and nothing is changed then.
        """

        def work(connection: Connection) -> NumberedRule:
            before = NumberedRule(rule_id, _remove(connection, rule_id))
            added = _add(connection, _rules(connection), rule)
            self._enter(connection, by, Deed.EDITED, [added], before=before)
            return added

        return self._database.write(work)

    def remove(self, rule_id: int, *, by: Actor = PROGRAM) -> Rule:
        """Takes a rule out and gives it. Raises NotFound."""

        def work(connection: Connection) -> Rule:
            rule = _remove(connection, rule_id)
            gone = [Entry("synonym", rule_id, before={"rule": str(rule)})]
            enter_some(connection, by, Deed.REMOVED, gone, at=self._clock())
            return rule

        return self._database.write(work)

    def _enter(
        self,
        connection: Connection,
        by: Actor,
        deed: Deed,
        rules: Sequence[NumberedRule],
        *,
        before: NumberedRule | None = None,
    ) -> None:
        was = {"rule": str(before.rule)} if before else {}
        entries = [Entry("synonym", each.id, was, {"rule": str(each.rule)}) for each in rules]
        enter_some(connection, by, deed, entries, at=self._clock())


def _all(connection: Connection) -> tuple[NumberedRule, ...]:
    return tuple(_numbered(row) for row in connection.execute(select(synonyms).order_by(synonyms.c.id)))


def _numbered(row: Row[Any]) -> NumberedRule:
    return NumberedRule(row.id, Rule(tuple(row.terms), tuple(row.means)))


def _rules(connection: Connection) -> Rules:
    return Rules(each.rule for each in _all(connection))


def _add(connection: Connection, known: Rules, rule: Rule) -> NumberedRule:
    known.add(rule)
    columns = {"terms": [*map(storable, rule.terms)], "means": [*map(storable, rule.means)]}
    found = connection.execute(insert(synonyms).values(columns)).inserted_primary_key
    return NumberedRule(found[0] if found else 0, rule)


def _add_many(connection: Connection, rules: Sequence[tuple[int, Rule]]) -> Imported:
    known = _rules(connection)
    added: list[NumberedRule] = []
    for line, rule in rules:
        if rule in known:
            continue
        try:
            added.append(_add(connection, known, rule))
        except WrongValue as error:
            raise of_line(line, error) from error
    return Imported(tuple(added), len(rules) - len(added))


def _remove(connection: Connection, rule_id: int) -> Rule:
    row = connection.execute(select(synonyms).where(synonyms.c.id == fit(rule_id))).one_or_none()
    if row is None:
        raise NotFound(f"pravilo {rule_id}")
    connection.execute(delete(synonyms).where(synonyms.c.id == row.id))
    return _numbered(row).rule
