"""The register of acts: its rows as CSV, good and bad, and how an act is found in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.errors import WrongValue
from kb.legislation.register import COLUMNS, Act, Register, checked, read_register, read_rows, written_rows

REGISTER = Register(read_register())
DAY = dt.date(2026, 11, 22)
HEAD = "acronym,title,checked_on\n"

NAMED = [
    ("ZORed", "ZORed"),
    ("ZOR-edom", "ZORed"),
    ("ZORED", "ZORed"),
    ("zored", "ZORed"),
    ("ZOReda", "ZORed"),
    ("ZORed-a", "ZORed"),
    ("ZORed-A", "ZORed-A"),
    ("ZORED-A", "ZORed-A"),
    ("ZORed-C", "ZORed-C"),
    ("zp1", "ZP-1"),
    ("ZP-1J", "ZP-1J"),
    ("ZLS-UPB2", "ZLS"),
    ("OZ", "OZ"),
    ("oz", ""),
    ("ZORed-1", ""),
    ("ZORed in", ""),
    ("občina", ""),
    ("", ""),
]
BAD_FILES = [
    ("", "manjka stolpec"),
    ("acronym\nZX", "manjka stolpec"),
    ("acronym,title,kdaj\nZX,Zakon o x,2026-01-01\n", "neznan stolpec"),
    (HEAD + "ZXy,Zakon o x,2026-01-01,še\n", "vrstica 2"),
    (HEAD + "ZXy,Zakon o x\n", "vrstica 2"),
    (HEAD + "ZXy,Zakon o x,jutri\n", "»jutri«"),
    (HEAD + "ZXy,Zakon o x,\n", "dan preverjanja"),
    (HEAD + "ZXy,Zakon o x,2026-13-01\n", "»2026-13-01«"),
    (HEAD + "zakon,Zakon o x,2026-01-01\n", "kratica"),
    (HEAD + "Z X,Zakon o x,2026-01-01\n", "kratica"),
    (HEAD + "ZXy,,2026-01-01\n", "naslov"),
    (HEAD + f"ZXy,{'Zakon ' * 100},2026-01-01\n", "naslov"),
    (HEAD + "ZXy,Zakon o x,2026-01-01\nZXy,Zakon o x,jutri\n", "vrstica 3"),
    (HEAD + "ZXy,Zakon o x,2026-01-01\nZX-y,Zakon o y,2026-01-01\n", "je že »ZXy«"),
    (HEAD + '"ZXy,Zakon', "to ni CSV"),
    ("acronym,title,gazette,checked_on\nZXy,Zakon o x,devet,2026-01-01\n", "Uradni list"),
    ('acronym,title,gazette,checked_on\nZXy,Zakon o x,"9/17, devet",2026-01-01\n', "Uradni list"),
    ("acronym,title,status,checked_on\nZXy,Zakon o x,morda,2026-01-01\n", "veljavnost"),
    ("acronym,title,sop,checked_on\nZXy,Zakon o x,2006-1-60,2026-01-01\n", "SOP"),
    ("acronym,title,eva,checked_on\nZXy,Zakon o x,2006,2026-01-01\n", "EVA"),
    ("acronym,title,epa,checked_on\nZXy,Zakon o x,1428,2026-01-01\n", "EPA"),
    ("acronym,title,amends,checked_on\nZXy,Zakon o x,ZX-Y,2026-01-01\n", "kazati nase"),
]


@pytest.mark.parametrize(("word", "acronym"), NAMED)
def test_an_acronym_names_its_act_in_every_spelling_and_case(word: str, acronym: str) -> None:
    named = REGISTER.named(word)
    assert (named.acronym if named else "") == acronym


def test_a_change_with_a_row_of_its_own_is_that_act() -> None:
    change = REGISTER.named("ZORed-A")
    assert change is not None
    assert (change.act.amends, change.amendment, change.act.number) == ("ZORed", "", "9/17")


def test_acts_are_found_by_their_numbers() -> None:
    assert [act.acronym for act in REGISTER.with_number("139/2006")] == ["ZORed"]
    assert [act.acronym for act in REGISTER.with_number("117/06")] == ["ZDavP-2", "ZDDV-1", "ZDoh-2", "ZDDPO-2"]
    assert [act.acronym for act in REGISTER.listing("9/17")] == ["ZORed", "ZORed-A"]
    assert [act.acronym for act in REGISTER.identified("2006-01-6040")] == ["ZORed"]
    assert REGISTER.with_number("") == REGISTER.with_number("139") == REGISTER.identified("") == ()


def test_acts_know_what_changes_and_replaces_them() -> None:
    acts = {act.acronym: act for act in REGISTER.acts}
    assert [act.acronym for act in REGISTER.amending(acts["ZORed"])] == ["ZORed-A"]
    assert [act.acronym for act in REGISTER.replaced(acts["ZVO-2"])] == ["ZVO-1"]
    assert REGISTER.get("zvo1") == acts["ZVO-1"]
    assert REGISTER.get("ZORed-C") is None


def test_every_act_that_another_names_is_there() -> None:
    for act in REGISTER.acts:
        for named in filter(None, (act.amends, act.replaced_by)):
            assert REGISTER.get(named) is not None, act.acronym
        assert bool(act.replaced_by) <= (act.status == "nadomeščen"), act.acronym


def test_what_is_written_reads_the_same() -> None:
    acts = read_register()
    assert read_rows(written_rows(acts)) == acts
    assert written_rows(acts[:1]).splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize("parter", [",", ";", "\t"])
def test_a_file_may_be_parted_as_spreadsheets_do(parter: str) -> None:
    rows = [("title", "acronym", "checked_on", "gazette"), ("Zakon  o x", "ZXy", "22. 11. 2026", "9/17")]
    [act] = read_rows("\r\n".join(parter.join(row) for row in rows))
    assert act == Act("ZXy", "Zakon o x", "9/17", checked_on=DAY)


@pytest.mark.parametrize(("text", "said"), BAD_FILES)
def test_a_bad_file_says_where_it_is_bad(text: str, said: str) -> None:
    with pytest.raises(WrongValue) as caught:
        read_rows(text)
    assert said in caught.value.message()


def test_all_bad_rows_are_said_at_once_but_not_without_end() -> None:
    with pytest.raises(WrongValue) as caught:
        read_rows(HEAD + "x,Zakon o x,2026-01-01\n" * 500)
    assert caught.value.detail.count("vrstica") == 20


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(WrongValue, match="10000"):
        read_rows(HEAD + "x,y,z\n" * 10_001)


@pytest.mark.parametrize(
    "wrong",
    [
        {"acronym": "Z"},
        {"acronym": "Z" * 50},
        {"acronym": "občina"},
        {"title": "  "},
        {"gazette": "1/06, " * 2_000},
        {"checked_on": dt.date.min},
        {"status": ""},
        {"replaced_by": "zxy"},
    ],
)
def test_a_wrong_value_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongValue):
        checked(replace(Act("ZXy", "Zakon o x", checked_on=DAY), **wrong))  # type: ignore[arg-type]


def test_texts_are_trimmed_and_in_nfc() -> None:
    act = checked(Act(" ZXy ", "Zakon  o c\u030cistem ", " 9/17 ", checked_on=DAY))
    assert (act.acronym, act.title, act.gazette) == ("ZXy", "Zakon o čistem", "9/17")
