"""What dossiers say on a page: names of sorts and stages, how a deadline stands, what is wrong with a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Flask, g, request
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from kb.legislation.comparison import Status
from kb.library.affairs.dossiers import Due, DueState, is_over
from kb.model import Body, Document, Dossier, DossierStage, Topic
from kb.model.dossiers import StepFault, WrongStep
from kb.slovene.workdays import is_workday
from kb.web.context import library, reader_of
from kb.web.words import date

SORTS = ("bill", "regulation", "other")
IN_PROCEDURE = ("bill", "regulation")
"""The sorts that are legislation in procedure."""

Place = TypeVar("Place", Body, Topic)


def stage_name(stage: DossierStage) -> str:
    """Gives the name of a stage: «v usklajevanju»."""
    names: dict[DossierStage, str] = {
        DossierStage.RECEIVED: pgettext("stage", "received"),
        DossierStage.CONSULTATION: pgettext("stage", "in consultation"),
        DossierStage.POSITION: pgettext("stage", "position adopted"),
        DossierStage.SENT: pgettext("stage", "position sent"),
        DossierStage.PARLIAMENT: pgettext("stage", "in parliament"),
        DossierStage.ADOPTED: pgettext("stage", "adopted"),
        DossierStage.WITHDRAWN: pgettext("stage", "withdrawn"),
    }
    return names[stage]


def dossier_sort(sort: str) -> str:
    """Gives the name of a sort of dossier: «predlog zakona»."""
    names: dict[str, str] = {
        "bill": pgettext("dossier", "bill"),
        "regulation": pgettext("dossier", "draft regulation"),
        "other": pgettext("dossier", "other matter"),
    }
    return names.get(sort, sort)


def due_text(due: Due) -> str:
    """Gives how a deadline stands: «Rok se izteče 3. 3. 2026, še 2 delovna dneva.»; "" where there is none."""
    if due.day is None:
        return ""
    day = date(due.day)
    if due.state is DueState.MET:
        return str(_("The deadline of %(day)s is met.", day=day))
    if due.state is DueState.OVERDUE:
        return _gone(due.left, day)
    if due.left == 0:
        return _no_day_left(due, day)
    return str(
        ngettext(
            "The deadline is %(day)s, in %(num)s working day.",
            "The deadline is %(day)s, in %(num)s working days.",
            due.left,
            day=day,
        )
    )


def _gone(days: int, day: str) -> str:
    if days == 0:
        return str(_("The deadline has gone: it was %(day)s.", day=day))
    return str(
        ngettext(
            "The deadline has gone: it was %(day)s, %(num)s working day ago.",
            "The deadline has gone: it was %(day)s, %(num)s working days ago.",
            days,
            day=day,
        )
    )


def _no_day_left(due: Due, day: str) -> str:
    if due.day == library().affairs.dossiers.today():
        return str(_("The deadline is today, %(day)s.", day=day))
    return str(_("The deadline is %(day)s; there is no working day before it.", day=day))


def due_flag(due: Due) -> str:
    """Gives the short word of a deadline that asks for attention: «rok je potekel», «rok je blizu»; "" for others."""
    flags: dict[DueState, str] = {
        DueState.OVERDUE: _("deadline gone"),
        DueState.NEAR: _("deadline near"),
    }
    return flags.get(due.state, "")


def step_fault(wrong: WrongStep) -> str:
    """Gives what is wrong with a step, in a sentence for the person who typed it."""
    beside = wrong.beside
    told = {"stage": stage_name(beside.stage) if beside else "", "day": date(beside.day) if beside else ""}
    sentences: dict[StepFault, str] = {
        StepFault.FUTURE: _("This day has not come yet. Enter the step when it has happened."),
        StepFault.BEFORE_RECEIPT: _("No step can be before the receipt (here: %(stage)s, %(day)s).", **told),
        StepFault.AFTER_END: _(
            "The matter has ended (%(stage)s, %(day)s), so nothing can follow. If that is a mistake, take that step "
            "back first.",
            **told,
        ),
        StepFault.END_BEFORE: _(
            "The matter cannot end before its last step (%(stage)s, %(day)s). Check the days.", **told
        ),
        StepFault.TWICE: _("This step has been entered already (%(stage)s, %(day)s).", **told),
        StepFault.FIRST: _("A matter has one receipt, its first step (%(day)s).", **told),
    }
    return sentences[wrong.fault]


def not_free(reason: str) -> str:
    """Gives why a dossier cannot be put into the trash."""
    belonging = {
        "comments": _("Municipalities have sent comments on this dossier, so it cannot be put into the trash."),
        "positions": _("There is a position on this dossier, so it cannot be put into the trash."),
    }
    instead = _("If the matter is over, enter the step with which it ended.")
    return f"{belonging[reason]} {instead}"


def article_change(status: Status) -> str:
    """Gives what becomes of an article that a text changes."""
    names: dict[Status, str] = {
        Status.CHANGED: pgettext("article", "changed"),
        Status.NEW: pgettext("article", "new"),
        Status.DELETED: pgettext("article", "deleted"),
        Status.MOVED: pgettext("article", "moved"),
    }
    return names.get(status, "")


def in_front(text: str) -> str:
    """Gives words with a capital letter at their front: «v Državnem zboru» → «V Državnem zboru»."""
    return f"{text[:1].upper()}{text[1:]}"


# --- what templates ask ---


def due_of(dossier: Dossier) -> Due:
    """Gives how the deadline of a dossier stands today."""
    return library().affairs.dossiers.due(dossier)


def dossier_bodies(dossier: Dossier) -> list[Body]:
    """Gives the bodies of a dossier, the one that leads first."""
    return _chosen("bodies", library().registers.bodies, dossier.bodies)


def dossier_topics(dossier: Dossier) -> list[Topic]:
    """Gives the topics of a dossier."""
    return _chosen("topics", library().registers.topics, dossier.topics)


def ended_bodies(dossier: Dossier) -> list[Body]:
    """Gives the bodies of an open dossier that are no more."""
    today = library().affairs.dossiers.today()
    return [body for body in dossier_bodies(dossier) if is_over(body, today)] if dossier.is_open else []


def document_of(documents: dict[int, Document], document_id: int | None) -> Document | None:
    """Gives the document with an id, None where there is none that the reader may see."""
    return documents.get(document_id or 0)


def open_dossiers_of(acronym: str) -> tuple[Dossier, ...]:
    """Gives the open dossiers that would change an act or bring it, the nearest deadline first."""
    return library().affairs.dossiers.all(reader=reader_of(request), act=acronym, is_open=True)


def is_day_off(day: dt.date) -> bool:
    """Tells whether nobody works on a day."""
    return not is_workday(day)


def _chosen(name: str, rows: Callable[[], Iterable[Place]], slugs: Iterable[str]) -> list[Place]:
    """Gives the rows of a register that have these slugs; the register is asked once a page."""
    kept = g.setdefault("kb_dossier_places", {})
    if name not in kept:
        kept[name] = {row.slug: row for row in rows()}
    return [kept[name][slug] for slug in slugs if slug in kept[name]]


def register(app: Flask) -> None:
    """Gives the templates of `app` these words."""
    for word in (stage_name, dossier_sort, due_text, due_flag, article_change, in_front):
        app.jinja_env.filters[word.__name__] = word
    for asked in (
        due_of,
        dossier_bodies,
        dossier_topics,
        ended_bodies,
        document_of,
        open_dossiers_of,
        is_day_off,
    ):
        app.jinja_env.globals[asked.__name__] = asked
    app.jinja_env.globals.update(dossier_stages=tuple(DossierStage), dossier_sorts=SORTS)
