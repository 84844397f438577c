import pytest

from kb.legislation.citations import Citation, GazetteReference, Kind, find_citations

UNITS = [
    ("po drugem odstavku 12. člena ZORed", "ZORed", ("12",), ("2",), (), ()),
    ("iz prve alineje drugega odstavka 3. člena tega zakona", "self", ("3",), ("2",), (), ("1",)),
    ("iz druge alineje 3. točke prvega odstavka 8. člena", "", ("8",), ("1",), ("3",), ("2",)),
    ("1. odst. 5.a čl. ZDIJZ", "ZDIJZ", ("5a",), ("1",), (), ()),
    ("3. tč. 1. odst. 6. čl. ZDIJZ", "ZDIJZ", ("6",), ("1",), ("3",), ()),
    ("razen 11., 36. in 40. člena", "", ("11", "36", "40"), (), (), ()),
    ("od 8. do vključno 11. člena", "", ("8", "9", "10", "11"), (), (), ()),
    ("46. do 48. člena tega odloka", "self", ("46", "47", "48"), (), (), ()),
    ("Člen 49.a ne velja", "", ("49a",), (), (), ()),
    ("v skladu z 20. a členom", "", ("20a",), (), (), ()),
    ("členi 5, 6 in 7 statuta", "", ("5", "6", "7"), (), (), ()),
    ("točke a), b) in d) prvega odstavka 50. člena", "", ("50",), ("1",), ("a", "b", "d"), ()),
    ("iz (b) točke tretjega odstavka 46. člena Uredbe 650/2012/EU", "Uredba 650/2012/EU", ("46",), ("3",), ("b",), ()),
    ("štiriindvajseta alineja 7. člena ZORed-A", "ZORed-A", ("7",), (), (), ("24",)),
    ("12. člen Zakona o občinskem redarstvu", "ZORed", ("12",), (), (), ()),
    ("3. člena Zakona o neobstoječih rečeh (Uradni list RS", "Zakon o neobstoječih rečeh", ("3",), (), (), ()),
    ("leta 2007, 12. člena", "", ("12",), (), (), ()),
    ("prvi člen statuta", "", ("1",), (), (), ()),
    ("iz osmega odstavka spremenjenega 177. člena", "", ("177",), ("8",), (), ()),
    ("amandma k 1. in k 2. členu", "", ("1", "2"), (), (), ()),
    ("citirala tedanji 19./e člen", "", ("19e",), (), (), ()),
    ("70.da člena tega zakona", "self", ("70da",), (), (), ()),
    ("drugi odstavek 85., 85.a, 122., 130, 130.h in 137.g člen", "", ("85", "85a", "122", "130", "130h", "137g"),
     ("2",), (), ()),
    ("2. b) točke prvega odstavka 3. člena", "", ("3",), ("1",), ("2", "b"), ()),
    ("zadnja alineja drugega odstavka 194. člena", "", ("194",), ("2",), (), ()),
    ("V 43. členu 4. točka", "", ("43",), (), ("4",), ()),
    ("členi od 5. do 7. zakona", "", ("5", "6", "7"), (), (), ()),
    ("7.točke 29.člena", "", ("29",), (), ("7",), ()),
    ("15. do 17. člena Splošne uredbe", "Splošna uredba", ("15", "16", "17"), (), (), ()),
    ("34. členom Delegirane uredbe Komisije (EU) 2015/35", "Delegirana uredba Komisije (EU) 2015/35", ("34",), (), (),
     ()),
    ("25. člen zakona o političnem združevanju sprejet", "Zakon o političnem združevanju", ("25",), (), (), ()),
    ("24. člen veljavnega zakona o javni rabi, ki", "Zakon o javni rabi", ("24",), (), (), ()),
    ("2. člena ustavnega zakona za izvedbo ustave, bi", "Ustavni zakon za izvedbo ustave", ("2",), (), (), ()),
    ("12. člena Zakona o davčnem postopku (Uradni list RS, št. 18/96)", "Zakon o davčnem postopku", ("12",), (), (),
     ()),
    ("V zakonu o rečeh (Uradni list RS, št. 33/90) se prvi odstavek 6. člena spremeni", "Zakon o rečeh", ("6",), ("1",),
     (), ()),
    ("ZORed v 10. členu določa", "ZORed", ("10",), (), (), ()),
    ("(ZORed, 10. člen)", "ZORed", ("10",), (), (), ()),
    ("ZORed, ki v smislu 3. člena velja", "ZORed", ("3",), (), (), ()),
    ("ureja ZLS, predvsem njegov 37.b člen", "ZLS", ("37b",), (), (), ()),
    ("Prvi (ZORed) pa v drugem odstavku 7. člena določa", "ZORed", ("7",), ("2",), (), ()),
    ("zakon o rečeh (Uradni list RS, št. 3/90): I. poglavje, 2. odstavek 65. člena;", "Zakon o rečeh", ("65",), ("2",),
     (), ()),
    ("črta se drugi člen, četrti in peti odstavek, ki", "", ("2",), ("4", "5"), (), ()),
    ("Člen 21.; točka 11 naj se črta", "", ("21",), (), ("11",), ()),
    ("Člen 33., točka 5 se črta", "", ("33",), (), ("5",), ()),
    ("12. čl., 2. odst., 3. al. ZLS", "ZLS", ("12",), ("2",), (), ("3",)),
    ("na podlagi 36. člena drugega odstavka je", "", ("36",), ("2",), (), ()),
    ("tretji odstavek 1. točke 2.a člena se", "", ("2a",), ("3",), ("1",), ()),
    ("71.a člena do 71.č člena tega zakona", "self", ("71a", "71č"), (), (), ()),
    ("5. člena do vključno 8. člena tega zakona", "self", ("5", "6", "7", "8"), (), (), ()),
    ("po 14. členu Ustave je", "URS", ("14",), (), (), ()),
    ("po 400. členu Ustave SFRJ je", "Ustava SFRJ", ("400",), (), (), ()),
    ("18. člena Statuta Občine Brinje je", "Statut Občine Brinje", ("18",), (), (), ()),
    ("288. člena poslovnika Skupščine Republike Slovenije obravnava",
     "Poslovnik Skupščine Republike Slovenije", ("288",), (), (), ()),
    ("31. člen Odloka o tržnem redu, ki", "Odlok o tržnem redu", ("31",), (), (), ()),
    ("40. členu zakona o davku od dohodkov pravnih oseb (Uradni list RS, št. 33/06 – uradno prečiščeno besedilo)",
     "Zakon o davku od dohodkov pravnih oseb", ("40",), (), (), ()),
    ("3. členu zakona o dedovanju (Uradni list SFRJ, št. 42/65)", "Zakon o dedovanju", ("3",), (), (), ()),
]  # fmt: skip

