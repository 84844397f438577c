"""Uploads: people send files over the web, piece by piece, and nothing of them is lost or kept twice.

    batch = library.uploads.open(actor, NEW, once=mark)
    (file,) = library.uploads.announce(batch.id, [Announced("mapa/Zapisnik.pdf", 123456)])
    file = library.uploads.take(batch.id, file.id, offset=file.came, length=len(piece), chunks=[piece])

Where every byte of a file has come it is measured, compared with what was announced, kept as Store.keep_all keeps, and
only then its part is removed. Who is killed in between finds it either waiting and whole, or kept: `tend` goes on.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import TimeoutError as NotYet
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from kb.config import Settings
from kb.errors import (
    DocumentError,
    Empty,
    NoRoom,
    NotExpected,
    OtherBytes,
    TooLarge,
    TooManyBatches,
    Unreachable,
    UserError,
    WrongOffset,
    WrongSetting,
)
from kb.library.choices import Choices, choices_in
from kb.library.scratch import Scratch
from kb.library.uploads.alone import alone
from kb.library.uploads.digests import Digests
from kb.library.uploads.keeper import Keeper
from kb.library.uploads.naming import shown_name, told_apart
from kb.library.uploads.parts import Parts
from kb.library.uploads.tending import Tending
from kb.library.uploads.watching import Watching
from kb.model import (
    Actor,
    Announced,
    BatchState,
    DocumentState,
    Metadata,
    UploadBatch,
    UploadFile,
    UploadStage,
    Visibility,
)
from kb.store import Original, Store, measure
from kb.store.files import shown_size
from kb.store.uploads import Whole, origin_of

__all__ = ["NEW", "Sent", "UploadLimits", "Uploads", "open_uploads", "origin_of"]

NEW = Metadata(visibility=Visibility.STAFF, state=DocumentState.DRAFT)
"""What an upload is unless somebody says otherwise: a draft, for staff once it is published."""

MEBIBYTE = 1024 * 1024
SCRATCH = "forms"
LOCK = "tending.lock"
ANNOUNCED_AT_ONCE = 500
KEEPING_SECONDS = 10.0
"""How long the sender of a last piece waits to hear that the file is kept; a large one is checked afterwards."""

EXPECTED = dt.timedelta(days=1)
"""For how long the disk is kept free for what was announced and has not come."""

_LOCKS = 64


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """May be sent: bytes a file and a piece, files a batch, unfinished batches a person; bytes left on the disk."""

    file_bytes: int = 2048 * MEBIBYTE
    piece_bytes: int = 8 * MEBIBYTE
    reserve_bytes: int = 1024 * MEBIBYTE
    batch_files: int = 10_000
    batches: int = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that has come whole by a form, and lies at `path` until it is taken."""

    name: str
    path: Path


