"""What a form of metadata offers to choose from: kinds, bodies, topics and events, as they are now."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Body, Event, Kind, Topic
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Choices:
    """All kinds, bodies and topics of the registers, in the order they were put in, and the events, latest first."""

    kinds: tuple[Kind, ...]
    bodies: tuple[Body, ...]
    topics: tuple[Topic, ...]
    events: tuple[Event, ...]


def choices_in(store: Store) -> Choices:
    """Gives what the registers of `store` offer. Raises StoreError."""
    registers = store.registers
    return Choices(registers.kinds(), registers.bodies(), registers.topics(), store.events.all())
