"""Changes of materials: a preview before they are made, how far they have come, what was done, and undoing."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kb.library.keeping import ChangeState, PartState
from kb.web.context import actor, library, staff
from kb.web.questions import page_of

PER_PAGE = 50

pages = Blueprint("changes", __name__, url_prefix="/delo/spremembe")

_CHANGE = "/<int(max=2147483647):change_id>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def changes() -> str:
    """Gives the changes, the newest first, those of one material with ?gradivo=."""
    about = request.args.get("gradivo", "")
    document_id = int(about) if about.isascii() and about.isdecimal() and len(about) < 10 else None
    keeping = library().keeping.changes
    total = keeping.count(document_id=document_id)
    pages_in_all = max(1, -(-total // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    found = keeping.all(document_id=document_id, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    first = {each.id: parts[0] for each in found if (parts := keeping.parts(each.id, limit=1))}
    told = {"total": total, "page": page, "pages": pages_in_all, "document_id": document_id, "first": first}
    return render_template("keeping/changes.html", changes=found, **told)


@pages.get(_CHANGE)
def change(change_id: int) -> str:
    """Gives a change: what it would do, how far it is, or what it has done. Raises NotFound."""
    keeping = library().keeping.changes
    found = keeping.get(change_id)
    choices = library().keeping.choices()
    if found.state in (ChangeState.PLANNED, ChangeState.DROPPED):
        effect = keeping.effect(change_id)
        return render_template("keeping/planned.html", change=found, effect=effect, choices=choices)
    skipped = keeping.parts(change_id, state=PartState.SKIPPED, limit=1_000)
    done = found.counts.get(PartState.DONE, 0)
    pages_in_all = max(1, -(-done // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    parts = keeping.parts(change_id, state=PartState.DONE, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    told = {"parts": parts, "skipped": skipped, "page": page, "pages": pages_in_all, "choices": choices}
    return render_template("keeping/change.html", change=found, done=done, **told)


@pages.post(f"{_CHANGE}/izvedi")
def carry_out(change_id: int) -> ResponseReturnValue:
    """Makes a planned change; what takes longer than a second goes on by itself. Raises NotFound, NotPossible."""
    library().keeping.carry_out(change_id)
    return redirect(url_for("changes.change", change_id=change_id), 303)


@pages.post(f"{_CHANGE}/opusti")
def drop(change_id: int) -> ResponseReturnValue:
    """Thinks better of a planned change. Raises NotFound, NotPossible."""
    library().keeping.changes.drop(change_id)
    return redirect(url_for("changes.change", change_id=change_id), 303)


@pages.post(f"{_CHANGE}/razveljavi")
def undo(change_id: int) -> ResponseReturnValue:
    """Plans to undo a change, of all its materials or one, and leads to the preview. Raises NotFound, NotPossible."""
    text = request.form.get("gradivo", "")
    only = [int(text)] if text.isascii() and text.isdecimal() and len(text) < 10 else []
    planned = library().keeping.changes.plan_undo(actor(), change_id, document_ids=only)
    return redirect(url_for("changes.change", change_id=planned.id), 303)
