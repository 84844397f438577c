"""People of the library: what they see, passwords, throttled sign-in, claims."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.config import Settings
from kb.errors import KbError, LinkSpent, TooManyTries, WrongSetting, WrongSignIn, WrongValue
from kb.library import Library
from kb.library.people import People
from kb.library.people.claims import Told, read_mapping, read_meaning, told_by, values_at
from kb.library.people.guarding import network_of
from kb.library.people.passwords import Passwords, Weakness, weakness_of
from kb.model import EVERYTHING, VISITOR, Visibility
from kb.people import Role, User, UserState, audience_of, reader_of, settled_role
from kb.store import Store
from kb.store.clock import now
from tests.store.making import NOON, StandingClock

PASSWORD = "dolgo in varno geslo"


@pytest.fixture
def ana(people: People) -> User:
    return people.add(people.new_user("ana@obcina.si", name="Ana"), PASSWORD)


# --- what roles see ---


def user(role: Role, bodies: frozenset[int] = frozenset(), state: UserState = UserState.ACTIVE) -> User:
    return User(1, "Ana", "ana@obcina.si", role, state, NOON, bodies=bodies)


SEES = {
    Role.VISITOR: "public",
    Role.MEMBER: "public members",
    Role.BODY_MEMBER: "public members own",
    Role.STAFF: "public members own other staff",
    Role.ADMINISTRATOR: "public members own other staff",
}
DOCUMENTS = {
    "public": (Visibility.PUBLIC, frozenset({2})),
    "members": (Visibility.MEMBERS, frozenset({2})),
    "own": (Visibility.BODY, frozenset({1, 2})),
    "other": (Visibility.BODY, frozenset({2})),
    "staff": (Visibility.STAFF, frozenset({1})),
}


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_what_it_is_said_to(role: Role) -> None:
    reader = reader_of(user(role, frozenset({1})))
    assert [name for name, told in DOCUMENTS.items() if reader.may_see(*told)] == SEES[role].split()


@pytest.mark.parametrize("state", [UserState.INVITED, UserState.CLOSED])
def test_an_account_that_is_not_active_sees_what_everybody_does(state: UserState) -> None:
    assert reader_of(user(Role.ADMINISTRATOR, state=state)) == reader_of(None) == VISITOR
    assert reader_of(user(Role.STAFF)) == EVERYTHING


@pytest.mark.parametrize(
    ("role", "bodies", "settled"),
    [
        (Role.MEMBER, (1,), Role.BODY_MEMBER),
        (Role.BODY_MEMBER, (), Role.MEMBER),
        (Role.STAFF, (1,), Role.STAFF),
        (Role.VISITOR, (1,), Role.VISITOR),
    ],
)
def test_bodies_make_a_body_member_of_a_member_only(role: Role, bodies: tuple[int, ...], settled: Role) -> None:
    assert settled_role(role, bodies) is settled


def test_who_sees_a_document_is_counted_among_active_accounts(library: Library) -> None:
    body = next(each for each in library.people.bodies() if each.slug == "k-okolje")
    users = [user(role, frozenset({body.id})) for role in Role] + [user(Role.STAFF, state=UserState.CLOSED)]
    counted = {each: audience_of(each, [body], users=users).people for each in Visibility}
    assert list(counted.values()) == [5, 4, 3, 2]
    audience = audience_of(Visibility.BODY, [body], users=users)
    assert (audience.bodies, audience.roles) == ((body,), {Role.STAFF, Role.ADMINISTRATOR})
    assert library.people.audience(Visibility.STAFF).people == 0


# --- passwords ---


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("kratko", Weakness.SHORT),
        ("x" * 501, Weakness.LONG),
        ("Geslo1234567", Weakness.EASY),
        ("QWERTZUIOPAS", Weakness.EASY),
        ("123456789012", Weakness.EASY),
        ("aaaaaaaaaaaaaaa", Weakness.EASY),
        ("abcabcabcabc", Weakness.EASY),
        ("ana.novak@obcina.si", Weakness.EASY),
        ("ana.novak2026!", Weakness.EASY),
        ("štirje sivi konji", None),
        ("vse male crke", None),
    ],
)
def test_a_password_is_long_and_not_among_the_first_to_be_tried(password: str, weakness: Weakness | None) -> None:
    assert weakness_of(password, email="ana.novak@obcina.si", name="Ana Novak") is weakness


def test_hashes_are_argon2id_salted_and_match_only_their_password() -> None:
    passwords = Passwords()
    one, other = passwords.hash("štirje konji"), passwords.hash("štirje konji")
    assert one.startswith("$argon2id$")
    assert one != other
    assert passwords.matches("s\u030ctirje konji", one)
    assert not passwords.matches("štirje konj", one)
    assert not passwords.matches("štirje konji", "")
    assert not passwords.matches("štirje konji", "ni zgoščena vrednost")


def test_an_old_hash_is_renewed_when_its_owner_signs_in(people: People, store: Store, ana: User) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    store.people.users.set_password(ana.id, weak)
    people.sign_in("ana@obcina.si", PASSWORD)
    assert store.people.users.password(ana.id) != weak
    assert people.sign_in("ana@obcina.si", PASSWORD).user.id == ana.id


def test_neither_passwords_nor_tokens_are_in_the_database(people: People, tmp_path: Path, ana: User) -> None:
    token = people.sign_in("ana@obcina.si", PASSWORD).token
    link = people.reset_link(ana.id).rpartition("/")[2]
    with sqlite3.connect(tmp_path / "data" / "kb.db") as connection:
        dumped = "\n".join(connection.iterdump())
    connection.close()
    assert "ana@obcina.si" in dumped
    assert not [secret for secret in (PASSWORD, token, link) if secret in dumped]


# --- signing in ---


def test_a_closed_or_invited_account_cannot_sign_in_and_the_words_are_the_same(people: People, ana: User) -> None:
    people.close_account(ana.id)
    people.invite(people.new_user("nova@obcina.si"))
    told = set()
    for email in ("ana@obcina.si", "nova@obcina.si", "nihce@obcina.si", "", "x" * 10_000):
        with pytest.raises(WrongSignIn) as caught:
            people.sign_in(email, PASSWORD)
        told.add(str(caught.value))
    assert len(told) == 1


def test_guesses_have_to_wait_longer_and_longer_but_never_for_ever(
    people: People, clock: StandingClock, ana: User
) -> None:
    waits = []
    for _ in range(14):
        with pytest.raises((WrongSignIn, TooManyTries)):
            people.sign_in("ana@obcina.si", "narobe narobe")
        with pytest.raises(KbError) as caught:
            people.sign_in("ana@obcina.si", "narobe narobe", address="203.0.113.7")
        if isinstance(caught.value, TooManyTries):
            waits.append(caught.value.seconds)
            clock.go_on(caught.value.seconds)
    assert waits[:4] == [16, 31, 61, 121]
    assert max(waits) <= 901
    clock.go_on(901)
    assert people.sign_in("ANA@obcina.si", PASSWORD).user == replace(ana, last_sign_in=None)
    with pytest.raises(WrongSignIn):
        people.sign_in("ana@obcina.si", "narobe narobe")


def test_many_guesses_at_once_do_not_slip_through(people: People, ana: User) -> None:
    outcomes: list[type[KbError]] = []

    def guess() -> None:
        try:
            people.sign_in("ana@obcina.si", "narobe narobe")
        except KbError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count(WrongSignIn), outcomes.count(TooManyTries)) == (5, 7)


def test_a_network_that_tries_many_accounts_has_to_wait_and_others_do_not(people: People, ana: User) -> None:
    for number in range(30):
        with pytest.raises(WrongSignIn):
            people.sign_in(f"oseba{number}@obcina.si", "x", address=f"203.0.113.{number}")
    with pytest.raises(TooManyTries):
        people.sign_in("ana@obcina.si", PASSWORD, address="203.0.113.200")
    assert people.sign_in("ana@obcina.si", PASSWORD, address="198.51.100.1")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2ff::5", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", "?"),
        ("ni naslov", "?"),
    ],
)
def test_addresses_are_counted_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_visit_goes_on_while_it_is_seen_and_ends_when_idle(people: People, clock: StandingClock, ana: User) -> None:
    token = people.sign_in("ana@obcina.si", PASSWORD).token
    for _ in range(20):
        clock.go_on(11 * 3600)
        assert people.session(token)
    clock.go_on(13 * 3600)
    assert people.session(token) is None
    token = people.sign_in("ana@obcina.si", PASSWORD).token
    for _ in range(30):
        clock.go_on(11 * 3600 + 1800)
        people.session(token)
    assert people.session(token) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "\ud800", "č"])
def test_a_forged_token_is_nobodys(people: People, ana: User, token: str) -> None:
    assert people.session(token) is None
    with pytest.raises(LinkSpent):
        people.accept(token, PASSWORD)
    with pytest.raises(LinkSpent):
        people.reset(token, PASSWORD)


def test_a_poor_password_does_not_use_an_invitation_up(people: People) -> None:
    token = people.invite(people.new_user("nova@obcina.si")).link.rpartition("/")[2]
    with pytest.raises(WrongValue, match="12"):
        people.accept(token, "kratko")
    assert people.accept(token, PASSWORD, name="Nova").user.state is UserState.ACTIVE
    with pytest.raises(LinkSpent):
        people.accept(token, PASSWORD)


def test_a_changed_address_ends_the_links_to_the_old_one(people: People, ana: User) -> None:
    token = people.reset_link(ana.id).rpartition("/")[2]
    people.change(replace(ana, email="ana@druga.si"))
    with pytest.raises(LinkSpent):
        people.resetting(token)


def test_the_settings_say_how_long_and_where(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, public_url="https://zbirka.example/", session_idle_hours=1)
    assert settings.address == "https://zbirka.example"
    for wrong in ("zbirka.example", "ftp://a", "https://a/?b"):
        with pytest.raises(WrongSetting):
            _ = Settings(home=tmp_path, public_url=wrong).address
    assert now().tzinfo is dt.UTC


# --- claims of a provider ---

CLAIMS: dict[str, object] = {
    "sub": "42",
    "email": "ana@obcina.si",
    "email_verified": True,
    "name": "Ana",
    "groups": ["obcine", "sos", 7],
    "realm": {"roles": ["skrbnik"]},
    "organi": "k-okolje",
}


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ("groups: obcine=member, sos=staff", Role.STAFF),
        ("groups: sos=member", Role.MEMBER),
        ("realm.roles: skrbnik=administrator", Role.ADMINISTRATOR),
        ("groups: drugi=staff", Role.VISITOR),
        ("ni.take: a=staff", Role.VISITOR),
        ("name.x: a=staff", Role.VISITOR),
        ("", Role.VISITOR),
    ],
)
def test_the_claims_say_the_role(roles: str, role: Role) -> None:
    mapping = read_mapping(roles=roles, bodies="organi: *", municipality="")
    assert told_by(CLAIMS, issuer="https://p.si", mapping=mapping) == Told(
        "https://p.si", "42", "ana@obcina.si", "Ana", role, ("k-okolje",)
    )


@pytest.mark.parametrize("wrong", ["groups", ": a=b", "groups: a", "groups: =staff", "groups: a=kralj", "groups: *"])
def test_a_mapping_of_roles_that_cannot_be_is_named(wrong: str) -> None:
    with pytest.raises(WrongSetting):
        read_mapping(roles=wrong, bodies="", municipality="")


def test_claims_of_any_shape_do_no_harm() -> None:
    for odd in (None, 3, [], {}, [[]], {"a": {}}, "x" * 10_000):
        told = told_by(
            {"sub": odd, "groups": odd},
            issuer="i",
            mapping=read_mapping(roles="groups: a=staff", bodies="", municipality="groups"),
        )
        assert told.role is Role.VISITOR
        assert len(told.subject) <= 200
    assert len(values_at({"g": ["a"] * 10_000}, "g")) == 500
    assert read_meaning("a.b: x = staff", setting="s").means == (("x", "staff"),)
