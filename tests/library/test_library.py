import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound, WrongValue
from kb.library import Library, Question, Sort, open_library
from kb.model import EVERYTHING, Metadata, Outcome, Reader, Stage, Visibility

Write = Callable[[str, str], Path]

WARDEN = "# Redarstvo\n\nObčinski redar ugotavlja istovetnost osebe, ki krši javni red.\n"
WATER = "# Voda\n\nObčina zagotavlja oskrbo s pitno vodo kot gospodarsko javno službo.\n"


def titles(library: Library, text: str = "", **narrowed: object) -> list[str]:
    reader = narrowed.pop("reader", EVERYTHING)
    assert isinstance(reader, Reader)
    found = library.find(Question(text=text, **narrowed), reader=reader)  # type: ignore[arg-type]
    return [group.document.title for group in found.groups]


def test_a_file_that_is_added_is_found(library: Library, write: Write) -> None:
    batch = library.add([write("redar.md", WARDEN)], Metadata(bodies=("k-redarstvo",)))
    assert not batch.failed
    found = library.find(Question("istovetnost redar"))
    [group] = found.groups
    [hit] = group.hits
    assert (found.documents, found.passages, group.document.title) == (1, 1, "Redarstvo")
    assert [piece.text for piece in hit.snippet if piece.marked] == ["redar", "istovetnost"]
    assert hit.path == f"/gradivo/{group.document.id}/{hit.passage.passage.locator.anchor}"


def test_what_is_told_are_names_and_counts_that_end_at_all(library: Library, write: Write) -> None:
    told: list[tuple[str, str, int, int]] = []
    paths = [write("a.md", WARDEN), write("b.md", WATER)]
    library.add(paths, Metadata(), told=lambda *each: told.append(each))
    assert [each[:2] for each in told if each[0] == "kept"] == [("kept", "a.md"), ("kept", "b.md")]
    assert sorted(each[1] for each in told if each[0] == "read") == ["a.md", "b.md"]
    for stage in ("kept", "read", "indexed"):
        assert [each[2:] for each in told if each[0] == stage][-1] == (2, 2)


def test_the_ledger_tells_every_stage(library: Library, write: Write) -> None:
    library.add([write("redar.md", WARDEN)], Metadata())
    [entry] = library.ledger()
    steps = library.entry(entry.id).steps
    assert [step.stage for step in steps] == list(Stage)
    assert (entry.stage, entry.outcome) == (Stage.INDEXED, Outcome.READ)


def test_adding_again_reads_nothing_again(library: Library, write: Write) -> None:
    path = write("redar.md", WARDEN)
    library.add([path], Metadata())
    generation = library.status().index_generation
    [again] = library.add([path], Metadata()).received
    assert again.again
    assert library.status().index_generation == generation
    assert len(library.ledger()) == 1


def test_the_same_file_from_elsewhere_is_known_and_keeps_both_placements(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN)], Metadata(bodies=("k-redarstvo",)))
    [known] = library.add([write("kopija/b.md", WARDEN)], Metadata(bodies=("k-pravna",))).received
    assert known.entry.outcome is Outcome.KNOWN
    assert titles(library, bodies=("k-pravna", "k-redarstvo")) == ["Redarstvo"]
    assert library.status().documents == 1


def test_one_bad_file_stops_nobody(library: Library, write: Write) -> None:
    paths = [write("prazna.md", ""), write("ni besedilo.pdf", "%PDF-1.7 konec"), write("redar.md", WARDEN)]
    batch = library.add([*paths, paths[0].with_name("manjka.docx")], Metadata())
    assert {entry.name: entry.reason for entry in batch.failed} == {
        "prazna.md": "empty",
        "ni besedilo.pdf": "unreadable",
        "manjka.docx": "unreachable",
    }
    assert titles(library, "redar") == ["Redarstvo"]


