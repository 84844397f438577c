"""The uploads folder: what has come of each file that is being sent, «12.part», and nothing else.

The name is a number of ours; what people call their files never becomes a path. How many bytes have come is the size of
the file: a piece is settled on the disk before its sender hears of it, and one that breaks off is taken back.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.errors import NoRoom, OtherBytes, StoreError, WrongOffset
from kb.errors.undoing import undone_by

_END = ".part"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Parts:
    """The parts of files in a folder, by the file's number. Faults of the disk come out as NoRoom or StoreError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, file_id: int) -> Path:
        """Gives where a part lies, or would."""
        return self.folder / f"{file_id}{_END}"

    def came(self, file_id: int) -> int:
        """Gives how many bytes of a file are here."""
        with suppress(FileNotFoundError), _faults():
            return self.path(file_id).stat().st_size
        return 0

    def all(self) -> dict[int, int]:
        """Gives how many bytes are here of each file that any are here of."""
        found = {}
        for file_id, entry in self._entries():
            # Kept or given up since the folder was listed.
            with suppress(FileNotFoundError), _faults():
                found[file_id] = entry.stat().st_size
        return found

    def free(self) -> int:
        """Gives how many bytes the disk of the folder has left."""
        with _faults():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return shutil.disk_usage(self.folder).free

    def write(self, file_id: int, offset: int, chunks: Iterable[bytes], *, length: int) -> int:
        """Adds `length` bytes after the first `offset` and gives how many there are now; all of them, or none.

        Raises WrongOffset, OtherBytes where there are more or fewer than `length`, NoRoom, StoreError.
        """
        with _faults():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self.path(file_id).open("ab", buffering=0) as file:
                came = os.fstat(file.fileno()).st_size
                if came != offset:
                    raise WrongOffset(came=came)
                with undone_by(lambda: file.truncate(offset)):
                    _write(file.fileno(), chunks, length)
        return offset + length

    def adopt(self, file_id: int, path: Path) -> None:
        """Takes a whole file in as what has come; it is no longer where it was."""
        with _faults():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(self.path(file_id))

    def drop(self, file_id: int) -> None:
        """Removes what has come of a file. The bytes may be an original by now, so they are never written over."""
        with _faults():
            self.path(file_id).unlink(missing_ok=True)

    def quiet(self, file_id: int) -> float:
        """Gives for how many seconds nothing has come of a file."""
        with suppress(FileNotFoundError), _faults():
            return time.time() - self.path(file_id).stat().st_mtime
        return 0.0

    def _entries(self) -> Iterator[tuple[int, os.DirEntry[str]]]:
        with suppress(FileNotFoundError), _faults(), os.scandir(self.folder) as entries:
            for entry in entries:
                number, _, end = entry.name.partition(".")
                if number.isdecimal() and f".{end}" == _END:
                    yield int(number), entry


def _write(descriptor: int, chunks: Iterable[bytes], length: int) -> None:
    left = length
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise OtherBytes
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    if left:
        raise OtherBytes
    os.fsync(descriptor)


@contextmanager
def _faults() -> Iterator[None]:
    """Turns faults of the disk into NoRoom and StoreError; that a file is not there stays as it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(error.strerror or "") from error
        raise StoreError(error.strerror or str(error)) from error
