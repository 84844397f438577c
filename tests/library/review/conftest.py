"""A library with drafts, two members of the staff, and a worker that has gone through everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.ingest import divide, extract
from kb.library import Library, open_library
from kb.model import Actor, DocumentState, Metadata
from kb.people import Role
from kb.store import Told

Put = Callable[..., int]
DRAFT = DocumentState.DRAFT

LONG = "\n\n".join(
    f"{number}. Občina {word} vodovod v naselju {place} in o tem poroča občinskemu svetu ob koncu leta."
    for number, (word, place) in enumerate(
        (verb, village)
        for verb in ("obnovi", "pregleda", "zgradi", "preda", "zapre")
        for village in ("Dol", "Gorica", "Log", "Breg", "Vrh", "Laze", "Selo", "Rob")
    )
)


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with open_library(replace(settings, readers=1)) as opened:
        yield opened


@pytest.fixture
def put(library: Library, tmp_path: Path) -> Put:
    """Adds a text as a draft, read here rather than in a process of its own, indexed and gone through."""

    def add(text: str, name: str = "gradivo.txt", *, state: DocumentState = DRAFT, **told: object) -> int:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
        store = library._store
        metadata = replace(Metadata(state=state), **told)  # type: ignore[arg-type]
        entry = store.keep(folder / name, name=name, origin=str(folder / name), metadata=metadata)
        job = store.jobs.claim("a test", lease_seconds=60)
        assert job is not None
        read = extract(folder / name)
        store.store_readings([Told(job, read.media_type, read.language, read.title, divide(read))])
        settle(library)
        return entry.document_id or 0

    return add


def settle(library: Library) -> None:
    """Does what the worker does with what has been read."""
    library.index_marked()
    library.review.catch_up()


@pytest.fixture
def ana(library: Library) -> Actor:
    return _staff(library, "Ana")


@pytest.fixture
def bor(library: Library) -> Actor:
    return _staff(library, "Bor")


def _staff(library: Library, name: str) -> Actor:
    made = library.people.new_user(f"{name.lower()}@obcina.si", name=name, role=Role.STAFF)
    user = library._store.people.users.add(made)
    return Actor(user.id, user.name)
