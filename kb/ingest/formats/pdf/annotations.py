"""What is laid over a page: filled-in form fields, typed notes and stamps show their text by a form of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1

from kb.ingest.formats.pdf.geometry import IDENTITY, Matrix, times

_SHOWN = ("Widget", "FreeText", "Stamp")
_HIDDEN = 0b100010
_MOST = 2_000


class Appearance(NamedTuple):
    """The form that draws an annotation, and the matrix that puts it in its place on the page."""

    form: PDFStream
    matrix: Matrix


def appearances(page: PDFPage) -> Iterator[Appearance]:
    """Gives the appearances of the annotations of a page that are text of the document and are not hidden."""
    for reference in list_value(page.annots)[:_MOST]:
        annotation = dict_value(reference)
        if _name(annotation.get("Subtype")) not in _SHOWN or int_value(annotation.get("F")) & _HIDDEN:
            continue
        form = resolve1(dict_value(annotation.get("AP")).get("N"))
        if isinstance(form, dict):
            form = resolve1(form.get(_name(annotation.get("AS"))))
        if isinstance(form, PDFStream):
            yield Appearance(form, _placed(form, _numbers(annotation.get("Rect"))))


def _placed(form: PDFStream, rectangle: list[float]) -> Matrix:
    """Gives the matrix of the form, moved so that its box begins where the annotation's rectangle does."""
    own, box = _numbers(form.get("Matrix")), _numbers(form.get("BBox"))
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    if len(rectangle) != 4 or len(box) != 4:
        return (a, b, c, d, e, f)
    corners = [times((1, 0, 0, 1, x, y), (a, b, c, d, e, f)) for x in box[::2] for y in box[1::2]]
    left, low = min(corner[4] for corner in corners), min(corner[5] for corner in corners)
    to = (min(rectangle[::2]) - left, min(rectangle[1::2]) - low)
    return times((a, b, c, d, e, f), (1, 0, 0, 1, *to))


def _numbers(value: Any) -> list[float]:
    found = [resolve1(each) for each in list_value(value)]
    return [each for each in found if isinstance(each, int | float)]


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))
