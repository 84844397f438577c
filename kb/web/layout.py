"""What every page has around it: the style sheet's address, the other languages, the search box's text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, request

from kb.model.records import RECORD
from kb.web import language
from kb.web.lines import blocks
from kb.web.paging import page_numbers
from kb.web.questions import asked_here, quoted

MOST_KEPT = 5000
"""Addresses that are kept, of some hundred bytes each."""
READING, OF_READING = "documents.document", {"document_id", "anchor", "q", "_anchor"}

LANGUAGE_NAMES = {"sl": "Slovenščina", "en": "English"}


def register(app: Flask) -> None:
    """Gives the templates of `app` what the frame of a page needs."""
    marks = _content_marks(Path(str(app.static_folder)))

    def asset(name: str) -> str:
        """Gives the address of a static file; it changes with the content, and is one for all languages."""
        return f"{language.root()}{app.static_url_path}/{name}?v={marks[name]}"

    app.jinja_env.globals.update(url_for=Addresses(app).of, RECORD=RECORD)
    app.jinja_env.globals.update(asset=asset, page_numbers=page_numbers, blocks=blocks, page_language=language.current)
    app.context_processor(_frame)


class Addresses:
    """The addresses that templates ask for, kept: a page of results has a hundred, most of them those of others."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kept: dict[object, str] = {}

    def of(self, endpoint: str, /, **values: Any) -> str:
        """Gives what Flask's url_for gives in the present request."""
        if endpoint == READING and values.keys() <= OF_READING and isinstance(values.get("q"), str):
            # Kept without the question that marks words there, which every reader asks otherwise.
            question, place = values.pop("q"), values.pop("_anchor", None)
            return f"{self.of(endpoint, **values)}?q={quoted(question)}{_placed(place)}"
        key = (request.script_root, endpoint, tuple(values.items()))
        try:
            kept = self._kept.get(key)
        except TypeError:  # a list, as several values of one parameter are
            return self._app.url_for(endpoint, **values)
        if kept is not None:
            return kept
        made = self._app.url_for(endpoint, **values)
        if endpoint[:1] != "." and not values.get("_external"):
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = made
        return made


def _placed(anchor: str | None) -> str:
    return "" if anchor is None else "#" + quote(anchor, safe="%!#$&'()*+,/:;=?@")


def _content_marks(folder: Path) -> dict[str, str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in files}


def _frame() -> dict[str, Any]:
    here = {code: language.address_in(code) for code in language.LANGUAGES}
    host = request.host_url.rstrip("/")
    return {
        "lang": language.current(),
        "languages": [(code, LANGUAGE_NAMES[code], here[code]) for code in language.LANGUAGES],
        "alternates": [(code, host + address) for code, address in here.items()],
        "asked": asked_here(),
    }
