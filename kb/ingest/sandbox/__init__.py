"""Reading a file in a worker process of its own, with limits of time and memory.

A parser may hang, take all memory or bring its process down; whatever it does, the file gets a named
DocumentError and the next file gets a worker. The worker is a bare interpreter that loads kb.ingest
and nothing else of the program; it hears Ctrl-C as little as its parent's death goes unnoticed.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from kb.errors import TooCostly, Unreadable, error_for
from kb.ingest.sandbox.child import Child
from kb.ingest.wire import blocks_of, from_json, passages_of, to_json
from kb.model import Block, Extract, Passage

__all__ = ["ParserFailed", "Sandbox"]

_log = logging.getLogger(__name__)


class ParserFailed(Exception):
    """What a foreign parser raised in the worker, as text; the cause of an Unreadable."""


class Sandbox:
    """A warm worker process that does one task after another; own one per thread.

    `seconds` is wall-clock time a task, `memory_mb` the memory in megabytes of the worker and of the
    programs that it starts; its own temporary folder is made in `tmp`. Every task raises a DocumentError
    and no other: TimedOut and TooCostly at the limits, Unreadable with the name of what a parser raised.
    What a task is asked to write is complete only where it raises nothing.
    """

    def __init__(self, seconds: float = 60, memory_mb: int = 1500, *, tmp: Path | None = None) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._tmp = tmp
        self._child: Child | None = None

    def __enter__(self) -> Sandbox:
        self.warm()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, path: Path, *, into: Path | None = None, scans: bool = False) -> Extract:
        """Gives what `kb.ingest.extract` gives; files inside the file are written to the folder `into`.

        With `scans`, a file of pages without text comes back with their numbers in `unread` instead of NoText.
        """
        folder = None if into is None else str(into.absolute())
        return from_json(self._ask("extract", path, str(path.absolute()), folder, scans))

    def read(self, path: Path, *, into: Path | None = None, scans: bool = False) -> tuple[Extract, tuple[Passage, ...]]:
        """Gives what `extract` gives, and its passages as `kb.ingest.divide` cuts them.

        The extract comes without its units, but for one with `unread` pages. Of a file of an old format that
        LibreOffice has to convert, only the media type is told.
        """
        folder = None if into is None else str(into.absolute())
        extract, passages = json.loads(self._ask("read", path, str(path.absolute()), folder, scans))
        return from_json(extract), passages_of(passages)

    def divide(self, extract: Extract) -> tuple[Passage, ...]:
        """Gives the passages of an extract, as `kb.ingest.divide` cuts them."""
        return passages_of(json.loads(self._ask("divide", Path(extract.title), to_json(extract))))

    def recognise(self, path: Path) -> str:
        """Gives the media type that `kb.ingest.recognise` gives."""
        media_type: str = json.loads(self._ask("recognise", path, str(path.absolute())))
        return media_type

    def ocr(self, path: Path, number: int) -> tuple[tuple[Block, ...], float]:
        """Gives the blocks that are read from the picture of a page, and how well they read, from 0 to 1."""
        blocks, quality = json.loads(self._ask("ocr", path, str(path.absolute()), number))
        return blocks_of(blocks), quality

    def draw(self, path: Path, number: int, width: int, into: Path) -> None:
        """Writes a page as a picture of `width` pixels to the file `into`, whole or not at all."""
        self._write("draw", path, number, width, into=into)

    def cut(self, path: Path, number: int, into: Path) -> None:
        """Writes a page of a PDF as a PDF of its own to the file `into`, whole or not at all."""
        self._write("cut", path, number, into=into)

    def words(self, path: Path, number: int) -> str:
        """Gives the words of a page and their places, as JSON: [height, [[word, left, top, right, bottom], …]]."""
        return self._ask("words", path, str(path.absolute()), number)

    def _write(self, task: str, path: Path, *arguments: int, into: Path) -> None:
        unfinished = into.absolute().with_name(f".{into.name}")
        try:
            self._ask(task, path, str(path.absolute()), *arguments, str(unfinished))
            unfinished.replace(into)
        finally:
            unfinished.unlink(missing_ok=True)

    def warm(self) -> None:
        """Starts the worker, if there is none, and does not wait until it has loaded what it needs."""
        self._warm()

    def close(self) -> None:
        """Ends the worker, if there is one; the next task starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, task: str, path: Path, *arguments: str | int | bool | None) -> str:
        """Gives the worker's answer as JSON, or raises the DocumentError that it tells."""
        child = self._warm()
        fault = {"key": TooCostly.key}
        try:
            answer = child.ask(json.dumps([task, *arguments]).encode()).decode()
            fault = {} if answer.startswith("=") else json.loads(answer[1:])
        finally:
            # Memory that was short once may be short again: what a failed parser holds on to goes with its process.
            if child.is_spent or not child.is_alive or fault.get("key") == TooCostly.key:
                self.close()
        if fault:
            _raise(fault, path)
        return answer[1:]

    def _warm(self) -> Child:
        if self._child is None or not self._child.is_alive:
            self.close()
            self._child = Child(self._seconds, self._memory_mb, tmp=self._tmp)
        return self._child


def _raise(fault: dict[str, str], path: Path) -> None:
    if "cause" in fault:
        _log.warning("%s could not be read: %s", path.name, fault["cause"])
        raise Unreadable(fault["detail"]) from ParserFailed(fault["cause"])
    raise error_for(fault["key"], fault["detail"])
