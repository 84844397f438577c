"""Keeping as the library does it: what is done is found, or is found no longer, and old revisions stay readable."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound, Withdrawn
from kb.library import Library, Question, open_library
from kb.library.bundles import back_up
from kb.model import EVERYTHING, VISITOR, Actor, Metadata, Outcome, Visibility
from kb.store.changing import ChangeSort, ChangeState, Edits, Wanted
from kb.worker import run_worker

ANA = Actor(1, "Ana")
TEXT = "Odlok o redu\n\nObčinski redar sme ugotavljati istovetnost. Priimek Kremžatovec je redek.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data", readers=1)


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with open_library(settings) as opened:
        yield opened


def add(library: Library, path: Path, text: str = TEXT, **metadata: object) -> int:
    path.write_text(text, encoding="utf-8")
    batch = library.add([path], Metadata(**metadata))  # type: ignore[arg-type]
    assert not batch.failed
    assert batch.received[0].entry.document_id
    return batch.received[0].entry.document_id


def work(library: Library) -> None:
    run_worker(library, threading.Event(), once=True)
    run_worker(library, threading.Event(), once=True)


def found(library: Library, text: str) -> list[int]:
    return [group.document.id for group in library.find(Question(text=text, exactly=True), reader=EVERYTHING).groups]


def trash(library: Library, document_id: int) -> None:
    library.keeping.changes.do(ANA, ChangeSort.TRASH, document_id)


def test_a_document_is_found_by_what_it_was_given_and_not_in_the_trash(library: Library, tmp_path: Path) -> None:
    document_id = add(library, tmp_path / "a.txt", title="Stari naslov")
    metadata = library.keeping.changes.metadata(document_id)
    library.keeping.changes.edit(ANA, document_id, Metadata(title="Svetilniški", visibility=metadata.visibility))
    work(library)
    assert found(library, "svetilniški") == [document_id]
    trash(library, document_id)
    work(library)
    assert found(library, "Kremžatovec") == []
    library.keeping.changes.do(ANA, ChangeSort.RESTORE, document_id)
    work(library)
    assert found(library, "svetilniški") == [document_id]


def test_no_byte_of_what_was_erased_is_left_in_the_data_folder(
    library: Library, settings: Settings, tmp_path: Path
) -> None:
    add(library, tmp_path / "drug.txt", "Drugo gradivo o občinskem redarju.\n")
    document_id = add(library, tmp_path / "a.txt", title="Kremžatovčev spis")
    library.suggest_question("krem")
    trash(library, document_id)
    library.keeping.ask_to_erase(ANA, [document_id])
    work(library)
    assert library.keeping.erasures()[0].ended
    assert found(library, "redar") != []
    library.close()
    # The audit log tells that something was there; it names what was changed, here nothing of the text.
    left = [
        str(path.relative_to(settings.home))
        for path in settings.home.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in ("remžatov", "kremzatov"))
    ]
    assert left == []


def test_the_worker_erases_what_has_been_in_the_trash_too_long(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "data", readers=1, trash_days=1)
    with open_library(settings) as library:
        document_id = add(library, tmp_path / "a.txt")
        trash(library, document_id)
        work(library)
        assert [each.document_id for each in library.keeping.trash()] == [document_id]
        assert library.keeping.trash()[0].erases == library.keeping.trash()[0].since + library.keeping.trash_kept


def test_backups_made_are_told_to_who_erases(library: Library, settings: Settings, tmp_path: Path) -> None:
    document_id = add(library, tmp_path / "a.txt")
    back_up(settings, tmp_path / "kopija.zip")
    trash(library, document_id)
    assert [bundle.path for bundle in library.keeping.would_stay(document_id)] == [str(tmp_path / "kopija.zip")]
    library.keeping.ask_to_erase(ANA, [document_id])
    work(library)
    assert [bundle.path for bundle in library.keeping.erasures()[0].bundles] == [str(tmp_path / "kopija.zip")]


def test_check_finds_nothing_wrong_after_erasing(library: Library, tmp_path: Path) -> None:
    document_id = add(library, tmp_path / "a.txt")
    add(library, tmp_path / "b.txt", "Drugo.\n")
    trash(library, document_id)
    library.keeping.ask_to_erase(ANA, [document_id])
    work(library)
    checked = library.check(whole=True)
    assert checked.is_well
    goals = len(library.affairs.goals.of("k-redarstvo"))
    assert (checked.originals, checked.unindexed, checked.stranded) == (1 + goals, (), 0)


def test_a_new_revision_is_shown_and_the_old_one_stays_readable(library: Library, tmp_path: Path) -> None:
    document_id = add(library, tmp_path / "a.txt", title="Odlok")
    newer = tmp_path / "b.txt"
    newer.write_text("Novo besedilo o smetnjakih.\n", encoding="utf-8")
    entry = library.keeping.revise(ANA, document_id, newer, name="odlok 2.txt")
    assert (entry.outcome, entry.document_id) == (Outcome.WAITING, document_id)
    work(library)
    document, revisions = library.keeping.revisions(document_id, reader=VISITOR)
    assert (document.title, document.revision.number) == ("Odlok", 2)
    assert [(each.revision.number, each.is_shown) for each in revisions] == [(2, True), (1, False)]
    old = library.keeping.revision(document_id, 1, reader=VISITOR)
    assert "istovetnost" in old.passages[0].text
    assert b"".join(library.keeping.revision_original(document_id, 1, reader=VISITOR).chunks) == TEXT.encode()
    assert (found(library, "smetnjakih"), found(library, "istovetnost")) == ([document_id], [])


def test_a_revision_that_cannot_be_read_leaves_the_old_one_shown(library: Library, tmp_path: Path) -> None:
    document_id = add(library, tmp_path / "a.txt")
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7\nni PDF")
    library.keeping.revise(ANA, document_id, broken, name="b.pdf")
    work(library)
    document, revisions = library.keeping.revisions(document_id, reader=VISITOR)
    assert document.revision.number == 1
    assert [(each.is_shown, bool(each.reason)) for each in revisions] == [(False, True), (True, False)]
    assert found(library, "istovetnost") == [document_id]


def test_the_bytes_of_another_document_are_no_new_revision(library: Library, tmp_path: Path) -> None:
    first, second = add(library, tmp_path / "a.txt"), add(library, tmp_path / "b.txt", "Drugo.\n")
    entry = library.keeping.revise(ANA, second, tmp_path / "a.txt", name="a.txt")
    assert (entry.outcome, entry.document_id) == (Outcome.KNOWN, first)
    assert len(library.keeping.revisions(second, reader=VISITOR)[1]) == 1


def test_who_could_read_a_withdrawn_document_hears_the_reason_others_nothing(library: Library, tmp_path: Path) -> None:
    public = add(library, tmp_path / "a.txt")
    hidden = add(library, tmp_path / "b.txt", "Drugo.\n", visibility=Visibility.MEMBERS)
    for document_id in (public, hidden):
        library.keeping.changes.do(ANA, ChangeSort.WITHDRAW, document_id, reason="Zastarelo")
    with pytest.raises(Withdrawn) as caught:
        library.document(public)
    assert caught.value.reason == "Zastarelo"
    with pytest.raises(Withdrawn):
        library.keeping.revision_original(public, 1, reader=VISITOR)
    with pytest.raises(NotFound) as unknown:
        library.document(hidden)
    assert not isinstance(unknown.value, Withdrawn)
    assert library.document(public, reader=EVERYTHING).id == public


def test_the_worker_goes_on_with_a_change_of_many(library: Library, tmp_path: Path) -> None:
    ids = [add(library, tmp_path / f"{number}.txt", f"Gradivo {number}.\n") for number in range(3)]
    edits = Edits(add=(("topics", "prekrski"),))
    change = library.keeping.changes.plan(ANA, ChangeSort.EDIT, library.keeping.chosen(Wanted()), edits=edits)
    library.keeping.changes.begin(change.id)
    work(library)
    assert library.keeping.changes.get(change.id).state is ChangeState.DONE
    listed = library.keeping.listed(Wanted(topic="prekrski"), per_page=2)
    assert (len(listed.documents), listed.total) == (2, len(ids))
    assert library.find(Question("gradivo", topics=("prekrski",)), reader=VISITOR).documents == 3
