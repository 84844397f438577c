"""The watched folder: what people or machines put there is taken in as drafts, as soon as it stays as it is.

    watched/k-redarstvo/predstavitve/Novosti.pptx        placed with the body and kind that its folders name
    watched/posvet/manifest.toml                         or with what a manifest says of it, as for `kb add`
    watched/prevzeto/2026-11-22/k-redarstvo/…            where files are put once they are kept

A folder on the way that is called as a body, topic or kind is (its slug, or its name in any spelling) places the files
below it. A file is taken when it could be read and neither its size nor its time has changed for some seconds; one that
cannot be read waits, and one that cannot be moved away (the folder is for reading only) stays and is remembered. There
is no package for this: asking a folder every few seconds also works on network shares, whose changes nobody announces.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kb.errors import Unreadable, WrongValue
from kb.library.adding import shown
from kb.library.batch import MANIFEST, Incoming, Listing, list_batch
from kb.model import DocumentState, Metadata, Named, Visibility
from kb.slovene.fold import fold
from kb.store import Arriving, Store

TAKEN = "prevzeto"
ORIGIN = "mapa"
TAKEN_TOGETHER = 40
DRAFT = Metadata(visibility=Visibility.STAFF, state=DocumentState.DRAFT)

_log = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""Size and time of the last change of a file, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was looked at: how it was then, and since when it has been so."""

    stamp: Stamp
    since: float


