"""The live ledger as staff see it: files by stage, reasons, filters, trying again, and what a script asks beside it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import LedgerEntry, Metadata, Outcome
from kb.people import Role
from kb.store import Store
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

TEXT = "Občinski redar svetuje in opozarja, preden ukrepa. To je odlomek številka {}."


def add(library: Library, folder: Path) -> None:
    folder.mkdir()
    for number in range(3):
        (folder / f"zapisnik {number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    (folder / "kopija.txt").write_text(TEXT.format(0), encoding="utf-8")
    (folder / "pokvarjen.pdf").write_bytes(b"%PDF-1.7\nto ni PDF")
    (folder / "prazen.docx").write_bytes(b"")
    library.add([folder], Metadata())


def keep(settings: Settings, folder: Path, count: int, *, batch: str = "7") -> None:
    """Keeps files as an upload does, so that they wait to be read."""
    folder.mkdir(exist_ok=True)
    with Store.open(settings.database_url, originals_url=settings.originals_url) as store:
        for number in range(count):
            path = folder / f"čaka {batch} {number}.txt"
            path.write_text(TEXT.format(f"{batch}/{number}"), encoding="utf-8")
            store.keep(path, name=path.name, origin=f"nalaganje/{batch}/{path.name}")


def staff_at(library: Library) -> Browser:
    browser = Browser(create_app(library).test_client())
    browser.sign_in("ina@obcina.si")
    return browser


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Staff at pages over seven files that were added, and sixty of an upload that wait to be read."""
    folder = tmp_path_factory.mktemp("dnevnik")
    settings = Settings(home=folder / "data")
    with open_library(settings) as library:
        for email, role in (("ina@obcina.si", Role.STAFF), ("mia@obcina.si", Role.MEMBER)):
            library.people.add(library.people.new_user(email, name=email[:3].title(), role=role), PASSWORD)
        add(library, folder / "files")
        keep(settings, folder / "nalozeno", 60)
        yield staff_at(library)


def read(browser: Browser, address: str) -> Page:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def stages(page: Page) -> dict[str, str]:
    return dict(zip(page.texts("//dl[@class='stages']//dt"), page.texts("//dl[@class='stages']//dd"), strict=True))


def test_files_are_counted_by_stage(followed: Browser) -> None:
    assert stages(read(followed, "/delo/dnevnik/")) == {
        "Čaka na branje": "60",
        "Prebrano, še ne v iskanju": "0",
        "V iskanju": "3",
        "Že v zbirki": "1",
        "Ni uspelo": "2",
    }


def test_progress_says_how_many_files_are_finished(followed: Browser) -> None:
    page = read(followed, "/delo/dnevnik/")
    assert page.texts("//*[@class='progress-line']") == ["Končano: 6 od 66 datotek. 9 %"]
    assert "Zadnja sprememba: pred " in page.words("//*[@id='napredek']")


def test_failed_files_have_their_reason_in_words(followed: Browser) -> None:
    page = read(followed, "/delo/dnevnik/?stanje=ni-uspelo")
    rows = dict(zip(page.texts("//tbody//th"), page.texts("//tbody//*[@class='reason']"), strict=True))
    assert rows["prazen.docx"] == "Datoteka je prazna. Preverite izvirnik in ga dodajte znova."
    assert rows["pokvarjen.pdf"].startswith("Datoteke ni bilo mogoče prebrati, verjetno je poškodovana")


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ("", 66),
        ("stanje=caka", 60),
        ("stanje=prebrano", 3),
        ("stanje=delno", 0),
        ("stanje=znano", 1),
        ("stanje=ni-uspelo", 2),
        ("niz=7", 60),
        ("niz=7&stanje=ni-uspelo", 0),
        ("niz=8", 0),
        ("niz=../7&stanje=karkoli", 66),
        ("ime=CAKA", 60),
        ("ime=zapisnik 1", 1),
        ("ime=zapisnik&stanje=ni-uspelo", 0),
        ("ime=pokvarjen&stanje=ni-uspelo", 1),
        ("ime=%25", 0),
        ("ime=" + "č" * 999, 0),
    ],
)
def test_rows_are_narrowed_by_what_became_of_them_by_upload_and_by_name(
    followed: Browser, narrowed: str, count: int
) -> None:
    page = read(followed, f"/delo/dnevnik/?{narrowed}")
    assert page.words("//*[@id='stevilo']").split()[0] == str(count)
    assert len(page.texts("//tbody/tr")) == min(count, 50)


