"""The accounts of others, for administrators: invited, given roles and bodies, closed and opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound, WrongValue
from kb.library.people import Invited
from kb.people import Role, User
from kb.slovene.fold import fold
from kb.slovene.order import sort_key
from kb.web import language
from kb.web.context import actor, administrator, library
from kb.web.questions import one_line, page_of
from kb.web.words import by_name

PER_PAGE = 50
MOST_BODIES = 200
LONGEST_ASKED = 200

pages = Blueprint("users", __name__)

_USER = "/uporabniki/<int(max=2147483647):user_id>"


@pages.before_request
def _administrators_only() -> None:
    administrator()


@pages.get("/uporabniki")
def users() -> ResponseReturnValue:
    """Gives the accounts by name, narrowed by ?ime= (a part of name, address or municipality), a page at a time."""
    asked_for = one_line(request.args.get("ime", "")[:LONGEST_ASKED])
    wanted = fold(asked_for)
    found = sorted(
        (user for user in library().people.users() if wanted in fold(f"{user.name} {user.email} {user.municipality}")),
        key=lambda user: sort_key(user.name),
    )
    pages_in_all = max(1, -(-len(found) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    told = {"total": len(found), "page": page, "pages": pages_in_all, "asked_for": asked_for}
    return render_template("accounts/users.html", users=shown, **told)


@pages.get("/uporabniki/povabi")
def inviting() -> ResponseReturnValue:
    """Gives the form of a new account."""
    return _form(library().people.new_user(""))


@pages.post("/uporabniki/povabi")
def invite() -> ResponseReturnValue:
    """Makes an account and writes its invitation, or gives the form again with what is wrong."""
    email = request.form.get("email", "").strip()
    told = _told(library().people.new_user(email))
    try:
        invited = library().people.invite(told, by=actor())
    except WrongValue as error:
        return _form(replace(told, email=email), wrong=_wrong_address(email)), error.http_status
    return _invited(invited)


@pages.get(_USER)
def user(user_id: int) -> ResponseReturnValue:
    """Gives the page of an account. Raises NotFound."""
    return _form(library().people.user(user_id))


@pages.post(_USER)
def change(user_id: int) -> ResponseReturnValue:
    """Keeps what is told of an account, or gives the form again with what is wrong. Raises NotFound."""
    before = library().people.user(user_id)
    email = request.form.get("email", "").strip() or before.email
    told = _told(replace(before, email=email))
    try:
        library().people.change(told, by=actor())
    except WrongValue as error:
        wrong = (
            _wrong_address(email) if email != before.email else _("One administrator has to stay. Name another first.")
        )
        return _form(told, wrong=wrong), error.http_status
    return redirect(url_for("users.user", user_id=user_id, shranjeno="1"), 303)


@pages.post(f"{_USER}/povabi-znova")
def invite_again(user_id: int) -> ResponseReturnValue:
    """Writes a new invitation. Raises NotFound, LinkSpent."""
    return _invited(library().people.invite_again(user_id, by=actor()))


@pages.post(f"{_USER}/odjavi")
def sign_out(user_id: int) -> ResponseReturnValue:
    """Ends all visits of a person. Raises NotFound."""
    library().people.sign_out_everywhere(library().people.user(user_id).id, by=actor())
    return redirect(url_for("users.user", user_id=user_id, shranjeno="1"), 303)


@pages.post(f"{_USER}/zapri")
def close(user_id: int) -> ResponseReturnValue:
    """Closes an account. Raises NotFound."""
    try:
        library().people.close_account(user_id, by=actor())
    except WrongValue as error:
        wrong = _("One administrator has to stay. Name another first.")
        return _form(library().people.user(user_id), wrong=wrong), error.http_status
    return redirect(url_for("users.user", user_id=user_id, shranjeno="1"), 303)


@pages.post(f"{_USER}/odpri")
def reopen(user_id: int) -> ResponseReturnValue:
    """Opens a closed account again. Raises NotFound."""
    library().people.reopen_account(user_id, by=actor())
    return redirect(url_for("users.user", user_id=user_id, shranjeno="1"), 303)


def _told(before: User) -> User:
    """Gives the account with what the present form says of it."""
    form = request.form
    chosen = set(form.getlist("organ")[:MOST_BODIES])
    role = form.get("vloga", "")
    wanted = form.get("jezik", "")
    return replace(
        before,
        name=form.get("ime", "").strip() or before.name,
        role=Role(role) if role in set(Role) else before.role,
        municipality=form.get("obcina", ""),
        language=wanted if wanted in language.LANGUAGES else before.language,
        bodies=frozenset(body.id for body in library().people.bodies() if body.slug in chosen),
    )


def _wrong_address(email: str) -> str:
    try:
        library().people.by_email(email)
    except NotFound:
        return str(_("This is not an e-mail address."))
    return str(_("This e-mail address already has an account."))


def _form(user: User, *, wrong: str = "") -> str:
    bodies: Sequence[object] = by_name(library().people.bodies())
    return render_template(
        "accounts/user.html",
        user=user,
        bodies=bodies,
        roles=tuple(Role),
        wrong=wrong,
        saved="shranjeno" in request.args,
    )


def _invited(invited: Invited) -> ResponseReturnValue:
    return render_template("accounts/invited.html", invited=invited)
