"""What the library is asked and what it answers: frozen values for the pages and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from kb.legislation.register import Act
from kb.library.relaxing import Breadth
from kb.model import (
    Body,
    Document,
    Kind,
    LedgerEntry,
    Locator,
    LocatorKind,
    Passage,
    Revision,
    StoredPassage,
    Topic,
    Visibility,
)
from kb.search.plan import Remark, Sort
from kb.search.snippets import Piece
from kb.search.spelling import Correction
from kb.search.synonyms import Widened
from kb.search.tree import Everything, Node

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: text in kb's grammar, and what narrows it (slugs; years as "2018" or "2018..2020").

    With `exactly` no synonyms, abbreviations or names of acts are searched beside the words. `page` counts from 1, a
    page has `per_page` documents.
    """

    text: str = ""
    bodies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: str = ""
    sort: Sort = Sort.RELEVANCE
    exactly: bool = False
    page: int = 1
    per_page: int = 10


@dataclass(frozen=True, slots=True)
class Twin:
    """A passage that is near-identical to a hit: its document, itself and its address."""

    document: Document
    passage: StoredPassage
    path: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, with its snippet; `path` is its address, «/gradivo/12/clen-14».

    `alike` are near-identical passages that answer too and are not shown again.
    """

    passage: StoredPassage
    score: float
    snippet: tuple[Piece, ...]
    path: str
    alike: tuple[Twin, ...] = ()


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
class ArticleLink:
    """An article of an act: the document and passage where it stands, how it begins, and its address."""

    document: Document
    passage: Passage
    begins: tuple[Piece, ...]
    path: str


@dataclass(frozen=True, slots=True)
class ActCard:
    """The act that a question names, with what of it the reader may see.

    `acronym` may have the letter of a change that the register knows only by its act, «ZORed-C». `articles` are those
    of `asked_articles` («12», «12a») that a text of the act has; `texts` are its own texts, `documents` others with its
    name in their title, the newest first; `others` are acts that the question may mean as well.
    """

    act: Act
    acronym: str
    articles: tuple[ArticleLink, ...] = ()
    asked_articles: tuple[str, ...] = ()
    texts: tuple[Document, ...] = ()
    documents: tuple[Document, ...] = ()
    amends: Act | None = None
    amended_by: tuple[Act, ...] = ()
    replaced_by: Act | None = None
    replaces: tuple[Act, ...] = ()
    others: tuple[Act, ...] = ()

    @property
    def missing_articles(self) -> tuple[Locator, ...]:
        """Gives the articles asked for that none of the texts has."""
        there = {each.passage.locator.number for each in self.articles}
        return tuple(Locator(LocatorKind.ARTICLE, number) for number in self.asked_articles if number not in there)


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: one page of documents with their hits, the totals and facets of all that was found.

    `query` is what the index was asked in the end. `folded` documents are shown only beside near-identical hits of
    others. `breadth` says how many of the words the results have at least, `with_all` how many documents have all;
    `remarks` name what of the question was read otherwise than typed; `card` is the act that the question names;
    `widened` is what was searched beside its words, or would be but for `question.exactly`; `correction` is what the
    question may have meant.
    """

    question: Question
    groups: tuple[Found, ...]
    documents: int
    passages: int
    facets: tuple[FacetList, ...]
    query: Node = field(default_factory=Everything)
    folded: int = 0
    breadth: Breadth = Breadth.ALL
    with_all: int = 0
    remarks: tuple[Remark, ...] = ()
    seconds: float = 0.0
    card: ActCard | None = None
    widened: tuple[Widened, ...] = ()
    correction: Correction | None = None

    @property
    def relaxed(self) -> bool:
        """Tells whether the results need not have all the words."""
        return self.breadth is not Breadth.ALL

    @property
    def pages(self) -> int:
        """Gives the number of pages, 0 where nothing was found."""
        return -(-(self.documents - self.folded) // self.question.per_page)


class SuggestedSort(StrEnum):
    """What a suggestion leads to: the hits for an act or a phrase, the page of a body, topic or document."""

    ACT = "act"
    PHRASE = "phrase"
    BODY = "body"
    TOPIC = "topic"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a typed text can become: `ask` is the question to ask; else `slug` or `document_id` tells the page."""

    sort: SuggestedSort
    text: str
    ask: str = ""
    slug: str = ""
    document_id: int = 0


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
class HitPlace:
    """A passage of the document that is read in which words of the question are marked, and how often."""

    line: ContentsLine
    count: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One part of a document's text, from 1 to `parts`, and the contents of the whole.

    Of a slide, page or sheet that was asked for, its own passages alone. `hits` are the passages of the whole document
    that have words of the question.
    """

    document: Document
    passages: tuple[ShownPassage, ...]
    part: int
    parts: int
    contents: tuple[ContentsLine, ...]
    anchor: str
    versions: tuple[Revision, ...]
    hits: tuple[HitPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class SimilarOne:
    """A document, or a passage of one, that speaks of the same: how alike from 0 to 1, and which words both have.

    `begins` is what stands around those words; empty for a document. `path` is its address.
    """

    document: Document
    passage: StoredPassage | None
    likeness: float
    words: tuple[str, ...]
    begins: tuple[Piece, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Similar:
    """What speaks of the same as a document, or as a passage of it: the most alike first, none below a threshold."""

    document: Document
    passage: StoredPassage | None
    found: tuple[SimilarOne, ...]


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
    """The first page: bodies and topics with counts, the newest documents, and how many there are of each year."""

    documents: int
    bodies: tuple[Counted[Body], ...]
    topics: tuple[TopicBranch, ...]
    newest: tuple[Document, ...]
    years: Mapping[int, int]


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
