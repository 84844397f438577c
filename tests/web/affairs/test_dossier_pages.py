"""The pages of dossiers as a visitor, a member and the staff see them, and what they say to bad input."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import (
    EVERYTHING,
    PROGRAM,
    BodyFacts,
    Deed,
    Dossier,
    DossierStage,
    DossierStep,
    Metadata,
    RecordSort,
    Sought,
    Visibility,
)
from kb.people import Role
from kb.slovene.dates import written
from kb.slovene.workdays import workday_after
from kb.web import create_app
from tests.laws import ADOPTED, DRAFT, TITLE
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

BILL = "Predlog sprememb Zakona o občinskem redarstvu"
DAY = dt.timedelta(days=1)
LAW_ID, BILL_ID = 1, 2


@pytest.fixture(scope="module")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a law, a bill that changes it, and two accounts, to be copied: making it takes a while."""
    folder = tmp_path_factory.mktemp("zadeve")
    with open_library(Settings(home=folder / "data", readers=1)) as opened:
        for name, text, metadata in (
            ("zored.txt", ADOPTED, Metadata(TITLE, "zakon", dated=dt.date(2006, 12, 29))),
            ("predlog.txt", DRAFT, Metadata(f"Predlog ZORed-B – {TITLE}", "predlog-zakona", dated=dt.date(2024, 3, 8))),
        ):
            (folder / name).write_text(text, encoding="utf-8")
            assert not opened.add([folder / name], metadata).failed
        for email, role in (("vida@sos.si", Role.STAFF), ("clan@obcina.si", Role.MEMBER)):
            opened.people.add(opened.people.new_user(email, name=email[:4].title(), role=role), PASSWORD)
    return folder / "data"


@pytest.fixture
def library(tmp_path: Path, stocked_home: Path) -> Iterator[Library]:
    home = Path(shutil.copytree(stocked_home, tmp_path / "data"))
    with open_library(Settings(home=home, readers=1)) as opened:
        yield opened


@pytest.fixture
def browser(library: Library) -> Callable[[str], Browser]:
    app = create_app(library)

    def opened(email: str = "") -> Browser:
        found = Browser(app.test_client())
        if email:
            assert found.sign_in(email).status_code == 303
        return found

    return opened


@pytest.fixture
def vida(browser: Callable[[str], Browser]) -> Browser:
    return browser("vida@sos.si")


@pytest.fixture
def today(library: Library) -> dt.date:
    return library.affairs.dossiers.today()


def shown(browser: Browser, address: str, *, status: int = 200) -> Page:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.text[:2000])
    return Page(answer.text)


def put(library: Library, **told: object) -> Dossier:
    received = library.affairs.dossiers.today() - 20 * DAY
    wanted: dict[str, object] = {"title": BILL, "received": received, "bodies": ("k-redarstvo",), **told}
    return library.affairs.dossiers.put(PROGRAM, Dossier(0, **wanted))  # type: ignore[arg-type]


def stepped(library: Library, dossier: Dossier, stage: DossierStage, day: dt.date, **more: object) -> Dossier:
    kept = library.affairs.dossiers.put_step(PROGRAM, dossier, DossierStep(0, stage, day, **more))  # type: ignore[arg-type]
    assert isinstance(kept, Dossier)
    return kept


def form(today: dt.date, **changes: object) -> dict[str, object]:
    typed = {
        "naslov": BILL,
        "vrsta": "bill",
        "predpis": "ZORed",
        "prejeto": written(today - DAY),
        "nosilec": "k-redarstvo",
        "podrocje": ["obcinsko-redarstvo"],
        "dostop": "public",
        "izdaja": "0",
    }
    return {**typed, **changes}


# --- what everybody sees ---


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


# --- what staff do ---


