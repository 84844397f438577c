"""The factory of the application: everything it needs is handed in, nothing is global."""

from __future__ import annotations

from flask import Flask, Response
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from kb.library import Library
from kb.web import (
    about,
    accounts,
    affairs,
    api,
    audit,
    documents,
    editing,
    errors,
    forms,
    fragments,
    headers,
    home,
    keeping,
    language,
    layout,
    ledger,
    limits,
    listing,
    manual,
    metrics,
    reading,
    receiving,
    registers,
    review,
    rooms,
    saved,
    search,
    status,
    suggest,
    uploads,
    uploadwords,
    witness,
    words,
)
from kb.web.context import keep_library
from kb.web.law import acts, actwords, citing, comparison, exports, previews
from kb.web.law import links as lawlinks
from kb.web.law import words as lawwords
from kb.web.site import ANYWHERE, Site
from kb.web.unindented import Unindented

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


PAGE_GROUPS = (
    home,
    search,
    listing,
    saved,
    suggest,
    rooms,
    documents,
    about,
    manual,
    comparison,
    acts,
    exports,
    citing,
    previews,
    api,
)
ROOMS = (
    language,
    words,
    lawwords,
    lawlinks,
    citing,
    comparison,
    actwords,
    exports,
    ledger,
    status,
    editing,
    review,
    keeping,
    layout,
    fragments,
    accounts,
    errors,
    headers,
    receiving,
    reading,
    uploads,
    uploadwords,
    forms,
    audit,
    registers,
    affairs,
)
"""What adds more than pages: words of the templates, handlers, what is asked before and after a page; in this order."""


def create_app(library: Library, *, per_page: int = 10, site: Site = ANYWHERE) -> Flask:
    """Gives the application that shows `library` at `site`, with `per_page` documents on a page of results.

    Slovene pages are at /…, English ones at /en/…; who only reads gets no cookie.
    """
    app = Flask(__name__)
    app.config.update(KB_PER_PAGE=per_page, SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600)
    app.jinja_options = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
        "extensions": [Unindented],
    }
    babel = Babel(app, default_locale=language.DEFAULT, locale_selector=language.current)
    babel.domain_instance = language.Words()
    keep_library(app, library, site)
    metrics.register(app, library)
    for page_group in PAGE_GROUPS:
        app.register_blueprint(page_group.pages)
    for room in ROOMS:
        room.register(app)
    limits.register(app, site.questions_per_minute)
    witness.register(app)
    app.after_request(_guarded)
    app.wsgi_app = language.LanguagePath(app.wsgi_app)  # type: ignore[method-assign]
    if site.proxies:
        # Each proxy adds one value; what a browser itself sends stands before them and is not believed.
        told = dict.fromkeys(("x_for", "x_proto", "x_host"), site.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **told)  # type: ignore[method-assign]
    return app


def _guarded(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "private, no-cache")
    return response
