from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.errors import ChangedMeanwhile, NotFound, NotPossible, WrongValue
from kb.model import (
    EVERYTHING,
    PROGRAM,
    VISITOR,
    Actor,
    Body,
    Deed,
    Dossier,
    DossierStage,
    Position,
    Proposal,
    ProposalOutcome,
    Reader,
    RecordSort,
    Stance,
    Visibility,
)
from kb.model import Sought as Audited
from kb.store import Store
from kb.store.affairs.positions import Sought

ANA = Actor(7, "Ana")
DAY = dt.date(2026, 3, 8)
DRAFT = Position(
    0,
    "Stališče do sprememb ZORed",
    "k-redarstvo",
    Stance.SUPPORT_WITH_CHANGES,
    act="ZOR-ed",
    summary="Predlog je dober.",
    topics=("prekrski",),
    proposals=(
        Proposal(0, "14", Stance.SUPPORT_WITH_CHANGES, "Redar je v nevarnosti.", "Redar sme uporabiti razpršilec."),
        Proposal(0, "2", Stance.OPPOSE, "Naloge so že urejene."),
        Proposal(0, "", Stance.SUPPORT, "Sprememba je potrebna."),
    ),
)


def adopted(store: Store, position: Position = DRAFT, day: dt.date = DAY, by: str = "predsedstvo") -> Position:
    draft = store.affairs.positions.put(position, by=ANA)
    store.affairs.positions.adopt(draft.id, day=day, adopted_by=by, by=ANA)
    return store.affairs.positions.get(draft.id)


def deeds(store: Store, position_id: int) -> list[Deed]:
    rows = store.audit.rows(Audited(subject="position", subject_id=str(position_id)))
    return [row.deed for row in reversed(rows)]


# --- drafts ---


def test_a_draft_is_kept_whole_with_its_proposals_in_the_order_of_the_law(store: Store) -> None:
    kept = store.affairs.positions.put(DRAFT, by=ANA)
    assert (kept.title, kept.body, kept.topics, kept.is_draft) == (DRAFT.title, "k-redarstvo", ("prekrski",), True)
    assert [(each.article, each.outcome) for each in kept.proposals] == [
        ("", ProposalOutcome.UNKNOWN),
        ("2", ProposalOutcome.UNKNOWN),
        ("14", ProposalOutcome.UNKNOWN),
    ]
    assert store.affairs.positions.put(replace(DRAFT, title=" "), by=ANA).title == "Stališče do ZOR-ed"


def test_articles_with_letters_follow_the_slovene_alphabet(store: Store) -> None:
    named = tuple(Proposal(0, number, Stance.SUPPORT) for number in ("15", "14d", "14č", "2", "14"))
    kept = store.affairs.positions.put(replace(DRAFT, proposals=named), by=ANA)
    assert [each.article for each in kept.proposals] == ["2", "14", "14č", "14d", "15"]


def test_a_draft_is_edited_and_each_change_is_in_the_audit_log(store: Store) -> None:
    kept = store.affairs.positions.put(DRAFT, by=ANA)
    changed = store.affairs.positions.put(replace(kept, stance=Stance.OPPOSE, proposals=()), by=ANA)
    assert (changed.stance, changed.proposals, changed.edition > kept.edition) == (Stance.OPPOSE, (), True)
    row = store.audit.rows(Audited(subject="position", subject_id=str(kept.id)))[0]
    assert (row.deed, row.actor.name, row.before["stance"], row.after["stance"]) == (
        Deed.EDITED,
        "Ana",
        "support-with-changes",
        "oppose",
    )


def test_a_draft_that_somebody_else_has_changed_is_not_overwritten(store: Store) -> None:
    kept = store.affairs.positions.put(DRAFT, by=ANA)
    store.affairs.positions.put(replace(kept, title="Drugače"), by=PROGRAM)
    with pytest.raises(ChangedMeanwhile):
        store.affairs.positions.put(replace(kept, title="Tretje"), by=ANA)
    assert store.affairs.positions.get(kept.id).title == "Drugače"


@pytest.mark.parametrize("wrong", [{"body": "ni-je"}, {"topics": ("ni-ga",)}])
def test_a_body_or_topic_that_is_not_there_is_refused_and_nothing_is_kept(
    store: Store, wrong: dict[str, object]
) -> None:
    with pytest.raises(WrongValue):
        store.affairs.positions.put(replace(DRAFT, **wrong), by=ANA)  # type: ignore[arg-type]
    assert store.affairs.positions.all() == ()