SEVERAL = [
    ("1. točki prvega odstavka in v drugem odstavku 206. člena tega zakona", [("206", "1"), ("206", "2")], "self"),
    ("prvega odstavka 3. in drugega odstavka 5. člena ZP-1", [("3", "1"), ("5", "2")], "ZP-1"),
    ("111. člena, prvega odstavka 112. člena in 113. člena ZLS", [("111", ""), ("112", "1"), ("113", "")], "ZLS"),
    ("drugega in četrtega odstavka 97. člena ter 100. člen ZLS", [("97", "24"), ("100", "")], "ZLS"),
]

ACTS = [
    ("Odlok o zelenih površinah (Uradni list RS, št. 3/12)", "Odlok o zelenih površinah"),
    ("po Odredbi o načinu poročanja (Uradni list RS, št. 16/99)", "Odredba o načinu poročanja"),
    ("Pravilnik o izvajanju Zakona o rečeh (Uradni list RS, št. 1/10)", "Pravilnik o izvajanju Zakona o rečeh"),
    ("Zakona o spremembah in dopolnitvah Zakona o lokalni samoupravi (ZLS-K) ter", "ZLS-K"),
    ("Zakon o spremembi Obligacijskega zakonika – OZ-A (Uradni list RS, št. 40/07)", "OZ-A"),
    ("v zakonu o zadevah, Ur. l. SRS, št. 11/91", "Zakon o zadevah"),
    ("Zakon o davčnem postopku (Uradni list RS, št. 13/11 – uradno prečiščeno besedilo)", "ZDavP-2"),
    ("zakonu o davčnem postopku (Uradni list RS, št. 18/96 in 87/97)", "Zakon o davčnem postopku"),
    ("Uredbo (EU) 2016/679 uporablja", "Uredba (EU) 2016/679"),
    ("Splošno uredbo o varstvu podatkov", "Splošna uredba"),
    ("spremembah zakona o lokalni samoupravi", "ZLS"),
    ("Zakona o spodbujanju razvoja turizma (ZSRT-1, Uradni list RS, št. 13/18)", "ZSRT-1"),
    ("Zakona o cestah (ZCes-1) (Uradni list RS, št. 109/10)", "ZCes-1"),
    ("Zakona o spodbujanju skladnega regionalnega razvoja (ZSRR-2A), ki", "ZSRR-2"),
]

