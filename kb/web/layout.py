"""What every page has around it: the style sheet's address, the other languages, the search box's text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, request

from kb.web import language
from kb.web.lines import blocks
from kb.web.paging import page_numbers
from kb.web.questions import asked_here

LANGUAGE_NAMES = {"sl": "Slovenščina", "en": "English"}


def register(app: Flask) -> None:
    """Gives the templates of `app` what the frame of a page needs."""
    marks = _content_marks(Path(str(app.static_folder)))

    def asset(name: str) -> str:
        """Gives the address of a static file; it changes with the content, and is one for all languages."""
        return f"{language.root()}{app.static_url_path}/{name}?v={marks[name]}"

    app.jinja_env.globals.update(asset=asset, page_numbers=page_numbers, blocks=blocks, page_language=language.current)
    app.context_processor(_frame)


def _content_marks(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in folder.iterdir()}


def _frame() -> dict[str, Any]:
    here = {code: language.address_in(code) for code in language.LANGUAGES}
    host = request.host_url.rstrip("/")
    return {
        "lang": language.current(),
        "languages": [(code, LANGUAGE_NAMES[code], here[code]) for code in language.LANGUAGES],
        "alternates": [(code, host + address) for code, address in here.items()],
        "asked": asked_here(),
    }
