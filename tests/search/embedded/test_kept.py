"""What is kept: as much as fits, what is asked for often longest."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from kb.search.embedded import open_index
from kb.search.embedded.committing import newest_generation, segments_in
from kb.search.embedded.kept import Kept
from kb.search.embedded.page import answer
from kb.search.embedded.segment import View
from kb.search.embedded.snapshot import Snapshot
from kb.search.index import Change, IndexedDocument, IndexedPassage, Removed
from tests.search.questions import document, plan


def test_what_was_put_is_got_until_it_is_too_much() -> None:
    kept = Kept[str](100)
    kept.put("a", "A", 40)
    kept.put("b", "B", 40)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("A", "B", None)
    for number in range(5):
        kept.put(number, "x", 40)
    assert kept.get("a") is None


def test_what_is_asked_for_again_and_again_stays() -> None:
    kept = Kept[str](100)
    kept.put("often", "O", 10)
    for number in range(50):
        kept.put(number, "x", 10)
        assert kept.get("often") == "O"
    assert kept.get(3) is None


def test_something_larger_than_all_there_is_room_for_is_given_back_all_the_same() -> None:
    assert Kept[str](10).put("a", "A", 1_000) == "A"


def test_a_generation_that_is_no_longer_read_is_let_go_at_once_with_all_that_was_kept_of_it(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    index.rebuild([document(1, "Voda", "občinski redar"), document(2, "Redar", "voda redarja")])
    folder = tmp_path / "index" / "g-1"
    segments = {str(each.segment_id()): each for each in segments_in(folder, newest_generation(folder))}
    snapshot = Snapshot(segments, {name: View(folder, segment) for name, segment in segments.items()})
    for text in ("redar", "voda redar", '"občinski redar"', "red*", "voda ALI redar"):
        assert answer(snapshot, plan(text)).documents
    gone = weakref.ref(snapshot)
    gc.disable()
    try:
        del snapshot
        assert gone() is None
    finally:
        gc.enable()
    index.close()


QUESTIONS = (
    "redar",
    "voda redar",
    '"občinski redar"',
    "red*",
    "voda ALI redar",
    "novost",
    "=redarja",
    "redarstvo NE voda",
    "deciding",
)


def test_a_reader_that_stays_open_answers_after_each_change_as_one_that_opens_the_index_anew(tmp_path: Path) -> None:
    staying = open_index(tmp_path / "index")
    staying.rebuild([document(number, "Voda", f"občinski redar {number}") for number in range(1, 4)])
    passage = IndexedPassage(2100, "", "the municipal warden decides", "en")
    steps: list[Change] = [
        document(4, "Redar", "voda redarja teče"),
        document(5, "Novost", "redarstvo in občinski redar, novost"),
        document(2, "Voda", "odlok brez drugega"),
        Removed(4),
        IndexedDocument(21, "Wardens", (passage,)),
        document(6, "Redarstvo", "občinski redar, občinski redar, voda"),
        *(document(number, "Voda", f"redar {number}") for number in range(7, 20)),
    ]
    for number, step in enumerate(steps):
        staying.apply([step])
        while number % 7 == 6 and staying.tidy():
            pass
        anew = open_index(tmp_path / "index")
        for text in QUESTIONS:
            assert staying.search(plan(text)) == anew.search(plan(text)), text
        anew.close()
    assert staying.search(plan("redar")).documents == 17
    staying.close()
