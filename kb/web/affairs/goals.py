"""Goals and wishes of bodies: the page of each at /organi/<slug>/cilji/<id>, and the words of their states."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from kb.errors import NotFound
from kb.model import Goal, GoalState, RecordSort
from kb.web import records, words
from kb.web.affairs import goalwork
from kb.web.context import library, reader_of

pages = Blueprint("goals", __name__)


def register(app: Flask) -> None:
    """Gives `app` the pages of goals, for everybody and for staff, and its templates their words."""
    app.register_blueprint(pages)
    app.register_blueprint(goalwork.pages)
    for word in (goal_state, since):
        app.jinja_env.filters[word.__name__] = word
    app.jinja_env.globals["goal_states"] = tuple(GoalState)
    records.tell_of(app, RecordSort.GOAL, address_of)


def address_of(number: int) -> str:
    """Gives the page of a goal. Raises NotFound."""
    return url_for("goals.goal", slug=library().affairs.goals.get(number).body, number=number)


@pages.get("/organi/<slug>/cilji/<int(max=2147483647):number>")
def goal(slug: str, number: int) -> str:
    """Gives the page of a goal or wish of a body, with how it went on and what moved it. Raises NotFound."""
    found = goal_of(slug, number)
    body = library().affairs.bodies.named((slug,))
    topics = {topic.slug: topic for topic in library().registers.topics()}
    return render_template(
        "affairs/goal.html",
        goal=found,
        body=body[0],
        topics=[topics[each] for each in found.topics if each in topics],
        moved=library().affairs.goals.documents([found], reader=reader_of(request))[found.id],
    )


def goal_of(slug: str, number: int) -> Goal:
    """Gives a goal of a body. Raises NotFound, also for one of another body."""
    found = library().affairs.goals.get(number)
    if found.body != slug:
        raise NotFound(f"cilj {number}")
    return found


def goal_state(state: GoalState) -> str:
    """Gives how a goal stands, in words."""
    names: dict[GoalState, str] = {
        GoalState.OPEN: pgettext("goal", "open"),
        GoalState.MOVING: _("under way"),
        GoalState.REACHED: _("reached"),
        GoalState.GIVEN_UP: _("given up"),
    }
    return names[state]


def since(day: dt.date) -> str:
    """Gives since when something has been: for 1 January the year alone, «2009»."""
    return str(day.year) if (day.month, day.day) == (1, 1) else words.date(day)
