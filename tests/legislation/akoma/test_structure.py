"""Articles with their parts, chapters, what stands around them: each in its element, with its address."""

import pytest

from kb.legislation.akoma import Sort
from tests.legislation.akoma.checking import File, name, said, words_of, written

LAW = """Na podlagi 29. člena Zakona o lokalni samoupravi je občinski svet sprejel
ODLOK
o pitni vodi (OPV)
I. SPLOŠNE DOLOČBE
1. člen
(vsebina)
(1) Ta odlok ureja oskrbo s pitno vodo.
(2) Odlok določa:
1. naloge:
a) občine,
b) upravljavca;
2. cene.
Cene potrdi občinski svet.
2. člen
Voda je javno dobro.
Uporabljajo jo vsi.
1. Odjem
3. člen
(pogoji)
Uporabnik mora:
– plačati vodarino,
– varčevati z vodo.
II. PREHODNE IN KONČNE DOLOČBE
3.a člen
(črtan)
4. člen
Ta odlok začne veljati naslednji dan po objavi.
Št. 007-1/2026
Dobrna, dne 3. marca 2026
Županja
PRILOGA
Cenik
vrsta\tcena
gospodinjstva\t1,20"""


@pytest.fixture(scope="module")
def law() -> File:
    return written(LAW)


def test_nothing_of_the_text_is_lost_and_nothing_is_said_twice(law: File) -> None:
    assert law.words == words_of(LAW)


def test_points_and_letters_have_their_numbers_and_addresses(law: File) -> None:
    assert law.shape("art_1") == [
        ("paragraph", "art_1__para_1"),
        ("paragraph", "art_1__para_2"),
        ("point", "art_1__para_2__point_1"),
        ("point", "art_1__para_2__point_1__point_a"),
        ("point", "art_1__para_2__point_1__point_b"),
        ("point", "art_1__para_2__point_2"),
    ]
    numbers = [each.text for each in law.one("art_1").iter("{*}num")]
    assert numbers == ["1. člen", "(1)", "(2)", "1.", "a)", "b)", "2."]


def test_what_opens_and_what_closes_a_list_belongs_to_its_paragraph(law: File) -> None:
    paragraph = law.one("art_1__para_2")
    assert [name(each) for each in paragraph] == ["num", "intro", "point", "point", "wrapUp"]
    assert said(paragraph[1]).split() == ["Odlok", "določa:"]
    assert said(paragraph[4]).split() == ["Cene", "potrdi", "občinski", "svet."]


def test_paragraphs_without_numbers_and_indents_are_counted(law: File) -> None:
    assert [each for _, each in law.shape("art_2")] == ["art_2__para_1", "art_2__para_2"]
    assert law.one("art_3__para_1__indent_2")[0].text == "–"


def test_words_between_two_parts_of_a_list_stay_between_them() -> None:
    file = written("1. člen\n(1) Redar:\n1. opozori;\nČe ne zaleže:\n2. odredi.\n2. člen\nDva.\n3. člen\nTri.")
    assert [name(each) for each in file.one("art_1__para_1")] == ["num", "intro", "point", "subparagraph", "point"]


def test_an_article_has_its_title_as_heading_and_a_repealed_one_says_so(law: File) -> None:
    assert law.one("art_1").find("{*}heading").text == "vsebina"
    assert law.one("art_3a").get("status") == "removed"
    assert law.one("art_4").get("status") is None


def test_chapters_hold_their_articles(law: File) -> None:
    assert law.ids("chapter") == ["chp_I", "chp_II"]
    assert law.ids("section") == ["chp_I__sec_1"]
    assert [each.get("eId") for each in law.one("chp_I__sec_1").findall("{*}article")] == ["art_3"]
    assert [each.text for each in law.one("chp_II")[:2]] == ["II.", "PREHODNE IN KONČNE DOLOČBE"]


def test_what_stands_above_the_articles_is_preface_with_basis_and_title(law: File) -> None:
    (preface,) = law.all("preface")
    assert [name(each) for each in preface] == ["formula", "longTitle"]
    assert [each.text for each in law.all("docTitle")] == ["ODLOK", "o pitni vodi (OPV)"]
    assert not law.all("preamble")


def test_a_basis_below_the_title_is_the_preamble() -> None:
    file = written("Odlok o vodi\nNa podlagi zakona izdajam ta odlok.\n1. člen\nEna.\n2. člen\nDve.\n3. člen\nTri.")
    assert [name(each) for each in file.all("act")[0]] == ["meta", "preface", "preamble", "body"]


def test_what_is_signed_below_the_last_article_is_its_conclusion(law: File) -> None:
    (conclusions,) = law.all("conclusions")
    assert [each.text for each in conclusions] == ["Št. 007-1/2026", "Dobrna, dne 3. marca 2026", "Županja"]
    assert said(law.one("art_4")).split()[-1] == "objavi."


