"""Units of an act as they are cited: «1. in 3. točka drugega odstavka 12.a člena», «člen 49.a», «1. odst. 6. čl.».

A group is one unit with its numbers; groups side by side, the narrow before the wide, are one reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.legislation.citations.lexing import Level, Lexeme
from kb.legislation.citations.ordinals import ordinal

MOST_ITEMS = 60
WIDEST_RANGE = 300
LARGEST_NUMBER = 1500

_ITEMS = frozenset(("NUMBER", "ORDINAL", "BRACKETED"))
_JOINTS = frozenset(("JOINT", "COMMA"))
_RANGES = frozenset(("RANGE", "DASH"))
_BETWEEN = _JOINTS | _RANGES
_RELATIONS = frozenset(("THIS", "SAME", "BEFORE", "BEFORE_TWO", "BEFORE_ALL", "NEXT", "LAST"))
_LEVELS = {level.name: level for level in Level}
_BEFORE_UNIT = _ITEMS | _BETWEEN | _RELATIONS | {"FROM"}
_PLAIN = re.compile(r"(\d{1,4})\.?")
_LETTERED = re.compile(r"(\d{1,4})\.?[\s/]?([a-zčšž]{1,2})\.?", re.I)
_IN_POINT = re.compile(r"(\d{1,3})(?:\.\s?)?([a-zčšž])\)")
_NOMINATIVE = frozenset(("člen", "clen"))
_OF_MANY = frozenset(("členov", "odstavkov", "točk", "alinej", "alinei", "stavkov"))
_OTHERS = frozenset(("členi", "odstavki", "stavki"))
_INDEFINITE = re.compile(
    r"(?<!\w)(?:(?:kakš|katerekol|katerikol|katerem|nek|nob|nikak|vsak|marsikater)\w{0,8}|kak(?:ega|em)?|en(?:ega|em)?)"
    r"\s{1,2}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Group:
    """A unit with its numbers; `relation` is THIS, SAME, BEFORE, NEXT or LAST where it says «tega», «istega» …"""

    level: Level
    values: tuple[str, ...]
    start: int
    end: int
    relation: str = ""
    is_heading_form: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Groups that are one reference; values and relations are told by level, `after` is the first lexeme behind it."""

    groups: tuple[Group, ...]
    after: int
    values: dict[Level, tuple[str, ...]] = field(default_factory=dict)
    relations: dict[Level, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Gives where it begins in the text."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """Gives where it ends in the text."""
        return max([group.end for group in self.groups])


def references(text: str, words: Sequence[Lexeme]) -> Iterator[Reference]:
    """Gives the references to units among the words of `text`, in order."""
    at, begin = 0, 0
    while at < len(words):
        found = _reference(text, words, at, begin) if words[at].sort in _LEVELS else None
        if found is None:
            at += 1
        else:
            yield found
            at = begin = found.after


def _reference(text: str, words: Sequence[Lexeme], at: int, begin: int) -> Reference | None:
    """Gives the reference whose first unit is the word `at`; nothing before the word `begin` is taken."""
    first = _group(text, words, at, begin)
    if first is None:
        return None
    groups, after = [first[0]], first[1]
    while following := _next_group(text, words, after, groups[-1]):
        groups.append(following[0])
        after = following[1]
    values = {group.level: group.values for group in groups}
    relations = {group.level: group.relation for group in reversed(groups)}
    return Reference(tuple(groups), after, values, relations)


def _next_group(text: str, words: Sequence[Lexeme], after: int, before: Group) -> tuple[Group, int] | None:
    """Gives the wider group that follows at once: its unit stands behind at most MOST_ITEMS numbers and joints."""
    if after >= len(words) or not _touches(text, before.end, words[after].start):
        return None
    for at in range(after, min(after + 2 * MOST_ITEMS, len(words))):
        if words[at].sort in _LEVELS:
            found = _group(text, words, at, after)
            is_next = found and found[0].start == words[after].start and _widens(before, words[at], found[0])
            return found if is_next else None
        if words[at].sort not in _BEFORE_UNIT:
            return None
    return None


def _widens(before: Group, unit: Lexeme, group: Group) -> bool:
    """Tells whether a group is what the one before it is in; so are points of paragraphs: «1. odstavek 2. točke»."""
    is_of_point = before.level is Level.PARAGRAPH and group.level is Level.POINT and unit.text == "točke"
    return group.level < before.level or is_of_point


def _group(text: str, words: Sequence[Lexeme], at: int, begin: int) -> tuple[Group, int] | None:
    unit, level = words[at], _LEVELS[words[at].sort]
    first = _first_item(text, words, at, begin)
    if first < at:
        if words[first].sort in _RELATIONS:
            return Group(level, (), words[first].start, unit.end, words[first].sort), at + 1
        if _is_another(text, words[first:at], unit):
            return None
        values = _values(words[first:at])
        is_heading = level is Level.ARTICLE and len(values) == 1 and unit.text.lower() in _NOMINATIVE
        return (Group(level, values, words[first].start, unit.end, "", is_heading), at + 1) if values else None
    last = _last_item(text, words, at)
    values = _values(words[at + 1 : last + 1])
    return (Group(level, values, unit.start, words[last].end), last + 1) if values else None


def _is_another(text: str, items: Sequence[Lexeme], unit: Lexeme) -> bool:
    """Tells what looks like a number and is none: «13 členov», «v petih členih», «iz kakšnega drugega člena»."""
    if len(items) != 1:
        return False
    item = items[0]
    if item.sort == "NUMBER":
        return item.text.isdecimal() and unit.text in _OF_MANY
    if item.sort != "ORDINAL":
        return False
    is_count = item.text.endswith(("ih", "imi")) or (item.text == "drugi" and unit.text in _OTHERS)
    if is_count or not item.text.startswith("drug"):
        return is_count
    return _INDEFINITE.search(text, max(0, item.start - 20), item.start) is not None


def _first_item(text: str, words: Sequence[Lexeme], at: int, begin: int) -> int:
    """Gives where the numbers before a unit begin; `at` itself where there are none."""
    first, place = at, at - 1
    while place >= begin and at - place <= 2 * MOST_ITEMS and _side_by_side(text, words[place], words[place + 1]):
        word = words[place]
        if word.sort in _ITEMS:
            if first < at and (word.sort != words[first].sort or not (_counts(word) or _is_inside_list(words, place))):
                break
            first = place
        elif first == at:
            return place if word.sort in _RELATIONS and place == at - 1 else at
        elif word.sort == "FROM":
            return place
        elif word.sort not in _BETWEEN or words[place + 1].sort in _BETWEEN:
            break
        place -= 1
    return first


def _last_item(text: str, words: Sequence[Lexeme], at: int) -> int:
    """Gives the last of the numbers behind a unit, «členi 5, 6 in 7»; `at` itself where there are none."""
    last = at
    for place in range(at + 1, min(at + MOST_ITEMS, len(words))):
        if not _side_by_side(text, words[place - 1], words[place]):
            break
        sort = words[place].sort
        if place == at + 1 and (sort in _BETWEEN or _is_ordinal_of_next(text, words, place)):
            break
        if sort in ("NUMBER", "BRACKETED") and words[place - 1].sort not in ("NUMBER", "BRACKETED"):
            if place > at + 1 and _is_of_next(text, words, place):
                break
            last = place
        elif sort == "FROM" and place == at + 1:
            continue
        elif sort not in _BETWEEN or words[place - 1].sort in _BETWEEN:
            break
    return last


def _is_of_next(text: str, words: Sequence[Lexeme], place: int) -> bool:
    """Tells whether a number stands before a unit of its own: in «člen 5 in 6. točka» the 6."""
    following = words[place + 1] if place + 1 < len(words) else None
    return following is not None and following.sort in _LEVELS and _touches(text, words[place].end, following.start)


def _is_ordinal_of_next(text: str, words: Sequence[Lexeme], place: int) -> bool:
    """Tells whether a number behind a unit is of the next: in «odstavek 20. točke», not in «člen 21. točka 11»."""
    if not words[place].text.endswith(".") or not _is_of_next(text, words, place):
        return False
    behind = words[place + 2] if place + 2 < len(words) else None
    return behind is None or behind.sort not in _ITEMS or not _touches(text, words[place + 1].end, behind.start)


def _counts(word: Lexeme) -> bool:
    """Tells whether a word is an item of a list: «11.», «12.a», «prvega», but not the year in «2007, 12. člen»."""
    return word.sort != "NUMBER" or not word.text.isdecimal()


def _is_inside_list(words: Sequence[Lexeme], place: int) -> bool:
    """Tells whether a number without a stop stands among others: «122., 130, 130.h in 137.g člen»."""
    if place < 2 or words[place - 1].sort not in _JOINTS or int(words[place].text) > LARGEST_NUMBER:
        return False
    return words[place - 2].sort == "NUMBER" and _counts(words[place - 2])


def _side_by_side(text: str, left: Lexeme, right: Lexeme) -> bool:
    return _touches(text, left.end, right.start) or right.sort == "COMMA"


def _touches(text: str, end: int, start: int) -> bool:
    """Tells whether nothing but a little white space stands between two places, and no empty line."""
    return end <= start <= end + 3 and not text[end:start].strip() and text.count("\n", end, start) < 2


def _values(items: Sequence[Lexeme]) -> tuple[str, ...]:
    """Gives the numbers of a list, ranges written out: «46. do 48.» → 46, 47, 48; of «2. b)» the 2 and the b."""
    values: list[str] = []
    is_range = False
    for item in items:
        if in_point := _IN_POINT.fullmatch(item.text):
            values += in_point.groups()
        elif item.sort in _ITEMS:
            value = _value(item)
            if not value:
                return ()
            values += between(values[-1], value) if is_range and values else [value]
        is_range = item.sort in _RANGES
    return tuple(dict.fromkeys(values))


def _value(item: Lexeme) -> str:
    if item.sort == "ORDINAL":
        return str(ordinal(item.text))
    if item.sort == "BRACKETED":
        return item.text.strip("()").lower()
    if found := _PLAIN.fullmatch(item.text):
        return str(int(found[1])) if 0 < int(found[1]) <= LARGEST_NUMBER else ""
    if found := _LETTERED.fullmatch(item.text):
        return f"{int(found[1])}{found[2].lower()}"
    return item.text.rstrip(".")


def between(first: str, last: str) -> list[str]:
    """Gives what a range goes on with behind its first number: ("46", "48") → 47, 48; ("71a", "71č") → 71č."""
    if first.isdecimal() and last.isdecimal() and int(first) < int(last) <= int(first) + WIDEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    return [last]
