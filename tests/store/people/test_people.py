"""Accounts, visits, links and doors as the store keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from kb.errors import NotFound, WrongValue
from kb.people import Role, User, UserState
from kb.store import Store
from kb.store.people import Pace, Purpose
from kb.store.people.tables import knocks, links, sessions
from tests.store.making import NOON, StandingClock

HOUR = dt.timedelta(hours=1)
PACE = Pace(free=2, first=10, longest=60, window=600)


def person(email: str = "Ana@Obcina.si", **more: object) -> User:
    blank = User(0, "Ana", email, Role.MEMBER, UserState.ACTIVE, NOON)
    return replace(blank, **more)  # type: ignore[arg-type]


@pytest.fixture
def ana(store: Store) -> User:
    return store.people.users.add(person(), password="$hash")


def body(store: Store, slug: str = "k-okolje") -> int:
    return store.registers.body(slug).id


# --- accounts ---


def test_an_account_comes_back_as_it_was_told(store: Store) -> None:
    told = person(municipality="Ptuj", bodies=frozenset({body(store)}), language="en", role=Role.MEMBER)
    kept = store.people.users.add(told)
    assert kept == store.people.users.get(kept.id) == store.people.users.all()[0]
    assert (kept.role, kept.bodies, kept.created, kept.has_password) == (Role.BODY_MEMBER, told.bodies, NOON, False)


@pytest.mark.parametrize("email", ["ana@obcina.si", " ANA@OBCINA.SI "])
def test_an_address_is_one_whatever_its_case(store: Store, ana: User, email: str) -> None:
    assert store.people.users.by_email(email) == ana
    with pytest.raises(WrongValue, match="že ima račun"):
        store.people.users.add(person(email))


@pytest.mark.parametrize(
    "email",
    [
        "", "ana", "ana@", "@obcina.si", "a b@obcina.si", "ana@obcina", "a@b@c.si", "x" * 250 + "@a.si", "a\n@b.si",
        "<a@b.si>",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(store: Store, email: str) -> None:
    with pytest.raises(WrongValue):
        store.people.users.add(person(email))


@pytest.mark.parametrize("name", ["", "  ", "\x00", "x" * 201])
def test_a_name_that_is_none_is_refused(store: Store, name: str) -> None:
    with pytest.raises(WrongValue):
        store.people.users.add(person(name=name))


def test_a_name_is_kept_on_one_line(store: Store) -> None:
    assert store.people.users.add(person(name=" Ana\r\nBcc: x\t ")).name == "Ana Bcc: x"


def test_a_body_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(WrongValue, match="organ"):
        store.people.users.add(person(bodies=frozenset({999})))


def test_one_administrator_always_stays(store: Store) -> None:
    first = store.people.users.add(person(role=Role.ADMINISTRATOR))
    second = store.people.users.add(person("b@obcina.si", role=Role.ADMINISTRATOR, state=UserState.INVITED))
    for change in ({"role": Role.STAFF}, {"state": UserState.CLOSED}):
        with pytest.raises(WrongValue, match="skrbnik"):
            store.people.users.change(replace(first, **change))  # type: ignore[arg-type]
    store.people.users.change(replace(second, state=UserState.ACTIVE))
    assert store.people.users.change(replace(first, role=Role.STAFF)).role is Role.STAFF


def test_an_account_that_is_not_there_is_not_found(store: Store) -> None:
    for user_id in (0, -1, 10**12):
        with pytest.raises(NotFound):
            store.people.users.get(user_id)


def test_a_subject_of_a_provider_belongs_to_one_account(store: Store, ana: User) -> None:
    other = store.people.users.add(person("b@obcina.si"))
    for _ in range(2):
        store.people.users.link(ana.id, issuer="https://p.si", subject="1", is_managed=True)
    with pytest.raises(WrongValue):
        store.people.users.link(other.id, issuer="https://p.si", subject="1")
    found = store.people.users.by_subject("https://p.si", "1")
    assert found is not None
    assert (found.id, found.is_managed) == (ana.id, True)
    assert store.people.users.by_subject("https://drugi.si", "1") is None
    store.people.users.unlink(ana.id)
    assert not store.people.users.is_linked(ana.id)


# --- visits ---


def test_a_visit_ends_when_idle_when_over_and_when_closed(store: Store, clock: StandingClock, ana: User) -> None:
    visits = store.people.sessions
    visits.begin(ana.id, "t", lasts=3 * HOUR, device="Firefox")
    found = visits.find("t", idle=HOUR)
    assert found is not None
    assert (found.user, found.device) == (ana, "Firefox")
    clock.go_on(3500)
    visits.note_seen(found.id)
    clock.go_on(3500)
    assert visits.find("t", idle=HOUR)
    clock.go_on(200)
    assert visits.find("t", idle=HOUR) is None
    assert visits.find("t", idle=9 * HOUR)
    clock.go_on(7200)
    assert visits.find("t", idle=9 * HOUR) is None


def test_closing_is_of_ones_own_visits_only(store: Store, ana: User) -> None:
    other = store.people.users.add(person("b@obcina.si"))
    for token, user in (("1", ana), ("2", ana), ("3", other)):
        store.people.sessions.begin(user.id, token, lasts=HOUR)
    ids = [each.id for each in store.people.sessions.open_of(ana.id, idle=HOUR)]
    assert not store.people.sessions.close(ids[0], user_id=other.id)
    assert store.people.sessions.close(ids[0], user_id=ana.id)
    assert not store.people.sessions.close(ids[0], user_id=ana.id)
    assert store.people.sessions.close_all(ana.id) == 1
    assert len(store.people.sessions.open_of(other.id, idle=HOUR)) == 1


def test_closing_an_account_ends_its_visits(store: Store, ana: User) -> None:
    store.people.sessions.begin(ana.id, "t", lasts=HOUR)
    closed = store.people.users.change(replace(ana, state=UserState.CLOSED))
    assert store.people.sessions.find("t", idle=HOUR) is None
    store.people.users.change(replace(closed, state=UserState.ACTIVE))
    assert store.people.sessions.find("t", idle=HOUR) is None


def test_visits_that_ended_long_ago_are_forgotten(store: Store, clock: StandingClock, ana: User) -> None:
    store.people.sessions.begin(ana.id, "old", lasts=HOUR)
    clock.go_on(40 * 24 * 3600)
    store.people.sessions.begin(ana.id, "new", lasts=HOUR)
    with store.database.reading() as connection:
        assert connection.scalars(select(sessions.c.token)).all() == ["new"]


# --- links ---


def test_a_link_is_used_once_and_before_it_ends(store: Store, clock: StandingClock, ana: User) -> None:
    made = store.people.links
    made.make(ana.id, "t", purpose=Purpose.RESET, lasts=HOUR)
    assert made.whose("t", purpose=Purpose.RESET) == ana.id
    assert made.whose("t", purpose=Purpose.INVITATION) is None
    assert made.use("t", purpose=Purpose.RESET) == ana.id
    assert made.use("t", purpose=Purpose.RESET) is None
    made.make(ana.id, "u", purpose=Purpose.RESET, lasts=HOUR)
    clock.go_on(3601)
    assert made.use("u", purpose=Purpose.RESET) is None


def test_a_new_link_ends_those_before_it_of_the_same_purpose(store: Store, ana: User) -> None:
    for token, purpose in (("1", Purpose.RESET), ("2", Purpose.INVITATION), ("3", Purpose.RESET)):
        store.people.links.make(ana.id, token, purpose=purpose, lasts=HOUR)
    assert store.people.links.whose("1", purpose=Purpose.RESET) is None
    assert store.people.links.whose("2", purpose=Purpose.INVITATION) == ana.id
    store.people.links.end(ana.id)
    with store.database.reading() as connection:
        assert None not in connection.scalars(select(links.c.used)).all()


# --- doors ---


@pytest.mark.parametrize(("tries", "seconds"), [(0, 0), (1, 0), (2, 10), (3, 20), (4, 40), (5, 60), (10_000, 60)])
def test_waits_grow_up_to_a_longest_one(tries: int, seconds: int) -> None:
    assert PACE.wait(tries).total_seconds() == seconds


def test_a_door_slows_down_and_opens_again_by_itself(store: Store, clock: StandingClock) -> None:
    doors = store.people.doors
    assert [doors.knock({"a": PACE}) for _ in range(3)] == [0, 0, 11]
    clock.go_on(10)
    assert doors.knock({"a": PACE}) == 0
    assert doors.knock({"a": PACE}) == 21
    assert doors.knock({"b": PACE}) == 0
    clock.go_on(601)
    assert [doors.knock({"a": PACE}) for _ in range(3)] == [0, 0, 11]


def test_a_try_that_has_to_wait_is_not_counted_anywhere(store: Store, clock: StandingClock) -> None:
    doors = store.people.doors
    for _ in range(2):
        doors.knock({"a": PACE})
    for _ in range(9):
        assert doors.knock({"a": PACE, "b": PACE}) == 11
    assert doors.knock({"b": PACE}) == 0


def test_a_good_try_clears_the_account_and_is_taken_back_from_the_network(store: Store) -> None:
    doors = store.people.doors
    for _ in range(2):
        doors.knock({"account": PACE})
    doors.forgive("account")
    assert doors.knock({"account": PACE}) == 0
    for _ in range(9):
        assert doors.knock({"network": PACE}) == 0
        doors.take_back("network")


def test_what_a_door_is_called_is_not_in_the_table_and_goes_after_a_day(store: Store, clock: StandingClock) -> None:
    store.people.doors.knock({"network:203.0.113.0/24": PACE})
    with store.database.reading() as connection:
        [kept] = connection.scalars(select(knocks.c.door)).all()
    assert "203" not in kept or len(kept) == 64
    clock.go_on(25 * 3600)
    store.people.doors.knock({"other": PACE})
    with store.database.reading() as connection:
        assert kept not in connection.scalars(select(knocks.c.door)).all()
