"""What review says: sorts of personal data, what came of publishing, fields and values of suggestions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import Flask
from flask_babel import gettext as _

from kb.library.choices import Choices
from kb.library.review import Published, SuggestedValue
from kb.model import DocumentState
from kb.slovene.personaldata import DataKind
from kb.web.words import date, language_name, name

FIELD_NAMES = {
    "title": "naslov",
    "kind": "vrsta",
    "dated": "datum",
    "language": "jezik",
    "bodies": "organ",
    "topics": "podrocje",
}
"""The fields of Metadata that are suggested, as the form of metadata names them."""


def data_name(kind: DataKind) -> str:
    """Gives the name of a sort of personal data."""
    names: dict[DataKind, str] = {
        DataKind.EMSO: _("personal number (EMŠO)"),
        DataKind.TAX_NUMBER: _("tax number"),
        DataKind.ACCOUNT: _("bank account"),
        DataKind.EMAIL: _("e-mail address"),
        DataKind.PHONE: _("telephone number"),
    }
    return names[kind]


def document_state_name(state: DocumentState) -> str:
    """Gives how far a document is on its way to its readers."""
    names: dict[DocumentState, str] = {
        DocumentState.DRAFT: _("Draft"),
        DocumentState.PUBLISHED: _("Published"),
        DocumentState.WITHDRAWN: _("Withdrawn"),
    }
    return names[state]


def outcome_text(outcome: Published | DataKind) -> str:
    """Gives what came of publishing a document, and what to do where nothing did."""
    if isinstance(outcome, DataKind):
        said: str = _("It may contain personal data (%(kind)s). Review it by itself.", kind=data_name(outcome))
        return said
    texts: dict[Published, str] = {
        Published.DONE: _("Published."),
        Published.PROPOSED: _("Proposed; another member of the staff has to agree."),
        Published.OWN_PROPOSAL: _("You have proposed it yourself; another member of the staff has to agree."),
        Published.NOT_READ: _("The file has not been read yet."),
        Published.NOT_A_DRAFT: _("It is not a draft any more."),
        Published.GONE: _("It is not in the collection any more."),
    }
    return texts[outcome]


def value_text(suggested: SuggestedValue, choices: Choices) -> str:
    """Gives a suggested value as people read it: the name of a body, a date, a language."""
    if suggested.field == "dated":
        return date(dt.date.fromisoformat(suggested.value))
    if suggested.field == "language":
        return language_name(suggested.value)
    rows = {"kind": choices.kinds, "bodies": choices.bodies, "topics": choices.topics}
    named: Mapping[str, str] = {row.slug: name(row) for row in rows.get(suggested.field, ())}
    return named.get(suggested.value, suggested.value)


def register(app: Flask) -> None:
    """Gives the templates of `app` these words as filters."""
    for word in (data_name, document_state_name, outcome_text, value_text):
        app.jinja_env.filters[word.__name__] = word
    app.jinja_env.globals["suggested_fields"] = FIELD_NAMES
