from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kb.legislation.citations import Citation, GazetteReference, Kind
from kb.legislation.placed import BARE_KEY, OWN_KEY, PlacedCitation
from kb.model import EVERYTHING, VISITOR, Locator, LocatorKind, Metadata, Passage, Reader, Visibility
from kb.store import CITE, Cited, Job, JobState, Store, Told, Wanted
from tests.store.making import StandingClock, claimed, keep, kept_and_read, slides

File = Callable[..., Path]

ZORED = Wanted("ZORED", "12")


def cite(
    position: int = 0, key: str = "ZORED", article: str = "12", *, start: int = 3, **more: object
) -> PlacedCitation:
    said = f"{article}. člen" if article else "ZORed"
    articles = (article,) if article else ()
    citation = Citation(said, start, start + len(said), Kind.ARTICLE, "ZORed", articles, **more)  # type: ignore[arg-type]
    return PlacedCitation(position, False, key, citation)


def jobs_of(store: Store) -> tuple[Job, ...]:
    return store.jobs.claim_some("delavec", lease_seconds=60, kind=CITE, most=100)


def found(store: Store, citations: Sequence[PlacedCitation], stamp: str = "1") -> None:
    """Keeps the citations as those of the one document that waits for them."""
    done = [Cited(each, stamp, tuple(citations)) for each in store.citings.to_read(jobs_of(store))]
    assert len(store.citings.keep(done)) == 1


def citing_document(store: Store, path: Path, *citations: PlacedCitation, texts: int = 2, **more: object) -> int:
    document_id = kept_and_read(store, path, *("Besedilo." for _ in range(texts)), **more)  # type: ignore[arg-type]
    found(store, citations)
    return document_id


def citing(store: Store, wanted: Wanted, reader: Reader = EVERYTHING) -> list[tuple[int, int]]:
    return [(each.document_id, each.passages) for each in store.citations.citing(wanted, reader=reader)]


def test_what_is_kept_comes_back_as_it_was(store: Store, file: File) -> None:
    citation = Citation(
        *("2. in 3. točka 11. in 12.a člena ZORed", 4, 42, Kind.ARTICLE, "ZORed", ("11", "12a"), ("2",)),
        points=("2", "3", "6.8.1", "b"),
        indents=("4",),
        gazette=(GazetteReference("139", 2006), GazetteReference("9", 2017, "ZORed-A")),
    )
    kept = (PlacedCitation(0, True, "ZORED", citation), cite(0), cite(1, "", ""))
    document_id = citing_document(store, file(), *kept)
    assert store.citations.of(document_id) == kept
    assert store.citations.of(document_id, first=1) == kept[2:]
    assert store.citations.of(document_id, end=1) == kept[:2]


def test_a_document_is_gone_through_once_it_has_been_read(store: Store, file: File) -> None:
    assert jobs_of(store) == ()
    kept_and_read(store, file(), "Prva.", "Druga.", title="Zapisnik")
    waiting = list(store.citings.to_read(jobs_of(store)))
    assert [(each.title, [passage.text for passage in each.passages]) for each in waiting] == [
        ("Zapisnik", ["Prva.", "Druga."])
    ]
    store.citings.keep([Cited(each, "1", ()) for each in waiting])
    assert jobs_of(store) == ()


def test_documents_of_another_stamp_are_gone_through_again(store: Store, file: File) -> None:
    document_id = citing_document(store, file(), cite())
    assert store.citings.make_ready("1") == 0
    assert store.citings.make_ready("2") == 1
    assert store.citations.of(document_id) == (cite(),)
    found(store, [cite(article="13")], stamp="2")
    assert store.citations.of(document_id) == (cite(article="13"),)
    assert (store.citings.make_ready("2"), store.citings.make_ready("2", all_of_them=True)) == (0, 1)


def test_what_was_read_anew_meanwhile_is_not_overwritten(store: Store, file: File, clock: StandingClock) -> None:
    path = file(text="Prva.")
    entry = keep(store, path)
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", slides("Prva."))])
    old = list(store.citings.to_read(jobs_of(store)))
    clock.go_on(5)
    store.ledger.retry([entry.id])
    store.jobs.put("read", old[0].job.subject)
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", slides("Nova.", "Še ena."))])
    assert store.citings.keep([Cited(old[0], "1", (cite(),))]) == frozenset()
    store.jobs.put_back([old[0].job])
    assert [len(each.passages) for each in store.citings.to_read(jobs_of(store))] == [2]


def test_passages_that_are_read_anew_take_their_citations_with_them(store: Store, file: File) -> None:
    document_id = citing_document(store, file(), cite(), cite(1))
    revision = store.documents.get(document_id).revision.id
    store.jobs.put("read", revision)
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", slides("Nova."))])
    assert store.citations.of(document_id) == ()
    assert len(jobs_of(store)) == 1


def test_a_lost_lease_keeps_nothing(store: Store, file: File, clock: StandingClock) -> None:
    kept_and_read(store, file())
    late = list(store.citings.to_read(jobs_of(store)))
    clock.go_on(61)
    again = list(store.citings.to_read(jobs_of(store)))
    assert store.citings.keep([Cited(late[0], "1", (cite(),))]) == frozenset()
    assert len(store.citings.keep([Cited(again[0], "1", ())])) == 1


