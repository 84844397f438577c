"""A library with a few real files, and the pages over it as a browser would ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pptx import Presentation

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import EVERYTHING, Metadata
from kb.web import create_app
from tests.web.markup import Page

MANIFEST = """
[[event]]
slug = "posvet-zored"
title = "Posvet o prenovljenem ZORed"
kind = "posvet"
starts = 2017-03-08
place = "Maribor"
organiser = "k-redarstvo"
speakers = ["predstavnica sekretariata", "vodja redarstva"]

[[document]]
file = "Novosti ZORed.pptx"
title = "Novosti prenovljenega ZORed"
kind = "predstavitev"
bodies = ["k-redarstvo"]
topics = ["obcinsko-redarstvo", "prekrski"]
event = "posvet-zored"
date = 2017-03-08
source = "Skupnost občin Slovenije"
rights = "Skupnost občin Slovenije"
language = "sl"

[[document]]
file = "Odlok o redarstvu.txt"
title = "Vzorec odloka o občinskem redarstvu"
kind = "vzorec-akta"
bodies = ["k-redarstvo", "k-pravna"]
topics = ["obcinsko-redarstvo"]
date = 2019-05-20
language = "sl"

[[document]]
file = "Poročilo »č«.html"
title = "Poročilo <b>o vodi</b> & okolju"
kind = "porocilo"
bodies = ["k-okolje"]
topics = ["okolje"]
date = 2021-11-02
language = "sl"

[[document]]
file = "about.txt"
title = "About the association"
language = "en"

[[document]]
file = "Osnutek.txt"
title = "Osnutek samo za članice"
kind = "porocilo"
bodies = ["k-redarstvo"]
topics = ["obcinsko-redarstvo"]
date = 2020-01-15
visibility = "members"

[[document]]
file = "dolgo.md"
title = "Dolg priročnik"
kind = "prirocnik"
bodies = ["k-finance"]
topics = ["javne-finance"]
date = 2018-02-01
"""

DECREE = """ODLOK O OBČINSKEM REDARSTVU

1. člen
(vsebina odloka)

(1) Ta odlok ureja delo občinskega redarstva v občini.

2. člen
(ugotavljanje istovetnosti)

(1) Občinski redar sme ugotavljati istovetnost osebe, ki krši predpise občine.
(2) Istovetnost ugotavlja:
– z vpogledom v osebni dokument,
– na drug zanesljiv način.

3. člen
(uniforma)

Občinski redar nosi uniformo, ki jo določa pravilnik, in pri delu uporablja modra luč.
"""

REPORT = """<!doctype html><html lang="sl"><head><title>Poročilo</title></head><body>
<h1>Poročilo o pitni vodi</h1><p>Občina je v letu 2021 pregledala vodovod. &lt;script&gt;alert(1)&lt;/script&gt;</p>
<table><tr><th>Zajetje</th><th>Vzorci</th></tr><tr><td>Sever</td><td>12 vzorcev pitne vode</td></tr></table>
<script>alert("nikoli")</script></body></html>
"""


def write_slides(path: Path) -> None:
    slides = Presentation()
    for title, text in (
        ("Kaj prinaša prenova", "Kdo je občinski redar in kaj sme"),
        ("Ugotavljanje istovetnosti", "Redar sme ugotavljati istovetnost kršitelja"),
        ("Modra luč", "Občinski redar potrebuje modra luč na vozilu"),
        ("Redar na terenu", "Redar se predstavi in pojasni razlog"),
        ("Redar in občani", "Redar svetuje in opozarja"),
    ):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    slides.save(str(path))


def write_files(folder: Path) -> None:
    folder.mkdir()
    many = "\n\n".join(
        f"# Poglavje {n}\n\nProračunska postavka številka {n} je pojasnjena tukaj." for n in range(1, 131)
    )
    texts = {
        "manifest.toml": MANIFEST,
        "Odlok o redarstvu.txt": DECREE,
        "Poročilo »č«.html": REPORT,
        "about.txt": "General about the association\n\nThe association represents municipalities.\n",
        "Osnutek.txt": "Osnutek stališča o redarstvu, ki ga vidijo samo članice.\n",
        "dolgo.md": many,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_slides(folder / "Novosti ZORed.pptx")


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with the six documents of MANIFEST, one of them for members only."""
    folder = tmp_path_factory.mktemp("web")
    write_files(folder / "files")
    with open_library(Settings(home=folder / "data")) as library:
        batch = library.add([folder / "files"], Metadata())
        assert not batch.failed, batch.failed
        yield library


@pytest.fixture(scope="session")
def app(stocked: Library) -> Flask:
    return create_app(stocked, per_page=2)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., Page]:
    """Gives the page at an address, read and found to be well formed."""

    def read(address: str, *, status: int = 200) -> Page:
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.get_data(as_text=True))

    return read


@pytest.fixture(scope="session")
def ids(stocked: Library) -> dict[str, int]:
    """The ids of the documents by the first word of their titles."""
    found = stocked.find(Question(per_page=100), reader=EVERYTHING)
    return {group.document.title.split()[0]: group.document.id for group in found.groups}
