"""What a comparison of two versions gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.legislation.lawtext import LawArticle, LawText


class Mark(StrEnum):
    """What has become of words: kept, taken out or put in."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Status(StrEnum):
    """What has become of an article; one that is moved and changed counts as changed."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    NEW = "new"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with their mark; the pieces of a text follow one another, white space and line ends included."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An article in both versions, None where it is only in one.

    `title` and `text` are the words of both with their marks. `is_moved` where its number or its place among the others
    is another. `parts_of` are numbers of articles of the other version that this one shares most of its words with:
    for a new article those it was split from, for a deleted one those it was merged into.
    """

    status: Status
    old: LawArticle | None
    new: LawArticle | None
    title: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()
    is_moved: bool = False
    parts_of: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Gives the number in the new version, for a deleted article that in the old."""
        article = self.new or self.old
        return article.number if article else ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many articles are changed, new, deleted, moved; each article counts once."""

    changed: int
    new: int
    deleted: int
    moved: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and their articles in pairs: in the order of the new version, deleted ones where they stood."""

    old: LawText
    new: LawText
    pairs: tuple[Pair, ...]

    @property
    def summary(self) -> Summary:
        """Gives the counts."""
        told = [pair.status for pair in self.pairs]
        return Summary(*(told.count(each) for each in (Status.CHANGED, Status.NEW, Status.DELETED, Status.MOVED)))
