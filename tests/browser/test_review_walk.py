"""A member of the staff looks through drafts with single keys: suggestions are taken over, drafts published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import EVERYTHING, DocumentState, Metadata
from kb.people import Role
from kb.web import create_app
from tests.conftest import ROOT
from tests.web.serving import served

pytestmark = pytest.mark.browser

CORPUS = ROOT / "corpus" / "documents"
PASSWORD = "dolgo in varno geslo"
MINUTES = (
    "ZAPISNIK\n{number}. seje Komisije za okolje\n\nLjubljana, {number}. 3. 2024\n\nČlani so obravnavali okolje.\n"
)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("pregled")
    paths = [folder / f"zapisnik-{number}.txt" for number in (1, 2)]
    for number, path in enumerate(paths, 1):
        path.write_text(MINUTES.format(number=number), encoding="utf-8")
    paths.append(CORPUS / "predstavitve" / "kaj-je-sos.pdf")
    with open_library(replace(Settings(home=folder / "data"), readers=1)) as library:
        batch = library.add(paths, Metadata(state=DocumentState.DRAFT))
        assert not batch.failed
        library.review.catch_up()
        library.people.add(library.people.new_user("ana@obcina.si", name="Ana", role=Role.STAFF), PASSWORD)
        yield library


@pytest.fixture(scope="module")
def address(reviewed: Library) -> Iterator[str]:
    with served(create_app(reviewed)) as found:
        yield found


@pytest.fixture
def ana(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="sl-SI")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/prijava")
    page.fill("#email", "ana@obcina.si")
    page.fill("input[type=password]", PASSWORD)
    page.click("main button[type=submit]")
    yield page
    # Pictures that are still on their way would be broken off.
    page.wait_for_load_state("networkidle")
    context.close()


def test_drafts_are_looked_through_with_single_keys(ana: Page, reviewed: Library) -> None:
    ana.goto("/delo/")
    ana.get_by_role("link", name="3 osnutki čakajo na pregled").click()
    ana.locator("a.document-title").first.click()
    expect(ana.locator(".keys")).to_be_visible()

    # Nothing happens while something is typed, nor where the keys are switched off.
    ana.keyboard.press("u")
    expect(ana.locator("#naslov")).to_be_focused()
    ana.keyboard.type("a")
    ana.locator(".keys summary").click()
    ana.locator("#tipke").uncheck()
    ana.locator("h1").click()
    ana.keyboard.press("a")
    ana.wait_for_timeout(300)
    assert reviewed.review.document(1).kind is None
    ana.reload()
    ana.locator(".keys summary").click()
    expect(ana.locator("#tipke")).not_to_be_checked()
    ana.locator("#tipke").check()
    ana.locator("h1").click()

    ana.keyboard.press("a")
    ana.wait_for_url("**/delo/pregled/2")
    first = reviewed.review.document(1)
    assert first.kind is not None
    assert (first.kind.slug, str(first.dated), [body.slug for body in first.bodies]) == (
        "zapisnik",
        "2024-03-01",
        ["k-okolje"],
    )
    ana.keyboard.press("o")
    ana.wait_for_url("**/delo/pregled/3")
    assert reviewed.review.document(2).state is DocumentState.PUBLISHED
    ana.keyboard.press("n")
    ana.wait_for_url("**/delo/pregled/1")
    assert reviewed.document(3, reader=EVERYTHING).state is DocumentState.DRAFT


def test_the_text_stands_beside_the_picture_of_its_page(ana: Page) -> None:
    ana.set_viewport_size({"width": 1280, "height": 900})
    ana.goto("/delo/pregled/3")
    first = ana.locator(".looked-at.drawn").first
    picture, text = first.locator("img"), first.locator(".read-text")
    picture.scroll_into_view_if_needed()
    loaded = "image => image.decode().then(() => image.naturalWidth)"
    assert picture.evaluate(loaded) == 1200
    left, right = picture.bounding_box(), text.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]


@pytest.mark.parametrize("path", ["/delo/", "/delo/pregled/", "/delo/pregled/1", "/delo/pregled/3", "/delo/dve-osebi/"])
def test_pages_of_review_fit_a_narrow_screen(ana: Page, path: str) -> None:
    ana.set_viewport_size({"width": 320, "height": 640})
    ana.goto(path)
    assert ana.evaluate("document.documentElement.scrollWidth") <= 320


def test_review_works_without_scripts(browser: Browser, address: str, ana: Page, reviewed: Library) -> None:
    context = browser.new_context(base_url=address, locale="sl-SI", java_script_enabled=False)
    context.add_cookies(ana.context.cookies())
    page = context.new_page()
    page.goto("/delo/pregled/3")
    expect(page.locator(".keys")).to_be_hidden()
    page.get_by_role("button", name="Sprejmi vse", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Predlogi so sprejeti")
    page.get_by_role("button", name="Objavi", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Gradivo je objavljeno")
    assert reviewed.review.document(3).state is DocumentState.PUBLISHED
    context.close()
