"""The register of acts for staff, at /delo/predpisi/: listed, added, edited, imported and taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound, WrongValue
from kb.legislation.register import COLUMNS, IN_FORCE, STATUSES, Act, faults_of, written_rows
from kb.library.auditing.exporting import MARK
from kb.library.registering import read_acts
from kb.slovene.dates import read_date, written
from kb.slovene.fold import fold
from kb.slovene.order import sort_key
from kb.web import language
from kb.web.context import actor, library, staff
from kb.web.forms import takes
from kb.web.questions import one_line, page_of
from kb.web.registers.sent import LONGEST_SENT, PER_PAGE, Sent, lines_of, sent_text
from kb.web.words import by_name

LONGEST_ASKED = 200
FIELDS = {
    "kratica": "acronym",
    "naslov": "title",
    "uradni-list": "gazette",
    "podrocje": "topic",
    "veljavnost": "status",
    "preverjeno": "checked_on",
    "sop": "sop",
    "eva": "eva",
    "epa": "epa",
    "spreminja": "amends",
    "nadomesca-ga": "replaced_by",
}
"""The fields of the form in their order, and what of an Act each is."""

pages = Blueprint("edited_acts", __name__, url_prefix="/delo/predpisi")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def acts() -> str:
    """Gives the acts by acronym, narrowed by ?ime= (a part of acronym, title or number), a page at a time."""
    asked_for = one_line(request.args.get("ime", "")[:LONGEST_ASKED])
    wanted = fold(asked_for)
    found = [act for act in library().registers.acts() if wanted in fold(f"{act.acronym} {act.title} {act.gazette}")]
    found.sort(key=lambda act: sort_key(act.acronym))
    pages_in_all = max(1, -(-len(found) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    told = {"total": len(found), "page": page, "pages": pages_in_all, "asked_for": asked_for, "done": _done()}
    return render_template("registers/acts.html", acts=found[(page - 1) * PER_PAGE : page * PER_PAGE], **told)


@pages.get("/dodaj")
def adding() -> str:
    """Gives the form of a new act."""
    return _form(Act("", "", checked_on=_today()))


@pages.post("/dodaj")
def add() -> ResponseReturnValue:
    """Adds an act, or gives the form again with what is wrong."""
    typed = _typed()
    told = _told(Act("", ""), typed)
    faults = _faults(told, typed)
    if "acronym" not in faults and any(act.key == told.key for act in library().registers.acts()):
        faults["acronym"] = str(_("This act is in the register already."))
    return _keep(told, typed, faults, is_new=True)


@pages.get("/uvoz")
def importing() -> str:
    """Gives the form of an import."""
    return render_template("registers/acts_import.html", sent=Sent(), columns=COLUMNS)


@pages.post("/uvoz")
@takes(LONGEST_SENT, only=staff)
def import_() -> ResponseReturnValue:
    """Reads acts from a CSV or TSV text, all or none; or gives the form again with the lines that are wrong."""
    text = ""
    try:
        text = sent_text()
        given = read_acts(text)
        count = library().registers.put_acts(given, by=actor())
    except WrongValue as error:
        sent = Sent(text, lines_of(error))
        return render_template("registers/acts_import.html", sent=sent, columns=COLUMNS), 422
    return redirect(url_for("edited_acts.acts", uvoz=len(given), novih=count), 303)


@pages.get("/predpisi.csv")
def export() -> Response:
    """Gives the register as CSV, as the import reads it."""
    response = Response(MARK + written_rows(library().registers.acts()), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="predpisi.csv"'
    return response


@pages.get("/<acronym>")
def act(acronym: str) -> ResponseReturnValue:
    """Gives the form of an act. Raises NotFound."""
    found = library().registers.act(acronym)
    if found.acronym != acronym:
        return redirect(url_for("edited_acts.act", acronym=found.acronym))
    return _form(found)


@pages.post("/<acronym>")
def change(acronym: str) -> ResponseReturnValue:
    """Keeps what is told of an act, or gives the form again with what is wrong. Raises NotFound."""
    before = library().registers.act(acronym)
    typed = {**_typed(), "kratica": before.acronym}
    told = _told(before, typed)
    return _keep(told, typed, _faults(told, typed), is_new=False)


@pages.post("/<acronym>/odstrani")
def remove(acronym: str) -> ResponseReturnValue:
    """Takes an act out of the register; its documents stay. Raises NotFound."""
    found = library().registers.act(acronym)
    try:
        library().registers.remove_act(found.acronym, by=actor())
    except NotFound:
        raise
    except WrongValue as error:
        return _form(found, wrong=error.told(language.current())), error.http_status
    return redirect(url_for("edited_acts.acts", odstranjeno=found.acronym), 303)


def _keep(told: Act, typed: Mapping[str, str], faults: dict[str, str], *, is_new: bool) -> ResponseReturnValue:
    if not faults:
        try:
            library().registers.put_acts([told], by=actor())
            return redirect(url_for("edited_acts.acts", ime=told.acronym, shranjeno=told.acronym), 303)
        except WrongValue as error:
            faults = _placed(error)
    return _form(told, typed=typed, faults=faults, is_new=is_new), 422


def _placed(error: WrongValue) -> dict[str, str]:
    """Gives a fault that the register itself has found, by the value that it is of; "" for none."""
    marks = {"(amends)": "amends", "(replaced_by)": "replaced_by", "(checked_on)": "checked_on", "(topic)": "topic"}
    return {next((name for mark, name in marks.items() if mark in error.detail), ""): error.told(language.current())}


def _typed() -> dict[str, str]:
    return {name: one_line(request.form.get(name, "")[:10_000]) for name in FIELDS}


def _told(before: Act, typed: Mapping[str, str]) -> Act:
    texts = {attribute: typed[name] for name, attribute in FIELDS.items() if attribute != "checked_on"}
    day = read_date(typed["preverjeno"])
    return replace(before, **texts, checked_on=day or dt.date.min)


def _faults(told: Act, typed: Mapping[str, str]) -> dict[str, str]:
    faults = faults_of(told, language.current())
    if "checked_on" in faults:
        faults["checked_on"] = str(_("Enter the date as 22. 11. 2026."))
    elif told.checked_on > _today():
        faults["checked_on"] = str(_("This day has not come yet."))
    if typed["podrocje"] and typed["podrocje"] not in {topic.slug for topic in library().registers.topics()}:
        faults["topic"] = str(_("There is no such topic."))
    return faults


def _form(
    told: Act,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    wrong: str = "",
    is_new: bool | None = None,
) -> str:
    shown = typed or {
        name: written(told.checked_on) if attribute == "checked_on" else getattr(told, attribute)
        for name, attribute in FIELDS.items()
    }
    by_field = {name: (faults or {})[attribute] for name, attribute in FIELDS.items() if attribute in (faults or {})}
    return render_template(
        "registers/act.html",
        act=told,
        typed=shown,
        faults=by_field,
        wrong=wrong or (faults or {}).get("", ""),
        is_new=not told.acronym if is_new is None else is_new,
        topics=by_name(library().registers.topics()),
        statuses=STATUSES,
        in_force=IN_FORCE,
    )


def _done() -> str:
    """Gives what has just been done, as the address says it; "" for nothing."""
    args = request.args
    if args.get("shranjeno"):
        return str(_("Saved: %(what)s.", what=args["shranjeno"][:60]))
    if args.get("odstranjeno"):
        return str(_("Taken out of the register: %(what)s.", what=args["odstranjeno"][:60]))
    if args.get("uvoz"):
        given, new = page_of(args["uvoz"]), args.get("novih", "0")
        return str(_("Read: %(given)s. New or changed: %(new)s.", given=given, new=page_of(new) if new != "0" else 0))
    return ""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).astimezone().date()
