"""All of a text of law in one value: what stands before the articles, the articles, and what follows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.legislation.articles import Article, article_number
from kb.legislation.bills import BillSection, bill_parts, in_bill
from kb.legislation.kept import law_from
from kb.legislation.lawtext import LawText, law_of, title_of
from kb.legislation.structure import Run, split_law
from kb.model import BETWEEN_HEADINGS, LocatorKind, Passage

NOTES = "Opombe"


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the articles or stands beside them: an explanation, an annex, final provisions, another act.

    `heading` is the line that opens it, "" for none; `headings` are the places of lines that head what follows them.
    """

    heading: str
    lines: tuple[str, ...]
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WholeLaw:
    """A law with what is around its articles; `before` are the lines above the first one, `is_bill` tells a bill."""

    law: LawText
    before: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    is_bill: bool = False


def whole_law(lines: Sequence[str], *, marked: Collection[int] = ()) -> WholeLaw:
    """Gives all of the law that `lines` are; a text that is no law has all its lines in `before`.

    `marked` are the places of lines that the file itself calls headings. Of several acts in one text the first is
    the law, the others are annexes.
    """
    told = [at for at, line in enumerate(lines) if line.strip()]
    lines, marked = [lines[at] for at in told], {place for place, at in enumerate(told) if at in marked}
    parts = split_law(lines, marked=marked)
    if not any(isinstance(part, Article) for part in parts):
        return WholeLaw(law_of(*title_of(lines), ()), tuple(lines))
    is_bill = bool(bill_parts(lines))
    before, articles, behind = _of_first_act(parts, is_bill=is_bill)
    above = tuple(line for run in before for line in lines[run.first : run.end])
    annexes = tuple(_annex(lines, group) for group in _grouped(behind))
    return WholeLaw(law_of(*title_of(lines[: articles[0].first]), articles), above, annexes, is_bill)


def whole_from(passages: Sequence[Passage], *, title: str = "", acronym: str = "") -> WholeLaw:
    """Gives all of the law that the store keeps as `passages`; title and acronym are those told, else its own.

    Notes that hang on articles are an annex of their own.
    """
    law = law_from(passages, title=title, acronym=acronym)
    first = next((at for at, each in enumerate(passages) if _is_article(each)), len(passages))
    is_bill = any(map(_is_beside, passages[:first]))
    before = [each for each in passages[:first] if not _is_beside(each)]
    beside = [each for at, each in enumerate(passages) if not _is_article(each) and (at > first or _is_beside(each))]
    annexes = [_annex_of(list(group)) for _, group in groupby(beside, key=_widest)]
    notes = tuple(line for each in passages if _is_article(each) for line in _notes(each))
    lines = tuple(line for _, line in _lines_of(before))
    return WholeLaw(law, lines, (*annexes, *([Annex(NOTES, notes)] if notes else [])), is_bill)


def _is_article(passage: Passage) -> bool:
    return passage.locator.kind is LocatorKind.ARTICLE


def _is_beside(passage: Passage) -> bool:
    """Tells whether a passage is of a part of a bill that is not its text."""
    place = None if _is_article(passage) else in_bill(passage.heading)
    return place is not None and place.section is not BillSection.TEXT


def _widest(passage: Passage) -> str:
    return passage.heading.split(BETWEEN_HEADINGS)[-1]


def _notes(passage: Passage) -> Sequence[str]:
    return passage.text.split("\n")[len(passage.own_text.split("\n")) :] if passage.aside_lines else ()


def _annex_of(passages: Sequence[Passage]) -> Annex:
    """Gives the passages under one heading as an annex; what each has of its own is a heading in it."""
    heading = _widest(passages[0])
    told = [(is_heading, line) for is_heading, line in _lines_of(passages) if not is_heading or line != heading]
    headings = frozenset(at for at, (is_heading, _) in enumerate(told) if is_heading)
    return Annex(heading, tuple(line for _, line in told), headings)


def _lines_of(passages: Sequence[Passage]) -> Iterator[tuple[bool, str]]:
    """Gives the lines of passages, the widest heading first; a heading is said once, however many are under it."""
    open_: list[str] = []
    for passage in passages:
        headings = list(filter(None, reversed(passage.heading.split(BETWEEN_HEADINGS))))
        yield from ((True, each) for each in headings if each not in open_)
        open_ = headings
        yield from ((False, line) for line in passage.text.split("\n") if line.strip())


def _of_first_act(
    parts: Sequence[Article | Run], *, is_bill: bool
) -> tuple[list[Run], list[Article], list[Article | Run]]:
    """Gives the runs above the first article, the articles of the first act, and all the rest."""
    first = next(at for at, part in enumerate(parts) if isinstance(part, Article))
    end = first
    while end < len(parts) and isinstance(parts[end], Article):
        end += 1
    above = [part for part in parts[:first] if isinstance(part, Run)]
    before = [run for run in above if not run.context] if is_bill else above
    aside = [run for run in above if run.context] if is_bill else []
    articles = [part for part in parts[first:end] if isinstance(part, Article)]
    return before, articles, [*aside, *parts[end:]]


def _grouped(parts: Sequence[Article | Run]) -> list[list[Article | Run]]:
    """Gives the parts by annex: a run opens one, the articles after it are in it."""
    groups: list[list[Article | Run]] = []
    for part in parts:
        if isinstance(part, Run) or not groups:
            groups.append([])
        groups[-1].append(part)
    return groups


def _annex(lines: Sequence[str], group: Sequence[Article | Run]) -> Annex:
    first, end = group[0].first, group[-1].end
    run = group[0] if isinstance(group[0], Run) else Run(first, first)
    is_headed = bool(run.context) and first in run.headings
    begin = first + is_headed
    headings = {at for at in run.headings if at >= begin}
    for part in group[1:] if isinstance(group[0], Run) else group:
        headings.update(range(part.first, _heading_line(lines, part) + 1))
    heading = lines[first].strip(" *_#") if is_headed else ""
    return Annex(heading, tuple(lines[begin:end]), frozenset(at - begin for at in headings))


def _heading_line(lines: Sequence[str], part: Article | Run) -> int:
    """Gives the line with the number of an article, its first one where the number is parted from «člen»."""
    number = part.number if isinstance(part, Article) else ""
    return next((at for at in range(part.first, part.end) if article_number(lines[at]) == number), part.first)
