from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import NotFound, WrongValue
from kb.model import Body, Kind, Named, Topic
from kb.slovene.normal import tidy
from kb.store import Store
from tests.store.making import open_store


def test_the_store_begins_with_the_projects_registers(store: Store) -> None:
    topics = store.registers.topics()
    assert (len(store.registers.bodies()), len(store.registers.kinds())) == (26, 31)
    assert len([topic for topic in topics if topic.parent_id is None]) == 9
    assert len([topic for topic in topics if topic.parent_id is not None]) == 40


def test_every_row_is_told_in_both_languages(store: Store) -> None:
    rows: list[Named] = [*store.registers.bodies(), *store.registers.topics(), *store.registers.kinds()]
    for row in rows:
        for text in (row.name_sl, row.name_en, row.about_sl, row.about_en):
            assert text, row.slug
            assert tidy(text) == text, row.slug
        assert (row.about_sl[-1], row.about_en[-1]) == (".", "."), row.slug


@pytest.mark.parametrize(
    ("slug", "above"),
    [
        ("obcinsko-redarstvo", "promet-in-varnost"),
        ("javne-finance", "finance-in-premozenje"),
        ("romska-skupnost", "druzba"),
    ],
)
def test_a_topic_is_below_another(store: Store, slug: str, above: str) -> None:
    assert store.registers.topic(store.registers.topic(slug).parent_id or 0).slug == above


def test_rows_are_found_by_slug_and_by_id(store: Store) -> None:
    body = store.registers.body("k-redarstvo")
    assert (body.name_sl, body.sort) == ("Komisija za občinsko redarsko službo", "komisija")
    assert store.registers.body(body.id) == body
    assert store.registers.kind("zapisnik").name_en == "Minutes"


@pytest.mark.parametrize("key", ["", "k-neznana", "K-REDARSTVO", "\udce8", 0, 10**30])
def test_a_row_that_is_not_there_is_not_found(store: Store, key: str | int) -> None:
    with pytest.raises(NotFound):
        store.registers.body(key)


def test_a_body_can_be_renamed(store: Store) -> None:
    body = store.registers.body("k-prostor")
    renamed = replace(body, name_sl="Komisija za prostor in graditev", slug="k-prostor-graditev")
    assert store.registers.put(renamed) == renamed
    assert store.registers.body(body.id) == renamed
    with pytest.raises(NotFound):
        store.registers.body("k-prostor")


def test_a_new_row_gets_an_id(store: Store) -> None:
    mreza = Body(0, "m-nova", "Mreža č", "Network", valid_from=dt.date(2026, 1, 1), sort="mreza")
    kept = store.registers.put(mreza)
    assert kept.id > 0
    assert store.registers.body("m-nova") == replace(mreza, id=kept.id)
    assert store.registers.put(Kind(0, "film", "Posnetek", "Recording")).id > 0


def test_edits_are_never_overwritten(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        edited = store.registers.put(replace(store.registers.body("k-okolje"), name_sl="Moja komisija", about_sl=""))
    with open_store(tmp_path) as store:
        assert store.registers.body("k-okolje") == edited


def test_a_row_of_ours_that_is_missing_is_put_in(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.registers.put(replace(store.registers.topic("prekrski"), slug="globe"))
    with open_store(tmp_path) as store:
        assert store.registers.topic("globe").name_sl == "Prekrški"
        assert store.registers.topic("prekrski").parent_id == store.registers.topic("globe").parent_id


def test_wrong_rows_are_refused(store: Store) -> None:
    body, topic = store.registers.body("k-okolje"), store.registers.topic("okolje")
    above = store.registers.topic(topic.parent_id or 0)
    wrong: list[Body | Topic] = [
        replace(body, slug="k-gjs"),
        replace(body, slug=" "),
        replace(body, name_sl=""),
        replace(topic, parent_id=store.registers.topic("prostor").id),
        replace(topic, parent_id=topic.id),
        replace(topic, parent_id=9999),
        replace(above, parent_id=store.registers.topic("druzba").id),
    ]
    for row in wrong:
        with pytest.raises(WrongValue):
            store.registers.put(row)
    with pytest.raises(NotFound):
        store.registers.put(replace(body, id=9999))
    assert (store.registers.body(body.id), store.registers.topic(topic.id)) == (body, topic)


def test_a_row_renamed_by_another_process_is_read_anew(tmp_path: Path) -> None:
    with open_store(tmp_path) as here, open_store(tmp_path) as there:
        before = here.registers.bodies()[0]
        assert here.registers.body(before.id) == before
        there.registers.put(replace(before, name_sl="Komisija za mostove"))
        assert here.registers.body(before.id).name_sl == "Komisija za mostove"
        assert there.registers.body(before.id).name_sl == "Komisija za mostove"


def test_a_row_renamed_here_is_read_anew_and_one_given_up_is_not(store: Store) -> None:
    before = store.registers.bodies()[0]
    store.registers.put(replace(before, name_sl="Komisija za mostove"))
    with pytest.raises(WrongValue):
        store.registers.put(replace(before, name_sl=""))
    assert store.registers.body(before.id).name_sl == "Komisija za mostove"


def test_what_is_read_together_is_of_one_state(tmp_path: Path) -> None:
    with open_store(tmp_path) as here, open_store(tmp_path) as there:
        before = here.registers.bodies()[0]
        with here.database.one_state():
            name = here.registers.body(before.id).name_sl
            there.registers.put(replace(before, name_sl="Komisija za mostove"))
            assert here.registers.body(before.id).name_sl == name
        assert here.registers.body(before.id).name_sl == "Komisija za mostove"
