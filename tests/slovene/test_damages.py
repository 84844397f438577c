"""Damages of fonts and converters, mended; good text, left alone."""

from __future__ import annotations

import doctest
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.slovene import damages, spaced
from kb.slovene.damages import mended, wrong_letters

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared/data"
CARONS = {"č": "c", "š": "s", "ž": "z", "Č": "C", "Š": "S", "Ž": "Z"}


@pytest.mark.parametrize("module", [damages, spaced])
def test_the_examples_in_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("raˇcunalniˇstvo", "računalništvo"),
        ("ra ˇ cunalni ˇ stvo, Petkovˇ sek, Dolgoroˇ cna", "računalništvo, Petkovšek, Dolgoročna"),
        ("sodi ˇ s ˇ ce o ˇ skodovanca in ob ˇ cino", "sodišče oškodovanca in občino"),
        ("v ˇcasu, ko je ˇzupan ˇze odloˇcil", "v času, ko je župan že odločil"),
        ("v ˇ casu, ko je ˇ zupan odlo ˇ cil", "v času, ko je župan odločil"),
        ("ˇ Ce ˇ zeli, in ˇ ce je to mogo ˇ ce (ˇ crtan)", "Če želi, in če je to mogoče (črtan)"),
        ("racˇunalnisˇtvo je tezˇko", "računalništvo je težko"),
        ("rǎcunalnǐstvo", "računalništvo"),
        ("c\u030clen s\u030ce z\u030ce", "člen še že"),
    ],
)
def test_split_carons_are_joined_to_their_letters(text: str, expected: str) -> None:
    assert mended(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trţaška cesta, drţave, premoţenjem, predloţenem", "Tržaška cesta, države, premoženjem, predloženem"),
        ("ŢUPANJA OBČINE", "ŽUPANJA OBČINE"),
        ("obĉinski ţupan odloĉa o obmoĉju in še o ĉem", "občinski župan odloča o območju in še o čem"),
        (
            "Obèinski svet je na svoji seji sprejel sklep o javni razsvetljavi, ki ga obèina objavi v raèunu.",
            "Občinski svet je na svoji seji sprejel sklep o javni razsvetljavi, ki ga občina objavi v računu.",
        ),
        (
            "Constanţa, Bistriţa in naša drţava z mnogo premoţenja",
            "Constanţa, Bistriţa in naša država z mnogo premoženja",
        ),
    ],
)
def test_letters_that_stand_for_others_are_put_right(text: str, expected: str) -> None:
    assert mended(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Informaţii despre ţară și învăţământ în Constanţa",
        "Legea privind protecţia consumatorilor se aplică în toată ţara.",
        "Župan je obiskal mesto Constanţa in še Galaţi.",
        "İstanbul Büyükşehir Belediyesi Başkanlığı",
        "Il sindaco è il capo dell'amministrazione perché così è previsto e ciò è giusto.",
        "Razstava Caffè Tartini, Genève in Molière",
        "Ĉiuj homoj estas denaske liberaj kaj egalaj laŭ digno kaj rajtoj, ŝajne ĝuste.",
    ],
)
def test_words_of_other_languages_stay_as_they_are(text: str) -> None:
    assert mended(text) == text


def test_the_whole_document_tells_what_a_letter_of_one_block_stands_for() -> None:
    letters = wrong_letters("Trţaška cesta\nPredlog premoţenjske bilance občine")
    assert mended("Premoţenje", letters=letters) == "Premoženje"
    assert mended("Premoţenje", letters={}) == "Premoţenje"
    assert wrong_letters("Država in družba, nekoč pa mesto Neamţ") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Z A K O N", "ZAKON"),
        ("S P R E M E M B E I N D O P O L N I T V E S T A T U T A", "SPREMEMBE IN DOPOLNITVE STATUTA"),
        ("S P R E M E M B E  I N  D O P O L N I T V E", "SPREMEMBE IN DOPOLNITVE"),
        ("O D L O K O PRORAČUNU", "ODLOK O PRORAČUNU"),
        (
            "O D L O K O P R O R A Č U N U O B Č I N E A N K A R A N Z A L E T O 2020",
            "ODLOK O PRORAČUNU OBČINE ANKARAN ZA LETO 2020",
        ),
        ("P R A V I L N I K O P L A Č A H", "PRAVILNIK O PLAČAH"),
        ("»S K L E P«, U\u00a0K\u00a0A\u00a0Z:", "»SKLEP«, UKAZ:"),
        ("svet je s k l e n i l :", "svet je sklenil :"),
        ("## Z A K O N", "## ZAKON"),
        ("O B R T N I K", "OBRTNIK"),
    ],
)
def test_letter_spaced_headings_are_closed_up(text: str, expected: str) -> None:
    assert mended(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "skupine A B C D",
        "A B C Č D E F G H I J",
        "a b c č d e",
        "P T S Č P S N",
        "J F M A M J J A S O N D",
        "I V X L C D M",
        "X X X X X X",
        "A E I O U",
        "v a i o",
        "D\tA\tN\tE",
    ],
)
def test_rows_of_letters_that_are_no_words_stay_apart(text: str) -> None:
    assert mended(text) == text


