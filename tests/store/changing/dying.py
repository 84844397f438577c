"""Erasing in a process that the tests kill."""

from __future__ import annotations

from pathlib import Path

from tests.store.dying import die, die_at
from tests.store.making import open_store


def erase(home: Path, document_id: int, number: int) -> None:
    """Erases a document and dies before its `number`-th change or commit, or, at 0, before a file is taken away."""
    with open_store(home) as store:
        if number:
            die_at(store, number)

        def forget(_sha256: str) -> None:
            if not number:
                die()

        store.changing.erasing.go_on(document_id, forget=forget)
