"""The audit log as files: CSV for spreadsheets, JSON Lines for programs, a row at a time however long it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from kb.model import Audited

COLUMNS = (
    "id",
    "at",
    "actor_id",
    "actor",
    "deed",
    "subject",
    "subject_id",
    "before",
    "after",
    "previous",
    "chained",
)
MARK = "\ufeff"
"""What tells a spreadsheet program that a file is UTF-8."""

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def value_of(row: Audited) -> dict[str, object]:
    """Gives a row as values of JSON, by COLUMNS; the moment in UTC as 2026-11-22T10:00:00.000000+00:00.

    With `previous` and `chained` whoever has a file can prove it as `kb audit verify` does the log.
    """
    return {
        "id": row.id,
        "at": row.at.isoformat(timespec="microseconds"),
        "actor_id": row.actor.id,
        "actor": row.actor.name,
        "deed": row.deed.value,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "before": row.before,
        "after": row.after,
        "previous": row.previous,
        "chained": row.chained,
    }


def as_json_lines(rows: Iterable[Audited]) -> Iterator[str]:
    """Gives each row as an object on a line of its own."""
    for row in rows:
        yield json.dumps(value_of(row), ensure_ascii=False) + "\n"


def as_csv(rows: Iterable[Audited]) -> Iterator[str]:
    """Gives a head and each row as a line of CSV, `before` and `after` as JSON; no cell is taken for a formula."""
    yield MARK + _line(COLUMNS)
    for row in rows:
        yield _line([cell(value) for value in value_of(row).values()])


def cell(value: object) -> str:
    """Gives a value as a cell of CSV that no spreadsheet program takes for a formula."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
