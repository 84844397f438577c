"""A bill that municipalities comment on, and people who do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from kb.errors import NotFound
from kb.library import Library
from kb.model import EVERYTHING, PROGRAM, Dossier, Metadata, Visibility
from kb.people import Role, User

PASSWORD = "dolgo in varno geslo"
BILL = """PREDLOG ZAKONA O OBČINSKIH REDARJIH

1. člen
(vsebina)

Ta zakon ureja delo občinskih redarjev.

2. člen
(rok)

Občina uskladi odlok v treh mesecih.

3. člen
(začetek veljavnosti)

Ta zakon začne veljati petnajsti dan po objavi v Uradnem listu Republike Slovenije.
"""


def text_of_bill(library: Library, folder: Path) -> int:
    """Adds the text of a bill with three articles and gives the document's id."""
    path = folder / "predlog.txt"
    path.write_text(BILL, encoding="utf-8")
    told = Metadata("Predlog zakona o občinskih redarjih", "predlog-zakona", language="sl")
    return library.add([path], told).received[0].entry.document_id or 0


def bill(library: Library, text_id: int | None, **more: object) -> Dossier:
    """Gives an open dossier with a text; comments are taken for ten days."""
    today = library.affairs.dossiers.today()
    dossier = Dossier(
        0,
        "Predlog zakona o občinskih redarjih",
        today - dt.timedelta(days=5),
        act="ZORed",
        bodies=("k-redarstvo",),
        topics=("obcinsko-redarstvo",),
        visibility=Visibility.MEMBERS,
        text_id=text_id,
        deadline=today + dt.timedelta(days=10),
    )
    return library.affairs.dossiers.put(PROGRAM, replace(dossier, **more))  # type: ignore[arg-type]


def late(library: Library, dossier: Dossier) -> Dossier:
    """Gives the dossier with a deadline of yesterday."""
    before = library.affairs.dossiers.get(dossier.id, reader=EVERYTHING)
    yesterday = library.affairs.dossiers.today() - dt.timedelta(days=1)
    return library.affairs.dossiers.put(PROGRAM, replace(before, deadline=yesterday, working_days=None))


def person(library: Library, name: str, municipality: str = "", role: Role = Role.MEMBER, **more: object) -> User:
    """Gives the account «name@obcina.si» with PASSWORD, made where it is not there."""
    email = f"{name.lower()}@obcina.si"
    try:
        return library.people.by_email(email)
    except NotFound:
        told = library.people.new_user(email, name=name, role=role, municipality=municipality, **more)
        return library.people.add(told, PASSWORD)


def again(library: Library, user: User) -> User:
    """Gives an account as it is read at the next request."""
    return library.people.user(user.id)
