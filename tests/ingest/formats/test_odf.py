"""OpenDocument text and presentations."""

from __future__ import annotations

from pathlib import Path

from kb.ingest import extract
from kb.ingest.sniff import ODP, ODS, ODT
from tests.ingest.making import blocks_of, odf, passages_of, texts_of

TEXT = """<office:text><text:tracked-changes><text:changed-region><text:p>izbrisano</text:p></text:changed-region>
</text:tracked-changes><text:h text:outline-level="2">Razlogi</text:h>
<text:p>Prvi<text:s text:c="2"/>odstavek<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>Vir</text:p>
</text:note-body></text:note>.<office:annotation><text:p>Preveri</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>ena</text:p><text:list><text:list-item><text:p>globlje</text:p></text:list-item>
</text:list></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>
<text:table-of-content><text:p>Razlogi 1</text:p></text:table-of-content></office:text>"""
SLIDES = """<office:presentation><draw:page draw:style-name="skrit">
<draw:frame svg:y="9cm" svg:x="1cm"><draw:text-box><text:p>spodaj</text:p></draw:text-box></draw:frame>
<draw:frame svg:y="4cm" svg:x="1cm"><draw:text-box><text:p>zgoraj</text:p></draw:text-box></draw:frame>
<draw:frame presentation:class="title"><draw:text-box><text:p>Naslov</text:p></draw:text-box></draw:frame>
<presentation:notes><draw:frame presentation:class="notes"><draw:text-box><text:p>opomba</text:p></draw:text-box>
</draw:frame></presentation:notes></draw:page></office:presentation>"""
HIDDEN = """<office:automatic-styles><style:style style:name="skrit"><style:drawing-page-properties
presentation:visibility="hidden"/></style:style></office:automatic-styles>"""


def test_text_is_read_with_its_notes_and_without_what_was_deleted(tmp_path: Path) -> None:
    assert blocks_of(odf(tmp_path / "a.odt", ODT, TEXT)) == [
        ("heading", "Razlogi"),
        ("paragraph", "Prvi odstavek."),
        ("footnote", "Vir"),
        ("comment", "Preveri"),
        ("item", "ena"),
        ("item", "globlje"),
        ("table", "a\tb"),
        ("header", "Razlogi 1"),
    ]


CHANGED = """<office:text><text:tracked-changes>
<text:changed-region text:id="a"><text:deletion><office:change-info><text:p>zakaj</text:p></office:change-info>
<text:p>30</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="b"><text:insertion/></text:changed-region>
<text:changed-region text:id="c"><text:deletion><text:p>Ves odstavek.</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p>Rok je <text:change text:change-id="a"/><text:change-start
 text:change-id="b"/>60<text:change-end text:change-id="b"/> dni.</text:p><text:change text:change-id="c"/>
<text:p>Konec.</text:p></office:text>"""


def test_a_changed_text_shows_both_readings(tmp_path: Path) -> None:
    path = odf(tmp_path / "a.odt", ODT, CHANGED)
    assert blocks_of(path) == [
        ("paragraph", "Rok je 60 dni."),
        ("deleted", "Rok je 30 dni."),
        ("deleted", "Ves odstavek."),
        ("paragraph", "Konec."),
    ]
    assert "sledene spremembe" in extract(path).warnings[0]
    assert [passage.text for passage in passages_of(path)] == ["Rok je 60 dni.\nKonec."]


LIST_STYLES = """<office:automatic-styles><text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style></office:automatic-styles>"""


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


def test_numbers_of_lists_are_read_and_go_on(tmp_path: Path) -> None:
    inner = f"<text:list>{items('pod')}</text:list>"
    body = f"""<office:text><text:list text:style-name="L1"><text:list-item><text:p>ena</text:p><text:p>še ena</text:p>
    {inner}</text:list-item>{items("dve")}</text:list><text:p>vmes</text:p>
    <text:list text:style-name="L1" text:continue-numbering="true">{items("tri")}</text:list>
    <text:list text:style-name="L1"><text:list-item text:start-value="7"><text:p>sedem</text:p></text:list-item>
    </text:list></office:text>"""
    assert texts_of(odf(tmp_path / "a.odt", ODT, body, styles=LIST_STYLES)) == [
        "1. ena",
        "še ena",
        "(a) pod",
        "2. dve",
        "vmes",
        "3. tri",
        "7. sedem",
    ]


