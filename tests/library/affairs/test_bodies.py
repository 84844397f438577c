from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kb.config import Settings
from kb.errors import NotFound
from kb.library import Library, Question, open_library
from kb.library.registering import Faulty
from kb.model import Actor, Body, BodyFacts, Goal, GoalState, GoalStep

ANA = Actor(None, "Ana")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(Settings(home=tmp_path_factory.mktemp("organi"), readers=1)) as opened:
        yield opened


def body(library: Library, slug: str) -> Body:
    return next(each for each in library.registers.bodies() if each.slug == slug)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (BodyFacts(mandate="x" * 6_000), "mandate"),
        (BodyFacts(roles=("predsednica",) * 50), "roles"),
        (BodyFacts(roles=("x" * 300,)), "roles"),
        (BodyFacts(parent="k-okolje"), "parent"),
        (BodyFacts(founded_by="nikjer"), "founded_by"),
        (BodyFacts(successors=("k-okolje", "k-gjs")), "successors"),
        (BodyFacts(predecessors=("k-gjs",), successors=("k-gjs",)), "successors"),
    ],
)
def test_facts_that_cannot_be_are_told_by_field(library: Library, facts: BodyFacts, field: str) -> None:
    before = library.affairs.bodies.facts("k-okolje")
    with pytest.raises(Faulty) as wrong:
        library.affairs.bodies.put(body(library, "k-okolje"), facts, by=ANA)
    assert [fault.field for fault in wrong.value.faults] == [field]
    assert library.affairs.bodies.facts("k-okolje") == before


def test_bodies_stand_in_no_circle(library: Library) -> None:
    bodies = library.affairs.bodies
    bodies.put(body(library, "k-kultura"), BodyFacts(parent="k-solstvo", successors=("k-solstvo",)), by=ANA)
    for facts, field in (
        (BodyFacts(parent="k-kultura", predecessors=("k-kultura",)), "parent"),
        (BodyFacts(predecessors=("k-kultura",), successors=("k-kultura",)), "successors"),
    ):
        with pytest.raises(Faulty) as wrong:
            bodies.put(body(library, "k-solstvo"), facts, by=ANA)
        assert [fault.field for fault in wrong.value.faults] == [field]
    assert [each.slug for each in bodies.successors("k-kultura")] == ["k-solstvo"]


def test_an_earlier_version_of_a_body_is_put_back(library: Library) -> None:
    bodies, before = library.affairs.bodies, body(library, "k-finance")
    first = bodies.facts("k-finance")
    bodies.put(replace(before, name_sl="Komisija za denar"), replace(first, mandate="Denar."), by=ANA)
    oldest = bodies.history("k-finance")[-1]
    bodies.restore("k-finance", oldest.id, by=ANA)
    assert (body(library, "k-finance"), bodies.facts("k-finance")) == (before, first)
    assert len(bodies.history("k-finance")) == 3
    with pytest.raises(NotFound):
        bodies.restore("k-finance", 999, by=ANA)
    with pytest.raises(NotFound):
        bodies.history("nikjer")


def test_an_earlier_version_that_no_longer_fits_is_not_put_back(library: Library) -> None:
    bodies = library.affairs.bodies
    gjs, prostor = (replace(bodies.facts(slug), parent="") for slug in ("k-gjs", "k-prostor"))
    bodies.put(body(library, "k-gjs"), replace(gjs, parent="k-prostor"), by=ANA)
    with_parent = bodies.history("k-gjs")[0]
    bodies.put(body(library, "k-gjs"), gjs, by=ANA)
    bodies.put(body(library, "k-prostor"), replace(prostor, parent="k-gjs"), by=ANA)
    with pytest.raises(Faulty):
        bodies.restore("k-gjs", with_parent.id, by=ANA)


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        (Goal(0, "k-redarstvo", " "), "text"),
        (Goal(0, "k-redarstvo", "x" * 400), "text"),
        (Goal(0, "k-redarstvo", "Urediti uniformo občinskega redarja"), "text"),
        (Goal(0, "k-redarstvo", "Cilj", about="x" * 6_000), "about"),
    ],
)
def test_a_goal_that_cannot_be_is_told_by_field(library: Library, goal: Goal, field: str) -> None:
    with pytest.raises(Faulty) as wrong:
        library.affairs.goals.put(goal, by=ANA)
    assert [fault.field for fault in wrong.value.faults] == [field]


def test_a_goal_goes_on_neither_before_it_was_set_nor_in_the_future(library: Library) -> None:
    today = library.affairs.dossiers.today()
    for day in (today.replace(year=2008), today.replace(year=today.year + 1)):
        with pytest.raises(Faulty):
            library.affairs.goals.step(1, GoalStep(GoalState.MOVING, day), by=ANA)
    assert library.affairs.goals.get(1).steps == ()


def test_a_wish_may_say_what_a_goal_says(library: Library) -> None:
    texts = [goal.text for goal in library.affairs.goals.of("k-redarstvo")]
    assert texts.count("Izboljšati ZORed") == 2
    assert library.affairs.goals.of("nikjer") == ()


def test_goals_that_came_with_the_store_are_found_once_somebody_has_caught_up(library: Library) -> None:
    assert library.affairs.catch_up() >= 9
    assert library.affairs.catch_up() == 0
    library.index_marked()
    found = library.find(Question(text="zagotoviti modro luč"))
    assert [group.document.title for group in found.groups] == ["Zagotoviti modro luč"]


def test_a_body_that_records_speak_of_is_suggested_once(library: Library) -> None:
    library.affairs.catch_up()
    library.index_marked()
    told = library.suggest_question("komisija za občinsko redarsko")
    assert [each.text for each in told].count("Komisija za občinsko redarsko službo") == 1
