"""Review: what a person looks at before a document is published, and how it is published.

Everything here is for staff; the pages see to that. Every change is entered in the audit log with who made it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from kb.errors import NotFound
from kb.library.browsing import seen_document
from kb.library.choices import Choices, choices_in
from kb.library.review.examining import Examining
from kb.library.review.suggested import SuggestedValue, suggestions_for, taken_over, values_of
from kb.library.values import Original
from kb.model import (
    EVERYTHING,
    Actor,
    Document,
    DocumentState,
    Locator,
    Metadata,
    Reader,
    Revision,
    StoredPassage,
    Visibility,
)
from kb.people import Audience, User, audience_of
from kb.search.snippets import Piece
from kb.slovene.personaldata import DataKind, hidden
from kb.store import Store
from kb.store.review import Alike, Arrived, Counts, Draft, PlacedFinding, Proposal, Published

__all__ = [
    "Alike",
    "Counts",
    "DraftLine",
    "FoundData",
    "LikeDocument",
    "LookedAt",
    "Published",
    "Reviewing",
    "Sheet",
    "SuggestedValue",
]

PASSAGES_A_PART = 40
"""Passages that are shown together with their pictures."""


@dataclass(frozen=True, slots=True)
class FoundData:
    """Personal data at a place of a document: what of it may be shown, in which part of the review it stands."""

    kind: DataKind
    shown: str
    locator: Locator
    part: int
    is_mild: bool


@dataclass(frozen=True, slots=True)
class LikeDocument:
    """A document with much of its text in common with another, from 0 to 1; `is_same` where only looks differ."""

    document: Document
    likeness: float
    is_same: bool
    decided: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list of what waits, with who proposed it, if anybody has."""

    document: Document
    draft: Draft
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A passage as it is looked at, its text with personal data marked."""

    stored: StoredPassage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is looked at before a document is published; `passages` are those of `part`, from 1 to `parts`.

    `kept` are its metadata as people have told them, with the title and language of the file where they told none.
    """

    document: Document
    kept: Metadata
    suggested: tuple[SuggestedValue, ...]
    findings: tuple[FoundData, ...]
    alike: tuple[LikeDocument, ...]
    passages: tuple[LookedAt, ...]
    part: int
    parts: int
    warnings: tuple[str, ...]
    arrivals: tuple[Arrived, ...]
    audience: Audience
    proposal: Proposal | None
    wants_two: bool
    is_examined: bool

    @property
    def is_serious(self) -> bool:
        """Tells whether there are personal data that are not those of an office."""
        return any(not each.is_mild for each in self.findings)


