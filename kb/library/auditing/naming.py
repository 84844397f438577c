"""What short names in the audit log stand for in the registers as they are now: "k-okolje" → «Komisija za okolje»."""

from __future__ import annotations

from collections.abc import Iterable

from kb.library.auditing.words import Named as ByField
from kb.library.auditing.words import Words
from kb.model import Audited, Named
from kb.store import Store

_OF_BODIES = ("bodies", "body", "founded_by", "parent", "predecessors", "successors", "organiser")
_OF_TOPICS = ("topics", "topic")


def named_in(store: Store) -> ByField:
    """Gives the names of bodies, topics, kinds and events by the field and the short name that the log has of them.

    The sorts of things that rows are about, "body", "topic", "kind" and "event", are among the fields.
    """
    registers = store.registers
    bodies, topics = _words(registers.all_bodies()), _words(registers.topics())
    events = {event.slug: (event.title, event.title) for event in store.events.all()}
    of_bodies, of_topics = dict.fromkeys(_OF_BODIES, bodies), dict.fromkeys(_OF_TOPICS, topics)
    return {**of_bodies, **of_topics, "kind": _words(registers.kinds()), "event": events}


def name_of(row: Audited, language: str = "sl", *, named: ByField) -> str:
    """Gives the name of the body, topic, kind or event that a row is about, "" for anything else."""
    return named.get(row.subject, {}).get(row.subject_id, ("", ""))[language == "en"]


def _words(rows: Iterable[Named]) -> dict[str, Words]:
    return {row.slug: (row.name_sl, row.name_en or row.name_sl) for row in rows}
