"""The words that citations of units are made of: numbers, ordinals, units, what joins them, «tega» and «istega».

A text is run through once, from one word that may begin a citation to the next; what is no such word breaks a citation
off, because only white space may stand between its words. Every repetition in the patterns is bounded: texts come from
strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Final, NamedTuple

from kb.legislation.citations.ordinals import ORDINAL, any_of


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
    rf"\d{{1,3}}(?:\.\s?)?{_LETTER}\)|\d{{1,4}}\.{_LETTER}{{2}}(?=\s{{1,2}}čl)|"
    rf"\d{{1,4}}(?:\.\d{{1,3}}){{1,4}}\.?(?![\d/])|"
    rf"\d{{1,4}}(?:\./{_LETTER}(?!\w)|\.\s?(?![vszkho]\b){_LETTER}(?![\w.])|\.?{_LETTER}(?!\w)\.?|\.)?(?![\d/])"
)
_UNIT = "|".join(rf"(?P<{level.name}>(?:{forms})(?!\w))" for level, forms in UNITS)
_LEXICON = "|".join(
    (
        rf"(?P<NUMBER>{_NUMBER})",
        rf"(?P<ORDINAL>{ORDINAL}(?!\w))",
        r"(?P<RANGE>do(?:\svključno)?(?!\w))",
        r"(?P<FROM>od(?!\w))",
        r"(?P<JOINT>in/ali(?!\w)|in(?!\w)|ali(?!\w)|ter(?!\w)|oziroma(?!\w)|kakor\studi(?!\w))",
        r"(?P<THIS>te(?:ga|mu|m|j)?(?!\w))",
        r"(?P<SAME>ist(?:ega|emu|em|im|e)(?!\w)|(?:citirane|navedene|omenjene|istoimenske)ga(?!\w))",
        r"(?P<BEFORE_TWO>prejšnj(?:ima|ih\sdveh|ima\sdvema)(?!\w))",
        r"(?P<BEFORE_ALL>prejšnj(?:ih|imi|e|a)(?=\s{1,2}(?:odstavk(?:ov|ih|i|e)|členi?h?|členov|člene)(?!\w)))",
        r"(?P<BEFORE>prejšnj(?:ega|emu|em|im|i|e|ih|a|o)(?!\w))",
        r"(?P<NEXT>naslednj(?:ega|emu|em|im|i|e|ih|a|o)(?=\s{1,2}(?:člen|odstav)))",
        r"(?P<LAST>zadnj(?:ega|emu|em|im|i|e|a|o)(?!\w))",
        r"(?P<OWN_ACT>(?:zakon(?:ik)?|odlok|pravilnik|statut|poslovnik|sklep|red)(?:a|u|om|em)?(?!\w)|uredb[eio](?!\w)"
        r"|ustav[eio](?!\w))",
    )
)
_GAP = r"[^\w,(–-]{0,3}+"
_WORDS = re.compile(
    rf"{_GAP}(?:(?<![^\W_])(?:{_UNIT}|(?<!\d[/.])(?:{_LEXICON}))"
    rf"|(?P<BRACKETED>\({_LETTER}\)|(?<!\w){_LETTER}\)|\(\d{{1,2}}\))"
    r"|(?P<COMMA>,)|(?P<DASH>[-–](?=\s?\d)))"
)
_WHOLE = ("člen", "clen", "odstav", "stavk", "stavek", "podtočk", "točk", "črk", "aline")
_FIRST_WORDS = any_of((*_WHOLE, "čl.", "cl.", "odst.", "toč.", "tč.", "al."))
_OF_UNIT = any_of(("čl", "odst", "stav", "toč", "tč", "črk", "aline", "al"))
_BRACKETS = (
    rf"(?:{_LETTER}\)|\((?:{_LETTER}|\d{{1,2}})\))\s{{0,3}}"
    rf"(?:{_OF_UNIT}|,|in\s|ali\s|do\s|ter\s|oziroma\s|[-–])"
)
_FIRST = re.compile(
    rf"[\W_](?=\d|{ORDINAL}(?!\w)|{_FIRST_WORDS}|od(?!\w)|ist(?:ega|emu|em|im|e)(?!\w)|prejšnj"
    rf"|(?:nasled|zad)nj\w{{1,3}}\s{{1,3}}{_OF_UNIT}"
    rf"|te(?:ga|mu|m|j)?\s{{1,3}}{_OF_UNIT}|(?:citira|navede|omenje|istoime)\w{{1,4}}ega\s|{_BRACKETS})"
)
"""What stands before a word that a citation may begin with. It is a sign: most of a text is passed over fast."""
_ADJECTIVE = re.compile(
    rf"{_GAP}((?:spremenjen|dopolnjen|veljavn|dosedanj|prvotn|nov)(?:ega|emu|em|im|i|e|a|o)\s{{1,3}})(?=\d)"
)
_OUT_OF = re.compile(rf"{_GAP}((?:iz|v)\s{{1,2}})(?=\d{{1,4}}\.(?:\s?[a-zčšž])?\s{{1,2}}čl)")
_PREPOSITION = re.compile(rf"{_GAP}((?:k|h|v|z|s|iz|po|na|ob|pri|od)\s{{1,3}})(?=\d)")
_ITEM = re.compile(r"\d{1,4}\.(?:\s?[a-zčšž])?")
_LOOSE = ("NEXT", "LAST")
_LEVELS = frozenset(level.name for level in Level)


class Lexeme(NamedTuple):
    """A word of a citation: `sort` is the name of a Level, or NUMBER, ORDINAL, RANGE, FROM, JOINT, COMMA …"""

    sort: str
    text: str
    start: int
    end: int


def lexemes(text: str, *, strict: bool = False) -> Iterator[Lexeme]:
    """Gives the words of citations in `text`, in order and in small letters; those that no unit is with are left out.

    With `strict` no word is passed over, and «zadnji» and «naslednji» are none: an order of an amending act has other
    plans for them. Small letters beforehand cost a third less than a pattern that minds no case.
    """
    low = text.lower()
    low = f"\n{low if len(low) == len(text) else text}"
    end = 0
    for first in _FIRST.finditer(low):
        if first.end() >= end:
            row, end = _row(low, first.end(), strict=strict)
            yield from row


def _row(low: str, at: int, *, strict: bool) -> tuple[list[Lexeme], int]:
    """Gives the words side by side from `at` on, none where no unit is among them, and where the last ends."""
    row: list[Lexeme] = []
    has_unit = False
    while True:
        passed = _passed(low, at, row) if row and not strict else None
        found = _WORDS.match(low, passed.end() if passed else at)
        sort = (found and found.lastgroup) or ""
        if found is None or (strict and sort in _LOOSE):
            return row if has_unit else [], at
        start, at = found.span(sort)
        start = passed.start(1) if passed else start
        has_unit = has_unit or sort in _LEVELS
        # The text is one sign further on in `low`.
        row.append(Lexeme(sort, found[sort], start - 1, at - 1))


def _passed(low: str, at: int, row: list[Lexeme]) -> re.Match[str] | None:
    """Gives the word that may stand before a number in a row, up to the number; None for none.

    «osmega odstavka spremenjenega 177. člena», «sedme alineje iz 73. člena», «1. in k 2. členu».
    """
    if row[-1].sort in _LEVELS:
        return _ADJECTIVE.match(low, at) or (_OUT_OF.match(low, at) if row[-1].sort != Level.ARTICLE.name else None)
    if row[-1].sort == "JOINT" and len(row) > 1 and _ITEM.fullmatch(row[-2].text):
        return _PREPOSITION.match(low, at)
    return None
