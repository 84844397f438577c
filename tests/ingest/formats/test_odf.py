"""OpenDocument text and presentations."""

from __future__ import annotations

from pathlib import Path

from kb.ingest import extract
from kb.ingest.sniff import ODP, ODT
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


def test_pages_of_a_presentation_are_slides(tmp_path: Path) -> None:
    path = odf(tmp_path / "a.odp", ODP, SLIDES, styles=HIDDEN)
    assert texts_of(path) == ["Naslov", "zgoraj", "spodaj", "opomba"]
    assert extract(path).warnings == ("Skrita prosojnica 1.",)
    assert passages_of(path)[0].locator.label() == "prosojnica 1"
