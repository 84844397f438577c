"""Acts are found by every spelling of their acronyms, by their titles in any case, and by their numbers."""

import datetime as dt
from pathlib import Path

import pytest

from kb.legislation.acts import ActFinder, By, known_acts, read_register

SHARED = Path(__file__).parents[2] / "../shared/data/official"

ACRONYMS = [
    ("ZORed", ["ZORed"]),
    ("ZOR-ed", ["ZORed"]),
    ("ZORED", ["ZORed"]),
    ("zored", ["ZORed"]),
    ("Zored", ["ZORed"]),
    ("po ZORedu in z ZORed-om", ["ZORed", "ZORed"]),
    ("določbe ZORed-a in ZOReda", ["ZORed", "ZORed"]),
    ("novela ZORed-A", ["ZORed-A"]),
    ("NOVELA ZORED-A", ["ZORed-A"]),
    ("z ZORed-A-jem in ZORed-B", ["ZORed-A", "ZORed-B"]),
    ("novi ZORed-1", []),
    ("ZP-1, ZP–1 in zp-1", ["ZP-1", "ZP-1", "ZP-1"]),
    ("ZVO-1, ZVO-2, ZVO-1I", ["ZVO-1", "ZVO-2", "ZVO-1I"]),
    ("ZVO-3", []),
    ("ZSPJS-AB in ZDU-1O", ["ZSPJS-AB", "ZDU-1O"]),
    ("ZDavP2", ["ZDavP-2"]),
    ("ZLS-UPB2 in ZP-1-UPB8", ["ZLS", "ZP-1"]),
    ("ZJU in ZJU-1", ["ZJU", "ZJU-1"]),
    ("ZŠpo-1", ["ZŠpo-1"]),
    ("ZAGOTOVITI ZADEVE ZA ZVEZO", []),
    ("zgodba o zinku", []),
    ("v ZG in OZ. okolici", []),
    ("86. člen OZ", ["OZ"]),
    ("pisarna@zp-1.si", []),
]
TITLES = [
    ("Zakon o občinskem redarstvu", "ZORed", True),
    ("ZAKONA O OBČINSKEM REDARSTVU", "ZORed", True),
    ("po Zakonu o gospodarskih javnih službah", "ZGJS", True),
    ("z Zakonom o gospodarskih\ndružbah", "ZGD-1", True),
    ("Gradbenega zakona", "GZ-1", True),
    ("v Ustavi Republike Slovenije", "URS", True),
    ("Zakona o cestah", "ZCes-2", False),
    ("Zakona o cestah (ZCes-1)", "ZCes-1", True),
    ("Zakona o varstvu okolja (Uradni list RS, št. 39/06 – uradno prečiščeno besedilo)", "ZVO-1", True),
    ("Zakona o varstvu okolja (Uradni list RS, št. 44/22)", "ZVO-2", True),
]


@pytest.mark.parametrize(("text", "expected"), ACRONYMS)
def test_an_acronym_is_found_in_every_spelling(text: str, expected: list[str]) -> None:
    assert [found.acronym for found in known_acts().find(text)] == expected


@pytest.mark.parametrize(("text", "acronym", "is_certain"), TITLES)
def test_a_title_is_found_in_every_case(text: str, acronym: str, is_certain: bool) -> None:
    found = next(each for each in known_acts().find(text) if each.by is By.TITLE)
    assert (found.acronym, found.is_certain) == (acronym, is_certain)


def test_a_mention_tells_where_it_stands() -> None:
    text = "Po 10. členu ZOR-ed sme redar …"
    (found,) = known_acts().find(text)
    assert text[found.start : found.end] == "ZOR-ed"


@pytest.mark.parametrize("number", ["139/06", "139/2006", "139-6040/2006"])
def test_a_number_of_the_gazette_is_believed_beside_words_of_the_title(number: str) -> None:
    (found,) = known_acts().find(f"zakon o redarstvu po občinah (Ur. l. RS, št. {number})")
    assert (found.acronym, found.by, found.is_certain) == ("ZORed", By.GAZETTE, False)


def test_a_number_of_the_gazette_alone_tells_nothing() -> None:
    assert known_acts().find("Zakon o trgu brez dela (Uradni list RS, št. 139/06)") == ()


def test_an_act_in_a_list_of_changes_is_marked_as_such() -> None:
    found = known_acts().find("Zakon o lokalni samoupravi (Uradni list RS, št. 94/07, 40/12 – ZUJF)")
    assert [(each.acronym, each.by) for each in found] == [("ZLS", By.TITLE), ("ZUJF", By.LIST)]


def test_the_register_has_every_act_once_with_its_day() -> None:
    acts = read_register()
    assert len({act.acronym for act in acts}) == len(acts) > 130
    assert {act.checked_on for act in acts} == {dt.date(2026, 11, 22)}
    assert {act.status for act in acts} == {"velja", "delno velja", "nadomeščen"}


def test_the_first_number_of_an_act_has_two_digits_of_the_year() -> None:
    numbers = {act.acronym: act.number for act in read_register()}
    assert (numbers["ZORed"], numbers["URS"], numbers["ZPPDUP"]) == ("139/06", "33/91", "34/84")


def test_another_register_finds_its_own_acts() -> None:
    acts = [act for act in read_register() if act.acronym == "ZORed"]
    assert [found.acronym for found in ActFinder(acts).find("ZORed in ZP-1")] == ["ZORed"]


@pytest.mark.skipif(not SHARED.exists(), reason="ni zbirke ../shared/data")
def test_the_amending_act_of_2017_is_found_with_the_act_that_it_amends() -> None:
    text = (SHARED / "zored" / "ZORed-A-2017.md").read_text(encoding="utf-8")
    assert {"ZORed", "ZORed-A"} <= {found.acronym for found in known_acts().find(text)}
