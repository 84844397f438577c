"""What the library is asked and what it answers: frozen values for the pages and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kb.model import Body, Document, Kind, LedgerEntry, Locator, Revision, StoredPassage, Topic, Visibility
from kb.search.plan import Remark, Sort
from kb.search.snippets import Piece

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: text in kb's grammar, and what narrows it (slugs; years as "2018" or "2018..2020").

    `page` counts from 1, a page has `per_page` documents.
    """

    text: str = ""
    bodies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: str = ""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, with its snippet; `path` is its address, «/gradivo/12/clen-14»."""

    passage: StoredPassage
    score: float
    snippet: tuple[Piece, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Found:
    """A document that answers: its best passages, best first, and how many `more` of it match."""

    document: Document
    title: tuple[Piece, ...]
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value by which the results can be narrowed; `label` is a body, topic or kind, or a year as text."""

    slug: str
    label: Body | Topic | Kind | str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetList:
    """The values of one facet, the most frequent first; `name` is "body", "topic", "kind" or "year"."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: one page of documents with their hits, the totals and facets of all that was found.

    `relaxed` says that nothing held all the words and the results hold some of them; `remarks` name what of the
    question was read otherwise than typed.
    """

    question: Question
    groups: tuple[Found, ...]
    documents: int
    passages: int
    facets: tuple[FacetList, ...]
    relaxed: bool = False
    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0

    @property
    def pages(self) -> int:
        """Gives the number of pages, 0 where nothing was found."""
        return -(-self.documents // self.question.per_page)


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage in the reading view, the words of the question marked; `found` is the one that was asked for."""

    stored: StoredPassage
    heading: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    found: bool


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of a document's contents; `part` is the part of the reading view that holds it."""

    anchor: str
    locator: Locator
    heading: str
    part: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One part of a document's text, from 1 to `parts`, and the contents of the whole."""

    document: Document
    passages: tuple[ShownPassage, ...]
    part: int
    parts: int
    contents: tuple[ContentsLine, ...]
    anchor: str
    versions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a document as they were received."""

    name: str
    media_type: str
    sha256: str
    size: int
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """A body, topic or kind with the number of its documents that the reader may see."""

    value: T
    documents: int


@dataclass(frozen=True, slots=True)
class TopicBranch:
    """A topic of the first level with its own count and the topics below it."""

    topic: Counted[Topic]
    children: tuple[Counted[Topic], ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: bodies and topics with counts, and the newest documents."""

    documents: int
    bodies: tuple[Counted[Body], ...]
    topics: tuple[TopicBranch, ...]
    newest: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class KindShelf:
    """The documents of one kind, the newest first; `total` counts all, `documents` holds the first few."""

    kind: Kind | None
    total: int
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """The page of a body or of a topic; `related` are the topics of the body or the bodies of the topic."""

    about: Body | Topic
    documents: int
    by_kind: tuple[KindShelf, ...]
    parent: Topic | None = None
    children: tuple[Counted[Topic], ...] = ()
    related: tuple[Counted[Body] | Counted[Topic], ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file of a batch, as its ledger entry tells; `again` where it had been read before."""

    entry: LedgerEntry
    again: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of all files of a batch."""

    received: tuple[Received, ...]
    indexed: bool = True

    @property
    def failed(self) -> tuple[LedgerEntry, ...]:
        """Gives the entries of the files that could not be read."""
        return tuple(each.entry for each in self.received if each.entry.reason)


@dataclass(frozen=True, slots=True)
class Status:
    """How the collection stands: documents, ledger counts by outcome, work waiting, the index."""

    documents: int
    passages: int
    visibilities: dict[Visibility, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    to_index: int = 0
    index_documents: int = 0
    index_passages: int = 0
    index_generation: int = 0
    index_current: bool = True
