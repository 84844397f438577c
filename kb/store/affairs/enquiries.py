"""Enquiries as rows: what a municipality asks, what others answer, and who has seen how much of it.

Nothing that was written is altered: an answer can be hidden by staff, its text stays. What is refused is NotPossible
with one of the REASONS, decided within the transaction, so that nobody answers at the moment when another closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kb.errors import NotFound, NotPossible
from kb.model import EVERYTHING, Actor, Deed, Enquiry, Reader, Visibility
from kb.slovene.municipalities import key
from kb.slovene.workdays import day_here
from kb.store.affairs.enquiryrows import (
    enquiries,
    enquiries_by_id,
    enquiry_answers,
    enquiry_of,
    enquiry_readings,
    enquiry_topics,
    record_of,
    write_topics,
)
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.records import Records
from kb.store.registers import with_below
from kb.store.tables import topics
from kb.store.texts import storable

OWN, CLOSED, TOO_LATE, SAID_ALREADY = "own", "closed", "too-late", "said-already"
REASONS = {
    OWN: "na povpraševanje lastne občine ni mogoče odgovoriti",
    CLOSED: "povpraševanje je zaključeno",
    TOO_LATE: "rok za odgovore je potekel",
    SAID_ALREADY: "ta odgovor je občina že poslala",
}
"""Why an answer is not taken."""


class Enquiries:
    """The enquiries of the store."""

    def __init__(self, database: Database, records: Records, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._clock = clock

    # --- reading ---

    def all(self, *, reader: Reader = EVERYTHING, topic: str = "") -> tuple[Enquiry, ...]:
        """Gives the enquiries on a topic (slug), or all, the newest first; none to whom they are not for."""
        if not reader.may_see(Visibility.MEMBERS):
            return ()
        wanted = select(enquiries.c.id).order_by(enquiries.c.id.desc())
        if topic:
            placed = select(enquiry_topics.c.enquiry_id).join_from(enquiry_topics, topics).where(with_below(topic))
            wanted = wanted.where(enquiries.c.id.in_(placed))
        with self._database.reading() as connection:
            ids = connection.scalars(wanted).all()
            found = enquiries_by_id(connection, ids)
        return tuple(found[id_] for id_ in ids)

    def get(self, enquiry_id: int, *, reader: Reader = EVERYTHING) -> Enquiry:
        """Gives an enquiry. Raises NotFound, also for whom it is not for."""
        with self._database.reading() as connection:
            found = enquiries_by_id(connection, [fit(enquiry_id)]) if reader.may_see(Visibility.MEMBERS) else {}
        if not found:
            raise NotFound(f"povpraševanje {enquiry_id}")
        return found[enquiry_id]

    def unseen(self, user_id: int, *, since: dt.datetime) -> Mapping[int, int]:
        """Gives what somebody has not been shown yet, by enquiry: how many new answers, 0 for one never opened.

        Of those never opened only what others have asked `since` and is not closed.
        """
        mine = enquiry_readings.c.user_id == user_id
        seen = select(enquiry_readings.c.enquiry_id, enquiry_readings.c.answers).where(mine)
        others = select(enquiries.c.id).where(
            enquiries.c.made >= since, enquiries.c.closed.is_(None), enquiries.c.author_id != user_id
        )
        said = select(enquiry_answers.c.enquiry_id, enquiry_answers.c.number).where(
            enquiry_answers.c.hidden == "", enquiry_answers.c.author_id != user_id
        )
        asked = select(enquiries.c.id).where(enquiries.c.author_id == user_id)
        with self._database.reading() as connection:
            known = {row.enquiry_id: row.answers for row in connection.execute(seen)}
            own = set(connection.scalars(asked))
            new = {id_: 0 for id_ in connection.scalars(others) if id_ not in known}
            for row in connection.execute(said.where(said.selected_columns.enquiry_id.in_([*known, *own]))):
                if row.number > known.get(row.enquiry_id, 0):
                    new[row.enquiry_id] = new.get(row.enquiry_id, 0) + 1
        return new

    def saw(self, user_id: int, enquiry: Enquiry) -> None:
        """Notes that somebody has been shown an enquiry with its answers; writes nothing where that is known."""
        mine = (enquiry_readings.c.user_id == user_id) & (enquiry_readings.c.enquiry_id == enquiry.id)
        with self._database.reading() as connection:
            known = connection.scalar(select(enquiry_readings.c.answers).where(mine))
        if known == len(enquiry.answers):
            return

        def work(connection: Connection) -> None:
            connection.execute(delete(enquiry_readings).where(mine))
            row = {"enquiry_id": enquiry.id, "user_id": user_id, "answers": len(enquiry.answers)}
            connection.execute(insert(enquiry_readings).values(row))

        self._database.write(work)

    # --- writing ---

    def ask(self, enquiry: Enquiry, *, by: Actor) -> tuple[Enquiry, bool]:
        """Keeps a question, `by` whom asks it, and gives it with whether it is new.

        What a municipality asks twice while the first is open is kept once. Raises WrongValue for a topic that is not
        there.
        """

        def work(connection: Connection) -> tuple[int, bool]:
            if (same := self._asked_already(connection, enquiry)) is not None:
                return same, False
            at = self._clock()
            row = {
                "title": storable(enquiry.title),
                "question": storable(enquiry.question),
                "municipality": storable(enquiry.municipality),
                "author_id": by.id or 0,
                "author": storable(by.name),
                "made": at,
                "deadline": enquiry.deadline,
            }
            written = connection.execute(insert(enquiries).values(row)).inserted_primary_key
            enquiry_id = int(written[0]) if written else 0
            write_topics(connection, enquiry_id, enquiry.topics)
            after = {name: row[name] for name in ("title", "municipality", "deadline") if row[name]}
            self._tell(connection, enquiry_id, by, Deed.ADDED, {**after, "topics": list(enquiry.topics)})
            return enquiry_id, True

        enquiry_id, is_new = self._database.write(work)
        return self.get(enquiry_id), is_new

    def answer(self, enquiry_id: int, municipality: str, said: str, *, by: Actor) -> Enquiry:
        """Keeps what a municipality answers beside what it has answered before, and gives the enquiry.

        Raises NotFound; NotPossible with one of REASONS.
        """

        def work(connection: Connection) -> None:
            enquiry = enquiry_of(connection, enquiry_id)
            if why := self._refused(enquiry, municipality, said):
                raise NotPossible(REASONS[why], reason=why)
            row = {
                "enquiry_id": enquiry.id,
                "number": len(enquiry.answers) + 1,
                "municipality": storable(municipality),
                "author_id": by.id or 0,
                "author": storable(by.name),
                "text": storable(said),
                "made": self._clock(),
            }
            connection.execute(insert(enquiry_answers).values(row))
            after = {"answer": row["number"], "municipality": row["municipality"]}
            self._tell(connection, enquiry.id, by, Deed.ANSWERED, after)

        self._database.write(work)
        return self.get(enquiry_id)

    def close(self, enquiry_id: int, *, by: Actor) -> Enquiry:
        """Ends an enquiry; nothing where it is closed. Raises NotFound."""
        return self._restate(enquiry_id, Deed.CLOSED, by)

    def reopen(self, enquiry_id: int, *, by: Actor) -> Enquiry:
        """Opens a closed enquiry again; its deadline stays. Raises NotFound."""
        return self._restate(enquiry_id, Deed.REOPENED, by)

    def hide(self, enquiry_id: int, number: int, reason: str, *, by: Actor) -> Enquiry:
        """Hides an answer for a reason, or with "" shows it again. Raises NotFound."""

        def work(connection: Connection) -> None:
            enquiry = enquiry_of(connection, enquiry_id)
            answer = next((each for each in enquiry.answers if each.number == number), None)
            if answer is None:
                raise NotFound(f"odgovor {number}")
            if answer.hidden == reason:
                return
            this = update(enquiry_answers).where(enquiry_answers.c.id == answer.id)
            connection.execute(this.values(hidden=storable(reason)))
            deed = Deed.WITHDRAWN if reason else Deed.PUT_BACK
            told = {"answer": number, "municipality": answer.municipality, **({"reason": reason} if reason else {})}
            self._tell(connection, enquiry_id, by, deed, told)

        self._database.write(work)
        return self.get(enquiry_id)

    def _restate(self, enquiry_id: int, deed: Deed, by: Actor) -> Enquiry:
        def work(connection: Connection) -> None:
            enquiry = enquiry_of(connection, enquiry_id)
            if (enquiry.closed is not None) == (deed is Deed.CLOSED):
                return
            closed = self._clock() if deed is Deed.CLOSED else None
            connection.execute(update(enquiries).where(enquiries.c.id == enquiry_id).values(closed=closed))
            self._tell(connection, enquiry_id, by, deed, {})

        self._database.write(work)
        return self.get(enquiry_id)

    def _asked_already(self, connection: Connection, enquiry: Enquiry) -> int | None:
        is_open = select(enquiries.c.id).where(enquiries.c.closed.is_(None))
        kept = enquiries_by_id(connection, connection.scalars(is_open).all()).values()
        return next((each.id for each in kept if _asked(each) == _asked(enquiry)), None)

    def _refused(self, enquiry: Enquiry, municipality: str, said: str) -> str:
        """Gives why an answer is not taken, "" where it is."""
        if key(municipality) == key(enquiry.municipality):
            return OWN
        if enquiry.closed is not None:
            return CLOSED
        if not enquiry.is_open(day_here(self._clock())):
            return TOO_LATE
        theirs = (each.text for each in enquiry.answers if key(each.municipality) == key(municipality))
        return SAID_ALREADY if _sense(said) in map(_sense, theirs) else ""

    def _tell(self, connection: Connection, enquiry_id: int, by: Actor, deed: Deed, after: Mapping[str, Any]) -> None:
        """Writes the record of an enquiry and enters in the audit log what was done to it."""
        at = self._clock()
        self._records.write(connection, record_of(enquiry_of(connection, enquiry_id)), at=at)
        enter(connection, by, deed, subject="enquiry", subject_id=enquiry_id, after=after, at=at)


def _asked(enquiry: Enquiry) -> tuple[str, str, str]:
    return key(enquiry.municipality), _sense(enquiry.title), _sense(enquiry.question)


def _sense(said: str) -> str:
    """Gives a text as two that say the same have it."""
    return " ".join(storable(said).casefold().split())
