"""The goals and wishes of a body for staff (/delo/organi/<slug>/cilji/): set, edited, led on, linked with materials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound, WrongValue
from kb.library.registering import Faulty
from kb.model import Body, Goal, GoalState, GoalStep
from kb.slovene.dates import read_date, read_since, since, written
from kb.slovene.normal import tidy
from kb.web import language
from kb.web.affairs import choosing
from kb.web.context import actor, library, reader_of, staff
from kb.web.questions import one_line

LONGEST_TYPED = 6_000
FIELDS = {"besedilo": "text", "leto": "since", "opis": "about"}
STEP_FIELDS = {"dan": "day", "opomba": "remark"}

pages = Blueprint("edited_goals", __name__, url_prefix="/delo/organi/<slug>/cilji")

_GOAL = "/<int(max=2147483647):number>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def goals(slug: str) -> str:
    """Gives the goals and wishes of a body. Raises NotFound."""
    body = _body(slug)
    told = library().affairs.goals.of(slug)
    moved = library().affairs.goals.documents(told, reader=reader_of(request))
    done = request.args.get("shranjeno", "")[:200]
    return render_template("affairs/goals_work.html", body=body, goals=told, moved=moved, done=done)


@pages.get("/nov")
def adding(slug: str) -> str:
    """Gives the form of a new goal. Raises NotFound."""
    return _form(_body(slug), _blank(slug))


@pages.post("/nov")
def add(slug: str) -> ResponseReturnValue:
    """Adds a goal, or gives the form again with what is wrong. Raises NotFound."""
    return _keep(_body(slug), _blank(slug))


@pages.get(_GOAL)
def goal(slug: str, number: int) -> str:
    """Gives the forms of a goal. Raises NotFound."""
    return _form(_body(slug), _goal(slug, number))


@pages.post(_GOAL)
def change(slug: str, number: int) -> ResponseReturnValue:
    """Keeps what a goal says, or gives the form again with what is wrong. Raises NotFound."""
    return _keep(_body(slug), _goal(slug, number))


@pages.post(f"{_GOAL}/korak")
def step(slug: str, number: int) -> ResponseReturnValue:
    """Adds how a goal went on, or gives the form again with what is wrong. Raises NotFound."""
    found = _goal(slug, number)
    typed = _typed(STEP_FIELDS) | {"stanje": request.form.get("stanje", "")}
    day = read_date(typed["dan"])
    faults = {} if day else {"dan": str(_("Enter the date as 22. 11. 2026."))}
    if typed["stanje"] not in set(GoalState):
        faults["stanje"] = str(_("Choose a state."))
    if not faults and day:
        try:
            kept = GoalStep(GoalState(typed["stanje"]), day, typed["opomba"])
            library().affairs.goals.step(number, kept, by=actor())
            return _back(slug, number)
        except Faulty as error:
            faults = _named(error, STEP_FIELDS)
    return _form(_body(slug), found, step=typed, faults=faults), 422


@pages.post(f"{_GOAL}/gradiva")
def link(slug: str, number: int) -> ResponseReturnValue:
    """Says that a material moved a goal, or gives the form again with what is wrong. Raises NotFound."""
    found = _goal(slug, number)
    chosen = choosing.chosen("gradivo", request.form)
    if chosen.document_id is not None:
        try:
            library().affairs.goals.link(number, chosen.document_id, by=actor())
            return _back(slug, number)
        except WrongValue:
            chosen = choosing.Chosen(chosen.typed, fault=str(_("That is the goal itself.")))
    elif chosen.is_right:
        chosen = choosing.Chosen(fault=str(_("Say which material.")))
    return _form(_body(slug), found, chosen=chosen), 422


@pages.post(f"{_GOAL}/gradiva/<int(max=2147483647):document_id>/odstrani")
def unlink(slug: str, number: int, document_id: int) -> ResponseReturnValue:
    """Takes back that a material moved a goal. Raises NotFound."""
    _goal(slug, number)
    library().affairs.goals.unlink(number, document_id, by=actor())
    return _back(slug, number)


@pages.post(f"{_GOAL}/odstrani")
def remove(slug: str, number: int) -> ResponseReturnValue:
    """Takes a goal out of sight. Raises NotFound."""
    gone = _goal(slug, number)
    library().affairs.goals.remove(number, by=actor())
    return redirect(url_for("edited_goals.goals", slug=slug, shranjeno=gone.text), 303)


def _keep(body: Body, before: Goal) -> ResponseReturnValue:
    typed, form = _typed(FIELDS), request.form
    day = read_since(typed["leto"])
    faults = {"leto": str(_("Enter the year as 2009."))} if typed["leto"] and day is None else {}
    known = {topic.slug for topic in library().registers.topics()}
    told = Goal(
        before.id,
        body.slug,
        one_line(typed["besedilo"]),
        form.get("vrsta") == "zelja",
        day,
        about=typed["opis"],
        topics=tuple(dict.fromkeys(each for each in form.getlist("podrocje") if each in known)),
    )
    try:
        if not faults:
            kept = library().affairs.goals.put(told, by=actor())
            return redirect(url_for("edited_goals.goals", slug=body.slug, shranjeno=kept.text), 303)
    except Faulty as error:
        faults = _named(error, FIELDS)
    return _form(body, before, told=told, typed=typed, faults=faults), 422


def _form(
    body: Body,
    before: Goal,
    *,
    told: Goal | None = None,
    typed: Mapping[str, str] | None = None,
    step: Mapping[str, str] | None = None,
    chosen: choosing.Chosen | None = None,
    faults: Mapping[str, str] | None = None,
) -> str:
    shown = {
        "besedilo": before.text,
        "leto": since(before.since) if before.since else "",
        "opis": before.about,
    }
    today = written(library().affairs.dossiers.today())
    more: dict[str, Any] = {"moved": library().affairs.goals.documents([before], reader=reader_of(request))[before.id]}
    return render_template(
        "affairs/goal_work.html",
        body=body,
        goal=before,
        told=told or before,
        typed=typed or shown,
        step=step or {"dan": today, "opomba": "", "stanje": before.state.value},
        chosen=chosen or choosing.Chosen(),
        faults=faults or {},
        topics=library().registers.topics(),
        **more,
    )


def _typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: tidy(request.form.get(name, "")[:LONGEST_TYPED]).strip() for name in fields}


def _named(error: Faulty, fields: Mapping[str, str]) -> dict[str, str]:
    """Gives what is wrong by the names of the form's fields."""
    names = {attribute: name for name, attribute in fields.items()}
    return {names[fault.field]: fault.told(language.current()) for fault in error.faults}


def _back(slug: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("edited_goals.goal", slug=slug, number=number), 303)


def _body(slug: str) -> Body:
    found = library().affairs.bodies.named((slug,))
    if not found:
        raise NotFound(f"organ »{slug[:80]}«")
    return found[0]


def _goal(slug: str, number: int) -> Goal:
    found = library().affairs.goals.get(number)
    if found.body != slug:
        raise NotFound(f"cilj {number}")
    return found


def _blank(slug: str) -> Goal:
    day: dt.date = library().affairs.dossiers.today()
    return Goal(0, slug, "", since=day.replace(month=1, day=1), topics=library().affairs.bodies.facts(slug).topics)
