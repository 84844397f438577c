"""Puts citations together: units, the act they are of, what «tega člena» and «istega zakona» point to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.legislation.acts import ActFinder, By, Mention, known_acts
from kb.legislation.citations.gazettes import gazette_lists, identifiers
from kb.legislation.citations.lexing import Level, Lexeme, lexemes
from kb.legislation.citations.units import Reference, references
from kb.legislation.citations.values import OWN, Citation, Kind

_LINE_BEFORE = re.compile(r"(?:^|\n)[ \t*_#>»„\"]{0,8}$")
_LINE_AFTER = re.compile(r"[ \t]{0,4}[.:]?[*_]{0,3}[ \t]{0,4}(?:$|\n|\([^\W\d]|[-–—] ?[^\W\d_])")
_PARAGRAPH = re.compile(r"^[ \t*_]{0,4}\((\d{1,2})\)", re.M)
_BETWEEN = re.compile(
    r"\s{0,3}(?:,|in|ali|ter|oziroma)?\s{0,3}(?:in|ali|ter|oziroma)?\s{0,3}(?:iz|v|po|s|z|na|ob)?\s{0,3}"
)
_NUMBER_BETWEEN = re.compile(r"\s{1,3}(\d{1,4})\.(?:\s?([a-z])\b)?\s{0,3}(?:,|in|ali|ter|oziroma)\s{1,3}")
_UNKNOWN_ACRONYM = re.compile(
    r"\s{1,2}(?=[A-ZČŠŽ]\w{0,8}[A-ZČŠŽ])([A-ZČŠŽ][^\W\d_]{1,9}(?:-\d{1,2}[A-Z]{0,2}(?!\w)|-[A-Z]{1,2}(?!\w))?)(?![\w-])"
)
_EUROPEAN = re.compile(
    r"\s{1,2}((?:Uredb|Direktiv|Sklep|Odločb)\w{1,2}\s{1,2}(?:(?:Komisije|Sveta)\s{1,2})?(?:\([A-Z,\s]{2,15}\)\s{0,2})?(?:št\.\s{0,2})?\d{1,4}/\d{1,4}(?:/[A-ZČŠŽ]{2,8})?)"
)
_UNKNOWN_TITLE = re.compile(
    r"(?<!\w)zakon\w{0,2}\s{1,2}(?:o|za)\s[^.;:()\n»«]{3,200}?(?=\s{1,2}\((?:Ur|v nad|[A-ZČŠŽ][A-ZČŠŽa-z]{1,8}[)\-]))",
    re.I,
)
_OPENS_LIST = re.compile(r",?\s{0,2}\(?\s{0,2}")
_DECLARED = re.compile(r"\(?[^()]{0,40}(?:v\s{1,2}nadaljnjem\s{1,2}besedilu|v\s{1,2}nadaljevanju|krat\.)?:?\s{0,3}$")


def find_citations(text: str, *, acts: ActFinder | None = None, own: str = OWN) -> tuple[Citation, ...]:
    """Gives the citations in `text` (NFC) in its order; `own` is the acronym of the act that the text is, if any.

    >>> found = find_citations("po drugem odstavku 12. člena ZORed")[0]
    >>> found.text, found.act, found.articles, found.paragraphs
    ('drugem odstavku 12. člena ZORed', 'ZORed', ('12',), ('2',))
    """
    finder = acts or known_acts()
    lists = list(gazette_lists(text))
    others = _outermost(sorted(identifiers(text), key=lambda each: (each.start, -each.end)))
    others = [each for each in others if not _is_within(each, lists)]
    named = _named(text, finder, [*lists, *others])
    kept = sorted([*lists, *others], key=lambda each: each.start)
    words = list(_outside(lexemes(text), kept))
    units = list(_Reading(text, own, words, {each.start: each for each in named}).citations())
    units = _coordinated(text, units)
    taken = sorted([*units, *others], key=lambda each: each.start)
    free = [each for each in named if not _is_within(each, taken)]
    whole, lists = _with_lists(text, free, lists, taken)
    return tuple(sorted([*taken, *whole, *lists], key=lambda each: (each.start, each.end)))


# --- acts ------------------------------------------------------------------------------------------


def _named(text: str, finder: ActFinder, taken: Sequence[Citation]) -> list[Citation]:
    """Gives the places that name an act by acronym or title, known to the register or not."""
    mentions = [each for each in finder.find(text) if each.by in (By.ACRONYM, By.TITLE)]
    found = [_of_act(text, each) for each in mentions if not _is_heading(text, each)]
    titles = (Citation(each[0], each.start(), each.end(), Kind.ACT, act=_title(each[0])) for each in _titles(text))
    found += [each for each in titles if not _overlaps(each, mentions)]
    ordered = sorted(found, key=lambda each: (each.start, -each.end))
    outer = _outermost(ordered)
    return [each for each in outer if not _is_within(each, sorted(taken, key=lambda one: one.start))]


def _titles(text: str) -> Iterator[re.Match[str]]:
    return (each for each in _UNKNOWN_TITLE.finditer(text) if not each[0].isupper())


def _of_act(text: str, mention: Mention) -> Citation:
    return Citation(text[mention.start : mention.end], mention.start, mention.end, Kind.ACT, act=mention.acronym)


def _is_heading(text: str, mention: Mention) -> bool:
    """Tells whether a title is the heading of the act itself, in capitals."""
    return mention.by is By.TITLE and text[mention.start : mention.end].isupper()


def _title(written: str) -> str:
    """Gives the title of an act that no register knows, «Zakona o …» → «Zakon o …»."""
    return "Zakon " + " ".join(written.split()[1:])


def _outermost(ordered: Sequence[Citation]) -> list[Citation]:
    kept: list[Citation] = []
    for each in ordered:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _overlaps(each: Citation, mentions: Sequence[Mention]) -> bool:
    return any(mention.start < each.end and each.start < mention.end for mention in mentions)


def _outside(words: Iterable[Lexeme], kept: Sequence[Citation]) -> Iterator[Lexeme]:
    """Gives the words that begin in none of the citations, which are in order and do not overlap."""
    place = 0
    for word in words:
        while place < len(kept) and kept[place].end <= word.start:
            place += 1
        if place == len(kept) or word.start < kept[place].start:
            yield word


def _is_within(each: Citation, ordered: Sequence[Citation]) -> bool:
    """Tells whether a citation lies inside one of others, which are in order and do not overlap."""
    return _is_inside(each.start, ordered)


def _is_inside(at: int, ordered: Sequence[Citation]) -> bool:
    place = bisect_right(ordered, at, key=lambda one: one.start) - 1
    return place >= 0 and at < ordered[place].end


def _with_lists(
    text: str, named: Sequence[Citation], lists: Sequence[Citation], taken: Sequence[Citation]
) -> tuple[list[Citation], list[Citation]]:
    """Joins each act with the list of the gazette behind it; what declares its acronym there is no further citation."""
    by_start = {each.start: each for each in lists}
    used: set[int] = set()
    whole: list[Citation] = []
    for each in named:
        opened = _OPENS_LIST.match(text, each.end)
        following = by_start.get(opened.end()) if opened else None
        if whole and each.act == whole[-1].act and _is_declared(text, whole[-1], each):
            continue
        if following is not None:
            used.add(following.start)
            each = replace(each, text=text[each.start : following.end], end=following.end, gazette=following.gazette)
        whole.append(each)
    # The list behind a unit of an act, «12. člen Zakona o … (Uradni list …)», stays a citation of its own.
    return whole, [each for each in lists if each.start not in used and not _is_within(each, taken)]


def _is_declared(text: str, before: Citation, each: Citation) -> bool:
    between = text[before.end : each.start]
    return len(between) < 80 and ("besedilu" in between or "nadaljevanju" in between or between.strip() == "(")


# --- units -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an act a citation stands."""

    article: str = ""
    before: str = ""
    paragraph: str = ""


