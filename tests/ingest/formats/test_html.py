"""Web pages: the main text and nothing around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import NoText
from kb.ingest import extract
from tests.ingest.making import blocks_of, texts_of, written

PAGE = """<!doctype html><html lang="sl"><head><title>Vabilo na posvet | Skupnost občin</title></head><body>
<header><a href="/">Domov</a></header><nav><ul><li>Novice</li></ul></nav>
<div class="cookie-bar">Ta stran uporablja piškotke</div>
<main><h1>Vabilo na posvet</h1><p>Vabljeni na <b>posvet</b> o&nbsp;<a href="x">redarstvu</a>.<br>Prijave do petka.</p>
<!-- skrito --><ul><li>prva točka<ul><li>podtočka</li></ul></li></ul><div>Besedilo brez odstavka</div>
<table><tr><th>Ura</th><th>Tema</th></tr><tr><td>9.00</td><td>ZORed</td></tr></table>
<p style="display:none">nevidno</p><script>var a = 1;</script></main>
<aside>Preberite tudi</aside><footer>Kontakt</footer></body></html>"""


def test_the_main_text_is_read_without_menus_cookies_and_scripts(tmp_path: Path) -> None:
    assert blocks_of(written(tmp_path / "a.html", PAGE)) == [
        ("heading", "Vabilo na posvet"),
        ("paragraph", "Vabljeni na posvet o redarstvu.\nPrijave do petka."),
        ("item", "prva točka"),
        ("item", "podtočka"),
        ("paragraph", "Besedilo brez odstavka"),
        ("table", "Ura\tTema\n9.00\tZORed"),
    ]


def test_the_title_is_without_the_name_of_the_site(tmp_path: Path) -> None:
    found = extract(written(tmp_path / "a.html", PAGE))
    assert (found.title, found.language) == ("Vabilo na posvet", "sl")


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("cp1250", "windows-1250"), ("iso8859-2", "iso-8859-2"), ("utf-8", "windows-1250"), ("cp1250", "")],
)
def test_the_charset_is_told_by_the_bytes(tmp_path: Path, charset: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>Župan Občine Škocjan</p></body></html>'
    assert texts_of(written(tmp_path / "a.html", page.encode(charset))) == ["Župan Občine Škocjan"]


def test_a_table_that_lays_the_page_out_is_no_table(tmp_path: Path) -> None:
    page = "<html><body><table><tr><td><h2>Novica</h2><p>Besedilo</p></td></tr></table></body></html>"
    assert blocks_of(written(tmp_path / "a.html", page)) == [("heading", "Novica"), ("paragraph", "Besedilo")]


@pytest.mark.parametrize("root", ['<div id="root"></div>', "<noscript>Vklopite JavaScript</noscript>"])
def test_a_page_that_a_script_would_write_says_so(tmp_path: Path, root: str) -> None:
    page = (
        f"<html><head><title>PISRS</title></head><body>{root}<p>Nalaganje</p><script src=a.js></script></body></html>"
    )
    with pytest.raises(NoText) as raised:
        extract(written(tmp_path / "a.html", page))
    assert "PDF" in raised.value.detail


def test_a_fragment_is_a_page(tmp_path: Path) -> None:
    assert texts_of(written(tmp_path / "a.html", "<p>ena<p>dve")) == ["ena", "dve"]


def test_a_header_that_holds_the_heading_of_the_page_stays(tmp_path: Path) -> None:
    page = "<html><body><header><h1>Odlok</h1></header><p>Besedilo odloka.</p></body></html>"
    assert texts_of(written(tmp_path / "a.html", page)) == ["Odlok", "Besedilo odloka."]
