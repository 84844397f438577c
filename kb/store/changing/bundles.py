"""The backups that were made: what is erased stays in them, which whoever asks for it has to hear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from kb.store.changing.tables import bundles_made
from kb.store.database import Database
from kb.store.texts import storable_path


@dataclass(frozen=True, slots=True)
class BundleMade:
    """A backup: where it was written on this machine, when, and its size in bytes."""

    id: str
    path: str
    made: dt.datetime
    size: int


class BundlesMade:
    """The backups that this store knows of; those made from it before this was noted are not among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, bundle: BundleMade) -> None:
        """Notes a backup."""
        row = {"id": bundle.id, "path": storable_path(bundle.path), "made": bundle.made, "size": bundle.size}

        def write(connection: Connection) -> None:
            connection.execute(delete(bundles_made).where(bundles_made.c.id == bundle.id))
            connection.execute(insert(bundles_made).values(row))

        self._database.write(write)

    def all(self) -> tuple[BundleMade, ...]:
        """Gives all backups, the newest first."""
        with self._database.reading() as connection:
            return bundles_of(connection)


def bundles_of(connection: Connection, *, received: dt.datetime | None = None) -> tuple[BundleMade, ...]:
    """Gives backups, the newest first: all, or those made since something was `received`.

    The copies that are saved of a database before it is brought to a new schema are among them.
    """
    rows = connection.execute(select(bundles_made)).all()
    made = [BundleMade(row.id, row.path, row.made, row.size) for row in rows] + list(_saved_copies(connection))
    # A manifest tells its moment in whole seconds.
    first = received.replace(microsecond=0) if received else dt.datetime.min.replace(tzinfo=dt.UTC)
    return tuple(sorted((one for one in made if one.made >= first), key=lambda one: one.made, reverse=True))


def _saved_copies(connection: Connection) -> Iterator[BundleMade]:
    place = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not place:
        return
    for path in Path(place).parent.glob(f"{Path(place).name}.before-*"):
        told = path.stat()
        made = dt.datetime.fromtimestamp(told.st_mtime, dt.UTC)
        yield BundleMade(path.name, str(path), made, told.st_size)


def as_json(bundle: BundleMade) -> dict[str, Any]:
    """Gives a backup as it is noted with what was erased."""
    return {"id": bundle.id, "path": bundle.path, "made": bundle.made.isoformat(), "size": bundle.size}


def bundle_of(told: Mapping[str, Any]) -> BundleMade:
    """Gives what `as_json` gave."""
    return BundleMade(told["id"], told["path"], dt.datetime.fromisoformat(told["made"]), told["size"])
