"""The Index protocol: what every search engine of kb can do, and the values it takes and gives.

The store is the truth; an index holds keys and ids only and can be thrown away at any time. One contract
suite (tests/search/index_contract.py) judges every engine: the in-memory twin, the embedded Whoosh index, later
a server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kb.model import Visibility
from kb.search.plan import Plan


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage on its way into the index: `id` is the store's."""

    id: int
    heading: str
    text: str
    language: str = "sl"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document on its way into the index: ids, not names, so that renaming a topic reindexes nothing.

    `topics` holds the parents of the document's topics too. An indexed document replaces what the index
    held under its `id`. One without passages is not in the index. `version` grows when anything of it changes.
    """

    id: int
    title: str
    passages: tuple[IndexedPassage, ...]
    kind: int | None = None
    bodies: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    dated: dt.date | None = None
    visibility: Visibility = Visibility.PUBLIC
    version: int = 0


def title_language(document: IndexedDocument) -> str:
    """Gives the language that the title of a document is analysed in: that of more than half of its passages."""
    in_english = sum(passage.language == "en" for passage in document.passages)
    return "en" if 2 * in_english > len(document.passages) else "sl"


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that is to leave the index."""

    id: int


Change = IndexedDocument | Removed


@dataclass(frozen=True, slots=True)
class Group:
    """A document among the results: its best passages as (passage id, score), best first.

    `score` is that of its best passage; `matching` counts all its passages that match.
    """

    document_id: int
    score: float
    passages: tuple[tuple[int, float], ...]
    matching: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the found documents have which value: id → count, year → count."""

    bodies: Mapping[int, int] = field(default_factory=dict)
    topics: Mapping[int, int] = field(default_factory=dict)
    kinds: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An answer: one page of groups, the totals and facets of all that was found.

    `cut` names the beginnings of words («pre*») of which there are more forms than were looked for. It is not `whole`
    where a part of the index is damaged: there may be more.
    """

    groups: tuple[Group, ...]
    documents: int
    passages: int
    facets: Facets
    cut: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index says of itself; `fingerprint` names schema and analysis, `generation` grows with each commit.

    It is not `whole` where a part of it is damaged; what is left is searched until it is rebuilt.
    """

    fingerprint: str
    generation: int
    documents: int
    passages: int
    whole: bool = True


def unheard(_: int) -> None:
    """Hears a count and does nothing with it."""


StillValid = Callable[[Mapping[int, int]], Collection[int]]
"""Told id → version of the documents that a rebuild had done when it was broken off, gives the ids of those to keep."""


def none_valid(_: Mapping[int, int]) -> Collection[int]:
    """Keeps nothing of a rebuild that was broken off."""
    return ()


class Index(Protocol):
    """A search engine. Readers see whole generations only; exactly one writer at a time."""

    def search(self, plan: Plan) -> Ranked:
        """Gives the page of results that `plan` asks for, an empty one if never built.

        Where a part of the index is damaged, what is left answers. Raises IndexDamaged where nothing is.
        """

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation; of several changes of one document the last counts.

        Raises IndexBusy when another is writing, IndexDamaged when a rebuild has to come first, IndexUnwritable.
        """

    def rebuild(
        self,
        documents: Iterable[IndexedDocument],
        *,
        told: Callable[[int], None] = unheard,
        still_valid: StillValid = none_valid,
    ) -> None:
        """Builds a new index of just `documents` beside the old one and swaps it in when it is complete.

        The old index serves meanwhile, and stays if anything is raised. `told` hears the count of documents done.
        Before the first of `documents` is taken, `still_valid` is told of what an earlier rebuild had done when it was
        broken off; what it keeps is in the new index too, and need not be among `documents`.
        Raises IndexBusy, IndexUnwritable.
        """

    def tidy(self, *, thorough: bool = False) -> bool:
        """Puts together what was written in small parts, where it is time to; tells whether there is more to do.

        `thorough` writes every part again that anything was removed of, so that nothing of it stays on the disk.
        Neither readers nor writers wait for it. Raises IndexDamaged, IndexUnwritable.
        """

    def is_intact(self) -> bool:
        """Tells whether all of the index is as it was written, which takes a while; state() then knows it too."""

    def state(self) -> IndexState:
        """Gives the fingerprint of what is on disk, the generation and the counts; "" and zeros if never built.

        Raises IndexDamaged where nothing can be read.
        """

    def close(self) -> None:
        """Lets go of files and locks."""


OpenIndex = Callable[[Path], Index]
