"""Store, originals and index compared; what can be put right is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.library import Library, Question
from kb.model import Metadata, Outcome
from kb.search.embedded import open_index
from kb.search.index import IndexedDocument, IndexedPassage, Removed

Write = Callable[[str, str], Path]


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    paths = [write(f"{number}.txt", f"Gradivo {number} o vodi.") for number in range(3)]
    library.add(paths, Metadata())
    return library


@pytest.mark.parametrize(
    "wrong",
    [
        Removed(2),
        IndexedDocument(9, "Tuje", (IndexedPassage(99, "", "Tuje besedilo."),)),
        IndexedDocument(3, "Preveč", (IndexedPassage(3, "", "Ena."), IndexedPassage(77, "", "Dve."))),
    ],
    ids=["missing", "foreign", "another"],
)
def test_an_index_that_differs_is_brought_up_to_date(
    stocked: Library, wrong: Removed | IndexedDocument, tmp_path: Path
) -> None:
    index = open_index(next(tmp_path.rglob("index")))
    index.apply([wrong])
    index.close()
    assert len(stocked.check().unindexed) == 1
    assert stocked.check().unindexed == ()
    assert stocked.find(Question("voda")).documents == 3
    assert stocked.find(Question("tuje")).documents == 0


def test_a_file_that_nothing_would_read_is_put_back(stocked: Library) -> None:
    store = stocked._store
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE ledger SET outcome = 'waiting', stage = 'kept' WHERE id = 2")
    assert stocked.check().stranded == 1
    assert stocked.check().stranded == 0
    stocked.retry()
    assert {entry.outcome for entry in stocked.ledger()} <= {Outcome.READ, Outcome.WAITING}
