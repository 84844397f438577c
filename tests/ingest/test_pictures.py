"""Pictures of pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kb.errors import Locked, TooCostly, Unreadable, WrongValue
from kb.ingest.pictures import WIDTHS, draw
from tests.ingest.making import line, pdf, written


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_drawn_as_webp_of_the_width_asked_for(tmp_path: Path, width: int) -> None:
    draw(pdf(tmp_path / "a.pdf", [[line("Naslov", size=40)]]), 1, width, tmp_path / "picture")
    with Image.open(tmp_path / "picture") as picture:
        assert picture.format == "WEBP"
        assert picture.size == pytest.approx((width, 842 * width / 595), abs=1)
        darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 100
    assert lightest > 250


def test_the_page_asked_for_is_drawn_in_its_colours(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[], [line("X")]])
    written(path, path.read_bytes().replace(b"BT /F1 11 Tf", b"1 0 0 rg 0 0 595 842 re f BT /F1 11 Tf"))
    path.write_bytes(path.read_bytes().replace(b"<</Length 41>>", b"<</Length 75>>"))
    draw(path, 2, 200, tmp_path / "picture")
    with Image.open(tmp_path / "picture") as picture:
        red, green, blue = picture.convert("RGB").getpixel((20, 20))
    assert red > 240
    assert green < 20
    assert blue < 20


def test_a_picture_replaces_an_older_one_and_leaves_no_part_behind(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Naslov")]])
    folder = tmp_path / "pictures"
    folder.mkdir()
    written(folder / "1.webp", "old")
    draw(path, 1, 200, folder / "1.webp")
    assert (folder / "1.webp").read_bytes()[8:12] == b"WEBP"
    assert [each.name for each in folder.iterdir()] == ["1.webp"]


def test_what_cannot_be_drawn_leaves_the_older_picture_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    into = written(tmp_path / "pictures" / "1.webp", "old")
    locked = pdf(tmp_path / "a.pdf", [[line("Skrivnost")]], password=b"x")
    for path, number, error in ((locked, 1, Locked), (written(tmp_path / "b.pdf", "%PDF-1.4"), 1, Unreadable)):
        with pytest.raises(error):
            draw(path, number, 200, into)
    assert [each.read_text() for each in into.parent.iterdir()] == ["old"]


@pytest.mark.parametrize("box", [b"[0 0 20000 20000]", b"[0 0 30 9000]", b"[0 0 1 .1]"])
def test_a_page_of_absurd_size_is_refused(tmp_path: Path, box: bytes) -> None:
    path = pdf(tmp_path / "a.pdf", [[line("Naslov")]])
    written(path, path.read_bytes().replace(b"[0 0 595 842]", box))
    with pytest.raises(TooCostly):
        draw(path, 1, 1200, tmp_path / "picture")


@pytest.mark.parametrize("width", [0, -1, 2001])
def test_a_width_that_no_page_needs_is_refused(tmp_path: Path, width: int) -> None:
    with pytest.raises(WrongValue):
        draw(pdf(tmp_path / "a.pdf", [[line("Naslov")]]), 1, width, tmp_path / "picture")
