"""A server over the collection that pictures are taken of, at a moment that stays the same."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from kb.config import Settings
from kb.library import open_library
from kb.web import create_app
from tests.browser.pictures.stock import PASSWORD, Stock
from tests.web.serving import served

MOMENT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    folder, began = tmp_path_factory.mktemp("slike"), time.monotonic()
    settings = Settings(home=folder / "data", readers=1)
    with open_library(settings, clock=lambda: MOMENT + dt.timedelta(seconds=time.monotonic() - began)) as library:
        yield Stock(library, folder / "files").build()


@pytest.fixture(scope="session")
def address(stock: Stock) -> Iterator[str]:
    with served(create_app(stock.library)) as found:
        yield found


@pytest.fixture(scope="session")
def seen_by(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """A window of nobody, of a member and of the secretariat."""
    windows = {name: browser.new_context(base_url=address, locale="sl-SI").new_page() for name in ("", "kaja", "ina")}
    for name, page in windows.items():
        if name:
            page.goto("/prijava")
            page.fill("#email", f"{name}@obcina.si")
            page.fill("input[type=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: urlsplit(url).path != "/prijava")
    yield windows
    for page in windows.values():
        page.context.close()
