"""What waits for review as a list, many drafts published at once, and the bodies whose documents two people publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.library.review import Counts, Published
from kb.model import Document
from kb.web import waiting
from kb.web.context import actor, library, staff
from kb.web.questions import page_of
from kb.web.words import by_name, number

PER_PAGE = 50
MOST_CHOSEN = 500
ONLY = {"osebni": "findings", "podobna": "resemblances", "predlagana": "proposed"}
"""What narrows the list (?samo=), and what it is to the library."""

pages = Blueprint("review", __name__, url_prefix="/delo")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/pregled/")
def drafts() -> str:
    """Gives the drafts, those that came first first, narrowed by ?samo=, a page at a time."""
    only = request.args.get("samo", "")
    only = only if only in ONLY else ""
    page = page_of(request.args.get("stran", ""))
    lines, total = library().review.drafts(only=ONLY.get(only, ""), page=page, per_page=PER_PAGE)
    pages_in_all = max(1, -(-total // PER_PAGE))
    if page > pages_in_all:
        page = pages_in_all
        lines, total = library().review.drafts(only=ONLY.get(only, ""), page=page, per_page=PER_PAGE)
    told = {"total": total, "page": page, "pages": pages_in_all, "only": only}
    return render_template("review/drafts.html", lines=lines, counts=library().review.counts(actor()), **told)


@pages.post("/pregled/objavi")
def publish() -> ResponseReturnValue:
    """Shows who will see the chosen drafts; sent a second time from there, publishes them and tells what came of it."""
    ids = list(_chosen())
    if not ids:
        return redirect(url_for("review.drafts", nic="1"), 303)
    documents = library().review.documents(ids)
    if "potrjeno" not in request.form:
        return render_template("review/publishing.html", groups=_by_audience(documents), total=len(documents))
    came = library().review.publish(actor(), ids)
    titles = {document.id: document.title for document in documents}
    done = [id_ for id_, outcome in came.items() if outcome is Published.DONE]
    rest = [(id_, titles.get(id_, str(id_)), outcome) for id_, outcome in came.items() if outcome is not Published.DONE]
    return render_template("review/published.html", done=len(done), rest=rest)


@pages.get("/dve-osebi/")
def two() -> str:
    """Gives the bodies with those marked whose documents are published by two people."""
    return render_template(
        "review/two.html", bodies=by_name(library().people.bodies()), saved="shranjeno" in request.args
    )


@pages.post("/dve-osebi/")
def set_two() -> ResponseReturnValue:
    """Keeps which bodies want two people."""
    chosen = set(request.form.getlist("organ"))
    library().review.set_two(actor(), {body.id for body in library().people.bodies() if body.slug in chosen})
    return redirect(url_for("review.two", shranjeno="1"), 303)


def _chosen() -> Iterator[int]:
    for text in request.form.getlist("gradivo")[:MOST_CHOSEN]:
        if text.isascii() and text.isdecimal() and len(text) < 10:
            yield int(text)


def _by_audience(documents: Iterable[Document]) -> list[tuple[object, list[Document]]]:
    """Gives documents by who will see them, the largest circle first."""
    users = library().people.users()
    groups: dict[tuple[object, ...], tuple[object, list[Document]]] = {}
    for document in documents:
        audience = library().review.audience(document, users=users)
        key = (audience.visibility, audience.bodies)
        groups.setdefault(key, (audience, []))[1].append(document)
    return list(groups.values())


def tell(app: Flask) -> None:
    """Makes the first page of staff work tell what waits for review."""
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    counts, here = library().review.counts(actor()), url_for("review.drafts")
    drafts, others = counts.drafts, counts.proposed_by_others
    said = ngettext("%(count)s draft to review", "%(count)s drafts to review", drafts, count=number(drafts))
    yield waiting.Waiting(said, drafts, here)
    said = ngettext(
        "%(count)s proposed material waits for your agreement",
        "%(count)s proposed materials wait for your agreement",
        others,
        count=number(others),
    )
    yield waiting.Waiting(said, others, url_for("review.drafts", samo="predlagana"))
    yield from _found_lines(counts)
    yield waiting.Room(_("Review"), here, _("Drafts are looked through, completed and published."))
    yield waiting.Room(_("Two people"), url_for("review.two"), _("Bodies whose materials are published by two people."))


def _found_lines(counts: Counts) -> Iterator[waiting.Waiting]:
    held, alike = counts.with_findings, counts.with_resemblances
    said = ngettext("Personal data in %(count)s draft", "Personal data in %(count)s drafts", held, count=number(held))
    yield waiting.Waiting(said, held, url_for("review.drafts", samo="osebni"))
    said = ngettext(
        "%(count)s draft resembles another material",
        "%(count)s drafts resemble other materials",
        alike,
        count=number(alike),
    )
    yield waiting.Waiting(said, alike, url_for("review.drafts", samo="podobna"))
