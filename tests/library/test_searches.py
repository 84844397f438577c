from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import StoreError
from kb.library import Library, Question, Results, Sort, open_library
from kb.library.relaxing import Breadth
from kb.library.searches import MOST_WAITING, SearchLog, loggable
from kb.store import AskedOnce, Searches, Store
from kb.store.database import Database

NOON = dt.datetime(2026, 11, 22, 12, 30, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> dt.datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store.open(settings.database_url, originals_url=settings.originals_url) as opened:
        yield opened


@pytest.fixture
def log(store: Store, clock: Clock) -> Iterator[SearchLog]:
    opened = SearchLog(store.searches, days=30, clock=clock)
    yield opened
    opened.close()


def asked(text: str, *, documents: int = 1, relaxed: bool = False, **question: object) -> Results:
    breadth = Breadth.MOST if relaxed else Breadth.ALL
    with_all = 0 if relaxed else documents
    told = Question(text, **question)  # type: ignore[arg-type]
    return Results(told, (), documents, documents, facets=(), breadth=breadth, with_all=with_all, seconds=0.01)


def texts(log: SearchLog, **chosen: object) -> list[str]:
    return [each.text for each in log.report(**chosen)]  # type: ignore[arg-type]


def test_questions_are_grouped_by_what_they_ask_whatever_the_forms(log: SearchLog) -> None:
    for text in ("občinski redar", "občinskega redarja", "redar obcinski", "občinski redar", "pitna voda"):
        log.note(asked(text), language="sl")
    first, second = log.report()
    assert (first.text, first.asked, len(first.texts)) == ("občinski redar", 4, 3)
    assert (second.text, second.asked, second.texts) == ("pitna voda", 1, ("pitna voda",))


def test_the_zero_report_has_what_was_not_answered_and_what_was_only_in_part(log: SearchLog) -> None:
    log.note(asked("redar"), language="sl")
    log.note(asked("drsališče", documents=0), language="sl")
    log.note(asked("kolesarska pot čez reko", documents=4, relaxed=True), language="sl")
    log.note(asked("drsališč", documents=0), language="en")
    rows = [(each.text, each.unanswered, each.relaxed) for each in log.report(zero=True)]
    assert rows == [("drsališč", 2, 0), ("kolesarska pot čez reko", 0, 1)]


@pytest.mark.parametrize(
    "results",
    [
        asked(""),
        asked("   "),
        asked("?!…"),
        asked("ime.priimek@obcina.si"),
        asked("0101990500123"),
        asked("redar", page=2),
        asked("redar", bodies=("k-okolje",)),
        asked("redar", years="2018"),
        asked("redar", sort=Sort.NEWEST),
    ],
)
def test_what_tells_nothing_or_of_a_person_or_was_logged_before_is_not_logged(log: SearchLog, results: Results) -> None:
    log.note(results, language="sl")
    assert log.report() == ()


def test_wider_results_beside_those_with_all_words_are_no_failure(log: SearchLog) -> None:
    log.note(replace(asked("redar globa"), breadth=Breadth.MOST, with_all=1, documents=9), language="sl")
    assert log.report(zero=True) == ()


def test_a_number_of_a_person_is_masked_and_a_long_question_cut(log: SearchLog) -> None:
    assert loggable("Novak EMŠO 0101990500123") == "Novak EMŠO […]"
    assert loggable("občina " * 200).endswith("občina …")
    assert len(loggable("občina " * 200)) <= 202
    assert "0101" not in loggable("x " * 95 + "0101990500123")
    assert "0101" not in loggable("x " * 495 + "0101990500123")
    assert loggable("c\u030casopis\n\x00") == "časopis"


def test_the_log_can_be_switched_off(store: Store, clock: Clock) -> None:
    off = SearchLog(store.searches, days=0, clock=clock)
    store.searches.keep([AskedOnce("od prej", "sl", NOON, 1, False, 0.1)])
    off.note(asked("redar"), language="sl")
    off.close()
    assert [each.text for each in store.searches.often()] == ["od prej"]
    assert off.forget_old() == 1


def test_what_is_old_is_forgotten_once_an_hour(log: SearchLog, clock: Clock) -> None:
    log.note(asked("redar"), language="sl")
    assert texts(log) == ["redar"]
    assert log.forget_old() == 0
    clock.time += dt.timedelta(days=31)
    assert (log.forget_old(), log.forget_old()) == (1, 0)
    assert texts(log) == []


def test_a_report_can_be_of_the_last_days(log: SearchLog, clock: Clock) -> None:
    log.note(asked("prej"), language="sl")
    log.write()
    clock.time += dt.timedelta(days=3)
    log.note(asked("potem"), language="sl")
    assert texts(log, days=2) == ["potem"]
    assert texts(log) == ["potem", "prej"]


def test_a_log_that_cannot_be_written_never_fails_a_search(tmp_path: Path, clock: Clock, caplog: object) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'brez-tabel.db'}")
    log = SearchLog(Searches(database), days=30, clock=clock)
    log.note(asked("skrivno vprašanje"), language="sl")
    log.close()
    database.close()
    told = caplog.text  # type: ignore[attr-defined]
    assert "1 searches were not logged" in told
    assert "skrivno" not in told
    with pytest.raises(StoreError):
        log.report()


def test_many_questions_at_once_leave_the_log_bounded_and_whole(log: SearchLog) -> None:
    def ask(name: int) -> None:
        for number in range(400):
            log.note(asked(f"vprašanje {name} {number}"), language="sl")

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each.asked for each in log.report()) == MOST_WAITING


def test_a_library_logs_what_its_settings_allow(settings: Settings) -> None:
    with open_library(replace(settings, search_log_days=0)) as library:
        library.note_search(library.find(Question("redar")))
        assert library.asked() == ()
    with open_library(settings) as library:
        library.note_search(library.find(Question("redar")), language="en")
    with open_library(settings) as library:
        [only] = library.asked(zero=True)
        assert (only.text, only.asked, only.unanswered) == ("redar", 1, 1)
        assert library.forget_all_searches() == 1


def test_finding_alone_logs_nothing(library: Library) -> None:
    library.find(Question("redar"))
    assert library.asked() == ()
