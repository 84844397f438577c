"""The language of a page is in its address: /iskanje is Slovene, /en/iskanje is English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, has_request_context, request
from flask_babel import Domain, gettext
from markupsafe import Markup

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES = ("sl", "en")
DEFAULT = "sl"
PREFIX = "/en"

LONGEST_KEPT = 20_000
"""Characters of a query that links to the other language keep; the longest question that can be asked has fewer."""

_PATH_MARKS = "/!$&'()*+,;=:@~"
_QUERY_MARKS = _PATH_MARKS + "?%"


class LanguagePath:
    """A WSGI layer that moves /en from the path into SCRIPT_NAME, so that every link made below keeps the language."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Gives the page at the address without its language, which stands in environ["kb.language"]."""
        root, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        told = {"kb.root": root, "kb.language": DEFAULT}
        if path == PREFIX or path.startswith(PREFIX + "/"):
            told |= {"kb.language": "en", "SCRIPT_NAME": root + PREFIX, "PATH_INFO": path[len(PREFIX) :] or "/"}
        return self.app({**environ, **told}, start_response)


class Words(Domain):  # type: ignore[misc]
    """The texts of the pages, found by the language of the page alone: half of what looking one up would cost."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """Gives the texts in the language of the present request."""
        code = current()
        if code not in self._kept:
            self._kept[code] = super().get_translations()
        return self._kept[code]


def register(app: Flask) -> None:
    """Gives the templates of `app` their words from what was once translated; a page of results has a hundred."""
    kept: dict[tuple[str, str], Markup] = {}

    def said(text: str, /, **values: object) -> Markup:
        """Gives what the gettext of Jinja gives: a text of a template in the language of the page, with values."""
        key = current(), text
        told = kept.get(key)
        if told is None:
            told = kept[key] = Markup(gettext(text))  # noqa: S704 – a text of our own
        return told % values

    app.jinja_env.globals.update(gettext=said, _=said)


def current() -> str:
    """Gives the language of the present request, "sl" or "en"; "sl" outside of one."""
    return str(request.environ.get("kb.language", DEFAULT)) if has_request_context() else DEFAULT


def root() -> str:
    """Gives the path that the application is mounted at, without the language: "" as a rule."""
    return str(request.environ.get("kb.root", "")) if has_request_context() else ""


def address_in(language: str) -> str:
    """Gives the address of the present page in `language`, its query kept: /organi?q=a → /en/organi?q=a.

    A query that nobody typed is left out: a page would be several times as long as the address that asked for it.
    """
    # Several slashes at the front would make the link lead to another host.
    path = "/" + quote(request.path.lstrip("/"), safe=_PATH_MARKS)
    typed = request.query_string
    # «+» and «%20» both stand for a space there; the shorter one is shown.
    query = quote(typed.replace(b"%20", b"+"), safe=_QUERY_MARKS) if len(typed) <= LONGEST_KEPT else ""
    return f"{root()}{PREFIX if language == 'en' else ''}{path}{'?' + query if query else ''}"
