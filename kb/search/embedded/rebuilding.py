"""Builds a whole index of many documents, chunk by chunk: a chunk becomes a segment.

The first is made here while the documents come; if there are more, a process beside this one makes every other. Memory
is bounded by the chunks in hand. Each finished chunk is noted with the versions of its documents, so that a rebuild
that was broken off is gone on with. The chunks are put together later, as other segments are.
"""

from __future__ import annotations

import json
import os
import zlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.search.embedded.beside import Beside
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import INDEX_NAME, commit
from kb.search.embedded.faults import GARBLED, while_writing
from kb.search.embedded.folder import generation_folders, to_disk
from kb.search.embedded.inverter import Inverter
from kb.search.embedded.schema import FINGERPRINT
from kb.search.embedded.segment import View, without_documents, write_segment
from kb.search.index import IndexedDocument, StillValid

POSITIONS_A_SEGMENT = 800_000
LETTERS_A_POSITION = 6.5
AT_ONCE = 2
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""Those that this process may run on: where it is held to one, two processes would only take turns."""
NOTES = "progress"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A finished segment, and the version of each of its documents by id."""

    segment: Segment
    versions: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Begun:
    """A rebuild that was broken off: the name of its folder, and the chunks that it had finished."""

    name: str
    chunks: tuple[Chunk, ...]


NOT_BEGUN = Begun("", ())