def test_ligatures_are_taken_apart_and_powers_are_not() -> None:
    assert mended("ﬁnančni eﬀekt, oﬃcialni ﬂuor, 12 m²") == "finančni effekt, officialni fluor, 12 m²"


# --- properties ------------------------------------------------------------------------------------

WORDS = (
    "občina", "župan", "čas", "še", "že", "člen", "država", "sklep", "nihče", "oškodovanec", "o", "v", "na", "Šoštanj",
    "ŽUPAN", "Zakon", "12.", "(1)", "ZVO-1", "m²", "»a«",
)  # fmt: skip
GOOD = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
HURT = st.text(alphabet=" ˇ\u030ccszCŠžţŢĉèaeiouǎȟﬁAKNOZ.\n(", max_size=60)


@given(GOOD)
def test_good_text_is_never_harmed(text: str) -> None:
    assert mended(text) == text


@given(HURT)
def test_what_is_mended_needs_no_mending_of_carons_again(text: str) -> None:
    once = mended(text)
    assert unicodedata.is_normalized("NFC", once)
    assert len(once) <= len(unicodedata.normalize("NFC", text)) + text.count("ﬁ")


@given(st.text())
def test_any_text_can_be_given(text: str) -> None:
    assert isinstance(mended(text), str)


@given(GOOD)
def test_split_carons_come_back_whole_where_one_shows_that_spaces_are_spaces(text: str) -> None:
    text = f"občina {text}".strip()
    assert mended("".join(f"ˇ{CARONS[letter]}" if letter in CARONS else letter for letter in text)) == text


# --- real texts ------------------------------------------------------------------------------------


def _paragraphs(folder: Path, *patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            yield from path.read_text(encoding="utf-8", errors="replace").split("\n")


def test_the_sample_corpus_stays_as_it_is() -> None:
    texts = list(_paragraphs(ROOT / "corpus" / "documents", "**/*.md", "**/*.txt", "**/*.html"))
    assert len(texts) > 300
    assert [text for text in texts if mended(text) != text] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there")
def test_real_statutes_and_sessions_stay_as_they_are_where_nothing_is_damaged() -> None:
    changed = {
        text: mended(text)
        for text in _paragraphs(SHARED, "official/*/*.txt", "official/*/*.md", "slovparl_txt/*-1991-*.txt")
        if mended(text) != unicodedata.normalize("NFC", text)
    }
    assert all("ﬁ" in text or " A K" in text or " K A Z" in text for text in changed)
    assert len(changed) < 20


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there")
@pytest.mark.parametrize(
    ("form", "least"), [("ˇ{}", 0.9995), ("ˇ {}", 0.997), (" ˇ{}", 0.997), (" ˇ {}", 0.997)], ids="abcd"
)
def test_words_of_real_statutes_come_back_from_every_form_of_split_carons(form: str, least: float) -> None:
    texts = [text for text in _paragraphs(SHARED, "official/statutes_txt/Z[LUV]*.txt") if text][:4000]
    right = words = 0
    for text in texts:
        hurt = text
        for letter, plain in CARONS.items():
            hurt = hurt.replace(letter, form.format(plain))
        got, wanted = mended(hurt.replace("  ˇ", " ˇ").strip()).split(), text.split()
        words += len(wanted)
        right += sum(word in got for word in wanted)
    assert right / words >= least


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there")
@pytest.mark.parametrize("name", ["ZLS", "ZJF", "SPZ", "ZVOP_2"])
def test_every_z_of_a_real_statute_comes_back(name: str) -> None:
    text = unicodedata.normalize("NFC", (SHARED / "official/statutes_txt" / f"{name}.txt").read_text(encoding="utf-8"))
    hurt = text.replace("ž", "ţ").replace("Ž", "Ţ")
    letters = wrong_letters(hurt)
    got = "\n".join(mended(line, letters=letters) for line in hurt.split("\n"))
    assert got.count("ţ") + got.count("Ţ") <= text.count("ž") // 1000
