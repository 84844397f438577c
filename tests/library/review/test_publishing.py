"""From draft to published: by one person or by two, with personal data seen by a person first."""

from __future__ import annotations

import pytest

from kb.errors import NotFound
from kb.library import Library, Question
from kb.library.review import Published
from kb.model import EVERYTHING, VISITOR, Actor, Deed, DocumentState, Sought, Visibility
from kb.slovene.personaldata import DataKind
from tests.library.review.conftest import LONG, Put, settle

PERSONAL = "Vloga občana\n\nPodpisani, EMŠO 0101006500006, prosim za soglasje.\n"
PLAIN = "Zapisnik seje\n\nČlani so obravnavali vodovod.\n"


def found(library: Library, text: str) -> int:
    settle(library)
    return library.find(Question(text), reader=VISITOR).documents


def test_a_draft_is_found_by_staff_alone_until_it_is_published(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PLAIN)
    assert found(library, "vodovod") == 0
    assert library.find(Question("vodovod"), reader=EVERYTHING).documents == 1
    with pytest.raises(NotFound):
        library.document(document_id)
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}
    assert found(library, "vodovod") == 1
    assert library.document(document_id).state is DocumentState.PUBLISHED


def test_a_published_document_can_be_made_a_draft_again(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PLAIN)
    library.review.publish(ana, [document_id])
    assert library.review.unpublish(ana, [document_id, 999]) == (document_id,)
    assert found(library, "vodovod") == 0
    assert library.review.unpublish(ana, [document_id]) == ()


def test_what_cannot_be_published_says_why(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PLAIN)
    library.review.publish(ana, [document_id])
    came = library.review.publish(ana, [document_id, document_id, 999, -1, 10**20])
    assert came == {document_id: Published.NOT_A_DRAFT, 999: Published.GONE}


def test_personal_data_hold_a_document_back_until_a_person_has_seen_them(
    library: Library, put: Put, ana: Actor
) -> None:
    document_id, other_id = put(PERSONAL), put(PLAIN, "drugo.txt")
    came = library.review.publish(ana, [document_id, other_id])
    assert came == {document_id: DataKind.EMSO, other_id: Published.DONE}
    assert library.document(document_id, reader=EVERYTHING).state is DocumentState.DRAFT
    assert library.review.publish(ana, [document_id], is_confirmed=True) == {document_id: Published.DONE}


def test_what_staff_alone_see_need_not_be_confirmed(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PERSONAL, visibility=Visibility.STAFF)
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}


def test_contacts_of_an_office_hold_nothing_back(library: Library, put: Put, ana: Actor) -> None:
    document_id = put("Obvestilo\n\nPišite na info@obcina-dol.si.\n")
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}


# --- two people ---


@pytest.fixture
def two(library: Library, ana: Actor) -> None:
    library.review.set_two(ana, {library.body("k-okolje", reader=EVERYTHING).about.id})


@pytest.mark.usefixtures("two")
def test_a_body_that_wants_two_people_gets_two(library: Library, put: Put, ana: Actor, bor: Actor) -> None:
    document_id = put(PLAIN, bodies=("k-okolje",))
    assert library.review.sheet(document_id).wants_two
    assert library.review.publish(ana, [document_id]) == {document_id: Published.PROPOSED}
    assert library.review.publish(ana, [document_id]) == {document_id: Published.OWN_PROPOSAL}
    assert found(library, "vodovod") == 0
    proposal = library.review.sheet(document_id).proposal
    assert proposal is not None
    assert proposal.actor == ana
    assert library.review.counts(bor).proposed_by_others == 1
    assert library.review.counts(ana).proposed_by_others == 0
    assert library.review.publish(bor, [document_id]) == {document_id: Published.DONE}
    assert found(library, "vodovod") == 1
    assert library.review.sheet(document_id).proposal is None


@pytest.mark.usefixtures("two")
def test_a_proposal_can_be_declined_and_made_again(library: Library, put: Put, ana: Actor, bor: Actor) -> None:
    document_id = put(PLAIN, bodies=("k-okolje",))
    library.review.publish(ana, [document_id])
    library.review.decline(bor, document_id, reason="manjka priloga")
    with pytest.raises(NotFound):
        library.review.decline(bor, document_id)
    assert library.review.publish(bor, [document_id]) == {document_id: Published.PROPOSED}
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}


@pytest.mark.usefixtures("two")
def test_other_bodies_need_one_person(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PLAIN, bodies=("k-pravna",))
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}


