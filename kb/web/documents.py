"""The page of a document, at any of its passages, and its original to download."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from kb.errors import NotFound
from kb.library import Original, Reading
from kb.web.context import library, reader_of, user
from kb.web.questions import asked_here, page_of
from kb.web.records import address_of

ORIGINAL_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
PICTURE_SECONDS = 24 * 3600

pages = Blueprint("documents", __name__)

_DOCUMENT = "/gradivo/<int(max=2147483647):document_id>"


@pages.get(_DOCUMENT)
@pages.get(f"{_DOCUMENT}/<anchor>")
def document(document_id: int, anchor: str = "") -> ResponseReturnValue:
    """Gives the text of a document by passage, at `anchor` or in the part that ?del= asks for. Raises NotFound.

    Staff who knew it as a draft are led to the document that it went into.
    """
    present = user()
    if present is not None and present.is_staff and (went_to := library().review.went_to(document_id)) is not None:
        return redirect(url_for("documents.document", document_id=went_to))
    if (address := address_of(document_id)) is not None:
        library().document(document_id, reader=reader_of(request))
        return redirect(f"{address}#{anchor}" if anchor else address)
    reading, missing = _read(document_id, anchor)
    page = render_template(
        "document.html",
        reading=reading,
        document=reading.document,
        missing=missing,
        pictured=library().has_pictures(reading.document),
        cites=library().citations.cites(document_id, reader=reader_of(request)),
    )
    return page, NotFound.http_status if missing else 200


def _read(document_id: int, anchor: str) -> tuple[Reading, str]:
    """Gives what is read, and the anchor where the document has no such passage: then its beginning is read.

    Raises NotFound.
    """
    held, reader = library(), reader_of(request)
    try:
        part = 0 if anchor else _part_asked()
        return held.read(document_id, anchor=anchor, part=part, query=asked_here(), reader=reader), ""
    except NotFound:
        if not anchor:
            raise
    return held.read(document_id, query=asked_here(), reader=reader), anchor


@pages.get(f"{_DOCUMENT}/slika/<int(max=99999):number>/<int(max=9999):width>.webp")
def picture(document_id: int, number: int, width: int) -> Response:
    """Gives a picture of a page or slide, drawn when it is first asked for. Raises NotFound."""
    drawn = library().picture(document_id, number, width, reader=reader_of(request))
    return send_file(drawn, mimetype="image/webp", conditional=True, max_age=PICTURE_SECONDS)


def _part_asked() -> int:
    return page_of(request.args["del"]) if "del" in request.args else 0


@pages.get(f"{_DOCUMENT}/podobno")
@pages.get(f"{_DOCUMENT}/<anchor>/podobno")
def similar(document_id: int, anchor: str = "") -> str:
    """Gives the page of what speaks of the same as a document, or as its passage at `anchor`. Raises NotFound."""
    found = library().similar(document_id, anchor, reader=reader_of(request))
    return render_template("similar.html", similar=found, document=found.document)


@pages.get(f"{_DOCUMENT}/izvirnik")
def original(document_id: int) -> Response:
    """Gives the bytes of a document as received, always as a download and never as a page of ours. Raises NotFound."""
    return download(library().original(document_id, reader=reader_of(request)))


def download(kept: Original) -> Response:
    """Gives bytes as they were received, as a download that never becomes a page of ours."""
    response = Response(kept.chunks, mimetype=kept.media_type)
    response.content_length = kept.size
    response.headers["Content-Disposition"] = attachment(kept.name)
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(kept.sha256)
    response.make_conditional(request)
    return response


def attachment(name: str) -> str:
    """Gives the Content-Disposition that saves a file under `name`, after RFC 6266 and RFC 5987.

    >>> attachment("Poročilo.pdf")
    'attachment; filename="Porocilo.pdf"; filename*=UTF-8\\'\\'Poro%C4%8Dilo.pdf'
    """
    clean = "".join("_" if character in '/\\"' or not character.isprintable() else character for character in name)
    stem, dot, ending = clean.rpartition(".") if "." in clean else (clean, "", "")
    plain = f"{_ascii(stem) or 'izvirnik'}{dot}{_ascii(ending)}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _ascii(text: str) -> str:
    """Gives letters without their marks, and nothing that a browser may take for more than it is: «%41» is no «A»."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").replace("%", "_").strip()
