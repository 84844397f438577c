"""The form of a document's metadata: its fields, what was typed into them, and what of it cannot be used.

    form = editing.shown(document.metadata)                               # as it is kept
    form = editing.told(request.form, document.metadata, choices)         # as it was sent
    if form.is_right: ... form.metadata

The template `editing.html` has the fields: `{{ metadata_fields(form, choices) }}`. The names of the fields are Slovene,
as in addresses. What a field cannot mean is a fault beside that field, in the reader's words; nothing typed is lost.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kb.library.choices import Choices
from kb.model import Metadata, Topic, Visibility
from kb.slovene.calendar import dates_in
from kb.slovene.dates import read_date, written
from kb.slovene.normal import tidy
from kb.slovene.order import sort_key
from kb.web import language

LONGEST_LINE = 500
LONGEST_SPEAKER = 200
MOST_SPEAKERS = 50
FIRST_YEAR, LAST_YEAR = 1900, 2100
LANGUAGES = ("sl", "en", "de", "it", "hu", "hr")
"""Languages that materials are in; one that a document has already is offered too."""

FIELDS = {
    "naslov": "title",
    "vrsta": "kind",
    "datum": "dated",
    "organ": "bodies",
    "podrocje": "topics",
    "dogodek": "event",
    "predavatelji": "speakers",
    "jezik": "language",
    "vir": "source",
    "pravice": "rights",
    "dostop": "visibility",
}
"""The fields of the form in their order, and what of Metadata each is."""


@dataclass(frozen=True, slots=True)
class MetadataForm:
    """A form: the metadata that it means (what is faulty stays as it was), its texts as typed, a sentence a fault."""

    metadata: Metadata
    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Tells whether all of it can be kept."""
        return not self.faults

    def changed_from(self, before: Metadata) -> tuple[str, ...]:
        """Gives the names of the fields that say something else than `before`, in the order of the form."""
        return tuple(
            name
            for name, attribute in FIELDS.items()
            if getattr(self.metadata, attribute) != getattr(before, attribute)
        )


def shown(metadata: Metadata) -> MetadataForm:
    """Gives the form that shows metadata as they are kept."""
    texts = {
        "naslov": metadata.title,
        "datum": written(metadata.dated) if metadata.dated else "",
        "predavatelji": "\n".join(metadata.speakers),
        "vir": metadata.source,
        "pravice": metadata.rights,
    }
    return MetadataForm(metadata, texts)


def told(sent: MultiDict[str, str], before: Metadata, choices: Choices) -> MetadataForm:
    """Gives the form as it was sent. What it does not have at all, as a page with a part of the form, stays as before.

    A slug that is not there is a fault of its field, as is a date that is none, a title that is empty, a text too long,
    or access for the members of a body where no body is chosen.
    """
    read = _Read(sent, before, choices)
    values = {FIELDS[name]: read.value(name) for name in FIELDS if name in sent or f"{name}-je" in sent}
    metadata = replace(before, **values)
    if metadata.visibility is Visibility.BODY and not metadata.bodies:
        read.faults.setdefault("organ", _("Choose at least one body, or nobody but the secretariat will see it."))
    return MetadataForm(metadata, {**shown(metadata).typed, **read.typed}, read.faults)


class _Read:
    """Reads the fields of a form that was sent, one by one, and gathers what is wrong with them."""

    def __init__(self, sent: MultiDict[str, str], before: Metadata, choices: Choices) -> None:
        self._sent = sent
        self._before = before
        self._known: dict[str, set[str]] = {
            "vrsta": {each.slug for each in choices.kinds},
            "organ": {each.slug for each in choices.bodies},
            "podrocje": {each.slug for each in choices.topics},
            "dogodek": {each.slug for each in choices.events},
        }
        self.typed: dict[str, str] = {}
        self.faults: dict[str, str] = {}

    def value(self, name: str) -> Any:
        """Gives what a field means; what it had before where it means nothing that can be kept."""
        before = getattr(self._before, FIELDS[name])
        match name:
            case "naslov" | "vir" | "pravice":
                return self._line(name, before)
            case "datum":
                return self._date(before)
            case "predavatelji":
                return self._speakers(before)
            case "organ" | "podrocje":
                return self._slugs(name, before)
            case "vrsta" | "dogodek":
                return self._slug(name, before)
            case "jezik":
                code = self._sent["jezik"]
                return code if code in (*LANGUAGES, "") else before
        access = self._sent["dostop"]
        return Visibility(access) if access in set(Visibility) else before

    def _line(self, name: str, before: str) -> str:
        text = self.typed[name] = " ".join(tidy(self._sent[name]).split())
        if len(text) > LONGEST_LINE:
            self.faults[name] = _("The text is too long: at most %(count)s characters.", count=LONGEST_LINE)
            return before
        if name == "naslov" and not text:
            self.faults[name] = _("Write a title, so that the material can be found and told from others.")
            return before
        return text

    def _date(self, before: dt.date | None) -> dt.date | None:
        text = self.typed["datum"] = " ".join(tidy(self._sent["datum"]).split())
        day = _day(text) if text else None
        if text and (day is None or not FIRST_YEAR <= day.year <= LAST_YEAR):
            self.faults["datum"] = _("Enter the date as 22. 11. 2026.")
            return before
        return day

    def _speakers(self, before: tuple[str, ...]) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in tidy(self._sent["predavatelji"]).split("\n")]
        names = tuple(dict.fromkeys(line for line in lines if line))
        self.typed["predavatelji"] = "\n".join(names)
        if len(names) > MOST_SPEAKERS or any(len(name) > LONGEST_SPEAKER for name in names):
            self.faults["predavatelji"] = _("Write one name on a line, at most %(count)s.", count=MOST_SPEAKERS)
            return before
        return names

    def _slugs(self, name: str, before: tuple[str, ...]) -> tuple[str, ...]:
        chosen = frozenset(self._sent.getlist(name)) - {""}
        if not chosen <= self._known[name]:
            self.faults[name] = _("What was chosen is no longer there. Choose again.")
            return before
        # The order that they had stays: the first body is the one that a document is found under.
        kept = tuple(slug for slug in before if slug in chosen)
        return (*kept, *(slug for slug in dict.fromkeys(self._sent.getlist(name)) if slug in chosen - set(kept)))

    def _slug(self, name: str, before: str) -> str:
        chosen = self._sent[name]
        if chosen and chosen not in self._known[name]:
            self.faults[name] = _("What was chosen is no longer there. Choose again.")
            return before
        return chosen


