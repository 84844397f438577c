"""Which rows of a batch the files that are announced are: those announced before, or new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kb.model import Announced, UploadStage
from kb.store.uploads.tables import upload_files

_TOGETHER = 200


class Matching:
    """The rows of a batch by name, within one transaction."""

    def __init__(self, connection: Connection, batch_id: int, names: Iterable[str]) -> None:
        self._connection = connection
        self._batch_id = batch_id
        self._rows: dict[str, list[Row[Any]]] = {}
        wanted = list(dict.fromkeys(names))
        for start in range(0, len(wanted), _TOGETHER):
            some = upload_files.c.name.in_(wanted[start : start + _TOGETHER])
            rows = select(upload_files).where(upload_files.c.batch_id == batch_id, some).order_by(upload_files.c.id)
            for row in connection.execute(rows):
                self._rows.setdefault(row.name, []).append(row)

    def find(self, told: Announced) -> Row[Any] | None:
        """Gives the row that a file has already: a kept one with its very bytes, or the one that is not kept."""
        rows = self._rows.get(told.name, [])
        kept = [row for row in rows if row.stage == UploadStage.KEPT]
        open_ones = [row for row in rows if row.stage != UploadStage.KEPT]
        for row in kept:
            if told.sha256 and (row.sha256, row.size) == (told.sha256, told.size):
                self._leave_out(open_ones)
                return row
        return open_ones[-1] if open_ones else None

    def is_anew(self, row: Row[Any], told: Announced) -> bool:
        """Tells whether what has come of a file is of other bytes than what is announced now."""
        if row.stage == UploadStage.KEPT:
            return False
        return row.size != told.size or bool(row.sha256 and told.sha256 and row.sha256 != told.sha256)

    def go_on(self, row: Row[Any], told: Announced, at: dt.datetime) -> int:
        """Lets a file be waited for again, or go on, and gives the id of its row."""
        if row.stage != UploadStage.KEPT:
            sha256 = told.sha256 if self.is_anew(row, told) else (told.sha256 or row.sha256)
            again = {"stage": UploadStage.WAITING.value, "size": told.size, "sha256": sha256}
            settled = {"reason": "", "detail": "", "ledger_id": None, "announced": at}
            mine = upload_files.c.id == row.id
            self._connection.execute(update(upload_files).where(mine).values(**again, **settled))
        row_id: int = row.id
        return row_id

    def add(self, told: Announced, at: dt.datetime) -> int:
        """Enters a file that is new in the batch and gives the id of its row."""
        columns = {"batch_id": self._batch_id, "name": told.name, "size": told.size, "sha256": told.sha256}
        fresh = {"stage": UploadStage.WAITING.value, "known": False, "reason": "", "detail": "", "corrections": {}}
        added = insert(upload_files).values(**columns, **fresh, announced=at).returning(upload_files)
        row = self._connection.execute(added).one()
        self._rows.setdefault(told.name, []).append(row)
        row_id: int = row.id
        return row_id

    def total(self) -> int:
        """Gives how many files the batch has now."""
        theirs = select(func.count()).select_from(upload_files).where(upload_files.c.batch_id == self._batch_id)
        return self._connection.scalar(theirs) or 0

    def _leave_out(self, rows: Iterable[Row[Any]]) -> None:
        """Removes rows of a file that turned out to be kept already."""
        for row in list(rows):
            self._connection.execute(delete(upload_files).where(upload_files.c.id == row.id))
            self._rows[row.name].remove(row)
