"""Personal data in what somebody is about to send: shown to them first, sent only when they say that it may stay."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _

from kb.library.affairs.personal import NAME, Personal

FIELD = "potrjeno"


def is_confirmed(findings: Sequence[Personal]) -> bool:
    """Tells whether there is nothing to confirm, or the form that was sent confirms just these findings."""
    return not findings or request.form.get(FIELD, "") == mark_of(findings)


def mark_of(findings: Sequence[Personal]) -> str:
    """Gives the value of the tick that confirms findings; what is found later has to be confirmed anew."""
    return hashlib.sha256("\n".join(f"{each.kind} {each.text}" for each in findings).encode()).hexdigest()[:16]


def kind_name(kind: str) -> str:
    """Gives in words what sort of personal data was found."""
    names: dict[str, str] = {
        NAME: _("name of a person"),
        "emso": _("personal number (EMŠO)"),
        "tax-number": _("tax number"),
        "account": _("bank account"),
        "email": _("e-mail address"),
        "phone": _("telephone number"),
    }
    return names.get(kind, kind)
