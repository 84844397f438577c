"""How the service stands: a page for the staff at /delo/stanje/, and /healthz for machines that watch over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_timedelta
from flask import Blueprint, Flask, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from kb.library.standing import Backup, Disk, Failures, IndexStands, Queued, Report, Worker
from kb.web import context, waiting
from kb.web.context import library
from kb.web.words import file_size, number

pages = Blueprint("status", __name__)

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service as the page shows it: its name, whether it is well, what is known, what to do if not."""

    name: str
    is_well: bool
    facts: Facts
    advice: str = ""


def register(app: Flask) -> None:
    """Gives `app` these pages, and tells of what is not well where staff begin their work."""
    app.register_blueprint(pages)
    waiting.tell_of(app, _waiting)


@pages.get("/delo/stanje/")
def status() -> str:
    """Gives the page. Raises SignInNeeded, NotAllowed."""
    context.staff()
    report = library().standing.report()
    parts = tuple(_parts(report))
    return render_template("status.html", report=report, parts=parts, service=_service(report))


@pages.get("/healthz")
def health() -> ResponseReturnValue:
    """Gives {"status", "checks": {"store", "index", "disk", "worker"}}: 200 and "ok", or 503 and "unwell"."""
    found = library().standing.health()
    checks = {"store": found.store, "index": found.index, "disk": found.disk, "worker": found.worker}
    answer = jsonify(status="ok" if found.is_well else "unwell", checks=checks)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if found.is_well else 503


def _waiting() -> Iterator[waiting.Waiting | waiting.Room]:
    address = url_for("status.status")
    unwell = sum(not part.is_well for part in _parts(library().standing.report()))
    said = ngettext(
        "%(count)s part of the service needs attention", "%(count)s parts of the service need attention", unwell,
        count=number(unwell),
    )  # fmt: skip
    yield waiting.Waiting(said, unwell, address, is_urgent=True)
    yield waiting.Room(_("State of the service"), address, _("Queues, failures, disk, index, worker, backups."))


def _parts(report: Report) -> Iterator[Part]:
    yield _queues(report.queues, is_working=report.is_working)
    yield _failures(report.failures)
    yield _worker(report)
    yield _index(report.index, report.documents)
    yield _disk(report.disk)
    yield _backup(report.backup, report.at)


def _queues(queues: Iterable[Queued], *, is_working: bool) -> Part:
    names: dict[str, Callable[[], str]] = {
        "read": lambda: _("Wait to be read"),
        "convert": lambda: _("Wait to be converted from an old format"),
        "index": lambda: _("Wait for the index"),
        "cite": lambda: _("Wait to be looked through for citations"),
    }
    held = tuple(queues)
    facts = tuple((names[each.sort](), _queued(each)) for each in held)
    is_well = all(each.is_well for each in held)
    advice = _("Files have been waiting for long. The worker may be busy with a large batch, or has to be restarted.")
    return Part(_("Queues"), is_well, facts, "" if is_well or not is_working else advice)


def _queued(queued: Queued) -> str:
    if not queued.count:
        return str(_("none"))
    oldest = _("the oldest for %(time)s", time=_lasting(queued.oldest))
    return f"{number(queued.count)}, {oldest}"


def _failures(failures: Failures) -> Part:
    facts = ((_("Files that could not be read"), number(failures.count)),)
    advice = _("Files of the last days could not be read. The ledger says why, and what can be tried again.")
    return Part(_("Failures"), failures.is_well, facts, "" if failures.is_well else advice)


def _worker(report: Report) -> Part:
    facts = tuple((_host(worker), _heard(worker, report.at)) for worker in report.workers)
    advice = _("Nothing is read or indexed at present: no worker runs. Start “kb serve” or “kb worker” again.")
    nobody = ((_("Worker"), str(_("none was ever heard of"))),)
    return Part(_("Worker"), report.is_working, facts or nobody, "" if report.is_working else advice)


def _host(worker: Worker) -> str:
    host, _colon, process = worker.name.rpartition(":")[0].rpartition(":")
    return str(_("%(host)s, process %(process)s", host=host, process=process))


def _heard(worker: Worker, at: dt.datetime) -> str:
    heard = _ago(at - worker.heard)
    return str(_("works, heard %(ago)s", ago=heard) if worker.is_alive else _("ended, last heard %(ago)s", ago=heard))


def _index(index: IndexStands, documents: int) -> Part:
    facts = (
        (_("Materials in the index"), _("%(some)s of %(all)s", some=number(index.documents), all=number(documents))),
        (_("Passages in the index"), number(index.passages)),
        (_("Generation"), number(index.generation)),
        (_("Whole and up to date with this release"), str(_("yes") if index.is_current else _("no"))),
    )
    advice = _("The index is damaged or of another release. The worker builds it anew; until then hits may be missing.")
    return Part(_("Index"), index.is_well, facts, "" if index.is_well else advice)


def _disk(disk: Disk) -> Part:
    names: dict[str, str] = {
        "originals": _("Original files"),
        "database": _("Database"),
        "index": _("Index"),
        "pictures": _("Pictures of pages"),
        "uploads": _("Uploads that are under way"),
    }
    told = _("%(free)s of %(total)s", free=file_size(disk.free), total=file_size(disk.total))
    taken = ((names[each.name], "–" if each.size is None else file_size(each.size)) for each in disk.places)
    least = file_size(disk.least_free)
    advice = _("Less than %(least)s is free. Nothing is lost, but new files will soon be refused.", least=least)
    return Part(_("Disk"), disk.is_well, ((_("Free"), told), *taken), "" if disk.is_well else advice)


def _backup(backup: Backup, at: dt.datetime) -> Part:
    advice = _("Make a backup: “kb backup FILE”. A job that does so every night is described in docs/backup.md.")
    facts: Facts = ((_("Last backup"), str(_("none was ever made"))),)
    if backup.last is not None:
        name = Path(backup.last.path).name
        facts = (
            (_("Last backup"), _ago(at - backup.last.made)),
            (_("File"), f"{name} ({file_size(backup.last.size)})"),
        )
    return Part(_("Backup"), backup.is_well, facts, "" if backup.is_well else advice)


def _service(report: Report) -> Facts:
    return (
        (_("Materials"), number(report.documents)),
        (_("Passages"), number(report.passages)),
        (_("Release"), report.release),
        (_("Version of the tables"), report.schema),
        (_("Runs for"), _lasting(report.at - report.started)),
    )


def _lasting(time: dt.timedelta) -> str:
    return str(format_timedelta(time, threshold=1.5, locale=get_locale()))


def _ago(time: dt.timedelta) -> str:
    return str(format_timedelta(-time, threshold=1.5, add_direction=True, locale=get_locale()))