def test_an_annex_is_an_attachment_and_its_lines_with_tabs_a_table(law: File) -> None:
    (attachment,) = law.all("attachment")
    assert attachment.find("{*}heading").text == "PRILOGA"
    cells = [said(each).strip() for each in attachment.iter("{*}td")]
    assert cells == ["vrsta", "cena", "gospodinjstva", "1,20"]


HEADINGS = (
    (["I. del PRVI", "1. poglavje ENA"], ["part_I", "part_I__chp_1"]),
    (["Prvi del PRVI", "Drugi razdelek ENA"], ["part_1", "part_1__title_2"]),
    (["I. poglavje: ENA", "1. oddelek: DVA", "1. odsek: TRI", "I. ŠTIRI"],
     ["chp_I", "chp_I__sec_1", "chp_I__sec_1__dvs_1", "chp_I__sec_1__dvs_1__level_I"]),
    (["Pododdelek 2.2.1: Splošna pravila"], ["subsec_2-2-1"]),
    (["1. SPLOŠNO", "1.1. Ožje"], ["chp_1", "chp_1__sec_1-1"]),
    (["VI.a NADZOR"], ["chp_VIa"]),
    (["I. O ZASTOPANJU"], ["chp_I"]),
    (["KONČNA DOLOČBA"], ["chp_1"]),
)  # fmt: skip


@pytest.mark.parametrize(("headings", "expected"), HEADINGS, ids=[each[-1] for each, _ in HEADINGS])
def test_headings_become_what_they_are(headings: list[str], expected: list[str]) -> None:
    file = written([*headings, "1. člen", "Ena je ena.", "2. člen", "Dve sta dve.", "3. člen", "Tri so tri."])
    above = [each.get("eId") for each in file.one("art_1").iterancestors() if each.get("eId")]
    assert above[::-1] == expected


def test_the_next_heading_of_a_style_ends_what_is_as_deep_or_deeper() -> None:
    lines = ["I. del A", "1. poglavje B", "1. člen", "Ena.", "2. poglavje C", "2. člen", "Dve.", "II. del D"]
    file = written([*lines, "3. člen", "Tri.", "1. poglavje E", "4. člen", "Štiri."])
    assert file.ids("chapter") == ["part_I__chp_1", "part_I__chp_2", "part_II__chp_1"]
    assert file.one("art_3").getparent().get("eId") == "part_II"


BILL = """PREDLOG
ZAKON O VODI (ZVod)
I. UVOD
Ocena stanja je slaba.
II. BESEDILO ČLENOV
1. člen
Voda je dobrina.
2. člen
Voda je draga.
3. člen
Ta zakon začne veljati jutri.
III. OBRAZLOŽITEV
K 1. členu
Člen je potreben.
IV. BESEDILO ČLENOV, KI SE SPREMINJAJO
2. člen
Voda je poceni."""


def test_a_bill_has_the_proposed_text_as_body_and_its_other_parts_as_attachments() -> None:
    bill = written(BILL)
    assert bill.words == words_of(BILL)
    assert [each.get("eId") for each in bill.all("bill/body//article")] == ["art_1", "art_2", "art_3"]
    assert [each.find("{*}heading").text for each in bill.all("attachment")] == [
        "I. UVOD",
        "III. OBRAZLOŽITEV",
        "IV. BESEDILO ČLENOV, KI SE SPREMINJAJO",
    ]
    assert said(bill.one("att_3__art_2")).split()[-1] == "poceni."


def test_a_bill_with_nothing_under_its_headings_is_a_document() -> None:
    assert name(written("I. UVOD\nII. BESEDILO ČLENOV").root[0]) == "doc"


def test_of_two_acts_in_one_text_the_second_is_an_attachment() -> None:
    one = ["1. člen", "Ena.", "2. člen", "Dve.", "3. člen", "Tri."]
    file = written(["Na podlagi zakona izdajam", *one, "Na podlagi statuta izdajam", *one])
    assert [each.get("eId") for each in file.all("attachment//article")] == [f"att_1__art_{n}" for n in (1, 2, 3)]


def test_an_annex_keeps_what_stands_on_the_line_of_an_article() -> None:
    one = ["1. člen", "Ena.", "2. člen", "Dve.", "3. člen", "Tri."]
    lines = ["Na podlagi zakona izdajam", *one, "Na podlagi statuta izdajam"]
    lines += ["1. člen (cena) (1) Voda je draga.", "2. člen - zrak", "Zrak je zastonj.", "3. člen", "Konec."]
    file = written(lines)
    assert words_of("\n".join(lines)) - file.words == {}


def test_a_text_without_articles_is_a_document_of_lines() -> None:
    file = written("Dober dan.\nTo ni zakon.")
    assert [said(each).strip() for each in file.all("doc/mainBody/p")] == ["Dober dan.", "To ni zakon."]
    assert name(written("").root[0]) == "doc"


def test_a_law_of_which_only_the_articles_are_known_has_its_title() -> None:
    file = written(LAW.split("\n")[3:], Sort.CONSOLIDATED)
    assert name(file.root[0]) == "act"
    assert file.root[0].get("contains") == "singleVersion"