class Watching:
    """Takes in what lies in a folder. `look` is called every second or so, by one thread."""

    def __init__(self, store: Store, folder: Path, *, settled_seconds: float, max_bytes: int) -> None:
        self._store = store
        self._folder = folder
        self._settled = settled_seconds
        self._max_bytes = max_bytes
        self._seen: dict[Path, _Seen] = {}
        self._done: dict[Path, Stamp] = {}
        self._told = ""

    def look(self) -> int:
        """Keeps what has stayed as it is for long enough; gives how many files. Raises StoreError."""
        waiting = self._waiting()
        self._seen = {path: self._seen[path] for path in waiting if path in self._seen}
        settled = [path for path in waiting if self._is_settled(path)]
        taken = 0
        for each in self._listed(settled):
            taken += self._take(each)
        return taken

    # --- what is there ---

    def _waiting(self) -> list[Path]:
        """Gives the files that are there and have not been kept, as they are now."""
        listing = self._walk()
        self._done = {path: stamp for path, stamp in self._done.items() if path in listing}
        return [path for path in listing if self._done.get(path) != _stamp(path)]

    def _walk(self) -> dict[Path, None]:
        if not self._folder.is_dir():
            self._tell(f"the watched folder {self._folder} is not there")
            return {}
        found: dict[Path, None] = {}
        for place, folders, names in os.walk(self._folder):
            folders[:] = sorted(
                each for each in folders if not each.startswith(".") and Path(place, each) != self._folder / TAKEN
            )
            for name in sorted(set(names) - {MANIFEST}):
                if not name.startswith(("~$", ".")) and name not in ("Thumbs.db", "desktop.ini"):
                    found[Path(place, name)] = None
        return found

    def _is_settled(self, path: Path) -> bool:
        stamp, now = _stamp(path), time.monotonic()
        seen = self._seen.get(path)
        if stamp is None or seen is None or seen.stamp != stamp:
            if stamp is not None:
                self._seen[path] = _Seen(stamp, now)
            return False
        return now - seen.since >= self._settled and _can_be_read(path)

    # --- taking ---

    def _listed(self, settled: Sequence[Path]) -> Iterator[list[Incoming]]:
        """Gives the files that can be taken with what is known of them, some at a time."""
        if not settled:
            return
        named, manifests = self._named(), _Manifests(self._folder)
        ready = []
        for path in settled:
            base = self._placed(path, named)
            manifest = manifests.over(path)
            if manifest is None:
                ready.append(Incoming(path, base))
            elif self._is_quiet(manifest) and (metadata := self._by_manifest(manifest, path, base)):
                ready.append(Incoming(path, metadata))
        for start in range(0, len(ready), TAKEN_TOGETHER):
            yield ready[start : start + TAKEN_TOGETHER]

    def _placed(self, path: Path, named: dict[str, tuple[str, str]]) -> Metadata:
        """Gives what the folders over a file say of it."""
        metadata = DRAFT
        for name in path.relative_to(self._folder).parts[:-1]:
            sort, slug = named.get(fold(name), ("", ""))
            if sort == "kinds":
                metadata = replace(metadata, kind=slug)
            elif sort:
                metadata = replace(metadata, **{sort: (*getattr(metadata, sort), slug)})  # type: ignore[arg-type]
        return metadata

    def _named(self) -> dict[str, tuple[str, str]]:
        registers = self._store.registers
        sorts: tuple[tuple[str, Iterable[Named]], ...] = (
            ("kinds", registers.kinds()),
            ("topics", registers.topics()),
            ("bodies", registers.bodies()),
        )
        return {
            fold(name): (sort, row.slug)
            for sort, rows in sorts
            for row in rows
            for name in (row.name_en, row.name_sl, row.slug)
            if name
        }

    def _is_quiet(self, manifest: Path) -> bool:
        """Tells whether a manifest stays as it is; files that it may speak of wait until it does."""
        stamp = _stamp(manifest)
        return stamp is not None and time.time() - stamp[1] / 1e9 >= self._settled

    def _by_manifest(self, manifest: Path, path: Path, base: Metadata) -> Metadata | None:
        """Gives what a manifest says of a file, over what its folders say; None where it cannot be used."""
        try:
            listing = self._read(manifest, base)
            found = {os.path.abspath(each.path): each.metadata for each in listing.files}
            metadata = found.get(os.path.abspath(path), base)
            self._store.check([metadata])
        except WrongValue as error:
            name = shown(str(manifest.relative_to(self._folder)))
            self._store.refuse(manifest.name, origin=f"{ORIGIN}/{name}", error=Unreadable(error.detail))
            return None
        return metadata

    def _read(self, manifest: Path, base: Metadata) -> Listing:
        listing = list_batch([manifest.parent], base)
        for event in listing.events:
            self._store.events.put(event)
        return listing

    def _take(self, files: Sequence[Incoming]) -> int:
        stamps = {each.path: _stamp(each.path) for each in files}
        arriving = [self._arriving(each) for each in files]
        kept = 0
        for each, entry in zip(files, self._store.keep_all(arriving, max_bytes=self._max_bytes), strict=True):
            stamp = stamps[each.path]
            if not entry.sha256:
                _log.info("%s: %s", each.path, entry.reason)
            elif self._move(each.path):
                stamp = None
            kept += bool(entry.sha256)
            if stamp is not None:
                self._done[each.path] = stamp
        return kept

    def _arriving(self, each: Incoming) -> Arriving:
        origin = f"{ORIGIN}/{shown(str(each.path.relative_to(self._folder)))}"
        return Arriving(each.path, shown(each.path.name), origin, each.metadata)

    def _move(self, path: Path) -> bool:
        """Puts a file that is kept among those that were taken, under the day; tells whether it could."""
        day = dt.datetime.now(dt.UTC).date().isoformat()
        target = self._folder / TAKEN / day / path.relative_to(self._folder)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(_free(target))
        except OSError as error:
            self._tell(f"files stay in the watched folder: {error}")
            return False
        return True

    def _tell(self, said: str) -> None:
        if said != self._told:
            _log.warning("%s", said)
            self._told = said


class _Manifests:
    """Which manifest speaks of the files of a folder: its own, or the nearest one above it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[Path, Path | None] = {}

    def over(self, path: Path) -> Path | None:
        """Gives the manifest over a file."""
        folder = path.parent
        if folder not in self._known:
            own = folder / MANIFEST
            above = None if folder == self._folder else self.over(folder)
            self._known[folder] = own if own.is_file() else above
        return self._known[folder]


def _stamp(path: Path) -> Stamp | None:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return told.st_size, told.st_mtime_ns


def _can_be_read(path: Path) -> bool:
    with suppress(OSError, ValueError), path.open("rb") as file:
        file.read(1)
        return True
    return False


def _free(path: Path) -> Path:
    """Gives a path at which nothing is, the one that is wanted if it can be: «a.pdf», «a (2).pdf»."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found
