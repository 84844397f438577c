"""Segments are put together as if they had been written at once, beside readers and writers, and never come to many."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.search.embedded import EmbeddedIndex, open_index
from kb.search.embedded.codec import Segment
from kb.search.embedded.committing import BEING_MADE, generations_in, segments_in
from kb.search.embedded.inverter import Inverter
from kb.search.embedded.merging import LARGEST_MERGE, TOGETHER, Size, being_made, due, merged
from kb.search.embedded.segment import View, path_of, without_documents, write_segment
from kb.search.embedded.terms import FIELDS
from kb.search.embedded.writer import merge_due
from kb.search.index import IndexedDocument, Removed
from tests.search.embedded.processes import other_process
from tests.search.questions import ask, document, found

ACT = document(1, "Odlok o vodah", "1. člen | Občinski redar pazi na vodo.", "2. člen | Voda, vode, vodi 139/06.")
TALK = document(2, "Govor", "Župan razpiše volitve; 12.a člen OZ.", "", "Hoče-Slivnica")
LATER = document(3, "Občinska voda", "Voda z občinskim redarjem to je.", "to")


def segment_of(folder: Path, *documents: IndexedDocument) -> Segment:
    inverter = Inverter()
    for each in documents:
        inverter.add(each)
    return write_segment(folder, inverter.inverted(), index_name="MAIN")


def together(folder: Path, *segments: Segment, **how: int) -> View:
    made = merged(folder, segments, **how)
    being_made(folder, made).rename(path_of(folder, made))
    view = View(folder, made)
    assert view.is_intact()
    return view


def told(view: View) -> list[set[tuple[bytes, int, int, bytes]]]:
    """Gives the occurrences of each field as key, row, position and form."""
    forms = {(host, mark): form for form, hosts in view.each_form() for mark, host in hosts}
    occurrences = []
    for field in range(len(FIELDS)):
        found_there = set()
        for key, extent in view.terms.beginning(field, b""):
            block = view.block_at(extent)
            shared = np.full(len(block.places), block.shape.mark) if block.marks is None else block.marks
            for row, place, mark in zip(
                block.occurrence_rows.tolist(), block.places.tolist(), shared.tolist(), strict=True
            ):
                found_there.add((key, row, place, forms[key, mark] if mark else b""))
        occurrences.append(found_there)
    return occurrences


def forms_in(view: View) -> dict[bytes, set[bytes]]:
    return {form: {host for _, host in hosts} for form, hosts in view.each_form()}


# --- what comes out


@pytest.mark.parametrize("parts", [[[ACT], [TALK]], [[ACT, TALK], [LATER]], [[ACT], [TALK], [LATER]], [[LATER, ACT]]])
def test_several_segments_together_are_as_if_written_at_once(
    tmp_path: Path, parts: list[list[IndexedDocument]]
) -> None:
    both = together(tmp_path, *(segment_of(tmp_path, *each) for each in parts))
    at_once = View(tmp_path, segment_of(tmp_path, *(document for each in parts for document in each)))
    assert told(both) == told(at_once)
    assert forms_in(both) == forms_in(at_once)
    assert both.facts.passages.tolist() == at_once.facts.passages.tolist()


def test_what_was_removed_is_gone_from_words_forms_and_facts(tmp_path: Path) -> None:
    first = segment_of(tmp_path, ACT, TALK).without(np.array([0, 1]))
    left = together(tmp_path, first, segment_of(tmp_path, LATER))
    at_once = View(tmp_path, segment_of(tmp_path, TALK, LATER))
    assert told(left) == told(at_once)
    assert forms_in(left) == forms_in(at_once)
    assert left.facts.documents.tolist() == [2, 3]


_WORDS = st.sampled_from(["voda", "vode", "Vodi", "občina", "obcine", "12.a", "ZOR-ed", "to", "a-b", "139/06"])
_TEXTS = st.lists(_WORDS, max_size=5).map(" ".join)
_PARTS = st.lists(
    st.lists(st.tuples(_TEXTS, st.lists(_TEXTS, min_size=1, max_size=3)), max_size=3), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(_PARTS, st.frozensets(st.integers(1, 12), max_size=5))
def test_whatever_is_in_them_and_removed_segments_together_are_as_if_written_at_once(
    parts: list[list[tuple[str, list[str]]]], removed: frozenset[int]
) -> None:
    numbers = count(1)
    made = [[document(next(numbers), title, *texts) for title, texts in part] for part in parts if part]
    left = [each for part in made for each in part if each.id not in removed]
    with tempfile.TemporaryDirectory() as name:
        folder, segments = Path(name), list[Segment]()
        for part in made:
            segment = segment_of(folder, *part)
            segments.append(without_documents(segment, View(folder, segment), removed))
        if left:
            both, at_once = together(folder, *segments), View(folder, segment_of(folder, *left))
            assert (told(both), forms_in(both)) == (told(at_once), forms_in(at_once))
            assert both.facts.passages.tolist() == at_once.facts.passages.tolist()


@pytest.mark.parametrize("at_once", [1, 50, 1000])
def test_keys_that_are_merged_some_at_a_time_come_out_the_same(tmp_path: Path, at_once: int) -> None:
    parts = (segment_of(tmp_path, ACT, LATER), segment_of(tmp_path, TALK))
    both = together(tmp_path, *parts, at_once=at_once)
    assert told(both) == told(View(tmp_path, segment_of(tmp_path, ACT, LATER, TALK)))


# --- which, and when


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([12] * (TOGETHER - 1), []),
        ([12] * TOGETHER, list(range(TOGETHER))),
        ([5000, *[12] * TOGETHER, 100], list(range(1, TOGETHER + 1))),
        ([LARGEST_MERGE] * TOGETHER, []),
        ([LARGEST_MERGE // TOGETHER] * (TOGETHER + 3), list(range(TOGETHER))),
        ([LARGEST_MERGE // TOGETHER + 1] * (TOGETHER + 3), []),
        ([8**level for level in range(7) for _ in range(TOGETHER - 1)], []),
    ],
)
def test_segments_of_a_size_are_merged_when_there_are_enough_of_them(sizes: list[int], expected: list[int]) -> None:
    assert due([Size(size, size) for size in sizes]) == expected


def test_a_segment_of_which_most_is_deleted_is_written_again() -> None:
    assert due([Size(1000, 600), Size(1000, 400)]) == [1]


# --- in an index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[EmbeddedIndex]:
    """Gives an index of as many segments as are put together."""
    index = open_index(folder)
    for number in range(1, TOGETHER + 1):
        index.apply([document(number, f"Naslov {number}", "voda", f"zrak beseda{number}")])
    yield index
    index.close()


def files(folder: Path, pattern: str = "*.seg") -> list[Path]:
    return sorted(folder.glob(f"g-*/{pattern}"))


def test_tidying_changes_no_answer_and_leaves_one_segment(index: EmbeddedIndex, folder: Path) -> None:
    questions = ("voda", "beseda7 zrak", '"zrak beseda3"', "naslov -beseda2", "besed*", "")
    before = [ask(index, each, limit=100) for each in questions]
    assert index.tidy() is True
    assert [ask(index, each, limit=100) for each in questions] == before
    assert [len(segments_in(folder / "g-1", number)) for number in generations_in(folder / "g-1")] == [1, TOGETHER]
    assert index.tidy() is False


def test_what_is_removed_while_segments_are_merged_stays_removed(index: EmbeddedIndex, folder: Path) -> None:
    merge_due(folder / "g-1", _after(lambda: index.apply([Removed(3), document(4, "Nov", "tišina")])))
    assert sorted(found(index, "voda")) == [1, 2, 5, 6, 7, 8]
    assert found(index, "tišina") == [4]
    assert index.state().documents == TOGETHER - 1


def test_a_merge_whose_segments_a_rebuild_took_away_is_given_up(index: EmbeddedIndex, folder: Path) -> None:
    assert merge_due(folder / "g-1", _after(lambda: _replaced(folder / "g-1"))) is False
    assert files(folder, f"*{BEING_MADE}") == []
    index.rebuild([ACT])
    assert found(index) == [1]


@pytest.mark.parametrize("removed", [range(1, 9), range(1, 6)])
def test_what_was_removed_takes_no_room_for_long(index: EmbeddedIndex, folder: Path, removed: range) -> None:
    while index.tidy():
        pass
    index.apply([Removed(number) for number in removed])
    while index.tidy():
        pass
    index.apply([])
    assert sorted(found(index)) == sorted(set(range(1, 9)) - set(removed))
    held = sum(segment.doc_count_all() for segment in segments_in(folder / "g-1", generations_in(folder / "g-1")[0]))
    assert held == 2 * (8 - len(removed))


def test_readers_and_writers_go_on_while_segments_are_merged(index: EmbeddedIndex) -> None:
    wrong, stop = list[list[int]](), threading.Event()

    def search() -> None:
        seen = [0]
        while not stop.is_set():
            seen = [seen[-1], ask(index, "naslov", limit=1000).documents]
            if seen != sorted(seen):
                wrong.append(seen)

    def tidy() -> None:
        while not stop.is_set():
            index.tidy()

    threads = [threading.Thread(target=each) for each in (search, search, tidy)]
    for thread in threads:
        thread.start()
    for number in range(100, 140):
        index.apply([document(number, "Naslov", "voda"), document(1, "Naslov", f"menjava {number}")])
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert found(index, "menjava 139") == [1]
    assert len(found(index)) == TOGETHER + 40


def test_many_small_commits_do_not_pile_up_files(index: EmbeddedIndex, folder: Path) -> None:
    for number in range(10, 10 + 3 * TOGETHER):
        index.apply([document(number, "x", "voda")])
        while index.tidy():
            pass
        assert len(files(folder)) <= 2 * TOGETHER + 2
    assert len(files(folder, "*.toc")) == 2
    assert len(found(index, "voda")) == 4 * TOGETHER


def test_what_cannot_be_removed_is_removed_by_a_later_commit(index: EmbeddedIndex, folder: Path) -> None:
    """A folder in the place of an old segment stands for a file that a reader on Windows has open."""
    stuck = folder / "g-1" / "MAIN_0000000000000000.seg"
    stuck.mkdir()
    index.apply([ACT])
    assert stuck.exists()
    stuck.rmdir()
    stuck.write_bytes(b"")
    index.apply([TALK])
    assert not stuck.exists()


DIES_IN_A_MERGE = """
def hear(event, arguments):
    if event == "open" and "being-made" in str(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hear)
