from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound, NotPossible, WrongValue
from kb.library import Question, open_library
from kb.library.affairs.dossiers import Dossiers, DueState
from kb.model import EVERYTHING, PROGRAM, VISITOR, Dossier, DossierStage, DossierStep, Metadata, Visibility
from kb.model.dossiers import StepFault, WrongStep
from tests.store.making import StandingClock, open_store

RECEIVED = dt.date(2026, 11, 2)


@pytest.fixture
def dossiers(tmp_path: Path) -> Iterator[Dossiers]:
    """Dossiers at noon of Sunday, 22 November 2026."""
    with open_store(tmp_path / "zbirka", clock=StandingClock()) as store:
        yield Dossiers(store, StandingClock())


def put(dossiers: Dossiers, **told: object) -> Dossier:
    wanted: dict[str, object] = {"title": "Predlog", "received": RECEIVED, "bodies": ("k-redarstvo",), **told}
    return dossiers.put(PROGRAM, Dossier(0, **wanted))  # type: ignore[arg-type]


def stepped(dossiers: Dossiers, dossier: Dossier, stage: DossierStage, day: dt.date) -> Dossier | WrongStep:
    return dossiers.put_step(PROGRAM, dossier, DossierStep(0, stage, day))


@pytest.mark.parametrize(
    ("deadline", "state", "left"),
    [
        (None, DueState.NONE, 0),
        ("2026-11-20", DueState.OVERDUE, 0),  # only days off since
        ("2026-11-13", DueState.OVERDUE, 5),
        ("2026-11-22", DueState.NEAR, 0),
        ("2026-11-25", DueState.NEAR, 3),
        ("2026-11-26", DueState.AHEAD, 4),
    ],
)
def test_a_deadline_is_overdue_near_or_ahead(
    dossiers: Dossiers, deadline: str | None, state: DueState, left: int
) -> None:
    due = dossiers.due(put(dossiers, deadline=deadline and dt.date.fromisoformat(deadline)))
    assert (due.state, due.left) == (state, left)


@pytest.mark.parametrize("stage", [DossierStage.SENT, DossierStage.PARLIAMENT, DossierStage.WITHDRAWN])
def test_a_deadline_that_was_answered_is_met(dossiers: Dossiers, stage: DossierStage) -> None:
    kept = stepped(dossiers, put(dossiers, deadline=dt.date(2026, 11, 13)), stage, dt.date(2026, 11, 20))
    assert isinstance(kept, Dossier)
    assert dossiers.due(kept).state is DueState.MET
    assert dossiers.overdue() == ()


def test_a_deadline_in_working_days_follows_the_day_of_receipt(dossiers: Dossiers) -> None:
    kept = put(dossiers, working_days=15)
    assert kept.deadline == dt.date(2026, 11, 23)
    kept = dossiers.put(PROGRAM, replace(kept, received=dt.date(2026, 11, 3)))
    assert (kept.deadline, kept.steps[0].day) == (dt.date(2026, 11, 24), dt.date(2026, 11, 3))
    moved = dossiers.put_step(PROGRAM, kept, replace(kept.steps[0], day=dt.date(2026, 11, 4)))
    assert isinstance(moved, Dossier)
    assert (moved.received, moved.deadline) == (dt.date(2026, 11, 4), dt.date(2026, 11, 25))


def test_open_dossiers_stand_by_the_deadline_that_has_to_be_met(dossiers: Dossiers) -> None:
    for title, day in (("brez", None), ("pozneje", 30), ("potekel", 10), ("blizu", 24)):
        put(dossiers, title=title, deadline=day and dt.date(2026, 11, day))
    sent = put(dossiers, title="poslan", deadline=dt.date(2026, 11, 3))
    stepped(dossiers, sent, DossierStage.SENT, dt.date(2026, 11, 3))
    found = [each.title for each in dossiers.all(reader=VISITOR, is_open=True)]
    assert found[:3] == ["potekel", "blizu", "pozneje"]
    assert set(found[3:]) == {"brez", "poslan"}
    assert [each.title for each in dossiers.near()] == ["blizu"]
    assert [each.title for each in dossiers.overdue()] == ["potekel"]


