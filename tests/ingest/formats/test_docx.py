"""Word documents: nothing is lost, nothing deleted leaks."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx as word
import pytest

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest import extract
from kb.ingest.formats import docx as docx_format
from kb.ingest.formats.ooxml import MC, M, Package, W, is_on
from tests.ingest.making import blocks_of, docx, package, paragraph, passages_of, relations, texts_of

SHARED = Path(__file__).parents[3] / "../shared/data"
OTHERS = sorted(
    path
    for folder in ("assembly_docx", "pptx_docx_sl", "robustness/docx", "robustness/docm")
    for path in (SHARED / folder).glob("*.doc[xm]")
    if path.stat().st_size < 300_000
)
PARTS = ("footnotes", "endnotes", "comments")
STYLES = """<w:styles>
<w:style w:type="paragraph" w:styleId="N1"><w:name w:val="Naslov 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Moj"><w:name w:val="Moj slog"/><w:basedOn w:val="N1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Obris"><w:name w:val="Obris"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kazalo1"><w:name w:val="toc 1"/></w:style></w:styles>"""
NUMBERING = """<w:numbering><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1. člen"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num></w:numbering>"""


def styled(text: str, style: str) -> str:
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def listed(text: str, number: int, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_headings_are_known_by_style_name_parent_and_outline_level(tmp_path: Path) -> None:
    body = styled("Ena", "N1") + styled("Dve", "H2") + styled("Tri", "Moj") + styled("Štiri", "Obris")
    units = extract(docx(tmp_path / "a.docx", body, styles=STYLES)).units
    assert [(block.kind.value, block.level) for block in units[0].blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 1),
        ("heading", 3),
    ]


def test_a_table_of_contents_is_kept_out_of_passages(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx", styled("Uvod 1", "Kazalo1") + styled("Uvod", "N1") + paragraph("Besedilo."), styles=STYLES
    )
    assert blocks_of(path)[0] == ("header", "Uvod 1")
    assert [(passage.heading, passage.text) for passage in passages_of(path)] == [("Uvod", "Besedilo.")]


def test_short_bold_paragraphs_are_headings_where_no_style_makes_any(tmp_path: Path) -> None:
    body = paragraph("Uvod", run="<w:b/>") + paragraph("Besedilo.") + paragraph("Pomembno.", run="<w:b/>")
    assert blocks_of(docx(tmp_path / "a.docx", body)) == [
        ("heading", "Uvod"),
        ("paragraph", "Besedilo."),
        ("paragraph", "Pomembno."),
    ]
    path = docx(tmp_path / "b.docx", body + styled("Prvi", "N1") + styled("Drugi", "H2"), styles=STYLES)
    assert blocks_of(path)[0] == ("paragraph", "Uvod")


def test_numbers_that_only_the_list_holds_are_read(tmp_path: Path) -> None:
    body = listed("", 1) + paragraph("Ta odlok ureja.") + listed("", 1) + listed("prva", 2) + listed("pod", 2, 1)
    path = docx(tmp_path / "a.docx", body + listed("druga", 2) + listed("alineja", 3), numbering=NUMBERING)
    assert texts_of(path) == ["1. člen", "Ta odlok ureja.", "2. člen", "1. prva", "1a) pod", "2. druga", "alineja"]


