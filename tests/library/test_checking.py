"""Store, originals and index compared; what can be put right is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import VISITOR, Metadata, Outcome
from kb.search.embedded import open_index
from kb.search.index import IndexedDocument, IndexedPassage, Removed
from kb.search.plan import Plan

Write = Callable[[str, str], Path]


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    paths = [write(f"{number}.txt", f"Gradivo {number} o vodi.") for number in range(3)]
    library.add(paths, Metadata())
    return library


@pytest.mark.parametrize(
    "wrong",
    [
        Removed(2),
        IndexedDocument(9, "Tuje", (IndexedPassage(99, "", "Tuje besedilo."),)),
        IndexedDocument(3, "Preveč", (IndexedPassage(3, "", "Ena."), IndexedPassage(77, "", "Dve."))),
    ],
    ids=["missing", "foreign", "another"],
)
def test_an_index_that_differs_is_brought_up_to_date(
    stocked: Library, wrong: Removed | IndexedDocument, tmp_path: Path
) -> None:
    index = open_index(next(tmp_path.rglob("index")))
    index.apply([wrong])
    index.close()
    assert len(stocked.check().unindexed) == 1
    assert stocked.check().unindexed == ()
    assert stocked.find(Question("voda")).documents == 3
    assert stocked.find(Question("tuje")).documents == 0


def test_a_file_that_nothing_would_read_is_put_back(stocked: Library) -> None:
    store = stocked._store
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE ledger SET outcome = 'waiting', stage = 'kept' WHERE id = 2")
    assert stocked.check().stranded == 1
    assert stocked.check().stranded == 0
    stocked.retry()
    assert {entry.outcome for entry in stocked.ledger()} <= {Outcome.READ, Outcome.WAITING}


# --- what else may differ ---


def test_an_index_that_shows_what_is_not_open_is_put_right(stocked: Library) -> None:
    with stocked._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE documents SET visibility = 'staff' WHERE id = 2")
        connection.exec_driver_sql("UPDATE documents SET state = 'draft' WHERE id = 3")
    assert set(stocked.check().unindexed) == {2, 3}
    assert stocked.check().unindexed == ()
    assert stocked._index.search(Plan(reader=VISITOR)).documents == 1


def aged(path: Path, days: int) -> Path:
    old = time.time() - days * 24 * 3600
    os.utime(path, (old, old))
    return path


def test_bytes_that_nothing_names_are_told_and_taken_away_when_asked(stocked: Library, settings: Settings) -> None:
    folder = settings.home / "originals" / "ab"
    folder.mkdir(exist_ok=True)
    (folder / ("c" * 62)).write_bytes(b"rubble")
    aged(folder / ("c" * 62), 2)
    (folder / ("d" * 62)).write_bytes(b"just coming")
    (settings.home / "originals" / "ab" / "not a checksum").write_bytes(b"somebody's")
    found = stocked.check()
    assert (found.nameless, found.are_cleared, found.is_well) == (("ab" + "c" * 62,), False, True)
    assert stocked.check(clear=True).nameless == ("ab" + "c" * 62,)
    assert stocked.check().nameless == ()
    assert sorted(path.name[0] for path in folder.iterdir()) == ["d", "n"]
    assert stocked.check(whole=True).bad_originals == ()


def test_what_is_named_meanwhile_is_not_taken_away(stocked: Library) -> None:
    [first, *_] = stocked._store.checking.originals()
    assert not stocked._store.checking.drop_nameless(first.sha256)
    assert stocked._store.files.has(first)


def test_pictures_of_what_is_gone_are_thrown_away(stocked: Library, settings: Settings) -> None:
    [first, *_] = stocked._store.checking.originals()
    kept, rubble = (settings.pictures_folder / one[:2] / one for one in (first.sha256, "f" * 64))
    for folder in (kept, rubble):
        folder.mkdir(parents=True)
        (folder / "1-200.webp").write_bytes(b"picture")
    assert stocked.check().pictures == 1
    assert (kept.exists(), rubble.exists()) == (True, False)


def test_copies_that_were_broken_off_are_swept_after_a_day(stocked: Library, settings: Settings) -> None:
    incoming = settings.home / "originals" / "incoming"
    incoming.mkdir(exist_ok=True)
    for name, days in (("old", 2), ("fresh", 0)):
        (incoming / name).write_bytes(b"half")
        aged(incoming / name, days)
    with open_library(settings) as again:
        assert again.check().is_well
    assert [path.name for path in incoming.iterdir()] == ["fresh"]


@pytest.mark.parametrize("whole", [False, True])
def test_an_original_that_is_gone_or_has_another_byte_is_named_with_its_documents(
    stocked: Library, settings: Settings, whole: bool
) -> None:
    gone, changed, _ = sorted((settings.home / "originals").glob("??/*"))
    gone.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"x" * changed.stat().st_size)
    found = stocked.check(whole=whole)
    named = {each.sha256: each.is_there for each in found.bad_originals}
    wanted = {gone.parent.name + gone.name: False}
    assert named == (wanted | {changed.parent.name + changed.name: True} if whole else wanted)
    assert all(len(each.documents) == 1 for each in found.bad_originals)
    assert not found.is_well
