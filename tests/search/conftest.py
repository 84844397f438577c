"""The contract of indexes is a module of its own: its assertions too say what they compared."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.search.index_contract")
