"""One material: its metadata edited, a new revision put in its place, withdrawn, removed, held, kept until a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import ChangedMeanwhile, NotPossible, WrongValue, error_for
from kb.library.keeping import ChangeSort, Skipped, metadata_read, metadata_written
from kb.model import Document, Metadata, Outcome
from kb.slovene.dates import read_date
from kb.web import editing, language
from kb.web.context import actor, library, staff
from kb.web.editing import FIELDS, MetadataForm
from kb.web.forms import takes
from kb.web.keeping.words import skipped_text
from kb.web.receiving import received

LONGEST_FILE = 2**31 + 2**20
MOST_CHANGES = 10

pages = Blueprint("keeping", __name__)

_DOCUMENT = "/gradivo/<int(max=2147483647):document_id>"


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get(f"{_DOCUMENT}/uredi")
def edit(document_id: int) -> str:
    """Gives the form of a material's metadata, and what else can be done to it. Raises NotFound."""
    document = library().keeping.document(document_id)
    kept = library().keeping.changes.metadata(document_id)
    return _form(document, kept, editing.shown(_as_seen(kept, document)))


@pages.post(f"{_DOCUMENT}/uredi")
def save(document_id: int) -> ResponseReturnValue:
    """Keeps what was changed; where somebody else has changed it meanwhile, shows both and keeps nothing."""
    document = library().keeping.document(document_id)
    kept = library().keeping.changes.metadata(document_id)
    shown = metadata_read(request.form.get("prej", "")) or kept
    form = editing.told(request.form, _as_seen(shown, document), library().keeping.choices())
    if not form.is_right:
        return _form(document, shown, form), WrongValue.http_status
    try:
        change = library().keeping.changes.edit(actor(), document_id, _as_kept(form, shown, document), shown=shown)
    except ChangedMeanwhile as error:
        merged = _merged(form, shown, kept, document)
        return _form(document, kept, merged, meanwhile=error.fields, before=shown), error.http_status
    return redirect(url_for("keeping.edit", document_id=document_id, sprememba=change.id if change else "0"), 303)


@pages.post(f"{_DOCUMENT}/nova-razlicica")
@takes(LONGEST_FILE, only=staff)
def revise(document_id: int) -> ResponseReturnValue:
    """Takes a file as the new revision of a material. Raises NotFound."""
    files = received("datoteka")
    if len(files) != 1:
        return _again(document_id, _("Choose one file.")), WrongValue.http_status
    entry = library().keeping.revise(actor(), document_id, files[0].path, name=files[0].name)
    if entry.outcome is Outcome.FAILED:
        error = error_for(entry.reason, entry.detail)
        return _again(document_id, error.message(language.current())), error.http_status
    if entry.document_id != document_id:
        said = _("This file is in the collection already, as another material; it is no new version of this one.")
        return _again(document_id, said, other=entry.document_id), 409
    is_same = entry.outcome is Outcome.KNOWN
    return redirect(url_for("revisions.revisions", document_id=document_id, novo="isto" if is_same else "da"), 303)


@pages.post(f"{_DOCUMENT}/umakni")
def withdraw(document_id: int) -> ResponseReturnValue:
    """Withdraws a published material, with the reason that its readers will see. Raises NotFound."""
    reason = " ".join(request.form.get("razlog", "").split())[:1_000]
    if not reason:
        return _again(document_id, _("Write the reason; readers will see it.")), WrongValue.http_status
    return _do(ChangeSort.WITHDRAW, document_id, reason=reason)


@pages.post(f"{_DOCUMENT}/vrni")
def put_back(document_id: int) -> ResponseReturnValue:
    """Publishes a withdrawn material again. Raises NotFound."""
    return _do(ChangeSort.PUT_BACK, document_id)


@pages.post(f"{_DOCUMENT}/v-kos")
def remove(document_id: int) -> ResponseReturnValue:
    """Puts a material into the trash. Raises NotFound."""
    try:
        library().keeping.changes.do(actor(), ChangeSort.TRASH, document_id)
    except NotPossible as error:
        return _again(document_id, skipped_text(Skipped(error.reason))), error.http_status
    return redirect(url_for("trash.trash", novo=document_id), 303)