def test_many_rows_stand_on_several_pages(followed: Browser) -> None:
    first, second = (read(followed, f"/delo/dnevnik/?niz=7&stran={number}") for number in (1, 2))
    names = first.texts("//tbody//th") + second.texts("//tbody//th")
    assert len(names) == len(set(names)) == 60
    assert first.link("Stran 2 od 2").endswith("stran=2&niz=7")


def test_pages_of_rows_narrowed_by_name_keep_the_name(followed: Browser) -> None:
    first, second = (read(followed, f"/delo/dnevnik/?ime=caka&stran={number}") for number in (1, 2))
    names = first.texts("//tbody//th") + second.texts("//tbody//th")
    assert len(names) == len(set(names)) == 60
    assert "ime=caka" in first.link("Stran 2 od 2")


def test_only_what_failed_and_is_kept_can_be_tried_again(followed: Browser) -> None:
    page = read(followed, "/delo/dnevnik/?stanje=ni-uspelo")
    assert page.texts("//tbody//button") == ["Poskusi znova – pokvarjen.pdf"]
    assert page.texts("//tbody//label") == ["Izberi pokvarjen.pdf"]


def test_the_page_of_a_file_tells_its_steps(followed: Browser) -> None:
    page = read(followed, read(followed, "/delo/dnevnik/?stanje=prebrano").link("zapisnik 1.txt"))
    assert page.texts("//*[@class='timeline']/li/p[2]") == [
        "Datoteka je prispela.",
        "Izvirnik je shranjen; datoteka čaka na branje.",
        "Besedilo je prebrano.",
        "Besedilo je v zbirki.",
        "Gradivo se najde v iskanju.",
    ]
    assert re.fullmatch(r"\d+\. \d+\. \d{4} ob \d\d\.\d\d\.\d\d", page.texts("//*[@class='timeline']//time")[0])


def test_the_page_of_a_file_that_was_not_kept_says_to_send_it_again(followed: Browser) -> None:
    page = read(followed, read(followed, "/delo/dnevnik/?stanje=ni-uspelo").link("prazen.docx"))
    assert "zato jo je treba naložiti znova" in page.words("//*[@id='vnos']")
    assert not page.all("//main//button")


def test_a_file_that_is_not_there_is_not_found(followed: Browser) -> None:
    assert followed.get("/delo/dnevnik/999").status_code == 404


def test_a_script_hears_how_files_stand(followed: Browser) -> None:
    state = followed.get("/delo/dnevnik/stanje.json").get_json()
    assert (state["total"], state["done"], state["percent"], state["finished"]) == (66, 6, 9, False)
    assert (state["waiting"], state["stored"], state["indexed"]) == (60, 0, 3)
    assert (state["known"], state["failed"], state["partly"]) == (1, 2, 0)
    assert state["said"] == "Končano: 6 od 66 datotek."
    assert state["reading"] == []
    of_batch = followed.get("/delo/dnevnik/stanje.json?niz=7").get_json()
    assert (of_batch["total"], of_batch["waiting"]) == (60, 60)


def test_the_mark_beside_the_page_is_that_of_the_script(followed: Browser) -> None:
    page = read(followed, "/delo/dnevnik/")
    assert page.all("//@data-mark") == [followed.get("/delo/dnevnik/stanje.json").get_json()["mark"]]


def test_the_ledger_is_for_staff_alone(followed: Browser) -> None:
    visitor = Browser(followed.client.application.test_client())
    for address in ("/delo/dnevnik/", "/delo/dnevnik/1", "/delo/dnevnik/stanje.json"):
        assert visitor.get(address).status_code == 302
    visitor.sign_in("mia@obcina.si")
    for address in ("/delo/dnevnik/", "/delo/dnevnik/1", "/delo/dnevnik/stanje.json"):
        assert visitor.get(address).status_code == 403


def test_pages_are_whole_in_english(followed: Browser) -> None:
    page = read(followed, "/en/delo/dnevnik/?stanje=ni-uspelo")
    assert "6 of 66 files are finished." in page.words("//*[@id='napredek']")
    assert "The file is empty." in page.words("//tbody")


# --- trying again ---