class Uploads:
    """The uploads of one library. Safe to share between threads."""

    def __init__(
        self, store: Store, folder: Path, limits: UploadLimits = UploadLimits(), *, watching: Watching | None = None
    ) -> None:
        self.limits = limits
        self._store = store
        self._uploads = store.uploads
        self._parts = Parts(folder)
        self._digests = Digests()
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        self._keeper = Keeper(self._keep)
        self._tending = Tending(store.uploads, self._parts, store.clock)
        self._watching = watching

    def close(self) -> None:
        """Keeps what has come whole, and takes nothing any more."""
        self._keeper.close()

    # --- batches ---

    def open(self, actor: Actor, metadata: Metadata = NEW, *, once: str = "") -> UploadBatch:
        """Opens a batch; a form that comes twice, with the same `once`, opens one.

        Raises WrongValue for a slug that is not there, TooManyBatches for somebody with too many unfinished ones.
        """
        self._store.check([metadata])
        if self._uploads.unfinished(actor) >= self.limits.batches:
            raise TooManyBatches(str(self.limits.batches))
        return self._uploads.batch(self._uploads.open(actor, metadata, once=once))

    def batch(self, batch_id: int) -> UploadBatch:
        """Gives a batch. Raises NotFound."""
        return self._uploads.batch(batch_id)

    def batches(self, *, page: int = 1, per_page: int = 20) -> tuple[UploadBatch, ...]:
        """Gives a page of the batches, the newest first."""
        return self._uploads.batches(limit=per_page, offset=(page - 1) * per_page)

    def batch_count(self) -> int:
        """Gives how many batches there are."""
        return self._uploads.batch_count()

    def unfinished(self, actor: Actor) -> int:
        """Gives how many batches of a person have files that are still to come."""
        return self._uploads.unfinished(actor)

    def describe(self, actor: Actor, batch_id: int, metadata: Metadata) -> None:
        """Changes what the files of a batch have in common, for those still to be kept. Raises NotFound, WrongValue."""
        self._store.check([metadata])
        self._uploads.describe(actor, batch_id, metadata)

    def state(self, batch_id: int) -> BatchState:
        """Gives how a batch stands. Raises NotFound."""
        self._uploads.batch(batch_id)
        return self.states([batch_id])[batch_id]

    def states(self, batch_ids: Sequence[int]) -> dict[int, BatchState]:
        """Gives how batches stand, by id."""
        here = self._parts.all()
        found = self._uploads.states(batch_ids)
        return {id_: self._with_parts(id_, state, here) if here else state for id_, state in found.items()}

    # --- files ---

    def files(self, batch_id: int, *, page: int = 1, per_page: int = 500) -> tuple[UploadFile, ...]:
        """Gives a page of the files of a batch, in the order they were announced."""
        found = self._uploads.files(batch_id, limit=per_page, offset=(page - 1) * per_page)
        return tuple(self._as_come(each) for each in found)

    def file(self, batch_id: int, file_id: int) -> UploadFile:
        """Gives a file of a batch. Raises NotFound."""
        return self._as_come(self._uploads.file(batch_id, file_id))

    def room(self) -> int:
        """Gives how many bytes more may be announced now."""
        coming = self._uploads.expected(self._store.clock() - EXPECTED) - sum(self._parts.all().values())
        return max(0, self._parts.free() - self.limits.reserve_bytes - max(0, coming))

    def announce(self, batch_id: int, files: Sequence[Announced]) -> tuple[UploadFile, ...]:
        """Enters files that are about to be sent and gives how each stands, in order.

        What the collection holds already is kept at once; what is empty, too large or has no room on the disk is
        refused. Raises NotFound, BatchFull, StoreError.
        """
        room = self.room()
        told = [replace(each, name=shown_name(each.name)) for each in files]
        ids, anew = self._uploads.announce(batch_id, told, most=self.limits.batch_files)
        for file_id in anew:
            self._drop_part(file_id)
        waiting = [each for each in self._uploads.many(ids).values() if each.stage is UploadStage.WAITING]
        refusals = [(each.id, error) for each in waiting if (error := self._refusal(each))]
        self._uploads.refuse(refusals)
        refused = {id_ for id_, _ in refusals}
        self._keep_known([each for each in waiting if each.id not in refused])
        self._refuse_without_room([each.id for each in waiting if each.id not in refused], room)
        found = self._uploads.many(ids)
        return tuple(self._as_come(found[id_]) for id_ in ids)

    def take(self, batch_id: int, file_id: int, *, offset: int, length: int, chunks: Iterable[bytes]) -> UploadFile:
        """Takes the next piece of a file in, and with its last one the file; gives how it stands.

        Raises NotFound, NotExpected, WrongOffset with the offset that is expected, OtherBytes for more than was
        announced, NoRoom, StoreError; of the piece nothing is kept then.
        """
        with self._locks[file_id % _LOCKS]:
            file = self.file(batch_id, file_id)
            if not file.is_open:
                raise NotExpected
            if offset != file.came:
                raise WrongOffset(came=file.came)
            if offset + length > file.size:
                raise OtherBytes
            if self._parts.free() - length < self.limits.reserve_bytes:
                raise NoRoom(shown_size(length))
            passed = self._digests.through(file_id, offset, chunks)
            came = self._parts.write(file_id, offset, passed, length=length)
        if came == file.size:
            self._finish(file)
        return self.file(batch_id, file_id)

    def take_files(self, batch_id: int, sent: Sequence[Sent]) -> tuple[UploadFile, ...]:
        """Takes whole files in that have come by a form, and keeps them. Raises what `announce` and `take` raise."""
        measured = [self._measured(each.path) for each in sent]
        names = told_apart([shown_name(each.name) for each in sent])
        told = [Announced(name, it.size, it.sha256) for name, it in zip(names, measured, strict=True)]
        parts = (told[start : start + ANNOUNCED_AT_ONCE] for start in range(0, len(told), ANNOUNCED_AT_ONCE))
        ids = [file.id for part in parts for file in self.announce(batch_id, part)]
        for file_id, each in zip(ids, sent, strict=True):
            with self._locks[file_id % _LOCKS]:
                if self.file(batch_id, file_id).is_wanted:
                    self._drop_part(file_id)
                    self._parts.adopt(file_id, each.path)
        whole = zip(ids, measured, strict=True)
        waiting = [
            self._keeper.submit(Whole(id_, self._parts.path(id_), original))
            for id_, original in whole
            if self._parts.came(id_)
        ]
        for done in waiting:
            done.result()
        found = self._uploads.many(ids)
        return tuple(self._as_come(found[id_]) for id_ in ids)

    def correct(self, actor: Actor, batch_id: int, file_id: int, metadata: Metadata) -> None:
        """Gives a file that is still to be kept metadata of its own. Raises NotFound, NotExpected, WrongValue."""
        self._store.check([metadata])
        if not self.file(batch_id, file_id).is_open:
            raise NotExpected
        self._uploads.correct(actor, file_id, metadata)

    def drop(self, batch_id: int, file_id: int | None = None) -> None:
        """Gives up what has not been kept: a file, or all of a batch. Raises NotFound."""
        self._uploads.batch(batch_id)
        if file_id is not None:
            self._uploads.file(batch_id, file_id)
        for each in self._uploads.waiting(batch_id):
            if file_id in (None, each.id):
                with self._locks[each.id % _LOCKS]:
                    self._uploads.drop([each.id])
                    self._drop_part(each.id)

    # --- what forms need ---

    def choices(self) -> Choices:
        """Gives what the form of metadata offers."""
        return choices_in(self._store)

    def scratch(self) -> AbstractContextManager[str]:
        """Gives the path of a folder for files that come with a form, which lasts as long as the block."""
        return Scratch(self._parts.folder / SCRATCH).new()

    # --- what goes on by itself ---

    def tend(self) -> int:
        """Goes on where somebody was killed, clears what nobody goes on with, takes in what lies in the watched folder.

        Gives how many files it saw to, none while another process does the same. Raises StoreError.
        """
        with alone(self._parts.folder / LOCK) as is_alone:
            return self._tend() if is_alone else 0

    def _tend(self) -> int:
        whole = [each for each in self._tending.whole() if not self._keeper.has(each.id)]
        for each in whole:
            self._finish_whole(each.id, each.size, each.sha256)
        taken = self._watching.look() if self._watching else 0
        return len(whole) + self._tending.clear() + taken

    # --- parts ---

    def _as_come(self, file: UploadFile) -> UploadFile:
        if file.stage is not UploadStage.WAITING:
            return file
        came = self._parts.came(file.id)
        stage = UploadStage.CHECKING if came >= file.size else UploadStage.COMING if came else UploadStage.WAITING
        return replace(file, came=came, stage=stage)

    def _with_parts(self, batch_id: int, state: BatchState, here: dict[int, int]) -> BatchState:
        if not state.counts.get(UploadStage.WAITING):
            return state
        coming = [(here[each.id], each.size) for each in self._uploads.waiting(batch_id) if each.id in here]
        whole = sum(came >= size for came, size in coming)
        counts = dict(state.counts)
        counts[UploadStage.WAITING] -= len(coming)
        counts |= {UploadStage.COMING: len(coming) - whole, UploadStage.CHECKING: whole}
        return replace(state, counts=counts, bytes_came=state.bytes_came + sum(came for came, _ in coming))

    def _drop_part(self, file_id: int) -> None:
        self._digests.forget(file_id)
        self._parts.drop(file_id)

    # --- announcing ---

    def _refusal(self, file: UploadFile) -> DocumentError | None:
        if file.size == 0:
            return Empty()
        return TooLarge(shown_size(file.size)) if file.size > self.limits.file_bytes else None

    def _keep_known(self, files: Sequence[UploadFile]) -> None:
        """Keeps files whose bytes the collection has: nothing of them has to be sent."""
        held = self._uploads.held(each.sha256 for each in files)
        same = [(each.id, Original(each.sha256, each.size)) for each in files if held.get(each.sha256) == each.size]
        known = [(file_id, original) for file_id, original in same if self._store.files.has(original)]
        self._keep([Whole(file_id, self._parts.path(file_id), original) for file_id, original in known])

    def _refuse_without_room(self, ids: Sequence[int], room: int) -> None:
        """Refuses those of the files that the disk has no room for, beside all that were announced before."""
        too_large = []
        for file in map(self._as_come, self._uploads.many(ids).values()):
            if file.is_open and file.size - file.came > room:
                too_large.append(file.id)
            elif file.is_open:
                room -= file.size - file.came
        if too_large:
            free = shown_size(max(0, room))
            self._uploads.tell(too_large, UploadStage.REFUSED, reason=NoRoom.key, detail=f"prosto: {free}")

    # --- keeping ---

    def _finish(self, file: UploadFile) -> None:
        self._finish_whole(file.id, file.size, file.sha256, seconds=KEEPING_SECONDS)

    def _finish_whole(self, file_id: int, size: int, announced: str, *, seconds: float | None = None) -> None:
        """Has a file kept that has come whole, and waits for it; one of other bytes is to be sent again."""
        path = self._parts.path(file_id)
        checksum = self._digests.take(file_id, size)
        try:
            original = Original(checksum, size) if checksum else self._measured(path)
        except Unreachable:
            # Another process was quicker: the file is kept, and its part is gone.
            return
        if original.size != size or announced not in ("", original.sha256):
            self._drop_part(file_id)
            self._uploads.tell([file_id], UploadStage.WAITING, reason=OtherBytes.key)
            return
        try:
            self._keeper.submit(Whole(file_id, path, original)).result(seconds)
        except NotYet:
            return
        except UserError as error:
            self._uploads.tell([file_id], UploadStage.WAITING, reason=error.key, detail=error.detail)

    def _measured(self, path: Path) -> Original:
        try:
            return measure(path, max_bytes=self.limits.file_bytes)
        except Empty:
            return Original("", 0)
        except TooLarge:
            return Original("", path.stat().st_size)

    def _keep(self, whole: Sequence[Whole]) -> None:
        self._uploads.keep(whole, max_bytes=self.limits.file_bytes)
        for each in whole:
            self._drop_part(each.file_id)


def open_uploads(store: Store, settings: Settings) -> Uploads:
    """Gives the uploads into the data folder of `settings`. Raises WrongSetting for a folder that cannot be watched."""
    limits = UploadLimits(file_bytes=settings.max_file_mb * MEBIBYTE, reserve_bytes=settings.least_free_mb * MEBIBYTE)
    watching = None
    if settings.watched_folder:
        folder, seconds = _watched(settings), settings.watched_seconds
        watching = Watching(store, folder, settled_seconds=seconds, max_bytes=limits.file_bytes)
    return Uploads(store, settings.uploads_folder, limits, watching=watching)


def _watched(settings: Settings) -> Path:
    """Gives the watched folder; one that is in the data folder or holds it would be taken in with all that is ours."""
    folder, home = (settings.home / Path(settings.watched_folder).expanduser()).resolve(), settings.home.resolve()
    if folder.is_relative_to(home) or home.is_relative_to(folder):
        raise WrongSetting(f"watched_folder = {settings.watched_folder!r}")
    return folder