def test_a_draft_can_be_thrown_away_and_an_adopted_position_cannot(store: Store) -> None:
    draft, kept = store.affairs.positions.put(DRAFT, by=ANA), adopted(store)
    store.affairs.positions.remove(draft.id, by=ANA)
    assert [each.id for each in store.affairs.positions.all()] == [kept.id]
    assert deeds(store, draft.id) == [Deed.ADDED, Deed.REMOVED]
    with pytest.raises(NotPossible):
        store.affairs.positions.remove(kept.id, by=ANA)
    document_id = store.records.documents(RecordSort.POSITION, [draft.id])[draft.id]
    assert document_id not in store.documents.many([document_id])


# --- adopting and sending ---


def test_an_adopted_position_is_not_altered_any_more(store: Store) -> None:
    kept = adopted(store)
    assert (kept.adopted, kept.adopted_by) == (DAY, "predsedstvo")
    with pytest.raises(NotPossible):
        store.affairs.positions.put(replace(kept, summary="Drugo."), by=ANA)
    with pytest.raises(NotPossible):
        store.affairs.positions.adopt(kept.id, day=DAY, adopted_by="predsedstvo", by=ANA)
    assert deeds(store, kept.id) == [Deed.ADDED, Deed.ADOPTED]


def test_a_body_that_is_no_more_adopts_nothing(store: Store) -> None:
    body = store.registers.body("k-redarstvo")
    store.registers.put(replace(body, valid_to=dt.date(2026, 1, 31)))
    with pytest.raises(NotPossible):
        adopted(store, by="k-redarstvo")
    assert adopted(store, day=dt.date(2026, 1, 31), by="k-redarstvo").adopted


def test_a_second_position_of_a_body_on_an_article_of_a_text_has_to_replace_the_first(store: Store) -> None:
    first = adopted(store)
    with pytest.raises(NotPossible):
        adopted(store)
    draft = store.affairs.positions.all(Sought(is_adopted=False))[0]
    assert [each.id for each in store.affairs.positions.clashing(draft)] == [first.id]
    second = adopted(store, replace(DRAFT, replaces_id=first.id))
    assert (store.affairs.positions.get(first.id).replaced_by, second.replaces_id) == (second.id, first.id)


def test_another_body_another_article_or_another_matter_is_no_clash(store: Store) -> None:
    adopted(store)
    other = tuple(replace(each, article="99") for each in DRAFT.proposals[:1])
    dossier = store.affairs.dossiers.put(ANA, Dossier(0, "Predlog", dt.date(2026, 1, 5), act="ZORed"))
    for position in (
        replace(DRAFT, body="k-pravna"),
        replace(DRAFT, proposals=other),
        replace(DRAFT, act="ZP-1"),
        replace(DRAFT, dossier_id=dossier.id),
    ):
        assert adopted(store, position).adopted


def test_a_position_is_sent_after_it_was_adopted(store: Store) -> None:
    draft = store.affairs.positions.put(DRAFT, by=ANA)
    with pytest.raises(NotPossible):
        store.affairs.positions.send(draft.id, day=DAY, to="Ministrstvo", by=ANA)
    store.affairs.positions.adopt(draft.id, day=DAY, adopted_by="predsedstvo", by=ANA)
    store.affairs.positions.send(draft.id, day=DAY, to="Ministrstvo\u00a0za javno upravo ", by=ANA)
    sent = store.affairs.positions.get(draft.id)
    assert (sent.sent, sent.sent_to) == (DAY, "Ministrstvo za javno upravo")
    assert deeds(store, draft.id) == [Deed.ADDED, Deed.ADOPTED, Deed.SENT]


def test_adopting_and_sending_move_the_dossier(store: Store) -> None:
    dossier = store.affairs.dossiers.put(ANA, Dossier(0, "Predlog ZORed-B", dt.date(2026, 1, 5), act="ZORed"))
    kept = adopted(store, replace(DRAFT, dossier_id=dossier.id))
    store.affairs.positions.send(kept.id, day=DAY, to="Ministrstvo", by=ANA)
    steps = store.affairs.dossiers.get(dossier.id, reader=EVERYTHING).steps
    document_id = store.records.documents(RecordSort.POSITION, [kept.id])[kept.id]
    assert [(each.stage, each.document_id) for each in steps] == [
        (DossierStage.RECEIVED, None),
        (DossierStage.POSITION, document_id),
        (DossierStage.SENT, document_id),
    ]


def test_a_position_for_fewer_people_than_its_dossier_leaves_no_step_there(store: Store) -> None:
    dossier = store.affairs.dossiers.put(ANA, Dossier(0, "Predlog ZORed-B", dt.date(2026, 1, 5)))
    adopted(store, replace(DRAFT, dossier_id=dossier.id, visibility=Visibility.BODY))
    assert len(store.affairs.dossiers.get(dossier.id, reader=EVERYTHING).steps) == 1


# --- outcomes ---