def test_staff_open_a_dossier_move_it_on_and_take_a_step_back(library: Library, vida: Browser, today: dt.date) -> None:
    told = form(today, **{"delovnih-dni": "15", "besedilo": str(BILL_ID), "organ": ["k-pravna"]})
    answer = vida.send("/delo/zadeve/nova", **told)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/zadeve/1")
    kept = library.affairs.dossiers.get(1, reader=EVERYTHING)
    assert (kept.bodies, kept.text_id, kept.deadline) == (
        ("k-redarstvo", "k-pravna"), BILL_ID, workday_after(today - DAY, 15)
    )  # fmt: skip
    shown(vida, "/delo/zadeve/1/uredi")
    assert shown(vida, "/delo/zadeve/1/korak").all("//option[@selected]/@value") == ["consultation"]
    step = {"stopnja": "consultation", "dan": written(today), "gradivo": f"/gradivo/{BILL_ID}", "opomba": "Razposlano."}
    assert vida.send("/delo/zadeve/1/korak", **step, izdaja="1").status_code == 303
    assert shown(vida, "/zadeve/1").texts("//ol[@class='timeline']/li")[1].endswith("Razposlano.")
    changed = {**step, "opomba": "Razposlano po e-pošti."}
    assert vida.send("/delo/zadeve/1/korak/2", **changed, izdaja="2").status_code == 303
    assert "po e-pošti" in vida.get("/zadeve/1").text
    assert vida.send("/delo/zadeve/1/korak/2/umakni", shown_at="/delo/zadeve/1/korak/2", izdaja="3").status_code == 303
    assert len(shown(vida, "/zadeve/1").texts("//ol[@class='timeline']/li")) == 1
    rows = list(library.audit.each(Sought(subject="dossier")))
    assert [(row.actor.name, row.deed.value) for row in rows] == [("Vida", "added"), *[("Vida", "edited")] * 3]
    assert "v usklajevanju" in vida.get("/delo/sled/?stvar=dossier").text


FAULTS = [
    ({"naslov": " \t"}, "naslov", "Vpišite naslov"),
    ({"naslov": "x" * 600}, "naslov", "predolgo"),
    ({"prejeto": "32. 13. 2026"}, "prejeto", "22. 11. 2026"),
    ({"prejeto": "1. 1. 2090"}, "prejeto", "Ta dan še ni nastopil"),
    ({"prejeto": "0001-01-01"}, "prejeto", "22. 11. 2026"),
    ({"rok": "jutri"}, "rok", "22. 11. 2026"),
    ({"rok": "9999-12-31"}, "rok", "22. 11. 2026"),
    ({"rok": "1. 1. 2020"}, "rok", "Rok ne more biti pred prejemom"),
    ({"rok": "1. 1. 2020", "delovnih-dni": "15"}, "rok", "ne obojega"),
    ({"delovnih-dni": "-3"}, "delovnih-dni", "od 1 do 365"),
    ({"delovnih-dni": "1" * 400}, "delovnih-dni", "od 1 do 365"),
    ({"delovnih-dni": "²"}, "delovnih-dni", "od 1 do 365"),
    ({"eva": "ni eva"}, "eva", "Oblika je drugačna"),
    ({"epa": "1428-9"}, "epa", "Oblika je drugačna"),
    ({"predpis": "Z" * 41}, "predpis", "predolgo"),
    ({"opis": "x" * 20_001}, "opis", "predolgo"),
    ({"nosilec": "ni-ga"}, "nosilec", "Izberite znova"),
    ({"podrocje": ["ni-ga"]}, "podrocje", "Izberite znova"),
    ({"nosilec": "", "dostop": "body"}, "nosilec", "vsaj en organ"),
    ({"besedilo": "9999"}, "besedilo", "Gradiva s to številko ni"),
    ({"besedilo": "nekaj čisto drugega"}, "besedilo", "Gradiva s temi besedami v naslovu ni"),
]


