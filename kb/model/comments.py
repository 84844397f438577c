"""Comments (pripombe) of members on the text of a dossier, by article; what was written is never altered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.model.passages import Locator, LocatorKind


class Taken(StrEnum):
    """What the association did with a comment; OPEN before anybody has said."""

    OPEN = "open"
    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not-taken"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a municipality says on an article, "14" or "14a"; "" for the text as a whole.

    `text` is the comment, `wording` the text that it proposes, `reason` why. What was `withdrawn` stays as it was
    written. `taken` and `answer` are the staff's, `position_id` the position that was drawn up from it.
    """

    id: int
    dossier_id: int
    article: str
    text: str
    wording: str
    reason: str
    municipality: str
    author_id: int
    author: str
    made: dt.datetime
    taken: Taken = Taken.OPEN
    answer: str = ""
    position_id: int | None = None
    answered: dt.datetime | None = None
    withdrawn: dt.datetime | None = None
    body: str = ""

    @property
    def is_open(self) -> bool:
        """Tells whether it waits for an answer."""
        return self.taken is Taken.OPEN and self.withdrawn is None

    @property
    def is_taken_up(self) -> bool:
        """Tells whether the association takes it, or a part of it."""
        return self.taken in (Taken.TAKEN, Taken.PARTLY) and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that somebody is about to send; `text` is not empty."""

    article: str
    text: str
    wording: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the staff say to a comment, and what the page showed of it before: `was` and `was_answer`."""

    comment_id: int
    taken: Taken
    answer: str
    was: Taken = Taken.OPEN
    was_answer: str = ""


def in_order(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Gives comments in the order of the text, those on the whole of it first, on one article the oldest first."""
    return tuple(sorted(comments, key=lambda each: (article_order(each.article), each.made, each.id)))


def article_order(article: str) -> tuple[int, str]:
    """Gives what articles are sorted by: "" → (0, ""), "14" → (14, ""), "14a" → (14, "a")."""
    digits = article.rstrip("abcdefghijklmnopqrstuvwxyzčšž")
    return (int(digits) if digits.isdecimal() else 0, article[len(digits) :])


def locator_of(article: str) -> Locator:
    """Gives where a comment stands: at its article, or in section 1 for the text as a whole."""
    return Locator(LocatorKind.ARTICLE, article) if article else Locator(LocatorKind.SECTION, "1")
