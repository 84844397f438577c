"""The embedded index keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.search.embedded import EmbeddedIndex, open_index
from tests.search.index_contract import IndexContract


class TestEmbeddedIndex(IndexContract):
    @pytest.fixture
    def index(self, tmp_path: Path) -> Iterator[EmbeddedIndex]:
        index = open_index(tmp_path / "index")
        yield index
        index.close()
