"""Changes of documents: planned, made, told apart, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from kb.errors import ChangedMeanwhile, NotFound, NotPossible, WrongValue
from kb.model import Actor, DocumentState, Metadata, Visibility
from kb.store import Store
from kb.store.audit.tables import audit
from kb.store.changing import Change, ChangeSort, ChangeState, Edits, PartState, Skipped, Wanted
from tests.store.making import StandingClock, keep, kept_and_read

ANA, VID = Actor(1, "Ana"), Actor(2, "Vid")
File = Callable[..., Path]
PLACED = Metadata(
    title="Redarstvo", kind="predstavitev", bodies=("k-redarstvo",), topics=("prekrski",), dated=dt.date(2024, 5, 1)
)


@pytest.fixture
def three(store: Store, file: File) -> list[int]:
    """Three documents: one placed with a body and a topic, one with nothing, one that has not been read."""
    found = [
        kept_and_read(store, file("a.txt", "A"), metadata=PLACED),
        kept_and_read(store, file("b.txt", "B")),
    ]
    entry = keep(store, file("c.txt", "C"), metadata=Metadata(title="Neprebrano", state=DocumentState.DRAFT))
    assert entry.document_id
    store.marks.clear(store.marks.pending())
    return [*found, entry.document_id]


def made(store: Store, change: Change) -> Change:
    assert store.changing.changes.begin(change.id)
    while store.changing.changes.go_on(change.id):
        pass
    return store.changing.changes.get(change.id)


def add_topic(store: Store, ids: list[int], topic: str = "okolje", actor: Actor = ANA) -> Change:
    planned = store.changing.changes.plan(actor, ChangeSort.EDIT, ids, edits=Edits(add=(("topics", topic),)))
    return made(store, planned)


def topics_of(store: Store, document_id: int) -> list[str]:
    return [topic.slug for topic in store.documents.get(document_id).topics]


def deeds(store: Store) -> list[tuple[str, str, str]]:
    with store.database.reading() as connection:
        return [(row.actor, row.deed, row.subject_id) for row in connection.execute(select(audit)) if row.actor != "kb"]


# --- one document ---


def test_metadata_that_was_edited_are_kept_marked_and_audited(store: Store, three: list[int]) -> None:
    wanted = replace(PLACED, title="  Novi   naslov ", topics=("okolje", "prekrski"), speakers=("Prva", "Druga"))
    change = store.changing.changes.edit(ANA, three[0], wanted, shown=PLACED)
    document = store.documents.get(three[0])
    assert change is not None
    assert (document.title, [each.slug for each in document.topics]) == ("Novi naslov", ["okolje", "prekrski"])
    assert document.speakers == ("Prva", "Druga")
    assert [mark.document_id for mark in store.marks.pending()] == [three[0]]
    assert deeds(store) == [("Ana", "edited", str(three[0]))]
    part = store.changing.changes.parts(change.id)[0]
    assert set(part.after) == {"title", "topics", "speakers"}
    assert part.before["title"] == "Redarstvo"


def test_editing_without_a_difference_changes_nothing(store: Store, three: list[int]) -> None:
    same = store.changing.changes.metadata(three[0])
    assert store.changing.changes.edit(ANA, three[0], same, shown=same) is None
    assert store.marks.count() == 0
    assert deeds(store) == []


def test_what_another_changed_meanwhile_is_told_and_not_overwritten(store: Store, three: list[int]) -> None:
    shown = store.changing.changes.metadata(three[0])
    store.changing.changes.edit(VID, three[0], replace(shown, source="Občina"))
    with pytest.raises(ChangedMeanwhile) as caught:
        store.changing.changes.edit(ANA, three[0], replace(shown, title="Drugače"), shown=shown)
    assert caught.value.fields == ("source",)
    assert store.documents.get(three[0]).title == "Redarstvo"


def test_publishing_meanwhile_does_not_stand_in_the_way_of_an_edit(store: Store, three: list[int]) -> None:
    shown = store.changing.changes.metadata(three[2])
    assert shown.state is DocumentState.DRAFT
    store.changing.changes.edit(ANA, three[2], replace(shown, title="Z naslovom", state=DocumentState.PUBLISHED))
    assert store.documents.get(three[2]).state is DocumentState.DRAFT


@pytest.mark.parametrize("document_id", [0, 999, 2**40])
def test_a_document_that_is_not_there_cannot_be_edited(store: Store, document_id: int) -> None:
    with pytest.raises(NotFound):
        store.changing.changes.edit(ANA, document_id, Metadata())
    with pytest.raises(NotFound):
        store.changing.changes.do(ANA, ChangeSort.TRASH, document_id)


def test_an_unknown_slug_is_refused_with_its_name(store: Store, three: list[int]) -> None:
    with pytest.raises(WrongValue, match="»nikjer«"):
        store.changing.changes.edit(ANA, three[0], replace(PLACED, bodies=("nikjer",)))
    assert store.documents.get(three[0]).bodies[0].slug == "k-redarstvo"
    assert store.changing.changes.all() == ()


# --- many ---


def test_a_planned_change_says_what_it_would_do_and_does_nothing(store: Store, three: list[int]) -> None:
    edits = Edits(add=(("topics", "prekrski"),), set=(("visibility", "members"),))
    change = store.changing.changes.plan(ANA, ChangeSort.EDIT, [*three, 999], edits=edits)
    effect = store.changing.changes.effect(change.id)
    assert (effect.changes, effect.same) == (3, 0)
    assert effect.facts == {"topics": 2, "visibility": 3}
    assert [part.title for part in effect.parts] == ["Redarstvo", "Prebrani naslov", "Neprebrano"]
    assert store.documents.get(three[1]).visibility is Visibility.PUBLIC
    assert store.changing.changes.all() == ()


def test_a_change_of_many_counts_what_it_did(store: Store, three: list[int]) -> None:
    change = add_topic(store, three, "prekrski")
    assert change.state is ChangeState.DONE
    assert change.counts == {PartState.DONE: 2, PartState.SAME: 1}
    assert [topics_of(store, id_) for id_ in three] == [["prekrski"]] * 3
    # What has not been read is in no index; it will be marked when it is.
    assert [mark.document_id for mark in store.marks.pending()] == [three[1]]
    assert deeds(store) == [("Ana", "edited", str(three[1])), ("Ana", "edited", str(three[2]))]


@pytest.mark.parametrize(
    ("edits", "bodies", "topics", "kind"),
    [
        (Edits(add=(("bodies", "k-pravna"),)), ["k-redarstvo", "k-pravna"], ["prekrski"], "predstavitev"),
        (Edits(remove=(("topics", "prekrski"),)), ["k-redarstvo"], [], "predstavitev"),
        (Edits(move=(("bodies", "k-redarstvo", "k-pravna"),)), ["k-pravna"], ["prekrski"], "predstavitev"),
        (Edits(move=(("bodies", "k-okolje", "k-pravna"),)), ["k-redarstvo"], ["prekrski"], "predstavitev"),
        (Edits(set=(("bodies", ("k-okolje",)), ("kind", "zapisnik"))), ["k-okolje"], ["prekrski"], "zapisnik"),
        (Edits(set=(("kind", ""),)), ["k-redarstvo"], ["prekrski"], None),
    ],
)
def test_edits_set_add_remove_and_move(
    store: Store, three: list[int], edits: Edits, bodies: list[str], topics: list[str], kind: str | None
) -> None:
    made(store, store.changing.changes.plan(ANA, ChangeSort.EDIT, three[:1], edits=edits))
    document = store.documents.get(three[0])
    assert [each.slug for each in document.bodies] == bodies
    assert [each.slug for each in document.topics] == topics
    assert (document.kind.slug if document.kind else None) == kind


@pytest.mark.parametrize(
    ("sort", "edits", "reason"),
    [
        (ChangeSort.EDIT, Edits(), ""),
        (ChangeSort.EDIT, Edits(add=(("topics", "nikjer"),)), ""),
        (ChangeSort.EDIT, Edits(set=(("kind", "nikjer"),)), ""),
        (ChangeSort.EDIT, Edits(move=(("bodies", "k-okolje", "nikjer"),)), ""),
        (ChangeSort.WITHDRAW, Edits(), ""),
    ],
)
def test_what_cannot_be_done_is_not_planned(
    store: Store, three: list[int], sort: ChangeSort, edits: Edits, reason: str
) -> None:
    with pytest.raises(WrongValue):
        store.changing.changes.plan(ANA, sort, three, edits=edits, reason=reason)


def test_a_change_begins_once_and_one_that_was_dropped_never(store: Store, three: list[int]) -> None:
    edits = Edits(set=(("source", "SOS"),))
    change = store.changing.changes.plan(ANA, ChangeSort.EDIT, three, edits=edits)
    assert store.changing.changes.begin(change.id)
    assert not store.changing.changes.begin(change.id)
    other = store.changing.changes.plan(ANA, ChangeSort.EDIT, three, edits=edits)
    assert store.changing.changes.drop(other.id)
    with pytest.raises(NotPossible):
        store.changing.changes.begin(other.id)


def test_a_plan_that_nobody_carries_out_is_forgotten(store: Store, three: list[int], clock: StandingClock) -> None:
    edits = Edits(set=(("source", "SOS"),))
    old = store.changing.changes.plan(ANA, ChangeSort.EDIT, three, edits=edits)
    clock.go_on(25 * 3600)
    store.changing.changes.plan(ANA, ChangeSort.EDIT, three, edits=edits)
    with pytest.raises(NotFound):
        store.changing.changes.get(old.id)


# --- taking back ---


def test_an_undone_change_leaves_everything_as_it_was(store: Store, three: list[int], clock: StandingClock) -> None:
    change = add_topic(store, three)
    clock.go_on(5 * 24 * 3600)
    undo = made(store, store.changing.changes.plan_undo(VID, change.id))
    assert [topics_of(store, id_) for id_ in three] == [["prekrski"], [], []]
    assert undo.counts == {PartState.DONE: 3}
    assert store.changing.changes.get(change.id).undone_by == undo.id
    assert [deed for deed in deeds(store) if deed[0] == "Vid"] == [("Vid", "undone", str(id_)) for id_ in three]


def test_an_undo_can_be_undone(store: Store, three: list[int]) -> None:
    undo = made(store, store.changing.changes.plan_undo(ANA, add_topic(store, three).id))
    made(store, store.changing.changes.plan_undo(ANA, undo.id))
    assert [topics_of(store, id_) for id_ in three] == [["prekrski", "okolje"], ["okolje"], ["okolje"]]


def test_a_document_that_was_changed_again_is_passed_over_by_name(store: Store, three: list[int]) -> None:
    change = add_topic(store, three)
    add_topic(store, three[1:2], "obcinsko-redarstvo", VID)
    undo = made(store, store.changing.changes.plan_undo(ANA, change.id))
    skipped = store.changing.changes.parts(undo.id, state=PartState.SKIPPED)
    assert [(part.title, part.reason) for part in skipped] == [("Prebrani naslov", Skipped.CHANGED)]
    assert topics_of(store, three[1]) == ["okolje", "obcinsko-redarstvo"]
    assert topics_of(store, three[0]) == ["prekrski"]


def test_a_later_change_of_another_field_does_not_hinder_undoing(store: Store, three: list[int]) -> None:
    change = add_topic(store, three)
    store.changing.changes.edit(
        VID, three[1], replace(store.changing.changes.metadata(three[1]), source="Občina Hodoš")
    )
    undo = made(store, store.changing.changes.plan_undo(ANA, change.id))
    assert undo.counts == {PartState.DONE: 3}
    assert store.documents.get(three[1]).source == "Občina Hodoš"


def test_one_document_of_a_change_of_many_can_be_taken_back(store: Store, three: list[int]) -> None:
    change = add_topic(store, three)
    made(store, store.changing.changes.plan_undo(ANA, change.id, document_ids=[three[1]]))
    assert [topics_of(store, id_) for id_ in three] == [["prekrski", "okolje"], [], ["okolje"]]


def test_what_did_nothing_cannot_be_undone(store: Store, three: list[int]) -> None:
    change = add_topic(store, three[:1], "prekrski")
    with pytest.raises(NotPossible):
        store.changing.changes.plan_undo(ANA, change.id)


def test_changes_are_listed_newest_first_also_of_one_document(store: Store, three: list[int]) -> None:
    first, second = add_topic(store, three), add_topic(store, three[:1], "obcinsko-redarstvo")
    assert [change.id for change in store.changing.changes.all()] == [second.id, first.id]
    assert [change.id for change in store.changing.changes.all(document_id=three[1])] == [first.id]
    assert (store.changing.changes.count(), store.changing.changes.count(document_id=three[1])) == (2, 1)


# --- withdrawing and the trash ---


def test_a_withdrawn_document_is_for_staff_alone_until_it_is_put_back(store: Store, three: list[int]) -> None:
    store.changing.changes.do(ANA, ChangeSort.WITHDRAW, three[0], reason="Zastarelo")
    document = store.documents.get(three[0])
    assert (document.state, document.access) == (DocumentState.WITHDRAWN, Visibility.STAFF)
    assert store.changing.custody.of(three[0]).withdrawn_for == "Zastarelo"
    store.changing.changes.do(ANA, ChangeSort.PUT_BACK, three[0])
    assert store.documents.get(three[0]).access is Visibility.PUBLIC
    assert store.changing.custody.of(three[0]).withdrawn_at is None
    assert [deed for _, deed, _ in deeds(store)] == ["withdrawn", "put-back"]


def test_withdrawing_can_be_undone(store: Store, three: list[int]) -> None:
    change = store.changing.changes.do(ANA, ChangeSort.WITHDRAW, three[0], reason="Zastarelo")
    made(store, store.changing.changes.plan_undo(ANA, change.id))
    assert store.documents.get(three[0]).state is DocumentState.PUBLISHED
    assert store.changing.custody.of(three[0]).withdrawn_for == ""


@pytest.mark.parametrize(
    ("sort", "place"), [(ChangeSort.WITHDRAW, 2), (ChangeSort.PUT_BACK, 0), (ChangeSort.PUT_BACK, 2)]
)
def test_a_deed_that_the_state_does_not_allow_is_refused(
    store: Store, three: list[int], sort: ChangeSort, place: int
) -> None:
    with pytest.raises(NotPossible):
        store.changing.changes.do(ANA, sort, three[place], reason="Zastarelo")
    assert deeds(store) == []


def test_what_is_removed_is_out_of_sight_and_comes_back_whole(store: Store, three: list[int]) -> None:
    before = store.documents.get(three[0])
    store.changing.changes.do(ANA, ChangeSort.TRASH, three[0])
    with pytest.raises(NotFound):
        store.documents.get(three[0])
    with pytest.raises(NotFound):
        store.changing.changes.metadata(three[0])
    assert [(mark.document_id, mark.removed) for mark in store.marks.pending()] == [(three[0], True)]
    store.changing.changes.do(VID, ChangeSort.RESTORE, three[0])
    assert store.documents.get(three[0]) == before


def test_what_is_in_the_trash_is_not_edited(store: Store, three: list[int]) -> None:
    store.changing.changes.do(ANA, ChangeSort.TRASH, three[0])
    change = add_topic(store, three)
    skipped = store.changing.changes.parts(change.id, state=PartState.SKIPPED)
    assert [(part.document_id, part.reason) for part in skipped] == [(three[0], Skipped.IN_TRASH)]


def test_what_is_held_cannot_be_removed_but_withdrawn(store: Store, three: list[int]) -> None:
    store.changing.custody.hold(ANA, three[0], "Spor P 12/2026")
    with pytest.raises(NotPossible):
        store.changing.changes.do(ANA, ChangeSort.TRASH, three[0])
    store.changing.changes.do(ANA, ChangeSort.WITHDRAW, three[0], reason="Spor")
    assert store.documents.get(three[0]).state is DocumentState.WITHDRAWN
    store.changing.custody.release(ANA, three[0])
    store.changing.changes.do(ANA, ChangeSort.TRASH, three[0])
    assert [deed for _, deed, _ in deeds(store)] == ["held", "withdrawn", "released", "trashed"]


# --- choosing ---


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        (Wanted(), [2, 1, 0]),
        (Wanted(text="redarstvo"), [0]),
        (Wanted(text="NEPREBRANO"), [2]),
        (Wanted(text="b.txt"), [1]),
        (Wanted(text="redarstvo b.txt"), []),
        (Wanted(body="k-redarstvo"), [0]),
        (Wanted(body="-"), [2, 1]),
        (Wanted(body="nikjer"), []),
        (Wanted(topic="prekrski", kind="predstavitev"), [0]),
        (Wanted(kind="-"), [2, 1]),
        (Wanted(year="2024"), [0]),
        (Wanted(year="..2023"), []),
        (Wanted(year="2020.."), [0]),
        (Wanted(year="-"), [2, 1]),
        (Wanted(year="leto"), [2, 1, 0]),
        (Wanted(state=DocumentState.DRAFT), [2]),
        (Wanted(visibility=Visibility.STAFF), []),
        (Wanted(event="nikjer"), []),
        (Wanted(under="%"), []),
    ],
)
def test_documents_are_chosen_by_what_is_known_of_them(
    store: Store, three: list[int], wanted: Wanted, places: list[int]
) -> None:
    assert store.changing.chosen(wanted) == [three[place] for place in places]


def test_documents_are_chosen_by_where_they_came_from(store: Store, file: File) -> None:
    keep(store, file("a.txt", "A"), origin="nalaganje/1/a.txt")
    entry = keep(store, file("b.txt", "B"), origin="nalaganje/12/b.txt")
    assert store.changing.chosen(Wanted(under="nalaganje/12/")) == [entry.document_id]


# --- terms ---


def test_what_need_not_be_kept_any_longer_is_told(store: Store, three: list[int]) -> None:
    custody = store.changing.custody
    custody.set_term(ANA, three[1], dt.date(2026, 11, 1))
    custody.set_kind_term(ANA, "predstavitev", 2)
    custody.hold(ANA, three[1], "Spor")
    due = custody.due(before=dt.date(2026, 12, 1))
    told = [(each.document_id, each.until, each.by_kind, each.held_for) for each in due]
    assert told == [
        (three[0], dt.date(2026, 5, 1), "predstavitev", ""),
        (three[1], dt.date(2026, 11, 1), "", "Spor"),
    ]
    custody.set_term(ANA, three[0], dt.date(2030, 1, 1))
    custody.set_term(ANA, three[1], None)
    assert custody.due(before=dt.date(2026, 12, 1)) == ()


def test_a_term_from_the_29th_of_february_ends_in_a_year_without_one(store: Store, file: File) -> None:
    day = dt.date(2024, 2, 29)
    kept_and_read(store, file("a.txt", "A"), metadata=Metadata(kind="zapisnik", dated=day))
    store.changing.custody.set_kind_term(ANA, "zapisnik", 1)
    assert store.changing.custody.due(before=dt.date(2026, 1, 1))[0].until == dt.date(2025, 2, 28)


@pytest.mark.parametrize("years", [0, -1, 1_000])
def test_a_term_that_cannot_be_is_refused(store: Store, years: int) -> None:
    with pytest.raises(WrongValue):
        store.changing.custody.set_kind_term(ANA, "zapisnik", years)


def test_a_hold_needs_a_reason(store: Store, three: list[int]) -> None:
    with pytest.raises(WrongValue):
        store.changing.custody.hold(ANA, three[0], " \n ")
