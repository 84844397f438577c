from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.errors import ChangedMeanwhile, NotFound, WrongValue
from kb.model import (
    EVERYTHING,
    PROGRAM,
    VISITOR,
    Dossier,
    DossierStage,
    DossierStep,
    Reader,
    RecordSort,
    Sought,
    Visibility,
)
from kb.store import Store

RECEIVED = dt.date(2026, 11, 2)
BILL = Dossier(
    0,
    "Predlog sprememb Zakona o občinskem redarstvu",
    RECEIVED,
    act="ZORed",
    eva="2026-2030-0012",
    ministry="Ministrstvo za notranje zadeve",
    about="Predlog širi pooblastila redarjev.",
    bodies=("k-redarstvo", "k-pravna"),
    topics=("obcinsko-redarstvo",),
    deadline=dt.date(2026, 11, 23),
    working_days=15,
)


def put(store: Store, dossier: Dossier = BILL, **changes: object) -> Dossier:
    return store.affairs.dossiers.put(PROGRAM, replace(dossier, **changes))


def titles(store: Store, **asked: object) -> list[str]:
    return [each.title for each in store.affairs.dossiers.all(**{"reader": EVERYTHING, **asked})]  # type: ignore[arg-type]


def moved(store: Store, dossier: Dossier, stage: DossierStage, day: int) -> Dossier:
    step = DossierStep(0, stage, dt.date(2026, 11, day), remark="Po e-pošti.")
    return put(store, dossier, steps=(*dossier.steps, step))


def test_a_new_dossier_begins_with_its_receipt(store: Store) -> None:
    kept = put(store)
    assert [(step.stage, step.day) for step in kept.steps] == [(DossierStage.RECEIVED, RECEIVED)]
    assert (kept.id, kept.edition, kept.stage) == (1, 1, DossierStage.RECEIVED)
    assert replace(kept, id=0, steps=(), edition=0) == BILL
    assert store.affairs.dossiers.get(kept.id, reader=VISITOR) == kept


def test_its_stage_is_that_of_the_newest_step_whenever_it_was_entered(store: Store) -> None:
    kept = moved(store, put(store), DossierStage.SENT, 20)
    kept = moved(store, kept, DossierStage.CONSULTATION, 3)
    assert [step.stage.value for step in kept.steps] == ["received", "consultation", "sent"]
    assert kept.stage is DossierStage.SENT


def test_steps_of_one_day_stand_as_a_matter_moves(store: Store) -> None:
    kept = moved(store, put(store), DossierStage.SENT, 20)
    assert moved(store, kept, DossierStage.POSITION, 20).stage is DossierStage.SENT


def test_a_step_taken_back_is_gone_and_its_row_is_kept(store: Store) -> None:
    kept = moved(store, put(store), DossierStage.WITHDRAWN, 20)
    assert not kept.is_open
    kept = put(store, kept, steps=kept.steps[:1])
    assert (kept.stage, len(kept.steps)) == (DossierStage.RECEIVED, 1)
    with store.database.reading() as connection:
        told = connection.exec_driver_sql("SELECT stage FROM dossier_steps WHERE taken_back IS NOT NULL").scalars()
        assert list(told) == ["withdrawn"]


def test_another_edition_than_the_kept_one_overwrites_nothing(store: Store) -> None:
    first = put(store)
    put(store, first, title="Novi naslov")
    with pytest.raises(ChangedMeanwhile):
        put(store, first, title="Stari obrazec")
    assert titles(store) == ["Novi naslov"]


