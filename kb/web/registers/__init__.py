"""The registers that staff look after: acts, synonyms, bodies and topics, listed, edited, imported and taken out."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, url_for
from flask_babel import gettext as _

from kb.web import waiting
from kb.web.registers import acts, places, synonyms

PAGE_GROUPS = (acts.pages, synonyms.pages, places.pages)


def register(app: Flask) -> None:
    """Gives `app` the pages of the registers."""
    for page_group in PAGE_GROUPS:
        app.register_blueprint(page_group)
    waiting.tell_of(app, _rooms)


def _rooms() -> Iterator[waiting.Room]:
    yield waiting.Room(
        str(_("Register of acts")), url_for("edited_acts.acts"), str(_("Acronyms, titles and numbers of acts."))
    )
    yield waiting.Room(str(_("Synonyms")), url_for("synonyms.rules"), str(_("Words that are searched together.")))
    yield waiting.Room(str(_("Register of bodies")), url_for("places.rows", sort="organi"))
    yield waiting.Room(str(_("Register of topics")), url_for("places.rows", sort="podrocja"))
