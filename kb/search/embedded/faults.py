"""What Whoosh and the disk may raise, and what it becomes: the only place that knows."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from whoosh.codec.base import OutOfOrderError
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.matching import ReadTooFar
from whoosh.reading import ReaderClosed, TermNotFound

from kb.errors import IndexDamaged, IndexUnwritable

GARBLED = (
    WhooshIndexError,
    FileFormatError,
    OutOfOrderError,
    ReadTooFar,
    ReaderClosed,
    TermNotFound,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    OSError,
    EOFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    TypeError,
    ValueError,
)


class WhileReading:
    """Turns whatever a garbled or missing file makes of reading into IndexDamaged, its cause kept.

    Whoosh raises a plain Exception for a posting block without its mark; that exact class is caught here too.
    """

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and (kind is Exception or issubclass(kind, GARBLED)):
            raise IndexDamaged(kind.__name__) from fault


@contextmanager
def while_writing() -> Iterator[None]:
    """Turns a full disk or a folder without permission into IndexUnwritable, its cause kept."""
    try:
        yield
    except OSError as fault:
        raise IndexUnwritable(fault.strerror or type(fault).__name__) from fault
