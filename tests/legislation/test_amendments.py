# ruff: noqa: E501 (orders are written as the gazette writes them: on one line)
"""Amending acts: how their orders are read, and what becomes of the base text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.legislation.amendments import Deed, Draft, Operation, Why, consolidate, orders_of
from kb.legislation.amendments.reading import operations_of
from kb.legislation.lawtext import LawArticle, LawText, article_of, read_law

BASE = """Odlok o tržnici (OTrž)
I. SPLOŠNE DOLOČBE
1. člen
(vsebina)
(1) Ta odlok ureja tržnico.
(2) Tržnico upravlja občina.
(3) Občina določi upravljavca.
2. člen
(stojnice)
(1) Prodajalec na stojnici prodaja:
– zelenjavo;
– sadje.
(2) Stojnico odda občina za eno leto.
II. NADZOR
3. člen
(nadzor)
Redar nadzoruje tržnico. Redar o tem poroča občini.
4. člen
(pristojbina)
Pristojbina znaša:
1. za stojnico 10 eurov;
2. za mizo 5 eurov.
Znesek plača prodajalec.
5. člen
(globa)
Z globo 200 eurov se kaznuje prodajalec, ki ne plača pristojbine.
6. člen
(začetek veljavnosti)
Ta odlok začne veljati naslednji dan."""


def act(*orders: str, title: str = "Odlok o spremembah in dopolnitvah Odloka o tržnici (OTrž-A)") -> LawText:
    articles = [line for number, order in enumerate(orders, 1) for line in (f"{number}. člen", order)]
    last = len(orders) + 1
    ending = ["KONČNA DOLOČBA", f"{last}. člen", "Ta odlok začne veljati naslednji dan.", f"{last + 1}. člen", "Konec."]
    return read_law("\n".join([title, *articles, *ending]).split("\n"))


def draft_of(*orders: str) -> Draft:
    return consolidate(read_law(BASE.split("\n")), [act(*orders)])


def article(draft: Draft, number: str) -> LawArticle:
    return next(each for each in draft.law.articles if each.number == number)


# (order, number of the article it changes, the article's text after it)
ORDERS = [
    ("V 3. členu se za besedo »poroča« doda beseda »pisno«.", "3", "Redar nadzoruje tržnico. Redar o tem poroča pisno občini."),
    ("V 3. členu se pred besedo »občini« doda besedilo »županu in«.", "3", "Redar nadzoruje tržnico. Redar o tem poroča županu in občini."),
    ("V 3. členu se besedilo »o tem« črta.", "3", "Redar nadzoruje tržnico. Redar poroča občini."),
    ("V 3. členu se beseda »Redar« povsod nadomesti z besedo »Stražar«.", "3", "Stražar nadzoruje tržnico. Stražar o tem poroča občini."),
    ("V 3. členu se za besedo »tržnico« dodata vejica in besedilo »trg«.", "3", "Redar nadzoruje tržnico, trg. Redar o tem poroča občini."),
    ("V 3. členu se drugi stavek črta.", "3", "Redar nadzoruje tržnico."),
    ("V 3. členu se zadnji stavek spremeni tako, da se glasi: »Poroča županu.«.", "3", "Redar nadzoruje tržnico. Poroča županu."),
    ("V 3. členu se za prvim stavkom doda nov drugi stavek, ki se glasi: »Nadzoruje tudi trg.«.", "3", "Redar nadzoruje tržnico. Nadzoruje tudi trg. Redar o tem poroča občini."),
    ("Na koncu 3. člena se doda nov stavek, ki se glasi: »Poroča pisno.«.", "3", "Redar nadzoruje tržnico. Redar o tem poroča občini. Poroča pisno."),
    ("V 3. členu se na koncu pred piko doda besedilo »in županu«.", "3", "Redar nadzoruje tržnico. Redar o tem poroča občini in županu."),
    ("V 5. členu se znesek »200 eurov« nadomesti z zneskom »300 eurov«, za besedo »pristojbine« pa se doda besedilo »v roku«.", "5", "Z globo 300 eurov se kaznuje prodajalec, ki ne plača pristojbine v roku."),
    ("V 5. členu se za besedo »prodajalec« vejica črta.", "5", "Z globo 200 eurov se kaznuje prodajalec ki ne plača pristojbine."),
    ("V 2. členu se na koncu druge alineje pika nadomesti s podpičjem in doda nova tretja alineja, ki se glasi: »– med.«.", "2", "(1) Prodajalec na stojnici prodaja:\n– zelenjavo;\n– sadje;\n– med.\n(2) Stojnico odda občina za eno leto."),
    ("V prvem odstavku 2. člena se prva alineja črta.", "2", "(1) Prodajalec na stojnici prodaja:\n– sadje.\n(2) Stojnico odda občina za eno leto."),
    ("V napovednem stavku prvega odstavka 2. člena se beseda »prodaja« nadomesti z besedo »ponuja«.", "2", "(1) Prodajalec na stojnici ponuja:\n– zelenjavo;\n– sadje.\n(2) Stojnico odda občina za eno leto."),
    ("V 1. členu se za prvim odstavkom doda nov drugi odstavek, ki se glasi: »(2) Trg je na trgu.«.\nDosedanji drugi in tretji odstavek postaneta tretji in četrti odstavek.", "1", "(1) Ta odlok ureja tržnico.\n(2) Trg je na trgu.\n(3) Tržnico upravlja občina.\n(4) Občina določi upravljavca."),
    ("V 1. členu se drugi odstavek črta. Dosedanji tretji odstavek postane drugi odstavek.", "1", "(1) Ta odlok ureja tržnico.\n(2) Občina določi upravljavca."),
    ("V 1. členu se prvi odstavek črta.\nV dosedanjem drugem odstavku, ki postane prvi odstavek, se beseda »občina« nadomesti z besedo »režija«.\nDosedanji tretji odstavek postane drugi odstavek.", "1", "(1) Tržnico upravlja režija.\n(2) Občina določi upravljavca."),
    ("V 1. členu se doda nov četrti odstavek, ki se glasi: »Trg je na trgu.«.", "1", "(1) Ta odlok ureja tržnico.\n(2) Tržnico upravlja občina.\n(3) Občina določi upravljavca.\n(4) Trg je na trgu."),
    ("V 4. členu se za 1. točko doda nova 2. točka, ki se glasi: »2. za klop 7 eurov;«.\nDosedanja 2. točka postane 3. točka.", "4", "Pristojbina znaša:\n1. za stojnico 10 eurov;\n2. za klop 7 eurov;\n3. za mizo 5 eurov.\nZnesek plača prodajalec."),
    ("V 4. členu se 2. točka spremeni tako, da se glasi:\n»2. za mizo 6 eurov.«.", "4", "Pristojbina znaša:\n1. za stojnico 10 eurov;\n2. za mizo 6 eurov.\nZnesek plača prodajalec."),
    ("V 4. členu se pika na koncu 2. točke nadomesti s podpičjem in doda nova 3. točka, ki se glasi: »3. za klop 2 eura.«.", "4", "Pristojbina znaša:\n1. za stojnico 10 eurov;\n2. za mizo 5 eurov;\n3. za klop 2 eura.\nZnesek plača prodajalec."),
    ("V 4. členu se 1. in 2. točka spremenita tako, da se glasita:\n»1. za klop 1 euro;«\n»2. za mizo 2 eura.«.", "4", "Pristojbina znaša:\n1. za klop 1 euro;\n2. za mizo 2 eura.\nZnesek plača prodajalec."),
    ("Prva in druga alineja prvega odstavka 2. člena se spremenita tako, da se glasita:\n»– med,\n– mleko.«.", "2", "(1) Prodajalec na stojnici prodaja:\n– med,\n– mleko.\n(2) Stojnico odda občina za eno leto."),
    ("Naslov in besedilo 5. člena se spremenita tako, da se glasita:\n»5. člen\n(kazen)\nKazni ni.«.", "5", "Kazni ni."),
    ("Za besedo »poroča« se v 3. členu doda beseda »pisno«.", "3", "Redar nadzoruje tržnico. Redar o tem poroča pisno občini."),
    ("V 3. členu se za besedo “poroča” doda beseda “pisno”.", "3", "Redar nadzoruje tržnico. Redar o tem poroča pisno občini."),
    ('V 3. členu se beseda "poroča" nadomesti z besedo "piše".', "3", "Redar nadzoruje tržnico. Redar o tem piše občini."),
    ("5. člen se spremeni in se glasi:\n»Kazni ni.«", "5", "Kazni ni."),
    ("5. člen se dopolni in spremeni tako, da se po novem glasi:\n»Kazni ni.«", "5", "Kazni ni."),
    ("V 3. členu se izbriše drugi stavek.", "3", "Redar nadzoruje tržnico."),
    ("V 1. členu se drugi odstavek dopolni tako, da se za prvim stavkom doda nov stavek, ki se glasi: »Tudi trg.«.", "1", "(1) Ta odlok ureja tržnico.\n(2) Tržnico upravlja občina. Tudi trg.\n(3) Občina določi upravljavca."),
    ("V 1. členu se drugi odstavek spremeni tako, da se beseda »občina« nadomesti z besedo »režija«.", "1", "(1) Ta odlok ureja tržnico.\n(2) Tržnico upravlja režija.\n(3) Občina določi upravljavca."),
    ("V 4. členu se za 2. točko pika nadomesti s podpičjem in doda nova 3. točka, ki se glasi: »3. za klop 2 eura.«.", "4", "Pristojbina znaša:\n1. za stojnico 10 eurov;\n2. za mizo 5 eurov;\n3. za klop 2 eura.\nZnesek plača prodajalec."),
    ("Za 5. členom se doda 5.a člen in glasi:\n»5.a člen\nRedar izreče opomin.«", "5a", "Redar izreče opomin."),
    ("V 2. členu se:\n– v prvem odstavku beseda »stojnici« nadomesti z besedo »mizi«,\n– drugi odstavek črta.", "2", "(1) Prodajalec na mizi prodaja:\n– zelenjavo;\n– sadje."),
    ("5. člen se črta.", "5", ""),
    ("5. člen se spremeni tako, da se glasi:\n»5. člen\n(kazen)\nKazni ni.«.", "5", "Kazni ni."),
    ("Besedilo 5. člena se spremeni tako, da se glasi: »Kazni ni.«.", "5", "Kazni ni."),
    ("Za 5. členom se doda nov 5.a člen, ki se glasi:\n»5.a člen\n(opomin)\nRedar izreče opomin.«.", "5a", "Redar izreče opomin."),
    ("Dosedanje besedilo 5. člena postane prvi odstavek, doda pa se nov drugi odstavek, ki se glasi: »(2) Kazni ni.«.", "5", "(1) Z globo 200 eurov se kaznuje prodajalec, ki ne plača pristojbine.\n(2) Kazni ni."),
]  # fmt: skip


@pytest.mark.parametrize(("order", "number", "wanted"), ORDERS)
def test_an_order_changes_the_text_as_it_says(order: str, number: str, wanted: str) -> None:
    draft = draft_of(order)
    assert draft.problems == ()
    assert article(draft, number).text == wanted
    assert {change.source for change in draft.changes} == {"1"}


UNAPPLIED = [
    ("V 3. členu se beseda »Redar« nadomesti z besedo »Stražar«.", Why.OFTEN),
    ("V 3. členu se beseda »policist« nadomesti z besedo »redar«.", Why.NOT_FOUND),
    ("V 3. členu se beseda »Red« črta.", Why.NOT_FOUND),
    ("V 33. členu se beseda »redar« črta.", Why.NO_PLACE),
    ("V petem odstavku 1. člena se beseda »občina« črta.", Why.NO_PLACE),
    ("V prvem odstavku se beseda »občina« črta.", Why.NO_PLACE),
    ("5. člen se spremeni tako, da se glasi:\n»6. člen\nKazni ni.«.", Why.OTHER_NUMBER),
    ("Za 5. členom se doda nov 5.a člen, ki se glasi:\n»5.b člen\nKazni ni.«.", Why.OTHER_NUMBER),
    ("Drugi odstavek 1. člena se spremeni tako, da se glasi: »(4) Novo.«.", Why.OTHER_NUMBER),
    ("Priloga 1 se nadomesti z novo Prilogo 1, ki je sestavni del tega odloka.", Why.UNREAD),
    ("V 3. členu se beseda »Redar« smiselno nadomesti z besedo »Stražar«.", Why.UNREAD),
    ("V 5. členu se spremeni tako, da se glasi: »Nekaj, kar ni zaprto.", Why.UNREAD),
    ("V 3. členu se na koncu doda besedilo »in županu«.", Why.NO_PLACE),
]


@pytest.mark.parametrize(("order", "why"), UNAPPLIED)
def test_what_cannot_be_applied_is_listed_and_changes_nothing(order: str, why: Why) -> None:
    draft = draft_of(order)
    assert [problem.why for problem in draft.problems] == [why]
    assert draft.problems[0].source == "1"
    assert draft.law == read_law(BASE.split("\n"))


def test_articles_are_added_and_those_after_them_renumbered() -> None:
    draft = draft_of(
        "Za 2. členom se doda nov 3. člen, ki se glasi:\n»3. člen\n(trg)\nTrg je na trgu.«.",
        "Dosedanji 3. do 6. člen postanejo 4. do 7. člen.",
        "V dosedanjem 3. členu se besedilo »o tem« črta.",
    )
    assert draft.problems == ()
    assert [each.number for each in draft.law.articles] == ["1", "2", "3", "4", "5", "6", "7"]
    assert article(draft, "4").text == "Redar nadzoruje tržnico. Redar poroča občini."
    assert draft.sources("4") == ("OTrž-A, 2. člen", "OTrž-A, 3. člen")


def test_titles_of_articles_and_chapters_change() -> None:
    draft = draft_of(
        "Naslov 3. člena se spremeni tako, da se glasi: »(pregled)«.",
        "V naslovu 4. člena se beseda »pristojbina« nadomesti z besedo »cena«.",
        "Naslov II. poglavja se spremeni tako, da se glasi: »II. PREGLED«.",
    )
    assert draft.problems == ()
    assert [article(draft, number).title for number in "34"] == ["pregled", "cena"]
    assert article(draft, "3").chapter == ("II. PREGLED",)


def test_a_chapter_is_added_with_its_articles() -> None:
    draft = draft_of(
        "Za 5. členom se doda novo III. poglavje, ki se glasi:\n»III. MIR\n5.a člen\n(mir)\nNa trgu je mir.«."
    )
    assert (draft.problems, article(draft, "5a").chapter) == ((), ("III. MIR",))


def test_several_units_are_changed_by_one_sentence() -> None:
    draft = draft_of(
        "Drugi in tretji odstavek 1. člena se spremenita tako, da se glasita:\n»(2) Dva.\n(3) Tri.«.",
        "4. in 5. člen se črtata.",
        "V 2. in 3. členu se beseda »občin« črta.",
    )
    assert article(draft, "1").text == "(1) Ta odlok ureja tržnico.\n(2) Dva.\n(3) Tri."
    assert [each.number for each in draft.law.articles if each.is_repealed] == ["4", "5"]
    assert [problem.why for problem in draft.problems] == [Why.NOT_FOUND, Why.NOT_FOUND]


def test_the_whole_law_is_changed_where_the_order_says_so() -> None:
    draft = draft_of("V celotnem besedilu odloka se beseda »Redar« nadomesti z besedo »Stražar«.")
    assert article(draft, "3").text.count("Stražar") == 2
    assert [(change.article, change.deed) for change in draft.changes] == [("3", Deed.REPLACE)]


def test_words_in_other_cases_are_listed_and_not_bent() -> None:
    order = "V celotnem besedilu odloka se beseda »tržnico« v različnih sklonih nadomesti z besedo »trg« v ustreznih sklonih."
    base = read_law(BASE.replace("plača prodajalec.", "plača prodajalec na tržnici.").split("\n"))
    draft = consolidate(base, [act(order)])
    assert {change.article for change in draft.changes} == {"1", "3"}
    assert [problem.why for problem in draft.problems] == [Why.FORMS]
    assert "členih 1., 4." in draft.problems[0].detail


def test_an_act_that_changes_another_one_is_not_applied() -> None:
    other = act("V 3. členu se beseda »tem« črta.", title="Odlok o spremembah Odloka o pokopališkem redu (OPok-A)")
    draft = consolidate(read_law(BASE.split("\n")), [other])
    assert [problem.why for problem in draft.problems] == [Why.OTHER_BASE]


def test_an_article_that_names_another_act_is_not_applied() -> None:
    order = "V Odloku o pokopališkem redu (Uradni list RS, št. 1/20) se v 3. členu besedilo »o tem« črta."
    assert [problem.why for problem in draft_of(order).problems] == [Why.OTHER_BASE]


def test_acts_are_applied_one_after_the_other() -> None:
    first = act("V 5. členu se znesek »200 eurov« nadomesti z zneskom »300 eurov«.")
    second = act(
        "V 5. členu se znesek »300 eurov« nadomesti z zneskom »400 eurov«.",
        title="Odlok o spremembi Odloka o tržnici (OTrž-B)",
    )
    draft = consolidate(read_law(BASE.split("\n")), [first, second])
    assert article(draft, "5").text.startswith("Z globo 400 eurov")
    assert draft.sources("5") == ("OTrž-A, 1. člen", "OTrž-B, 1. člen")


def test_a_text_that_is_no_law_says_so() -> None:
    nothing = read_law(["Vabilo"])
    assert [each.why for each in consolidate(read_law(BASE.split("\n")), [nothing]).problems] == [Why.NO_ORDERS]
    assert [each.why for each in consolidate(nothing, [act("5. člen se črta.")]).problems] == [Why.NO_BASE]


def test_an_article_that_stands_twice_is_not_chosen() -> None:
    base = read_law([*BASE.split("\n"), "5. člen", "Z globo 100 eurov se kaznuje vsakdo."])
    draft = consolidate(base, [act("V 5. členu se beseda »globo« nadomesti z besedo »kaznijo«.")])
    assert [problem.why for problem in draft.problems] == [Why.MANY_PLACES]


def test_final_provisions_of_the_amending_act_are_its_own() -> None:
    orders, own = orders_of(act("5. člen se črta."))
    assert [each.deed for each in orders if isinstance(each, Operation)] == [Deed.REPEAL]
    assert [each.number for each in own] == ["2", "3"]


def test_a_hostile_order_is_read_in_no_time() -> None:
    for piece in ("V prvem odstavku 3. in ", "»", "se doda za besedo »a« ", "12., ", "( ", "dosedanji prvi "):
        assert operations_of(article_of("1", "", [f"V 1. členu se {piece * 2000} črta."])) is not None


# --- ZORed --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def consolidated(shared: Path) -> Draft:
    zored = shared / "official" / "zored"
    base, amending = (
        read_law((zored / name).read_text(encoding="utf-8").split("\n"))
        for name in ("ZORed-2006.md", "ZORed-A-2017.md")
    )
    return consolidate(base, [amending])


def test_every_order_of_zored_a_is_applied(consolidated: Draft) -> None:
    assert consolidated.problems == ()
    assert [change.source for change in consolidated.changes] == [*"123456789", "9", "10", "11", "12"]
    assert [number for _, own in consolidated.own for number in [own.number]] == ["13"]


def test_zored_keeps_the_articles_that_zored_a_does_not_name(consolidated: Draft, shared: Path) -> None:
    text = (shared / "official" / "zored" / "ZORed-2006.md").read_text(encoding="utf-8")
    before = {each.number: (each.title, each.text) for each in read_law(text.split("\n")).articles}
    after = {each.number: (each.title, each.text) for each in consolidated.law.articles}
    changed = {number for number in after if after[number] != before.get(number)}
    assert changed == {"5", "10", "11", "12", "13", "14", "16", "17", "18", "20", "28a", "29"}
    assert list(after) == [*map(str, range(1, 29)), "28a", *map(str, range(29, 38))]


# (article, title, what it says now, what it does not say any more)
ZORED = [
    ("5", "opravljanje nalog občinskega redarstva", "(2) Način imenovanja in razrešitve", "soglasno"),
    ("10", "vrste pooblastil", "– uporaba telesne sile", "fizične sile"),
    ("11", "ustna odredba", "občinski redar daje ukaze, obvezna navodila in prepovedi", "daje obvezna"),
    ("12", "ugotavljanje identitete", "(5) Če občinski redar ne more ugotoviti identitete osebe", "istovetnost"),
    ("13", "zadržanje osebe", "(4) Zadržanje iz prejšnjega odstavka", "zadržati storilca prekrška in"),
    ("14", "uporaba prisilnih sredstev", "(4) Občinski redar prisilnih sredstev ne sme", "fizično silo"),
    ("16", "obveščanje o varnostnem pregledu osebe, zasegu predmetov, zadržanju in uporabi prisilnih sredstev", "pisno poroča", "je dolžan napisati"),
    ("17", "ocena uporabe prisilnih sredstev", "(5) Komisijo vodi direktor", "petčlansko"),
    ("18", "postopek pred komisijo", "določbe poslovnika občinskega sveta, ki se nanašajo na sklicevanje in vodenje sej, sklepčnost in sprejemanje odločitev.\n(2)", "zakona o splošnem"),
    ("20", "pogoji za opravljanje nalog", "ki ima najmanj šesto raven izobrazbe v skladu s predpisi, ki urejajo uvedbo in uporabo klasifikacijskega sistema izobraževanja in usposabljanja.", "odločbe o prekrških pa je lahko pooblaščena uradna oseba, ki ima najmanj visokošolsko"),
    ("28a", "evidenca uporabe prisilnih sredstev", "(2) Podatki v evidenci se hranijo dve leti", "«"),
    ("29", "dostop do podatkov iz evidenc", "izpis evidenc iz 28. in 28.a člena tega zakona.", "prejšnjega člena"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "title", "says", "gone"), ZORED)
def test_the_consolidated_zored_reads_as_the_law_in_force(
    consolidated: Draft, number: str, title: str, says: str, gone: str
) -> None:
    found = article(consolidated, number)
    assert (found.title, says in found.text, gone in found.text) == (title, True, False)
    assert ".." not in found.text
    assert consolidated.sources(number)[0].startswith("ZORed-A, ")


def test_a_list_of_the_gazette_with_abbreviations_does_not_end_the_sentence() -> None:
    listed = (
        "(Uradni list RS, št. 29/11 – uradno prečiščeno besedilo, 74/14 – odl. US, 8/15 – skl. US in 73/19 – odl. US)"
    )
    ordered = f"V Zakonu o prekrških {listed} se v 53. členu beseda »ustno« nadomesti z besedo »pisno«."
    [found] = operations_of(article_of("1", "", [ordered]))
    assert isinstance(found, Operation)
    assert (found.places[0].article, found.old, found.new) == ("53", "ustno", "pisno")
