"""What came of proposals: suggested by the text that was adopted after them, and confirmed by a person.

Nothing is set here. A position waits where a later text of its act is in the collection and nobody has yet said what
came of one of its proposals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.legislation.acronyms import key_of
from kb.legislation.comparison import Piece
from kb.legislation.comparison.words import marked
from kb.legislation.kept import law_from
from kb.legislation.lawtext import LawArticle
from kb.legislation.versions import ActVersion, VersionSort
from kb.legislation.wanted import Verdict, judge, nearest
from kb.model import Document, Locator, LocatorKind, Position, Proposal
from kb.store import Store
from kb.store.affairs.positions import Sought

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Later:
    """The text of an act that came after a position: which version, and the document that it is."""

    version: ActVersion
    document: Document


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may have come of a proposal: the verdict, the texts that it was made from, and what differs of them.

    `before` is the article that was spoken of, "" for a new one; `pieces` are the wanted and the adopted text.
    """

    proposal: Proposal
    verdict: Verdict
    before: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def anchor(self) -> str:
        """Gives the anchor of the adopted article, "" for none."""
        article = self.verdict.article
        return Locator(LocatorKind.ARTICLE, article.number).anchor if article else ""


class Outcomes:
    """Suggests what came of proposals. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self) -> tuple[Position, ...]:
        """Gives the adopted positions of which something waits to be confirmed, the newest first."""
        adopted = self._store.affairs.positions.all(Sought(is_adopted=True))
        open_ones = [each for each in adopted if each.replaced_by is None and _unsettled(each)]
        versions = self._store.versions.all() if open_ones else ()
        return tuple(each for each in open_ones if _next(each, self._base(each), versions))

    def later(self, position: Position) -> Later | None:
        """Gives the first text of its act that was adopted after a position, None while there is none."""
        base = self._base(position)
        version = _next(position, base, self._store.versions.all())
        if version is None:
            return None
        document = self._store.documents.many([version.document_id]).get(version.document_id)
        return Later(version, document) if document else None

    def suggested(self, position: Position, later: Later) -> tuple[Suggested, ...]:
        """Gives what may have come of each proposal, as the later text tells."""
        old = self._articles(position.version_id) if position.version_id else ()
        new = self._articles(later.document.id)
        return tuple(_suggested(each, old, new) for each in position.proposals)

    def text_of(self, position: Position, article: str) -> str:
        """Gives the article that a position speaks of as its text has it, "" for none."""
        old = self._articles(position.version_id) if position.version_id else ()
        return next((each.text for each in old if each.number == article), "")

    def _base(self, position: Position) -> ActVersion | None:
        return self._store.versions.of_document(position.version_id) if position.version_id else None

    def _articles(self, document_id: int) -> tuple[LawArticle, ...]:
        stored = self._store.passages.of(document_id, limit=_ALL)
        return law_from([each.passage for each in stored]).articles


def _unsettled(position: Position) -> bool:
    return any(each.confirmed is None for each in position.proposals)


def _next(position: Position, base: ActVersion | None, versions: Iterable[ActVersion]) -> ActVersion | None:
    """Gives the first version adopted after a position: of a bill that changes an act the amending act, if there is."""
    key = key_of(base.act if base else position.act)
    amending = key_of(base.amending or position.act) if base else key_of(position.act)
    is_change = base is not None and base.is_change
    found = [
        each
        for each in versions
        if key
        and key in (key_of(each.act), key_of(each.amending))
        and each.dated
        and position.adopted
        and each.dated > position.adopted
        and each.document_id != position.version_id
        and (each.is_text or (each.sort is VersionSort.AMENDING and (is_change or key == key_of(each.amending))))
    ]
    own = [each for each in found if each.sort is VersionSort.AMENDING and key_of(each.amending) == amending]
    texts = [each for each in found if each.is_text]
    others = [each for each in found if each.sort is VersionSort.AMENDING]
    ranked = own or texts or others
    return min(ranked, key=lambda each: (each.dated, each.id), default=None) if ranked else None


def _suggested(proposal: Proposal, old: tuple[LawArticle, ...], new: tuple[LawArticle, ...]) -> Suggested:
    number = proposal.article
    verdict = judge(number, proposal.wording, proposal.stance, old=old, new=new)
    before = next((each.text for each in old if each.number == number), "")
    wanted = verdict.wanted or proposal.wording
    adopted = nearest(wanted, verdict.article.text) if verdict.article else ""
    return Suggested(proposal, verdict, before, marked(wanted, adopted) if wanted and adopted else ())
