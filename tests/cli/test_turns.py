"""Who waits for whom among requests: questions before uploads and sign-ins, and these never in all threads."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from kb.cli.turns import MOST_BEFORE, Turns, dispatcher


class Connection:
    """A connection whose request is answered when the test says so."""

    def __init__(self, path: str) -> None:
        self.requests = [SimpleNamespace(path=path)]
        self.began = threading.Event()
        self.may_end = threading.Event()
        self.ended = threading.Event()

    def service(self) -> None:
        self.began.set()
        assert self.may_end.wait(30)
        self.ended.set()

    def cancel(self) -> None:
        self.may_end.set()


def uploads(count: int) -> list[Connection]:
    return [Connection(f"/delo/nalaganje/1/datoteke/{number}.json") for number in range(count)]


def test_a_question_goes_before_uploads_that_came_earlier() -> None:
    turns = Turns(threading.Lock(), most_later=1)
    sent, asked = Connection("/en/delo/nalaganje/1.json"), Connection("/iskanje")
    for each in (sent, asked):
        turns.append(each)
    assert turns.popleft() is asked
    assert len(turns) == 1


def test_uploads_get_on_where_questions_never_cease() -> None:
    turns, sent = Turns(threading.Lock(), most_later=1), uploads(2)
    for each in (*sent, *(Connection("/iskanje") for _ in range(20))):
        turns.append(each)
    began = [turns.popleft() for _ in range(MOST_BEFORE + 1)]
    assert [isinstance(each, Connection) for each in began] == [True] * MOST_BEFORE + [False]
    assert all(isinstance(turns.popleft(), Connection) for _ in range(2 * MOST_BEFORE))
    sent[0].may_end.set()
    began[-1].service()
    assert not all(isinstance(turns.popleft(), Connection) for _ in range(MOST_BEFORE + 1))


def test_uploads_have_a_quarter_of_the_threads_and_the_rest_stays_free_for_questions() -> None:
    eight, sent = dispatcher(8), uploads(6)
    for each in sent:
        eight.add_task(each)
    assert all(each.began.wait(30) for each in sent[:2])
    asked = [Connection("/iskanje") for _ in range(6)]
    for each in asked:
        eight.add_task(each)
    assert all(each.began.wait(30) for each in asked)
    assert not any(each.began.is_set() for each in sent[2:])
    for each in (*asked, *sent):
        each.may_end.set()
    assert all(each.ended.wait(30) for each in sent)
    eight.shutdown()


def test_who_signs_in_waits_neither_for_uploads_nor_before_questions() -> None:
    turns = Turns(threading.Lock(), most_later=1)
    signing, asked = [Connection("/prijava"), Connection("/en/prijava")], [Connection("/iskanje") for _ in range(10)]
    for each in (*uploads(3), *signing, *asked):
        turns.append(each)
    began = [turns.popleft() for _ in range(len(turns))]
    assert [each in asked for each in began] == [*[True] * 4, False, *[True] * 4, False, True, True]
    assert len(turns) == 0
    for each in signing:
        each.may_end.set()
    began[9].service()
    assert len(turns) == 1
    assert turns.popleft() not in asked


def test_one_thread_alone_does_everything_in_its_turn() -> None:
    one, both = dispatcher(1), [*uploads(3), Connection("/iskanje")]
    for each in both:
        each.may_end.set()
        one.add_task(each)
    assert all(each.ended.wait(30) for each in both)
    one.shutdown()
