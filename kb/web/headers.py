"""Headers that depend on who asks: what was made for one person is kept by nobody, and TLS is for ever once it was.

Where the public address is known, the pages answer under its name and those of this machine only, so that no made-up
name of a host gets into a link.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import SecurityError

from kb.web.context import session, session_cookie, site

HSTS_SECONDS = 365 * 24 * 3600
PICTURES = "image/webp"
OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def register(app: Flask) -> None:
    """Gives the answers of `app` the headers that depend on who asks. Has to be called before others set theirs."""
    app.before_request(_at_our_address)
    app.after_request(_personal)


def _at_our_address() -> Response | None:
    """Refuses a request under the name of another host, in words that need no page: a page has links."""
    if not site().is_public or _host() in (urlsplit(site().address).hostname, *OF_THIS_MACHINE):
        return None
    return Response("Wrong host.\n", 400, mimetype="text/plain")


def _host() -> str:
    """Gives the name of the host that is asked, without its port; "" where it cannot be one."""
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except (ValueError, SecurityError):
        return ""


def _personal(response: Response) -> Response:
    if site().is_tls:
        response.headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    if request.endpoint == "static":
        return response
    response.vary.add("Cookie")
    token = request.cookies.get(session_cookie(), "")
    if not token:
        return response
    if session() is not None:
        # The browser may keep a picture, but has to ask each time whether the reader may still see it.
        is_picture = response.mimetype == PICTURES
        response.headers["Cache-Control"] = "private, no-cache" if is_picture else "private, no-store"
        response.headers.pop("Expires", None)
    elif not any(header.startswith(f"{session_cookie()}=") for header in response.headers.getlist("Set-Cookie")):
        response.delete_cookie(session_cookie(), httponly=True, samesite="Lax", secure=site().is_tls)
    return response