class _Reading:
    """One run over the references of a text; knows the act and article that were cited last."""

    def __init__(self, text: str, own: str, words: Sequence[Lexeme], named: Mapping[int, Citation]) -> None:
        self._text = text
        self._own = own
        self._named = named
        self._words = words
        self._last: Citation | None = None
        self._paragraphs = [(found.start(), found[1]) for found in _PARAGRAPH.finditer(text)]
        self._starts = [start for start, _ in self._paragraphs]

    def citations(self) -> Iterator[Citation]:
        """Gives the citations of units, headings of articles left out."""
        article = before = ""
        begins = 0
        for reference in references(self._text, self._words):
            if self._heads(reference):
                before, article = article, reference.values[Level.ARTICLE][0]
                begins = reference.end
                continue
            found = self._citation(reference, _Place(article, before, self._paragraph(reference.start, begins)))
            if found is not None:
                self._last = found
                yield found

    def _heads(self, reference: Reference) -> bool:
        if len(reference.groups) != 1 or not reference.groups[0].is_heading_form:
            return False
        start, end = reference.start, reference.end
        before = self._text[max(0, start - 10) : start]
        return bool((start == 0 or _LINE_BEFORE.search(before)) and _LINE_AFTER.match(self._text, end))

    def _paragraph(self, at: int, begins: int) -> str:
        place = bisect_right(self._starts, at) - 1
        return self._paragraphs[place][1] if place >= 0 and self._starts[place] >= begins else ""

    def _citation(self, reference: Reference, place: _Place) -> Citation | None:
        values = {level: self._resolved(reference, level, place) for level in Level}
        if reference.groups[-1].relation == "THIS" and len(reference.groups) == 1:
            return None
        end, act = self._act(reference)
        if not act and not place.article and reference.groups[-1].level > Level.PARAGRAPH:
            # A point of an agenda: «3. točka dnevnega reda».
            return None
        if Level.ARTICLE not in reference.values and not act:
            values[Level.ARTICLE] = (place.article,) if place.article else ()
        if not act and reference.relation(Level.ARTICLE) == "SAME" and self._last is not None:
            act = self._last.act
        is_own = not act and (place.article or any(group.relation for group in reference.groups))
        return Citation(
            self._text[reference.start : end],
            reference.start,
            end,
            Kind.ARTICLE,
            act=self._own if is_own else act,
            articles=values[Level.ARTICLE],
            paragraphs=values[Level.PARAGRAPH],
            points=(*values[Level.POINT], *values[Level.LETTER]),
            indents=values[Level.INDENT],
        )

    def _resolved(self, reference: Reference, level: Level, place: _Place) -> tuple[str, ...]:
        relation = reference.relation(level)
        if not relation:
            return reference.values.get(level, ())
        if level is Level.ARTICLE:
            told = {"THIS": place.article, "BEFORE": place.before}.get(relation, "")
            return self._last.articles if relation == "SAME" and self._last else ((told,) if told else ())
        if level is Level.PARAGRAPH and place.paragraph:
            return (
                (place.paragraph,) if relation == "THIS" else _before(place.paragraph) if relation == "BEFORE" else ()
            )
        return ()

    def _act(self, reference: Reference) -> tuple[int, str]:
        """Gives the act that a reference is of, and where the citation ends with it."""
        end = reference.end
        gap = len(self._text[end : end + 3]) - len(self._text[end : end + 3].lstrip())
        if gap and (named := self._named.get(end + gap)):
            return named.end, named.act
        following = self._words[reference.after : reference.after + 2]
        if len(following) == 2 and self._is_said(end, following):
            own = self._own if following[0].sort == "THIS" else self._last.act if self._last else ""
            return following[1].end, own
        if european := _EUROPEAN.match(self._text, end):
            return european.end(), " ".join(european[1].split())
        if Level.ARTICLE in reference.values and (unknown := _UNKNOWN_ACRONYM.match(self._text, end)):
            return unknown.end(), unknown[1]
        return end, ""

    def _is_said(self, end: int, following: Sequence[Lexeme]) -> bool:
        first, second = following
        touches = first.start - end <= 2 and second.start - first.end <= 2
        return touches and first.sort in ("THIS", "SAME") and second.sort == "OWN_ACT"


def _before(paragraph: str) -> tuple[str, ...]:
    return (str(int(paragraph) - 1),) if int(paragraph) > 1 else ()


def _coordinated(text: str, found: list[Citation]) -> list[Citation]:
    """Hands act and article on to the left: «prvi odstavek 3. člena in 5. člen tega zakona» is twice of this law."""
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        between = text[left.end : right.start] if right.start - left.end <= 30 else "…"
        if number := _NUMBER_BETWEEN.fullmatch(between):
            found[place] = replace(left, articles=(number[1] + (number[2] or ""),), act=left.act or right.act)
        elif _BETWEEN.fullmatch(between):
            has_article = "člen" in left.text.lower() or "čl." in left.text
            articles = left.articles if has_article else right.articles
            if "člen" in right.text.lower() or "čl." in right.text.lower():
                found[place] = replace(left, articles=articles, act=left.act or right.act)
    return found
