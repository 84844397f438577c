"""The score of a page: good text passes, damaged text is flagged; measured on real statutes and sessions."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest import quality
from kb.ingest.quality import THRESHOLD, quality_of
from tests.ingest.damaging import DAMAGES, pages

SHARED = Path(__file__).parents[2] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there")
PAGE = """
Občinski svet je na svoji redni seji sprejel odlok o ravnanju z odpadki. Župan mora v petnajstih dneh po uveljavitvi
tega odloka določiti izvajalca javne službe, ki skrbi za zbiranje in prevoz odpadkov ter za obveščanje prebivalcev.
Kdor odlaga odpadke zunaj določenih mest, stori prekršek in plača globo, ki ne sme biti višja od zneska, določenega z
zakonom, ki ureja prekrške. Nadzor nad izvajanjem opravlja občinsko redarstvo, ki lahko kršitelja najprej le opozori.
Stroške odstranitve krije povzročitelj; če ni znan, jih krije občina, ki sme od njega kasneje zahtevati povračilo.
Določbe tega člena se uporabljajo tudi za skupnosti in društva, ki uporabljajo premoženje občine za svojo dejavnost.
Pristojna inšpekcija lahko vsakemu povzročitelju odredi čiščenje okolice, večkratnim kršiteljem pa začasno odvzame
dovoljenje. Zoper odločbo je dopustna pritožba, o kateri odloča župan v dvajsetih delovnih dneh po prejemu obrazložene
vloge. Pritožba zadrži izvršitev, kadar bi ta komu povzročila težko popravljivo škodo ali nasprotovala javnemu interesu.
"""


def test_the_examples_in_docstrings_hold() -> None:
    result = doctest.testmod(quality)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("sort", DAMAGES)
def test_each_damage_is_flagged_and_the_page_itself_is_not(sort: str) -> None:
    assert quality_of(PAGE) > 0.9
    assert quality_of(DAMAGES[sort](PAGE * 4)) < THRESHOLD


@pytest.mark.parametrize(
    "text",
    [
        "Predstavitev",
        "1. 2. 2020\n12.345,67 EUR\n98 %",
        "DA\tNE\tDA\tNE\n" * 60,
        "Proračun 2026\t1.250.000\t1.300.000\t4 %\n" * 40,
        "\uf0b7 prva alineja\n\uf0b7 druga alineja\n\uf0b7 tretja alineja",
        "ZJF, ZLS, ZSPDSLS-1, ZUreP-3, ZVO-2, ZIPRS2526, ZDavP-2, EU, RS, MOP, MNVP, ARSO, AJPES, DURS " * 5,
        "https://www.example.org/pot/do/strani?a=1 info@example.org kb_izpis.pdf " * 10,
        "The council shall adopt its rules of procedure within thirty days of the first session. " * 20,
        "Il consiglio comunale approva il regolamento entro trenta giorni dalla prima seduta. " * 20,
        "A települési önkormányzat képviselő-testülete az alakuló ülésén megválasztja a bizottságait. " * 20,
        "Der Gemeinderat beschließt die Geschäftsordnung innerhalb von dreißig Tagen nach der Sitzung. " * 20,
        "Општинско веће је на својој редовној седници усвојило одлуку о управљању отпадом. " * 20,
        "金曜日の会議で市議会は廃棄物に関する条例を採択した。" * 20,
    ],
)
def test_tables_lists_and_other_languages_read_well(text: str) -> None:
    assert quality_of(text) > 0.7


def test_nothing_reads_as_nothing_and_marks_alone_as_garbage() -> None:
    assert quality_of("") == quality_of(" \n\t") == 0.0
    assert quality_of("\ufffd\ufffd\ufffd \ufffd\ufffd") == 0.0
    assert quality_of("(cid:3)(cid:12) (cid:7)") == 0.0
    assert quality_of("12.345,67") == 1.0


def test_a_few_marks_in_good_text_are_no_damage() -> None:
    assert quality_of(f"(cid:3) {PAGE} (cid:3)") > 0.9
    assert quality_of(PAGE.replace("a", "(cid:68)")) < THRESHOLD


def test_more_damage_scores_less() -> None:
    scores = [quality_of(PAGE.replace("odpad", "odpad" + "\ufffd" * count)) for count in (0, 2, 4, 8)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


@given(st.text(max_size=300))
def test_any_text_has_a_score(text: str) -> None:
    assert 0.0 <= quality_of(text) <= 1.0


# --- real texts ------------------------------------------------------------------------------------


def _pages(pattern: str, size: int, most: int) -> list[str]:
    found = []
    for path in sorted(SHARED.glob(pattern)):
        whole = list(pages(path.read_text(encoding="utf-8"), size))
        found += whole[:: max(len(whole) // most, 1)][:most]
    return found


@needs_shared
@pytest.mark.parametrize(("size", "most_flagged"), [(2000, 0.005), (400, 0.005)])
@pytest.mark.parametrize("pattern", ["official/statutes_txt/*.txt", "slovparl_txt/*.txt"])
def test_pages_of_statutes_and_sessions_are_not_flagged(pattern: str, size: int, most_flagged: float) -> None:
    scores = [quality_of(page) for page in _pages(pattern, size, 12)]
    assert len(scores) > 200
    assert sum(score < THRESHOLD for score in scores) / len(scores) <= most_flagged


@needs_shared
@pytest.mark.parametrize("sort", DAMAGES)
def test_damaged_pages_of_statutes_are_flagged(sort: str) -> None:
    scores = [quality_of(DAMAGES[sort](page)) for page in _pages("official/statutes_txt/*.txt", 2000, 6)]
    assert sum(score < THRESHOLD for score in scores) / len(scores) >= 0.99


@needs_shared
@pytest.mark.parametrize("sort", sorted(set(DAMAGES) - {"č lost"}))
def test_damaged_pieces_of_a_few_lines_are_mostly_flagged(sort: str) -> None:
    scores = [quality_of(DAMAGES[sort](page)) for page in _pages("official/statutes_txt/*.txt", 400, 6)]
    assert sum(score < THRESHOLD for score in scores) / len(scores) >= 0.93
