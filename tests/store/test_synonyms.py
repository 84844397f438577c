from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NotFound, WrongValue
from kb.slovene.synonyms import Rules, read_rule
from kb.store import Store
from tests.store.making import open_store


def test_the_store_begins_with_the_abbreviations_of_the_field(store: Store) -> None:
    rules = [each.rule for each in store.synonyms.all()]
    assert read_rule("SOS = Skupnost občin Slovenije") in rules
    together = Rules()
    for rule in rules:
        together.add(rule)
        assert read_rule(str(rule)) == rule


def test_a_rule_is_added_and_removed(store: Store) -> None:
    added = store.synonyms.add(read_rule("smetar => komunalni delavec"))
    assert store.synonyms.all()[-1] == added
    assert store.synonyms.remove(added.id) == added.rule
    assert added not in store.synonyms.all()


def test_what_staff_remove_does_not_come_back(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        for each in store.synonyms.all():
            store.synonyms.remove(each.id)
    with open_store(tmp_path) as store:
        assert store.synonyms.all() == ()
        assert store.synonyms.stamp() == (0, 0)


def test_the_stamp_is_another_after_every_change(store: Store) -> None:
    stamps = [store.synonyms.stamp()]
    first = store.synonyms.all()[0]
    added = store.synonyms.add(read_rule("a = b"))
    stamps.append(store.synonyms.stamp())
    store.synonyms.remove(first.id)
    stamps.append(store.synonyms.stamp())
    store.synonyms.remove(added.id)
    store.synonyms.add(read_rule("a = b"))
    stamps.append(store.synonyms.stamp())
    assert len(set(stamps)) == len(stamps)


def test_many_rules_are_added_at_once_and_known_ones_counted(store: Store) -> None:
    before = store.synonyms.all()
    done = store.synonyms.add_many([(1, read_rule("a = b")), (3, read_rule("b = a")), (4, read_rule("c => d"))])
    assert ([str(each.rule) for each in done.added], done.known) == (["a = b", "c => d"], 1)
    assert store.synonyms.all() == (*before, *done.added)


def test_of_many_rules_none_is_added_when_one_is_wrong(store: Store) -> None:
    before = store.synonyms.all()
    with pytest.raises(WrongValue) as caught:
        store.synonyms.add_many([(1, read_rule("a => b")), (7, read_rule("b => a"))])
    assert "vrstica 7" in caught.value.message()
    assert store.synonyms.all() == before


@pytest.mark.parametrize("rule_id", [0, -1, 9999, 10**30])
def test_a_rule_that_is_not_there_is_not_found(store: Store, rule_id: int) -> None:
    with pytest.raises(NotFound):
        store.synonyms.remove(rule_id)
