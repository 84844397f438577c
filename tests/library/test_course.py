"""Keeping, reading and indexing side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import IndexUnwritable
from kb.library import Library, Question, open_library
from kb.library.adding import KEPT_TOGETHER
from kb.library.indexing import Indexing
from kb.model import EVERYTHING, Metadata, Outcome
from kb.search.index import Change, IndexedDocument, IndexState, StillValid, none_valid, unheard
from kb.search.memory import MemoryIndex
from kb.search.suggesting import SuggestionBook
from kb.store import Store
from tests.store.making import claimed, keep, kept_and_read, open_store, read

Write = Callable[[str, str], Path]


def texts(write: Write, count: int) -> list[Path]:
    text = "# Seja {0}\n\nObčina obravnava točko {0}.\n"
    return [write(f"{number:03}.md", text.format(number)) for number in range(count)]


def test_more_files_than_are_kept_together_are_all_found(library: Library, write: Write) -> None:
    count = 2 * KEPT_TOGETHER + 3
    told: list[tuple[str, int, int]] = []
    batch = library.add(texts(write, count), Metadata(), told=lambda stage, _, *each: told.append((stage, *each)))
    assert [each.entry.name for each in batch.received] == [f"{number:03}.md" for number in range(count)]
    assert library.find(Question("občina"), reader=EVERYTHING).documents == count
    assert [each[1:] for each in told if each[0] == "kept"] == [(number + 1, count) for number in range(count)]
    assert [each[1:] for each in told if each[0] == "read"][-1] == (count, count)
    assert ("indexed", count, count) in told
    assert told[-1] == ("cited", count, count)


def test_the_index_is_said_to_be_finished_once_only(library: Library, write: Write) -> None:
    told: list[tuple[int, int]] = []
    library.add(
        texts(write, 5), Metadata(), told=lambda stage, _, *each: told.append(each) if stage == "indexed" else None
    )
    assert [done == total for done, total in told] == [False] * (len(told) - 1) + [True]


class Broken(MemoryIndex):
    """An index whose disk is full."""

    def state(self) -> IndexState:
        return IndexState("", 0, 0, 0)

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,
    ) -> None:
        raise IndexUnwritable("No space left on device")


def test_an_index_that_cannot_be_written_keeps_nobody_from_being_read(tmp_path: Path, write: Write) -> None:
    settings = Settings(home=tmp_path / "data")
    store = Store.open(_made(settings).database_url, originals_url=settings.originals_url)
    book = SuggestionBook(settings.suggestions_folder)
    with Library(store, Broken(), fingerprint="x", pictures_folder=settings.pictures_folder, book=book) as library:
        with pytest.raises(IndexUnwritable):
            library.add(texts(write, KEPT_TOGETHER), Metadata())
        assert {entry.outcome for entry in library.ledger(limit=None)} == {Outcome.READ}
        assert len(library.ledger(limit=None)) == library.status().to_index == KEPT_TOGETHER


def _made(settings: Settings) -> Settings:
    settings.home.mkdir()
    return settings


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


class Kept(MemoryIndex):
    """An index that remembers the titles that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,
    ) -> None:
        def noted() -> Iterator[IndexedDocument]:
            for document in documents:
                self.titles.append(document.title)
                yield document

        super().rebuild(noted(), told=told)

    def apply(self, changes: Sequence[Change]) -> None:
        self.titles += [change.title for change in changes if isinstance(change, IndexedDocument)]
        super().apply(changes)


def test_a_first_index_takes_in_what_is_read_while_it_is_made(store: Store, write: Write) -> None:
    index, coming = Kept(), [write("b.txt", "Druga."), write("c.txt", "Tretja.")]
    kept_and_read(store, write("a.txt", "Prva."), title="Prva")

    def more() -> bool:
        if coming:
            kept_and_read(store, coming[0], title=coming.pop(0).stem)
            return True
        return False

    assert Indexing(store, index, "x").index_marked(lambda *_: None, more=more) == 3
    assert index.titles == ["Prva", "b", "c"]
    assert store.marks.count() == 0


def test_a_document_that_changes_while_the_first_index_is_made_stays_marked(store: Store, write: Write) -> None:
    index, changes = Kept(), ["Nov naslov"]
    document_id = kept_and_read(store, write("a.txt", "Prva."), title="Prva")

    def more() -> bool:
        if changes:
            keep(store, write("b.txt", "Druga."), revises=document_id, metadata=Metadata(title=changes.pop()))
            read(store, claimed(store), "Novo besedilo.")
            return True
        return False

    indexing = Indexing(store, index, "x")
    indexing.index_marked(lambda *_: None, more=more)
    assert [mark.document_id for mark in store.marks.pending()] == [document_id]


def test_a_library_opened_again_finds_all(tmp_path: Path, write: Write) -> None:
    settings = Settings(home=tmp_path / "data")
    with open_library(settings) as library:
        library.add(texts(write, 3), Metadata())
    with open_library(settings) as library:
        assert library.find(Question("občina"), reader=EVERYTHING).documents == 3
        assert list(settings.tmp_folder.iterdir()) == []
