from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from kb.errors import NotFound
from kb.model import Metadata
from kb.store import PassageHead, Store
from tests.store.making import keep, kept_and_read, slides

File = Callable[..., Path]


def test_many_documents_come_by_id(store: Store, file: File) -> None:
    for number in range(3):
        kept_and_read(store, file(f"{number}.txt", f"{number}"), title=f"Gradivo {number}")
    found = store.documents.many([3, 1, 99, 1])
    assert {document_id: document.title for document_id, document in found.items()} == {1: "Gradivo 0", 3: "Gradivo 2"}
    assert store.documents.many([]) == {}


@pytest.mark.parametrize("document_id", [0, 7, -1, 2**31, 10**30])
def test_a_document_that_is_not_there_is_not_found(store: Store, document_id: int) -> None:
    with pytest.raises(NotFound):
        store.documents.get(document_id)
    with pytest.raises(NotFound):
        store.documents.revision(document_id)
    with pytest.raises(NotFound):
        store.passages.by_anchor(document_id, "clen-1")
    with pytest.raises(NotFound):
        store.remove(document_id)
    assert store.documents.revisions(document_id) == ()
    assert store.passages.of(document_id) == ()
    assert store.passages.contents(document_id) == ()
    assert store.passages.by_id([document_id]) == {}


def test_a_revision_is_known_before_it_is_read(store: Store, file: File) -> None:
    entry = keep(store, file())
    revision = store.documents.revision(1)
    assert (revision.sha256, revision.size, revision.name) == (entry.sha256, 10, "zapisnik.txt")


def test_passages_come_in_parts(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), *(f"Prosojnica {number}." for number in range(10)))
    some = store.passages.of(document_id, offset=4, limit=3)
    assert [stored.position for stored in some] == [4, 5, 6]
    assert (store.passages.count(), len(store.passages.of(document_id))) == (10, 10)


def test_passages_come_by_id(store: Store, file: File) -> None:
    first = kept_and_read(store, file("a.txt", "a"), "A.")
    second = kept_and_read(store, file("b.txt", "b"), "B.")
    ids = [store.passages.of(document_id)[0].id for document_id in (first, second)]
    found = store.passages.by_id([*ids, 999])
    assert [(found[one].document_id, found[one].passage.text) for one in ids] == [(first, "A."), (second, "B.")]


def test_a_passage_is_found_at_its_anchor(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), "Prva.", "Druga.")
    assert store.passages.by_anchor(document_id, "prosojnica-2").passage.text == "Druga."
    for anchor in ("prosojnica-3", "", "\udce8", "x" * 5000):
        with pytest.raises(NotFound):
            store.passages.by_anchor(document_id, anchor)


def test_the_contents_are_places_and_headings(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), "Prva.", "Druga.")
    assert store.passages.contents(document_id) == tuple(
        PassageHead(passage.locator, passage.heading) for passage in slides("Prva.", "Druga.")
    )


def test_what_feeds_the_index_has_been_read(store: Store, file: File) -> None:
    for number in range(5):
        kept_and_read(store, file(f"{number}.txt", f"{number}"), f"Besedilo {number}.")
    store.remove(2)
    keep(store, file("neprebrano.txt", "x"))
    given = list(store.documents.each_with_passages(chunk=2))
    assert [document.id for document, _ in given] == [1, 3, 4, 5]
    assert [stored.passage.text for _, those in given for stored in those] == [
        f"Besedilo {number}." for number in (0, 2, 3, 4)
    ]
    assert [document.id for document, _ in store.documents.with_passages([6, 5, 2, 1, 99])] == [1, 5]
    assert store.documents.count() == 4


def test_documents_may_change_while_all_are_given(store: Store, file: File) -> None:
    for number in range(4):
        kept_and_read(store, file(f"{number}.txt", f"{number}"))
    given = []
    for document, _ in store.documents.each_with_passages(chunk=2):
        given.append(document.id)
        if document.id == 1:
            store.remove(3)
    assert given == [1, 2, 4]


def test_many_documents_need_few_queries(store: Store, file: File) -> None:
    for number in range(20):
        metadata = Metadata(bodies=("k-okolje",), topics=("okolje",), speakers=("vodja",))
        kept_and_read(store, file(f"{number}.txt", f"{number}"), metadata=metadata)
    asked: list[str] = []
    event.listen(store.database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    store.documents.many(range(1, 21))
    assert len(asked) <= 12
