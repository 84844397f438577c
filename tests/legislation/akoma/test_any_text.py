"""Whatever a text says, its file is valid and has every word of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest import divide, extract, text_of
from kb.legislation.acts import known_acts
from kb.legislation.akoma import Imprint, Sort, akoma_ntoso, imprint_of_text, whole_from, whole_law
from kb.legislation.articles import Article
from kb.legislation.lawtext import shown
from kb.legislation.register import Register, read_register
from kb.legislation.structure import split_law
from kb.slovene.normal import nfc
from tests.legislation.akoma.checking import MADE, File, words_of, written

SHARED = Path(__file__).parents[3] / "../shared/data/official"
REAL = [*sorted((SHARED / "statutes_txt").glob("*.txt")), *sorted((SHARED / "zored").glob("*.md"))]

HOSTILE = (
    "1. člen\nZnaki \x00\x01\x1b\x7f\x85 v besedilu.\n2. člen\nDve.\n3. člen\nTri.",
    "1. člen\nPolovica \ud83d znaka, \ufffe in \uffff.\n2. člen\nDve.\n3. člen\nTri.",
    "1. člen\n<script>&amp;]]></script>\n2. člen\n<!-- -->\n3. člen\n\"'",
    "\n".join(f"{number}. člen\nBesedilo." for number in [1, 2, 2, 2, 3, 1, 1]),
    "1. člen\n" + "»" * 2000 + "\n2. člen\n" + "«" * 2000 + "\n3. člen\nTri.",
    "1. člen\nSe glasi:\n" + "»1. člen\nSe glasi:\n" * 200 + "«" * 200 + "\n2. člen\nDve.\n3. člen\nTri.",
    "1. člen\n" + "\n".join(f"{'1.' * depth} točka" for depth in range(1, 9)) + "\n2. člen\nDve.\n3. člen\nTri.",
    "1. člen\nA\t\tB\n\t\t\t\nC\n2. člen\nDve.\n3. člen\nTri.",
    "II. II. II.\nIII.\nA.\n1. člen\nEna.\n2. člen\nDve.\n3. člen\nTri.",
    "ZAKON\n\n\nPRILOGA\nPRILOGA\nOBRAZLOŽITEV",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_give_valid_files(text: str) -> None:
    assert written(text).root is not None


def test_characters_that_xml_has_no_room_for_are_left_out_and_halves_are_shown() -> None:
    assert "Znaki \x85 v besedilu." in "".join(written(HOSTILE[0]).one("art_1").itertext())
    assert "Polovica \ufffd znaka" in "".join(written(HOSTILE[1]).one("art_1").itertext())


LINES = st.one_of(
    st.integers(1, 12).map(lambda number: f"{number}. člen"),
    st.sampled_from(
        (
            "(naslov)", "(1) Prvi odstavek.", "(2) Drugi:", "1. točka;", "2. točka;", "1.1 podtočka", "a) črka,",
            "– alineja,", "- alineja.", "b) črka.", "konec", "5. člen se spremeni tako, da se glasi:", "»5. člen",
            "(nov naslov)",
            "Besedilo.«.", "«", "»To je stavek.«", "V 2. členu se za besedo »a« doda »b«: »6. člen",
            "I. poglavje SPLOŠNO",
            "II. SVET", "1. Ožje", "KONČNA DOLOČBA", "ime\tcena\t", "\tvoda", "Na podlagi 3. člena ZORed", "ODLOK",
            "o vodi (OV)", "I. UVOD", "II. BESEDILO ČLENOV", "III. OBRAZLOŽITEV", "K 1. členu", "PRILOGA", "Št. 1/2026",
            "Dobrna, dne 3. marca 2026", "Županja", "",
        )
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r", exclude_categories=("Cs", "Cc")), max_size=30),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(Sort))
def test_any_lines_give_a_valid_file_with_every_word_of_them(lines: list[str], sort: Sort) -> None:
    said = written(lines, sort).words
    assert read_words(lines) - said == {}


def read_words(lines: list[str]) -> Counter[str]:
    """Gives the words of what the reading of laws makes of lines; headings that are said twice are in it once."""
    told = [line for line in lines if line.strip()]
    parts = split_law(told)
    if not any(isinstance(part, Article) for part in parts):
        return words_of("\n".join(told))
    found: list[str] = []
    for part in parts:
        if isinstance(part, Article):
            found += [*part.chapter, f"{shown(part.number)} člen", part.title, *part.lines]
        else:
            found += told[part.first : part.end]
    return words_of("\n".join(found))


def test_a_line_of_two_megabytes_is_one_paragraph() -> None:
    text = "1. člen\n" + "voda teče po cevi " * 120_000 + "\n2. člen\nDve.\n3. člen\nTri."
    assert len("".join(written(text).one("art_1").itertext())) > 2_000_000


@pytest.mark.skipif(not REAL, reason="ni zbirke ../shared/data/official")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_acts_give_valid_files_with_every_word_of_them(path: Path) -> None:
    text = nfc(text_of(extract(path)))
    whole = whole_law(text.split("\n"))
    imprint = imprint_of_text(whole, known_acts(), Register(read_register()), made=MADE)
    file = File(akoma_ntoso(whole, imprint=imprint))
    assert read_words(text.split("\n")) - file.words == {}
    assert set(words_of(text)) <= set(file.words)
    articles = [each for each in file.all("body//article") if "qstr" not in each.get("eId")]
    assert [each.get("eId") for each in articles] == [article.id for article in whole.law.articles]


KEPT = [path for path in REAL if path.stem in ("ZORed-2006", "ZORed-A-2017", "ZJU", "ZMZ_1", "URS")]


@pytest.mark.skipif(not KEPT, reason="ni zbirke ../shared/data/official")
@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_law_put_together_from_its_passages_has_every_word_of_them(path: Path) -> None:
    passages = divide(extract(path))
    file = File(akoma_ntoso(whole_from(passages), imprint=Imprint(Sort.ACT, MADE)))
    assert words_of("\n".join(each.text for each in passages)) - file.words == {}
    # A heading stands over many passages and once in the law.
    assert set(words_of("\n".join(each.heading for each in passages))) <= set(file.words)
