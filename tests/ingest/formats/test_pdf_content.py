"""What page content shows: gaps, spacing, turned text, forms, fonts, marked content, hidden text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.formats.pdfs import at, raw_pdf, said, shown
from tests.ingest.making import stream


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[(ob) -40 (cina)] TJ", "obcina"),
        (b"[(nova) -300 (obcina)] TJ", "nova obcina"),
        (b"[(S) -400 (K) -400 (L) -400 (E) -400 (P)] TJ", "SKLEP"),
        (b"5 Tc (SKLEP) Tj", "SKLEP"),
        (b"(nova) Tj 0 -12 Td (obcina) Tj", "nova obcina"),
        (b"12 TL (nova) Tj T* (obcina) Tj", "nova obcina"),
        (b"12 TL (nova) Tj (obcina) '", "nova obcina"),
        (b'12 TL (nova) Tj 1 0 (obcina) "', "nova obcina"),
        (b"(nova) Tj 3 Ts (2) Tj", "nova2"),
        (b"(sve\\164) Tj", "svet"),
        (b"(((svet))) Tj", "((svet))"),
        (b"(a) Tj BI /W 1 /H 1 /BPC 8 /CS /G ID (x) Tj EI (b) Tj", "ab"),
        (b"<73 76 6574> Tj", "svet"),
        (b"<73> Tj 5 0 Td <76> Tj 5 0 Td <65> Tj 5.56 0 Td <74> Tj", "svet"),
        (b"<73> Tj 9 0 Td <76> Tj 5 0 Td <65> Tj 5.56 0 Td <74> Tj", "s vet"),
    ],
)
def test_text_is_shown_as_its_operators_say(tmp_path: Path, content: bytes, expected: str) -> None:
    assert said(raw_pdf(tmp_path / "a.pdf", b"BT /F1 10 Tf 72 700 Td " + content + b" ET")) == [expected]


def test_text_drawn_twice_to_look_bold_is_read_once(tmp_path: Path) -> None:
    assert said(raw_pdf(tmp_path / "a.pdf", at(72, 700, "Sklep") + at(72.3, 700, "Sklep"))) == ["Sklep"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_looked_at(tmp_path: Path, turn: int) -> None:
    content = at(72, 700, "Prva vrstica brez konca in") + at(72, 688, "druga vrstica.")
    path = raw_pdf(tmp_path / "a.pdf", content, page=b"/Rotate %d" % turn)
    assert said(path) == ["Prva vrstica brez konca in druga vrstica."]


@pytest.mark.parametrize("matrix", [b"0 1 -1 0", b"-1 0 0 -1", b"0 -1 1 0", b"0.7071 0.7071 -0.7071 0.7071"])
def test_text_set_sideways_is_read_line_by_line(tmp_path: Path, matrix: bytes) -> None:
    content = b"BT /F1 10 Tf %s 300 400 Tm (Prva vrstica brez konca in) Tj 0 -12 Td (druga vrstica.) Tj ET" % matrix
    assert said(raw_pdf(tmp_path / "a.pdf", content)) == ["Prva vrstica brez konca in druga vrstica."]


def test_a_stamp_set_sideways_comes_after_the_text(tmp_path: Path) -> None:
    stamp = b"BT /F1 10 Tf 0 1 -1 0 20 300 Tm (OSNUTEK) Tj ET\n"
    assert said(raw_pdf(tmp_path / "a.pdf", stamp + at(72, 700, "Besedilo odloka."))) == ["Besedilo odloka.", "OSNUTEK"]


def test_a_mirrored_page_reads_like_any_other(tmp_path: Path) -> None:
    content = b"1 0 0 -1 0 842 cm BT /F1 10 Tf 1 0 0 -1 72 100 Tm (Prva) Tj 1 0 0 -1 72 112 Tm (druga.) Tj ET"
    assert said(raw_pdf(tmp_path / "a.pdf", content)) == ["Prva druga."]


def test_a_form_is_read_where_it_is_shown(tmp_path: Path) -> None:
    form = stream(
        b"BT /F1 10 Tf (v obrazcu) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[1 0 0 1 72 650]"
    )
    content = at(72, 700, "Pred.") + b"/X Do " + at(72, 600, "Za.")
    path = raw_pdf(tmp_path / "a.pdf", content, resources=b"/XObject<</X 6 0 R>>", more=(form,))
    assert said(path) == ["Pred.", "v obrazcu", "Za."]


def test_a_form_that_shows_itself_is_read_once(tmp_path: Path) -> None:
    form = stream(
        b"BT /F1 10 Tf 72 650 Td (enkrat) Tj ET /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>",
    )
    assert said(raw_pdf(tmp_path / "a.pdf", b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=(form,))) == ["enkrat"]


@pytest.mark.parametrize(
    ("mark", "resources"),
    [
        (b"/Span <</ActualText <FEFF010D006C0065006E>>> BDC", b""),
        (b"/Span <</ActualText (\xef\xbb\xbf\xc4\x8dlen)>> BDC", b""),
        (b"/Span /MC0 BDC", b"/Properties<</MC0<</ActualText<FEFF010D006C0065006E>>>>>>"),
    ],
)
def test_what_glyphs_are_said_to_mean_is_read(tmp_path: Path, mark: bytes, resources: bytes) -> None:
    content = b"BT /F1 10 Tf 72 700 Td (3. ) Tj %s (c) Tj (len) Tj EMC (!) Tj ET" % mark
    assert said(raw_pdf(tmp_path / "a.pdf", content, resources=resources)) == ["3. člen!"]


def test_glyphs_that_mean_nothing_are_left_out(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 72 700 Td (svet) Tj /Span <</ActualText ()>> BDC (-) Tj EMC ET"
    assert said(raw_pdf(tmp_path / "a.pdf", content)) == ["svet"]


def test_headers_and_footers_that_the_document_marks_are_set_apart(tmp_path: Path) -> None:
    mark = b"/Artifact <</Type/Pagination/Subtype/Footer>> BDC "
    assert shown(raw_pdf(tmp_path / "a.pdf", at(72, 400, "Besedilo.") + mark + at(72, 300, "Noga") + b"EMC")) == [
        ("paragraph", "Besedilo."),
        ("footer", "Noga"),
    ]


def test_a_font_of_drawn_glyphs_is_read_by_its_map(tmp_path: Path) -> None:
    mapping = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <010D> <02> <0061> endbfchar"
    font = (
        b"<</Type/Font/Subtype/Type3/FontMatrix[0.1 0 0 0.1 0 0]/FontBBox[0 0 10 10]/FirstChar 1/LastChar 2"
        b"/Widths[5 5]/Encoding<</Differences[1/g1/g2]>>/CharProcs<<>>/ToUnicode 7 0 R>>"
    )
    content = b"BT /T3 12 Tf 72 700 Td (\\001\\002) Tj ET"
    path = raw_pdf(tmp_path / "a.pdf", content, fonts=b"/T3 6 0 R", more=(font, stream(mapping)))
    assert said(path) == ["ča"]


def test_text_under_a_scan_is_read(tmp_path: Path) -> None:
    assert said(raw_pdf(tmp_path / "a.pdf", b"3 Tr " + at(72, 700, "Prebrano besedilo."))) == ["Prebrano besedilo."]


def test_a_hidden_copy_of_painted_text_is_not_read_again(tmp_path: Path) -> None:
    hidden = b"3 Tr " + at(72.5, 700, "Sklep 0bcine") + at(72, 650, "Samo skrito.") + b"0 Tr "
    assert said(raw_pdf(tmp_path / "a.pdf", hidden + at(72, 700, "Sklep obcine"))) == ["Samo skrito.", "Sklep obcine"]


def test_a_broken_font_does_not_lose_the_page(tmp_path: Path) -> None:
    content = b"BT /F9 10 Tf 72 700 Td (Sklep) Tj ET"
    assert said(raw_pdf(tmp_path / "a.pdf", content, fonts=b"/F9<</Type/Font/Subtype/Type0>>")) == ["Sklep"]


def test_few_glyphs_without_a_letter_are_left_out_and_many_stay_for_the_score(tmp_path: Path) -> None:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[1/g1]>>>>"
    long = at(72, 680, "Besedilo odloka je dolgo dovolj, da en sam neznan znak v njem nikogar ne moti.")
    few = raw_pdf(tmp_path / "few.pdf", b"BT /U 10 Tf 72 700 Td (\\001) Tj ET " + long, fonts=b"/U 6 0 R", more=(font,))
    many = raw_pdf(tmp_path / "many.pdf", b"BT /U 10 Tf 72 700 Td (\\001\\001) Tj ET", fonts=b"/U 6 0 R", more=(font,))
    assert "(cid:" not in " ".join(said(few))
    assert said(many) == ["(cid:1)(cid:1)"]


def test_filled_in_fields_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    kind = b"/Subtype/Form/BBox[0 0 99 20]/Resources<</Font<</F1 3 0 R>>>>"
    form = stream(b"BT /F1 10 Tf 2 2 Td (Ankaran) Tj ET", kind)
    field = b"<</Type/Annot/Subtype/Widget/Rect[110 698 250 718]/AP<</N 6 0 R>>%s>>"
    page = b"/Annots[%s]" % (field % b"" + field % b"/F 2")
    assert said(raw_pdf(tmp_path / "a.pdf", at(72, 700, "Obcina:"), page=page, more=(form,))) == ["Obcina: Ankaran"]
