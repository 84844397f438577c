"""Whole units changed: articles, paragraphs, points and indents rewritten, added, repealed, renumbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.legislation.amendments.telling import Told, phrase
from kb.legislation.amendments.values import LAST, Operation, Place, Side, Why
from kb.legislation.amendments.working import Line, Region, Working, WorkingArticle
from kb.legislation.articles import Article, split_articles
from kb.legislation.citations.lexing import Level
from kb.legislation.provisions import Level as Sort
from kb.legislation.provisions import Provision, paragraphs_of

REPEALED = "črtan"
_LABELS = {Sort.PARAGRAPH: "({}) ", Sort.POINT: "{}. ", Sort.LETTER: "{}) ", Sort.INDENT: "– "}
_LABEL = re.compile(r"\s{0,4}(?:\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\(?[a-zčšž]{1,2}\)|[-–—•·])\s{0,4}")
_OPENS = {
    Sort.POINT: re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})[.)]"),
    Sort.LETTER: re.compile(r"\(?([a-zčšž]{1,2})\)"),
    Sort.INDENT: re.compile(r"[-–—•·]()"),
}
_SORTS = {
    Level.PARAGRAPH: Sort.PARAGRAPH,
    Level.POINT: Sort.POINT,
    Level.LETTER: Sort.LETTER,
    Level.INDENT: Sort.INDENT,
}
_PREFIX = re.compile(
    r"[\w.]{1,12}?[.)]?\s{1,3}(?:(?:pod)?poglavje:?\s{1,3}|(?:pod)?oddelek:?\s{1,3}|del:?\s{1,3})?", re.I
)


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was made in an article; `note` says what a person should look at."""

    article: WorkingArticle
    place: Place
    note: Told | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a change was not made."""

    why: Why
    told: Told


def only(working: Working, place: Place, source: str) -> Region | Refusal:
    """Gives the one region that a place names, or the refusal where there is none or more than one."""
    found = working.regions(place, source)
    if len(found) == 1:
        return found[0]
    if found:
        return Refusal(Why.MANY_PLACES, phrase("many-places", place.label(), len(found)))
    return Refusal(Why.NO_PLACE, phrase("no-place", place.label() or "?"))


# --- rewriting -------------------------------------------------------------------------------------


def rewrite(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Rewrites the units of an operation with its quoted text."""
    lines = _lines(operation.new)
    if not operation.places[0].units:
        return [Refusal(Why.NO_PLACE, phrase("no-article"))]
    if operation.places[0].units[-1][0] is Level.ARTICLE:
        return _rewrite_articles(working, operation, lines)
    regions = [only(working, place, operation.source) for place in operation.places]
    if refused := [each for each in regions if isinstance(each, Refusal)]:
        return list(refused)
    found = [each for each in regions if isinstance(each, Region)]
    if found[0].span:
        found[0].write(0, " ".join(lines))
        return [Done(found[0].article, operation.places[0])]
    texts = _divided(lines, found)
    if isinstance(texts, Refusal):
        return [texts]
    for region, own in sorted(zip(found, texts, strict=True), key=lambda pair: -pair[0].first):
        region.article.put(region.first, region.end, own)
    return [Done(each.article, place) for each, place in zip(found, operation.places, strict=True)]


def _divided(lines: Sequence[str], regions: Sequence[Region]) -> list[list[str]] | Refusal:
    """Gives the quoted lines of each region, labelled as it is; refused where their numbers are others."""
    starts = _starts(lines, regions[0].provision)
    if len(regions) == 1 and not (len(starts) > 1 and starts[0][1]):
        starts = starts[:1]
    if len(starts) != len(regions):
        return Refusal(Why.OTHER_NUMBER, phrase("parts-differ", len(regions), len(starts)))
    ends = [*(first for first, _ in starts[1:]), len(lines)]
    groups = []
    for (first, number), end, region in zip(starts, ends, regions, strict=True):
        own = region.provision.number if region.provision else ""
        if number and own and number != own:
            return Refusal(Why.OTHER_NUMBER, phrase("quoted-number", number))
        label = _labelled(lines[first], region.article.lines[region.first].text, region.provision)
        groups.append([label, *lines[first + 1 : end]])
    return groups


