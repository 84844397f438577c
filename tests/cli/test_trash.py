from __future__ import annotations

import json
from pathlib import Path

from kb.config import Settings
from kb.library import open_library
from kb.model import Actor
from kb.store.changing import ChangeSort
from tests.conftest import Command


def _removed(kb: Command, tmp_path: Path) -> int:
    path = tmp_path / "spis.txt"
    path.write_text("Spis o redarstvu.\n", encoding="utf-8")
    kb("add", path)
    with open_library(Settings(home=kb.home)) as library:
        library.keeping.changes.do(Actor(1, "Ana"), ChangeSort.TRASH, 1)
    return 1


def test_what_is_in_the_trash_is_listed_and_restored(kb: Command, tmp_path: Path) -> None:
    _removed(kb, tmp_path)
    assert "1 gradivo" in kb("trash", "list")
    assert json.loads(kb("trash", "list", "--json"))[0]["document_id"] == 1
    assert "Obnovljeno" in kb("trash", "restore", "1")
    assert "0 gradiv" in kb("trash", "list")
    kb("trash", "restore", "1", code=2)


def test_erasing_asks_first_and_names_the_backups_that_still_hold_it(kb: Command, tmp_path: Path) -> None:
    _removed(kb, tmp_path)
    kb("backup", tmp_path / "kopija.zip")
    kb("trash", "erase", "1", code=1, stdin="n\n")
    assert "1 gradivo" in kb("trash", "list")
    told = kb("trash", "erase", "1", "--yes")
    assert "Izbrisano: spis.txt" in told
    assert "kopija.zip" in told
    kb("trash", "erase", "1", "--yes", code=2)
    assert "Vse je na svojem mestu" in kb("check")
