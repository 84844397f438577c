"""What is kept beside a connection stays the same object until its tables change, and is never out of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import Topic
from kb.store import Store
from kb.store.registers import rows_by_id
from tests.store.making import kept_and_read, open_store


@pytest.fixture
def topics_of(store: Store) -> Callable[[], object]:
    def topics() -> object:
        with store.database.reading() as connection:
            return rows_by_id(connection, Topic)

    return topics


def test_a_register_is_not_made_again_when_something_else_is_written(
    store: Store, tmp_path: Path, topics_of: Callable[[], object]
) -> None:
    before = topics_of()
    path = tmp_path / "nov.txt"
    path.write_text("Novo gradivo.", encoding="utf-8")
    kept_and_read(store, path, "Novo gradivo.")
    assert topics_of() is before


def test_a_changed_register_is_seen_at_once_by_whoever_changed_it(
    store: Store, topics_of: Callable[[], object]
) -> None:
    before = topics_of()
    store.registers.put(replace(store.registers.topics()[0], name_sl="Drugače imenovano"))
    assert topics_of() is not before
    assert store.registers.topics()[0].name_sl == "Drugače imenovano"


def test_a_register_that_another_process_has_changed_is_seen(store: Store, home: Path) -> None:
    first = store.registers.topics()[0]
    with open_store(home) as other:
        other.registers.put(replace(first, name_sl="Od drugod"))
    assert store.registers.topics()[0].name_sl == "Od drugod"
