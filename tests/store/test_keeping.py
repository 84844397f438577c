from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.errors import NotFound, StoreError, TooLarge, Unreachable, WrongValue
from kb.model import Event, Metadata, Outcome, Stage, Visibility
from kb.store import Arriving, JobState, Store, measure
from tests.store.making import NOON, StandingClock, claimed, keep, kept_and_read, read

File = Callable[..., Path]


def test_a_kept_file_waits_to_be_read(store: Store, file: File) -> None:
    entry = keep(store, file())
    assert (entry.stage, entry.outcome, entry.reason) == (Stage.KEPT, Outcome.WAITING, "")
    assert (entry.name, entry.size, entry.received) == ("zapisnik.txt", 10, NOON)
    assert [(step.stage, step.outcome) for step in entry.steps] == [
        (Stage.ARRIVED, Outcome.WAITING),
        (Stage.KEPT, Outcome.WAITING),
    ]
    assert store.jobs.counts() == {JobState.READY: 1}


def test_the_original_is_kept_as_it_came(store: Store, file: File) -> None:
    entry = keep(store, file(text="šifra č\r\n"))
    assert b"".join(store.files.open_original(entry.sha256)) == "šifra č\r\n".encode()


def test_what_is_known_of_a_document_is_kept_with_it(store: Store, file: File) -> None:
    store.events.put(Event("posvet-2025", "Posvet o redarstvu", speakers=("predstavnica ministrstva",)))
    metadata = Metadata(
        title="Zapisnik  3. seje",
        kind="zapisnik",
        bodies=("k-redarstvo", "k-pravna"),
        topics=("prekrski",),
        event="posvet-2025",
        speakers=("vodja redarstva",),
        dated=dt.date(2025, 3, 6),
        language="sl",
        source="sekretariat",
        rights="SOS",
        visibility=Visibility.MEMBERS,
    )
    document = store.documents.get(keep(store, file(), metadata=metadata).document_id or 0)
    assert (document.title, document.kind and document.kind.slug) == ("Zapisnik 3. seje", "zapisnik")
    assert [body.slug for body in document.bodies] == ["k-redarstvo", "k-pravna"]
    assert [topic.slug for topic in document.topics] == ["prekrski"]
    assert document.event == store.events.event("posvet-2025")
    assert (document.speakers, document.dated) == (("vodja redarstva",), dt.date(2025, 3, 6))
    assert (document.source, document.rights, document.visibility) == ("sekretariat", "SOS", Visibility.MEMBERS)


def test_the_same_bytes_from_the_same_place_give_the_same_row(store: Store, file: File) -> None:
    first = keep(store, file())
    assert keep(store, file()) == first
    assert store.jobs.counts() == {JobState.READY: 1}


def test_the_same_bytes_from_elsewhere_are_known(store: Store, file: File) -> None:
    first = keep(store, file("a.txt"))
    second = keep(store, file("b.txt"))
    assert (second.outcome, second.document_id) == (Outcome.KNOWN, first.document_id)
    assert second.id != first.id
    assert store.jobs.counts() == {JobState.READY: 1}


def test_the_same_bytes_from_elsewhere_add_their_placements(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("a.txt"), metadata=Metadata(bodies=("k-okolje",), topics=("okolje",)))
    store.marks.clear(store.marks.pending())
    keep(store, file("b.txt"), metadata=Metadata(bodies=("k-gjs", "k-okolje"), speakers=("vodja",)))
    document = store.documents.get(document_id)
    assert [body.slug for body in document.bodies] == ["k-okolje", "k-gjs"]
    assert ([topic.slug for topic in document.topics], document.speakers) == (["okolje"], ("vodja",))
    assert [mark.document_id for mark in store.marks.pending()] == [document_id]


def test_what_adds_nothing_is_not_indexed_again(store: Store, file: File) -> None:
    kept_and_read(store, file("a.txt"), metadata=Metadata(bodies=("k-okolje",)))
    store.marks.clear(store.marks.pending())
    keep(store, file("b.txt"), metadata=Metadata(bodies=("k-okolje",)))
    assert store.marks.pending() == ()