class Notes:
    """What is finished of a rebuild in a folder: a line a chunk under a checksum, on disk before the next is begun."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NOTES

    def begin(self, chunks: Iterable[Chunk]) -> None:
        """Makes a list of what there is already, in place of one that may be there."""
        new = self._path.with_suffix(".new")
        new.write_bytes(b"".join([_line({"fingerprint": FINGERPRINT}), *map(_told, chunks)]))
        to_disk(new)
        new.replace(self._path)

    def add(self, chunk: Chunk) -> None:
        """Notes a chunk, whose segment is on disk."""
        with self._path.open("ab") as file:
            file.write(_told(chunk))
        to_disk(self._path)

    def chunks(self) -> list[Chunk] | None:
        """Gives the finished chunks whose segments are whole; None where no rebuild of this fingerprint was begun."""
        try:
            first, *told = _checked(self._path.read_bytes())
        except (OSError, ValueError):
            return None
        if first.get("fingerprint") != FINGERPRINT:
            return None
        return [chunk for each in told if (chunk := self._chunk(each))]

    def end(self) -> None:
        """Takes the list away."""
        self._path.unlink(missing_ok=True)

    def _chunk(self, told: Mapping[str, object]) -> Chunk | None:
        """Gives a noted chunk, None where its segment is not there as it was written."""
        try:
            segment = Segment(INDEX_NAME, int(str(told["rows"])), str(told["segment"]))
            if not View(self._folder, segment).is_intact():
                return None
        except GARBLED:
            return None
        versions = told["versions"]
        return Chunk(segment, {int(id_): version for id_, version in dict(versions).items()})  # type: ignore[call-overload]


def _told(chunk: Chunk) -> bytes:
    versions = {str(id_): version for id_, version in chunk.versions.items()}
    return _line({"segment": chunk.segment.segid, "rows": chunk.segment.doc_count_all(), "versions": versions})


def _line(told: Mapping[str, object]) -> bytes:
    content = json.dumps(told).encode()
    return b"%08x %b\n" % (zlib.crc32(content), content)


def _checked(content: bytes) -> Iterator[dict[str, object]]:
    """Gives the lines up to the first that was not written whole."""
    for line in content.split(b"\n"):
        checksum, _, told = line.partition(b" ")
        if len(checksum) != 8 or int(checksum, 16) != zlib.crc32(told):
            return
        yield json.loads(told)


def fill(
    folder: Path,
    documents: Iterable[IndexedDocument],
    told: Callable[[int], None],
    *,
    positions: int | None = None,
    kept: Sequence[Chunk] = (),
) -> None:
    """Makes an index of `documents` in a folder that has nothing but the `kept` chunks of an earlier try.

    Of several documents with one id the first counts, and one that was kept before all. `told` hears the count after
    each. Every so many `positions` (POSITIONS_A_SEGMENT) make a chunk. Raises IndexUnwritable, and whatever `documents`
    and `told` raise.
    """
    seen = {id_ for chunk in kept for id_ in chunk.versions}
    chunks = list(kept)
    with _Making(folder, positions or POSITIONS_A_SEGMENT) as making:
        for count, document in enumerate(documents, len(seen) + 1):
            if document.id not in seen and document.passages:
                making.take(document)
            seen.add(document.id)
            told(count)
        chunks += making.finished()
    with while_writing():
        commit(folder, 0, [chunk.segment for chunk in chunks])


def begun_in(folder: Path, *, but: str, still_valid: StillValid) -> Begun:
    """Gives the rebuild that was broken off last, in a folder of `folder` but this, with what of it still holds."""
    for name in reversed(generation_folders(folder)):
        chunks = Notes(folder / name).chunks() if name != but else None
        if chunks:
            ids = set(still_valid({id_: version for chunk in chunks for id_, version in chunk.versions.items()}))
            kept = [_only(chunk, ids, folder / name) for chunk in chunks]
            left = tuple(chunk for chunk in kept if chunk.versions)
            return Begun(name, left) if left else NOT_BEGUN
    return NOT_BEGUN


def _only(chunk: Chunk, ids: Collection[int], folder: Path) -> Chunk:
    """Gives a chunk without the documents that are not among `ids`, and those that were left out of it before."""
    versions = {id_: version for id_, version in chunk.versions.items() if id_ in ids}
    view = View(folder, chunk.segment)
    gone = set(view.facts.documents.tolist()) - set(versions)
    return Chunk(without_documents(chunk.segment, view, gone), versions)


class _Making:
    """Makes chunks of the documents that it takes. A context manager: what is under way is given up on a fault.

    The first chunk is made here. After that a process beside this one is never without a chunk to make and another that
    waits, and what comes while it has both is taken into a chunk that is made here.
    """

    def __init__(self, folder: Path, positions: int) -> None:
        self._folder, self._positions = folder, positions
        self._notes = Notes(folder)
        self._here, self._taken = Inverter(), dict[int, int]()
        self._there, self._letters = list[IndexedDocument](), 0
        self._chunks: list[Chunk] = []
        self._under_way: deque[Future[Chunk]] = deque()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._pool = self._stack.enter_context(ThreadPoolExecutor(1))
        self._process = self._stack.enter_context(Beside())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, fault, trace)

    def take(self, document: IndexedDocument) -> None:
        """Takes a document; a chunk that is full is made while further ones come."""
        if CORES > 1 and self._chunks and len(self._under_way) < AT_ONCE:
            self._there.append(document)
            self._letters += _letters(document)
            if self._letters >= self._positions * LETTERS_A_POSITION:
                self._send()
        else:
            self._taken[document.id] = document.version
            self._here.add(document)
            if self._here.size >= self._positions:
                self._make()
        while self._under_way and self._under_way[0].done():
            self._note(self._under_way.popleft().result)

    def finished(self) -> list[Chunk]:
        """Gives all chunks."""
        if self._there:
            self._send()
        if self._taken:
            self._make()
        while self._under_way:
            self._note(self._under_way.popleft().result)
        return self._chunks

    def _make(self) -> None:
        versions, inverter = self._taken, self._here
        self._here, self._taken = Inverter(), {}
        self._note(lambda: _written(self._folder, versions, inverter))

    def _send(self) -> None:
        documents = self._there
        self._there, self._letters = [], 0
        self._under_way.append(self._pool.submit(self._process.does, chunk_of, self._folder, documents))

    def _note(self, made: Callable[[], Chunk]) -> None:
        with while_writing():
            chunk = made()
            self._notes.add(chunk)
        self._chunks.append(chunk)


def chunk_of(folder: Path, documents: Sequence[IndexedDocument]) -> Chunk:
    """Makes a chunk of documents that have passages. Raises OSError."""
    inverter = Inverter()
    for document in documents:
        inverter.add(document)
    return _written(folder, {document.id: document.version for document in documents}, inverter)


def _written(folder: Path, versions: Mapping[int, int], inverter: Inverter) -> Chunk:
    return Chunk(write_segment(folder, inverter.inverted(), index_name=INDEX_NAME), versions)


def _letters(document: IndexedDocument) -> int:
    texts = sum(len(passage.text) + len(passage.heading) for passage in document.passages)
    return texts + len(document.title)
