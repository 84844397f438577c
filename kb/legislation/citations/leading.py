"""The act that stands before the unit of it: «V Zakonu o … (Uradni list …) se 6. člen …», «ZLS, 29. člen»."""

from __future__ import annotations

import re

from kb.legislation.citations.lexing import Level
from kb.legislation.citations.naming import NamedActs
from kb.legislation.citations.titles import FIRST_ARTICLE
from kb.legislation.citations.units import Reference
from kb.legislation.citations.values import Citation

_CLOSED = r"(?:\s{1,2}\([^()\n]{0,300}\)|[^()\n]{0,150}\))?"
_IN_SENTENCE = re.compile(
    rf"{_CLOSED},?\s{{1,2}}(?:se\s{{1,2}}(?:(?:v|za|na\skoncu|besedilo|naslov|celot\w{{1,3}})\s{{1,2}})?"
    r"|(?:že\s{1,2}|izrecno\s{1,2})?v\s{1,2}(?:svojem\s{1,2})?)"
)
_ABOUT = re.compile(
    rf"{_CLOSED}(?:,\s{{1,2}}(?:ki|predvsem|zlasti|natančneje|in\ssicer)|\s{{1,2}}pa)\s{{1,2}}"
    r"(?:njegov\w{0,3}\s{1,2}|[^\W\d_]{1,10}\s{1,2}){0,3}"
)
_AS_LIST = re.compile(r"\):\s{1,2}(?:[^.;\n]|(?<=[IVXLC\d])\.){0,250}")
_FIRST_ORDER = re.compile(r"\s{1,10}(?:\([^\W\d][^\n()]{0,100}\)\s{1,10})?(?:\(1\)\s{1,3})?V\s{1,3}")
_ORDERS = re.compile(rf"{_CLOSED},?\s{{1,2}}se\s")
_AS_SOURCE = re.compile(r"(?:,|:|\s[-–])?\s{1,2}\(?")
_FARTHEST = 320
_HEAD_FORM = re.compile(r"(?<!\S)(?:člen|členi|čl\.)\Z|\Ačl(?:eni?|\.)\s{1,2}\d", re.I)


def leading_act(text: str, reference: Reference, acts: NamedActs) -> str:
    """Gives the act that is named right before a unit and that the unit is of, "" for none."""
    if Level.ARTICLE not in reference.values:
        return ""
    before = acts.before(reference.start)
    if not before or before[-1].end > reference.start:
        return ""
    act = before[-1]
    listed = acts.list_behind(act)
    end = listed.end if listed else act.end
    if not 0 < reference.start - end <= _FARTHEST:
        return ""
    is_led = _is_led(text, end, reference.start, is_listed=listed is not None) or (
        not _is_of_unit(text, act)
        and _AS_SOURCE.fullmatch(text, end, reference.start)
        and _HEAD_FORM.search(text[reference.start : reference.end])
    )
    return act.act if is_led else ""


def _is_led(text: str, start: int, end: int, *, is_listed: bool) -> bool:
    patterns = (_IN_SENTENCE, _ABOUT, _AS_LIST) if is_listed else (_IN_SENTENCE, _ABOUT)
    return any(pattern.fullmatch(text, start, end) for pattern in patterns)


def first_ordered(text: str, acts: NamedActs) -> str:
    """Gives the act that the first article begins to change, «1. člen V Statutu … (Uradni list …) se …»; or ""."""
    first = FIRST_ARTICLE.search(text)
    opened = _FIRST_ORDER.match(text, first.end()) if first else None
    act = acts.by_start.get(opened.end()) if opened else None
    if act is None:
        return ""
    listed = acts.list_behind(act)
    return act.act if _ORDERS.match(text, listed.end if listed else act.end) else ""


def _is_of_unit(text: str, act: Citation) -> bool:
    """Tells whether an act already ends a unit of its own, «29. člen ZLS, 12. člen»."""
    before = text[max(0, act.start - 8) : act.start].rstrip().lower()
    return before.endswith(("člen", "člena", "členu", "členom", "čl."))