@pytest.fixture
def inas(library: Library, tmp_path: Path) -> tuple[Browser, dict[str, LedgerEntry]]:
    """A browser of staff, and two files that could not be read with one that was not kept."""
    library.people.add(library.people.new_user("ina@obcina.si", name="Ina", role=Role.STAFF), PASSWORD)
    for name, content in (("a.pdf", b"%PDF-1.7 a"), ("b.pdf", b"%PDF-1.7 b"), ("prazen.txt", b"")):
        (tmp_path / name).write_bytes(content)
    library.add([tmp_path / name for name in ("a.pdf", "b.pdf", "prazen.txt")], Metadata())
    return staff_at(library), {entry.name: entry for entry in library.intake.entries()}


def outcomes(library: Library) -> dict[str, Outcome]:
    return {entry.name: entry.outcome for entry in library.intake.entries()}


Chooses = Callable[[dict[str, LedgerEntry]], dict[str, object]]


@pytest.mark.parametrize(
    ("chosen", "waits"),
    [
        (lambda rows: {"samo": rows["a.pdf"].id}, {"a.pdf"}),
        (lambda rows: {"vnos": [rows["a.pdf"].id, rows["b.pdf"].id]}, {"a.pdf", "b.pdf"}),
        (lambda rows: {"samo": rows["a.pdf"].id, "vnos": [rows["b.pdf"].id]}, {"a.pdf"}),
        (lambda rows: {"vsi": "1"}, {"a.pdf", "b.pdf"}),
        (lambda rows: {"vsi": "1", "niz": "9"}, set()),
        (lambda rows: {"vsi": "1", "ime": "B.PDF"}, {"b.pdf"}),
        (lambda rows: {"vnos": [rows["prazen.txt"].id, 999, "x", "-1"]}, set()),
        (lambda rows: {}, set()),
    ],
)
def test_failed_files_wait_to_be_read_again(
    library: Library, inas: tuple[Browser, dict[str, LedgerEntry]], chosen: Chooses, waits: set[str]
) -> None:
    browser, rows = inas
    answer = browser.send("/delo/dnevnik/znova", shown_at="/delo/dnevnik/", **chosen(rows))
    assert answer.status_code == 303
    assert {name for name, outcome in outcomes(library).items() if outcome is Outcome.WAITING} == waits


def test_the_page_says_how_many_are_read_again(inas: tuple[Browser, dict[str, LedgerEntry]]) -> None:
    browser, rows = inas
    answer = browser.send("/delo/dnevnik/znova", shown_at="/delo/dnevnik/", vsi="1", stanje="ni-uspelo")
    assert answer.location == "/delo/dnevnik/?stanje=ni-uspelo&znova=2"
    assert "2 datoteki se bosta prebrali znova." in read(browser, answer.location).words()
    back = browser.send("/delo/dnevnik/znova", shown_at="/delo/dnevnik/", samo=rows["a.pdf"].id, nazaj="vnos")
    assert back.location == f"/delo/dnevnik/{rows['a.pdf'].id}?znova=0"


def test_a_file_that_is_read_again_in_vain_has_its_reason_again(
    library: Library, inas: tuple[Browser, dict[str, LedgerEntry]]
) -> None:
    browser, rows = inas
    browser.send("/delo/dnevnik/znova", shown_at="/delo/dnevnik/", samo=rows["a.pdf"].id)
    library.read_waiting(stop=threading.Event())
    found = library.intake.entry(rows["a.pdf"].id)
    assert (found.outcome, found.reason) == (Outcome.FAILED, "unreadable")
    assert [step.outcome for step in found.steps[-2:]] == [Outcome.WAITING, Outcome.FAILED]


def test_trying_again_stands_in_the_audit_log(settings: Settings, inas: tuple[Browser, dict[str, LedgerEntry]]) -> None:
    browser, rows = inas
    browser.send("/delo/dnevnik/znova", shown_at="/delo/dnevnik/", samo=rows["a.pdf"].id)
    with closing(sqlite3.connect(settings.home / "kb.db")) as database:
        told = database.execute("SELECT actor, subject, subject_id FROM audit WHERE deed = 'retried'").fetchall()
    assert told == [("Ina", "ledger", str(rows["a.pdf"].id))]


def test_a_form_of_another_site_tries_nothing_again(
    library: Library, inas: tuple[Browser, dict[str, LedgerEntry]]
) -> None:
    browser, _ = inas
    assert browser.client.post("/delo/dnevnik/znova", data={"vsi": "1"}).status_code == 400
    assert Outcome.WAITING not in outcomes(library).values()


def test_a_page_past_the_end_is_the_last_one(followed: Browser) -> None:
    assert read(followed, "/delo/dnevnik/?stran=999").all("//*[@aria-current='page']/@aria-label") == ["Stran 2 od 2"]
