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


def test_what_an_older_backup_brings_back_is_erased_again_as_a_newer_one_has_it(kb: Command, tmp_path: Path) -> None:
    _removed(kb, tmp_path)
    (tmp_path / "ostane.txt").write_text("Zapisnik, ki ostane.\n", encoding="utf-8")
    kb("add", tmp_path / "ostane.txt")
    kb("backup", tmp_path / "starejša.zip")
    kb("trash", "erase", "1", "--yes")
    kb("backup", tmp_path / "novejša.zip")
    again = Command(tmp_path / "znova")
    assert "je spet v zbirki" in again("restore", tmp_path / "starejša.zip")
    assert "1 gradivo" in again("trash", "list")
    assert "Znova izbrisano: spis.txt" in again("trash", "erase-again", tmp_path / "novejša.zip")
    assert "0 gradiv" in again("trash", "list")
    assert "ostane" in again("find", "zapisnik")
    assert "0 gradiv" in again("trash", "erase-again", tmp_path / "novejša.zip")
    assert "Vse je na svojem mestu" in again("check")


def test_a_document_on_hold_and_another_of_the_same_number_are_not_erased_again(kb: Command, tmp_path: Path) -> None:
    _removed(kb, tmp_path)
    kb("backup", tmp_path / "starejša.zip")
    kb("trash", "erase", "1", "--yes")
    kb("backup", tmp_path / "novejša.zip")
    again, other = Command(tmp_path / "znova"), Command(tmp_path / "druga")
    again("restore", tmp_path / "starejša.zip")
    with open_library(Settings(home=again.home)) as library:
        library.keeping.changes.do(Actor(1, "Ana"), ChangeSort.RESTORE, 1)
        library.keeping.custody.hold(Actor(1, "Ana"), 1, "Spor")
    assert "Ni izbrisano, ker se ne sme: spis.txt" in again("trash", "erase-again", tmp_path / "novejša.zip", code=1)
    other("add", tmp_path / "spis.txt")
    assert "0 gradiv" in other("trash", "erase-again", tmp_path / "novejša.zip")
