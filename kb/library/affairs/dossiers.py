"""Dossiers as people see them: what is open, which deadline is near or has gone, and what can follow what.

A deadline is for the association's answer: once the position has gone out, or the matter is over, it is met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.errors import NotFound, NotPossible
from kb.library.seeing import may_see
from kb.model import EVERYTHING, Actor, Body, Document, Dossier, DossierStage, DossierStep, Reader
from kb.model.dossiers import WrongStep, wrong_step
from kb.slovene.fold import fold
from kb.slovene.workdays import day_here, workday_after, workdays_left
from kb.store import Store
from kb.store.clock import Clock, now

NEAR_DAYS = 3
"""Working days within which a deadline is near."""

MOST_WORKING_DAYS = 365


class DueState(StrEnum):
    """How a deadline stands: MET when it was answered, or OVERDUE, NEAR, AHEAD; NONE where there is none."""

    NONE = "none"
    MET = "met"
    OVERDUE = "overdue"
    NEAR = "near"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Due:
    """How the deadline of a dossier stands today: `left` working days, those that have gone since where overdue."""

    state: DueState
    day: dt.date | None = None
    left: int = 0

    @property
    def is_waiting(self) -> bool:
        """Tells whether the deadline still has to be met."""
        return self.state in (DueState.OVERDUE, DueState.NEAR, DueState.AHEAD)


@dataclass(frozen=True, slots=True)
class Abolished:
    """An open dossier and those of its bodies that are no more."""

    dossier: Dossier
    bodies: tuple[Body, ...]


class Dossiers:
    """The dossiers of the library. Safe to share between threads."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def today(self) -> dt.date:
        """Gives the day that it is where deadlines run out."""
        return day_here(self._clock())

    # --- what there is ---

    def all(
        self, *, reader: Reader, body: str = "", topic: str = "", act: str = "", is_open: bool | None = None
    ) -> tuple[Dossier, ...]:
        """Gives dossiers as `reader` may see them: with `is_open` the nearest deadline first, else the newest.

        Those whose deadline still has to be met stand before those that have none or have met it.
        """
        found = self._store.affairs.dossiers.all(reader=reader, body=body, topic=topic, act=act, is_open=is_open)
        return self.by_deadline(found) if is_open else found

    def get(self, dossier_id: int, *, reader: Reader) -> Dossier:
        """Gives a dossier. Raises NotFound."""
        return self._store.affairs.dossiers.get(dossier_id, reader=reader)

    def documents(self, dossiers: Iterable[Dossier], *, reader: Reader) -> dict[int, Document]:
        """Gives the documents that dossiers and their steps point to, by id, those that `reader` may see."""
        ids = {each.text_id for each in dossiers} | {step.document_id for each in dossiers for step in each.steps}
        found = self._store.documents.many(id_ for id_ in ids if id_)
        return {id_: document for id_, document in found.items() if may_see(reader, document)}

    def twin(self, dossier: Dossier) -> Dossier | None:
        """Gives another dossier that is the same matter: of the same EVA, or of the same title and day of receipt."""
        title = fold(dossier.title)
        for each in self.all(reader=EVERYTHING):
            is_same = (fold(each.title), each.received) == (title, dossier.received)
            if each.id != dossier.id and (is_same or (dossier.eva and each.eva == dossier.eva)):
                return each
        return None

    # --- deadlines ---

    def due(self, dossier: Dossier) -> Due:
        """Gives how the deadline of a dossier stands today."""
        if dossier.deadline is None:
            return Due(DueState.NONE)
        if dossier.is_answered:
            return Due(DueState.MET, dossier.deadline)
        today = self.today()
        left = workdays_left(today, dossier.deadline)
        if dossier.deadline < today:
            return Due(DueState.OVERDUE, dossier.deadline, -left)
        return Due(DueState.NEAR if left <= NEAR_DAYS else DueState.AHEAD, dossier.deadline, left)

    def by_deadline(self, dossiers: Iterable[Dossier]) -> tuple[Dossier, ...]:
        """Gives dossiers with the nearest deadline that still has to be met first."""

        def place(dossier: Dossier) -> tuple[bool, dt.date]:
            due = self.due(dossier)
            return not due.is_waiting, due.day if due.is_waiting and due.day else dt.date.max

        return tuple(sorted(dossiers, key=place))

    def overdue(self, *, reader: Reader = EVERYTHING) -> tuple[Dossier, ...]:
        """Gives the open dossiers whose deadline has gone without an answer."""
        return self._in(DueState.OVERDUE, reader)

    def near(self, *, reader: Reader = EVERYTHING) -> tuple[Dossier, ...]:
        """Gives the open dossiers whose deadline is at most NEAR_DAYS working days away."""
        return self._in(DueState.NEAR, reader)

    def takes_comments(self, dossier: Dossier) -> bool:
        """Tells whether members can comment today: to the end of the deadline, without one until a position is adopted.

        A matter that is over takes none.
        """
        if dossier.deadline is None:
            return dossier.stage in (DossierStage.RECEIVED, DossierStage.CONSULTATION)
        return dossier.is_open and self.today() <= dossier.deadline

    def _in(self, state: DueState, reader: Reader) -> tuple[Dossier, ...]:
        return tuple(each for each in self.all(reader=reader, is_open=True) if self.due(each).state is state)

    # --- changing ---

    def put(self, actor: Actor, dossier: Dossier) -> Dossier:
        """Keeps a dossier, a new one where its `id` is 0, with the deadline that its working days give.

        Raises NotFound, WrongValue, ChangedMeanwhile for another edition than the one that is kept.
        """
        if dossier.working_days:
            dossier = replace(dossier, deadline=workday_after(dossier.received, dossier.working_days))
        if dossier.steps:
            first = replace(dossier.steps[0], day=dossier.received)
            dossier = replace(dossier, steps=(first, *dossier.steps[1:]))
        return self._store.affairs.dossiers.put(actor, dossier)

    def put_step(self, actor: Actor, dossier: Dossier, step: DossierStep) -> Dossier | WrongStep:
        """Keeps a step of a dossier, a new one where its `id` is 0; gives what is wrong with one that cannot be.

        Raises NotFound for a step that is not there, and as `put` does.
        """
        if step.id and all(step.id != each.id for each in dossier.steps):
            raise NotFound(f"korak {step.id}")
        wrong = wrong_step(dossier, step, self.today())
        if wrong:
            return wrong
        others = [each for each in dossier.steps if not step.id or each.id != step.id]
        changed = replace(dossier, steps=(*others, step))
        if step.stage is DossierStage.RECEIVED:
            changed = replace(changed, received=step.day, steps=(step, *others))
            return self.put(actor, changed)
        return self._store.affairs.dossiers.put(actor, changed)

    def take_back(self, actor: Actor, dossier: Dossier, step_id: int) -> Dossier:
        """Takes a step back; its row stays. Raises NotFound, NotPossible for the first step, and as `put` does."""
        if all(step_id != each.id for each in dossier.steps):
            raise NotFound(f"korak {step_id}")
        if dossier.steps[0].id == step_id:
            raise NotPossible("prejem zadeve ni korak, ki bi ga bilo mogoče umakniti")
        kept = tuple(each for each in dossier.steps if each.id != step_id)
        return self._store.affairs.dossiers.put(actor, replace(dossier, steps=kept))

    def in_trash(self) -> tuple[Dossier, ...]:
        """Gives the dossiers in the trash, those opened last first; they stay until they are restored."""
        return self._store.affairs.dossiers.in_trash()

    def remove(self, actor: Actor, dossier_id: int) -> None:
        """Puts a dossier into the trash with its text. Raises NotFound, NotPossible for one that is spoken of."""
        self._store.affairs.dossiers.remove(actor, dossier_id)

    def restore(self, actor: Actor, dossier_id: int) -> None:
        """Takes a dossier out of the trash, as it was. Raises NotFound."""
        self._store.affairs.dossiers.restore(actor, dossier_id)

    # --- bodies that are no more ---

    def of_abolished(self, *, body: str = "") -> tuple[Abolished, ...]:
        """Gives the open dossiers with bodies that are no more, those of one body or of all."""
        ended = {each.slug: each for each in self._store.registers.bodies() if is_over(each, self.today())}
        if body and body not in ended:
            return ()
        found = (
            Abolished(dossier, tuple(ended[slug] for slug in dossier.bodies if slug in ended))
            for dossier in self.all(reader=EVERYTHING, body=body, is_open=True)
        )
        return tuple(each for each in found if each.bodies)

    def pass_on(self, actor: Actor, dossier: Dossier, old: str, new: str) -> Dossier:
        """Gives a dossier to the body `new` in the place of `old`. Raises NotFound, WrongValue, and as `put` does."""
        if old not in dossier.bodies:
            raise NotFound(f"organ {old}")
        bodies = tuple(dict.fromkeys(new if slug == old else slug for slug in dossier.bodies))
        return self._store.affairs.dossiers.put(actor, replace(dossier, bodies=bodies))


def is_over(body: Body, day: dt.date) -> bool:
    """Tells whether a body was no more on a day."""
    return body.valid_to is not None and body.valid_to < day