def test_what_came_of_a_proposal_is_kept_with_its_evidence_and_told_in_the_log(store: Store) -> None:
    kept = adopted(store)
    told = Proposal(0, "", Stance.SUPPORT, evidence="14. člen novele.", evidence_anchor="clen-14")
    store.affairs.positions.settle(kept.id, kept.proposals[2].id, ProposalOutcome.PARTLY, told=told, by=ANA)
    settled = store.affairs.positions.get(kept.id)
    assert [each.outcome for each in settled.proposals] == ["unknown", "unknown", "partly"]
    assert settled.proposals[2].confirmed is not None
    assert settled.outcome is ProposalOutcome.PARTLY
    row = store.audit.rows(Audited(subject="position", subject_id=str(kept.id)))[0]
    assert (row.deed, row.before["outcome"], row.after["outcome"]) == (Deed.EDITED, "unknown", "partly")


def test_nothing_came_of_a_draft_or_of_what_is_not_there(store: Store) -> None:
    draft = store.affairs.positions.put(DRAFT, by=ANA)
    with pytest.raises(NotPossible):
        store.affairs.positions.settle(draft.id, draft.proposals[0].id, ProposalOutcome.REJECTED, by=ANA)
    kept = adopted(store)
    for position_id, proposal_id in ((kept.id, 999), (999, kept.proposals[0].id)):
        with pytest.raises(NotFound):
            store.affairs.positions.settle(position_id, proposal_id, ProposalOutcome.REJECTED, by=ANA)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        (("unknown", "unknown"), "unknown"),
        (("accepted", "unknown"), "accepted"),
        (("accepted", "accepted"), "accepted"),
        (("accepted", "rejected"), "partly"),
        (("rejected", "rejected"), "rejected"),
    ],
)
def test_the_outcome_of_the_whole_is_that_of_what_is_known(outcomes: tuple[str, str], whole: str) -> None:
    own = tuple(Proposal(0, "1", Stance.SUPPORT, outcome=ProposalOutcome(each)) for each in outcomes)
    assert replace(DRAFT, proposals=own).outcome == whole


# --- who sees what ---


def test_a_draft_is_for_staff_and_a_position_for_those_it_is_meant_for(store: Store) -> None:
    store.affairs.positions.put(DRAFT, by=ANA)
    seen = {}
    for visibility in Visibility:
        seen[visibility] = adopted(store, replace(DRAFT, act=visibility.value, visibility=visibility)).id
    body = store.registers.body("k-redarstvo").id
    readers = {
        VISITOR: {"public"},
        Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS})): {"public", "members"},
        Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS}), frozenset({body})): {"public", "members", "body"},
    }
    for reader, wanted in readers.items():
        found = {each.act for each in store.affairs.positions.all(reader=reader)}
        assert found == wanted
        for visibility, position_id in seen.items():
            document = store.documents.get(store.records.documents(RecordSort.POSITION, [position_id])[position_id])
            placed = frozenset(each.id for each in document.bodies)
            assert reader.may_see(document.access, placed) == (visibility.value in wanted)
    assert len(store.affairs.positions.all()) == 5


def test_positions_are_sought_by_body_topic_act_and_dossier(store: Store) -> None:
    kept = adopted(store)
    above = next(each for each in store.registers.topics() if each.slug == "prekrski").parent_id
    parent = next(each.slug for each in store.registers.topics() if each.id == above)
    for sought in (
        Sought(body="k-redarstvo"),
        Sought(body="predsedstvo"),
        Sought(topic="prekrski"),
        Sought(topic=parent),
        Sought(acts=("zored",)),
        Sought(is_adopted=True),
    ):
        assert [each.id for each in store.affairs.positions.all(sought)] == [kept.id], sought
    for sought in (Sought(body="k-okolje"), Sought(topic="okolje"), Sought(acts=("ZP-1",)), Sought(dossier_id=1)):
        assert store.affairs.positions.all(sought) == (), sought
    assert isinstance(store.registers.body("predsedstvo"), Body)


# --- the record ---


def test_the_record_says_body_act_article_and_outcome_in_the_words_of_a_question(store: Store) -> None:
    kept = adopted(store)
    store.affairs.positions.settle(kept.id, kept.proposals[2].id, ProposalOutcome.ACCEPTED, by=ANA)
    document = store.documents.get(store.records.documents(RecordSort.POSITION, [kept.id])[kept.id])
    assert (document.kind and document.kind.slug, document.dated) == ("stalisce", DAY)
    assert [each.slug for each in document.bodies] == ["k-redarstvo", "predsedstvo"]
    passages = {each.passage.locator.anchor: each.passage for each in store.passages.of(document.id, limit=100)}
    assert set(passages) == {"razdelek-1", "razdelek-2", "clen-2", "clen-14"}
    assert passages["clen-14"].heading == "Stališče do 14. člena ZOR-ed"
    for words in ("Komisija za občinsko redarsko službo", "podpora s spremembami", "razpršilec", "predlog je sprejet"):
        assert words in passages["clen-14"].text, words
    assert all(each.text for each in passages.values())
