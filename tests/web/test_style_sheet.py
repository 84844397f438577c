import re
from pathlib import Path

import pytest

import kb.web

SHEET = (Path(kb.web.__file__).parent / "static" / "kb.css").read_text(encoding="utf-8")
VARIABLES = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")
LIGHT, DARK = (
    dict(VARIABLES.findall(block)) for block in SHEET.split("@media screen and (prefers-color-scheme: dark)", 1)
)
DARK = {name: DARK[name] for name in LIGHT}

TEXT_ON = [
    *((text, "page") for text in ("ink", "quiet", "link", "visited")),
    *((text, "raised") for text in ("ink", "quiet", "link", "visited")),
    *((text, "found") for text in ("ink", "link", "visited")),
    *(("ink", ground) for ground in ("put", "out")),
    ("on-mark", "mark"),
    ("on-brand", "brand"),
]


def brightness(colour: str) -> float:
    """Gives the relative luminance of #rrggbb, 0 to 1, as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Gives the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), [("field", "page"), ("found-line", "found"), ("found-line", "page")])
def test_edges_that_mean_something_can_be_seen(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_the_sheet_asks_nothing_of_other_servers() -> None:
    assert "url(" not in SHEET
    assert "@import" not in SHEET
