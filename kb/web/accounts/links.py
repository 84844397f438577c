"""What letters lead to: taking up an invitation, asking for a new password, choosing it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import TooManyTries
from kb.library.people.passwords import weakness_of
from kb.people import User
from kb.web import context, language
from kb.web.accounts import visit, words
from kb.web.context import library

pages = Blueprint("links", __name__)


@pages.after_request
def _untold(response: Response) -> Response:
    """Lets no other page learn the address, which has the secret of a letter in it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.get("/povabilo/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Gives the form to take up an invitation. Raises LinkSpent."""
    return _invitation(library().people.invited(token), token)


@pages.post("/povabilo/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Takes up an invitation and begins a visit, or gives the form again with what is wrong. Raises LinkSpent."""
    user = library().people.invited(token)
    name = request.form.get("ime", "").strip() or user.name
    wrong = _wrong_password(user)
    if wrong:
        return _invitation(user, token, name=name, wrong=wrong), 422
    signed = library().people.accept(token, request.form["geslo"], name=name[:200], device=visit.device())
    return visit.begin(signed)


@pages.get("/pozabljeno-geslo")
def forgotten() -> ResponseReturnValue:
    """Gives the form to ask for a new password."""
    return render_template("accounts/forgotten.html", email="", wrong="")


@pages.post("/pozabljeno-geslo")
def ask_new_password() -> ResponseReturnValue:
    """Says that a letter is on its way if the address has an account: the same for every address."""
    email = request.form.get("email", "")[:320]
    try:
        library().people.ask_new_password(email, address=request.remote_addr or "", language=language.current())
    except TooManyTries as error:
        form = render_template("accounts/forgotten.html", email=email, wrong=words.waiting(error.seconds))
        return form, error.http_status, {"Retry-After": str(error.seconds)}
    return render_template("accounts/letter_sent.html")


@pages.get("/novo-geslo/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """Gives the form to choose a new password. Raises LinkSpent."""
    user = library().people.resetting(token)
    return render_template("accounts/new_password.html", user=user, token=token, wrong="")


@pages.post("/novo-geslo/<token>")
def reset(token: str) -> ResponseReturnValue:
    """Sets a new password, ends all visits and begins one; or gives the form again. Raises LinkSpent."""
    user = library().people.resetting(token)
    wrong = _wrong_password(user)
    if wrong:
        return make_response(render_template("accounts/new_password.html", user=user, token=token, wrong=wrong), 422)
    return visit.begin(library().people.reset(token, request.form["geslo"], device=visit.device()))


def _invitation(user: User, token: str, *, name: str = "", wrong: str = "") -> str:
    provider = context.site().provider
    told = {"user": user, "token": token, "name": name or user.name, "wrong": wrong, "provider": provider}
    return render_template("accounts/invitation.html", **told)


def _wrong_password(user: User) -> str:
    """Gives what is wrong with the password of the present form, "" where nothing is."""
    password, again = request.form.get("geslo", ""), request.form.get("geslo-znova", "")
    weakness = weakness_of(password, email=user.email, name=user.name)
    if weakness:
        return words.weakness_text(weakness)
    return "" if password == again else str(_("The two passwords are not the same."))
