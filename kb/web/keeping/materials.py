"""All materials as staff see them, narrowed by what is known of them; what is to be done to many of them at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.errors import WrongValue
from kb.library.keeping import ChangeSort, Wanted
from kb.model import DocumentState, Visibility
from kb.web.context import actor, library, staff
from kb.web.keeping.bulk import BulkForm, told
from kb.web.questions import one_line, page_of

PER_PAGE = 50
LONGEST_ASKED = 200
MOST_CHOSEN = 500
FILTERS = {
    "q": "text",
    "organ": "body",
    "podrocje": "topic",
    "vrsta": "kind",
    "dogodek": "event",
    "leto": "year",
    "dostop": "visibility",
    "stanje": "state",
    "izvor": "under",
}
"""What narrows the list, and what of Wanted each is."""

UNSEEN = "f-"
"""What stands before these names in the form of what is to be done, whose own fields are called the same."""

pages = Blueprint("materials", __name__, url_prefix="/delo/gradiva")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def materials() -> str:
    """Gives the materials that are wanted, those received last first, a page at a time."""
    return _page(BulkForm(), request.args)


@pages.post("/")
def plan() -> ResponseReturnValue:
    """Plans what is to be done to the chosen materials and leads to its preview; with faults, the list again."""
    choices = library().keeping.choices()
    sent = request.form
    form = told(sent, choices)
    wanted = wanted_of(sent, UNSEEN)
    ids = library().keeping.chosen(wanted) if sent.get("katera") == "vsa" else list(_chosen())
    if not ids:
        form = form.with_fault("katera", _("Choose at least one material."))
    if not form.is_right:
        return _page(form, sent, UNSEEN), WrongValue.http_status
    try:
        change = library().keeping.changes.plan(actor(), form.sort, ids, edits=form.edits, reason=form.reason)
    except WrongValue as error:
        return _page(form.with_fault("kaj", error.message()), sent, UNSEEN), error.http_status
    return redirect(url_for("changes.change", change_id=change.id), 303)


def wanted_of(args: MultiDict[str, str], before: str = "") -> Wanted:
    """Gives which materials are asked for by the parameters with `before` at their front; nonsense is left out."""
    told: dict[str, Any] = {
        attribute: one_line(args.get(f"{before}{name}", "")[:LONGEST_ASKED]) for name, attribute in FILTERS.items()
    }
    visibility, state = told["visibility"], told["state"]
    told["visibility"] = Visibility(visibility) if visibility in set(Visibility) else None
    told["state"] = DocumentState(state) if state in set(DocumentState) else None
    return Wanted(**told)


def parameters(wanted: Wanted) -> dict[str, str]:
    """Gives the parameters of the address that asks for these materials, without those that say nothing."""
    values = {name: getattr(wanted, attribute) for name, attribute in FILTERS.items()}
    return {name: str(value) for name, value in values.items() if value}


def _chosen() -> list[int]:
    given = request.form.getlist("gradivo")[:MOST_CHOSEN]
    return [int(text) for text in given if text.isascii() and text.isdecimal() and len(text) < 10]


def _page(form: BulkForm, args: MultiDict[str, str], before: str = "") -> str:
    wanted = wanted_of(args, before)
    keeping = library().keeping
    listed = keeping.listed(wanted, page=(page := page_of(args.get("stran", ""))), per_page=PER_PAGE)
    pages_in_all = max(1, -(-listed.total // PER_PAGE))
    if page > pages_in_all:
        listed = keeping.listed(wanted, page=(page := pages_in_all), per_page=PER_PAGE)
    shown = {"listed": listed, "wanted": wanted, "parameters": parameters(wanted), "page": page, "pages": pages_in_all}
    told = {"choices": keeping.choices(), "form": form, "states": tuple(DocumentState), "sorts": tuple(ChangeSort)}
    return render_template("keeping/materials.html", **shown, **told, chosen=set(args.getlist("gradivo")))