GAZETTES = [
    ("Uradni list RS – MP, št. 9/92", [("9", 1992, "")]),
    ("Uradni list SFRJ; št. 4/77, 36/80", [("4", 1977, ""), ("36", 1980, "")]),
    ("Uradni list RS, št. 35/2000 – zadržanje izvrševanja", [("35", 2000, "zadržanje izvrševanja")]),
    ("(Uradni list RS, št. 139/06)", [("139", 2006, "")]),
    ("Ur. l. RS, št. 51/06-UPB2, 117/06–ZDavP-2", [("51", 2006, "UPB2"), ("117", 2006, "ZDavP-2")]),
    (
        "Uradni list RS, št. 24/06 – uradno prečiščeno besedilo, 105/06 – ZUS-1 in 3/22 – ZDeb",
        [("24", 2006, "uradno prečiščeno besedilo"), ("105", 2006, "ZUS-1"), ("3", 2022, "ZDeb")],
    ),
    ("Uradni list RS, št. 12/16 − popravek", [("12", 2016, "popravek")]),
    ("Ur.l. RS, št. 94/2007", [("94", 2007, "")]),
    ("Uradni list SRS, št. 29/78", [("29", 1978, "")]),
    ("Uradni list RS, št. 33/91-I, 47, 68/04", [("33-I", 1991, ""), ("47", 2004, ""), ("68", 2004, "")]),
    ("Uradni list Republike Slovenije 72/93", [("72", 1993, "")]),
    ("Uradni list RS, št. 208 z dne 30. 12. 2021", [("208", 2021, "")]),
    ("Uradni list RS, št. 2/04 – odl. US, 8/05 – skl. US", [("2", 2004, "odl. US"), ("8", 2005, "skl. US")]),
    ("Uradni list RS, št. št. 3/2007", [("3", 2007, "")]),
    ("Uradni list RS, št. 20/00 - prečiščeno besedilo", [("20", 2000, "prečiščeno besedilo")]),
    ("Uradni list RS, št. 100/05 – uradno\nprečiščeno besedilo, 25/08", [
        ("100", 2005, "uradno prečiščeno besedilo"), ("25", 2008, "")]),
    ("Uradni list RS, št. 27/08 Odl. US: Up-2925/07-15, U-I-21/07-18, 76/08", [
        ("27", 2008, "Odl. US: Up-2925/07-15, U-I-21/07-18"), ("76", 2008, "")]),
]  # fmt: skip

IDENTIFIERS = [
    ("EVA: 2018-2030-0045", Kind.EVA),
    ("EPA 1428-IX", Kind.EPA),
    ("SOP: 2006-01-6040", Kind.SOP),
    ("U-I-182/21-15", Kind.COURT),
    ("ECLI:SI:VSRS:2015:II.IPS.1.2014", Kind.ECLI),
    ("https://www.uradni-list.si/glasilo-uradni-list-rs/vsebina/2017-01-0406", Kind.ADDRESS),
    ("pisrs.si/pregledPredpisa?id=ZAKO4697", Kind.ADDRESS),
]

NONE = [
    "12. člen\n(ugotavljanje istovetnosti)",
    "»10. člen (vrste pooblastil)\n(1) Občinski redar …«",
    "3. točka dnevnega reda",
    "»12. člen\n(poročanje)\nRedar poroča.«\nPREDSEDNIK JOŽE NOVAK:\nPrehajamo na 7. točko.",
    "12. člen\nRed.\n8. točka dn. reda",
    "iz kakšnega drugega člena",
    "po drugih členih",
    "osnutek je kratek, 13 členov",
    "v štirih ali petih členih",
    "predzadnji odstavek in 6.13",
    "obdelave s Splošno uredbo in z zakonom",
    "določbe tega člena",
    "dne 12. 3. 2007 ob 9. uri",
    "objavljeno v Uradnem listu Republike Slovenije",
    "člani sveta so zagotovili ZAGOTOVITI",
    "",
]


def only(text: str) -> Citation:
    found = find_citations(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "act", "articles", "paragraphs", "points", "indents"), UNITS)
