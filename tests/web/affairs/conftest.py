"""Pages of the association's affairs: a library of its own for each test, and people who sign in."""

from __future__ import annotations

from tests.web.accounts.conftest import ana, browse, people, vid

__all__ = ["ana", "browse", "people", "vid"]
