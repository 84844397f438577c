"""What the pages know of where they stand: their address, TLS, proxies before them, limits, the provider of sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kb.config import Settings
from kb.library.people.claims import ClaimMapping, read_mapping

NO_MAPPING = ClaimMapping()


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider that people can sign in with; `issuer` is the address its discovery starts from."""

    issuer: str
    client: str
    secret: str
    name: str
    scopes: str = "openid email profile"
    mapping: ClaimMapping = NO_MAPPING


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages stand. `questions_per_minute` 0 is no limit; `address` "" is wherever they are asked for.

    With `is_public` the address is told in the settings, and no other is answered. `metrics_token` is the secret that
    /metrics asks for; "" gives it to this machine only. `contact` is where readers write when a page cannot be read.
    """

    address: str = ""
    proxies: int = 0
    questions_per_minute: int = 0
    provider: Provider | None = None
    metrics_token: str = ""
    is_public: bool = False
    contact: str = ""

    @property
    def is_tls(self) -> bool:
        """Tells whether people reach the pages over TLS."""
        return self.address.startswith("https://")


ANYWHERE = Site()
"""Wherever the pages are asked for: no limits, no provider, as in tests."""


def site_of(settings: Settings) -> Site:
    """Gives what the settings say of the site. Raises WrongSetting."""
    mapping = read_mapping(
        roles=settings.oidc_roles, bodies=settings.oidc_bodies, municipality=settings.oidc_municipality
    )
    provider = None
    if settings.oidc_issuer:
        issuer = settings.oidc_issuer.rstrip("/")
        name = settings.oidc_name or urlsplit(issuer).hostname or issuer
        provider = Provider(
            issuer, settings.oidc_client, settings.oidc_secret, name, scopes=settings.oidc_scopes, mapping=mapping
        )
    return Site(
        settings.address,
        settings.proxies,
        settings.questions_per_minute,
        provider,
        metrics_token=settings.metrics_token,
        is_public=bool(settings.public_url),
        contact=settings.contact,
    )
