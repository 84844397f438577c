"""Acts and articles as schema.org Legislation."""

import datetime as dt

import pytest

from kb.legislation.linked import Around, linked_act, linked_article
from kb.legislation.register import Act
from kb.legislation.versions import ActVersion, VersionSort

ROOT = "https://kb.si/predpis"
ACT = Act("ZORed", "Zakon o občinskem redarstvu", "139/06, 9/17 – ZORed-A", sop="2006-01-6040")
CHANGE = Act("ZORed-A", "Zakon o spremembah Zakona o občinskem redarstvu", "9/17", amends="ZORed")
VERSIONS = (
    ActVersion(1, "ZORed", VersionSort.ADOPTED, dt.date(2006, 12, 18), 10, "139/06", is_official=True),
    ActVersion(2, "ZORed", VersionSort.AMENDING, dt.date(2017, 2, 14), 20, "9/17", amending="ZORed-A", is_change=True),
    ActVersion(3, "ZORed", VersionSort.CONSOLIDATED, dt.date(2017, 3, 11), 30),
)


def test_an_act_has_its_names_and_its_state() -> None:
    told = linked_act(ACT, root=ROOT)
    assert told["@context"] == "https://schema.org"
    assert (told["@id"], told["alternateName"], told["legislationType"]) == (f"{ROOT}/ZORed", "ZORed", "zakon")
    assert told["legislationIdentifier"] == [
        "2006-01-6040",
        "Uradni list RS, št. 139/06",
        "/akn/si/act/2006/2006-01-6040",
    ]
    assert told["legislationPassedBy"]["name"] == "Državni zbor Republike Slovenije"
    assert told["isBasedOn"] == "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040"


FORCES = (("velja", "InForce"), ("delno velja", "PartiallyInForce"), ("nadomeščen", "NotInForce"))


@pytest.mark.parametrize(("status", "force"), FORCES)
def test_its_force_is_one_of_the_vocabulary(status: str, force: str) -> None:
    told = linked_act(Act("OV", "Odlok o vodi", status=status), root=ROOT)
    assert told["legislationLegalForce"] == f"https://schema.org/{force}"
    assert "legislationPassedBy" not in told


def test_what_is_not_known_is_not_said() -> None:
    told = linked_act(Act("OV", "Odlok o vodi"), root=ROOT)
    assert {"legislationDate", "workExample", "hasPart", "isBasedOn", "legislationRepeals"}.isdisjoint(told)


def test_each_text_has_its_day_its_copies_and_what_is_worked_into_it() -> None:
    texts = linked_act(ACT, root=ROOT, versions=VERSIONS, around=Around((CHANGE,)))["workExample"]
    assert [each["legislationDateVersion"] for each in texts] == ["2006-12-18", "2017-03-11"]
    assert "legislationConsolidates" not in texts[0]
    assert [each["@id"] for each in texts[1]["legislationConsolidates"]] == [f"{ROOT}/ZORed", f"{ROOT}/ZORed-A"]
    copies = {each["encodingFormat"]: each["contentUrl"] for each in texts[1]["encoding"]}
    assert copies["application/akn+xml"] == f"{ROOT}/ZORed/akn.xml?razlicica=3"


def test_a_change_of_a_later_day_is_not_worked_into_an_older_text() -> None:
    older = (*VERSIONS[:2], ActVersion(4, "ZORed", VersionSort.CONSOLIDATED, dt.date(2010, 1, 1), 40))
    texts = linked_act(ACT, root=ROOT, versions=older, around=Around((CHANGE,)))["workExample"]
    assert [each["@id"] for each in texts[1]["legislationConsolidates"]] == [f"{ROOT}/ZORed"]


def test_acts_that_change_or_replace_others_name_them() -> None:
    told = linked_act(CHANGE, root=ROOT, around=Around(amends=ACT, replaces=(Act("ZR", "Zakon o redu"),)))
    assert told["legislationChanges"]["@id"] == f"{ROOT}/ZORed"
    assert [each["name"] for each in told["legislationRepeals"]] == ["Zakon o redu"]


def test_an_article_is_part_of_its_act() -> None:
    told = linked_article(ACT, root=ROOT, address="art_12a", number="12a", title="vrste", version=VERSIONS[2])
    assert (told["name"], told["legislationDateVersion"]) == ("12.a člen (vrste)", "2017-03-11")
    assert told["isPartOf"]["@id"] == f"{ROOT}/ZORed"
    assert told["legislationIdentifier"] == "/akn/si/act/2006/2006-01-6040/~art_12a"


def test_addresses_are_written_as_addresses() -> None:
    told = linked_article(Act("OČS", "Odlok o čiščenju"), root=ROOT, address="art_1č", number="1č")
    assert told["@id"] == f"{ROOT}/O%C4%8CS/art_1%C4%8D"
