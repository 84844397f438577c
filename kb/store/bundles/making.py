"""Making a bundle of a store that goes on working: the tables as at one moment, then the originals they name."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

import kb
from kb.errors import BundleUnusable, StoreError
from kb.store.bundles.format import LISTED, MANIFEST, Bundle, Contents, Manifest, Told, key_of, table_member
from kb.store.bundles.rows import next_ids, reflected, rows_of
from kb.store.database import Database
from kb.store.files import Files, Original
from kb.store.tables import originals, schema
from kb.store.upgrading import version_in

MISSING = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a bundle: its manifest, how many originals it lists and holds itself, its size in bytes."""

    manifest: Manifest
    held: int
    size: int

    @property
    def listed(self) -> int:
        """Gives how many originals the store has."""
        return self.manifest.originals.rows


def make_bundle(
    database: Database, files: Files, path: Path, *, since: Sequence[Bundle] = (), told: Told, now: dt.datetime
) -> Made:
    """Writes all of the store to `path`, whole or not at all, but for the originals that the bundles `since` hold.

    An original that is missing or damaged is named in the manifest, and the rest goes on. Raises BundleUnusable where
    there is a file at `path` or it cannot be written, and StoreError.
    """
    if path.exists():
        raise BundleUnusable(f"{path.name}: datoteka s tem imenom že obstaja")
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w") as file:
            making = _Making(file, since, told)
            manifest = making.run(database, files, now)
        _settle(part)
        part.rename(path)
        return Made(manifest, making.held, path.stat().st_size)
    except OSError as error:
        raise BundleUnusable(f"{path.name}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


class _Making:
    """One bundle in the making."""

    def __init__(self, file: zipfile.ZipFile, since: Sequence[Bundle], told: Told) -> None:
        self._file = file
        self._told = told
        self._id = uuid.uuid4().hex
        self._since = tuple(bundle.manifest.id for bundle in since)
        self._elsewhere = {each.original.sha256: each.bundle for bundle in since for each in bundle.originals()}
        self.held = 0

    def run(self, database: Database, files: Files, now: dt.datetime) -> Manifest:
        """Writes everything and gives the manifest."""
        with database.reading() as connection:
            left_out = {table.name for table in schema.tables.values() if table.info.get("left_out")}
            tables = [table for table in reflected(connection) if table.name not in left_out]
            contents = {}
            for done, table in enumerate(tables, 1):
                contents[table.name] = self._list(table_member(table.name), rows_of(connection, table))
                self._told("saved", table.name, done, len(tables))
            last, version, kept = next_ids(connection, tables), version_in(connection), _originals(connection)
        rows = [self._placed(files, each) for each in self._each(kept)]
        manifest = Manifest(
            id=self._id,
            made=now.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            release=kb.__version__,
            schema=version,
            tables=contents,
            originals=self._list(LISTED, rows),
            next_ids=last,
            since=self._since,
            missing=tuple(str(row["sha256"]) for row in rows if row["in"] == MISSING),
        )
        self._file.writestr(MANIFEST, manifest.as_json(), zipfile.ZIP_DEFLATED)
        return manifest

    def _list(self, member: str, rows: Iterable[Mapping[str, Any]]) -> Contents:
        """Writes rows, one a line."""
        digest, count = hashlib.sha256(), 0
        told = zipfile.ZipInfo(member)
        told.compress_type = zipfile.ZIP_DEFLATED
        with self._file.open(told, "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        return Contents(count, digest.hexdigest())

    def _each(self, kept: Sequence[Original]) -> Iterator[Original]:
        for done, original in enumerate(kept, 1):
            yield original
            self._told("saved", original.sha256[:12], done, len(kept))

    def _placed(self, files: Files, original: Original) -> dict[str, object]:
        """Gives the row of an original with the id of the bundle that has it: this one, if none before it has."""
        place = self._elsewhere.get(original.sha256) or self._kept(files, original)
        return {"sha256": original.sha256, "size": original.size, "in": place}

    def _kept(self, files: Files, original: Original) -> str:
        try:
            chunks = files.open_original(original.sha256)
            digest = hashlib.sha256()
            with self._file.open(key_of(original.sha256), "w", force_zip64=True) as member:
                for chunk in chunks:
                    digest.update(chunk)
                    member.write(chunk)
        except (StoreError, FileNotFoundError):
            return MISSING
        if digest.hexdigest() != original.sha256:
            return MISSING
        self.held += 1
        return self._id


def _originals(connection: Connection) -> list[Original]:
    found = connection.execute(select(originals.c.sha256, originals.c.size).order_by(originals.c.sha256))
    return [Original(sha256, size) for sha256, size in found]


def _settle(path: Path) -> None:
    """Waits until a file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
