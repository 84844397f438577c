"""Suggestions for a stored document: told with their places, taken over one by one or all that are sure."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from kb.errors import ChangedMeanwhile
from kb.ingest import divide, extract
from kb.ingest.suggest import suggest
from kb.ingest.suggest.again import from_passages
from kb.library import Library
from kb.model import EVERYTHING, Actor, Metadata
from tests.ingest.suggest.making import NAMES
from tests.library.review.conftest import Put

CORPUS = Path(__file__).parents[3] / "corpus"
MINUTES = """ZAPISNIK
7. seje Komisije za okolje

Ljubljana, 12. 3. 2024

Člani so obravnavali varstvo okolja, odpadke in ravnanje z odpadki v občinah. Komisija za okolje predlaga, da občine
uredijo zbiranje odpadkov. Okolje in odpadki so naloga občine.
"""


def field(library: Library, document_id: int, name: str) -> list[str]:
    return [each.value for each in library.review.sheet(document_id).suggested if each.field == name]


def test_suggestions_from_passages_are_as_good_as_from_the_file() -> None:
    manifest = tomllib.loads((CORPUS / "manifest.toml").read_text(encoding="utf-8"))["document"]
    right = {"kind": 0, "dated": 0, "bodies": 0, "topics": 0}
    for told in manifest:
        read = extract(CORPUS / told["file"])
        passages = divide(read)
        again = from_passages(passages, media_type=read.media_type, title=read.title, language=read.language)
        found = suggest(again, passages, names=NAMES)
        right["kind"] += bool(found.kind) and found.kind.value == told["kind"]
        right["dated"] += bool(found.dated) and found.dated.value == told["date"]
        for name in ("bodies", "topics"):
            several = getattr(found, name)
            right[name] += bool(several) and several[0].value in told[name]
    assert len(manifest) == 68
    assert (right["kind"] >= 65, right["dated"] >= 38, right["bodies"] >= 55, right["topics"] >= 66) == (True,) * 4


def test_suggestions_tell_where_they_were_seen(library: Library, put: Put) -> None:
    sheet = library.review.sheet(put(MINUTES, "zapisnik.txt"))
    told = {each.field: each for each in sheet.suggested}
    assert told["kind"].value == "zapisnik"
    assert (told["dated"].value, told["dated"].words) == ("2024-03-12", "Ljubljana, 12. 3. 2024")
    assert told["bodies"].value == "k-okolje"
    assert all(each.place and each.words for each in sheet.suggested)


def test_one_suggestion_is_taken_over(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    assert [each.key for each in library.review.accept(ana, document_id, ["kind:zapisnik"])] == ["kind:zapisnik"]
    document = library.document(document_id, reader=EVERYTHING)
    assert document.kind is not None
    assert (document.kind.slug, document.dated, document.bodies) == ("zapisnik", None, ())
    assert [each.is_kept for each in library.review.sheet(document_id).suggested if each.field == "kind"] == [True]


def test_all_that_are_sure_are_taken_over_at_once(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    sure = {each.key for each in library.review.sheet(document_id).suggested if each.is_sure}
    assert {each.key for each in library.review.accept(ana, document_id)} == sure
    document = library.document(document_id, reader=EVERYTHING)
    assert document.dated == dt.date(2024, 3, 12)
    assert [body.slug for body in document.bodies] == ["k-okolje"]
    assert library.review.accept(ana, document_id) == ()


def test_what_a_person_has_told_is_replaced_only_by_itself(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(MINUTES, "zapisnik.txt", kind="mnenje", dated=dt.date(2020, 1, 1))
    library.review.accept(ana, document_id)
    document = library.document(document_id, reader=EVERYTHING)
    assert document.kind is not None
    assert (document.kind.slug, document.dated) == ("mnenje", dt.date(2020, 1, 1))
    library.review.accept(ana, document_id, ["dated:2024-03-12"])
    assert library.document(document_id, reader=EVERYTHING).dated == dt.date(2024, 3, 12)


@pytest.mark.parametrize("keys", [[], ["kind:ni-te-vrste"], ["bodies:"], ["title"], ["č" * 5000]])
def test_what_was_not_suggested_cannot_be_taken_over(library: Library, put: Put, ana: Actor, keys: list[str]) -> None:
    assert library.review.accept(ana, put(MINUTES, "zapisnik.txt"), keys) == ()


def test_an_edit_keeps_what_was_read_from_the_file_as_that(library: Library, put: Put, ana: Actor) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    before = library.review.document(document_id).metadata
    library.review.edit(ana, document_id, _with(before, source="SOS"), shown=before)
    document = library.document(document_id, reader=EVERYTHING)
    assert (document.source, document.title) == ("SOS", before.title)
    with library._store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT title FROM documents").scalar() == ""


def test_an_edit_over_anothers_is_refused(library: Library, put: Put, ana: Actor, bor: Actor) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    before = library.review.document(document_id).metadata
    library.review.edit(bor, document_id, _with(before, source="SOS"), shown=before)
    with pytest.raises(ChangedMeanwhile):
        library.review.edit(ana, document_id, _with(before, source="ZOS"), shown=before)
    assert library.document(document_id, reader=EVERYTHING).source == "SOS"


def _with(metadata: Metadata, *, source: str) -> Metadata:
    from dataclasses import replace

    return replace(metadata, source=source)
