"""Applies one operation to the working copy: what it has done, or why it was refused. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.legislation.amendments.telling import phrase
from kb.legislation.amendments.units import Done, Refusal, add, entitle, only, renumber, repeal, rewrite
from kb.legislation.amendments.values import Deed, Operation, Part, Place, Side, Why
from kb.legislation.amendments.wording import SIGNS, inserted, places_of, replaced
from kb.legislation.amendments.working import Region, Working
from kb.legislation.lawtext import shown

_OF_UNITS = {
    Deed.REWRITE: rewrite,
    Deed.ADD: add,
    Deed.REPEAL: repeal,
    Deed.RENUMBER: renumber,
    Deed.TITLE: entitle,
}


def apply(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Applies an operation, place by place, and gives what came of each."""
    if of_units := _OF_UNITS.get(operation.deed):
        return of_units(working, operation)
    found: list[Done | Refusal]
    if operation.places == (Place(),):
        found = _throughout(working, operation) if operation.everywhere else [_nowhere()]
    else:
        found = [_in_place(working, operation, place) for place in operation.places]
    return [*found, *_other_forms(working, operation)] if operation.forms else found


def _other_forms(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Tells where words stand in other cases: how new ones bend is not guessed."""
    stems = r"\s{1,4}".join(rf"{re.escape(word[: max(3, len(word) - 2)])}\w{{0,4}}" for word in operation.old.split())
    pattern = re.compile(rf"(?<!\w){stems}(?!\w)", re.I)
    regions = [region for place in operation.places for region in working.regions(place, operation.source)]
    numbers = [region.article.number for region in regions if any(map(pattern.search, region.texts()))]
    if not numbers:
        return []
    articles = ", ".join(shown(number) for number in dict.fromkeys(numbers))
    return [Refusal(Why.FORMS, phrase("forms", operation.old, articles))]


def _nowhere() -> Refusal:
    return Refusal(Why.NO_PLACE, phrase("no-article-told"))


def _throughout(working: Working, operation: Operation) -> list[Done | Refusal]:
    """Changes words in all of the law, titles included."""
    found: dict[int, Done | Refusal] = {}
    for region in working.regions(Place(), operation.source):
        if _occurrences(region, operation.old):
            _change(region, operation)
            found[id(region.article)] = Done(region.article, Place())
    return list(found.values()) or [_missing(operation.old)]


def _in_place(working: Working, operation: Operation, place: Place) -> Done | Refusal:
    if not place.units and not place.chapter:
        return _nowhere()
    region = only(working, place, operation.source)
    if isinstance(region, Refusal):
        return region
    refused = _appended(region, operation) if not operation.old else _worded(region, operation, place)
    return refused or Done(region.article, place)


def _worded(region: Region, operation: Operation, place: Place) -> Refusal | None:
    """Changes words in a region; what stands more than once is changed only where the order says everywhere."""
    if operation.old in SIGNS or place.part is Part.END:
        return _at_end(region, operation)
    found = _occurrences(region, operation.old)
    if not found:
        return _missing(operation.old)
    if len(found) > 1 and not operation.everywhere:
        return Refusal(Why.OFTEN, phrase("often", operation.old, len(found)))
    _change(region, operation)
    return None


def _missing(words: str) -> Refusal:
    return Refusal(Why.NOT_FOUND, phrase("not-found", words))


def _occurrences(region: Region, words: str) -> list[tuple[int, tuple[int, int]]]:
    return [(at, span) for at, text in enumerate(region.texts()) for span in places_of(words, text)]


def _change(region: Region, operation: Operation) -> None:
    """Changes every occurrence, the last first, so that the places of the others stay."""
    for at, span in reversed(_occurrences(region, operation.old)):
        region.write(at, _changed(region.texts()[at], span, operation))


def _changed(text: str, span: tuple[int, int], operation: Operation) -> str:
    if operation.deed is Deed.INSERT:
        return inserted(text, span, operation.new, before=operation.side is Side.BEFORE)
    return replaced(text, span, operation.new)


def _at_end(region: Region, operation: Operation) -> Refusal | None:
    """Changes the last sign or the last words of a region, «pika na koncu»."""
    texts = region.texts()
    last = texts[-1].rstrip() if texts else ""
    found = [(len(last) - 1, len(last))] if operation.old in SIGNS and last.endswith(operation.old) else []
    found = found or [span for span in _tail(last, operation.old) if operation.old not in SIGNS]
    if not found:
        return _missing(operation.old)
    region.write(len(texts) - 1, _changed(last, found[-1], operation))
    return None


def _tail(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Gives where words stand with nothing but a sign behind them."""
    return (span for span in places_of(words, text) if not text[span[1] :].strip(".,;: "))


def _appended(region: Region, operation: Operation) -> Refusal | None:
    """Puts new words to the end or the beginning of a region; refused where it is not clear on which side of a stop."""
    texts = region.texts()
    if not texts:
        return _nowhere()
    if operation.side is Side.START:
        return Refusal(Why.NO_PLACE, phrase("no-start"))
    last = texts[-1].rstrip()
    if last.endswith(SIGNS) and not operation.new[:1].isupper():
        return Refusal(Why.NO_PLACE, phrase("which-side", operation.new, last[-1]))
    region.write(len(texts) - 1, inserted(last, (0, len(last)), operation.new))
    return None
