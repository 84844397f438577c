"""The ten main tasks with the keyboard alone: no click, and at every stop of Tab one sees where one is."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from kb.library import open_library
from tests.browser.keyboard import Keyboard
from tests.browser.town import DOSSIER, DRAFT, MEMBER, PASSWORD, STAFF, stock
from tests.conftest import Command

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `kb serve` over the town."""
    folder = tmp_path_factory.mktemp("tipke")
    command = Command(folder / "data")
    with open_library(Settings(home=command.home)) as library:
        stock(library, folder / "files")
    server = command.start("serve", KB_PORT="0")
    assert server.stdout is not None
    yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, accept_downloads=True, locale="sl-SI")
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


@pytest.fixture
def keys(page: Page) -> Keyboard:
    return Keyboard(page)


@pytest.fixture
def sign_in(page: Page, keys: Keyboard) -> Callable[[str], None]:
    """Signs somebody in with the keyboard alone."""

    def signed_in(email: str) -> None:
        page.goto("/")
        keys.follow("link", "Prijava", "**/prijava*", exact=True)
        keys.skip_to_content()
        keys.fill("textbox", "E-poštni naslov", email)
        keys.fill("textbox", "Geslo", PASSWORD)
        keys.reach("button", "Prijavi se")
        keys.press("Enter")
        expect(page.locator("nav.person summary")).to_be_visible()

    return signed_in


def test_a_slide_is_found_and_the_next_is_read(page: Page, keys: Keyboard) -> None:
    page.goto("/")
    keys.skip_to_content()
    keys.fill("combobox", "Kaj iščete?", "modra luč")
    keys.press("Enter")
    page.wait_for_url("**/iskanje?*")
    keys.skip_to_content()
    keys.follow("link", "Odpri na prosojnici 6", "**/prosojnica-6?*")
    expect(page.locator(".leaf img").first).to_be_in_viewport()
    keys.reach("link", "Prosojnica 7")
    keys.press("Enter")
    page.wait_for_url("**/prosojnica-7?*")
    expect(page.locator("#prosojnica-7")).to_be_in_viewport()


def test_a_search_is_narrowed_and_widened_again(page: Page, keys: Keyboard) -> None:
    page.goto("/iskanje?q=redar")
    keys.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.write("občinski redar")
    keys.press("Enter")
    page.wait_for_url(re.compile("q=ob"))
    keys.skip_to_content()
    keys.follow("link", "Filtri", "**#filtri")
    keys.follow("link", "Predstavitev s posveta", "**vrsta=*")
    keys.skip_to_content()
    keys.reach("link", "Odstrani filter: Predstavitev s posveta")
    keys.press("Enter")
    page.wait_for_url(lambda url: "vrsta=" not in url)


def test_a_suggestion_is_chosen(page: Page, keys: Keyboard) -> None:
    page.goto("/")
    keys.skip_to_content()
    keys.fill("combobox", "Kaj iščete?", "obc redarsk")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    chosen = options.filter(has_text="Komisija za občinsko redarsko službo")
    for _ in range(options.count()):
        keys.press("ArrowDown")
        if chosen.get_attribute("aria-selected") == "true":
            break
    expect(page.get_by_role("combobox").last).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/organi/k-redarstvo")


def test_an_act_is_read_and_a_citation_is_followed(page: Page, keys: Keyboard) -> None:
    page.goto("/")
    keys.follow("link", "Zakonodaja", "**/predpis/")
    keys.skip_to_content()
    keys.fill("searchbox", "Naslov, kratica ali številka", "redarstvu")
    keys.press("Enter")
    page.wait_for_url("**ime=redarstvu*")
    keys.skip_to_content()
    keys.follow("link", "ZORed", "**/predpis/ZORed")
    keys.skip_to_content()
    keys.follow("link", "3. člen", "**art_3*")
    keys.skip_to_content()
    keys.follow("link", "Stališče do novele", re.compile(r"/gradivo/\d+"))
    expect(page.locator("h1")).to_have_text("Stališče do novele")
    keys.skip_to_content()
    keys.follow("link", "3. člen ZORed", re.compile("ZORed.*art_3|clen-3"))


def test_versions_of_an_act_are_compared(page: Page, keys: Keyboard) -> None:
    page.goto("/predpis/ZORed")
    keys.skip_to_content()
    keys.follow("link", "Primerjajte besedila predpisa", "**/primerjava*")
    keys.skip_to_content()
    keys.reach("combobox", "Poznejše besedilo")
    keys.press("ArrowDown")
    keys.follow("button", "Primerjaj", "**/primerjava?*")
    expect(page.locator("ins").first).to_be_visible()


