"""Which documents are which texts of an act: what can be compared, what amends what, and what the law is now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.legislation.bills import BillSection, InBill, in_bill
from kb.legislation.recognition import DRAFT_KINDS
from kb.legislation.register import Act
from kb.legislation.versions import ActVersion, VersionSort, not_in
from kb.model import Document, LocatorKind, Passage
from kb.slovene.fold import fold

AUTOMATIC = "cistopis"
"""The name of the automatic consolidated text among the texts of an act."""

_BILL = re.compile(r"(?:vzorcni |delovni )?(?:predlog|osnutek) (?:zakona|odloka|pravilnika|uredbe|statuta|sklepa)\b")

Versions = Sequence[tuple[ActVersion, Document]]
"""Versions of one act with their documents, oldest first."""


@dataclass(frozen=True, slots=True)
class LegalText:
    """One of the texts of an act, or a document that is compared: how it is asked for (`name`), and what it is.

    An automatic text is `document` with `changed_by` applied to it in their order, each with what version it is.
    """

    name: str
    document: Document
    version: ActVersion | None = None
    changed_by: tuple[LegalText, ...] = ()

    @property
    def is_automatic(self) -> bool:
        """Tells whether this text was put together here."""
        return bool(self.changed_by)


def place_in_bill(passage: Passage, document: Document) -> InBill | None:
    """Gives where in a bill a passage of a document stands, so that old law is not taken for what is proposed.

    None for a passage of a document that is no bill, and for what is in none of its parts.
    """
    if passage.locator.kind is not LocatorKind.ARTICLE:
        return in_bill(passage.heading)
    is_bill = document.kind.slug in DRAFT_KINDS if document.kind else bool(_BILL.match(fold(document.title)))
    return InBill(BillSection.TEXT, (passage.locator.number,)) if is_bill else None


def version_text(version: ActVersion, document: Document) -> LegalText:
    """Gives a version as a text that is asked for by its number."""
    return LegalText(str(version.id), document, version)


def automatic(versions: Versions) -> LegalText | None:
    """Gives the act as adopted with every amending act applied, None where there is no such text or nothing to apply.

    Where the adopted text is not there, it is the oldest consolidated one with the amending acts after it.
    """
    adopted = [pair for pair in versions if pair[0].sort is VersionSort.ADOPTED]
    consolidated = [pair for pair in versions if pair[0].sort is VersionSort.CONSOLIDATED]
    base = _best(adopted) if adopted else next(iter(consolidated), None)
    if base is None:
        return None
    changes = _changes(versions, after=None if adopted else base[0])
    return replace(version_text(*base), name=AUTOMATIC, changed_by=changes) if changes else None


def standing(versions: Versions) -> LegalText | None:
    """Gives the law as it is now: the newest consolidated text with what is dated after it, else the automatic one."""
    consolidated = [pair for pair in versions if pair[0].sort is VersionSort.CONSOLIDATED]
    if not consolidated:
        adopted = [pair for pair in versions if pair[0].sort is VersionSort.ADOPTED]
        return automatic(versions) or (version_text(*_best(adopted)) if adopted else None)
    newest = consolidated[-1]
    changes = _changes(versions, after=newest[0])
    return replace(version_text(*newest), name=AUTOMATIC, changed_by=changes) if changes else version_text(*newest)


def _best(versions: Versions) -> tuple[ActVersion, Document]:
    """Gives the one of several copies of a text that comes from the gazette, else the first that came in."""
    return min(versions, key=lambda pair: (not pair[0].is_official, pair[0].id))


def _changes(versions: Versions, *, after: ActVersion | None) -> tuple[LegalText, ...]:
    """Gives the amending acts in their order, of several copies of one the best; with `after` those dated later."""
    found: dict[str, list[tuple[ActVersion, Document]]] = {}
    for version, document in versions:
        is_later = after is None or (version.dated and after.dated and version.dated > after.dated)
        if version.sort is VersionSort.AMENDING and is_later:
            found.setdefault(version.amending or version.gazette or str(version.id), []).append((version, document))
    return tuple(version_text(*_best(copies)) for copies in found.values())


def missing(act: Act | None, text: LegalText) -> tuple[str, ...]:
    """Gives the changes of an act that a text of it surely lacks, as the register lists them."""
    if act is None or text.version is None:
        return ()
    applied = [each.version for each in text.changed_by if each.version]
    there = {each.gazette for each in applied} | {each.amending for each in applied}
    lacked = not_in(text.version, act, ())
    return tuple(each for each in lacked if there.isdisjoint(each.split(" – ")))
