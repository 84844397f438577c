"""What the pages of acts are made of: an act with its versions, an article with what has changed it. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kb.legislation.addresses import ArticleAddress
from kb.legislation.amendments import Deed
from kb.legislation.gazette import GazetteNumber
from kb.legislation.lawtext import LawArticle
from kb.legislation.register import Act
from kb.legislation.versions import ActVersion
from kb.library.values import Counted
from kb.model import Body, Document, Kind, Topic


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version whose document the reader may see."""

    version: ActVersion
    document: Document


@dataclass(frozen=True, slots=True)
class TextOf:
    """What text of which act a document is; `source` is the address of the authentic text, or ""."""

    act: Act
    version: ActVersion
    source: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in the list of the register, with how many texts of it the reader may see; `topic` None for none."""

    act: Act
    texts: int
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class ActList:
    """One page of the acts that were asked for, of `pages`; `topics` are those that acts of the register have."""

    lines: tuple[ActLine, ...]
    total: int
    page: int
    pages: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A number in the history of an act: where the gazette has it (`address`), and the act that it is a change by.

    `acronym` is that of an act of the register, or ""; `is_own` tells the number of the act itself.
    """

    number: GazetteNumber
    address: str
    acronym: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the contents of an act: its address, number, title, and the anchor of its passage."""

    address: ArticleAddress
    title: str
    anchor: str
    is_repealed: bool = False

    @property
    def number(self) -> str:
        """Gives the number of the article: «12a»."""
        return self.address.number


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the contents: the headings that begin there, the widest first, and the articles under them.

    `level` is how deep it stands in this text, from 1.
    """

    headings: tuple[str, ...]
    articles: tuple[ArticleLine, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Amending:
    """An act that changes another: its acronym or "", its row of the register, the texts of it, the drafts too."""

    acronym: str
    act: Act | None
    versions: tuple[SeenVersion, ...]

    @property
    def is_draft(self) -> bool:
        """Tells whether only drafts of it are known."""
        return self.act is None and not any(each.version.sort == "amending" for each in self.versions)


@dataclass(frozen=True, slots=True)
class Regulation:
    """A document that rests on an act, and the articles it names as its basis."""

    document: Document
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Documents that speak of an act: how many, by body, topic and kind, the most first; the newest positions.

    `own_positions` counts those of the association's positions that the page has by outcome, which `positions` has not.
    """

    documents: int
    bodies: tuple[Counted[Body], ...]
    topics: tuple[Counted[Topic], ...]
    kinds: tuple[Counted[Kind], ...]
    positions: tuple[Document, ...]
    all_positions: int = 0
    position_kind: str = ""
    own_positions: int = 0


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act of the register with what of it the reader may see.

    `shown` is the version whose contents are given, None where there is no text; `is_in_force` tells that it is the one
    that stands for the law in force. `lacking` are changes that the shown text does not have yet; `source` is the
    address of the authentic text or register entry, or "". `spoken` is None where the index does not answer.
    """

    act: Act
    versions: tuple[SeenVersion, ...]
    shown: SeenVersion | None
    is_in_force: bool
    contents: tuple[Part, ...]
    lacking: tuple[str, ...]
    source: str
    history: tuple[Published, ...]
    amendings: tuple[Amending, ...]
    amends: Act | None
    replaced_by: Act | None
    replaces: tuple[Act, ...]
    regulations: tuple[Regulation, ...]
    topic: Topic | None
    spoken: Spoken | None
    citation: str

    @property
    def articles(self) -> int:
        """Gives the number of articles of the shown text."""
        return sum(len(part.articles) for part in self.contents)

    def has(self, number: str) -> bool:
        """Tells whether the shown text has an article with a number."""
        return any(each.number == number for part in self.contents for each in part.articles)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an amending act orders of an article: the deed and place, None and "" where its sentence was not understood.

    `source` is the article of the amending act, `anchor` that of its passage.
    """

    by: SeenVersion
    source: str
    anchor: str
    sentence: str
    deed: Deed | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article of a version of an act. `versions` are those texts of the act that have it, oldest first.

    `changes` are what adopted acts have ordered of it, `proposals` what drafts would; `citation` is how it is cited.
    """

    act: Act
    shown: SeenVersion
    is_in_force: bool
    address: ArticleAddress
    anchor: str
    article: LawArticle
    asides: tuple[str, ...]
    chapter: tuple[str, ...]
    previous: ArticleLine | None
    following: ArticleLine | None
    versions: tuple[SeenVersion, ...]
    lacking: tuple[str, ...]
    source: str
    changes: tuple[Ordered, ...]
    proposals: tuple[Ordered, ...]
    citation: str
