"""Pages with accounts: a library of its own for each test, and browsers that sign in as people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.config import Settings
from kb.library import Library, open_library
from kb.people import Role, User
from kb.web import create_app
from kb.web.site import ANYWHERE, Site

PASSWORD = "dolgo in varno geslo"


class Browser:
    """A browser at the pages: it fills in the form that it was shown, with its unseen mark."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str, **more: object) -> TestResponse:
        return self.client.get(address, **more)  # type: ignore[arg-type]

    def send(self, address: str, *, shown_at: str = "", **told: object) -> TestResponse:
        """Sends the form shown at an address (else the one it is sent to) with what is told."""
        mark = re.search(r'name="obrazec" value="(\w+)"', self.client.get(shown_at or address).text)
        assert mark, shown_at or address
        return self.client.post(address, data={"obrazec": mark[1], **told})

    def sign_in(self, email: str = "ana@obcina.si", password: str = PASSWORD, **more: str) -> TestResponse:
        return self.send("/prijava", email=email, geslo=password, **more)


@pytest.fixture
def people(settings: Settings) -> Iterator[Library]:
    with open_library(settings) as library:
        yield library


@pytest.fixture
def ana(people: Library) -> User:
    made = people.people.new_user("ana@obcina.si", name="Ana", role=Role.ADMINISTRATOR)
    return people.people.add(made, PASSWORD)


@pytest.fixture
def vid(people: Library) -> User:
    return people.people.add(people.people.new_user("vid@obcina.si", name="Vid"), PASSWORD)


@pytest.fixture
def browse(people: Library) -> Callable[..., Browser]:
    """Gives a new browser, at the pages of a site."""
    apps = {}

    def opened(site: Site = ANYWHERE) -> Browser:
        if site not in apps:
            apps[site] = create_app(people, site=site)
        return Browser(apps[site].test_client())

    return opened


@pytest.fixture
def letters(people: Library, settings: Settings) -> Callable[[], list[str]]:
    """Gives the texts of all letters in the outbox, the oldest first."""
    from email import policy
    from email.parser import BytesParser

    def read() -> list[str]:
        people.people.finish_letters()
        files = sorted(settings.outbox_folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        parsed = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
        return [str(message.get_content()) for message in parsed]  # type: ignore[attr-defined]

    return read


def link_in(text: str) -> str:
    """Gives the path of the first link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]
