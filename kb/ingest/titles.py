"""The title of a document: what its properties say where that is sensible, else its first heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kb.ingest.clean import one_line
from kb.model import BlockKind, Extract

_LONGEST = 300
_LONGEST_LINE = 150
_ENDS_LIKE_TEXT = (".", ",", ";", ":")
_LOOKED_AT = 60
_LETTERHEAD = 8
_ACT = re.compile(
    r"(?:ODLOK|ZAKON|PRAVILNIK|SKLEP|STATUT|POSLOVNIK|UREDBA|NAVODILO|ODREDBA|PROGRAM|SPREMEMBE IN DOPOLNITVE"
    r"|O D L O K|Z A K O N|P R A V I L N I K|S K L E P|S T A T U T|P O S L O V N I K|U R E D B A)(?= |$)"
)
_ABOUT = re.compile(r"(?:O|OBČINE|MESTNE|STATUTA|ODLOKA|ZAKONA|PRAVILNIKA) [^a-zčšž]{3,}(?:\([^()]{1,40}\))?")
_NO_TITLE = frozenset(BlockKind) - {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FOOTNOTE}
_SENSELESS = re.compile(
    r"powerpoint presentation|powerpointova predstavitev|microsoft (?:office )?(?:word|powerpoint|excel)\b.*"
    r"|predstavitev (?:programa )?(?:microsoft )?(?:office )?powerpoint"
    r"|(?:diapozitiv|prosojnica|slide|title|naslov|document|dokument|presentation|predstavitev|untitled)\s*\d*"
    r"|(?:brez naslova|doc|test|unknown|no slide title|diapozitiv brez naslova|list|sheet|zvezek|book)\s*\d*"
    r"|\d+|[\W_]*",
    re.I,
)
_FILE_NAME = re.compile(r".*\.(?:docx?|dotx?|docm|pptx?|ppsx?|pptm|pdf|odt|odp|html?|rtf|txt|indd|qxd|md|xlsx?)", re.I)
_UNDERSCORED = re.compile(r"\S*_\S*|[\w-]*\d[\w-]*")


def title_of(extract: Extract) -> str:
    """Gives the extract's own title if it is sensible, else that of the act, its highest heading or its first line."""
    declared = one_line(extract.title)
    if is_sensible(declared):
        return declared
    lines = _first_lines(extract)
    return act_title(lines) or _first_heading(extract) or _first_line(lines)


def act_title(lines: Sequence[str]) -> str:
    """Gives the title of an act in capitals, or "" where none of `lines` opens one.

    >>> act_title(["je občinski svet sprejel", "O D L O K", "O OBČINSKEM REDARSTVU", "1. člen"])
    'ODLOK O OBČINSKEM REDARSTVU'
    """
    for at, line in enumerate(lines):
        if found := _ACT.match(line):
            rest = line[found.end() :].strip()
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if not rest and _ABOUT.match(following):
                rest = following
            if _ABOUT.match(rest) and len(rest) <= _LONGEST:
                return f"{found[0].replace(' ', '')} {rest}"
    return ""


def is_sensible(title: str) -> bool:
    """Tells whether a title that a program wrote is one that a person would give.

    >>> is_sensible("Posvet o ZORed"), is_sensible("Microsoft Word - vabilo.doc")
    (True, False)
    """
    if not 3 <= len(title) <= _LONGEST or "\ufffd" in title:
        return False
    return not any(pattern.fullmatch(title) for pattern in (_SENSELESS, _FILE_NAME, _UNDERSCORED))


def _first_heading(extract: Extract) -> str:
    for unit in extract.units[:3]:
        headings = [block for block in unit.blocks if block.kind is BlockKind.HEADING and is_sensible(block.text)]
        if headings:
            return min(headings, key=lambda block: block.level).text
    return ""


def _first_lines(extract: Extract) -> list[str]:
    blocks = (block for unit in extract.units[:2] for block in unit.blocks if block.kind not in _NO_TITLE)
    return [line for block in islice(blocks, _LOOKED_AT) for line in block.text.split("\n")]


def _first_line(lines: Sequence[str]) -> str:
    """Gives the longest of the first lines that are all in capitals, else the very first, where it is short enough."""
    short = [line for line in lines[:_LETTERHEAD] if is_sensible(line) and len(line) <= _LONGEST_LINE]
    capitals = [line for line in short if line == line.upper() and len(line.split()) > 2]
    if capitals:
        return max(capitals, key=len)
    return short[0] if short and short[0] == lines[0] and not short[0].endswith(_ENDS_LIKE_TEXT) else ""
