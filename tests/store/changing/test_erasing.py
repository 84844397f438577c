"""Erasing for good: nothing of the document is left but the name of its file, and it goes on after a crash."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from kb.errors import NotFound, NotPossible, OnHold, StoreError
from kb.model import PROGRAM, Actor, Metadata, Outcome
from kb.store import Job, Store
from kb.store.changing import BundleMade, ChangeSort, ErasureState
from kb.store.tables import documents, originals, schema
from tests.store.changing.dying import erase
from tests.store.making import NOON, StandingClock, keep, kept_and_read, open_store, read

ANA = Actor(1, "Ana")
MONTH = dt.timedelta(days=30)
SECRET = "Žnidaršičev spis"
File = Callable[..., Path]


def _context() -> ForkServerContext:
    """Gives processes that begin with our modules loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.changing.dying"])
    return context


def nothing(_sha256: str) -> None:
    """There is nothing beside the store."""


def written_out(store: Store) -> str:
    """Gives all rows of all tables but those of the audit log, which tell that something was there."""
    with store.database.reading() as connection:
        tables = [table for table in schema.sorted_tables if not table.name.startswith("audit")]
        return "\n".join(f"{table.name} {tuple(row)}" for table in tables for row in connection.execute(select(table)))


def pointing(store: Store, document_id: int) -> Iterator[str]:
    """Gives the columns of all tables that still point to a document or one of its kind."""
    with store.database.reading() as connection:
        for table in schema.sorted_tables:
            for column in table.columns:
                is_its = column.name.endswith("document_id") or any(
                    key.column.table is documents for key in column.foreign_keys
                )
                if is_its and connection.execute(select(table).where(column == document_id)).first():
                    yield f"{table.name}.{column.name}"


def secret(store: Store, file: File, *, name: str = "spis.txt") -> int:
    """Keeps and reads a document full of a name, edits it, withdraws it and puts it into the trash."""
    metadata = Metadata(title=SECRET, topics=("prekrski",), speakers=("Žnidaršič",), source="Žnidaršič")
    document_id = kept_and_read(store, file(name, "Žnidaršič"), f"Piše {SECRET}.", title=SECRET, metadata=metadata)
    store.changing.changes.do(ANA, ChangeSort.WITHDRAW, document_id, reason="Zahteva Žnidaršiča")
    store.changing.changes.edit(ANA, document_id, Metadata(title=f"{SECRET} (popravljen)"))
    store.changing.custody.set_term(ANA, document_id, dt.date(2030, 1, 1))
    store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
    store.marks.clear(store.marks.pending())
    return document_id


def erased(store: Store, document_id: int) -> bool:
    store.changing.erasing.ask(ANA, [document_id])
    return store.changing.erasing.go_on(document_id, forget=nothing)


def test_nothing_of_an_erased_document_is_left_in_any_table_or_file(store: Store, file: File, home: Path) -> None:
    other = kept_and_read(store, file("drug.txt", "Drugo"))
    document_id = secret(store, file)
    assert "Žnidaršič" in written_out(store)
    assert erased(store, document_id)
    assert "nidarši" not in written_out(store)
    assert list(pointing(store, document_id)) == ["erasures.document_id"]
    kept = [path for path in (home / "originals").rglob("*") if path.is_file()]
    assert [path.read_text() for path in kept] == ["Drugo"]
    assert store.documents.get(other).title == "Prebrani naslov"


def test_the_database_file_itself_does_not_hold_the_text_any_more(store: Store, file: File, home: Path) -> None:
    document_id = kept_and_read(store, file("spis.txt", "Ž"), "Hrvatinovčanka " * 3000)
    store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
    store.marks.clear(store.marks.pending())
    assert erased(store, document_id)
    for path in home.glob("kb.db*"):
        assert "Hrvatinovčanka".encode() not in path.read_bytes(), path.name


def test_the_ledger_keeps_the_name_and_says_that_it_was_erased(store: Store, file: File) -> None:
    document_id = secret(store, file)
    erased(store, document_id)
    entry = store.ledger.entries()[0]
    assert (entry.name, entry.outcome, entry.document_id) == ("spis.txt", Outcome.ERASED, None)
    assert store.ledger.entry(entry.id).steps[-1].outcome is Outcome.ERASED
    assert store.ledger.retry() == 0


def test_the_backups_that_hold_it_are_told(store: Store, file: File, clock: StandingClock) -> None:
    old = BundleMade("a", "/kopije/prej.zip", NOON - dt.timedelta(days=1), 10)
    store.changing.bundles.note(old)
    document_id = secret(store, file)
    clock.go_on(60)
    held = BundleMade("b", "/kopije/potem.zip", clock.time, 20)
    store.changing.bundles.note(held)
    assert store.changing.erasing.would_stay(document_id) == (held,)
    erased(store, document_id)
    assert store.changing.erasing.erasure(document_id).bundles == (held,)


def test_only_what_is_in_the_trash_and_not_held_can_be_erased(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file())
    erasing = store.changing.erasing
    with pytest.raises(NotPossible):
        erasing.ask(ANA, [document_id])
    with pytest.raises(NotFound):
        erasing.ask(ANA, [999])
    store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
    store.changing.custody.hold(ANA, document_id, "Spor")
    with pytest.raises(OnHold, match="Spor"):
        erasing.ask(ANA, [document_id])
    assert erasing.trash(kept=MONTH)[0].erases is None


