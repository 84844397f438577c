"""`kb check`: whether store, originals and index agree; what can be put right is.

An index that differs, or would show a document to whom it is not open, is brought up to date from the store. A
received file that nothing would ever read is put back among those that wait; pictures of what is gone are thrown away.
Bytes that the store does not name are told, and taken away only where that is asked for: an older database may have
been put back.
What is wrong with an original can only be told: its bytes are in a backup, if anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.errors import IndexDamaged
from kb.library.indexing import Indexing
from kb.library.pictures import Pictures
from kb.model import EVERYTHING, VISITOR, Reader, Visibility
from kb.search.index import Index, Removed
from kb.search.plan import Plan
from kb.store import BadOriginal, Original, Store

Told = Callable[[str, str, int, int], None]

ALL = 1_000_000_000
READERS = (VISITOR, Reader(frozenset({Visibility.PUBLIC, Visibility.MEMBERS})))
"""Those whose sight is compared: who sees more sees the rest by the same marks."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at and what was found; of `unindexed` documents and `stranded` files all are put right.

    `unindexed` are the ids of documents that the index did not have as the store has them, or had and should not.
    `nameless` are the checksums of bytes that the store does not name, taken away where they `are_cleared`; `pictures`
    counts the files whose pictures were thrown away.
    """

    originals: int
    documents: int
    bad_originals: tuple[BadOriginal, ...]
    unindexed: tuple[int, ...]
    stranded: int
    was_damaged: bool
    nameless: tuple[str, ...] = ()
    are_cleared: bool = False
    pictures: int = 0

    @property
    def is_well(self) -> bool:
        """Tells whether everything is as it should be now."""
        return not self.bad_originals


def check(
    store: Store, index: Index, indexing: Indexing, pictures: Pictures, *, whole: bool, clear: bool, told: Told
) -> Checked:
    """Gives what is not as it should be, and puts right what can be; with `whole` every byte is read, and with `clear`
    bytes are taken away that the store does not name.

    `told` hears of the stages "checked" and "indexed". Raises IndexBusy, IndexUnwritable, StoreError.
    """
    originals = store.checking.originals()
    bad = _bad(store, originals, whole=whole, told=told)
    nameless = store.checking.nameless()
    if clear:
        nameless = tuple(sha256 for sha256 in nameless if store.checking.drop_nameless(sha256))
    thrown = pictures.drop_rubble(frozenset(original.sha256 for original in store.checking.originals()))
    stranded = store.checking.fetch_in()
    was_damaged = not (indexing.is_current and (not whole or index.is_intact()))
    indexing.index_marked(lambda name, done, total: told("indexed", name, done, total))
    in_store = store.checking.passages()
    differing = sorted({*_differing(in_store, _indexed(index)), *_shown_wrongly(store, index, in_store)})
    if differing:
        store.checking.mark([id_ for id_ in differing if id_ in in_store])
        index.apply([Removed(id_) for id_ in differing if id_ not in in_store])
        indexing.index_marked(lambda name, done, total: told("indexed", name, done, total))
    counts = (len(originals), len(in_store))
    return Checked(*counts, bad, tuple(differing), stranded, was_damaged, nameless, clear, thrown)


def _bad(store: Store, originals: Sequence[Original], *, whole: bool, told: Told) -> tuple[BadOriginal, ...]:
    bad = []
    for done, original in enumerate(originals, 1):
        if (found := store.checking.look_at(original, whole=whole)) is not None:
            bad.append(found)
        told("checked", original.sha256[:12], done, len(originals))
    return tuple(bad)


def _shown_wrongly(store: Store, index: Index, in_store: Mapping[int, int]) -> set[int]:
    """Gives the documents that the index shows to readers whom they are not open to, or hides from others."""
    wrong: set[int] = set()
    for reader in READERS:
        wanted = {id_ for id_ in store.checking.open_to(reader) if in_store.get(id_)}
        wrong |= wanted ^ _indexed(index, reader).keys()
    return wrong


def _indexed(index: Index, reader: Reader = EVERYTHING) -> dict[int, int]:
    """Gives by id how many passages the index has of each document that it shows to a reader."""
    try:
        found = index.search(Plan(reader=reader, limit=ALL, passages_per_document=0))
    except IndexDamaged:
        return {}
    return {group.document_id: group.matching for group in found.groups}


def _differing(in_store: Mapping[int, int], in_index: Mapping[int, int]) -> list[int]:
    # A document without passages is in no index: there is nothing of it to find.
    wanted = {id_: count for id_, count in in_store.items() if count}
    return sorted(id_ for id_ in wanted.keys() | in_index.keys() if wanted.get(id_) != in_index.get(id_))
