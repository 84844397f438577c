"""What an amending act quotes stands in structures of its own, apart from its own articles."""

import pytest

from kb.legislation.akoma import Sort
from kb.legislation.register import Act
from tests.legislation.akoma.checking import File, name, said, words_of, written

AMENDING = """Zakon o spremembah Zakona o vodi (ZVod-A)
1. člen
V Zakonu o vodi (Uradni list RS, št. 1/20) se drugi odstavek 5. člena spremeni tako, da se glasi:
»(2) Voda je poceni.«.
2. člen
10. člen se spremeni tako, da se glasi:
»10. člen
(pravice)
(1) Občan ima pravico:
– do vode,
– do »svežega« zraka.
(2) Pravica je neodtujljiva.«.
Za 10. členom se doda nov 10.a člen, ki se glasi: »10.a člen
Voda je last vseh.«
3. člen
V 11. členu se beseda »draga« nadomesti z besedo »poceni«.
4. člen
Ta zakon začne veljati jutri."""


@pytest.fixture(scope="module")
def act() -> File:
    base = Act("ZVod-A", "Zakon o spremembah Zakona o vodi", "9/21", amends="ZORed")
    return written(AMENDING, Sort.AMENDING, act=base)


def test_nothing_of_an_amending_act_is_lost(act: File) -> None:
    assert act.words == words_of(AMENDING)


def test_only_its_own_articles_are_articles_of_the_act(act: File) -> None:
    assert [each.get("eId") for each in act.all("body/article")] == ["art_1", "art_2", "art_3", "art_4"]


def test_a_quoted_article_has_the_address_of_its_quotation_before_its_own(act: File) -> None:
    quoted = act.one("art_2__para_1__mod_1__qstr_1")
    assert (quoted.get("startQuote"), quoted.get("endQuote"), quoted.tail) == ("»", "«", ".")
    article = act.one("art_2__para_1__mod_1__qstr_1__art_10")
    assert article.getparent() is quoted
    assert article.find("{*}heading").text == "pravice"
    assert act.one("art_2__para_1__mod_1__qstr_1__art_10__para_1__indent_2") is not None


def test_a_quotation_that_begins_in_the_middle_of_a_line_is_one_too(act: File) -> None:
    assert said(act.one("art_2__para_2__mod_1__qstr_1__art_10a")).split()[-2:] == ["last", "vseh."]


def test_a_quoted_paragraph_is_a_paragraph(act: File) -> None:
    (paragraph,) = act.one("art_1__para_1__mod_1__qstr_1")
    assert (name(paragraph), paragraph[0].text) == ("paragraph", "(2)")


def test_words_that_an_amending_act_quotes_are_quoted_text_in_their_sentence(act: File) -> None:
    assert "»draga« nadomesti" in said(act.one("art_3"))
    assert [each.text for each in act.one("art_3__para_1__mod_1").iter("{*}quotedText")] == ["draga", "poceni"]


def test_words_in_quotes_are_text_where_nothing_is_changed() -> None:
    file = written("1. člen\nBeseda »voda« se črta.\n2. člen\nDve.\n3. člen\nTri.", Sort.ACT)
    assert not file.all("quotedText") + file.all("mod")
    assert "»voda«" in said(file.one("art_1"))


def test_what_is_quoted_and_orders_nothing_is_no_modification() -> None:
    oath = "1. člen\nPoslanec izreče prisego:\n»Prisegam, da bom vesten.«\n2. člen\nDve.\n3. člen\nTri."
    file = written(oath)
    assert not file.all("mod")
    (quoted,) = file.all("embeddedStructure")
    assert " ".join(said(quoted).split()) == "» Prisegam, da bom vesten. «"


NO_QUOTATIONS = (
    "Izrazi pomenijo:\n»voda« je pitna voda.",
    "Voda se glasi:\n»nikoli zaprto",
    "»Voda«\n»Zrak«",
    "Napis: \"vstop prepovedan\".",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_QUOTATIONS)
def test_other_marks_are_left_where_they_are(text: str) -> None:
    lines = f"1. člen\n{text}\n2. člen\nDve.\n3. člen\nTri."
    file = written(lines)
    assert not file.all("quotedStructure") + file.all("embeddedStructure")
    assert file.words == words_of(lines)


def test_an_amending_act_that_changes_an_amending_act_quotes_inside_quotations() -> None:
    inner = "»12. člen\n(1) Besedilo „z narekovaji“ ostane.\n(2) Konec.«"
    quoted = f"»3. člen\nSpremeni se tako, da se glasi:\n{inner}.«."
    text = f"1. člen\n3. člen se spremeni tako, da se glasi:\n{quoted}\n2. člen\nDve.\n3. člen\nTri."
    file = written(text)
    assert [each.get("eId").count("qstr") for each in file.all("quotedStructure")] == [1, 2]
    assert file.words == words_of(text)


def test_straight_marks_quote_an_article_as_well() -> None:
    text = '1. člen\n5. člen se spremeni tako, da se glasi:\n"5. člen\nVoda teče."\n2. člen\nDve.\n3. člen\nTri.'
    (quoted,) = written(text).all("quotedStructure")
    assert (quoted.get("startQuote"), name(quoted[0])) == ('"', "article")


def test_what_an_act_changes_is_told_with_its_place(act: File) -> None:
    told = [
        (each.get("type"), each[0].get("href"), each[1].get("href"))
        for each in act.all("activeModifications/textualMod")
    ]
    work = "/akn/si/act/2006/2006-01-6040"
    assert told == [
        ("substitution", "#art_1", f"{work}/~art_5__para_2"),
        ("substitution", "#art_2", f"{work}/~art_10"),
        ("insertion", "#art_2", f"{work}/~art_10"),
        ("substitution", "#art_3", f"{work}/~art_11"),
    ]
