from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from kb.errors import NotFound, WrongValue
from kb.legislation.register import Act, read_register
from kb.store import Store
from kb.store.tables import acts
from tests.store.making import NOON, open_store

NEW = Act("ZXy-1", "Zakon o novih rečeh", "1/26", "prekrski", checked_on=NOON.date(), eva="2025-2030-0001")


def test_the_store_begins_with_the_projects_acts(store: Store) -> None:
    assert store.acts.all() == read_register()


def test_an_act_is_put_in_and_comes_back_as_it_was(store: Store) -> None:
    assert store.acts.put([NEW]) == 1
    assert store.acts.all()[-1] == NEW
    assert store.acts.put([NEW]) == 0


def test_an_act_takes_the_place_of_the_one_with_its_acronym_in_any_spelling(store: Store) -> None:
    kept = store.acts.all()
    store.acts.put([replace(act, acronym="ZOR-ed", gazette="1/25") for act in kept if act.acronym == "ZORed"])
    changed = {act.acronym: act for act in store.acts.all()}
    assert len(changed) == len(kept)
    assert ("ZORed" in changed, changed["ZOR-ed"].gazette) == (False, "1/25")


def test_all_acts_are_put_in_or_none(store: Store) -> None:
    before = store.acts.all()
    with pytest.raises(WrongValue, match="ZYz"):
        store.acts.put([NEW, replace(NEW, acronym="ZYz", topic="ni-ga")])
    assert store.acts.all() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"acronym": "zakon"},
        {"title": ""},
        {"gazette": "devet"},
        {"topic": "ni-ga"},
        {"amends": "ZNi"},
        {"amends": "ZORed-A"},
        {"replaced_by": "ZNi"},
        {"checked_on": NOON.date() + dt.timedelta(days=2)},
    ],
)
def test_wrong_acts_are_refused(store: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(WrongValue):
        store.acts.put([replace(NEW, **wrong)])  # type: ignore[arg-type]


def test_acts_of_one_file_may_name_one_another(store: Store) -> None:
    change = replace(NEW, acronym="ZXy-1A", amends="ZXy-1", eva="")
    assert store.acts.put([change, NEW]) == 2


def test_a_removed_act_is_gone_and_can_be_put_in_again(store: Store) -> None:
    store.acts.remove("zlv")
    assert "ZLV" not in [act.acronym for act in store.acts.all()]
    with pytest.raises(NotFound):
        store.acts.remove("ZLV")
    [ours] = [act for act in read_register() if act.acronym == "ZLV"]
    assert store.acts.put([ours]) == 1
    assert ours in store.acts.all()


def test_an_act_that_another_names_cannot_be_removed(store: Store) -> None:
    with pytest.raises(WrongValue, match="ZORed-A"):
        store.acts.remove("ZORed")


@pytest.mark.parametrize("acronym", ["", "ZNi", "\udce8", "ZORed;"])
def test_an_act_that_is_not_there_is_not_found(store: Store, acronym: str) -> None:
    with pytest.raises(NotFound if acronym != "ZORed;" else WrongValue):
        store.acts.remove(acronym)


def test_edits_and_removals_outlive_the_next_opening(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        [ours] = [act for act in store.acts.all() if act.acronym == "ZORed"]
        store.acts.put([replace(ours, status="delno velja", checked_on=dt.date(2026, 11, 1))])
        store.acts.remove("ZLV")
        before = store.acts.all()
    with open_store(tmp_path) as store:
        assert store.acts.all() == before


def test_an_act_of_ours_that_nobody_edited_is_renewed(store: Store) -> None:
    older = update(acts).where(acts.c.acronym == "ZORed").values(gazette="139/06")
    store.database.write(lambda connection: connection.execute(older))
    store.acts.put_missing()
    assert store.acts.all() == read_register()


def test_the_version_changes_with_every_change(store: Store) -> None:
    versions = [store.acts.version()]
    changes = [
        lambda: store.acts.put([NEW]),
        lambda: store.acts.put([replace(NEW, title="Zakon o drugih rečeh")]),
        lambda: store.acts.remove("ZXy-1"),
        lambda: store.acts.put([NEW]),
    ]
    for change in changes:
        change()
        versions.append(store.acts.version())
    assert len(set(versions)) == len(versions)
    assert store.acts.version() == versions[-1]