def taken(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def brought(text: str) -> str:
    return f"<w:ins><w:r><w:t>{text}</w:t></w:r></w:ins>"


def test_a_changed_paragraph_shows_both_readings(tmp_path: Path) -> None:
    body = f"<w:p><w:r><w:t>Rok je </w:t></w:r>{taken('30')}{brought('60')}<w:r><w:t> dni.</w:t></w:r></w:p>"
    body += "<w:ins><w:p><w:r><w:t>Nov odstavek.</w:t></w:r></w:p></w:ins>"
    path = docx(tmp_path / "a.docx", body)
    assert blocks_of(path) == [
        ("paragraph", "Rok je 60 dni."),
        ("deleted", "Rok je 30 dni."),
        ("paragraph", "Nov odstavek."),
    ]
    assert "sledene spremembe" in extract(path).warnings[0]
    assert [passage.text for passage in passages_of(path)] == ["Rok je 60 dni.\nNov odstavek."]


def test_a_deleted_paragraph_stays_at_its_place_and_is_not_counted(tmp_path: Path) -> None:
    gone = listed("x", 2).replace("<w:r>", "<w:del><w:r>").replace("</w:r>", "</w:r></w:del>")
    gone = gone.replace("<w:t>x</w:t>", "<w:delText>druga</w:delText>").replace(
        "</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>"
    )
    path = docx(tmp_path / "a.docx", listed("prva", 2) + gone + listed("tretja", 2), numbering=NUMBERING)
    assert blocks_of(path) == [("item", "1. prva"), ("deleted", "druga"), ("item", "2. tretja")]


def test_a_paragraph_whose_end_is_deleted_runs_on_into_the_next(tmp_path: Path) -> None:
    first = paragraph("Prvi del ", "<w:rPr><w:del/></w:rPr>")
    assert texts_of(docx(tmp_path / "a.docx", first + paragraph("in drugi."))) == ["Prvi del in drugi."]
    assert texts_of(docx(tmp_path / "b.docx", paragraph("Uvod.") + first)) == ["Uvod.", "Prvi del"]


def test_what_was_moved_is_read_at_its_new_place_only(tmp_path: Path) -> None:
    moved = "<w:moveFrom><w:r><w:t>preseljeno</w:t></w:r></w:moveFrom>"
    body = f"<w:p>{moved}</w:p>" + paragraph("vmes") + "<w:p>" + moved.replace("moveFrom", "moveTo") + "</w:p>"
    assert blocks_of(docx(tmp_path / "a.docx", body)) == [("paragraph", "vmes"), ("paragraph", "preseljeno")]


def test_deleted_rows_cells_and_notes_do_not_leak(tmp_path: Path) -> None:
    row = "<w:tr>{}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr>"
    kept = row.format("", f"<w:r><w:t>Ankaran</w:t></w:r>{taken('ska')}")
    gone = row.format("<w:trPr><w:del/></w:trPr>", taken("Piran"))
    note = '<w:p><w:r><w:t>Konec</w:t></w:r><w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del></w:p>'
    footnotes = f'<w:footnotes><w:footnote w:id="2"><w:p>{taken("star vir")}</w:p></w:footnote></w:footnotes>'
    path = docx(tmp_path / "a.docx", f"<w:tbl>{kept}{gone}</w:tbl>{note}", footnotes=footnotes)
    assert blocks_of(path) == [
        ("table", "Ankaran\t3"),
        ("deleted", "Ankaranska"),
        ("deleted", "Piran 3"),
        ("paragraph", "Konec"),
        ("deleted", "star vir"),
    ]


def test_comments_say_whose_they_are(tmp_path: Path) -> None:
    comments = (
        f'<w:comments><w:comment w:id="1" w:author="Pravna služba" w:initials="PS">{paragraph("Preveri")}</w:comment>'
        f'<w:comment w:id="2" w:author="Ime Priimek" w:initials="IP">{paragraph("Črtaj")}</w:comment></w:comments>'
    )
    path = docx(tmp_path / "a.docx", paragraph("Stavek"), comments=comments)
    assert texts_of(path)[1:] == ["Pravna služba: Preveri", "IP: Črtaj"]


def drawing(inside: str) -> str:
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    return f"<w:p><w:r><w:drawing {space}><wp:inline>{inside}</wp:inline></w:drawing></w:r></w:p>"


def test_pictures_are_read_by_their_descriptions(tmp_path: Path) -> None:
    body = "".join(
        drawing(f'<wp:docPr id="1" name="Slika 1" descr="{text}"/>')
        for text in ("Graf stroškov po letih", "grb.png", "")
    )
    path = docx(tmp_path / "a.docx", paragraph("Besedilo") + body)
    assert blocks_of(path) == [("paragraph", "Besedilo"), ("picture", "Graf stroškov po letih")]
    assert passages_of(path)[0].text == "Besedilo\nGraf stroškov po letih"


def test_charts_and_diagrams_in_the_text_are_read(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        "<c:ser><c:tx><c:v>2026</c:v></c:tx>"
        '<c:cat><c:strLit><c:pt idx="0"><c:v>Koper</c:v></c:pt></c:strLit></c:cat>'
        '<c:val><c:numLit><c:pt idx="0"><c:v>2.5</c:v></c:pt></c:numLit></c:val></c:ser></c:chartSpace>'
    )
    mark = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="chart"/>'
    assert blocks_of(docx(tmp_path / "a.docx", drawing(mark), chart=chart)) == [("table", "\t2026\nKoper\t2,5")]


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    found = extract(docx(tmp_path / "a.docx", paragraph("vidno") + paragraph("skrito", run="<w:vanish/>")))
    assert [block.text for block in found.units[0].blocks] == ["vidno"]
    assert found.warnings == ("Skrito besedilo dokumenta ni prebrano.",)


def test_symbols_ticked_boxes_and_words_as_pictures_are_read(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t xml:space="preserve"> da </w:t>'
        '<w:sym w:font="Wingdings" w:char="F0A8"/><w:t> ne</w:t></w:r></w:p>'
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="OSNUTEK"/></v:shape>'
        "</w:pict></w:r></w:p>"
    )
    assert texts_of(docx(tmp_path / "a.docx", body)) == ["☑ da ☐ ne", "OSNUTEK"]


def test_a_table_in_a_table_loses_no_word(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    row = f"<w:tr><w:tc>{paragraph('levo')}{inner}</w:tc><w:tc>{paragraph('desno')}</w:tc></w:tr>"
    assert blocks_of(docx(tmp_path / "a.docx", f"<w:tbl>{row}</w:tbl>")) == [("table", "levo a b\tdesno")]


def test_numbers_in_legal_form_and_from_list_styles_are_read(tmp_path: Path) -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlRestart w:val="0"/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Moj"/>{levels}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Moj"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    body = listed("ena", 5) + listed("prva", 5, 1) + listed("dve", 5) + listed("druga", 5, 1)
    path = docx(tmp_path / "a.docx", body, numbering=numbering)
    assert texts_of(path) == ["I. ena", "1.1 prva", "II. dve", "2.2 druga"]


def with_parts(path: Path, body: str, targets: dict[str, str], members: dict[str, str | bytes]) -> Path:
    whole = docx(path, body)
    with zipfile.ZipFile(whole) as archive:
        inside: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return package(path, {**inside, "word/_rels/document.xml.rels": relations(**targets), **members})


def test_a_piece_that_is_a_page_is_read_at_its_place(tmp_path: Path) -> None:
    body = paragraph("pred") + '<w:altChunk r:id="aFChunk"/>' + paragraph("za")
    page = "<html><body><h1>Priloga</h1><p>Župan</p></body></html>"
    path = with_parts(tmp_path / "a.docx", body, {"aFChunk": "afchunk.htm"}, {"word/afchunk.htm": page})
    assert texts_of(path) == ["pred", "Priloga", "Župan", "za"]


def test_an_embedded_document_is_an_attachment(tmp_path: Path) -> None:
    inner = docx(tmp_path / "v.docx", paragraph("znotraj")).read_bytes()
    mark = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Word.Document.12" r:id="package"/>'
    body = paragraph("zunaj") + f"<w:p><w:r><w:object>{mark}</w:object></w:r></w:p>"
    members: dict[str, str | bytes] = {"word/embeddings/notranji.docx": inner}
    path = with_parts(tmp_path / "a.docx", body, {"package": "embeddings/notranji.docx"}, members)
    found = extract(path, into=tmp_path)
    assert [(one.name, one.file) for one in found.attachments] == [("notranji.docx", "0001")]
    assert texts_of(tmp_path / "0001") == ["znotraj"]


def test_notes_and_comments_stand_after_their_paragraph(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>Stavek</w:t><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:commentReference w:id="5"/></w:r></w:p>' + paragraph("Konec")
    )
    footnotes = (
        '<w:footnotes><w:footnote w:type="separator" w:id="0"/>'
        f'<w:footnote w:id="2">{paragraph("Vir")}</w:footnote></w:footnotes>'
    )
    comments = (
        f'<w:comments><w:comment w:id="5">{paragraph("Preveri")}</w:comment>'
        f'<w:comment w:id="6">{paragraph("Brez mesta")}</w:comment></w:comments>'
    )
    path = docx(tmp_path / "a.docx", body, footnotes=footnotes, comments=comments)
    assert blocks_of(path) == [
        ("paragraph", "Stavek"),
        ("footnote", "Vir"),
        ("comment", "Preveri"),
        ("paragraph", "Konec"),
        ("comment", "Brez mesta"),
    ]
    assert passages_of(path)[0].text == "Stavek\nKonec\nVir\nPreveri\nBrez mesta"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('V okviru')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Ob okviru</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts_of(docx(tmp_path / "a.docx", body)) == ["Ob okviru", "V okviru"]


def test_content_controls_links_and_fields_are_read_but_not_their_instructions(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('Iz polja')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>povezava</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>skrito</w:t></w:r></w:p>"
    )
    assert texts_of(docx(tmp_path / "a.docx", body)) == ["Iz polja", "povezava"]


def test_a_table_has_rows_and_cells_and_a_frame_of_one_column_is_text(tmp_path: Path) -> None:
    document = word.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Občina", "Redarji", "Ankaran", "3"), strict=True
    ):
        cell.text = text
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "V okviru"
    document.save(str(tmp_path / "a.docx"))
    assert blocks_of(tmp_path / "a.docx") == [("table", "Občina\tRedarji\nAnkaran\t3"), ("paragraph", "V okviru")]


def test_what_word_itself_writes_is_read(tmp_path: Path) -> None:
    document = word.Document()
    document.core_properties.title = "Mnenje o ZORed"
    document.sections[0].header.paragraphs[0].text = "Skupnost občin"
    document.add_heading("Mnenje", 0)
    document.add_heading("Razlogi", 1)
    document.add_paragraph("Prvi", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    assert extract(tmp_path / "a.docx").title == "Mnenje o ZORed"
    assert blocks_of(tmp_path / "a.docx") == [
        ("header", "Skupnost občin"),
        ("heading", "Mnenje"),
        ("heading", "Razlogi"),
        ("item", "Prvi"),
    ]


def test_strict_documents_are_read_like_any_other(tmp_path: Path) -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    strict = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>Strogo</w:t></w:r></w:p></w:body></w:document>'
    rels = relations(officeDocument="word/document.xml").replace(
        "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
    )
    assert texts_of(package(tmp_path / "a.docx", {"_rels/.rels": rels, "word/document.xml": strict})) == ["Strogo"]


def test_an_entity_reaches_nothing_outside(tmp_path: Path) -> None:
    secret = tmp_path / "skrivnost.txt"
    secret.write_text("skrivnost")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{space}">'
        "<w:body><w:p><w:r><w:t>a&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert texts_of(package(tmp_path / "a.docx", {"word/document.xml": xml})) == ["a"]


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("a" * 20_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(TooCostly):
        extract(path)


def test_a_broken_part_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        extract(package(tmp_path / "a.docx", {"word/document.xml": "<w:document"}))


def written_words(root: Any) -> Counter[str]:
    """Gives the words that a part writes and shows, paragraph by paragraph, straight from its XML."""
    words: Counter[str] = Counter()
    for element in root.iter(f"{W}p"):
        if not any(parent.tag == f"{MC}Fallback" for parent in element.iterancestors()):
            words.update("".join(_written(element)).split())
    return words


def _written(parent: Any) -> list[str]:
    found = []
    for element in parent:
        if element.tag in (f"{W}t", f"{M}t"):
            found.append(element.text or "")
        elif element.tag in (f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"):
            found.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            found.append("-")
        elif element.tag not in (f"{W}p", f"{W}pPr", f"{W}del", f"{W}moveFrom", f"{MC}Fallback") and not is_on(
            element, f"{W}rPr/{W}vanish"
        ):
            found += _written(element)
    return found


@pytest.mark.skipif(not OTHERS, reason="ni zbirke ../shared/data")
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name[:40])
def test_no_word_of_a_real_document_is_lost(path: Path) -> None:
    try:
        blocks = docx_format.read(path).units[0].blocks
    except (Unreadable, Locked):
        return
    found = Counter(word for block in blocks if block.kind.value != "deleted" for word in block.text.split())
    with Package(path) as opened:
        main = opened.main_part("word/document.xml")
        parts = [relation.target for relation in opened.relations(main).values() if relation.sort in PARTS]
        roots = [opened.xml(main), *filter(lambda root: root is not None, map(opened.optional_xml, parts))]
    lost = sum((written_words(root) for root in roots), Counter[str]()) - found
    assert not lost
