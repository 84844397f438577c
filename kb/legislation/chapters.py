"""Headings above articles: parts, chapters, divisions («I. OBČINSKO REDARSTVO», «Prvo poglavje SPLOŠNE DOLOČBE»)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_UNIT = r"(?:del|poglavje|podpoglavje|oddelek|pododdelek|odsek|pododsek|razdelek)"
_COUNT = r"(?:[IVXLC]{1,8}|\d{1,3}(?:\.\d{1,3}){0,4}|[A-ZČŠŽ])"
_NAMED = re.compile(
    rf"(?:[IVXLC]{{1,8}}|\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}|[A-ZČŠŽ]|[^\W\d_]{{3,14}})[.)]? ?{_UNIT}\b.{{0,200}}", re.I
)
_ROMAN = re.compile(r"[IVXLC]{1,8}(?:[.)/-][A-Za-z]?[.)]?(?:\s.{1,200})?|\s[–-]?\s?[A-ZČŠŽ]{2}.{0,200})?")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}|[A-ZČŠŽa-zčšž](?=[.)]))[.)]?\s{1,3}(?=[A-ZČŠŽ]).{2,150}")
_BARE = re.compile(
    rf"(?:(?:{_COUNT}|[^\W\d_]{{3,14}})[.)]? ?{_UNIT}|[IVXLC]{{1,8}}|\d{{1,3}}|[A-ZČŠŽ])[.:]{{0,2}}",
    re.I,
)
_CERTAIN = re.compile(rf"DOLOČB|NAČEL|^[IVXLC]{{1,8}}[.)]|\b{_UNIT}\b", re.I)
_ENDS_LIKE_TEXT = (".", ";", ",", "«", "“", ":")
_MOST_LINES = 10
_LONGEST = 220


def is_chapter(line: str) -> bool:
    """Tells whether a line between two articles is a heading by its form alone.

    >>> is_chapter("III. POOBLASTILA OBČINSKEGA REDARJA"), is_chapter("– varovati ceste in okolje")
    (True, False)
    """
    line = line.strip(' *_#»„"')
    if not line or len(line) > _LONGEST:
        return False
    if _NAMED.fullmatch(line) and not line.endswith((".", ";", ",")):
        return True
    if re.fullmatch(r"[IVXLC]{1,8}\.?|[A-ZČŠŽ]\.", line):
        return True
    if line.endswith(_ENDS_LIKE_TEXT):
        return False
    return _is_capitals(line) or _ROMAN.fullmatch(line) is not None or _NUMBERED.fullmatch(line) is not None


def is_certain_chapter(line: str) -> bool:
    """Tells the same where the title of the act is all in capitals too: only by a number or by what such headings say.

    >>> is_certain_chapter("SPLOŠNE DOLOČBE"), is_certain_chapter("O OBČINSKEM REDARSTVU")
    (True, False)
    """
    line = line.strip(' *_#»„"')
    return is_chapter(line) and (not _is_capitals(line) or line[0].isdecimal() or _CERTAIN.search(line) is not None)


def chapter_start(lines: Sequence[str], heading: int, *, floor: int, marked: Collection[int] = ()) -> int:
    """Gives the first of the chapter headings that stand right above line `heading`, or `heading` itself.

    Looks no higher than `floor`; `marked` are lines that the file itself calls headings. Points of a list
    without stops at their ends, «1. Ankaran» and «2. Beltinci», are no headings.
    """
    start = heading
    while start > floor and heading - start < _MOST_LINES:
        if (start - 1 in marked and _may_be_heading(lines[start - 1])) or is_chapter(lines[start - 1]):
            start -= 1
        elif start - 1 > floor and _BARE.fullmatch(lines[start - 2].strip()) and _may_be_name(lines[start - 1]):
            start -= 2
        else:
            break
    points = [at for at in range(start, heading) if _goes_on_counting(lines, at, floor)]
    return points[-1] + 1 if points else start


def chapter_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Gives the headings in `lines`, a bare «I. poglavje» or «II.» in one with the name on the line after it.

    >>> chapter_names(["II. DEL", "3. poglavje", "OBČINSKI SVET"])
    ('II. DEL', '3. poglavje OBČINSKI SVET')
    """
    names: list[str] = []
    for line in lines:
        line = line.strip(' *_#»„"')
        if names and _BARE.fullmatch(names[-1]) and not _NAMED.fullmatch(line) and not _BARE.fullmatch(line):
            names[-1] = f"{names[-1]} {line}"
        else:
            names.append(line)
    return tuple(names)


def _may_be_heading(line: str) -> bool:
    return len(line) <= _LONGEST and not line.rstrip().endswith((";", ","))


def _may_be_name(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and not line.endswith(_ENDS_LIKE_TEXT)


def _is_capitals(line: str) -> bool:
    letters = [character for character in line if character.isalpha()]
    return len(letters) >= 3 and not any(character.islower() for character in letters) and line[0] not in "-–•"


def _goes_on_counting(lines: Sequence[str], at: int, floor: int) -> bool:
    """Tells whether a numbered line follows a line with the number before its own: then it is a point of a list."""
    this = _NUMBERED.fullmatch(lines[at].strip())
    if this is None or not this[1].isdecimal() or _is_capitals(lines[at]) or at - 1 < floor:
        return False
    before = re.match(r"\d{1,2}", lines[at - 1].strip())
    return before is not None and int(before[0]) == int(this[1]) - 1
