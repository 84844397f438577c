"""What a file that somebody sends is called: as they call it, as far as it can be shown. It never becomes a path."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from kb.slovene.normal import nfc

LONGEST_NAME = 1_000
NAMELESS = "brez-imena"

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_PART = 400


def shown_name(name: str) -> str:
    """Gives a name with its folders as it is kept: in NFC, with a mark for each character that nobody could see.

    One that is longer than anybody's disk allows is shortened in its middle, but stays different from all others.

    >>> shown_name("../mapa/Zapisnik\\x00.pdf")
    '../mapa/Zapisnik\\ufffd.pdf'
    """
    clean = nfc(_UNSHOWABLE.sub("\ufffd", name))
    if not clean.strip(" /"):
        return NAMELESS
    if len(clean) > LONGEST_NAME:
        mark = hashlib.sha256(clean.encode()).hexdigest()[:8]
        return f"{clean[:_PART]}…{mark}…{clean[-_PART:]}"
    return clean


def told_apart(names: Iterable[str]) -> list[str]:
    """Gives names of which none is there twice: the second «a.pdf» is «a (2).pdf»."""
    given: dict[str, int] = {}
    found = []
    for name in names:
        given[name] = number = given.get(name, 0) + 1
        path = PurePosixPath(name)
        found.append(name if number == 1 else f"{name.removesuffix(path.suffix)} ({number}){path.suffix}")
    return found
