from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.schema import CreateTable

from kb.errors import NotFound, StoreError
from kb.store import Store
from kb.store.database import Database
from kb.store.tables import UtcDateTime, schema
from kb.store.upgrading import NEWEST
from tests.store.making import keep, open_store

File = Callable[..., Path]


VERSION = "alembic_version"


def _tables(path: Path) -> list[tuple[str, list[str]]]:
    """Gives what SQLite says of each table and index, the constraints of a table in the order of the alphabet."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    connection.close()
    parted = [(name, sql.replace(")", ",").replace("\n", "").split(",")) for name, sql in found]
    return [(name, sorted(part.strip() for part in parts)) for name, parts in parted if name != VERSION]


def test_the_migrations_give_the_tables_that_the_code_knows(home: Path, tmp_path: Path) -> None:
    with open_store(home) as store, store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, schema) == []
    engine = create_engine(f"sqlite:///{tmp_path / 'code.db'}")
    schema.create_all(engine)
    engine.dispose()
    assert _tables(home / "kb.db") == _tables(tmp_path / "code.db")


@pytest.mark.parametrize("table", schema.sorted_tables, ids=str)
def test_the_tables_can_be_made_in_postgresql(table: Table) -> None:
    written = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    assert "DATETIME" not in written
    assert "AUTOINCREMENT" not in written


def test_the_newest_schema_is_the_last_migration() -> None:
    folder = Path(sys.modules["kb.store"].__file__ or "").parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == NEWEST


def test_opening_again_writes_nothing(home: Path) -> None:
    before = (home / "kb.db").read_bytes()
    open_store(home).close()
    assert (home / "kb.db").read_bytes() == before


def test_an_up_to_date_store_opens_without_alembic(home: Path) -> None:
    code = "import sys; from pathlib import Path; from tests.store.making import open_store\n"
    code += "open_store(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code, home], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def test_a_store_of_a_later_release_is_refused(home: Path) -> None:
    connection = sqlite3.connect(home / "kb.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="novejša izdaja"):
        open_store(home)


def test_a_folder_may_have_any_name(tmp_path: Path, file: File) -> None:
    folder = tmp_path / "zbirka 100 % č#?"
    with open_store(folder) as store:
        entry = keep(store, file())
        assert b"".join(store.files.open_original(entry.sha256)) == b"Prva seja."
    assert (folder / "originals" / entry.sha256[:2] / entry.sha256[2:]).is_file()


def test_sqlite_is_set_up_for_many_readers_and_no_loss(store: Store) -> None:
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 30000}
    with store.database.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


def test_a_reader_does_not_wait_for_a_writer(store: Store, file: File) -> None:
    with store.database.writing() as writing:
        writing.exec_driver_sql("UPDATE bodies SET name_sl = 'x'")
        assert store.registers.body("k-okolje").name_sl == "Komisija za okolje"


@pytest.mark.parametrize("place", ["database", "originals"])
def test_a_place_that_cannot_be_written_is_a_store_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("ni mapa")
    folders = {"database": tmp_path, "originals": tmp_path, place: tmp_path / "file"}
    with pytest.raises(StoreError) as caught:
        Store.open(f"sqlite:///{folders['database']}/kb.db", originals_url=(folders["originals"] / "o").as_uri())
    assert isinstance(caught.value.__cause__, SQLAlchemyError | OSError)


@pytest.mark.parametrize("url", ["", "nekaj", "neznano://baza"])
def test_a_wrong_address_is_a_store_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError):
        Store.open(url, originals_url=tmp_path.as_uri())
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{tmp_path}/kb.db", originals_url=url)


def test_what_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "kb.db").write_text("to ni zbirka " * 100)
    with pytest.raises(StoreError):
        open_store(tmp_path)


def test_a_read_only_database_can_be_read_but_not_written(home: Path, file: File) -> None:
    with open_store(home) as opened:
        keep(opened, file())
        # The sidecar files of WAL stay while somebody has the database open, so that a reader need not write them.
        url = f"sqlite:///file:{home}/kb.db?mode=ro&uri=true"
        with Store.open(url, originals_url=(home / "originals").as_uri()) as store:
            assert store.ledger.entry(1).name == "zapisnik.txt"
            with pytest.raises(StoreError, match="readonly") as caught:
                keep(store, file("drugo.txt", "drugo"))
            assert isinstance(caught.value.__cause__, SQLAlchemyError)


def test_a_full_disk_is_a_store_error_and_nothing_is_half_kept(home: Path, file: File) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from kb.errors import NotFound, StoreError
from tests.store.making import keep, open_store
store = open_store(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
try:
    while True:
        keep(store, Path(sys.argv[2]), origin=str(len(store.ledger.entries(limit=None))))
except StoreError as error:
    print(type(error.__cause__).__name__)
"""
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", code, home, file()], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "OperationalError"
    with open_store(home) as store:
        assert keep(store, file(), origin="0").id == 1
        assert {entry.document_id for entry in store.ledger.entries(limit=None)} == {1}


def test_moments_come_back_aware_and_in_utc(store: Store) -> None:
    moments = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
    summer = dt.datetime(2026, 7, 1, 14, 30, 5, 123456, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    with store.database.writing() as connection:
        moments.create(connection)
        connection.execute(insert(moments), [{"at": summer}, {"at": None}])
        found = connection.scalars(select(moments.c.at).order_by(moments.c.id)).all()
        earlier = connection.scalars(select(moments.c.id).where(moments.c.at < summer + dt.timedelta(microseconds=1)))
        assert earlier.all() == [1]
    assert found == [dt.datetime(2026, 7, 1, 12, 30, 5, 123456, tzinfo=dt.UTC), None]
    assert found[0].tzinfo is dt.UTC


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError), store.database.reading() as connection:
        connection.execute(select(schema.tables["jobs"]).where(schema.tables["jobs"].c.due < dt.datetime(2026, 1, 1)))


def test_work_is_done_again_when_another_was_quicker(store: Store) -> None:
    tries: list[int] = []

    def work(connection: object) -> int:
        tries.append(len(tries))
        if len(tries) < 3:
            raise IntegrityError("", {}, Exception("UNIQUE constraint failed"))
        return len(tries)

    assert store.database.write(work) == 3


def test_work_that_never_fits_is_a_store_error(store: Store) -> None:
    def work(connection: object) -> int:
        raise IntegrityError("", {}, Exception("UNIQUE constraint failed"))

    with pytest.raises(StoreError, match="UNIQUE"):
        store.database.write(work)


def test_our_own_errors_undo_what_was_written(store: Store) -> None:
    def work(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE bodies SET name_sl = 'x'")
        raise NotFound

    with pytest.raises(NotFound):
        store.database.write(work)
    assert store.registers.body("k-okolje").name_sl == "Komisija za okolje"


def test_a_database_is_closed_with_its_store(home: Path) -> None:
    with open_store(home) as store:
        database = store.database
    assert isinstance(database, Database)
    assert not (home / "kb.db-wal").exists()
