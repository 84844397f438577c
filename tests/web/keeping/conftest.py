"""A collection with three documents, a member of the staff and a member who browse it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata, Visibility
from kb.worker import run_worker
from tests.web.staff import add_people, browser, library, vida

__all__ = ["browser", "library", "vida"]

TEXTS = {
    "odlok.txt": "Odlok o redu\n\nObčinski redar sme ugotavljati istovetnost.\n",
    "zapisnik.txt": "Zapisnik\n\nKomisija je razpravljala o smetnjakih.\n",
    "clani.txt": "Za članice\n\nZaupno o proračunu.\n",
}


@pytest.fixture(scope="session")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three documents and three accounts, to be copied: making it takes a while."""
    folder = tmp_path_factory.mktemp("keeping")
    with open_library(Settings(home=folder / "data", readers=1)) as opened:
        for name, text in TEXTS.items():
            path = folder / name
            path.write_text(text, encoding="utf-8")
            visibility = Visibility.MEMBERS if name == "clani.txt" else Visibility.PUBLIC
            metadata = Metadata(title=f"Gradivo {name}", topics=("okolje",), visibility=visibility)
            assert not opened.add([path], metadata).failed
        add_people(opened)
    return folder / "data"


@pytest.fixture
def work(library: Library) -> Callable[[], None]:
    """Lets the worker do all that waits."""

    def done() -> None:
        for _ in range(2):
            run_worker(library, threading.Event(), once=True)

    return done
