"""A staff member drops two hundred files into a real browser while the server is killed and started again."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import Settings
from kb.library import open_library
from kb.people import Role
from tests.browser.uploading import BROKEN, WORD, broken, left_behind, readable
from tests.conftest import Command

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "ina@obcina.si", "dolgo in varno geslo"
READABLE = 190
LARGE = 20 * 1024 * 1024
WHOLE = 240_000


class Server:
    """`kb serve` at one address, which can be killed and started again."""

    def __init__(self, kb: Command) -> None:
        self._kb = kb
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._running = self._kb.start("serve", KB_PORT=str(self.port), KB_LEAST_FREE_MB="1")
        assert self._running.stdout is not None
        if not any("http://" in line for line in self._running.stdout):
            pytest.fail(f"kb serve ended: {self._running.communicate()[1]}")

    def kill(self) -> None:
        """Ends the server as a power cut would."""
        assert self._running is not None
        self._running.kill()
        self._running.communicate(timeout=20)
        self._running = None

    def stop(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGTERM)
            self._running.communicate(timeout=30)


@pytest.fixture
def server(kb: Command) -> Iterator[Server]:
    with open_library(Settings(home=kb.home)) as library:
        library.people.add(library.people.new_user(EMAIL, name="Ina", role=Role.STAFF), PASSWORD)
    running = Server(kb)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def staff(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Gives pages of a browser in which a staff member has signed in."""
    contexts = []

    def opened(**more: object) -> Page:
        context = browser.new_context(base_url=server.address, locale="sl-SI", **more)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/prijava")
        sign_in(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page) -> None:
    page.get_by_label("E-poštni naslov").fill(EMAIL)
    page.get_by_label("Geslo").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".person summary")).to_have_text("Ina")


def begin(page: Page) -> None:
    """Opens an upload with nothing in it."""
    page.goto("/delo/nalaganje/")
    page.get_by_role("button", name="Začni nalaganje").click()
    page.wait_for_url(re.compile(r"/delo/nalaganje/\d+$"))


def drop(page: Page, *paths: Path) -> None:
    """Drops files and folders on the page, as from a window of files."""
    told = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    place = page.locator(".drop").bounding_box()
    assert place is not None
    at = {"x": place["x"] + 20, "y": place["y"] + 20, "data": told}
    protocol = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        protocol.send("Input.dispatchDragEvent", {"type": kind, **at})


def sent(page: Page) -> int:
    """Gives how many files the page says are on the server."""
    found = re.search(r"Na strežniku: ([\d.]+) od", page.locator("[data-line]").inner_text())
    return int(found[1].replace(".", "")) if found else 0


