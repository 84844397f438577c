"""Previews: the beginning of an article or passage as a piece of a page, for what is shown beside a citation."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from kb.errors import NotFound
from kb.legislation.addresses import read_address
from kb.library.law.previewing import Preview
from kb.web.context import library, reader_of

KEPT_SECONDS = 60
"""How long the reader's own browser may keep a preview; nobody else may."""

pages = Blueprint("previews", __name__)


@pages.get("/predogled/<acronym>")
def act(acronym: str) -> Response:
    """Gives the preview of an act. Raises NotFound."""
    return _fragment(library().citations.preview(acronym, reader=reader_of(request)))


@pages.get("/predogled/<acronym>/<eid>")
def article(acronym: str, eid: str) -> Response:
    """Gives the preview of an article by its address, «art_12a». Raises NotFound."""
    address = read_address(eid)
    if address is None:
        raise NotFound(f"{acronym}/{eid}")
    return _fragment(library().citations.preview(acronym, address.number, reader=reader_of(request)))


@pages.get("/predogled/gradivo/<int(max=2147483647):document_id>/<anchor>")
def passage(document_id: int, anchor: str) -> Response:
    """Gives the preview of a passage of a document. Raises NotFound."""
    return _fragment(library().citations.preview_passage(document_id, anchor, reader=reader_of(request)))


def _fragment(preview: Preview) -> Response:
    response = make_response(render_template("preview.html", preview=preview))
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
