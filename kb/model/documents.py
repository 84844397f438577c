"""Documents (gradiva) with their metadata and revisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kb.model.access import DocumentState, Visibility
from kb.model.named import Body, Event, Kind, Topic


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document when it arrives; bodies, topics, kind and event by slug."""

    title: str = ""
    kind: str = ""
    bodies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    event: str = ""
    speakers: tuple[str, ...] = ()
    dated: dt.date | None = None
    language: str = ""
    source: str = ""
    rights: str = ""
    visibility: Visibility = Visibility.PUBLIC
    state: DocumentState = DocumentState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Revision:
    """One file of a document; its bytes are kept under `sha256` and never overwritten."""

    id: int
    number: int
    name: str
    sha256: str
    size: int
    media_type: str
    received: dt.datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its placements and its newest revision. `title` is never empty.

    `visibility` is who sees it once it is published, `access` who sees it now.
    """

    id: int
    title: str
    kind: Kind | None
    bodies: tuple[Body, ...]
    topics: tuple[Topic, ...]
    event: Event | None
    dated: dt.date | None
    language: str
    source: str
    rights: str
    visibility: Visibility
    revision: Revision
    passages: int = 0
    speakers: tuple[str, ...] = ()
    state: DocumentState = DocumentState.PUBLISHED

    @property
    def access(self) -> Visibility:
        """Gives who may see the document now: staff alone, unless it is published."""
        return self.visibility if self.state is DocumentState.PUBLISHED else Visibility.STAFF

    @property
    def metadata(self) -> Metadata:
        """Gives what is known of the document, as it would be told of a file that arrives."""
        return Metadata(
            title=self.title,
            kind=self.kind.slug if self.kind else "",
            bodies=tuple(body.slug for body in self.bodies),
            topics=tuple(topic.slug for topic in self.topics),
            event=self.event.slug if self.event else "",
            speakers=self.speakers,
            dated=self.dated,
            language=self.language,
            source=self.source,
            rights=self.rights,
            visibility=self.visibility,
            state=self.state,
        )
