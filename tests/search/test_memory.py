"""The in-memory twin keeps the contract."""

from __future__ import annotations

import pytest

from kb.search.memory import MemoryIndex
from tests.search.index_contract import IndexContract


class TestMemoryIndex(IndexContract):
    @pytest.fixture
    def index(self) -> MemoryIndex:
        return MemoryIndex()
