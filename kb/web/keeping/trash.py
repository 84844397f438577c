"""The trash: what is in it and for how long, restoring, erasing for good, and what backups hold of what is gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotPossible, OnHold, WrongValue
from kb.library.keeping import ChangeSort, InTrash, Skipped
from kb.web.context import actor, library, staff
from kb.web.keeping.words import skipped_text
from kb.web.questions import page_of

PER_PAGE = 50

pages = Blueprint("trash", __name__, url_prefix="/delo/kos")

_DOCUMENT = "/<int(max=2147483647):document_id>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def trash() -> str:
    """Gives what is in the trash, what came last first, and what was erased of late."""
    return _page()


@pages.post(f"{_DOCUMENT}/obnovi")
def restore(document_id: int) -> ResponseReturnValue:
    """Restores a material, as it was. Raises NotFound."""
    try:
        library().keeping.changes.do(actor(), ChangeSort.RESTORE, document_id)
    except NotPossible as error:
        return _page(wrong=skipped_text(Skipped(error.reason))), error.http_status
    return redirect(url_for("keeping.edit", document_id=document_id, shranjeno="1"), 303)


@pages.get(f"{_DOCUMENT}/izbrisi")
def erasing(document_id: int) -> str:
    """Asks whether a material is really to be erased, and says what backups will still hold. Raises NotFound."""
    found = library().keeping.in_trash(document_id)
    return _asked(found)


@pages.post(f"{_DOCUMENT}/izbrisi")
def erase(document_id: int) -> ResponseReturnValue:
    """Has a material erased for good, where that was confirmed. Raises NotFound."""
    found = library().keeping.in_trash(document_id)
    if request.form.get("potrjeno") != "da":
        return _asked(found, wrong=_("Confirm that it is to be erased for good.")), WrongValue.http_status
    try:
        library().keeping.ask_to_erase(actor(), [document_id])
    except OnHold as error:
        return _page(wrong=skipped_text(Skipped.HELD)), error.http_status
    return redirect(url_for("trash.trash", brise="1"), 303)


@pages.get("/izprazni")
def emptying() -> str:
    """Asks whether all that is in the trash is really to be erased."""
    free = _free()
    return render_template("keeping/emptying.html", count=len(free), wrong="")


@pages.post("/izprazni")
def empty() -> ResponseReturnValue:
    """Has all erased that is in the trash and not held, where that was confirmed."""
    free = _free()
    if request.form.get("potrjeno") != "da":
        wrong = _("Confirm that it is to be erased for good.")
        return render_template("keeping/emptying.html", count=len(free), wrong=wrong), WrongValue.http_status
    library().keeping.ask_to_erase(actor(), [each.document_id for each in free])
    return redirect(url_for("trash.trash", brise="1"), 303)


def days_left(each: InTrash) -> int:
    """Gives how many days are left until a material in the trash is erased; 0 where it is due."""
    if each.erases is None:
        return 0
    return max(0, -(-int((each.erases - dt.datetime.now(dt.UTC)).total_seconds()) // 86_400))


def _free() -> list[InTrash]:
    return [each for each in library().keeping.trash() if not each.held_for]


def _page(*, wrong: str = "") -> str:
    keeping = library().keeping
    everything = keeping.trash()
    pages_in_all = max(1, -(-len(everything) // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    shown = everything[(page - 1) * PER_PAGE : page * PER_PAGE]
    told = {"shown": shown, "total": len(everything), "page": page, "pages": pages_in_all, "wrong": wrong}
    gone = [(each, [(bundle, Path(bundle.path).is_file()) for bundle in each.bundles]) for each in keeping.erasures()]
    said = {"new": "novo" in request.args, "going": "brise" in request.args, "kept_days": keeping.trash_kept.days}
    dossiers, said["new_dossier"] = library().affairs.dossiers.in_trash(), "zadeva" in request.args
    return render_template("keeping/trash.html", **told, **said, gone=gone, days_left=days_left, dossiers=dossiers)


def _asked(found: InTrash, *, wrong: str = "") -> str:
    bundles = library().keeping.would_stay(found.document_id)
    return render_template("keeping/erasing.html", found=found, bundles=bundles, wrong=wrong)
