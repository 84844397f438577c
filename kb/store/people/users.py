"""Accounts: each e-mail address once, whatever its case; at least one administrator who can sign in, always."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from kb.errors import NotFound, WrongValue
from kb.model import PROGRAM, Actor, Deed
from kb.model.named import MUNICIPALITY
from kb.people import Role, User, UserState, settled_role
from kb.store.audit import enter
from kb.store.clock import Clock
from kb.store.database import Database
from kb.store.ids import fit
from kb.store.people.tables import identities, sessions, user_bodies, users
from kb.store.registers.municipalities import slug_of
from kb.store.tables import bodies
from kb.store.texts import storable

LONGEST_EMAIL = 254
LONGEST_NAME = 200

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@<>()\[\],;:\"\\.]{1,63}\.)+[^\s@<>()\[\],;:\"\\.]{2,63}")


def email_key(email: str) -> str:
    """Gives what all spellings of an address share: " Ana@Obcina.SI " → "ana@obcina.si"."""
    return storable(email.strip()).casefold()


def checked_email(email: str) -> str:
    """Gives the address as it is kept. Raises WrongValue for what cannot be one."""
    kept = storable(email.strip())
    if len(kept) > LONGEST_EMAIL or not kept.isprintable() or not _EMAIL.fullmatch(kept):
        raise WrongValue(f"e-poštni naslov »{kept[:80]}«")
    return kept


def checked_name(name: str) -> str:
    """Gives the name as it is kept, on one line. Raises WrongValue for one that is empty or too long."""
    kept = storable(" ".join("".join(one if one.isprintable() else " " for one in name).split()))
    if not kept or len(kept) > LONGEST_NAME:
        raise WrongValue(f"ime »{kept[:80]}«")
    return kept


class Users:
    """The accounts of the store."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[User, ...]:
        """Gives all accounts in the order they were made."""
        with self._database.reading() as connection:
            return tuple(users_of(connection, connection.execute(select(users).order_by(users.c.id)).all()))

    def get(self, user_id: int) -> User:
        """Gives an account. Raises NotFound."""
        with self._database.reading() as connection:
            return _user(connection, user_id)

    def by_email(self, email: str) -> User | None:
        """Gives the account with an address in any spelling, or None."""
        with self._database.reading() as connection:
            rows = connection.execute(select(users).where(users.c.email_key == email_key(email))).all()
            return next(iter(users_of(connection, rows)), None)

    def add(self, user: User, *, password: str = "", by: Actor = PROGRAM) -> User:
        """Adds an account and gives it with its id; `password` is a hash. Raises WrongValue for an address taken."""
        return self._database.write(lambda connection: self._add(connection, user, password, by))

    def change(self, user: User, *, by: Actor = PROGRAM) -> User:
        """Keeps name, address, role, state, municipality, bodies and language of an account, and gives it as kept.

        One that is closed is signed out everywhere. Raises NotFound; WrongValue where the address is taken, a body is
        not there, or no administrator would be left who can sign in.
        """
        return self._database.write(lambda connection: self._change(connection, user, by))

    def password(self, user_id: int) -> str:
        """Gives the hash of a password, "" where there is none."""
        with self._database.reading() as connection:
            return connection.scalar(select(users.c.password).where(users.c.id == fit(user_id))) or ""

    def set_password(self, user_id: int, password: str, *, by: Actor | None = None) -> None:
        """Keeps the hash of a new password; with `by` None of the same one, hashed anew."""
        changed = update(users).where(users.c.id == fit(user_id)).values(password=password)

        def work(connection: Connection) -> None:
            connection.execute(changed)
            if by is not None:
                self._enter(connection, by, Deed.CREDENTIALS_CHANGED, user_id)

        self._database.write(work)

    def note_sign_in(self, user: User) -> None:
        """Notes that a person has signed in now."""
        changed = update(users).where(users.c.id == fit(user.id)).values(last_sign_in=self._clock())

        def work(connection: Connection) -> None:
            connection.execute(changed)
            self._enter(connection, Actor(user.id, user.name), Deed.SIGNED_IN, user.id)

        self._database.write(work)

    # --- who a person is to a provider of sign-in ---

    def by_subject(self, issuer: str, subject: str) -> User | None:
        """Gives the account that a provider's subject is linked to, or None."""
        wanted = select(users).join(identities)
        wanted = wanted.where(identities.c.issuer == issuer, identities.c.subject == subject)
        with self._database.reading() as connection:
            return next(iter(users_of(connection, connection.execute(wanted).all())), None)

    def link(self, user_id: int, *, issuer: str, subject: str, is_managed: bool = False) -> None:
        """Links a provider's subject to an account. Raises WrongValue where it is linked to another."""

        def work(connection: Connection) -> None:
            if _link(connection, user_id, issuer, subject, is_managed):
                name = connection.scalar(select(users.c.name).where(users.c.id == fit(user_id))) or ""
                self._enter(connection, Actor(user_id, name), Deed.LINKED, user_id, after={"issuer": issuer})

        self._database.write(work)

    def unlink(self, user_id: int) -> None:
        """Takes away all links of an account to providers."""
        gone = delete(identities).where(identities.c.user_id == fit(user_id))
        self._database.write(lambda connection: connection.execute(gone))

    def is_linked(self, user_id: int) -> bool:
        """Tells whether an account is linked to a provider."""
        wanted = select(identities.c.id).where(identities.c.user_id == fit(user_id)).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(wanted) is not None

    # --- parts ---

    def _enter(
        self,
        connection: Connection,
        by: Actor,
        deed: Deed,
        user_id: int,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        enter(connection, by, deed, subject="user", subject_id=user_id, before=before, after=after, at=self._clock())

    def _add(self, connection: Connection, user: User, password: str, by: Actor) -> User:
        kept = _checked(connection, user)
        columns = {**_columns(kept), "password": password, "created": self._clock()}
        found = connection.execute(insert(users).values(columns)).inserted_primary_key
        user_id = found[0] if found else 0
        _put_bodies(connection, user_id, kept.bodies)
        deed = Deed.INVITED if kept.state is UserState.INVITED else Deed.ADDED
        told = {name: value for name, value in _told(connection, kept).items() if value}
        self._enter(connection, by, deed, user_id, after=told)
        return _user(connection, user_id)

    def _change(self, connection: Connection, user: User, by: Actor) -> User:
        before = _user(connection, user.id)
        kept = _checked(connection, user)
        _guard_administrators(connection, before, kept)
        connection.execute(update(users).where(users.c.id == user.id).values(_columns(kept)))
        _put_bodies(connection, user.id, kept.bodies)
        if kept.state is UserState.CLOSED:
            open_ones = sessions.c.closed.is_(None) & (sessions.c.user_id == user.id)
            connection.execute(update(sessions).where(open_ones).values(closed=self._clock()))
        changed = _user(connection, user.id)
        was, now = _differing(connection, before, changed)
        if was != now:
            self._enter(connection, by, _deed(before.state, changed.state), user.id, before=was, after=now)
        return changed


def users_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[User]:
    """Gives the accounts of rows of the table, with their bodies."""
    ids = [row.id for row in rows]
    placed: dict[int, set[int]] = {}
    for user_id, body_id in connection.execute(select(user_bodies).where(user_bodies.c.user_id.in_(ids))):
        placed.setdefault(user_id, set()).add(body_id)
    managed = select(identities.c.user_id).where(identities.c.user_id.in_(ids), identities.c.is_managed)
    by_provider = set(connection.scalars(managed))
    own = _own_bodies(connection, {row.municipality for row in rows})
    return [_value(row, frozenset(placed.get(row.id, ())), row.id in by_provider, own) for row in rows]


def _own_bodies(connection: Connection, municipalities: set[str]) -> dict[str, int]:
    """Gives the ids of the rows that stand for municipalities, by name; those that have none are left out."""
    slugs = {name: slug for name in municipalities if (slug := slug_of(name))}
    if not slugs:
        return {}
    wanted = select(bodies.c.slug, bodies.c.id).where(bodies.c.sort == MUNICIPALITY)
    if len(slugs) == 1:
        wanted = wanted.where(bodies.c.slug.in_(slugs.values()))
    ids = {row.slug: row.id for row in connection.execute(wanted)}
    return {name: ids[slug] for name, slug in slugs.items() if slug in ids}


def _value(row: Row[Any], body_ids: frozenset[int], is_managed: bool, own: Mapping[str, int]) -> User:
    return User(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        state=UserState(row.state),
        created=row.created,
        municipality=row.municipality,
        bodies=body_ids,
        language=row.language,
        last_sign_in=row.last_sign_in,
        has_password=bool(row.password),
        is_managed=is_managed,
        own_body=own.get(row.municipality),
    )


def _user(connection: Connection, user_id: int) -> User:
    rows = connection.execute(select(users).where(users.c.id == fit(user_id))).all()
    if not rows:
        raise NotFound(f"račun {user_id}")
    return users_of(connection, rows)[0]


def _checked(connection: Connection, user: User) -> User:
    """Gives the account as it is kept. Raises WrongValue."""
    email = checked_email(user.email)
    taken = select(users.c.id).where(users.c.email_key == email_key(email), users.c.id != user.id)
    if connection.scalar(taken) is not None:
        raise WrongValue(f"e-poštni naslov »{email}« že ima račun")
    known = set(connection.scalars(select(bodies.c.id)))
    if unknown := user.bodies - known:
        raise WrongValue(f"organ {min(unknown)}")
    return dataclasses.replace(
        user,
        email=email,
        name=checked_name(user.name),
        municipality=" ".join(storable(user.municipality).split())[:LONGEST_NAME],
        role=settled_role(user.role, user.bodies),
    )


def _columns(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "email_key": email_key(user.email),
        "role": user.role.value,
        "state": user.state.value,
        "municipality": user.municipality,
        "language": user.language,
    }


def _told(connection: Connection, user: User) -> dict[str, Any]:
    """Gives what the audit log tells of an account: what it may do, never who it is."""
    slugs = connection.scalars(select(bodies.c.slug).where(bodies.c.id.in_(user.bodies)).order_by(bodies.c.slug)).all()
    named = {"role": user.role.value, "state": user.state.value, "bodies": list(slugs)}
    return {**named, "municipality": user.municipality}


def _differing(connection: Connection, before: User, after: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives what of an account was changed from what to what; of name and address only that they were."""
    was, now = _told(connection, before), _told(connection, after)
    differing = [name for name in was if was[name] != now[name]]
    personal = [name for name in ("name", "email", "language") if getattr(before, name) != getattr(after, name)]
    told = {"changed": personal} if personal else {}
    return {name: was[name] for name in differing}, {**{name: now[name] for name in differing}, **told}


def _deed(before: UserState, after: UserState) -> Deed:
    if before is after:
        return Deed.EDITED
    if after is UserState.CLOSED:
        return Deed.CLOSED
    return Deed.REOPENED if before is UserState.CLOSED else Deed.JOINED


def _put_bodies(connection: Connection, user_id: int, body_ids: frozenset[int]) -> None:
    connection.execute(delete(user_bodies).where(user_bodies.c.user_id == user_id))
    if body_ids:
        connection.execute(insert(user_bodies), [{"user_id": user_id, "body_id": one} for one in sorted(body_ids)])


def _guard_administrators(connection: Connection, before: User, after: User) -> None:
    def looks_after(user: User) -> bool:
        return user.is_administrator and user.state is UserState.ACTIVE

    if not looks_after(before) or looks_after(after):
        return
    others = select(func.count()).where(
        users.c.role == Role.ADMINISTRATOR.value, users.c.state == UserState.ACTIVE.value, users.c.id != before.id
    )
    if not connection.scalar(others):
        raise WrongValue("zadnji skrbnik mora ostati; najprej določite drugega")


def _link(connection: Connection, user_id: int, issuer: str, subject: str, is_managed: bool) -> bool:
    """Links a subject to an account; tells whether it was not linked yet. Raises WrongValue."""
    here = (identities.c.issuer == issuer) & (identities.c.subject == subject)
    linked = connection.scalar(select(identities.c.user_id).where(here))
    if linked not in (None, user_id):
        raise WrongValue("ta prijava pri ponudniku je povezana z drugim računom")
    if linked is None:
        columns = {"user_id": user_id, "issuer": issuer, "subject": subject, "is_managed": is_managed}
        connection.execute(insert(identities).values(columns))
    return linked is None
