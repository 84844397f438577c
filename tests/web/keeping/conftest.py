"""A collection with three documents, a member of the staff and a member who browse it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata, Visibility
from kb.people import Role
from kb.web import create_app
from kb.worker import run_worker
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

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
        for email, role in (("vida@sos.si", Role.STAFF), ("ana@sos.si", Role.STAFF), ("clan@obcina.si", Role.MEMBER)):
            opened.people.add(opened.people.new_user(email, name=email[:4].title(), role=role), PASSWORD)
    return folder / "data"


@pytest.fixture
def library(tmp_path: Path, stocked_home: Path) -> Iterator[Library]:
    home = Path(shutil.copytree(stocked_home, tmp_path / "data"))
    with open_library(Settings(home=home, readers=1)) as opened:
        yield opened


@pytest.fixture
def browser(library: Library) -> Callable[[str], Browser]:
    """Gives the browser of somebody who has signed in, or with "" of a visitor."""
    app = create_app(library)

    def opened(email: str = "") -> Browser:
        found = Browser(app.test_client())
        if email:
            assert found.sign_in(email).status_code == 303
        return found

    return opened


@pytest.fixture
def vida(browser: Callable[[str], Browser]) -> Browser:
    return browser("vida@sos.si")


@pytest.fixture
def work(library: Library) -> Callable[[], None]:
    """Lets the worker do all that waits."""

    def done() -> None:
        for _ in range(2):
            run_worker(library, threading.Event(), once=True)

    return done


def shown(browser: Browser, address: str, *, status: int = 200) -> Page:
    """Gives the page at an address, read and found to be well formed."""
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.text[:2000])
    return Page(answer.text)
