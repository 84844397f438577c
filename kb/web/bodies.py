"""How long the body of a request may be, asked before any of it is taken: nobody fills the disk who may not upload."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie

from kb.errors import StoreError
from kb.web.context import library, session_cookie
from kb.web.forms import LONGEST_FORM
from kb.web.language import PREFIX

App = Flask
"""What is served; who serves it need not know what it is made with."""

MEBIBYTE = 1024 * 1024
OF_ANYBODY = 2 * MEBIBYTE
"""Bytes that are taken at any address, so that a form which is too long is refused by its page, in its words."""

OF_A_PIECE = 16 * MEBIBYTE
"""Bytes that are taken of anybody where files are sent in pieces; of more, only from staff who have signed in."""


def longest_body(app: App, *, method: str, path: str, cookies: str) -> int:
    """Gives how many bytes a request may bring, by its address and, where they are many, by who asks. Never fails."""
    taken = _taken_at(app, method, path)
    if taken <= OF_A_PIECE:
        return max(taken + MEBIBYTE, OF_ANYBODY)
    return taken + MEBIBYTE if _is_staff(app, cookies) else OF_ANYBODY


def _taken_at(app: App, method: str, path: str) -> int:
    if path.startswith(f"{PREFIX}/"):
        path = path[len(PREFIX) :]
    try:
        endpoint, _ = app.url_map.bind("").match(path, method=method)
    except HTTPException:
        return LONGEST_FORM
    return int(getattr(app.view_functions[endpoint], "kb_longest_form", LONGEST_FORM))


def _is_staff(app: App, cookies: str) -> bool:
    with app.app_context():
        token = parse_cookie(cookies).get(session_cookie(), "")
        try:
            user = library().people.whose_visit(token)
        except StoreError:
            return False
        return user is not None and user.is_staff
