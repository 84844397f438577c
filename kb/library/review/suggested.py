"""What the text of a stored document tells of it, beside what is kept: values that a person takes over one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from kb.ingest.suggest import Name, Names, Suggestion, Suggestions, suggest
from kb.ingest.suggest.again import from_passages
from kb.model import Document, Metadata
from kb.store import Store

SURE = 0.5
"""Suggestions that are less sure are hints: they are taken over one by one only."""

LISTED = ("bodies", "topics")


@dataclass(frozen=True, slots=True)
class SuggestedValue:
    """A value for a field of Metadata (`field`), where it was seen, and how sure it is, from 0 to 1.

    `value` is a slug, a title, a code of a language or a date as 2026-11-22; `is_kept` where the document has it
    already, `replaces` where it has another that would go.
    """

    field: str
    value: str
    place: str
    words: str
    confidence: float
    is_kept: bool
    replaces: bool

    @property
    def key(self) -> str:
        """Gives what names the value in a form: «bodies:k-okolje»."""
        return f"{self.field}:{self.value}"

    @property
    def is_sure(self) -> bool:
        """Tells whether it is taken over with the others: sure enough, new, and nothing that a person told goes."""
        return self.confidence >= SURE and not self.is_kept and not self.replaces


def suggestions_for(store: Store, document: Document) -> Suggestions:
    """Gives what the passages of a document tell of it."""
    passages = tuple(stored.passage for stored in store.passages.of(document.id))
    read_title = store.review.waiting.read_title(document.id)
    extract = from_passages(
        passages, media_type=document.revision.media_type, title=read_title, language=document.language
    )
    registers = store.registers
    kinds, bodies, topics = (
        tuple(Name(row.slug, row.name_sl, row.name_en) for row in rows)
        for rows in (registers.kinds(), registers.bodies(), registers.topics())
    )
    return suggest(extract, passages, names=Names(kinds, bodies, topics, store.acts.all()))


def values_of(found: Suggestions, shown: Metadata, told: Metadata) -> tuple[SuggestedValue, ...]:
    """Gives suggestions as values for the fields of a document, in the order of a form.

    `shown` is what the document has; `told` what of it people have said, which a suggestion would replace.
    """
    return tuple(_values(found, shown, told))


def _values(found: Suggestions, shown: Metadata, told: Metadata) -> Iterator[SuggestedValue]:
    singles: Iterable[tuple[str, Suggestion[str] | Suggestion[dt.date] | None]] = (
        ("title", found.title),
        ("kind", found.kind),
        ("dated", found.dated),
        ("language", found.language),
    )
    for field, one in singles:
        if one is not None:
            before, value = _written(getattr(told, field)), _written(one.value)
            is_kept = _written(getattr(shown, field)) == value
            yield _value(field, value, one, is_kept=is_kept, replaces=before not in ("", value))
    for field, several in (("bodies", found.bodies), ("topics", found.topics)):
        for each in several:
            yield _value(field, each.value, each, is_kept=each.value in getattr(shown, field), replaces=False)


def _written(value: str | dt.date | None) -> str:
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _value(
    field: str, value: str, one: Suggestion[str] | Suggestion[dt.date], *, is_kept: bool, replaces: bool
) -> SuggestedValue:
    seen = one.seen
    return SuggestedValue(field, value, seen.place, seen.words, one.confidence, is_kept, replaces)


def taken_over(kept: Metadata, values: Iterable[SuggestedValue]) -> Metadata:
    """Gives the metadata with values put in: lists grow, other fields are replaced."""
    for each in values:
        value: Any = each.value
        if each.field in LISTED:
            value = tuple(dict.fromkeys((*getattr(kept, each.field), each.value)))
        elif each.field == "dated":
            value = dt.date.fromisoformat(each.value)
        kept = replace(kept, **{each.field: value})
    return kept
