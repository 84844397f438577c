"""Articles of a law, found in its lines.

«12. člen», «12.a člen», «12. a člen», «**12. ČLEN**» and «12.» with «člen» on the next line are headings;
so is «12. člen (vrste pooblastil)». «člen 12» and «V 12. členu» are not, nor is «»12. člen» inside a quotation:
it belongs to the article that quotes it. The title follows, in parentheses or as a short line of its own.
Every repetition in the patterns is bounded: law texts come from strangers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.legislation.chapters import chapter_names, chapter_start, is_certain_chapter
from kb.legislation.misread import Stretch, lost_headings
from kb.legislation.quotations import inside, quotations

_HEADING = re.compile(
    r"[*_#>\s]{0,8}(\d{1,4}) ?\.? ?(?:([a-zčšž]{1,2})\b ?\.?)? ?č ?l ?e ?n\b[*_]{0,3}\s{0,3}[.:]?[*_]{0,3}\s{0,3}"
    r"(?:[-–—]\s{0,3}([^\W\d_].{0,200})|(\(.{1,500}))?[*_]{0,3}",
    re.I,
)
_NUMBER_ALONE = re.compile(r"[*_#>\s]{0,8}\d{1,4} ?\. ?(?:[a-zčšž]{1,2}\.?)?[*_\s]{0,4}", re.I)
_WORD_ALONE = re.compile(r"[*_#>\s]{0,8}č ?l ?e ?n\b.{0,500}", re.I)
_COUNTED = re.compile(r"\((?:\d{1,3}|[a-zčšž]{1,2}|[ivxl]{1,5})\.?\)", re.I)
_PARENTHESIS = re.compile(r"[()]")
_NO_TITLE = re.compile(r"[-–—•(»„\"\d]|[a-zčšž]\)")
_ENDS_LIKE_TEXT = (".", ",", ";", ":", "«", "“", "in", "ali", "ter", "oziroma")
_PARAGRAPH_ONE = re.compile(r"\s{0,4}\(1\)")
_ALPHABET = "abcčdefghijklmnopqrsštuvwxyzž"
_FINAL = re.compile(
    r"[»„\"]\s?(?:[IVXLC\d]{1,8}[.a-z]{0,3}\s{0,3}(?:del|poglavje)?:?\s{0,3})?(?:PREHODN|KONČN|Prehodn|Končn)\w{1,3}\b.{0,60}$"
)
_TITLE_LINES = 5
_MOST_ARTICLES = 2_000
_FARTHEST_ECHO = 12
_LONGEST_TITLE = 400
_LONGEST_BARE_TITLE = 120


@dataclass(frozen=True, slots=True)
class Article:
    """An article: `number` is "12" or "12a", `title` is without parentheses, `lines` is its text.

    `chapter` are the headings that stand between the article before and this one. `first` and `end` are
    the lines that all of it takes up in the text, chapter and heading included, `end` not. `said` is the heading as it
    stands where it had to be read as another: «l2. člen».
    """

    number: str
    title: str
    chapter: tuple[str, ...]
    lines: tuple[str, ...]
    first: int
    end: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class ArticleHeading:
    """Where an article begins: `line` is its heading, its text begins with `rest` and then line `text_from`.

    `said` is the heading as it stands where it had to be read as another: «l2. člen».
    """

    number: str
    title: str
    line: int
    text_from: int
    rest: str = ""
    said: str = ""


def find_headings(lines: Sequence[str]) -> list[ArticleHeading]:
    """Gives the headings of articles in `lines`, those inside quotations left out.

    >>> found = find_headings(["12. člen", "(ugotavljanje istovetnosti)", "(1) Občinski redar …"])
    >>> [(heading.number, heading.title) for heading in found]
    [('12', 'ugotavljanje istovetnosti')]
    """
    every = [heading for at in range(len(lines)) if (heading := _heading_at(lines, at))]
    spans = [span for span in quotations(lines) if not _is_own_ending(lines, span, every)]
    quoted = inside(spans, len(lines))
    found = [heading for heading in every if not quoted[heading.line]]
    found = _put_back(lines, _with_lost(lines, found, quoted))
    return [_with_title(lines, heading, _next_line(found, place, len(lines))) for place, heading in enumerate(found)]


def _with_lost(lines: Sequence[str], found: list[ArticleHeading], quoted: Sequence[bool]) -> list[ArticleHeading]:
    """Adds the headings that a scan has spoilt, where the articles around them leave just their numbers out."""
    if not found:
        return found
    stretches = [Stretch(0, found[0].line, 1, _digits(found[0]) - 1)]
    stretches += [
        Stretch(before.text_from, after.line, _digits(before) + 1, _digits(after) - 1)
        for before, after in pairwise(found)
    ]
    stretches.append(Stretch(found[-1].text_from, len(lines), _digits(found[-1]) + 1, _MOST_ARTICLES))
    gaps = [each for each in stretches if each.wanted <= each.last]
    lost = [
        ArticleHeading(str(each.number), "", each.line, each.line + 1, each.rest, each.said)
        for each in lost_headings(lines, gaps, quoted)
    ]
    return sorted([*found, *lost], key=lambda heading: heading.line) if lost else found


def _put_back(lines: Sequence[str], found: list[ArticleHeading]) -> list[ArticleHeading]:
    """Puts headings with a letter back that stand under the heading of the article behind theirs.

    Conversions of consolidated texts lose «15.č člen» and give it under «16. člen», whose text it then seems to head.
    Its own text is at the end of the article before: from where paragraphs count from one again, or nobody can tell.
    """
    kept: list[ArticleHeading] = []
    for heading in found:
        after = kept[-1] if kept else None
        if after is None or not _stands_under(lines, after, heading):
            kept.append(heading)
            continue
        kept[-1] = replace(after, text_from=heading.text_from)
        before = kept[-2] if len(kept) > 1 else None
        if before is not None and before.number != heading.number and _place(before) < _place(heading):
            line = _second_start(lines, before.text_from, after.line)
            kept.insert(-1, replace(heading, line=line, text_from=line, said=lines[heading.line].strip(" *_#")))
    return kept


def _stands_under(lines: Sequence[str], after: ArticleHeading, heading: ArticleHeading) -> bool:
    is_lettered = heading.number[-1:].isalpha() and not (heading.title or heading.rest or after.title or after.rest)
    is_close = is_lettered and not any(line.strip() for line in lines[after.text_from : heading.line])
    return is_close and _place(heading) < _place(after)


def _second_start(lines: Sequence[str], first: int, end: int) -> int:
    """Gives the line where paragraphs count from one again; without one the line where the next article begins."""
    starts = [at for at in range(first, end) if _PARAGRAPH_ONE.match(lines[at])]
    return starts[1] if len(starts) > 1 else chapter_start(lines, end, floor=first)


def _place(heading: ArticleHeading) -> tuple[int, tuple[int, ...]]:
    """Gives where an article is in the order of a law: 15.c, 15.č, 15.d, 16."""
    letters = heading.number.lstrip("0123456789")
    return _digits(heading), tuple(_ALPHABET.find(letter) for letter in letters)


def is_final_provisions(line: str) -> bool:
    """Tells whether a line opens the quoted final provisions of a consolidated text: «»PREHODNE IN KONČNE DOLOČBE»."""
    return _FINAL.match(line) is not None


def _is_own_ending(lines: Sequence[str], span: tuple[int, int], headings: list[ArticleHeading]) -> bool:
    """Tells whether a quotation is the law's own end, as consolidated texts give it: its articles go on counting."""
    if not is_final_provisions(lines[span[0]]):
        return False
    before = [heading for heading in headings if heading.line < span[0]]
    within = [heading for heading in headings if span[0] < heading.line <= span[1]]
    return bool(before and within) and _digits(within[0]) == _digits(before[-1]) + 1


