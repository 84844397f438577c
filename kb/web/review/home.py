"""The first page of staff work: what waits, with counts, and the rooms where it is done."""

from __future__ import annotations

from flask import Blueprint, render_template

from kb.web import waiting
from kb.web.context import staff

pages = Blueprint("staff", __name__)


@pages.before_request
def _staff_only() -> None:
    staff()


@pages.get("/delo/")
def work() -> str:
    """Gives what waits for the staff, the urgent first, and all pages of staff work."""
    waits, rooms = waiting.told()
    return render_template("review/work.html", waits=waits, rooms=rooms)
