import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT

pytestmark = pytest.mark.browser
DECK = ROOT / "corpus" / "documents" / "predstavitve" / "kaj-je-sos.pptx"


def test_an_official_goes_from_a_question_to_the_slide_and_its_original(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_role("combobox").first.fill("modro luč")
    page.get_by_role("button", name="Išči").first.click()
    expect(page.locator("mark").first).to_be_visible()

    filters = page.get_by_role("complementary", name="Filtri")
    filters.get_by_role("link", name="Komisija za občinsko redarsko službo").click()
    expect(page.get_by_role("link", name="Odstrani filter")).to_be_visible()

    page.get_by_role("link", name="prosojnica 6").first.click()
    expect(page.locator("#prosojnica-6")).to_be_in_viewport()
    expect(page.locator("#prosojnica-6 mark").first).to_be_visible()

    with page.expect_download() as started:
        page.get_by_role("link", name="Prenesi izvirno datoteko").first.click()
    saved = tmp_path / "saved"
    started.value.save_as(saved)
    originals = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (DECK, DECK.with_suffix(".pdf"))}
    assert hashlib.sha256(saved.read_bytes()).hexdigest() in originals

    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Download the original file").first).to_be_visible()


def test_a_filter_can_be_taken_off_again(page: Page) -> None:
    page.goto("/iskanje?q=redar&komisija=k-redarstvo")
    page.get_by_role("link", name="Odstrani filter").first.click()
    assert "komisija" not in page.url
    assert "q=redar" in page.url


def test_the_page_of_a_commission_searches_inside_it(page: Page) -> None:
    page.goto("/organi/k-redarstvo")
    page.locator("main").get_by_role("combobox").first.fill("uniforma")
    page.locator("main").get_by_role("button", name="Išči").first.click()
    assert "komisija=k-redarstvo" in page.url


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/iskanje?q=redar",
        "/organi",
        "/podrocja",
        "/organi/k-redarstvo",
        "/podrocja/prostor",
        "/gradivo/1",
        "/o-zbirki",
        "/ni-je",
    ],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_scrolls_sideways_on_a_narrow_phone(page: Page, address: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(language + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_is_asked_of_anybody_else(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/iskanje?q=redar", "/gradivo/1"):
        page.goto(address)
    assert asked
    assert all(url.startswith(site) for url in asked)
