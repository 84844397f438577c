"""The collection that pictures are taken of: the sample corpus, a law that is being changed, and the work on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from kb.library import Library
from kb.library.keeping import ChangeSort
from kb.model import (
    EVERYTHING,
    AgendaItem,
    Announced,
    DocumentState,
    Dossier,
    DossierStage,
    DossierStep,
    Enquiry,
    Event,
    Goal,
    GoalState,
    GoalStep,
    Metadata,
    ProposalOutcome,
    Visibility,
)
from kb.model.comments import Answered, Remark, Taken
from kb.people import Role, User
from kb.slovene.synonyms import Rule
from tests.conftest import ROOT
from tests.laws import ADOPTED, put_law

PASSWORD = "dolgo in varno geslo"
BILL = "Predlog Zakona o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-B)"
DECK = "Kaj je Skupnost občin Slovenije?"
CIRCULAR = """Okrožnica o varstvu pred hrupom

Občinam priporočamo, da pred poletjem preverijo pogoje za prireditve na prostem.
Za vprašanja je dosegljiva Ana Novak, telefon 041 123 456, ana.novak@example.si.
"""


class Stock:
    """What lies in the collection: the ids of what pages are about, by name."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.folder = folder
        self.ids: dict[str, int] = {}
        self.today = library.affairs.dossiers.today()
        folder.mkdir(parents=True, exist_ok=True)

    def build(self) -> Stock:
        """Adds everything and goes through it as the worker would."""
        assert not self.library.add([ROOT / "corpus"], Metadata()).failed
        self.ids["deck"] = self._numbered(DECK)
        self.ids |= put_law(self.library, self.folder, "adopted", "amending", "consolidated", "draft", "decree")
        self._people()
        self._bill()
        self._answer_comments()
        self._events()
        self._asks()
        self._goal()
        self._drafts()
        self._changes()
        self.library.affairs.catch_up()
        self.library.index_marked()
        self.library.citations.find_waiting(lambda *_: None)
        self.library.review.catch_up()
        self.library.index_marked()
        return self

    def day(self, count: int) -> dt.date:
        """Gives a day before (less than 0) or after today."""
        return self.today + dt.timedelta(days=count)

    def _numbered(self, title: str) -> int:
        """Gives the id of the first document with a title."""
        ids = range(1, 1000)
        return next(one for one in ids if self.library.document(one, reader=EVERYTHING).metadata.title == title)

    def _people(self) -> None:
        people = self.library.people
        for name, role, municipality in (
            ("Ina", Role.ADMINISTRATOR, ""),
            ("Kaja", Role.MEMBER, "Kranj"),
            ("Cene", Role.MEMBER, "Celje"),
        ):
            told = people.new_user(f"{name.lower()}@obcina.si", name=name, role=role, municipality=municipality)
            people.add(told, PASSWORD)
        self.ina = self._person("ina")
        people.saved.put(self.ina.actor, "Redarji od leta 2018", "q=redar&od=2018-01-01")

    def _person(self, name: str) -> User:
        return self.library.people.by_email(f"{name}@obcina.si")

    def _bill(self) -> None:
        dossiers = self.library.affairs.dossiers
        bill = Dossier(
            0,
            BILL,
            self.day(-20),
            act="ZORed",
            eva="2026-2030-0001",
            ministry="Ministrstvo za javno upravo",
            about="Predlog uvaja pisno opozorilo in telesne kamere.",
            bodies=("k-redarstvo",),
            topics=("obcinsko-redarstvo",),
            text_id=self.ids["draft"],
            deadline=self.day(10),
        )
        bill = dossiers.put(self.ina.actor, bill)
        step = DossierStep(0, DossierStage.CONSULTATION, self.day(-15), self.ids["draft"], "Poslano vsem občinam.")
        dossiers.put_step(self.ina.actor, bill, step)
        self.bill = dossiers.get(bill.id, reader=EVERYTHING)
        self.ids["dossier"] = bill.id
        other = Dossier(
            0,
            "Vzorčni predlog Zakona o skupnem prostorskem načrtovanju občin",
            self.day(-6),
            ministry="Ministrstvo za naravne vire in prostor",
            bodies=("k-prostor",),
            topics=("prostor",),
            text_id=self._numbered("Vzorčni predlog Zakona o skupnem prostorskem načrtovanju občin (ZSPNO)"),
            deadline=self.day(9),
        )
        other = dossiers.put(self.ina.actor, other)
        dossiers.put_step(self.ina.actor, other, DossierStep(0, DossierStage.CONSULTATION, self.day(-4)))
        self.ids["open dossier"] = other.id

    def _answer_comments(self) -> None:
        """Two municipalities comment; of one comment a position is drawn up and adopted, of another a draft."""
        comments, ina = self.library.affairs.comments, self.ina.actor
        wording = "V 4. členu se za besedo »pisno« dodata besedi »na obrazcu«."
        comments.send(
            self._person("kaja"), self.bill, Remark("1", "Opozorilo naj bo na obrazcu.", wording, "Enotnost.")
        )
        comments.send(self._person("cene"), self.bill, Remark("2", "Določi naj se rok hrambe posnetkov."))
        comments.send(self._person("cene"), self.bill, Remark("3", "Rok za uveljavitev je prekratek."))
        first, second, _ = comments.all_of(self.bill.id)
        comments.answer(ina, self.bill, [Answered(first.id, Taken.TAKEN, ""), Answered(second.id, Taken.PARTLY, "")])
        self.ids["position"] = self._adopted(comments.draw_up(ina, self.bill, [first.id], body="k-redarstvo"))
        self.ids["draft position"] = comments.draw_up(ina, self.bill, [second.id], body="k-redarstvo")

    def _adopted(self, position_id: int) -> int:
        positions, ina = self.library.affairs.positions, self.ina.actor
        position = positions.get(position_id, reader=EVERYTHING)
        position = positions.put(ina, replace(position, visibility=Visibility.PUBLIC))
        positions.adopt(ina, position, day=self.day(-2), body="predsedstvo")
        positions.send(ina, position_id, day=self.day(-1), to="Ministrstvo za javno upravo")
        [proposal, *_] = positions.get(position_id, reader=EVERYTHING).proposals
        outcome = replace(proposal, outcome=ProposalOutcome.ACCEPTED, evidence="Ministrstvo je predlog sprejelo.")
        positions.settle(ina, position_id, outcome)
        return position_id

    def _events(self) -> None:
        agenda = (
            AgendaItem("Novosti v predlogu zakona", starts=dt.time(9, 0), speakers=("predstavnica ministrstva",)),
            AgendaItem("Razprava", starts=dt.time(10, 30)),
        )
        event = Event(
            "posvet-telesne-kamere",
            "Posvet o telesnih kamerah",
            starts=self.day(30),
            starts_at=dt.time(9, 0),
            place="Ljubljana",
            organiser="k-redarstvo",
            call="Vabimo vodje občinskih redarstev.",
            topics=("obcinsko-redarstvo",),
            agenda=agenda,
        )
        self.library.affairs.events.keep(event, by=self.ina.actor)

    def _asks(self) -> None:
        enquiries, kaja = self.library.affairs.enquiries, self._person("kaja")
        asked = Enquiry(
            0,
            "Modre luči na vozilih redarjev",
            "Ali imajo vaši redarji na vozilih modre luči in koliko je stala vgradnja?",
            "Kranj",
            author_id=kaja.id,
            author=kaja.name,
            made=dt.datetime.now(tz=dt.UTC),
            topics=("obcinsko-redarstvo",),
            deadline=self.day(14),
        )
        enquiry, _ = enquiries.ask(asked, by=kaja.actor)
        enquiries.answer(enquiry.id, "Celje", "Imamo jih na dveh vozilih.", by=self._person("cene").actor)
        self.ids["enquiry"] = enquiry.id

    def _goal(self) -> None:
        goals, ina = self.library.affairs.goals, self.ina.actor
        goal = goals.put(Goal(0, "k-redarstvo", "Enoten obrazec pisnega opozorila", since=self.day(-200)), by=ina)
        goals.step(goal.id, GoalStep(GoalState.MOVING, self.day(-2), "Vključeno v stališče."), by=ina)
        self.ids["goal"] = goal.id

    def _drafts(self) -> None:
        path = self.folder / "okroznica-hrup.txt"
        path.write_text(CIRCULAR, encoding="utf-8")
        told = Metadata("Okrožnica o varstvu pred hrupom", "okroznica", ("k-okolje",), state=DocumentState.DRAFT)
        self.ids["in review"] = self._added(path, told)
        uploads = self.library.uploads
        batch = uploads.open(self.ina.actor, Metadata(bodies=("k-redarstvo",), state=DocumentState.DRAFT))
        uploads.announce(batch.id, [Announced("zapisnik-seje.pdf", 120_000), Announced("vabilo.docx", 40_000)])
        self.ids["batch"] = batch.id

    def _added(self, path: Path, metadata: Metadata, revises: int | None = None) -> int:
        batch = self.library.add([path], metadata, revises=revises)
        assert not batch.failed, batch.failed
        return batch.received[0].entry.document_id or 0

    def _changes(self) -> None:
        """One document is changed, one has a newer revision, one is withdrawn, one is in the trash; a rule is added."""
        changes, ina = self.library.keeping.changes, self.ina.actor
        path = self.folder / "zored-popravljen.txt"
        path.write_text(ADOPTED.replace("ustno", "ustno ali pisno"), encoding="utf-8")
        self._added(path, Metadata(), revises=self.ids["adopted"])
        old = self.folder / "staro-vabilo.txt"
        old.write_text("Vabilo na sejo, ki je odpovedana.\n", encoding="utf-8")
        self.ids["removed"] = self._added(old, Metadata("Staro vabilo", "vabilo"))
        edited = replace(changes.metadata(self.ids["decree"]), topics=("obcinsko-redarstvo",))
        changes.edit(ina, self.ids["decree"], edited)
        changes.do(ina, ChangeSort.TRASH, self.ids["removed"])
        self.library.add_synonyms(Rule(("redar", "nadzornik")))
