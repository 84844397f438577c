"""The pages of dossiers as a visitor and a member see them, and what they say to bad input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import (
    Deed,
    DossierStage,
    Metadata,
    RecordSort,
    Sought,
    Visibility,
)
from kb.slovene.workdays import workday_after
from tests.laws import ADOPTED, TITLE
from tests.web.accounts.conftest import Browser
from tests.web.affairs.dossiers.conftest import BILL, BILL_ID, DAY, put, stepped
from tests.web.staff import shown


def test_open_dossiers_stand_by_deadline_with_its_state_in_words(
    library: Library, browser: Callable[..., Browser], today: dt.date
) -> None:
    put(library, title="Brez roka")
    put(library, title="Blizu", deadline=workday_after(today, 2))
    put(library, title="Potekel", deadline=today - 10 * DAY)
    page = shown(browser(), "/zadeve/")
    items = page.texts("//section[@aria-labelledby='odprte']/ul/li")
    assert [item.split()[0] for item in items] == ["Potekel", "Blizu", "Brez"]
    assert "rok je potekel" in items[0]
    assert "rok se izteka" in items[1]
    assert "še 2 delovna dneva" in items[1]
    assert page.texts("//table//th[@scope='row']") == ["Potekel", "Blizu", "Brez roka"]
    assert "deadline near" in browser().get("/en/zadeve/").text


def test_what_has_ended_is_in_the_archive_of_its_year(library: Library, browser: Callable[..., Browser]) -> None:
    for year, title in ((2023, "Stara"), (2024, "Novejša")):
        kept = put(library, title=title, received=dt.date(year, 3, 1))
        stepped(library, kept, DossierStage.ADOPTED, dt.date(year, 6, 3))
    page = shown(browser(), "/zadeve/")
    assert "Trenutno ni odprte nobene zadeve." in page.words()
    archive = "//section[@aria-labelledby='arhiv']/ul/li"
    assert [item.split()[0] for item in page.texts(archive)] == ["Novejša"]
    assert page.texts("//section[@aria-labelledby='arhiv']//nav//a") == ["2024 1", "2023 1"]
    assert [item.split()[0] for item in shown(browser(), "/zadeve/?leto=2023").texts(archive)] == ["Stara"]


def test_the_archive_of_a_year_is_paged(library: Library, browser: Callable[..., Browser]) -> None:
    for number in range(1, 28):
        kept = put(library, title=f"Zadeva{number}", received=dt.date(2023, 3, number))
        stepped(library, kept, DossierStage.ADOPTED, dt.date(2023, 6, 3))
    archive = "//section[@aria-labelledby='arhiv']"
    for address, titles in (
        ("/zadeve/?leto=2023", [f"Zadeva{number}" for number in range(27, 2, -1)]),
        ("/zadeve/?leto=2023&stran=2", ["Zadeva2", "Zadeva1"]),
        ("/zadeve/?leto=2023&stran=99", ["Zadeva2", "Zadeva1"]),
    ):
        page = shown(browser(), address)
        assert page.texts(f"{archive}/ul//a[@class='document-title']") == titles
        assert page.texts(f"{archive}/nav[@class='paging']//a") == ["1", "2"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("organ=k-okolje", ["Smeti"]),
        ("predpis=zored", ["Redarji"]),
        ("stopnja=consultation", ["Smeti"]),
        ("podrocje=okolje&stopnja=sent", []),
        ("organ=ni-ga&podrocje=%00&stopnja=nic&leto=x", ["Redarji", "Smeti"]),
    ],
)
def test_the_list_is_narrowed(library: Library, browser: Callable[..., Browser], asked: str, found: list[str]) -> None:
    put(library, title="Redarji", act="ZORed")
    kept = put(library, title="Smeti", bodies=("k-okolje",), topics=("okolje",))
    stepped(library, kept, DossierStage.CONSULTATION, kept.received)
    page = shown(browser(), f"/zadeve/?{asked}")
    assert sorted(page.texts("//section[@aria-labelledby='odprte']//a[@class='document-title']")) == found


def test_a_dossier_tells_its_steps_and_what_it_changes_by_article(
    library: Library, browser: Callable[..., Browser]
) -> None:
    kept = put(library, act="ZORed", eva="2026-2030-0012", ministry="Ministrstvo", text_id=BILL_ID, working_days=300)
    stepped(library, kept, DossierStage.CONSULTATION, kept.received, document_id=BILL_ID, remark="Poslano občinam.")
    page = shown(browser(), f"/zadeve/{kept.id}")
    for said in ("V usklajevanju", "2026-2030-0012", "Ministrstvo", "300 delovnih dni od prejema", "Poslano občinam."):
        assert said in page.words()
    assert page.texts("//*[@id='razdelek-3']//a") == [f"Predlog ZORed-B – {TITLE}"]
    changed = page.all("//ul[@class='articles']//a")
    assert [link.text_content() for link in changed] == ["3. člen", "4. člen"]
    address, anchor = changed[1].get("href").split("#")
    assert "pisno" in " ".join(shown(browser(), address).texts(f"//*[@id='{anchor}']"))
    assert browser().get(f"/zadeve/{kept.id}/primerjava").headers["Location"] == f"/gradivo/{BILL_ID}/primerjava"


def test_a_text_that_is_no_bill_stands_beside_the_newest_text_of_the_act(
    library: Library, browser: Callable[..., Browser], tmp_path: Path
) -> None:
    path = tmp_path / "besedilo.txt"
    path.write_text(ADOPTED.replace("ustno", "pisno"), encoding="utf-8")
    text_id = library.add([path], Metadata("Gradivo za sejo", "strokovno-gradivo")).received[0].entry.document_id
    kept = put(library, act="ZORed", text_id=text_id)
    assert shown(browser(), f"/zadeve/{kept.id}").texts("//ul[@class='articles']//a") == ["4. člen"]
    alone = put(library, title="Brez predpisa", text_id=text_id)
    assert shown(browser(), f"/zadeve/{alone.id}").all("//ul[@class='articles']") == []
    assert browser().get(f"/zadeve/{alone.id}/primerjava").status_code == 404


def test_the_document_of_a_dossier_leads_to_its_page_and_the_act_names_it(
    library: Library, browser: Callable[..., Browser]
) -> None:
    kept = put(library, act="ZORed")
    document_id = library.records.documents(RecordSort.DOSSIER, [kept.id])[kept.id]
    assert browser().get(f"/gradivo/{document_id}").headers["Location"] == f"/zadeve/{kept.id}"
    assert shown(browser(), "/predpis/ZORed").texts("//section[@aria-labelledby='zadeve']//a")[0] == BILL


def test_a_hidden_dossier_is_nowhere_for_others_and_its_views_are_entered(
    library: Library, browser: Callable[..., Browser]
) -> None:
    kept = put(library, title="Zaupna zadeva", act="ZORed", visibility=Visibility.MEMBERS)
    library.index_marked()
    for address in ("/zadeve/", "/predpis/ZORed", "/iskanje?q=zaupna"):
        assert "Zaupna zadeva" not in browser().get(address).text
    assert browser().get(f"/zadeve/{kept.id}").status_code == 404
    member = browser("clan@obcina.si")
    assert "Zaupna zadeva" in shown(member, f"/zadeve/{kept.id}").words()
    assert [row.actor.name for row in library.audit.each(Sought(deeds=frozenset({Deed.VIEWED})))] == ["Clan"]


def test_a_step_does_not_tell_of_a_document_that_is_hidden(
    library: Library, browser: Callable[..., Browser], tmp_path: Path
) -> None:
    path = tmp_path / "tajno.txt"
    path.write_text("Zaupno", encoding="utf-8")
    batch = library.add([path], Metadata("Tajni dopis", visibility=Visibility.STAFF))
    kept = put(library)
    stepped(library, kept, DossierStage.SENT, kept.received, document_id=batch.received[0].entry.document_id)
    assert "Tajni dopis" not in browser().get(f"/zadeve/{kept.id}").text
    assert "Tajni dopis" in browser("vida@sos.si").get(f"/zadeve/{kept.id}").text


def test_deadlines_are_given_for_a_calendar(library: Library, browser: Callable[..., Browser], today: dt.date) -> None:
    put(library, title="Z rokom", deadline=today + 10 * DAY)
    put(library, title="Zaupno", deadline=today + 11 * DAY, visibility=Visibility.STAFF)
    put(library, title="Brez roka")
    answer = browser().get("/zadeve/1/rok.ics")
    assert answer.mimetype == "text/calendar"
    assert f"DTSTART;VALUE=DATE:{today + 10 * DAY:%Y%m%d}" in answer.text
    every = browser().get("/zadeve/roki.ics").text
    assert every.count("BEGIN:VEVENT") == 1
    assert "Rok: Z rokom" in every
    assert [browser().get(f"/zadeve/{number}/rok.ics").status_code for number in (2, 3, 99)] == [404, 404, 404]
