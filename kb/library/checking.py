"""`kb check`: whether store, originals and index agree; what can be put right is.

An index that differs is brought up to date from the store. A received file that nothing would ever read is put back
among those that wait. What is wrong with an original can only be told: its bytes are in a backup, if anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.errors import IndexDamaged
from kb.library.indexing import Indexing
from kb.model import EVERYTHING
from kb.search.index import Index, Removed
from kb.search.plan import Plan
from kb.store import BadOriginal, Store

Told = Callable[[str, str, int, int], None]

ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at and what was found; of `unindexed` documents and `stranded` files all are put right.

    `unindexed` are the ids of documents that the index did not have as the store has them, or had and should not.
    """

    originals: int
    documents: int
    bad_originals: tuple[BadOriginal, ...]
    unindexed: tuple[int, ...]
    stranded: int
    was_damaged: bool

    @property
    def is_well(self) -> bool:
        """Tells whether everything is as it should be now."""
        return not self.bad_originals


def check(store: Store, index: Index, indexing: Indexing, *, whole: bool, told: Told) -> Checked:
    """Gives what is not as it should be, and puts right what can be; with `whole` every byte is read.

    `told` hears of the stages "checked" and "indexed". Raises IndexBusy, IndexUnwritable, StoreError.
    """
    originals = store.checking.originals()
    bad = []
    for done, original in enumerate(originals, 1):
        if (found := store.checking.look_at(original, whole=whole)) is not None:
            bad.append(found)
        told("checked", original.sha256[:12], done, len(originals))
    stranded = store.checking.fetch_in()
    was_damaged = not (indexing.is_current and (not whole or index.is_intact()))
    indexing.index_marked(lambda name, done, total: told("indexed", name, done, total))
    in_store = store.checking.passages()
    differing = _differing(in_store, _indexed(index))
    if differing:
        store.checking.mark([id_ for id_ in differing if id_ in in_store])
        index.apply([Removed(id_) for id_ in differing if id_ not in in_store])
        indexing.index_marked(lambda name, done, total: told("indexed", name, done, total))
    return Checked(len(originals), len(in_store), tuple(bad), tuple(differing), stranded, was_damaged)


def _indexed(index: Index) -> dict[int, int]:
    """Gives by id how many passages the index has of each document."""
    try:
        found = index.search(Plan(reader=EVERYTHING, limit=ALL, passages_per_document=0))
    except IndexDamaged:
        return {}
    return {group.document_id: group.matching for group in found.groups}


def _differing(in_store: Mapping[int, int], in_index: Mapping[int, int]) -> list[int]:
    # A document without passages is in no index: there is nothing of it to find.
    wanted = {id_: count for id_, count in in_store.items() if count}
    return sorted(id_ for id_ in wanted.keys() | in_index.keys() if wanted.get(id_) != in_index.get(id_))
