"""Folding: case and strešice away, length kept, so that a place in the folded text is the same place in the text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_COMMON = (("č", "c"), ("š", "s"), ("ž", "z"))


@lru_cache(4096)
def _fold_character(character: str) -> str:
    lower = character.lower()
    base = unicodedata.normalize("NFD", lower)[0]
    if base == "đ":
        return "d"
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """Gives NFC `text` in lower case without diacritics, with as many characters as it had.

    >>> fold("ŽUPAN Občine Šoštanj")
    'zupan obcine sostanj'
    """
    lower = text.lower()
    if len(lower) == len(text):
        for accented, plain in _COMMON:
            lower = lower.replace(accented, plain)
        if lower.isascii():
            return lower
        text = lower
    return "".join(
        [
            character if character.isascii() and not character.isupper() else _fold_character(character)
            for character in text
        ]
    )
