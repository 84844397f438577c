"""Whoever tries to sign in costs the same work, whether or not the address has an account: time tells nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters

from kb.errors import WrongSignIn
from kb.library.people import People, Rules
from kb.library.people.passwords import Passwords
from kb.mail import Post
from kb.people import UserState
from tests.store.making import open_store


class Noting(PasswordHasher):
    """Notes with which costs passwords are compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.compared: list[object] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.compared.append(extract_parameters(str(hash)))
        return super().verify(hash, password)  # type: ignore[return-value]


@pytest.mark.parametrize("email", ["ana@obcina.si", "nihce@obcina.si", "povabljena@obcina.si", "", "č" * 900])
def test_a_try_that_fails_compares_one_hash_of_the_same_cost(tmp_path: Path, email: str) -> None:
    noting = Noting()
    with open_store(tmp_path / "data") as store:
        people = People(store, Post(tmp_path / "outbox"), Rules(), passwords=Passwords(noting))
        people.add(people.new_user("ana@obcina.si", name="Ana"), "dolgo in varno geslo")
        invited = people.invite(people.new_user("povabljena@obcina.si", name="Povabljena")).user
        assert invited.state is UserState.INVITED
        for password in ("narobe narobe", "", "x" * 100_000):
            with pytest.raises(WrongSignIn):
                people.sign_in(email, password, address="203.0.113.7")
        people.close()
    assert noting.compared == [extract_parameters(noting.hash("drugo"))] * 3
