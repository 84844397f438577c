"""The smallest parts of a page, as functions: a page of results has a hundred, and a macro takes ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from flask import Flask
from markupsafe import Markup, escape

from kb.library import Piece
from kb.model import Named
from kb.web import language
from kb.web.words import name


def marked(pieces: Iterable[Piece]) -> Markup:
    """Gives a text in pieces, those that are marked in <mark>."""
    told = [f"<mark>{escape(each.text)}</mark>" if each.marked else escape(each.text) for each in pieces]
    return Markup("".join(told))  # noqa: S704 – escaped above


def of_language(code: str) -> Markup:
    """Gives the attribute that tells the language of a text where it is not that of the page; else nothing."""
    return Markup(' lang="{}"').format(code) if code and code != language.current() else Markup()


def register(app: Flask) -> None:
    """Gives the templates of `app` these; `body_links` and `topic_links` give the names of some as links, by commas."""
    address = cast("Callable[..., str]", app.jinja_env.globals["url_for"])

    def links(endpoint: str, things: Iterable[Named]) -> Markup:
        told = [f'<a href="{escape(address(endpoint, slug=each.slug))}">{escape(name(each))}</a>' for each in things]
        return Markup(", ".join(told))  # noqa: S704 – escaped above

    app.jinja_env.globals.update(
        pieces_marked=marked,
        attribute_of_language=of_language,
        links_of_bodies=lambda bodies: links("rooms.body", bodies),
        links_of_topics=lambda topics: links("rooms.topic", topics),
    )
