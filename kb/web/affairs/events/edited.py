"""Events as staff look after them, at /delo/dogodki/: listed, added, edited with their agenda, cancelled.

The agenda needs no script: «Dodaj točko» sends the form, which comes back with an empty row more and nothing lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import ChangedMeanwhile, NotPossible, WrongValue
from kb.model import EVERYTHING, Event, EventState, Visibility
from kb.slovene.fold import fold
from kb.slovene.normal import tidy
from kb.web.affairs import choosing
from kb.web.affairs.choosing import Chosen
from kb.web.affairs.events import form
from kb.web.affairs.events.form import LONGEST_REASON, EventForm
from kb.web.affairs.events.words import SORTS, event_sort
from kb.web.context import actor, library, staff
from kb.web.forms import takes
from kb.web.questions import one_line, page_of

PER_PAGE = 50
LONGEST_ASKED = 200
LONGEST_SENT = 600_000
"""Bytes of the form: a call, and the longest agenda with names."""

pages = Blueprint("edited_events", __name__, url_prefix="/delo/dogodki")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def events() -> str:
    """Gives the events, the latest first, narrowed by ?ime= (words of the title), a page at a time."""
    asked_for = one_line(request.args.get("ime", "")[:LONGEST_ASKED])
    found = [
        event
        for event in library().affairs.events.all(reader=EVERYTHING)
        if fold(asked_for) in fold(f"{event.title} {event.slug} {event.place}")
    ]
    pages_in_all = max(1, -(-len(found) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    told = {"page": page, "pages": pages_in_all, "total": len(found), "asked_for": asked_for}
    return render_template("affairs/events_edited.html", events=shown, today=library().affairs.events.today, **told)


@pages.get("/nov")
def adding() -> str:
    """Gives the form of a new event."""
    return _form(form.shown(Event("", "", visibility=Visibility.PUBLIC)))


@pages.post("/nov")
@takes(LONGEST_SENT, only=staff)
def add() -> ResponseReturnValue:
    """Adds an event, or gives the form again: with a row more, or with what is wrong."""
    return _keep(Event("", "", visibility=Visibility.STAFF))


@pages.get("/<slug>/uredi")
def edit(slug: str) -> str:
    """Gives the form of an event and what else can be done to it. Raises NotFound."""
    return _form(form.shown(_event(slug)))


@pages.post("/<slug>/uredi")
@takes(LONGEST_SENT, only=staff)
def change(slug: str) -> ResponseReturnValue:
    """Keeps what is told of an event, or gives the form again: with a row more, or with what is wrong."""
    return _keep(_event(slug))


@pages.post("/<slug>/gradiva")
def place(slug: str) -> ResponseReturnValue:
    """Makes a material belong to an event, or those that were ticked no longer. Raises NotFound."""
    event = _event(slug)
    chosen = choosing.chosen("gradivo", request.form)
    removed = {int(each) for each in request.form.getlist("odvzemi") if each.isascii() and each.isdecimal()}
    mine = library().affairs.events.documents(event, reader=EVERYTHING)
    add = [chosen.document_id] if chosen.document_id is not None else []
    if chosen.is_right and not add and not removed & {*mine}:
        chosen = Chosen(fault=str(_("Write which material to add, or tick one to take away.")))
    if not chosen.is_right:
        return _form(form.shown(event), chosen=chosen), WrongValue.http_status
    try:
        library().affairs.events.place(event, add=add, remove=removed & {*mine}, by=actor())
    except NotPossible as error:
        return _form(form.shown(event), chosen=Chosen(chosen.typed, fault=error.detail)), error.http_status
    return redirect(url_for("edited_events.edit", slug=slug, shranjeno="gradiva", _anchor="gradiva"), 303)


@pages.get("/<slug>/odpovej")
def cancelling(slug: str) -> str:
    """Gives the form that says that an event will not be. Raises NotFound."""
    return render_template("affairs/event_cancelling.html", event=_event(slug), typed={"razlog": ""}, faults={})


@pages.post("/<slug>/odpovej")
def cancel(slug: str) -> ResponseReturnValue:
    """Says that an event will not be, and why. Raises NotFound."""
    event = _event(slug)
    reason = tidy(request.form.get("razlog", "")).strip()
    faults: dict[str, str] = {}
    if not reason:
        faults["razlog"] = str(_("Write why, so that those who wanted to come know."))
    elif len(reason) > LONGEST_REASON:
        faults["razlog"] = str(_("The text is too long: at most %(count)s characters.", count=LONGEST_REASON))
    if faults:
        told = {"event": event, "typed": {"razlog": reason}, "faults": faults}
        return render_template("affairs/event_cancelling.html", **told), 422
    library().affairs.events.cancel(slug, reason, by=actor())
    return redirect(url_for("events.event", slug=slug), 303)


@pages.post("/<slug>/velja")
def call_again(slug: str) -> ResponseReturnValue:
    """Says that an event which was cancelled will be after all. Raises NotFound."""
    library().affairs.events.call_again(_event(slug).slug, by=actor())
    return redirect(url_for("events.event", slug=slug), 303)


def _event(slug: str) -> Event:
    return library().affairs.events.get(slug, reader=EVERYTHING)


def _keep(before: Event) -> ResponseReturnValue:
    taken = frozenset(event.slug for event in library().affairs.events.all(reader=EVERYTHING)) - {before.slug}
    told = form.told(request.form, before, library().keeping.choices(), taken=taken)
    if request.form.get("dejanje") == "dodaj":
        return _form(replace(told.with_row(), faults={}))
    faults: Mapping[str, str] = told.faults
    if not faults:
        try:
            return _kept(told.event, before)
        except ChangedMeanwhile:
            faults = {
                "": str(_("Somebody else has changed this event meanwhile. Open it again and repeat your change."))
            }
        except NotPossible as error:
            faults = {"": error.detail}
    return _form(replace(told, faults=faults)), 422


def _kept(event: Event, before: Event) -> ResponseReturnValue:
    edition = request.form.get("izdaja", "")
    shown = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 10 else before.edition
    kept = library().affairs.events.keep(replace(event, edition=shown), by=actor())
    return redirect(url_for("edited_events.edit", slug=kept.slug, shranjeno="dogodek"), 303)


def _form(told: EventForm, *, chosen: Chosen | None = None) -> str:
    event = told.event
    choices = library().keeping.choices()
    sorts = dict.fromkeys((*SORTS, event.sort)) if event.sort else SORTS
    return render_template(
        "affairs/event_edit.html",
        event=event,
        form=told,
        chosen=chosen or Chosen(),
        choices=choices,
        sorts=[(sort, event_sort(sort)) for sort in sorts],
        documents=library().affairs.events.documents(event, reader=EVERYTHING) if event.id else {},
        is_cancelled=event.state is EventState.CANCELLED,
        saved=request.args.get("shranjeno", ""),
    )
