"""Headers that depend on who asks: what was made for one person is kept by nobody, and TLS is for ever once it was."""

from __future__ import annotations

from flask import Flask, Response, request

from kb.web.context import session, session_cookie, site

HSTS_SECONDS = 365 * 24 * 3600
PICTURES = "image/webp"


def register(app: Flask) -> None:
    """Gives the answers of `app` the headers that depend on who asks. Has to be called before others set theirs."""
    app.after_request(_personal)


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
