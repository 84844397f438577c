"""Keeping in the store: changes of documents that can be taken back, trash, erasing, holds, terms, old revisions."""

from __future__ import annotations

from kb.store.changing.bundles import BundleMade, BundlesMade
from kb.store.changing.changes import Changes, titles_of
from kb.store.changing.custody import Custody, CustodyRows, Due
from kb.store.changing.edits import NOTHING, Edits, edits_of
from kb.store.changing.erasing import Erased, Erasing, Erasure, InTrash
from kb.store.changing.facts import metadata_of, plain
from kb.store.changing.lately import ErasureState
from kb.store.changing.older import OfRevision, Older
from kb.store.changing.selecting import NONE, Wanted, chosen
from kb.store.changing.values import Change, ChangeSort, ChangeState, Effect, Part, PartState, Skipped
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.files import Files

__all__ = [
    "NONE",
    "NOTHING",
    "BundleMade",
    "Change",
    "ChangeSort",
    "ChangeState",
    "Changing",
    "Custody",
    "Due",
    "Edits",
    "Effect",
    "Erased",
    "Erasure",
    "ErasureState",
    "InTrash",
    "OfRevision",
    "Part",
    "PartState",
    "Skipped",
    "Wanted",
    "edits_of",
    "metadata_of",
    "plain",
]


class Changing:
    """What is done to the documents of a store after they have come in."""

    def __init__(self, database: Database, files: Files, clock: Clock) -> None:
        self._database = database
        self.changes = Changes(database, clock)
        self.custody = CustodyRows(database, clock)
        self.erasing = Erasing(database, files, clock)
        self.bundles = BundlesMade(database)
        self.older = Older(database)

    def chosen(self, wanted: Wanted) -> list[int]:
        """Gives the ids of the documents that are wanted, those received last first."""
        return chosen(self._database, wanted)

    def title(self, document_id: int) -> str:
        """Gives by what name people know a document, one in the trash too."""
        with self._database.reading() as connection:
            return titles_of(connection, [document_id])[document_id]