open_index(folder).tidy()
"""
HOLDS_THE_LOCK = """
from kb.search.embedded.folder import write_lock
with write_lock(folder, patience=0, name=sys.argv[2]):
    print("held", flush=True)
    input()
"""


def test_a_merge_that_is_killed_is_done_again(index: EmbeddedIndex, folder: Path) -> None:
    with other_process(folder, DIES_IN_A_MERGE) as dying:
        assert dying.wait() == -signal.SIGKILL
    (folder / "g-1" / f"MAIN_left.seg{BEING_MADE}").write_bytes(b"half")
    assert index.tidy() is True
    assert files(folder, f"*{BEING_MADE}") == []
    assert len(found(index, "voda")) == TOGETHER


@pytest.mark.parametrize("name", ["lock", "merging"])
def test_while_another_process_merges_or_builds_there_is_nothing_to_do(folder: Path, name: str) -> None:
    index = open_index(folder, patience=0)
    for number in range(TOGETHER):
        index.apply([document(number, "x", "voda")])
    with other_process(folder, HOLDS_THE_LOCK, name) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert index.tidy() is False
        holder.communicate("go\n")
    assert index.tidy() is True
    index.close()


def _after(first: Callable[[], object]) -> Callable[[], object]:
    """Gives what lets a merge commit, after something else has happened."""

    @contextmanager
    def locked() -> Iterator[None]:
        first()
        yield

    return locked


def _replaced(folder: Path) -> None:
    for path in folder.glob("*.toc"):
        path.unlink()
    from kb.search.embedded.committing import commit

    commit(folder, 99, [segment_of(folder, ACT)])
