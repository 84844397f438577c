"""The pages of bodies and topics with all that the association does, and their feeds."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import (
    EVERYTHING,
    PROGRAM,
    Dossier,
    Event,
    GoalState,
    GoalStep,
    Metadata,
    Position,
    Proposal,
    Stance,
    Visibility,
)
from kb.web import create_app
from tests.web.markup import Page

Read = Callable[..., Page]
ATOM = "{http://www.w3.org/2005/Atom}"
WARDENS = {"bodies": ("k-redarstvo",), "topics": ("obcinsko-redarstvo",)}


def add(library: Library, folder: Path, title: str, text: str, **more: object) -> int:
    path = folder / f"{title}.txt"
    path.write_text(text, encoding="utf-8")
    told = Metadata(title, "strokovno-gradivo", language="sl", **(WARDENS | more))  # type: ignore[arg-type]
    return library.add([path], told).received[0].entry.document_id or 0


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("gradiva")
    with open_library(Settings(home=tmp_path_factory.mktemp("sobe"), readers=1)) as opened:
        today = opened.affairs.dossiers.today()
        said = "Redar ravna po 12. členu ZORed in po ZP-1."
        moved = add(opened, folder, "Pravilnik & »uniforma«", said, dated=dt.date(2019, 6, 7))
        hidden = add(opened, folder, "Samo za članice", "Po 3. členu ZORed.", visibility=Visibility.MEMBERS)
        for number, document_id in ((1, moved), (1, hidden)):
            opened.affairs.goals.link(number, document_id, by=PROGRAM)
        opened.affairs.goals.step(1, GoalStep(GoalState.REACHED, dt.date(2019, 6, 7)), by=PROGRAM)
        bill = Dossier(0, "Novela ZORed", today - dt.timedelta(days=3), act="ZORed", **WARDENS)  # type: ignore[arg-type]
        late = replace(bill, title="Pravilnik v zamudi", act="", deadline=today - dt.timedelta(days=1))
        for dossier in (bill, late, replace(bill, title="Skrita zadeva", visibility=Visibility.STAFF)):
            opened.affairs.dossiers.put(PROGRAM, dossier)
        told = Event("posvet", "Posvet redarjev", starts=today + dt.timedelta(days=9), organiser="k-redarstvo")
        opened.affairs.events.keep(replace(told, topics=("obcinsko-redarstvo",)), by=PROGRAM)
        opened.affairs.catch_up()
        opened.index_marked()
        opened.citations.find_waiting(lambda *_: None)
        yield opened


@pytest.fixture(scope="module")
def client(library: Library) -> FlaskClient:
    return create_app(library).test_client()


@pytest.fixture
def page(client: FlaskClient) -> Read:
    def read(address: str, *, status: int = 200) -> Page:
        answer = client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.text)

    return read


def section(page: Page, title: str) -> str:
    return page.words(f"//section[h2[starts-with(normalize-space(), '{title}')]]")


def told(page: Page) -> dict[str, str]:
    """Gives the facts of the body that a page is of, by their names."""
    return dict(zip(page.texts("//aside//dl/div/dt"), page.texts("//aside//dl/div/dd"), strict=True))


def test_a_commission_shows_what_is_open_the_late_first(page: Read) -> None:
    room = page("/organi/k-redarstvo")
    titles = room.texts("//section[h2='Kaj je odprto']//a[@class='document-title']")
    assert titles == ["Pravilnik v zamudi", "Novela ZORed"]
    assert "Skrita zadeva" not in room.text
    assert room.link("Vse zadeve") == "/zadeve/?organ=k-redarstvo"


def test_its_goals_have_their_state_and_the_materials_that_moved_them(page: Read) -> None:
    room = page("/organi/k-redarstvo")
    goals = section(room, "Cilji in želje")
    assert room.texts("//section[h2='Cilji in želje']/h3") == ["Cilji", "Želje"]
    assert len(room.all("//section[h2='Cilji in želje']//a[@class='document-title']")) == 9
    assert "doseženo 7. 6. 2019" in goals
    assert "Pravilnik & »uniforma«" in goals
    assert "Samo za članice" not in room.text


def test_its_acts_are_those_of_its_dossiers_and_materials(page: Read) -> None:
    room = page("/organi/k-redarstvo")
    acts = room.texts("//section[h2='Predpisi']//a[@class='document-title']")
    assert acts[0] == "Zakon o občinskem redarstvu (ZORed)"
    assert any("ZP-1" in act for act in acts)
    assert "1 odprta zadeva" in section(room, "Predpisi")
    assert "navedba v 1 gradivu" in section(room, "Predpisi")


def test_its_facts_and_events_are_there(page: Read) -> None:
    room = page("/organi/k-redarstvo")
    facts = section(room, "O organu")
    assert told(room)["Ustanovitelj"] == "Predsedstvo, 2009"
    assert "strokovni sogovornik občin" in facts
    assert "Posvet redarjev" in section(room, "Prihodnji dogodki")
    assert room.texts("//h3[starts-with(., 'Strokovno gradivo')]")
    assert not room.texts("//h3[starts-with(., 'Cilj') and contains(., '9')]")


def test_a_body_without_anything_shows_nothing_empty(page: Read) -> None:
    room = page("/organi/k-nagrade")
    assert room.texts("//main//section/h2") == ["O organu"]


@pytest.mark.parametrize("address", ["/podrocja/obcinsko-redarstvo", "/podrocja/promet-in-varnost"])
def test_a_topic_shows_what_is_placed_with_it_and_below_it(page: Read, address: str) -> None:
    room = page(address)
    assert room.texts("//section[h2='Kaj je odprto']//a[@class='document-title']") == [
        "Pravilnik v zamudi",
        "Novela ZORed",
    ]
    assert "Posvet redarjev" in section(room, "Prihodnji dogodki")
    assert "ZORed" in section(room, "Predpisi")


def test_positions_are_counted_by_outcome_and_year(library: Library, page: Read) -> None:
    proposal = Proposal(0, "", Stance.OPPOSE, reason="Preuranjeno.")
    draft = Position(0, "Stališče mreže", "m-romska", Stance.OPPOSE, act="ZORed", proposals=(proposal,))
    kept = library.affairs.positions.put(PROGRAM, draft)
    assert "Stališče mreže" not in page("/organi/m-romska").text
    day = library.affairs.dossiers.today()
    library.affairs.positions.adopt(PROGRAM, kept, day=day, body="m-romska")
    room = page("/organi/m-romska")
    assert room.texts("//caption") == ["Stališča po izidu in letu"]
    assert room.texts("//table//tbody//th") == [str(day.year)]
    assert "Stališče mreže" in section(room, "Stališča")


def test_those_who_came_after_a_body_are_told_on_both(library: Library, page: Read) -> None:
    body = next(each for each in library.registers.bodies() if each.slug == "k-kultura")
    facts = library.affairs.bodies.facts("k-kultura")
    library.affairs.bodies.put(body, replace(facts, successors=("k-solstvo",), roles=("vodja: občina",)), by=PROGRAM)
    before, after = told(page("/organi/k-kultura")), told(page("/organi/k-solstvo"))
    assert before["Naslednik"] == "Komisija za predšolsko vzgojo, šolstvo, znanost in šport"
    assert before["Vloge"] == "vodja: občina"
    assert after["Predhodnik"] == "Komisija za kulturo"


# --- goals ---


def test_a_goal_has_a_page(page: Read) -> None:
    goal = page("/organi/k-redarstvo/cilji/1")
    assert goal.texts("//h1") == ["Urediti uniformo občinskega redarja"]
    assert goal.texts("//ol[@class='timeline']//strong") == ["doseženo"]
    assert goal.texts("//ul[@class='documents']//a[@class='document-title']") == ["Pravilnik & »uniforma«"]
    assert page("/en/organi/k-redarstvo/cilji/9").all("//h1/@lang") == ["sl"]
    page("/organi/k-okolje/cilji/1", status=404)
    page("/organi/k-redarstvo/cilji/999", status=404)


def test_the_wish_for_a_blue_light_is_found_and_leads_to_its_page(library: Library, client: FlaskClient) -> None:
    found = library.find(Question(text="modra luč"), reader=EVERYTHING)
    first = found.groups[0].document
    assert (first.title, first.kind and first.kind.slug) == ("Zagotoviti modro luč", "cilj")
    answer = client.get(f"/gradivo/{first.id}/razdelek-1")
    assert answer.headers["Location"] == "/organi/k-redarstvo/cilji/9#razdelek-1"


# --- feeds ---


@pytest.mark.parametrize(
    "address",
    ["/organi/k-redarstvo", "/podrocja/promet-in-varnost", "/organi/k-evropske-zadeve", "/en/podrocja/okolje"],
)
def test_a_feed_is_atom(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{address}/novosti.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"http://localhost{address}/novosti.atom", "alternate": f"http://localhost{address}"}
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        assert [len(each.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert dt.datetime.fromisoformat(each.findtext(f"{ATOM}updated", "")).tzinfo
    ids = [entry.findtext(f"{ATOM}id", "") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("http://localhost/") for one in ids)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


def test_a_feed_has_what_a_visitor_sees_the_newest_first(client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/organi/k-redarstvo/novosti.atom").data)
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    for title in ("Pravilnik & »uniforma«", "Novela ZORed", "Posvet redarjev", "Zagotoviti modro luč"):
        assert any(title in each for each in titles), titles
    assert not any("Samo za članice" in each or "Skrita" in each for each in titles)
    stamps = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert stamps == sorted(stamps, reverse=True)


def test_a_feed_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    answer = client.get("/organi/k-redarstvo/novosti.atom")
    changed = answer.headers["Last-Modified"]
    assert parsedate_to_datetime(changed)
    again = client.get("/organi/k-redarstvo/novosti.atom", headers={"If-Modified-Since": changed})
    assert (again.status_code, again.data) == (304, b"")


def test_the_feed_of_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    for address in ("/organi/nikjer", "/podrocja/nikjer", "/organi/obcina-kranj"):
        assert client.get(f"{address}/novosti.atom").status_code == 404
