"""What the collection is and how to ask it, how accessible its pages are, and the parts that pages are made of."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, render_template

from kb.web import charts, language
from kb.web.context import site

CHECKED = dt.date(2026, 11, 22)
"""The day of the accessibility statement: when the pages were last gone through."""
SHOWN_YEARS = {2019: 4, 2020: 2, 2021: 7, 2023: 12, 2024: 9}
"""Figures that are drawn to show how figures are drawn."""

pages = Blueprint("about", __name__)


@pages.get("/o-zbirki")
def about() -> str:
    """Gives the help in the language of the page: what is in the collection, how a question is written."""
    return render_template(f"about_{language.current()}.html")


@pages.get("/dostopnost")
def accessibility() -> str:
    """Gives the accessibility statement that ZDSMA asks of public bodies, in the language of the page."""
    return render_template(f"accessibility_{language.current()}.html", checked=CHECKED, contact=site().contact)


@pages.get("/slog")
def style() -> str:
    """Gives every part that pages are made of, with its name: the living page of the design."""
    return render_template("style.html", years=charts.of_years(SHOWN_YEARS), counts=SHOWN_YEARS)
