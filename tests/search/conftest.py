"""The contract of indexes is in modules of its own: their assertions too say what they compared."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.search.contract")
