"""What is taken along of a document: its text, a page as a PDF, a passage to print; what is outlined on a picture."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context

from kb.errors import NotFound
from kb.library import Library
from kb.library.browsing import PAGED
from kb.library.pictures import Outlined
from kb.model import Document, Reader
from kb.web import language
from kb.web.context import library, reader_of
from kb.web.documents import ORIGINAL_POLICY, attachment
from kb.web.questions import asked_here
from kb.web.reading.reference import reference

SVG = "image/svg+xml"
_EDGE = 0.004
"""How much an outline is wider than its word on each side, in widths of the page."""

pages = Blueprint("reading", __name__)

_DOCUMENT = "/gradivo/<int(max=2147483647):document_id>"


@pages.get(f"{_DOCUMENT}/slika/<int(max=99999):number>/besede.svg")
def outlined(document_id: int, number: int) -> Response:
    """Gives the outlines of the words that ?q= asks for, to lie over the picture of a page. Raises NotFound."""
    document = library().document(document_id, reader=reader_of(request))
    found = library().pictures.outlined(document, number, asked_here())
    answer = Response(_svg(found), mimetype=SVG)
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _svg(found: Outlined) -> str:
    """Gives a picture of nothing but outlines, 1,000 units wide."""
    boxes = "".join(
        f'<rect x="{1000 * (left - _EDGE):.0f}" y="{1000 * (top - _EDGE):.0f}" '
        f'width="{1000 * (width + 2 * _EDGE):.0f}" height="{1000 * (height + 2 * _EDGE):.0f}" rx="3"/>'
        for left, top, width, height in found.places
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {1000 * found.height:.0f}">'
        f'<g fill="#ffd000" fill-opacity="0.25" stroke="#b3001b" stroke-width="3">{boxes}</g></svg>'
    )


@pages.get(f"{_DOCUMENT}/besedilo.txt")
def text_download(document_id: int) -> Response:
    """Gives the text of a document as a file, with where it is from at its front. Raises NotFound."""
    reader = reader_of(request)
    document = library().document(document_id, reader=reader)
    told = stream_with_context(_text(library(), document, reader))
    return _file(Response(told, mimetype="text/plain"), f"{document.title[:80]}.txt")


def _text(held: Library, document: Document, reader: Reader) -> Iterator[str]:
    yield f"{document.title}\n{reference(document)}\n"
    for each in held.passages(document.id, reader=reader):
        passage = each.passage
        heading = f" {passage.heading}" if passage.heading else ""
        yield f"\n\n[{passage.locator.label(language.current())}]{heading}\n\n{passage.text}\n"


@pages.get(f"{_DOCUMENT}/<anchor>/odlomek.pdf")
def page_download(document_id: int, anchor: str) -> Response:
    """Gives the slide or page that a passage is on as a PDF of its own. Raises NotFound."""
    document = library().document(document_id, reader=reader_of(request))
    locator = library().read(document_id, anchor=anchor, reader=reader_of(request)).passages[0].stored.passage.locator
    if locator.kind not in PAGED or not locator.number.isdecimal():
        raise NotFound(f"{document_id}/{anchor}")
    kept = library().pictures.page(document, int(locator.number))
    name = f"{document.title[:80]} – {locator.label(language.current())}.pdf"
    mark = f"{document.revision.sha256}-{locator.number}"
    return _file(send_file(kept, mimetype="application/pdf", conditional=True, etag=mark), name)


@pages.get(f"{_DOCUMENT}/<anchor>/natisni")
def printed(document_id: int, anchor: str) -> str:
    """Gives a passage on a page of its own, to print or to save as a PDF, with its source and the day.

    Raises NotFound.
    """
    reading = library().read(document_id, anchor=anchor, reader=reader_of(request))
    wanted = [each for each in reading.passages if each.stored.passage.locator.anchor == anchor]
    document, locator = reading.document, wanted[0].stored.passage.locator
    source = reference(document, locator)
    return render_template("reading/printed.html", document=document, shown=wanted[0], locator=locator, source=source)


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = attachment(name)
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
