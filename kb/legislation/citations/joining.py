"""Citations side by side: which are one, which only narrow the one before, and what one hands on to its neighbour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.legislation.citations.lexing import Level
from kb.legislation.citations.units import Reference, between
from kb.legislation.citations.values import Citation, Kind

_BETWEEN = re.compile(
    r"\s{0,3}(?:,|in|ali|ter|oziroma)?\s{0,3}(?:in|ali|ter|oziroma)?\s{0,3}(?:iz|v|po|s|z|na|ob)?\s{0,3}"
)
_NUMBER_BETWEEN = re.compile(r"\s{1,3}(\d{1,4})\.(?:\s?([a-z])\b)?\s{0,3}(?:,|in|ali|ter|oziroma)\s{1,3}")
_NEXT_CRIME = re.compile(r"(?:,|\s(?:in|ali|ter|oziroma)|)\s[^.;:\n]{3,250}\s(?:po|iz)\s")
_POINTS = re.compile(r"\b(?:prejšnj|naslednj|te(?:ga|m|j|mu)?\s|ist(?:ega|em)\s)", re.I)
_UP_TO = re.compile(r"\s{1,2}do(?:\s{1,2}vključno)?\s{1,2}")
_NARROWS = re.compile(r"[,;]?\s{1,2}")
_BENT = ("členu", "členom", "člena")
_AS_HEAD = re.compile(r"(?<!\S)(?:člen|čl\.)\Z|\Ačl(?:en|\.)\s{1,2}\d{1,4}\S{0,3}\Z", re.I)
_NOMINATIVE = re.compile(
    r"(?<!\S)(?:odstav(?:ek|ki)|stav(?:ek|ki)|(?:pod)?točk[ae]|alinej?[ae]|črk[ae]|odst\.|toč\.|tč\.|al\.)(?!\S)",
    re.I,
)


def is_inside_last(text: str, reference: Reference, last: Citation) -> bool:
    """Tells whether a reference only says where in the unit before it: «v 43. členu 4. točka», «člen 33., točka 5»."""
    if Level.ARTICLE in reference.values or any(group.relation for group in reference.groups):
        return False
    between_them = text[last.end : reference.start]
    is_whole = not (last.paragraphs or last.points or last.indents)
    if is_whole and last.text.endswith(_BENT):
        return between_them == " "
    if last.paragraphs and last.text.endswith(("odstavku", "odstavka")) and not (last.points or last.indents):
        # «v drugem odstavku deseta alineja»
        is_narrower = reference.groups[0].level > Level.PARAGRAPH
        return (
            between_them == " "
            and is_narrower
            and _NOMINATIVE.search(text[reference.start : reference.end]) is not None
        )
    if not _NARROWS.fullmatch(between_them) or not _NOMINATIVE.search(text[reference.start : reference.end]):
        return False
    if is_whole:
        return len(last.articles) == 1 and _AS_HEAD.search(last.text) is not None
    # «12. čl., 2. odst., 3. al.» goes on from the wide to the narrow.
    goes_on = "," in last.text and _NOMINATIVE.search(last.text) is not None
    return goes_on and bool(last.articles) and reference.groups[0].level > _narrowest(last)


def _narrowest(each: Citation) -> Level:
    return Level.INDENT if each.indents else Level.POINT if each.points else Level.PARAGRAPH


def joined(text: str, last: Citation, inner: Citation) -> Citation:
    """Gives the citation of a unit and of what narrows it behind it."""
    return replace(
        last,
        text=text[last.start : inner.end],
        end=inner.end,
        act=last.act or inner.act,
        paragraphs=inner.paragraphs or last.paragraphs,
        points=inner.points or last.points,
        indents=inner.indents or last.indents,
    )


def ranged(text: str, last: Citation, each: Citation) -> Citation | None:
    """Gives the one citation that two articles are with «do» between them, «71.a člena do 71.č člena»; else None."""
    is_near = last.kind is Kind.ARTICLE and _UP_TO.fullmatch(text, last.end, each.start) is not None
    if not is_near or last.act not in ("", each.act) or not (_is_one_article(last) and _is_one_article(each)):
        return None
    articles = (last.articles[0], *between(last.articles[0], each.articles[0]))
    return replace(each, text=text[last.start : each.end], start=last.start, articles=articles)


def _is_one_article(each: Citation) -> bool:
    return len(each.articles) == 1 and not (each.paragraphs or each.points or each.indents)


def cut_titles(found: Sequence[Citation]) -> list[Citation]:
    """Cuts titles that ran on into the sentence, where the same text has the title alone more often.

    «po 110. členu zakona o cestah med občinami …» is of «Zakon o cestah» where that stands twice elsewhere.
    """
    often = Counter(each.act for each in found if " " in each.act)
    return [_cut(each, often) if often[each.act] == 1 else each for each in found]


def _cut(each: Citation, often: Counter[str]) -> Citation:
    words = each.act.split()
    for size in range(len(words) - 1, 2, -1):
        shorter = " ".join(words[:size])
        if often[shorter] > 1:
            kept = each.text.split(" ")[: size - len(words)]
            text = " ".join(kept)
            return replace(each, text=text, end=each.start + len(text), act=shorter)
    return each


def coordinated(text: str, found: list[Citation]) -> list[Citation]:
    """Hands act and article on to the left: «prvi odstavek 3. člena in 5. člen tega zakona» is twice of this law."""
    has_article = [_has_article(each) for each in found]
    for place in range(len(found) - 2, -1, -1):
        left, right = found[place], found[place + 1]
        between_them = text[left.end : right.start] if right.start - left.end <= 30 else "…"
        if number := _NUMBER_BETWEEN.fullmatch(between_them):
            found[place] = replace(left, articles=(number[1] + (number[2] or ""),), act=left.act or right.act)
            has_article[place] = True
        elif _BETWEEN.fullmatch(between_them) and has_article[place + 1] and not _POINTS.search(left.text):
            articles = left.articles if has_article[place] else right.articles
            found[place] = replace(left, articles=articles, act=left.act or right.act)
            has_article[place] = True
        elif (
            right.act.endswith(" zakonik") and has_article[place] and _NEXT_CRIME.fullmatch(text, left.end, right.start)
        ):
            # «goljufije po 211. členu, zlorabe položaja po 240. členu … Kazenskega zakonika» are all crimes of it.
            found[place] = replace(left, act=left.act or right.act)
    return found


def _has_article(each: Citation) -> bool:
    low = each.text.lower()
    return "člen" in low or "čl." in low
