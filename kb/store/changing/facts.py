"""What can be changed of documents, as small values of JSON: read and written for many documents at once.

    {"title": "…", "bodies": ["k-pravna"], "dated": "2026-11-22", "state": "published", "removed": false, …}

Bodies, topics, kind and event are slugs. `withdrawn_for` is the reason of a withdrawal, "" where there is none;
`joined` are the ids of drafts that were joined to the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from kb.errors import WrongValue
from kb.model import Body, DocumentState, Kind, Metadata, Topic, Visibility
from kb.slovene.normal import tidy
from kb.store.changing.tables import custody
from kb.store.registers import ids_by_slug, missing_slug
from kb.store.tables import document_bodies, document_speakers, document_topics, documents, events
from kb.store.texts import storable

Facts = Mapping[str, Any]

OF_METADATA = (
    "title", "kind", "bodies", "topics", "event", "speakers", "dated", "language", "source", "rights", "visibility",
    "state",
)  # fmt: skip
"""The facts that are metadata, named as they are there; `removed`, `withdrawn_for`, `joined` come beside them."""

_PLAIN = ("title", "language", "source", "rights", "visibility", "state")
_LISTS: dict[str, tuple[Table, str, str]] = {
    "bodies": (document_bodies, "document_id", "row_id"),
    "topics": (document_topics, "document_id", "row_id"),
    "speakers": (document_speakers, "owner_id", "name"),
}
_SOME: Any = bindparam("some", expanding=True)
_ROWS = select(documents).where(documents.c.id.in_(_SOME))
_JOINED = (
    select(documents.c.id, documents.c.merged_into).where(documents.c.merged_into.in_(_SOME)).order_by(documents.c.id)
)
_REASONS = select(custody.c.document_id, custody.c.withdrawn_for).where(custody.c.document_id.in_(_SOME))


def plain(metadata: Metadata) -> dict[str, Any]:
    """Gives metadata as facts, its texts as the store keeps them."""
    return {
        "title": _line(metadata.title),
        "kind": metadata.kind,
        "bodies": list(dict.fromkeys(metadata.bodies)),
        "topics": list(dict.fromkeys(metadata.topics)),
        "event": metadata.event,
        "speakers": list(dict.fromkeys(_line(name) for name in metadata.speakers if name.strip())),
        "dated": metadata.dated.isoformat() if metadata.dated else None,
        "language": storable(metadata.language),
        "source": _line(metadata.source),
        "rights": _line(metadata.rights),
        "visibility": metadata.visibility.value,
        "state": metadata.state.value,
    }


def metadata_of(facts: Facts) -> Metadata:
    """Gives facts as metadata."""
    given = {name: facts[name] for name in OF_METADATA}
    for name in _LISTS:
        given[name] = tuple(given[name])
    return Metadata(
        **{
            **given,
            "dated": dt.date.fromisoformat(given["dated"]) if given["dated"] else None,
            "visibility": Visibility(given["visibility"]),
            "state": DocumentState(given["state"]),
        }
    )


def differing(before: Facts, after: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives those facts that `after` has otherwise, as they are before and after."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


class Slugs:
    """The slugs of the registers and the ids behind them, as they are in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.ids: dict[str, dict[str, int]] = {
            "kind": ids_by_slug(connection, Kind),
            "bodies": ids_by_slug(connection, Body),
            "topics": ids_by_slug(connection, Topic),
            "event": {row.slug: row.id for row in connection.execute(select(events.c.slug, events.c.id))},
        }
        self.slugs = {name: {id_: slug for slug, id_ in ids.items()} for name, ids in self.ids.items()}

    def id(self, name: str, slug: str) -> int:
        """Gives the id behind the slug of a fact. Raises WrongValue where there is none."""
        if slug in self.ids[name]:
            return self.ids[name][slug]
        sorts: dict[str, Any] = {"kind": Kind, "bodies": Body, "topics": Topic}
        raise missing_slug(sorts[name], slug) if name in sorts else WrongValue(f"dogodek (event) »{slug}«")

    def check(self, facts: Facts) -> None:
        """Raises WrongValue for a slug that is not there."""
        for name in ("kind", "event"):
            if facts.get(name):
                self.id(name, facts[name])
        for name in ("bodies", "topics"):
            for slug in facts.get(name, ()):
                self.id(name, slug)


