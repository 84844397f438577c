"""One bill from its arrival to its outcome, as staff, as members of two municipalities and as a visitor see it."""

from __future__ import annotations

import datetime as dt
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from kb.library import open_library
from kb.people import Role
from tests.conftest import ROOT, Command

pytestmark = pytest.mark.browser

PASSWORD = "dolgo in varno geslo"
PEOPLE = {
    "ina": ("Ina", Role.ADMINISTRATOR, ""),
    "kranj": ("Kaja", Role.MEMBER, "Kranj"),
    "celje": ("Cene", Role.MEMBER, "Celje"),
}
TODAY = dt.datetime.now(tz=dt.UTC).date()
BILL = """PREDLOG

ZAKON
O OBČINSKEM REDARSTVU (ZORed)

1. člen
(vsebina zakona)
Ta zakon ureja delo občinskih redarjev.

2. člen
(opozorilo)
Opozorilo se izreče ustno.

3. člen
(začetek veljavnosti)
Ta zakon začne veljati petnajsti dan po objavi.
"""
WISH = "Opozorilo se izreče ustno in vpiše v evidenco opozoril."
ADOPTED = BILL.replace("PREDLOG\n\n", "").replace("Opozorilo se izreče ustno.", WISH)
TITLE = "Predlog Zakona o občinskem redarstvu"


def said(day: dt.date) -> str:
    return f"{day.day}. {day.month}. {day.year}"


def days(count: int) -> str:
    """A day before (less than 0) or after today, as people write it."""
    return said(TODAY + dt.timedelta(days=count))


@pytest.fixture
def address(kb: Command) -> Iterator[str]:
    """The address of a server over an empty store to which the sample corpus was added, with three accounts."""
    kb("add", ROOT / "corpus")
    with open_library(Settings(home=kb.home)) as library:
        for name, (called, role, municipality) in PEOPLE.items():
            user = library.people.new_user(f"{name}@obcina.si", name=called, role=role, municipality=municipality)
            library.people.add(user, PASSWORD)
    server = kb.start("serve", KB_PORT="0")
    assert server.stdout is not None
    yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)


