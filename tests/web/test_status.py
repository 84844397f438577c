"""The state of the service: for the staff in words, for machines as JSON and as figures, without personal data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Metadata
from kb.people import Role
from kb.web import create_app
from kb.web.site import Site
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

Write = Callable[[str, str], Path]


@pytest.fixture
def people(settings: Settings) -> Iterator[Library]:
    with open_library(settings) as library:
        for name, role in (("osebje", Role.STAFF), ("clan", Role.MEMBER)):
            library.people.add(library.people.new_user(f"{name}@obcina.si", name=name, role=role), PASSWORD)
        yield library


@pytest.fixture
def staff(people: Library) -> Browser:
    browser = Browser(create_app(people).test_client())
    browser.sign_in("osebje@obcina.si")
    return browser


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The figures by name and values of their labels."""
    families = text_string_to_metric_families(text)
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


# --- the page ---


def test_the_page_is_for_the_staff(people: Library) -> None:
    browser = Browser(create_app(people).test_client())
    assert browser.get("/delo/stanje/").status_code == 302
    browser.sign_in("clan@obcina.si")
    assert browser.get("/delo/stanje/").status_code == 403


def test_every_part_says_in_a_word_whether_it_is_well(staff: Browser, people: Library) -> None:
    people.standing.beat()
    page = Page(staff.get("/delo/stanje/").text)
    assert page.texts("//section/h2") == [
        *("Čakalne vrste", "Neuspele datoteke", "Delavec", "Kazalo", "Disk", "Varnostna kopija", "Zbirka in program")
    ]
    assert page.texts("//section/p[@class='well']")[2] == "v redu"
    assert "deluje, javil se je" in page.words("//section[3]")


def test_what_is_unwell_says_what_to_do(staff: Browser, people: Library, write: Write) -> None:
    people.add([write("a.txt", "Voda."), write("b.xyz", "\0\1\2")], Metadata())
    page = Page(staff.get("/delo/stanje/").text)
    assert page.words("//p[@role='status']").startswith("Nekaj potrebuje pozornost")
    assert page.words("//section[2]/p[@class='unwell']") == "pozor"
    assert page.texts("//section[2]//li/a") == ["b.xyz"]
    assert "kb serve" in page.words("//section[3]")
    assert "kb backup" in page.words("//section[6]")
    entry = Page(staff.get(page.all("//section[2]//li/a/@href")[0]).text)
    assert "b.xyz" in entry.words()


def test_the_page_is_in_english_too(staff: Browser, people: Library) -> None:
    people.standing.beat()
    page = Page(staff.get("/en/delo/stanje/").text)
    assert page.texts("//h1") == ["State of the service"]
    assert "all right" in page.texts("//section/p")


# --- for machines ---


def test_health_is_ok_while_store_index_disk_and_worker_answer(people: Library) -> None:
    people.standing.beat()
    answer = create_app(people).test_client().get("/healthz")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    checks = {"store": True, "index": True, "disk": True, "worker": True}
    assert answer.get_json() == {"status": "ok", "checks": checks}


def test_health_says_which_part_does_not_answer(people: Library, settings: Settings) -> None:
    client = create_app(people).test_client()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "unwell")
    assert [name for name, well in answer.get_json()["checks"].items() if not well] == ["worker"]
    people._store.database.close()
    for file in settings.home.glob("kb.db*"):
        file.unlink()
    (settings.home / "kb.db").mkdir()
    assert client.get("/healthz").get_json()["checks"]["store"] is False


def test_figures_count_requests_by_group_and_status_and_never_what_was_asked(people: Library, write: Write) -> None:
    people.add([write("a.txt", "Pitna voda.")], Metadata())
    people.standing.beat()
    client = create_app(people).test_client()
    for address in ("/iskanje?q=voda", "/iskanje?q=skrivnost", "/iskanje.json?q=voda", "/gradivo/99", "/skrivna-pot"):
        client.get(address)
    client.open("/", method="BREW")
    answer = client.get("/metrics")
    found = figures(answer.text)
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert found["kb_requests_total", "search", "GET", "200"] == 3
    assert found["kb_requests_total", "documents", "GET", "404"] == 1
    assert found["kb_requests_total", "none", "GET", "404"] == 1
    assert found["kb_requests_total", "none", "other", "405"] == 1
    assert (found["kb_searches_total", "yes"], found["kb_searches_total", "no"]) == (2, 1)
    assert found["kb_request_seconds_count", "search"] == 3
    assert "skriv" not in answer.text


def test_figures_tell_how_the_collection_stands(people: Library, write: Write) -> None:
    people.add([write("a.txt", "Pitna voda."), write("b.xyz", "\0\1\2")], Metadata())
    people.standing.beat()
    found = figures(create_app(people).test_client().get("/metrics").text)
    one = ("kb_up", "kb_documents", "kb_index_documents", "kb_index_current", "kb_failed_files", "kb_workers")
    assert {name: found[name,] for name in one} == dict.fromkeys(one, 1.0)
    assert found["kb_waiting", "read"] == 0
    assert found["kb_disk_taken_bytes", "originals"] == 14
    assert "kb_backup_age_seconds" not in dict(key[:2] for key in found if len(key) > 1)


@pytest.mark.parametrize(
    ("site", "headers", "address", "status"),
    [
        (Site(), {}, "127.0.0.1", 200),
        (Site(), {}, "::1", 200),
        (Site(), {}, "203.0.113.9", 404),
        (Site(), {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 404),
        (Site(proxies=1), {"X-Forwarded-For": "127.0.0.1"}, "203.0.113.9", 404),
        (Site(metrics_token="žeton"), {}, "127.0.0.1", 404),
        (Site(metrics_token="zeton"), {"Authorization": "Bearer zeton"}, "203.0.113.9", 200),
        (Site(metrics_token="zeton"), {"Authorization": "bearer  zeton"}, "203.0.113.9", 200),
        (Site(metrics_token="zeton"), {"Authorization": "Bearer drug"}, "127.0.0.1", 404),
        (Site(metrics_token="zeton"), {"Authorization": "Basic zeton"}, "127.0.0.1", 404),
    ],
)
def test_figures_are_given_to_this_machine_or_for_the_token(
    people: Library, site: Site, headers: dict[str, str], address: str, status: int
) -> None:
    client = create_app(people, site=site).test_client()
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_uploaded_bytes_and_people_are_in_no_label(client: FlaskClient) -> None:
    text = client.get("/metrics").text
    labels = set(re.findall(r'(\w+)="', text))
    assert labels <= {"group", "method", "status", "le", "answered", "stage", "what"}
