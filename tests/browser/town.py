"""A collection with something of everything people do: sample materials, a law, a dossier, an event, a position."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kb.library import Library
from kb.model import (
    PROGRAM,
    AgendaItem,
    Announced,
    DocumentState,
    Dossier,
    DossierStage,
    DossierStep,
    Event,
    Metadata,
    Position,
    Proposal,
    Stance,
    Visibility,
)
from kb.people import Role
from tests.conftest import ROOT
from tests.laws import put_law

PASSWORD = "dolgo in varno geslo"
STAFF, MEMBER = "ina@obcina.si", "kranj@obcina.si"
DOSSIER = "Predlog sprememb Zakona o občinskem redarstvu"
EVENT = "Posvet o občinskem redarstvu"
POSITION = "Stališče do sprememb Zakona o občinskem redarstvu"
DRAFT = "Osnutek poročila o redarstvu"


def stock(library: Library, folder: Path) -> dict[str, int]:
    """Fills an empty library as of its today; gives ids by the names in tests/laws.py, and «report»."""
    _admit(library)
    assert not library.add([ROOT / "corpus"], Metadata()).failed
    ids = put_law(library, folder)
    path = folder / "porocilo.txt"
    path.write_text("Poročilo o delu redarstva. Redarji so v letu 2025 izrekli 1.204 opozorila.\n", encoding="utf-8")
    metadata = Metadata(DRAFT, "porocilo", ("k-redarstvo",), ("obcinsko-redarstvo",), state=DocumentState.DRAFT)
    ids["report"] = library.add([path], metadata).received[0].entry.document_id or 0
    _open_dossier(library, ids["draft"])
    _adopt_position(library, ids["draft"])
    agenda = (AgendaItem("Kaj sme redar", document_id=ids["memo"]), AgendaItem("Razprava"))
    event = Event(
        "posvet-redarstvo",
        EVENT,
        starts=dt.date(2090, 3, 8),
        organiser="k-redarstvo",
        call="Vabimo vse občinske redarje.",
        agenda=agenda,
        topics=("obcinsko-redarstvo",),
    )
    library.affairs.events.keep(event, by=PROGRAM)
    upload = library.uploads.open(PROGRAM, Metadata(visibility=Visibility.STAFF))
    library.uploads.announce(upload.id, [Announced("zapisnik.pdf", 12_000), Announced("priloge/načrt.docx", 340_000)])
    library.citations.find_waiting(lambda *_: None)
    library.index_marked()
    return ids


def _admit(library: Library) -> None:
    for email, name, role, municipality in (
        (STAFF, "Ina", Role.ADMINISTRATOR, ""),
        (MEMBER, "Kaja", Role.MEMBER, "Kranj"),
    ):
        library.people.add(library.people.new_user(email, name=name, role=role, municipality=municipality), PASSWORD)


def _open_dossier(library: Library, text_id: int) -> None:
    dossier = Dossier(
        0,
        DOSSIER,
        library.affairs.dossiers.today() - dt.timedelta(days=20),
        act="ZORed",
        about="Ministrstvo predlaga telesne kamere.",
        bodies=("k-redarstvo",),
        topics=("obcinsko-redarstvo",),
        text_id=text_id,
        deadline=dt.date(2090, 4, 8),
    )
    opened = library.affairs.dossiers.put(PROGRAM, dossier)
    step = DossierStep(
        0,
        DossierStage.CONSULTATION,
        library.affairs.dossiers.today() - dt.timedelta(days=10),
        text_id,
        "Poslano občinam.",
    )
    library.affairs.dossiers.put_step(PROGRAM, opened, step)


def _adopt_position(library: Library, text_id: int) -> None:
    proposal = Proposal(0, "3", Stance.SUPPORT_WITH_CHANGES, "Kamera naj bo prostovoljna.", "Redar lahko nosi kamero.")
    position = Position(
        0,
        POSITION,
        "k-redarstvo",
        Stance.SUPPORT_WITH_CHANGES,
        act="ZORed",
        version_id=text_id,
        summary="Komisija spremembe podpira s pripombami.",
        topics=("obcinsko-redarstvo",),
        proposals=(proposal,),
    )
    kept = library.affairs.positions.put(PROGRAM, position)
    library.affairs.positions.adopt(
        PROGRAM, kept, day=library.affairs.dossiers.today() - dt.timedelta(days=3), body="predsedstvo"
    )
    library.affairs.positions.send(
        PROGRAM, kept.id, day=library.affairs.dossiers.today(), to="Ministrstvo za javno upravo"
    )
