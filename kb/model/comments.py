"""Comments (pripombe) of members on the text of a dossier, by article; what was written is never altered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Taken(StrEnum):
    """What the association did with a comment; OPEN before anybody has said."""

    OPEN = "open"
    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not-taken"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a municipality says on an article, "14" or "14a"; "" for the text as a whole.

    `text` is the comment, `wording` the text that it proposes, `reason` why. `taken` and `answer` are the staff's.
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
