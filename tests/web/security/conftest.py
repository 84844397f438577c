"""A collection with people of every role, drafts, hostile names and files that would be pages, and browsers for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from kb.config import Settings
from kb.library import Library, open_library
from kb.library.keeping import ChangeSort
from kb.model import PROGRAM, DocumentState, Metadata, Visibility
from kb.people import Role
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.conftest import write_files

ROLES = ("nobody", "visitor", "member", "body-member", "staff", "administrator")
SCRIPT = "<script>alert(document.domain)</script>"
HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>.txt",
    'narekovaj"; filename="drug.html.txt',
    "č" * 110 + ".txt",
    "🎉😀.txt",
    "‮txt.exe.txt",
    "%2e%2e%2f%41.txt",
    "nova\nvrstica\rX-Vrinjeno: da.txt",
)

Enter = Callable[..., Browser]


def stock(home: Path, files: Path) -> None:
    """Puts into a collection the files of the web tests, a page, a picture, hostile names, a draft, and people."""
    write_files(files)
    odd = files.parent / "nenavadne"
    odd.mkdir()
    for name in HOSTILE_NAMES:
        (odd / name).write_text(f"Besedilo z imenom {SCRIPT} in redarjem {HOSTILE_NAMES.index(name)}.", "utf-8")
    (odd / "stran.html").write_text(f"<title>{SCRIPT}</title><p>Redar {SCRIPT} na strani.</p>{SCRIPT}", "utf-8")
    draft = files.parent / "osnutek.txt"
    draft.write_text("Osnutek o skrivnem redarju.", "utf-8")
    with open_library(Settings(home=home)) as library:
        batch = library.add([files, odd], Metadata(kind="porocilo", topics=("okolje",)))
        assert not batch.failed, batch.failed
        hidden = Metadata(title=f"Osnutek {SCRIPT}", visibility=Visibility.STAFF, state=DocumentState.DRAFT)
        library.add([draft], hidden)
        body = next(body.id for body in library.people.bodies() if body.slug == "k-redarstvo")
        for role in Role:
            bodies = frozenset({body}) if role is Role.BODY_MEMBER else frozenset()
            user = library.people.new_user(f"{role}@obcina.si", name=f"{role} {SCRIPT}", role=role, bodies=bodies)
            library.people.add(user, PASSWORD)
        _lived_in(library, files.parent)


def _lived_in(library: Library, folder: Path) -> None:
    """Gives a collection a past: drafts like others, a revision, what is withdrawn, in the trash and erased."""
    changes = library.keeping.changes

    def add(name: str, said: str, state: DocumentState = DocumentState.PUBLISHED) -> int:
        (folder / name).write_text(said, encoding="utf-8")
        metadata = Metadata(bodies=("k-redarstvo",), state=state)
        return library.add([folder / name], metadata).received[0].entry.document_id or 0

    order = " ".join(f"Redar sme po {number}. členu ZORed odrediti {number * 7} stvari." for number in range(1, 60))
    shown = add("odredbe.txt", order)
    add("odredbe nove.txt", f"{order} Jana Horvat, jana@obcina.si, EMŠO 0101006500006.", DocumentState.DRAFT)
    add("odredbe iste.txt", f"{order} {order}", DocumentState.DRAFT)
    library.review.catch_up()
    (folder / "odredbe 2.txt").write_text(f"{order} In nič več.", encoding="utf-8")
    library.keeping.revise(PROGRAM, shown, folder / "odredbe 2.txt", name="odredbe 2.txt")
    library.read_waiting(stop=threading.Event())
    changes.do(PROGRAM, ChangeSort.WITHDRAW, add("umaknjeno.txt", "Umaknjen redar."), reason=SCRIPT)
    changes.do(PROGRAM, ChangeSort.TRASH, add("zavrženo.txt", "Zavržen redar."))
    for name in ("izbrisano.txt", "v brisanju.txt"):
        gone = add(name, f"Redar, ki je {name}.")
        changes.do(PROGRAM, ChangeSort.TRASH, gone)
        library.keeping.ask_to_erase(PROGRAM, [gone])
        if name == "izbrisano.txt":
            library.keeping.catch_up(stop=threading.Event())
    library.index_marked()


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("varno")
    stock(folder / "data", folder / "files")
    with open_library(Settings(home=folder / "data")) as library:
        yield library


@pytest.fixture(scope="session")
def guarded_app(guarded: Library) -> Flask:
    return create_app(guarded, per_page=3)


@pytest.fixture(scope="session")
def enter(guarded_app: Flask) -> Enter:
    """Gives the browser of somebody in a role, signed in once; "nobody" has not signed in."""
    known: dict[str, Browser] = {}

    def entered(role: str) -> Browser:
        if role not in known:
            known[role] = Browser(guarded_app.test_client())
            if role != "nobody":
                assert known[role].sign_in(f"{role}@obcina.si").status_code == 303
        return known[role]

    return entered
