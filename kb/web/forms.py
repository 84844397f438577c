"""Forms that change something are taken only from the browser that was shown them.

Each has a token made from the secret cookie of a visit or, before signing in, of the form. No page of another site can
read or guess it; a form of an earlier visit no longer fits. Every request that may change something is checked, so that
a new page cannot forget to; Flask-WTF would bring a second session, signed and in the cookie, for the same.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup

from kb.errors import FormExpired
from kb.web.context import session, session_cookie, site

FIELD = "obrazec"
HEADER = "X-Kb-Form"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_FORM = 100_000
"""Bytes of a form whose page has not said that it takes more."""

View = TypeVar("View", bound=Callable[..., Any])


def register(app: Flask) -> None:
    """Makes `app` refuse forms that it did not make for the browser they come from."""
    app.before_request(_checked)
    app.after_request(_with_cookie)
    app.jinja_env.globals.update(form_mark=form_mark, form_token=form_token)


def takes(longest: int, *, only: Callable[[], object] = lambda: None) -> Callable[[View], View]:
    """Marks a page whose form may have so many bytes, because it takes files.

    `only` raises for somebody whom the page is not for, before anything of the form is read.
    """

    def marked(view: View) -> View:
        view.kb_longest_form = longest  # type: ignore[attr-defined]
        view.kb_only = only  # type: ignore[attr-defined]
        return view

    return marked


def keeps(*names: str) -> Callable[[View], View]:
    """Marks a page whose fields of these names take long to write: what was typed is shown again when it expires."""

    def marked(view: View) -> View:
        view.kb_keeps = names  # type: ignore[attr-defined]
        return view

    return marked


def typed_in_expired() -> list[str]:
    """Gives what was typed into the fields that a page keeps; of a form from another site nothing, as nobody saw it."""
    page = current_app.view_functions.get(request.endpoint or "")
    longest = getattr(page, "kb_longest_form", LONGEST_FORM)
    is_ours = request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
    if not is_ours or request.content_length is None or request.content_length > longest:
        return []
    return [text for name in getattr(page, "kb_keeps", ()) if (text := request.form.get(name, "").strip())]


def form_mark() -> Markup:
    """Gives the unseen field that every form which changes something has to have."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token())


def form_token() -> str:
    """Gives the token of the forms on the present page."""
    g.kb_form_shown = True
    return _token(_secret() or _new_secret())


def form_cookie() -> str:
    """Gives the name of the cookie that ties forms to a browser before somebody signs in."""
    return "__Host-kb-obrazec" if site().is_tls else "kb-obrazec"


def _checked() -> None:
    if request.method in SAFE or request.endpoint is None:
        return
    page = current_app.view_functions.get(request.endpoint)
    request.max_content_length = getattr(page, "kb_longest_form", LONGEST_FORM)
    is_foreign = request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
    secret = _secret()
    if is_foreign or not secret:
        raise FormExpired
    getattr(page, "kb_only", _nobody_is_kept_out)()
    # A program of ours that sends large files says the token in a header, so that it is looked at before the files.
    told = request.headers.get(HEADER, "") or request.form.get(FIELD, "")
    if not hmac.compare_digest(told.encode("utf-8", "replace"), _token(secret).encode()):
        raise FormExpired


def _nobody_is_kept_out() -> None:
    """Lets everybody in; the page itself may not."""


def _secret() -> str:
    if session() is not None:
        return request.cookies.get(session_cookie(), "")
    return request.cookies.get(form_cookie(), "")


def _new_secret() -> str:
    if "kb_form_secret" not in g:
        g.kb_form_secret = secrets.token_urlsafe(32)
    return str(g.kb_form_secret)


def _token(secret: str) -> str:
    return hmac.new(secret.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()


def _with_cookie(response: Response) -> Response:
    if "kb_form_shown" in g:
        response.headers["Cache-Control"] = "private, no-store"
    if "kb_form_secret" in g and session() is None:
        is_tls = site().is_tls
        response.set_cookie(form_cookie(), g.kb_form_secret, httponly=True, samesite="Lax", secure=is_tls)
    return response