def _digits(heading: ArticleHeading) -> int:
    number = heading.number
    return int(number if number.isdecimal() else re.sub(r"\D", "", number))


def article_number(line: str) -> str:
    """Gives "12a" for «12.a člen», "" for a line that is no article's heading.

    >>> article_number("12. a člen"), article_number("12. člen se spremeni tako, da se glasi:")
    ('12a', '')
    """
    found = _HEADING.fullmatch(line)
    return f"{int(found[1])}{(found[2] or '').lower()}" if found else ""


def split_articles(
    lines: Sequence[str], *, marked: Collection[int] = (), headings: list[ArticleHeading] | None = None
) -> tuple[Article, ...]:
    """Gives the articles in `lines`, in their order; what stands before the first heading is in none of them.

    `marked` are the numbers of lines that the file itself calls headings, `headings` what find_headings gives for the
    lines, where that is known already. The last article keeps what follows it to the end: the signature.
    """
    headings, echoes = _without_echoes(find_headings(lines) if headings is None else headings, lines)
    starts = [_start(lines, headings, place, marked, echoes) for place in range(len(headings))]
    ends = [*starts[1:], len(lines)][: len(starts)]
    told = [
        [at for at in range(start, heading.line) if at not in echoes]
        for heading, start in zip(headings, starts, strict=True)
    ]
    return tuple(
        _article(lines, heading, chapter, start, end)
        for heading, chapter, start, end in zip(headings, told, starts, ends, strict=True)
    )


