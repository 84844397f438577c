"""The names of a law after the Akoma Ntoso Naming Convention: as a work, as one text of it, as a file.

A work is «/akn/si/act/2006/2006-01-6040» by its SOP number, where that is known; else «/akn/si/act/2021/zvop-2» by
its acronym, which is unique in the register as a number of the gazette is not: several acts share an issue.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from kb.legislation.register import Act
from kb.legislation.versions import year_of
from kb.slovene.fold import fold

MEDIA_TYPE = "application/akn+xml"
LANGUAGES = {"sl": "slv", "en": "eng"}
_LONGEST_NAME = 80
_SORTS = frozenset(
    {
        *("ustava", "zakonik", "zakon", "resolucija", "uredba", "odlok", "statut", "poslovnik", "pravilnik"),
        *("odredba", "navodilo", "sklep", "tarifa"),
    }
)
_NO_NAME = "brez-naslova"


class Sort(StrEnum):
    """What a text is: an act, one that changes another, the text of an act with its changes, a bill; or no law."""

    ACT = "act"
    AMENDING = "amending"
    CONSOLIDATED = "consolidated"
    BILL = "bill"
    DOC = "doc"

    @property
    def element(self) -> str:
        """Gives the name of the element that holds such a text."""
        return "act" if self in (Sort.AMENDING, Sort.CONSOLIDATED) else self.value


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is known of a text beside its words: `made` is the day of the export, `act` its row of the register.

    `dated` is the day of this text, `adopted` that of the act itself, `gazette` the number it was published in,
    «139/06», on `published`. `address` is the page it is shown at, `amended_by` the acts that have changed it, the
    oldest first, each with its day.
    """

    sort: Sort
    made: dt.date
    act: Act | None = None
    dated: dt.date | None = None
    adopted: dt.date | None = None
    gazette: str = ""
    published: dt.date | None = None
    is_official: bool = False
    language: str = "sl"
    address: str = ""
    amended_by: tuple[tuple[Act, dt.date | None], ...] = ()

    @property
    def first_day(self) -> tuple[dt.date, str]:
        """Gives the day of the work and what of it that day is: adopted, published; only its year; that of the export.

        A year is written as its first day, since the schema wants one.
        """
        year = year_of(self.gazette or (self.act.number if self.act else ""))
        known = ((self.adopted, "adopted"), (self.published, "published"))
        days = [(day, name) for day, name in known if day]
        if year and not days:
            return dt.date(year, 1, 1), "year"
        return next(iter(days), (self.dated or self.made, "version" if self.dated else "export"))

    @property
    def tongue(self) -> str:
        """Gives the language in three letters: "slv"."""
        return LANGUAGES.get(self.language, "und")


def work_uri(act: Act) -> str:
    """Gives the name of an act of the register as a work.

    >>> work_uri(Act("ZORed", "Zakon o občinskem redarstvu", "139/06", sop="2006-01-6040"))
    '/akn/si/act/2006/2006-01-6040'
    >>> work_uri(Act("ZVOP-2", "Zakon o varstvu osebnih podatkov", "163/22"))
    '/akn/si/act/2022/zvop-2'
    """
    year = int(act.sop[:4]) if act.sop else year_of(act.number)
    return f"/akn/si/act/{year or '0001'}/{act.sop or named(act.acronym)}"


def work_of(imprint: Imprint, title: str, acronym: str) -> str:
    """Gives the name of the work that a text is of, by the register, else by its own acronym or title."""
    if imprint.act and imprint.sort is not Sort.BILL:
        return work_uri(imprint.act)
    day, _ = imprint.first_day
    date = f"{day:%Y-%m-%d}" if imprint.sort in (Sort.BILL, Sort.DOC) else f"{day:%Y}"
    return f"/akn/si/{imprint.sort.element}/{date}/{named(acronym or title)}"


def expression_uri(work: str, imprint: Imprint) -> str:
    """Gives the name of one text of a work: «…/slv@» as adopted, «…/slv@2017-02-24» as it was on a day.

    A consolidated text of which the day is not known is «…/slv».
    """
    day = imprint.dated if imprint.sort is Sort.CONSOLIDATED else ""
    return f"{work}/{imprint.tongue}" if day is None else f"{work}/{imprint.tongue}@{day}"


def sort_of(title: str) -> str:
    """Gives what an act calls itself: «Gradbeni zakon» → "zakon", «Ustava Republike Slovenije» → "ustava"."""
    return next((word for word in title.lower().split()[:20] if word in _SORTS), "predpis")


def named(text: str) -> str:
    """Gives a text as a part of an address: «Zakon o vodi» → "zakon-o-vodi"."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(text[: 4 * _LONGEST_NAME]))
    return name.strip("-")[:_LONGEST_NAME].strip("-") or _NO_NAME
