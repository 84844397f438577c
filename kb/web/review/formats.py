"""Other formats of what a document shows, to download; and what staff are told on the page of a document."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from kb.web.context import library, reader_of
from kb.web.documents import download

pages = Blueprint("formats", __name__)


@pages.get("/gradivo/<int(max=2147483647):document_id>/oblika/<int(max=2147483647):revision_id>")
def original(document_id: int, revision_id: int) -> Response:
    """Gives the bytes of a document in another format, always as a download. Raises NotFound."""
    return download(library().review.format_original(document_id, revision_id, reader=reader_of(request)))


def register(app: Flask) -> None:
    """Gives the templates of `app` the other formats of a document, and who sees it once it is published."""
    app.jinja_env.globals.update(
        other_formats=lambda document: library().review.formats(document.id),
        audience_of_document=lambda document: library().review.audience(document),
    )
