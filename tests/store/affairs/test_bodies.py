from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import NotFound, WrongValue
from kb.model import PROGRAM, Actor, Body, BodyFacts, Sought
from kb.store import Store
from tests.store.making import StandingClock, open_store

ANA = Actor(None, "Ana")


def test_the_projects_own_facts_of_bodies_are_there(store: Store) -> None:
    body = store.registers.body("k-redarstvo")
    facts = store.affairs.bodies.facts(body.id)
    assert body.valid_from == dt.date(2009, 1, 1)
    assert (facts.founded_by, facts.topics) == ("predsedstvo", ("obcinsko-redarstvo", "prekrski"))
    assert "strokovni sogovornik občin" in facts.mandate
    assert store.affairs.bodies.facts(store.registers.body("sekcija-mestnih-obcin").id).roles


def test_facts_that_people_have_changed_are_never_overwritten(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        body = store.registers.body("k-okolje")
        store.affairs.bodies.put(body, BodyFacts(mandate="Moje naloge."), by=ANA)
    with open_store(tmp_path) as store:
        assert store.affairs.bodies.facts(body.id) == BodyFacts(mandate="Moje naloge.")


def test_every_edit_of_a_body_is_a_version_and_the_first_is_as_it_was_before(
    store: Store, clock: StandingClock
) -> None:
    body = store.registers.body("k-okolje")
    before = store.affairs.bodies.facts(body.id)
    assert store.affairs.bodies.versions(body.id) == ()
    for mandate in ("Prva.", "Druga."):
        clock.go_on(60)
        told = replace(before, mandate=mandate)
        store.affairs.bodies.put(replace(body, name_sl=f"Komisija {mandate}"), told, by=ANA)
    newest, middle, first = store.affairs.bodies.versions(body.id)
    assert (newest.body.name_sl, newest.facts.mandate, newest.by) == ("Komisija Druga.", "Druga.", ANA)
    assert middle.at < newest.at
    assert (first.body, first.facts, first.by) == (body, before, PROGRAM)


def test_an_edit_that_changes_nothing_is_no_version(store: Store) -> None:
    body = store.registers.body("k-okolje")
    store.affairs.bodies.put(body, store.affairs.bodies.facts(body.id), by=ANA)
    assert store.affairs.bodies.versions(body.id) == ()
    assert store.audit.rows(Sought(subject="body")) == ()


def test_an_edit_is_one_row_of_the_audit_log(store: Store) -> None:
    body = store.registers.body("k-okolje")
    facts = replace(store.affairs.bodies.facts(body.id), mandate="Druge naloge.", topics=("okolje", "prekrski"))
    store.affairs.bodies.put(replace(body, name_en="Environment"), facts, by=ANA)
    [row] = store.audit.rows(Sought(subject="body"))
    assert row.after == {"name_en": "Environment", "mandate": "Druge naloge.", "topics": ["okolje", "prekrski"]}
    assert row.before["topics"] == ["okolje"]


def test_who_came_before_is_told_of_both(store: Store) -> None:
    new = Body(0, "k-okolje-prostor", "Komisija za okolje in prostor", "", sort="komisija")
    merged = store.affairs.bodies.put(new, BodyFacts(predecessors=("k-okolje", "k-prostor")), by=ANA)
    for slug in ("k-okolje", "k-prostor"):
        assert store.affairs.bodies.facts(store.registers.body(slug).id).successors == ("k-okolje-prostor",)
    only = BodyFacts(predecessors=("k-okolje",))
    store.affairs.bodies.put(merged, only, by=ANA)
    assert store.affairs.bodies.facts(merged.id) == only
    assert store.affairs.bodies.facts(store.registers.body("k-prostor").id).successors == ()


def test_a_body_names_no_body_or_topic_that_is_not_there(store: Store) -> None:
    body = store.registers.body("k-okolje")
    for facts in (BodyFacts(parent="nikjer"), BodyFacts(successors=("nikjer",)), BodyFacts(topics=("nikjer",))):
        with pytest.raises(WrongValue):
            store.affairs.bodies.put(body, facts, by=ANA)
    with pytest.raises(NotFound):
        store.affairs.bodies.put(replace(body, id=999), BodyFacts(), by=ANA)
    assert store.affairs.bodies.versions(body.id) == ()
