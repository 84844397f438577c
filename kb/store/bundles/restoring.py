"""Restoring a bundle into an empty store: checked whole first, then originals, then all rows in one transaction.

Killed at any moment it leaves an empty store and perhaps originals that nothing names yet; done again, it goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text, update

from kb.errors import BundleUnusable, NotEmpty
from kb.store.audit import Proof, Seal, prove
from kb.store.bundles.format import Bundle, Held, Told
from kb.store.bundles.rows import AT_ONCE, reflected, set_next_ids, values_of
from kb.store.database import Database
from kb.store.files import Files
from kb.store.upgrading import is_known, migrate

COLLECTED = ("documents", "ledger")
"""Tables of which a store has rows when somebody has put something in."""

SETTLED_TOGETHER = 64
"""Originals that are waited for together to be on the disk."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: documents, originals, the checksums of those whose bytes no bundle has, as at which moment.

    `audit` tells whether the audit log of the bundle is whole, None for a bundle of before there was one.
    """

    documents: int
    originals: int
    missing: tuple[str, ...]
    made: dt.datetime
    audit: Proof | None = None


def restore_bundle(
    database: Database, files: Files, bundle: Bundle, *, others: Sequence[Bundle] = (), told: Told
) -> Restored:
    """Puts all that `bundle` has into an empty store; `others` are the bundles that it was made since.

    Nothing is written before every table and original has been read and found whole. Raises BundleUnusable, NotEmpty
    where the store has documents, and StoreError.
    """
    if not is_known(bundle.manifest.schema):
        raise BundleUnusable(f"{bundle.path.name}: zapisala jo je novejša izdaja programa")
    with database.reading() as connection:
        _refuse_collection(connection)
    held = list(bundle.originals())
    sources = _sources(bundle, others, held)
    _check(bundle, held, sources, told)
    for first in range(0, len(held), SETTLED_TOGETHER):
        some = [each for each in held[first : first + SETTLED_TOGETHER] if each.bundle]
        files.put_chunks((each.original, sources[each.bundle].chunks(each.original)) for each in some)
        told("restored", held[first].original.sha256[:12], min(first + SETTLED_TOGETHER, len(held)), len(held))
    with database.writing() as connection:
        _refuse_collection(connection)
        _put_rows(connection, bundle, told)
        documents = int(connection.scalar(text("SELECT count(*) FROM documents")) or 0)
    made = dt.datetime.fromisoformat(bundle.manifest.made)
    return Restored(documents, len(held), bundle.manifest.missing, made, _proved(bundle))


def _proved(bundle: Bundle) -> Proof | None:
    """Goes through the audit log of a bundle: one that is not whole is restored too, and told of."""
    if "audit" not in bundle.manifest.tables:
        return None
    rows = ({**row, "at": dt.datetime.fromisoformat(row["at"])} for row in bundle.rows("audit"))
    heads = [Seal(int(row["rows"]), str(row["last"])) for row in bundle.rows("audit_head")]
    return prove(rows, head=heads[0] if heads else None)


def _refuse_collection(connection: Connection) -> None:
    names = set(inspect(connection).get_table_names())
    for name in names.intersection(COLLECTED):
        if connection.scalar(select(func.count()).select_from(text(name))):
            raise NotEmpty


def _sources(bundle: Bundle, others: Sequence[Bundle], held: Sequence[Held]) -> Mapping[str, Bundle]:
    """Gives the bundles by id. Raises BundleUnusable where one is missing that has originals."""
    sources = {each.manifest.id: each for each in (bundle, *others)}
    wanted = {each.bundle for each in held if each.bundle}
    if absent := wanted - sources.keys():
        raise BundleUnusable(f"manjka prejšnja varnostna kopija ({', '.join(sorted(one[:8] for one in absent)[:5])})")
    return sources


def _check(bundle: Bundle, held: Sequence[Held], sources: Mapping[str, Bundle], told: Told) -> None:
    names = list(bundle.manifest.tables)
    for done, name in enumerate(names, 1):
        for _ in bundle.rows(name):
            pass
        told("checked", name, done, len(names))
    for done, each in enumerate(held, 1):
        size = sum(map(len, sources[each.bundle].chunks(each.original))) if each.bundle else each.original.size
        if size != each.original.size:
            raise BundleUnusable(f"izvirnik {each.original.sha256[:12]} je poškodovan")
        told("checked", each.original.sha256[:12], done, len(held))


def _put_rows(connection: Connection, bundle: Bundle, told: Told) -> None:
    """Makes the schema of the bundle anew, fills it and brings it up to date, all in one transaction."""
    _drop_all(connection)
    migrate(connection, bundle.manifest.schema)
    tables = reflected(connection)
    for table in reversed(tables):
        connection.execute(table.delete())
    known = {table.name for table in tables}
    if unknown := bundle.manifest.tables.keys() - known:
        raise BundleUnusable(f"{bundle.path.name}: neznana vsebina ({', '.join(sorted(unknown))})")
    listed = [table for table in tables if table.name in bundle.manifest.tables]
    for done, table in enumerate(listed, 1):
        _fill(connection, bundle, table)
        told("restored", table.name, done, len(listed))
    set_next_ids(connection, dict(bundle.manifest.next_ids))
    migrate(connection)
    _mark_all(connection)


def _drop_all(connection: Connection) -> None:
    schema = MetaData()
    schema.reflect(connection)
    schema.drop_all(connection)


def _fill(connection: Connection, bundle: Bundle, table: Table) -> None:
    values = values_of(table)
    rows = bundle.rows(table.name)
    try:
        while some := [values(row) for row in islice(rows, AT_ONCE)]:
            connection.execute(table.insert(), some)
    except (KeyError, ValueError, TypeError) as error:
        raise BundleUnusable(f"{bundle.path.name}: {table.name} je poškodovan") from error


def _mark_all(connection: Connection) -> None:
    """Marks every document to be indexed: no index knows this store."""
    marks = next(table for table in reflected(connection) if table.name == "marks")
    connection.execute(update(marks).values(pending=True, version=marks.c.version + 1))
