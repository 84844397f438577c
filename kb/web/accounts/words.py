"""What pages say of people: roles, how an account stands, how long to wait, who sees a document."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.library.people.passwords import LONGEST, SHORTEST, Weakness
from kb.model import Visibility
from kb.people import Audience, Role, UserState
from kb.web.words import by_name, name, number


def role_name(role: Role) -> str:
    """Gives the name of a role."""
    names: dict[Role, str] = {
        Role.VISITOR: _("Visitor"),
        Role.MEMBER: _("Member"),
        Role.BODY_MEMBER: _("Member of a body"),
        Role.STAFF: _("Staff"),
        Role.ADMINISTRATOR: _("Administrator"),
    }
    return names[role]


def role_about(role: Role) -> str:
    """Gives what somebody in a role sees and may do."""
    told: dict[Role, str] = {
        Role.VISITOR: _("Sees public materials, like everybody."),
        Role.MEMBER: _("Also sees materials for members."),
        Role.BODY_MEMBER: _("Also sees the materials of the chosen bodies."),
        Role.STAFF: _("Sees all materials, drafts too."),
        Role.ADMINISTRATOR: _("Sees all materials and looks after accounts."),
    }
    return told[role]


def state_name(state: UserState) -> str:
    """Gives how an account stands."""
    names: dict[UserState, str] = {
        UserState.INVITED: _("invited"),
        UserState.ACTIVE: _("active"),
        UserState.CLOSED: _("closed"),
    }
    return names[state]


def waiting(seconds: int) -> str:
    """Gives the sentence that tells when one may try again."""
    if seconds < 90:
        said: str = ngettext(
            "Too many tries. Try again in %(num)s second.", "Too many tries. Try again in %(num)s seconds.", seconds
        )
        return said
    minutes = -(-seconds // 60)
    longer: str = ngettext(
        "Too many tries. Try again in %(num)s minute.", "Too many tries. Try again in %(num)s minutes.", minutes
    )
    return longer


def weakness_text(weakness: Weakness) -> str:
    """Gives why a password cannot be one, and what to do."""
    told: dict[Weakness, str] = {
        Weakness.SHORT: ngettext(
            "The password needs at least %(num)s character. A few words in a row are easy to remember.",
            "The password needs at least %(num)s characters. A few words in a row are easy to remember.",
            SHORTEST,
        ),
        Weakness.LONG: ngettext(
            "The password may have at most %(num)s character.",
            "The password may have at most %(num)s characters.",
            LONGEST,
        ),
        Weakness.EASY: _("This password is among the first that anybody would try. Choose another one."),
    }
    return told[weakness]


def who_sees(audience: Audience) -> str:
    """Gives the sentence that tells who sees a document, before it is published and after."""
    match audience.visibility:
        case Visibility.PUBLIC:
            return str(_("Everybody sees this material, also people who have not signed in."))
        case Visibility.MEMBERS:
            said = _("Members and staff see this material after signing in; others do not learn that it exists.")
        case Visibility.BODY if audience.bodies:
            said = _(
                "Members of these bodies and staff see this material: %(bodies)s. Others do not learn that it exists.",
                bodies=", ".join(name(body) for body in by_name(audience.bodies)),
            )
        case _other:
            said = _("Only staff see this material; others do not learn that it exists.")
    people = ngettext(
        "At present that is %(count)s person with an account.",
        "At present that is %(count)s people with an account.",
        audience.people,
        count=number(audience.people),
    )
    return f"{said} {people}"


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters."""
    for word in (role_name, role_about, state_name, weakness_text, who_sees):
        app.jinja_env.filters[word.__name__] = word
