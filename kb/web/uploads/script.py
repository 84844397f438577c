"""The addresses of uploads for a script: announce files, send them piece by piece, ask how they stand.

    POST …/<batch>/datoteke.json        {"files": [{"name": "mapa/Zapisnik.pdf", "size": 123, "sha256": "…"}]}
    PUT  …/<batch>/datoteke/<file>.json?od=OFFSET      the bytes of the file from there on, at most a piece
    GET  …/<batch>/datoteke/<file>.json                where to go on
    GET  …/<batch>.json?stran=1                        the batch, its limits, and 500 of its files

See kb.web.uploads.told for the answers. A piece that does not follow those before it is answered 409 with the `offset`
that is expected, one that nobody waits for 410; both have the `file` as it stands.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from kb.errors import NotExpected, UserError, WrongOffset, WrongValue
from kb.library.uploads import ANNOUNCED_AT_ONCE
from kb.model import Announced
from kb.web import language
from kb.web.context import library, signed_in, staff
from kb.web.forms import takes
from kb.web.ledger import batch_progress, progress_value
from kb.web.questions import page_of
from kb.web.uploads.pace import Pace
from kb.web.uploads.told import batch_value, file_value, limits_value

PER_PAGE = 500
LONGEST_PIECE = 16 * 1024 * 1024
LONGEST_ANNOUNCEMENT = 2 * 1024 * 1024
LARGEST_SIZE = 2**53
_READ_BYTES = 256 * 1024

_BATCH = "/<int(max=2147483647):batch_id>"
_FILE = f"{_BATCH}/datoteke/<int(max=2147483647):file_id>"


def add_to(pages: Blueprint, pace: Pace) -> None:
    """Gives a group of pages the addresses for a script."""

    @pages.get(f"{_BATCH}.json")
    def state(batch_id: int) -> ResponseReturnValue:
        """Gives how a batch stands with its limits and a page of its files. Raises NotFound."""
        uploads = library().uploads
        batch, found = uploads.batch(batch_id), uploads.states([batch_id])[batch_id]
        in_all = max(1, -(-sum(found.counts.values()) // PER_PAGE))
        page = min(page_of(request.args.get("stran", "")), in_all)
        files = uploads.files(batch_id, page=page, per_page=PER_PAGE)
        told = {"files": [file_value(file) for file in files], "page": page, "pages": in_all}
        beside = {"limits": limits_value(uploads), "progress": progress_value(batch_progress(batch_id, found))}
        return _answer({**batch_value(batch, found), **beside, **told})

    @pages.post(f"{_BATCH}/datoteke.json")
    @takes(LONGEST_ANNOUNCEMENT)
    def announce(batch_id: int) -> ResponseReturnValue:
        """Enters files that are about to be sent. Raises NotFound, WrongValue, BatchFull."""
        pace.announcement(signed_in().user.id)
        files = library().uploads.announce(batch_id, _announced(request.get_json(silent=True)))
        return _answer({"files": [file_value(file) for file in files]})

    @pages.route(f"{_FILE}.json", methods=["PUT", "POST"])
    @takes(LONGEST_PIECE, only=staff)
    def take(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Takes the next piece of a file in. Raises what kb.library.uploads.Uploads.take raises."""
        if request.content_length is None:
            abort(411)
        offset, length = _number(request.args.get("od", "")), request.content_length
        uploads = library().uploads
        with pace.piece(signed_in().user.id):
            try:
                file = uploads.take(batch_id, file_id, offset=offset, length=length, chunks=_chunks())
            except (WrongOffset, NotExpected) as error:
                return _not_taken(error, batch_id, file_id)
        return _answer(file_value(file))

    @pages.get(f"{_FILE}.json")
    def file_state(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Gives how a file stands. Raises NotFound."""
        return _answer(file_value(library().uploads.file(batch_id, file_id)))

    @pages.post(f"{_FILE}/opusti.json")
    def drop_file_json(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Gives up a file that has not been kept. Raises NotFound."""
        library().uploads.drop(batch_id, file_id)
        return _answer(file_value(library().uploads.file(batch_id, file_id)))


def _not_taken(error: UserError, batch_id: int, file_id: int) -> ResponseReturnValue:
    file = library().uploads.file(batch_id, file_id)
    told = {"error": error.key, "message": error.message(language.current()), "offset": file.came}
    return _answer({**told, "file": file_value(file)}), error.http_status


def _answer(told: dict[str, Any]) -> Response:
    answer = jsonify(told)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _chunks() -> Iterator[bytes]:
    while chunk := request.stream.read(_READ_BYTES):
        yield chunk


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 16):
        raise WrongValue(f"od={text[:40]}")
    return int(text)


def _announced(told: Any) -> list[Announced]:
    files = told.get("files") if isinstance(told, dict) else None
    if not isinstance(files, list) or not 0 < len(files) <= ANNOUNCED_AT_ONCE:
        raise WrongValue(f"files: 1–{ANNOUNCED_AT_ONCE}")
    return [_one(each) for each in files]


def _one(told: Any) -> Announced:
    name, size, sha256 = (
        (told.get(key) for key in ("name", "size", "sha256")) if isinstance(told, dict) else (None,) * 3
    )
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < LARGEST_SIZE:
        raise WrongValue(f"size: {str(told)[:100]}")
    sha256 = sha256 or ""
    is_checksum = isinstance(sha256, str) and (not sha256 or (len(sha256) == 64 and set(sha256) <= _HEXADECIMAL))
    if not isinstance(name, str) or not is_checksum:
        raise WrongValue(f"name, sha256: {str(told)[:100]}")
    return Announced(name, size, sha256.lower())


_HEXADECIMAL = frozenset(string.hexdigits)
