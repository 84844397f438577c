"""The forms of a dossier and of a step: what was typed into them, what it means, and what of it cannot be used.

    form = form.shown(dossier)                           # as it is kept
    form = form.told(request.form, dossier)              # as it was sent
    if form.is_right: ... form.dossier

A deadline is a day or a number of working days from the receipt, never both. One that has gone already is taken only
from somebody who says so: `asks_about_past` tells that the form has to ask.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.library.affairs.dossiers import MOST_WORKING_DAYS
from kb.library.choices import Choices
from kb.model import Dossier, DossierStage, DossierStep, Visibility
from kb.slovene.dates import read_date, written
from kb.slovene.normal import tidy
from kb.slovene.workdays import workday_after
from kb.web.affairs.choosing import Chosen, chosen, kept
from kb.web.affairs.dossiers.words import SORTS
from kb.web.context import library
from kb.web.questions import one_line
from kb.web.words import date

LONGEST_LINE = 500
LONGEST_SHORT = 40
LONGEST_ABOUT = 20_000
LONGEST_REMARK = 5_000
FIRST_YEAR = 1990

_SHORT = {"predpis": "act", "eva": "eva", "epa": "epa"}
_FORMS = {"eva": re.compile(r"\d{4}-\d{4}-\d{4}"), "epa": re.compile(r"\d{1,5}-[IVXL]{1,7}")}
_TEXTS = {"naslov": "title", "ministrstvo": "ministry", "opis": "about", **_SHORT}


@dataclass(frozen=True, slots=True)
class DossierForm:
    """A form: the dossier that it means (what is faulty stays as it was), its texts as typed, a sentence a fault."""

    dossier: Dossier
    typed: Mapping[str, str]
    text: Chosen
    faults: Mapping[str, str] = field(default_factory=dict)
    asks_about_past: bool = False

    @property
    def is_right(self) -> bool:
        """Tells whether all of it can be kept."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class StepForm:
    """A form of a step, as DossierForm is one of a dossier; `step` is None where it means none."""

    typed: Mapping[str, str]
    document: Chosen
    faults: Mapping[str, str] = field(default_factory=dict)
    step: DossierStep | None = None


def shown(dossier: Dossier) -> DossierForm:
    """Gives the form that shows a dossier as it is kept; a deadline that was counted shows its working days."""
    by_day = dossier.deadline and not dossier.working_days
    typed = {
        **{name: getattr(dossier, attribute) for name, attribute in _TEXTS.items()},
        "prejeto": written(dossier.received) if dossier.id else "",
        "rok": written(dossier.deadline) if dossier.deadline and by_day else "",
        "delovnih-dni": str(dossier.working_days or ""),
    }
    return DossierForm(dossier, typed, kept(dossier.text_id))


def told(sent: MultiDict[str, str], before: Dossier, choices: Choices) -> DossierForm:
    """Gives the form as it was sent. What cannot be used is a fault of its field; nothing typed is lost."""
    read = _Read(sent, before, choices)
    told = read.dossier()
    return DossierForm(told, read.typed, read.text, read.faults, read.asks_about_past)


