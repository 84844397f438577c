"""How versions of acts are named on a page."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _

from kb.legislation.versions import ActVersion, VersionSort
from kb.library.law.values import TextOf
from kb.model import Document
from kb.web.context import library


def version_name(version: ActVersion) -> str:
    """Gives what text of an act a version is: «Neuradno prečiščeno besedilo», «Sprememba: ZORed-A», «Osnutek»."""
    acronym = version.amending
    names: dict[VersionSort, str] = {
        VersionSort.ADOPTED: _("As adopted"),
        VersionSort.CONSOLIDATED: (
            _("Official consolidated text") if version.is_official else _("Unofficial consolidated text")
        ),
        VersionSort.AMENDING: _("Amending act %(acronym)s", acronym=acronym) if acronym else _("Amending act"),
        VersionSort.DRAFT: _("Draft amendment %(acronym)s", acronym=acronym) if acronym else _("Draft amendment"),
    }
    if version.sort is VersionSort.DRAFT and not version.is_change:
        return str(_("Draft of a new act"))
    return names[version.sort]


def text_of(document: Document) -> TextOf | None:
    """Gives what text of which act a document is that is shown on the present page."""
    return library().lawbook.text_of(document)


def register(app: Flask) -> None:
    """Gives the templates of `app` the names as a filter, and what text of which act a document is."""
    app.jinja_env.filters["version_name"] = version_name
    app.jinja_env.globals["text_of_act"] = text_of
