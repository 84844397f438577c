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
    ("iz (b) točke tretjega odstavka 46. člena Uredbe 650/2012/EU", "Uredbe 650/2012/EU", ("46",), ("3",), ("b",), ()),
    ("štiriindvajseta alineja 7. člena ZORed-A", "ZORed-A", ("7",), (), (), ("24",)),
    ("12. člen Zakona o občinskem redarstvu", "ZORed", ("12",), (), (), ()),
    ("3. člena Zakona o neobstoječih rečeh (Uradni list RS", "Zakon o neobstoječih rečeh", ("3",), (), (), ()),
    ("leta 2007, 12. člena", "", ("12",), (), (), ()),
    ("prvi člen statuta", "", ("1",), (), (), ()),
]

SEVERAL = [
    ("1. točki prvega odstavka in v drugem odstavku 206. člena tega zakona", [("206", "1"), ("206", "2")], "self"),
    ("prvega odstavka 3. in drugega odstavka 5. člena ZP-1", [("3", "1"), ("5", "2")], "ZP-1"),
    ("111. člena, prvega odstavka 112. člena in 113. člena ZLS", [("111", ""), ("112", "1"), ("113", "")], "ZLS"),
]

GAZETTES = [
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
]

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