def test_what_cites_an_article_is_found_by_act_and_number(store: Store, file: File) -> None:
    one = citing_document(store, file("a.txt", "a"), cite(0), cite(0, start=40), cite(1))
    two = citing_document(store, file("b.txt", "b"), cite(0, article="13"), cite(1, "ZP1"))
    assert citing(store, ZORED) == [(one, 2)]
    assert citing(store, Wanted("ZORED")) == [(two, 1), (one, 2)]
    assert citing(store, Wanted("ZP1")) == [(two, 1)]
    assert citing(store, Wanted("ZLS")) == []
    places = store.citations.places(ZORED, [one, two])
    assert [(place.document_id, place.start, place.end) for place in places] == [
        (one, 3, 11),
        (one, 40, 48),
        (one, 3, 11),
    ]


def test_an_act_s_own_text_names_it_otherwise(store: Store, file: File) -> None:
    text = citing_document(store, file("z.txt", "z"), cite(0, OWN_KEY), cite(1, BARE_KEY))
    changing = citing_document(store, file("a.txt", "a"), cite(0, OWN_KEY), cite(1, BARE_KEY))
    wanted = Wanted("ZORED", "12", own=frozenset({text}), bare=frozenset({text, changing}))
    assert citing(store, wanted) == [(changing, 1), (text, 2)]
    assert citing(store, ZORED) == []


def test_an_article_that_speaks_of_itself_does_not_cite_itself(store: Store, file: File) -> None:
    entry = keep(store, file())
    law = [Passage(Locator(LocatorKind.ARTICLE, number), "", "Besedilo.") for number in ("12", "13")]
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", law)])
    assert entry.document_id is not None
    found(store, [cite(0, OWN_KEY), cite(1, OWN_KEY)])
    wanted = Wanted("ZORED", "12", own=frozenset({entry.document_id}))
    (document,) = store.citations.citing(wanted, reader=EVERYTHING)
    assert document.passages == 1
    assert len(store.citations.places(wanted, [entry.document_id])) == 1


def test_the_whole_act_is_not_cited_by_its_own_text(store: Store, file: File) -> None:
    text = citing_document(store, file(), cite(0, article=""))
    assert citing(store, Wanted("ZORED")) == [(text, 1)]
    assert citing(store, Wanted("ZORED", own=frozenset({text}))) == []


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.PUBLIC, ["visitor", "of-body", "member", "staff"]),
        (Visibility.MEMBERS, ["member", "staff"]),
        (Visibility.BODY, ["of-body", "staff"]),
        (Visibility.STAFF, ["staff"]),
    ],
)
def test_only_what_a_reader_may_see_cites(store: Store, file: File, visibility: Visibility, seen_by: list[str]) -> None:
    metadata = Metadata(bodies=("k-redarstvo",), visibility=visibility)
    document_id = citing_document(store, file(), cite(), metadata=metadata)
    (body,) = (body.id for body in store.registers.bodies() if body.slug == "k-redarstvo")
    readers = {
        "visitor": VISITOR,
        "of-body": Reader(bodies=frozenset({body})),
        "member": Reader(sees=frozenset({Visibility.PUBLIC, Visibility.MEMBERS})),
        "staff": EVERYTHING,
    }
    assert [name for name, reader in readers.items() if citing(store, ZORED, reader)] == seen_by
    for reader in readers.values():
        assert (document_id in store.documents.seen([document_id], reader=reader)) is bool(citing(store, ZORED, reader))


def test_a_removed_document_cites_nothing(store: Store, file: File) -> None:
    document_id = citing_document(store, file(), cite())
    store.remove(document_id)
    assert citing(store, ZORED) == []
    assert store.citations.of(document_id) == ()
    assert store.documents.seen([document_id], reader=EVERYTHING) == frozenset()


def test_only_the_revision_that_is_shown_cites(store: Store, file: File) -> None:
    document_id = citing_document(store, file(text="Prva."), cite())
    keep(store, file("nova.txt", "Nova."), revises=document_id)
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", slides("Nova."))])
    assert citing(store, ZORED) == []
    found(store, [cite(article="13")])
    assert citing(store, Wanted("ZORED", "13")) == [(document_id, 1)]


def test_what_a_document_cites_is_counted_by_act_and_article(store: Store, file: File) -> None:
    document_id = citing_document(store, file(), cite(), cite(1), cite(1, article=""), cite(0, "ZP1"), cite(0, ""))
    counted = {(each.key, each.article): each.count for each in store.citations.counted(document_id)}
    assert counted == {("ZORED", "12"): 2, ("ZORED", ""): 1, ("ZP1", "12"): 1}


def test_headings_of_articles_are_found_by_document_and_number(store: Store, file: File) -> None:
    entry = keep(store, file())
    law = [Passage(Locator(LocatorKind.ARTICLE, number), f"naslov {number}", "Besedilo.") for number in ("12", "12a")]
    store.store_readings([Told(claimed(store), "text/plain", "sl", "", law)])
    document_id = entry.document_id or 0
    asked = [(document_id, "12a"), (document_id, "99"), (document_id + 1, "12")]
    assert store.citations.articles(asked) == {(document_id, "12a"): "naslov 12a"}
    assert store.citations.articles([]) == {}


def test_any_text_can_be_kept(store: Store, file: File) -> None:
    odd = PlacedCitation(0, False, "zakon \x00", Citation("\ud800", 0, 1, Kind.ACT, "Zakon \x00", ("9" * 99,)))
    document_id = citing_document(store, file(), odd)
    (kept,) = store.citations.of(document_id)
    assert kept.citation.articles == ("9" * 16,)


def test_a_job_on_what_has_not_been_read_is_done(store: Store, file: File) -> None:
    entry = keep(store, file())
    revision = store.documents.get(entry.document_id or 0).revision.id
    store.jobs.put(CITE, revision)
    assert list(store.citings.to_read(jobs_of(store))) == []
    assert store.jobs.counts(CITE) == {JobState.DONE: 1}
