"""The project's own rows of the registers, read from the CSV files beside this page.

The files have the columns of kb.model.Named; bodies.csv also `sort`; topics.csv also `parent`, the slug of a row
further up, or nothing on the first of the two levels. Days are written 2024-06-12.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.model import Body, Kind, Named, Topic

_FOLDER = Path(__file__).parent
_DAYS = ("valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Starting:
    """One file of rows for the register of `sort`."""

    sort: type[Named]
    file: str

    def slugs(self) -> list[str]:
        """Gives the slugs in the order of the file."""
        return [columns["slug"] for columns, _ in self.rows()]

    def rows(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Gives for each row its columns as the table has them, and its parent's slug or ""."""
        with (_FOLDER / self.file).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                parent = line.pop("parent", "")
                yield {name: _cell(name, text) for name, text in line.items()}, parent


def _cell(name: str, text: str) -> str | dt.date | None:
    if name in _DAYS:
        return dt.date.fromisoformat(text) if text else None
    return text


STARTING = (Starting(Body, "bodies.csv"), Starting(Topic, "topics.csv"), Starting(Kind, "kinds.csv"))
