"""A collection with documents of every visibility, and for each role its twin that holds only what the role may see.

The groups of documents are added one after the other, so that a twin, which stops earlier, has the same ids. What a
role is shown of the whole collection has to be the same, to the byte, as what it is shown of its twin: then no title,
no word, no count, no suggestion and no place in an order can tell of what is hidden.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, open_library
from kb.library.keeping import ChangeSort
from kb.library.pictures import WIDTHS
from kb.model import (
    EVERYTHING,
    PROGRAM,
    AgendaItem,
    Announced,
    DocumentState,
    Dossier,
    DossierStage,
    DossierStep,
    Enquiry,
    Event,
    Metadata,
    Position,
    Proposal,
    Stance,
    Visibility,
)
from kb.model.comments import Remark
from kb.people import Role
from kb.web import create_app
from kb.web.site import Site
from tests.ingest.formats.pdfs import at, raw_pdf
from tests.laws import ADOPTED, AMENDING, CHANGE, CONSOLIDATED, DECREE, DRAFT, MEMO, TITLE

PASSWORD = "dolgo in varno geslo"
NEIGHBOUR = "sosed@obcina.si"
"""A member of a municipality whose comments nobody here sees but staff."""

WITHDRAWN_WORD = "Umičkovec"
MOMENT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
"""When all of it happens, in the whole collection and in its twins: their clocks stand."""

GUARDED = Site(metrics_token="skrivnost")
"""What the service measures is for who has its secret, and nobody here has."""


@dataclass(frozen=True)
class Group:
    """Documents of one visibility: what they say that no other says, where they are placed, their text of the act."""

    name: str
    visibility: Visibility
    bodies: tuple[str, ...]
    title_word: str
    text_word: str
    law: tuple[str, str, str]
    year: int
    kind: str
    state: DocumentState = DocumentState.PUBLISHED


GROUPS = (
    Group(
        "public", Visibility.PUBLIC, ("k-redarstvo",), "Kremžatov", "lutrovec",
        (TITLE, "zakon", ADOPTED), 2006, "okroznica",
    ),
    Group(
        "members", Visibility.MEMBERS, ("k-redarstvo",), "Vurbolkin", "snežitar",
        (CHANGE, "zakon", AMENDING), 2017, "mnenje",
    ),
    Group(
        "body", Visibility.BODY, ("k-redarstvo", "k-pravna"), "Prikrošnjin", "hodlovina",
        (f"{TITLE} (neuradno prečiščeno besedilo)", "npb", CONSOLIDATED), 2018, "zapisnik",
    ),
    Group(
        "other body", Visibility.BODY, ("k-okolje",), "Gmajnotekin", "tumbrija",
        (CHANGE.replace("ZORed-A", "ZORed-C"), "zakon", AMENDING.replace("ZORed-A", "ZORed-C")), 2023, "vabilo",
    ),
    Group(
        "staff", Visibility.STAFF, ("k-redarstvo",), "Trezolistov", "žvepljaš",
        ("Predlog Zakona o spremembah in dopolnitvah Zakona o občinskem redarstvu (ZORed-B)", "predlog-zakona", DRAFT),
        2024, "analiza",
    ),
    Group(
        "draft", Visibility.PUBLIC, ("k-redarstvo",), "Mehuljkov", "brusnik",
        (CHANGE.replace("ZORed-A", "ZORed-D"), "zakon", AMENDING.replace("ZORed-A", "ZORed-D")), 2011, "porocilo",
        DocumentState.DRAFT,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who asks: in a role, seeing the documents of the first `sees` groups."""

    name: str
    role: Role | None
    sees: int
    bodies: tuple[str, ...] = ()
    municipality: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.replace(' ', '-')}@obcina.si"


PEOPLE = (
    Person("nobody", None, 1),
    Person("visitor", Role.VISITOR, 1),
    Person("member", Role.MEMBER, 2, municipality="Kranj"),
    Person("body member", Role.BODY_MEMBER, 3, ("k-redarstvo",), municipality="Občina Kranj"),
    Person("staff", Role.STAFF, len(GROUPS)),
    Person("administrator", Role.ADMINISTRATOR, len(GROUPS)),
)


@dataclass(frozen=True)
class Held:
    """A document of the whole collection."""

    id: int
    group: Group
    name: str
    anchors: tuple[str, ...]


@dataclass
class World:
    """The whole collection, the twins by how many groups they hold, and a browser of each person for each.

    The whole collection also has a document in the trash, `removed`, of which nobody is shown anything but there, and
    documents that were open to everybody, to members and to a body, and are `withdrawn`, which staff alone are shown.
    """

    documents: tuple[Held, ...]
    versions: tuple[int, ...]
    passages: tuple[int, ...]
    apps: dict[int, Flask]
    removed: int
    withdrawn: tuple[int, ...]
    clients: dict[tuple[str, int], FlaskClient] = field(default_factory=dict)

    def client(self, person: Person, groups: int) -> FlaskClient:
        """Gives the browser of a person, signed in, in the collection with so many groups."""
        key = (person.name, groups)
        if key not in self.clients:
            self.clients[key] = self.apps[groups].test_client()
            if person.role is not None:
                sign_in(self.clients[key], person.email)
        return self.clients[key]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> None:
    told = {"obrazec": form_mark(client.get("/prijava").text), "email": email, "geslo": password}
    answer = client.post("/prijava", data=told)
    assert answer.status_code == 303, answer.text


