"""The pages of uploads that work without a script: batches, a form for many files, and what is known of them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from kb.library.choices import Choices
from kb.library.intake import Chosen
from kb.library.uploads import NEW, origin_of
from kb.model import Body, Metadata, Outcome
from kb.web import editing
from kb.web.context import actor, library, signed_in, staff
from kb.web.editing import MetadataForm
from kb.web.forms import takes
from kb.web.ledger import batch_progress
from kb.web.questions import page_of
from kb.web.receiving import received
from kb.web.uploads.pace import Pace
from kb.web.uploads.told import limits_value

BATCHES_PER_PAGE = 20
FILES_PER_PAGE = 100
FAILED_SHOWN = 100
LONGEST_FORM = 4 * 1024**3
"""Bytes of a form with files; what one file may have, the settings say, and what comes together, the server program."""

FILES = "datoteke"
_BATCH = "/<int(max=2147483647):batch_id>"
_FILE = f"{_BATCH}/datoteke/<int(max=2147483647):file_id>"


def add_to(pages: Blueprint, pace: Pace) -> None:
    """Gives a group of pages those that work without a script."""
    _add_batches(pages, pace)
    _add_files(pages)


def _add_batches(pages: Blueprint, pace: Pace) -> None:
    @pages.get("/")
    def batches() -> ResponseReturnValue:
        """Gives the batches, the newest first, a page at a time by ?stran=, and the form of a new one."""
        return _batches(editing.shown(NEW))

    @pages.post("/")
    @takes(LONGEST_FORM, only=staff)
    def open_batch() -> ResponseReturnValue:
        """Opens a batch, with files where the form has any; a form that is sent twice opens one."""
        form = _told(NEW)
        if not form.is_right:
            return _batches(form), 422
        pace.batch(signed_in().user.id)
        uploads = library().uploads
        batch = uploads.open(actor(), form.metadata, once=request.form.get("enkrat", "")[:64])
        uploads.take_files(batch.id, received(FILES))
        return redirect(url_for("uploads.batch", batch_id=batch.id), 303)

    @pages.get(_BATCH)
    def batch(batch_id: int) -> ResponseReturnValue:
        """Gives a batch with its files, a page at a time by ?stran=. Raises NotFound."""
        return _batch(batch_id, editing.shown(library().uploads.batch(batch_id).metadata))

    @pages.post(f"{_BATCH}/podatki")
    def describe(batch_id: int) -> ResponseReturnValue:
        """Changes what the files of a batch have in common, for those still to be kept. Raises NotFound."""
        form = _told(library().uploads.batch(batch_id).metadata)
        if not form.is_right:
            return _batch(batch_id, form), 422
        library().uploads.describe(actor(), batch_id, form.metadata)
        return redirect(url_for("uploads.batch", batch_id=batch_id, shranjeno="1"), 303)

    @pages.post(f"{_BATCH}/opusti")
    def drop(batch_id: int) -> ResponseReturnValue:
        """Gives up what of a batch has not been kept. Raises NotFound."""
        library().uploads.drop(batch_id)
        return redirect(url_for("uploads.batch", batch_id=batch_id), 303)


def _add_files(pages: Blueprint) -> None:
    @pages.post(f"{_BATCH}/datoteke")
    @takes(LONGEST_FORM, only=staff)
    def add_files(batch_id: int) -> ResponseReturnValue:
        """Takes files in that come with a form. Raises NotFound, BatchFull, NoRoom."""
        library().uploads.batch(batch_id)
        library().uploads.take_files(batch_id, received(FILES))
        return redirect(url_for("uploads.batch", batch_id=batch_id), 303)

    @pages.get(_FILE)
    def file(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Gives what is known of a file, to be corrected while it is not kept. Raises NotFound."""
        return _file(batch_id, file_id, editing.shown(library().uploads.file(batch_id, file_id).metadata))

    @pages.post(_FILE)
    def correct(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Gives a file metadata of its own. Raises NotFound, NotExpected where it is kept or refused already."""
        form = _told(library().uploads.file(batch_id, file_id).metadata, with_title=True)
        if not form.is_right:
            return _file(batch_id, file_id, form), 422
        library().uploads.correct(actor(), batch_id, file_id, form.metadata)
        return redirect(url_for("uploads.batch", batch_id=batch_id, shranjeno="1"), 303)

    @pages.post(f"{_FILE}/opusti")
    def drop_file(batch_id: int, file_id: int) -> ResponseReturnValue:
        """Gives up a file that has not been kept. Raises NotFound."""
        library().uploads.drop(batch_id, file_id)
        return redirect(url_for("uploads.batch", batch_id=batch_id), 303)


# --- pages ---


def _batches(form: MetadataForm) -> str:
    uploads = library().uploads
    in_all = max(1, -(-uploads.batch_count() // BATCHES_PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), in_all)
    found = uploads.batches(page=page, per_page=BATCHES_PER_PAGE)
    told = {"states": uploads.states([each.id for each in found]), "page": page, "pages": in_all}
    once = request.form.get("enkrat", "")[:64] or secrets.token_urlsafe(16)
    return render_template("uploads/batches.html", batches=found, once=once, **told, **_form_parts(form))


def _batch(batch_id: int, form: MetadataForm) -> str:
    uploads = library().uploads
    batch, state, under = uploads.batch(batch_id), uploads.state(batch_id), origin_of(batch_id)
    in_all = max(1, -(-sum(state.counts.values()) // FILES_PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), in_all)
    told = {
        "batch": batch,
        "state": state,
        "files": uploads.files(batch_id, page=page, per_page=FILES_PER_PAGE),
        "page": page,
        "pages": in_all,
        "audience": library().people.audience(batch.metadata.visibility, _bodies(batch.metadata.bodies)),
        "progress": batch_progress(batch_id, state),
        "failed": library().intake.entries(Chosen(Outcome.FAILED, under), per_page=FAILED_SHOWN),
        "saved": "shranjeno" in request.args,
    }
    return render_template("uploads/batch.html", **told, **_form_parts(form))


def _file(batch_id: int, file_id: int, form: MetadataForm) -> str:
    uploads = library().uploads
    told = {"batch": uploads.batch(batch_id), "file": uploads.file(batch_id, file_id)}
    return render_template("uploads/file.html", **told, **_form_parts(form))


def _form_parts(form: MetadataForm) -> dict[str, Any]:
    return {"form": form, "choices": _choices(), "limits": limits_value(library().uploads)}


def _told(before: Metadata, *, with_title: bool = False) -> MetadataForm:
    """Gives the present form of metadata; a title is a file's own, and may be left to what the file says of itself."""
    sent: MultiDict[str, str] = request.form.copy()
    if not with_title or not sent.get("naslov", "").strip():
        sent.poplist("naslov")
        before = replace(before, title="")
    return editing.told(sent, before, _choices())


def _choices() -> Choices:
    return library().uploads.choices()


def _bodies(slugs: tuple[str, ...]) -> list[Body]:
    return [body for body in _choices().bodies if body.slug in slugs]
