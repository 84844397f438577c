"""The store: the truth about documents, and the only place that knows the database and the originals.

    store = Store.open("sqlite:////srv/kb/kb.db", originals_url="file:///srv/kb/originals")
    entry = store.keep(path, name="ZLS.pdf", origin="/gradiva/ZLS.pdf")
    job = store.jobs.claim(worker_name(), lease_seconds=120)

Every fault of the system that stores comes out as kb.errors.StoreError with its cause.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from kb.errors import DocumentError, SystemFault
from kb.errors.undoing import undone_by
from kb.model import PROGRAM, Actor, LedgerEntry, Metadata
from kb.store.affairs import Affairs
from kb.store.audit import AuditLog
from kb.store.bases import Bases, Resting
from kb.store.changing import Changing
from kb.store.checking import BadOriginal, Checking
from kb.store.citations import Citations, CitedUnit, CitingDocument, CitingPlace, Wanted
from kb.store.citings import Cited, Citings, Uncited
from kb.store.clock import Clock, now
from kb.store.database import Database
from kb.store.documents import Documents, WithPassages, remove_document
from kb.store.events import Events
from kb.store.files import Files, Original, measure
from kb.store.intake import Intake
from kb.store.jobs import CITE, CONVERT, READ, Job, Jobs, JobState
from kb.store.keeping import Arriving, Keeping
from kb.store.ledger import Ledger
from kb.store.marks import Mark, Marks
from kb.store.passages import PassageHead, Passages
from kb.store.people import People
from kb.store.placing import place
from kb.store.reading import Reading, Told, setbacks
from kb.store.records import Records
from kb.store.registers import Registers
from kb.store.registers.acts import Acts
from kb.store.registers.synonyms import Imported, NumberedRule, SynonymRegister
from kb.store.review import Review
from kb.store.searches import AskedOften, AskedOnce, Searches
from kb.store.upgrading import upgrade
from kb.store.uploads import Uploads
from kb.store.versions import Versions
from kb.store.workers import is_dead, worker_name

__all__ = [
    "CITE",
    "CONVERT",
    "READ",
    "Arriving",
    "AskedOften",
    "AskedOnce",
    "BadOriginal",
    "Cited",
    "CitedUnit",
    "CitingDocument",
    "CitingPlace",
    "Imported",
    "Job",
    "JobState",
    "Mark",
    "NumberedRule",
    "Original",
    "PassageHead",
    "Resting",
    "Searches",
    "Store",
    "SynonymRegister",
    "Told",
    "Uncited",
    "Wanted",
    "WithPassages",
    "is_dead",
    "measure",
    "worker_name",
]


class Store:
    """Documents, passages, registers, events, ledger, jobs, marks and originals of one collection."""

    def __init__(self, database: Database, files: Files, *, clock: Clock = now) -> None:
        self.database = database
        self.files = files
        self.registers = Registers(database, clock)
        self.acts = Acts(database, clock)
        self.records = Records(database, files)
        self.affairs = Affairs(database, self.records, clock)
        self.events = Events(database, self.records, clock)
        self.documents = Documents(database)
        self.passages = Passages(database)
        self.ledger = Ledger(database, clock)
        self.intake = Intake(database, clock)
        self.jobs = Jobs(database, clock, told=setbacks(clock))
        self.marks = Marks(database, clock)
        self.citations = Citations(database)
        self.citings = Citings(database, clock)
        self.synonyms = SynonymRegister(database, clock)
        self.searches = Searches(database)
        self.versions = Versions(database, clock)
        self.bases = Bases(database)
        self.people = People(database, clock)
        self.review = Review(database, clock)
        self.audit = AuditLog(database, clock)
        self.checking = Checking(database, files, clock)
        self.changing = Changing(database, files, clock)
        self._keeping = Keeping(database, files, self.ledger, clock)
        self.uploads = Uploads(database, self._keeping, self.ledger, clock)
        self._reading = Reading(database, self.jobs, clock)
        self.clock = clock

    @classmethod
    def open(cls, database_url: str, *, originals_url: str, clock: Clock = now) -> Self:
        """Gives the store at a database URL of SQLAlchemy and an object store URL ("file:///…" is a folder).

        Database and folder are made where they are missing, the schema is brought up to date, and the project's own
        bodies, topics and kinds are put in where their slugs are missing. Raises StoreError.
        """
        database = Database.open(database_url)
        with undone_by(database.close):
            upgrade(database)
            store = cls(database, Files.open(originals_url), clock=clock)
            store.registers.put_missing()
            store.acts.put_missing()
            store.affairs.bodies.put_missing()
            store.affairs.goals.put_missing()
        return store

    def close(self) -> None:
        """Closes the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def check(self, metadata: Iterable[Metadata]) -> None:
        """Raises WrongValue for a slug in `metadata` that is not there, so that a batch fails before it begins."""
        with self.database.reading() as connection:
            for each in metadata:
                place(connection, each)

    def keep_all(
        self, files: Sequence[Arriving], *, max_bytes: int = sys.maxsize, by: Actor = PROGRAM
    ) -> tuple[LedgerEntry, ...]:
        """Keeps files, all or none, and gives their rows of the ledger; their reading jobs are ready then.

        The same bytes from the same origin give the same row again, made ready again if it had failed; the same bytes
        from elsewhere give a row KNOWN with the document that has them, which is placed with what is new in the
        metadata. A file that is empty, larger than `max_bytes` or cannot be opened gives a row FAILED with its reason,
        one and the same for the same origin with the same reason.

        Raises WrongValue for a slug that is not there, NotFound for a document that is not, and StoreError; nothing is
        kept then.
        """
        return self._keeping.keep_all(files, max_bytes=max_bytes, by=by)

    def keep(
        self,
        path: Path,
        *,
        name: str,
        origin: str,
        metadata: Metadata = Metadata(),
        max_bytes: int = sys.maxsize,
        revises: int | None = None,
    ) -> LedgerEntry:
        """Keeps the file at `path` as `keep_all` does and gives its row; with `revises` as a revision of a document."""
        return self.keep_all([Arriving(path, name, origin, metadata, revises)], max_bytes=max_bytes)[0]

    def refuse(self, name: str, *, origin: str, error: DocumentError) -> LedgerEntry:
        """Enters a file or folder of which nothing was kept (a folder that cannot be listed: Unreachable).

        Gives its row FAILED; the same origin with the same reason gives the same row. Raises StoreError.
        """
        return self.keep_all([Arriving(Path(), name, origin, refused=error)])[0]

    def store_readings(self, told: Sequence[Told]) -> frozenset[int]:
        """Stores what was read of the revisions of jobs, all in one transaction, and finishes the jobs.

        The documents show it from now on and are marked to be indexed. Gives the ids of the jobs; nothing is stored of
        those that it does not give: their lease is lost. Raises StoreError.
        """
        return self._reading.store(told)

    def hand_over(self, job: Job, kind: str) -> bool:
        """Finishes a job and makes ready one of another kind on the same subject; False where the lease is lost."""
        return self._reading.hand_over(job, kind)

    def fail_reading(self, job: Job, error: DocumentError | SystemFault) -> bool:
        """Writes why a job's revision was not read: what the document is guilty of ends the job, what the system
        suffers postpones it. False, and nothing changed, where the lease is lost. Raises StoreError.
        """
        return self._reading.fail(job, error)

    def remove(self, document_id: int) -> None:
        """Takes a document out of sight and marks it to leave the index; its original and its rows stay.

        The same bytes kept again bring it back. Raises NotFound and StoreError.
        """
        self.database.write(lambda connection: remove_document(connection, document_id, at=self.clock()))
