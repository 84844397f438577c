"""Reading order and layout: columns, tables, lists, headings over lines, hyphens, running heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.formats.pdfs import at, raw_pdf, said, shown

_LEFT = [f"levi stolpec pripoveduje v vrstici {number}" for number in "abcdefgh"]
_RIGHT = [f"desni stolpec nadaljuje v vrstici {number}" for number in "abcdefgh"]


def rows(*columns: list[str], places: tuple[float, ...] = (60, 310), top: float = 700, step: float = 12) -> bytes:
    """Gives columns written row by row."""
    content = b""
    for number, row in enumerate(zip(*columns, strict=True)):
        content += b"".join(at(x, top - step * number, text) for x, text in zip(places, row, strict=True))
    return content


def test_columns_written_row_by_row_are_read_one_after_the_other(tmp_path: Path) -> None:
    title = at(60, 730, "Naslov sega prek obeh stolpcev in se ne deli na dva dela, ker je dolg")
    text = " ".join(said(raw_pdf(tmp_path / "a.pdf", title + rows(_LEFT, _RIGHT))))
    assert text.index("Naslov") < text.index("levi stolpec pripoveduje v vrstici h") < text.index("desni stolpec")


@pytest.mark.parametrize("count", [3, 4])
def test_three_and_more_columns_written_row_by_row_are_read_one_after_the_other(tmp_path: Path, count: int) -> None:
    columns = [[f"stolpec {number} v vrstici {row}" for row in "abcdefgh"] for number in range(count)]
    content = at(60, 730, "Naslov sega prek vseh stolpcev in se ne deli na dele, ker je tako dolg kakor stran")
    content += rows(*columns, places=(50, 180, 310, 440)[:count])
    text = " ".join(said(raw_pdf(tmp_path / "a.pdf", content)))
    assert text.endswith(" ".join(line for column in columns for line in column))


def test_indented_lines_of_a_column_are_no_column(tmp_path: Path) -> None:
    content = rows(_LEFT[:6], _RIGHT[:6]) + rows(_LEFT, _RIGHT, places=(60, 322), top=628)
    text = " ".join(said(raw_pdf(tmp_path / "a.pdf", content)))
    assert text.rindex("levi") < text.index("desni")


def test_a_table_of_three_columns_of_short_cells_is_no_prose(tmp_path: Path) -> None:
    names = [f"Postavka {number}" for number in range(8)]
    sums, remarks = [f"{number}.200,00" for number in range(8)], ["da", "ne"] * 4
    ((kind, text),) = shown(raw_pdf(tmp_path / "a.pdf", rows(names, sums, remarks, places=(60, 220, 340))))
    assert (kind, text.split("\n")[1]) == ("table", "Postavka 1\t1.200,00\tne")


def test_columns_written_one_after_the_other_stay_so(tmp_path: Path) -> None:
    content = rows(_LEFT, places=(60,)) + rows(_RIGHT, places=(310,))
    assert " ".join(said(raw_pdf(tmp_path / "a.pdf", content))) == " ".join([*_LEFT, *_RIGHT])


def test_a_table_is_no_pair_of_columns(tmp_path: Path) -> None:
    names = ["Postavka", "plače", "vzdrževanje cest", "vrtec", "knjižnica", "šport", "turizem"]
    sums = ["Znesek", "1.200,00", "340,00", "99.000,00", "12.000,00", "800,00", "50,00"]
    path = raw_pdf(tmp_path / "a.pdf", rows([name.replace("č", "c") for name in names], sums))
    ((kind, text),) = shown(path)
    assert kind == "table"
    assert text.split("\n")[:2] == ["Postavka\tZnesek", "place\t1.200,00"]


def test_cells_of_several_lines_stay_together(tmp_path: Path) -> None:
    content = b""
    for number in range(3):
        top = 700 - 40 * number
        content += at(60, top, f"Clen {number}") + at(160, top, "pripomba, ki gre") + at(160, top - 12, "v drugo vrsto")
        content += at(360, top, "predlog")
    ((kind, text),) = shown(raw_pdf(tmp_path / "a.pdf", content))
    assert (kind, text.split("\n")[0]) == ("table", "Clen 0\tpripomba, ki gre v drugo vrsto\tpredlog")


def test_an_empty_cell_keeps_its_column(tmp_path: Path) -> None:
    content = rows(["ena", "dve", "tri"], ["a", "b", "c"], ["x", "y", "z"], places=(60, 200, 300))
    content += at(60, 664, "stiri") + at(300, 664, "w")
    assert shown(raw_pdf(tmp_path / "a.pdf", content))[0][1].split("\n")[3] == "stiri\t\tw"


@pytest.mark.parametrize("marks", [["1.", "2.", "3."], ["a)", "b)", "c)"], ["\u2022", "\u2022", "\u2022"]])
def test_a_list_whose_marks_stand_apart_is_no_table(tmp_path: Path, marks: list[str]) -> None:
    path = raw_pdf(tmp_path / "a.pdf", rows(marks, ["prva", "druga", "tretja"], places=(60, 80)))
    assert [kind for kind, _ in shown(path)] == ["item"] * 3


def test_bullets_written_before_their_texts_mark_them(tmp_path: Path) -> None:
    content = rows(["\u2022", "\u2022"], places=(60,)) + rows(["prva", "druga"], places=(80,))
    assert shown(raw_pdf(tmp_path / "a.pdf", content)) == [("item", "prva"), ("item", "druga")]


def test_a_page_written_in_no_order_is_read_down_the_page(tmp_path: Path) -> None:
    lines = [at(72, 700 - 25 * number, f"{number}: vrstica.") for number in range(20)]
    mixed = b"".join(lines[number * 7 % 20] for number in range(20))
    assert said(raw_pdf(tmp_path / "a.pdf", mixed)) == [f"{number}: vrstica." for number in range(20)]


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    content = at(72, 740, "Odlok o spremembah in dopolnitvah odloka", 16) + at(72, 721, "o javnem redu", 16)
    content += rows([f"{line}." for line in _LEFT], places=(72,))
    assert shown(raw_pdf(tmp_path / "a.pdf", content))[0] == (
        "heading",
        "Odlok o spremembah in dopolnitvah odloka o javnem redu",
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["obravnava redarske sluzbe v vseh obcinah medobcin-", "skega redarstva."], "medobcinskega redarstva."),
        (["Sklep o javno-zasebnem partnerstvu v obliki javno-", "zasebnem je sprejet."], "javno-zasebnem je sprejet."),
    ],
)
def test_a_hyphen_at_a_line_end_goes_unless_the_word_has_it_elsewhere(
    tmp_path: Path, lines: list[str], expected: str
) -> None:
    (text,) = said(raw_pdf(tmp_path / "a.pdf", rows(lines, places=(72,))))
    assert text.endswith(expected)


def test_heads_of_left_and_right_pages_are_set_apart(tmp_path: Path) -> None:
    heads = ("Uradno glasilo", "Odlok o cestah")
    pages = [at(72, 800, heads[number % 2]) + at(72, 700, f"Besedilo {number}.") for number in range(6)]
    assert [kind for kind, _ in shown(raw_pdf(tmp_path / "a.pdf", *pages))] == ["header", "paragraph"] * 6


def test_on_a_title_page_only_the_largest_line_is_a_heading(tmp_path: Path) -> None:
    title = at(72, 700, "Skupnost obcin", 14) + at(72, 660, "LETNO POROCILO", 24) + at(72, 600, "Maribor, maj", 14)
    body = rows([f"{line} in tako dalje." for line in _LEFT], places=(72,))
    kinds = [kind for kind, _ in shown(raw_pdf(tmp_path / "a.pdf", title, body))]
    assert kinds[:3] == ["paragraph", "heading", "paragraph"]
