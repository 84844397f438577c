"""Makes a generation of segments the newest, at once and durably: Whoosh's table of contents, written and then renamed.

Until the rename the old generation serves; what a crash leaves behind is removed by the next commit. A table of
contents ends with a checksum of itself, which Whoosh does not look at. The generation before the newest stays, so that
there is one to search where the newest turns out to be damaged.
"""

from __future__ import annotations

import contextlib
import os
import re
import struct
import zlib
from collections.abc import Collection, Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import _DEF_INDEX_NAME, TOC

from kb.search.embedded.blocks import Garbled
from kb.search.embedded.codec import Segment
from kb.search.embedded.folder import to_disk
from kb.search.embedded.schema import new_schema

INDEX_NAME = str(_DEF_INDEX_NAME)
BEING_MADE = ".being-made"
"""The end of the name of a segment that a merge is writing, which commits leave alone."""

_SEAL = struct.Struct("<4sI")
_MAGIC = b"kbC1"
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_LEFT = re.compile(rf"_{INDEX_NAME}_\d+\.toc\..+")
_SEGMENT = re.compile(rf"{INDEX_NAME}_(\w+)\.\w+")


class _Durable(RamStorage):  # type: ignore[misc]
    """What becomes a file of a folder when it gets its name: sealed, and on disk before it has it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: ARG002
        """Writes a file, and renames it when it is wholly on disk."""
        content, new = self.files[oldname], self._folder / oldname
        with new.open("wb") as file:
            file.write(content + _SEAL.pack(_MAGIC, zlib.crc32(content)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / newname)
        to_disk(self._folder)


def generations_in(folder: Path) -> list[int]:
    """Gives the numbers of the generations whose tables of contents are there, the newest first. Raises OSError."""
    found = map(_TOC.fullmatch, os.listdir(folder))  # noqa: PTH208 – a Path a file costs every commit more than the look
    return sorted((int(toc[1]) for toc in found if toc), reverse=True)


def newest_generation(folder: Path) -> int:
    """Gives the number of the newest generation in a Whoosh folder, -1 for none. Raises OSError if it is missing."""
    return next(iter(generations_in(folder)), -1)


def segments_in(folder: Path, generation: int) -> list[Segment]:
    """Gives the segments of a generation. Raises Garbled, and what Whoosh raises for missing or foreign files."""
    content = (folder / f"_{INDEX_NAME}_{generation}.toc").read_bytes()
    body, seal = content[: -_SEAL.size], content[-_SEAL.size :]
    if seal != _SEAL.pack(_MAGIC, zlib.crc32(body)):
        raise Garbled("a table of contents is not what was written")
    toc = TOC.read(FileStorage(str(folder)), INDEX_NAME, gen=generation, schema=new_schema())
    return list(toc.segments)


def commit(folder: Path, generation: int, segments: Sequence[Segment], *, before: Sequence[Segment] = ()) -> None:
    """Makes `segments` the newest generation, and removes what belongs neither to it nor to the one before it.

    Raises OSError where it cannot be written. What cannot be removed, because a reader on Windows has it open, is left
    to a later commit.
    """
    TOC(new_schema(), list(segments), generation).write(_Durable(folder), INDEX_NAME)
    _clean(folder, (generation - 1, generation), {str(each.segid) for each in (*segments, *before)})


def _clean(folder: Path, generations: Collection[int], segment_ids: Collection[str]) -> None:
    """Removes tables of contents and segments but for these."""
    for name in os.listdir(folder):  # noqa: PTH208 – as above
        toc, segment = _TOC.fullmatch(name), _SEGMENT.fullmatch(name)
        is_old = toc is not None and int(toc[1]) not in generations
        is_spare = segment is not None and segment[1] not in segment_ids
        if is_old or is_spare or _LEFT.fullmatch(name):
            with contextlib.suppress(OSError):
                (folder / name).unlink()
