"""The picture of the slide or page that was found, beside it on the page of results."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from kb.library import Found
from kb.model import LocatorKind
from kb.web.context import library
from kb.web.questions import asked_here

_DRAWN = (LocatorKind.SLIDE, LocatorKind.PAGE)


@dataclass(frozen=True, slots=True)
class Thumb:
    """A small picture: its address, the number of its slide or page, and where that is read."""

    picture: str
    number: str
    is_slide: bool
    address: str


def thumb_of(found: Found) -> Thumb | None:
    """Gives the picture of the best slide or page that was found of a document, None where there is none to draw."""
    pictures, document = library().pictures, found.document
    locators = (hit.passage.passage.locator for hit in found.hits)
    best = next((each for each in locators if each.kind in _DRAWN and each.number.isdecimal()), None)
    if best is None or not pictures.can_draw(document) or pictures.has_failed(document, int(best.number)):
        return None
    number, anchor = int(best.number), best.anchor
    return Thumb(
        url_for("documents.picture", document_id=document.id, number=number, width=200),
        best.number,
        best.kind is LocatorKind.SLIDE,
        url_for("documents.document", document_id=document.id, anchor=anchor, q=asked_here() or None, _anchor=anchor),
    )
