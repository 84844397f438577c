"""Versions of acts: the texts of an act by date, and which of them is shown as the law in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.legislation.gazette import short_number
from kb.legislation.register import Act


class VersionSort(StrEnum):
    """What text of an act a version is."""

    ADOPTED = "adopted"
    CONSOLIDATED = "consolidated"
    AMENDING = "amending"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ActVersion:
    """A text of an act: the document that it is, its date and what is known of it.

    `act` is the acronym of the act that is told or changed; `amending` that of the act that changes it, «ZORed-A», for
    an amending act and for the draft of one, else "" or where nobody has told it; `is_change` is true of both.
    `gazette` is its own number, «139/06», or "". A text `is_official` where it comes from the gazette; `address` is
    where the source has it, or "". `is_edited` tells that staff have said so.
    """

    id: int
    act: str
    sort: VersionSort
    dated: dt.date | None
    document_id: int
    gazette: str = ""
    is_official: bool = False
    amending: str = ""
    address: str = ""
    is_change: bool = False
    is_edited: bool = False

    @property
    def is_text(self) -> bool:
        """Tells whether this is a text of the act itself that is or was law: as adopted or consolidated."""
        return self.sort in (VersionSort.ADOPTED, VersionSort.CONSOLIDATED)


def oldest_first(versions: Iterable[ActVersion]) -> tuple[ActVersion, ...]:
    """Gives versions by their dates; undated ones stand before all others, so that none of them passes for newest."""
    return tuple(sorted(versions, key=lambda each: (each.dated or dt.date.min, each.id)))


def in_force(versions: Sequence[ActVersion]) -> ActVersion | None:
    """Gives the text that is shown where none is asked for: the newest consolidated one, else the one as adopted.

    `versions` are those of one act, oldest first. None where there is only what changes it.
    """
    texts = [each for each in versions if each.is_text]
    consolidated = [each for each in texts if each.sort is VersionSort.CONSOLIDATED]
    found = consolidated or texts
    return found[-1] if found else None


def not_in(text: ActVersion, act: Act, versions: Sequence[ActVersion]) -> tuple[str, ...]:
    """Gives the changes that a text surely does not have yet, «9/17 – ZORed-A», as the register lists them.

    For a text as adopted all the register knows; for a consolidated one of a known day those of later years, and
    amending acts in the collection that are dated later. Drafts change nothing.
    """
    later = [each for each in versions if each.sort is VersionSort.AMENDING and _is_later(each.dated, text.dated)]
    told = {each.gazette: each.amending or each.gazette for each in later if each.gazette or each.amending}
    found = []
    for number in act.numbers:
        is_own = number.number in (text.gazette, act.number)
        if not is_own and (number.number in told or _is_after(number.number, text)):
            found.append(str(number))
    listed = {short_number(each.split(" ")[0]) for each in found}
    found += [name for gazette, name in told.items() if gazette not in listed]
    return tuple(dict.fromkeys(found))


def _is_later(day: dt.date | None, other: dt.date | None) -> bool:
    return day is not None and other is not None and day > other


def _is_after(number: str, text: ActVersion) -> bool:
    if text.sort is VersionSort.ADOPTED:
        return True
    return text.dated is not None and year_of(number) > text.dated.year


def year_of(number: str) -> int:
    """Gives the year of a number of the gazette, «139/06» → 2006, «33/91» → 1991; 0 for no number."""
    _, _, year = number.partition("/")
    if not year.isdecimal():
        return 0
    return int(year) + (1900 if int(year) > 70 else 2000) if len(year) == 2 else int(year)
