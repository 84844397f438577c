"""Titles of five hundred characters, one of them a single word: no page is wider than a narrow phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from kb.library import open_library
from kb.model import Metadata
from kb.web import create_app
from tests.ingest.making import line, pdf
from tests.web.serving import served

pytestmark = pytest.mark.browser

TITLES = (("Pojasnilo o zelo dolgih naslovih gradiv " * 13)[:500], "Predolgabeseda" + "x" * 486)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a PDF and a text with such titles, documents 1 and 2."""
    folder = tmp_path_factory.mktemp("dolgo")
    pdf(folder / "a.pdf", [[line("Obcina doloci merila.")], [line("Druga stran.")]])
    (folder / "b.md").write_text("# Predolgabeseda\n\nObčina določi merila.\n", encoding="utf-8")
    with open_library(Settings(home=folder / "data")) as library:
        for name, title in zip(("a.pdf", "b.md"), TITLES, strict=True):
            metadata = Metadata(title, "porocilo", ("k-redarstvo",), ("obcinsko-redarstvo",), language="sl")
            assert not library.add([folder / name], metadata).failed
        with served(create_app(library)) as found:
            yield found


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 320, "height": 640}, locale="sl-SI")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/iskanje?q=merila",
        "/iskanje/natisni?q=merila",
        "/gradivo/1",
        "/gradivo/2",
        "/gradivo/1/stran-2",
        "/gradivo/2/razdelek-1",
        "/gradivo/2/razdelek-1/natisni",
        "/gradivo/2/razdelek-1/podobno",
        "/organi/k-redarstvo",
        "/podrocja/obcinsko-redarstvo",
    ],
)
def test_a_title_of_five_hundred_characters_makes_no_page_wider(phone: Page, path: str) -> None:
    answer = phone.goto(path)
    assert answer is not None
    assert answer.ok
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_who_refuses_cookies_is_told_when_signing_in(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="sl-SI")
    page = context.new_page()
    page.goto("/prijava")
    page.get_by_label("E-poštni naslov").fill("ana@obcina.si")
    page.get_by_label("Geslo").fill("dolgo in varno geslo")
    context.clear_cookies()  # as if none had been taken
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Vaš brskalnik ni poslal piškotka")
    page.goto("/iskanje?q=merila")
    expect(page.locator("mark").first).to_be_visible()
    context.close()
