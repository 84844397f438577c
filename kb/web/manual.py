"""The manual: for those who read, and for the secretariat; its pictures are taken of the pages by the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, render_template

from kb.web import language

PICTURES = Path(__file__).parent / "static" / "manual"

pages = Blueprint("manual", __name__)


@pages.get("/prirocnik")
def readers() -> str:
    """Gives the manual for those who search and read, in the language of the page."""
    return _manual("readers")


@pages.get("/prirocnik/sekretariat")
def staff() -> str:
    """Gives the manual for those who look after the collection, in the language of the page."""
    return _manual("staff")


def _manual(whose: str) -> str:
    return render_template(f"manual/{whose}_{language.current()}.html", picture_height=picture_height)


@cache
def picture_height(name: str) -> int:
    """Gives how high a picture of the manual is, in points, so that nothing moves when it arrives.

    The pictures are lossless WebP: bytes 21 to 24 hold width and height less 1, in 14 bits each.
    """
    with (PICTURES / f"{name}.webp").open("rb") as file:
        sizes = int.from_bytes(file.read(25)[21:], "little")
    return (sizes >> 14 & 0x3FFF) + 1
