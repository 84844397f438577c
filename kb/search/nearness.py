"""Where words stand near one another: pure arithmetic on positions, for every engine and for the marks in snippets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence


def windows(places: Sequence[Collection[int]], width: int) -> tuple[int, ...]:
    """Gives, ascending, the positions at which a window begins that holds each part of a Near at a place of its own.

    `places` has the positions of each part in one field; a window reaches from its first position to `width` further.

    >>> windows([[3, 40], [5, 60]], 4), windows([[3, 4], [3, 4]], 1), windows([[3], [3]], 9)
    ((3,), (3,), ())
    """
    if not all(places):
        return ()
    starts = tuple(dict.fromkeys(_with_all(places, width)))
    if len(set().union(*places)) == sum(map(len, places)):
        return starts
    ordered = [sorted(each) for each in places]
    return tuple(start for start in starts if _each_its_own(ordered, start, start + width))


def _with_all(places: Sequence[Collection[int]], width: int) -> Iterator[int]:
    """Gives the positions from which on every part has a place within `width`, be it one that another part has too."""
    merged = sorted((place, part) for part, each in enumerate(places) for place in each)
    inside, missing, end = [0] * len(places), len(places), 0
    for start, leaving in merged:
        while end < len(merged) and merged[end][0] <= start + width:
            entering = merged[end][1]
            missing -= not inside[entering]
            inside[entering] += 1
            end += 1
        if not missing:
            yield start
        inside[leaving] -= 1
        missing += not inside[leaving]


def _each_its_own(ordered: Sequence[Sequence[int]], first: int, last: int) -> bool:
    """Tells whether each part has a place from `first` to `last` that no other part takes."""
    within = [part[bisect_left(part, first) : bisect_right(part, last)] for part in ordered]
    taken: dict[int, int] = {}
    return all(_seated(number, within, taken, set()) for number in range(len(within)))


def _seated(number: int, within: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Gives a part a place of its own, others moving to free ones where they can (an augmenting path)."""
    for place in within[number]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _seated(taken[place], within, taken, tried):
            taken[place] = number
            return True
    return False
