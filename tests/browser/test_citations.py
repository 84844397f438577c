from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

TITLE = "Vzorčni predlog Zakona o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-B)"


def citation(page: Page) -> Locator:
    """Opens a document that cites an act and gives its first citation."""
    page.goto("/iskanje?q=vzorčni predlog ZORed-B telesna kamera")
    page.get_by_role("link", name=TITLE).first.click()
    return page.locator("a.citation").first


def test_a_citation_shows_what_it_leads_to_while_the_pointer_rests_on_it(page: Page) -> None:
    link = citation(page)
    title = str(link.get_attribute("title"))
    assert "ZORed" in title
    link.hover()
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text("Zakon o občinskem redarstvu (ZORed)")
    expect(link).to_have_attribute("aria-describedby", str(preview.get_attribute("id")))
    assert link.get_attribute("title") is None
    preview.hover()
    page.wait_for_timeout(400)
    expect(preview).to_be_visible()
    page.mouse.move(1, 1)
    expect(preview).to_have_count(0)
    expect(link).to_have_attribute("title", title)


def test_the_keyboard_shows_the_preview_and_escape_puts_it_away(page: Page) -> None:
    link = citation(page)
    link.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/predpis/ZORed*")


def test_a_preview_fits_a_narrow_window_and_breaks_no_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 320, "height": 640})
    citation(page).focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="sl-SI")
    yield context.new_page()
    context.close()


def test_citations_are_links_without_scripts(plain_page: Page) -> None:
    link = citation(plain_page)
    assert "ZORed" in str(link.get_attribute("title"))
    link.click()
    plain_page.wait_for_url("**/predpis/ZORed*")
