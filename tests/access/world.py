"""A collection with documents of every visibility, and for each role its twin that holds only what the role may see.

The groups of documents are added one after the other, so that a twin, which stops earlier, has the same ids. What a
role is shown of the whole collection has to be the same, to the byte, as what it is shown of its twin: then no title,
no word, no count, no suggestion and no place in an order can tell of what is hidden.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, open_library
from kb.library.keeping import ChangeSort
from kb.model import EVERYTHING, PROGRAM, Announced, DocumentState, Metadata, Visibility
from kb.people import Role
from kb.web import create_app
from kb.web.site import Site
from tests.ingest.formats.pdfs import at, raw_pdf
from tests.laws import ADOPTED, AMENDING, CHANGE, CONSOLIDATED, DECREE, DRAFT, MEMO, TITLE

PASSWORD = "dolgo in varno geslo"
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

    @property
    def email(self) -> str:
        return f"{self.name.replace(' ', '-')}@obcina.si"


PEOPLE = (
    Person("nobody", None, 1),
    Person("visitor", Role.VISITOR, 1),
    Person("member", Role.MEMBER, 2),
    Person("body member", Role.BODY_MEMBER, 3, ("k-redarstvo",)),
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

    The whole collection also has a document in the trash, `removed`, of which nobody is shown anything but there.
    """

    documents: tuple[Held, ...]
    versions: tuple[int, ...]
    passages: tuple[int, ...]
    apps: dict[int, Flask]
    removed: int
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
            library = stack.enter_context(open_library(Settings(home=folder / str(count), readers=1)))
            held = _stock(library, folder / f"files {count}", GROUPS[:count])
            apps[count], whole = create_app(library, per_page=3, site=GUARDED), (library, held)
        assert whole is not None
        library, documents = whole
        page = library.lawbook.act("ZORed", reader=EVERYTHING)
        versions = tuple(each.version.id for each in page.versions)
        passages = tuple(each.id for one in documents for each in library.passages(one.id, reader=EVERYTHING))
        removed = _put_into_trash(library, folder / "spis.txt")
        yield World(documents, versions, passages, apps, removed)


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
            user = library.people.new_user(person.email, name=person.name, role=person.role, bodies=ids)
            library.people.add(user, PASSWORD)
    upload = library.uploads.open(PROGRAM, Metadata(visibility=Visibility.STAFF))
    library.uploads.announce(upload.id, [Announced("zapisnik.pdf", 12)])
    return tuple(held for group in groups for held in _put(library, folder / group.name, group))


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
    return [Held(one, group, name, tuple(anchors[one])) for one, name in zip(ids, texts, strict=True)]


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
