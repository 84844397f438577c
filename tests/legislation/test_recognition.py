"""Which version of which act a document is, by its title, its kind and how it begins."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.legislation.acts import ActFinder
from kb.legislation.recognition import LONGEST_TITLE, Beginning, version_of
from kb.legislation.register import Register, read_register
from kb.legislation.versions import ActVersion, VersionSort

REGISTER = Register(read_register())
FINDER = ActFinder(REGISTER.acts)
ADOPTED, CONSOLIDATED, AMENDING, DRAFT = VersionSort

TEXTS = [
    ("Zakon o občinskem redarstvu", "ZORed", ADOPTED),
    ("ZAKON O OBČINSKEM REDARSTVU (ZORed)", "ZORed", ADOPTED),
    ("ZORed", "ZORed", ADOPTED),
    ("ZORed – Zakon o občinskem redarstvu", "ZORed", ADOPTED),
    ("Zakon o občinskem redarstvu (Uradni list RS, št. 139/06 in 9/17)", "ZORed", ADOPTED),
    ("Zakon o občinskem redarstvu (uradno prečiščeno besedilo) (ZORed-UPB1)", "ZORed", CONSOLIDATED),
    ("Zakon o občinskem redarstvu, neuradno prečiščeno besedilo št. 2", "ZORed", CONSOLIDATED),
    ("Neuradno prečiščeno besedilo Zakona o občinskem redarstvu", "ZORed", CONSOLIDATED),
    ("ZORed-UPB1", "ZORed", CONSOLIDATED),
    ("Čistopis ZORed", "ZORed", CONSOLIDATED),
    ("Zakon o varstvu okolja (ZVO-1)", "ZVO-1", ADOPTED),
    ("Obligacijski zakonik", "OZ", ADOPTED),
    ("Predlog zakona o občinskem redarstvu", "ZORed", DRAFT),
    ("Osnutek Gradbenega zakona", "GZ-1", DRAFT),
]
CHANGES = [
    ("Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A)", AMENDING, "ZORed-A", "9/17"),
    ("Zakon o spremembi Zakona o občinskem redarstvu (ZORed-C)", AMENDING, "ZORed-C", ""),
    ("Zakon o dopolnitvah Zakona o občinskem redarstvu", AMENDING, "", ""),
    ("ZORed-A", AMENDING, "ZORed-A", "9/17"),
    ("Predlog Zakona o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-B)", DRAFT, "ZORed-B", ""),
    ("Predlog sprememb in dopolnitev Zakona o občinskem redarstvu – uniforma (vzorčno besedilo)", DRAFT, "", ""),
]
OTHERS = [
    "Pripombe na Zakon o občinskem redarstvu",
    "Zakon o občinskem redarstvu s komentarjem",
    "Zakon o občinskem redarstvu – komentar",
    "Zakon o občinskem redarstvu: vprašanja in odgovori",
    "Obrazložitev Zakona o občinskem redarstvu",
    "Novosti ZORed",
    "Odlok o občinskem redarstvu",
    "Pravilnik o uniformi po ZORed",
    "Zakon o občinskem",
    "Zakon",
    "",
    "139/06",
    "ZORed " * 200,
    "(" * 2000,
    "Predlog " * 400,
]


def recognised(title: str = "", *lines: str, **more: object) -> ActVersion | None:
    told: dict[str, object] = {"has_articles": True, "lines": lines, **more}
    return version_of(Beginning(7, title, **told), FINDER, REGISTER)  # type: ignore[arg-type]


def known(title: str = "", *lines: str, **more: object) -> ActVersion:
    found = recognised(title, *lines, **more)
    assert found is not None
    return found


@pytest.mark.parametrize(("title", "act", "sort"), TEXTS)
def test_the_text_of_an_act_is_known_by_its_title(title: str, act: str, sort: VersionSort) -> None:
    found = known(title)
    assert (found.act, found.sort, found.document_id) == (act, sort, 7)
    assert not found.is_change
    assert found.amending == ""


@pytest.mark.parametrize(("title", "sort", "amending", "gazette"), CHANGES)
def test_an_act_that_changes_another_is_known_too(title: str, sort: VersionSort, amending: str, gazette: str) -> None:
    found = known(title)
    assert (found.act, found.sort, found.amending, found.gazette) == ("ZORed", sort, amending, gazette)
    assert found.is_change


@pytest.mark.parametrize("title", OTHERS)
def test_what_speaks_of_an_act_is_no_text_of_it(title: str) -> None:
    assert recognised(title) is None


def test_the_title_is_read_from_the_text_where_that_of_the_file_says_nothing() -> None:
    lines = ("Na podlagi druge alinee izdajam", "ZAKON", "O OBČINSKEM REDARSTVU (ZORed)")
    assert known("skeniranje_0012", *lines).act == "ZORed"
    assert known("I. DEL TEMELJNE DOLOČBE", "Zakon o varstvu osebnih podatkov (ZVOP-2)").act == "ZVOP-2"


def test_a_text_without_articles_is_a_version_only_where_its_kind_says_so() -> None:
    assert recognised("Zakon o občinskem redarstvu", has_articles=False) is None
    assert known("Zakon o občinskem redarstvu", has_articles=False, kind="zakon").sort is ADOPTED


@pytest.mark.parametrize("kind", ["stalisce", "pripombe", "predstavitev", "prirocnik"])
def test_kinds_that_speak_of_acts_are_none(kind: str) -> None:
    assert recognised("Zakon o občinskem redarstvu", kind=kind) is None


def test_the_kind_tells_a_draft_and_a_consolidated_text() -> None:
    assert known("Zakon o občinskem redarstvu", kind="predlog-zakona").sort is DRAFT
    consolidated = known("Zakon o občinskem redarstvu", kind="npb", source="Uradni list RS")
    assert (consolidated.sort, consolidated.is_official) == (CONSOLIDATED, False)


def test_a_line_of_its_own_tells_what_text_it_is() -> None:
    title = "ZAKON O OBČINSKEM REDARSTVU (ZORed)"
    assert known(title, "(neuradno prečiščeno besedilo št. 1)").sort is CONSOLIDATED
    assert known(title, "PREDLOG", "EVA 2021-0000-0001", "REDNI POSTOPEK").sort is DRAFT
    assert known(title, "Uradni list RS, št. 24/06 – uradno prečiščeno besedilo, 8/10").sort is ADOPTED


def test_the_page_of_the_gazette_tells_number_and_day_and_is_official() -> None:
    found = known("Zakon o občinskem redarstvu (ZORed)", "Uradni list RS, št. 139/2006 z dne 29. 12. 2006")
    assert (found.gazette, found.dated, found.is_official) == ("139/06", dt.date(2006, 12, 29), True)


def test_the_decree_before_an_act_is_of_the_gazette_and_tells_the_day() -> None:
    lines = ("U K A Z", "o razglasitvi Zakona", "Razglašam Zakon", "Ljubljana, dne 27. decembra 2006")
    found = known("Zakon o občinskem redarstvu", *lines)
    assert (found.is_official, found.dated, found.gazette) == (True, dt.date(2006, 12, 27), "139/06")


def test_the_register_of_regulations_has_no_official_texts() -> None:
    address = "https://pisrs.si/pregledPredpisa?id=ZAKO307"
    found = known("Zakon o lokalni samoupravi (ZLS)", f"Vir: {address}")
    assert (found.sort, found.is_official, found.address, found.gazette) == (CONSOLIDATED, False, address, "")


def test_an_unofficial_consolidated_text_has_the_day_from_which_it_is_used() -> None:
    lines = ("(neuradno prečiščeno besedilo št. 22)", "Datum začetka uporabe: 08.10.2025")
    assert known("Zakon o dohodnini (ZDoh-2)", *lines).dated == dt.date(2025, 10, 8)


def test_a_line_of_the_gazette_s_contents_is_the_title_too() -> None:
    line = "406. Zakon o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-A), stran 1322."
    assert (known(line).act, known(line).amending) == ("ZORed", "ZORed-A")


def test_an_official_consolidated_text_has_the_number_of_the_register() -> None:
    found = known("Zakon o lokalni samoupravi (uradno prečiščeno besedilo) (ZLS-UPB2)", source="Uradni list RS")
    assert (found.sort, found.is_official, found.gazette) == (CONSOLIDATED, True, "94/07")


def test_what_staff_say_goes_before_what_the_text_says() -> None:
    lines = ("Uradni list RS, št. 139/2006 z dne 29. 12. 2006",)
    assert known("ZORed", *lines, dated=dt.date(2007, 1, 1)).dated == dt.date(2007, 1, 1)


def test_a_day_in_the_middle_of_the_text_is_not_its_own() -> None:
    assert known("ZORed", "Uredba (EU) 2016/679 z dne 27. aprila 2016 o varstvu").dated is None


def test_of_several_acts_of_one_title_the_day_tells_which_is_meant_and_without_one_none_is() -> None:
    assert recognised("Zakon o varstvu okolja") is None
    assert known("Zakon o varstvu okolja", dated=dt.date(2010, 5, 1)).act == "ZVO-1"
    assert known("Zakon o varstvu okolja", dated=dt.date(2023, 5, 1)).act == "ZVO-2"


def test_a_long_title_is_looked_at_only_at_its_beginning() -> None:
    assert recognised("a" * LONGEST_TITLE + " Zakon o občinskem redarstvu") is None
