"""What a page asks with: the library of its application and the reader who stands behind the request."""

from __future__ import annotations

from typing import cast

from flask import Flask, Request, current_app, g, request

from kb.errors import NotAllowed, SignInNeeded
from kb.library import Library
from kb.model import Actor, Reader
from kb.people import Session, User
from kb.people import reader_of as reader_of_user
from kb.web.site import Site

_NAME = "kb.library"
_SITE = "kb.site"


def keep_library(app: Flask, library: Library, site: Site) -> None:
    """Puts `library` and `site` into `app`, where its pages find them."""
    app.extensions[_NAME] = library
    app.extensions[_SITE] = site


def library() -> Library:
    """Gives the library of the application that answers the present request."""
    return cast(Library, current_app.extensions[_NAME])


def site() -> Site:
    """Gives where the pages of the present application stand."""
    return cast(Site, current_app.extensions[_SITE])


def session_cookie() -> str:
    """Gives the name of the cookie with the token of a visit; over TLS no other host or path can have set it."""
    return "__Host-kb" if site().is_tls else "kb"


def session() -> Session | None:
    """Gives the visit behind the present request, None for somebody who has not signed in; asked of the store once."""
    if "kb_session" not in g:
        token = request.cookies.get(session_cookie(), "")
        g.kb_session = library().people.session(token) if token else None
    return cast("Session | None", g.kb_session)


def user() -> User | None:
    """Gives who has signed in, or None."""
    found = session()
    return found.user if found else None


def signed_in() -> Session:
    """Gives the visit of somebody who has signed in. Raises SignInNeeded."""
    found = session()
    if found is None:
        raise SignInNeeded
    return found


def administrator() -> Session:
    """Gives the visit of an administrator. Raises SignInNeeded, NotAllowed."""
    found = signed_in()
    if not found.user.is_administrator:
        raise NotAllowed
    return found


def staff() -> Session:
    """Gives the visit of somebody who works for the association. Raises SignInNeeded, NotAllowed."""
    found = signed_in()
    if not found.user.is_staff:
        raise NotAllowed
    return found


def actor() -> Actor:
    """Gives who does what the present request asks for, as the audit log names them. Raises SignInNeeded."""
    return signed_in().user.actor


def reader_of(request: Request) -> Reader:
    """Gives the reader behind `request`: the one place that decides who sees what."""
    del request
    return reader_of_user(user())