class Reviewing:
    """The review of a collection. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._examining = Examining(store)

    def choices(self) -> Choices:
        """Gives what a form of metadata offers to choose from."""
        return choices_in(self._store)

    def catch_up(self, *, stop: threading.Event | None = None, seconds: float = inf) -> int:
        """Goes through what has been read for personal data and near-duplicates; gives how many. Raises StoreError."""
        return self._examining.catch_up(stop=stop, seconds=seconds)

    # --- what waits ---

    def counts(self, actor: Actor) -> Counts:
        """Gives how much of what waits for review."""
        return self._store.review.waiting.counts(actor.id)

    def drafts(self, *, only: str = "", page: int = 1, per_page: int = 50) -> tuple[tuple[DraftLine, ...], int]:
        """Gives a page of drafts, those that came first first, and how many there are in all.

        `only` is "findings", "resemblances", "proposed", or "" for all.
        """
        waiting = self._store.review.waiting
        found = waiting.drafts(only=only, offset=(page - 1) * per_page, limit=per_page)
        documents = self._store.documents.many(each.document_id for each in found)
        proposals = {each.document_id: each for each in self._store.review.publishing.proposals()}
        lines = tuple(
            DraftLine(documents[each.document_id], each, proposals.get(each.document_id))
            for each in found
            if each.document_id in documents
        )
        return lines, waiting.count(only=only)

    def next(self, document_id: int) -> int | None:
        """Gives the draft that waits after a document, None where no other does."""
        return self._store.review.waiting.next(document_id)

    # --- one document ---

    def sheet(self, document_id: int, *, part: int = 1) -> Sheet:
        """Gives all that is looked at before a document is published. Raises NotFound."""
        document = self._store.documents.get(document_id)
        contents = self._store.passages.contents(document_id)
        parts = max(1, -(-len(contents) // PASSAGES_A_PART))
        part = min(max(part, 1), parts)
        first = (part - 1) * PASSAGES_A_PART
        placed = self._examining.findings(document_id)
        proposals = {each.document_id: each for each in self._store.review.publishing.proposals()}
        return Sheet(
            document=document,
            kept=document.metadata,
            suggested=self._suggested(document) if contents else (),
            findings=self._findings(document_id, placed),
            alike=self._alike(document_id),
            passages=tuple(
                LookedAt(stored, _with_marks(stored, placed))
                for stored in self._store.passages.of(document_id, offset=first, limit=PASSAGES_A_PART)
            ),
            part=part,
            parts=parts,
            warnings=self._warnings(document),
            arrivals=self._store.review.waiting.arrivals(document_id),
            audience=self.audience(document),
            proposal=proposals.get(document_id),
            wants_two=bool(self._store.review.publishing.wants_two([document_id])),
            is_examined=self._examining.is_examined(document_id),
        )

    def document(self, document_id: int) -> Document:
        """Gives a document, whoever may see it. Raises NotFound."""
        return self._store.documents.get(document_id)

    def documents(self, ids: Iterable[int]) -> tuple[Document, ...]:
        """Gives documents in the order of their ids, without those that are not there."""
        return tuple(self._store.documents.many(ids).values())

    def audience(self, document: Document, *, users: Collection[User] | None = None) -> Audience:
        """Gives who sees a document once it is published; of `users`, all accounts by default."""
        everybody = self._store.people.users.all() if users is None else users
        return audience_of(document.visibility, document.bodies, users=everybody)

    def accept(self, actor: Actor, document_id: int, keys: Collection[str] | None = None) -> tuple[SuggestedValue, ...]:
        """Takes over suggested values by their keys, with None all that are sure; gives those that were taken over.

        What a person has told is replaced only by a key of its own. Raises NotFound, ChangedMeanwhile.
        """
        document = self._store.documents.get(document_id)
        told = self._store.changing.changes.metadata(document_id)
        chosen = [each for each in self._suggested(document) if (each.is_sure if keys is None else each.key in keys)]
        after = taken_over(told, chosen)
        self._store.changing.changes.edit(actor, document_id, after, shown=told)
        return tuple(chosen)

    def edit(self, actor: Actor, document_id: int, metadata: Metadata, *, shown: Metadata) -> None:
        """Keeps what was written into the form of a document. Raises NotFound, WrongValue, ChangedMeanwhile."""
        told = self._store.changing.changes.metadata(document_id)
        document = self._store.documents.get(document_id)
        self._store.changing.changes.edit(
            actor, document_id, _as_told(metadata, document, told), shown=_as_told(shown, document, told)
        )

    # --- publishing ---

    def publish(
        self, actor: Actor, document_ids: Iterable[int], *, is_confirmed: bool = False
    ) -> dict[int, Published | DataKind]:
        """Publishes drafts, or proposes them where a body wants two people; gives what came of each.

        One with personal data of people comes back with their kind and nothing is done to it, unless a person has seen
        them (`is_confirmed`) or staff alone will see it. Raises StoreError.
        """
        wanted = list(dict.fromkeys(document_ids))
        held: dict[int, Published | DataKind] = {}
        if not is_confirmed:
            held = {id_: kind for id_ in wanted if (kind := self._held_by(id_)) is not None}
        return held | self._store.review.publishing.publish(actor, [id_ for id_ in wanted if id_ not in held])

    def unpublish(self, actor: Actor, document_ids: Iterable[int]) -> tuple[int, ...]:
        """Makes published documents drafts again, which staff alone see; gives which."""
        return self._store.review.publishing.unpublish(actor, document_ids)

    def decline(self, actor: Actor, document_id: int, *, reason: str = "") -> None:
        """Takes back a proposal to publish. Raises NotFound."""
        self._store.review.publishing.decline(actor, document_id, reason=reason)

    def set_two(self, actor: Actor, body_ids: Collection[int]) -> None:
        """Lets the documents of these bodies, and no others, be published by two people."""
        self._store.review.publishing.set_two(actor, body_ids)

    # --- near-duplicates ---

    def as_format(self, actor: Actor, document_id: int, other_id: int) -> None:
        """Makes a draft another format of what a document shows. Raises NotFound, NotPossible."""
        self._resembling(document_id, other_id)
        self._store.review.merge(actor, document_id, other_id, as_format=True)

    def as_revision(self, actor: Actor, document_id: int, other_id: int) -> bool:
        """Makes a draft the new revision of a document, whose older ones stay; tells whether it is one already.

        Where a body of either wants two people and the document is published, it is proposed to a second one.
        Raises NotFound, NotPossible.
        """
        self._resembling(document_id, other_id)
        other = self._store.documents.get(other_id)
        two = self._store.review.publishing.wants_two([document_id, other_id])
        if two and other.state is DocumentState.PUBLISHED:
            self._store.review.publishing.propose_revision(actor, document_id, other_id)
            return False
        self._store.review.merge(actor, document_id, other_id, as_format=False)
        return True

    def keep_apart(self, actor: Actor, document_id: int, other_id: int) -> None:
        """Writes that two documents are two, whatever they have in common. Raises NotFound."""
        self._store.review.keep_apart(actor, document_id, self._resembling(document_id, other_id))

    def went_to(self, document_id: int) -> int | None:
        """Gives the document that a draft became a part of, None for any other."""
        return self._store.review.waiting.merged_into(document_id)

    def formats(self, document_id: int) -> tuple[Revision, ...]:
        """Gives the other formats of what a document shows."""
        return tuple(map(self._store.documents.revision, self._store.review.waiting.formats(document_id)))

    def format_original(self, document_id: int, revision_id: int, *, reader: Reader = EVERYTHING) -> Original:
        """Gives the bytes of another format of a document. Raises NotFound."""
        seen_document(self._store, document_id, reader=reader)
        if revision_id not in self._store.review.waiting.formats(document_id):
            raise NotFound(f"{document_id}/{revision_id}")
        one = self._store.documents.revision(revision_id)
        media_type = one.media_type or "application/octet-stream"
        return Original(one.name, media_type, one.sha256, one.size, self._store.files.open_original(one.sha256))

    # --- parts ---

    def _resembling(self, document_id: int, other_id: int) -> Alike:
        for each in self._store.review.waiting.alike(document_id):
            if each.document_id == other_id:
                return each
        raise NotFound(f"{document_id}, {other_id}")

    def _suggested(self, document: Document) -> tuple[SuggestedValue, ...]:
        told = self._store.changing.changes.metadata(document.id)
        return values_of(suggestions_for(self._store, document), document.metadata, told)

    def _held_by(self, document_id: int) -> DataKind | None:
        document = self._store.documents.many([document_id]).get(document_id)
        if document is None or document.visibility is Visibility.STAFF:
            return None
        serious = (each.finding for each in self._examining.findings(document_id) if not each.finding.is_mild)
        return next((each.kind for each in serious), None)

    def _findings(self, document_id: int, found: Sequence[PlacedFinding]) -> tuple[FoundData, ...]:
        if not found:
            return ()
        stored = {each.position: each.passage for each in self._store.passages.of(document_id)}
        shown = []
        for each in found:
            passage = stored.get(each.position)
            if passage is not None:
                text = passage.heading if each.in_heading else passage.text
                data = hidden(text[each.finding.start : each.finding.end])
                part = each.position // PASSAGES_A_PART + 1
                shown.append(FoundData(each.finding.kind, data, passage.locator, part, each.finding.is_mild))
        return tuple(shown)

    def _alike(self, document_id: int) -> tuple[LikeDocument, ...]:
        found = self._store.review.waiting.alike(document_id)
        documents = self._store.documents.many(each.document_id for each in found)
        return tuple(
            LikeDocument(
                documents[each.document_id],
                each.resemblance.likeness,
                each.resemblance.is_same,
                each.resemblance.decided,
            )
            for each in found
            if each.document_id in documents
        )

    def _warnings(self, document: Document) -> tuple[str, ...]:
        try:
            return self._store.ledger.of_revision(document.revision.id).warnings
        except NotFound:
            return ()


def _with_marks(stored: StoredPassage, placed: Iterable[PlacedFinding]) -> tuple[Piece, ...]:
    """Gives the text of a passage in pieces, those that are personal data marked."""
    text, pieces, at = stored.passage.text, [], 0
    for each in placed:
        if each.position == stored.position and not each.in_heading:
            pieces += [Piece(text[at : each.finding.start]), Piece(text[each.finding.start : each.finding.end], True)]
            at = each.finding.end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _as_told(metadata: Metadata, document: Document, told: Metadata) -> Metadata:
    """Gives metadata whose title and language, where they are those of the file, are no words of people."""
    title = told.title if metadata.title == document.title and not told.title else metadata.title
    language = told.language if metadata.language == document.language and not told.language else metadata.language
    return replace(metadata, title=title, language=language, state=told.state)