@pytest.mark.parametrize(("wrong", "name", "said"), FAULTS, ids=[f"{each[1]}: {each[2]}" for each in FAULTS])
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    library: Library, vida: Browser, today: dt.date, wrong: dict[str, object], name: str, said: str
) -> None:
    answer = vida.send("/delo/zadeve/nova", **form(today, ministrstvo="Ministrstvo č\u0000", **wrong))
    assert answer.status_code == 400
    page = Page(answer.text)
    assert said in page.words(f"//*[@id='{name}-wrong']")
    assert page.all("//input[@name='ministrstvo']/@value") == ["Ministrstvo č"]
    assert library.affairs.dossiers.all(reader=EVERYTHING) == ()


def test_a_deadline_that_has_gone_is_taken_only_when_it_is_confirmed(
    library: Library, vida: Browser, today: dt.date
) -> None:
    told = form(today, prejeto=written(today - 30 * DAY), rok=written(today - 5 * DAY))
    page = Page(vida.send("/delo/zadeve/nova", **told).text)
    assert "Ta rok je že potekel" in page.words("//*[@id='rok-wrong']")
    assert page.all("//input[@name='rok-je-potekel']")
    assert vida.send("/delo/zadeve/nova", **told, **{"rok-je-potekel": "1"}).status_code == 303
    again = {**told, "izdaja": "1", "naslov": "Novi naslov"}
    assert vida.send("/delo/zadeve/1/uredi", **again).status_code == 303, "what was kept is not asked about again"
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).title == "Novi naslov"


def test_words_of_a_title_offer_the_materials_to_choose_from(library: Library, vida: Browser, today: dt.date) -> None:
    page = Page(vida.send("/delo/zadeve/nova", **form(today, besedilo="redarstvu")).text)
    assert sorted(page.all("//input[@name='besedilo-izbrano']/@value")) == [str(LAW_ID), str(BILL_ID)]
    chosen = form(today, besedilo="redarstvu", **{"besedilo-izbrano": str(BILL_ID)})
    assert vida.send("/delo/zadeve/nova", **chosen).status_code == 303
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).text_id == BILL_ID
    assert vida.send("/delo/zadeve/nova", **form(today, naslov="Druga", besedilo=TITLE)).status_code == 303
    assert library.affairs.dossiers.get(2, reader=EVERYTHING).text_id == LAW_ID


def test_the_same_matter_is_not_entered_twice(library: Library, vida: Browser, today: dt.date) -> None:
    assert vida.send("/delo/zadeve/nova", **form(today)).status_code == 303
    answer = vida.send("/delo/zadeve/nova", **form(today, ministrstvo="MNZ"))
    assert answer.status_code == 409
    page = Page(answer.text)
    assert page.link(BILL) == "/zadeve/1"
    assert page.all("//input[@name='ministrstvo']/@value") == ["MNZ"]
    assert len(library.affairs.dossiers.all(reader=EVERYTHING)) == 1


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(
    library: Library, vida: Browser, today: dt.date
) -> None:
    kept = put(library)
    library.affairs.dossiers.put(PROGRAM, replace(kept, title="Medtem"))
    answer = vida.send("/delo/zadeve/1/uredi", **form(today, naslov="Iz starega obrazca", izdaja="1"))
    assert answer.status_code == 409
    page = Page(answer.text)
    assert "spremenil nekdo drug" in page.words()
    assert page.all("//input[@name='naslov']/@value") == ["Iz starega obrazca"]
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).title == "Medtem"
    assert page.all("//form[@method='post']//input[@name='izdaja']/@value")[0] == "2"
    step = {"stopnja": "sent", "dan": written(today), "izdaja": "1"}
    assert vida.send("/delo/zadeve/1/korak", **step).status_code == 409
    assert vida.send("/delo/zadeve/1/korak", **{**step, "izdaja": "kar nekaj"}).status_code == 409