def _starts(lines: Sequence[str], like: Provision | None) -> list[tuple[int, str]]:
    """Gives where quoted provisions on the level of the one that they stand for begin, and their numbers."""
    if like is None or like.level is Sort.PARAGRAPH:
        return [(each.first, each.number) for each in paragraphs_of("0", lines)]
    opened = ((at, _OPENS[like.level].match(line)) for at, line in enumerate(lines))
    found = [(at, label[1]) for at, label in opened if label]
    return found if found and found[0][0] == 0 else [(0, ""), *found]


def _labelled(line: str, old: str, provision: Provision | None) -> str:
    if provision is None or _LABEL.match(line):
        return line
    label = _LABEL.match(old)
    return f"{label[0]}{line}" if label else line


def _rewrite_articles(working: Working, operation: Operation, lines: Sequence[str]) -> list[Done | Refusal]:
    parsed = split_articles(lines)
    if not parsed and len(operation.places) == 1:
        found = only(working, operation.places[0], operation.source)
        if isinstance(found, Refusal):
            return [found]
        found.article.put(0, len(found.article.lines), lines)
        return [Done(found.article, operation.places[0])]
    by_number = {article.number: article for article in parsed}
    return [_rewrite_article(working, place, by_number, operation) for place in operation.places]


def _rewrite_article(
    working: Working, place: Place, by_number: dict[str, Article], operation: Operation
) -> Done | Refusal:
    found = only(working, place, operation.source)
    if isinstance(found, Refusal):
        return found
    new = by_number.get(found.article.number)
    if new is None:
        return Refusal(Why.OTHER_NUMBER, phrase("quoted-lacks", found.article.number))
    found.article.title = new.title
    found.article.put(0, len(found.article.lines), [line for line in new.lines if line.strip()])
    return Done(found.article, place)


# --- adding ----------------------------------------------------------------------------------------