def test_a_file_larger_than_allowed_is_refused_with_its_size(tmp_path: Path, write: Write) -> None:
    with open_library(Settings(home=tmp_path / "data", max_file_mb=1)) as library:
        batch = library.add([write("velika.md", "a" * 1_500_000), write("redar.md", WARDEN)], Metadata())
        [failed] = batch.failed
        assert (failed.reason, failed.sha256) == ("too-large", "")
        assert titles(library, "redar") == ["Redarstvo"]


def test_what_failed_stays_and_can_be_tried_again(library: Library, write: Write) -> None:
    path = write("poskodovana.pdf", "%PDF-1.7 konec")
    [failed] = library.add([path], Metadata()).failed
    assert failed.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    [again] = library.retry().failed
    assert again.id == failed.id
    reasons = [(step.outcome, step.reason) for step in library.entry(failed.id).steps]
    assert reasons.count((Outcome.FAILED, "unreadable")) == 2


def test_an_unknown_body_is_named_before_anything_is_kept(library: Library, write: Write) -> None:
    with pytest.raises(WrongValue, match="k-nikjer"):
        library.add([write("a.md", WARDEN), write("b.md", WATER)], Metadata(bodies=("k-nikjer",)))
    assert library.ledger() == ()


def test_a_new_revision_takes_the_place_of_the_old(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN)], Metadata())
    [found] = library.find(Question("istovetnost")).groups
    library.add([write("b.md", "# Redarstvo\n\nPopolnoma nova vsebina.")], Metadata(), revises=found.document.id)
    assert titles(library, "istovetnost") == []
    assert titles(library, "nova vsebina") == ["Redarstvo"]
    assert len(library.read(found.document.id).versions) == 2


@pytest.mark.parametrize("visibility", list(Visibility))
def test_who_may_not_see_a_document_meets_it_nowhere(library: Library, write: Write, visibility: Visibility) -> None:
    library.add([write("a.md", WARDEN)], Metadata(visibility=visibility, bodies=("k-redarstvo",), kind="mnenje"))
    [found] = library.find(Question("redar"), reader=EVERYTHING).groups
    seen = visibility is Visibility.PUBLIC
    assert bool(titles(library, "redar", reader=Reader())) is seen
    assert bool(library.home().documents) is bool(library.home().newest) is seen
    assert bool(library.body("k-redarstvo").documents) is bool(library.body("k-redarstvo").by_kind) is seen
    for looked_at in (library.document, library.read, library.original):
        if not seen:
            with pytest.raises(NotFound):
                looked_at(found.document.id)
        else:
            assert looked_at(found.document.id)


def test_nothing_with_all_words_gives_some_of_them_and_says_so(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN), write("b.md", WATER)], Metadata())
    found = library.find(Question("redar pitno"))
    assert found.relaxed
    assert found.documents == 2
    assert not library.find(Question("redar istovetnost")).relaxed
    assert not library.find(Question("nikjer nobeden")).relaxed


def test_facets_count_documents_and_name_what_is_chosen(library: Library, write: Write) -> None:
    library.add(
        [write("a.md", WARDEN)], Metadata(bodies=("k-redarstvo",), topics=("obcinsko-redarstvo",), kind="mnenje")
    )
    library.add([write("b.md", WATER)], Metadata(bodies=("k-gjs",), kind="mnenje"))
    facets = {facet.name: facet.values for facet in library.find(Question(bodies=("k-gjs",))).facets}
    assert [(value.slug, value.count, value.chosen) for value in facets["body"]] == [("k-gjs", 1, True)]
    everything = {facet.name: facet.values for facet in library.find(Question()).facets}
    assert [(value.slug, value.count) for value in everything["kind"]] == [("mnenje", 2)]
    assert {value.slug for value in everything["topic"]} > {"obcinsko-redarstvo"}, "the topic above is counted too"


