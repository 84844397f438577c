"""What the pages of uploads say: how far a file has come, and the sentences that their script puts together."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from kb.errors import message_of
from kb.model import UploadFile, UploadStage
from kb.web import language
from kb.web.editing import FIELDS, field_name
from kb.web.ledgerwords import standing

_FORMS = {"one": 1, "two": 2, "few": 3, "other": 5}
"""A number for each form that a word can have after a number, by its name in CLDR."""


def upload_words() -> dict[str, Any]:
    """Gives the sentences of the script in the language of the page; {…} is what it puts in.

    Those that depend on a number have a form each, by its name in CLDR: {"one": …, "two": …, "few": …, "other": …}.
    """
    return {
        "collecting": _("Looking through the folders …"),
        "sending": _("On the server: {over} of {files} files, {came} of {bytes}."),
        "comparing": _("Finding out what the server holds already: {came} of {bytes}."),
        "pace": _("{speed}, left {left}."),
        "checking": _("is being checked"),
        "pause": _("Pause"),
        "go_on": _("Continue"),
        "lost": _("There is no connection to the server. Nothing is lost; sending goes on by itself."),
        "ended": _("You are no longer signed in. Sign in in another tab, then choose “Continue”."),
        "unreadable": _("The file can no longer be read on your computer, or it has been changed. Choose it again."),
        "unreadable_folder": _("The folder could not be read. Choose it again."),
        "changed": _("The file was changed while it was being sent. Close it in other programs and try again."),
        "under_minute": _("less than a minute"),
        "minutes": _("about {count} min"),
        "hours": _("about {count} h"),
        "done": _forms(
            lambda n: ngettext(
                "%(count)s file is on the server. You may close this page; reading goes on.",
                "%(count)s files are on the server. You may close this page; reading goes on.",
                n,
                count="{count}",
            )
        ),
        "known": _forms(
            lambda n: ngettext(
                "%(count)s of them was held already and was not sent.",
                "%(count)s of them were held already and were not sent.",
                n,
                count="{count}",
            )
        ),
        "problems": _forms(
            lambda n: ngettext("%(count)s file was not taken", "%(count)s files were not taken", n, count="{count}")
        ),
        "left": _forms(
            lambda n: ngettext(
                "%(count)s file that programs leave in folders is left out:",
                "%(count)s files that programs leave in folders are left out:",
                n,
                count="{count}",
            )
        ),
    }


def _forms(said: Any) -> dict[str, str]:
    return {name: str(said(number)) for name, number in _FORMS.items()}


def upload_standing(file: UploadFile) -> str:
    """Gives how a file of an upload stands, in few words."""
    if file.entry is not None and file.stage is UploadStage.KEPT:
        return standing(file.entry)
    names: dict[UploadStage, str] = {
        UploadStage.WAITING: _("has not come yet"),
        UploadStage.COMING: _("is coming"),
        UploadStage.CHECKING: _("is being checked"),
        UploadStage.KEPT: _("kept"),
        UploadStage.REFUSED: _("not taken"),
        UploadStage.DROPPED: _("given up"),
    }
    return names[file.stage]


def upload_reason(file: UploadFile) -> str:
    """Gives why a file was not taken, has to be sent again or could not be read; "" where all is well."""
    if file.reason:
        return message_of(file.reason, file.detail, language.current())
    if file.entry is not None and file.entry.reason:
        return message_of(file.entry.reason, file.entry.detail, language.current())
    return ""


def metadata_field_label(attribute: str) -> str:
    """Gives the label of the field of the form that a value of metadata comes from: "dated" → «Datum nastanka»."""
    fields = {value: field for field, value in FIELDS.items()}
    return field_name(fields.get(attribute, attribute)) if attribute in fields else attribute


def register(app: Flask) -> None:
    """Gives the templates of `app` these words."""
    app.jinja_env.globals["upload_words"] = upload_words
    for word in (upload_standing, upload_reason, metadata_field_label):
        app.jinja_env.filters[word.__name__] = word
