from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.errors import Locked, StoreError
from kb.model import Locator, LocatorKind, Metadata, Outcome, Passage, Stage
from kb.store import JobState, Store, Told
from tests.store.making import StandingClock, claimed, keep, kept_and_read, read, told

File = Callable[..., Path]


def test_what_was_read_is_shown(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), "Prva.", "Druga.")
    document = store.documents.get(document_id)
    assert (document.passages, document.title, document.language) == (2, "Prebrani naslov", "sl")
    assert document.revision.media_type == "text/plain"
    assert [stored.passage.text for stored in store.passages.of(document_id)] == ["Prva.", "Druga."]
    assert store.jobs.counts() == {JobState.DONE: 1}


def test_the_ledger_tells_each_stage(store: Store, file: File) -> None:
    entry = keep(store, file())
    read(store, claimed(store), "Besedilo.", warnings=["Ena stran je brez besedila."])
    told = store.ledger.entry(entry.id)
    assert [step.stage for step in told.steps] == [Stage.ARRIVED, Stage.KEPT, Stage.EXTRACTED, Stage.STORED]
    assert (told.stage, told.outcome, told.warnings) == (Stage.STORED, Outcome.READ, ("Ena stran je brez besedila.",))


def test_what_a_person_has_written_goes_before_what_was_read(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), metadata=Metadata(title="Moj naslov", language="en"))
    document = store.documents.get(document_id)
    assert (document.title, document.language) == ("Moj naslov", "en")


def test_a_passage_comes_back_as_it_was_read(store: Store, file: File) -> None:
    passage = Passage(Locator(LocatorKind.ARTICLE, "12a", 2), "istovetnost č", "a\tb\nc", "en")
    keep(store, file())
    store.store_readings([Told(claimed(store), "text/html", "en", "", [passage])])
    assert store.passages.by_anchor(1, "clen-12a-2").passage == passage


def test_text_that_no_database_takes_is_stored_readable(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), "lom \udce8 in \x00 konec", title="na\x00slov \ud800")
    assert store.passages.of(document_id)[0].passage.text == "lom \\udce8 in \\u0000 konec"
    assert store.documents.get(document_id).title == "naslov \ufffd"


def test_reading_again_replaces_the_passages(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file(), "Staro 1.", "Staro 2.")
    old = [stored.id for stored in store.passages.of(document_id)]
    store.jobs.put("read", store.documents.get(document_id).revision.id)
    read(store, claimed(store), "Novo.")
    new = store.passages.of(document_id)
    assert [stored.passage.text for stored in new] == ["Novo."]
    assert new[0].id not in old
    assert store.passages.by_id(old) == {}


def test_a_locked_file_is_failed_at_once(store: Store, file: File) -> None:
    entry = keep(store, file())
    assert store.fail_reading(claimed(store), Locked("geslo"))
    told = store.ledger.entry(entry.id)
    assert (told.outcome, told.reason, told.detail) == (Outcome.FAILED, "locked", "geslo")
    assert store.documents.get(told.document_id or 0).passages == 0
    assert store.documents.count() == 0


def test_a_fault_of_the_system_is_tried_again(store: Store, file: File, clock: StandingClock) -> None:
    entry = keep(store, file())
    store.fail_reading(claimed(store), StoreError("disk full"))
    clock.go_on(5)
    assert read(store, claimed(store), "Besedilo.")
    told = store.ledger.entry(entry.id)
    assert (told.outcome, told.reason, told.detail) == (Outcome.READ, "", "")


def test_a_revision_that_cannot_be_read_leaves_the_old_one_shown(store: Store, file: File) -> None:
    document_id = kept_and_read(store, file("v1.txt", "prva"), "Prvo besedilo.")
    keep(store, file("v2.txt", "druga"), revises=document_id)
    store.fail_reading(claimed(store), Locked())
    assert store.passages.of(document_id)[0].passage.text == "Prvo besedilo."


def test_readings_stored_together_are_all_shown_and_marked(store: Store, file: File) -> None:
    for number in range(3):
        keep(store, file(f"{number}.txt", f"Seja {number}."))
    jobs = store.jobs.claim_some("delavec", lease_seconds=60, most=3)
    stored = store.store_readings([told(job, f"Besedilo {job.subject}.", is_partial=job.id == 2) for job in jobs])
    assert stored == {job.id for job in jobs}
    assert [store.passages.of(number)[0].passage.text for number in (1, 2, 3)] == [
        "Besedilo 1.",
        "Besedilo 2.",
        "Besedilo 3.",
    ]
    assert [store.ledger.entry(number).outcome for number in (1, 2, 3)] == [Outcome.READ, Outcome.PARTLY, Outcome.READ]
    assert {mark.document_id for mark in store.marks.pending()} == {1, 2, 3}


def test_a_lost_lease_among_readings_loses_only_its_own(store: Store, file: File, clock: StandingClock) -> None:
    keep(store, file("a.txt", "Prva."))
    late = claimed(store, seconds=1)
    clock.go_on(1)
    keep(store, file("b.txt", "Druga."))
    again, other = store.jobs.claim_some("drugi", lease_seconds=60, most=2)
    assert store.store_readings([told(late, "Prepozno."), told(other, "Druga.")]) == {other.id}
    assert store.store_readings([told(again, "Prva.")]) == {again.id}
    assert store.passages.of(1)[0].passage.text == "Prva."


def test_two_revisions_read_together_show_the_later_one(store: Store, file: File) -> None:
    document_id = keep(store, file("v1.txt", "prva")).document_id
    keep(store, file("v2.txt", "druga"), revises=document_id)
    jobs = store.jobs.claim_some("delavec", lease_seconds=60, most=2)
    store.store_readings([told(job, f"Besedilo {job.subject}.") for job in reversed(jobs)])
    assert store.passages.of(document_id or 0)[0].passage.text == "Besedilo 2."


def test_warnings_of_a_reading_replace_those_of_the_one_before(store: Store, file: File) -> None:
    entry = keep(store, file())
    store.store_readings([told(claimed(store), "Prva.", warnings=("Skrita prosojnica 2.",))])
    assert store.ledger.entry(entry.id).warnings == ("Skrita prosojnica 2.",)
    store.jobs.put("read", 1)
    store.store_readings([told(claimed(store), "Prva.")])
    assert store.ledger.entry(entry.id).warnings == ()
