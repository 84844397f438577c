"""A store, and people of it, whose clock stands until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kb.library.people import People, Rules
from kb.library.people.passwords import Passwords
from kb.mail import Post
from kb.store import Store
from tests.store.making import StandingClock, open_store


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(tmp_path: Path, clock: StandingClock) -> Iterator[Store]:
    with open_store(tmp_path / "data", clock=clock) as opened:
        yield opened


@pytest.fixture
def people(store: Store, tmp_path: Path, clock: StandingClock) -> Iterator[People]:
    quick = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    opened = People(store, Post(tmp_path / "outbox"), Rules(), clock=clock, passwords=quick)
    yield opened
    opened.close()
