"""A collection with a law and a bill that changes it, and dossiers that are put into it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import (
    PROGRAM,
    Dossier,
    DossierStage,
    DossierStep,
    Metadata,
)
from kb.slovene.dates import written
from tests.laws import ADOPTED, DRAFT, TITLE
from tests.web.staff import add_people, browser, library, vida

BILL = "Predlog sprememb Zakona o občinskem redarstvu"
DAY = dt.timedelta(days=1)
LAW_ID, BILL_ID = 1, 2

__all__ = ["browser", "library", "vida"]


@pytest.fixture(scope="module")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a law, a bill that changes it, and two accounts, to be copied: making it takes a while."""
    folder = tmp_path_factory.mktemp("zadeve")
    with open_library(Settings(home=folder / "data", readers=1)) as opened:
        for name, text, metadata in (
            ("zored.txt", ADOPTED, Metadata(TITLE, "zakon", dated=dt.date(2006, 12, 29))),
            ("predlog.txt", DRAFT, Metadata(f"Predlog ZORed-B – {TITLE}", "predlog-zakona", dated=dt.date(2024, 3, 8))),
        ):
            (folder / name).write_text(text, encoding="utf-8")
            assert not opened.add([folder / name], metadata).failed
        add_people(opened)
    return folder / "data"


@pytest.fixture
def today(library: Library) -> dt.date:
    return library.affairs.dossiers.today()


def put(library: Library, **told: object) -> Dossier:
    received = library.affairs.dossiers.today() - 20 * DAY
    wanted: dict[str, object] = {"title": BILL, "received": received, "bodies": ("k-redarstvo",), **told}
    return library.affairs.dossiers.put(PROGRAM, Dossier(0, **wanted))  # type: ignore[arg-type]


def stepped(library: Library, dossier: Dossier, stage: DossierStage, day: dt.date, **more: object) -> Dossier:
    kept = library.affairs.dossiers.put_step(PROGRAM, dossier, DossierStep(0, stage, day, **more))  # type: ignore[arg-type]
    assert isinstance(kept, Dossier)
    return kept


def form(today: dt.date, **changes: object) -> dict[str, object]:
    typed = {
        "naslov": BILL,
        "vrsta": "bill",
        "predpis": "ZORed",
        "prejeto": written(today - DAY),
        "nosilec": "k-redarstvo",
        "podrocje": ["obcinsko-redarstvo"],
        "dostop": "public",
        "izdaja": "0",
    }
    return {**typed, **changes}
