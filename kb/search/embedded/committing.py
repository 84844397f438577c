"""Makes a generation of segments the newest, at once and durably: Whoosh's table of contents, written and then renamed.

Until the rename the old generation serves; what a crash leaves behind is swept by the next commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, clean_files

from kb.search.embedded.codec import Segment
from kb.search.embedded.folder import to_disk
from kb.search.embedded.schema import new_schema

INDEX_NAME = str(_DEF_INDEX_NAME)


class _Durable(FileStorage):  # type: ignore[misc]
    """A folder in which a file is on disk before it has its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: ARG002
        """Renames a file that is wholly on disk."""
        folder = Path(self.folder)
        to_disk(folder / oldname)
        (folder / oldname).replace(folder / newname)
        to_disk(folder)


def segments_in(folder: Path, generation: int) -> list[Segment]:
    """Gives the segments of a generation. Raises what Whoosh raises for missing or garbled files."""
    toc = TOC.read(FileStorage(str(folder)), INDEX_NAME, gen=generation, schema=new_schema())
    return list(toc.segments)


def commit(folder: Path, generation: int, segments: Sequence[Segment]) -> None:
    """Makes `segments` the newest generation, and removes what belongs to none. Raises OSError."""
    storage = _Durable(str(folder))
    TOC(new_schema(), list(segments), generation).write(storage, INDEX_NAME)
    clean_files(storage, INDEX_NAME, generation, segments)
    for path in folder.glob(f"_{INDEX_NAME}_*.toc.*"):
        path.unlink(missing_ok=True)
