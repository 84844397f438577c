from __future__ import annotations

from dataclasses import replace

import pytest

from kb.errors import WrongValue
from kb.model import Body, Sought, Visibility
from kb.people import Role, User, UserState, reader_of
from kb.store import Store
from kb.store.registers.municipalities import body_of, slug_of
from tests.store.making import NOON


def made(store: Store, name: str) -> Body:
    return store.database.write(lambda connection: body_of(connection, name, at=NOON))


def person(store: Store, municipality: str, role: Role = Role.MEMBER, **more: object) -> User:
    blank = User(0, "Ana", f"a{len(store.people.users.all())}@b.si", role, UserState.ACTIVE, NOON, municipality)
    return store.people.users.add(replace(blank, **more))  # type: ignore[arg-type]


def test_a_municipality_has_one_row_however_it_is_written(store: Store) -> None:
    first = made(store, "Mestna občina Kranj")
    assert made(store, "kranj") == first
    assert (first.slug, first.name_sl, first.is_municipality) == ("obcina-kranj", "Mestna občina Kranj", True)
    assert [row.subject_id for row in store.audit.rows(Sought(subject="body"))] == ["obcina-kranj"]


def test_a_municipality_is_not_among_the_bodies_that_people_choose(store: Store) -> None:
    kept = made(store, "Ptuj")
    assert kept not in store.registers.bodies()
    assert kept in store.registers.all_bodies()
    assert store.registers.body("obcina-ptuj") == kept


@pytest.mark.parametrize("name", ["", "Občina", " …!"])
def test_what_names_no_municipality_gets_no_row(store: Store, name: str) -> None:
    with pytest.raises(WrongValue, match="občina"):
        made(store, name)


def test_two_long_names_never_share_a_row() -> None:
    one, other = slug_of("x" * 150 + "a"), slug_of("x" * 150 + "b")
    assert one != other
    assert max(len(one), len(other)) <= 100


def test_a_person_belongs_to_the_row_of_their_municipality_also_when_it_is_made_later(store: Store) -> None:
    ana = person(store, "Občina Bled")
    assert ana.own_body is None
    bled = made(store, "Bled")
    assert store.people.users.get(ana.id).own_body == bled.id
    assert {user.own_body for user in store.people.users.all()} == {bled.id}


@pytest.mark.parametrize(("role", "sees"), [(Role.VISITOR, False), (Role.MEMBER, True), (Role.STAFF, True)])
def test_what_a_municipality_wrote_is_seen_by_its_members_and_staff(store: Store, role: Role, sees: bool) -> None:
    bled, ptuj = made(store, "Bled"), made(store, "Ptuj")
    reader = reader_of(person(store, "Bled", role))
    assert reader.may_see(Visibility.BODY, frozenset({bled.id})) is sees
    assert reader.may_see(Visibility.BODY, frozenset({ptuj.id})) is (role is Role.STAFF)


def test_a_member_of_a_body_sees_what_is_of_their_bodies_and_of_their_municipality(store: Store) -> None:
    bled, commission = made(store, "Bled"), store.registers.body("k-okolje").id
    reader = reader_of(person(store, "Bled", Role.BODY_MEMBER, bodies=frozenset({commission})))
    assert reader.bodies == {bled.id, commission}
