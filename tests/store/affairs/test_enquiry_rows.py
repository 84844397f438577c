from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.errors import NotFound, NotPossible, WrongValue
from kb.model import VISITOR, Actor, Deed, Enquiry, Reader, RecordSort, Sought, Visibility
from kb.store import Store
from kb.store.affairs.enquiries import CLOSED, OWN, SAID_ALREADY, TOO_LATE
from tests.store.making import NOON, StandingClock

ANA, BOR = Actor(1, "Ana"), Actor(2, "Bor")
MEMBERS = Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS}))
ASKED = Enquiry(
    id=0,
    title="Ure redarjev",
    question="Koliko ur na teden so vaši redarji na terenu?",
    municipality="Občina Kranj",
    author_id=0,
    author="",
    made=NOON,
    topics=("obcinsko-redarstvo",),
    deadline=dt.date(2026, 12, 6),
)


@pytest.fixture
def asked(store: Store) -> Enquiry:
    return store.affairs.enquiries.ask(ASKED, by=ANA)[0]


def said(store: Store, enquiry: Enquiry) -> list[tuple[str, str]]:
    (document_id,) = store.records.documents(RecordSort.ENQUIRY, [enquiry.id]).values()
    return [(each.passage.heading, each.passage.text) for each in store.passages.of(document_id, limit=10)]


def test_a_question_comes_back_with_who_asked_it(store: Store, asked: Enquiry) -> None:
    assert asked == replace(ASKED, id=asked.id, author_id=1, author="Ana")
    assert store.affairs.enquiries.all() == (asked,)


def test_what_a_municipality_asks_twice_is_kept_once(store: Store, asked: Enquiry) -> None:
    again = replace(ASKED, municipality="Mestna občina KRANJ", question=f"  {ASKED.question.upper()}")
    assert store.affairs.enquiries.ask(again, by=BOR) == (asked, False)
    other = replace(ASKED, municipality="Občina Koper")
    assert store.affairs.enquiries.ask(other, by=BOR)[1]
    store.affairs.enquiries.close(asked.id, by=ANA)
    assert store.affairs.enquiries.ask(ASKED, by=ANA)[1]


def test_a_topic_that_is_not_there_is_refused_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(WrongValue):
        store.affairs.enquiries.ask(replace(ASKED, topics=("neznano",)), by=ANA)
    assert store.affairs.enquiries.all() == ()


def test_answers_of_others_stand_beside_one_another(store: Store, asked: Enquiry) -> None:
    for municipality, text in (
        ("Občina Koper", "Dvajset."),
        ("Občina Celje", "Deset."),
        ("Občina Koper", "Poleti več."),
    ):
        kept = store.affairs.enquiries.answer(asked.id, municipality, text, by=BOR)
    assert [(each.number, each.municipality, each.text) for each in kept.answers] == [
        (1, "Občina Koper", "Dvajset."),
        (2, "Občina Celje", "Deset."),
        (3, "Občina Koper", "Poleti več."),
    ]


def refusal(store: Store, enquiry: Enquiry, municipality: str = "Občina Koper", text: str = "Dvajset.") -> str:
    with pytest.raises(NotPossible) as caught:
        store.affairs.enquiries.answer(enquiry.id, municipality, text, by=BOR)
    return caught.value.reason


def test_nobody_answers_their_own_municipality(store: Store, asked: Enquiry) -> None:
    assert refusal(store, asked, "Mestna občina Kranj") == OWN


def test_the_same_answer_of_a_municipality_is_kept_once(store: Store, asked: Enquiry) -> None:
    store.affairs.enquiries.answer(asked.id, "Občina Koper", "Dvajset ur.", by=BOR)
    assert refusal(store, asked, "Koper", " dvajset  UR. ") == SAID_ALREADY
    store.affairs.enquiries.answer(asked.id, "Občina Celje", "Dvajset ur.", by=BOR)
    assert len(store.affairs.enquiries.get(asked.id).answers) == 2


def test_answers_are_taken_until_the_end_of_the_last_day(store: Store, clock: StandingClock, asked: Enquiry) -> None:
    clock.time = dt.datetime(2026, 12, 6, 22, 59, tzinfo=dt.UTC)
    store.affairs.enquiries.answer(asked.id, "Občina Koper", "Dvajset.", by=BOR)
    clock.time = dt.datetime(2026, 12, 6, 23, 0, tzinfo=dt.UTC)
    assert refusal(store, asked, text="Prepozno.") == TOO_LATE