def test_somebody_signs_in_after_a_mistake_and_out_again(
    page: Page, keys: Keyboard, sign_in: Callable[[str], None]
) -> None:
    page.goto("/prijava")
    keys.skip_to_content()
    keys.fill("textbox", "E-poštni naslov", MEMBER)
    keys.fill("textbox", "Geslo", "napačno dolgo geslo")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("ni pravilno")
    sign_in(MEMBER)
    keys.reach_one_of(page.locator("summary", has_text="Kaja"))
    keys.press("Enter")
    keys.reach("button", "Odjava")
    keys.press("Enter")
    expect(page.get_by_role("link", name="Prijava", exact=True)).to_be_visible()


def test_a_comment_is_sent_as_a_municipality(page: Page, keys: Keyboard, sign_in: Callable[[str], None]) -> None:
    sign_in(MEMBER)
    keys.follow("link", "Zadeve", "**/zadeve/", exact=True)
    keys.skip_to_content()
    keys.follow("link", DOSSIER, "**/zadeve/1")
    keys.skip_to_content()
    keys.follow("link", "Oddajte pripombo", "**/pripombe*")
    keys.skip_to_content()
    keys.reach("combobox", "Člen")
    keys.press("ArrowDown", "ArrowDown")
    keys.fill("textbox", "Pripomba", "Kamera naj bo prostovoljna.")
    keys.reach("button", "Pošlji pripombo")
    keys.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Pripomba je poslana")


def test_a_search_is_saved_and_its_list_taken_along(page: Page, keys: Keyboard, sign_in: Callable[[str], None]) -> None:
    sign_in(MEMBER)
    page.goto("/iskanje?q=kamera")
    keys.skip_to_content()
    keys.reach("link", "XLSX")
    with page.expect_download() as started:
        keys.press("Enter")
    assert started.value.suggested_filename.endswith(".xlsx")
    keys.reach_one_of(page.locator("summary", has_text="Shrani to iskanje"))
    keys.press("Enter")
    keys.fill("textbox", "Ime iskanja", "Kamere redarjev")
    keys.reach("button", "Shrani", exact=True)
    keys.press("Enter")
    page.wait_for_url("**/moja-iskanja*")
    expect(page.get_by_role("link", name="Kamere redarjev")).to_be_visible()


def test_a_file_is_uploaded(page: Page, keys: Keyboard, sign_in: Callable[[str], None], tmp_path: Path) -> None:
    path = tmp_path / "vabilo.txt"
    path.write_text("Vabilo na posvet o redarstvu v dvorani.", encoding="utf-8")
    page.on("filechooser", lambda _: None)  # choosers are told from now on: asked for below, the key could be quicker
    sign_in(STAFF)
    keys.follow("link", "Delo", "**/delo/", exact=True)
    keys.skip_to_content()
    keys.follow("link", "Naloži gradivo", "**/nalaganje/")
    keys.skip_to_content()
    keys.reach("button", "Začni nalaganje")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/nalaganje/\d+$"))
    keys.skip_to_content()
    keys.reach_one_of(page.get_by_label("Datoteke", exact=True))
    with page.expect_file_chooser() as chosen:
        keys.press("Enter")
    chosen.value.set_files(path)
    expect(page.get_by_role("row", name=re.compile("vabilo.txt"))).to_contain_text("v iskanju", timeout=60_000)


def test_a_draft_is_reviewed_and_published(page: Page, keys: Keyboard, sign_in: Callable[[str], None]) -> None:
    sign_in(STAFF)
    page.goto("/delo/pregled/")
    keys.skip_to_content()
    keys.follow("link", DRAFT, re.compile(r"/pregled/\d+$"))
    keys.skip_to_content()
    keys.reach("button", "Objavi", exact=True)
    keys.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Gradivo je objavljeno")


def test_a_trap_and_a_stop_that_is_not_seen_are_told(page: Page, keys: Keyboard) -> None:
    """The check itself can fail."""
    page.goto("/")
    with pytest.raises(AssertionError, match="is not reached"):
        keys.reach("link", "Te povezave ni")
    page.goto("/")
    page.evaluate("document.styleSheets[0].insertRule('nav a:focus { outline: none !important }')")
    with pytest.raises(AssertionError, match="no outline"):
        keys.reach("link", "English")
