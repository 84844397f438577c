"""Every trace of a document in the tables, found by what points to it: a table that comes later cannot be forgotten.

A row belongs to a document when a column of it points to the document, to one of its revisions, or to a row that
belongs to it in turn; a column without a foreign key counts by its name. Rows of a table whose `info` says
{"outlives": "documents"} stay, and their columns that point to what is erased are emptied.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, false, or_, select, update

from kb.store.tables import documents, ledger, originals, revisions, schema

OUTLIVES = "outlives"
"""The key of a table's `info` by which its rows stay."""

NOT_TOUCHED = frozenset({"audit", "erasures", "ledger"})
"""Tables whose rows tell that something was there."""


def forget_rows(connection: Connection, document_id: int) -> None:
    """Deletes the document and all rows that belong to it, those that point to others first.

    An original that another document uses has to be handed over to it before.
    """
    revision_ids = connection.scalars(select(revisions.c.id).where(revisions.c.document_id == document_id)).all()
    owning = Owning(document_id, revision_ids)
    for table in reversed(schema.sorted_tables):
        if table.name in NOT_TOUCHED or (condition := owning.condition(table)) is None:
            continue
        if OUTLIVES in table.info:
            for column, pointing in owning.pointing(table):
                connection.execute(update(table).where(pointing).values({column: None}))
        else:
            connection.execute(delete(table).where(condition))


class Owning:
    """Which rows of which table belong to one document."""

    def __init__(self, document_id: int, revision_ids: Sequence[int]) -> None:
        self._document_id = document_id
        self._revision_ids = list(revision_ids)

    def condition(self, table: Table) -> ColumnElement[bool] | None:
        """Gives the condition of the rows that belong to the document, None for a table that has no such rows."""
        if table is documents:
            return documents.c.id == self._document_id
        found = [pointing for _, pointing in self.pointing(table)]
        return or_(false(), *found) if found else None

    def pointing(self, table: Table) -> list[tuple[str, ColumnElement[bool]]]:
        """Gives the columns of a table that can point to the document, each with the condition that it does."""
        found = []
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table
                if target is documents:
                    found.append((column.name, column == self._document_id))
                elif target is revisions:
                    found.append((column.name, column.in_(self._revision_ids)))
                elif target not in (table, originals, ledger) and (above := self.condition(target)) is not None:
                    found.append((column.name, column.in_(select(key.column).where(above))))
            if not column.foreign_keys and column.name.endswith("document_id"):
                found.append((column.name, column == self._document_id))
            if not column.foreign_keys and column.name.endswith("revision_id"):
                found.append((column.name, column.in_(self._revision_ids)))
        return found
