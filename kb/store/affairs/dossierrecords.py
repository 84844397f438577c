"""What is found of a dossier: its text as a record, with a passage for what it is and one for each step."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from kb.legislation.acronyms import key_of
from kb.model import (
    Body,
    Dossier,
    DossierStage,
    DossierStep,
    Locator,
    LocatorKind,
    Metadata,
    Passage,
    Record,
    RecordSort,
)
from kb.slovene.dates import written
from kb.store.registers import rows_by_id
from kb.store.tables import acts

KIND = "zadeva"

SORTS = {"bill": "predlog zakona", "regulation": "predlog podzakonskega predpisa", "other": "druga zadeva"}
STAGES = {
    DossierStage.RECEIVED: "prejeto",
    DossierStage.CONSULTATION: "v usklajevanju, zbiranje pripomb občin",
    DossierStage.POSITION: "stališče sprejeto",
    DossierStage.SENT: "stališče poslano",
    DossierStage.PARLIAMENT: "v obravnavi v Državnem zboru",
    DossierStage.ADOPTED: "predpis sprejet",
    DossierStage.WITHDRAWN: "predlog umaknjen",
}


def record_of(connection: Connection, dossier: Dossier) -> Record:
    """Gives the record of a dossier, as its row is kept."""
    passages = [_about(connection, dossier), *(_step(dossier, step) for step in dossier.steps)]
    metadata = Metadata(
        title=dossier.title,
        kind=KIND,
        bodies=dossier.bodies,
        topics=dossier.topics,
        dated=dossier.received,
        language="sl",
        visibility=dossier.visibility,
    )
    placed = (
        Passage(Locator(LocatorKind.SECTION, str(number)), heading, text)
        for number, (heading, text) in enumerate(passages, 1)
    )
    return Record(RecordSort.DOSSIER, dossier.id, metadata, tuple(placed))


def _about(connection: Connection, dossier: Dossier) -> tuple[str, str]:
    facts = [f"{label}: {text}." for label, text in _facts(connection, dossier) if text]
    return f"Zadeva: {dossier.title}", "\n".join([*facts, dossier.about]).strip()


def _facts(connection: Connection, dossier: Dossier) -> Iterator[tuple[str, str]]:
    title = connection.scalar(select(acts.c.title).where(acts.c.key == key_of(dossier.act), acts.c.removed.is_(None)))
    known = {body.slug: body.name_sl for body in rows_by_id(connection, Body).values()}
    yield "Vrsta zadeve", SORTS.get(dossier.sort, dossier.sort)
    yield "Predpis", ", ".join(filter(None, (dossier.act, title if dossier.act else "")))
    yield "Predlagatelj", dossier.ministry
    yield "EVA", dossier.eva
    yield "EPA", dossier.epa
    yield "Obravnava", ", ".join(known[slug] for slug in dossier.bodies if slug in known)
    yield "Stanje", STAGES[dossier.stage]
    yield "Rok za pripombe", written(dossier.deadline) if dossier.deadline else ""


def _step(dossier: Dossier, step: DossierStep) -> tuple[str, str]:
    said = f"{written(step.day)}: {STAGES[step.stage]}."
    return f"{dossier.title}: {STAGES[step.stage]}", f"{said}\n{step.remark}".strip()
