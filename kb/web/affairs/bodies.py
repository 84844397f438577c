"""The earlier versions of a body for staff, at /delo/organi/<slug>/zgodovina: what changed, and back to any of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.library.auditing.words import field_word, value_word
from kb.library.registering import Faulty
from kb.model import BodyFacts, BodyVersion
from kb.web import language
from kb.web.context import actor, library, staff

FIELDS = ("name_sl", "name_en", "sort", "valid_from", "valid_to", "about_sl", "about_en")

pages = Blueprint("body_history", __name__, url_prefix="/delo/organi/<slug>/zgodovina")


@dataclass(frozen=True, slots=True)
class Changed:
    """A version, and what it changed in the one before: (field, before, after) in words."""

    version: BodyVersion
    lines: tuple[tuple[str, str, str], ...]


def register(app: Flask) -> None:
    """Gives `app` the pages of earlier versions."""
    app.register_blueprint(pages)


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def history(slug: str) -> str:
    """Gives the versions of a body, the newest first. Raises NotFound."""
    return _page(slug)


@pages.post("/<int(max=2147483647):number>/povrni")
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Makes an earlier version the newest one, or says why it no longer fits. Raises NotFound."""
    try:
        library().affairs.bodies.restore(slug, number, by=actor())
    except Faulty as error:
        wrong = "; ".join(fault.told(language.current()) for fault in error.faults)
        return _page(slug, wrong=wrong), 422
    return redirect(url_for("body_history.history", slug=slug, povrnjeno=1), 303)


def _page(slug: str, *, wrong: str = "") -> str:
    versions = library().affairs.bodies.history(slug)
    names: dict[str, str] = {}
    for row in (*library().registers.bodies(), *library().registers.topics()):
        names.setdefault(row.slug, row.name(language.current()))
    pairs = zip_longest(versions, versions[1:])
    return render_template(
        "affairs/body_history.html",
        body=library().affairs.bodies.named((slug,))[0],
        changed=[Changed(each, _lines(before, each, names)) for each, before in pairs],
        restored="povrnjeno" in request.args,
        wrong=wrong,
    )


def _lines(
    before: BodyVersion | None, after: BodyVersion, names: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    if before is None:
        return ()
    was, now = _told(before), _told(after)
    here = language.current()
    return tuple(
        (field_word(name, here), _said(name, was[name], names), _said(name, now[name], names))
        for name in now
        if was[name] != now[name]
    )


def _told(version: BodyVersion) -> dict[str, Any]:
    told = {name: getattr(version.body, name) for name in FIELDS}
    return told | {field.name: getattr(version.facts, field.name) for field in dataclasses.fields(BodyFacts)}


def _said(field: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dt.date):
        return value_word(field, value.isoformat(), language.current())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(names.get(each, each) for each in value) or str(_("nothing"))
    named = names.get(value, value) if field in ("founded_by", "parent") else value
    return named or str(_("nothing"))
