"""Passwords: Argon2id with the parameters that argon2-cffi recommends, and which passwords are too easy to guess.

There are no rules of composition: length and not being common is what helps (NIST SP 800-63B, 5.1.1.2).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kb.errors import WrongValue
from kb.slovene.fold import fold
from kb.slovene.normal import nfc

SHORTEST = 12
LONGEST = 500

_COMMON_FILE = Path(__file__).parent / "common.txt"
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)
_REPEATED = re.compile(r"(.{1,6}?)\1+.{0,5}", re.DOTALL)


class Weakness(StrEnum):
    """Why a password cannot be one."""

    SHORT = "short"
    LONG = "long"
    EASY = "easy"


_SAID = {
    Weakness.SHORT: f"geslo ima manj kot {SHORTEST} znakov",
    Weakness.LONG: f"geslo ima več kot {LONGEST} znakov",
    Weakness.EASY: "geslo je prelahko uganiti",
}


def weakness_of(password: str, *, email: str = "", name: str = "") -> Weakness | None:
    """Gives why a password cannot be that of a person, or None where it can."""
    kept = nfc(password)
    if len(kept) < SHORTEST:
        return Weakness.SHORT
    if len(kept) > LONGEST:
        return Weakness.LONG
    return Weakness.EASY if is_easy(kept, email=email, name=name) else None


def check_password(password: str, *, email: str = "", name: str = "") -> str:
    """Gives the password as it is hashed (NFC). Raises WrongValue that says why it cannot be one."""
    weakness = weakness_of(password, email=email, name=name)
    if weakness:
        raise WrongValue(_SAID[weakness])
    return nfc(password)


@cache
def common() -> frozenset[str]:
    """Gives the commonest passwords that are long enough, in lower case and without strešice."""
    return frozenset(_COMMON_FILE.read_text(encoding="utf-8").split())


def is_easy(password: str, *, email: str = "", name: str = "") -> bool:
    """Tells whether a password is common, a run of keys, one thing repeated, or what everybody knows of its owner."""
    plain = fold(password)
    bare = "".join(plain.split())
    own = {fold(email), fold(email).partition("@")[0], "".join(fold(name).split())}
    if bare in common() or bare in own or bare.rstrip("0123456789!.?") in own - {""}:
        return True
    if any(bare in run or bare in run[::-1] for run in _RUNS):
        return True
    return bool(_REPEATED.fullmatch(bare)) and len(set(bare)) <= 6


class Passwords:
    """Makes and checks hashes of passwords, with the costs that argon2-cffi recommends unless others are told."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    @cached_property
    def _nobodys(self) -> str:
        """A hash that no password has, made like any other: checking against it takes as long."""
        return self._hasher.hash("nobody can sign in with this")

    def hash(self, password: str) -> str:
        """Gives the hash of a password, with its salt and parameters."""
        return self._hasher.hash(_bytes(password))

    def matches(self, password: str, hashed: str) -> bool:
        """Tells whether a password has a hash; it takes as long where `hashed` is "" (no such account, no password)."""
        nobodys = self._nobodys
        try:
            self._hasher.verify(hashed or nobodys, _bytes(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False
        return bool(hashed)

    def is_outdated(self, hashed: str) -> bool:
        """Tells whether a hash was made with other parameters than are used today."""
        return self._hasher.check_needs_rehash(hashed)


def _bytes(password: str) -> bytes:
    return nfc(password).encode("utf-8", "surrogatepass")
