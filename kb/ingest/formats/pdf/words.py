"""Words over line ends: a hyphen goes, unless the document writes the same word with it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.ingest.formats.pdf.page import Page

_HYPHENS = ("-", "\u00ad", "\u2010")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_AROUND = '.,;:()»«“”"'


def hyphenated(pages: Iterable[Page]) -> frozenset[str]:
    """Gives the words that are written with a hyphen inside a line, in lower case: «javno-zasebnem»."""
    return frozenset(
        word.lower()
        for page in pages
        for line in page.lines
        if "-" in line.text
        for word in _HYPHENATED.findall(line.text)
    )


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """Gives lines as one text; `words` are those that keep their hyphen.

    >>> joined(["medobčin-", "skega redarstva"], frozenset())
    'medobčinskega redarstva'
    """
    parts = [lines[0]]
    for line in lines[1:]:
        last = parts[-1]
        if last.endswith(_HYPHENS) and last[-2:-1].isalpha() and line[:1].islower():
            before, after = last.rsplit(" ", 1)[-1][:-1].lstrip(_AROUND), line.split(" ", 1)[0].strip(_AROUND)
            parts[-1] = last[:-1] + ("-" if f"{before}-{after}".lower() in words else "")
        else:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
