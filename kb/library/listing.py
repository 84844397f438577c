"""What was found as rows for a spreadsheet or a list on paper: a row a hit, at most a thousand."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.library.auditing.exporting import MARK, cell
from kb.library.values import Found, Results
from kb.model import Document, Locator

MOST_ROWS = 1000

Cell = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A hit in the list of what was found, or with `locator` None a document: `path` is where it is read."""

    number: int
    document: Document
    locator: Locator | None
    heading: str
    snippet: str
    path: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of an answer, of `documents` documents, of the `all_documents` that were found."""

    rows: tuple[Row, ...]
    documents: int
    all_documents: int

    @property
    def is_whole(self) -> bool:
        """Tells whether every document that was found has a row."""
        return self.documents >= self.all_documents


def listed(results: Results) -> Listed:
    """Gives the rows of an answer in its order: of each document its best hits, or itself where nothing was asked."""
    rows: list[Row] = []
    documents = 0
    for number, found in enumerate(results.groups, 1):
        of_document = list(_rows(number, found, results.question.text))
        if len(rows) + len(of_document) > MOST_ROWS:
            break
        rows += of_document
        documents = number
    return Listed(tuple(rows), documents, results.documents - results.folded)


def _rows(number: int, found: Found, asked: str) -> Iterator[Row]:
    hits = found.hits if asked else ()
    for hit in hits:
        passage = hit.passage.passage
        snippet = "".join(piece.text for piece in hit.snippet)
        yield Row(number, found.document, passage.locator, passage.heading, snippet, hit.path)
    if not hits:
        yield Row(number, found.document, None, "", "", f"/gradivo/{found.document.id}")


def csv_of(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Gives lines of CSV with semicolons, as Slovene spreadsheet programs read it; no cell is taken for a formula."""
    yield MARK + _line(head)
    for row in rows:
        yield _line([cell(each) for each in row])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cells)
    return out.getvalue()
