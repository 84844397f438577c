from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select, text

from kb.errors import ChangedMeanwhile, NotFound, WrongValue
from kb.model import (
    EVERYTHING,
    PROGRAM,
    VISITOR,
    Actor,
    AgendaItem,
    Deed,
    Event,
    EventState,
    Metadata,
    Reader,
    RecordSort,
    Sought,
    Visibility,
)
from kb.store import Store
from kb.store.events.recording import record_of
from kb.store.tables import documents, events
from kb.store.upgrading import migrate
from tests.store.making import NOON, kept_and_read

ANA = Actor(7, "Ana")
POSVET = Event(
    "posvet-2027",
    "Posvet občinskih redarstev",
    starts=dt.date(2027, 3, 8),
    place="Žalec",
    organiser="k-redarstvo",
    starts_at=dt.time(9),
    ends_at=dt.time(14, 30),
    call="Vabimo vas na posvet o modri luči.",
    topics=("obcinsko-redarstvo",),
    agenda=(
        AgendaItem("Novosti ZORed", starts=dt.time(9, 30), speakers=("vodja redarstva",)),
        AgendaItem("Razprava"),
    ),
)


def said(store: Store, event: Event) -> list[str]:
    (document_id,) = store.records.documents(RecordSort.EVENT, [event.id]).values()
    return [stored.passage.text for stored in store.passages.of(document_id, limit=10)]


def test_an_event_that_staff_keep_comes_back_whole(store: Store) -> None:
    kept = store.events.keep(POSVET, by=ANA)
    assert kept == POSVET
    assert (kept.edition, store.events.event("posvet-2027")) == (1, POSVET)
    assert store.events.slug(kept.id) == "posvet-2027"


def test_an_event_is_found_with_a_passage_of_each_item(store: Store) -> None:
    kept = store.events.keep(POSVET, by=ANA)
    whole, first, second = said(store, kept)
    assert whole == "Dogodek: posvet, 8. 3. 2027 od 9.00 do 14.30, Žalec.\nVabimo vas na posvet o modri luči."
    assert first == "8. 3. 2027 ob 9.30, Novosti ZORed, vodja redarstva."
    assert second == "8. 3. 2027, Razprava."


def test_the_record_of_an_event_is_placed_as_the_event_is(store: Store) -> None:
    kept = store.events.keep(replace(POSVET, visibility=Visibility.MEMBERS), by=ANA)
    (document_id,) = store.records.documents(RecordSort.EVENT, [kept.id]).values()
    document = store.documents.get(document_id)
    assert (document.kind and document.kind.slug, document.dated) == ("dogodek", dt.date(2027, 3, 8))
    assert (document.access, [each.slug for each in document.bodies]) == (Visibility.MEMBERS, ["k-redarstvo"])
    assert [each.slug for each in document.topics] == ["obcinsko-redarstvo"]


def test_each_change_of_an_event_stands_in_the_audit_log(store: Store) -> None:
    kept = store.events.keep(POSVET, by=ANA)
    store.events.keep(replace(kept, place="Maribor"), by=ANA)
    store.events.keep(store.events.event(kept.slug), by=ANA)
    edited, added = store.audit.rows(Sought(subject="event"), limit=10)
    assert (added.deed, added.actor, added.subject_id) == (Deed.ADDED, ANA, "posvet-2027")
    assert (edited.deed, edited.before, edited.after) == (Deed.EDITED, {"place": "Žalec"}, {"place": "Maribor"})


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    kept = store.events.keep(POSVET, by=ANA)
    store.events.keep(replace(kept, place="Maribor"), by=ANA)
    with pytest.raises(ChangedMeanwhile):
        store.events.keep(replace(kept, title="Drug naslov"), by=ANA)
    assert store.events.event(kept.slug).place == "Maribor"


@pytest.mark.parametrize(
    "wrong",
    [
        replace(POSVET, organiser="k-neznana"),
        replace(POSVET, topics=("neznano",)),
        replace(POSVET, agenda=(AgendaItem("Točka", document_id=999),)),
    ],
)
def test_what_is_not_there_is_refused_and_nothing_is_kept(store: Store, wrong: Event) -> None:
    with pytest.raises(WrongValue):
        store.events.keep(wrong, by=ANA)
    assert store.events.all() == ()


def test_a_slug_that_is_there_is_refused(store: Store) -> None:
    store.events.keep(POSVET, by=ANA)
    with pytest.raises(WrongValue):
        store.events.keep(POSVET, by=ANA)


def test_a_cancelled_event_says_so_and_can_be_called_again(store: Store) -> None:
    store.events.keep(POSVET, by=ANA)
    cancelled = store.events.cancel("posvet-2027", "Predavateljica je zbolela.", by=ANA)
    assert cancelled.state is EventState.CANCELLED
    assert "Dogodek je odpovedan. Predavateljica je zbolela." in said(store, cancelled)[0]
    assert store.events.call_again("posvet-2027", by=ANA) == POSVET
    with pytest.raises(NotFound):
        store.events.cancel("ni-ga", "razlog", by=ANA)


