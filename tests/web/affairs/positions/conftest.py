"""Positions in a library with two texts of an act, and somebody of the staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import EVERYTHING, PROGRAM, Position, Proposal, Stance
from kb.people import User
from tests.laws import put_law
from tests.web.accounts.conftest import Browser

DAY = dt.date(2017, 6, 1)
SEIZE = Proposal(0, "3", Stance.SUPPORT_WITH_CHANGES, "Pooblastila so preozka.", "Redar sme opozoriti in zaseči.")
NEW = "/delo/stalisca/novo"


@pytest.fixture
def law(people: Library, tmp_path: Path) -> dict[str, int]:
    return put_law(people, tmp_path / "files", "adopted", "consolidated")


@pytest.fixture
def staff(people: Library, ana: User, browse: Callable[..., Browser]) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


def draft(people: Library, version_id: int | None = None, **more: object) -> Position:
    told = Position(
        0,
        "Stališče do sprememb ZORed",
        "k-redarstvo",
        Stance.SUPPORT_WITH_CHANGES,
        act="ZORed",
        version_id=version_id,
        summary="Spremembo podpiramo.",
        topics=("obcinsko-redarstvo",),
        proposals=(SEIZE,),
    )
    return people.affairs.positions.put(PROGRAM, replace(told, **more))  # type: ignore[arg-type]


def adopted(people: Library, version_id: int | None = None, day: dt.date = DAY, **more: object) -> Position:
    kept = draft(people, version_id, **more)
    people.affairs.positions.adopt(PROGRAM, kept, day=day, body=kept.body)
    return people.affairs.positions.get(kept.id, reader=EVERYTHING)


def typed(**more: str) -> dict[str, str]:
    """Gives the fields of the form of a draft."""
    fields = {
        "naslov": "Stališče do ZORed-C",
        "organ": "k-redarstvo",
        "predpis": "zored",
        "besedilo": "",
        "opredelitev": "oppose",
        "povzetek": "Predlogu nasprotujemo.",
        "clen-0": "3.",
        "mnenje-0": "oppose",
        "razlog-0": "Razlog",
        "zapis-0": "Zapis",
        "podrocje": "prekrski",
        "dostop": "members",
    }
    return {**fields, **{name.replace("_", "-"): value for name, value in more.items()}}


def only(people: Library) -> Position:
    [found] = people.affairs.positions.drafts()
    return found
