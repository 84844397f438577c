"""How a document, or a place in it, is cited in Slovene: who, what, where and when, with a permanent address."""

from __future__ import annotations

import datetime as dt

from flask import request

from kb.legislation.addresses import published_in
from kb.legislation.lawtext import shown
from kb.library import Reading
from kb.library.seeing import passage_path
from kb.model import Document, Event, Locator, LocatorKind
from kb.slovene.dates import written
from kb.web import language
from kb.web.context import library
from kb.web.law.actwords import text_of

COLLECTION = "Zbirka znanja SOS"


def reference(document: Document, locator: Locator | None = None) -> str:
    """Gives how a document is cited, at a place of it where `locator` is told; of a text of an act the act.

    «Zakon o občinskem redarstvu (ZORed), Uradni list RS, št. 139/06 in 9/17, 10. člen.»
    «Ana Novak: Novosti ZORed. Predstavitev s posveta, Posvet o ZORed, Maribor, 8. 3. 2017, prosojnica 12. Zbirka …»
    """
    place, law = locator.label("sl") if locator else "", text_of(document)
    if law is not None and not law.version.is_change:
        article = f"{shown(locator.number)} člen" if locator and locator.kind is LocatorKind.ARTICLE else place
        return f"{_joined(f'{law.act.title} ({law.act.acronym})', published_in(law.act), article)}."
    authors = ", ".join(document.speakers or (document.event.speakers if document.event else ()) or _source(document))
    said = [
        f"{authors}: {document.title}" if authors else document.title,
        _joined(document.kind.name_sl if document.kind else "", *_occasion(document), place),
        f"{COLLECTION}, {permalink(document, locator)} (dostop: {written(today())})",
    ]
    return " ".join(part if part.endswith((".", "?", "!", "…")) else f"{part}." for part in said if part)


def today() -> dt.date:
    """Gives the day that it is in Slovenia."""
    return library().affairs.dossiers.today()


def source_of(reading: Reading) -> str:
    """Gives how what is read is cited: the document, at the passage that was asked for where one was."""
    here = next((line.locator for line in reading.contents if line.anchor == reading.anchor), None)
    return reference(reading.document, here)


def permalink(document: Document, locator: Locator | None = None) -> str:
    """Gives the address of a document or of a place in it, with its host and the same in all languages."""
    path = passage_path(document.id, locator.anchor) if locator else f"/gradivo/{document.id}"
    return f"{request.host_url.rstrip('/')}{language.root()}{path}"


def _source(document: Document) -> tuple[str, ...]:
    return (document.source,) if document.source and "://" not in document.source else ()


def _occasion(document: Document) -> tuple[str, ...]:
    """Gives the event that a document belongs to with its place, and the day."""
    event: Event | None = document.event
    day = document.dated or (event.starts if event else None)
    return (event.title if event else "", event.place if event else "", written(day) if day else "")


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
