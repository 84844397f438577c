"""From a search to the article, to what changed in it and who speaks of it, to the printed comparison."""

from __future__ import annotations

import io
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from tests.conftest import SHARED, Command
from tests.marketlaw import tracked_bill

pytestmark = pytest.mark.browser

ZORED = SHARED / "official" / "zored"
POSITION = """Stališče komisije do pooblastil redarjev

Komisija podpira pooblastila iz 10. člena ZORed in predlaga, da se usposabljanje po 12. členu ZORed podaljša.
"""
BILL = "Predlog zakona o spremembah Zakona o občinskem redarstvu (ZORed-C)"


@dataclass(frozen=True)
class LawSite:
    """A served library with ZORed, what amends it, a slide and a position on it."""

    address: str
    command: Command


@pytest.fixture(scope="module")
def law_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LawSite]:
    if not ZORED.is_dir():
        pytest.skip("../shared/data/official/zored is not there")
    folder = tmp_path_factory.mktemp("law")
    command = Command(folder / "data")
    command("add", ZORED, "--kind", "zakon")
    command("add", _slides(folder / "pooblastila.pptx"), "--kind", "predstavitev")
    position = folder / "stalisce.txt"
    position.write_text(POSITION, encoding="utf-8")
    command("add", position, "--kind", "stalisce")
    command("add", _bill(folder / "predlog.docx"), "--kind", "predlog-zakona", "--title", BILL)
    server = command.start("serve", KB_PORT="0")
    try:
        assert server.stdout is not None
        found = next((found for line in server.stdout if (found := re.search(r"http://\S+", line))), None)
        assert found, server.communicate()[1]
        yield LawSite(found[0], command)
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)


def _slides(path: Path) -> Path:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "Pooblastila redarja"
    slide.placeholders[1].text = "Po 10. členu ZORed redar opozori, odredi in ugotovi identiteto."
    slides.save(str(path))
    return path


def _bill(path: Path) -> Path:
    """Writes a bill with tracked changes that puts other words into the 11th article of ZORed."""
    return tracked_bill(
        path,
        act="ZAKON O SPREMEMBAH ZAKONA O OBČINSKEM REDARSTVU (ZORed-C)",
        order="V 11. členu se beseda »ukaze« nadomesti z besedo »",
        old="napotke",
        new="napotila",
    )


@pytest.fixture
def page(browser: Browser, law_site: LawSite) -> Iterator[Page]:
    context = browser.new_context(base_url=law_site.address, locale="sl-SI")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def printed(page: Page) -> str:
    """Gives the text of a page as it is printed."""
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    try:
        assert document[0].get_width() > document[0].get_height()
        return " ".join(" ".join(document[at].get_textpage().get_text_range() for at in range(len(document))).split())
    finally:
        document.close()


def test_a_reader_goes_from_a_search_to_the_article_its_changes_and_the_printed_comparison(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").first.fill("pooblastila redarja")
    page.get_by_role("button", name="Išči").first.click()
    page.locator(".hits").get_by_role("link", name=re.compile(r"^10\. člen vrste pooblastil")).first.click()
    expect(page.locator("#clen-10")).to_be_in_viewport()

    page.get_by_role("link", name="Spremembe in navedbe tega člena: 10. člen ZORed").click()
    page.wait_for_url("**/predpis/ZORed/art_10")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"10\. člen\s+vrste pooblastil"))
    changes = page.get_by_role("region", name="Kaj so v tem členu spremenile novele")
    expect(changes).to_contain_text("ZORed-A, 2. člen")
    cited = page.locator("main")
    expect(cited).to_contain_text("Stališče komisije do pooblastil redarjev")
    expect(cited.get_by_role("link", name=re.compile("prosojnica 1", re.I)).first).to_be_visible()

    changes.get_by_role("link", name="Primerjajte besedila predpisa").click()
    page.wait_for_url("**/predpis/ZORed/primerjava#art_10")
    expect(page.locator("#art_10 ins").filter(has_text="identitete")).to_be_visible()
    text = printed(page)
    assert "ugotavljanje istovetnosti" in text
    assert "ZORed-A, 2. člen" in text
    assert "Primerjaj " not in text


def test_a_bill_with_tracked_changes_shows_its_text_beside_the_law_in_force(page: Page) -> None:
    page.goto("/iskanje?q=napotila")
    page.get_by_role("link", name=BILL).first.click()
    page.get_by_role("link", name="Primerjaj z veljavnim besedilom").click()
    expect(page.locator("#art_11 del")).to_contain_text("ukaze")
    expect(page.locator("#art_11 ins")).to_contain_text("napotila")
    expect(page.locator("main")).not_to_contain_text("napotke")
    assert "napotila" in printed(page)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", ["/predpis/ZORed/primerjava", "/predpis/ZORed/neuradno-precisceno"])
def test_no_page_of_law_scrolls_sideways_or_breaks_the_policy(page: Page, address: str, language: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(language + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []
