"""A real server over the sample corpus, and headless Chromium to walk it."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import Command

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# The flags keep Chromium from asking for anything outside this machine.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def site(corpus: Command) -> Iterator[str]:
    """The address of `kb serve` over the sample corpus."""
    server = corpus.start("serve", KB_PORT="0")
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if found := re.search(r"http://\S+", line):
                yield found[0]
                break
        else:
            pytest.fail(f"kb serve ended: {server.communicate()[1]}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("Chromium is not installed (make test installs it as root or with sudo)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: str, tmp_path: Path) -> Iterator[Page]:
    context = browser.new_context(base_url=site, accept_downloads=True, locale="sl-SI")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()
