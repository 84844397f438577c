import re
from collections.abc import Callable
from pathlib import Path

import pytest

import kb.web
from tests.web.markup import Page

Read = Callable[..., Page]
STATIC = Path(kb.web.__file__).parent / "static"
SHEET = (STATIC / "kb.css").read_text(encoding="utf-8")
MOST_BYTES = 60_000
"""Of the style sheet and all scripts together."""


def test_sheet_and_scripts_stay_small() -> None:
    assert sum(file.stat().st_size for file in STATIC.iterdir() if file.suffix in (".css", ".js")) <= MOST_BYTES


@pytest.mark.parametrize("address", ["/slog", "/en/slog"])
def test_the_page_of_the_design_names_only_what_the_sheet_has(page: Read, address: str) -> None:
    names = [
        name for text in page(address).texts("//main//section/p[1]/code") for name in re.findall(r"[.-][\w-]+", text)
    ]
    assert len(names) > 40
    assert [name for name in names if name not in SHEET] == []


def test_the_page_of_the_design_shows_a_field_with_its_error(page: Read) -> None:
    [field] = page("/slog").all("//input[@id='slog-rok']")
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "slog-rok-wrong")


@pytest.mark.parametrize(("address", "told"), [("/dostopnost", "ZDSMA"), ("/en/dostopnost", "WCAG 2.1 level AA")])
def test_the_accessibility_statement_tells_the_real_state(page: Read, address: str, told: str) -> None:
    shown = page(address)
    assert told in shown.words()
    assert "22. 11. 2026" in shown.words() or "22 November 2026" in shown.words()
    assert shown.all("//footer//a[contains(@href, '/dostopnost')]")


def test_pictures_of_figures_have_their_tables(page: Read) -> None:
    shown = page("/")
    [chart] = shown.all("//figure[@class='figure']/svg")
    assert chart.get("aria-label") == "Gradiva po letih"
    assert ["2021", "1"] in [[cell.text_content() for cell in row] for row in shown.all("//figure//tbody/tr")]


def test_every_page_describes_itself(page: Read) -> None:
    told = [page(address).all("//meta[@name='description']/@content")[0] for address in ("/", "/organi", "/dostopnost")]
    assert len(set(told)) == 3
    assert all(40 < len(one) < 200 for one in told)