def test_numbers_of_headings_are_read(tmp_path: Path) -> None:
    outline = """<office:styles><text:outline-style>
    <text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>
    <text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
    </text:outline-style></office:styles>"""
    heading = '<text:h text:outline-level="{}">{}</text:h>'
    body = "".join(
        heading.format(level, text) for level, text in ((1, "Uvod"), (2, "Namen"), (2, "Cilji"), (1, "Konec"))
    )
    path = odf(tmp_path / "a.odt", ODT, f"<office:text>{body}</office:text>", styles=outline)
    assert texts_of(path) == ["I. Uvod", "I.1. Namen", "I.2. Cilji", "II. Konec"]


def test_pictures_charts_and_whose_comments_are_read(tmp_path: Path) -> None:
    body = """<office:text xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <text:p>Besedilo<office:annotation><dc:creator>Pravna služba</dc:creator><dc:date>2026</dc:date><text:p>Preveri
    </text:p></office:annotation><draw:frame><draw:object xlink:href="./Object 1"/><svg:title>Graf stroškov
    </svg:title></draw:frame></text:p></office:text>"""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "chart")
    )
    chart = f"""<office:document-content {spaces}><chart:title><text:p>Stroški</text:p></chart:title><table:table>
    <table:table-row><table:table-cell><text:p>Koper</text:p></table:table-cell><table:table-cell><text:p>2,5</text:p>
    </table:table-cell></table:table-row></table:table></office:document-content>"""
    assert blocks_of(odf(tmp_path / "a.odt", ODT, body, **{"Object 1/content.xml": chart})) == [
        ("paragraph", "Besedilo"),
        ("comment", "Pravna služba: Preveri"),
        ("paragraph", "Stroški"),
        ("table", "Koper\t2,5"),
        ("picture", "Graf stroškov"),
    ]


def test_repeated_and_covered_cells_keep_the_columns(tmp_path: Path) -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    row = cell.format("", "a") + "<table:covered-table-cell/>" + cell.format(' table:number-columns-repeated="2"', "b")
    body = f"<office:text><table:table><table:table-row>{row}</table:table-row></table:table></office:text>"
    assert blocks_of(odf(tmp_path / "a.odt", ODT, body)) == [("table", "a\t\tb\tb")]


def test_pages_of_a_presentation_are_slides(tmp_path: Path) -> None:
    path = odf(tmp_path / "a.odp", ODP, SLIDES, styles=HIDDEN)
    assert texts_of(path) == ["skrita prosojnica", "Naslov", "zgoraj", "spodaj", "opomba"]
    assert extract(path).warnings == ("Skrita prosojnica 1.",)
    assert passages_of(path)[0].locator.label() == "prosojnica 1"


def test_sheets_are_read_as_they_are_shown(tmp_path: Path) -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = f"<table:table-row>{cell('Postavka')}<table:table-cell/>{cell('Znesek')}{empty}</table:table-row>"
    rows += '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    amount = cell("1.200,00 €", 'office:value="1200"')
    rows += f"<table:table-row>{cell('Ceste')}<table:table-cell/>{amount}</table:table-row>"
    sheets = f"""<table:table table:name="Proračun">{rows}</table:table><table:table table:name="Šifrant"
    table:style-name="s"><table:table-row>{cell("a")}</table:table-row></table:table>"""
    styles = """<office:automatic-styles><style:style style:name="s"><style:table-properties table:display="false"/>
    </style:style></office:automatic-styles>"""
    path = odf(tmp_path / "a.ods", ODS, f"<office:spreadsheet>{sheets}</office:spreadsheet>", styles=styles)
    assert blocks_of(path) == [
        ("heading", "Proračun"),
        ("table", "Postavka\tZnesek\nCeste\t1.200,00 €"),
        ("heading", "Šifrant"),
        ("header", "skriti list"),
        ("table", "a"),
    ]
    assert extract(path).warnings == ("Skriti list 2.",)
