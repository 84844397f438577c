"""A segment: what goes in comes out, whatever its size; Whoosh's own readers read it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh import query

from kb.search.analysis import index_keys
from kb.search.embedded import FINGERPRINT, open_index
from kb.search.embedded.blocks import Garbled
from kb.search.embedded.codec import Segment
from kb.search.embedded.folder import Current, swap_in
from kb.search.embedded.glossary import Glossary, with_forms
from kb.search.embedded.inverter import Inverted, Inverter
from kb.search.embedded.rebuilding import fill
from kb.search.embedded.segment import View, path_of, write_segment
from kb.search.embedded.terms import HEADING, TEXT, TITLE
from kb.search.embedded.writer import write
from kb.search.index import IndexedDocument, unheard
from tests.search.questions import ask, document, found


def inverted(*documents: IndexedDocument) -> Inverted:
    inverter = Inverter()
    for each in documents:
        inverter.add(each)
    return inverter.inverted()


def opened(folder: Path, *documents: IndexedDocument) -> View:
    return View(folder, write_segment(folder, inverted(*documents), index_name="MAIN"))


ACT = document(1, "Odlok o vodah", "1. člen | Občinski redar pazi na vodo.", "2. člen | Voda, vode, vodi 139/06.")
TALK = document(2, "Govor", "Župan razpiše volitve; 12.a člen OZ.", "", "Hoče-Slivnica")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("občinski", "=občinskega"), (("občinski", "občinskega"),)),
        (("voda", "vod", "=vod"), (("voda", ""), ("vod", "vod"))),
        (("#139/06", "2006"), (("#139/06", ""), ("2006", ""))),
        (("=to",), (("=to", ""),)),
        (("a", "=a", "ab", "=a-b", "a"), (("a", "a"), ("ab", ""), ("=a-b", ""))),
    ],
)
def test_a_form_is_a_mark_on_one_key_of_its_position(keys: tuple[str, ...], expected: object) -> None:
    assert with_forms(keys) == expected


def test_a_key_has_the_rows_times_and_places_that_were_written(tmp_path: Path) -> None:
    block = opened(tmp_path, ACT, TALK).block(TEXT, b"voda")
    assert block is not None
    assert (block.rows.tolist(), block.places.tolist()) == ([0, 1], [4, 0, 1, 2])
    assert block.counts is not None
    assert block.counts.tolist() == [1, 3]


def test_a_text_of_words_that_were_met_before_is_written_as_if_they_were_new(tmp_path: Path) -> None:
    glossary = Glossary()
    for each in (ACT, TALK):
        inverter = Inverter(glossary)
        inverter.add(each)
        written = inverter.inverted()
    made, alone = View(tmp_path, write_segment(tmp_path, written, index_name="MAIN")), opened(tmp_path, TALK)
    keys = [key for key, _ in alone.terms.beginning(TEXT, b"")]
    assert [key for key, _ in made.terms.beginning(TEXT, b"")] == keys
    for one, other in ((made.block(TEXT, key), alone.block(TEXT, key)) for key in keys):
        assert one is not None
        assert other is not None
        assert (one.rows.tolist(), one.places.tolist()) == (other.rows.tolist(), other.places.tolist())
    assert [form for form, _ in made.each_form()] == [form for form, _ in alone.each_form()]


def test_a_title_is_kept_once_a_document(tmp_path: Path) -> None:
    block = opened(tmp_path, TALK, ACT).block(TITLE, b"odlok")
    assert block is not None
    assert block.rows.tolist() == [3]


def test_a_word_said_70_000_times_and_positions_beyond_16_bits_come_back(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    index.apply([document(1, "x", "voda " * 70_000 + "zrak hrup"), document(2, "x", "zrak tišina hrup")])
    assert found(index, '"zrak hrup"') == [1]
    assert found(index, '"voda zrak"') == [1]
    [group] = ask(index, "voda").groups
    assert 0 < group.score < 2
    index.close()


def test_a_key_of_300_forms_keeps_them_apart(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    index.apply([document(number, "x", f"{'ab' * (number % 7)}voda{number}") for number in range(1, 400)])
    assert found(index, "=voda350") == [350]
    assert len(found(index, "vod*")) == 57
    index.close()


def test_segments_that_stay_are_given_open_for_the_next_write(tmp_path: Path) -> None:
    fill(tmp_path, [ACT], unheard)
    first = write(tmp_path, [TALK], {})
    second = write(tmp_path, [document(3, "Odgovor", "Volitve bodo.")], first)
    assert [view.rows for view in first.values()] == [2]
    assert all(second[name] is view for name, view in first.items())
    assert len(second) == 2


def test_whooshs_own_readers_read_what_we_write(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    index.apply([ACT, TALK])
    [folder] = (tmp_path / "index").glob("g-*")
    with whoosh_index.open_dir(str(folder)).searcher() as searcher:
        assert [dict(hit) for hit in searcher.search(query.Term("text", "redar"))] == [{"passage": 100, "document": 1}]
        assert len(searcher.search(query.Phrase("text", ["občinski", "redar"]))) == 1
        assert len(searcher.search(query.Phrase("text", ["redar", "občinski"]))) == 0
        assert len(searcher.search(query.Prefix("text", "vod"))) == 2
        assert len(searcher.search(query.And([query.Term("text", "voda"), query.Term("title", "odlok")]))) == 1
        assert searcher.doc_count() == 5
    index.close()


def test_whooshs_own_readers_do_not_see_what_was_removed(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index")
    index.apply([ACT, TALK])
    index.apply([document(1, "Voda", "nič")])
    [folder] = (tmp_path / "index").glob("g-*")
    with whoosh_index.open_dir(str(folder)).searcher() as searcher:
        assert len(searcher.search(query.Term("text", "redar"))) == 0
    index.close()


def test_all_keys_of_a_text_are_in_its_segment(tmp_path: Path) -> None:
    text = "Po 12.a členu ZOR-ed (139/06) občina Hoče-Slivnica, Đorđe in finance."
    view = opened(tmp_path, document(1, "x", text))
    for keys in index_keys(text):
        for key in keys:
            there = view.hosts(key[1:].encode()) if key.startswith("=") else view.block(TEXT, key.encode())
            assert there, key


def test_a_flipped_bit_in_a_block_is_noticed(tmp_path: Path) -> None:
    segment = write_segment(tmp_path, inverted(ACT), index_name="MAIN")
    path = path_of(tmp_path, segment)
    whole = bytearray(path.read_bytes())
    whole[40] ^= 1
    path.write_bytes(whole)
    view = View(tmp_path, segment)
    with pytest.raises(Garbled):
        _ = [view.block(field, key.encode()) for field, key in ((HEADING, "člen"), (TEXT, "voda"))]


def test_deleted_rows_of_a_segment_add_up() -> None:
    segment = Segment("MAIN", 10).without(np.array([3, 4])).without(np.array([4, 9]))
    assert list(segment.deleted_docs()) == [3, 4, 9]
    assert (segment.doc_count(), segment.is_deleted(9), segment.is_deleted(8)) == (7, True, False)


def test_an_index_built_in_many_segments_finds_all_as_one_does(tmp_path: Path) -> None:
    documents = [document(number, f"Naslov {number}", f"voda beseda{number}", "zrak voda") for number in range(1, 61)]
    folder = tmp_path / "index"
    (folder / "g-1").mkdir(parents=True)
    fill(folder / "g-1", iter(documents), unheard, positions=50)
    swap_in(folder, Current("g-1", FINGERPRINT, 0))
    index, at_once = open_index(folder), open_index(tmp_path / "at once")
    at_once.rebuild(documents)
    assert len(list((folder / "g-1").glob("*.seg"))) > 5
    for text in ("voda", "beseda59", '"zrak voda"', "naslov 7 -hrup", ""):
        assert ask(index, text, limit=100) == ask(at_once, text, limit=100)
    index.close()
    at_once.close()
