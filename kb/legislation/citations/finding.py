"""Puts citations together: units, the act they are of, what «tega člena» and «istega zakona» point to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kb.legislation.acts import ActFinder, known_acts
from kb.legislation.citations.gazettes import gazette_lists, identifiers
from kb.legislation.citations.joining import coordinated, cut_titles, is_inside_last, joined, ranged
from kb.legislation.citations.leading import first_ordered, leading_act
from kb.legislation.citations.lexing import Level, Lexeme, lexemes
from kb.legislation.citations.naming import DECLARING, GENERAL_REGULATION, NamedActs, is_inside, outermost
from kb.legislation.citations.titles import amended_act, charter, constitution, running_title, speaks_of_federation
from kb.legislation.citations.units import Reference, references
from kb.legislation.citations.values import OWN, Citation, Kind

_LINE_BEFORE = re.compile(r"(?:^|\n)[ \t*_#>»„\"]{0,8}$")
_LINE_AFTER = re.compile(r"[ \t]{0,4}[.:]?[*_]{0,3}[ \t]{0,4}(?:$|\n|\([^\W\d]|[-–—] ?[^\W\d_])")
_PARAGRAPH = re.compile(r"^[ \t*_]{0,4}\((\d{1,2})\)", re.M)
_UNKNOWN_ACRONYM = re.compile(
    r"\s{1,2}(?=[A-ZČŠŽ]\w{0,8}[A-ZČŠŽ])([A-ZČŠŽ][^\W\d_]{1,9}(?:-\d{1,2}[A-Z]{0,2}(?!\w)|-[A-Z]{1,2}(?!\w))?)(?![\w-])"
)
_CODE = re.compile(r"\s{1,2}([^\W\d_]{4,20})(?:ega|emu|em|im)\s{1,2}zakonik(?:a|u|om)(?!\w)")
_IN_CHAPTER = re.compile(
    r"(?:poglav\w{1,4}\s{1,2}(?:[IVXLC]{1,8}\s{0,2})?\(|(?:,?\s|\()razen\s{1,2}(?:določb\w?\s{1,2})?)$"
)
_NEAR_CHAPTER = 30
_LONGEST_LINE = 5_000
_MARK = re.compile("[»«]")
_SPEAKER = re.compile(r"[A-ZČŠŽĆĐ][A-ZČŠŽĆĐ.,()\- ]{5,90}: ?")
"""A line of minutes that says who speaks: the article of a draft that was read before ends there."""
_LONGEST_SPEAKER = 100
_OF_AGENDA = re.compile(r"\s{1,2}(?:dnevn|dn\.)", re.I)
_POINTING = frozenset(("THIS", "SAME", "BEFORE", "BEFORE_TWO", "BEFORE_ALL", "NEXT"))
_STEPS = {"THIS": (0, 1), "BEFORE": (-1, 0), "BEFORE_TWO": (-2, 0), "BEFORE_ALL": (-1_000, 0), "NEXT": (1, 2)}
"""The paragraphs that a relation points to, counted from the one it stands in: the first, and the one after them."""
_INTO = re.compile(r"[^.;\n]{1,60}|;\s{1,2}")


def find_citations(text: str, *, acts: ActFinder | None = None, own: str = OWN) -> tuple[Citation, ...]:
    """Gives the citations in `text` (NFC) in its order; `own` is the acronym of the act that the text is, if any.

    >>> found = find_citations("po drugem odstavku 12. člena ZORed")[0]
    >>> found.text, found.act, found.articles, found.paragraphs
    ('drugem odstavku 12. člena ZORed', 'ZORed', ('12',), ('2',))
    """
    lists = list(gazette_lists(text))
    others = outermost(list(identifiers(text)))
    others = [each for each in others if not is_inside(each.start, lists)]
    finder = acts or known_acts()
    named = NamedActs(text, finder, lists, others)
    kept = sorted([*lists, *others], key=lambda each: each.start)
    words = list(_outside(lexemes(text), kept))
    amended = amended_act(text, finder) or first_ordered(text, named)
    units = _Reading(text, own, words, named, amended=amended).citations()
    taken = sorted([*units, *others], key=lambda each: each.start)
    whole = _with_lists(text, named, lists, taken)
    return tuple(sorted([*taken, *whole], key=lambda each: (each.start, each.end)))


# --- acts ------------------------------------------------------------------------------------------


def _outside(words: Iterable[Lexeme], kept: Sequence[Citation]) -> Iterator[Lexeme]:
    """Gives the words that begin in none of the citations, which are in order and do not overlap."""
    place = 0
    for word in words:
        while place < len(kept) and kept[place].end <= word.start:
            place += 1
        if place == len(kept) or word.start < kept[place].start:
            yield word


def _with_lists(text: str, acts: NamedActs, lists: Sequence[Citation], taken: Sequence[Citation]) -> Iterator[Citation]:
    """Gives the acts that stand alone, each with the list of the gazette behind it, and the lists that no act has.

    What declares the acronym of an act there is no further citation; the list behind a unit of an act, «12. člen
    Zakona o … (Uradni list …)», stays a citation of its own.
    """
    used: set[int] = set()
    before: Citation | None = None
    for each in acts.all:
        if is_inside(each.start, taken) or _is_only_spoken_of(each):
            before = each
            continue
        if before is not None and (each.start < before.end or _is_declared(text, before, each)):
            continue
        if following := acts.list_behind(each):
            used.add(following.start)
            each = replace(each, text=text[each.start : following.end], end=following.end, gazette=following.gazette)
        before = each
        yield each
    yield from (each for each in lists if each.start not in used and not is_inside(each.start, taken))


def _is_only_spoken_of(each: Citation) -> bool:
    """Tells whether the short name «Splošna uredba» stands alone: it says an act to the unit before it, or nothing."""
    return each.act == GENERAL_REGULATION and "varstvu" not in each.text


def _is_declared(text: str, before: Citation, each: Citation) -> bool:
    is_bracketed = each.start - before.end < 4 and text[before.end : each.start].strip() == "("
    if is_bracketed and " " in before.text and " " not in each.text:
        return True
    return each.act == before.act and (
        is_bracketed or DECLARING.search(text, max(before.end, each.start - 40), each.start) is not None
    )


# --- units -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an act a citation stands."""

    article: str = ""
    before: str = ""
    paragraph: str = ""


