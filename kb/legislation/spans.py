"""Where in a citation each of its articles is said: in «21. in 29. člena ZLS» the first at «21.», the second behind."""

from __future__ import annotations

import re

from kb.legislation.citations import Citation

_UNIT = re.compile(r"čl(?:en\w{0,3}|\.)", re.I)
_NUMBER = re.compile(r"(\d{1,4})\.?(?:\s?([a-zčšž])(?![\w]))?\.?", re.I)
_JOINT = re.compile(r"\s{0,3}(?:,|in|ali|ter|oziroma|do|[-–])?\s{0,3}(?:in|ali|vključno)?\s{0,3}")


def article_spans(citation: Citation) -> tuple[tuple[int, int, str], ...]:
    """Gives start, end and number of the articles that a citation says one by one, in offsets of its text.

    Together they span the citation but for what joins them; of a range the ends are said. A citation that says one
    article, or none, or its articles otherwise, is one span with its first article or "".

    >>> from kb.legislation.citations import find_citations
    >>> article_spans(find_citations("po 21. in 29. členu ZLS")[0])
    ((0, 3, '21'), (7, 20, '29'))
    """
    text = citation.text
    whole = ((0, len(text), citation.articles[0] if citation.articles else ""),)
    unit = _UNIT.search(text)
    if len(citation.articles) < 2 or unit is None:
        return whole
    said = _before(text, unit.start(), frozenset(citation.articles))
    if len(said) < 2:
        return whole
    starts = [0, *(start for start, _, _ in said[1:])]
    ends = [*(end for _, end, _ in said[:-1]), len(text)]
    return tuple((start, end, each[2]) for start, end, each in zip(starts, ends, said, strict=True))


def _before(text: str, at: int, wanted: frozenset[str]) -> list[tuple[int, int, str]]:
    """Gives the numbers in front of the unit at `at` that only joints part from it and from one another."""
    found: list[tuple[int, int, str]] = []
    for number in reversed([*_NUMBER.finditer(text, 0, at)]):
        value = f"{int(number[1])}{(number[2] or '').lower()}"
        end = number.start() + len(number[0].rstrip())
        if value not in wanted or not _JOINT.fullmatch(text, end, at):
            break
        found.append((number.start(), end, value))
        at = number.start()
    return found[::-1]
