"""Errors as pages that a person can act on, each with the status that tells machines the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from kb.errors import FormExpired, KbError, LinkSpent, NotAllowed, NotFound, QueryError, SystemFault, TooManyTries
from kb.web import language
from kb.web.accounts.visit import safe_path
from kb.web.forms import typed_in_expired
from kb.web.questions import asked_here

FOR_PROGRAMS = ".json"
"""The end of an address whose errors are JSON: {"error": key or status, "message": a sentence}."""

RETRY_SECONDS = 60
"""How long a machine should wait before it tries a service again that is not available."""


def register(app: Flask) -> None:
    """Makes `app` answer our errors, those of HTTP, and what nobody foresaw, with a page."""
    app.register_error_handler(KbError, _ours)
    app.register_error_handler(HTTPException, _of_http)

    def log_exception(told: Any) -> None:
        """Logs what nobody foresaw with the pattern of its address: the address itself may have a secret in it."""
        pattern = request.url_rule.rule if request.url_rule else "?"
        app.logger.error("Exception on %s [%s]", pattern, request.method, exc_info=told)

    app.log_exception = log_exception  # type: ignore[assignment,method-assign]


def _ours(error: KbError) -> ResponseReturnValue:
    headings = {
        NotFound: _("Page not found."),
        QueryError: _("The question is too long."),
        NotAllowed: _("This page is not for your account."),
        LinkSpent: _("The link is no longer valid."),
        FormExpired: _("The form has expired."),
        TooManyTries: _("Too many tries."),
        SystemFault: _("The service is currently unavailable."),
    }
    heading = next((text for sort, text in headings.items() if isinstance(error, sort)), _("Something went wrong."))
    headers = {"Retry-After": str(RETRY_SECONDS)} if isinstance(error, SystemFault) else {}
    if isinstance(error, TooManyTries):
        headers = {"Retry-After": str(error.seconds)}
    if request.path.endswith(FOR_PROGRAMS):
        return _told(error.key, error.message(language.current())), error.http_status, headers
    typed, message = [], error.message(language.current())
    if isinstance(error, FormExpired):
        typed = typed_in_expired()
        if not request.cookies:
            message += " " + _(
                "Your browser sent no cookie: allow the cookies of this site to sign in and to send forms. To read and "
                "search you need none."
            )
    return _page(heading, message, error.http_status, typed), error.http_status, headers


def _of_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = error.code or 500
    headings = {
        404: _("Page not found."),
        405: _("This page does not take such requests."),
        413: _("The form is too long."),
    }
    other = _("The address cannot be read.") if status < 500 else _("Something went wrong.")
    headers = [pair for pair in error.get_headers() if pair[0] not in ("Content-Type", "Content-Length")]
    if request.path.endswith(FOR_PROGRAMS):
        return _told(str(status), _advice(status)), status, headers
    return _page(headings.get(status, other), _advice(status), status), status, headers


def _told(error: str, message: str) -> Response:
    return jsonify(error=error, message=message)


def _advice(status: int) -> str:
    advice: str = _("The address may be mistyped, or the material has been moved or withdrawn. Try a search.")
    if status == 405:
        advice = _("Go back to the previous page or begin with a search.")
    if status >= 500:
        advice = _("Nothing is lost. Try again in a few minutes; if it happens again, tell the secretariat.")
    return advice


def _page(heading: str, message: str, status: int, typed: Sequence[str] = ()) -> str:
    wanted = safe_path(language.address_in(language.current()))
    told = {"heading": heading, "message": message, "status": status, "wanted": wanted, "typed": typed}
    return render_template("error.html", **told, text=asked_here())
