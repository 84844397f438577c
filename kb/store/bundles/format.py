"""What a bundle is: a ZIP file of tables as JSON Lines, originals by checksum, and a manifest that names them all.

    manifest.json                what is in it, each table with its rows and SHA-256
    tables/documents.jsonl       a row a line, as an object by column; moments in UTC as 2026-11-22T10:00:00Z
    originals.jsonl              every original of the store: checksum, size, and the bundle that holds its bytes
    originals/ab/cdef…           the bytes, under the first two and the other characters of their checksum

A bundle that was made `since` earlier ones leaves out the originals that they hold.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kb.errors import BundleUnusable
from kb.errors.undoing import undone_by
from kb.store.files import Original
from kb.store.folder import CHUNK_BYTES

FORMAT = 1
MANIFEST = "manifest.json"
LISTED = "originals.jsonl"

MOST_MANIFEST_BYTES = 4 * CHUNK_BYTES

Told = Callable[[str, str, int, int], None]
"""Hears (stage, name, done, total)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of a bundle: its number of lines, and the SHA-256 of all of it."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself; `schema` is the database's version, `since` the ids of bundles it needs."""

    id: str
    made: str
    release: str
    schema: str
    tables: Mapping[str, Contents]
    originals: Contents
    next_ids: Mapping[str, int]
    since: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    def as_json(self) -> bytes:
        """Gives the manifest as it stands in a bundle."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, written: bytes) -> Self:
        """Gives what `as_json` gave. Raises BundleUnusable."""
        try:
            told = json.loads(written)
            if told["format"] > FORMAT:
                raise BundleUnusable("zapisala jo je novejša izdaja programa")
            tables = {name: Contents(**each) for name, each in told["tables"].items()}
            lists = {"tables": tables, "originals": Contents(**told["originals"])}
            return cls(**{**told, **lists, "since": tuple(told["since"]), "missing": tuple(told["missing"])})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BundleUnusable("seznama vsebine ni mogoče prebrati") from error


@dataclass(frozen=True, slots=True)
class Held:
    """An original of the store as a bundle lists it, and the id of the bundle with its bytes ("" where they were
    missing when it was made).
    """

    original: Original
    bundle: str


def key_of(sha256: str) -> str:
    """Gives the member that holds an original: "originals/ab/cdef…"."""
    return f"originals/{sha256[:2]}/{sha256[2:]}"


def table_member(name: str) -> str:
    """Gives the member that holds a table."""
    return f"tables/{name}.jsonl"


class Bundle:
    """A bundle that is open for reading. Every fault of the file comes out as BundleUnusable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _faults(path.name):
            self._zip = zipfile.ZipFile(path)
        with undone_by(self._zip.close):
            self.manifest = Manifest.read(self._manifest())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Gives the rows of a table, one after another. Raises BundleUnusable, at the end too if it is not whole."""
        yield from self._lines(table_member(name), self.manifest.tables[name])

    def originals(self) -> Iterator[Held]:
        """Gives what the bundle lists of originals. Raises BundleUnusable."""
        for row in self._lines(LISTED, self.manifest.originals):
            yield Held(Original(str(row["sha256"]), int(row["size"])), str(row["in"]))

    def chunks(self, original: Original) -> Iterator[bytes]:
        """Gives the bytes of an original about 1 MB at a time. Raises BundleUnusable, at their end if they differ."""
        digest = hashlib.sha256()
        with _faults(self.path.name), self._zip.open(key_of(original.sha256)) as member:
            while chunk := member.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != original.sha256:
            raise BundleUnusable(f"{self.path.name}: izvirnik {original.sha256[:12]} je poškodovan")

    def _manifest(self) -> bytes:
        with _faults(self.path.name), self._zip.open(MANIFEST) as member:
            return member.read(MOST_MANIFEST_BYTES)

    def _lines(self, member: str, contents: Contents) -> Iterator[dict[str, Any]]:
        digest, count = hashlib.sha256(), 0
        with _faults(self.path.name), self._zip.open(member) as file:
            for line in file:
                digest.update(line)
                count += 1
                yield json.loads(line)
        if (count, digest.hexdigest()) != (contents.rows, contents.sha256):
            raise BundleUnusable(f"{self.path.name}: {member} je poškodovan")


@contextmanager
def _faults(name: str) -> Iterator[None]:
    """Turns the faults of a ZIP file into BundleUnusable with the file's name."""
    try:
        yield
    except (KeyError, EOFError, zlib.error, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BundleUnusable(f"{name}: datoteka je poškodovana ali ni varnostna kopija") from error
    except OSError as error:
        raise BundleUnusable(f"{name}: {error.strerror or error}") from error
