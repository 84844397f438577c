"""Which documents are which texts of an act, as a reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.legislation.acronyms import key_of
from kb.legislation.register import Act
from kb.legislation.versions import VersionSort, in_force, oldest_first
from kb.library.law.values import SeenVersion
from kb.library.seeing import may_see
from kb.model import Reader
from kb.store import Store


def seen_versions(store: Store, act: Act, *, reader: Reader) -> list[SeenVersion]:
    """Gives the versions of an act, or of the act that it changes, that `reader` may see; oldest first."""
    versions = store.versions.of(act.amends or act.acronym)
    documents = store.documents.many(each.document_id for each in versions)
    return [
        SeenVersion(each, documents[each.document_id])
        for each in oldest_first(versions)
        if each.document_id in documents and may_see(reader, documents[each.document_id])
    ]


def own_versions(act: Act, seen: Iterable[SeenVersion]) -> list[SeenVersion]:
    """Gives those versions that are texts of the act itself; of an act that changes another what it says."""
    if act.amends:
        return [each for each in seen if each.version.amending and key_of(each.version.amending) == act.key]
    return [each for each in seen if not each.version.is_change]


def standing_version(act: Act, own: Sequence[SeenVersion]) -> SeenVersion | None:
    """Gives the text that is shown where none is asked for: the law in force, else the newest that there is."""
    if act.amends:
        adopted = [each for each in own if each.version.sort is VersionSort.AMENDING]
        return next(reversed(adopted or own), None)
    found = in_force([each.version for each in own])
    return next((each for each in own if each.version == found), next(reversed(own), None))


def best_first(act: Act, own: Sequence[SeenVersion]) -> list[SeenVersion]:
    """Gives the texts of an act with the one that stands for the law in force before all others, then the newest."""
    standing = standing_version(act, own)
    newest_first = own[::-1]
    return sorted(newest_first, key=lambda each: each is not standing)
