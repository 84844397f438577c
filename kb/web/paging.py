"""A long list a page at a time, and the numbers of pages that are worth a link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")

AROUND = 2
"""Pages shown on each side of the present one."""


class Turned(NamedTuple):
    """How far a list is turned over: the number of the page, and how many there are."""

    page: int
    pages: int


def turned(found: Sequence[T], *, to: int, per_page: int) -> tuple[Sequence[T], Turned]:
    """Gives what stands on a page of a list, on the last one where there is no page `to`; and which it is of how many.

    >>> turned("abcde", to=9, per_page=2)
    ('e', Turned(page=3, pages=3))
    """
    pages = max(1, -(-len(found) // per_page))
    page = min(max(to, 1), pages)
    return found[(page - 1) * per_page : page * per_page], Turned(page, pages)


def page_numbers(page: int, pages: int) -> tuple[int | None, ...]:
    """Gives the numbers to show, None where some are left out: (6, 20) → (1, None, 4, 5, 6, 7, 8, None, 20)."""
    near = {1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)}
    shown: list[int | None] = []
    for number in sorted(near):
        if shown and shown[-1] is not None and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and shown[-1] is not None and number - shown[-1] > 2:
            shown.append(None)
        shown.append(number)
    return tuple(shown)
