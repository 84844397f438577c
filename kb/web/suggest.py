"""What a text that is being typed can become, for the search box: /predlogi?q=obc+red gives JSON."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from kb.library import Suggested, SuggestedSort
from kb.web import language
from kb.web.context import library, reader_of
from kb.web.questions import asked_here

KEPT_SECONDS = 60
"""How long the reader's own browser may keep an answer; nobody else may."""

pages = Blueprint("suggest", __name__)


@pages.get("/predlogi")
def suggestions() -> Response:
    """Gives {"asked", "said", "suggestions": [{"text", "sort", "label", "ask" or "address"}]}; `said` is read aloud.

    A suggestion with an `address` leads there; the `ask` of another is a question.
    """
    asked = asked_here()
    found = library().suggest_question(asked, reader=reader_of(request), language=language.current())
    said = ngettext("%(num)s suggestion", "%(num)s suggestions", len(found)) if found else _("No suggestions")
    answer = jsonify(asked=asked, said=said, suggestions=[_told(each) for each in found])
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return answer


def _told(suggested: Suggested) -> dict[str, str]:
    labels: dict[SuggestedSort, str] = {
        SuggestedSort.ACT: pgettext("suggestion", "act"),
        SuggestedSort.PHRASE: "",
        SuggestedSort.BODY: pgettext("suggestion", "body"),
        SuggestedSort.TOPIC: pgettext("suggestion", "topic"),
        SuggestedSort.DOCUMENT: pgettext("suggestion", "material"),
    }
    told = {"text": suggested.text, "sort": suggested.sort.value, "label": labels[suggested.sort]}
    if suggested.ask:
        return told | {"ask": suggested.ask}
    return told | {"address": _address(suggested)}


def _address(suggested: Suggested) -> str:
    match suggested.sort:
        case SuggestedSort.BODY:
            return url_for("rooms.body", slug=suggested.slug)
        case SuggestedSort.TOPIC:
            return url_for("rooms.topic", slug=suggested.slug)
    return url_for("documents.document", document_id=suggested.document_id)
