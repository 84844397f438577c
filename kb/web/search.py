"""The search page."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.library import Sort
from kb.web.context import library, reader_of
from kb.web.narrowing import chips, choices, understood
from kb.web.questions import SORTS, address_of, kept_beside_text, question_of

pages = Blueprint("search", __name__)


@pages.get("/iskanje")
def search() -> ResponseReturnValue:
    """Gives the hits of the question in the address; a page beyond the last leads to the last. Raises QueryError."""
    question = question_of(request.args, per_page=current_app.config["KB_PER_PAGE"])
    results = library().find(question, reader=reader_of(request))
    if results.pages and question.page > results.pages:
        return redirect(address_of(question, page=results.pages))
    question = understood(results)
    return render_template(
        "search.html",
        results=results,
        question=question,
        chips=chips(results),
        choices=choices(results),
        kept=kept_beside_text(question),
        orders=list(SORTS.values()) if question.text else [Sort.NEWEST, Sort.OLDEST],
        address_of=address_of,
    )
