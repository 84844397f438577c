from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kb.config import Settings
from kb.legislation.register import Act
from kb.library import Library, open_library
from kb.library.citing.finding import Citing, stamp_of
from kb.model import Metadata
from kb.store import CITE, Store
from kb.worker import run_worker

Write = Callable[[str, str], Path]

NEW_ACT = Act("ZIgr", "Zakon o otroških igriščih", checked_on=dt.date(2026, 11, 1))


def names(library: Library, document_id: int = 1) -> list[tuple[str, bool]]:
    return [(each.name, each.act is not None) for each in library.citations.cites(document_id).acts]


def silent(name: str, done: int, total: int) -> None:
    """Hears and says nothing."""


def test_adding_finds_what_documents_cite_and_says_so(library: Library, write: Write) -> None:
    told: list[tuple[str, str, int, int]] = []
    library.add([write("a.txt", "Po 12. členu ZORed.")], Metadata(), told=lambda *each: told.append(each))
    assert [each for each in told if each[0] == "cited"] == [("cited", "a.txt", 1, 1)]
    assert names(library) == [("ZORed", True)]
    assert library.citations.catch_up() == 0


def test_a_new_act_in_the_register_is_found_in_old_texts(library: Library, write: Write) -> None:
    library.add([write("a.txt", "Zakon o otroških igriščih ureja igrala, ZIgr pa gugalnice.")], Metadata())
    assert names(library) == []
    library.put_acts([NEW_ACT])
    assert library.citations.catch_up() == 1
    assert names(library) == [("ZIgr", True)]


def test_a_change_that_names_no_act_otherwise_finds_nothing_again(library: Library, write: Write) -> None:
    library.add([write("a.txt", "Po ZORed.")], Metadata())
    acts = library.acts()
    library.put_acts([next(act for act in acts if act.acronym == "ZORed")])
    assert library.citations.catch_up() == 0
    assert stamp_of(acts) == stamp_of(tuple(reversed(acts)))
    assert stamp_of(acts) != stamp_of(acts[1:])


def test_everything_can_be_gone_through_again(library: Library, write: Write) -> None:
    library.add([write(f"{n}.txt", f"Po {n}. členu ZORed.") for n in range(1, 4)], Metadata())
    told: list[tuple[int, int]] = []
    assert library.citations.find_again(lambda stage, name, done, total: told.append((done, total))) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_was_stored_before_citations_were_kept_gets_them(settings: Settings, write: Write) -> None:
    with open_library(settings) as library:
        library.add([write("a.txt", "Po 12. členu ZORed.")], Metadata())
    store = Store.open(settings.database_url, originals_url=settings.originals_url)
    with store, store.database.writing() as connection:
        for table in ("citations", "citings", "jobs"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    with open_library(settings) as library:
        assert names(library) == []
        run_worker(library, threading.Event(), once=True)
        assert names(library) == [("ZORed", True)]


def test_what_a_dead_process_was_at_is_taken_up(settings: Settings, write: Write) -> None:
    with open_library(settings) as library:
        library.add([write("a.txt", "Po 12. členu ZORed.")], Metadata())
    with Store.open(settings.database_url, originals_url=settings.originals_url) as store:
        store.citings.make_ready("old", all_of_them=True)
        code = "from kb.store.workers import worker_name; print(worker_name())"
        dead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        assert len(store.jobs.claim_some(dead, lease_seconds=600, kind=CITE, most=5)) == 1
        assert Citing(store).catch_up(silent) == 1


def test_two_who_catch_up_share_the_work(settings: Settings, write: Write) -> None:
    with open_library(settings) as library:
        library.add([write(f"{n:02}.txt", f"Po {n}. členu ZORed.") for n in range(1, 61)], Metadata())
    stores = [Store.open(settings.database_url, originals_url=settings.originals_url) for _ in range(2)]
    counts: list[int] = []
    stores[0].citings.make_ready("old", all_of_them=True)
    workers = [
        threading.Thread(target=lambda store=store: counts.append(Citing(store).catch_up(silent)))  # type: ignore[misc]
        for store in stores
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 60
    for store in stores:
        store.close()


def test_who_is_told_to_stop_stops(library: Library, write: Write) -> None:
    library.add([write("a.txt", "Po ZORed.")], Metadata())
    library.put_acts([NEW_ACT])
    stop = threading.Event()
    stop.set()
    assert library.citations.catch_up(stop=stop) == 0
    assert library.citations.catch_up() == 1
