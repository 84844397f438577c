from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser


def typing(page: Page, text: str, address: str = "/") -> Locator:
    """Opens a page, types into its box and gives the box when suggestions are open."""
    page.goto(address)
    box = page.locator("main").get_by_role("combobox")
    box.press_sequentially(text)
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def test_arrows_choose_among_suggestions_and_enter_goes_there(page: Page) -> None:
    box = typing(page, "obc redarsk")
    listed = page.get_by_role("listbox", name="Predlogi")
    expect(listed).to_be_visible()
    commission = listed.get_by_role("option", name="Komisija za občinsko redarsko službo")
    place = [text.split("\n")[0] for text in listed.get_by_role("option").all_inner_texts()].index(
        "Komisija za občinsko redarsko službo"
    )
    for _ in range(place + 1):
        box.press("ArrowDown")
    expect(commission).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(commission.get_attribute("id")))
    expect(box).to_be_focused()
    expect(box).to_have_value("obc redarsk")
    box.press("Enter")
    page.wait_for_url("**/organi/k-redarstvo")


def test_a_phrase_is_asked_with_the_filters_of_its_box(page: Page) -> None:
    typing(page, "obcinskega red", "/organi/k-redarstvo")
    page.get_by_role("option", name=re.compile("^občinski redar$")).click()
    page.wait_for_url("**/iskanje?*")
    assert "komisija=k-redarstvo" in page.url
    expect(page.locator("mark").first).to_be_visible()


def test_arrows_come_round_past_the_typed_text(page: Page) -> None:
    box = typing(page, "redar")
    options = page.get_by_role("option")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_suggestions_then_empties_the_box(page: Page) -> None:
    box = typing(page, "redar")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("redar")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")


def test_enter_without_a_choice_asks_what_was_typed(page: Page) -> None:
    typing(page, "redarja").press("Enter")
    page.wait_for_url("**/iskanje?q=redarja")
    assert page.locator("input[type=search]").first.input_value() == "redarja"


def test_suggestions_are_counted_aloud_and_go_when_the_box_is_left(page: Page) -> None:
    box = typing(page, "zored")
    expect(page.locator("main").get_by_role("status")).to_contain_text(re.compile("predlog"))
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_suggestions_fit_a_narrow_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    typing(page, "zakon")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_mistyped_question_leads_to_what_was_meant(page: Page) -> None:
    page.goto("/iskanje?q=istovetonst")
    page.locator(".meant").get_by_role("link", name="istovetnost").click()
    page.wait_for_url("**/iskanje?q=istovetnost")
    expect(page.locator("mark").first).to_be_visible()


def test_nothing_breaks_the_policy_of_the_pages(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    typing(page, "redar").press("Escape")
    assert complaints == []


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="sl-SI")
    yield context.new_page()
    context.close()


def test_the_box_works_without_scripts(plain_page: Page) -> None:
    plain_page.goto("/")
    box = plain_page.locator("main").get_by_role("searchbox")
    box.fill("občinski redar")
    expect(plain_page.get_by_role("listbox")).to_have_count(0)
    box.press("Enter")
    plain_page.wait_for_url("**/iskanje?q=*")
    expect(plain_page.locator("mark").first).to_be_visible()
