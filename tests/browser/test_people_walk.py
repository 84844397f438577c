"""People in a real browser: invited by letter, signed in and out on two devices, a new password, the provider."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Command
from tests.web.accounts.test_provider import PLACES, SECRET

pytestmark = pytest.mark.browser

ADMINISTRATOR, PASSWORD = "skrbnica@obcina.si", "dolgo in varno geslo"
NEW, NEWEST = "povsem drugo dolgo geslo", "tretje in najdaljše geslo"
LETTER_SECONDS = 20.0

Opened = Callable[[], Page]


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def issuer(port: int) -> Iterator[str]:
    """The address of a provider that knows our pages, "" where it is not installed."""
    folder = next((place for place in PLACES if (place / "node_modules" / "oidc-provider").is_dir()), None)
    node = shutil.which("node")
    if folder is None or node is None:
        yield ""
        return
    program = Path(__file__).parents[1] / "web" / "accounts" / "provider.mjs"
    back = f"http://127.0.0.1:{port}/prijava/ponudnik/nazaj"
    started = [node, str(program), str(folder), back]
    with subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ljudje") / "data"


@pytest.fixture(scope="module")
def address(home: Path, port: int, issuer: str) -> Iterator[str]:
    """The address of `kb serve` with an administrator, a provider of sign-in and letters that stay in the outbox."""
    kb, here = Command(home), f"http://127.0.0.1:{port}"
    kb("users", "add", ADMINISTRATOR, "--name", "Skrbnica", "--administrator", stdin=f"{PASSWORD}\n")
    provider = {"KB_OIDC_ISSUER": issuer, "KB_OIDC_CLIENT": "kb", "KB_OIDC_SECRET": SECRET, "KB_OIDC_NAME": "Ponudnik"}
    told = {"KB_PORT": str(port), "KB_PUBLIC_URL": here, **(provider if issuer else {})}
    server = kb.start("serve", **told)
    assert server.stdout is not None
    if not any("http://" in line for line in server.stdout):
        pytest.fail(f"kb serve ended: {server.communicate()[1]}")
    yield here
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=30)


@pytest.fixture
def device(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens a browser that shares nothing with the others."""
    contexts = []

    def opened() -> Page:
        contexts.append(browser.new_context(base_url=address, locale="sl-SI"))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def letter_to(home: Path, email: str, *, after: int = 0) -> str:
    """Waits for a letter to somebody in the outbox and gives the link in it; `after` so many others."""
    until = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < until:
        files = sorted(home.joinpath("outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        letters = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
        theirs = [letter for letter in letters if letter["To"] and email in letter["To"]]
        if len(theirs) > after:
            found = re.search(r"https?://\S+", theirs[after].get_content())  # type: ignore[attr-defined]
            assert found
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {email}")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/prijava")
    page.get_by_label("E-poštni naslov").fill(email)
    page.get_by_label("Geslo", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Prijavi se").click()


def choose_password(page: Page, password: str) -> None:
    first, second = page.locator("input[type=password]").all()
    first.fill(password)
    second.fill(password)
    page.get_by_role("main").get_by_role("button").last.click()


def test_somebody_is_invited_takes_it_up_signs_out_everywhere_and_chooses_a_new_password(
    device: Opened, home: Path
) -> None:
    administrator, mine, other = device(), device(), device()
    sign_in(administrator, ADMINISTRATOR, PASSWORD)
    administrator.goto("/uporabniki/povabi")
    administrator.get_by_label("E-poštni naslov").fill("nova@obcina.si")
    administrator.get_by_label("Prikazano ime").fill("Nova Oseba")
    administrator.get_by_label("Strokovna služba").check()
    administrator.get_by_role("button", name="Povabi").click()

    mine.goto(letter_to(home, "nova@obcina.si"))
    choose_password(mine, NEW)
    expect(mine.locator("nav.person summary")).to_have_text("Nova Oseba")
    mine.goto("/delo/stanje/")
    expect(mine.locator("h1")).to_have_text("Stanje storitve")

    sign_in(other, "nova@obcina.si", NEW)
    expect(other.locator("nav.person summary")).to_have_text("Nova Oseba")
    mine.goto("/moj-racun")
    mine.get_by_role("button", name="Odjavi povsod").click()
    expect(mine).to_have_url(re.compile("/odjava$"))
    other.goto("/moj-racun")
    expect(other).to_have_url(re.compile("/prijava"))
    other.go_back()
    expect(other.locator("nav.person summary")).to_have_count(0)

    mine.goto("/pozabljeno-geslo")
    mine.get_by_label("E-poštni naslov").fill("nova@obcina.si")
    mine.get_by_role("main").get_by_role("button").click()
    link = letter_to(home, "nova@obcina.si", after=1)
    mine.goto(link)
    choose_password(mine, NEWEST)
    expect(mine.locator("nav.person summary")).to_have_text("Nova Oseba")
    other.goto(link)
    expect(other.locator("h1")).to_have_text("Povezava ne velja več.")
    sign_in(other, "nova@obcina.si", NEW)
    expect(other.get_by_role("alert")).to_contain_text("ni pravilno")
    sign_in(other, "nova@obcina.si", NEWEST)
    expect(other.locator("nav.person summary")).to_have_text("Nova Oseba")


def test_somebody_signs_in_with_the_provider(device: Opened, issuer: str) -> None:
    if not issuer:
        pytest.skip("oidc-provider is not installed (make test installs it where npm is)")
    page = device()
    page.goto("/organi")
    page.get_by_role("link", name="Prijava", exact=True).click()
    page.get_by_role("link", name=re.compile("Ponudnik")).click()
    page.locator("input[name=login]").fill("vid")
    page.locator("input[name=password]").fill("x")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("nav.person summary")).to_have_text("Vid")
    expect(page).to_have_url(re.compile("/organi$"))
    assert [cookie["name"] for cookie in page.context.cookies(page.url) if cookie["httpOnly"]].count("kb") == 1


@pytest.mark.parametrize(
    "address_", ["/prijava", "/pozabljeno-geslo", "/moj-racun", "/uporabniki/povabi", "/delo/stanje/"]
)
def test_pages_of_people_are_narrow_enough_for_a_phone(device: Opened, address_: str) -> None:
    page = device()
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, ADMINISTRATOR, PASSWORD)
    page.goto(address_)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