def test_an_unknown_filter_is_remarked_and_filters_nothing(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN)], Metadata())
    found = library.find(Question("redar", bodies=("k-nikjer",), years="davno"))
    assert found.documents == 1
    assert {remark.key for remark in found.remarks} == {"unknown-body", "unknown-year"}


def test_documents_sort_by_date(library: Library, write: Write) -> None:
    import datetime as dt

    for name, year in (("stara", 2010), ("nova", 2024), ("srednja", 2017)):
        library.add([write(f"{name}.md", f"# {name}\n\nPravilnik o vodi.")], Metadata(dated=dt.date(year, 1, 1)))
    assert titles(library, "pravilnik", sort=Sort.NEWEST) == ["nova", "srednja", "stara"]
    assert titles(library, "pravilnik", sort=Sort.OLDEST) == ["stara", "srednja", "nova"]


def test_a_long_document_is_read_in_parts_and_at_its_passages(library: Library, write: Write) -> None:
    law = "\n\n".join(
        f"{number}. člen\n\n(naslov {number})\n\nBesedilo določbe številka {number}." for number in range(1, 251)
    )
    library.add([write("zakon.txt", "Zakon o preizkusu\n\n" + law)], Metadata(title="Zakon o preizkusu"))
    [found] = library.find(Question("določbe 180")).groups
    assert found.hits[0].passage.passage.locator.label() == "180. člen"
    reading = library.read(found.document.id, anchor="clen-180", query="določbe")
    assert reading.parts > 1
    assert [each.stored.passage.locator.number for each in reading.passages if each.found] == ["180"]
    assert any(piece.marked for each in reading.passages for piece in each.pieces)
    with pytest.raises(NotFound):
        library.read(found.document.id, anchor="clen-999")


def test_the_original_comes_back_byte_for_byte(library: Library, write: Write) -> None:
    path = write("Poročilo š.md", WARDEN)
    library.add([path], Metadata())
    original = library.original(1)
    assert original.name == "Poročilo š.md"
    assert b"".join(original.chunks) == path.read_bytes()


def test_an_index_that_is_lost_is_built_again_from_the_store(settings: Settings, write: Write) -> None:
    import shutil

    with open_library(settings) as library:
        library.add([write("a.md", WARDEN)], Metadata())
    shutil.rmtree(settings.index_folder)
    with open_library(settings) as library:
        assert not library.status().index_current
        assert library.index_marked() == 1
        assert titles(library, "redar") == ["Redarstvo"]


def test_reindexing_finds_the_same(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN), write("b.md", WATER)], Metadata())
    assert library.reindex() == 2
    assert titles(library, "pitno") == ["Voda"]
    assert library.status().to_index == 0


def test_the_room_of_a_topic_holds_what_lies_below_it(library: Library, write: Write) -> None:
    library.add(
        [write("a.md", WARDEN)], Metadata(topics=("obcinsko-redarstvo",), kind="mnenje", bodies=("k-redarstvo",))
    )
    below = library.topic("obcinsko-redarstvo")
    assert below.parent is not None
    above = library.topic(below.parent.slug)
    assert (above.documents, below.documents) == (1, 1)
    assert [shelf.documents[0].title for shelf in above.by_kind] == ["Redarstvo"]
    assert [counted.value.slug for counted in above.related] == ["k-redarstvo"]
    assert sum(child.documents for child in above.children) == 1


def test_documents_without_a_kind_have_a_shelf_of_their_own(library: Library, write: Write) -> None:
    library.add([write("a.md", WARDEN)], Metadata(bodies=("k-gjs",)))
    library.add([write("b.md", WATER)], Metadata(bodies=("k-gjs",), kind="mnenje"))
    shelves = library.body("k-gjs").by_kind
    assert [(shelf.kind.slug if shelf.kind else "", shelf.total) for shelf in shelves] == [("mnenje", 1), ("", 1)]
    assert [shelf.documents[0].title for shelf in shelves] == ["Voda", "Redarstvo"]
