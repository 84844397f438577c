"""People of the library: signing in and out, invitations and new passwords, accounts, and who sees what.

    signed = library.people.sign_in("ana@obcina.si", "a long password", address="203.0.113.7")
    session = library.people.session(signed.token)

A token is given to the browser once and is kept only as its SHA-256. Whoever asks for a new password hears the same,
in the same time, whether the address has an account or not: the letter is written by a thread of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from kb.config import Settings
from kb.errors import LinkSpent, NotFound, TooManyTries, WrongSignIn, WrongValue
from kb.library.people.claims import Told
from kb.library.people.failures import Failures
from kb.library.people.federated import Federated
from kb.library.people.guarding import ACCOUNT, LETTERS_FROM, NETWORK, network_of
from kb.library.people.passwords import Passwords, check_password
from kb.library.people.secrets import LONGEST, kept
from kb.library.people.visits import SignedIn, Visits
from kb.library.people.writing import Links, Writing
from kb.mail import Post, mail_server
from kb.model import PROGRAM, Actor, Body, Deed, Entry, Visibility
from kb.people import Audience, Role, Session, User, UserState, audience_of
from kb.store import Store
from kb.store.clock import Clock, now
from kb.store.people import Pace, Purpose
from kb.store.people.users import email_key

__all__ = ["Invited", "People", "Rules", "SignedIn", "Told", "open_people"]


@dataclass(frozen=True, slots=True)
class Rules:
    """How long visits last: at most `lasts`, and `idle` without being seen; where the pages are."""

    idle: dt.timedelta = dt.timedelta(hours=12)
    lasts: dt.timedelta = dt.timedelta(days=14)
    address: str = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Invited:
    """An account with an invitation: its link, and whether the letter has been sent (else it waits in the outbox)."""

    user: User
    link: str
    is_sent: bool


class People:
    """The people of one library, and the searches that they `saved`. Safe to share between threads."""

    def __init__(
        self, store: Store, post: Post, rules: Rules, *, clock: Clock = now, passwords: Passwords | None = None
    ) -> None:
        self._store = store
        self._people = store.people
        self.saved = store.people.saved
        self._passwords = passwords or Passwords()
        self._visits = Visits(store.people, idle=rules.idle, lasts=rules.lasts, clock=clock)
        self._writing = Writing(store.people, post, Links(rules.address), store.audit)
        self._federated = Federated(store, self._visits)
        self._failures = Failures(store.audit, clock)

    def close(self) -> None:
        """Waits for letters that are being written."""
        self._writing.close()

    # --- signing in and out ---

    def sign_in(self, email: str, password: str, *, address: str = "", device: str = "") -> SignedIn:
        """Begins a visit. Raises WrongSignIn, or TooManyTries that says when one may try again.

        A try is counted against the account and against the network of `address` before it is looked at.
        """
        account, network = _account_door(email), f"network:{network_of(address)}"
        self._knock({account: ACCOUNT, network: NETWORK})
        user = self._proved_at_door(self._people.users.by_email(email), password)
        self._people.doors.forgive(account)
        self._people.doors.take_back(network)
        return self._visits.begin(user, device=device)

    def sign_in_with(self, told: Told, *, user_id: int = 0, invitation: str = "", device: str = "") -> SignedIn:
        """Begins a visit of somebody whom a provider of sign-in knows.

        An account is found by the provider's subject. Else the subject is linked to the account `user_id` of somebody
        who has signed in, or to that of an `invitation`; else an account is made. Never is one linked because of an
        address alone. Raises WrongSignIn, WrongValue, LinkSpent.
        """
        try:
            return self._federated.sign_in(told, user_id=user_id, invitation=invitation, device=device)
        except (WrongSignIn, WrongValue):
            self._failures.enter(self._people.users.by_subject(told.issuer, told.subject))
            raise

    def session(self, token: str) -> Session | None:
        """Gives the visit that a token belongs to, or None where it has ended or never was."""
        return self._visits.find(token)

    def whose_visit(self, token: str) -> User | None:
        """Gives who has signed in with a token, only read and so at once, or None. Raises StoreError."""
        return self._visits.whose(token)

    def sessions(self, user_id: int) -> tuple[Session, ...]:
        """Gives the open visits of a person, the one seen last first."""
        return self._visits.open_of(user_id)

    def sign_out(self, session: Session) -> None:
        """Ends a visit."""
        self._people.sessions.close(session.id, user_id=session.user.id)

    def close_session(self, user_id: int, session_id: int) -> None:
        """Ends a visit of a person. Raises NotFound."""
        if not self._people.sessions.close(session_id, user_id=user_id):
            raise NotFound("prijava")

    def sign_out_everywhere(self, user_id: int, *, but: int = 0, by: Actor = PROGRAM) -> int:
        """Ends all visits of a person, `but` not the one with that id; gives how many."""
        return self._people.sessions.close_all(user_id, but=but, by=by)

    # --- invitations and passwords ---

    def invite(self, user: User, *, by: Actor = PROGRAM) -> Invited:
        """Makes an account and writes the invitation to it. Raises WrongValue."""
        return self._invited(self._people.users.add(replace(user, state=UserState.INVITED), by=by))

    def invite_again(self, user_id: int, *, by: Actor = PROGRAM) -> Invited:
        """Writes a new invitation; the one before it no longer holds. Raises NotFound, LinkSpent for one taken up."""
        user = self.user(user_id)
        if user.state is not UserState.INVITED:
            raise LinkSpent
        self._store.audit.enter(by, Deed.INVITED, Entry("user", user.id))
        return self._invited(user)

    def invited(self, token: str) -> User:
        """Gives the account that an invitation is for. Raises LinkSpent."""
        return self._whose(token, Purpose.INVITATION)

    def accept(self, token: str, password: str, *, name: str = "", device: str = "") -> SignedIn:
        """Takes an invitation up with a password, and begins a visit. Raises LinkSpent, WrongValue."""
        user = self.invited(token)
        named = replace(user, name=name.strip() or user.name, state=UserState.ACTIVE)
        proper = check_password(password, email=user.email, name=named.name)
        self._use(token, Purpose.INVITATION)
        self._people.users.set_password(user.id, self._passwords.hash(proper), by=named.actor)
        return self._visits.begin(self._people.users.change(named, by=named.actor), device=device)

    def ask_new_password(self, email: str, *, address: str = "", language: str = "sl") -> None:
        """Has a letter written to whoever has the account. Raises TooManyTries for a network that asks too often."""
        self._knock({f"letters-from:{network_of(address)}": LETTERS_FROM})
        self._writing.new_password_later(email, language=language)

    def resetting(self, token: str) -> User:
        """Gives the account that a link to a new password is for. Raises LinkSpent."""
        return self._whose(token, Purpose.RESET)

    def reset(self, token: str, password: str, *, device: str = "") -> SignedIn:
        """Sets a new password by a link, ends all visits and begins one. Raises LinkSpent, WrongValue."""
        user = self.resetting(token)
        proper = check_password(password, email=user.email, name=user.name)
        self._use(token, Purpose.RESET)
        self._people.users.set_password(user.id, self._passwords.hash(proper), by=user.actor)
        self._people.sessions.close_all(user.id, by=user.actor)
        self._people.doors.forgive(_account_door(user.email))
        self._writing.password_changed_later(user)
        return self._visits.begin(user, device=device)

    def change_password(self, session: Session, old: str, new: str) -> None:
        """Sets a new password for who knows the old one, and ends their other visits.

        Raises WrongSignIn, WrongValue, TooManyTries.
        """
        user, door = session.user, _account_door(session.user.email)
        proper = check_password(new, email=user.email, name=user.name)
        self._knock({door: ACCOUNT})
        self._proved_at_door(user, old)
        self._people.doors.forgive(door)
        self._people.users.set_password(user.id, self._passwords.hash(proper), by=user.actor)
        self.sign_out_everywhere(user.id, but=session.id, by=user.actor)
        self._people.links.end(user.id)
        self._writing.password_changed_later(user)

    # --- accounts ---

    def users(self) -> tuple[User, ...]:
        """Gives all accounts in the order they were made."""
        return self._people.users.all()

    def user(self, user_id: int) -> User:
        """Gives an account. Raises NotFound."""
        return self._people.users.get(user_id)

    def by_email(self, email: str) -> User:
        """Gives the account with an e-mail address. Raises NotFound."""
        found = self._people.users.by_email(email)
        if found is None:
            raise NotFound(f"račun {email.strip()[:80]}")
        return found

    def add(self, user: User, password: str, *, by: Actor = PROGRAM) -> User:
        """Makes an account that can sign in at once. Raises WrongValue."""
        proper = check_password(password, email=user.email, name=user.name)
        active = replace(user, state=UserState.ACTIVE)
        return self._people.users.add(active, password=self._passwords.hash(proper), by=by)

    def change(self, user: User, *, by: Actor = PROGRAM) -> User:
        """Keeps what is told of an account. Raises NotFound, WrongValue; one administrator always stays."""
        before = self.user(user.id)
        changed = self._people.users.change(user, by=by)
        if email_key(before.email) != email_key(changed.email):
            self._people.links.end(user.id)
        return changed

    def close_account(self, user_id: int, *, by: Actor = PROGRAM) -> User:
        """Closes an account: it is signed out everywhere and cannot sign in. Raises NotFound, WrongValue."""
        closed = self._people.users.change(replace(self.user(user_id), state=UserState.CLOSED), by=by)
        self._people.links.end(user_id)
        return closed

    def reopen_account(self, user_id: int, *, by: Actor = PROGRAM) -> User:
        """Opens a closed account again. Raises NotFound."""
        user = self.user(user_id)
        is_usable = user.has_password or self._people.users.is_linked(user_id)
        state = UserState.ACTIVE if is_usable else UserState.INVITED
        return self._people.users.change(replace(user, state=state), by=by)

    def new_user(self, email: str, *, name: str = "", role: Role = Role.MEMBER, **more: object) -> User:
        """Gives an account that is not kept yet, to be handed to `invite` or `add`."""
        at_front = name.strip() or email.strip().partition("@")[0]
        blank = User(0, at_front, email, role, UserState.INVITED, self._store.clock())
        return replace(blank, **more)  # type: ignore[arg-type]

    def reset_link(self, user_id: int, *, by: Actor = PROGRAM) -> str:
        """Gives a link to a new password, for staff to hand over in person. Raises NotFound."""
        user = self.user(user_id)
        self._store.audit.enter(by, Deed.RESET_ASKED, Entry("user", user.id))
        return self._writing.reset_link(user)

    def bodies(self) -> tuple[Body, ...]:
        """Gives the bodies that people can belong to."""
        return self._store.registers.bodies()

    # --- who sees what ---

    def audience(self, visibility: Visibility, bodies: Collection[Body] = ()) -> Audience:
        """Gives who sees a document of `visibility` placed with `bodies`, with how many accounts that are."""
        return audience_of(visibility, bodies, users=self.users())

    # --- letters ---

    @property
    def sends_letters(self) -> bool:
        """Tells whether letters are sent; else they stay in the outbox, and links are handed over by people."""
        return self._writing.sends

    def tell_of_answers(self, user_ids: Collection[int], *, title: str, place: str) -> tuple[int, ...]:
        """Has those who can sign in told of answers to their comments on a dossier; gives the accounts that were."""
        told = [user for user in self.users() if user.id in user_ids and user.state is UserState.ACTIVE]
        for user in told:
            self._writing.comments_answered_later(user, title=title, place=place)
        return tuple(user.id for user in told)

    def deliver_letters(self) -> int:
        """Sends the letters that wait; gives how many went. Raises MailFailed."""
        return self._writing.deliver()

    def tend_letters(self) -> None:
        """Sends what waits, every few minutes at most; a mail server that does not answer is tried again later."""
        self._writing.tend()

    def finish_letters(self) -> None:
        """Waits until the letters asked for so far are written."""
        self._writing.finish()

    # --- parts ---

    def _proved_at_door(self, user: User | None, password: str) -> User:
        """Does what `_proved` does, and enters a failure in the audit log."""
        try:
            return self._proved(user, password)
        except WrongSignIn:
            self._failures.enter(user)
            raise

    def _proved(self, user: User | None, password: str) -> User:
        """Gives the account where the password is right, its hash renewed where it is outdated. Raises WrongSignIn."""
        hashed = self._people.users.password(user.id if user else 0)
        is_right = self._passwords.matches(password, hashed)
        if user is None or not is_right or user.state is not UserState.ACTIVE:
            raise WrongSignIn
        if self._passwords.is_outdated(hashed):
            self._people.users.set_password(user.id, self._passwords.hash(password))
        return user

    def _knock(self, doors: dict[str, Pace]) -> None:
        if seconds := self._people.doors.knock(doors):
            raise TooManyTries(seconds=seconds)

    def _invited(self, user: User) -> Invited:
        link, is_sent = self._writing.invite(user)
        return Invited(user, link, is_sent)

    def _whose(self, token: str, purpose: Purpose) -> User:
        wanted = {Purpose.INVITATION: UserState.INVITED, Purpose.RESET: UserState.ACTIVE}[purpose]
        user_id = self._people.links.whose(kept(token), purpose=purpose) if len(token) <= LONGEST else None
        user = self.user(user_id) if user_id is not None else None
        if user is None or user.state is not wanted:
            raise LinkSpent
        return user

    def _use(self, token: str, purpose: Purpose) -> None:
        if self._people.links.use(kept(token), purpose=purpose) is None:
            raise LinkSpent


def _account_door(email: str) -> str:
    return f"account:{email_key(email[: LONGEST * 2])}"


def open_people(store: Store, settings: Settings) -> People:
    """Gives the people of a store by the settings. Raises WrongSetting for a mail server that cannot be one."""
    post = Post(settings.outbox_folder, server=mail_server(settings.smtp), sender=settings.mail_from)
    rules = Rules(
        idle=dt.timedelta(hours=settings.session_idle_hours),
        lasts=dt.timedelta(days=settings.session_days),
        address=settings.address,
    )
    return People(store, post, rules, clock=store.clock)
