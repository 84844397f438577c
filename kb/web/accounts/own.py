"""One's own account: what is known of one, the password, and the visits on other devices."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import TooManyTries, WrongSignIn, WrongValue
from kb.library.people.passwords import weakness_of
from kb.people import Session
from kb.web import context, language
from kb.web.accounts import visit, words
from kb.web.context import library, signed_in

DONE = ("podatki", "geslo", "prijava", "povezano")

pages = Blueprint("own", __name__)


@pages.get("/moj-racun")
def account() -> ResponseReturnValue:
    """Gives the page of one's own account. Raises SignInNeeded."""
    return _page(signed_in())


@pages.post("/moj-racun/podatki")
def change() -> ResponseReturnValue:
    """Keeps one's name and the language of letters."""
    present = signed_in()
    wanted = request.form.get("jezik", "")
    changed = replace(
        present.user,
        name=request.form.get("ime", ""),
        language=wanted if wanted in language.LANGUAGES else present.user.language,
    )
    try:
        library().people.change(changed, by=present.user.actor)
    except WrongValue as error:
        return _page(present, wrong_name=_("Enter your name.")), error.http_status
    return _done("podatki")


@pages.post("/moj-racun/geslo")
def change_password() -> ResponseReturnValue:
    """Sets a new password for who knows the old one, and ends the other visits."""
    present = signed_in()
    old, new = request.form.get("staro-geslo", ""), request.form.get("geslo", "")
    weakness = weakness_of(new, email=present.user.email, name=present.user.name)
    if weakness:
        return _page(present, wrong_new=words.weakness_text(weakness)), 422
    if new != request.form.get("geslo-znova", ""):
        return _page(present, wrong_new=_("The two passwords are not the same.")), 422
    try:
        library().people.change_password(present, old, new)
    except WrongSignIn as error:
        return _page(present, wrong_old=_("The present password is not right.")), error.http_status
    except TooManyTries as error:
        return _page(present, wrong_old=words.waiting(error.seconds)), error.http_status
    return _done("geslo")


@pages.post("/moj-racun/prijave/<int(max=2147483647):session_id>")
def close_session(session_id: int) -> ResponseReturnValue:
    """Ends one of one's visits. Raises NotFound."""
    present = signed_in()
    library().people.close_session(present.user.id, session_id)
    if session_id == present.id:
        return visit.end(url_for("signing.signed_out"))
    return _done("prijava")


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for("own.account", shranjeno=what), 303)


def _page(present: Session, *, wrong_name: str = "", wrong_old: str = "", wrong_new: str = "") -> str:
    done = request.args.get("shranjeno", "")
    bodies = [body for body in library().people.bodies() if body.id in present.user.bodies]
    return render_template(
        "accounts/own.html",
        user=present.user,
        present=present,
        sessions=library().people.sessions(present.user.id),
        bodies=bodies,
        provider=context.site().provider,
        done=done if done in DONE else "",
        wrong_name=wrong_name,
        wrong_old=wrong_old,
        wrong_new=wrong_new,
    )
