"""OpenID Connect with Authlib: the authorization code flow with PKCE, state and nonce, and a verified ID token.

All that has to be remembered between leaving and coming back is one random seed, in a cookie of the browser that left:
state, nonce and verifier are made from it, and an answer that another browser asked for does not fit.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests.exceptions import RequestException

from kb.errors import ProviderFailed
from kb.web.site import Provider

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_SECONDS = 10
KEPT_SECONDS = 3600
FRESH_SECONDS = 30
"""Age of the provider's keys under which they are not asked for again, whatever an answer is signed with."""

LEEWAY_SECONDS = 120
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the provider can make: none that a shared secret makes, and never "none"."""

_FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Flow:
    """One way to the provider and back, from a seed of 256 random bits."""

    seed: str

    @property
    def state(self) -> str:
        """Gives what comes back with the answer."""
        return self._made("state")

    @property
    def nonce(self) -> str:
        """Gives what comes back inside the ID token."""
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        """Gives what proves to the provider that the code is fetched by who asked for it (PKCE)."""
        return self._made("verifier")

    def _made(self, purpose: str) -> str:
        made = hmac.new(self.seed.encode(), purpose.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


class OpenId:
    """Asks one provider. Safe to share between threads; what the provider says of itself is kept for an hour."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._lock = threading.Lock()
        self._told: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, Any] | None = None

    def address(self, flow: Flow, *, back: str, language: str) -> str:
        """Gives the address at the provider that a person goes to; they come back to `back`. Raises ProviderFailed."""
        try:
            with self._client(back) as client:
                address, _state = client.create_authorization_url(
                    self._about()["authorization_endpoint"],
                    state=flow.state,
                    nonce=flow.nonce,
                    code_verifier=flow.verifier,
                    ui_locales=language,
                )
        except _FAULTS as error:
            raise ProviderFailed(type(error).__name__) from error
        return str(address)

    def claims(self, flow: Flow, *, back: str, code: str, issuer: str = "") -> Mapping[str, object]:
        """Gives what the provider says of who has come back with `code`, verified. Raises ProviderFailed.

        `issuer` is what the answer says of who sent it (RFC 9207), "" where it does not.
        """
        try:
            about = self._about()
            if issuer and issuer != about["issuer"]:
                raise ProviderFailed("issuer")
            with self._client(back) as client:
                token = client.fetch_token(
                    about["token_endpoint"],
                    code=code,
                    code_verifier=flow.verifier,
                    grant_type="authorization_code",
                    timeout=TIMEOUT_SECONDS,
                )
                claims = self._verified(token, flow, about)
                return {**self._further(client, claims, about), **claims}
        except _FAULTS as error:
            raise ProviderFailed(type(error).__name__) from error

    def _client(self, back: str) -> Any:
        return OAuth2Session(
            self._provider.client,
            self._provider.secret,
            scope=self._provider.scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._provider.secret else "none",
        )

    def _verified(self, token: Mapping[str, Any], flow: Flow, about: Mapping[str, Any]) -> dict[str, Any]:
        """Gives the claims of the ID token, its signature and claims found good."""
        known = jwt.decode(token["id_token"], self._signing_keys(token["id_token"]), registry=_registry(about))
        claims = CodeIDToken(
            known.claims,
            known.header,
            {
                "iss": {"essential": True, "value": about["issuer"]},
                "aud": {"essential": True, "value": self._provider.client},
                "nonce": {"essential": True, "value": flow.nonce},
            },
            {"nonce": flow.nonce, "client_id": self._provider.client, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(claims)

    def _further(self, client: Any, claims: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
        """Gives what the provider tells at its userinfo endpoint, of the same person only."""
        if "userinfo_endpoint" not in about:
            return {}
        answer = client.get(about["userinfo_endpoint"], timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if told["sub"] != claims["sub"]:
            raise ProviderFailed("sub")
        return told

    def _about(self) -> dict[str, Any]:
        """Gives what the provider says of itself; its issuer has to be the one in the settings, over TLS if that is."""
        with self._lock:
            if self._told is None or time.monotonic() - self._told[0] > KEPT_SECONDS:
                about = _fetched(self._provider.issuer + DISCOVERY)
                if about["issuer"].rstrip("/") != self._provider.issuer:
                    raise ProviderFailed("issuer")
                scheme = urlsplit(self._provider.issuer).scheme
                places = [value for name, value in about.items() if name.endswith(("_endpoint", "jwks_uri"))]
                if any(isinstance(place, str) and urlsplit(place).scheme not in (scheme, "https") for place in places):
                    raise ProviderFailed("http")
                self._told = (time.monotonic(), about)
            return self._told[1]

    def _signing_keys(self, id_token: str) -> Any:
        """Gives the provider's keys, fetched again where they are old or do not have the one that signed."""
        from joserfc.jws import extract_compact

        wanted = extract_compact(id_token.encode()).headers().get("kid")
        address = self._about()["jwks_uri"]
        with self._lock:
            age = time.monotonic() - self._keys[0] if self._keys else KEPT_SECONDS + 1
            is_known = bool(self._keys) and (wanted is None or any(key.kid == wanted for key in self._keys[1].keys))  # type: ignore[index]
            if age > KEPT_SECONDS or (not is_known and age > FRESH_SECONDS):
                self._keys = (time.monotonic(), KeySet.import_key_set(_fetched(address)))  # type: ignore[arg-type]
            return self._keys[1] if self._keys else None


def _fetched(address: str) -> dict[str, Any]:
    with OAuth2Session() as client:
        answer = client.request("GET", address, withhold_token=True, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        raise ProviderFailed("JSON")
    return found


def _registry(about: Mapping[str, Any]) -> JWSRegistry:
    offered = about.get("id_token_signing_alg_values_supported") or ["RS256"]
    return JWSRegistry(algorithms=[name for name in ALGORITHMS if name in offered], strict_check_header=False)
