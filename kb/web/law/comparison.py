"""Texts of law side by side, the automatic consolidated text of an act, and a bill beside the law in force.

`?od=` and `?do=` name the two texts: the number of a version, «cistopis» for the automatic text, «gradivo-5» for any
document. `?vse=1` shows the articles that have not changed too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kb.legislation.amendments import Change, Problem
from kb.legislation.comparison import Pair, Status, Table, docx_of, html_of, table_of
from kb.legislation.comparison.table import Row
from kb.legislation.lawtext import LawArticle
from kb.library import Piece
from kb.library.law.comparing import ChangeSource, Compared, Consolidated
from kb.library.law.texts import AUTOMATIC, LegalText
from kb.model import Document
from kb.web.context import library, reader_of
from kb.web.documents import ORIGINAL_POLICY, attachment
from kb.web.law import words as lawwords
from kb.web.lines import Paragraph, blocks
from kb.web.lines import Table as TextTable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_REMARKS = 20
"""Doubts and orders that a downloaded table tells one by one."""

pages = Blueprint("comparison", __name__)

_ACT = "/predpis/<acronym>"
_DOCUMENT = "/gradivo/<int(max=2147483647):document_id>"


# --- texts of an act, two documents, a bill ----------------------------------------------------------


@pages.get(f"{_ACT}/primerjava")
def of_act(acronym: str) -> ResponseReturnValue:
    """Gives two texts of an act side by side: those asked for, else the first and the newest. Raises NotFound."""
    act = library().comparing.act(acronym)
    if act.acronym != acronym:
        asked: dict[str, Any] = {name: request.args[name] for name in ("od", "do", "vse") if name in request.args}
        return redirect(url_for("comparison.of_act", acronym=act.acronym, **asked))
    texts = library().comparing.texts(act.acronym, reader=reader_of(request))
    old, new = _asked(texts)
    if not (old and new):
        return render_template("comparison_none.html", act=act, texts=texts)
    compared = library().comparing.versions(act.acronym, old, new, reader=reader_of(request))
    here = {"acronym": act.acronym, "od": old, "do": new}
    return _page(compared, texts=texts, endpoint="comparison.of_act", here=here)


@pages.get(f"{_ACT}/primerjava.docx", defaults={"form": "docx"})
@pages.get(f"{_ACT}/primerjava.html", defaults={"form": "html"})
def of_act_file(acronym: str, form: str) -> Response:
    """Gives the same as a table to send or print, DOCX or HTML. Raises NotFound."""
    old, new = _asked(library().comparing.texts(acronym, reader=reader_of(request)))
    return _file(library().comparing.versions(acronym, old, new, reader=reader_of(request)), form)


@pages.get("/primerjava")
def of_documents() -> ResponseReturnValue:
    """Gives two documents side by side, «?od=gradivo-5&do=gradivo-9». Raises NotFound."""
    here = _both()
    compared = library().comparing.documents(here["od"], here["do"], reader=reader_of(request))
    return _page(compared, endpoint="comparison.of_documents", here=here)


@pages.get("/primerjava.docx", defaults={"form": "docx"})
@pages.get("/primerjava.html", defaults={"form": "html"})
def of_documents_file(form: str) -> Response:
    """Gives the same as a table to send or print. Raises NotFound."""
    here = _both()
    return _file(library().comparing.documents(here["od"], here["do"], reader=reader_of(request)), form)


@pages.get(f"{_DOCUMENT}/primerjava")
def of_bill(document_id: int) -> ResponseReturnValue:
    """Gives a bill beside the law in force. Raises NotFound."""
    compared = library().comparing.bill(document_id, reader=reader_of(request))
    return _page(compared, endpoint="comparison.of_bill", here={"document_id": str(document_id)})


@pages.get(f"{_DOCUMENT}/primerjava.docx", defaults={"form": "docx"})
@pages.get(f"{_DOCUMENT}/primerjava.html", defaults={"form": "html"})
def of_bill_file(document_id: int, form: str) -> Response:
    """Gives the same as a table to send or print. Raises NotFound."""
    return _file(library().comparing.bill(document_id, reader=reader_of(request)), form)


def _both() -> dict[str, Any]:
    return {name: request.args.get(name, "") for name in ("od", "do")}


def _asked(texts: Sequence[LegalText]) -> tuple[str, str]:
    """Gives the names of the two texts to compare, "" where there is none."""
    laws = [each.name for each in texts if each.is_automatic or (each.version and each.version.is_text)]
    names = laws if len(laws) > 1 else [each.name for each in texts]
    first, last = (names[0], names[-1]) if len(names) > 1 else ("", "")
    return request.args.get("od") or first, request.args.get("do") or last


# --- the page ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the table, the anchor of its article, and what has changed it."""

    row: Row
    anchor: str
    sources: tuple[ChangeSource, ...]


def _page(
    compared: Compared, *, endpoint: str, here: dict[str, Any], texts: Sequence[LegalText] = ()
) -> ResponseReturnValue:
    everything = request.args.get("vse", "") == "1"
    table = _table(compared, everything=everything)
    return render_template(
        "comparison.html",
        compared=compared,
        summary=compared.comparison.summary,
        table=table,
        rows=_rows(compared, table, everything=everything),
        everything=everything,
        texts=texts,
        doubts=_doubts(compared),
        addresses={
            "only": url_for(endpoint, **here),
            "all": url_for(endpoint, **here, vse="1"),
            "docx": url_for(f"{endpoint}_file", **here, form="docx"),
            "html": url_for(f"{endpoint}_file", **here, form="html"),
        },
    )


