"""The audit log as rows: chained, kept by the database itself, and proved; what is changed behind its back shows."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from kb.errors import NotFound, StoreError
from kb.model import NOBODY, PROGRAM, Actor, Deed, Entry, Sought
from kb.store import Store
from kb.store.audit import Flaw, Seal, enter, enter_some
from tests.store.making import NOON, StandingClock, open_store

ANA = Actor(7, "Ana Čuk")
ROOT = Path(__file__).parents[3]


def entered(store: Store, count: int = 5, *, actor: Actor = ANA) -> None:
    store.audit.enter(
        actor, Deed.EDITED, *(Entry("document", n, {"title": "a"}, {"title": f"Š{n}"}) for n in range(count))
    )


def behind_its_back(home: Path, *statements: str) -> None:
    """Changes the database as somebody would who can write to the file and knows of the guards."""
    connection = sqlite3.connect(home / "kb.db")
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_row_says_who_did_what_to_what_when_and_from_what_to_what(store: Store) -> None:
    with store.database.writing() as connection:
        told = {"before": {"visibility": "staff"}, "after": {"visibility": "public", "dated": dt.date(2026, 11, 22)}}
        enter(connection, ANA, Deed.PUBLISHED, subject="document", subject_id=12, at=NOON, **told)
    (row,) = store.audit.rows(Sought())
    assert (row.id, row.at, row.actor, row.deed) == (1, NOON, ANA, Deed.PUBLISHED)
    assert (row.subject, row.subject_id, row.before) == ("document", "12", {"visibility": "staff"})
    assert row.after == {"visibility": "public", "dated": "2026-11-22"}
    assert (row.previous, len(row.chained)) == ("0" * 64, 64)


def test_each_row_follows_the_one_before(store: Store) -> None:
    entered(store, 3)
    entered(store, 2, actor=NOBODY)
    rows = store.audit.rows(Sought())[::-1]
    assert [row.previous for row in rows[1:]] == [row.chained for row in rows[:-1]]
    proof = store.audit.prove()
    assert (proof.is_well, proof.rows, proof.last) == (True, 5, rows[-1].chained)


def test_an_empty_log_is_whole(store: Store) -> None:
    assert store.audit.prove().is_well


def test_what_is_not_done_leaves_no_row(store: Store) -> None:
    def work(connection: object) -> None:
        enter_some(connection, PROGRAM, Deed.EDITED, [Entry("document", 1)], at=NOON)  # type: ignore[arg-type]
        raise NotFound

    with pytest.raises(NotFound):
        store.database.write(work)
    assert store.audit.rows(Sought()) == ()
    assert store.audit.prove().is_well


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "UPDATE audit SET deed = 'published' WHERE id = 1",
        "UPDATE audit SET \"after\" = '{}'",
        "UPDATE audit SET chained = ''",
        "UPDATE audit SET actor_id = NULL",
        "UPDATE audit SET actor = 'kdo drug' WHERE actor_id IS NULL",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET rows = rows - 1",
    ],
)
def test_the_database_itself_keeps_every_row(store: Store, statement: str) -> None:
    entered(store)
    store.audit.enter(PROGRAM, Deed.REINDEXED, Entry("index", ""))
    with pytest.raises(StoreError, match="audit log") as caught, store.database.writing() as connection:
        connection.exec_driver_sql(statement)
    assert isinstance(caught.value.__cause__, DBAPIError)
    assert store.audit.prove().rows == 6


@pytest.mark.parametrize(
    ("statement", "flaw", "row"),
    [
        ("UPDATE audit SET \"after\" = replace(\"after\", '2', '3') WHERE id = 3", Flaw.CHANGED, 3),
        ("UPDATE audit SET at = '2026-11-22 12:00:00.000001' WHERE id = 1", Flaw.CHANGED, 1),
        ("UPDATE audit SET actor_id = 8 WHERE id = 2", Flaw.CHANGED, 2),
        ("UPDATE audit SET subject_id = '99' WHERE id = 5", Flaw.CHANGED, 5),
        ("DELETE FROM audit WHERE id = 1", Flaw.UNCHAINED, 2),
        ("DELETE FROM audit WHERE id = 3", Flaw.UNCHAINED, 4),
        ("DELETE FROM audit WHERE id = 5", Flaw.CUT, 4),
        ("DELETE FROM audit WHERE id > 2", Flaw.CUT, 2),
        ("DELETE FROM audit", Flaw.CUT, 0),
        ("UPDATE audit SET id = 30 WHERE id = 3", Flaw.UNCHAINED, 4),
        ("UPDATE audit_head SET last = ''", Flaw.RECHAINED, 5),
        ("DELETE FROM audit_head", Flaw.RECHAINED, 5),
        (
            "INSERT INTO audit SELECT 9, at, actor_id, actor, deed, subject, subject_id, before, after, words, "
            "'x', chained FROM audit WHERE id = 5",
            Flaw.UNCHAINED,
            9,
        ),
    ],
)
def test_what_is_changed_behind_its_back_shows_by_its_row(home: Path, statement: str, flaw: Flaw, row: int) -> None:
    with open_store(home) as store:
        entered(store)
    behind_its_back(home, statement)
    with open_store(home) as store:
        proof = store.audit.prove()
    assert (proof.flaw, proof.row) == (flaw, row)
    assert not proof.is_well


def test_every_byte_of_a_row_is_chained_but_for_the_name_of_an_account(home: Path) -> None:
    with open_store(home) as store:
        entered(store)
        assert store.audit.forget_name(7, "oseba 7") == 5
        assert {row.actor for row in store.audit.rows(Sought())} == {Actor(7, "oseba 7")}
        assert store.audit.prove().is_well


def test_a_log_that_was_chained_anew_is_missed_by_its_seals(home: Path, tmp_path: Path) -> None:
    with open_store(home) as store:
        entered(store)
        sealed = store.audit.seal()
    behind_its_back(home, "DELETE FROM audit", "DELETE FROM audit_head")
    with open_store(home) as store:
        entered(store, 6, actor=Actor(8, "Vid"))
        assert store.audit.prove().is_well
        assert store.audit.prove([sealed]).flaw is Flaw.RECHAINED
        assert store.audit.prove([Seal(9, "x")]).flaw is Flaw.CUT


def test_two_rows_cannot_follow_one(store: Store) -> None:
    entered(store, 2)
    with pytest.raises(StoreError, match="UNIQUE"), store.database.writing() as connection:
        connection.exec_driver_sql(
            'INSERT INTO audit (at, actor, deed, subject, subject_id, "before", "after", words, previous, chained) '
            'SELECT at, actor, deed, subject, subject_id, "before", "after", words, previous, \'x\' FROM audit '
            "WHERE id = 2"
        )


WRITING = """
import sys
from pathlib import Path
from kb.model import Actor, Deed, Entry
from tests.store.making import open_store
with open_store(Path(sys.argv[1])) as store:
    for number in range(200):
        store.audit.enter(Actor(int(sys.argv[2]), "delavec"), Deed.EDITED, Entry("document", number))
