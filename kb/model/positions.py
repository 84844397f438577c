"""Positions (stališča): what a body says on an act's version and articles, and what came of each proposal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kb.model.access import Visibility


class Stance(StrEnum):
    """What a body thinks of what is proposed."""

    SUPPORT = "support"
    SUPPORT_WITH_CHANGES = "support-with-changes"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"


class ProposalOutcome(StrEnum):
    """What came of a proposal; UNKNOWN until a person has confirmed another."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a position says on one article, "14"; "" for the text as a whole. `is_new` where the text lacks the article.

    `outcome` is as a person has confirmed it on the day `confirmed`, `evidence` why: with `evidence_id` the document
    that shows it, at the passage `evidence_anchor`.
    """

    id: int
    article: str
    stance: Stance
    reason: str = ""
    wording: str = ""
    outcome: ProposalOutcome = ProposalOutcome.UNKNOWN
    evidence: str = ""
    evidence_id: int | None = None
    is_new: bool = False
    evidence_anchor: str = ""
    confirmed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What `body` (slug) says on the text of an act: a draft until it is `adopted`, and then never altered but for what
    came of it. `version_id` is the document with the text that it speaks of; `adopted_by` the body that adopted it
    (slug), `sent_to` those it went to. It stands in place of `replaces_id`; `replaced_by` has taken its own place.
    `edition` grows with each change.
    """

    id: int
    title: str
    body: str
    stance: Stance
    act: str = ""
    version_id: int | None = None
    dossier_id: int | None = None
    summary: str = ""
    topics: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    adopted: dt.date | None = None
    adopted_by: str = ""
    sent: dt.date | None = None
    sent_to: str = ""
    visibility: Visibility = Visibility.PUBLIC
    replaces_id: int | None = None
    replaced_by: int | None = None
    edition: int = 0

    @property
    def is_draft(self) -> bool:
        """Tells whether nobody has adopted it yet."""
        return self.adopted is None

    @property
    def outcome(self) -> ProposalOutcome:
        """Gives what came of the whole: what came of all its proposals that are known, PARTLY where they differ."""
        known = {each.outcome for each in self.proposals} - {ProposalOutcome.UNKNOWN}
        if not known:
            return ProposalOutcome.UNKNOWN
        return known.pop() if len(known) == 1 else ProposalOutcome.PARTLY
