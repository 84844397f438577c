"""The names a question may use for bodies, topics, kinds, years, dates and visibilities, and what they mean.

Names are compared folded; hyphens and spaces are the same: «komisija:okolje» finds «k-okolje», Komisija za okolje.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from kb.model import Named, Visibility
from kb.slovene.calendar import dates_in
from kb.slovene.fold import fold

_VISIBILITIES = {
    Visibility.PUBLIC: ("javno", "javni", "javna", "public"),
    Visibility.MEMBERS: ("clanice", "clani", "obcine", "members"),
    Visibility.BODY: ("komisija", "komisije", "organ", "organi", "body", "commission"),
    Visibility.STAFF: ("sekretariat", "osebje", "zaposleni", "staff", "secretariat"),
}
_YEARS = re.compile(r"(\d{4})?(\.{2,3}|…|-|–)?(\d{4})?")
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<month2>\d{1,2})(?:\. ?|/)(?P<year2>\d{4})")
_TO = re.compile(r" ?(?:\.{2,3}|…|–|—| - ) ?")
_WORDS = re.compile(r"[^\W_]+")

Days = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; None is an open end."""


@dataclass(frozen=True, slots=True)
class Names:
    """The bodies, topics and kinds that a question can name."""

    bodies: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()
    kinds: tuple[Named, ...] = ()

    def find(self, field: str, value: str) -> tuple[int, ...]:
        """Gives the ids, ascending, of what `value` names among "body", "topic" or "kind"; empty for nothing.

        A whole slug or name wins; then those with all the words of the value; then those where each word of the
        value begins a word.
        """
        rows = {"body": self.bodies, "topic": self.topics, "kind": self.kinds}[field]
        asked = _words(value)
        if not asked:
            return ()
        spoken = [(row.id, [_words(name) for name in (row.slug, row.name_sl, row.name_en) if name]) for row in rows]
        for holds in (_same, _has_words, _has_beginnings):
            if found := sorted({row_id for row_id, names in spoken if any(holds(asked, name) for name in names)}):
                return tuple(found)
        return ()


def visibility_named(value: str) -> Visibility | None:
    """Gives the visibility that a Slovene or English word names: «članice», "members" → members."""
    word = fold(value)
    return next((visibility for visibility, words in _VISIBILITIES.items() if word in words), None)


def years_named(value: str) -> tuple[int | None, int | None] | None:
    """Gives the first and last year of «2018», «2018..2020», «2018..», «..2020»; None for anything else.

    >>> years_named("2020..2018")
    (2018, 2020)
    """
    found = _YEARS.fullmatch(value)
    if not found or not (found[1] or found[3]):
        return None
    first, last = (int(year) if year else None for year in (found[1], found[3]))
    if not found[2]:
        return (first, first) if first and last is None else None
    if first is not None and last is not None and first > last:
        return last, first
    return first, last


def dates_named(value: str) -> Days | None:
    """Gives first and last day of a day, a month, a year, or of a span of them; None for anything else.

    >>> dates_named("1.5.2024"), dates_named("februar 2024..")
    ((datetime.date(2024, 5, 1), datetime.date(2024, 5, 1)), (datetime.date(2024, 2, 1), None))
    """
    if years := years_named(value):
        first, last = years
        return _span(_year(first) if first else None, _year(last) if last else None)
    first_text, *others = _TO.split(value.strip(), maxsplit=1)
    texts = (first_text, *others)
    spans = [_one_date(text) if text else None for text in texts]
    if not any(spans) or any(text and span is None for text, span in zip(texts, spans, strict=True)):
        return None
    return _span(spans[0], spans[-1])


def _span(first: Days | None, last: Days | None) -> Days | None:
    """Gives the days from one span to another, whichever is earlier; None where both are missing."""
    if first and last:
        return min(first, last)[0], max(first, last, key=lambda days: days[1] or dt.date.max)[1]
    return (first[0] if first else None, last[1] if last else None) if first or last else None


def _one_date(text: str) -> Days | None:
    if found := _MONTH.fullmatch(text):
        parts = found.groupdict()
        return _month(int(parts["year"] or parts["year2"]), int(parts["month"] or parts["month2"]))
    if text.isdecimal() and len(text) == 4:
        return _year(int(text))
    for written in dates_in(text):
        if (written.start, written.end) in ((0, len(text)), (0, len(text.rstrip(".")))):
            day = written.day
            return _month(day.year, day.month) if written.is_month else (day, day)
    return None


def _year(year: int) -> Days | None:
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None


def _month(year: int, month: int) -> Days | None:
    if not (year and 1 <= month <= 12):
        return None
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _same(asked: list[str], name: list[str]) -> bool:
    return asked == name


def _has_words(asked: list[str], name: list[str]) -> bool:
    return set(asked) <= set(name)


def _has_beginnings(asked: list[str], name: list[str]) -> bool:
    return all(any(word.startswith(beginning) for word in name) for beginning in asked)
