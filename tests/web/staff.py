"""Somebody of the staff and others who browse a collection that is made once and copied for each test.

    from tests.web.staff import add_people, browser, library, vida

A conftest that takes these fixtures has one of its own, `stocked_home`: the data folder that is copied.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.people import Role
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page


def add_people(library: Library) -> None:
    """Adds two of the staff, Vida and Ana, and a member."""
    for email, role in (("vida@sos.si", Role.STAFF), ("ana@sos.si", Role.STAFF), ("clan@obcina.si", Role.MEMBER)):
        library.people.add(library.people.new_user(email, name=email[:4].title(), role=role), PASSWORD)


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


def shown(browser: Browser, address: str, *, status: int = 200) -> Page:
    """Gives the page at an address, read and found to be well formed."""
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.text[:2000])
    return Page(answer.text)
