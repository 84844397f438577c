"""The audit log as the library keeps it: what is entered beside changes, who sees which rows, and that it is proved.

    library.audit.enter(actor, Deed.EXPORTED, Entry("audit", ""))
    proof = library.audit.prove()

Whoever looks after accounts sees everything; other staff see what was done to documents and registers, not who signed
in or read what.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kb.library.auditing.naming import named_in
from kb.library.auditing.words import Named
from kb.model import Actor, Audited, Deed, Document, Entry, Sought, Visibility
from kb.people import User
from kb.slovene.fold import fold
from kb.store import Store
from kb.store.audit import Flaw, Proof, Seal
from kb.store.audit.seals import Seals
from kb.store.bundles import Bundle
from kb.store.clock import Clock, now

__all__ = ["Auditing", "Flaw", "Page", "Proof", "scope_of"]

PER_PAGE = 50
PERSONAL = frozenset({"user"})
READING = frozenset({Deed.VIEWED, Deed.DOWNLOADED})
SEEN_AGAIN = dt.timedelta(hours=1)
SEALED_EVERY = dt.timedelta(hours=1)
MOST_REMEMBERED = 20_000
BY_PROGRAM = 0
"""Stands among the actors of Sought for what was done without an account."""

_PROGRAM_NAMES = ("kb", "ukazna vrstica ali program", "command line or program")


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first; `newer` and `older` are the ids of rows that the pages beside it begin at, or 0."""

    rows: tuple[Audited, ...]
    newer: int = 0
    older: int = 0


def scope_of(user: User, sought: Sought) -> Sought:
    """Gives what is sought, narrowed to what a person of the staff may see of the log."""
    return sought if user.is_administrator else replace(sought, but_subjects=PERSONAL, but_deeds=READING)


