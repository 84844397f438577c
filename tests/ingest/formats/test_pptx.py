"""Presentations: order, titles, tables, notes, hidden slides."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pptx as powerpoint
from pptx.util import Cm

from kb.ingest import extract
from tests.ingest.making import blocks_of, package, passages_of, pptx, relations, shape, texts_of


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
    assert len(found.units) == 2


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