def test_a_unit_is_read_with_its_act(
    text: str, act: str, articles: object, paragraphs: object, points: object, indents: object
) -> None:
    found = next(each for each in find_citations(text) if each.kind is Kind.ARTICLE)
    told = (found.act, found.articles, found.paragraphs, found.points, found.indents)
    assert told == (act, articles, paragraphs, points, indents)


@pytest.mark.parametrize(("text", "units", "act"), SEVERAL)
def test_what_is_said_once_for_several_units_is_known_of_each(
    text: str, units: list[tuple[str, str]], act: str
) -> None:
    found = find_citations(text)
    assert [("".join(each.articles), "".join(each.paragraphs)) for each in found] == units
    assert {each.act for each in found} == {act}


@pytest.mark.parametrize(("text", "numbers"), GAZETTES)
def test_a_list_of_the_gazette_is_read_with_qualifiers(text: str, numbers: list[tuple[str, int, str]]) -> None:
    assert only(text).gazette == tuple(GazetteReference(*each) for each in numbers)


@pytest.mark.parametrize(("text", "kind"), IDENTIFIERS)
def test_an_identifier_is_found_whole(text: str, kind: Kind) -> None:
    found = only(f"Glej {text}.")
    assert (found.text, found.kind) == (text, kind)


@pytest.mark.parametrize("text", NONE)
def test_what_cites_nothing_is_no_citation(text: str) -> None:
    assert find_citations(text) == ()


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_an_act_is_known_by_what_stands_around_its_title(text: str, act: str) -> None:
    found = only(text)
    assert (found.kind, found.act) == (Kind.ACT, act)


def test_an_acronym_that_the_text_has_given_names_the_act_from_there_on() -> None:
    title = "Zakon o zemljiški knjigi (Uradni list RS, št. 33/95; v nadaljnjem besedilu: ZZK)"
    text = f"{title} velja. Določbe ZZK in 7. člen ZZK."
    assert [(each.kind, each.act) for each in find_citations(text)] == [
        (Kind.ACT, "ZZK"), (Kind.ACT, "ZZK"), (Kind.ARTICLE, "ZZK")
    ]  # fmt: skip
    assert find_citations("Agencija (v nadaljnjem besedilu: AJPES) vodi register. AJPES objavi.") == ()


def test_articles_behind_a_chapter_or_left_out_of_an_act_are_its_articles() -> None:
    text = "1. člen\nNe velja XXVIII. poglavje (členi 966 do 968) zakona o razmerjih (Uradni list SFRJ, št. 29/78)."
    assert find_citations(text)[0].act == "Zakon o razmerjih"
    text = "1. člen\nPreneha veljati zakon o dedovanju (Uradni list SFRJ, št. 42/65), razen določb členov 154 do 156."
    assert find_citations(text)[-1].act == "Zakon o dedovanju"


def test_a_list_of_units_is_all_of_the_act_that_ends_it() -> None:
    found = find_citations(
        "1. člen\n12. člen, prvi odstavek 13. člena, drugi odstavek in 15. člen zakona o cestah ne veljajo."
    )
    assert {each.act for each in found} == {"ZCes-2"}
    assert [each.articles for each in found] == [("12",), ("13",), ("15",), ("15",)]


AMENDING = """ODLOK
o spremembah Odloka o tržnem redu (OTrž-A)
1. člen
V 5. členu se doda nov tretji odstavek, ki se glasi:
»(3) Red iz prvega odstavka tega člena in 7. člena tega odloka velja.«.
V prvem odstavku se črta beseda.
2. člen
Za 8. členom se doda nov 8.a člen.
"""


def test_in_an_amending_act_units_are_of_the_act_that_it_changes() -> None:
    found = find_citations(AMENDING, own="OTrž-A")
    assert {each.act for each in found} == {"OTrž"}
    assert [each.articles for each in found if "prvem odstavku" in each.text.lower()] == [("5",)]


CHANGES_OF_A_CHARTER = """S P R E M E M B E I N D O P O L N I T V E S T A T U T A
Občine Brinje
1. člen
V Statutu Občine Brinje (Uradni list RS, št. 12/99 in 2/01) se v drugem odstavku 4. člena beseda »pečat« črta.
2. člen
V 14. členu se:
– črta tretja alineja drugega odstavka,
– drugi odstavek 15. člena se spremeni tako, da se glasi: »(2) Žig iz prvega odstavka tega člena hrani župan.«.
"""


