"""Citations on a page: where they lead, what is said of it beforehand, and how a text is set with them in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from flask import Flask, get_template_attribute, request, url_for

from kb.legislation.provisions import article_id
from kb.library import Piece
from kb.library.law.links import LawLink, LinkedPiece
from kb.library.law.values import ArticlePage
from kb.web.context import library, reader_of
from kb.web.law.lines import Line, List, Rows, Unit
from kb.web.law.words import article_name
from kb.web.lines import split

T = TypeVar("T", bound=Unit | Rows | List | Line)


def act_address(acronym: str, article: str = "", paragraph: str = "") -> str:
    """Gives the address of an act or article: «/predpis/ZORed/art_12a», with a paragraph «…/art_12#art_12__para_2»."""
    if not article:
        return url_for("acts.act", acronym=acronym)
    eid = article_id(article)
    return url_for("acts.article", acronym=acronym, eid=eid, _anchor=f"{eid}__para_{paragraph}" if paragraph else None)


def law_address(link: LawLink, document_id: int = 0, asked: str = "") -> str:
    """Gives where a citation leads; within the document that has it, the words that were asked for stay marked."""
    if link.act is not None:
        return act_address(link.act.acronym, link.article, link.paragraph)
    anchor = link.anchor
    return url_for("documents.document", document_id=document_id, anchor=anchor, q=asked or None, _anchor=anchor)


def preview_address(link: LawLink, document_id: int = 0) -> str:
    """Gives where the preview of what a citation leads to is."""
    if link.act is None:
        return url_for("previews.passage", document_id=document_id, anchor=link.anchor)
    if not link.article:
        return url_for("previews.act", acronym=link.act.acronym)
    return url_for("previews.article", acronym=link.act.acronym, eid=article_id(link.article))


def law_title(link: LawLink) -> str:
    """Gives what a citation leads to in words: «Zakon o občinskem redarstvu (ZORed), 10. člen – vrste pooblastil»."""
    act = f"{link.act.title} ({link.act.acronym})" if link.act is not None else ""
    article = article_name(link.article) if link.article else ""
    return " – ".join(filter(None, (", ".join(filter(None, (act, article))), link.title)))


def law_runs(pieces: Iterable[Piece]) -> list[tuple[LawLink | None, tuple[Piece, ...]]]:
    """Gives the pieces of a text by the link they are in, None for those in none."""
    return [(link, tuple(run)) for link, run in groupby(pieces, key=_link)]


def _link(piece: Piece) -> LawLink | None:
    return piece.link if isinstance(piece, LinkedPiece) else None


def with_citations(units: Iterable[Unit | Rows], page: ArticlePage) -> list[Unit | Rows]:
    """Gives the units of the article of a page, in whichever version, with its citations as links."""
    told = list(units)
    lines = [" ".join(text.split("\n")) for unit in told for text in _texts(unit)]
    before = page.previous.number if page.previous is not None else ""
    version, reader = page.shown.version, reader_of(request)
    pieces = library().citations.in_article(
        "\n".join(lines), page.address.number, version, before=before, reader=reader
    )
    set_line = get_template_attribute("_cited.html", "cited")
    written = iter(set_line(line) for line in split(pieces, "\n"))
    return [_rewritten(unit, written) for unit in told]


def _texts(part: Unit | Rows | List | Line) -> Iterator[str]:
    """Gives the texts of a part of an article in their order."""
    match part:
        case Line(text):
            yield text
        case Rows(rows):
            yield from (cell for row in rows for cell in row)
        case List(units):
            yield from (text for unit in units for text in _texts(unit))
        case Unit():
            yield from (text for each in part.parts for text in _texts(each))


def _rewritten(part: T, written: Iterator[str]) -> T:
    """Gives a part of an article with the texts of `written` in place of its own."""
    match part:
        case Line():
            return replace(part, text=next(written))
        case Rows(rows):
            return replace(part, rows=tuple(tuple(next(written) for _ in row) for row in rows))
        case List(units):
            return replace(part, units=tuple(_rewritten(unit, written) for unit in units))
        case Unit():
            return replace(part, parts=tuple(_rewritten(each, written) for each in part.parts))
    return part


def register(app: Flask) -> None:
    """Gives the templates of `app` what citations are set with."""
    words = (act_address, law_address, preview_address, law_title, law_runs, with_citations)
    app.jinja_env.globals.update({word.__name__: word for word in words})
