"""The Index protocol: what every search engine of kb can do, and the values it takes and gives.

The store is the truth; an index holds keys and ids only and can be thrown away at any time. One contract
suite (tests/search/index_contract.py) judges every engine: the in-memory twin, the embedded Whoosh index, later
a server.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    held under its `id`. One without passages is not in the index.
    """

    id: int
    title: str
    passages: tuple[IndexedPassage, ...]
    kind: int | None = None
    bodies: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    dated: dt.date | None = None
    visibility: Visibility = Visibility.PUBLIC


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

    `cut` names the beginnings of words («pre*») of which there are more forms than were looked for.
    """

    groups: tuple[Group, ...]
    documents: int
    passages: int
    facets: Facets
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexState:
    """What an index says of itself; `fingerprint` names schema and analysis, `generation` grows with each commit."""

    fingerprint: str
    generation: int
    documents: int
    passages: int


def unheard(_: int) -> None:
    """Hears a count and does nothing with it."""


class Index(Protocol):
    """A search engine. Readers see whole generations only; exactly one writer at a time."""

    def search(self, plan: Plan) -> Ranked:
        """Gives the page of results that `plan` asks for, an empty one if never built. Raises IndexDamaged."""

    def apply(self, changes: Sequence[Change]) -> None:
        """Writes `changes` as one generation; of several changes of one document the last counts.

        Raises IndexBusy when another is writing, IndexDamaged when a rebuild has to come first, IndexUnwritable.
        """

    def rebuild(self, documents: Iterable[IndexedDocument], *, told: Callable[[int], None] = unheard) -> None:
        """Builds a new index of just `documents` beside the old one and swaps it in when it is complete.

        The old index serves meanwhile, and stays if anything is raised. `told` hears the count of documents done.
        Raises IndexBusy, IndexUnwritable.
        """

    def state(self) -> IndexState:
        """Gives the fingerprint of what is on disk, the generation and the counts; "" and zeros if never built.

        Raises IndexDamaged.
        """

    def close(self) -> None:
        """Lets go of files and locks."""


OpenIndex = Callable[[Path], Index]
