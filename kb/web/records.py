"""The pages of records (zapisi): each group of pages tells where a row of its sort is shown.

records.tell_of(app, RecordSort.DOSSIER, lambda number: url_for("dossiers.dossier", number=number))
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, request

from kb.model import RecordSort
from kb.web.context import library, reader_of, session

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


def witnessed(sort: RecordSort, record_id: int) -> None:
    """Enters in the audit log that whoever has signed in is shown a row, unless everybody may see it.

    Raises NotFound for a row that they may not see, StoreError where it cannot be entered: then it is not to be shown.
    """
    present = session()
    if present is None:
        return
    for document_id in library().records.documents(sort, [record_id]).values():
        actor, log = present.user.actor, library().audit
        if not log.was_seen(actor, document_id, visit=present.id):
            log.seen(actor, library().document(document_id, reader=reader_of(request)), visit=present.id)
