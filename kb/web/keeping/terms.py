"""How long what is kept: terms of kinds, materials that need not be kept any longer, legal holds. People decide."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import WrongValue
from kb.library.keeping import Due
from kb.web.context import actor, library, staff
from kb.web.words import by_name

pages = Blueprint("terms", __name__, url_prefix="/delo/roki")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def terms() -> str:
    """Gives what is due, what is held, and the terms of kinds."""
    return _page()


@pages.post("/")
def keep_terms() -> ResponseReturnValue:
    """Keeps for how many years documents of each kind are kept; an empty field: without end."""
    before = library().keeping.custody.kind_terms()
    wrong: dict[str, str] = {}
    wanted: dict[str, int | None] = {}
    for kind in library().keeping.choices().kinds:
        text = request.form.get(f"leta-{kind.slug}", str(before.get(kind.slug, ""))).strip()
        if text and not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= 200):
            wrong[kind.slug] = _("Enter a whole number of years, from 1 to 200, or nothing.")
        else:
            wanted[kind.slug] = int(text) if text else None
    if wrong:
        return _page(wrong=wrong, typed=request.form), WrongValue.http_status
    for slug, years in wanted.items():
        if before.get(slug) != years:
            library().keeping.custody.set_kind_term(actor(), slug, years)
    return redirect(url_for("terms.terms", shranjeno="1"), 303)


def is_past(due: Due) -> bool:
    """Tells whether the day until which a material was to be kept has passed, and nothing holds it."""
    return due.until < dt.datetime.now(dt.UTC).date() and not due.held_for


def _page(*, wrong: dict[str, str] | None = None, typed: object = None) -> str:
    keeping = library().keeping
    held = [(each, keeping.title(each.document_id)) for each in keeping.custody.held()]
    told = {"due": keeping.due(), "held": held, "kinds": by_name(keeping.choices().kinds), "is_past": is_past}
    kept = keeping.custody.kind_terms()
    more = {"kept": kept, "wrong": wrong or {}, "typed": typed or {}, "saved": "shranjeno" in request.args}
    return render_template("keeping/terms.html", **told, **more)
