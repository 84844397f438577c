"""`kb backup` and `kb restore`, as they are typed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Command

Write = Callable[[str, str], Path]


def test_a_collection_is_saved_restored_elsewhere_and_found_there(kb: Command, write: Write, tmp_path: Path) -> None:
    kb("add", write("a.txt", "Občinski redar ugotavlja istovetnost."), write("b.txt", "Pitna voda v občini."))
    said = kb("backup", tmp_path / "kopija.zip")
    assert "izvirnikov: 2, od tega v tej datoteki: 2" in said
    assert "V kopiji" in kb.told
    other = Command(tmp_path / "druga mapa č")
    assert "Obnovljeno: 2 gradivi, izvirnikov: 2." in other("restore", tmp_path / "kopija.zip")
    assert other.json("find", "občinskega redarja")["documents"] == 1


def test_a_second_backup_holds_only_what_is_new(kb: Command, write: Write, tmp_path: Path) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    kb("backup", tmp_path / "prva.zip")
    kb("add", write("b.txt", "Drugo gradivo."))
    said = kb("backup", tmp_path / "druga.zip", "--since", tmp_path / "prva.zip")
    assert "izvirnikov: 2, od tega v tej datoteki: 1" in said
    other = Command(tmp_path / "nova")
    other("restore", tmp_path / "druga.zip", code=2)
    assert "manjka prejšnja varnostna kopija" in other.told
    other("restore", tmp_path / "druga.zip", "--since", tmp_path / "prva.zip")
    assert other.json("find", "gradivo")["documents"] == 2


def test_a_backup_of_something_else_and_a_full_folder_are_refused_in_words(
    kb: Command, write: Write, tmp_path: Path
) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    kb("restore", write("kopija.zip", "to ni varnostna kopija"), code=2)
    assert "kopija.zip: datoteka je poškodovana ali ni varnostna kopija" in kb.told
    kb("backup", tmp_path / "kopija.zip")
    kb("restore", tmp_path / "kopija.zip", code=2)
    assert "V mapi s podatki je že zbirka" in kb.told
    kb("backup", tmp_path / "kopija.zip", code=2)
    assert "datoteka s tem imenom že obstaja" in kb.told


def test_an_original_that_is_gone_is_named(kb: Command, write: Write, tmp_path: Path) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    (original,) = (kb.home / "originals").glob("??/*")
    original.unlink()
    assert f"Manjkajo ali so poškodovani izvirniki: {original.parent.name}" in kb("backup", tmp_path / "k.zip", code=1)


def test_a_collection_that_is_well_is_said_to_be(kb: Command, write: Write) -> None:
    kb("add", write("a.txt", "Prvo gradivo."), write("b.txt", "Drugo gradivo."))
    assert kb("check", "--whole") == "Pregledano: izvirnikov 2, 2 gradivi.\nVse je na svojem mestu.\n"


def test_what_an_index_has_lost_is_brought_back(kb: Command, write: Write) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    shutil.rmtree(kb.home / "index")
    assert "Kazalo je bilo poškodovano ali zastarelo; zgrajeno je na novo." in kb("check")
    assert kb.json("find", "prvo")["documents"] == 1


def test_originals_that_are_gone_or_changed_are_named_with_their_documents(kb: Command, write: Write) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    kb("add", write("b.txt", "Gradivo drugo, daljše."))
    first, second = sorted((kb.home / "originals").glob("??/*"), key=lambda path: path.stat().st_size)
    first.unlink()
    second.chmod(0o600)
    second.write_text("Gradivo tretje, enako."[: second.stat().st_size])
    said = kb("check", code=1)
    assert f"manjka izvirnik {first.parent.name}" in said
    assert "(gradivo 1)" in said
    assert kb.json("check", "--whole", code=1)["bad_originals"][-1].keys() == {"sha256", "is_there", "documents"}
    assert len(kb.json("check", "--whole", code=1)["bad_originals"]) == 2


def test_the_status_tells_of_worker_disk_and_the_last_backup(kb: Command, write: Write, tmp_path: Path) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    assert "Delavec: ne deluje." in kb("status")
    assert "Zadnja varnostna kopija: nobena (pozor)." in kb("status")
    kb("backup", tmp_path / "kopija.zip")
    assert "(pozor)" not in kb("status").partition("Zadnja varnostna kopija")[2]
    service = kb.json("status")["service"]
    assert (service["documents"], service["backup"]["days"], service["backup"]["is_well"]) == (1, 0, True)


def test_files_that_nothing_names_are_told_and_cleared_when_asked(kb: Command, write: Write) -> None:
    kb("add", write("a.txt", "Prvo gradivo."))
    rubble = kb.home / "originals" / "ab" / ("c" * 62)
    rubble.parent.mkdir(exist_ok=True)
    rubble.write_bytes(b"rubble")
    os.utime(rubble, (0, 0))
    assert "Datoteke (odstrani jih »kb check --clear«), ki jih zbirka ne pozna: abcccccccccc" in kb("check")
    assert "Odstranjene datoteke, ki jih zbirka ne pozna: abcccccccccc" in kb("check", "--clear")
    assert not rubble.exists()
