"""Positions as people see them: those that were adopted, the drafts of staff, and what came of their proposals."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.errors import NotFound
from kb.legislation.acronyms import key_of
from kb.library.affairs.outcomes import Outcomes
from kb.library.affairs.personal import Personal, personal
from kb.library.seeing import may_see
from kb.model import (
    EVERYTHING,
    Actor,
    Body,
    Document,
    Dossier,
    LocatorKind,
    Position,
    Proposal,
    ProposalOutcome,
    Reader,
    RecordSort,
)
from kb.slovene.workdays import day_here
from kb.store import Store
from kb.store.affairs.positions import Sought, placed
from kb.store.clock import Clock, now

__all__ = ["AdoptionFault", "Doubts", "Positions", "placed"]


class AdoptionFault(StrEnum):
    """Why a draft cannot be adopted by a body on a day."""

    EMPTY = "empty"
    FUTURE = "future"
    BEFORE_RECEIPT = "before-receipt"
    NO_BODY = "no-body"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Doubts:
    """What of a position cannot be, or is to be looked at, told by articles.

    `lacking` are articles that the text does not have and that are not told to be new, `there` those that are told to
    be new though it has them; `articles` are all that it has, none where it is not divided into articles. `clashing`
    are the positions of the same body on the same articles, `personal` what tells of persons.
    """

    articles: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    clashing: tuple[Position, ...] = ()
    personal: tuple[Personal, ...] = ()


def acts_of(store: Store, act: str) -> tuple[str, ...]:
    """Gives an act and those that change it, whose positions are on it too; () for ""."""
    if not act:
        return ()
    return (act, *(each.acronym for each in store.acts.all() if key_of(each.amends) == key_of(act)))


class Positions:
    """The positions of the library, `outcomes` what came of their proposals. Safe to share between threads."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._rows = store.affairs.positions
        self._clock = clock
        self.outcomes = Outcomes(store)

    def today(self) -> dt.date:
        """Gives the day that it is where positions are adopted."""
        return day_here(self._clock())

    # --- reading ---

    def all(
        self, *, reader: Reader, body: str = "", topic: str = "", act: str = "", dossier_id: int | None = None
    ) -> tuple[Position, ...]:
        """Gives the adopted positions that `reader` may see, the newest first.

        `body` has adopted them or says them, `topic` is theirs or above theirs, `act` is theirs or changed by theirs;
        those that another has replaced are among them.
        """
        sought = Sought(body, topic, acts_of(self._store, act), dossier_id, is_adopted=True)
        return self._rows.all(sought, reader=reader)

    def get(self, position_id: int, *, reader: Reader) -> Position:
        """Gives a position. Raises NotFound, also for one that `reader` may not see: a draft only staff do."""
        return self._rows.get(position_id, reader=reader)

    def record(
        self, *, body: str = "", topic: str = "", act: str = "", reader: Reader = EVERYTHING
    ) -> tuple[tuple[int, ProposalOutcome, int], ...]:
        """Gives how many adopted positions of each year have come to what, the newest year first.

        Those that another has replaced do not count; ready to be drawn: (2024, ACCEPTED, 3), (2024, PARTLY, 1) …
        """
        return record_of(self.all(reader=reader, body=body, topic=topic, act=act))

    def drafts(self) -> tuple[Position, ...]:
        """Gives the drafts, for staff."""
        return self._rows.all(Sought(is_adopted=False))

    def document_id(self, position_id: int) -> int | None:
        """Gives the document that holds the text of a position, under which it is found."""
        return self._store.records.documents(RecordSort.POSITION, [position_id]).get(position_id)

    def dossier_of(self, position: Position, *, reader: Reader) -> Dossier | None:
        """Gives the dossier of a position, None where there is none that `reader` may see."""
        try:
            return self._store.affairs.dossiers.get(position.dossier_id or 0, reader=reader)
        except NotFound:
            return None

    def text_of(self, position: Position, *, reader: Reader) -> Document | None:
        """Gives the document with the text of a position, None where there is none that `reader` may see."""
        found = self._store.documents.many([position.version_id or 0]).get(position.version_id or 0)
        return found if found and may_see(reader, found) else None

    def evidence(self, position: Position, *, reader: Reader) -> dict[int, Document]:
        """Gives the documents that show what came of the proposals, by id, those that `reader` may see."""
        found = self._store.documents.many(each.evidence_id for each in position.proposals if each.evidence_id)
        return {id_: document for id_, document in found.items() if may_see(reader, document)}

    def letter(self, position: Position, *, reader: Reader) -> bytes:
        """Gives the letter that a position is sent with, as a DOCX file, with what `reader` may see around it."""
        # Loaded here: nobody but who asks for a letter needs what writes one.
        from kb.library.affairs.letter import Around, letter_of

        dossier = self.dossier_of(position, reader=reader)
        text = self.text_of(position, reader=reader)
        names = {each.slug: each.name_sl for each in self._store.registers.bodies()}
        return letter_of(
            position,
            Around(
                body=names.get(position.body, ""),
                adopted_by=names.get(position.adopted_by, ""),
                day=position.sent or self.today(),
                text_title=text.title if text else "",
                addressee=position.sent_to or (dossier.ministry if dossier else ""),
                references=_references(dossier),
                texts=tuple(
                    self.outcomes.text_of(position, each.article) if text else "" for each in position.proposals
                ),
            ),
        )

    # --- what is to be looked at ---

    def articles(self, version_id: int | None) -> tuple[str, ...]:
        """Gives the numbers of the articles of a text in its order; none where it has none or is not there."""
        if version_id is None:
            return ()
        heads = self._store.passages.contents(version_id)
        numbers = (each.locator.number for each in heads if each.locator.kind is LocatorKind.ARTICLE)
        return tuple(dict.fromkeys(numbers))

    def doubts(self, position: Position) -> Doubts:
        """Gives what of a position cannot be, or is to be looked at."""
        articles = self.articles(position.version_id)
        named = {each.article: each.is_new for each in position.proposals if each.article}
        known = frozenset(articles)
        return Doubts(
            articles,
            tuple(each for each, is_new in named.items() if articles and not is_new and each not in known),
            tuple(each for each, is_new in named.items() if is_new and each in known),
            self._rows.clashing(position),
            personal(position.title, position.summary, *self._written(position)),
        )

    def wrong_adoption(self, position: Position, day: dt.date, body: str) -> AdoptionFault | None:
        """Gives why a draft cannot be adopted by a body (slug) on a day, None where it can."""
        if not position.summary and not any(each.reason or each.wording for each in position.proposals):
            return AdoptionFault.EMPTY
        if day > self.today():
            return AdoptionFault.FUTURE
        if (received := self._received(position)) and day < received:
            return AdoptionFault.BEFORE_RECEIPT
        if not self._body(body).valid_on(day):
            return AdoptionFault.NO_BODY
        return AdoptionFault.CLASH if self._rows.clashing(position) else None

    # --- changing ---

    def put(self, actor: Actor, position: Position) -> Position:
        """Keeps a draft, a new one where its `id` is 0.

        Raises WrongValue, NotFound, NotPossible for one that was adopted, ChangedMeanwhile.
        """
        return self._rows.put(position, by=actor)

    def correct(self, actor: Actor, position_id: int) -> Position:
        """Gives a new draft with the text of an adopted position, which it will replace. Raises NotFound."""
        old = self._rows.get(position_id)
        return self._rows.put(replace(old, id=0, replaces_id=old.id), by=actor)

    def remove(self, actor: Actor, position_id: int) -> None:
        """Throws a draft away. Raises NotFound, NotPossible."""
        self._rows.remove(position_id, by=actor)

    def adopt(self, actor: Actor, position: Position, *, day: dt.date, body: str) -> None:
        """Makes a draft, as it is in its edition, the position of its body. Raises as the store does."""
        self._rows.adopt(position.id, day=day, adopted_by=body, by=actor, edition=position.edition)

    def send(self, actor: Actor, position_id: int, *, day: dt.date, to: str) -> None:
        """Keeps when and to whom a position was sent. Raises NotFound, NotPossible for a draft."""
        self._rows.send(position_id, day=day, to=to, by=actor)

    def settle(self, actor: Actor, position_id: int, proposal: Proposal) -> None:
        """Keeps what a person says came of a proposal, with the evidence. Raises NotFound, NotPossible for a draft."""
        self._rows.settle(position_id, proposal.id, proposal.outcome, told=proposal, by=actor)

    # --- parts ---

    def _written(self, position: Position) -> list[str]:
        return [text for each in position.proposals for text in (each.reason, each.wording)]

    def _received(self, position: Position) -> dt.date | None:
        if position.dossier_id is None:
            return None
        return self._store.affairs.dossiers.get(position.dossier_id, reader=EVERYTHING).received

    def _body(self, slug: str) -> Body:
        found: Mapping[str, Body] = {each.slug: each for each in self._store.registers.bodies()}
        if slug not in found:
            raise NotFound(f"organ {slug[:100]}")
        return found[slug]


def _references(dossier: Dossier | None) -> tuple[str, ...]:
    if dossier is None:
        return ()
    told = (("EVA", dossier.eva), ("EPA", dossier.epa))
    return tuple(f"{name} {number}" for name, number in told if number)


def record_of(positions: Iterable[Position]) -> tuple[tuple[int, ProposalOutcome, int], ...]:
    """Gives how many of some positions of each year have come to what; see Positions.record."""
    counts = Counter((each.adopted.year, each.outcome) for each in positions if each.adopted and not each.replaced_by)
    order = list(ProposalOutcome)
    ranked = sorted(counts.items(), key=lambda each: (-each[0][0], order.index(each[0][1])))
    return tuple((year, outcome, count) for (year, outcome), count in ranked)
