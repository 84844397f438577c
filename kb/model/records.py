"""Records (zapisi): the association's own work – a dossier, a comment, a position – as the text that is found of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.model.documents import Metadata
from kb.model.passages import Passage

RECORD = "text/vnd.kb.record"
"""The media type of the text of a record: plain text that kb itself writes."""


class RecordSort(StrEnum):
    """What a record is of; each has rows and a page of its own."""

    DOSSIER = "dossier"
    COMMENT = "comment"
    POSITION = "position"
    ENQUIRY = "enquiry"
    GOAL = "goal"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Record:
    """Row `id` of its sort, as it is found: a document whose text kb itself writes whenever the row changes.

    Its metadata say who sees it and where it is placed, as they do of any document; none of the passages is empty.
    """

    sort: RecordSort
    id: int
    metadata: Metadata
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """Gives the name of the file that holds its text: «dossier-12.txt»."""
        return f"{self.sort}-{self.id}.txt"

    @property
    def text(self) -> str:
        """Gives all of its text, which no other record has: each begins with its own name."""
        parts = [f"{each.heading}\n\n{each.text}" if each.heading else each.text for each in self.passages]
        return "\n\n".join([f"[{self.sort} {self.id}]", self.metadata.title, *parts]) + "\n"
