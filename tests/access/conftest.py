from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.access.world import World, opened_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened_world(tmp_path_factory.mktemp("dostop")) as opened:
        yield opened
