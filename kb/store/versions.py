"""Versions of acts as the store keeps them: one row a document, derived from its text or told by staff.

A document that has been looked at and is no version has a row too, so that it is not looked at again before it, the
register or the rules change. What staff have told stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, String, cast, insert, literal, select, update

from kb.errors import NotFound, WrongValue
from kb.legislation.acronyms import key_of
from kb.legislation.versions import ActVersion, VersionSort, oldest_first
from kb.model import PROGRAM, Actor, Deed, LocatorKind, Passage, Reader
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import chunks, fit
from kb.store.passages import passages_of
from kb.store.seen import seen_by
from kb.store.tables import act_versions, acts, documents, marks, passages
from kb.store.texts import storable

LONGEST_ADDRESS = 400
T = TypeVar("T")
_NOTHING = {"act_key": "", "act": "", "sort": "", "dated": None, "gazette": "", "amending": "", "address": ""}
_NONE = {**_NOTHING, "is_official": False, "is_change": False}


class Versions:
    """The versions of the store. Those of removed documents are not there."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, acronym: str) -> tuple[ActVersion, ...]:
        """Gives the versions of an act by its acronym in any spelling, oldest first; undated ones before them."""
        wanted = _rows().where(act_versions.c.act_key == key_of(acronym), act_versions.c.act_key != "")
        with self._database.reading() as connection:
            return oldest_first(_version(row) for row in connection.execute(wanted))

    def all(self) -> tuple[ActVersion, ...]:
        """Gives all versions, those of one act together and oldest first."""
        wanted = _rows().where(act_versions.c.act_key != "")
        with self._database.reading() as connection:
            found = oldest_first(_version(row) for row in connection.execute(wanted))
        return tuple(sorted(found, key=lambda version: key_of(version.act)))

    def get(self, version_id: int) -> ActVersion | None:
        """Gives a version by its id."""
        return self._one(act_versions.c.id == fit(version_id))

    def of_document(self, document_id: int) -> ActVersion | None:
        """Gives what version a document is, None where it is none or has not been looked at."""
        return self._one(act_versions.c.document_id == fit(document_id))

    def of_documents(self, document_ids: Iterable[int]) -> dict[int, ActVersion]:
        """Gives what versions documents are, by the document's id, without those that are none."""
        found: dict[int, ActVersion] = {}
        with self._database.reading() as connection:
            for part in chunks(document_ids):
                wanted = _rows().where(act_versions.c.act_key != "", act_versions.c.document_id.in_(part))
                found.update((row.document_id, _version(row)) for row in connection.execute(wanted))
        return found

    def counts(self, *, reader: Reader) -> dict[str, int]:
        """Gives how many versions of each act `reader` may see, by the act's key; those of a change also by its own."""
        told = (act_versions.c.act_key, act_versions.c.amending)
        wanted = _rows().with_only_columns(*told).order_by(None).where(act_versions.c.act_key != "", seen_by(reader))
        with self._database.reading() as connection:
            keys = [key for row in connection.execute(wanted) for key in (row.act_key, key_of(row.amending))]
        return dict(Counter(filter(None, keys)))

    def set(self, version: ActVersion, *, by: Actor = PROGRAM) -> ActVersion:
        """Keeps what staff say a document is, in place of what was said of it before, and gives it with its id.

        Raises NotFound for a document that is not there, WrongValue for an act that the register does not have or
        that only changes another one.
        """
        with_entry = _audited(version.document_id, by, self._clock)
        return self._database.write(lambda connection: with_entry(connection, lambda: _set(connection, version)))

    def clear(self, document_id: int, *, by: Actor = PROGRAM) -> None:
        """Says that a document is no version of any act; it is not derived again. Raises NotFound."""
        with_entry = _audited(document_id, by, self._clock)
        self._database.write(
            lambda connection: with_entry(connection, lambda: _tell(connection, fit(document_id), _NONE))
        )

    def forget(self, document_id: int, *, by: Actor = PROGRAM) -> None:
        """Lets a document be looked at again, whatever staff have said of it. Raises NotFound."""
        with_entry = _audited(document_id, by, self._clock)
        self._database.write(lambda connection: with_entry(connection, lambda: _forget(connection, fit(document_id))))

    # --- deriving ---

    def stale(self, rules: str, *, limit: int) -> tuple[tuple[int, str], ...]:
        """Gives documents that are to be looked at by `rules`, each with the stamp that says when it has been.

        None of them has been looked at as it is now, or by these rules; none is one that staff have told.
        """
        stamp = _stamp(rules)
        looked_at = act_versions.c.is_edited | (act_versions.c.stamp == stamp)
        wanted = (
            select(documents.c.id, stamp.label("stamp"))
            .join_from(documents, marks, marks.c.document_id == documents.c.id)
            .outerjoin(act_versions, act_versions.c.document_id == documents.c.id)
            .where(documents.c.shown_id.is_not(None), documents.c.removed.is_(None))
            .where(act_versions.c.id.is_(None) | ~looked_at)
            .order_by(documents.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return tuple((row.id, row.stamp) for row in connection.execute(wanted))

    def beginnings(self, document_ids: Iterable[int], *, passages_each: int) -> dict[int, tuple[Passage, ...]]:
        """Gives the first passages of documents up to the first article, at most `passages_each`, by document id."""
        with self._database.reading() as connection:
            return {
                id_: tuple(takewhile(_is_no_article, (each.passage for each in found)))
                for part in chunks(document_ids)
                for id_, found in passages_of(connection, part, first=passages_each).items()
            }

    def with_articles(self, document_ids: Iterable[int]) -> frozenset[int]:
        """Gives those of documents whose text has been divided into articles."""
        shown = (documents.c.shown_id == passages.c.revision_id) & (passages.c.kind == LocatorKind.ARTICLE)
        wanted = select(documents.c.id).join_from(documents, passages, shown).distinct()
        with self._database.reading() as connection:
            return frozenset(
                one
                for part in chunks(document_ids)
                for one in connection.scalars(wanted.where(documents.c.id.in_(part)))
            )

    def put_derived(self, derived: Sequence[tuple[int, str, ActVersion | None]]) -> None:
        """Keeps what was derived of documents: id, stamp, and the version or None. What staff have told stays."""
        if derived:
            self._database.write(lambda connection: _derive_all(connection, derived))

    def _one(self, which: Any) -> ActVersion | None:
        with self._database.reading() as connection:
            row = connection.execute(_rows().where(which, act_versions.c.act_key != "")).one_or_none()
        return _version(row) if row else None


def _audited(document_id: int, by: Actor, clock: Clock) -> Callable[[Connection, Callable[[], T]], T]:
    """Gives what does some work on what a document is, and enters in the audit log what it was and is then."""

    def done(connection: Connection, work: Callable[[], T]) -> T:
        before = _told(connection, document_id)
        result = work()
        after, at = _told(connection, document_id), clock()
        names = [name for name in after if after[name] != before.get(name, "")]
        told = {"before": {name: before[name] for name in names if name in before}}
        told["after"] = {name: after[name] for name in names}
        enter(connection, by, Deed.EDITED, subject="document", subject_id=document_id, **told, at=at)
        return result

    return done


def _told(connection: Connection, document_id: int) -> dict[str, Any]:
    """Gives what the audit log tells of what a document is: the act, which text of it, of which day."""
    row = connection.execute(select(act_versions).where(act_versions.c.document_id == fit(document_id))).one_or_none()
    if row is None:
        return {}
    return {"version_of": row.act, "version_sort": row.sort, "dated": row.dated, "by_staff": row.is_edited}


def _rows() -> Any:
    there = (documents.c.id == act_versions.c.document_id) & documents.c.removed.is_(None)
    return select(act_versions).join_from(act_versions, documents, there).order_by(act_versions.c.id)


def _version(row: Row[Any]) -> ActVersion:
    return ActVersion(
        id=row.id,
        act=row.act,
        sort=VersionSort(row.sort),
        dated=row.dated,
        document_id=row.document_id,
        gazette=row.gazette,
        is_official=row.is_official,
        amending=row.amending,
        address=row.address,
        is_change=row.is_change,
        is_edited=row.is_edited,
    )


def _columns(version: ActVersion) -> dict[str, Any]:
    return {
        "act_key": key_of(version.act),
        "act": storable(version.act),
        "sort": version.sort.value,
        "dated": version.dated,
        "gazette": storable(version.gazette),
        "is_official": version.is_official,
        "amending": storable(version.amending),
        "is_change": version.is_change,
        "address": storable(version.address)[:LONGEST_ADDRESS],
    }


def _set(connection: Connection, version: ActVersion) -> ActVersion:
    there = select(acts.c.acronym, acts.c.amends).where(acts.c.key == key_of(version.act), acts.c.removed.is_(None))
    act = connection.execute(there).one_or_none()
    if act is None:
        raise WrongValue(f"predpis (act) »{version.act}«, ki ga v registru ni")
    if act.amends:
        raise WrongValue(f"predpis (act) »{act.acronym}«, ki le spreminja »{act.amends}«")
    version = replace(version, act=act.acronym, is_edited=True)
    return replace(version, id=_tell(connection, fit(version.document_id), _columns(version)))


def _tell(connection: Connection, document_id: int, columns: dict[str, Any]) -> int:
    """Writes what staff say of a document and gives the id of its row. Raises NotFound."""
    _check(connection, document_id)
    return _put(connection, document_id, {**columns, "is_edited": True})


def _forget(connection: Connection, document_id: int) -> None:
    _check(connection, document_id)
    mine = act_versions.c.document_id == document_id
    connection.execute(update(act_versions).where(mine).values(is_edited=False, stamp=""))


def _check(connection: Connection, document_id: int) -> None:
    there = select(documents.c.id).where(documents.c.id == document_id, documents.c.removed.is_(None))
    if connection.scalar(there) is None:
        raise NotFound(f"gradivo {document_id}")


def _derive_all(connection: Connection, derived: Sequence[tuple[int, str, ActVersion | None]]) -> None:
    for document_id, stamp, version in derived:
        mine = act_versions.c.document_id == document_id
        if not connection.scalar(select(act_versions.c.is_edited).where(mine)):
            columns = _columns(version) if version else _NONE
            _put(connection, document_id, {**columns, "is_edited": False, "stamp": stamp})


def _put(connection: Connection, document_id: int, columns: dict[str, Any]) -> int:
    mine = act_versions.c.document_id == document_id
    if connection.execute(update(act_versions).where(mine).values(columns)).rowcount == 0:
        connection.execute(insert(act_versions).values(document_id=document_id, **{"stamp": "", **columns}))
    row_id: int = connection.execute(select(act_versions.c.id).where(mine)).scalar_one()
    return row_id


def _is_no_article(passage: Passage) -> bool:
    return passage.locator.kind is not LocatorKind.ARTICLE


def _stamp(rules: str) -> Any:
    return literal(f"{rules}:") + cast(marks.c.version, String)