def stages(page: Page) -> dict[str, str]:
    """Gives the counts of files by the name of their stage."""
    names, counts = (page.locator(f".stages {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, counts, strict=True))


def faults(page: Page) -> dict[str, str]:
    """Gives the reason of every file that failed, by its name without folders."""
    names, reasons = (page.locator(f"#neuspele li {part}").all_inner_texts() for part in ("strong", ".reason"))
    return {name.rpartition("/")[2]: reason for name, reason in zip(names, reasons, strict=True)}


def finished(page: Page, files: int) -> None:
    """Waits until the page says of itself, without being opened again, that all is done."""
    expect(page.locator("#napredek .progress-line")).to_contain_text(f"{files} datotek", timeout=WHOLE)
    expect(page.locator("#napredek .share")).to_have_text("100 %", timeout=WHOLE)


def test_two_hundred_files_outlive_the_death_of_the_server(
    server: Server, staff: Callable[..., Page], tmp_path: Path
) -> None:
    folder = tmp_path / "Gradiva občine"
    readable(folder, READABLE, large=LARGE)
    broken(folder / "seje")
    left_behind(folder)
    page = staff()
    begin(page)
    drop(page, folder)

    while sent(page) < 60:
        time.sleep(0.02)
    assert sent(page) < 150, "the server has to die in the middle"
    server.kill()
    expect(page.locator("[data-notice]")).to_contain_text("Ni povezave s strežnikom", timeout=20_000)
    server.start()

    finished(page, 200)
    expect(page.locator("[data-line]")).to_contain_text("199 datotek je na strežniku")
    expect(page.locator("[data-left]")).to_contain_text("2 datoteki, ki ju v mapah pustijo programi")
    reasons = faults(page)
    assert {name: said for name, said in BROKEN.items() if said not in reasons.get(name, "")} == {}
    assert len(reasons) == len(BROKEN)
    page.goto(f"/iskanje?q={WORD}")
    expect(page.locator("main")).to_contain_text(f"v {READABLE} gradivih")
    page.goto("/delo/dnevnik/")
    assert stages(page) == {
        "Čaka na branje": "0",
        "Prebrano, še ne v iskanju": "0",
        "V iskanju": "190",
        "Že v zbirki": "0",
        "Ni uspelo": "10",
    }


def test_after_the_page_is_opened_again_only_the_rest_is_sent(staff: Callable[..., Page], tmp_path: Path) -> None:
    folder = tmp_path / "Seja"
    later = readable(folder, 15)[12:]
    for path in later:
        path.rename(tmp_path / path.name)
    page = staff()
    begin(page)
    drop(page, folder)
    finished(page, 12)
    for path in later:
        (tmp_path / path.name).rename(path)
    page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if request.method == "PUT" else None)
    drop(page, folder)
    expect(page.locator("[data-line]")).to_contain_text("15 datotek je na strežniku")
    expect(page.locator("[data-line]")).to_contain_text("12 od njih je že bilo v zbirki in ni bilo poslanih")
    assert len(asked) == 3


def test_sending_can_be_paused_and_goes_on_where_it_was(staff: Callable[..., Page], tmp_path: Path) -> None:
    [deck, *_] = [path for path in readable(tmp_path / "a", 9, large=40 * 1024 * 1024) if path.suffix == ".pptx"]
    page = staff()
    begin(page)
    page.locator("input[name=datoteke]").set_input_files(deck)
    page.get_by_role("button", name="Ustavi").click()
    expect(page.get_by_role("button", name="Nadaljuj")).to_be_visible()
    paused = page.locator("#poslano").get_attribute("value")
    time.sleep(1)
    assert page.locator("#poslano").get_attribute("value") == paused
    page.get_by_role("button", name="Nadaljuj").click()
    finished(page, 1)


def test_who_is_signed_out_while_sending_signs_in_again_and_goes_on(staff: Callable[..., Page], tmp_path: Path) -> None:
    folder = tmp_path / "Seja"
    readable(folder, 30)
    page = staff()
    begin(page)
    page.context.clear_cookies()
    drop(page, folder)
    expect(page.locator("[data-notice]")).to_contain_text("Niste več prijavljeni", timeout=20_000)
    with page.context.expect_page() as beside:
        page.locator("[data-sign-in] a").click()
    sign_in(beside.value)
    page.get_by_role("button", name="Nadaljuj").click()
    finished(page, 30)


def test_everything_can_be_done_with_the_keyboard(staff: Callable[..., Page], tmp_path: Path) -> None:
    page = staff()
    begin(page)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert {"datoteke", "mapa", "Podatki, skupni vsem datotekam"} <= reached


def test_the_plain_form_does_the_same_without_scripts(staff: Callable[..., Page], tmp_path: Path) -> None:
    paths = readable(tmp_path / "a", 6)
    broken(tmp_path / "b")
    page = staff(java_script_enabled=False)
    page.goto("/delo/nalaganje/")
    page.locator("input[name=datoteke]").set_input_files(
        [*paths, tmp_path / "b" / "prazna.txt", tmp_path / "b" / "program.exe"]
    )
    page.get_by_role("button", name="Začni nalaganje").click()
    page.wait_for_url(re.compile(r"/delo/nalaganje/\d+$"))
    page.locator("input[name=datoteke]").set_input_files(readable(tmp_path / "c", 7)[6])
    page.get_by_role("button", name="Naloži", exact=True).click()
    for _ in range(120):
        if page.locator("#napredek .share").inner_text() == "100 %":
            break
        time.sleep(0.5)
        page.get_by_role("link", name="Osveži").click()
    assert stages(page)["V iskanju"] == "7"
    assert set(faults(page)) == {"prazna.txt", "program.exe"}


def test_a_file_that_failed_is_tried_again_from_the_ledger_of_the_upload(
    staff: Callable[..., Page], tmp_path: Path
) -> None:
    broken(tmp_path)
    page = staff()
    begin(page)
    page.locator("input[name=datoteke]").set_input_files([tmp_path / "program.exe"])
    page.get_by_role("button", name="Poskusi znova – program.exe").click(timeout=60_000)
    page.wait_for_url(re.compile(r"/delo/dnevnik/\?niz=\d+&znova=1"))
    expect(page.get_by_text("1 datoteka se bo prebrala znova.")).to_be_visible()
    expect(page.locator("#napredek .share")).to_have_text("100 %", timeout=60_000)
    page.locator("tbody").get_by_role("link", name="program.exe", exact=True).click()
    expect(page.locator(".timeline li.failed")).to_have_count(2)


def test_pages_of_uploads_fit_a_narrow_phone_and_break_no_policy(staff: Callable[..., Page], tmp_path: Path) -> None:
    complaints: list[str] = []
    page = staff(viewport={"width": 320, "height": 640})
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    broken(tmp_path)
    begin(page)
    page.locator("input[name=datoteke]").set_input_files([tmp_path / "program.exe", tmp_path / "prazna.txt"])
    expect(page.locator("#neuspele li")).to_have_count(2, timeout=60_000)
    for address in ("", "/delo/nalaganje/", "/delo/dnevnik/", "/delo/dnevnik/1"):
        if address:
            page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    assert complaints == []
