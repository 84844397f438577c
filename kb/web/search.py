"""The search page, and the same answer for programs."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kb.library import Sort
from kb.library.told import results_value
from kb.web import language
from kb.web.context import library, reader_of
from kb.web.metrics import count_search
from kb.web.narrowing import chips, choices, understood
from kb.web.questions import SORTS, address_of, kept_beside_filter, kept_beside_text, parameter_pairs, question_of

pages = Blueprint("search", __name__)


@pages.get("/iskanje")
def search() -> ResponseReturnValue:
    """Gives the hits of the question in the address; a page beyond the last leads to the last. Raises QueryError."""
    question = question_of(request.args, per_page=current_app.config["KB_PER_PAGE"])
    results = library().find(question, reader=reader_of(request))
    if results.pages and question.page > results.pages:
        return redirect(address_of(question, page=results.pages))
    library().note_search(results, language=language.current())
    count_search(results)
    reasons = library().why(results, passages=_explained(), reader=reader_of(request))
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
        kept_beside=lambda name: kept_beside_filter(question, name),
        reasons=reasons,
        asked=parameter_pairs(question),
    )


def _explained() -> tuple[int, ...]:
    """Gives the passage that the address asks the reasons of; none for what is no number."""
    asked = request.args.get("zakaj", "")
    return (int(asked),) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else ()


@pages.get("/iskanje.json")
def search_for_programs() -> ResponseReturnValue:
    """Gives what the search page at the same address shows as JSON, as `kb find --json` does, with "page" and "pages".

    A page beyond the last has no hits. Errors are JSON too: {"error", "message"}.
    """
    question = question_of(request.args, per_page=current_app.config["KB_PER_PAGE"])
    results = library().find(question, reader=reader_of(request))
    count_search(results)
    answer = jsonify({**results_value(results), "page": question.page, "pages": results.pages})
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
