"""The watched folder: what is taken, as what, when, and what happens to what cannot be."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import WrongSetting
from kb.library.uploads import LOCK, open_uploads
from kb.library.uploads.alone import alone
from kb.library.uploads.watching import Watching
from kb.model import Document, DocumentState, Outcome, Visibility
from kb.store import Store

MANIFEST = """
[[event]]
slug = "posvet-o-vodi"
title = "Posvet o vodi"

[[document]]
file = "Novosti.txt"
title = "Novosti o vodi"
kind = "predstavitev"
event = "posvet-o-vodi"
visibility = "members"
"""


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings.database_url, originals_url=settings.originals_url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "prihaja"
    made.mkdir()
    return made


@pytest.fixture
def watching(store: Store, folder: Path) -> Watching:
    return Watching(store, folder, settled_seconds=0.0, max_bytes=10_000)


def put(folder: Path, name: str, text: str = "Redar svetuje.", *, age: float = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def look(watching: Watching) -> int:
    """Looks twice: what is seen first has to be found unchanged."""
    return watching.look() + watching.look()


def documents(store: Store) -> dict[str, Document]:
    entries = store.ledger.entries(limit=None)
    return {each.name: store.documents.get(each.document_id) for each in entries if each.document_id}


def test_a_file_is_taken_as_a_draft_and_put_among_those_that_were(
    watching: Watching, folder: Path, store: Store
) -> None:
    path = put(folder, "2026/Zapisnik č.txt")
    assert look(watching) == 1
    (entry,) = store.ledger.entries()
    assert (entry.name, entry.origin, entry.outcome) == ("Zapisnik č.txt", "mapa/2026/Zapisnik č.txt", Outcome.WAITING)
    document = documents(store)["Zapisnik č.txt"]
    assert (document.state, document.visibility) == (DocumentState.DRAFT, Visibility.STAFF)
    assert not path.exists()
    (moved,) = (path for path in (folder / "prevzeto").rglob("*.txt"))
    assert moved.relative_to(folder / "prevzeto").parts[1:] == ("2026", "Zapisnik č.txt")
    assert look(watching) == 0


def test_the_folders_over_a_file_say_what_it_is(watching: Watching, folder: Path, store: Store) -> None:
    put(folder, "k-redarstvo/Zapisnik/Občinsko redarstvo/2026/a.txt", "prva")
    put(folder, "K-OKOLJE/b.txt", "druga")
    look(watching)
    first, second = (documents(store)[name] for name in ("a.txt", "b.txt"))
    assert [body.slug for body in first.bodies] == ["k-redarstvo"]
    assert (first.kind and first.kind.slug) == "zapisnik"
    assert [topic.slug for topic in first.topics] == ["obcinsko-redarstvo"]
    assert [body.slug for body in second.bodies] == ["k-okolje"]


def test_a_manifest_says_more_than_the_folders(watching: Watching, folder: Path, store: Store) -> None:
    put(folder, "k-okolje/posvet/manifest.toml", MANIFEST)
    put(folder, "k-okolje/posvet/Novosti.txt", "novosti")
    put(folder, "k-okolje/posvet/drugo.txt", "drugo")
    look(watching)
    told = documents(store)
    assert (told["Novosti.txt"].title, told["Novosti.txt"].visibility) == ("Novosti o vodi", Visibility.MEMBERS)
    assert told["Novosti.txt"].event is not None
    assert told["Novosti.txt"].state is DocumentState.DRAFT
    assert [[body.slug for body in each.bodies] for each in told.values()] == [["k-okolje"]] * 2
    assert (folder / "k-okolje/posvet/manifest.toml").exists()


@pytest.mark.parametrize("wrong", ["[[document", '[[document]]\nfile = "a.txt"\nkind = "neznana-vrsta"\n'])
def test_a_manifest_that_is_no_good_is_told_and_its_files_wait(
    watching: Watching, folder: Path, store: Store, wrong: str
) -> None:
    manifest = put(folder, "posvet/manifest.toml", wrong)
    put(folder, "posvet/a.txt")
    put(folder, "drugje/b.txt", "drugje")
    assert look(watching) == 1
    (failed,) = store.ledger.entries(Outcome.FAILED)
    assert (failed.name, failed.origin) == ("manifest.toml", "mapa/posvet/manifest.toml")
    put(folder, "posvet/manifest.toml", '[[document]]\nfile = "a.txt"\n')
    assert manifest.exists()
    assert look(watching) == 1


def test_a_file_that_is_still_being_written_waits(watching: Watching, folder: Path) -> None:
    for part in range(4):
        put(folder, "a.txt", "x" * (part + 1), age=60 - part)
        assert watching.look() == 0
    assert watching.look() == 1


def test_a_file_has_to_stay_as_it_is_for_as_long_as_the_setting_says(store: Store, folder: Path) -> None:
    put(folder, "a.txt")
    patient = Watching(store, folder, settled_seconds=3600, max_bytes=10_000)
    assert [patient.look() for _ in range(3)] == [0, 0, 0]


def test_hidden_files_locks_and_manifests_are_left_alone(watching: Watching, folder: Path, store: Store) -> None:
    for name in (".skrito.txt", "~$odprt.docx", "Thumbs.db", "manifest.toml", ".mapa/a.txt"):
        put(folder, name, "")
    look(watching)
    assert store.ledger.entries() == ()


def test_what_is_refused_stays_and_is_told_once(watching: Watching, folder: Path, store: Store) -> None:
    paths = [put(folder, "prazna.txt", ""), put(folder, "velika.txt", "x" * 20_000)]
    for _ in range(4):
        assert watching.look() == 0
    assert sorted(each.reason for each in store.ledger.entries(Outcome.FAILED)) == ["empty", "too-large"]
    assert all(path.exists() for path in paths)
    put(folder, "prazna.txt", "ni več prazna")
    assert look(watching) == 1
    assert [each.name for each in store.ledger.entries(Outcome.FAILED)] == ["velika.txt"]


def test_a_folder_for_reading_only_is_taken_once_and_left_as_it_is(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "samo-branje"
    path = put(folder, "a.txt")
    (folder / "prevzeto").write_text("ni mapa")
    for _ in range(2):
        watching = Watching(store, folder, settled_seconds=0.0, max_bytes=10_000)
        look(watching)
        assert look(watching) == 0
    assert path.exists()
    assert [each.name for each in store.ledger.entries() if each.name == "a.txt"] == ["a.txt"]


def test_the_same_name_again_with_other_content_comes_as_another(
    watching: Watching, folder: Path, store: Store
) -> None:
    for text in ("prva izdaja", "druga izdaja"):
        put(folder, "porocilo.txt", text)
        assert look(watching) == 1
    assert len({each.document_id for each in store.ledger.entries()}) == 2
    assert sorted(path.name for path in (folder / "prevzeto").rglob("*.txt")) == ["porocilo (2).txt", "porocilo.txt"]


def test_a_death_between_keeping_and_moving_does_no_harm(watching: Watching, folder: Path, store: Store) -> None:
    path = put(folder, "a.txt")
    look(watching)
    (moved,) = (folder / "prevzeto").rglob("a.txt")
    moved.rename(path)
    look(Watching(store, folder, settled_seconds=0.0, max_bytes=10_000))
    assert len(store.ledger.entries()) == 1
    assert not path.exists()


def test_two_processes_do_not_take_the_same_file(store: Store, settings: Settings, folder: Path) -> None:
    put(folder, "a.txt")
    uploads = open_uploads(store, Settings(home=settings.home, watched_folder=str(folder), watched_seconds=1))
    with alone(settings.uploads_folder / LOCK) as is_alone:
        assert is_alone
        assert [uploads.tend() for _ in range(2)] == [0, 0]
        time.sleep(1.1)
        assert uploads.tend() == 0
    uploads.tend()
    time.sleep(1.1)
    assert uploads.tend() == 1
    uploads.close()


def test_a_folder_that_is_not_there_is_waited_for(store: Store, tmp_path: Path) -> None:
    watching = Watching(store, tmp_path / "ni", settled_seconds=0.0, max_bytes=10_000)
    assert watching.look() == 0
    put(tmp_path / "ni", "a.txt")
    assert look(watching) == 1


def test_the_setting_names_the_folder(store: Store, settings: Settings, folder: Path) -> None:
    put(folder, "a.txt")
    told = Settings(home=settings.home, watched_folder=str(folder), watched_seconds=1)
    uploads = open_uploads(store, told)
    uploads.tend()
    time.sleep(1.1)
    assert uploads.tend() == 1
    uploads.close()


def test_the_data_folder_itself_is_not_watched(store: Store, settings: Settings) -> None:
    for place in (".", "originals", str(settings.home.parent)):
        with pytest.raises(WrongSetting):
            open_uploads(store, Settings(home=settings.home, watched_folder=place))