@pytest.fixture
def seen_by(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Gives the page of a person, or with "" of a visitor."""
    opened: dict[str, Page] = {}

    def page(name: str) -> Page:
        if name not in opened:
            context = browser.new_context(base_url=address, locale="sl-SI")
            opened[name] = context.new_page()
            opened[name].set_default_timeout(20_000)
            if name:
                opened[name].goto("/prijava")
                opened[name].get_by_label("E-poštni naslov").fill(f"{name}@obcina.si")
                opened[name].get_by_label("Geslo").fill(PASSWORD)
                opened[name].locator("main button[type=submit]").click()
                expect(opened[name].locator(".person summary")).to_have_text(PEOPLE[name][0])
        return opened[name]

    yield page
    for each in opened.values():
        each.context.close()


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button).click()


def arrives(page: Page, text: int) -> str:
    """Opens the dossier of the bill and gives the address of its page."""
    page.goto("/delo/zadeve/nova")
    told = {"naslov": TITLE, "predpis": "ZORed", "ministrstvo": "ministrstvo", "eva": "2026-2030-0001"}
    for name, value in {**told, "prejeto": days(-20), "rok": days(10), "besedilo": str(text)}.items():
        page.locator(f"#{name}").fill(value)
    page.locator("#nosilec").select_option("k-redarstvo")
    press(page, "Shrani")
    page.wait_for_url(re.compile(r"/zadeve/\d+"))
    found = re.search(r"/zadeve/\d+", page.url)
    assert found
    return found[0]


def moves(page: Page, dossier: str, stage: str, day: int) -> None:
    page.goto(f"/delo{dossier}/korak")
    page.locator("#stopnja").select_option(stage)
    page.locator("#dan").fill(days(day))
    press(page, "Shrani")
    page.wait_for_url(re.compile(rf"{dossier}$"))


def comments(page: Page, dossier: str, text: str, wording: str = "") -> None:
    page.goto(f"{dossier}/pripombe")
    page.locator("#clen").select_option("2")
    page.locator("#besedilo").fill(text)
    page.locator("#predlog").fill(wording)
    press(page, "Pošlji pripombo")
    expect(page.locator("main")).to_contain_text("Pripomba je poslana")


def draws_up(page: Page, dossier: str) -> str:
    """Takes the first comment, not the second, and adopts and sends the position that comes of it."""
    page.goto(f"/delo{dossier}/pripombe")
    page.locator("input[value=taken]").first.check()
    page.locator("input[value=not-taken]").last.check()
    page.locator("textarea").last.fill("Telesna kamera ni predmet tega člena.")
    page.locator("input[name=izberi]").first.check()
    press(page, "Sestavi iz izbranih")
    page.wait_for_url(re.compile(r"stalisca/\d+"))
    found = re.search(r"/stalisca/\d+", page.url)
    assert found
    page.goto(f"/delo{found[0]}/sprejmi")
    page.locator("#dan").fill(days(-2))
    press(page, "Sprejmi")
    page.goto(f"/delo{found[0]}/poslano")
    page.locator("#komu").fill("Ministrstvo za javno upravo")
    page.locator("#dan").fill(days(-1))
    press(page, "Shrani")
    return found[0]


def found_first(page: Page, question: str) -> str:
    """Asks until the index knows the answer; gives the title of the first document found."""
    for _ in range(40):
        page.goto(f"/iskanje?q={question}")
        titles = page.locator("main ol h3 a").all_inner_texts()
        if any("Stališče" in title for title in titles):
            return titles[0]
        page.wait_for_timeout(500)
    pytest.fail(f"not found: {question}")


def test_a_bill_goes_from_arrival_to_outcome(
    kb: Command, seen_by: Callable[[str], Page], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write("predlog.txt", BILL)
    added = kb.json("add", file, "--kind", "predlog-zakona", "--title", TITLE, "--date", days(-20))
    staff, kranj, celje, visitor = (seen_by(name) for name in ("ina", "kranj", "celje", ""))
    dossier = arrives(staff, added["files"][0]["document"])
    moves(staff, dossier, "consultation", -15)

    comments(kranj, dossier, "Opozorilo naj se zabeleži.", WISH)
    comments(celje, dossier, "Redarji naj nosijo kamere.")
    for page, own, other in ((kranj, "zabeleži", "kamere"), (celje, "kamere", "zabeleži")):
        page.goto(f"{dossier}/pripombe")
        expect(page.locator("main")).to_contain_text(own)
        expect(page.locator("main")).not_to_contain_text(other)
    visitor.goto(f"{dossier}/pripombe")
    expect(visitor.locator("main")).not_to_contain_text("zabeleži")

    position = draws_up(staff, dossier)
    celje.goto(f"{dossier}/pripombe")
    expect(celje.locator("main")).to_contain_text("Telesna kamera ni predmet tega člena.")

    moves(staff, dossier, "parliament", -1)
    moves(staff, dossier, "adopted", 0)
    adopted = write("zored.txt", ADOPTED)
    kb("add", adopted, "--kind", "zakon", "--title", "Zakon o občinskem redarstvu", "--date", days(0))
    for _ in range(40):
        staff.goto(f"/delo{position}/izid")
        if "Predlagamo: upoštevano" in staff.locator("main").inner_text():
            break
        staff.wait_for_timeout(500)
    expect(staff.locator("main")).to_contain_text("Predlagamo: upoštevano")
    press(staff, "Potrdi")

    for story in (position, "/organi/k-redarstvo", "/predpis/ZORed"):
        visitor.goto(story)
        expect(visitor.locator("main")).to_contain_text("Stališče")
    visitor.goto(position)
    expect(visitor.locator("main")).to_contain_text("upoštevano")
    assert "Stališče" in found_first(visitor, "stališče do 2. člena ZORed")
    visitor.goto("/iskanje?q=kamere+pripomba+Celje")
    expect(visitor.locator("main")).not_to_contain_text("Redarji naj nosijo")

    log = tmp_path / "sled.csv"
    kb("audit", "export", log)
    rows = log.read_text(encoding="utf-8").splitlines()
    for subject, deed in (("dossier", "added"), ("comment", "added"), ("position", "adopted"), ("position", "sent")):
        assert any(subject in row and deed in row for row in rows), (subject, deed)
