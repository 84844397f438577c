"""Near-identical passages are folded together, and pages stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kb.library import Library, Question, Sort
from kb.library.folding import folded, near_identical, pairs_of
from kb.model import Metadata, Reader, Visibility
from kb.search.index import Group

Write = Callable[[str, str], Path]

ARTICLE = (
    "Občinski redar sme uporabiti prisilna sredstva le, če naloge ne more opraviti drugače, in mora o tem poročati."
)
CHANGED = ARTICLE.replace("poročati", "takoj poročati")
OTHER = "Plačilo parkirnine se dokaže z listkom, ki ga voznik pusti na vidnem mestu pod vetrobranskim steklom vozila."


def shown(groups: list[Group], texts: Mapping[int, str], silent: frozenset[int] = frozenset()) -> list[object]:
    """Gives what is shown: (document, passage ids, how many match, folded ones by passage)."""
    return [
        (each.group.document_id, [id_ for id_, _ in each.group.passages], each.group.matching, dict(each.alike))
        for each in folded(groups, texts, speaks=lambda id_: id_ not in silent)
    ]


def group(document_id: int, *passages: int, matching: int = 0) -> Group:
    return Group(document_id, 1.0, tuple((id_, 1.0) for id_ in passages), matching or len(passages))


def test_a_passage_that_was_shown_is_folded_into_the_first_of_its_likes() -> None:
    texts = {1: ARTICLE, 2: OTHER, 3: CHANGED, 4: ARTICLE}
    assert shown([group(1, 1), group(2, 2, 3, matching=5), group(3, 4)], texts) == [
        (1, [1], 1, {1: ((2, 3), (3, 4))}),
        (2, [2], 4, {}),
    ]


def test_a_slide_that_is_repeated_in_a_deck_is_shown_once() -> None:
    assert shown([group(1, 1, 2)], {1: ARTICLE, 2: ARTICLE}) == [(1, [1], 1, {1: ((1, 2),)})]


@pytest.mark.parametrize("text", ["", "Hvala za pozornost", "Vprašanja in odgovori na koncu dneva"])
def test_what_has_few_words_is_left_alone(text: str) -> None:
    assert len(shown([group(1, 1), group(2, 2)], {1: text, 2: text})) == 2


def test_what_answers_by_the_title_alone_is_left_alone() -> None:
    assert len(shown([group(1, 1), group(2, 2)], {1: ARTICLE, 2: ARTICLE}, silent=frozenset({2}))) == 2


def test_a_document_found_without_passages_and_a_passage_that_is_gone_stay() -> None:
    assert len(shown([group(1), group(2, 7), group(3, 8)], {7: ARTICLE})) == 3


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ARTICLE, ARTICLE, True),
        (ARTICLE, CHANGED, True),
        (ARTICLE, ARTICLE.upper(), True),
        (ARTICLE, OTHER, False),
        (ARTICLE, f"{ARTICLE} {OTHER}", False),
        (ARTICLE, " ".join(reversed(ARTICLE.split())), False),
    ],
)
def test_what_is_near_identical(one: str, other: str, expected: bool) -> None:
    assert near_identical(pairs_of(one), pairs_of(other)) is expected
    assert near_identical(pairs_of(other), pairs_of(one)) is expected


@pytest.fixture
def versions(library: Library, write: Write) -> Library:
    """A library with an article as adopted, changed and in a hidden draft, and thirteen other texts on wardens."""
    library.add([write("a.md", f"# Prva\n\n{ARTICLE}\n"), write("b.md", f"# Druga\n\n{CHANGED}\n")], Metadata())
    hidden = Metadata(visibility=Visibility.STAFF)
    library.add([write("c.md", f"# Osnutek\n\n{CHANGED} Osnutek.\n")], hidden)
    others = [
        write(f"{n}.md", f"# Tretja {n}\n\nRedar {n}: {' '.join(f'b{n}{k}' for k in range(9))}\n") for n in range(13)
    ]
    library.add(others, Metadata())
    return library


def titles(library: Library, page: int, **more: object) -> list[str]:
    question = Question("redar", page=page, per_page=5, **more)  # type: ignore[arg-type]
    return [found.document.title for found in library.find(question).groups]


def test_hits_tell_of_their_likes_that_the_reader_may_see(versions: Library) -> None:
    [found] = versions.find(Question("prisilna sredstva")).groups
    assert [(twin.document.title, twin.path.split("/")[1]) for twin in found.hits[0].alike] == [("Druga", "gradivo")]
    everyone = Reader(sees=frozenset(Visibility))
    [found] = versions.find(Question("prisilna sredstva"), reader=everyone).groups
    assert len(found.hits[0].alike) == 2


def test_pages_follow_one_another_without_gaps_and_repeats(versions: Library) -> None:
    results = versions.find(Question("redar", per_page=5))
    assert (results.documents, results.folded, results.pages) == (15, 1, 3)
    pages = [titles(versions, page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [5, 5, 4, 0]
    together = [title for page in pages for title in page]
    assert len(set(together)) == 14
    assert together == [found.document.title for found in versions.find(Question("redar", per_page=50)).groups]


def test_by_date_nothing_is_folded(versions: Library) -> None:
    results = versions.find(Question("redar", sort=Sort.NEWEST, per_page=50))
    assert (len(results.groups), results.folded) == (15, 0)