def _day(text: str) -> dt.date | None:
    """Gives the day that a text is, as people write days: «22. 11. 2026», «2026-11-22», «12. marec 2024»."""
    written_out = [
        each.day for each in dates_in(text) if not each.is_month and each.start == 0 and each.end == len(text)
    ]
    return read_date(text) or next(iter(written_out), None)


# --- what was shown, to see whether somebody else has changed it meanwhile ---


def as_shown(metadata: Metadata) -> str:
    """Gives metadata as a page carries them unseen: the field «prej» of the form."""
    values = asdict(metadata)
    del values["state"]
    return json.dumps({**values, "dated": metadata.dated and metadata.dated.isoformat()}, ensure_ascii=False)


def shown_before(sent: MultiDict[str, str], kept: Metadata) -> Metadata:
    """Gives the metadata that the form was shown with; `kept` where it does not say, or not in our words."""
    try:
        said = json.loads(sent.get("prej", ""))
        dated = dt.date.fromisoformat(said["dated"]) if said["dated"] else None
        lines = {name: str(said[name]) for name in ("title", "kind", "event", "language", "source", "rights")}
        lists = {name: tuple(map(str, said[name])) for name in ("bodies", "topics", "speakers")}
        return replace(kept, **lines, **lists, dated=dated, visibility=Visibility(said["visibility"]))  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError):
        return kept


# --- what the template shows ---


def offered(rows: Iterable[Any], chosen: Iterable[str]) -> list[Any]:
    """Gives the rows of a register that are valid today or chosen already, by name."""
    today, kept = dt.datetime.now(dt.UTC).date(), set(chosen)
    valid = (row for row in rows if row.slug in kept or row.valid_on(today))
    return sorted(valid, key=lambda row: sort_key(row.name(language.current())))


def offered_topics(topics: Iterable[Topic], chosen: Iterable[str]) -> list[tuple[Topic, int]]:
    """Gives topics with their level, 0 or 1, each topic of the second level under its own of the first."""
    rows = offered(topics, chosen)
    here = {row.id for row in rows}
    firsts = [row for row in rows if row.parent_id is None or row.parent_id not in here]
    return [pair for first in firsts for pair in ((first, 0), *((row, 1) for row in rows if row.parent_id == first.id))]


def offered_languages(chosen: str) -> list[str]:
    """Gives the codes of languages to choose from."""
    return list(dict.fromkeys((*LANGUAGES, *((chosen,) if chosen else ()))))


def field_name(name: str) -> str:
    """Gives the label of a field of the form, in the language of the page."""
    names: dict[str, str] = {
        "naslov": _("Title"),
        "vrsta": _("Type of material"),
        "datum": _("Date of origin"),
        "organ": _("Bodies"),
        "podrocje": _("Topics"),
        "dogodek": _("Event"),
        "predavatelji": _("Presenters"),
        "jezik": _("Language of the material"),
        "vir": _("Source"),
        "pravice": _("Rights holder"),
        "dostop": _("Access"),
    }
    return names[name]


def register(app: Flask) -> None:
    """Gives the templates of `app` what the form of metadata needs."""
    app.jinja_env.globals.update(
        offered=offered,
        offered_topics=offered_topics,
        offered_languages=offered_languages,
        metadata_as_shown=as_shown,
        metadata_field_name=field_name,
        visibilities=tuple(Visibility),
    )
