"""A draft that was joined to another document is made a draft again, with its file and all that it was."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from kb.errors import NotFound, NotPossible
from kb.library import Library, Question
from kb.library.keeping import Change, ChangeSort, PartState, Skipped
from kb.model import EVERYTHING, Actor, Deed, DocumentState
from tests.library.review.conftest import LONG, Put, settle
from tests.library.review.test_publishing import done

PUBLISHED = DocumentState.PUBLISHED
EDITED = LONG.replace("vodovod v naselju Rob", "kanalizacijo v naselju Rob") + "\n\nDodan je nov odstavek o stroških."
TOLD = {"title": "Vodovodi", "topics": ("prekrski",), "bodies": ("k-okolje",), "speakers": ("Ana Novak",)}


def undone(library: Library, actor: Actor, change: Change) -> Change:
    return library.keeping.carry_out(library.keeping.changes.plan_undo(actor, change.id).id)


def last_of(library: Library, document_id: int) -> Change:
    return library.keeping.changes.all(document_id=document_id)[0]


@pytest.mark.parametrize("deed", ["as_format", "as_revision"])
def test_a_draft_that_was_joined_is_a_draft_again(library: Library, put: Put, ana: Actor, deed: str) -> None:
    old, new = put(LONG, state=PUBLISHED, topics=("okolje",)), put(EDITED, "novo.txt", **TOLD)
    documents = library.document(old), library.document(new, reader=EVERYTHING)
    getattr(library.review, deed)(ana, new, old)
    change = last_of(library, old)
    assert (change.sort, change.actor.name, change.can_be_undone) == (ChangeSort.JOIN, "Ana", True)
    assert undone(library, ana, change).counts == {PartState.DONE: 1}
    settle(library)
    assert (library.document(old), library.document(new, reader=EVERYTHING)) == documents
    assert library.review.went_to(new) is None
    assert [each.decided for each in library.review.sheet(new).alike] == [""]
    found = library.find(Question("kanalizacijo"), reader=EVERYTHING)
    assert [each.document.id for each in found.groups] == [new]
    assert done(library, "document", new)[-1] == (Deed.UNDONE, "Ana")
    assert library.check(whole=True).is_well


def test_it_can_be_joined_again_as_something_else(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    library.review.as_format(ana, new, old)
    undone(library, ana, last_of(library, old))
    assert library.review.as_revision(ana, new, old)
    assert library.document(old).revision.name == "novo.txt"


def test_the_undoing_itself_is_not_undone(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    library.review.as_format(ana, new, old)
    undone(library, ana, last_of(library, old))
    again = undone(library, ana, last_of(library, old))
    (part,) = library.keeping.changes.parts(again.id)
    assert part.reason is Skipped.JOINED_THERE
    assert library.document(new, reader=EVERYTHING).revision.name == "novo.txt"


def test_what_was_changed_since_is_not_parted(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt", **TOLD)
    library.review.as_format(ana, new, old)
    joined = last_of(library, old)
    told = library.keeping.changes.metadata(old)
    library.keeping.changes.edit(ana, old, replace(told, topics=("okolje",)))
    (part,) = library.keeping.changes.parts(undone(library, ana, joined).id)
    assert part.reason is Skipped.CHANGED
    assert library.review.went_to(new) == old


def test_another_format_of_what_was_joined_holds_it(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt")
    third = put(f"{EDITED}\n\nIn še en odstavek o stroških.", "tretje.txt")
    library.review.as_revision(ana, new, old)
    joined = last_of(library, old)
    library.review.as_format(ana, third, old)
    (part,) = library.keeping.changes.parts(undone(library, ana, joined).id)
    assert part.reason is Skipped.CHANGED
    undone(library, ana, last_of(library, old))


def test_erasing_the_other_document_leaves_no_trace_of_the_draft(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt", **TOLD)
    library.review.as_format(ana, new, old)
    joined = last_of(library, old)
    library.keeping.changes.do(ana, ChangeSort.TRASH, old)
    library.keeping.ask_to_erase(ana, [old])
    settle(library)
    library.keeping.catch_up(stop=threading.Event())
    with pytest.raises(NotFound):
        library.keeping.changes.get(joined.id)
    with library._store.database.reading() as connection:
        told = connection.exec_driver_sql("SELECT count(*) FROM changes WHERE told LIKE '%Vodovodi%'").scalar()
    assert told == 0


def test_a_draft_that_goes_nowhere_leaves_no_change(library: Library, put: Put, ana: Actor) -> None:
    old, new = put(LONG, state=PUBLISHED), put(EDITED, "novo.txt", state=PUBLISHED)
    with pytest.raises(NotPossible):
        library.review.as_format(ana, new, old)
    assert library.keeping.changes.all(document_id=old) == ()
