"""Writes changes into a Whoosh index, and builds whole ones; the lock of kb.search.embedded.folder is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh.codec import default_codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound
from whoosh.writing import IndexingError

from kb.search.embedded.faults import while_writing
from kb.search.embedded.schema import new_schema, rows_of
from kb.search.index import Change, IndexedDocument, Removed

MEMORY_MB = 64


def open_in(folder: Path) -> FileIndex:
    """Gives the index in `folder`. Raises what Whoosh raises for missing or garbled files."""
    return FileIndex(FileStorage(str(folder)), new_schema())


def write(index: FileIndex, changes: Sequence[Change]) -> None:
    """Writes `changes` as one generation; of several for one document the last counts. Raises IndexUnwritable.

    All is analysed before the writer starts: Whoosh 2.7.4 leaves a writer half-done when a row is refused.
    """
    last = {change.id: change for change in changes}
    rows = [row for change in last.values() if not isinstance(change, Removed) for row in rows_of(change)]
    with _writer(index) as writer, while_writing():
        _delete(writer, last)
        _add(writer, rows)
        writer.commit()


def fill(folder: Path, documents: Iterable[IndexedDocument], told: Callable[[int], None]) -> None:
    """Makes an index of `documents` in an empty folder; of several with one id the first counts.

    `told` hears the count after each. Raises IndexUnwritable, and whatever `documents` and `told` raise.
    """
    with while_writing():
        index = FileIndex.create(FileStorage(str(folder)), new_schema())
    seen = set()
    with _writer(index) as writer:
        for count, document in enumerate(documents, 1):
            if document.id not in seen:
                _add(writer, rows_of(document))
            seen.add(document.id)
            told(count)
        with while_writing():
            writer.commit(merge=False)


@contextmanager
def _writer(index: FileIndex) -> Iterator[Any]:
    """Lends a Whoosh writer, and abandons it when anything is raised.

    It goes without Whoosh's own lock: ours is held, and is let go whatever happens. And without Whoosh's lengths of
    fields, which are rounded, ask the disk once a posting, and are ours to keep (passage_facts).
    """
    codec = default_codec()
    codec.length_stats = False
    with while_writing():
        writer = index.writer(_lk=False, limitmb=MEMORY_MB, codec=codec)
    try:
        yield writer
    except BaseException:
        _abandon(writer)
        raise


def _add(writer: Any, rows: Iterable[dict[str, Any]]) -> None:
    with while_writing():
        for row in rows:
            writer.add_document(**row)


def _delete(writer: Any, ids: Iterable[int]) -> None:
    with closing(writer.reader()) as reader:
        for id_ in ids:
            for number in _numbers(reader, id_):
                writer.delete_document(number)


def _numbers(reader: Any, document_id: int) -> list[int]:
    try:
        return list(reader.postings("document", str(document_id)).all_ids())
    except TermNotFound:
        return []


def _abandon(writer: Any) -> None:
    """Closes what an interrupted writer has open; its files are swept by the next commit."""
    try:
        writer.cancel()
    except (OSError, ValueError, AttributeError, AssertionError, IndexingError):
        writer.is_closed = True
