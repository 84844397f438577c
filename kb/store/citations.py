"""What passages cite: rows of cited articles, asked for by document, and by act and article for what cites it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, or_, select

from kb.legislation.citations import Citation, GazetteReference, Kind
from kb.legislation.placed import BARE_KEY, OWN_KEY, PlacedCitation
from kb.model import Locator, LocatorKind, Reader
from kb.store.database import Database
from kb.store.ids import CHUNK, chunks, fit
from kb.store.seen import seen_by
from kb.store.tables import citations, document_bodies, documents, passages

_SOME: Any = bindparam("some", expanding=True)
_ROW = citations.c
_SHOWN = (documents.c.shown_id == _ROW.revision_id) & documents.c.removed.is_(None)
_PASSAGE = (passages.c.revision_id == _ROW.revision_id) & (passages.c.position == _ROW.position)
LISTED = ("paragraphs", "points", "indents")
PARTER = ","


@dataclass(frozen=True, slots=True)
class CitedUnit:
    """An act, or an article of it, that a document cites `count` times; `act` as it is cited."""

    key: str
    act: str
    article: str
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that is cited, by its key, and an article of it or "" for any.

    In the documents `own` (ids) «tega zakona» is this act, in the documents `bare` a unit of which no act is said is
    one of it: in its own texts, and in the acts that change it.
    """

    key: str
    article: str = ""
    own: frozenset[int] = frozenset()
    bare: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document that cites what is wanted, in so many passages; its first body, or None."""

    document_id: int
    kind_id: int | None
    body_id: int | None
    dated: dt.date | None
    passages: int


@dataclass(frozen=True, slots=True)
class CitingPlace:
    """Where a document cites what is wanted: the passage, and the span in its heading or text."""

    document_id: int
    passage_id: int
    in_heading: bool
    start: int
    end: int


class Citations:
    """The citations of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document_id: int, *, first: int = 0, end: int | None = None) -> tuple[PlacedCitation, ...]:
        """Gives the citations of a document in passages `first` to before `end`, in their order."""
        wanted = select(citations).join(documents, _SHOWN).where(documents.c.id == fit(document_id))
        wanted = wanted.where(_ROW.position >= first)
        if end is not None:
            wanted = wanted.where(_ROW.position < end)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(_ROW.position, _ROW.id)).all()
        alike = groupby(rows, key=lambda row: (row.position, row.in_heading, row.starts, row.ends, row.kind))
        return tuple(_placed(list(group)) for _, group in alike)

    def counted(self, document_id: int) -> tuple[CitedUnit, ...]:
        """Gives the acts and articles that a document cites with how often; what has no act is left out."""
        wanted = select(_ROW.act_key, func.min(_ROW.act), _ROW.article, func.count()).join(documents, _SHOWN)
        wanted = wanted.where(documents.c.id == fit(document_id), _ROW.act_key != "")
        with self._database.reading() as connection:
            rows = connection.execute(wanted.group_by(_ROW.act_key, _ROW.article))
            return tuple(CitedUnit(*row) for row in rows)

    def citing(self, wanted: Wanted, *, reader: Reader) -> tuple[CitingDocument, ...]:
        """Gives the documents that cite an act or article and that `reader` may see: the newest first."""
        asked = (
            select(documents.c.id, documents.c.kind_id, documents.c.dated, func.count(_ROW.position.distinct()))
            .join_from(citations, documents, _SHOWN)
            .join(passages, _PASSAGE)
            .where(_is_wanted(wanted), seen_by(reader))
            .group_by(documents.c.id, documents.c.kind_id, documents.c.dated)
            .order_by(documents.c.dated.is_(None), documents.c.dated.desc(), documents.c.id.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
            bodies = _first_bodies(connection, [row.id for row in rows])
        return tuple(CitingDocument(row.id, row.kind_id, bodies.get(row.id), row.dated, row[3]) for row in rows)

    def places(self, wanted: Wanted, document_ids: Iterable[int]) -> tuple[CitingPlace, ...]:
        """Gives where some documents cite an act or article, in the order of their passages."""
        asked = (
            select(documents.c.id, passages.c.id.label("passage_id"), _ROW.in_heading, _ROW.starts, _ROW.ends)
            .join_from(citations, documents, _SHOWN)
            .join(passages, _PASSAGE)
            .where(_is_wanted(wanted), documents.c.id.in_(_SOME))
            .distinct()
            .order_by(documents.c.id, passages.c.id, _ROW.in_heading.desc(), _ROW.starts)
        )
        with self._database.reading() as connection:
            rows = [row for part in chunks(document_ids) for row in connection.execute(asked, {"some": part})]
        return tuple(CitingPlace(row.id, row.passage_id, row.in_heading, row.starts, row.ends) for row in rows)

    def articles(self, asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
        """Gives the headings of articles, asked for by document and number, without those that are not there."""
        pairs = frozenset(asked)
        wanted = select(documents.c.id, passages.c.number, passages.c.heading).join_from(
            documents, passages, passages.c.revision_id == documents.c.shown_id
        )
        wanted = wanted.where(
            passages.c.anchor.in_(_SOME),
            documents.c.id.in_([document_id for document_id, _ in pairs]),
            documents.c.removed.is_(None),
        )
        anchors = sorted({Locator(LocatorKind.ARTICLE, number).anchor for _, number in pairs})
        found: dict[tuple[int, str], str] = {}
        with self._database.reading() as connection:
            for start in range(0, len(anchors), CHUNK):
                rows = connection.execute(wanted, {"some": anchors[start : start + CHUNK]})
                found.update(((row.id, row.number), row.heading) for row in rows)
        return {pair: heading for pair, heading in found.items() if pair in pairs}


def _placed(rows: Sequence[Row[Any]]) -> PlacedCitation:
    """Gives a citation of its rows, one for each of its articles."""
    row = rows[0]
    citation = Citation(
        row.said,
        row.starts,
        row.ends,
        Kind(row.kind),
        row.act,
        articles=tuple(each.article for each in rows if each.article),
        gazette=tuple(GazetteReference(*each) for each in row.gazette),
        **{name: tuple(filter(None, row._mapping[name].split(PARTER))) for name in LISTED},
    )
    return PlacedCitation(row.position, row.in_heading, row.act_key, citation)


def _is_wanted(wanted: Wanted) -> ColumnElement[bool]:
    """Gives the condition of rows that cite an act or article; an article that speaks of itself does not cite it.

    Of the whole act its own texts tell nothing: each article of them would.
    """
    if not wanted.article:
        return and_(_ROW.act_key == wanted.key, documents.c.id.not_in(wanted.own))
    is_article = _ROW.article == wanted.article
    said = and_(_ROW.act_key == wanted.key, is_article)
    own = and_(_ROW.act_key == OWN_KEY, is_article, _in_revision_of(wanted.own))
    bare = and_(_ROW.act_key == BARE_KEY, is_article, _in_revision_of(wanted.bare))
    is_itself = and_(
        passages.c.kind == LocatorKind.ARTICLE.value,
        passages.c.number == wanted.article,
        documents.c.id.in_(wanted.own),
    )
    return and_(or_(said, own, bare), ~is_itself)


def _in_revision_of(document_ids: frozenset[int]) -> ColumnElement[bool]:
    return _ROW.revision_id.in_(select(documents.c.shown_id).where(documents.c.id.in_(document_ids)))


def _first_bodies(connection: Connection, document_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in chunks(document_ids):
        wanted = select(document_bodies.c.document_id, document_bodies.c.row_id)
        wanted = wanted.where(document_bodies.c.document_id.in_(part)).order_by(document_bodies.c.position)
        for document_id, body_id in connection.execute(wanted):
            found.setdefault(document_id, body_id)
    return found