def form_mark(page: str) -> str:
    found = re.search(r'name="obrazec" value="(\w+)"', page)
    assert found, page
    return found[1]


@contextlib.contextmanager
def opened_world(folder: Path) -> Iterator[World]:
    with contextlib.ExitStack() as stack:
        apps, whole = {}, None
        for count in sorted({person.sees for person in PEOPLE}):
            library = stack.enter_context(
                open_library(Settings(home=folder / str(count), readers=1), clock=lambda: MOMENT)
            )
            held = _stock(library, folder / f"files {count}", GROUPS[:count])
            _draw(library, held)
            apps[count], whole = create_app(library, per_page=3, site=GUARDED), (library, held)
        assert whole is not None
        library, documents = whole
        page = library.lawbook.act("ZORed", reader=EVERYTHING)
        versions = tuple(each.version.id for each in page.versions)
        passages = tuple(each.id for one in documents for each in library.passages(one.id, reader=EVERYTHING))
        removed = _put_into_trash(library, folder / "spis.txt")
        withdrawn = tuple(_withdraw(library, folder / f"umik {group.name}.txt", group) for group in GROUPS[:3])
        yield World(documents, versions, passages, apps, removed, withdrawn)


def _draw(library: Library, documents: Iterable[Held]) -> None:
    """Draws the pictures of all pages, so that none is of a shape that is only guessed."""
    for held in documents:
        if library.has_pictures(library.document(held.id, reader=EVERYTHING)):
            for number, width in product((1, 2), WIDTHS):
                library.picture(held.id, number, width, reader=EVERYTHING)


def _withdraw(library: Library, path: Path, group: Group) -> int:
    """Adds a document that is open to those who see a group, and withdraws it."""
    said = f"{MEMO}Gmajnar ({group.name}) opozarja, da je {WITHDRAWN_WORD} po 3. členu ZORed umaknjen.\n"
    path.write_text(said, encoding="utf-8")
    document_id = _add(library, path, _metadata(group, f"{WITHDRAWN_WORD} poziv redarjem", group.kind))
    library.keeping.changes.do(PROGRAM, ChangeSort.WITHDRAW, document_id, reason="Nadomeščeno z novim")
    library.index_marked()
    return document_id


def _put_into_trash(library: Library, path: Path) -> int:
    path.write_text("Gmajnar opozarja redarja, da je pomemben zavrženec po 3. členu ZORed.\n", encoding="utf-8")
    document_id = library.add([path], Metadata(title="Gmajnarjev redar")).received[0].entry.document_id
    assert document_id
    library.keeping.changes.do(PROGRAM, ChangeSort.TRASH, document_id)
    library.index_marked()
    return document_id


def _stock(library: Library, folder: Path, groups: Sequence[Group]) -> tuple[Held, ...]:
    bodies = {body.slug: body.id for body in library.people.bodies()}
    for person in PEOPLE:
        if person.role is not None:
            ids = frozenset(bodies[slug] for slug in person.bodies)
            told = {"name": person.name, "bodies": ids, "municipality": person.municipality}
            library.people.add(library.people.new_user(person.email, role=person.role, **told), PASSWORD)
    library.people.add(library.people.new_user(NEIGHBOUR, name="sosed", municipality="Ptuj"), PASSWORD)
    upload = library.uploads.open(PROGRAM, Metadata(visibility=Visibility.STAFF))
    library.uploads.announce(upload.id, [Announced("zapisnik.pdf", 12)])
    held = tuple(held for group in groups for held in _put(library, folder / group.name, group))
    # What was written last is gone through too, as the worker would.
    library.citations.find_waiting(lambda *_: None)
    return held


def _put(library: Library, folder: Path, group: Group) -> list[Held]:
    folder.mkdir(parents=True)
    title, kind, law = group.law
    said = f"Pri tem je pomemben {group.text_word}."
    texts = {
        "zakon.txt": (title, kind, law.replace("ustno.", f"ustno. {said}").replace("zaseči.«", f"zaseči.\n{said}«")),
        "odlok.txt": (
            f"{group.title_word} odlok o redu",
            "vzorec-akta",
            DECREE.replace("povodcu.", f"povodcu. {said}"),
        ),
        "okroznica.txt": (f"{group.title_word} poziv redarjem", group.kind, f"{MEMO}{said}\n"),
        "prirocnik.pdf": (f"{group.title_word} vodnik za redarja", "prirocnik", ""),
    }
    ids = []
    for name, (heading, sort, text) in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        if name.endswith(".pdf"):
            words = "Redar sme opozoriti in ustno odrediti po 3. členu ZORed."
            raw_pdf(path, at(72, 720, words.replace("č", "c")) + at(72, 700, said), at(72, 720, f"Druga stran: {said}"))
        ids += [_add(library, path, _metadata(group, heading, sort))]
    anchors = {
        document_id: [each.passage.locator.anchor for each in library.passages(document_id, reader=EVERYTHING)]
        for document_id in ids
    }
    _open_dossier(library, group, ids[0])
    _hold_events(library, group, ids[2])
    _comment(library, group)
    _adopt_position(library, group, ids[0])
    return [Held(one, group, name, tuple(anchors[one])) for one, name in zip(ids, texts, strict=True)]


