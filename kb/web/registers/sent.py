"""What the pages of the registers share: the text of an import, pasted or from a file, and faults line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

from kb.errors import WrongValue
from kb.library.registering import read_text
from kb.web import language
from kb.web.receiving import received

LONGEST_SENT = 6_000_000
"""Bytes of a form with a file to import."""

LONGEST_SHOWN_AGAIN = 300_000
"""Characters of a text that a form shows again to be mended."""

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """An import as it was sent: its text, where it can be read, and what is wrong with it, a line a fault."""

    text: str = ""
    faults: tuple[str, ...] = ()

    @property
    def again(self) -> str:
        """Gives the text as the form shows it again."""
        return self.text if len(self.text) <= LONGEST_SHOWN_AGAIN else ""


NOTHING_SENT = Sent()
_BETWEEN = re.compile(r"; (?=vrstica |kratica \(acronym\))")


def sent_text() -> str:
    """Gives the text of the present form: of its file «datoteka», else what was pasted as «besedilo».

    Raises WrongValue.
    """
    files = received("datoteka")
    if files:
        return read_text(files[0].path.read_bytes())
    return request.form.get("besedilo", "").replace("\r\n", "\n")


def lines_of(error: WrongValue) -> tuple[str, ...]:
    """Gives the faults that an error tells, one a line."""
    return tuple(part.strip() for part in _BETWEEN.split(error.told(language.current())) if part.strip())
