"""Drafts are gone through for personal data and near-duplicates after they are read; other rules do it again."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kb.errors import NotFound, NotPossible
from kb.library import Library, Question
from kb.library.review import Published
from kb.model import EVERYTHING, VISITOR, Actor, DocumentState, Metadata, Visibility
from kb.slovene.personaldata import DataKind
from kb.worker import run_worker
from tests.laws import ADOPTED, CONSOLIDATED, TITLE
from tests.library.review.conftest import LONG, Put, settle

PUBLISHED = DocumentState.PUBLISHED
EDITED = LONG.replace("vodovod v naselju Rob", "kanalizacijo v naselju Rob") + "\n\nDodan je nov odstavek o stroških."


def alike(library: Library, document_id: int) -> list[tuple[int, bool]]:
    return [(each.document.id, each.is_same) for each in library.review.sheet(document_id).alike]


# --- personal data ---


def test_personal_data_are_told_with_their_places_and_masked(library: Library, put: Put) -> None:
    text = "# Prvo\n\nBrez podatkov.\n\n# Drugo\n\nEMŠO 0101006500006, pišite na info@obcina.si.\n"
    sheet = library.review.sheet(put(text, "vloga.md"))
    told = [(each.kind, each.shown, each.is_mild) for each in sheet.findings]
    assert told == [(DataKind.EMSO, "01••••••••••6", False), (DataKind.EMAIL, "i•••@obcina.si", True)]
    assert {each.locator.anchor for each in sheet.findings} == {sheet.passages[1].stored.passage.locator.anchor}
    assert [piece.text for piece in sheet.passages[1].pieces if piece.marked] == ["0101006500006", "info@obcina.si"]
    assert sheet.is_serious


def test_personal_data_are_found_before_the_worker_has_come(library: Library, tmp_path: Path) -> None:
    (tmp_path / "vloga.txt").write_text("EMŠO 0101006500006\n", encoding="utf-8")
    batch = library.add([tmp_path / "vloga.txt"], Metadata(state=DocumentState.DRAFT))
    sheet = library.review.sheet(batch.received[0].entry.document_id or 0)
    assert (sheet.is_examined, [each.kind for each in sheet.findings]) == (False, [DataKind.EMSO])


def test_no_data_are_kept_outside_the_text(library: Library, put: Put, tmp_path: Path) -> None:
    put("Vloga\n\nEMŠO 0101006500006\n")
    kept = library._store.review.examinations.findings(1)
    assert [(each.position, each.finding.start, each.finding.end) for each in kept] == [(0, 11, 24)]


def test_what_is_read_anew_is_gone_through_anew(library: Library, put: Put) -> None:
    document_id = put("Vloga\n\nEMŠO 0101006500006\n")
    assert library.review.catch_up() == 0
    with library._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE revisions SET stored = '2030-01-01 00:00:00.000000'")
    assert not library.review.sheet(document_id).is_examined
    assert library.review.catch_up() == 1
    assert len(library.review.sheet(document_id).findings) == 1


def test_going_through_can_be_stopped_and_taken_up_again(library: Library, put: Put) -> None:
    document_id = put("Vloga\n\nEMŠO 0101006500006\n")
    with library._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE examinations SET stamp = 'po starih pravilih'")
    stop = threading.Event()
    stop.set()
    assert library.review.catch_up(stop=stop) == 0
    assert library.review.catch_up(seconds=0) == 0
    assert library.review.catch_up() == 1
    assert library.review.sheet(document_id).is_examined


def test_the_worker_goes_through_what_it_has_read(library: Library, tmp_path: Path) -> None:
    (tmp_path / "vloga.txt").write_text("EMŠO 0101006500006\n", encoding="utf-8")
    library.add([tmp_path / "vloga.txt"], Metadata(state=DocumentState.DRAFT))
    run_worker(library, threading.Event(), once=True)
    assert library.review.sheet(1).is_examined


# --- near-duplicates ---


def test_another_version_is_found_and_both_know_of_each_other(library: Library, put: Put) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    assert alike(library, new) == [(old, False)]
    assert alike(library, old) == [(new, False)]


def test_those_that_come_together_are_compared_too(library: Library, tmp_path: Path) -> None:
    for name, text in (("a.txt", LONG), ("b.txt", EDITED), ("c.txt", "Nekaj povsem drugega o lipah in hrastih.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    library.add([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")], Metadata(state=DocumentState.DRAFT))
    settle(library)
    assert [alike(library, one) for one in (1, 2, 3)] == [[(2, False)], [(1, False)], []]


def test_the_same_text_in_another_format_is_the_same(library: Library, put: Put) -> None:
    old = put(LONG, "vodovod.txt", state=PUBLISHED)
    new = put(f"<html><body><p>{LONG.replace(chr(10) * 2, '</p><p>')}</p></body></html>", "vodovod.html")
    assert alike(library, new) == [(old, True)]


def test_versions_of_one_act_are_not_taken_for_duplicates(library: Library, put: Put) -> None:
    put(ADOPTED, "zakon.txt", state=PUBLISHED, title=TITLE, kind="zakon")
    npb = put(CONSOLIDATED, "npb.txt", title=f"{TITLE} (neuradno prečiščeno besedilo)", kind="npb")
    assert alike(library, npb) == []


def test_another_format_goes_to_the_document_that_is_there(library: Library, put: Put, ana: Actor) -> None:
    old = put(LONG, "vodovod.txt", state=PUBLISHED, topics=("okolje",))
    text = f"<html><body><p>{LONG.replace(chr(10) * 2, '</p><p>')}</p></body></html>"
    new = put(text, "vodovod.html", topics=("prekrski",), bodies=("k-okolje",))
    library.review.as_format(ana, new, old)
    settle(library)
    document = library.document(old)
    assert {topic.slug for topic in document.topics} == {"okolje", "prekrski"}
    assert [body.slug for body in document.bodies] == ["k-okolje"]
    assert document.revision.name == "vodovod.txt"
    (other,) = library.review.formats(old)
    assert b"".join(library.review.format_original(old, other.id, reader=VISITOR).chunks).decode() == text
    assert library.review.went_to(new) == old
    with pytest.raises(NotFound):
        library.document(new, reader=EVERYTHING)
    assert library.find(Question("vodovod"), reader=EVERYTHING).documents == 1
    with library._store.database.reading() as connection:
        left = connection.exec_driver_sql("SELECT title, source, kind_id, shown_id FROM documents WHERE id = 2").one()
        placed = connection.exec_driver_sql("SELECT count(*) FROM document_bodies WHERE document_id = 2").scalar()
    assert (tuple(left), placed) == (("", "", None, None), 0)


def test_a_new_version_is_shown_and_the_old_one_stays(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    assert library.review.as_revision(ana, new, old)
    settle(library)
    reading = library.read(old)
    assert [version.name for version in reading.versions] == ["novo.txt", "gradivo.txt"]
    assert reading.document.revision.name == "novo.txt"
    assert [each.document.id for each in library.find(Question("kanalizacijo")).groups] == [old]
    assert library.review.counts(ana).drafts == 0


def test_the_same_bytes_again_are_known_as_the_document_they_went_to(
    library: Library, put: Put, ana: Actor, tmp_path: Path
) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    library.review.as_revision(ana, new, old)
    (tmp_path / "spet.txt").write_text(EDITED, encoding="utf-8")
    batch = library.add([tmp_path / "spet.txt"], Metadata())
    assert batch.received[0].entry.document_id == old
    arrivals = library.review.sheet(old).arrivals
    assert [(each.name, each.is_again) for each in arrivals] == [
        ("gradivo.txt", False),
        ("novo.txt", False),
        ("spet.txt", True),
    ]


def test_two_that_are_kept_apart_are_not_asked_about_again(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    assert library.review.counts(ana).with_resemblances == 1
    library.review.keep_apart(ana, new, old)
    assert library.review.counts(ana).with_resemblances == 0
    with library._store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE examinations SET stamp = 'po starih pravilih'")
    library.review.catch_up()
    assert [each.decided for each in library.review.sheet(new).alike] == ["apart"]
    with pytest.raises(NotFound):
        library.review.keep_apart(ana, new, 999)


def test_a_body_of_its_own_readers_is_not_widened_by_a_format(library: Library, put: Put, ana: Actor) -> None:
    old = put(LONG, state=PUBLISHED, visibility=Visibility.BODY, bodies=("k-pravna",))
    new = put(EDITED, "novo.txt", bodies=("k-okolje",))
    library.review.as_format(ana, new, old)
    assert [body.slug for body in library.document(old, reader=EVERYTHING).bodies] == ["k-pravna"]


def test_a_new_version_of_what_two_people_publish_is_proposed(
    library: Library, put: Put, ana: Actor, bor: Actor
) -> None:
    library.review.set_two(ana, {library.body("k-okolje", reader=EVERYTHING).about.id})
    old, new = put(LONG, state=PUBLISHED, bodies=("k-okolje",)), put(EDITED, "novo.txt")
    assert not library.review.as_revision(ana, new, old)
    assert library.document(old).revision.name == "gradivo.txt"
    assert library.review.publish(ana, [new]) == {new: Published.OWN_PROPOSAL}
    assert library.review.publish(bor, [new]) == {new: Published.DONE}
    assert library.document(old).revision.name == "novo.txt"
    assert library.review.went_to(new) == old


@pytest.mark.parametrize("deed", ["as_format", "as_revision"])
def test_only_a_draft_goes_to_another_document(library: Library, put: Put, ana: Actor, deed: str) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt", state=PUBLISHED)
    with pytest.raises(NotPossible):
        getattr(library.review, deed)(ana, new, old)
    for one, other in ((999, old), (new, 999), (new, new)):
        with pytest.raises(NotFound):
            getattr(library.review, deed)(ana, one, other)


def test_the_check_of_the_collection_finds_nothing_wrong_after_it(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    library.review.as_format(ana, new, old)
    settle(library)
    checked = library.check(whole=True)
    assert not checked.bad_originals