def _hold_events(library: Library, group: Group, document_id: int) -> None:
    """Keeps a past and a coming event of the same visibility; what members ask one another is there with the second."""
    is_draft = group.state is DocumentState.DRAFT
    for year in (group.year, 2090):
        event = Event(
            f"posvet-{year}-{group.kind}",
            f"{group.title_word} posvet o redu",
            starts=dt.date(year, 3, 8),
            organiser=group.bodies[0],
            call=f"Pri tem je pomemben {group.text_word}.",
            topics=("obcinsko-redarstvo",),
            visibility=Visibility.STAFF if is_draft else group.visibility,
            agenda=(AgendaItem(f"Kaj je {group.text_word}", document_id=document_id),),
        )
        library.affairs.events.keep(event, by=PROGRAM)
    if group.name == "members":
        said = (f"{group.title_word} redar", f"Kaj je vaš {group.text_word}?", "Občina Kranj")
        asked = Enquiry(0, *said, author_id=0, author="", made=MOMENT)
        library.affairs.enquiries.ask(asked, by=PROGRAM)
    library.index_marked()


def _comment(library: Library, group: Group) -> None:
    """Has the municipality of the members here comment on the public dossier, and another, whom only staff hear of."""
    said = {"members": "member@obcina.si", "staff": NEIGHBOUR}
    if group.name in said:
        dossier = library.affairs.dossiers.get(1, reader=EVERYTHING)
        remark = Remark("3", f"Pri tem je pomemben {group.text_word}.", f"{group.title_word} člen", group.text_word)
        author = library.people.by_email(said[group.name])
        library._store.affairs.comments.add(dossier, remark, by=author)
        library.index_marked()


def _adopt_position(library: Library, group: Group, text_id: int) -> None:
    """Adopts and sends a position of the same visibility, the first group's number 1; that of a draft stays one."""
    is_draft = group.state is DocumentState.DRAFT
    day = dt.date(group.year, 3, 9)
    said = f"Pri tem je pomemben {group.text_word}."
    stance = Stance.SUPPORT_WITH_CHANGES
    position = Position(
        0,
        f"{group.title_word} stališče do sprememb reda",
        group.bodies[0],
        stance,
        act="ZORed",
        version_id=text_id,
        summary=said,
        topics=("obcinsko-redarstvo",),
        proposals=(Proposal(0, "3", stance, said, f"Redar ima {group.text_word}."),),
        visibility=Visibility.STAFF if is_draft else group.visibility,
    )
    kept = library.affairs.positions.put(PROGRAM, position)
    if not is_draft:
        library.affairs.positions.adopt(PROGRAM, kept, day=day, body="predsedstvo")
        library.affairs.positions.send(PROGRAM, kept.id, day=day, to=f"Urad za {group.text_word}")
    library.index_marked()


def _open_dossier(library: Library, group: Group, text_id: int) -> None:
    """Opens a dossier of the same visibility, so that the first group's is number 1, and gives it a step."""
    is_draft = group.state is DocumentState.DRAFT
    day = dt.date(group.year, 3, 8)
    step = DossierStep(0, DossierStage.CONSULTATION, day, text_id, f"Poslano: {group.text_word}.")
    dossier = Dossier(
        0,
        f"{group.title_word} predlog sprememb reda",
        day,
        act="ZORed",
        about=f"Pri tem je pomemben {group.text_word}.",
        bodies=group.bodies,
        topics=("obcinsko-redarstvo",),
        visibility=Visibility.STAFF if is_draft else group.visibility,
        text_id=text_id,
        deadline=dt.date(group.year, 4, 8),
    )
    opened = library.affairs.dossiers.put(PROGRAM, dossier)
    library.affairs.dossiers.put_step(PROGRAM, opened, step)
    library.index_marked()


def _metadata(group: Group, title: str, kind: str) -> Metadata:
    return Metadata(
        title,
        kind,
        group.bodies,
        ("obcinsko-redarstvo",),
        dated=dt.date(group.year, 3, 8),
        language="sl",
        source="Uradni list RS",
        visibility=group.visibility,
        state=group.state,
    )


def _add(library: Library, path: Path, metadata: Metadata) -> int:
    batch = library.add([path], metadata)
    assert not batch.failed, batch.failed
    return batch.received[0].entry.document_id or 0
