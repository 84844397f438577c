"""What a provider of sign-in tells of a person (OpenID Connect claims), turned into role, bodies and municipality.

A mapping is written in the settings as the claim and what its values mean: "groups: sos-skrbniki=administrator,
sos=staff, obcine=member". A claim inside another is reached by dots ("realm_access.roles"); "organi: *" takes the
values as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import WrongSetting
from kb.people import Role

MOST_VALUES = 500
LONGEST_VALUE = 200

_RANKS = tuple(Role)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A claim and what its values mean; `as_is` where they mean themselves."""

    claim: str = ""
    means: tuple[tuple[str, str], ...] = ()
    as_is: bool = False

    def of(self, claims: Mapping[str, object]) -> tuple[str, ...]:
        """Gives what the values of the claim mean, in the order of the mapping, each once."""
        told = values_at(claims, self.claim)
        if self.as_is:
            return told
        return tuple(dict.fromkeys(meant for value, meant in self.means if value in told))


@dataclass(frozen=True, slots=True)
class ClaimMapping:
    """Which claims say a person's role, bodies and municipality."""

    roles: Meaning = Meaning()
    bodies: Meaning = Meaning()
    municipality: str = ""

    def role(self, claims: Mapping[str, object]) -> Role:
        """Gives the role with the most rights that the claims say; VISITOR where they say none."""
        return max((Role(each) for each in self.roles.of(claims)), key=_RANKS.index, default=Role.VISITOR)


@dataclass(frozen=True, slots=True)
class Told:
    """Who has signed in with a provider: `subject` is theirs for ever at `issuer`; bodies are slugs."""

    issuer: str
    subject: str
    email: str
    name: str
    role: Role
    bodies: tuple[str, ...] = ()
    municipality: str = ""


def read_meaning(text: str, *, setting: str) -> Meaning:
    """Gives the mapping that a setting writes. Raises WrongSetting.

    >>> read_meaning("groups: sos=staff, obcine=member", setting="oidc_roles").means
    (('sos', 'staff'), ('obcine', 'member'))
    """
    if not text.strip():
        return Meaning()
    claim, colon, rest = text.partition(":")
    if not colon or not claim.strip():
        raise WrongSetting(f"{setting} = {text!r}")
    if rest.strip() == "*":
        return Meaning(claim.strip(), as_is=True)
    pairs = [each.partition("=") for each in rest.split(",")]
    if not all(equals and value.strip() and meant.strip() for value, equals, meant in pairs):
        raise WrongSetting(f"{setting} = {text!r}")
    return Meaning(claim.strip(), tuple((value.strip(), meant.strip()) for value, _, meant in pairs))


def read_mapping(*, roles: str, bodies: str, municipality: str) -> ClaimMapping:
    """Gives the mapping of the three settings. Raises WrongSetting, also for a role that there is not."""
    read = read_meaning(roles, setting="oidc_roles")
    known = {role.value for role in Role}
    if read.as_is or any(meant not in known for _, meant in read.means):
        raise WrongSetting(f"oidc_roles ({', '.join(sorted(known))})")
    return ClaimMapping(read, read_meaning(bodies, setting="oidc_bodies"), municipality.strip())


def values_at(claims: Mapping[str, object], path: str) -> tuple[str, ...]:
    """Gives the text values of a claim, () where it is not there; of a very long list the first ones."""
    found: object = claims
    for name in path.split(".") if path else ():
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return (found[:LONGEST_VALUE],)
    if isinstance(found, list | tuple):
        return tuple(each[:LONGEST_VALUE] for each in found[:MOST_VALUES] if isinstance(each, str))
    return ()


def told_by(claims: Mapping[str, object], *, issuer: str, mapping: ClaimMapping) -> Told:
    """Gives what claims tell of a person; an address that the provider has not verified is left out."""
    is_verified = claims.get("email_verified") is True
    return Told(
        issuer=issuer,
        subject=_first(claims, "sub"),
        email=_first(claims, "email") if is_verified else "",
        name=_first(claims, "name") or _first(claims, "preferred_username"),
        role=mapping.role(claims),
        bodies=mapping.bodies.of(claims),
        municipality=_first(claims, mapping.municipality),
    )


def _first(claims: Mapping[str, object], path: str) -> str:
    return next(iter(values_at(claims, path) if path else ()), "")
