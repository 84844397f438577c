"""The pages of records (zapisi): each group of pages tells where a row of its sort is shown.

records.tell_of(app, RecordSort.DOSSIER, lambda number: url_for("dossiers.dossier", number=number))
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from kb.model import RecordSort
from kb.web.context import library

_NAME = "kb.records"

Address = Callable[[int], str]


def tell_of(app: Flask, sort: RecordSort, address: Address) -> None:
    """Makes `address`, asked with a row's id while a page is served, the page of the rows of `sort`."""
    app.extensions.setdefault(_NAME, {})[sort] = address


def address_of(document_id: int) -> str | None:
    """Gives the page of the row whose text a document holds; None for any other document."""
    found = library().records.of(document_id)
    if found is None:
        return None
    sort, record_id = found
    asked: Address | None = current_app.extensions.get(_NAME, {}).get(sort)
    return asked(record_id) if asked else None
