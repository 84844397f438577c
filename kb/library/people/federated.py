"""Signing in with a provider: an account is found by the provider's subject, and linked or made where there is none."""

from __future__ import annotations

from dataclasses import replace

from kb.errors import LinkSpent, WrongSignIn, WrongValue
from kb.library.people.claims import Told
from kb.library.people.secrets import kept
from kb.library.people.visits import SignedIn, Visits
from kb.model import Body
from kb.people import User, UserState, settled_role
from kb.store import Store
from kb.store.people import Purpose


class Federated:
    """Signs in people whom a provider knows."""

    def __init__(self, store: Store, visits: Visits) -> None:
        self._store = store
        self._people = store.people
        self._visits = visits

    def sign_in(self, told: Told, *, user_id: int = 0, invitation: str = "", device: str = "") -> SignedIn:
        """Begins a visit. Raises WrongSignIn, WrongValue, LinkSpent."""
        if not told.subject:
            raise WrongSignIn
        user = self._people.users.by_subject(told.issuer, told.subject)
        if user is None:
            user = self._linked(told, user_id, invitation)
        elif user_id and user.id != user_id:
            raise WrongValue("ta prijava pri ponudniku je povezana z drugim računom")
        if user.state is not UserState.ACTIVE:
            raise WrongSignIn
        return self._visits.begin(self._as_told(user, told), device=device)

    def _linked(self, told: Told, user_id: int, invitation: str) -> User:
        if user_id:
            user = self._people.users.get(user_id)
        elif invitation:
            user = self._accepted(invitation)
        else:
            return self._made(told)
        self._people.users.link(user.id, issuer=told.issuer, subject=told.subject)
        return user

    def _accepted(self, invitation: str) -> User:
        invited = self._people.links.use(kept(invitation), purpose=Purpose.INVITATION)
        user = self._people.users.get(invited) if invited else None
        if user is None or user.state is not UserState.INVITED:
            raise LinkSpent
        return self._people.users.change(replace(user, state=UserState.ACTIVE), by=user.actor)

    def _made(self, told: Told) -> User:
        """Makes an account; one with the same address has to be linked by who has signed in to it."""
        if not told.email:
            raise WrongValue("ponudnik prijave ne potrjuje e-poštnega naslova")
        if self._people.users.by_email(told.email):
            raise WrongValue(
                "ta e-poštni naslov že ima račun; prijavite se z geslom in ga povežite na strani Moj račun"
            )
        name = told.name or told.email.partition("@")[0]
        blank = User(0, name, told.email, told.role, UserState.ACTIVE, self._store.clock())
        user = self._people.users.add(replace(blank, bodies=self._bodies(told)))
        self._people.users.link(user.id, issuer=told.issuer, subject=told.subject, is_managed=True)
        return self._people.users.get(user.id)

    def _as_told(self, user: User, told: Told) -> User:
        """Gives the account, brought up to what the provider says where the provider has made it."""
        if not user.is_managed:
            return user
        bodies = self._bodies(told)
        said = replace(
            user,
            name=told.name or user.name,
            role=settled_role(told.role, bodies),
            bodies=bodies,
            municipality=told.municipality,
        )
        return user if said == user else self._people.users.change(said)

    def _bodies(self, told: Told) -> frozenset[int]:
        known: tuple[Body, ...] = self._store.registers.bodies()
        return frozenset(body.id for body in known if body.slug in told.bodies)
