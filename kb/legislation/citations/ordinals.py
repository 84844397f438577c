"""Slovene ordinals in words, as laws count paragraphs and indents: «prvi», «štiriindvajsete»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ONES = ("", "prv", "drug", "tretj", "četrt", "pet", "šest", "sedm", "osm", "devet", "deset")
_CARDINALS = ("", "ena", "dva", "tri", "štiri", "pet", "šest", "sedem", "osem", "devet")
_TENS = {2: "dvajset", 3: "trideset", 4: "štirideset", 5: "petdeset", 6: "šestdeset"}
_ENDING = "(?:ega|emu|em|imi|ima|im|ih|[iaeo])"


def _stems() -> dict[str, int]:
    stems = {stem: number for number, stem in enumerate(_ONES) if stem}
    stems |= {f"{_CARDINALS[ones]}najst": 10 + ones for ones in range(1, 10)}
    stems["enajst"] = 11
    del stems["enanajst"]
    for ten, name in _TENS.items():
        stems[name] = 10 * ten
        stems |= {f"{_CARDINALS[ones]}in{name}": 10 * ten + ones for ones in range(1, 10)}
    return stems


def any_of(words: Iterable[str]) -> str:
    """Gives the pattern of many words, letter by letter: a word that is none of them fails at its first letter."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[:1], []).append(word[1:])
    is_whole = by_letter.pop("", None) is not None
    pieces = [re.escape(letter) + any_of(rests) for letter, rests in sorted(by_letter.items())]
    return f"(?:{'|'.join(pieces)}){'?' if is_whole else ''}" if pieces else ""


_STEMS = _stems()
ORDINAL = rf"(?:{any_of(_STEMS)}){_ENDING}"
_WORD = re.compile(rf"({'|'.join(sorted(_STEMS, key=len, reverse=True))}){_ENDING}", re.I)


@lru_cache(1000)
def ordinal(word: str) -> int:
    """Gives the number that an ordinal says, 0 for another word.

    >>> ordinal("drugega"), ordinal("štiriindvajseta"), ordinal("drugje")
    (2, 24, 0)
    """
    found = _WORD.fullmatch(word)
    return _STEMS[found[1].lower()] if found else 0
