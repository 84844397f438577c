"""The pictures of the manual are taken of the pages, and what the manual names is on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import pytest
from playwright.sync_api import Page

from kb.web import catalogue
from kb.web.manual import PICTURES, picture_height
from tests.browser.pictures.kept import Album, letters_of_index, opened
from tests.browser.pictures.stock import Stock

pytestmark = pytest.mark.browser

TEMPLATES = PICTURES.parents[1] / "templates" / "manual"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*_sl.html"))}
WIDTH = 768
MOST_BYTES = 600_000
READERS, STAFF = "kaja", "ina"


@dataclass(frozen=True)
class Shot:
    """A part of a page: what `selector` finds as `who` sees it, after what is to be opened, `high` points at most."""

    who: str
    address: str
    selector: str
    open: str = ""
    high: int = 520


SHOTS = {
    "zadetki": Shot("", "/iskanje?q=modra+luč", "main", high=640),
    "filtri": Shot("", "/iskanje?q=redar", "#filtri"),
    "branje": Shot("", "/gradivo/{deck}/prosojnica-6?q=modra+luč", ".leaf, .filmstrip", high=640),
    "navedba": Shot("", "/gradivo/{deck}/prosojnica-6", "section[aria-labelledby=navedi]"),
    "seznam": Shot(STAFF, "/iskanje?q=redar", "section.taking", "section.taking summary"),
    "clen": Shot("", "/predpis/ZORed/art_4", "main"),
    "zadeva": Shot("", "/zadeve/{open dossier}", "main"),
    "stalisce": Shot("", "/stalisca/{position}", "section[aria-labelledby=predlogi]"),
    "pripomba": Shot(READERS, "/zadeve/{open dossier}/pripombe", "main form:has(#clen)"),
    "dogodek": Shot("", "/dogodki/posvet-telesne-kamere", "main"),
    "povprasevanje": Shot(READERS, "/povprasevanja/{enquiry}", "main"),
    "delo": Shot(STAFF, "/delo/", "main"),
    "nalaganje": Shot(STAFF, "/delo/nalaganje/{batch}", "main", high=760),
    "pregled": Shot(STAFF, "/delo/pregled/{in review}", ".review-side > section", high=640),
    "objava": Shot(STAFF, "/delo/pregled/{in review}", ".publishing"),
    "sprememba": Shot(STAFF, "/delo/spremembe/1", "main"),
    "kos": Shot(STAFF, "/delo/kos/", "main"),
    "nova-zadeva": Shot(STAFF, "/delo/zadeve/nova", "main form"),
    "odgovori": Shot(STAFF, "/delo/zadeve/{dossier}/pripombe", "main form", high=640),
    "izid": Shot(STAFF, "/delo/stalisca/{position}/izid", "main form"),
    "nov-dogodek": Shot(STAFF, "/delo/dogodki/nov", "main form"),
    "sopomenke": Shot(STAFF, "/delo/sopomenke/", "main", high=400),
    "stanje": Shot(STAFF, "/delo/stanje/", "main"),
}


@pytest.fixture(scope="session")
def album() -> Album:
    return Album(PICTURES, letters=letters_of_index(), colours=24)


@pytest.mark.parametrize("name", SHOTS)
def test_a_picture_of_the_manual_is_taken_of_its_page(
    name: str, stock: Stock, seen_by: dict[str, Page], album: Album
) -> None:
    shot = SHOTS[name]
    page = seen_by[shot.who]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDTH, "height": 2000})
    page.goto(shot.address.format(**stock.ids))
    if shot.open:
        page.locator(shot.open).first.click()
    boxes = [box for each in page.locator(shot.selector).all() if (box := each.bounding_box())]
    assert boxes, shot
    above = page.evaluate("scrollY")
    top = max(0, above + min(box["y"] for box in boxes) - 8)
    bottom = above + max(box["y"] + box["height"] for box in boxes) + 8
    clip = {"x": 0, "y": top, "width": WIDTH, "height": min(shot.high, bottom - top)}
    picture = opened(page.screenshot(clip=clip, full_page=True, animations="disabled"))  # type: ignore[arg-type]
    album.keep(name, picture, page=page)
    picture_height.cache_clear()
    assert 60 < picture_height(name) <= shot.high + 1


def test_the_manual_shows_exactly_the_pictures_that_are_taken() -> None:
    named = [name for text in TEXTS.values() for name in re.findall(r'shot\("([^"]+)"', text)]
    assert sorted(named) == sorted(SHOTS) == sorted(path.stem for path in PICTURES.iterdir())


def test_the_pictures_of_the_manual_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) <= MOST_BYTES


@pytest.mark.parametrize("name", TEXTS)
def test_what_the_manual_names_stands_on_the_pages(name: str) -> None:
    strings = [each.string for each in catalogue.read() if each.id]
    shown = {form for text in strings for form in ((text,) if isinstance(text, str) else text)}
    named = re.findall("»([^«]+)«", unescape(re.sub(r"<[^>]+>", "", TEXTS[name])))
    assert len(named) > 20
    assert [text for text in named if text not in shown] == []


@pytest.mark.parametrize("place", ["/prirocnik", "/prirocnik/sekretariat"])
def test_the_contents_of_the_manual_lead_to_its_chapters(place: str, seen_by: dict[str, Page]) -> None:
    page = seen_by[""]
    page.goto(place)
    links = page.locator("main .names a[href^='#']")
    assert links.count() == page.locator("main .prose h2[id]").count() > 5
    for link in links.all():
        assert page.locator(link.get_attribute("href") or "").inner_text() == link.inner_text()
