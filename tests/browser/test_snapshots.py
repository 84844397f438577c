"""Twenty states of pages look as they did; `KB_PICTURES=1 pytest` with this file takes their snapshots anew."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from kb.config import Settings
from kb.library import Question, open_library
from kb.model import EVERYTHING
from kb.web import create_app
from tests.browser.looking import MOST_DIFFERENT, difference, keep, taken
from tests.browser.town import PASSWORD, STAFF, stock
from tests.web.serving import served

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "snapshots"
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PHONE, DESK = 360, 1280


@dataclass(frozen=True)
class State:
    """A page as somebody sees it: where, how wide, light or dark, signed in as staff or not."""

    name: str
    address: str
    width: int = DESK
    scheme: Literal["light", "dark"] = "light"
    staff: bool = False


STATES = (
    State("home", "/"),
    State("home-phone-dark", "/", PHONE, "dark"),
    State("search", "/iskanje?q=redar"),
    State("search-phone", "/en/iskanje?q=redar", PHONE),
    State("nothing-found", "/iskanje?q=nihilopsis"),
    State("not-found-dark", "/ni-je", scheme="dark"),
    State("slide", "/gradivo/{kaj-je-sos}/stran-6?q=modra+luč"),
    State("slide-phone", "/gradivo/{kaj-je-sos}/stran-6?q=modra+luč", PHONE),
    State("page", "/gradivo/{okroznica-letni-nacrt-ravnanja-s-premozenjem-2018}/stran-1", scheme="dark"),
    State("act", "/predpis/ZORed"),
    State("article", "/predpis/ZORed/art_3", scheme="dark"),
    State("comparison", "/predpis/ZORed/primerjava"),
    State("body", "/organi/k-redarstvo"),
    State("topic-phone", "/en/podrocja/prostor", PHONE),
    State("dossier", "/zadeve/1"),
    State("event-phone-dark", "/dogodki/posvet-redarstvo", PHONE, "dark"),
    State("sign-in", "/prijava"),
    State("upload", "/delo/nalaganje/1", staff=True),
    State("ledger-dark", "/delo/dnevnik/", scheme="dark", staff=True),
    State("review", "/delo/pregled/{report}", staff=True),
    State("status-phone", "/delo/stanje/", PHONE, staff=True),
    State("design", "/slog"),
)


@dataclass(frozen=True)
class Looker:
    """Opens pages of the town as a visitor or as staff."""

    visitor: BrowserContext
    staff: BrowserContext
    ids: dict[str, int]

    def at(self, state: State) -> Page:
        page = (self.staff if state.staff else self.visitor).new_page()
        page.set_viewport_size({"width": state.width, "height": 800})
        page.emulate_media(color_scheme=state.scheme, reduced_motion="reduce")
        answer = page.goto(state.address.format(**self.ids), wait_until="networkidle")
        assert answer is not None
        assert answer.status == (404 if state.address == "/ni-je" else 200)
        return page


@pytest.fixture(scope="module")
def looker(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looker]:
    folder = tmp_path_factory.mktemp("posnetki")
    with open_library(Settings(home=folder / "data"), clock=lambda: NOW) as library:
        ids = stock(library, folder / "files")
        found = library.find(Question(per_page=100), reader=EVERYTHING).groups
        ids |= {one.document.revision.name.removesuffix(".pdf"): one.document.id for one in found}
        with served(create_app(library)) as address:
            visitor, staff = (browser.new_context(base_url=address, locale="sl-SI") for _ in range(2))
            page = staff.new_page()
            page.goto("/prijava")
            page.fill("#email", STAFF)
            page.fill("input[type=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_selector("nav.person summary")
            yield Looker(visitor, staff, ids)
            visitor.close()
            staff.close()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_looks_as_it_is_known_to_look(state: State, looker: Looker, tmp_path: Path) -> None:
    page, path = looker.at(state), FOLDER / f"{state.name}.png"
    seen = taken(page)
    page.close()
    if os.environ.get("KB_PICTURES"):
        keep(path, seen)
    with Image.open(path) as kept:
        differs = difference(kept, seen)
    if differs > MOST_DIFFERENT:
        keep(tmp_path / path.name, seen)
    assert differs <= MOST_DIFFERENT, f"{path.name} differs by {differs:.0f} from {tmp_path / path.name}"


def restyled(page: Page, rule: str) -> Image.Image:
    page.evaluate("rule => document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)", rule)
    return taken(page)


@pytest.mark.parametrize(
    "rule",
    [
        "aside { display: none }",
        ".with-side { display: flex; flex-direction: row-reverse }",
        "main { margin-left: 8rem !important }",
        ".results > li:first-child { display: none }",
        ".top { background: none !important }",
        "body { background: #ddd !important }",
    ],
)
def test_a_part_that_is_missing_or_beside_its_place_is_seen(rule: str, looker: Looker) -> None:
    page = looker.at(State("", "/iskanje?q=redar"))
    assert difference(taken(page), restyled(page, rule)) > MOST_DIFFERENT
    page.close()


def test_other_letters_are_not_seen(looker: Looker) -> None:
    page = looker.at(State("", "/iskanje?q=redar"))
    assert 0 < difference(taken(page), restyled(page, "body { letter-spacing: 0.1px }")) <= MOST_DIFFERENT
    page.close()