def test_known_bytes_do_not_open_a_document_to_more_readers(store: Store, file: File) -> None:
    first = keep(store, file("a.txt"), metadata=Metadata(visibility=Visibility.STAFF))
    keep(store, file("b.txt"), metadata=Metadata(visibility=Visibility.PUBLIC))
    assert store.documents.get(first.document_id or 0).visibility is Visibility.STAFF


def test_a_failed_file_that_comes_again_is_made_ready_again(store: Store, file: File) -> None:
    keep(store, file())
    store.fail_reading(claimed(store), TooLarge("x"))
    entry = keep(store, file())
    assert (entry.outcome, entry.reason) == (Outcome.WAITING, "")
    assert store.jobs.counts() == {JobState.READY: 1}


@pytest.mark.parametrize(
    ("slugs", "named"),
    [
        (Metadata(bodies=("k-neznana",)), "k-neznana"),
        (Metadata(topics=("neznano",)), "neznano"),
        (Metadata(kind="neznana-vrsta"), "neznana-vrsta"),
        (Metadata(event="neznan-dogodek"), "neznan-dogodek"),
    ],
)
def test_an_unknown_slug_is_said_before_anything_is_kept(store: Store, file: File, slugs: Metadata, named: str) -> None:
    with pytest.raises(WrongValue, match=named):
        store.check([Metadata(), slugs])
    path = file()
    with pytest.raises(WrongValue, match=named):
        keep(store, path, metadata=slugs)
    assert store.ledger.entries() == ()
    assert not store.files.has(measure(path, max_bytes=100))


def test_an_empty_file_says_so(store: Store, file: File) -> None:
    entry = keep(store, file(text=""))
    assert (entry.stage, entry.outcome, entry.reason) == (Stage.ARRIVED, Outcome.FAILED, "empty")
    assert (entry.document_id, entry.sha256) == (None, "")


def test_too_large_a_file_says_how_large_and_is_not_kept(store: Store, file: File) -> None:
    path = file(text="x" * 2049)
    entry = keep(store, path, max_bytes=2048)
    assert (entry.outcome, entry.reason, entry.detail, entry.size) == (Outcome.FAILED, "too-large", "3 kB", 2049)
    assert not store.files.has(measure(path, max_bytes=5000))


def test_a_missing_file_is_unreachable(store: Store, tmp_path: Path) -> None:
    entry = keep(store, tmp_path / "ni je.pdf")
    assert (entry.outcome, entry.reason, entry.detail) == (Outcome.FAILED, "unreachable", "ni je.pdf")


