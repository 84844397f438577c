"""A library with PDFs that are drawn page by page, a long text, and one whose pictures cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import EVERYTHING, Metadata
from kb.web import create_app
from tests.ingest.making import line, pdf

LONG_TITLE = "Pojasnilo " + "o zelo dolgih naslovih gradiv " * 20
PLAN = [
    [line("Varnost v prometu", size=20), line("Redar potrebuje modra luč na vozilu.", top=120)],
    [line("Pravilnik o vozilih", size=20), line("Modra luč je za vozila s prednostjo; luč sveti.", top=120)],
    [line("Zakljucek", size=20), line("Obcina doloci merila.", top=120)],
]
TEXT = """# Splošno

Občina skrbi za ceste. Redar nadzira promet
na območju občine.

# Prehodne določbe

Župan izda sklep v tridesetih dneh.
"""


@pytest.fixture(scope="session")
def read_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("reading")
    with open_library(Settings(home=folder / "data")) as library:

        def add(name: str, title: str, **more: str) -> None:
            [made] = library.add([folder / name], Metadata(title=title, **more)).received  # type: ignore[arg-type]
            assert not made.entry.reason, made.entry.reason

        pdf(folder / "nacrt.pdf", PLAN)
        add("nacrt.pdf", "Načrt varnosti", source="Občina Škofja Loka", language="sl")
        (folder / "besedilo.md").write_text(TEXT, encoding="utf-8")
        add("besedilo.md", "Odlok o cestah")
        pdf(folder / "dolg.pdf", [[line(f"Stran {number} govori o postavki.")] for number in range(1, 351)])
        add("dolg.pdf", "Priročnik")
        (folder / "naslov.txt").write_text("Kratko besedilo o naslovu.", encoding="utf-8")
        add("naslov.txt", LONG_TITLE)
        yield library


@pytest.fixture(scope="session")
def read_app(read_library: Library) -> Flask:
    return create_app(read_library)


@pytest.fixture
def client(read_app: Flask) -> FlaskClient:
    return read_app.test_client()


@pytest.fixture(scope="session")
def ids(read_library: Library) -> dict[str, int]:
    """The ids of the documents by the first word of their titles."""
    found = read_library.find(Question(per_page=100), reader=EVERYTHING)
    return {group.document.title.split()[0]: group.document.id for group in found.groups}
