"""Whoever is shown a document that is not for everybody, or gets its file, is entered in the audit log.

Every page whose address has a `document_id` is looked at before it is made, so that a new page cannot forget to; it is
entered once an hour for each visit and document. Where it cannot be entered, the page is not shown.
"""

from __future__ import annotations

import re
from contextlib import suppress

from flask import Flask, request

from kb.errors import NotFound
from kb.model import Deed
from kb.people import reader_of
from kb.web.context import library, session

DOWNLOADS = re.compile(r"original|file|download")
"""What is in the endpoint of a page that gives a file to keep."""

_COMPARED = re.compile(r"gradivo-(\d{1,10})")


def register(app: Flask) -> None:
    """Makes `app` enter who is shown what."""
    app.before_request(_seen)


def _seen() -> None:
    if request.method not in ("GET", "HEAD") or request.endpoint in (None, "static"):
        return
    ids = _ids()
    present = session() if ids else None
    if present is None:
        return
    deed = Deed.DOWNLOADED if DOWNLOADS.search(str(request.endpoint)) else Deed.VIEWED
    for document_id in ids:
        actor, log = present.user.actor, library().audit
        if not log.was_seen(actor, document_id, visit=present.id, deed=deed):
            # Of one that is hidden, or is not there, the page itself says that it is not.
            with suppress(NotFound):
                document = library().document(document_id, reader=reader_of(present.user))
                log.seen(actor, document, visit=present.id, deed=deed)


def _ids() -> list[int]:
    """Gives the documents that the present address is of."""
    held = (request.view_args or {}).get("document_id")
    if isinstance(held, int):
        return [held]
    if str(request.endpoint).startswith("comparison."):
        named = (_COMPARED.fullmatch(request.args.get(name, "")) for name in ("od", "do"))
        return [int(each[1]) for each in named if each]
    return []