def test_a_closed_enquiry_takes_no_answers_until_it_is_opened_again(store: Store, asked: Enquiry) -> None:
    assert store.affairs.enquiries.close(asked.id, by=ANA).closed == NOON
    assert refusal(store, asked) == CLOSED
    store.affairs.enquiries.reopen(asked.id, by=ANA)
    store.affairs.enquiries.answer(asked.id, "Občina Koper", "Dvajset.", by=BOR)


def test_a_hidden_answer_is_out_of_the_record_and_its_text_stays(store: Store, asked: Enquiry) -> None:
    store.affairs.enquiries.answer(asked.id, "Občina Koper", "Dvajset.", by=BOR)
    store.affairs.enquiries.answer(asked.id, "Občina Celje", "Deset.", by=BOR)
    hidden = store.affairs.enquiries.hide(asked.id, 1, "Osebni podatki.", by=ANA)
    assert [each.text for each in hidden.shown] == ["Deset."]
    assert (hidden.answers[0].text, hidden.answers[0].hidden) == ("Dvajset.", "Osebni podatki.")
    assert said(store, asked)[1:] == [("Odgovor – Občina Celje", "Deset.")]
    store.affairs.enquiries.hide(asked.id, 1, "", by=ANA)
    assert len(said(store, asked)) == 3
    with pytest.raises(NotFound):
        store.affairs.enquiries.hide(asked.id, 9, "Ni ga.", by=ANA)


def test_an_enquiry_is_a_material_for_members(store: Store, asked: Enquiry) -> None:
    (document_id,) = store.records.documents(RecordSort.ENQUIRY, [asked.id]).values()
    document = store.documents.get(document_id)
    assert (document.kind and document.kind.slug, document.access) == ("povprasevanje", Visibility.MEMBERS)
    assert said(store, asked) == [("Povpraševanje – Občina Kranj", f"Ure redarjev\n{ASKED.question}")]
    assert store.affairs.enquiries.all(reader=VISITOR) == ()
    assert store.affairs.enquiries.all(reader=MEMBERS, topic="obcinsko-redarstvo") == (asked,)
    assert store.affairs.enquiries.all(reader=MEMBERS, topic="okolje") == ()
    with pytest.raises(NotFound):
        store.affairs.enquiries.get(asked.id, reader=VISITOR)


def test_every_step_of_an_enquiry_stands_in_the_audit_log(store: Store, asked: Enquiry) -> None:
    store.affairs.enquiries.answer(asked.id, "Občina Koper", "Dvajset.", by=BOR)
    store.affairs.enquiries.hide(asked.id, 1, "Osebni podatki.", by=ANA)
    store.affairs.enquiries.hide(asked.id, 1, "", by=ANA)
    store.affairs.enquiries.close(asked.id, by=ANA)
    store.affairs.enquiries.close(asked.id, by=ANA)
    store.affairs.enquiries.reopen(asked.id, by=ANA)
    rows = store.audit.rows(Sought(subject="enquiry", subject_id=str(asked.id)), limit=10)
    assert [row.deed for row in reversed(rows)] == [
        Deed.ADDED,
        Deed.ANSWERED,
        Deed.WITHDRAWN,
        Deed.PUT_BACK,
        Deed.CLOSED,
        Deed.REOPENED,
    ]
    assert rows[3].after == {"answer": 1, "municipality": "Občina Koper", "reason": "Osebni podatki."}


def test_what_is_new_is_told_until_it_is_seen(store: Store, asked: Enquiry) -> None:
    rows, long_ago = store.affairs.enquiries, NOON - dt.timedelta(days=1)
    assert (rows.unseen(1, since=long_ago), rows.unseen(2, since=long_ago)) == ({}, {asked.id: 0})
    rows.saw(2, asked)
    assert rows.unseen(2, since=long_ago) == {}
    answered = rows.answer(asked.id, "Občina Koper", "Dvajset.", by=BOR)
    assert (rows.unseen(1, since=long_ago), rows.unseen(2, since=long_ago)) == ({asked.id: 1}, {})
    rows.saw(1, answered)
    rows.saw(1, answered)
    assert rows.unseen(1, since=long_ago) == {}


def test_what_was_asked_before_somebody_came_is_not_new_to_them(store: Store, asked: Enquiry) -> None:
    assert store.affairs.enquiries.unseen(9, since=NOON + dt.timedelta(seconds=1)) == {}
