"""The structure of a law: preamble, articles, and what comes after them; or none, where a text is no law."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.legislation.articles import (
    Article,
    ArticleHeading,
    article_number,
    find_headings,
    is_final_provisions,
    split_articles,
)
from kb.legislation.bills import BillPart, bill_parts, explained_article, repeats_law

_FEWEST = 3
_ENOUGH = 0.5
_NEARLY_ALL = 0.7
_WIDEST_GAP = 8
_AFTER = re.compile(
    r"[*_#\s]{0,6}(?:[IVX]{1,4}[.)]\s{0,3})?"
    r"(?:(?:OBRAZLOŽITEV|O B R A Z L O Ž I T E V|PRILOG[AE]|P R I L O G [AE]|UTEMELJITEV)\b.{0,120}"
    r"|(?:Obrazložitev|Utemeljitev|Priloga)(?: \d{1,2}| [A-Z])?\s?[.:]?)[*_]{0,3}"
)
_APPENDED = re.compile(r".{0,300}\bvsebuje(?:ta|jo)? naslednj\w{1,3}\s(?:prehodn|končn|določb).{0,80}", re.I)
_BASIS = re.compile(r"[*_\s]{0,4}Na podlagi\b")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that are no articles, from `first` up to `end`: a preamble, an explanation, an annex, old law.

    `context` says what the lines are where they must not be taken for the law itself; `headings` are the
    lines among them that head what follows them.
    """

    first: int
    end: int
    context: str = ""
    headings: frozenset[int] = frozenset()


def split_law(lines: Sequence[str], *, marked: Collection[int] = ()) -> tuple[Article | Run, ...]:
    """Gives the articles and runs of a law in their order, () where `lines` are no law.

    A law has three articles or more whose numbers run up from 1 or which are most of the text, or just
    two that are both. `marked` are the numbers of lines that the file itself calls headings.
    """
    if parts := bill_parts(lines):
        return _bill(lines, parts, marked)
    headings = find_headings(lines)
    found: list[Article | Run] = []
    acts = _acts(lines, headings)
    for first, end in acts:
        own = headings if len(acts) == 1 else find_headings(lines[first:end])
        found.extend(_act(lines, first, end, marked, own))
    return tuple(found) if any(isinstance(part, Article) for part in found) else ()


# --- bills -----------------------------------------------------------------------------------------


def _bill(lines: Sequence[str], parts: tuple[BillPart, ...], marked: Collection[int]) -> tuple[Article | Run, ...]:
    found: list[Article | Run] = [Run(0, parts[0].first)]
    for part in parts:
        if part.is_text:
            inside = _articles(lines, part.first + 1, part.end, marked)
            start = next((each.first for each in inside if isinstance(each, Article)), part.end)
            found.append(Run(part.first, start, headings=frozenset({part.first})))
            found.extend(each for each in inside if isinstance(each, Article))
        else:
            found.append(_run(lines, part.first, part.end, part.heading))
    return tuple(run for run in found if run.first < run.end)


def _run(lines: Sequence[str], first: int, end: int, context: str) -> Run:
    """Gives a run whose own «K 12. členu» and «12. člen» head what follows them."""
    own = (at for at in range(first + 1, end) if explained_article(lines[at]) or article_number(lines[at]))
    return Run(first, end, context, frozenset({first, *own}))


def _articles(
    lines: Sequence[str], first: int, end: int, marked: Collection[int], headings: list[ArticleHeading] | None = None
) -> list[Article | Run]:
    """Gives the articles between two lines, and before them the run of what stands there; `headings` if known."""
    inside = [at - first for at in marked if first <= at < end]
    articles = [
        replace(article, first=article.first + first, end=article.end + first)
        for article in split_articles(lines[first:end], marked=inside, headings=headings)
    ]
    before = Run(first, articles[0].first if articles else end)
    return [*([before] if before.first < before.end else []), *articles]


# --- acts ------------------------------------------------------------------------------------------