STEPS = [
    (DossierStage.CONSULTATION, dt.date(2026, 11, 23), StepFault.FUTURE),
    (DossierStage.CONSULTATION, dt.date(2026, 11, 1), StepFault.BEFORE_RECEIPT),
    (DossierStage.RECEIVED, dt.date(2026, 11, 5), StepFault.FIRST),
    (DossierStage.POSITION, dt.date(2026, 11, 10), StepFault.TWICE),
    (DossierStage.ADOPTED, dt.date(2026, 11, 9), StepFault.END_BEFORE),
]


@pytest.mark.parametrize(("stage", "day", "fault"), STEPS)
def test_a_step_that_cannot_be_is_told(dossiers: Dossiers, stage: DossierStage, day: dt.date, fault: StepFault) -> None:
    kept = stepped(dossiers, put(dossiers), DossierStage.POSITION, dt.date(2026, 11, 10))
    assert isinstance(kept, Dossier)
    wrong = stepped(dossiers, kept, stage, day)
    assert isinstance(wrong, WrongStep)
    assert wrong.fault is fault
    assert dossiers.get(kept.id, reader=VISITOR) == kept


def test_nothing_follows_an_end_but_what_came_before_it(dossiers: Dossiers) -> None:
    kept = stepped(dossiers, put(dossiers), DossierStage.ADOPTED, dt.date(2026, 11, 20))
    assert isinstance(kept, Dossier)
    for stage, day in ((DossierStage.SENT, 21), (DossierStage.WITHDRAWN, 20)):
        wrong = stepped(dossiers, kept, stage, dt.date(2026, 11, day))
        assert isinstance(wrong, WrongStep)
        assert (wrong.fault, wrong.beside) == (StepFault.AFTER_END, kept.steps[1])
    earlier = stepped(dossiers, kept, DossierStage.PARLIAMENT, dt.date(2026, 11, 12))
    assert isinstance(earlier, Dossier)
    assert earlier.stage is DossierStage.ADOPTED


def test_the_receipt_stays_the_first_step(dossiers: Dossiers) -> None:
    kept = stepped(dossiers, put(dossiers), DossierStage.SENT, dt.date(2026, 11, 10))
    assert isinstance(kept, Dossier)
    first = kept.steps[0]
    late = dossiers.put_step(PROGRAM, kept, replace(first, day=dt.date(2026, 11, 11)))
    other = dossiers.put_step(PROGRAM, kept, replace(first, stage=DossierStage.POSITION))
    assert [each.fault for each in (late, other) if isinstance(each, WrongStep)] == [
        StepFault.BEFORE_RECEIPT,
        StepFault.FIRST,
    ]
    with pytest.raises(NotPossible):
        dossiers.take_back(PROGRAM, kept, first.id)
    with pytest.raises(NotFound):
        dossiers.take_back(PROGRAM, kept, 99)
    assert dossiers.take_back(PROGRAM, kept, kept.steps[1].id).stage is DossierStage.RECEIVED


def test_a_step_can_be_put_right(dossiers: Dossiers) -> None:
    kept = stepped(dossiers, put(dossiers), DossierStage.SENT, dt.date(2026, 11, 10))
    assert isinstance(kept, Dossier)
    told = replace(kept.steps[1], stage=DossierStage.POSITION, day=dt.date(2026, 11, 11), remark="Na seji.")
    put_right = dossiers.put_step(PROGRAM, kept, told)
    assert isinstance(put_right, Dossier)
    assert put_right.steps[1] == told
    with pytest.raises(NotFound):
        dossiers.put_step(PROGRAM, put_right, replace(told, id=99))


