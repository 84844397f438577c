"""Comments as a table for a spreadsheet program: a row a comment, what was said beside what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kb.legislation.lawtext import shown
from kb.library.auditing.exporting import MARK, cell
from kb.model.comments import Comment, Taken
from kb.slovene.dates import written
from kb.slovene.workdays import day_here

COLUMNS = (
    "št.",
    "člen",
    "občina",
    "pripomba",
    "predlagano besedilo",
    "obrazložitev",
    "poslano",
    "umaknjeno",
    "odločitev",
    "odgovor",
    "stališče",
)
DECISIONS = {
    Taken.OPEN: "",
    Taken.TAKEN: "upoštevano",
    Taken.PARTLY: "delno upoštevano",
    Taken.NOT_TAKEN: "ni upoštevano",
}


def as_csv(comments: Iterable[Comment]) -> Iterator[str]:
    """Gives a head and each comment as a line of CSV; no cell is taken for a formula.

    Semicolons part the cells, as spreadsheet programs with Slovene settings read them; who wrote it is not told.
    """
    yield MARK + _line(COLUMNS)
    for each in comments:
        yield _line([cell(value) for value in _values(each)])


def _values(comment: Comment) -> tuple[object, ...]:
    return (
        comment.id,
        shown(comment.article) if comment.article else "v celoti",
        comment.municipality,
        comment.text,
        comment.wording,
        comment.reason,
        written(day_here(comment.made)),
        written(day_here(comment.withdrawn)) if comment.withdrawn else "",
        DECISIONS[comment.taken],
        comment.answer,
        comment.position_id,
    )


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cells)
    return out.getvalue()