def add(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Adds the units that an operation quotes."""
    lines = _lines(operation.new)
    if not operation.to or operation.to[0].units[-1][0] is Level.ARTICLE:
        return _add_articles(working, operation, lines)
    level = operation.to[0].units[-1][0]
    place = operation.places[-1 if operation.side is Side.AFTER else 0]
    region = only(working, place, operation.source) if place.units else Refusal(Why.NO_PLACE, phrase("no-place-told"))
    if isinstance(region, Refusal):
        return [region]
    if level is Level.SENTENCE:
        return [_add_sentence(region, operation, " ".join(lines))]
    anchored = any(each is level for each, _ in place.units) and operation.side in (Side.INSIDE, Side.END)
    side = Side.AFTER if anchored else operation.side
    told = _labelled_as(lines, operation.to, region)
    at = region.end if side is Side.AFTER else region.first if side is Side.BEFORE else _place(region, operation, side)
    if isinstance(told, Refusal) or at < 0:
        return [told if isinstance(told, Refusal) else Refusal(Why.NO_PLACE, phrase("no-new-place"))]
    region.article.lines[at:at] = [Line(text) for text in told]
    return [Done(region.article, each) for each in operation.to]


def _labelled_as(lines: Sequence[str], to: Sequence[Place], region: Region) -> list[str] | Refusal:
    """Gives quoted lines with the numbers that an order names; refused where they have others."""
    level, number = to[0].units[-1]
    sort = Sort.LETTER if level is Level.POINT and number[:1].isalpha() and number != LAST else _SORTS[level]
    label = _LABEL.match(lines[0]) if lines else None
    if not lines:
        return Refusal(Why.OTHER_NUMBER, phrase("quoted-none"))
    if label:
        told = label[0].strip(" ().")
        is_other = sort is not Sort.INDENT and number != LAST and told.lower() != number
        return Refusal(Why.OTHER_NUMBER, phrase("quoted-number", told)) if is_other else list(lines)
    is_numbered = sort is not Sort.PARAGRAPH or any(each.number for each in region.article.provisions())
    if not is_numbered or number == LAST or len(to) > 1:
        return list(lines)
    return [_LABELS[sort].format(number) + lines[0], *lines[1:]]


def _place(region: Region, operation: Operation, side: Side) -> int:
    """Gives the line where a unit goes that no neighbour is named for, -1 where that is not clear."""
    level, number = operation.to[0].units[-1]
    tops = [region.provision] if region.provision else list(region.article.provisions())
    if level is Level.PARAGRAPH:
        siblings = list(region.article.provisions())
    else:
        siblings = [part for top in tops for part in top.parts if part.level in (_SORTS[level], Sort.LETTER)]
    if side is Side.START:
        return siblings[0].first if siblings else region.end
    if side is Side.END or not siblings:
        return siblings[-1].end if siblings else region.end
    known = [each for place, each in enumerate(siblings, 1) if (each.number or str(place)) == number]
    if known:
        return known[0].first
    return siblings[-1].end if number == str(len(siblings) + 1) or not number.isdecimal() else -1


def _add_sentence(region: Region, operation: Operation, new: str) -> Done | Refusal:
    place = operation.to[0]
    line = region.article.lines[region.end - 1]
    if region.span:
        start, end = region.span
        told = [line.text[:start], line.text[start:end], line.text[end:].strip()]
        pieces = [told[1], new] if operation.side is not Side.BEFORE else [new, told[1]]
        line.text = (told[0] + " ".join(filter(None, [*pieces, told[2]]))).rstrip()
    elif operation.side in (Side.END, Side.AFTER) or place.units[-1][1] == LAST:
        provision = region.provision
        is_list = bool(provision and provision.parts and provision.parts[-1].end == region.end)
        if is_list:
            region.article.lines.insert(region.end, Line(new))
        else:
            line.text = f"{line.text.rstrip()} {new}"
    else:
        return Refusal(Why.NO_PLACE, phrase("which-sentence", new[:40]))
    return Done(region.article, place)


def _add_articles(working: Working, operation: Operation, lines: Sequence[str]) -> list[Done | Refusal]:
    parsed = split_articles(lines)
    wanted = [place.article for place in operation.to]
    if not parsed or (wanted and [article.number for article in parsed] != wanted):
        told = ", ".join(article.number for article in parsed) or "–"
        return [Refusal(Why.OTHER_NUMBER, phrase("quoted-others", told))]
    at = _article_place(working, operation, parsed[0].number)
    if isinstance(at, Refusal):
        return [at]
    new = [
        WorkingArticle(each.number, each.title, each.chapter, [Line(line) for line in each.lines if line.strip()])
        for each in parsed
    ]
    working.articles[at:at] = new
    return [Done(each, Place(((Level.ARTICLE, each.number),))) for each in new]


def _article_place(working: Working, operation: Operation, number: str) -> int | Refusal:
    place = operation.places[-1]
    if place.chapter:
        return _behind_chapter(working, place, operation)
    if operation.side in (Side.AFTER, Side.BEFORE) and place.units:
        found = working.named(place)
        if len(found) != 1:
            why = Why.MANY_PLACES if found else Why.NO_PLACE
            return Refusal(why, phrase("articles-many" if found else "article-missing", place.article))
        at = next(at for at, each in enumerate(working.articles) if each is found[0])
        return at if operation.side is Side.BEFORE else at + 1
    before = [at for at, each in enumerate(working.articles) if _order(each.number) < _order(number)]
    return before[-1] + 1 if before else 0


def _behind_chapter(working: Working, place: Place, operation: Operation) -> int | Refusal:
    region = only(working, place, operation.source)
    if isinstance(region, Refusal):
        return region
    at = next(at for at, each in enumerate(working.articles) if each is region.article)
    if operation.side is Side.BEFORE:
        return at
    return next(
        (after for after in range(at + 1, len(working.articles)) if working.articles[after].chapter),
        len(working.articles),
    )


def _order(number: str) -> tuple[int, str]:
    digits = re.match(r"\d{1,6}", number)
    return (int(digits[0]) if digits else 0), number.lstrip("0123456789")


# --- repealing, renumbering, titles ------------------------------------------------------------------


def repeal(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Takes the units of an operation out; an article stays as «(črtan)»."""
    regions = [only(working, place, operation.source) for place in operation.places]
    found: list[Done | Refusal] = []
    pairs = sorted(
        zip(regions, operation.places, strict=True),
        key=lambda pair: -pair[0].first if isinstance(pair[0], Region) else 0,
    )
    for region, place in pairs:
        if isinstance(region, Refusal):
            found.append(region)
            continue
        _take_out(region)
        found.append(Done(region.article, place))
    return found[::-1]


def _take_out(region: Region) -> None:
    if region.span:
        text = region.article.lines[region.first].text
        start, end = region.span
        region.article.lines[region.first].text = f"{text[:start]}{text[end:].lstrip()}".rstrip()
    elif region.provision:
        del region.article.lines[region.first : region.end]
    else:
        region.article.title, region.article.lines = REPEALED, []


def renumber(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Gives the units of an operation their new numbers, all at once."""
    olds = [only(working, place, operation.source) for place in operation.places]
    found: list[Done | Refusal] = []
    for old, place, to in zip(olds, operation.places, operation.to, strict=False):
        if isinstance(old, Refusal):
            found.append(old)
        elif place.units[-1][0] is Level.ARTICLE and to.units[-1][0] is Level.ARTICLE:
            old.article.number = to.article
            found.append(Done(old.article, place))
        else:
            found.append(_relabelled(old, place, to.units[-1][1], is_numbered=working.is_numbered()))
    if len(operation.places) != len(operation.to):
        return [Refusal(Why.OTHER_NUMBER, phrase("labels-differ"))]
    return found


def _relabelled(region: Region, place: Place, number: str, *, is_numbered: bool) -> Done | Refusal:
    """Gives a provision its new number; what has none in the text is only counted."""
    line = region.article.lines[region.first] if region.article.lines else Line("")
    label = _LABEL.match(line.text)
    if region.provision is None:
        line.text = line.text if label or not is_numbered else f"({number}) {line.text}"
        return Done(region.article, place)
    if label and region.provision.level is not Sort.INDENT and region.provision.number:
        line.text = label[0].replace(region.provision.number, number, 1) + line.text[label.end() :]
        return Done(region.article, place)
    siblings = _siblings(region)
    at = next((at for at, each in enumerate(siblings, 1) if each.first == region.first), 0)
    return Done(region.article, place, None if str(at) == number else phrase("counted", at, number))


def _siblings(region: Region) -> Sequence[Provision]:
    """Gives the provisions of one level beside the one of a region, and itself."""
    provision = region.provision
    if provision is None or provision.level is Sort.PARAGRAPH:
        return region.article.provisions()
    every = (each for top in region.article.provisions() for each in top.every())
    holder = next((each for each in every if provision.id in [part.id for part in each.parts]), None)
    return [part for part in holder.parts if part.level is provision.level] if holder else ()


def entitle(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Gives articles or a chapter the title that an operation quotes; "" takes the title away."""
    found: list[Done | Refusal] = []
    title = " ".join(operation.new.split())
    for place in operation.places:
        region = only(working, place, operation.source)
        if isinstance(region, Refusal):
            found.append(region)
            continue
        if region.chapter >= 0:
            region.write(0, _chapter_title(region.texts()[0], title))
        else:
            region.article.title = title.strip("() ") if title.startswith("(") else title
        found.append(Done(region.article, place))
    return found


def _chapter_title(old: str, new: str) -> str:
    """Gives the new heading of a chapter with the number of the old one, if it has none of its own."""
    number = _PREFIX.match(old)
    has_own = number is None or new.startswith(number[0].split()[0])
    return new if has_own or number is None else number[0] + new


def _lines(quoted: str) -> list[str]:
    return [line.strip() for line in quoted.split("\n") if line.strip()]
