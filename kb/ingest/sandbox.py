"""Reading a file in a worker process of its own, with limits of time and memory.

A parser may hang, take all memory or bring its process down; whatever it does, the file gets a named
DocumentError and the next file gets a worker. The worker is a bare interpreter that loads kb.ingest
and nothing else of the program; it hears Ctrl-C as little as its parent's death goes unnoticed.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from typing import IO, Any

from kb.errors import DocumentError, TimedOut, TooCostly, Unreadable, error_for
from kb.ingest.reading import READERS, extract, reader_of
from kb.ingest.wire import from_json, to_json
from kb.model import Extract

FILES_A_WORKER = 500
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from kb.ingest.sandbox import serve; serve(*map(int, sys.argv[2:]))"
)
_log = logging.getLogger(__name__)


class ParserFailed(Exception):
    """What a foreign parser raised in the worker, as text; the cause of an Unreadable."""


class Sandbox:
    """A warm worker process that reads files one after another; own one per thread.

    `seconds` is wall-clock time a file, `memory_mb` the address space of the worker in megabytes.
    """

    def __init__(self, seconds: float = 60, memory_mb: int = 1500) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._worker: _Worker | None = None

    def __enter__(self) -> Sandbox:
        self._warm()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, path: Path) -> Extract:
        """Gives what `kb.ingest.extract` gives, or raises one of its DocumentErrors and no other.

        Besides: TimedOut and TooCostly at the limits, Unreadable with the name of what a parser raised.
        """
        worker = self._warm()
        done = False
        try:
            answer = worker.ask(path, self._seconds)
            done = True
        finally:
            if not done or worker.is_spent or answer.get("key") == TooCostly.key:
                self.close()
        return _opened(answer, path)

    def close(self) -> None:
        """Ends the worker, if there is one; the next `extract` starts another."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _warm(self) -> _Worker:
        if self._worker is None or not self._worker.is_alive:
            self.close()
            self._worker = _Worker(self._seconds, self._memory_mb)
        return self._worker


class _Worker:
    """One worker process, spoken to in lines of JSON over its standard streams."""

    def __init__(self, seconds: float, memory_mb: int) -> None:
        command = [sys.executable, "-c", _START, json.dumps(sys.path), str(memory_mb), str(int(seconds) + 5)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._files = 0

    @property
    def is_alive(self) -> bool:
        return self._child.poll() is None

    @property
    def is_spent(self) -> bool:
        return self._files >= FILES_A_WORKER

    def ask(self, path: Path, seconds: float) -> dict[str, str]:
        """Gives the worker's answer about a file; raises TimedOut, and Unreadable where the worker dies of it."""
        self._files += 1
        late = threading.Event()
        timer = threading.Timer(seconds, self._end_late, [late])
        timer.daemon = True
        try:
            timer.start()
            answer = self._spoken(str(path.absolute()))
        finally:
            timer.cancel()
        if answer:
            loaded: dict[str, str] = json.loads(answer)
            return loaded
        raise TimedOut(f"{seconds:g} s") if late.is_set() else Unreadable(_cause_of_death(self._child.wait()))

    def end(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                _close_quietly(pipe)

    def _end_late(self, late: threading.Event) -> None:
        late.set()
        self._child.kill()

    def _spoken(self, question: str) -> bytes:
        if self._child.stdin is None or self._child.stdout is None:
            return b""
        try:
            self._child.stdin.write(json.dumps(question).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            return b""
        answer = self._child.stdout.readline()
        return answer if answer.endswith(b"\n") else b""


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        _log.debug("a pipe to a dead worker could not be flushed")


def _cause_of_death(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"koda {code}"
    except ValueError:
        return f"koda {code}"


def _opened(answer: dict[str, str], path: Path) -> Extract:
    if "extract" in answer:
        return from_json(answer["extract"])
    if "cause" in answer:
        _log.warning("%s could not be read: %s", path.name, answer["cause"])
        raise Unreadable(answer["detail"]) from ParserFailed(answer["cause"])
    raise error_for(answer["key"], answer["detail"])


# --- inside the worker -----------------------------------------------------------------------------


def serve(memory_mb: int, seconds: int) -> None:
    """Answers questions on standard input until it ends; the body of the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not get between the answers.
    os.dup2(2, 1)
    questions: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=[questions], daemon=True).start()
    for media_type in READERS:
        reader_of(media_type)
    _limit_memory(memory_mb)
    while True:
        path = Path(questions.get())
        _limit_processor(seconds)
        answers.write(json.dumps(_answer(path)).encode() + b"\n")
        answers.flush()


def _listen(questions: queue.SimpleQueue[str]) -> None:
    """Ends the process with its parent, even in the middle of a file."""
    for line in sys.stdin.buffer:
        questions.put(json.loads(line))
    os._exit(0)


def _answer(path: Path) -> dict[str, str]:
    try:
        return {"extract": to_json(extract(path))}
    except DocumentError as error:
        return {"key": error.key, "detail": error.detail}
    except MemoryError:
        return {"key": TooCostly.key, "detail": "pomnilnik"}
    except RecursionError:
        return {"key": TooCostly.key, "detail": "globina gnezdenja"}
    except Exception as error:  # noqa: BLE001
        return {"detail": type(error).__name__, "cause": "".join(traceback.format_exception(error)[-12:])}


def _limit_memory(memory_mb: int) -> None:
    resource = _resource()
    if resource is not None:
        _lower(resource, resource.RLIMIT_AS, memory_mb * 1024 * 1024)


def _limit_processor(seconds: int) -> None:
    """Allows as many seconds of processor time again: the limit counts from the start of the process."""
    resource = _resource()
    if resource is not None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource, resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime) + 1 + seconds)


def _lower(resource: Any, limit: int, value: int) -> None:
    """Sets the soft limit to `value`, or to the hard limit where that is lower already."""
    hard = resource.getrlimit(limit)[1]
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _resource() -> Any:
    """Gives the module `resource`, or None on a platform without it."""
    try:
        import resource
    except ImportError:
        return None
    return resource