def test_an_act_is_what_its_first_order_changes_whatever_its_title() -> None:
    units = [each for each in find_citations(CHANGES_OF_A_CHARTER) if each.kind is Kind.ARTICLE]
    assert {each.act for each in units} == {"Statut Občine Brinje"}
    assert [(*each.articles, *each.paragraphs) for each in units] == [
        ("4", "2"), ("14",), ("14", "2"), ("15", "2"), ("15", "1")
    ]  # fmt: skip


def test_an_act_that_changes_another_has_the_acronym_that_stands_beside_it() -> None:
    text = "kratica: ZLS-K\nnaziv: »Zakon o spremembah Zakona o lokalni samoupravi«"
    assert [each.act for each in find_citations(text)] == ["ZLS-K", "ZLS-K"]


def test_a_title_that_ran_on_is_cut_where_the_text_has_it_alone_more_often() -> None:
    alone = "Po 3. členu zakona o rečnih poteh. Po 4. členu zakona o rečnih poteh. "
    found = find_citations(f"{alone}Po 5. členu zakona o rečnih poteh med organizacijami v teku.")
    assert [each.act for each in found] == ["Zakon o rečnih poteh"] * 3
    assert found[-1].text == "5. členu zakona o rečnih poteh"


def test_the_article_of_a_draft_ends_where_another_speaker_begins() -> None:
    text = "12. člen\nRed iz prvega odstavka.\nPREDSEDNIK JOŽE NOVAK:\nV drugem odstavku je napaka."
    assert [each.articles for each in find_citations(text)] == [("12",), ()]


def test_the_constitution_of_a_text_about_the_federation_is_another() -> None:
    assert find_citations("Skupščina SFRJ je po 4. členu ustave sklenila.")[0].act == ""


def test_the_paragraph_before_keeps_its_article_beside_a_unit_of_another() -> None:
    law = "5. člen\n(1) Ena.\n(2) V nasprotju s prejšnjim odstavkom oziroma drugim odstavkom 4. člena tega zakona."
    assert [(each.articles, each.paragraphs) for each in find_citations(law)] == [(("5",), ("1",)), (("4",), ("2",))]


def test_neighbours_of_a_paragraph_and_of_an_article_are_known_by_where_they_stand() -> None:
    law = "11. člen\n(1) Ena.\n(2) Dva iz naslednjega odstavka.\n(3) Tri iz prejšnjih odstavkov tega člena."
    law += " Štiri iz naslednjega člena.\n12. člen\nPet."
    following, before, after = find_citations(law)
    assert (following.paragraphs, before.paragraphs, after.articles) == (("3",), ("1", "2"), ("12",))


def test_this_article_and_the_paragraph_before_are_known_by_where_they_stand() -> None:
    law = "11. člen\n(1) Prvo.\n12. člen\n(1) Drugo iz prejšnjega člena.\n(2) Tretje iz prejšnjega odstavka tega člena."
    before, here = find_citations(law, own="ZORed")
    assert (before.act, before.articles) == ("ZORed", ("11",))
    assert (here.act, here.articles, here.paragraphs) == ("ZORed", ("12",), ("1",))


def test_the_same_act_is_the_one_cited_before() -> None:
    found = find_citations("Po 3. členu ZP-1 in po 5. členu istega zakona.")
    assert [each.act for each in found] == ["ZP-1", "ZP-1"]


def test_an_act_with_its_gazette_list_is_one_citation() -> None:
    found = only("Zakon o lokalni samoupravi (Uradni list RS, št. 94/07, 76/08; v nadaljnjem besedilu: ZLS) ureja")
    assert (found.kind, found.act, len(found.gazette)) == (Kind.ACT, "ZLS", 2)
    assert found.text.startswith("Zakon o")
    assert found.text.endswith("76/08")


def test_every_citation_says_where_it_stands() -> None:
    text = "Po 3. členu ZP-1 (Uradni list RS, št. 29/11) in U-I-5/09."
    assert all(text[each.start : each.end] == each.text for each in find_citations(text))


@pytest.mark.parametrize(
    "piece", ["1. ", "prvega odstavka ", "12., ", "člena in ", "a) ", "139/06, ", "Uradni list ", "tega "]
)
def test_a_long_text_of_one_piece_ends(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(0 <= each.start < each.end <= len(text) for each in find_citations(text))
