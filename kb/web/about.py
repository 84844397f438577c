"""The page that tells what the collection is and how to ask it."""

from __future__ import annotations

from flask import Blueprint, render_template

from kb.web import language

pages = Blueprint("about", __name__)


@pages.get("/o-zbirki")
def about() -> str:
    """Gives the help in the language of the page: what is in the collection, how a question is written."""
    return render_template(f"about_{language.current()}.html")
