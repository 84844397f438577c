"""What pages say of files on their way in: how far they are, why they failed, when it was, how long it will take."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from kb.errors import message_of
from kb.library.intake import Progress
from kb.model import LedgerEntry, LedgerStep, Outcome, Stage
from kb.web import language
from kb.web.words import date, hour, moment_exactly, number


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """Gives how long ago a moment was, of one more than a day ago the day: «pred 5 s», «pred 3 min», «pred 2 h»."""
    seconds = max(0, round((now - at).total_seconds()))
    if seconds < 60:
        said = _("%(num)s s ago", num=seconds)
    elif seconds < 3600:
        said = _("%(num)s min ago", num=seconds // 60)
    elif seconds < 24 * 3600:
        said = _("%(num)s h ago", num=seconds // 3600)
    else:
        said = date(at.date())
    return str(said)


def lasting(seconds: int) -> str:
    """Gives a time for people, no more exact than a guess can be: 8 → «manj kot minuta», 200 → «približno 3 min»."""
    if seconds < 60:
        return str(_("less than a minute"))
    minutes = round(seconds / 60)
    if minutes < 90:
        return str(_("about %(num)s min", num=minutes))
    return str(_("about %(num)s h", num=number(round(minutes / 60, 1))))


def standing(entry: LedgerEntry | LedgerStep) -> str:
    """Gives how a received file stands, in few words."""
    match entry.outcome:
        case Outcome.WAITING:
            return str(_("waits to be read"))
        case Outcome.KNOWN:
            return str(_("already in the collection"))
        case Outcome.FAILED:
            return str(_("failed"))
        case Outcome.ERASED:
            return str(_("erased for good"))
    names: dict[Stage, str] = {
        Stage.EXTRACTED: _("text read"),
        Stage.STORED: _("read, not in the search yet"),
        Stage.INDEXED: _("in the search"),
    }
    return names.get(entry.stage, str(_("kept")))


def step_name(step: LedgerStep) -> str:
    """Gives what has happened to a file."""
    if step.outcome is Outcome.KNOWN:
        return str(_("The same file is in the collection already."))
    if step.outcome is Outcome.FAILED:
        return str(_("It could not be read.") if step.stage is not Stage.ARRIVED else _("It could not be kept."))
    if step.outcome is Outcome.ERASED:
        return str(_("The material was erased for good; only this row is left of it."))
    if step.outcome is Outcome.WAITING and step.reason:
        return str(_("Reading did not work out; it will be tried again."))
    names: dict[Stage, str] = {
        Stage.ARRIVED: _("The file has come."),
        Stage.KEPT: _("The original is kept; the file waits to be read."),
        Stage.EXTRACTED: _("The text has been read."),
        Stage.STORED: _("The text is in the collection."),
        Stage.INDEXED: _("The material is found in a search."),
    }
    return names[step.stage]


def outcome_name(outcome: Outcome) -> str:
    """Gives the name of what became of files, for a choice among them."""
    names: dict[Outcome, str] = {
        Outcome.WAITING: _("Waiting"),
        Outcome.READ: _("Read"),
        Outcome.PARTLY: _("Read in part"),
        Outcome.KNOWN: _("Already in the collection"),
        Outcome.FAILED: pgettext("files", "Failed"),
        Outcome.ERASED: pgettext("files", "Erased for good"),
    }
    return names[outcome]


def reason_text(entry: LedgerEntry | LedgerStep) -> str:
    """Gives why a file failed, or why it is tried again, and what to do; "" where there is no reason."""
    return message_of(entry.reason, entry.detail, language.current()) if entry.reason else ""


def percent(progress: Progress) -> int:
    """Gives how much is done; 100 only when nothing more is to happen."""
    if progress.is_done:
        return 100
    return min(99, progress.done * 100 // progress.total)


def progress_said(progress: Progress) -> str:
    """Gives the sentence that tells how files stand: «Končanih je 120 od 200 datotek.»"""
    if not progress.total:
        return str(_("No files have come yet."))
    if progress.is_done:
        all_done: str = ngettext("%(count)s file, finished.", "%(count)s files, all finished.", progress.total,
                                 count=number(progress.total))  # fmt: skip
        return all_done
    said: str = ngettext(
        "%(done)s of %(count)s file is finished.", "%(done)s of %(count)s files are finished.", progress.total,
        done=number(progress.done), count=number(progress.total),
    )  # fmt: skip
    return said


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters."""
    words = (hour, moment_exactly, ago, lasting, standing, step_name, outcome_name, reason_text, percent, progress_said)
    for word in words:
        app.jinja_env.filters[word.__name__] = word