def test_an_event_is_seen_by_whom_it_is_for(store: Store) -> None:
    own = store.registers.body("k-redarstvo").id
    for number, visibility in enumerate(Visibility):
        store.events.keep(replace(POSVET, slug=f"d-{visibility}", visibility=visibility), by=ANA)
        assert len(store.events.all()) == number + 1
    members = frozenset({Visibility.PUBLIC, Visibility.MEMBERS})
    seen = {
        reader: {each.slug for each in store.events.all(reader=reader)}
        for reader in (VISITOR, Reader(members), Reader(members, frozenset({own})), EVERYTHING)
    }
    assert [sorted(slugs) for slugs in seen.values()] == [
        ["d-public"],
        ["d-members", "d-public"],
        ["d-body", "d-members", "d-public"],
        ["d-body", "d-members", "d-public", "d-staff"],
    ]
    with pytest.raises(NotFound):
        store.events.event("d-members", reader=VISITOR)


def test_events_are_found_by_body_and_topic(store: Store) -> None:
    store.events.keep(POSVET, by=ANA)
    store.events.keep(Event("drugo", "Drugo", organiser="k-okolje"), by=ANA)
    assert [each.slug for each in store.events.all(body="k-redarstvo")] == ["posvet-2027"]
    assert [each.slug for each in store.events.all(topic="obcinsko-redarstvo")] == ["posvet-2027"]
    assert store.events.all(body="k-okolje", topic="obcinsko-redarstvo") == ()


# --- manifests ---


def test_a_manifest_changes_an_event_until_staff_have_edited_it(store: Store) -> None:
    told = Event("posvet-2027", "Posvet", place="Žalec")
    store.events.put(told)
    store.events.put(replace(told, place="Celje"))
    assert store.events.event("posvet-2027").place == "Celje"
    store.events.keep(replace(POSVET, id=store.events.event("posvet-2027").id, edition=2), by=ANA)
    store.events.put(told)
    assert store.events.event("posvet-2027") == POSVET


def test_an_event_of_a_manifest_gets_its_record_when_the_worker_catches_up(store: Store) -> None:
    store.events.put(Event("posvet-2027", "Posvet", starts=dt.date(2027, 3, 8)))
    event = store.events.event("posvet-2027")
    assert store.records.documents(RecordSort.EVENT, [event.id]) == {}
    assert (store.events.put_missing(), store.events.put_missing()) == (1, 0)
    assert said(store, event) == ["Dogodek: posvet, 8. 3. 2027."]
    store.events.put(Event("posvet-2027", "Posvet", starts=dt.date(2027, 3, 9)))
    assert said(store, event) == ["Dogodek: posvet, 9. 3. 2027."]


def test_an_event_put_again_as_it_was_writes_nothing(store: Store) -> None:
    store.events.put(Event("posvet-2027", "Posvet"))
    before = (store.events.event("posvet-2027").edition, store.audit.count(Sought(subject="event")))
    store.events.put(Event("posvet-2027", "Posvet"))
    assert (store.events.event("posvet-2027").edition, store.audit.count(Sought(subject="event"))) == before == (1, 1)


# --- documents ---


def test_the_documents_of_an_event_are_those_placed_with_it_that_the_reader_sees(store: Store, tmp_path: Path) -> None:
    kept = store.events.keep(POSVET, by=ANA)
    ids = []
    for name, visibility in (("a.txt", Visibility.PUBLIC), ("b.txt", Visibility.MEMBERS)):
        path = tmp_path / name
        path.write_text(name, encoding="utf-8")
        metadata = Metadata(event="posvet-2027", visibility=visibility)
        ids.append(kept_and_read(store, path, name, metadata=metadata))
    assert list(store.events.documents(kept.id)) == ids
    assert list(store.events.documents(kept.id, reader=VISITOR)) == ids[:1]


def test_an_item_outlives_a_document_that_is_erased(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Predstavitev.", encoding="utf-8")
    document_id = kept_and_read(store, path, "Predstavitev.")
    kept = store.events.keep(replace(POSVET, agenda=(AgendaItem("Novosti", document_id=document_id),)), by=ANA)
    store.remove(document_id)
    store.marks.clear([mark for mark in store.marks.pending() if mark.document_id == document_id])
    store.changing.erasing.ask(PROGRAM, [document_id])
    assert store.changing.erasing.go_on(document_id, forget=lambda sha256: None)
    assert store.events.event(kept.slug).agenda == (AgendaItem("Novosti"),)


# --- stores that were there before ---


def test_an_event_of_an_older_store_is_for_whom_its_documents_were() -> None:
    engine = create_engine("sqlite://")
    blank = {"title": "", "language": "", "source": "", "rights": "", "state": "published", "received": NOON}
    with engine.begin() as connection:
        migrate(connection, "0017")
        for number, seen in enumerate(("public", "members", "body", None), 1):
            columns = f"INSERT INTO events (slug, title, sort, place) VALUES ('d{number}', 'Posvet', 'posvet', '')"
            connection.execute(text(columns))
            if seen:
                connection.execute(insert(documents).values(**blank, event_id=number, visibility=seen))
        migrate(connection, "0018")
        found = {row.slug: row.visibility for row in connection.execute(select(events.c.slug, events.c.visibility))}
    engine.dispose()
    assert found == {"d1": "public", "d2": "members", "d3": "staff", "d4": "staff"}


def test_no_passage_of_an_event_is_empty() -> None:
    bare = record_of(Event("x", "Posvet", agenda=(AgendaItem("Točka"),)))
    assert [each.text for each in bare.passages] == ["Dogodek: posvet.", "Točka."]