@pages.post(f"{_DOCUMENT}/zadrzi")
def hold(document_id: int) -> ResponseReturnValue:
    """Puts a material, in the trash too, under a legal hold, with a reason. Raises NotFound."""
    reason = request.form.get("razlog", "").strip()
    if not reason:
        return _again(document_id, _("Write the reason of the hold.")), WrongValue.http_status
    library().keeping.custody.hold(actor(), document_id, reason)
    return _back(document_id)


@pages.post(f"{_DOCUMENT}/sprosti")
def release(document_id: int) -> ResponseReturnValue:
    """Ends the legal hold of a material. Raises NotFound."""
    library().keeping.custody.release(actor(), document_id)
    return _back(document_id)


@pages.post(f"{_DOCUMENT}/rok")
def term(document_id: int) -> ResponseReturnValue:
    """Says until when a material is to be kept; an empty field leaves it to its kind. Raises NotFound."""
    text = request.form.get("do", "").strip()
    until = read_date(text) if text else None
    if text and (until is None or not 1900 <= until.year <= 2500):
        return _again(document_id, _("Enter the date as 22. 11. 2026.")), WrongValue.http_status
    library().keeping.custody.set_term(actor(), document_id, until)
    return _back(document_id)


def _do(sort: ChangeSort, document_id: int, *, reason: str = "") -> ResponseReturnValue:
    try:
        change = library().keeping.changes.do(actor(), sort, document_id, reason=reason)
    except NotPossible as error:
        return _again(document_id, skipped_text(Skipped(error.reason))), error.http_status
    return redirect(url_for("keeping.edit", document_id=document_id, sprememba=change.id), 303)


def _back(document_id: int) -> ResponseReturnValue:
    if request.form.get("nazaj") == "kos":
        return redirect(url_for("trash.trash"), 303)
    if request.form.get("nazaj") == "roki":
        return redirect(url_for("terms.terms"), 303)
    return redirect(url_for("keeping.edit", document_id=document_id, shranjeno="1"), 303)


# --- the form ---


def _as_seen(metadata: Metadata, document: Document) -> Metadata:
    """Gives metadata with the title and language of the file where nobody has told others."""
    return replace(metadata, title=metadata.title or document.title, language=metadata.language or document.language)


def _as_kept(form: MetadataForm, shown: Metadata, document: Document) -> Metadata:
    """Gives what the form says; a title and a language that were the file's and stay so are not told by a person."""
    told = form.metadata
    title = "" if not shown.title and told.title == document.title else told.title
    spoken = "" if not shown.language and told.language == document.language else told.language
    return replace(told, title=title, language=spoken)


def _merged(form: MetadataForm, shown: Metadata, kept: Metadata, document: Document) -> MetadataForm:
    """Gives the form with what others have changed meanwhile, but for the fields that this person has changed too."""
    changed = form.changed_from(_as_seen(shown, document))
    now = _as_seen(kept, document)
    both = replace(now, **{FIELDS[name]: getattr(form.metadata, FIELDS[name]) for name in changed})
    typed = {**editing.shown(both).typed, **{name: form.typed[name] for name in changed if name in form.typed}}
    return MetadataForm(both, typed)


def _form(
    document: Document,
    kept: Metadata,
    form: MetadataForm,
    *,
    meanwhile: Sequence[str] = (),
    before: Metadata | None = None,
    wrong: str = "",
    other: int | None = None,
) -> str:
    keeping = library().keeping
    history = keeping.changes.all(document_id=document.id, limit=MOST_CHANGES)
    told = {"form": form, "choices": keeping.choices(), "kept": metadata_written(kept), "history": history}
    since = _since(before, kept, meanwhile) if before is not None else ()
    more = {"custody": keeping.kept_under(document.id), "meanwhile": since, "wrong": wrong, "other": other}
    done = request.args.get("sprememba", "")
    saved = {
        "saved": "shranjeno" in request.args,
        "change_id": int(done) if done.isdecimal() and len(done) < 10 else None,
    }
    return render_template("keeping/edit.html", document=document, **told, **more, **saved)


def _since(before: Metadata, now: Metadata, fields: Sequence[str]) -> tuple[tuple[str, object, object], ...]:
    old, new = json.loads(metadata_written(before)), json.loads(metadata_written(now))
    return tuple((name, old[name], new[name]) for name in fields)


def _again(document_id: int, wrong: str, *, other: int | None = None) -> str:
    document = library().keeping.document(document_id)
    kept = library().keeping.changes.metadata(document_id)
    return _form(document, kept, editing.shown(_as_seen(kept, document)), wrong=wrong, other=other)
