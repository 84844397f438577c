"""Documents as values: with their placements and the revision that is shown, in few queries for many documents.

A document that has been kept but not read yet is given by `get` and `many`, with no passages, so that its state can
be shown; what feeds the index gives documents that have been read only. A removed document is not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, literal, select, union_all, update

from kb.errors import NotFound
from kb.model import Body, Document, DocumentState, Kind, Reader, Revision, StoredPassage, Topic, Visibility
from kb.store.database import Database
from kb.store.events import events_by_id
from kb.store.ids import chunks, fit
from kb.store.marks import mark_shown
from kb.store.passages import passages_of
from kb.store.registers import rows_by_id
from kb.store.seen import seen_by
from kb.store.tables import document_bodies, document_speakers, document_topics, documents, originals, revisions

CHUNK = 50

_SOME: Any = bindparam("some", expanding=True)
_REVISIONS: Any = select(revisions, originals.c.size).join_from(revisions, originals)
_CHECKSUMS = select(revisions.c.id, revisions.c.sha256).where(revisions.c.id.in_(_SOME))
_WANTED = select(documents).where(documents.c.id.in_(_SOME), documents.c.removed.is_(None)).order_by(documents.c.id)
_OF_WANTED = (
    _REVISIONS.join(documents)
    .where(documents.c.id.in_(_SOME))
    .order_by(revisions.c.number)
    .add_columns((documents.c.shown_id == revisions.c.id).label("is_shown"))
)
_PLACED = union_all(
    *(
        select(literal(name).label("name"), owner, table.c.row_id, table.c.position).where(owner.in_(_SOME))
        for name, table, owner in (
            ("bodies", document_bodies, document_bodies.c.document_id),
            ("topics", document_topics, document_topics.c.document_id),
        )
    )
).order_by("position")
_SPEAKERS = (
    select(document_speakers.c.owner_id, document_speakers.c.name)
    .where(document_speakers.c.owner_id.in_(_SOME))
    .order_by(document_speakers.c.position)
)
"""Statements are made once: to make one takes as long as its answer."""

WithPassages = tuple[Document, list[StoredPassage]]


class Documents:
    """The documents of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, document_id: int) -> Document:
        """Gives one document. Raises NotFound, also for one that has been removed."""
        found = self.many([document_id])
        if document_id not in found:
            raise NotFound(str(document_id))
        return found[document_id]

    def many(self, ids: Iterable[int]) -> dict[int, Document]:
        """Gives documents by id, without those that are not there."""
        with self._database.reading() as connection:
            return {document.id: document for part in chunks(ids) for document in _documents(connection, part)}

    def seen(self, ids: Iterable[int], *, reader: Reader) -> frozenset[int]:
        """Gives those of documents (ids) that are there and open to `reader`."""
        wanted = select(documents.c.id).where(documents.c.removed.is_(None), seen_by(reader))
        with self._database.reading() as connection:
            return frozenset(
                one for part in chunks(ids) for one in connection.scalars(wanted.where(documents.c.id.in_(part)))
            )

    def revision(self, revision_id: int) -> Revision:
        """Gives one revision, whether it has been read or not. Raises NotFound."""
        with self._database.reading() as connection:
            row = connection.execute(_REVISIONS.where(revisions.c.id == fit(revision_id))).one_or_none()
        if row is None:
            raise NotFound(str(revision_id))
        return _revision(row)

    def owner(self, revision_id: int) -> int:
        """Gives the document that a revision belongs to. Raises NotFound."""
        with self._database.reading() as connection:
            found = connection.scalar(select(revisions.c.document_id).where(revisions.c.id == fit(revision_id)))
        if found is None:
            raise NotFound(str(revision_id))
        return int(found)

    def checksums(self, revision_ids: Iterable[int]) -> dict[int, str]:
        """Gives the checksums of the originals of revisions, by the revision's id."""
        found: dict[int, str] = {}
        with self._database.reading() as connection:
            for part in chunks(revision_ids):
                found.update((row.id, row.sha256) for row in connection.execute(_CHECKSUMS, {"some": part}))
        return found

    def revisions(self, document_id: int) -> tuple[Revision, ...]:
        """Gives all revisions of a document, the newest first, also those that have not been read."""
        wanted = _REVISIONS.where(revisions.c.document_id == fit(document_id)).order_by(revisions.c.number.desc())
        with self._database.reading() as connection:
            return tuple(_revision(row) for row in connection.execute(wanted))

    def shown_of(self, media_types: Collection[str], *, after: int, limit: int) -> tuple[tuple[int, int], ...]:
        """Gives revision and document of those shown whose files are of some types, from after a revision on."""
        shown = (documents.c.shown_id == revisions.c.id) & documents.c.removed.is_(None)
        wanted = select(revisions.c.id, documents.c.id).join_from(revisions, documents, shown)
        wanted = wanted.where(revisions.c.media_type.in_(media_types), revisions.c.id > after)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(revisions.c.id).limit(limit))
            return tuple((revision_id, document_id) for revision_id, document_id in rows)

    def count(self) -> int:
        """Gives the number of documents that have been read."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(documents).where(_read())) or 0

    def with_passages(self, ids: Iterable[int]) -> tuple[WithPassages, ...]:
        """Gives the documents among `ids` that have been read, each with all its passages in order."""
        with self._database.reading() as connection:
            return tuple(pair for part in chunks(ids) for pair in _with_passages(connection, part))

    def each_with_passages(
        self, *, after: int = 0, but: Collection[int] = (), chunk: int = CHUNK
    ) -> Iterator[WithPassages]:
        """Gives every document that has been read with its passages, by id, `chunk` documents in memory at a time.

        With `after` only those of greater ids than that; with `but` not those.

        What changes meanwhile is marked and comes into the index by its mark.
        """
        last = after
        while True:
            with self._database.reading() as connection:
                wanted = select(documents.c.id).where(_read(), documents.c.id > last).order_by(documents.c.id)
                ids = connection.scalars(wanted.limit(chunk)).all()
                pairs = _with_passages(connection, [id_ for id_ in ids if id_ not in but])
            if not ids:
                return
            yield from pairs
            last = ids[-1]


def remove_document(connection: Connection, document_id: int, *, at: dt.datetime) -> None:
    """Takes a document out of sight and marks it to leave the index. Raises NotFound."""
    there = (documents.c.id == fit(document_id)) & documents.c.removed.is_(None)
    if connection.execute(update(documents).where(there).values(removed=at)).rowcount == 0:
        raise NotFound(str(document_id))
    mark_shown(connection, document_id, at=at)


def _read() -> Any:
    return documents.c.shown_id.is_not(None) & documents.c.removed.is_(None)


def _revision(row: Row[Any]) -> Revision:
    return Revision(row.id, row.number, row.name, row.sha256, row.size, row.media_type, row.received)


def _with_passages(connection: Connection, ids: Sequence[int]) -> list[WithPassages]:
    wanted = select(documents.c.id).where(_read(), documents.c.id.in_(ids)).order_by(documents.c.id)
    read = connection.scalars(wanted).all()
    passages = passages_of(connection, read)
    return [(document, passages.get(document.id, [])) for document in _documents(connection, read)]


def _documents(connection: Connection, ids: Sequence[int]) -> list[Document]:
    rows = connection.execute(_WANTED, {"some": ids}).all()
    if not rows:
        return []
    shown = _shown_revisions(connection, [row.id for row in rows])
    read_with = _Placements(connection, [row.id for row in rows], [row.event_id for row in rows if row.event_id])
    # A document whose only revision went to another one (merged_into) is nothing to be shown.
    return [read_with.document(row, shown[row.id]) for row in rows if row.id in shown]


def _shown_revisions(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Gives the revision of each document that is shown, or its newest one where none has been read."""
    found: dict[int, Row[Any]] = {}
    for row in connection.execute(_OF_WANTED, {"some": ids}).all():
        if row.document_id not in found or not found[row.document_id].is_shown:
            found[row.document_id] = row
    return found


