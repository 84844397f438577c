"""What waits for the staff, told by each group of pages for itself; the first page of staff work (/delo/) shows it all.

    waiting.tell_of(app, _lines)        # in register(app) of a group of pages

`_lines` is asked when the page is shown, and gives `Waiting` lines; a line whose count is 0 is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, current_app

_NAME = "kb.waiting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some `count` of things that wait at `address`; `text` says it in a sentence with the number: «5 osnutkov čaka».

    `is_urgent` where something goes wrong or a day passes if nobody looks.
    """

    text: str
    count: int
    address: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A page of staff work: its name, its address and what is done there."""

    name: str
    address: str
    about: str = ""


Lines = Callable[[], Iterable[Waiting | Room]]


def tell_of(app: Flask, lines: Lines) -> None:
    """Makes the first page of staff work show the `lines` too: what waits, and the rooms of a group of pages."""
    app.extensions.setdefault(_NAME, []).append(lines)


def told() -> tuple[tuple[Waiting, ...], tuple[Room, ...]]:
    """Gives what waits now, the urgent first, and all rooms of staff work."""
    lines = [line for asked in current_app.extensions.get(_NAME, ()) for line in asked()]
    waits = [line for line in lines if isinstance(line, Waiting) and line.count]
    return tuple(sorted(waits, key=lambda line: not line.is_urgent)), tuple(
        line for line in lines if isinstance(line, Room)
    )