def _rows(compared: Compared, table: Table, *, everything: bool) -> list[ShownRow]:
    pairs = [pair for pair in compared.comparison.pairs if everything or pair.status is not Status.SAME]
    return [
        ShownRow(row, anchor_of(pair), compared.sources.get(pair.number, ()) if pair.new else ())
        for pair, row in zip(pairs, table.rows, strict=True)
    ]


def anchor_of(pair: Pair) -> str:
    """Gives the id of a row: that of the article in the new text, of a deleted one that it had."""
    article = pair.new or pair.old
    return f"{'' if pair.new else 'prej-'}{article.id if article else ''}"


def _table(compared: Compared, *, everything: bool = False, remarks: Sequence[str] = ()) -> Table:
    return table_of(
        compared.comparison, everything=everything, headings=lawwords.table_words(compared), remarks=remarks
    )


def _doubts(compared: Compared) -> list[tuple[LegalText, list[str]]]:
    """Gives what is doubtful in each of the two texts, the texts without doubts left out."""
    sides = ((compared.old, compared.comparison.old), (compared.new, compared.comparison.new))
    found = [(text, list(lawwords.doubts_of(law))) for text, law in sides]
    return [(text, told) for text, told in found if told]


# --- files -------------------------------------------------------------------------------------------


def _file(compared: Compared, form: str) -> Response:
    notes = {
        number: tuple(f"{each.act}, {lawwords.article_name(each.article)}" for each in sources)
        for number, sources in compared.sources.items()
    }
    table = table_of(
        compared.comparison,
        notes=notes,
        everything=request.args.get("vse", "") == "1",
        headings=lawwords.table_words(compared),
        remarks=_remarks(compared),
    )
    is_docx = form == "docx"
    response = Response(docx_of(table) if is_docx else html_of(table), mimetype=DOCX if is_docx else "text/html")
    name = compared.act.acronym if compared.act else compared.new.document.title[:80]
    told = _("Comparison: %(name)s", name=name).replace(":", "")
    response.headers["Content-Disposition"] = attachment(f"{told}.{form}")
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _remarks(compared: Compared) -> list[str]:
    """Gives what a reader of the table has to know: which texts these are, what was not applied, what is doubtful."""
    names = (lawwords.text_name(text) for text in (compared.old, compared.new))
    told = [" → ".join(names)]
    told += [_("Not in the text: %(change)s.", change=each) for each in compared.missing]
    told += [_unapplied(each) for each in compared.problems[:MOST_REMARKS]]
    doubts = [f"{lawwords.text_name(text)}: {doubt}" for text, several in _doubts(compared) for doubt in several]
    return told + doubts[:MOST_REMARKS]


def _unapplied(problem: Problem) -> str:
    source = ", ".join(filter(None, (problem.act, problem.source and lawwords.article_name(problem.source))))
    told = lawwords.problem_text(problem)
    text: str = _("Not applied: %(source)s: %(why)s %(order)s", source=source, why=told, order=problem.sentence)
    return text.strip()


# --- the automatic consolidated text -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change at its place in the text, and the article that orders it."""

    change: Change
    source: ChangeSource


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """An article of the consolidated text: its words set as paragraphs, and what has changed it."""

    article: LawArticle
    blocks: tuple[Paragraph | TextTable, ...]
    changes: tuple[ShownChange, ...]


@pages.get(f"{_ACT}/neuradno-precisceno")
def consolidated(acronym: str) -> ResponseReturnValue:
    """Gives the act with its amending acts applied, each change with its source. Raises NotFound."""
    act = library().comparing.act(acronym)
    if act.acronym != acronym:
        return redirect(url_for("comparison.consolidated", acronym=act.acronym))
    found = library().comparing.consolidated(act.acronym, reader=reader_of(request))
    return render_template(
        "consolidated.html",
        act=act,
        found=found,
        articles=_articles(found),
        own=_own(found),
        doubts=list(lawwords.doubts_of(found.draft.law)),
        automatic=AUTOMATIC,
    )


def _articles(found: Consolidated) -> list[DraftArticle]:
    changes: dict[str, list[ShownChange]] = {}
    for change in found.draft.changes:
        source = found.source(change.act, change.source)
        changes.setdefault(change.article, []).append(ShownChange(change, source))
    return [_article(each, changes.get(each.number, ())) for each in found.draft.law.articles]


def _own(found: Consolidated) -> list[tuple[str, list[DraftArticle]]]:
    """Gives the articles of the amending acts that order no change, together by act."""
    acts = dict.fromkeys(name for name, _article in found.draft.own)
    return [(act, [_article(each, ()) for name, each in found.draft.own if name == act]) for act in acts]


def _article(article: LawArticle, changes: Sequence[ShownChange]) -> DraftArticle:
    return DraftArticle(article, blocks((Piece(article.text, False),)), tuple(changes))


# --- links from other pages --------------------------------------------------------------------------


def register(app: Flask) -> None:
    """Gives the templates of `app` what `_comparing.html` and the page of a document ask."""

    def texts_of(acronym: str) -> tuple[LegalText, ...]:
        return library().comparing.texts(acronym, reader=reader_of(request))

    def act_of_bill(document: Document) -> str:
        return library().comparing.act_of_bill(document, reader=reader_of(request))

    def act_of_text(document: Document) -> str:
        return library().comparing.act_of_text(document)

    app.jinja_env.globals.update(texts_of=texts_of, act_of_bill=act_of_bill, act_of_text=act_of_text)
