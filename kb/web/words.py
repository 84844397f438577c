"""How values are written on a page, in its language: dates, numbers, sizes, locators and names of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _

from kb.library import Remark
from kb.model import Locator, Named, Visibility
from kb.slovene.dates import written
from kb.slovene.order import sort_key
from kb.web import language

_FORMATS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.presentation": "ODP",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.ms-powerpoint": "PPT",
    "application/vnd.ms-outlook": "MSG",
    "application/epub+zip": "EPUB",
    "application/msword": "DOC",
    "application/rtf": "RTF",
    "application/zip": "ZIP",
    "message/rfc822": "EML",
    "text/html": "HTML",
    "text/markdown": "MD",
    "text/plain": "TXT",
}
HERE = "Europe/Ljubljana"
"""The time zone of hours on the pages."""

_HOURS = {"sl": "d. M. y 'ob' HH.mm", "en": "d MMMM y, HH:mm"}
_SECONDS = {"sl": ".ss", "en": ":ss"}
_SIZES = ((1024**3, "GB"), (1024**2, "MB"), (1024, "kB"))


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse({"en": "en_GB"}.get(code, code))


def date(day: dt.date) -> str:
    """Gives the day as people write it: «22. 11. 2026», "22 November 2026"."""
    if language.current() == "sl":
        return written(day)
    return format_date(day, format="long", locale=_locale(language.current()))


def hour(at: dt.datetime) -> str:
    """Gives a moment by the clocks of Slovenia: «22. 11. 2026 ob 19.04», "22 November 2026, 19:04"."""
    return _at(at, _HOURS[language.current()])


def moment_exactly(at: dt.datetime) -> str:
    """Gives a moment with its second, by the clocks of Slovenia: «22. 11. 2026 ob 19.04.12»."""
    return _at(at, _HOURS[language.current()] + _SECONDS[language.current()])


def _at(moment: dt.datetime, form: str) -> str:
    return format_datetime(moment, form, tzinfo=get_timezone(HERE), locale=_locale(language.current()))


def number(value: float) -> str:
    """Gives the number with the marks of the language: «1.234,5», "1,234.5"."""
    if isinstance(value, int) and 0 <= value < 1000:  # most numbers of a page, a hundred times as fast
        return str(value)
    return format_decimal(value, locale=_locale(language.current()))


def file_size(count: int) -> str:
    """Gives a count of bytes for people, in units of 1,024: 1536 → «1,5 kB», 12 → «12 B»."""
    for unit, name in _SIZES:
        if count >= unit:
            amount = count / unit
            return f"{number(round(amount, 1) if amount < 100 else round(amount))} {name}"
    return f"{count} B"


def place(locator: Locator) -> str:
    """Gives the address of a passage with a capital at its front: «Prosojnica 12», «14. člen», "Article 14"."""
    label = locator.label(language.current())
    return label[:1].upper() + label[1:]


def name(thing: Named) -> str:
    """Gives the name of a body, topic or kind in the language of the page."""
    return thing.name(language.current())


def by_name(things: Iterable[Named]) -> list[Named]:
    """Gives bodies or topics in the Slovene order of their names."""
    return sorted(things, key=lambda thing: sort_key(name(thing)))


def language_name(code: str) -> str:
    """Gives the name of a language by its code, the code itself where it is unknown: "en" → «angleščina»."""
    return str(_locale(language.current()).languages.get(code, code))


def format_name(media_type: str, file_name: str = "") -> str:
    """Gives the short name of a file format, from the name of the file where the media type is unfamiliar."""
    return _FORMATS.get(media_type) or PurePath(file_name).suffix.lstrip(".").upper() or media_type


def access_name(visibility: Visibility) -> str:
    """Gives who may see a document of this visibility."""
    names: dict[Visibility, str] = {
        Visibility.PUBLIC: _("Public"),
        Visibility.MEMBERS: _("Members only"),
        Visibility.BODY: _("Members of the body only"),
        Visibility.STAFF: _("Secretariat only"),
    }
    return names[visibility]


def act_status(status: str) -> str:
    """Gives how an act stands, as the register has it, in the language of the page."""
    names: dict[str, str] = {
        "velja": _("in force"),
        "delno velja": _("partly in force"),
        "nadomeščen": _("replaced"),
    }
    return names.get(status, status)


def remark_text(remark: Remark) -> str:
    """Gives the sentence for what of a question was read otherwise than typed."""
    sentences: dict[str, str] = {
        "terms-left-out": _("The question is long: only the first %(value)s words were used.", value=remark.value),
        "unknown-body": _("There is no body “%(value)s”, so the results are not narrowed by it.", value=remark.value),
        "unknown-topic": _("There is no topic “%(value)s”, so the results are not narrowed by it.", value=remark.value),
        "unknown-kind": _(
            "There is no type of material “%(value)s”, so the results are not narrowed by it.", value=remark.value
        ),
        "unknown-year": _("“%(value)s” is not a year, so the results are not narrowed by it.", value=remark.value),
        "unknown-date": _("“%(value)s” is not a date, so the results are not narrowed by it.", value=remark.value),
        "parentheses-left-out": _("The question has too many parentheses in one another; they were left out."),
        "read-as-near": _(
            "“%(value)s” was read as a condition: the words beside it stand near one another. To search for the word "
            "itself, put it in quotes.",
            value=remark.value,
        ),
        "forms-left-out": _(
            "Many words begin with “%(value)s”; not all of them were searched for. Type more letters.",
            value=remark.value,
        ),
        "index-renewed": _("The search index is being rebuilt; until it is done, some results may be missing."),
        "unknown-visibility": _(
            "There is no access “%(value)s”, so the results are not narrowed by it.", value=remark.value
        ),
    }
    return sentences.get(remark.key, remark.value)


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters."""
    named = (name, by_name, language_name, format_name, access_name, act_status)
    for word in (date, number, file_size, place, *named, remark_text):
        app.jinja_env.filters[word.__name__] = word
