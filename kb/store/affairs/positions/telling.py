"""What a position says, as the record that is found of it: a passage for the whole, and one for each proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.legislation.lawtext import shown
from kb.model import (
    Body,
    Locator,
    LocatorKind,
    Metadata,
    Passage,
    Position,
    Proposal,
    ProposalOutcome,
    Record,
    RecordSort,
    Stance,
    Visibility,
)
from kb.slovene.dates import written

KIND = "stalisce"

STANCES = {
    Stance.SUPPORT: "podpora",
    Stance.SUPPORT_WITH_CHANGES: "podpora s spremembami",
    Stance.OPPOSE: "nasprotovanje",
    Stance.NEUTRAL: "brez opredelitve",
}
OUTCOMES = {
    ProposalOutcome.ACCEPTED: "predlog je sprejet",
    ProposalOutcome.PARTLY: "predlog je delno sprejet",
    ProposalOutcome.REJECTED: "predlog je zavrnjen",
    ProposalOutcome.UNKNOWN: "",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a position: bodies by slug, and the title of its act, or ""."""

    bodies: Mapping[str, Body]
    act_title: str = ""

    def name(self, slug: str) -> str:
        """Gives the name of a body, "" for none."""
        return self.bodies[slug].name_sl if slug in self.bodies else slug


def title_of(act: str) -> str:
    """Gives the title of a position that nobody has given one: «Stališče do ZORed»."""
    return f"Stališče do {act}" if act else "Stališče"


def record_of(position: Position, around: Around) -> Record:
    """Gives the record of a position: a draft is for staff alone, one that is adopted for whom it is meant."""
    metadata = Metadata(
        title=position.title,
        kind=KIND,
        bodies=tuple(dict.fromkeys(filter(None, (position.body, position.adopted_by)))),
        topics=position.topics,
        dated=position.adopted,
        language="sl",
        visibility=Visibility.STAFF if position.is_draft else position.visibility,
    )
    passages = (_whole(position, around), *(_of_proposal(*each, position, around) for each in placed(position)))
    return Record(RecordSort.POSITION, position.id, metadata, passages)


def placed(position: Position) -> Iterator[tuple[Locator, Proposal]]:
    """Gives the proposals of a position with the place that each has in its record and on its page.

    What is said on the whole follows the passage of the whole, which is section 1.
    """
    counts: Counter[str] = Counter()
    sections = 1
    for proposal in position.proposals:
        if proposal.article:
            counts[proposal.article] += 1
            yield Locator(LocatorKind.ARTICLE, proposal.article, counts[proposal.article]), proposal
        else:
            sections += 1
            yield Locator(LocatorKind.SECTION, str(sections)), proposal


def _whole(position: Position, around: Around) -> Passage:
    about = _act(position, around)
    lines = [f"{around.name(position.body)}: {STANCES[position.stance]}{f', {about}' if about else ''}."]
    if position.adopted:
        lines.append(f"Stališče je {written(position.adopted)} sprejel organ {around.name(position.adopted_by)}.")
    if position.sent:
        lines.append(f"Poslano {written(position.sent)}: {position.sent_to}.")
    if position.replaced_by:
        lines.append("Stališče je nadomeščeno z novim.")
    return _passage(
        Locator(LocatorKind.SECTION, "1"), f"{title_of(position.act)} – povzetek", [*lines, position.summary]
    )


def _of_proposal(locator: Locator, proposal: Proposal, position: Position, around: Around) -> Passage:
    """Gives the passage of a proposal; its heading says act and article as a question for it would."""
    article, act = (shown(proposal.article) if proposal.article else ""), position.act
    of_act = f" {act}" if act else ""
    heading = f"Stališče do {article} člena{of_act}" if article else f"{title_of(act)} v celoti"
    subject = f"{article} člen{of_act}{' (nov člen)' if proposal.is_new else ''}" if article else (act or "v celoti")
    lines = [f"{around.name(position.body)}, {subject}: {STANCES[proposal.stance]}.", proposal.reason]
    if proposal.wording:
        lines.append(f"Predlagano besedilo: {proposal.wording}")
    if said := OUTCOMES[proposal.outcome]:
        lines.append(f"Izid: {said}.{f' {proposal.evidence}' if proposal.evidence else ''}")
    return _passage(locator, heading, lines)


def _act(position: Position, around: Around) -> str:
    return f"{around.act_title} ({position.act})" if around.act_title else position.act


def _passage(locator: Locator, heading: str, lines: list[str]) -> Passage:
    return Passage(locator, heading, "\n".join(filter(None, lines)))
