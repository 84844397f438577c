"""Files that come with a form: written to the disk as they come, into a folder that lasts as long as the request.

    @pages.post("/…")
    @takes(bytes, only=staff)
    def page() -> …:
        for sent in received("datoteke"): ...          # Sent(name, path)

A file that is to stay is moved away from its path. Nothing of it is ever in memory whole, and none stays open.
"""

from __future__ import annotations

import errno
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, cast

from flask import Flask, Request, g, request

from kb.errors import NoRoom, StoreError
from kb.library.uploads import Sent
from kb.web.context import library

_FULL = (errno.ENOSPC, errno.EDQUOT)


def register(app: Flask) -> None:
    """Makes `app` write the files of its forms to the disk."""
    app.request_class = _Receiving
    app.teardown_request(_clear)


def received(field: str) -> list[Sent]:
    """Gives the files of a field of the present form, as they are called and where they lie; empty fields are none."""
    return [
        Sent(each.filename, cast(_OnDisk, each.stream).path) for each in request.files.getlist(field) if each.filename
    ]


class _Receiving(Request):
    """A request whose files go to the disk."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        if "kb_received" not in g:
            g.kb_received = ExitStack()
            g.kb_received_folder = Path(g.kb_received.enter_context(library().uploads.scratch()))
            g.kb_received_count = 0
        g.kb_received_count += 1
        return cast("IO[bytes]", _OnDisk(g.kb_received_folder / str(g.kb_received_count)))


class _OnDisk:
    """What a file of a form is written to: the file is made at once and closed when all of it has come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _Faults():
            self._file = path.open("xb", buffering=0)

    def write(self, data: bytes) -> int:
        """Writes all of `data`. Raises NoRoom, StoreError."""
        rest = memoryview(data)
        with _Faults():
            while rest:
                rest = rest[self._file.write(rest) :]
        return len(data)

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """Hears that all has come."""
        self._file.close()
        return 0

    def close(self) -> None:
        """Ends the writing."""
        self._file.close()


class _Faults:
    """Turns faults of the disk into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            said = error.strerror or str(error)
            raise (NoRoom(said) if error.errno in _FULL else StoreError(said)) from error


def _clear(_error: BaseException | None) -> None:
    if "kb_received" in g:
        g.kb_received.close()
