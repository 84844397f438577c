"""Bundles: what went in comes out, byte by byte; what is damaged, foreign or in the way is said and nothing written."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BundleUnusable, NotEmpty
from kb.legislation.register import Act
from kb.model import DocumentState
from kb.store import Store
from kb.store.bundles import Bundle, Made, Restored, make_bundle, restore_bundle
from kb.store.bundles.format import MANIFEST
from kb.store.database import Database
from kb.store.files import Files
from tests.store.making import NOON, kept_and_read, open_store

File = Callable[..., Path]

FLIPS = 150
FIXTURES = sorted(Path(__file__).parent.glob("bundles/*.zip"))


def unheard(stage: str, name: str, done: int, total: int) -> None:
    """Hears nothing."""


def made(store: Store, path: Path, *since: Path) -> Made:
    with ExitStack() as stack:
        earlier = [stack.enter_context(Bundle(each)) for each in since]
        return make_bundle(store.database, store.files, path, since=earlier, told=unheard, now=NOON)


def restored(folder: Path, path: Path, *since: Path, told: Callable[..., None] = unheard) -> Restored:
    folder.mkdir(exist_ok=True)
    database = Database.open(f"sqlite:///{folder / 'kb.db'}")
    with ExitStack() as stack:
        stack.callback(database.close)
        bundle, *others = [stack.enter_context(Bundle(each)) for each in (path, *since)]
        files = Files.open((folder / "originals").as_uri())
        return restore_bundle(database, files, bundle, others=others, told=told)


def rows(folder: Path) -> dict[str, list[Any]]:
    """All rows of a store but for which are to be indexed, and the ids that were given out."""
    connection = sqlite3.connect(folder / "kb.db")
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in names if name != "marks"]
    found = {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in kept}
    connection.close()
    return found


def originals(folder: Path) -> dict[str, bytes]:
    root = folder / "originals"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.glob("??/*")}


@pytest.fixture
def full(store: Store, file: File, home: Path) -> Path:
    """The folder of a store with three documents, of which one is withdrawn, an act and a rule."""
    for number in range(3):
        last = kept_and_read(store, file(f"zapisnik {number}.txt", f"Prva seja {number}. Šoštanj."), "Ena.", "Dve.")
    store.remove(last)
    store.acts.put([Act("ZPrimer", "Zakon o primeru", checked_on=NOON.date(), topic="obcinsko-redarstvo")])
    return home


def test_what_is_restored_is_what_was_saved(store: Store, full: Path, tmp_path: Path) -> None:
    saved = made(store, tmp_path / "kopija.zip")
    found = restored(tmp_path / "nova", tmp_path / "kopija.zip")
    assert (saved.listed, saved.held, saved.manifest.missing) == (3, 3, ())
    assert (found.documents, found.originals, found.missing) == (3, 3, ())
    assert rows(tmp_path / "nova") == rows(full)
    assert originals(tmp_path / "nova") == originals(full) != {}


def test_a_restored_store_works_on_and_all_of_it_is_to_be_indexed(
    store: Store, full: Path, file: File, tmp_path: Path
) -> None:
    made(store, tmp_path / "kopija.zip")
    restored(tmp_path / "nova", tmp_path / "kopija.zip")
    with open_store(tmp_path / "nova") as again:
        assert again.marks.count() == 3
        assert kept_and_read(again, file("nov.txt", "Novo gradivo.")) == 4


def test_what_would_let_somebody_in_is_left_out(store: Store, tmp_path: Path) -> None:
    made(store, tmp_path / "kopija.zip")
    with Bundle(tmp_path / "kopija.zip") as bundle:
        assert {"users", "identities"} <= bundle.manifest.tables.keys()
        assert bundle.manifest.tables.keys().isdisjoint({"sessions", "links", "knocks"})


def test_ids_of_rows_that_are_gone_are_not_given_out_again(store: Store, tmp_path: Path) -> None:
    with store.database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO synonyms (id, terms, means) VALUES (41, '[]', '[]')")
        connection.exec_driver_sql("DELETE FROM synonyms")
    made(store, tmp_path / "kopija.zip")
    restored(tmp_path / "nova", tmp_path / "kopija.zip")
    assert ("synonyms", 41) in rows(tmp_path / "nova")["sqlite_sequence"]


def test_a_later_bundle_leaves_out_what_an_earlier_one_holds(
    store: Store, full: Path, file: File, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{name}.zip" for name in ("prva", "druga", "tretja"))
    made(store, first)
    kept_and_read(store, file("nov.txt", "Novo gradivo."))
    assert (made(store, second, first).held, made(store, third, first, second).held) == (1, 0)
    with pytest.raises(BundleUnusable, match="manjka prejšnja varnostna kopija"):
        restored(tmp_path / "nova", third, first)
    assert restored(tmp_path / "nova", third, second, first).originals == 4
    assert originals(tmp_path / "nova") == originals(full)


def test_a_bundle_is_as_at_one_moment_while_documents_come(
    store: Store, home: Path, file: File, tmp_path: Path
) -> None:
    paths = [file(f"{number}.txt", f"Besedilo {number}.") for number in range(12)]
    with open_store(home) as other:
        adding = threading.Thread(target=lambda: [kept_and_read(other, path) for path in paths])
        adding.start()
        saved = [tmp_path / f"kopija {number}.zip" for number in range(4)]
        for path in saved:
            made(store, path)
        adding.join()
    for number, path in enumerate(saved):
        folder = tmp_path / f"nova {number}"
        assert restored(folder, path).documents == len(rows(folder)["originals"]) == len(originals(folder))


def test_a_missing_or_damaged_original_is_named_and_the_rest_is_saved(store: Store, full: Path, tmp_path: Path) -> None:
    gone, changed, _ = sorted((full / "originals").glob("??/*"))
    gone.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"x" * changed.stat().st_size)
    saved = made(store, tmp_path / "kopija.zip")
    assert set(saved.manifest.missing) == {gone.parent.name + gone.name, changed.parent.name + changed.name}
    assert (saved.listed, saved.held) == (3, 1)
    assert restored(tmp_path / "nova", tmp_path / "kopija.zip").missing == saved.manifest.missing


def test_a_flipped_byte_is_found_before_anything_is_written_or_changes_nothing(
    store: Store, full: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kopija.zip"
    made(store, path)
    whole, chance, refused = path.read_bytes(), random.Random(22), 0
    for number in range(FLIPS):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        folder = tmp_path / f"nova {number}"
        try:
            restored(folder, path)
        except BundleUnusable:
            refused += 1
            assert not (folder / "kb.db").exists() or not rows(folder)
        else:
            assert (rows(folder), originals(folder)) == (rows(full), originals(full))
    assert refused > FLIPS // 2


@pytest.mark.parametrize("kept", [0, 1, 1_000])
def test_what_is_no_bundle_is_refused_in_words(store: Store, full: Path, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "kopija.zip"
    made(store, path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BundleUnusable, match=r"kopija\.zip: datoteka je poškodovana ali ni varnostna kopija"):
        Bundle(path)


def test_a_store_with_documents_is_not_restored_over(store: Store, full: Path, tmp_path: Path) -> None:
    made(store, tmp_path / "kopija.zip")
    before = rows(full)
    with pytest.raises(NotEmpty):
        restored(full, tmp_path / "kopija.zip")
    assert rows(full) == before


def test_a_store_that_was_only_opened_is_restored_into(store: Store, full: Path, tmp_path: Path) -> None:
    made(store, tmp_path / "kopija.zip")
    (tmp_path / "nova").mkdir()
    open_store(tmp_path / "nova").close()
    restored(tmp_path / "nova", tmp_path / "kopija.zip")
    assert rows(tmp_path / "nova") == rows(full)


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("stage", ["checked", "restored"])
@pytest.mark.parametrize("after", [1, 2, 4, 8, 14])
def test_a_restore_that_was_broken_off_is_done_again(
    store: Store, full: Path, tmp_path: Path, stage: str, after: int
) -> None:
    made(store, tmp_path / "kopija.zip")
    heard: list[str] = []

    def told(now: str, name: str, done: int, total: int) -> None:
        heard.append(now)
        if heard.count(stage) == after:
            raise Killed

    with pytest.raises(Killed):
        restored(tmp_path / "nova", tmp_path / "kopija.zip", told=told)
    assert not rows(tmp_path / "nova").get("documents")
    restored(tmp_path / "nova", tmp_path / "kopija.zip")
    assert (rows(tmp_path / "nova"), originals(tmp_path / "nova")) == (rows(full), originals(full))


@pytest.mark.parametrize(("was", "becomes"), [(b'"format": 1', b'"format": 2'), (b'"schema": "0', b'"schema": "9')])
def test_a_bundle_of_a_later_release_is_refused(
    store: Store, full: Path, tmp_path: Path, was: bytes, becomes: bytes
) -> None:
    made(store, tmp_path / "kopija.zip")
    with zipfile.ZipFile(tmp_path / "kopija.zip") as old, zipfile.ZipFile(tmp_path / "nova.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(was, becomes) if name == MANIFEST else content)
    with pytest.raises(BundleUnusable, match="zapisala jo je novejša izdaja programa"):
        restored(tmp_path / "nova", tmp_path / "nova.zip")


def test_a_file_that_is_there_is_not_written_over(store: Store, tmp_path: Path) -> None:
    (tmp_path / "kopija.zip").write_text("moje")
    with pytest.raises(BundleUnusable, match="že obstaja"):
        made(store, tmp_path / "kopija.zip")
    with pytest.raises(BundleUnusable, match="No such file"):
        made(store, tmp_path / "ni te mape" / "kopija.zip")
    assert (tmp_path / "kopija.zip").read_text() == "moje"
    assert [path.name for path in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_bundles_of_every_release_are_restored(path: Path, tmp_path: Path) -> None:
    found = restored(tmp_path / "nova", path)
    with Bundle(path) as bundle:
        held = {name: contents.rows for name, contents in bundle.manifest.tables.items()}
        originals = bundle.manifest.originals.rows
    assert (found.documents, found.originals, found.missing) == (held["documents"], originals, ())
    with open_store(tmp_path / "nova") as store:
        assert [line.heading for line in store.passages.contents(1)]
        assert 0 < store.passages.count() <= held["passages"]
        for revision in store.documents.revisions(1) + store.documents.revisions(2):
            assert hashlib.sha256(b"".join(store.files.open_original(revision.sha256))).hexdigest() == revision.sha256


def test_a_bundle_of_today_brings_drafts_changes_and_the_audit_log_back(tmp_path: Path) -> None:
    restored(tmp_path / "nova", FIXTURES[-1])
    with open_store(tmp_path / "nova") as store:
        documents = store.documents.many(range(1, 10))
        assert [(each.title, each.state) for each in documents.values()][:2] == [
            ("Zapisnik prve seje", DocumentState.PUBLISHED),
            ("Zapisnik 1. seje", DocumentState.WITHDRAWN),
        ]
        assert 3 not in documents
        assert [each.title for each in documents.values() if each.state is DocumentState.DRAFT] == ["Vabilo"]
        assert store.audit.prove().is_well
