"""Seals of the audit log in a file beside the database: a line each time, of how many rows there were and the last one.

The file is no part of the database, so that rows which are cut off there, or all chained anew, are missed here. Whoever
keeps a copy of it elsewhere can prove the log against that copy.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

from kb.store.audit.proving import Seal
from kb.store.database import store_errors

NAME = "audit-seals.jsonl"


class Seals:
    """The seals in a data folder. Every fault of the disk comes out as StoreError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def all(self) -> tuple[Seal, ...]:
        """Gives the seals in the order they were put, without a line that was cut off or cannot be read."""
        with store_errors():
            if not self._path.exists():
                return ()
            lines = self._path.read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(seal for seal in map(_read, lines) if seal is not None)

    def add(self, seal: Seal) -> None:
        """Puts a seal at the end, on the disk when this returns."""
        line = json.dumps({"at": seal.at.isoformat() if seal.at else "", "rows": seal.rows, "last": seal.last})
        with store_errors(), self._path.open("ab+") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else "\n" + line
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def put_aside(self, at: dt.datetime) -> None:
        """Renames the file: the log that it belongs to has been replaced by a restored one."""
        with store_errors():
            if self._path.exists():
                self._path.rename(self._path.with_name(f"{NAME}.before-{at:%Y%m%dT%H%M%S}"))


def _read(line: str) -> Seal | None:
    try:
        told = json.loads(line)
        at = dt.datetime.fromisoformat(told["at"]) if told["at"] else None
        return Seal(int(told["rows"]), str(told["last"]), at)
    except (ValueError, TypeError, KeyError):
        return None