def test_what_is_no_file_is_unreachable(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cev")
    assert keep(store, tmp_path).reason == "unreachable"
    assert keep(store, tmp_path / "cev").reason == "unreachable"


def test_a_folder_that_cannot_be_listed_is_entered(store: Store) -> None:
    entry = store.refuse("mapa", origin="/gradiva/mapa", error=Unreachable("Permission denied"))
    assert (entry.outcome, entry.reason, entry.detail) == (Outcome.FAILED, "unreachable", "Permission denied")
    assert store.refuse("mapa", origin="/gradiva/mapa", error=Unreachable("Permission denied")) == entry


def test_a_failure_that_is_mended_stays_one_row(store: Store, file: File) -> None:
    failed = keep(store, file(text=""))
    entry = keep(store, file(text="zdaj je kaj notri"))
    assert (entry.id, entry.outcome, entry.size) == (failed.id, Outcome.WAITING, 17)
    assert [step.reason for step in entry.steps] == ["", "empty", ""]
    assert len(store.ledger.entries()) == 1


def test_a_file_that_was_out_of_reach_for_a_while_is_not_failed_for_ever(store: Store, file: File) -> None:
    path = file()
    keep(store, path)
    store.refuse(path.name, origin=str(path), error=Unreachable("gone"))
    keep(store, path)
    assert store.ledger.entries(Outcome.FAILED) == ()


def test_a_failure_that_comes_back_is_shown_again(store: Store, file: File) -> None:
    path = file()
    keep(store, path)
    store.refuse(path.name, origin=str(path), error=Unreachable("gone"))
    keep(store, path)
    store.refuse(path.name, origin=str(path), error=Unreachable("gone"))
    assert [entry.reason for entry in store.ledger.entries(Outcome.FAILED)] == ["unreachable"]


def test_a_revision_is_shown_only_when_it_has_been_read(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("v1.txt", "prva"), "Prvo besedilo.")
    entry = keep(store, file("v2.txt", "druga"), revises=document_id)
    assert entry.document_id == document_id
    assert [stored.passage.text for stored in store.passages.of(document_id)] == ["Prvo besedilo."]
    assert store.documents.get(document_id).revision.number == 1
    assert read(store, claimed(store), "Drugo besedilo.", "Še nekaj.")
    assert [stored.passage.text for stored in store.passages.of(document_id)] == ["Drugo besedilo.", "Še nekaj."]
    assert store.documents.get(document_id).revision.name == "v2.txt"
    assert [revision.number for revision in store.documents.revisions(document_id)] == [2, 1]


def test_a_revision_says_new_things_but_opens_nothing(store: Store, file: File) -> None:
    metadata = Metadata(title="Osnutek", dated=dt.date(2025, 1, 1), visibility=Visibility.BODY)
    document_id = kept_and_read(store, file("v1.txt", "prva"), metadata=metadata)
    keep(store, file("v2.txt", "druga"), metadata=Metadata(dated=dt.date(2025, 2, 2)), revises=document_id)
    document = store.documents.get(document_id)
    assert (document.title, document.dated, document.visibility) == ("Osnutek", dt.date(2025, 2, 2), Visibility.BODY)


def test_going_back_to_earlier_bytes_is_a_revision_of_its_own(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("v1.txt", "prva"))
    keep(store, file("v2.txt", "druga"), revises=document_id)
    read(store, claimed(store), "Drugo.")
    keep(store, file("v1.txt", "prva"), revises=document_id)
    read(store, claimed(store), "Spet prvo.")
    assert [revision.name for revision in store.documents.revisions(document_id)] == ["v1.txt", "v2.txt", "v1.txt"]
    assert store.passages.of(document_id)[0].passage.text == "Spet prvo."


def test_the_newest_bytes_again_are_no_revision(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("v1.txt"))
    entry = keep(store, file("še enkrat.txt"), revises=document_id)
    assert entry.outcome is Outcome.KNOWN
    assert len(store.documents.revisions(document_id)) == 1


def test_an_older_revision_read_late_does_not_hide_a_newer_one(store: Store, file: File) -> None:
    first = keep(store, file("v1.txt", "prva"))
    late = claimed(store)
    keep(store, file("v2.txt", "druga"), revises=first.document_id)
    read(store, claimed(store), "Novo.")
    assert read(store, late, "Staro.")
    assert [stored.passage.text for stored in store.passages.of(first.document_id or 0)] == ["Novo."]


def test_what_is_not_there_cannot_be_revised(store: Store, file: File) -> None:
    with pytest.raises(NotFound):
        keep(store, file(), revises=77)
    assert store.ledger.entries() == ()


def test_names_keep_their_letters(store: Store, file: File) -> None:
    path = file("Poročilo o škodi – Žalec.txt")
    assert keep(store, path).name == "Poročilo o škodi – Žalec.txt"
    decomposed = store.keep(path, name="Poroc\u030cilo.txt", origin="z drugega diska")
    assert decomposed.name == "Poročilo.txt"


def test_a_name_that_is_not_utf_8_is_kept_readable(store: Store, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"zapisnik \xe8.txt")
    path.write_text("besedilo")
    entry = keep(store, path)
    assert entry.name == "zapisnik \\udce8.txt"
    assert keep(store, path) == entry


def test_a_document_is_never_without_a_title(store: Store, file: File) -> None:
    entry = keep(store, file("Vabilo na 5. sejo.pdf"))
    assert store.documents.get(entry.document_id or 0).title == "Vabilo na 5. sejo"


def test_the_store_takes_its_time_from_the_clock(store: Store, file: File, clock: StandingClock) -> None:
    clock.go_on(3600)
    assert keep(store, file()).received == NOON + dt.timedelta(hours=1)


def test_a_removed_document_comes_back_with_its_bytes(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file())
    store.remove(document_id)
    with pytest.raises(NotFound):
        store.documents.get(document_id)
    assert store.passages.of(document_id) == ()
    keep(store, file("drugod.txt"))
    assert store.documents.get(document_id).passages == 1
    assert store.documents.count() == 1


def test_a_removed_document_stays_in_ledger_and_originals(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file())
    store.remove(document_id)
    entry = store.ledger.entries()[0]
    assert b"".join(store.files.open_original(entry.sha256)) == b"Prva seja."
    with pytest.raises(NotFound):
        store.remove(document_id)


def test_a_damaged_original_is_not_hidden_by_a_new_copy(store: Store, file: File, tmp_path: Path) -> None:
    entry = keep(store, file())
    original = tmp_path / "zbirka č" / "originals" / entry.sha256[:2] / entry.sha256[2:]
    original.write_bytes(b"manj")
    with pytest.raises(StoreError, match="poškodovan"):
        keep(store, file("kopija.txt"))
    assert original.read_bytes() == b"manj"


def arriving(path: Path, **more: Any) -> Arriving:
    return Arriving(path, path.name, str(path), **more)


def test_files_that_are_kept_together_are_as_if_kept_one_by_one(store: Store, file: File, home: Path) -> None:
    metadata = Metadata(bodies=("k-redarstvo", "k-pravna"), topics=("prekrski",), speakers=("vodja redarstva",))
    paths = [file(f"{number}.txt", f"Seja {number}.") for number in range(3)]
    together = store.keep_all([arriving(path, metadata=metadata) for path in paths])
    alone = keep(store, file("sam.txt", "Sama."), metadata=metadata)
    assert [entry.name for entry in together] == ["0.txt", "1.txt", "2.txt"]
    assert [entry.document_id for entry in together] == [1, 2, 3]
    for entry in together:
        assert [(step.stage, step.outcome) for step in entry.steps] == [(s.stage, s.outcome) for s in alone.steps]
        ours, theirs = (store.documents.get(each.document_id or 0) for each in (entry, alone))
        assert (ours.bodies, ours.topics, ours.speakers) == (theirs.bodies, theirs.topics, theirs.speakers)
        assert ours.revision.number == 1
    assert store.jobs.counts() == {JobState.READY: 4}


def test_the_same_bytes_twice_in_one_lot_are_one_document(store: Store, file: File) -> None:
    first, again = store.keep_all([arriving(file("a.txt")), arriving(file("b.txt"))])
    assert (first.outcome, again.outcome) == (Outcome.WAITING, Outcome.KNOWN)
    assert first.document_id == again.document_id


def test_a_bad_file_in_a_lot_is_named_and_the_others_are_kept(store: Store, file: File, tmp_path: Path) -> None:
    lot = [
        arriving(file("prazna.txt", "")),
        arriving(file("dobra.txt", "Seja.")),
        arriving(tmp_path / "ni je.txt"),
        arriving(tmp_path, refused=Unreachable("Permission denied")),
        arriving(file("velika.txt", "x" * 100)),
    ]
    told = [(entry.outcome, entry.reason) for entry in store.keep_all(lot, max_bytes=50)]
    failed = Outcome.FAILED
    assert told == [
        (failed, "empty"),
        (Outcome.WAITING, ""),
        (failed, "unreachable"),
        (failed, "unreachable"),
        (failed, "too-large"),
    ]


def test_a_lot_with_metadata_that_cannot_be_used_is_not_kept_at_all(store: Store, file: File) -> None:
    good, bad = arriving(file("a.txt", "A.")), arriving(file("b.txt", "B."), metadata=Metadata(bodies=("ni ga",)))
    with pytest.raises(WrongValue):
        store.keep_all([good, bad])
    assert store.ledger.entries() == ()


def test_a_lot_kept_again_changes_nothing(store: Store, file: File) -> None:
    lot = [arriving(file(f"{number}.txt", f"Seja {number}.")) for number in range(3)]
    assert store.keep_all(lot) == store.keep_all(lot)


def test_an_empty_lot_is_nothing(store: Store) -> None:
    assert store.keep_all([]) == ()
