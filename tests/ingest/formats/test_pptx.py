"""Presentations: order, titles, tables, notes, hidden slides."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pptx as powerpoint
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from kb.ingest import extract
from tests.ingest.formats.samples import compound_tree
from tests.ingest.making import blocks_of, package, passages_of, pptx, relations, shape, texts_of

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def made(path: Path) -> Path:
    """Makes a presentation as an official would: a title slide, points with a table and notes."""
    show = powerpoint.Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "Novosti v ZORed"
    first.placeholders[1].text = "Posvet, Maribor"
    second = show.slides.add_slide(show.slide_layouts[1])
    second.shapes.title.text = "Kaj si še želimo"
    second.placeholders[1].text = "modra luč\nboljše izobraževanje"
    table = second.shapes.add_table(2, 2, Cm(2), Cm(12), Cm(10), Cm(3)).table
    for cell, text in zip(table.iter_cells(), ("Občina", "Redarji", "Ankaran", "3"), strict=True):
        cell.text = text
    second.notes_slide.notes_text_frame.text = "Povej o civilni zaščiti."
    show.save(str(path))
    return path


def test_what_powerpoint_writes_is_read_slide_by_slide(tmp_path: Path) -> None:
    path = made(tmp_path / "a.pptx")
    assert extract(path).title == "Novosti v ZORed"
    assert blocks_of(path) == [
        ("heading", "Novosti v ZORed"),
        ("paragraph", "Posvet, Maribor"),
        ("heading", "Kaj si še želimo"),
        ("item", "modra luč"),
        ("item", "boljše izobraževanje"),
        ("table", "Občina\tRedarji\nAnkaran\t3"),
        ("note", "Povej o civilni zaščiti."),
    ]


def test_a_slide_is_a_passage_headed_by_its_title(tmp_path: Path) -> None:
    second = passages_of(made(tmp_path / "a.pptx"))[1]
    assert (second.locator.label(), second.heading) == ("prosojnica 2", "Kaj si še želimo")
    assert second.text.split("\n") == [
        "modra luč",
        "boljše izobraževanje",
        "Občina\tRedarji",
        "Ankaran\t3",
        "Povej o civilni zaščiti.",
    ]


def test_shapes_are_read_from_the_top_and_within_a_row_from_the_left(tmp_path: Path) -> None:
    shapes = [
        shape("spodaj", at=(1, 15)),
        shape("desno", at=(12, 5)),
        shape("levo", at=(1, 5)),
        shape("zgoraj", at=(1, 1)),
    ]
    assert texts_of(pptx(tmp_path / "a.pptx", ["".join(shapes)])) == ["zgoraj", "levo", "desno", "spodaj"]


def test_groups_are_opened_and_stay_together(tmp_path: Path) -> None:
    group = (
        '<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="0"/></a:xfrm></p:grpSpPr>'
        f"{shape('v skupini', at=(1, 19))}<p:grpSp>{shape('globlje', at=(1, 19))}</p:grpSp></p:grpSp>"
    )
    assert texts_of(pptx(tmp_path / "a.pptx", [shape("spodaj", at=(1, 10)) + group])) == [
        "v skupini",
        "globlje",
        "spodaj",
    ]


def test_hidden_slides_are_read_with_a_warning(tmp_path: Path) -> None:
    found = extract(pptx(tmp_path / "a.pptx", [shape("skrito"), shape("vidno")], attributes='show="0"'))
    assert found.warnings == ("Skrita prosojnica 1.",)
    assert [[block.text for block in unit.blocks] for unit in found.units] == [
        ["skrita prosojnica", "skrito"],
        ["vidno"],
    ]


def test_a_missing_slide_is_told_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    whole = pptx(tmp_path / "a.pptx", [shape("ena"), shape("dve")])
    found = extract(_without(whole, "ppt/slides/slide0.xml", tmp_path / "b.pptx"))
    assert found.warnings == ("Ni bilo mogoče prebrati prosojnice 1.",)
    assert [unit.number for unit in found.units] == [2]


def _without(path: Path, member: str, made: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != member}
    return package(made, dict(members))


def test_slide_numbers_and_dates_are_left_out_and_footers_are_footers(tmp_path: Path) -> None:
    shapes = (
        shape("7", placeholder="sldNum") + shape("22. 11. 2026", placeholder="dt") + shape("SOS", placeholder="ftr")
    )
    path = pptx(tmp_path / "a.pptx", [shapes + shape("besedilo")])
    assert sorted(blocks_of(path)) == [("footer", "SOS"), ("paragraph", "besedilo")]


def test_slides_come_in_the_order_of_the_presentation_not_of_the_files(tmp_path: Path) -> None:
    whole = pptx(tmp_path / "a.pptx", [shape("prva"), shape("druga")])
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["ppt/_rels/presentation.xml.rels"] = relations(
        slide_0="slides/slide1.xml", slide_1="slides/slide0.xml"
    ).encode()
    assert texts_of(package(tmp_path / "b.pptx", dict(members))) == ["druga", "prva"]


def test_a_slide_that_is_only_a_title_is_a_passage_without_text(tmp_path: Path) -> None:
    passage = passages_of(pptx(tmp_path / "a.pptx", [shape("Hvala za\npozornost", placeholder="ctrTitle")]))[0]
    assert (passage.heading, passage.text) == ("Hvala za pozornost", "")


def test_the_choice_for_newer_programs_is_read_and_not_also_the_fallback(tmp_path: Path) -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice>{shape('enkrat')}</mc:Choice>"
        f"<mc:Fallback>{shape('enkrat')}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts_of(pptx(tmp_path / "a.pptx", [both])) == ["enkrat"]


def test_a_chart_is_a_table_of_what_it_shows(tmp_path: Path) -> None:
    show = powerpoint.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    content = CategoryChartData(number_format="0.0%")
    content.categories = ["Koper", "Piran"]
    content.add_series("2025", (0.25, 0.5))
    content.add_series("2026", (0.3, None))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(1), Cm(9), Cm(9), content).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Delež redarjev"
    show.save(str(tmp_path / "a.pptx"))
    assert blocks_of(tmp_path / "a.pptx") == [
        ("paragraph", "Delež redarjev"),
        ("table", "\t2025\t2026\nKoper\t25,0 %\t30,0 %\nPiran\t50,0 %"),
    ]
    assert extract(tmp_path / "a.pptx").attachments == ()


def test_pictures_are_read_by_their_descriptions(tmp_path: Path) -> None:
    picture = '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Slika 3" descr="{}"/>{}<p:nvPr/></p:nvPicPr></p:pic>'
    mark = '<a:decorative xmlns:a="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    decorative = picture.format("Okras", "").replace("/><p:nvPr", f">{mark}</p:cNvPr><p:nvPr")
    shapes = picture.format("Zemljevid občin", "") + picture.format("IMG_12.JPG", "") + decorative
    assert blocks_of(pptx(tmp_path / "a.pptx", [shapes])) == [("picture", "Zemljevid občin")]


def added(path: Path, slide: str, rows: dict[str, str], **parts: str) -> Path:
    """Makes a presentation of one slide that refers to further parts: `rows` by relation, `parts` by name."""
    with zipfile.ZipFile(pptx(path, [slide])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["ppt/slides/_rels/slide0.xml.rels"] = relations(**rows).encode()
    members["ppt/_rels/presentation.xml.rels"] = relations(
        slide_0="slides/slide0.xml", commentAuthors="people.xml", authors="newer.xml"
    ).encode()
    return package(path, {**members, **{f"ppt/{name}.xml": xml for name, xml in parts.items()}})


def test_a_diagram_is_read_from_the_top_down(tmp_path: Path) -> None:
    spaces = (
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    point = '<dgm:pt modelId="{}"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    points = '<dgm:pt modelId="0" type="doc"/>' + "".join(
        point.format(at, text) for at, text in ((3, "redarji"), (2, "inšpekcija"), (1, "župan"))
    )
    lines = "".join(
        f'<dgm:cxn srcId="{source}" destId="{to}" srcOrd="{order}"/>'
        for source, to, order in ((0, 1, 0), (1, 2, 1), (1, 3, 0))
    )
    diagram = f"<dgm:dataModel {spaces}><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{lines}</dgm:cxnLst></dgm:dataModel>"
    mark = f'<dgm:relIds {spaces} r:dm="diagramData"/>'
    frame = f"<p:graphicFrame><a:graphic><a:graphicData>{mark}</a:graphicData></a:graphic></p:graphicFrame>"
    path = added(tmp_path / "a.pptx", frame, {"diagramData": "../diagram.xml"}, diagram=diagram)
    assert [(block.text, block.level) for block in extract(path).units[0].blocks] == [
        ("župan", 1),
        ("redarji", 2),
        ("inšpekcija", 2),
    ]


def test_comments_of_older_and_newer_programs_say_whose_they_are(tmp_path: Path) -> None:
    space = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    new = 'xmlns:n="http://schemas.microsoft.com/office/powerpoint/2018/8/main"'
    text = '<n:txBody xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{}</a:t></a:r></a:p></n:txBody>'
    path = added(
        tmp_path / "a.pptx",
        shape("besedilo"),
        {"comments_1": "../old.xml", "comments_2": "../new.xml"},
        people=f'<p:cmAuthorLst {space}><p:cmAuthor id="0" name="Pravna služba" initials="PS"/></p:cmAuthorLst>',
        newer=f'<n:authorLst {new}><n:author id="{{A}}" name="Ime Priimek" initials="IP"/></n:authorLst>',
        old=f'<p:cmLst {space}><p:cm authorId="0"><p:text>Preveri</p:text></p:cm></p:cmLst>',
        new=f'<n:cmLst {new}><n:cm authorId="{{A}}"><n:replyLst><n:reply authorId="{{A}}">'
        f"{text.format('Je že')}</n:reply></n:replyLst>{text.format('Črtaj')}</n:cm></n:cmLst>",
    )
    assert texts_of(path) == ["besedilo", "Pravna služba: Preveri", "IP: Črtaj", "IP: Je že"]


def test_numbers_that_powerpoint_counts_are_read(tmp_path: Path) -> None:
    line = '<a:p><a:pPr lvl="{}"><a:buAutoNum type="{}"/></a:pPr><a:r><a:t>{}</a:t></a:r></a:p>'
    lines = [
        (0, "arabicPeriod", "ena"),
        (1, "alphaLcParenR", "pod"),
        (0, "arabicPeriod", "dve"),
        (1, "alphaLcParenR", "p"),
    ]
    body = "".join(line.format(*each) for each in lines)
    path = pptx(tmp_path / "a.pptx", [f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>"])
    assert texts_of(path) == ["1. ena", "a) pod", "2. dve", "a) p"]


def sized(text: str, left: int, top: int) -> str:
    return shape(text, at=(left, top)).replace("</a:xfrm>", '<a:ext cx="2880000" cy="360000"/></a:xfrm>')


def test_columns_are_read_one_after_the_other_where_the_author_wrote_them_so(tmp_path: Path) -> None:
    places = {"za": (1, 5), "prednosti": (1, 8), "proti": (12, 5), "slabosti": (12, 8)}
    written = [sized(text, *place) for text, place in places.items()]
    assert texts_of(pptx(tmp_path / "a.pptx", ["".join(written)])) == ["za", "prednosti", "proti", "slabosti"]
    by_rows = "".join(written[at] for at in (0, 2, 1, 3))
    assert texts_of(pptx(tmp_path / "b.pptx", [by_rows])) == ["za", "proti", "prednosti", "slabosti"]


def test_strict_presentations_are_read_like_any_other(tmp_path: Path) -> None:
    pairs = (
        (
            "http://schemas.openxmlformats.org/presentationml/2006/main",
            "http://purl.oclc.org/ooxml/presentationml/main",
        ),
        ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    with zipfile.ZipFile(pptx(tmp_path / "a.pptx", [shape("Strogo", placeholder="title")])) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    for old, new in pairs:
        members = {name: xml.replace(old, new) for name, xml in members.items()}
    assert blocks_of(package(tmp_path / "b.ppsx", dict(members))) == [("heading", "Strogo")]


def test_a_formula_is_read_once(tmp_path: Path) -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    inside = (
        f"<mc:AlternateContent><mc:Choice><m:oMath {math}><m:r><m:t>a+b</m:t></m:r></m:oMath></mc:Choice>"
        "<mc:Fallback><a:r><a:t>a+b</a:t></a:r></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p>{inside}</a:p></p:txBody></p:sp>"
    assert texts_of(pptx(tmp_path / "a.pptx", [body])) == ["a+b"]


def packed(name: str, content: bytes) -> bytes:
    """Gives the object that Windows makes of a file dropped on a slide."""
    path = f"C:\\Temp\\{name}".encode("cp1250") + b"\0"
    names = name.encode("cp1250") + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    return struct.pack("<IH", 0, 2) + names + struct.pack("<I", len(content)) + content


@pytest.mark.parametrize(
    ("program", "stream", "name"),
    [("Package", "\x01Ole10Native", "župan.pdf"), ("AcroExch.Document.7", "CONTENTS", "priponka")],
)
def test_a_file_dropped_on_a_slide_is_an_attachment(tmp_path: Path, program: str, stream: str, name: str) -> None:
    content = b"%PDF-1.4 besedilo"
    inner = packed("župan.pdf", content) if program == "Package" else content
    path = compound_tree(tmp_path / "o.bin", {stream: inner})
    frame = f'<p:graphicFrame><p:oleObj progId="{program}" r:id="oleObject"/></p:graphicFrame>'
    whole = added(tmp_path / "a.pptx", frame + shape("besedilo"), {"oleObject": "../o.bin"})
    with zipfile.ZipFile(whole, "a") as archive:
        archive.write(path, "ppt/o.bin")
    found = extract(whole, into=tmp_path)
    assert [(one.name, (tmp_path / one.file).read_bytes()) for one in found.attachments] == [(name, content)]


def test_a_packed_object_that_is_broken_is_told(tmp_path: Path) -> None:
    path = compound_tree(tmp_path / "o.bin", {"\x01Ole10Native": packed("a.pdf", b"%PDF")[:-1]})
    frame = '<p:graphicFrame><p:oleObj progId="Package" r:id="oleObject"/></p:graphicFrame>'
    whole = added(tmp_path / "a.pptx", frame + shape("besedilo"), {"oleObject": "../o.bin"})
    with zipfile.ZipFile(whole, "a") as archive:
        archive.write(path, "ppt/o.bin")
    found = extract(whole, into=tmp_path)
    assert (found.warnings, found.is_partial) == (("Vložena datoteka ni prebrana (1).",), True)


def test_words_that_only_a_layout_or_a_master_shows_are_read_and_prompts_are_not(tmp_path: Path) -> None:
    slides = [shape("Naslov", placeholder="title"), shape("ena"), shape("dve")]
    path = pptx(tmp_path / "a.pptx", slides)
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    tree = "<p:cSld xmlns:p='{0}' xmlns:a='{1}'><p:spTree>{2}</p:spTree></p:cSld>"
    behind = {
        "slideLayouts/title": shape("Kliknite za naslov", placeholder="title") + shape("Ankaran, 3. marca 2026"),
        "slideLayouts/body": "",
        "slideMasters/master": shape("Skupnost občin") + shape("Slog besedila", placeholder="body"),
    }
    for name, shapes in behind.items():
        members[f"ppt/{name}.xml"] = f"<p:x xmlns:p='{_P}'>{tree.format(_P, _A, shapes)}</p:x>"
        members[f"ppt/slideLayouts/_rels/{name[13:]}.xml.rels"] = relations(slideMaster="../slideMasters/master.xml")
    for number, layout in enumerate(("title", "body", "body")):
        rels = relations(slideLayout=f"../slideLayouts/{layout}.xml")
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = rels
    assert blocks_of(package(path, members)) == [
        ("heading", "Naslov"),
        ("paragraph", "Ankaran, 3. marca 2026"),
        ("footer", "Skupnost občin"),
        ("paragraph", "ena"),
        ("paragraph", "dve"),
    ]


def test_a_slide_that_hides_its_backdrop_shows_nothing_of_it(tmp_path: Path) -> None:
    path = pptx(tmp_path / "a.pptx", [shape("ena")], attributes='showMasterSp="0"')
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    tree = f"<p:cSld><p:spTree>{shape('Skupnost občin')}</p:spTree></p:cSld>"
    members["ppt/slideLayouts/a.xml"] = f"<p:x xmlns:p='{_P}' xmlns:a='{_A}'>{tree}</p:x>"
    members["ppt/slides/_rels/slide0.xml.rels"] = relations(slideLayout="../slideLayouts/a.xml")
    assert blocks_of(package(path, members)) == [("paragraph", "ena")]
