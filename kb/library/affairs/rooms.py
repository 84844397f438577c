"""What stands on the page of a body or topic beside materials: what is open, goals, positions, acts, events, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from kb.legislation.acronyms import key_of
from kb.legislation.register import Act, Register
from kb.library.affairs.positions import record_of
from kb.library.seeing import may_see
from kb.model import (
    EVERYTHING,
    VISITOR,
    Body,
    BodyFacts,
    Document,
    Dossier,
    Enquiry,
    Event,
    Goal,
    Position,
    ProposalOutcome,
    Reader,
    Topic,
)
from kb.slovene.order import sort_key
from kb.store import Store
from kb.store.affairs.placed import Among

if TYPE_CHECKING:
    from kb.library.affairs import Affairs

SHOWN = 5
ACTS_SHOWN = 10
IN_FEED = 30

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """The first few of a list, and how many it has."""

    shown: tuple[T, ...] = ()
    total: int = 0

    @classmethod
    def of(cls, all_of_them: Sequence[T], most: int = SHOWN) -> Some[T]:
        """Gives the first `most` of a list."""
        return cls(tuple(all_of_them[:most]), len(all_of_them))


@dataclass(frozen=True, slots=True)
class RoomAct:
    """An act that a body or topic has to do with: its open dossiers and positions, and the materials that cite it."""

    act: Act
    dossiers: int = 0
    positions: int = 0
    materials: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a body, the bodies and topics that it names as such; `below` have it as their parent."""

    told: BodyFacts
    founded_by: tuple[Body, ...] = ()
    parent: tuple[Body, ...] = ()
    below: tuple[Body, ...] = ()
    predecessors: tuple[Body, ...] = ()
    successors: tuple[Body, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a body or topic has beside materials, as a reader may see it.

    `moved` are the documents that moved each goal, by its id. `record` counts adopted positions by year and outcome.
    """

    dossiers: Some[Dossier]
    over: int
    positions: Some[Position]
    record: tuple[tuple[int, ProposalOutcome, int], ...]
    coming: Some[Event]
    past: Some[Event]
    enquiries: Some[Enquiry]
    acts: Some[RoomAct]
    goals: tuple[Goal, ...] = ()
    moved: Mapping[int, tuple[Document, ...]] = field(default_factory=dict)
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A document of a feed, and when it came or last changed."""

    document: Document
    at: dt.datetime


class Rooms:
    """What stands on the pages of bodies and topics."""

    def __init__(self, store: Store, affairs: Affairs) -> None:
        self._store = store
        self._affairs = affairs
        self._acts: tuple[tuple[int, ...], Register] | None = None

    def of(self, place: Body | Topic, *, reader: Reader) -> Around:
        """Gives what a body has beside its materials, or a topic with those below it."""
        with self._store.database.one_state():
            return self._of(place, reader)

    def _of(self, place: Body | Topic, reader: Reader) -> Around:
        if isinstance(place, Topic):
            return self._around(self._among(place, reader), topic=place.slug)
        goals = self._affairs.goals.of(place.slug)
        return replace(
            self._around(self._among(place, reader), body=place.slug),
            goals=goals,
            moved=self._affairs.goals.documents(goals, reader=reader),
            facts=self.facts(place),
        )

    def facts(self, body: Body) -> Facts:
        """Gives what is told of a body."""
        told = self._store.affairs.bodies.facts(body.id)
        named = self._affairs.bodies.named
        every = self._store.affairs.bodies.all_facts()
        topics = {topic.slug: topic for topic in self._store.registers.topics()}
        return Facts(
            told,
            named((told.founded_by,)),
            named((told.parent,)),
            tuple(each for each in self._store.registers.bodies() if every.get(each.id, _NONE).parent == body.slug),
            named(told.predecessors),
            named(told.successors),
            tuple(topics[slug] for slug in told.topics if slug in topics),
        )

    def left_open(self, body: Body | Topic) -> int:
        """Gives how many dossiers are open though this body, theirs, is no more; 0 while it is."""
        if isinstance(body, Topic) or body.valid_to is None or body.valid_to >= self._affairs.dossiers.today():
            return 0
        return len(self._affairs.dossiers.all(reader=EVERYTHING, body=body.slug, is_open=True))

    def news(self, place: Body | Topic) -> tuple[News, ...]:
        """Gives what came or changed last with a body or topic, as everybody may see it."""
        newest = self._store.affairs.placed.newest(self._among(place, VISITOR), limit=IN_FEED)
        found = self._store.documents.many(number for number, _ in newest)
        return tuple(
            News(found[number], at) for number, at in newest if number in found and may_see(VISITOR, found[number])
        )

    def _around(self, among: Among, *, body: str = "", topic: str = "") -> Around:
        of, reader = self._affairs, among.reader
        dossiers = of.dossiers.all(reader=reader, body=body, topic=topic)
        positions = [each for each in of.positions.all(reader=reader, body=body, topic=topic) if each.adopted]
        events = of.events.all(reader=reader, body=body, topic=topic)
        coming = [each for each in events if each.is_coming(of.dossiers.today())]
        are_open = of.dossiers.by_deadline(each for each in dossiers if each.is_open)
        return Around(
            dossiers=Some.of(are_open),
            over=len(dossiers) - len(are_open),
            positions=Some.of(positions),
            record=record_of(positions),
            coming=Some.of(coming[::-1]),
            past=Some.of([each for each in events if each not in coming]),
            enquiries=Some.of(of.enquiries.all(reader=reader, topic=topic) if topic else ()),
            acts=self._acts_of(among, topic, are_open, positions),
        )

    def _acts_of(
        self, among: Among, topic: str, dossiers: Sequence[Dossier], positions: Sequence[Position]
    ) -> Some[RoomAct]:
        """Gives the acts of dossiers and positions first, then those that materials cite most."""
        register = self._register()
        cited = dict(self._store.affairs.placed.most_cited(among, limit=3 * ACTS_SHOWN))
        for_dossiers, for_positions = ([key_of(each.act) for each in some] for some in (dossiers, positions))
        keys = dict.fromkeys([*for_dossiers, *for_positions, *cited])
        acts = [
            RoomAct(act, for_dossiers.count(key), for_positions.count(key), cited.get(key, 0))
            for key in keys
            if key and (act := register.get(key)) is not None
        ]
        acts.sort(key=lambda each: sort_key(each.act.acronym))
        acts.sort(key=lambda each: (-bool(each.dossiers), -bool(each.positions), -each.materials))
        there = {each.act.acronym for each in acts}
        own = [RoomAct(act) for act in register.acts if topic and act.topic == topic and act.acronym not in there]
        return Some.of([*acts, *own], ACTS_SHOWN)

    def _register(self) -> Register:
        version, kept = self._store.acts.version(), self._acts
        if kept is None or kept[0] != version:
            kept = self._acts = version, Register(self._store.acts.all())
        return kept[1]

    def _among(self, place: Body | Topic, reader: Reader) -> Among:
        if isinstance(place, Body):
            return Among(reader, body=place.id)
        below = (each.id for each in self._store.registers.topics() if each.parent_id == place.id)
        return Among(reader, topics=(place.id, *below))


_NONE = BodyFacts()
