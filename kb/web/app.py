"""The factory of the application: everything it needs is handed in, nothing is global."""

from __future__ import annotations

from flask import Flask, Response
from flask_babel import Babel
from jinja2 import StrictUndefined

from kb.library import Library
from kb.web import about, documents, errors, home, language, layout, rooms, search, suggest, words
from kb.web.context import keep_library

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def create_app(library: Library, *, per_page: int = 10) -> Flask:
    """Gives the application that shows `library`, with `per_page` documents on a page of results.

    Slovene pages are at /…, English ones at /en/…; it keeps no session and sets no cookie.
    """
    app = Flask(__name__)
    app.config.update(KB_PER_PAGE=per_page, SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    Babel(app, default_locale=language.DEFAULT, locale_selector=language.current)
    keep_library(app, library)
    for page_group in (home, search, suggest, rooms, documents, about):
        app.register_blueprint(page_group.pages)
    words.register(app)
    layout.register(app)
    errors.register(app)
    app.after_request(_guarded)
    app.wsgi_app = language.LanguagePath(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _guarded(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
    return response
