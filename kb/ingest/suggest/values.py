"""What is suggested, what it was told by, and the names that suggestions choose from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, TypeVar

from kb.legislation.register import Act

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Name:
    """A row of editable data that may be suggested: its slug and its names."""

    slug: str
    name_sl: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The kinds, bodies, topics and acts that exist; nothing else is suggested. Acts: None for the project's own."""

    kinds: tuple[Name, ...] = ()
    bodies: tuple[Name, ...] = ()
    topics: tuple[Name, ...] = ()
    acts: tuple[Act, ...] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a suggestion comes from: a place as readers see it, «stran 1», and the words that stand there."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Value]):
    """A value, where it was seen, and how sure it is, from 0 to 1; below 0.5 it is only a hint."""

    value: Value
    seen: Seen
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the text of a document tells of it; kind, bodies and topics are slugs, acts acronyms; the surest first."""

    title: Suggestion[str] | None = None
    dated: Suggestion[dt.date] | None = None
    kind: Suggestion[str] | None = None
    language: Suggestion[str] | None = None
    topics: tuple[Suggestion[str], ...] = ()
    bodies: tuple[Suggestion[str], ...] = ()
    acts: tuple[Suggestion[str], ...] = ()