class _Read:
    """Reads the fields of a form that was sent, and gathers what is wrong with them."""

    def __init__(self, sent: MultiDict[str, str], before: Dossier, choices: Choices) -> None:
        self._sent = sent
        self._before = before
        self._choices = choices
        self._today = library().affairs.dossiers.today()
        self.faults: dict[str, str] = {}
        self.typed = {name: tidy(sent.get(name, "")) if name == "opis" else self._line(name) for name in _TEXTS}
        self.typed |= {name: self._line(name) for name in ("prejeto", "rok", "delovnih-dni")}
        self.text = chosen("besedilo", sent, before.text_id)
        self.asks_about_past = False

    def dossier(self) -> Dossier:
        """Gives the dossier that the form means."""
        self._check_texts()
        bodies, topics = self._bodies(), self._slugs("podrocje")
        access = self._sent.get("dostop", "")
        visibility = Visibility(access) if access in set(Visibility) else self._before.visibility
        if visibility is Visibility.BODY and not bodies:
            self.faults["nosilec"] = _("Choose at least one body, or nobody but the secretariat will see it.")
        if not self.text.is_right:
            self.faults["besedilo"] = self.text.fault
        texts: dict[str, Any] = {attribute: self.typed[name] for name, attribute in _TEXTS.items()}
        told = replace(
            self._before,
            **texts,
            sort=self._sent.get("vrsta", "") if self._sent.get("vrsta", "") in SORTS else self._before.sort,
            bodies=bodies,
            topics=topics,
            visibility=visibility,
            text_id=self.text.document_id,
            received=self._received(),
        )
        return self._with_deadline(told)

    def _check_texts(self) -> None:
        longest = {"opis": LONGEST_ABOUT, **dict.fromkeys(_SHORT, LONGEST_SHORT)}
        for name in _TEXTS:
            most = longest.get(name, LONGEST_LINE)
            if len(self.typed[name]) > most:
                self.faults[name] = _("The text is too long: at most %(count)s characters.", count=most)
        if not self.typed["naslov"]:
            self.faults["naslov"] = _("Write a title, so that the dossier can be found and told from others.")
        for name, form in _FORMS.items():
            if self.typed[name] and not form.fullmatch(self.typed[name]):
                self.faults[name] = _("The form is another one, e.g. EVA 2018-2030-0045, EPA 1428-IX.")

    def _received(self) -> dt.date:
        day = read_date(self.typed["prejeto"])
        steps = self._before.steps
        if day is None or day.year < FIRST_YEAR:
            self.faults["prejeto"] = _("Enter the date as 22. 11. 2026.")
        elif day > self._today:
            self.faults["prejeto"] = _("This day has not come yet.")
        elif len(steps) > 1 and steps[1].day < day:
            self.faults["prejeto"] = _("The dossier has an earlier step (%(day)s).", day=date(steps[1].day))
        else:
            return day
        return self._before.received

    def _with_deadline(self, dossier: Dossier) -> Dossier:
        day, days = self.typed["rok"], self.typed["delovnih-dni"]
        if day and days:
            self.faults["rok"] = _("Enter the day of the deadline or the number of working days, not both.")
            return dossier
        if days and not (days.isascii() and days.isdecimal() and 0 < int(days[:9]) <= MOST_WORKING_DAYS):
            self.faults["delovnih-dni"] = _("Enter a number from 1 to %(most)s.", most=MOST_WORKING_DAYS)
            return dossier
        deadline = workday_after(dossier.received, int(days)) if days else read_date(day)
        if (day and deadline is None) or (deadline and deadline.year > self._today.year + 20):
            self.faults["rok"] = _("Enter the date as 22. 11. 2026.")
            return dossier
        told = replace(dossier, deadline=deadline, working_days=int(days) if days else None)
        self._check_past(told, "delovnih-dni" if days else "rok")
        return told

    def _check_past(self, told: Dossier, name: str) -> None:
        """Asks about a deadline that has gone when it is entered; one that was kept before is not asked about again."""
        if told.deadline is None or "prejeto" in self.faults:
            return
        if told.deadline < told.received:
            self.faults[name] = _("The deadline cannot be before the receipt.")
        elif told.deadline < self._today and told.deadline != self._before.deadline:
            self.asks_about_past = True
            if self._sent.get("rok-je-potekel", "") != "1":
                self.faults[name] = _(
                    "This deadline has gone already (%(day)s). If it is right, confirm it below.",
                    day=date(told.deadline),
                )

    def _bodies(self) -> tuple[str, ...]:
        lead = self._sent.get("nosilec", "")
        known = {each.slug for each in self._choices.bodies}
        if lead and lead not in known:
            self.faults["nosilec"] = _("What was chosen is no longer there. Choose again.")
            return self._before.bodies
        others = self._slugs("organ")
        return tuple(dict.fromkeys((*([lead] if lead else ()), *others)))

    def _slugs(self, name: str) -> tuple[str, ...]:
        rows = self._choices.bodies if name == "organ" else self._choices.topics
        sent = tuple(dict.fromkeys(slug for slug in self._sent.getlist(name) if slug))
        if not set(sent) <= {each.slug for each in rows}:
            self.faults[name] = _("What was chosen is no longer there. Choose again.")
            return self._before.bodies if name == "organ" else self._before.topics
        return sent

    def _line(self, name: str) -> str:
        return one_line(self._sent.get(name, "")[: LONGEST_LINE * 4])


# --- a step ---


def shown_step(step: DossierStep | None, steps: Sequence[DossierStep]) -> StepForm:
    """Gives the form that shows a step, a new one for None: then with the stage that usually follows."""
    if step is None:
        stages = list(DossierStage)
        following = stages[min(stages.index(steps[-1].stage) + 1, stages.index(DossierStage.ADOPTED))]
        return StepForm({"stopnja": following.value, "dan": "", "opomba": ""}, Chosen())
    typed = {"stopnja": step.stage.value, "dan": written(step.day), "opomba": step.remark}
    return StepForm(typed, kept(step.document_id), step=step)


def told_step(sent: Mapping[str, str], before: DossierStep | None) -> StepForm:
    """Gives the form of a step as it was sent, with the step where nothing is wrong with its fields."""
    typed = {name: one_line(sent.get(name, "")[:LONGEST_LINE]) for name in ("stopnja", "dan")}
    typed["opomba"] = tidy(sent.get("opomba", ""))
    document = chosen("gradivo", sent, before.document_id if before else None)
    day, faults = read_date(typed["dan"]), {}
    if typed["stopnja"] not in set(DossierStage):
        faults["stopnja"] = _("What was chosen is no longer there. Choose again.")
    if day is None or day.year < FIRST_YEAR:
        faults["dan"] = _("Enter the date as 22. 11. 2026.")
    if not document.is_right:
        faults["gradivo"] = document.fault
    if len(typed["opomba"]) > LONGEST_REMARK:
        faults["opomba"] = _("The text is too long: at most %(count)s characters.", count=LONGEST_REMARK)
    if faults or day is None:
        return StepForm(typed, document, faults)
    step_id = before.id if before else 0
    step = DossierStep(step_id, DossierStage(typed["stopnja"]), day, document.document_id, typed["opomba"])
    return StepForm(typed, document, step=step)
