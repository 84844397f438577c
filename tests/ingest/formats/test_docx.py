"""Word documents: nothing is lost, nothing deleted leaks."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest

from kb.errors import TooCostly, Unreadable
from kb.ingest import extract
from tests.ingest.making import blocks_of, docx, package, paragraph, passages_of, relations, texts_of

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


def test_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Rok je </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>60</w:t></w:r></w:ins><w:r><w:t> dni.</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>staro mesto</w:t></w:r></w:moveFrom></w:p>"
        "<w:ins><w:p><w:r><w:t>Nov odstavek.</w:t></w:r></w:p></w:ins>"
    )
    assert texts_of(docx(tmp_path / "a.docx", body)) == ["Rok je 60 dni.", "Nov odstavek."]


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
