"""People as values: who has an account, in which role, and what a role sees.

A visitor (obiskovalec) sees what is public, a member (član) also what is for members, a body member (član organa) also
what is for their bodies, staff (strokovna služba) everything, an administrator (skrbnik) everything and the accounts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kb.model import EVERYTHING, VISITOR, Actor, Body, Reader, Visibility


class Role(StrEnum):
    """What a person is to the collection, from the fewest rights to the most."""

    VISITOR = "visitor"
    MEMBER = "member"
    BODY_MEMBER = "body-member"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class UserState(StrEnum):
    """How an account stands: INVITED has not been taken up yet, CLOSED can no longer sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `bodies` are ids; with `is_managed` a provider of sign-in says role and bodies.

    `own_body` is the id of the row that stands for the person's municipality, None while there is none.
    """

    id: int
    name: str
    email: str
    role: Role
    state: UserState
    created: dt.datetime
    municipality: str = ""
    bodies: frozenset[int] = frozenset()
    language: str = "sl"
    last_sign_in: dt.datetime | None = None
    has_password: bool = False
    is_managed: bool = False
    own_body: int | None = None

    @property
    def actor(self) -> Actor:
        """Gives the person as the audit log names who does something."""
        return Actor(self.id, self.name)

    @property
    def is_staff(self) -> bool:
        """Tells whether the person works for the association."""
        return self.role in (Role.STAFF, Role.ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        """Tells whether the person may look after the accounts of others."""
        return self.role is Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Session:
    """A visit of a person who has signed in; `device` is «Firefox, Windows», "" where the browser did not say."""

    id: int
    user: User
    started: dt.datetime
    last_seen: dt.datetime
    ends: dt.datetime
    device: str = ""


def settled_role(role: Role, bodies: Collection[int]) -> Role:
    """Gives the role as it is kept: a member with bodies is a body member, a body member without any a member."""
    if role in (Role.MEMBER, Role.BODY_MEMBER):
        return Role.BODY_MEMBER if bodies else Role.MEMBER
    return role


def reader_of(user: User | None) -> Reader:
    """Gives what a person may see; None stands for somebody who has not signed in."""
    if user is None or user.state is not UserState.ACTIVE:
        return VISITOR
    match user.role:
        case Role.VISITOR:
            return VISITOR
        case Role.MEMBER:
            return Reader(_MEMBERS, _own_body(user))
        case Role.BODY_MEMBER:
            return Reader(_MEMBERS, user.bodies | _own_body(user))
    return EVERYTHING


_MEMBERS = frozenset({Visibility.PUBLIC, Visibility.MEMBERS})


def _own_body(user: User) -> frozenset[int]:
    return frozenset() if user.own_body is None else frozenset({user.own_body})


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a document (kdo to vidi): all people of `roles`, and of the body members those in one of `bodies`.

    `people` counts the accounts that can sign in and see it; it says nothing of a document that is public.
    """

    visibility: Visibility
    roles: frozenset[Role]
    bodies: tuple[Body, ...] = ()
    people: int = 0


_STAFF = frozenset({Role.STAFF, Role.ADMINISTRATOR})
_ROLES = {
    Visibility.PUBLIC: frozenset(Role),
    Visibility.MEMBERS: _STAFF | {Role.MEMBER, Role.BODY_MEMBER},
    Visibility.BODY: _STAFF,
    Visibility.STAFF: _STAFF,
}


def audience_of(visibility: Visibility, bodies: Collection[Body] = (), *, users: Collection[User] = ()) -> Audience:
    """Gives who sees a document of `visibility` that is placed with `bodies`, and how many of `users` they are."""
    own = tuple(bodies) if visibility is Visibility.BODY else ()
    ids = frozenset(body.id for body in bodies)
    people = sum(user.state is UserState.ACTIVE and reader_of(user).may_see(visibility, ids) for user in users)
    return Audience(visibility, _ROLES[visibility], own, people)