STEPS = [
    ({"dan": "1. 1. 2090"}, "dan", "Ta dan še ni nastopil"),
    ({"dan": "1. 1. 2000"}, "dan", "Noben korak ne more biti pred prejemom"),
    ({"dan": "sreda"}, "dan", "22. 11. 2026"),
    ({"stopnja": "received"}, "dan", "en sam prejem"),
    ({"stopnja": "nekaj"}, "stopnja", "Izberite znova"),
    ({"gradivo": "77777"}, "gradivo", "Gradiva s to številko ni"),
    ({"opomba": "x" * 5_001}, "opomba", "predolgo"),
]


@pytest.mark.parametrize(("wrong", "name", "said"), STEPS, ids=[each[2] for each in STEPS])
def test_a_step_that_cannot_be_is_told_at_its_field(
    library: Library, vida: Browser, today: dt.date, wrong: dict[str, str], name: str, said: str
) -> None:
    put(library)
    told = {"stopnja": "sent", "dan": written(today), "opomba": "Po pošti.", "izdaja": "1", **wrong}
    answer = vida.send("/delo/zadeve/1/korak", **told)
    assert answer.status_code == 400
    page = Page(answer.text)
    assert said in page.words(f"//*[@id='{name}-wrong']")
    assert page.texts("//textarea[@name='opomba']") == [told["opomba"]]
    assert len(library.affairs.dossiers.get(1, reader=EVERYTHING).steps) == 1


def test_nothing_follows_an_end(library: Library, vida: Browser, today: dt.date) -> None:
    stepped(library, put(library), DossierStage.WITHDRAWN, today - 2 * DAY)
    answer = vida.send("/delo/zadeve/1/korak", stopnja="sent", dan=written(today), izdaja="2")
    assert "Zadeva je končana (umaknjeno" in Page(answer.text).words("//*[@id='dan-wrong']")
    answer = vida.send("/delo/zadeve/1/korak/1/umakni", shown_at="/delo/zadeve/1/uredi", izdaja="2")
    assert answer.status_code == 409
    assert "Prejema ni mogoče umakniti" in Page(answer.text).words()


def test_staff_see_what_waits_and_pass_on_what_belongs_to_a_body_that_is_no_more(
    library: Library, vida: Browser, today: dt.date
) -> None:
    put(library, title="Potekel", deadline=today - 10 * DAY, bodies=("k-okolje",))
    put(library, title="Blizu", deadline=workday_after(today, 1))
    ended = next(body for body in library.registers.bodies() if body.slug == "k-redarstvo")
    library.affairs.bodies.put(
        replace(ended, valid_to=today - 2 * DAY), BodyFacts(successors=("k-pravna",)), by=PROGRAM
    )
    work = shown(vida, "/delo/").words()
    for said in ("1 zadevi je potekel rok.", "1 zadevi se izteka rok.", "1 odprta zadeva pripada ukinjenemu organu."):
        assert said in work
    for only, title in (("potekle", "Potekel"), ("blizu", "Blizu"), ("ukinjeni", "Blizu")):
        assert shown(vida, f"/delo/zadeve/?samo={only}").texts("//tbody//th") == [title]
    assert "prenehal delovati" in shown(vida, "/zadeve/2").words()
    offered = shown(vida, "/delo/zadeve/2/uredi").all("//select[@id='prevzame-k-redarstvo']/option/@value")
    assert (offered[0], "k-redarstvo" in offered) == ("k-pravna", False), "the successor first, none that has ended"
    sent = {"shown_at": "/delo/zadeve/2/uredi", "od": "k-redarstvo", "izdaja": "1"}
    for wrong in ("", "ni-ga"):
        assert vida.send("/delo/zadeve/2/predaj", **sent, organ=wrong).status_code == 400
    assert vida.send("/delo/zadeve/2/predaj", **sent, organ="k-pravna").status_code == 303
    assert library.affairs.dossiers.get(2, reader=EVERYTHING).bodies == ("k-pravna",)
    assert "prenehal delovati" not in vida.get("/zadeve/2").text