@pytest.mark.parametrize(
    ("deadline", "stage", "takes"),
    [
        (dt.date(2026, 11, 22), DossierStage.CONSULTATION, True),
        (dt.date(2026, 11, 21), DossierStage.CONSULTATION, False),
        (dt.date(2026, 11, 30), DossierStage.WITHDRAWN, False),
        (None, DossierStage.CONSULTATION, True),
        (None, DossierStage.POSITION, False),
    ],
)
def test_comments_are_taken_until_the_deadline(
    dossiers: Dossiers, deadline: dt.date | None, stage: DossierStage, takes: bool
) -> None:
    kept = stepped(dossiers, put(dossiers, deadline=deadline), stage, dt.date(2026, 11, 10))
    assert isinstance(kept, Dossier)
    assert dossiers.takes_comments(kept) is takes


def test_a_dossier_of_a_body_that_is_no_more_is_told_and_passed_on(dossiers: Dossiers) -> None:
    kept = put(dossiers, bodies=("k-redarstvo", "k-pravna"))
    registers = dossiers._store.registers
    assert dossiers.of_abolished() == ()
    registers.put(replace(registers.body("k-redarstvo"), valid_to=dt.date(2026, 10, 31)))
    assert [(each.dossier.id, [body.slug for body in each.bodies]) for each in dossiers.of_abolished()] == [
        (kept.id, ["k-redarstvo"])
    ]
    assert dossiers.of_abolished(body="k-pravna") == ()
    with pytest.raises(WrongValue):
        dossiers.pass_on(PROGRAM, kept, "k-redarstvo", "ni-ga")
    passed = dossiers.pass_on(PROGRAM, kept, "k-redarstvo", "k-okolje")
    assert passed.bodies == ("k-okolje", "k-pravna")
    assert dossiers.of_abolished() == ()
    with pytest.raises(NotFound):
        dossiers.pass_on(PROGRAM, passed, "k-redarstvo", "k-okolje")


def test_the_same_matter_is_known_by_its_eva_or_its_title_and_day(dossiers: Dossiers) -> None:
    kept = put(dossiers, title="Predlog ZORed-B", eva="2026-2030-0012")
    assert dossiers.twin(kept) is None
    assert dossiers.twin(Dossier(0, "predlog  zored-b".replace("  ", " "), RECEIVED)) == kept
    assert dossiers.twin(Dossier(0, "Drugače", dt.date(2026, 11, 9), eva="2026-2030-0012")) == kept
    assert dossiers.twin(Dossier(0, "Predlog ZORed-B", dt.date(2026, 11, 9))) is None


def test_a_dossier_is_found_by_those_who_may_see_it(tmp_path: Path) -> None:
    with open_library(Settings(home=tmp_path / "zbirka", readers=1)) as library:
        told = Dossier(0, "Predlog o psih", RECEIVED, eva="2026-2330-0077", visibility=Visibility.MEMBERS)
        kept = library.affairs.dossiers.put(PROGRAM, told)
        library.affairs.dossiers.put_step(
            PROGRAM, kept, DossierStep(0, DossierStage.CONSULTATION, RECEIVED, remark="Poslano kinološki zvezi.")
        )
        library.index_marked()
        for asked in ("2026-2330-0077", "kinološki zvezi", "vrsta:zadeva"):
            assert library.find(Question(asked)).groups == ()
            found = library.find(Question(asked), reader=EVERYTHING).groups
            assert [group.document.title for group in found] == ["Predlog o psih"], asked


def test_only_documents_that_one_may_see_are_given_with_a_dossier(tmp_path: Path) -> None:
    path = tmp_path / "predlog.txt"
    path.write_text("Predlog zakona o psih", encoding="utf-8")
    with open_library(Settings(home=tmp_path / "zbirka", readers=1)) as library:
        batch = library.add([path], Metadata(visibility=Visibility.STAFF))
        kept = library.affairs.dossiers.put(
            PROGRAM, Dossier(0, "Psi", RECEIVED, text_id=batch.received[0].entry.document_id)
        )
        assert library.affairs.dossiers.documents([kept], reader=VISITOR) == {}
        assert list(library.affairs.dossiers.documents([kept], reader=EVERYTHING)) == [kept.text_id]
