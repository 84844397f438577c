from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import NotFound, WrongValue
from kb.model import Actor, Deed, Goal, GoalState, GoalStep, RecordSort, Sought, Visibility
from kb.store import Store
from tests.store.making import kept_and_read, open_store

ANA = Actor(None, "Ana")


@pytest.fixture
def wardens(store: Store) -> int:
    return store.registers.body("k-redarstvo").id


def test_the_wardens_commission_has_its_five_goals_and_four_wishes(store: Store, wardens: int) -> None:
    goals = store.affairs.goals.of(wardens)
    assert [goal.is_wish for goal in goals] == [False] * 5 + [True] * 4
    assert {goal.since for goal in goals} == {dt.date(2009, 1, 1), None}
    assert goals[-1].text == "Zagotoviti modro luč"
    assert [line[:2] for line in goals[-1].about.split("\n")[-4:]] == ["1.", "2.", "3.", "4."]
    assert {goal.state for goal in goals} == {GoalState.OPEN}


def test_a_goal_that_staff_took_out_stays_away(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.affairs.goals.remove(1, by=ANA)
    with open_store(tmp_path) as store:
        with pytest.raises(NotFound):
            store.affairs.goals.get(1)
        assert len(store.affairs.goals.of(store.registers.body("k-redarstvo").id)) == 8


def test_goals_put_in_with_the_store_get_their_records_once(store: Store) -> None:
    assert store.affairs.goals.write_missing_records() == 9
    assert store.affairs.goals.write_missing_records() == 0
    document = store.documents.get(store.records.documents(RecordSort.GOAL, [9])[9])
    assert (document.title, document.kind and document.kind.slug) == ("Zagotoviti modro luč", "cilj")
    assert (document.access, [body.slug for body in document.bodies]) == (Visibility.PUBLIC, ["k-redarstvo"])
    [passage] = store.passages.of(document.id, limit=9)
    assert "Želja organa Komisija za občinsko redarsko službo" in passage.passage.text
    assert "modro luč" in passage.passage.text


def test_a_goal_goes_on_step_by_step(store: Store) -> None:
    store.affairs.goals.step(1, GoalStep(GoalState.REACHED, dt.date(2019, 6, 7), "Pravilnik 36/19."), by=ANA)
    goal = store.affairs.goals.step(1, GoalStep(GoalState.MOVING, dt.date(2015, 1, 8)), by=ANA)
    assert [step.state for step in goal.steps] == [GoalState.MOVING, GoalState.REACHED]
    assert goal.state is GoalState.REACHED
    document = store.documents.get(store.records.documents(RecordSort.GOAL, [1])[1])
    assert document.dated == dt.date(2019, 6, 7)
    assert "Pravilnik 36/19." in store.passages.of(document.id, limit=1)[0].passage.text
    assert len(store.audit.rows(Sought(subject="goal", subject_id="1"))) == 2


def test_a_goal_is_added_edited_and_taken_out(store: Store, wardens: int) -> None:
    told = Goal(0, "k-redarstvo", "Poenotiti obrazce", topics=("prekrski",))
    goal = store.affairs.goals.put(told, by=ANA)
    assert goal == replace(told, id=goal.id)
    store.affairs.goals.put(replace(goal, about="Po vsej državi."), by=ANA)
    store.affairs.goals.remove(goal.id, by=ANA)
    assert goal.id not in {each.id for each in store.affairs.goals.of(wardens)}
    document_id = store.records.documents(RecordSort.GOAL, [goal.id])[goal.id]
    assert document_id not in store.documents.many([document_id])
    rows = store.audit.rows(Sought(subject="goal", subject_id=str(goal.id)))
    assert [row.deed for row in rows] == [Deed.REMOVED, Deed.EDITED, Deed.ADDED]
    assert rows[1].after == {"about": "Po vsej državi."}


def test_documents_move_a_goal(store: Store, file: Callable[..., Path]) -> None:
    document_id = kept_and_read(store, file())
    for _ in range(2):
        store.affairs.goals.link(1, document_id, by=ANA)
    assert store.affairs.goals.get(1).documents == (document_id,)
    assert len(store.audit.rows(Sought(subject="goal"))) == 1
    store.affairs.goals.unlink(1, document_id, by=ANA)
    assert store.affairs.goals.get(1).documents == ()
    for work in (store.affairs.goals.link, store.affairs.goals.unlink):
        with pytest.raises(NotFound):
            work(1, 999, by=ANA)


def test_a_goal_has_a_text_a_body_and_topics_that_are_there(store: Store) -> None:
    for goal in (Goal(0, "k-okolje", " "), Goal(0, "nikjer", "Cilj"), Goal(0, "k-okolje", "Cilj", topics=("nikjer",))):
        with pytest.raises(WrongValue):
            store.affairs.goals.put(goal, by=ANA)
    with pytest.raises(NotFound):
        store.affairs.goals.get(10**30)