class Auditing:
    """The audit log of one library. Safe to share between threads."""

    def __init__(self, store: Store, folder: Path, *, clock: Clock = now) -> None:
        self._store = store
        self._log = store.audit
        self._seals = Seals(folder)
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[int | None, int, int, Deed], dt.datetime] = OrderedDict()
        self._sealed: dt.datetime | None = None

    def enter(self, actor: Actor, deed: Deed, *entries: Entry) -> None:
        """Enters what changes nothing in the store. Raises StoreError."""
        self._log.enter(actor, deed, *entries)

    def seen(self, actor: Actor, document: Document, *, visit: int = 0, deed: Deed = Deed.VIEWED) -> None:
        """Enters that somebody was shown a document that is not for everybody: once an hour for each visit.

        Raises StoreError, and then it has not to be shown: no reading of what is restricted goes without its row.
        """
        if document.access is Visibility.PUBLIC or self.was_seen(actor, document.id, visit=visit, deed=deed):
            return
        key, at = (actor.id, visit, document.id, deed), self._clock()
        after = {"visibility": document.visibility, "state": document.state}
        self._log.enter(actor, deed, Entry("document", document.id, after=after))
        with self._lock:
            self._seen[key] = at
            self._seen.move_to_end(key)
            if len(self._seen) > MOST_REMEMBERED:
                self._seen.popitem(last=False)

    def was_seen(self, actor: Actor, document_id: int, *, visit: int = 0, deed: Deed = Deed.VIEWED) -> bool:
        """Tells whether it has been entered within the hour that somebody was shown a document in a visit."""
        with self._lock:
            before = self._seen.get((actor.id, visit, document_id, deed))
        return before is not None and self._clock() - before < SEEN_AGAIN

    # --- looking ---

    def page(self, sought: Sought, *, before: int = 0, after: int = 0, per_page: int = PER_PAGE) -> Page:
        """Gives a page of what is sought: the newest rows, those before a row, or those next after one."""
        found = self._log.rows(sought, before=before, after=after, limit=per_page + 1)
        if after and len(found) <= per_page:
            return self.page(sought, per_page=per_page)
        if after:
            return Page(found[1:], found[1].id, found[-1].id)
        rows = found[:per_page]
        return Page(rows, rows[0].id if before and rows else 0, rows[-1].id if len(found) > per_page else 0)

    def count(self, sought: Sought) -> int:
        """Gives how many rows are meant."""
        return self._log.count(sought)

    def each(self, sought: Sought) -> Iterator[Audited]:
        """Gives all rows that are meant, the oldest first, one by one."""
        return self._log.each(sought)

    def named(self) -> Named:
        """Gives the names that the short names in rows stand for, by field; see kb.library.auditing.naming."""
        return named_in(self._store)

    def titles(self, rows: Sequence[Audited]) -> dict[str, str]:
        """Gives the titles of the documents that rows are about, as they are now, by the subject's id."""
        named = {row.subject_id for row in rows if row.subject == "document" and row.subject_id.isdecimal()}
        found = self._store.documents.many(int(each[:10]) for each in named)
        return {str(document_id): document.title for document_id, document in found.items()}

    def history(self, user: User, document_id: int, *, limit: int = PER_PAGE) -> tuple[Audited, ...]:
        """Gives what was done to a document, the newest first, as far as a person of the staff may see it."""
        sought = Sought(subject="document", subject_id=str(document_id))
        return self._log.rows(scope_of(user, sought), limit=limit)

    def actors(self, name: str) -> frozenset[int]:
        """Gives the accounts whose name or address has `name` in it, and BY_PROGRAM where it names the program."""
        wanted = fold(name.strip())
        people = self._store.people.users.all()
        found = {user.id for user in people if wanted in fold(f"{user.name} {user.email}")}
        return frozenset(found | {BY_PROGRAM} if any(wanted in each for each in _PROGRAM_NAMES) else found)

    # --- proving ---

    def prove(self, bundles: Sequence[Path] = ()) -> Proof:
        """Goes through the whole log and gives what was found, also against its seals and what `bundles` had of it.

        What is well is sealed. Raises BundleUnusable, StoreError.
        """
        proof = self._log.prove([*self._seals.all(), *_seals_of(bundles)])
        if proof.is_well and proof.rows:
            self._seals.add(Seal(proof.rows, proof.last, self._clock()))
        return proof

    def seal(self) -> None:
        """Writes down beside the database how many rows there are and which is the last. Raises StoreError."""
        head = self._log.seal()
        sealed = self._seals.all()
        if head.rows and (not sealed or (sealed[-1].rows, sealed[-1].last) != (head.rows, head.last)):
            self._seals.add(replace(head, at=self._clock()))

    def tend(self) -> None:
        """Seals what has been entered, at most once an hour. Raises StoreError."""
        at = self._clock()
        if self._sealed is None or at - self._sealed >= SEALED_EVERY:
            self._sealed = at
            self.seal()

    def begin_anew(self) -> None:
        """Puts the seals aside: the log that they belong to has been replaced by that of a backup."""
        self._seals.put_aside(self._clock())

    # --- forgetting ---

    def forget_name(self, user_id: int, *, by: Actor) -> int:
        """Writes «oseba 17» in place of a person's name in all rows, which stay chained; gives how many they were."""
        count = self._log.forget_name(user_id, f"oseba {user_id}")
        self._log.enter(by, Deed.FORGOTTEN, Entry("user", user_id, after={"count": count}))
        return count


def _seals_of(bundles: Sequence[Path]) -> list[Seal]:
    with ExitStack() as stack:
        opened = [stack.enter_context(Bundle(path)) for path in bundles]
        return [seal for bundle in opened if (seal := _seal_of(bundle)) is not None]


def _seal_of(bundle: Bundle) -> Seal | None:
    """Gives what a bundle had of the log when it was made, None for one of before there was a log."""
    if "audit_head" not in bundle.manifest.tables:
        return None
    at = dt.datetime.fromisoformat(bundle.manifest.made)
    heads = [Seal(int(row["rows"]), str(row["last"]), at) for row in bundle.rows("audit_head")]
    return heads[0] if heads else None
