"""One library with people of municipalities and of the staff, each test with a dossier of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Dossier
from kb.model.comments import Comment, Remark
from kb.people import Role
from kb.web import create_app
from tests.library.affairs.commenting import PASSWORD, bill, person, text_of_bill
from tests.web.accounts.conftest import Browser
from tests.web.markup import Page

SHORT = Remark("2", "Premalo.")
WRITTEN = {"clen": "2", "besedilo": "Trije meseci so premalo.", "predlog": "V enem letu.", "obrazlozitev": ""}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("pripombe"), readers=1)


@pytest.fixture(scope="module")
def library(settings: Settings) -> Iterator[Library]:
    """One library for all tests here; each has a dossier of its own."""
    with open_library(settings) as opened:
        person(opened, "Ana", "Mestna občina Kranj")
        person(opened, "Vid", "Ptuj")
        person(opened, "Jan")
        person(opened, "Gost", role=Role.VISITOR)
        person(opened, "Osebje", role=Role.STAFF)
        yield opened


@pytest.fixture
def outbox(settings: Settings) -> Path:
    """The folder of letters, empty."""
    for path in settings.outbox_folder.glob("*"):
        path.unlink()
    return settings.outbox_folder


@pytest.fixture(scope="module")
def text_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> int:
    return text_of_bill(library, tmp_path_factory.mktemp("predlog"))


@pytest.fixture
def dossier(library: Library, text_id: int) -> Dossier:
    return bill(library, text_id)


@pytest.fixture(scope="module")
def app(library: Library) -> Flask:
    return create_app(library)


@pytest.fixture(scope="module")
def as_(app: Flask) -> Callable[[str], Browser]:
    """Gives the browser of somebody, signed in once for all tests; "" for nobody."""
    known: dict[str, Browser] = {}

    def browser(name: str) -> Browser:
        if name not in known:
            known[name] = Browser(app.test_client())
            if name:
                assert known[name].sign_in(f"{name}@obcina.si", PASSWORD).status_code == 303
        return known[name]

    return browser


def at(dossier: Dossier) -> str:
    return f"/zadeve/{dossier.id}/pripombe"


def work_at(dossier: Dossier) -> str:
    return f"/delo/zadeve/{dossier.id}/pripombe"


def said(answer: TestResponse) -> str:
    return " ".join(Page(answer.text).tree.xpath("//main")[0].text_content().split())


def sent(library: Library, dossier: Dossier, name: str = "Ana", remark: Remark = SHORT) -> Comment:
    return library.affairs.comments.send(person(library, name), dossier, remark).comment
