"""Goals and wishes of bodies as people see and edit them, with the documents that moved them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kb.errors import WrongValue
from kb.library.registering import LONGEST_ABOUT, Fault, Faulty
from kb.library.seeing import may_see
from kb.model import Actor, Document, Goal, GoalStep, Reader, RecordSort
from kb.slovene.workdays import day_here
from kb.store import Store
from kb.store.clock import Clock, now

LONGEST_TEXT = 300
LONGEST_REMARK = 1_000
FIRST_YEAR = 1992
"""The year that the association was founded in: no goal is older."""


class Goals:
    """The goals and wishes of one library. Safe to share between threads."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def of(self, body: str) -> tuple[Goal, ...]:
        """Gives the goals of a body (slug) and after them its wishes, none for a body that is not there."""
        found = next((row for row in self._store.registers.bodies() if row.slug == body), None)
        return self._store.affairs.goals.of(found.id) if found else ()

    def get(self, goal_id: int) -> Goal:
        """Gives a goal. Raises NotFound."""
        return self._store.affairs.goals.get(goal_id)

    def documents(self, goals: Sequence[Goal], *, reader: Reader) -> dict[int, tuple[Document, ...]]:
        """Gives the documents that moved goals and that `reader` may see, by the goal's id, the oldest first."""
        found = self._store.documents.many({one for goal in goals for one in goal.documents})
        seen = {number: each for number, each in found.items() if may_see(reader, each)}
        return {
            goal.id: tuple(
                sorted(
                    (seen[one] for one in goal.documents if one in seen),
                    key=lambda each: (each.dated or dt.date.max, each.id),
                )
            )
            for goal in goals
        }

    def put(self, goal: Goal, *, by: Actor) -> Goal:
        """Keeps what a goal says, a new one where its `id` is 0. Raises Faulty, NotFound."""
        faults = []
        if not goal.text.strip() or len(goal.text) > LONGEST_TEXT:
            most = LONGEST_TEXT
            said = f"besedilo je obvezno in ima največ {most} znakov", f"a text is needed, of at most {most} characters"
            faults.append(Fault("text", *said))
        if len(goal.about) > LONGEST_ABOUT:
            faults.append(
                Fault("about", f"opis ima največ {LONGEST_ABOUT} znakov", f"at most {LONGEST_ABOUT} characters")
            )
        if goal.since and not FIRST_YEAR <= goal.since.year <= self._today().year:
            years = FIRST_YEAR, self._today().year
            said = "leto je lahko od {} do {}", "the year is one from {} to {}"
            faults.append(Fault("since", *(each.format(*years) for each in said)))
        others = (each for each in self.of(goal.body) if each.id != goal.id and each.is_wish is goal.is_wish)
        if goal.text.strip() in {each.text for each in others}:
            faults.append(Fault("text", "organ tak cilj ali željo že ima", "the body has such a goal or wish already"))
        if faults:
            raise Faulty(faults)
        return self._store.affairs.goals.put(replace(goal, text=goal.text.strip()), by=by)

    def step(self, goal_id: int, step: GoalStep, *, by: Actor) -> Goal:
        """Adds how a goal went on. Raises Faulty, NotFound."""
        faults = []
        since = self.get(goal_id).since
        if step.day > self._today():
            faults.append(Fault("day", "dan je v prihodnosti", "the day is in the future"))
        elif since and step.day < since:
            said = "dan je pred letom, ko je bil cilj postavljen", "the day is before the year that the goal was set in"
            faults.append(Fault("day", *said))
        if len(step.remark) > LONGEST_REMARK:
            said = f"opomba ima največ {LONGEST_REMARK} znakov", f"at most {LONGEST_REMARK} characters"
            faults.append(Fault("remark", *said))
        if faults:
            raise Faulty(faults)
        return self._store.affairs.goals.step(goal_id, step, by=by)

    def link(self, goal_id: int, document_id: int, *, by: Actor) -> None:
        """Says that a document moved a goal. Raises NotFound for either; WrongValue for a goal's own text."""
        if document_id in self._store.records.documents(RecordSort.GOAL, [goal_id]).values():
            raise WrongValue(f"gradivo {document_id}", english=f"material {document_id}")
        self._store.affairs.goals.link(goal_id, document_id, by=by)

    def unlink(self, goal_id: int, document_id: int, *, by: Actor) -> None:
        """Takes back that a document moved a goal. Raises NotFound."""
        self._store.affairs.goals.unlink(goal_id, document_id, by=by)

    def remove(self, goal_id: int, *, by: Actor) -> None:
        """Takes a goal out of sight; its record stays as everything does. Raises NotFound."""
        self._store.affairs.goals.remove(goal_id, by=by)

    def _today(self) -> dt.date:
        return day_here(self._clock())
