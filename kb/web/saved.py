"""Saved searches of somebody with an account: the list, one more from the page of results, one taken off."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from kb.errors import WrongValue
from kb.store.people.saved import LONGEST_NAME, MOST, SavedSearch
from kb.web.context import library, signed_in
from kb.web.questions import LONGEST_SHOWN, address_of, question_of

pages = Blueprint("saved", __name__)


@pages.get("/moja-iskanja")
def searches() -> str:
    """Gives one's saved searches. Raises SignInNeeded."""
    return _page()


@pages.post("/moja-iskanja")
def save() -> ResponseReturnValue:
    """Saves the search whose address is sent along with the form, under a name. Raises SignInNeeded."""
    user = signed_in().user
    question = question_of(MultiDict(request.form.items(multi=True)))
    asked = address_of(question).partition("?")[2]
    name = request.form.get("ime", "").strip() or question.text[:LONGEST_NAME] or _("All materials")
    if len(question.text) > LONGEST_SHOWN:
        return _page(_("The question is too long to be saved.")), WrongValue.http_status
    try:
        library().people.saved.put(user.actor, name, asked)
    except WrongValue as error:
        wrong = _(
            "The search could not be saved: its name may have at most %(letters)s characters, and you can save "
            "%(most)s searches.",
            letters=LONGEST_NAME,
            most=MOST,
        )
        return _page(wrong), error.http_status
    return redirect(url_for("saved.searches", shranjeno="1"), 303)


@pages.post("/moja-iskanja/<int(max=2147483647):search_id>/odstrani")
def remove(search_id: int) -> ResponseReturnValue:
    """Takes one of one's searches off the list. Raises SignInNeeded, NotFound."""
    library().people.saved.remove(signed_in().user.actor, search_id)
    return redirect(url_for("saved.searches", odstranjeno="1"), 303)


def _page(wrong: str = "") -> str:
    kept = library().people.saved.of(signed_in().user.id)
    return render_template("saved.html", kept=[(each, _address(each)) for each in kept], wrong=wrong)


def _address(saved: SavedSearch) -> str:
    return f"{url_for('search.search')}?{iri_to_uri(saved.asked)}" if saved.asked else url_for("search.search")
