from __future__ import annotations

import datetime as dt
import json

import pytest

from kb.config import Settings
from kb.library import open_library
from kb.model import PROGRAM, Dossier, DossierStage, DossierStep
from tests.conftest import Command


@pytest.fixture
def stocked(kb: Command) -> Command:
    """The command over three dossiers: one late, one without a deadline, one that has ended."""
    with open_library(Settings(home=kb.home, readers=1)) as library:
        dossiers, received = library.affairs.dossiers, dt.date(2026, 3, 2)
        dossiers.put(PROGRAM, Dossier(0, "Brez roka", received, bodies=("k-okolje",)))
        dossiers.put(PROGRAM, Dossier(0, "Potekla", received, act="ZORed", deadline=dt.date(2026, 3, 16)))
        ended = dossiers.put(PROGRAM, Dossier(0, "Končana", received))
        dossiers.put_step(PROGRAM, ended, DossierStep(0, DossierStage.ADOPTED, dt.date(2026, 4, 1)))
    return kb


def test_open_dossiers_are_listed_by_deadline(stocked: Command) -> None:
    lines = stocked("dossiers").splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines] == [
        "Potekla  (ZORed, ROK JE POTEKEL 16. 3. 2026)",
        "Brez roka",
        "2.",
    ]
    assert stocked("dossiers", "--body", "k-okolje").splitlines()[-1] == "Zadeve: 1."


def test_all_dossiers_are_given_as_json(stocked: Command) -> None:
    told = json.loads(stocked("dossiers", "--all", "--json"))
    assert [each["title"] for each in told] == ["Potekla", "Brez roka", "Končana"]
    assert [told[0]["deadline"], told[2]["stage"]] == ["2026-03-16", "adopted"]
