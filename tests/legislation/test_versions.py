"""Which version of an act stands for the law in force, and what changes a text lacks."""

from __future__ import annotations

import datetime as dt

import pytest

from kb.legislation.register import Act
from kb.legislation.versions import ActVersion, VersionSort, in_force, not_in, oldest_first, year_of

ACT = Act("ZORed", "Zakon o občinskem redarstvu", "139/06, 9/17 – ZORed-A, 5/23 – ZORed-B")
ADOPTED, CONSOLIDATED, AMENDING, DRAFT = VersionSort


def version(id_: int, sort: VersionSort, year: int = 0, **more: object) -> ActVersion:
    dated = dt.date(year, 3, 1) if year else None
    return ActVersion(id_, "ZORed", sort, dated, id_, is_change=sort is AMENDING, **more)  # type: ignore[arg-type]


OLD = version(1, ADOPTED, 2006, gazette="139/06")
NOVEL = version(2, AMENDING, 2017, gazette="9/17", amending="ZORed-A")
NEW = version(3, CONSOLIDATED, 2017)
NEWER = version(4, CONSOLIDATED, 2023)
BILL = version(5, DRAFT, 2024)


@pytest.mark.parametrize(
    ("versions", "shown"),
    [
        ([OLD, NOVEL], OLD),
        ([OLD, NOVEL, NEW, NEWER, BILL], NEWER),
        ([OLD, BILL], OLD),
        ([NOVEL, BILL], None),
        ([], None),
        ([version(6, CONSOLIDATED), OLD, NEW], NEW),
    ],
)
def test_the_newest_consolidated_text_else_the_adopted_one_is_shown(
    versions: list[ActVersion], shown: ActVersion | None
) -> None:
    assert in_force(versions) == shown


def test_an_undated_version_never_passes_for_the_newest() -> None:
    undated = version(9, CONSOLIDATED)
    assert oldest_first([NEWER, undated, OLD]) == (undated, OLD, NEWER)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        (OLD, ("9/17 – ZORed-A", "5/23 – ZORed-B")),
        (NEW, ("5/23 – ZORed-B",)),
        (NEWER, ()),
        (version(7, CONSOLIDATED, 2007), ("9/17 – ZORed-A", "5/23 – ZORed-B")),
        (version(8, CONSOLIDATED), ()),
    ],
)
def test_a_text_lacks_what_came_after_it(text: ActVersion, lacking: tuple[str, ...]) -> None:
    assert not_in(text, ACT, [OLD, NOVEL, text]) == lacking


def test_a_change_of_which_only_the_text_is_known_is_lacking_too_and_a_draft_is_not() -> None:
    act = Act("ZORed", "Zakon o občinskem redarstvu", "139/06")
    assert not_in(OLD, act, [OLD, NOVEL, BILL]) == ("ZORed-A",)


@pytest.mark.parametrize(
    ("number", "year"), [("139/06", 2006), ("33/91", 1991), ("9/2017", 2017), ("", 0), ("9", 0), ("9/x", 0)]
)
def test_a_number_of_the_gazette_tells_its_year(number: str, year: int) -> None:
    assert year_of(number) == year
