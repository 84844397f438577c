"""Every type of page is looked at by axe-core: in both languages, light and dark, wide and narrow, without a fault."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.access.world import World
from tests.browser.a11y.pages import TYPES, address_of

pytestmark = [pytest.mark.browser, pytest.mark.a11y]

WIDTHS = (1280, 320)
SCHEMES = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
LOOK = """(rules) => axe.run(document, rules).then((told) =>
  told.violations.map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map(({html}) => html.slice(0, 99)).join(" ¦ ")}`))"""


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("name", TYPES)
def test_a_page_of_each_type_has_no_fault_in_any_look(
    name: str, language: str, world: World, signed_in: FlaskClient, seen_by: dict[str, BrowserContext], axe: str
) -> None:
    address = address_of(name, world, signed_in)
    if not address:
        return
    page = seen_by["administrator"].new_page()
    try:
        page.goto(language + address.removeprefix("/en"))
        page.evaluate(axe)
        faults: list[str] = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{width}: wider than the window"] * (
                page.evaluate("document.documentElement.scrollWidth") > width
            )
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                faults += [f"{width} {scheme}: {one}" for one in page.evaluate(LOOK, RULES)]
        assert not faults, "\n".join([address, *faults])
    finally:
        page.close()
