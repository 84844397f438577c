"""Dossiers in the trash: the text of one that was opened by mistake is out of sight, and with it the dossier itself.

Its rows stay as they are, so that it can be restored. One that municipalities or a body have said something on is no
mistake any more and stays.
"""

from __future__ import annotations

from sqlalchemy import Connection, Select, func, select

from kb.errors import NotPossible
from kb.model import RecordSort
from kb.store.records import records
from kb.store.tables import documents, schema

BELONGING = {"comments": "občine so nanjo že poslale pripombe", "positions": "o njej je že stališče"}
"""The tables whose rows keep a dossier where it is, and how that is said."""


def in_trash() -> Select[tuple[int]]:
    """Gives the ids of the dossiers whose record is in the trash, to be asked within other statements."""
    found = select(records.c.record_id).join(documents, documents.c.id == records.c.document_id)
    return found.where(records.c.sort == RecordSort.DOSSIER, documents.c.removed.is_not(None))


def check_free(connection: Connection, dossier_id: int) -> None:
    """Raises NotPossible for a dossier with comments, withdrawn ones too, or a position; the table is the reason."""
    for name, said in BELONGING.items():
        table = schema.tables[name]
        mine = table.c.dossier_id == dossier_id
        if "removed" in table.c:
            mine &= table.c.removed.is_(None)
        if connection.scalar(select(func.count()).select_from(table).where(mine)):
            raise NotPossible(f"zadeve ni mogoče premakniti v koš: {said}", reason=name)
