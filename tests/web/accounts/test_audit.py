"""The pages of the audit log, the history of a document, and that reading what is restricted is entered."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.config import Settings
from kb.library import Library
from kb.model import PROGRAM, Deed, Entry, Metadata, Sought, Visibility
from kb.people import Role, User
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

Browse = Callable[..., Browser]
LINES = "//ol[contains(@class, 'trail')]/li"


@pytest.fixture
def documents(people: Library, tmp_path: Path) -> tuple[int, int]:
    """A public document and one for the staff."""
    paths = [tmp_path / "javno.txt", tmp_path / "interno.txt"]
    for path in paths:
        path.write_text(f"Gradivo o proračunu: {path.stem}. " * 10)
    people.add(paths[:1], Metadata(title="Javno gradivo"))
    people.add(paths[1:], Metadata(title="Interno gradivo", visibility=Visibility.STAFF))
    return 1, 2


@pytest.fixture
def ana_reads(browse: Browse, ana: User) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


@pytest.fixture
def staff(people: Library, browse: Browse) -> Browser:
    eva = people.people.new_user("eva@obcina.si", name="Eva", role=Role.STAFF)
    people.people.add(eva, PASSWORD)
    browser = browse()
    browser.sign_in("eva@obcina.si")
    return browser


def told(browser: Browser, address: str = "/delo/sled/") -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200
    return [" ".join(text.split()) for text in Page(answer.text).texts(LINES)]


def entered(people: Library) -> list[Deed]:
    """The deeds of the log, the oldest first."""
    return [row.deed for row in people.audit.each(Sought())]


def test_what_people_do_is_shown_from_what_to_what(people: Library, ana_reads: Browser, ana: User) -> None:
    changed = Entry(
        "document", 7, {"visibility": "staff", "dated": None}, {"visibility": "public", "dated": "2026-11-22"}
    )
    people.audit.enter(ana.actor, Deed.EDITED, changed)
    (line, *_) = told(ana_reads)
    for word in ("Ana", "spremenjeno", "gradivo 7", "dostop: samo sekretariat", "javno", "datum: 22. 11. 2026"):
        assert word in line, line
    assert "access: secretariat only" in told(ana_reads, "/en/delo/sled/")[0]


def test_restricted_reading_is_entered_and_public_reading_is_not(
    people: Library, documents: tuple[int, int], ana_reads: Browser
) -> None:
    before = len(entered(people))
    for address in ("/gradivo/1", "/gradivo/2", "/gradivo/2/podobno", "/gradivo/2", "/gradivo/2/izvirnik"):
        assert ana_reads.get(address).status_code == 200
    assert ana_reads.get("/gradivo/99").status_code == 404
    assert entered(people)[before:] == [Deed.VIEWED, Deed.DOWNLOADED]
    assert [row.subject_id for row in people.audit.page(Sought()).rows[:2]] == ["2", "2"]


def test_nobody_who_may_not_see_a_document_is_entered_as_having_seen_it(
    people: Library, documents: tuple[int, int], browse: Browse, vid: User
) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    before = entered(people)
    assert browser.get("/gradivo/2").status_code == 404
    assert browse().get("/gradivo/2").status_code == 404
    assert entered(people) == before


def test_what_cannot_be_entered_is_not_shown(
    people: Library, documents: tuple[int, int], ana_reads: Browser, settings: Settings
) -> None:
    connection = sqlite3.connect(settings.home / "kb.db")
    connection.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    connection.commit()
    answer = ana_reads.get("/gradivo/2")
    assert answer.status_code == 503
    assert "Interno" not in answer.text
    assert ana_reads.get("/gradivo/1").status_code == 200
    connection.execute("DROP TRIGGER full")
    connection.commit()
    connection.close()
    assert ana_reads.get("/gradivo/2").status_code == 200


def test_staff_see_changes_but_not_who_signed_in_or_read(
    people: Library, documents: tuple[int, int], ana_reads: Browser, staff: Browser
) -> None:
    ana_reads.get("/gradivo/2")
    lines = told(staff)
    assert any("dodano gradivo Interno gradivo" in line for line in lines)
    assert not [line for line in lines if "prijava" in line or "ogled" in line]
    assert told(staff, "/delo/sled/?stvar=user") == told(staff, "/delo/sled/?dejanje=viewed") == []
    assert staff.get("/delo/sled/sled.csv").status_code == 403
    page = Page(staff.get("/gradivo/2").text)
    assert [" ".join(text.split()) for text in page.texts("//details[@id='zgodovina']//strong")] == ["dodano"]


def test_the_history_of_a_document_is_for_staff_alone(
    documents: tuple[int, int], browse: Browse, ana_reads: Browser
) -> None:
    assert 'id="zgodovina"' in ana_reads.get("/gradivo/1").text
    assert 'id="zgodovina"' not in browse().get("/gradivo/1").text


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("?stvar=act", ["predpis ZX"]),
        ("?stvar=act&oznaka=ZX", ["predpis ZX"]),
        ("?stvar=act&oznaka=ZY", []),
        ("?dejanje=reindexed", ["kazalo"]),
        ("?besede=SOSTANJ", ["predpis ZX"]),
        ("?kdo=vid&stvar=act", ["predpis ZX"]),
        ("?kdo=nihce", []),
        ("?od=1.+1.+2100", []),
        ("?do=1.+1.+2001", []),
        ("?od=2020-01-01&do=1.+1.+2100&stvar=index", ["kazalo"]),
    ],
)
def test_rows_are_narrowed(people: Library, ana_reads: Browser, vid: User, narrowed: str, found: list[str]) -> None:
    people.audit.enter(vid.actor, Deed.EDITED, Entry("act", "ZX", {}, {"title": "Odlok o Šoštanju"}))
    people.audit.enter(PROGRAM, Deed.REINDEXED, Entry("index", ""))
    lines = told(ana_reads, f"/delo/sled/{narrowed}")
    assert len(lines) == len(found), lines
    assert all(part in line for part, line in zip(found, lines, strict=True))


def test_a_day_that_cannot_be_read_is_told_beside_its_field(ana_reads: Browser) -> None:
    page = Page(ana_reads.get("/delo/sled/?od=kar+tako&do=31.+2.+2026").text)
    assert page.texts("//*[@id='od-wrong']") == ["Vpišite datum v obliki 22. 11. 2026."]
    assert page.texts("//*[@id='do-wrong']")
    assert page.all("//input[@id='od']/@value") == ["kar tako"]


def test_pages_are_stable_while_rows_come(people: Library, ana_reads: Browser) -> None:
    people.audit.enter(PROGRAM, Deed.EDITED, *(Entry("document", number) for number in range(1000, 1120)))
    first = Page(ana_reads.get("/delo/sled/?stvar=document").text)
    older = first.all("//a[@rel='next']/@href")[0]
    people.audit.enter(PROGRAM, Deed.EDITED, *(Entry("document", number) for number in range(2000, 2010)))
    second = Page(ana_reads.get(str(older)).text)
    numbers = [str(each).split("-")[1] for page in (first, second) for each in page.all(f"{LINES}/@id")]
    assert len(numbers) == len(set(numbers)) == 100
    assert numbers == sorted(numbers, key=int, reverse=True)
    assert "stvar=document" in str(older)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_administrator_has_the_rows_as_a_file(people: Library, ana_reads: Browser, form: str) -> None:
    answer = ana_reads.get(f"/delo/sled/sled.{form}?stvar=user")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="sled.{form}"'
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    else:
        rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["deed"] for row in rows] == ["added", "signed-in"]
    assert entered(people)[-1] is Deed.EXPORTED


def test_an_administrator_has_the_log_proved(
    people: Library, ana_reads: Browser, staff: Browser, settings: Settings
) -> None:
    assert "Revizijska sled je cela" in ana_reads.send("/delo/sled/preveri", shown_at="/delo/sled/").text
    assert staff.send("/delo/sled/preveri", shown_at="/delo/sopomenke/").status_code == 403
    connection = sqlite3.connect(settings.home / "kb.db")
    connection.execute("DROP TRIGGER audit_unchanged")
    connection.execute("UPDATE audit SET subject_id = '9' WHERE id = 1")
    connection.commit()
    connection.close()
    answer = ana_reads.send("/delo/sled/preveri", shown_at="/delo/sled/").text
    assert Page(answer).texts("//*[@role='alert']") == ["Vrstica 1 je bila spremenjena."]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told_of=st.dictionaries(
        st.sampled_from(["kdo", "dejanje", "stvar", "oznaka", "besede", "od", "do", "pred", "po"]),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(["%", "_", "\\", "'", "9" * 30, "-1", "0", "31. 12. 9999", "1. 1. 1", "٣", "user", "kb"]),
        ),
    )
)
def test_no_filter_is_an_error_page(ana_reads: Browser, told_of: dict[str, str]) -> None:
    answer = ana_reads.client.get("/delo/sled/", query_string=told_of)
    assert answer.status_code == 200
    Page(answer.text)