def _without_echoes(
    headings: list[ArticleHeading], lines: Sequence[str]
) -> tuple[list[ArticleHeading], dict[int, int]]:
    """Leaves out a heading that says the one before it again, with only the next chapter's name under it.

    Gives the others, and for each line of those left out, «14. člen» and the same title, the first of them.
    """
    kept: list[ArticleHeading] = []
    echoes: dict[int, int] = {}
    for place, heading in enumerate(headings):
        end = _next_line(headings, place, len(lines))
        under = lines[heading.text_from : end]
        is_echo = bool(kept) and heading.number == kept[-1].number and not heading.rest
        if is_echo and all(
            len(line) <= _LONGEST_BARE_TITLE * 2 and not line.endswith(_ENDS_LIKE_TEXT) for line in under
        ):
            said = heading if heading.title == kept[-1].title else _heading_at(lines, heading.line) or heading
            echoes |= dict.fromkeys(range(heading.line, said.text_from), heading.line)
        else:
            kept.append(heading)
    return kept, echoes


def _start(
    lines: Sequence[str],
    headings: list[ArticleHeading],
    place: int,
    marked: Collection[int],
    echoes: Mapping[int, int],
) -> int:
    """Gives the line where an article's chapter headings begin, or its own heading where it has none."""
    heading = headings[place]
    if place:
        floor = headings[place - 1].text_from
        start = chapter_start(lines, heading.line, floor=floor, marked=marked)
        # What stands under an echo is all of it chapter, and so may be what stands above it.
        echo = next((at for at in range(start - 1, max(floor, start - _FARTHEST_ECHO) - 1, -1) if at in echoes), None)
        return start if echo is None else chapter_start(lines, echoes[echo], floor=floor, marked=marked)
    # Above the first article stands the title of the act, in capitals like the chapters.
    start = chapter_start(lines, heading.line, floor=0)
    while start < heading.line and not is_certain_chapter(lines[start]):
        start += 1
    return start


def _article(lines: Sequence[str], heading: ArticleHeading, above: Sequence[int], start: int, end: int) -> Article:
    chapter = chapter_names([lines[at] for at in above])
    text = ([heading.rest] if heading.rest else []) + list(lines[heading.text_from : end])
    return Article(heading.number, heading.title, chapter, tuple(text), start, end, heading.said)


def _next_line(headings: list[ArticleHeading], place: int, end: int) -> int:
    return headings[place + 1].line if place + 1 < len(headings) else end


def _heading_at(lines: Sequence[str], at: int) -> ArticleHeading | None:
    line, taken = lines[at], 1
    if line[:1].isalpha() or line[:1] == "(":
        # Nine of ten lines: they are not even tried.
        return None
    if _NUMBER_ALONE.fullmatch(line) and at + 1 < len(lines) and _WORD_ALONE.fullmatch(lines[at + 1]):
        line, taken = f"{line.strip(' *_#')} {lines[at + 1].strip()}", 2
    found = _HEADING.fullmatch(line)
    if not found:
        return None
    number = f"{int(found[1])}{(found[2] or '').lower()}"
    if found[4]:
        title, rest = _in_parentheses(found[4]) or ("", "")
        return ArticleHeading(number, title, at, at + taken, rest) if title else None
    return ArticleHeading(number, (found[3] or "").strip(" *_"), at, at + taken)


# --- titles ----------------------------------------------------------------------------------------


def _with_title(lines: Sequence[str], heading: ArticleHeading, end: int) -> ArticleHeading:
    """Gives the heading with the title that stands in the lines after it, if there is one."""
    at = heading.text_from
    if heading.title or at >= end or at == heading.line:
        return heading
    line = lines[at].strip(" *_#")
    if line.startswith("(") and not _COUNTED.match(line):
        for taken in range(1, min(_TITLE_LINES, end - at) + 1):
            text = " ".join(part.strip(" *_#") for part in lines[at : at + taken])
            if found := _in_parentheses(text):
                return replace(heading, title=found[0], text_from=at + taken, rest=found[1])
        return heading
    if at + 1 < end and _is_bare_title(line, lines[at + 1].strip(" *_")):
        return replace(heading, title=line, text_from=at + 1)
    return heading


def _in_parentheses(text: str) -> tuple[str, str] | None:
    """Gives the title and the text behind it, where `text` opens with a title in parentheses.

    >>> _in_parentheses("(vrste pooblastil) (1) Občinski redar ima"), _in_parentheses("(1) Občinski redar")
    (('vrste pooblastil', '(1) Občinski redar ima'), None)
    """
    depth = 0
    for mark in _PARENTHESIS.finditer(text, 0, _LONGEST_TITLE):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            place = mark.start()
            title, rest = text[1:place].strip(" *_"), text[place + 1 :].strip(" *_")
            is_title = title and not _COUNTED.match(text) and not rest[:1].islower()
            return (title, rest.removeprefix(".").strip()) if is_title and rest[:1] not in (",", ";") else None
    return None


def _is_bare_title(line: str, following: str) -> bool:
    """Tells whether a line is a title without parentheses: «Vsebina odloka», and a paragraph begins after it."""
    if not line or len(line) > _LONGEST_BARE_TITLE or line.endswith(_ENDS_LIKE_TEXT) or _NO_TITLE.match(line):
        return False
    return not following[:1].islower() and following != ""
