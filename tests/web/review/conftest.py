"""The pages of review over a library with drafts, and members of the staff at their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.ingest import divide, extract
from kb.library import Library, open_library
from kb.model import DocumentState, Metadata
from kb.people import Role, UserState
from kb.store import Told
from kb.web import create_app
from tests.library.review.conftest import settle
from tests.web.accounts.conftest import Browser

Put = Callable[..., int]


ROLES = {"Ana": Role.STAFF, "Bor": Role.STAFF, "Cene": Role.MEMBER}


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with open_library(replace(settings, readers=1)) as opened:
        yield opened


@pytest.fixture
def put(library: Library, tmp_path: Path) -> Put:
    """Adds a text as a draft, indexed and gone through."""

    def add(text: str, name: str = "gradivo.txt", *, state: DocumentState = DocumentState.DRAFT, **told: object) -> int:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        metadata = replace(Metadata(state=state), **told)  # type: ignore[arg-type]
        store = library._store
        entry = store.keep(folder / name, name=name, origin=str(folder / name), metadata=metadata)
        job = store.jobs.claim("a test", lease_seconds=60)
        assert job is not None
        read = extract(folder / name)
        store.store_readings([Told(job, read.media_type, read.language, read.title, divide(read))])
        settle(library)
        return entry.document_id or 0

    return add


@pytest.fixture
def browse(library: Library) -> Callable[[str], Browser]:
    """Gives the browser of somebody by name, who has signed in; of a visitor for ""."""
    app = create_app(library)
    tokens: dict[str, str] = {}

    def opened(name: str) -> Browser:
        browser = Browser(app.test_client())
        if name and name not in tokens:
            # Without a password: its hash takes longer than the rest of a test.
            made = library.people.new_user(f"{name.lower()}@obcina.si", name=name, role=ROLES[name])
            user = library._store.people.users.add(replace(made, state=UserState.ACTIVE))
            tokens[name] = library.people._visits.begin(user).token
        if name:
            browser.client.set_cookie("kb", tokens[name])
        return browser

    return opened