def _acts(lines: Sequence[str], headings: list[ArticleHeading]) -> list[tuple[int, int]]:
    """Gives the spans of the acts in one text: each but the first begins at «Na podlagi …» before its own 1. člen."""
    starts = [0]
    for before, heading in pairwise(headings):
        if heading.number == "1":
            bases = [at for at in range(before.text_from, heading.line) if _BASIS.match(lines[at])]
            starts += bases[:1]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _act(
    lines: Sequence[str], first: int, end: int, marked: Collection[int], every: list[ArticleHeading]
) -> list[Article | Run]:
    """Gives the articles and runs of one act; `every` heading of an article in its lines is told."""
    act = lines[first:end]
    stop = _end_of_articles(act, every)
    headings = [heading for heading in every if heading.line < stop]
    if not _is_law(act, headings, stop):
        return [Run(first, end)]
    found = _articles(lines, first, first + stop, marked, every if stop == len(act) else None)
    return [*found, *_runs_after(lines, first + stop, end)]


def _runs_after(lines: Sequence[str], first: int, end: int) -> Iterator[Run]:
    """Gives what stands after the articles, the law that a draft changes apart from the draft's explanation."""
    starts = [at for at in range(first, end) if at == first or repeats_law(lines[at])]
    for start, stop in pairwise([*starts, end]):
        yield _run(lines, start, stop, lines[start].strip(" *_#»:"))


def _end_of_articles(act: Sequence[str], headings: list[ArticleHeading]) -> int:
    """Gives the line where an explanation, an annex or the final provisions of amending acts begin."""
    if not headings:
        return len(act)
    old_law = next((at for at in range(headings[0].text_from, len(act)) if repeats_law(act[at])), len(act))
    own = [heading for heading in headings if heading.line < old_law]
    for at in range(headings[0].text_from, old_law):
        line = act[at]
        is_end = _AFTER.fullmatch(line) or _is_appended(line) or is_final_provisions(line)
        if is_end and not _counts_on(own, at) and _no_colon_before(act, at):
            return at
    return own[-1].line if _ends_another(act, own, old_law) else old_law


def _ends_another(act: Sequence[str], own: list[ArticleHeading], end: int) -> bool:
    """Tells whether the last article is the end of an amending act that a consolidated text appends without a mark.

    Its number falls back, and it closes a quotation that nothing has opened: «94. člen / Ta zakon začne veljati … .«.».
    """
    if len(own) < _FEWEST or _digits(own[-1]) >= _digits(own[-2]):
        return False
    first = act[own[-1].text_from] if own[-1].text_from < end else ""
    return first.rstrip(" .;").endswith("«") and "»" not in first


def _is_appended(line: str) -> bool:
    return "vsebuje" in line.lower() and _APPENDED.fullmatch(line) is not None


def _no_colon_before(act: Sequence[str], at: int) -> bool:
    """Tells whether a line is not what an amending article has just announced with «… se glasi:»."""
    return not is_final_provisions(act[at]) or not act[at - 1].rstrip().endswith(":")


def _counts_on(headings: list[ArticleHeading], at: int) -> bool:
    """Tells whether the articles after a line go on counting from those before it."""
    before = [_digits(heading) for heading in headings if heading.line < at]
    after = [_digits(heading) for heading in headings if heading.line >= at]
    return bool(before and after) and before[-1] < after[0] <= before[-1] + _WIDEST_GAP


def _is_law(act: Sequence[str], headings: list[ArticleHeading], stop: int) -> bool:
    if len(headings) < 2:
        return False
    numbers = [_digits(heading) for heading in headings]
    steps = list(pairwise(numbers))
    strays = sum(not 0 <= after - before <= _WIDEST_GAP for before, after in steps)
    runs_up = strays <= max(1, len(steps) // 5)
    share = sum(map(len, act[headings[0].line : stop])) / max(sum(map(len, act)), 1)
    if numbers[0] == 1 and runs_up:
        return len(headings) >= _FEWEST or (numbers == [1, 2] and share >= _ENOUGH)
    in_a_row = sum(after - before in (0, 1) for before, after in steps)
    return len(headings) >= _FEWEST and share >= _NEARLY_ALL and in_a_row >= 0.7 * len(steps)


def _digits(heading: ArticleHeading) -> int:
    number = heading.number
    return int(number if number.isdecimal() else re.sub(r"\D", "", number))
