"""Inside the worker: the tasks it knows, and the loop that answers them in lines of JSON.

A question is a line `["name of the task", argument, …]`. An answer is a line too: «=» and the value as JSON,
or «!» and the key and detail of a DocumentError. Before it there may be lines of «~» and an answer that is good
for the time being, and for good if the process does not live to give another.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import queue
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from kb.errors import DocumentError, TooCostly
from kb.ingest.divide import divide
from kb.ingest.limits import limit_memory, limit_processor
from kb.ingest.office import TARGETS
from kb.ingest.reading import extract, load_readers
from kb.ingest.sniff import recognise
from kb.ingest.watched import end_with_family
from kb.ingest.wire import flat_blocks, flat_passages, from_json, to_json
from kb.model import Extract

# Takes what tells an answer for the time being, then the arguments of the question; gives the value as JSON.
Task = Callable[..., str]
_LINES_OF_CAUSE = 12


def serve(memory_mb: int, seconds: int) -> None:
    """Answers questions on standard input until it ends; the body of the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not get between the answers.
    os.dup2(2, 1)
    questions: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=[questions], daemon=True).start()
    load_readers()
    limit_memory(memory_mb)

    def tell(line: str) -> None:
        answers.write(line.encode() + b"\n")
        answers.flush()

    while True:
        task, *arguments = questions.get()
        limit_processor(seconds)
        tell(answer(TASKS[task], arguments, tell))


def answer(task: Task, arguments: list[Any], tell: Callable[[str], None]) -> str:
    """Gives the line that answers a question: the value of the task, or the error that it ends in."""
    try:
        return "=" + task(lambda first: tell("~" + first), *arguments)
    except DocumentError as error:
        return _told(error)
    except MemoryError:
        return _told(TooCostly("pomnilnik"))
    except RecursionError:
        return _told(TooCostly("globina gnezdenja"))
    except Exception as error:  # noqa: BLE001
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            return _told(TooCostly("velikost zapisanega"))
        cause = "".join(traceback.format_exception(error)[-_LINES_OF_CAUSE:])
        return "!" + json.dumps({"detail": type(error).__name__, "cause": cause})


def _told(error: DocumentError) -> str:
    return "!" + json.dumps({"key": error.key, "detail": error.detail})


def _listen(questions: queue.SimpleQueue[list[Any]]) -> None:
    """Ends the process with its parent, even in the middle of a file; nobody else would tidy up after it then."""
    for line in sys.stdin.buffer:
        questions.put(json.loads(line))
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    end_with_family()


# --- the tasks -------------------------------------------------------------------------------------


def _extract(tell: Callable[[str], None], path: str, into: str | None, scans: bool) -> str:
    def first(found: Extract | DocumentError) -> None:
        tell(_told(found) if isinstance(found, DocumentError) else "=" + to_json(found))

    folder = None if into is None else Path(into)
    return to_json(extract(Path(path), into=folder, scans=scans, first=first))


def _read(tell: Callable[[str], None], path: str, into: str | None, scans: bool) -> str:
    """Reads and divides, so that the text crosses the pipe once and nobody divides without limits.

    The units go along only where OCR may still read some of them. A file that waits for a program is only recognised.
    """

    def first(found: Extract | DocumentError) -> None:
        tell(_told(found) if isinstance(found, DocumentError) else "=" + _divided(found))

    media_type = recognise(Path(path))
    if media_type in TARGETS:
        return _divided(Extract(media_type, ()))
    folder = None if into is None else Path(into)
    return _divided(extract(Path(path), into=folder, scans=scans, first=first, media_type=media_type))


def _divided(found: Extract) -> str:
    kept = found if found.unread else replace(found, units=())
    return json.dumps([to_json(kept), flat_passages(divide(found))])


def _divide(_: Callable[[str], None], extracted: str) -> str:
    return json.dumps(flat_passages(divide(from_json(extracted))))


def _recognise(_: Callable[[str], None], path: str) -> str:
    return json.dumps(recognise(Path(path)))


def _ocr(_: Callable[[str], None], path: str, number: int) -> str:
    blocks, quality = import_module("kb.ingest.ocr").read_page(Path(path), number)
    return json.dumps([flat_blocks(blocks), quality])


def _draw(_: Callable[[str], None], path: str, number: int, width: int, into: str) -> str:
    import_module("kb.ingest.pictures").draw(Path(path), number, width, Path(into))
    return "null"


def _words(_: Callable[[str], None], path: str, number: int) -> str:
    high, words = import_module("kb.ingest.pdfium").word_places(Path(path), number)
    return json.dumps([high, [[each.text, each.left, each.top, each.right, each.bottom] for each in words]])


def _cut(_: Callable[[str], None], path: str, number: int, into: str) -> str:
    import_module("kb.ingest.pdfium").cut_out(Path(path), number, Path(into))
    return "null"


TASKS: dict[str, Task] = {
    "read": _read,
    "extract": _extract,
    "divide": _divide,
    "recognise": _recognise,
    "ocr": _ocr,
    "draw": _draw,
    "words": _words,
    "cut": _cut,
}
