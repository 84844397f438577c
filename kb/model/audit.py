"""The audit log (revizijska sled): who did what to what, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person with an account, or with `id` None the command line or the program itself."""

    id: int | None
    name: str


PROGRAM = Actor(None, "kb")
"""The command line, or what the program does of itself."""

NOBODY = Actor(None, "")
"""Somebody who has not signed in."""


class Deed(StrEnum):
    """What can be done that the audit log tells of."""

    UPLOADED = "uploaded"
    PUBLISHED = "published"
    EDITED = "edited"
    RETRIED = "retried"

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT_EVERYWHERE = "signed-out-everywhere"
    RESET_ASKED = "reset-asked"
    CREDENTIALS_CHANGED = "credentials-changed"
    INVITED = "invited"
    JOINED = "joined"
    LINKED = "linked"
    CLOSED = "closed"
    REOPENED = "reopened"
    FORGOTTEN = "forgotten"

    VIEWED = "viewed"
    DOWNLOADED = "downloaded"

    ADDED = "added"
    REMOVED = "removed"

    BACKED_UP = "backed-up"
    RESTORED = "restored"
    REINDEXED = "reindexed"
    EXPORTED = "exported"
    PROVED = "proved"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    PUT_BACK = "put-back"
    TRASHED = "trashed"
    UNDONE = "undone"
    ERASURE_ASKED = "erasure-asked"
    ERASED = "erased"
    RETENTION = "retention"
    HELD = "held"
    RELEASED = "released"

    PROPOSED = "proposed"
    DECLINED = "declined"
    UNPUBLISHED = "unpublished"
    MERGED = "merged"
    TOLD_APART = "told-apart"

    ADOPTED = "adopted"
    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be entered in the audit log of one thing; see Audited."""

    subject: str
    subject_id: object
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows of the audit log are meant: those that all of what is told here fits, all of them for nothing.

    `actors` are accounts (ids), with 0 for what was done without one; None stands for anybody. `words` have to stand
    in `before`, `after` or the subject's id. `since` belongs to the time that is meant, `until` no longer. Rows of
    `but_subjects` and `but_deeds` are never meant.
    """

    actors: frozenset[int] | None = None
    deeds: frozenset[Deed] = frozenset()
    subject: str = ""
    subject_id: str = ""
    words: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    but_subjects: frozenset[str] = frozenset()
    but_deeds: frozenset[Deed] = frozenset()


@dataclass(frozen=True, slots=True)
class Audited:
    """A row of the audit log. `subject` is a sort of thing («document») and `subject_id` which.

    `chained` is the SHA-256 of this row with `previous`, the one of the row before.
    """

    id: int
    at: dt.datetime
    actor: Actor
    deed: Deed
    subject: str
    subject_id: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    previous: str = ""
    chained: str = ""