"""


def test_two_processes_write_one_chain(home: Path) -> None:
    command = [sys.executable, "-c", WRITING, str(home)]
    running = [subprocess.Popen([*command, str(number)], cwd=ROOT) for number in (1, 2)]
    assert [each.wait(timeout=120) for each in running] == [0, 0]
    with open_store(home) as store:
        assert (store.audit.prove().flaw, store.audit.prove().rows) == (None, 400)
        for number in (1, 2):
            rows = store.audit.rows(Sought(actors=frozenset({number})), limit=500)
            assert [row.subject_id for row in rows] == [str(n) for n in reversed(range(200))]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"title": "x" * 5_000}, {"title": "x" * 1_999 + "…"}),
        ({"ids": list(range(1_200))}, {"ids": [*range(1_000), "… (+200)"]}),
        ({"a": {"b": {"c": ("d", 1.5, None, True)}}}, {"a": {"b": {"c": ["d", 1.5, None, True]}}}),
        ({"bodies": frozenset({"b", "a"})}, {"bodies": ["a", "b"]}),
        ({"raw": b"\xff"}, {"raw": "b'\\xff'"}),
        ({"name": "\udce8 \x00"}, {"name": "\\udce8 \\u0000"}),
        ({"big": 10**30, "odd": float("nan")}, {"big": 10**30, "odd": "nan"}),
        ({5: "number"}, {"5": "number"}),
    ],
)
def test_values_are_kept_small_and_as_json_gives_them_back(store: Store, told: dict[str, object], kept: object) -> None:
    store.audit.enter(PROGRAM, Deed.EDITED, Entry("document", 1, after=told))
    assert store.audit.rows(Sought())[0].after == kept
    assert store.audit.prove().is_well


def test_a_side_that_is_far_too_long_is_cut_to_what_fits(store: Store) -> None:
    much = {f"field {number}": ["x" * 1_500] * 50 for number in range(40)}
    store.audit.enter(PROGRAM, Deed.EDITED, Entry("document", 1, after=much))
    row = store.audit.rows(Sought())[0]
    assert len(str(row.after)) < 20_000
    assert store.audit.prove().is_well


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(actors=frozenset({7})), [3, 2, 1]),
        (Sought(actors=frozenset({0})), [4]),
        (Sought(actors=frozenset({0, 7})), [4, 3, 2, 1]),
        (Sought(actors=frozenset()), []),
        (Sought(deeds=frozenset({Deed.EDITED})), [3, 1]),
        (Sought(subject="document", subject_id="12"), [2, 1]),
        (Sought(words="sostanj"), [1]),
        (Sought(words="ŠOŠTANJ odlok"), [1]),
        (Sought(words="100 %"), []),
        (Sought(words="_"), []),
        (Sought(since=NOON + dt.timedelta(seconds=20)), [4, 3]),
        (Sought(until=NOON + dt.timedelta(seconds=10)), [1]),
        (Sought(but_subjects=frozenset({"user"})), [4, 2, 1]),
        (Sought(but_deeds=frozenset({Deed.PUBLISHED})), [4, 3, 1]),
    ],
)
def test_rows_are_sought_by_person_deed_thing_words_and_time(
    store: Store, clock: StandingClock, sought: Sought, found: list[int]
) -> None:
    for actor, deed, entry in (
        (ANA, Deed.EDITED, Entry("document", 12, {"title": "Odlok o Šoštanju"}, {"title": "Sklep"})),
        (ANA, Deed.PUBLISHED, Entry("document", 12)),
        (ANA, Deed.EDITED, Entry("user", 3, {"role": "member"}, {"role": "staff"})),
        (PROGRAM, Deed.REINDEXED, Entry("index", "")),
    ):
        store.audit.enter(actor, deed, entry)
        clock.go_on(10)
    assert [row.id for row in store.audit.rows(sought)] == found
    assert store.audit.count(sought) == len(found)
    assert [row.id for row in store.audit.each(sought)] == found[::-1]


def test_pages_begin_at_rows_so_that_new_ones_shift_nothing(store: Store) -> None:
    entered(store, 9)
    first = store.audit.rows(Sought(), limit=4)
    entered(store, 3)
    second = store.audit.rows(Sought(), before=first[-1].id, limit=4)
    assert [row.id for row in (*first, *second)] == [9, 8, 7, 6, 5, 4, 3, 2]
    assert store.audit.rows(Sought(), after=second[0].id, limit=4) == first


File = Callable[..., Path]


def test_what_is_kept_stands_in_the_log(store: Store, file: File) -> None:
    entry = store.keep(file(), name="zapisnik.txt", origin="a")
    store.keep(file(), name="zapisnik.txt", origin="a")
    (row,) = store.audit.rows(Sought())
    assert (row.deed, row.subject_id, row.actor) == (Deed.UPLOADED, str(entry.document_id), PROGRAM)
    assert row.after["file"] == "zapisnik.txt"
    store.keep(file("nov.txt", "nova"), name="nov.txt", origin="b", revises=entry.document_id)
    assert store.audit.rows(Sought())[0].after["revision"] == 2