@pytest.mark.usefixtures("two")
def test_a_body_that_no_longer_wants_two_lets_the_proposer_publish(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PLAIN, bodies=("k-okolje",))
    library.review.publish(ana, [document_id])
    library.review.set_two(ana, set())
    assert library.review.publish(ana, [document_id]) == {document_id: Published.DONE}


def test_the_flag_of_a_body_outlives_its_renaming(library: Library, ana: Actor) -> None:
    body = library.body("k-okolje", reader=EVERYTHING).about
    library.review.set_two(ana, {body.id})
    (again,) = [each for each in library.people.bodies() if each.slug == "k-okolje"]
    assert again.needs_two
    assert sum(each.needs_two for each in library.people.bodies()) == 1


# --- what waits ---


def test_what_waits_is_counted_and_listed_in_the_order_of_coming(library: Library, put: Put, ana: Actor) -> None:
    first, second = put(PLAIN), put(PERSONAL, "vloga.txt")
    counts = library.review.counts(ana)
    assert (counts.drafts, counts.with_findings, counts.with_resemblances) == (2, 1, 0)
    lines, total = library.review.drafts()
    assert ([line.document.id for line in lines], total) == ([first, second], 2)
    assert [line.draft.findings for line in lines] == [0, 1]
    lines, total = library.review.drafts(only="findings", per_page=1)
    assert ([line.document.id for line in lines], total) == ([second], 1)
    assert library.review.drafts(page=7)[0] == ()


def test_the_next_draft_is_the_one_that_came_after_and_then_the_first_again(
    library: Library, put: Put, ana: Actor
) -> None:
    ids = [put(f"Zapisnik {number}\n\nBesedilo {number}.\n", f"{number}.txt") for number in range(3)]
    assert [library.review.next(one) for one in ids] == [ids[1], ids[2], ids[0]]
    library.review.publish(ana, ids[:2])
    assert [library.review.next(one) for one in ids] == [ids[2], ids[2], None]


# --- who did what ---


def done(library: Library, subject: str, subject_id: int) -> list[tuple[Deed, str]]:
    """Gives what the audit log tells of a thing, without how it came in; the oldest first."""
    rows = library._store.audit.rows(Sought(subject=subject, subject_id=str(subject_id)))
    return [(row.deed, row.actor.name) for row in reversed(rows) if row.deed is not Deed.UPLOADED]


@pytest.mark.usefixtures("two")
def test_the_audit_log_shows_both_people(library: Library, put: Put, ana: Actor, bor: Actor) -> None:
    document_id = put(PLAIN, bodies=("k-okolje",))
    library.review.publish(ana, [document_id])
    library.review.decline(bor, document_id, reason="manjka priloga")
    library.review.publish(ana, [document_id])
    library.review.publish(bor, [document_id])
    library.review.unpublish(ana, [document_id])
    assert done(library, "document", document_id) == [
        (Deed.PROPOSED, "Ana"),
        (Deed.DECLINED, "Bor"),
        (Deed.PROPOSED, "Ana"),
        (Deed.PUBLISHED, "Bor"),
        (Deed.UNPUBLISHED, "Ana"),
    ]
    (row,) = library._store.audit.rows(Sought(deeds=frozenset({Deed.PUBLISHED})))
    assert (dict(row.before), dict(row.after)) == (
        {"state": "draft", "visibility": "public"},
        {"state": "published", "visibility": "public", "proposed_by": "Ana"},
    )
    body_id = library.body("k-okolje", reader=EVERYTHING).about.id
    assert done(library, "body", body_id) == [(Deed.EDITED, "Ana")]


def test_what_becomes_of_near_duplicates_is_in_the_audit_log(library: Library, put: Put, ana: Actor) -> None:
    old = put(LONG, state=DocumentState.PUBLISHED)
    one, other = put(f"{LONG}\n\nDodan odstavek.", "a.txt"), put(f"{LONG}\n\nDrug odstavek o stroških.", "b.txt")
    library.review.keep_apart(ana, one, old)
    library.review.as_revision(ana, other, old)
    assert done(library, "document", one) == [(Deed.TOLD_APART, "Ana")]
    assert done(library, "document", other) == [(Deed.MERGED, "Ana")]
    assert done(library, "document", old) == [(Deed.REVISED, "Ana")]


def test_what_is_not_done_leaves_no_row(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(PERSONAL)
    library.review.publish(ana, [document_id, 999])
    library.review.unpublish(ana, [document_id])
    assert done(library, "document", document_id) == []