def test_what_has_been_in_the_trash_for_thirty_days_is_asked_for(
    store: Store, file: File, clock: StandingClock
) -> None:
    old, held = kept_and_read(store, file("a.txt", "A")), kept_and_read(store, file("b.txt", "B"))
    for document_id in (old, held):
        store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
    store.changing.custody.hold(ANA, held, "Spor")
    clock.go_on(29 * 24 * 3600)
    fresh = kept_and_read(store, file("c.txt", "C"))
    store.changing.changes.do(ANA, ChangeSort.TRASH, fresh)
    assert store.changing.erasing.ask_old(PROGRAM, kept=MONTH) == 0
    clock.go_on(24 * 3600 + 1)
    assert store.changing.erasing.ask_old(PROGRAM, kept=MONTH) == 1
    assert store.changing.erasing.waiting() == (old,)
    told = {each.document_id: each for each in store.changing.erasing.trash(kept=MONTH)}
    assert (told[fresh].by, told[fresh].erases) == ("Ana", told[fresh].since + MONTH)
    assert told[old].is_asked


def test_nothing_is_erased_before_the_index_has_let_go_of_it(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file())
    store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
    assert not erased(store, document_id)
    store.marks.clear(store.marks.pending())
    assert store.changing.erasing.go_on(document_id, forget=nothing)
    assert store.changing.erasing.waiting() == ()


def test_what_was_restored_or_held_meanwhile_stays(store: Store, file: File) -> None:
    for deed in ("restore", "hold"):
        document_id = kept_and_read(store, file(f"{deed}.txt", deed))
        store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)
        store.changing.erasing.ask(ANA, [document_id])
        store.marks.clear(store.marks.pending())
        if deed == "restore":
            # As the same file received again does, which asks nobody.
            keep(store, file(f"{deed}.txt", deed), origin="znova")
        else:
            store.changing.custody.hold(ANA, document_id, "Spor")
        assert not store.changing.erasing.go_on(document_id, forget=nothing)
        assert store.changing.erasing.waiting() == ()


def test_an_original_that_another_document_uses_stays(store: Store, file: File) -> None:
    first = kept_and_read(store, file("a.txt", "Skupno"))
    second = kept_and_read(store, file("b.txt", "Svoje"))
    with store.database.writing() as connection:
        sha256 = connection.scalar(select(originals.c.sha256).where(originals.c.document_id == first))
        row = connection.execute(select(schema.tables["revisions"])).mappings().first()
        assert row is not None
        shared = {**row, "id": 77, "document_id": second, "number": 2, "sha256": sha256}
        connection.execute(insert(schema.tables["revisions"]).values(shared))
    store.changing.changes.do(ANA, ChangeSort.TRASH, first)
    store.marks.clear(store.marks.pending())
    assert erased(store, first)
    assert b"".join(store.files.open_original(str(sha256))) == b"Skupno"
    with store.database.reading() as connection:
        owner = connection.scalar(select(originals.c.document_id).where(originals.c.sha256 == sha256))
    assert owner == second


def test_the_same_file_received_again_is_a_new_document(store: Store, file: File) -> None:
    document_id = secret(store, file)
    erased(store, document_id)
    again = kept_and_read(store, file("spis.txt", "Žnidaršič"))
    assert again != document_id
    assert b"".join(store.files.open_original(store.documents.get(again).revision.sha256)) == "Žnidaršič".encode()


def test_bytes_that_come_again_while_they_are_being_erased_are_kept(store: Store, file: File) -> None:
    document_id = secret(store, file)
    store.changing.erasing.ask(ANA, [document_id])

    def received_again(_sha256: str) -> None:
        keep(store, file("spis.txt", "Žnidaršič"), origin="znova")

    assert store.changing.erasing.go_on(document_id, forget=received_again)
    entry = store.ledger.entries()[0]
    assert b"".join(store.files.open_original(entry.sha256)) == "Žnidaršič".encode()


def test_a_reader_in_the_middle_of_it_stores_nothing(store: Store, file: File) -> None:
    entry = keep(store, file())
    assert entry.document_id
    job = store.jobs.claim("bralec", lease_seconds=60)
    assert isinstance(job, Job)
    store.changing.changes.do(ANA, ChangeSort.TRASH, entry.document_id)
    assert erased(store, entry.document_id)
    assert not read(store, job, "Prepozno.")
    assert "Prepozno" not in written_out(store)


def test_the_name_of_the_eraser_and_of_what_stays_is_audited(store: Store, file: File) -> None:
    document_id = secret(store, file)
    erased(store, document_id)
    with store.database.reading() as connection:
        rows = connection.execute(select(schema.tables["audit"])).all()
    assert [row.deed for row in rows if row.subject_id == str(document_id)][-2:] == ["erasure-asked", "erased"]
    assert rows[-1].actor == "Ana"
    assert rows[-1].after["file"] == "spis.txt"


@pytest.mark.parametrize("number", [*range(1, 60, 6), 0])
def test_erasing_that_was_killed_goes_on(home: Path, file: File, number: int) -> None:
    with open_store(home, clock=StandingClock()) as store:
        document_id = secret(store, file)
        store.changing.erasing.ask(ANA, [document_id])
    process = _context().Process(target=erase, args=(home, document_id, number))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    with open_store(home) as store:
        for waiting in store.changing.erasing.waiting():
            assert store.changing.erasing.go_on(waiting, forget=nothing)
        assert "nidarši" not in written_out(store)
        assert store.changing.erasing.erasure(document_id).state is ErasureState.DONE
        assert not [path for path in (home / "originals").rglob("*") if path.is_file()]


def test_a_missing_original_is_no_obstacle(store: Store, file: File, home: Path) -> None:
    document_id = secret(store, file)
    for path in (home / "originals").rglob("*"):
        if path.is_file():
            path.unlink()
    assert erased(store, document_id)
    with pytest.raises((StoreError, FileNotFoundError)):
        list(store.files.open_original("0" * 64))
