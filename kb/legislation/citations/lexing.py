"""The words that citations of units are made of: numbers, ordinals, units, what joins them, «tega» and «istega».

A text is run through once; what is no such word breaks a citation off, because only white space may stand between
its words. Every repetition in the pattern is bounded: texts come from strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from kb.legislation.citations.ordinals import ORDINAL


class Level(IntEnum):
    """A unit of an act, the widest first."""

    ARTICLE = 0
    PARAGRAPH = 1
    SENTENCE = 2
    POINT = 3
    LETTER = 4
    INDENT = 5


UNITS: Final = (
    (Level.ARTICLE, r"člen(?:i|a|u|om|em|e|ov|oma|ih|ima)?|čl\.|clen(?:a|u|om|i|ov|ih)?|cl\."),
    (Level.PARAGRAPH, r"odstav(?:ek|ka|ku|kom|ki|ke|kov|koma|kih|kih)|odst\."),
    (Level.SENTENCE, r"stav(?:ek|ka|ku|kom|ki|ke|kov|koma|kih)"),
    (Level.POINT, r"(?:pod)?točk(?:ami|ama|ah|a|e|i|o)?|t(?:oč|č)\."),
    (Level.LETTER, r"črk(?:ami|ama|ah|a|e|i|o)?"),
    (Level.INDENT, r"aline[j]?(?:ami|ama|ah|a|e|i|o)?|al\."),
)
_LETTER = "[a-zčšž]"
_NUMBER = (
    rf"\d{{1,4}}(?:\.\d{{1,3}}){{1,4}}\.?(?![\d/])|"
    rf"\d{{1,4}}(?:\.\s?(?![vszkho]\b){_LETTER}(?![\w.])|\.?{_LETTER}(?!\w)\.?|\.)?(?![\d/])"
)
_LEXICON = "|".join(
    (
        *(rf"(?P<{level.name}>(?:{forms})(?!\w))" for level, forms in UNITS),
        rf"(?P<ORDINAL>{ORDINAL}(?!\w))",
        rf"(?P<NUMBER>{_NUMBER})",
        r"(?P<RANGE>do(?:\svključno)?(?!\w))",
        r"(?P<FROM>od(?!\w))",
        r"(?P<JOINT>in/ali(?!\w)|in(?!\w)|ali(?!\w)|ter(?!\w)|oziroma(?!\w)|kakor\studi(?!\w))",
        r"(?P<THIS>te(?:ga|mu|m|j)?(?!\w)|tega(?!\w))",
        r"(?P<SAME>ist(?:ega|emu|em|im|e)(?!\w)|(?:citirane|navedene|omenjene|istoimenske)ga(?!\w))",
        r"(?P<BEFORE>prejšnj(?:ega|emu|em|im|i|e|ih|a|o)(?!\w))",
        r"(?P<OWN_ACT>(?:zakon|odlok|pravilnik|statut|poslovnik|sklep|red)(?:a|u|om|em)?(?!\w)|uredb[eio](?!\w)|ustav[eio](?!\w))",
    )
)
_WORDS = re.compile(
    rf"(?<![^\W_])(?<!\d[/.])(?:{_LEXICON})|(?P<BRACKETED>\({_LETTER}\)|(?<!\w){_LETTER}\)|\(\d{{1,2}}\))"
    r"|(?P<COMMA>,)|(?P<DASH>[-–](?=\s?\d))"
)
_STARTS = re.compile(r"[^\W_]{1,40}|[(,–-]")
_NEAR = 3
_BEHIND = frozenset(("COMMA", "DASH", "JOINT", "RANGE", "OWN_ACT"))
"""What says nothing but right behind another word of a citation."""
_JOINING = frozenset(
    (",", "-", "–", "in", "ali", "ter", "oziroma", "kakor", "do", "zakon", "zakona", "zakonu", "zakonom")
)
_ENDINGS = ("", ".", " tudi")


class Lexeme(NamedTuple):
    """A word of a citation: `sort` is the name of a Level, or NUMBER, ORDINAL, RANGE, FROM, JOINT, COMMA …"""

    sort: str
    text: str
    start: int
    end: int


def lexemes(text: str) -> Iterator[Lexeme]:
    """Gives the words of citations in `text`, in order and in small letters.

    Most words of a law begin none. Which do is remembered by word, and only there the pattern is tried: three times
    faster than trying it everywhere. Small letters beforehand cost a third less than a pattern that minds no case.
    """
    low = text.lower()
    low = low if len(low) == len(text) else text
    end = 0
    match = _WORDS.match
    for start in _STARTS.finditer(low):
        word, at = start[0], start.start()
        if at < end or not _may_begin(word) or (word in _JOINING and at - end > _NEAR):
            continue
        found = match(low, at)
        if found and (at - end <= _NEAR or found.lastgroup not in _BEHIND):
            end = found.end()
            yield Lexeme(found.lastgroup or "", found[0], at, end)


@lru_cache(50_000)
def _may_begin(word: str) -> bool:
    """Tells whether a word, a number or a sign may be the first of a lexeme."""
    is_short = len(word) == 1 or word[0].isdecimal()
    return is_short or any(_WORDS.match(word + ending) is not None for ending in _ENDINGS)