def test_what_is_not_there_is_not_found_and_no_slug_is_made_up(store: Store) -> None:
    with pytest.raises(NotFound):
        store.affairs.dossiers.get(2**40, reader=EVERYTHING)
    with pytest.raises(NotFound):
        put(store, id=7)
    for wrong in ({"bodies": ("ni-ga",)}, {"topics": ("ni-ga",)}):
        with pytest.raises(WrongValue, match="ni-ga"):
            put(store, **wrong)
    assert titles(store) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"body": "k-pravna"}, ["Redarji"]),
        ({"body": "ni-ga"}, []),
        ({"topic": "obcinsko-redarstvo"}, ["Redarji"]),
        ({"topic": "promet-in-varnost"}, ["Redarji"]),  # the topic above
        ({"act": "zor-ed"}, ["Redarji"]),
        ({"is_open": False}, ["Okolje"]),
        ({"is_open": True}, ["Redarji"]),
        ({}, ["Okolje", "Redarji"]),
    ],
)
def test_dossiers_are_narrowed(store: Store, asked: dict[str, object], found: list[str]) -> None:
    put(store, title="Redarji")
    kept = put(store, title="Okolje", received=dt.date(2026, 11, 4), bodies=("k-okolje",), topics=("okolje",), act="")
    moved(store, kept, DossierStage.ADOPTED, 20)
    assert titles(store, **asked) == found


def test_everybody_is_shown_what_is_theirs(store: Store) -> None:
    body = store.registers.body("k-okolje").id
    member = Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS}))
    of_body = Reader(member.sees, frozenset({body}))
    for each in Visibility:
        put(store, title=each.value, visibility=each, bodies=("k-okolje",))
    assert set(titles(store, reader=VISITOR)) == {"public"}
    assert set(titles(store, reader=member)) == {"public", "members"}
    assert set(titles(store, reader=of_body)) == {"public", "members", "body"}
    assert len(titles(store)) == 4
    with pytest.raises(NotFound):
        store.affairs.dossiers.get(3, reader=member)


def test_a_dossier_is_a_record_with_a_passage_for_each_step(store: Store) -> None:
    kept = moved(store, put(store, visibility=Visibility.MEMBERS), DossierStage.SENT, 20)
    document = store.documents.get(store.records.documents(RecordSort.DOSSIER, [kept.id])[kept.id])
    assert (document.title, document.kind.slug if document.kind else "", document.dated) == (
        kept.title,
        "zadeva",
        RECEIVED,
    )
    assert (document.access, [each.slug for each in document.bodies]) == (
        Visibility.MEMBERS,
        ["k-redarstvo", "k-pravna"],
    )
    texts = [each.passage.text for each in store.passages.of(document.id)]
    assert len(texts) == 3
    for said in ("ZORed, Zakon o občinskem redarstvu", "2026-2030-0012", "Ministrstvo za notranje", "23. 11. 2026"):
        assert said in texts[0]
    assert "20. 11. 2026: stališče poslano." in texts[2]
    assert store.passages.by_anchor(document.id, "razdelek-3").passage.text.endswith("Po e-pošti.")


def test_what_changes_is_in_the_audit_log(store: Store) -> None:
    kept = put(store)
    kept = put(store, kept, deadline=dt.date(2026, 12, 1), working_days=None)
    put(store, kept)
    rows = list(store.audit.each(Sought(subject="dossier")))
    assert [row.deed.value for row in rows] == ["added", "edited"]
    assert rows[1].before == {"deadline": "2026-11-23", "working_days": 15}
    assert rows[1].after == {"deadline": "2026-12-01", "working_days": None}


def test_a_step_is_added_within_the_transaction_of_another_room(store: Store) -> None:
    kept = put(store)
    sent = DossierStep(0, DossierStage.SENT, dt.date(2026, 11, 20))
    too_early = replace(sent, day=dt.date(2026, 10, 1))

    def added(step: DossierStep) -> bool:
        return store.database.write(
            lambda connection: store.affairs.dossiers.add_step(connection, PROGRAM, kept.id, step)
        )

    assert [added(step) for step in (sent, sent, too_early)] == [True, False, False]
    assert store.affairs.dossiers.get(kept.id, reader=VISITOR).stage is DossierStage.SENT
