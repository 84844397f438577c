"""Letters with links: who they go to, which link they have, and that nobody waits for them who should not."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kb.errors import MailFailed, SystemFault
from kb.library.people.guarding import LETTERS
from kb.library.people.secrets import kept, new_secret
from kb.mail import Letter, Post, comments_answered, invitation, new_password, password_changed
from kb.model import NOBODY, Deed, Entry
from kb.people import User, UserState
from kb.store.audit import AuditLog
from kb.store.people import People, Purpose
from kb.store.people.users import email_key

INVITATION_DAYS = 7
RESET_HOURS = 2
TRY_AGAIN_SECONDS = 300

_log = logging.getLogger(__name__)


class Links:
    """The addresses that letters lead to, in the language of who gets them."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def to(self, place: str, *, language: str) -> str:
        """Gives the address of a place: "povabilo/abc" → "https://zbirka.si/povabilo/abc", "…/en/povabilo/abc"."""
        return f"{self._address}{'/en' if language == 'en' else ''}/{place}"


class Writing:
    """Writes letters; those that an unknown visitor asks for in a thread of its own, one after the other."""

    def __init__(self, people: People, post: Post, links: Links, log: AuditLog) -> None:
        self._people = people
        self._log = log
        self._post = post
        self._links = links
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="kb-post")
        self._tried = 0.0

    @property
    def sends(self) -> bool:
        """Tells whether letters leave the outbox."""
        return self._post.sends

    def close(self) -> None:
        """Waits for the letters that are being written."""
        self._thread.shutdown(wait=True)

    def finish(self) -> None:
        """Waits until the letters asked for so far are written."""
        self._thread.submit(lambda: None).result()

    def deliver(self) -> int:
        """Sends what waits in the outbox; gives how many letters went. Raises MailFailed."""
        return self._post.deliver()

    def tend(self) -> None:
        """Tries what waits again, every few minutes at most."""
        if self._post.sends and time.monotonic() - self._tried > TRY_AGAIN_SECONDS:
            self._tried = time.monotonic()
            if self._post.waiting():
                self._later(self._post.deliver)

    def invite(self, user: User) -> tuple[str, bool]:
        """Writes an invitation; gives its link, and whether it has been sent."""
        link = self._link(user, Purpose.INVITATION, dt.timedelta(days=INVITATION_DAYS), "povabilo")
        address = {"address": user.email, "name": user.name, "language": user.language}
        return link, self._send(invitation(link=link, days=INVITATION_DAYS, **address))

    def reset_link(self, user: User) -> str:
        """Gives a link to a new password, without a letter."""
        return self._link(user, Purpose.RESET, dt.timedelta(hours=RESET_HOURS), "novo-geslo")

    def new_password_later(self, email: str, *, language: str) -> None:
        """Has a letter with a link to a new password written, if the address has an account."""
        self._later(lambda: self._new_password(email, language))

    def password_changed_later(self, user: User) -> None:
        """Has a letter written that tells of a new password."""
        link = self._links.to("pozabljeno-geslo", language=user.language)
        letter = password_changed(address=user.email, name=user.name, link=link, language=user.language)
        self._later(lambda: self._send(letter))

    def comments_answered_later(self, user: User, *, title: str, place: str) -> None:
        """Has a letter written that tells of answers to somebody's comments on a dossier, at a place of the pages."""
        link = self._links.to(place, language=user.language)
        told = {"address": user.email, "name": user.name, "language": user.language}
        self._later(lambda: self._send(comments_answered(title=title, link=link, **told)))

    def _new_password(self, email: str, language: str) -> None:
        user = self._people.users.by_email(email)
        if user is None or user.state is UserState.CLOSED:
            return
        if self._people.doors.knock({f"letters:{email_key(email)}": LETTERS}):
            return
        if user.state is UserState.INVITED:
            self.invite(user)
            return
        self._log.enter(NOBODY, Deed.RESET_ASKED, Entry("user", user.id))
        told = {"address": user.email, "name": user.name, "language": language}
        self._send(new_password(link=self.reset_link(user), hours=RESET_HOURS, **told))

    def _link(self, user: User, purpose: Purpose, lasts: dt.timedelta, place: str) -> str:
        token = new_secret()
        self._people.links.make(user.id, kept(token), purpose=purpose, lasts=lasts)
        return self._links.to(f"{place}/{token}", language=user.language)

    def _send(self, letter: Letter) -> bool:
        """Puts a letter into the outbox and sends what is there; tells whether it went."""
        self._post.put(letter)
        try:
            return self._post.deliver() > 0
        except MailFailed as error:
            _log.warning("a letter waits in the outbox: %s", error.message("en"))
            return False

    def _later(self, work: Callable[[], object]) -> None:
        def worked() -> None:
            try:
                work()
            except SystemFault as fault:
                _log.warning("a letter was not written: %s", fault.message("en"))

        self._thread.submit(worked)
