"""The review of one document: its text beside pictures of its pages, suggestions, warnings, and how it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.errors import WrongValue
from kb.library.review import Published
from kb.model import DocumentState, Metadata
from kb.web import editing
from kb.web.context import actor, library, staff
from kb.web.questions import one_line, page_of

LONGEST_REASON = 500
MOST_KEYS = 50
MOST_DIGITS = 10

pages = Blueprint("reviewing", __name__)

_SHEET = "/delo/pregled/<int(max=2147483647):document_id>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get(_SHEET)
def sheet(document_id: int) -> ResponseReturnValue:
    """Gives the review of a document, its text in the part that ?del= asks for. Raises NotFound."""
    went_to = library().review.went_to(document_id)
    if went_to is not None:
        return redirect(url_for("documents.document", document_id=went_to))
    return _page(document_id)


@pages.post(f"{_SHEET}/sprejmi")
def accept(document_id: int) -> ResponseReturnValue:
    """Takes over the chosen suggestions, or all that are sure; goes to the next draft where that is asked for."""
    keys = None if "vse" in request.form else request.form.getlist("predlog")[:MOST_KEYS]
    taken = library().review.accept(actor(), document_id, keys)
    return _onward(document_id, sprejeto=len(taken))


@pages.post(f"{_SHEET}/uredi")
def edit(document_id: int) -> ResponseReturnValue:
    """Keeps what was written into the form, or gives it again with what is wrong. Raises NotFound, ChangedMeanwhile."""
    kept = library().review.document(document_id).metadata
    shown = editing.shown_before(request.form, kept)
    form = editing.told(request.form, kept, library().review.choices())
    if form.is_right:
        try:
            library().review.edit(actor(), document_id, form.metadata, shown=shown)
        except WrongValue as error:
            form = editing.MetadataForm(form.metadata, form.typed, {"naslov": error.message()})
    if not form.is_right:
        return _page(document_id, form=form, before=shown), 422
    return _onward(document_id, shranjeno="1")


@pages.post(f"{_SHEET}/objavi")
def publish(document_id: int) -> ResponseReturnValue:
    """Publishes a draft, proposes it, or agrees to a proposal; with personal data only where a person has seen them."""
    came = library().review.publish(actor(), [document_id], is_confirmed="pregledano" in request.form)[document_id]
    if came in (Published.DONE, Published.PROPOSED):
        if "naprej" not in request.form and library().review.went_to(document_id) is None:
            return redirect(url_for("reviewing.sheet", document_id=document_id, objavljeno=came.value), 303)
        return _onward(document_id)
    return _page(document_id, refused=came), 422


@pages.post(f"{_SHEET}/osnutek")
def unpublish(document_id: int) -> ResponseReturnValue:
    """Makes a published document a draft again."""
    library().review.unpublish(actor(), [document_id])
    return _onward(document_id)


@pages.post(f"{_SHEET}/zavrni")
def decline(document_id: int) -> ResponseReturnValue:
    """Takes back a proposal to publish. Raises NotFound."""
    library().review.decline(actor(), document_id, reason=one_line(request.form.get("razlog", "")[:LONGEST_REASON]))
    return _onward(document_id)


@pages.post(f"{_SHEET}/podobno")
def decide(document_id: int) -> ResponseReturnValue:
    """Makes a draft another format or a new revision of another document, or keeps both. Raises NotFound."""
    decided, said = request.form.get("odlocitev", ""), request.form.get("drugo", "")
    other = int(said) if said.isascii() and said.isdecimal() and len(said) < MOST_DIGITS else 0
    if decided == "oblika":
        library().review.as_format(actor(), document_id, other)
    elif decided == "razlicica":
        if not library().review.as_revision(actor(), document_id, other):
            return redirect(url_for("reviewing.sheet", document_id=document_id, objavljeno="proposed"), 303)
    elif decided == "dodaj":
        library().review.keep_apart(actor(), document_id, other)
        return _onward(document_id)
    went_to = library().review.went_to(document_id)
    if went_to is None:
        return _onward(document_id)
    return redirect(url_for("documents.document", document_id=went_to, zdruzeno="1"), 303)


def _onward(document_id: int, **told: Any) -> ResponseReturnValue:
    """Leads to the next draft where that is asked for, to the list where there is none, else back to the document."""
    if "naprej" in request.form:
        following = library().review.next(document_id)
        if following is None:
            return redirect(url_for("review.drafts", konec="1"), 303)
        return redirect(url_for("reviewing.sheet", document_id=following), 303)
    return redirect(url_for("reviewing.sheet", document_id=document_id, **told), 303)


def _page(
    document_id: int,
    *,
    form: editing.MetadataForm | None = None,
    before: Metadata | None = None,
    refused: object = None,
) -> str:
    seen = library().review.sheet(document_id, part=page_of(request.args.get("del", "")))
    document = seen.document
    told: Mapping[str, object] = {
        "form": form or editing.shown(seen.kept),
        "before": before or seen.kept,
        "refused": refused,
        "choices": library().review.choices(),
        "pictured": library().has_pictures(document),
        "following": library().review.next(document_id),
        "is_draft": document.state is DocumentState.DRAFT,
        "is_own": seen.proposal is not None and seen.proposal.actor.id == actor().id,
    }
    return render_template("review/sheet.html", sheet=seen, document=document, **told)