class _Reading:
    """One run over the references of a text; knows the act and article that were cited last."""

    def __init__(self, text: str, own: str, words: Sequence[Lexeme], acts: NamedActs, *, amended: str) -> None:
        self._text = text
        self._own = own
        self._amended = amended
        self._acts = acts
        self._words = words
        self._last: Citation | None = None
        self._ordered: tuple[str, ...] = ()
        self._marks = [found.start() for found in _MARK.finditer(text)] if amended else []
        self._paragraphs = [(found.start(), found[1]) for found in _PARAGRAPH.finditer(text)]
        self._starts = [start for start, _ in self._paragraphs]
        self._speakers = list(_speakers(text))

    def citations(self) -> list[Citation]:
        """Gives the citations of units, headings of articles left out."""
        article = before = ""
        begins = 0
        found: list[Citation] = []
        ours: set[int] = set()
        waiting: list[int] = []
        for reference in references(self._text, self._words):
            if self._heads(reference):
                before, article = self._before(article, begins, reference), reference.values[Level.ARTICLE][0]
                for place in waiting:
                    found[place] = replace(found[place], articles=(article,))
                waiting.clear()
                begins = reference.end
                self._ordered = () if not self._is_quoted(reference.start) else self._ordered
                continue
            if article and self._is_of_other_speaker(begins, reference.start):
                article = before = ""
            here = article
            if self._is_put_in(begins, reference.start):
                here = self._ordered[0] if len(self._ordered) == 1 else ""
            cited = self._citation(reference, _Place(here, before, self._paragraph(reference.start, begins)))
            if cited is not None:
                said = not _POINTING.isdisjoint(reference.relations.values())
                is_ours = not cited.act and (article or said)
                self._last = replace(cited, act=self._amended or self._own) if is_ours else cited
                if self._amended and cited.articles and not self._is_quoted(cited.start):
                    self._ordered = cited.articles
                if whole := self._one_with_last(reference, cited, found):
                    found[-1] = self._last = whole
                    continue
                waiting += [len(found)] if reference.relations.get(Level.ARTICLE) == "NEXT" else []
                found.append(self._last if said else cited)
                ours |= {cited.start} if is_ours else set()
        return [
            replace(each, act=self._amended or self._own) if not each.act and each.start in ours else each
            for each in coordinated(self._text, cut_titles(found))
        ]

    def _is_put_in(self, begins: int, at: int) -> bool:
        """Tells whether a place is in what an amending act puts into the article that it has named."""
        return bool(self._amended) and self._is_quoted(at) and not self._is_quoted(begins)

    def _is_of_other_speaker(self, begins: int, at: int) -> bool:
        return bisect_right(self._speakers, at) > bisect_right(self._speakers, begins)

    def _one_with_last(self, reference: Reference, cited: Citation, found: Sequence[Citation]) -> Citation | None:
        if not found:
            return None
        if is_inside_last(self._text, reference, found[-1]):
            return joined(self._text, found[-1], cited)
        return ranged(self._text, found[-1], cited)

    def _before(self, article: str, begins: int, reference: Reference) -> str:
        """Gives the article before the one that a heading begins; none of an amending act's own for one it quotes."""
        is_other = self._amended and self._is_quoted(begins) != self._is_quoted(reference.start)
        return "" if is_other else article

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
        values = {level: self._resolved(reference, level, place) for level in reference.values}
        if reference.groups[-1].relation in ("THIS", "LAST") and len(reference.groups) == 1:
            return None
        if reference.groups[-1].level is Level.POINT and _OF_AGENDA.match(self._text, reference.end):
            return None
        end, act = self._act(reference)
        act = act or leading_act(self._text, reference, self._acts)
        if not act and not place.article and Level.PARAGRAPH < reference.groups[-1].level < Level.INDENT:
            if not self._goes_into(reference):
                # A point of an agenda: «3. točka dnevnega reda».
                return None
            act, values[Level.ARTICLE] = (self._last.act, self._last.articles) if self._last else ("", ())
        elif Level.ARTICLE not in reference.values and not act:
            values[Level.ARTICLE] = self._here(place, reference.start)
        if not act and reference.relations.get(Level.ARTICLE) == "SAME" and self._last is not None:
            act = self._last.act
        return Citation(
            self._text[reference.start : end],
            reference.start,
            end,
            Kind.ARTICLE,
            act=act or self._of_chapter(reference),
            articles=values.get(Level.ARTICLE, ()),
            paragraphs=values.get(Level.PARAGRAPH, ()),
            points=values.get(Level.POINT, ()) + values.get(Level.LETTER, ()),
            indents=values.get(Level.INDENT, ()),
        )

    def _here(self, place: _Place, at: int) -> tuple[str, ...]:
        """Gives the article that a unit is of which names none: that it stands in, or that an amending act is about."""
        if self._amended and not self._is_quoted(at):
            return self._ordered
        return (place.article,) if place.article else ()

    def _goes_into(self, reference: Reference) -> bool:
        """Tells whether a reference goes on into the unit before it: «v 26. členu, v peti alinei»."""
        last = self._last
        is_near = last is not None and _INTO.fullmatch(self._text, last.end, reference.start) is not None
        return is_near and last is not None and bool(last.articles)

    def _of_chapter(self, reference: Reference) -> str:
        """Gives the act of articles told behind a chapter or left out of an act.

        «določbe poglavja XXVIII (členi 966 do 996) zakona o …», «preneha veljati zakon o …, razen členov 154 do 159».
        """
        near = max(0, reference.start - _NEAR_CHAPTER)
        if not _IN_CHAPTER.search(self._text, near, reference.start):
            return ""
        if named := self._acts.by_start.get(reference.end + 2):
            return named.act
        line = self._text.rfind("\n", max(0, reference.start - _LONGEST_LINE), reference.start) + 1
        return next((act.act for act in reversed(self._acts.before(reference.start)) if act.start >= line), "")

    def _resolved(self, reference: Reference, level: Level, place: _Place) -> tuple[str, ...]:
        relation = reference.relations[level]
        if not relation:
            return reference.values[level]
        if level is Level.ARTICLE:
            told = {"THIS": place.article, "BEFORE": place.before}.get(relation, "")
            return self._last.articles if relation == "SAME" and self._last else ((told,) if told else ())
        if level is Level.PARAGRAPH and place.paragraph:
            first, end = _STEPS.get(relation, (0, 0))
            here = int(place.paragraph)
            return tuple(str(number) for number in range(max(1, here + first), here + end))
        return ()

    def _act(self, reference: Reference) -> tuple[int, str]:
        """Gives the act that a reference is of, and where the citation ends with it."""
        end = reference.end
        gap = len(self._text[end : end + 3]) - len(self._text[end : end + 3].lstrip())
        if gap and (named := self._acts.by_start.get(end + gap)):
            return named.end, named.act
        following = self._words[reference.after : reference.after + 2]
        if len(following) == 2 and self._is_said(end, following):
            this = self._amended if self._amended and self._is_quoted(end) else self._own
            own = this if following[0].sort == "THIS" else self._last.act if self._last else ""
            return following[1].end, own
        if Level.ARTICLE in reference.values and (code := _CODE.match(self._text, end)):
            return code.end(), f"{code[1].capitalize()}i zakonik"
        if Level.ARTICLE in reference.values and (unknown := _UNKNOWN_ACRONYM.match(self._text, end)):
            return unknown.end(), unknown[1]
        if Level.ARTICLE in reference.values:
            if titled := running_title(self._text, end) or charter(self._text, end):
                return titled
            if titled := constitution(self._text, end):
                return titled[0], "" if titled[1] == "URS" and self._is_old else titled[1]
        return end, ""

    @cached_property
    def _is_old(self) -> bool:
        return speaks_of_federation(self._text)

    def _is_quoted(self, at: int) -> bool:
        """Tells whether a place is inside »…«: what an amending act puts in speaks for the act that it changes."""
        place = bisect_right(self._marks, at) - 1
        return place >= 0 and self._text[self._marks[place]] == "»"

    def _is_said(self, end: int, following: Sequence[Lexeme]) -> bool:
        first, second = following
        touches = first.start - end <= 2 and second.start - first.end <= 2
        return touches and first.sort in ("THIS", "SAME") and second.sort == "OWN_ACT"


def _speakers(text: str) -> Iterator[int]:
    """Gives where the lines begin that say who speaks: looked for by the colon that ends them, which is quick."""
    end = text.find(":")
    while end >= 0:
        start = text.rfind("\n", max(0, end - _LONGEST_SPEAKER), end) + 1
        if text[end + 1 : end + 3].lstrip(" ")[:1] in ("", "\n") and _SPEAKER.match(text, start, end + 1):
            yield start
        end = text.find(":", end + 1)
