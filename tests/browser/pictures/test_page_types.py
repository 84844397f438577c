"""Pictures of every type of page, wide and narrow, light and dark, in docs/pictures/, with a list of them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.pictures.addresses import PAGES, is_signed_in, without_picture
from tests.browser.pictures.kept import FOLDER, INDEX, Album, letters_of_index, taken, width_of_letters
from tests.browser.pictures.stock import Stock

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
MOST_HIGH = {"light": 900, "dark": 480}
"""What is to be seen of a page in each look; the dark one is there for its colours."""

COLOURS = 12
MOST_BYTES = 6_000_000
HEAD = """# Pictures of the pages

Every type of page at 1280 and 360 points, light and dark, as the tests take them
(`tests/browser/pictures/`); a picture is written again when a page looks different. `make pictures` takes all anew.

"""


@pytest.fixture(scope="session")
def album() -> Album:
    return Album(FOLDER, letters=letters_of_index(), colours=COLOURS)


def file_name(name: str, width: int, scheme: str) -> str:
    return f"{re.sub(r'[^a-z]+', '-', name)}-{width}-{scheme}"


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_is_kept_of_every_type_of_page(
    name: str, stock: Stock, seen_by: dict[str, Page], album: Album
) -> None:
    page = seen_by["ina" if is_signed_in(name) else ""]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(PAGES[name].format(**stock.ids))
    assert answer
    assert answer.status == (404 if name == "error" else 200)
    for width in WIDTHS:
        for scheme in MOST_HIGH:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            album.keep(file_name(name, width, scheme), taken(page, most_high=MOST_HIGH[scheme]), page=page)
            assert (FOLDER / f"{file_name(name, width, scheme)}.webp").is_file()


def test_the_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST_BYTES


def test_every_route_that_shows_a_page_is_in_the_pictures() -> None:
    assert without_picture() == set()


def test_no_picture_is_kept_of_a_page_that_is_gone(seen_by: dict[str, Page]) -> None:
    names = {f"{file_name(name, width, scheme)}.webp" for name in PAGES for width in WIDTHS for scheme in MOST_HIGH}
    kept = {path.name for path in FOLDER.iterdir()} - {"README.md"}
    assert kept == names
    said = HEAD + "".join(_row(name) for name in PAGES) + f"<!-- letters: {width_of_letters(seen_by[''])} -->\n"
    letters = re.compile("letters: .*")
    if not INDEX.is_file() or letters.sub("", INDEX.read_text(encoding="utf-8")) != letters.sub("", said):
        INDEX.write_text(said, encoding="utf-8")


def _row(name: str) -> str:
    looks = [(width, scheme) for width in WIDTHS for scheme in MOST_HIGH]
    shown = [
        f'<img src="{file_name(name, width, scheme)}.webp" alt="{name}, {width}, {scheme}" width="{width // 5}">'
        for width, scheme in looks
    ]
    return f"## {name}\n\n`{PAGES[name]}`\n\n{' '.join(shown)}\n\n"