class _Placements:
    """What the documents of one query are placed with."""

    def __init__(self, connection: Connection, ids: Sequence[int], event_ids: Sequence[int]) -> None:
        self.kinds = rows_by_id(connection, Kind)
        self.all_bodies = rows_by_id(connection, Body)
        self.all_topics = rows_by_id(connection, Topic)
        self.events = events_by_id(connection, event_ids) if event_ids else {}
        self.bodies, self.topics, self.speakers = dict[int, list[int]](), dict[int, list[int]](), dict[int, list[str]]()
        for name, owner_id, row_id, _ in connection.execute(_PLACED, {"some": ids}).all():
            (self.bodies if name == "bodies" else self.topics).setdefault(owner_id, []).append(row_id)
        for owner_id, name in connection.execute(_SPEAKERS, {"some": ids}).all():
            self.speakers.setdefault(owner_id, []).append(name)

    def document(self, row: Row[Any], shown: Row[Any]) -> Document:
        """Gives the document of a row; what a person has written goes before what was read from the file."""
        return Document(
            id=row.id,
            title=row.title or shown.title or PurePath(shown.name).stem or shown.name or shown.sha256,
            kind=self.kinds.get(row.kind_id),
            bodies=tuple(self.all_bodies[one] for one in self.bodies.get(row.id, ())),
            topics=tuple(self.all_topics[one] for one in self.topics.get(row.id, ())),
            event=self.events.get(row.event_id),
            dated=row.dated,
            language=row.language or shown.language,
            source=row.source,
            rights=row.rights,
            visibility=Visibility(row.visibility),
            revision=_revision(shown),
            passages=shown.passages if shown.is_shown else 0,
            speakers=tuple(self.speakers.get(row.id, ())),
            state=DocumentState(row.state),
        )
