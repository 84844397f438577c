"""Rows of a page put together into blocks."""

from __future__ import annotations

from kb.ingest.rows import Row, blocks_of

HEIGHT = 800.0


def rows(*lines: str, size: float = 10, top: float = 100, left: float = 50, right: float = 400) -> list[Row]:
    """Gives full rows one under the other; one that ends with «|» is short."""
    return [
        Row(
            line.removesuffix("|"),
            size,
            left,
            top + at * 12,
            right if not line.endswith("|") else left + 5 * len(line),
            top + at * 12 + 10,
        )
        for at, line in enumerate(lines)
    ]


def texts(found: list[Row]) -> list[str]:
    return [block.text for block in blocks_of(found, HEIGHT)]


def kinds(found: list[Row]) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in blocks_of(found, HEIGHT)]


def test_full_rows_go_on_and_a_short_one_ends_its_paragraph() -> None:
    assert texts(rows("Prva vrsta, ki", "teče naprej.|", "Novi odstavek, ki", "tudi teče.|")) == [
        "Prva vrsta, ki teče naprej.",
        "Novi odstavek, ki tudi teče.",
    ]


def test_a_gap_ends_a_paragraph_unless_the_sentence_goes_on() -> None:
    assert len(texts([*rows("Prvi odstavek."), *rows("Drugi odstavek.", top=140)])) == 2
    assert len(texts([*rows("Stavek teče čez"), *rows("razmik naprej.", top=140)])) == 1


def test_a_sentence_goes_on_in_the_next_column() -> None:
    columns = [*rows("Besedilo levega stolpca", top=700), *rows("se nadaljuje v desnem.", top=100, left=420, right=780)]
    assert texts(columns) == ["Besedilo levega stolpca se nadaljuje v desnem."]


def test_a_word_cut_at_a_row_end_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    assert texts(rows("gospodarno rav-", "nanje|")) == ["gospodarno ravnanje"]
    assert texts(rows("v javno-zasebnem ali javno-", "zasebnem partnerstvu|")) == [
        "v javno-zasebnem ali javno-zasebnem partnerstvu"
    ]


def test_larger_type_is_a_heading_by_its_size() -> None:
    page = [*rows("Odlok", size=20, top=50), *rows("Splošno", size=14, top=80), *rows("Besedilo odloka.", "In še.")]
    assert kinds(page)[:2] == [("heading", 1), ("heading", 2)]


def test_capitals_are_a_heading_unless_the_whole_page_is_in_capitals() -> None:
    assert kinds(rows("SKLEP|", "Svet sprejme sklep o ceni plakatiranja.|"))[0] == ("heading", 6)
    assert ("heading", 6) not in kinds(rows("SVET SPREJME SKLEP|", "TA VELJA TAKOJ.|"))


def test_items_are_told_and_articles_are_none() -> None:
    assert kinds(rows("– prva alineja|", "1. točka seznama|", "12. člen|", "Besedilo člena.|")) == [
        ("item", 1),
        ("item", 1),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_the_number_of_the_page_is_set_apart() -> None:
    page = [*rows("Besedilo strani"), *rows("Stran 3 od 12", top=780)]
    assert kinds(page) == [("paragraph", 0), ("footer", 0)]


def test_no_rows_are_no_blocks() -> None:
    assert blocks_of([], HEIGHT) == ()


def test_twenty_thousand_rows_are_put_together_in_no_time() -> None:
    found = rows(*["beseda, ki se cepi-"] * 20_000)
    assert len(texts(found)) == 1
