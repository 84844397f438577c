"""Secrets that a browser or a letter carries: 256 random bits each. The store keeps only their SHA-256."""

from __future__ import annotations

import hashlib
import secrets

LONGEST = 200


def new_secret() -> str:
    """Gives a secret as letters, digits, - and _ (43 of them)."""
    return secrets.token_urlsafe(32)


def kept(secret: str) -> str:
    """Gives what the store keeps of a secret; no salt is needed, because nobody can guess 256 random bits."""
    return hashlib.sha256(secret[:LONGEST].encode("utf-8", "replace")).hexdigest()
