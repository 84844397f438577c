"""Signing in with a password, and signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import TooManyTries, WrongSignIn
from kb.web import context
from kb.web.accounts import visit, words
from kb.web.context import library

pages = Blueprint("signing", __name__)


@pages.get("/prijava")
def sign_in() -> ResponseReturnValue:
    """Gives the form to sign in; who has signed in already goes on."""
    to = visit.came_from()
    if context.user():
        return redirect(to or url_for("own.account"))
    return _form(to)


@pages.post("/prijava")
def signing_in() -> ResponseReturnValue:
    """Begins a visit, or gives the form again with what is wrong: never whether the address has an account."""
    to, email = visit.safe_path(request.form.get("naprej", "")), request.form.get("email", "")
    try:
        signed = library().people.sign_in(
            email, request.form.get("geslo", ""), address=request.remote_addr or "", device=visit.device()
        )
    except WrongSignIn as error:
        message = _("The e-mail address or the password is not right.")
        return _form(to, email=email, wrong=message), error.http_status
    except TooManyTries as error:
        told = _form(to, email=email, wrong=words.waiting(error.seconds))
        return told, error.http_status, {"Retry-After": str(error.seconds)}
    return visit.begin(signed, to=to)


@pages.post("/odjava")
def sign_out() -> ResponseReturnValue:
    """Ends the visit."""
    present = context.session()
    if present is not None:
        library().people.sign_out(present)
    return visit.end(url_for("signing.signed_out"))


@pages.post("/odjava-povsod")
def sign_out_everywhere() -> ResponseReturnValue:
    """Ends all visits of who has signed in, this one too."""
    present = context.signed_in().user
    library().people.sign_out_everywhere(present.id, by=present.actor)
    return visit.end(url_for("signing.signed_out"))


@pages.get("/odjava")
def signed_out() -> ResponseReturnValue:
    """Says that one has signed out; who has not is asked to."""
    return render_template("accounts/signed_out.html")


def _form(to: str, *, email: str = "", wrong: str = "") -> str:
    provider = context.site().provider
    return render_template("accounts/sign_in.html", to=to, email=email[:320], wrong=wrong, provider=provider)
