"""The numbers of pages that are worth a link."""

from __future__ import annotations

AROUND = 2
"""Pages shown on each side of the present one."""


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
