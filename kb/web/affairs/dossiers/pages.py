"""The pages of dossiers that everybody sees as far as they may: /zadeve/, /zadeve/12."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.errors import NotFound
from kb.library import Act
from kb.model import Dossier, DossierStage, Event, Position, Reader, RecordSort, Visibility
from kb.web.affairs import calendar
from kb.web.affairs.dossiers import against
from kb.web.affairs.dossiers.words import IN_PROCEDURE
from kb.web.context import library, reader_of
from kb.web.paging import turned
from kb.web.questions import one_line, page_of
from kb.web.records import witnessed

LONGEST_ACT = 40
ON_PAGE = 25
"""Dossiers of a year on a page of the archive."""

pages = Blueprint("dossiers", __name__, url_prefix="/zadeve")

_DOSSIER = "/<int(max=2147483647):dossier_id>"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; what an address cannot mean is left out."""

    body: str = ""
    topic: str = ""
    act: str = ""
    stage: DossierStage | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Gives the parameters of the address of the same list."""
        stage = self.stage.value if self.stage else ""
        told = {"organ": self.body, "podrocje": self.topic, "predpis": self.act, "stopnja": stage}
        return {name: text for name, text in told.items() if text}

    def narrowed(self, *, reader: Reader, is_open: bool) -> tuple[Dossier, ...]:
        """Gives the dossiers that are asked for."""
        found = library().affairs.dossiers.all(
            reader=reader, body=self.body, topic=self.topic, act=self.act, is_open=is_open
        )
        return tuple(each for each in found if self.stage in (None, each.stage))


@pages.get("/")
def dossiers() -> str:
    """Gives the open dossiers by deadline, legislation in procedure by stage, and a page of the archive of a year."""
    asked, reader = _asked(), reader_of(request)
    opened, closed = (asked.narrowed(reader=reader, is_open=is_open) for is_open in (True, False))
    years = Counter(each.steps[-1].day.year for each in closed)
    year = page_of(request.args.get("leto", ""))
    year = year if year in years else max(years, default=0)
    archived = [each for each in closed if each.steps[-1].day.year == year]
    shown, at = turned(archived, to=page_of(request.args.get("stran", "")), per_page=ON_PAGE)
    return render_template(
        "affairs/dossiers.html",
        asked_for=asked,
        opened=opened,
        in_procedure=[each for each in opened if each.sort in IN_PROCEDURE],
        archived=shown,
        **at._asdict(),
        years=sorted(years.items(), reverse=True),
        year=year,
        choices=library().keeping.choices(),
    )


@pages.get(_DOSSIER)
def dossier(dossier_id: int) -> str:
    """Gives a dossier: what it is, its steps, what it changes, what was said of it. Raises NotFound."""
    reader = reader_of(request)
    found = library().affairs.dossiers.get(dossier_id, reader=reader)
    if found.visibility is not Visibility.PUBLIC:
        witnessed(RecordSort.DOSSIER, found.id)
    documents = library().affairs.dossiers.documents([found], reader=reader)
    return render_template(
        "affairs/dossier.html",
        dossier=found,
        documents=documents,
        against=against.told(found, reader=reader),
        positions=_positions(found, reader),
        act=_act(found.act),
        takes_comments=library().affairs.dossiers.takes_comments(found),
    )


@pages.get("/roki.ics")
def calendar_of_all() -> Response:
    """Gives the deadlines that have to be met, for a calendar that follows them."""
    dossiers = library().affairs.dossiers
    waiting = [each for each in dossiers.all(reader=reader_of(request), is_open=True) if dossiers.due(each).is_waiting]
    return calendar.response(map(_in_calendar, waiting), name=_("Deadlines of dossiers"), file="roki.ics")


@pages.get(f"{_DOSSIER}/rok.ics")
def calendar_of_one(dossier_id: int) -> Response:
    """Gives the deadline of a dossier for a calendar. Raises NotFound, also where there is none."""
    found = library().affairs.dossiers.get(dossier_id, reader=reader_of(request))
    if found.deadline is None:
        raise NotFound(f"rok zadeve {dossier_id}")
    return calendar.response([_in_calendar(found)], name=found.title, file=f"rok-{found.id}.ics")


@pages.get(f"{_DOSSIER}/primerjava")
def comparison(dossier_id: int) -> ResponseReturnValue:
    """Leads to the text of a dossier beside the law in force. Raises NotFound where there is no such text."""
    reader = reader_of(request)
    found = library().affairs.dossiers.get(dossier_id, reader=reader)
    told = against.told(found, reader=reader)
    if told is None:
        raise NotFound(f"primerjava zadeve {dossier_id}")
    return redirect(told.address)


def _in_calendar(dossier: Dossier) -> calendar.Told:
    """Gives the deadline of a dossier as a whole day, the same one in a calendar when it is moved."""
    title = _("Deadline: %(title)s", title=dossier.title)
    day = Event(f"zadeva-{dossier.id}/rok", title, "rok", dossier.deadline, edition=dossier.edition)
    return calendar.Told(day, url_for("dossiers.dossier", dossier_id=dossier.id, _external=True))


def _asked() -> Asked:
    args, choices = request.args, library().keeping.choices()
    body, topic, stage = (args.get(name, "") for name in ("organ", "podrocje", "stopnja"))
    return Asked(
        body if any(body == each.slug for each in choices.bodies) else "",
        topic if any(topic == each.slug for each in choices.topics) else "",
        one_line(args.get("predpis", "")[:LONGEST_ACT]),
        DossierStage(stage) if stage in set(DossierStage) else None,
    )


def _act(acronym: str) -> Act | None:
    try:
        return library().registers.act(acronym) if acronym else None
    except NotFound:
        return None


def _positions(found: Dossier, reader: Reader) -> tuple[Position, ...]:
    return library().affairs.positions.all(reader=reader, dossier_id=found.id)
