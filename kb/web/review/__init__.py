"""Staff work that stands before publishing: what waits, the review of a draft, publishing, and other formats."""

from __future__ import annotations

from flask import Flask

from kb.web.review import formats, home, lists, sheet, words


def register(app: Flask) -> None:
    """Gives `app` these pages, and their lines on the first page of staff work."""
    for page_group in (home.pages, lists.pages, sheet.pages, formats.pages):
        app.register_blueprint(page_group)
    words.register(app)
    lists.tell(app)
    formats.register(app)