def read_facts(connection: Connection, document_ids: Sequence[int], slugs: Slugs) -> dict[int, dict[str, Any]]:
    """Gives the facts of documents by id, of those in the trash too, without those that are not there."""
    wanted = {"some": list(document_ids)}
    reasons = {row.document_id: row.withdrawn_for for row in connection.execute(_REASONS, wanted)}
    found: dict[int, dict[str, Any]] = {}
    for row in connection.execute(_ROWS, wanted):
        facts = {name: getattr(row, name) for name in _PLAIN}
        facts["kind"] = slugs.slugs["kind"].get(row.kind_id, "")
        facts["event"] = slugs.slugs["event"].get(row.event_id, "")
        facts["dated"] = row.dated.isoformat() if row.dated else None
        facts |= {name: [] for name in _LISTS}
        facts |= {"removed": row.removed is not None, "withdrawn_for": reasons.get(row.id, ""), "joined": []}
        found[row.id] = facts
    for row in connection.execute(_JOINED, wanted):
        if row.merged_into in found:
            found[row.merged_into]["joined"].append(row.id)
    for name, (table, owner, value) in _LISTS.items():
        listed = select(table.c[owner], table.c[value]).where(table.c[owner].in_(_SOME)).order_by(table.c.position)
        for document_id, one in connection.execute(listed, wanted):
            found[document_id][name].append(slugs.slugs[name][one] if name in slugs.slugs else one)
    return found


def write_facts(connection: Connection, changed: Mapping[int, Facts], slugs: Slugs, *, at: dt.datetime) -> None:
    """Writes the facts that changed of documents, by id, and nothing else. Raises WrongValue."""
    for names, rows in _by_names(changed).items():
        columns = [_columns(facts, slugs, at) for _, facts in rows]
        if columns and columns[0]:
            written = update(documents).where(documents.c.id == bindparam("of"))
            written = written.values({name: bindparam(f"new_{name}") for name in columns[0]})
            told = [
                {"of": document_id, **{f"new_{name}": value for name, value in each.items()}}
                for (document_id, _), each in zip(rows, columns, strict=True)
            ]
            connection.execute(written, told)
        for name in _LISTS.keys() & set(names):
            _replace(connection, name, {document_id: facts[name] for document_id, facts in rows}, slugs)
        if "withdrawn_for" in names:
            _withdraw(connection, {document_id: facts["withdrawn_for"] for document_id, facts in rows}, at)


def keep_under(connection: Connection, document_id: int, **columns: Any) -> None:
    """Writes what a document is kept under: columns of its row of custody."""
    mine = custody.c.document_id == document_id
    if connection.execute(update(custody).where(mine).values(columns)).rowcount == 0:
        connection.execute(insert(custody).values(document_id=document_id, **columns))


def _by_names(changed: Mapping[int, Facts]) -> dict[tuple[str, ...], list[tuple[int, Facts]]]:
    found: dict[tuple[str, ...], list[tuple[int, Facts]]] = {}
    for document_id, facts in changed.items():
        found.setdefault(tuple(sorted(facts)), []).append((document_id, facts))
    return found


def _columns(facts: Facts, slugs: Slugs, at: dt.datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {name: facts[name] for name in _PLAIN if name in facts}
    for name in ("kind", "event"):
        if name in facts:
            columns[f"{name}_id"] = slugs.id(name, facts[name]) if facts[name] else None
    if "dated" in facts:
        columns["dated"] = dt.date.fromisoformat(facts["dated"]) if facts["dated"] else None
    if "removed" in facts:
        columns["removed"] = at if facts["removed"] else None
    return columns


def _replace(connection: Connection, name: str, listed: Mapping[int, Sequence[str]], slugs: Slugs) -> None:
    table, owner, value = _LISTS[name]
    connection.execute(delete(table).where(table.c[owner].in_(_SOME)), {"some": list(listed)})
    rows = [
        {owner: document_id, "position": position, value: slugs.id(name, one) if name in slugs.ids else one}
        for document_id, several in listed.items()
        for position, one in enumerate(several)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _withdraw(connection: Connection, reasons: Mapping[int, str], at: dt.datetime) -> None:
    for document_id, reason in reasons.items():
        keep_under(connection, document_id, withdrawn_for=reason, withdrawn_at=at if reason else None)


def _line(text: str) -> str:
    return " ".join(storable(tidy(text)).split())
