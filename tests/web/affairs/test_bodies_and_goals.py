"""Bodies and their goals as staff edit them: facts, history, ends with open dossiers, goals step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import PROGRAM, Body, Deed, Dossier, GoalState, Metadata, Sought
from kb.people import Role
from kb.slovene.dates import written
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

GOALS = "/delo/organi/k-redarstvo/cilji"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(Settings(home=tmp_path_factory.mktemp("organi"), readers=1)) as opened:
        made = opened.people.new_user("ana@obcina.si", name="Ana", role=Role.STAFF)
        opened.people.add(made, PASSWORD)
        yield opened


@pytest.fixture(scope="module")
def ana(library: Library) -> Browser:
    browser = Browser(create_app(library).test_client())
    browser.sign_in()
    return browser


@pytest.fixture(scope="module")
def document_id(library: Library, tmp_path_factory: pytest.TempPathFactory) -> int:
    path: Path = tmp_path_factory.mktemp("gradivo") / "pravilnik.txt"
    path.write_text("Pravilnik o uniformi.\n", encoding="utf-8")
    return library.add([path], Metadata("Pravilnik o enotni uniformi")).received[0].entry.document_id or 0


def body(library: Library, slug: str) -> Body:
    return next(each for each in library.registers.bodies() if each.slug == slug)


def form(ana: Browser, address: str) -> dict[str, object]:
    """Gives what the first form of a page that sends something would send as it stands."""
    [sent, *_] = Page(ana.get(address).text).all("//main//form[@method='post']")
    told: dict[str, object] = {}
    for name in dict.fromkeys(name for name, _ in sent.form_values() if name != "obrazec"):
        told[name] = [value for each, value in sent.form_values() if each == name]
    return told


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "address",
    ["/organi/k-redarstvo", "/delo/organi/1", "/delo/organi/dodaj", "/delo/organi/k-okolje/zgodovina/",
     f"{GOALS}/", f"{GOALS}/nov", f"{GOALS}/9", "/organi/k-redarstvo/cilji/9"],
)  # fmt: skip
def test_every_page_is_well_formed(ana: Browser, prefix: str, address: str) -> None:
    answer = ana.get(prefix + address)
    assert answer.status_code == 200
    assert Page(answer.text).texts("//h1")


# --- bodies ---


def test_a_body_is_told_of_and_its_form_tells_the_same_again(library: Library, ana: Browser) -> None:
    address = f"/delo/organi/{body(library, 'k-okolje').id}"
    told = form(ana, address)
    assert (told["ustanovitelj"], told["podrocja"]) == (["predsedstvo"], ["okolje"])
    told |= {
        "velja-od": "2012",
        "naloge": "Skrbi za  okolje.\r\nIn vode.",
        "vloge": "predsednica: županja občine\r\n\r\n namestnik: župan ",
        "podrocja": ["okolje", "energetika-in-podnebje", "izmisljeno"],
        "predhodniki": ["k-gjs"],
    }
    assert ana.send(address, **told).status_code == 303
    facts = library.affairs.bodies.facts("k-okolje")
    assert facts.mandate == "Skrbi za okolje.\nIn vode."
    assert facts.roles == ("predsednica: županja občine", "namestnik: župan")
    assert set(facts.topics) == {"okolje", "energetika-in-podnebje"}
    assert library.affairs.bodies.facts("k-gjs").successors == ("k-okolje",)
    assert body(library, "k-okolje").valid_from == dt.date(2012, 1, 1)
    assert form(ana, address)["velja-od"] == ["2012"]
    before = len(library.affairs.bodies.history("k-okolje"))
    ana.send(address, **form(ana, address))
    assert len(library.affairs.bodies.history("k-okolje")) == before


def test_what_is_wrong_is_told_at_its_field_and_all_that_was_typed_stays(library: Library, ana: Browser) -> None:
    address = f"/delo/organi/{body(library, 'k-kultura').id}"
    told = form(ana, address) | {"naloge": "č" * 6_000, "vloge": "vodja: občina", "nasledniki": ["k-gjs"]}
    answer = ana.send(address, **told)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert "5000 znakov" in page.words("//*[@id='naloge-wrong']")
    assert page.all("//textarea[@id='naloge']/@aria-describedby") == ["naloge-hint naloge-wrong"]
    assert page.words("//textarea[@id='vloge']") == "vodja: občina"
    assert page.all("//input[@name='nasledniki'][@checked]/@value") == ["k-gjs"]
    assert library.affairs.bodies.history("k-kultura") == ()


def test_an_earlier_version_is_shown_and_put_back(library: Library, ana: Browser) -> None:
    here = body(library, "k-prostor")
    history = "/delo/organi/k-prostor/zgodovina/"
    assert "Organa še nihče ni spremenil." in ana.get(history).text
    address = f"/delo/organi/{here.id}"
    ana.send(address, **(form(ana, address) | {"ime": "Komisija za prostor in ceste", "naloge": "Drugo."}))
    page = Page(ana.get(history).text)
    assert page.texts("//dl[@class='differences']/div/dt") == ["ime", "naloge"]
    assert page.texts("//del")[0] == "Komisija za prostor"
    [back] = page.all("//main//form/@action")
    done = ana.send(back, shown_at=history)
    assert "Spet velja prejšnja različica." in ana.get(done.headers["Location"]).text
    assert body(library, "k-prostor") == here
    assert len(Page(ana.get(history).text).all("//ol[@class='timeline']/li")) == 3
    assert ana.send(f"{history}999/povrni", shown_at=history).status_code == 404


def test_a_body_with_open_dossiers_is_ended_only_when_that_is_confirmed(library: Library, ana: Browser) -> None:
    here, today = body(library, "k-zaposleni"), library.affairs.dossiers.today()
    dossier = Dossier(0, "Kolektivna pogodba", today, bodies=("k-zaposleni",))
    library.affairs.dossiers.put(PROGRAM, dossier)
    address = f"/delo/organi/{here.id}"
    told = form(ana, address) | {"velja-do": written(today - dt.timedelta(days=1)), "nasledniki": ["k-pravna"]}
    answer = ana.send(address, **told)
    assert answer.status_code == 422
    warned = Page(answer.text)
    assert "Organ ima 1 odprto zadevo." in warned.words("//*[@role='alert']")
    assert warned.link("Odprte zadeve organa") == "/delo/zadeve/?organ=k-zaposleni"
    assert body(library, "k-zaposleni") == here
    assert ana.send(address, **told, potrjeno="1").status_code == 303
    room = Page(ana.get("/organi/k-zaposleni").text)
    assert "Organa ni več, ima pa 1 odprto zadevo." in room.words("//*[contains(@class, 'warning')]")
    assert room.texts("//section[h2='Kaj je odprto']//a[@class='document-title']") == ["Kolektivna pogodba"]
    assert "ima pa 1" not in create_app(library).test_client().get("/organi/k-zaposleni").text
    assert ana.send(address, **(form(ana, address) | {"opis": "Do 2026."})).status_code == 303


# --- goals ---


def test_a_goal_is_added_led_on_linked_and_taken_out(library: Library, ana: Browser, document_id: int) -> None:
    told = form(ana, f"{GOALS}/nov")
    assert told["podrocje"] == ["obcinsko-redarstvo", "prekrski"]
    done = ana.send(f"{GOALS}/nov", **(told | {"besedilo": " Poenotiti  obrazce ", "leto": "2015", "vrsta": "zelja"}))
    assert "Shranjeno: Poenotiti obrazce." in ana.get(done.headers["Location"]).text
    goal = library.affairs.goals.of("k-redarstvo")[-1]
    assert (goal.text, goal.is_wish, goal.since) == ("Poenotiti obrazce", True, dt.date(2015, 1, 1))
    address = f"{GOALS}/{goal.id}"
    step = {"stanje": "moving", "dan": "6. 3. 2019", "opomba": "Prevod obrazca."}
    assert ana.send(f"{address}/korak", shown_at=address, **step).status_code == 303
    assert ana.send(f"{address}/gradiva", shown_at=address, gradivo=f"/gradivo/{document_id}").status_code == 303
    goal = library.affairs.goals.get(goal.id)
    assert (goal.state, goal.documents) == (GoalState.MOVING, (document_id,))
    assert ana.send(f"{address}/gradiva/{document_id}/odstrani", shown_at=address).status_code == 303
    assert library.affairs.goals.get(goal.id).documents == ()
    assert ana.send(f"{address}/odstrani", shown_at=address).status_code == 303
    assert ana.get(address).status_code == 404
    rows = library.audit.page(Sought(subject="goal", subject_id=str(goal.id))).rows
    assert [row.deed for row in rows][::-1] == [Deed.ADDED, Deed.EDITED, Deed.EDITED, Deed.EDITED, Deed.REMOVED]
    assert {row.actor.name for row in rows} == {"Ana"}


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"besedilo": ""}, "besedilo"),
        ({"besedilo": "x" * 400}, "besedilo"),
        ({"besedilo": "Cilj", "leto": "kdaj"}, "leto"),
        ({"besedilo": "Cilj", "leto": "1890"}, "leto"),
        ({"besedilo": "Cilj", "leto": "31. 2. 2020"}, "leto"),
        ({"besedilo": "Cilj", "opis": "x" * 6_000}, "opis"),
    ],
)
def test_what_is_wrong_with_a_goal_is_told_at_its_field(ana: Browser, told: dict[str, str], field: str) -> None:
    answer = ana.send(f"{GOALS}/nov", **told)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.words(f"//*[@id='{field}-wrong']")
    assert page.all("//input[@id='besedilo']/@value") == [told["besedilo"]]


def test_an_english_page_says_in_english_what_is_wrong(library: Library, ana: Browser) -> None:
    for address, told, field, said in (
        (f"/en{GOALS}/nov", {"besedilo": ""}, "besedilo", "a text is needed"),
        (f"/en{GOALS}/nov", {"besedilo": "Cilj", "leto": "1890"}, "leto", "the year is one from 1992 to"),
        (f"/en{GOALS}/2/korak", {"stanje": "moving", "dan": "1. 1. 2999"}, "dan", "the day is in the future"),
    ):
        page = Page(ana.send(address, shown_at=address.replace("/korak", ""), **told).text)
        assert said in page.words(f"//*[@id='{field}-wrong']")
    address = f"/en/delo/organi/{body(library, 'k-kultura').id}"
    page = Page(ana.send(address, **(form(ana, address) | {"naloge": "č" * 6_000})).text)
    assert "at most 5000 characters" in page.words("//*[@id='naloge-wrong']")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"stanje": "moving", "dan": ""}, "dan"),
        ({"stanje": "moving", "dan": "1. 1. 2999"}, "dan"),
        ({"stanje": "moving", "dan": "1. 1. 2001"}, "dan"),
        ({"stanje": "jutri", "dan": "1. 1. 2020"}, "stanje"),
        ({"stanje": "moving", "dan": "1. 1. 2020", "opomba": "x" * 2_000}, "opomba"),
    ],
)
def test_what_is_wrong_with_a_step_is_told_at_its_field(ana: Browser, told: dict[str, str], field: str) -> None:
    answer = ana.send(f"{GOALS}/2/korak", shown_at=f"{GOALS}/2", **told)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.words(f"//*[@id='{field}-wrong']")
    assert page.all("//input[@id='dan']/@value") == [told["dan"]]


def test_a_material_that_cannot_be_linked_is_told(library: Library, ana: Browser, document_id: int) -> None:
    for typed in ("", "999", "tega ni nikjer", "0"):
        answer = ana.send(f"{GOALS}/3/gradiva", shown_at=f"{GOALS}/3", gradivo=typed)
        assert answer.status_code == 422
        assert Page(answer.text).words("//*[@id='gradivo-wrong']"), typed
    assert library.affairs.goals.get(3).documents == ()
    named = ana.send(f"{GOALS}/3/gradiva", shown_at=f"{GOALS}/3", gradivo="Pravilnik o enotni uniformi")
    assert (named.status_code, library.affairs.goals.get(3).documents) == (303, (document_id,))


def test_a_goal_of_another_body_is_not_found(ana: Browser) -> None:
    for address in ("/delo/organi/k-okolje/cilji/1", "/delo/organi/nikjer/cilji/", "/delo/organi/nikjer/zgodovina/"):
        assert ana.get(address).status_code == 404


def test_goals_are_edited_by_staff(library: Library) -> None:
    visitor: Callable[..., object] = create_app(library).test_client().get
    for address in (f"{GOALS}/", f"{GOALS}/1", "/delo/organi/k-okolje/zgodovina/"):
        assert visitor(address).status_code == 302  # type: ignore[attr-defined]
