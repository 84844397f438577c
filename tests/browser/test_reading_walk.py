"""Reading by keys, citing, linking to a sentence; the same pages without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def deck(page: Page) -> str:
    """The address of the slide on blue light, found as an official would."""
    page.goto("/iskanje?q=modra+luč")
    address = page.locator(".hits a", has_text="Prosojnica 6").first.get_attribute("href")
    assert address
    return address


def test_somebody_new_finds_the_slide_on_blue_light_in_three_steps(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").first.fill("modra luč")
    page.get_by_role("button", name="Išči").first.click()
    page.locator(".thumb").first.click()
    expect(page).to_have_url(re.compile(r"/gradivo/\d+/prosojnica-6"))
    expect(page.locator(".leaf img").first).to_be_in_viewport()
    drawn = "document.querySelector('.leaf img').decode().then(() => document.querySelector('.leaf img').naturalWidth)"
    assert page.evaluate(drawn) == 1200
    assert page.evaluate(drawn.replace(".leaf img", ".outlines")) > 0


def test_arrows_and_letters_go_through_the_slides(page: Page, deck: str) -> None:
    page.goto(deck)
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("prosojnica-5"))
    page.wait_for_load_state()  # the next key is heard by this page's script
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("prosojnica-6"))


def test_keys_do_nothing_in_a_field_and_nothing_when_switched_off(page: Page, deck: str) -> None:
    page.goto(deck)
    page.keyboard.press("/")
    expect(page.locator("#v-gradivu")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#v-gradivu")).to_have_value("j")
    page.goto(deck)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tipke")).to_be_visible()
    page.get_by_label("Tipke so vklopljene").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("prosojnica-6"))


def test_marked_words_are_gone_through(page: Page, deck: str) -> None:
    page.goto(deck)
    page.keyboard.press("n")
    expect(page.locator(".passage mark").first).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".passage mark").nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator(".passage mark").first).to_be_focused()


def test_results_are_gone_through_by_keys(page: Page) -> None:
    page.goto("/iskanje?q=redar")
    page.keyboard.press("j")
    expect(page.locator(".results h3 a").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".results h3 a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".results h3 a").first).to_be_focused()


def test_a_citation_is_copied(page: Page, deck: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(deck)
    page.get_by_role("button", name="Navedi").click()
    expect(page.locator("#navedi ~ p [role=status]")).to_have_text("Kopirano.")
    assert "prosojnica 6" in page.evaluate("navigator.clipboard.readText()")


def test_what_is_selected_becomes_the_sentence_to_link_to(page: Page, deck: str) -> None:
    page.goto(deck)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.passage-text p'))")
    page.get_by_text("Povezava do stavka").click()
    chosen = page.locator("#poudari").input_value()
    assert chosen
    page.get_by_role("button", name="Označi").click()
    expect(page).to_have_url(re.compile(r"poudari="))
    expect(page.locator(".passage-text mark").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_reading_fits_and_never_moves_once_it_stands(page: Page, deck: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => "
        "{ if (!one.hadRecentInput) window.moved += one.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    for address in (deck, "/iskanje?q=modra+luč"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.moved") < 0.01


def test_nothing_breaks_the_policy_of_the_pages(page: Page, deck: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(deck, wait_until="networkidle")
    assert complaints == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="sl-SI")
    yield context.new_page()
    context.close()


def test_slides_are_read_without_a_script(plain_page: Page, deck: str) -> None:
    plain_page.goto(deck)
    expect(plain_page.locator(".leaf img").first).to_be_visible()
    expect(plain_page.locator("#tipke")).to_be_hidden()
    expect(plain_page.get_by_role("button", name="Navedi")).to_have_count(0)
    plain_page.locator(".filmstrip a").nth(1).click()
    expect(plain_page).to_have_url(re.compile("prosojnica-2"))
