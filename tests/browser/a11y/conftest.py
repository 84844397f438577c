"""A server over a collection that has something of every sort, and what looks at its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext

from tests.access.world import PASSWORD, PEOPLE, World, opened_world
from tests.browser.a11y.pages import PROGRAMS
from tests.web.serving import served

ADMINISTRATOR = next(person for person in PEOPLE if person.name == "administrator")
MEMBER = next(person for person in PEOPLE if person.name == "member")


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened_world(tmp_path_factory.mktemp("strani")) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(world: World) -> Iterator[str]:
    with served(world.apps[max(world.apps)]) as found:
        yield found


@pytest.fixture(scope="session")
def signed_in(world: World) -> FlaskClient:
    """A browser without windows, of an administrator."""
    return world.client(ADMINISTRATOR, max(world.apps))


@pytest.fixture(scope="session")
def seen_by(browser: Browser, address: str) -> Iterator[dict[str, BrowserContext]]:
    """Windows of nobody, of a member and of an administrator."""
    windows = {"": browser.new_context(base_url=address, locale="sl-SI")}
    for person in (MEMBER, ADMINISTRATOR):
        window = windows[person.name] = browser.new_context(base_url=address, locale="sl-SI")
        page = window.new_page()
        page.goto("/prijava")
        page.fill("#email", person.email)
        page.fill("input[type=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.close()
    yield windows
    for window in windows.values():
        window.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return _program("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def vnu() -> Path:
    """The checker of HTML of the W3C."""
    return _program("vnu-jar/build/dist/vnu.jar")


def _program(path: str) -> Path:
    if not (PROGRAMS / path).is_file():
        pytest.skip(f"{path.split('/')[0]} is not installed (make test installs it where npm is)")
    return PROGRAMS / path
