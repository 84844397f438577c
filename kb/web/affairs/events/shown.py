"""Events as everybody sees them: those that are coming, the archive by year, the page of one, and calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from kb.model import Document, Event, RecordSort, Visibility
from kb.slovene.order import sort_key
from kb.web.affairs import calendar
from kb.web.affairs.events.words import event_sort
from kb.web.context import library, reader_of
from kb.web.questions import one_line, page_of
from kb.web.records import witnessed
from kb.web.words import name

NEWEST = 20
"""How many of the past events are shown while no year is asked for."""

PRESENTATION = "predstavitev"
_LONGEST_SLUG = 100

pages = Blueprint("events", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by: a body, a topic or a sort of events."""

    body: str = ""
    topic: str = ""
    sort: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """Gives the parameters of the address of the same list, whatever the year."""
        told = {"organ": self.body, "podrocje": self.topic, "vrsta": self.sort}
        return {key: text for key, text in told.items() if text}

    def narrowed(self, *, coming: bool) -> list[Event]:
        """Gives the events that are asked for, of all years."""
        found = library().affairs.events.all(reader=reader_of(request), body=self.body, topic=self.topic, coming=coming)
        return [event for event in found if self.sort in ("", event.sort)]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The materials of an event of one kind, "" for those without one."""

    name: str
    documents: list[Document] = field(default_factory=list)


@pages.get("/dogodki/")
def events() -> str:
    """Gives the coming events, the soonest first, and past ones by year, those of ?leto= or the newest."""
    body, topic, sort = (
        one_line(request.args.get(each, "")[:_LONGEST_SLUG]) for each in ("organ", "podrocje", "vrsta")
    )
    asked = Asked(body, topic, sort)
    past = asked.narrowed(coming=False)
    years = Counter(event.starts.year for event in past if event.starts)
    year = page_of(request.args.get("leto", ""))
    year = year if year in years else 0
    shown = [event for event in past if event.starts and event.starts.year == year] if year else past[:NEWEST]
    return render_template(
        "affairs/events.html",
        asked_for=asked,
        coming=[] if year else asked.narrowed(coming=True),
        archive=_by_year(shown),
        years=sorted(years.items(), reverse=True),
        year=year,
        is_cut=not year and len(past) > NEWEST,
        choices=library().keeping.choices(),
        sorts=_sorts(),
    )


@pages.get("/dogodki.ics")
def calendar_of_all() -> Response:
    """Gives the coming events as a calendar that can be followed."""
    coming = library().affairs.events.all(reader=reader_of(request), coming=True)
    return calendar.response(map(_told, coming), name=str(_("Events of the association")), file="dogodki.ics")


@pages.get("/dogodki/<slug>.ics")
def calendar_of_one(slug: str) -> Response:
    """Gives an event as a file for a calendar. Raises NotFound."""
    event = library().affairs.events.get(slug, reader=reader_of(request))
    witnessed(RecordSort.EVENT, event.id)
    return calendar.response([_told(event)], name=event.title, file="dogodek.ics")


@pages.get("/dogodki/<slug>")
def event(slug: str) -> str:
    """Gives the page of an event: before it the call, afterwards the archive of its materials. Raises NotFound."""
    found = library().affairs.events.get(slug, reader=reader_of(request))
    witnessed(RecordSort.EVENT, found.id)
    documents = library().affairs.events.documents(found, reader=reader_of(request))
    of_agenda = {item.document_id for item in found.agenda}
    others = [document for id_, document in documents.items() if id_ not in of_agenda]
    choices = library().keeping.choices()
    return render_template(
        "affairs/event.html",
        event=found,
        is_coming=found.is_coming(library().affairs.events.today) or found.starts is None,
        documents=documents,
        presentations=[document for document in others if _is_presentation(document)],
        shelves=_shelves(document for document in others if not _is_presentation(document)),
        pictured={id_ for id_, document in documents.items() if library().has_pictures(document)},
        organiser=next((body for body in choices.bodies if body.slug == found.organiser), None),
        topics=[topic for topic in choices.topics if topic.slug in found.topics],
    )


def is_open(event: Event) -> bool:
    """Tells whether an event that a document belongs to is open to whoever asks, so that a page can lead to it."""
    reader = reader_of(request)
    if reader.may_see(event.visibility) or event.visibility is not Visibility.BODY:
        return reader.may_see(event.visibility)
    return any(each.slug == event.slug for each in library().affairs.events.all(reader=reader, body=event.organiser))


def _told(event: Event) -> calendar.Told:
    return calendar.Told(event, url_for("events.event", slug=event.slug, _external=True))


def _is_presentation(document: Document) -> bool:
    return document.kind is not None and document.kind.slug == PRESENTATION


def _shelves(documents: Iterable[Document]) -> list[Shelf]:
    shelves: dict[str, Shelf] = {}
    for document in documents:
        kind = name(document.kind) if document.kind else ""
        shelves.setdefault(kind, Shelf(kind)).documents.append(document)
    return sorted(shelves.values(), key=lambda shelf: (not shelf.name, sort_key(shelf.name)))


def _by_year(events: Sequence[Event]) -> list[tuple[int, list[Event]]]:
    """Gives events by year, the latest first; 0 for those without a day."""
    years: dict[int, list[Event]] = {}
    for event in events:
        years.setdefault(event.starts.year if event.starts else 0, []).append(event)
    return sorted(years.items(), reverse=True)


def _sorts() -> list[tuple[str, str]]:
    """Gives the sorts of the events that there are for whoever asks, by name."""
    found = {event.sort for event in library().affairs.events.all(reader=reader_of(request))}
    return sorted(((sort, event_sort(sort)) for sort in found), key=lambda pair: sort_key(pair[1]))
