"""The live ledger (dnevnik obdelave), for staff: every received file by name, how far it is, why it failed, and again.

/delo/dnevnik/ is the page, narrowed by ?stanje=, ?niz= (a batch of uploads) and ?ime= (of the file). A script asks
/delo/dnevnik/stanje.json with ?niz= whether anything is new, and shows the page's parts anew when it is;
without it there is a link. The JSON has:

    {"mark": "81.200.0", "total": 200, "done": 120, "finished": false, "percent": 60, "said": "Končano: 120 od 200 …",
     "coming": 0, "waiting": 60, "stored": 20, "indexed": 108, "partly": 2, "known": 2, "failed": 10,
     "reading": ["Zapisnik.pdf"], "per_minute": 84.0, "rest": 43, "changed": "2026-11-22T18:04:12+00:00", "at": "…"}

`mark` is another text as soon as anything in the ledger is another; `rest` is in seconds, null where it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.errors import DocumentError, error_for
from kb.library.intake import Chosen, Progress
from kb.model import Actor, BatchState, LedgerEntry, Outcome, UploadStage
from kb.web import ledgerwords, waiting
from kb.web.context import library, staff
from kb.web.forms import takes
from kb.web.ledgerwords import percent, progress_said
from kb.web.questions import one_line, page_of
from kb.web.words import number

PER_PAGE = 50
LONGEST_NAME = 200
BATCHES_OFFERED = 30
"""Uploads, the newest, that the ledger can be narrowed to by a choice; the page of an older one leads there too."""

LONGEST_FORM = 500_000
"""Bytes of the form that tries again: a page has at most PER_PAGE boxes, a program may send the ids of a batch."""

OUTCOMES = {
    "caka": Outcome.WAITING,
    "prebrano": Outcome.READ,
    "delno": Outcome.PARTLY,
    "znano": Outcome.KNOWN,
    "ni-uspelo": Outcome.FAILED,
    "izbrisano": Outcome.ERASED,
}
BATCHES = "nalaganje/{}/"
"""How the origin of an uploaded file begins."""

STILL_COMING = (UploadStage.WAITING, UploadStage.COMING, UploadStage.CHECKING)

_OF_BATCH = re.compile(r"nalaganje/(\d{1,9})/", re.ASCII)
_BATCH = re.compile(r"[\w-]{1,64}", re.ASCII)

pages = Blueprint("ledger", __name__, url_prefix="/delo/dnevnik")


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/")
def ledger() -> ResponseReturnValue:
    """Gives the ledger, narrowed by ?stanje=, ?niz= and ?ime=, the newest first, a page at a time by ?stran=."""
    chosen, progress = _chosen(), library().intake.progress(_under())
    found = library().intake.count(chosen) if chosen.name else _found(progress, chosen.outcome)
    pages_in_all = max(1, -(-found // PER_PAGE))
    page = min(page_of(request.args.get("stran", "")), pages_in_all)
    entries = library().intake.entries(chosen, page=page, per_page=PER_PAGE)
    told = {"progress": progress, "found": found, "page": page, "pages": pages_in_all, "again": _again()}
    batches = library().uploads.batches(per_page=BATCHES_OFFERED)
    return render_template("ledger.html", entries=entries, outcomes=OUTCOMES, batches=batches, **told, **_narrowed())


@pages.get("/stanje.json")
def state() -> Response:
    """Gives how the files stand as JSON, narrowed by ?niz=; see the head of this module."""
    answer = jsonify(progress_value(library().intake.progress(_under())))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/<int(max=2147483647):entry_id>")
def entry(entry_id: int) -> ResponseReturnValue:
    """Gives all that has happened to one file. Raises NotFound."""
    found = library().intake.entry(entry_id)
    told = {"progress": library().intake.progress(), "batch_id": _batch_of(found), "again": _again()}
    return render_template("ledger_entry.html", entry=found, **told)


@pages.post("/znova")
@takes(LONGEST_FORM)
def retry() -> ResponseReturnValue:
    """Lets files that failed be read again: the one `samo` names, the ones `vnos` names, with `vsi` all that are shown.

    Those of `niz` and `ime`, that is, whatever page they are on.
    """
    actor = Actor(staff().user.id, staff().user.name)
    alone = request.form.get("samo", "")
    named = [alone] if alone else request.form.getlist("vnos")
    ids = None if "vsi" in request.form and not alone else _ids(named)
    count = library().intake.retry(actor, _chosen() if ids is None else Chosen(under=_under()), ids=ids)
    if request.form.get("nazaj") == "vnos" and ids:
        return redirect(url_for("ledger.entry", entry_id=ids[0], znova=count), 303)
    narrowed: dict[str, Any] = {name: value for name, value in _narrowed().items() if value}
    return redirect(url_for("ledger.ledger", **narrowed, znova=count), 303)


def batch_progress(batch_id: int, state: BatchState) -> Progress:
    """Gives how the files of an upload stand, those too that have been announced and are still to come."""
    progress = library().intake.progress(BATCHES.format(batch_id))
    coming = sum(state.counts.get(stage, 0) for stage in STILL_COMING)
    return replace(progress, coming=coming, mark=f"{progress.mark}.{coming}.{state.announced}")


def progress_value(progress: Progress) -> dict[str, Any]:
    """Gives how files stand as JSON has it; see the head of this module."""
    return {
        "mark": progress.mark,
        "total": progress.total,
        "done": progress.done,
        "finished": progress.is_done,
        "percent": percent(progress),
        "said": progress_said(progress),
        "coming": progress.coming,
        "waiting": progress.waiting,
        "stored": progress.stored,
        "indexed": progress.indexed,
        "partly": progress.partly,
        "known": progress.known,
        "failed": progress.failed,
        "reading": list(progress.reading),
        "per_minute": round(progress.per_minute, 1),
        "rest": progress.rest,
        "changed": progress.changed.isoformat() if progress.changed else None,
        "at": progress.at.isoformat(),
    }


def can_retry(entry: LedgerEntry) -> bool:
    """Tells whether reading a file again is possible: it failed, and its original is kept."""
    return entry.outcome is Outcome.FAILED and bool(entry.sha256)


def is_documents_fault(entry: LedgerEntry) -> bool:
    """Tells whether the same file would fail again, because the reason lies in it."""
    return bool(entry.reason) and isinstance(error_for(entry.reason), DocumentError)


def register(app: Flask) -> None:
    """Gives `app` the pages of the ledger and the words they need."""
    app.register_blueprint(pages)
    ledgerwords.register(app)
    app.jinja_env.tests.update(can_retry=can_retry, documents_fault=is_documents_fault)
    waiting.tell_of(app, _lines)


def _lines() -> Iterator[waiting.Waiting | waiting.Room]:
    progress, address = library().intake.progress(), url_for("ledger.ledger")
    on_the_way = progress.waiting + progress.stored
    said = ngettext("%(num)s file is being taken in", "%(num)s files are being taken in", on_the_way)
    yield waiting.Waiting(said, on_the_way, address)
    failed = progress.failed
    said = ngettext("%(num)s file could not be read", "%(num)s files could not be read", failed)
    yield waiting.Waiting(said, failed, url_for("ledger.ledger", stanje="ni-uspelo"), is_urgent=True)
    yield waiting.Room(_("Ledger"), address, _("What has happened to each received file, and trying again."))


def _narrowed() -> dict[str, str]:
    """Gives the parameters that narrow the ledger, as the address or the form has them and as far as they mean any."""
    outcome, batch = request.values.get("stanje", ""), request.values.get("niz", "")
    name = one_line(request.values.get("ime", "")[:LONGEST_NAME])
    return {
        "stanje": outcome if outcome in OUTCOMES else "",
        "niz": batch if _BATCH.fullmatch(batch) else "",
        "ime": name,
    }


def _chosen() -> Chosen:
    narrowed = _narrowed()
    return Chosen(OUTCOMES.get(narrowed["stanje"]), _under(), narrowed["ime"])


def _under() -> str:
    batch = _narrowed()["niz"]
    return BATCHES.format(batch) if batch else ""


def _found(progress: Progress, outcome: Outcome | None) -> int:
    of = {
        Outcome.WAITING: progress.waiting,
        Outcome.READ: progress.stored + progress.indexed - progress.partly,
        Outcome.PARTLY: progress.partly,
        Outcome.KNOWN: progress.known,
        Outcome.FAILED: progress.failed,
        Outcome.ERASED: progress.erased,
    }
    return progress.total if outcome is None else of[outcome]


def _batch_of(entry: LedgerEntry) -> int | None:
    """Gives the upload that a file came with, None for a file from elsewhere."""
    found = _OF_BATCH.match(entry.origin)
    return int(found[1]) if found else None


def _ids(named: list[str]) -> list[int]:
    return [int(one) for one in named if one.isascii() and one.isdecimal() and len(one) < 10]


def _again() -> str:
    """Gives the sentence that tells how many files are read again, "" on a page that nobody came to from there."""
    told = request.args.get("znova", "")
    if not told.isascii() or not told.isdecimal() or len(told) > 7:
        return ""
    if int(told) == 0:
        return str(_("None of the chosen files can be read again."))
    said: str = ngettext(
        "%(count)s file will be read again.", "%(count)s files will be read again.", int(told), count=number(int(told))
    )
    return said
