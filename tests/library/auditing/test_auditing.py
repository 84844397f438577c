"""The audit log of a library: what people do to accounts, what is read, seals, and what a restored backup has of it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import TooManyTries, WrongSignIn
from kb.library.auditing import Auditing, Flaw, scope_of
from kb.library.auditing.exporting import COLUMNS, as_csv, as_json_lines
from kb.library.auditing.words import DEEDS, FIELDS, deed_word, lines_of, proof_words, value_word
from kb.library.bundles import back_up, restore
from kb.library.people import People
from kb.model import NOBODY, PROGRAM, Actor, Audited, Deed, Document, Entry, Metadata, Sought, Visibility
from kb.people import Role, User
from kb.store import Store
from kb.store.audit import Proof, Seal
from kb.store.audit.seals import NAME, Seals
from tests.store.making import NOON, StandingClock, kept_and_read

PASSWORD = "dolgo in varno geslo"
NEW = "povsem drugo dolgo geslo"


@pytest.fixture
def audit(store: Store, tmp_path: Path, clock: StandingClock) -> Auditing:
    return Auditing(store, tmp_path / "data", clock=clock)


@pytest.fixture
def ana(people: People) -> User:
    return people.add(people.new_user("ana@obcina.si", name="Ana Čuk", role=Role.ADMINISTRATOR), PASSWORD)


def deeds(store: Store) -> list[tuple[Deed, str, int | None]]:
    """What stands in the log of accounts, the oldest first: deed, whose account, by whom."""
    return [(row.deed, row.subject_id, row.actor.id) for row in store.audit.each(Sought(subject="user"))]


# --- accounts ---


def test_what_is_done_to_an_account_stands_in_the_log_with_who_did_it(people: People, store: Store, ana: User) -> None:
    vid = people.invite(people.new_user("vid@obcina.si", name="Vid"), by=ana.actor).user
    token = people.invite_again(vid.id, by=ana.actor).link.rpartition("/")[2]
    people.accept(token, PASSWORD)
    vid = people.change(replace(people.user(vid.id), role=Role.STAFF), by=ana.actor)
    people.sign_out_everywhere(vid.id, by=ana.actor)
    people.close_account(vid.id, by=ana.actor)
    people.reopen_account(vid.id, by=ana.actor)
    assert deeds(store) == [
        (Deed.ADDED, "1", None),
        (Deed.INVITED, "2", 1),
        (Deed.INVITED, "2", 1),
        (Deed.CREDENTIALS_CHANGED, "2", 2),
        (Deed.JOINED, "2", 2),
        (Deed.SIGNED_IN, "2", 2),
        (Deed.EDITED, "2", 1),
        (Deed.SIGNED_OUT_EVERYWHERE, "2", 1),
        (Deed.CLOSED, "2", 1),
        (Deed.REOPENED, "2", 1),
    ]
    (edited,) = store.audit.rows(Sought(subject="user", deeds=frozenset({Deed.EDITED})))
    assert (edited.before, edited.after) == ({"role": "member"}, {"role": "staff"})
    assert store.audit.prove().is_well


def test_nothing_personal_stands_in_the_log_but_the_name_of_who_did_it(people: People, store: Store, ana: User) -> None:
    people.change(replace(ana, name="Ana Novak", email="nova@obcina.si"), by=ana.actor)
    with pytest.raises(WrongSignIn):
        people.sign_in("nova@obcina.si", "narobe 203.0.113.7", address="203.0.113.7", device="Firefox")
    people.sign_in("nova@obcina.si", PASSWORD, address="203.0.113.7", device="Firefox")
    rows = list(store.audit.each(Sought()))
    said = "\n".join(as_json_lines(rows))
    assert rows[1].after == {"changed": ["name", "email"]}
    for personal in ("obcina.si", "203.0.113", "narobe", "Firefox", PASSWORD):
        assert personal not in said, personal


def test_a_failed_sign_in_is_the_same_row_whether_there_is_an_account_or_not(
    people: People, store: Store, ana: User
) -> None:
    for email in ("ana@obcina.si", "nikogar@obcina.si"):
        with pytest.raises(WrongSignIn):
            people.sign_in(email, "narobe")
    known, unknown = store.audit.rows(Sought(deeds=frozenset({Deed.SIGN_IN_FAILED})))[::-1]
    assert (known.actor, known.subject_id, known.after) == (NOBODY, "1", {})
    assert (unknown.actor, unknown.subject_id, unknown.after) == (NOBODY, "", {})


def test_many_failed_sign_ins_are_counted_not_written_one_by_one(
    people: People, store: Store, clock: StandingClock
) -> None:
    def fail(count: int) -> None:
        for number in range(count):
            with pytest.raises((WrongSignIn, TooManyTries)):
                people.sign_in(f"{number}@obcina.si", "narobe", address=f"203.{number}.113.7")

    fail(50)
    clock.go_on(61)
    fail(1)
    rows = store.audit.rows(Sought(deeds=frozenset({Deed.SIGN_IN_FAILED})), limit=100)
    assert len(rows) == 31
    assert rows[0].after == {"untold": 20}


def test_new_passwords_stand_in_the_log(people: People, store: Store, ana: User) -> None:
    people.ask_new_password("ana@obcina.si")
    people.ask_new_password("nikogar@obcina.si")
    people.finish_letters()
    people.reset(people.reset_link(ana.id, by=ana.actor).rpartition("/")[2], NEW)
    assert [deed for deed, *_ in deeds(store)][1:] == [
        Deed.RESET_ASKED,
        Deed.RESET_ASKED,
        Deed.CREDENTIALS_CHANGED,
        Deed.SIGNED_OUT_EVERYWHERE,
        Deed.SIGNED_IN,
    ]


# --- reading ---


@pytest.fixture
def secret(store: Store, tmp_path: Path) -> Document:
    path = tmp_path / "interno.txt"
    path.write_text("Interno gradivo.")
    return store.documents.get(kept_and_read(store, path, metadata=Metadata(visibility=Visibility.STAFF)))


def test_reading_what_is_restricted_is_entered_once_an_hour_for_each_visit(
    audit: Auditing, store: Store, secret: Document, clock: StandingClock
) -> None:
    ana, vid = Actor(1, "Ana"), Actor(2, "Vid")
    for actor, visit in ((ana, 1), (ana, 1), (ana, 2), (vid, 3)):
        audit.seen(actor, secret, visit=visit)
    audit.seen(ana, secret, visit=1, deed=Deed.DOWNLOADED)
    clock.go_on(3601)
    audit.seen(ana, secret, visit=1)
    rows = [row for row in store.audit.each(Sought(subject="document")) if row.deed is not Deed.UPLOADED]
    assert [(row.deed, row.actor.id) for row in rows] == [
        (Deed.VIEWED, 1), (Deed.VIEWED, 1), (Deed.VIEWED, 2), (Deed.DOWNLOADED, 1), (Deed.VIEWED, 1)
    ]  # fmt: skip
    assert rows[0].after == {"visibility": "staff", "state": "published"}


def test_reading_what_is_public_is_not_entered(audit: Auditing, store: Store, secret: Document) -> None:
    before = store.audit.count(Sought())
    audit.seen(Actor(1, "Ana"), replace(secret, visibility=Visibility.PUBLIC))
    assert store.audit.count(Sought()) == before


def test_staff_see_what_was_done_to_documents_administrators_everything(
    audit: Auditing, store: Store, secret: Document, ana: User
) -> None:
    audit.seen(ana.actor, secret)
    staff = replace(ana, role=Role.STAFF)
    assert [row.deed for row in audit.page(scope_of(staff, Sought())).rows] == [Deed.UPLOADED]
    assert [row.deed for row in audit.page(scope_of(ana, Sought())).rows] == [Deed.VIEWED, Deed.ADDED, Deed.UPLOADED]
    assert [row.deed for row in audit.history(staff, secret.id)] == [Deed.UPLOADED]


def test_pages_lead_there_and_back(audit: Auditing) -> None:
    audit.enter(PROGRAM, Deed.EDITED, *(Entry("document", number) for number in range(1, 26)))
    first = audit.page(Sought(), per_page=10)
    second = audit.page(Sought(), before=first.older, per_page=10)
    third = audit.page(Sought(), before=second.older, per_page=10)
    assert [len(page.rows) for page in (first, second, third)] == [10, 10, 5]
    assert (first.newer, third.older) == (0, 0)
    assert audit.page(Sought(), after=third.newer, per_page=10).rows == second.rows
    assert audit.page(Sought(), after=second.newer, per_page=10) == first


def test_people_are_sought_by_any_part_of_name_or_address(audit: Auditing, ana: User) -> None:
    assert audit.actors("cuk") == audit.actors("ANA@obcina") == frozenset({1})
    assert audit.actors("program") == audit.actors("ukazna") == frozenset({0})
    assert audit.actors("nihče") == frozenset()


# --- proof and seals ---


def test_what_is_proved_is_sealed_beside_the_database(audit: Auditing, store: Store, tmp_path: Path) -> None:
    audit.enter(PROGRAM, Deed.REINDEXED, Entry("index", ""))
    proof = audit.prove()
    assert (proof.is_well, proof.seals) == (True, 0)
    (seal,) = Seals(tmp_path / "data").all()
    assert (seal.rows, seal.last, seal.at) == (1, proof.last, NOON)
    assert audit.prove().seals == 1


def test_the_worker_seals_at_most_once_an_hour_and_only_what_is_new(
    audit: Auditing, clock: StandingClock, tmp_path: Path
) -> None:
    for entered in (True, True, False):
        if entered:
            audit.enter(PROGRAM, Deed.REINDEXED, Entry("index", ""))
        audit.tend()
        clock.go_on(3600)
    assert [seal.rows for seal in Seals(tmp_path / "data").all()] == [1, 2]


def test_a_seal_whose_line_was_cut_off_is_left_out_and_the_next_one_stands(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"at": "", "rows": 1, "last": "a"}\n{"at": "2026-')
    Seals(tmp_path).add(Seal(3, "c", NOON))
    assert [(seal.rows, seal.last) for seal in Seals(tmp_path).all()] == [(1, "a"), (3, "c")]


def test_a_cut_end_shows_by_the_seals_even_where_the_head_was_cut_too(audit: Auditing, tmp_path: Path) -> None:
    audit.enter(PROGRAM, Deed.EDITED, *(Entry("document", number) for number in range(5)))
    audit.prove()
    connection = sqlite3.connect(tmp_path / "data" / "kb.db")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("DELETE FROM audit WHERE id > 3")
    connection.execute("UPDATE audit_head SET rows = 3, last = (SELECT chained FROM audit WHERE id = 3)")
    connection.commit()
    connection.close()
    proof = audit.prove()
    assert (proof.flaw, proof.row, proof.missing, proof.sealed) == (Flaw.CUT, 3, 2, NOON)
    assert "manjka: 2 vrstici" in proof_words(proof)


def test_a_name_is_forgotten_and_the_log_stays_whole(audit: Auditing, store: Store, ana: User) -> None:
    audit.enter(ana.actor, Deed.EDITED, Entry("document", 1))
    audit.prove()
    assert audit.forget_name(ana.id, by=PROGRAM) == 1
    assert "Čuk" not in "".join(as_json_lines(store.audit.each(Sought())))
    assert audit.prove().is_well


# --- backups ---


def settled(folder: Path) -> Settings:
    return Settings(home=folder)


def test_a_restored_log_is_proved_goes_on_and_fits_the_backup(tmp_path: Path) -> None:
    old, new, bundle = settled(tmp_path / "stara"), settled(tmp_path / "nova"), tmp_path / "kopija.zip"
    with Store.open(old.database_url, originals_url=old.originals_url) as store:
        Auditing(store, old.home).enter(PROGRAM, Deed.EDITED, *(Entry("document", n) for n in range(3)))
    back_up(old, bundle)
    found = restore(new, bundle)
    assert found.audit == Proof(3, found.audit.last if found.audit else "")
    with Store.open(new.database_url, originals_url=new.originals_url) as store:
        audit = Auditing(store, new.home)
        assert [row.deed for row in store.audit.each(Sought())][3:] == [Deed.RESTORED]
        assert audit.prove([bundle]).is_well
    with Store.open(old.database_url, originals_url=old.originals_url) as store:
        assert [row.deed for row in store.audit.rows(Sought(), limit=1)] == [Deed.BACKED_UP]
        assert Auditing(store, old.home).prove([bundle]).is_well


def test_a_backup_of_a_log_that_is_not_whole_is_restored_and_told_of(tmp_path: Path) -> None:
    old, new, bundle = settled(tmp_path / "stara"), settled(tmp_path / "nova"), tmp_path / "kopija.zip"
    with Store.open(old.database_url, originals_url=old.originals_url) as store:
        Auditing(store, old.home).enter(PROGRAM, Deed.EDITED, *(Entry("document", n) for n in range(3)))
    connection = sqlite3.connect(old.home / "kb.db")
    connection.execute("DROP TRIGGER audit_kept")
    connection.execute("DELETE FROM audit WHERE id = 2")
    connection.commit()
    connection.close()
    back_up(old, bundle)
    found = restore(new, bundle)
    assert found.audit is not None
    assert (found.audit.flaw, found.audit.row) == (Flaw.UNCHAINED, 3)
    with Store.open(new.database_url, originals_url=new.originals_url) as store:
        assert store.audit.rows(Sought(), limit=1)[0].after["flaw"] == "unchained"


def test_a_log_of_another_collection_does_not_fit_a_backup(tmp_path: Path) -> None:
    one, other, bundle = settled(tmp_path / "ena"), settled(tmp_path / "druga"), tmp_path / "kopija.zip"
    for settings, name in ((one, "Ana"), (other, "Vid")):
        with Store.open(settings.database_url, originals_url=settings.originals_url) as store:
            Auditing(store, settings.home).enter(Actor(1, name), Deed.EDITED, *(Entry("document", name),) * 3)
    back_up(one, bundle)
    with Store.open(other.database_url, originals_url=other.originals_url) as store:
        assert Auditing(store, other.home).prove([bundle]).flaw is Flaw.RECHAINED


# --- words and files ---


def test_every_deed_has_words() -> None:
    assert set(DEEDS) == set(Deed)
    assert all(all(words) for words in (*DEEDS.values(), *FIELDS.values()))
    assert {deed_word(deed, language) for deed in Deed for language in ("sl", "en")}


@pytest.mark.parametrize(
    ("field", "value", "sl", "en"),
    [
        ("dated", "2026-11-22", "22. 11. 2026", "2026-11-22"),
        ("dated", "2026-99-99", "2026-99-99", "2026-99-99"),
        ("visibility", "members", "samo članice", "members only"),
        ("bodies", ["k-okolje", "k-pravna"], "k-okolje, k-pravna", "k-okolje, k-pravna"),
        ("changed", ["email"], "e-poštni naslov", "e-mail address"),
        ("placed_again", True, "da", "yes"),
        ("sought", {"role": "staff"}, "vloga: strokovna služba", "role: staff"),
        ("count", 3, "3", "3"),
        ("title", None, "", ""),
    ],
)
def test_values_are_told_in_words(field: str, value: object, sl: str, en: str) -> None:
    assert (value_word(field, value, "sl"), value_word(field, value, "en")) == (sl, en)


ROW = Audited(1, NOON, Actor(1, "=cmd()"), Deed.EDITED, "document", "12", {"title": "a"}, {"title": "č", "dated": None})


def test_a_row_is_told_field_by_field() -> None:
    assert [(line.field, line.before, line.after) for line in lines_of(ROW)] == [
        ("naslov", "a", "č"),
        ("datum", "", ""),
    ]


def test_short_names_are_told_by_the_names_that_registers_have_now(store: Store, tmp_path: Path) -> None:
    audit = Auditing(store, tmp_path / "data")
    before, after = {"kind": "porocilo", "topics": ["okolje"]}, {"bodies": ["k-okolje", "ni-ga"]}
    row = Audited(1, NOON, Actor(1, "Ana"), Deed.EDITED, "document", "12", before, after)
    said = {line.field: (line.before, line.after) for line in lines_of(row, named=audit.named())}
    assert said["vrsta gradiva"] == (store.registers.kind("porocilo").name_sl, "")
    assert said["organi"] == ("", f"{store.registers.body('k-okolje').name_sl}, ni-ga")
    english = [line.before for line in lines_of(row, "en", named=audit.named())]
    assert english[1] == store.registers.topic("okolje").name_en


def test_files_have_every_row_and_nothing_is_taken_for_a_formula() -> None:
    head, line = as_csv([ROW])
    assert head == "\ufeff" + ",".join(COLUMNS) + "\r\n"
    assert "'=cmd()" in line
    assert '{""title"": ""a""}' in line
    told = json.loads(next(as_json_lines([ROW])))
    assert list(told) == list(COLUMNS)
    assert (told["actor"], told["at"]) == ("=cmd()", "2026-11-22T12:00:00.000000+00:00")
