"""What a small text tells of a document, and by which words."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.ingest.suggest import Name, Names, Seen, suggest
from kb.model import Extract, UnitKind
from tests.ingest.suggest.making import NAMES, suggested

DAY = dt.date(2016, 9, 21)
DATES = [
    (("Ljubljana, dne 21. septembra 2016",), DAY),
    (("Novo mesto, 21. 9. 2016",), DAY),
    (("Datum: 21. 9. 2016",), DAY),
    (("Datum dokumenta: 21.9.2016",), DAY),
    (("Objavljeno: 21. 9. 2016",), DAY),
    (("Published: 21 September 2016",), DAY),
    (("21. 9. 2016",), DAY),
    (("Številka: 011-3/2010-4", "Maribor, 21. IX. 2016"), DAY),
    (("# Posvet o redarstvu", "Komisija za občinsko redarsko službo, Celje, 21. 9. 2016"), DAY),
    (("Sprejeto na 5. seji Komisije za kulturo 21. septembra 2016.",), DAY),
    (("| Komisija za kulturo, 21. 9. 2016 · 1", "Kaj varujemo"), DAY),
    (("Seja je bila v sredo, 14. 9. 2016, na daljavo.", "Koper, 21. 9. 2016"), DAY),
    (("Predlog iz Uradnega lista RS, št. 9/17 z dne 24. 2. 2017, velja.",), None),
    (("Pripombe pošljite najpozneje do 14. 11. 2019",), None),
    (("Kaj se zgodi 25. maja 2018, ko se uredba začne uporabljati",), None),
    (("Brez datuma je to gradivo.",), None),
]
KINDS = [
    ("# Zapisnik 3. seje Komisije za okolje", "zapisnik"),
    ("Z A P I S N I K", "zapisnik"),
    ("# VABILO", "vabilo"),
    ("# Sklic Skupščine", "vabilo"),
    ("# Sklepi 12. seje predsedstva", "sklepi"),
    ("OKROŽNICA: PLAKATIRANJE OB VOLITVAH", "okroznica"),
    ("# Tedenske novice 8/2026", "tedenske-novice"),
    ("# STALIŠČE do višine povprečnine", "stalisce"),
    ("# Position of the Association on cohesion policy", "stalisce"),
    ("# Pripombe na predlog Zakona o športu", "pripombe"),
    ("# Mnenje o evidenčnih naročilih", "mnenje"),
    ("# Pojasnilo o komunalnem prispevku", "mnenje"),
    ("# Najpogostejša vprašanja o dolgotrajni oskrbi", "pogosta-vprasanja"),
    ("# Analiza občinskih stanovanj", "analiza"),
    ("# Proračunski priročnik", "prirocnik"),
    ("# Letno poročilo 2020", "porocilo"),
    ("# Program dela za leto 2021", "porocilo"),
    ("# Sporočilo za javnost", "sporocilo-za-javnost"),
    ("# Aneks št. 3 h Kolektivni pogodbi komunalnih dejavnosti", "kolektivna-pogodba"),
    ("# Skupno javno naročilo električne energije", "skupno-narocilo"),
    ("# Javni razpis za sofinanciranje", "razpis"),
    ("# Povpraševanje: najem prostorov", "povprasevanje"),
    ("# Statut Skupnosti občin Slovenije", "statut-sos"),
    ("(neuradno prečiščeno besedilo št. 22)", "npb"),
    ("# Zbornik prispevkov", "publikacija"),
    ("# Vzorec pogodbe o najemu", "vzorec-akta"),
    ("# Odlok o oskrbi s pitno vodo (vzorec)", "vzorec-akta"),
    ("# Predlog sprememb Zakona o prekrških", "predlog-sprememb"),
]
BODIES = [
    ("Vabilo članom Komisije za okolje", "k-okolje"),
    ("Komisiji za proračun in javne finance", "k-finance"),
    ("poročilo Nadzornega odbora", "nadzorni-odbor"),
    ("na seji Mreže za integracijo romske skupnosti", "m-romska"),
    ("Komisija za obravnavo vprašanj zaposlenih", "k-zaposleni"),
    ("Prepared by the Commission for the environment", "k-okolje"),
    ("generalna sekretarka", "generalni-sekretar"),
    ("Sekretariat Skupnosti občin Slovenije", "sekretariat"),
]


@pytest.mark.parametrize(("lines", "expected"), DATES)
def test_the_date_is_the_one_that_stands_as_dates_of_documents_do(lines: tuple[str, ...], expected: object) -> None:
    found = suggested(*lines).dated
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(("line", "kind"), KINDS)
def test_the_kind_is_told_by_the_opening(line: str, kind: str) -> None:
    found = suggested(line, "To je besedilo, ki sledi naslovu.").kind
    assert found is not None
    assert (found.value, found.confidence > 0.5) == (kind, True)


@pytest.mark.parametrize(("text", "body"), BODIES)
def test_a_body_is_found_by_its_name_in_any_case(text: str, body: str) -> None:
    assert [found.value for found in suggested(text).bodies] == [body]


def test_a_bill_is_told_by_its_front_page() -> None:
    found = suggested("PREDLOG", "EVA 2021-2030-0001", "REDNI POSTOPEK", "# ZAKON", "# O OBČINSKEM REDARSTVU").kind
    assert found is not None
    assert found.value == "predlog-zakona"


def test_an_act_with_articles_is_one_and_its_title_is_put_together() -> None:
    lines = ("# ODLOK", "# o javnem redu", "1. člen", "Ta odlok ureja red.", "2. člen", "Odlok začne veljati.")
    found = suggested(*lines)
    assert found.kind is not None
    assert found.title is not None
    assert (found.kind.value, found.title.value) == ("podzakonski-predpis", "ODLOK o javnem redu")


def test_slides_are_a_presentation() -> None:
    found = suggested("# Cena programa vrtca", "Delavnica", kind=UnitKind.SLIDE).kind
    assert found is not None
    assert (found.value, found.seen) == ("predstavitev", Seen("prosojnica 1", "Cena programa vrtca"))


def test_a_suggestion_tells_where_and_in_which_words_it_was_seen() -> None:
    found = suggested("# Zapisnik 7. seje", "Maribor, 21. 9. 2016", kind=UnitKind.PAGE).dated
    assert found is not None
    assert found.seen == Seen("stran 1", "Maribor, 21. 9. 2016")


def test_a_title_in_capitals_is_written_as_the_text_writes_its_words() -> None:
    lines = ("VOLITVE V EVROPSKI PARLAMENT PO ZORed", "Letos bodo volitve v Evropski parlament junija.")
    found = suggested(*lines, title="VOLITVE V EVROPSKI PARLAMENT").title
    assert found is not None
    assert found.value == "Volitve v Evropski parlament"


def test_topics_are_told_by_their_words_and_by_the_acts_cited() -> None:
    text = "Občinski redarji izvajajo pooblastila iz 10. člena ZOR-ed; redarstvo nosi uniformo."
    found = suggested("# Pooblastila redarjev", text)
    assert [each.value for each in found.topics] == ["obcinsko-redarstvo"]
    assert [each.value for each in found.acts] == ["ZORed"]


def test_acts_in_a_list_of_changes_are_not_cited() -> None:
    found = suggested("Zakon o lokalni samoupravi (Uradni list RS, št. 94/07, 40/12 – ZUJF) velja.")
    assert [each.value for each in found.acts] == ["ZLS"]


def test_only_names_that_exist_are_suggested() -> None:
    found = suggested("# Zapisnik seje Komisije za okolje", "O odpadkih in okolju.", names=Names())
    assert (found.kind, found.bodies, found.topics) == (None, (), ())


def test_a_topic_that_staff_have_added_is_known_by_its_name() -> None:
    names = Names(topics=(Name("cebele", "Čebelarstvo in medonosne rastline"),))
    lines = ("# Čebelarstvo v občini", "Čebelarstvo in medonosne rastline: o čebelarstvu ter medonosnih rastlinah.")
    assert [each.value for each in suggested(*lines, names=names).topics] == ["cebele"]


def test_a_body_of_another_is_less_sure_than_one_of_the_association() -> None:
    theirs = suggested("Skupščina Republike Slovenije je zasedala.").bodies[0]
    ours = suggested("Skupščina Skupnosti občin Slovenije je zasedala.").bodies[0]
    assert theirs.confidence < 0.6 < ours.confidence


def test_a_document_without_text_suggests_nothing() -> None:
    found = suggest(Extract("text/plain", ()), (), names=NAMES)
    assert (found.title, found.dated, found.kind, found.language) == (None, None, None, None)
    assert found.topics == found.bodies == found.acts == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ZORedzakon -–./0129čžAINVPRDLG#|\n»«()", max_size=120), max_size=12))
def test_any_text_can_be_suggested_from(lines: list[str]) -> None:
    found = suggested(*lines)
    every = [found.title, found.dated, found.kind, found.language, *found.topics, *found.bodies, *found.acts]
    assert all(0 <= each.confidence <= 1 for each in every if each)
