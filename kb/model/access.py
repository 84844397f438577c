"""Who may see what: the visibilities of documents, and a reader as what is open to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a document (dostop)."""

    PUBLIC = "public"
    MEMBERS = "members"
    BODY = "body"
    STAFF = "staff"


class DocumentState(StrEnum):
    """How far a document is on its way to its readers: what is not published is for staff alone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the visibilities that are open to them, and the bodies (ids) whose documents are.

    A document is seen when its visibility is in `sees`, or when it is `body` and shares one of `bodies`.
    """

    sees: frozenset[Visibility] = frozenset({Visibility.PUBLIC})
    bodies: frozenset[int] = frozenset()

    def may_see(self, visibility: Visibility, bodies: frozenset[int] = frozenset()) -> bool:
        """Tells whether a document of `visibility`, placed with `bodies` (ids), is open to this reader."""
        return visibility in self.sees or (visibility is Visibility.BODY and not self.bodies.isdisjoint(bodies))


VISITOR = Reader()
EVERYTHING = Reader(sees=frozenset(Visibility))
