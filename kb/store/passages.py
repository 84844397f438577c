"""Passages as rows and values. Those of removed documents and of revisions that are not shown are not given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select

from kb.errors import NotFound
from kb.model import Locator, LocatorKind, Passage, StoredPassage
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.tables import citations, documents, passages, revisions
from kb.store.texts import storable

_PLACE = (passages.c.kind, passages.c.number, passages.c.part)
_SOME: Any = bindparam("some", expanding=True)
_OLD_CITATIONS = delete(citations).where(citations.c.revision_id.in_(_SOME))
_OLD = delete(passages).where(passages.c.revision_id.in_(_SOME))
_IS_SHOWN = (documents.c.shown_id == passages.c.revision_id) & documents.c.removed.is_(None)
_SHOWN: Select[Any] = select(passages, documents.c.id.label("document_id")).join_from(passages, documents, _IS_SHOWN)
_WANTED = _SHOWN.where(passages.c.id.in_(_SOME))
"""Made once: to make a statement takes as long as its answer."""


@dataclass(frozen=True, slots=True)
class PassageHead:
    """A line of a document's contents: where a passage is, and its heading; `title_length` as in Passage."""

    locator: Locator
    heading: str
    title_length: int = -1


class Passages:
    """The passages of the store. Those of removed documents and of revisions that are not shown are not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int, *, offset: int = 0, limit: int | None = None) -> tuple[StoredPassage, ...]:
        """Gives the passages of a document in order, from position `offset` on, at most `limit`; all by default."""
        wanted = _SHOWN.where(documents.c.id == fit(document_id), passages.c.position >= offset)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(passages.c.position).limit(limit))
            return tuple(_stored(row) for row in rows)

    def by_id(self, ids: Iterable[int]) -> dict[int, StoredPassage]:
        """Gives passages by id, without those that are not there (any more)."""
        found: dict[int, StoredPassage] = {}
        with self._database.reading() as connection:
            for part in chunks(ids):
                rows = connection.execute(_WANTED, {"some": part}).all()
                found.update((row.id, _stored(row)) for row in rows)
        return found

    def by_anchor(self, document_id: int, anchor: str) -> StoredPassage:
        """Gives the passage at an anchor («clen-14») of a document. Raises NotFound."""
        here = (documents.c.id == fit(document_id)) & (passages.c.anchor == storable(anchor))
        with self._database.reading() as connection:
            row = connection.execute(_SHOWN.where(here).order_by(passages.c.position).limit(1)).one_or_none()
        if row is None:
            raise NotFound(f"{document_id}/{anchor}")
        return _stored(row)

    def contents(self, document_id: int) -> tuple[PassageHead, ...]:
        """Gives the locators and headings of a document's passages in order, without their text."""
        wanted = select(*_PLACE, passages.c.heading, passages.c.title_length).join_from(passages, documents, _IS_SHOWN)
        wanted = wanted.where(documents.c.id == fit(document_id)).order_by(passages.c.position)
        with self._database.reading() as connection:
            rows = connection.execute(wanted)
            return tuple(PassageHead(_locator(row), row.heading, row.title_length) for row in rows)

    def count(self) -> int:
        """Gives the number of passages that can be found."""
        shown = documents.c.shown_id == revisions.c.id
        wanted = select(func.sum(revisions.c.passages)).join_from(revisions, documents, shown)
        with self._database.reading() as connection:
            return connection.scalar(wanted.where(documents.c.removed.is_(None))) or 0


def passages_of(
    connection: Connection, document_ids: Sequence[int], *, first: int | None = None
) -> dict[int, list[StoredPassage]]:
    """Gives all passages of some documents in order, or the `first` of each, by document id."""
    wanted = _SHOWN.where(documents.c.id.in_(document_ids)).order_by(documents.c.id, passages.c.position)
    if first is not None:
        wanted = wanted.where(passages.c.position < first)
    found: dict[int, list[StoredPassage]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.document_id, []).append(_stored(row))
    return found


def read_passages(connection: Connection, revision_id: int) -> tuple[Passage, ...]:
    """Gives the passages of a revision in order, whether a document shows it or not."""
    wanted = select(passages).where(passages.c.revision_id == revision_id).order_by(passages.c.position)
    return tuple(_passage(row) for row in connection.execute(wanted))


def replace_passages(connection: Connection, read: Mapping[int, Sequence[Passage]]) -> None:
    """Puts what was read in place of the passages of revisions, by the revision's id; their citations go with them."""
    connection.execute(_OLD_CITATIONS, {"some": list(read)})
    connection.execute(_OLD, {"some": list(read)})
    rows = [
        _columns(revision_id, position, passage)
        for revision_id, several in read.items()
        for position, passage in enumerate(several)
    ]
    if rows:
        connection.execute(insert(passages), rows)


def _columns(revision_id: int, position: int, passage: Passage) -> dict[str, Any]:
    return {
        "revision_id": revision_id,
        "position": position,
        "kind": passage.locator.kind.value,
        "number": storable(passage.locator.number),
        "part": passage.locator.part,
        "anchor": storable(passage.locator.anchor),
        "heading": storable(passage.heading),
        "text": storable(passage.text),
        "language": storable(passage.language),
        "aside_lines": passage.aside_lines,
        "title_length": passage.title_length,
        "misread": storable(passage.misread)[:100],
    }


def _stored(row: Row[Any]) -> StoredPassage:
    return StoredPassage(row.id, row.document_id, row.position, _passage(row))


def _passage(row: Row[Any]) -> Passage:
    lengths = row.aside_lines, row.title_length
    return Passage(_locator(row), row.heading, row.text, row.language, *lengths, row.misread)


def _locator(row: Any) -> Locator:
    return Locator(LocatorKind(row.kind), row.number, row.part)
