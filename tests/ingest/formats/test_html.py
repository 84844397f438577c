"""Web pages: the main text and nothing around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import MadeByScript, TooCostly
from kb.ingest import extract
from kb.ingest.formats.html.tree import MOST_MARKS
from tests.ingest.making import blocks_of, passages_of, texts_of, written

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


@pytest.mark.parametrize(
    "root", ['<div id="root"></div>', "<app-root></app-root>", "<noscript>Vklopite JavaScript</noscript>"]
)
def test_a_page_that_a_script_would_write_says_so(tmp_path: Path, root: str) -> None:
    page = (
        f"<html><head><title>PISRS</title></head><body>{root}<p>Nalaganje</p><script src=a.js></script></body></html>"
    )
    with pytest.raises(MadeByScript) as raised:
        extract(written(tmp_path / "a.html", page))
    assert "brskalnik" in raised.value.message()


def test_a_fragment_is_a_page(tmp_path: Path) -> None:
    assert texts_of(written(tmp_path / "a.html", "<p>ena<p>dve")) == ["ena", "dve"]


def test_a_header_that_holds_the_heading_of_the_page_stays(tmp_path: Path) -> None:
    page = "<html><body><header><h1>Odlok</h1></header><p>Besedilo odloka.</p></body></html>"
    assert texts_of(written(tmp_path / "a.html", page)) == ["Odlok", "Besedilo odloka."]


GAZETTE = """<html><head><title>Uradni list - Vsebina</title></head><body><nav>Iskanje</nav>
<div class="slider-item--ul-issue-text__content">Uradni list RS, št. 9/2017</div>
<h2 class="h5 ul-content-title pull-left">Odlok o občinskem redarstvu</h2><div class="ul-content-container">
<div class="esegment_p">Na podlagi 29. člena Zakona o lokalni samoupravi je Občinski svet sprejel</div>
<div class="esegment_t">ODLOK O OBČINSKEM REDARSTVU</div><div class="esegment_h2">I. SPLOŠNE DOLOČBE</div>
<p class="esegment_h4">1. člen</p><p class="esegment_h4">(vsebina odloka)</p>
<p class="esegment_p">S tem odlokom se ureja redarstvo.</p>
<p class="esegment_li1">– naloge,</p><p class="esegment_h4">2. člen</p><p class="esegment_h4">(začetek veljavnosti)</p>
<p class="esegment_p">Ta odlok začne veljati naslednji dan.</p></div><footer>Kontakt</footer></body></html>"""
REGISTER = """<html><body><div class="mainText"><p class="naslov">ZAKON O OBČINSKEM REDARSTVU (ZORed)</p>
<p class="npb">(neuradno prečiščeno besedilo št. 2)</p><p class="opozorilo">Opozorilo: Besedilo je informativno.</p>
<p class="poglavje center">I. SPLOŠNE DOLOČBE</p>
<p class="center bold clen">1. člen</p><p class="center bold clen">(vsebina)</p>
<p class="odstavek">(1) Ta zakon ureja:</p><p class="stevilcna_tocka">1. naloge,</p>
<p class="crkovna_tocka_za_stevilcno_tocko">a) prve,</p><p class="alinea_za_odstavkom">– druge.</p>
<p class="center bold clen">2. člen</p><p class="center bold clen">(namen)</p><p class="odstavek">Namen zakona.</p>
<p class="clen">3. člen</p><p class="odstavek">Veljavnost.</p></div></body></html>"""


def test_a_page_of_the_gazette_is_read_by_its_classes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", GAZETTE)
    assert [(block.kind.value, block.level) for block in extract(path).units[0].blocks][:5] == [
        ("paragraph", 0),
        ("heading", 1),
        ("heading", 2),
        ("heading", 4),
        ("heading", 4),
    ]
    assert [(passage.locator.label(), passage.heading) for passage in passages_of(path)][-2:] == [
        ("1. člen", "vsebina odloka – I. SPLOŠNE DOLOČBE"),
        ("2. člen", "začetek veljavnosti"),
    ]
    assert extract(path).title == "Odlok o občinskem redarstvu"


def test_a_page_of_the_register_is_read_by_its_classes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", REGISTER)
    found = [(block.kind.value, block.level, block.text) for block in extract(path).units[0].blocks]
    assert found[:6] == [
        ("heading", 1, "ZAKON O OBČINSKEM REDARSTVU (ZORed)"),
        ("paragraph", 0, "(neuradno prečiščeno besedilo št. 2)"),
        ("note", 0, "Opozorilo: Besedilo je informativno."),
        ("heading", 3, "I. SPLOŠNE DOLOČBE"),
        ("heading", 6, "1. člen"),
        ("heading", 6, "(vsebina)"),
    ]
    assert [row[:2] for row in found[6:10]] == [("paragraph", 0), ("item", 1), ("item", 2), ("item", 1)]
    labels = [passage.locator.label() for passage in passages_of(path)]
    assert labels[-3:] == ["1. člen", "2. člen", "3. člen"]


def test_numbers_of_lists_are_read(tmp_path: Path) -> None:
    page = "<ol start=3><li>tri<ol type=a><li>prva</li></ol></li><li>4. štiri</li><li value=9>devet</li></ol>"
    page += "<ul><li>x</ul>"
    assert texts_of(written(tmp_path / "a.html", f"<html><body>{page}</body></html>")) == [
        "3. tri",
        "a. prva",
        "4. štiri",
        "9. devet",
        "x",
    ]


def test_deletions_and_pictures_stand_after_their_paragraph(tmp_path: Path) -> None:
    page = '<p>Rok je <del>30</del><ins>60</ins> dni.<img src="a.png" alt="Grb občine"><img alt="logo.png"></p>'
    page += "<del><p>Vse.</p></del>"
    assert blocks_of(written(tmp_path / "a.html", f"<html><body>{page}</body></html>")) == [
        ("paragraph", "Rok je 60 dni."),
        ("deleted", "Rok je 30 dni."),
        ("picture", "Grb občine"),
        ("deleted", "Vse."),
    ]


def test_a_wrapper_that_remembers_cookies_is_no_cookie_bar(tmp_path: Path) -> None:
    page = '<div class="page cookie-accepted"><p>Besedilo novice o redarstvu.</p></div>'
    page += '<div id="cookieBanner">Piškotki</div>'
    assert texts_of(written(tmp_path / "a.html", f"<html><body>{page}</body></html>")) == [
        "Besedilo novice o redarstvu."
    ]


def test_what_lies_deeper_than_anyone_looks_is_read_all_the_same(tmp_path: Path) -> None:
    page = (
        "<html><body>" + "<div><span>" * 300 + "<p>globoko</p>" + "</span></div>" * 300 + "<p>plitvo</p></body></html>"
    )
    assert blocks_of(written(tmp_path / "a.html", page)) == [("paragraph", "globoko"), ("paragraph", "plitvo")]


def test_a_page_of_too_many_tags_or_levels_is_too_costly(tmp_path: Path) -> None:
    for page in ("<div>" * 3_000 + "globoko", "<i>a</i>" * (MOST_MARKS // 2 + 1)):
        with pytest.raises(TooCostly):
            extract(written(tmp_path / "a.html", f"<html><body>{page}"))


def test_tables_in_cells_are_told_from_rows(tmp_path: Path) -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    page = f"<html><body><table><tbody><tr><td>Uvod {inner}</td></tr></tbody></table></body></html>"
    assert blocks_of(written(tmp_path / "a.html", page)) == [("paragraph", "Uvod"), ("table", "a\tb")]
