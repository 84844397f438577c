"""The registers of bodies (/delo/organi/) and topics (/delo/podrocja/) for staff: added, renamed, ended.

The index holds ids, so that a new name shows everywhere at once; nothing is ever taken out, because documents and
addresses point to it: what is over has an end of its validity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound
from kb.library.registering import Faulty, slug_of
from kb.model import EVERYTHING, Body, BodyFacts, Topic
from kb.slovene.dates import read_date, read_since, since, written
from kb.slovene.fold import fold
from kb.slovene.normal import tidy
from kb.web import language
from kb.web.context import actor, library, staff
from kb.web.questions import one_line
from kb.web.registers import facts
from kb.web.words import by_name

SORTS = ("organ", "sekcija", "komisija", "mreza", "drugo")
LONGEST_ASKED = 200
LONGEST_TYPED = 6_000
FIELDS = {
    "ime": "name_sl",
    "ime-en": "name_en",
    "oznaka": "slug",
    "skupina": "sort",
    "nadrejeno": "parent",
    "velja-od": "valid_from",
    "velja-do": "valid_to",
    "opis": "about_sl",
    "opis-en": "about_en",
}
"""The fields of the form in their order, and what of a body or topic each is."""

pages = Blueprint("places", __name__, url_prefix="/delo/<any(organi, podrocja):sort>")

Place = Body | Topic


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def rows(sort: str) -> str:
    """Gives the rows by name, those that are over last, narrowed by ?ime=."""
    asked_for = one_line(request.args.get("ime", "")[:LONGEST_ASKED])
    wanted, day = fold(asked_for), _today()
    found = [row for row in by_name(_all(sort)) if wanted in fold(f"{row.name_sl} {row.name_en} {row.slug}")]
    found.sort(key=lambda row: not row.valid_on(day))
    parents = {topic.id: topic for topic in library().registers.topics()}
    told = {"sort": sort, "asked_for": asked_for, "today": day, "parents": parents}
    return render_template("registers/places.html", rows=found, saved=request.args.get("shranjeno", "")[:200], **told)


@pages.get("/dodaj")
def adding(sort: str) -> str:
    """Gives the form of a new row."""
    return _form(sort, _blank(sort))


@pages.post("/dodaj")
def add(sort: str) -> ResponseReturnValue:
    """Adds a row, or gives the form again with what is wrong."""
    return _keep(sort, _blank(sort))


@pages.get("/<int(max=2147483647):row_id>")
def row(sort: str, row_id: int) -> str:
    """Gives the form of a row. Raises NotFound."""
    return _form(sort, _found(sort, row_id))


@pages.post("/<int(max=2147483647):row_id>")
def change(sort: str, row_id: int) -> ResponseReturnValue:
    """Keeps what is told of a row, or gives the form again with what is wrong. Raises NotFound."""
    return _keep(sort, _found(sort, row_id))


def _keep(sort: str, before: Place) -> ResponseReturnValue:
    typed = {name: tidy(request.form.get(name, "")[:LONGEST_TYPED]).strip() for name in FIELDS}
    read_start = read_since if sort == "organi" else read_date
    days = {"velja-od": read_start(typed["velja-od"]), "velja-do": read_date(typed["velja-do"])}
    wrong_day = str(_("Enter the date as 22. 11. 2026."))
    faults = {name: wrong_day for name, day in days.items() if typed[name] and day is None}
    told = _told(before, typed, days)
    of_body = facts.told() if isinstance(told, Body) else None
    left_open = _left_open(before, told)
    try:
        if not faults and (not left_open or request.form.get("potrjeno") == "1"):
            if isinstance(told, Body) and of_body is not None:
                library().affairs.bodies.put(told, of_body, by=actor())
            else:
                library().registers.put(told, by=actor())
            return redirect(url_for("places.rows", sort=sort, shranjeno=told.name_sl), 303)
    except Faulty as error:
        fields = FIELDS | facts.FIELDS if sort == "organi" else FIELDS
        names = {attribute: name for name, attribute in fields.items()}
        faults = {names[fault.field]: fault.told(language.current()) for fault in error.faults}
    return _form(sort, before, typed=typed, of_body=of_body, faults=faults, left_open=left_open), 422


def _left_open(before: Place, told: Place) -> int:
    """Gives how many open dossiers a body would be ended with, 0 where it is not being ended."""
    if not isinstance(told, Body) or not told.id or told.valid_to is None or told.valid_to == before.valid_to:
        return 0
    return len(library().affairs.dossiers.all(reader=EVERYTHING, body=told.slug, is_open=True))


def _told(before: Place, typed: Mapping[str, str], days: Mapping[str, dt.date | None]) -> Place:
    told: dict[str, Any] = {
        "name_sl": one_line(typed["ime"]),
        "name_en": one_line(typed["ime-en"]),
        "slug": before.slug or typed["oznaka"] or slug_of(typed["ime"]),
        "about_sl": typed["opis"],
        "about_en": typed["opis-en"],
        "valid_from": days["velja-od"],
        "valid_to": days["velja-do"],
    }
    if isinstance(before, Body):
        return replace(before, **told, sort=typed["skupina"] if typed["skupina"] in SORTS else before.sort)
    parent = next((topic.id for topic in library().registers.topics() if topic.slug == typed["nadrejeno"]), None)
    return replace(before, **told, parent_id=parent)


def _form(
    sort: str,
    before: Place,
    *,
    typed: Mapping[str, str] | None = None,
    of_body: BodyFacts | None = None,
    faults: Mapping[str, str] | None = None,
    left_open: int = 0,
) -> str:
    topics = library().registers.topics()
    more: dict[str, Any] = {}
    if isinstance(before, Body):
        kept = library().affairs.bodies.facts(before.slug) if before.id else BodyFacts()
        more = facts.fields_of(before, of_body or kept)
    return render_template(
        "registers/place.html",
        sort=sort,
        row=before,
        typed=typed or _shown(before, topics),
        faults=faults or {},
        sorts=SORTS,
        left_open=left_open,
        parents=by_name(topic for topic in topics if topic.parent_id is None and topic.id != before.id),
        **more,
    )


def _shown(row: Place, topics: tuple[Topic, ...]) -> dict[str, str]:
    slugs = {topic.id: topic.slug for topic in topics}
    return {
        "ime": row.name_sl,
        "ime-en": row.name_en,
        "oznaka": row.slug,
        "skupina": row.sort if isinstance(row, Body) else "",
        "nadrejeno": slugs.get(row.parent_id or 0, "") if isinstance(row, Topic) else "",
        "velja-od": (since if isinstance(row, Body) else written)(row.valid_from) if row.valid_from else "",
        "velja-do": written(row.valid_to) if row.valid_to else "",
        "opis": row.about_sl,
        "opis-en": row.about_en,
    }


def _all(sort: str) -> tuple[Place, ...]:
    return library().registers.bodies() if sort == "organi" else library().registers.topics()


def _found(sort: str, row_id: int) -> Place:
    found = next((row for row in _all(sort) if row.id == row_id), None)
    if found is None:
        raise NotFound(str(row_id))
    return found


def _blank(sort: str) -> Place:
    return Body(0, "", "", "", sort=SORTS[2]) if sort == "organi" else Topic(0, "", "", "")


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).astimezone().date()
