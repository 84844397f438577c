"""Changes of words in a text: what is looked for, where it stands, and how a change is set between its neighbours."""

from __future__ import annotations

import re
from functools import lru_cache

_DASHES = "-‐‑–−"
_CLOSING = (",", ".", ";", ":", ")", "!", "?")
SIGNS = (".", ",", ";", ":")


@lru_cache(500)
def pattern_of(words: str) -> re.Pattern[str]:
    """Gives the pattern of words as an order quotes them: any white space and any dash for its like, whole words."""
    pieces = [_DASH.join(re.escape(part) for part in re.split(f"[{_DASHES}]", word)) for word in words.split()]
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + r"\s{1,4}".join(pieces) + after)


_DASH = f"[{_DASHES}]"


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Gives where words stand in a text."""
    return [found.span() for found in pattern_of(words).finditer(text)] if words.strip() else []


def replaced(text: str, span: tuple[int, int], new: str) -> str:
    """Gives the text with `new` in the place of a span; a sign that would stand twice stands once.

    >>> replaced("iz prejšnjega člena.", (3, 19), "28.a člena."), replaced("redar, ki piše,", (5, 14), "")
    ('iz 28.a člena.', 'redar,')
    """
    left, right = text[: span[0]], text[span[1] :]
    if not new:
        return _without(left, right)
    if new.startswith(_CLOSING):
        left = left.rstrip()
    return left + _before(new, right)


def inserted(text: str, span: tuple[int, int], new: str, *, before: bool = False) -> str:
    """Gives the text with `new` behind the words of a span or before them.

    >>> inserted("daje navodila", (0, 4), "ukaze,"), inserted("za red.", (3, 6), "javni", before=True)
    ('daje ukaze, navodila', 'za javni red.')
    """
    if before:
        left = text[: span[0]]
        is_sign = text[span[0]] in _CLOSING
        return (f"{left.rstrip()}{_gap(new)}{new}" if is_sign else f"{left}{new} ") + text[span[0] :]
    return f"{text[: span[1]]}{_gap(new)}" + _before(new, text[span[1] :])


def _gap(new: str) -> str:
    return "" if new.startswith(_CLOSING) else " "


def _before(new: str, right: str) -> str:
    """Gives new words with what follows them: a stop is not doubled, and a letter is not glued on."""
    if new.endswith(SIGNS) and right.lstrip()[:1] == new[-1]:
        return new + right.lstrip()[1:]
    return f"{new} {right}" if right[:1].isalnum() and not new.endswith(" ") else new + right


def _without(left: str, right: str) -> str:
    if right.lstrip().startswith(_CLOSING) or not right.strip():
        return left.rstrip() + right.lstrip()
    return f"{left.rstrip()} {right.lstrip()}" if left.strip() else right.lstrip()
