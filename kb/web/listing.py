"""What was found as a list to take along: /iskanje.csv, /iskanje.xlsx, and /iskanje/natisni for paper."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from kb.library import Results
from kb.library.listing import MOST_ROWS, Cell, Listed, Row, csv_of, listed
from kb.library.spreadsheet import MEDIA_TYPE, xlsx_of
from kb.web import language, words
from kb.web.context import library, reader_of
from kb.web.documents import ORIGINAL_POLICY, attachment
from kb.web.narrowing import chips, understood
from kb.web.questions import address_of, question_of
from kb.web.reading.reference import today

WIDTHS = (6, 50, 18, 12, 30, 30, 14, 30, 60, 40)
"""Widths of the columns of a spreadsheet, in characters."""

pages = Blueprint("listing", __name__)


@pages.get("/iskanje.csv")
def csv_file() -> Response:
    """Gives the list as CSV with semicolons. Raises QueryError."""
    results, found = _found()
    return _file(Response(csv_of(_head(), _table(found, results)), mimetype="text/csv"), "csv")


@pages.get("/iskanje.xlsx")
def xlsx_file() -> Response:
    """Gives the list as a spreadsheet. Raises QueryError."""
    results, found = _found()
    content = xlsx_of(_("Results"), _head(), _table(found, results), WIDTHS)
    return _file(Response(content, mimetype=MEDIA_TYPE), "xlsx")


@pages.get("/iskanje/natisni")
def printed() -> str:
    """Gives the list as a page for paper. Raises QueryError."""
    results, found = _found()
    told = {"question": understood(results), "chips": chips(results), "today": today()}
    return render_template(
        "search_printed.html", results=results, found=found, rest=_rest(found), address_of=address_of, **told
    )


def _found() -> tuple[Results, Listed]:
    question = replace(question_of(request.args, per_page=MOST_ROWS), page=1)
    results = library().find(question, reader=reader_of(request))
    return results, listed(results)


def _head() -> list[str]:
    return [
        _("No."),
        _("Title"),
        _("Type of material"),
        _("Date"),
        _("Bodies"),
        _("Topics"),
        _("Place in the text"),
        _("Heading"),
        _("Text around the words"),
        _("Address"),
    ]


def _table(found: Listed, results: Results) -> list[list[Cell]]:
    rows = [_cells(row) for row in found.rows]
    rest = _rest(found)
    notes = [rest] if rest else []
    asked = _("Question: %(text)s", text=results.question.text) if results.question.text else ""
    return [*rows, *([None, note] for note in filter(None, (*notes, asked)))]


def _cells(row: Row) -> list[Cell]:
    document = row.document
    return [
        row.number,
        document.title,
        words.name(document.kind) if document.kind else "",
        document.dated,
        ", ".join(map(words.name, words.by_name(document.bodies))),
        ", ".join(map(words.name, words.by_name(document.topics))),
        words.place(row.locator) if row.locator else "",
        row.heading,
        row.snippet,
        f"{request.host_url.rstrip('/')}{language.root()}{row.path}",
    ]


def _rest(found: Listed) -> str:
    """Gives what the list leaves out, in words; "" where it has every document."""
    if found.is_whole:
        return ""
    told: str = _(
        "The list has at most %(most)s rows: the first %(documents)s of %(all)s materials. Narrow the search for the "
        "others.",
        most=words.number(MOST_ROWS),
        documents=words.number(found.documents),
        all=words.number(found.all_documents),
    )
    return told


def _file(answer: Response, ending: str) -> Response:
    name = _("results")
    answer.headers["Content-Disposition"] = attachment(f"{name}.{ending}")
    answer.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
