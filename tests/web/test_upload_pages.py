"""The pages of uploads as staff see them: well formed, in both languages, with what a script needs beside the form."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator

import pytest

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import Actor, Announced, UploadFile
from kb.people import Role
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

INA = Actor(1, "Ina")


@pytest.fixture(scope="module")
def uploading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Browser]]:
    """A library with a batch of four files: one read, one empty, one half here, one still to come."""
    with open_library(Settings(home=tmp_path_factory.mktemp("nalaganje") / "data", least_free_mb=1)) as library:
        library.people.add(library.people.new_user("ina@obcina.si", name="Ina", role=Role.STAFF), PASSWORD)
        batch = library.uploads.open(INA)
        text = "Občinski redar svetuje in opozarja.".encode()
        names = (("seje/zapisnik.txt", len(text)), ("prazna.txt", 0), ("pol.txt", 10), ("pride.txt", 2_000_000))
        files = library.uploads.announce(batch.id, [Announced(name, size) for name, size in names])
        library.uploads.take(batch.id, files[0].id, offset=0, length=len(text), chunks=[text])
        library.uploads.take(batch.id, files[2].id, offset=0, length=5, chunks=[b"Prvih"])
        library.read_waiting(stop=threading.Event())
        browser = Browser(create_app(library).test_client())
        browser.sign_in("ina@obcina.si")
        yield library, browser


def read(browser: Browser, address: str) -> Page:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def file_named(library: Library, name: str) -> UploadFile:
    return next(file for file in library.uploads.files(1) if file.name == name)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", ["", "1", "1/datoteke/1", "1/datoteke/4"])
def test_pages_are_well_formed_in_both_languages(
    uploading: tuple[Library, Browser], address: str, language: str
) -> None:
    read(uploading[1], f"{language}/delo/nalaganje/{address}")


def test_each_file_says_how_far_it_is(uploading: tuple[Library, Browser]) -> None:
    page = read(uploading[1], "/delo/nalaganje/1")
    names = page.texts("//*[@id='datoteke-niza']//th")
    said = page.texts("//*[@id='datoteke-niza']//*[contains(@class, 'standing')]")
    assert dict(zip(names, said, strict=True)) == {
        "seje/zapisnik.txt": "prebrano, še ne v iskanju",
        "prazna.txt": "ni sprejeta",
        "pol.txt": "prihaja",
        "pride.txt": "še ni prispela",
    }


def test_what_is_still_to_come_is_not_finished(uploading: tuple[Library, Browser]) -> None:
    page = read(uploading[1], "/delo/nalaganje/1")
    assert page.texts("//*[@id='napredek']//*[@class='progress-line']") == ["Končano: 1 od 4 datotek. 25 %"]
    assert "Še ni prispelo2" in page.words("//dl[@class='stages']")
    assert page.texts("//*[@id='opuscanje']//button") == ["Opusti datoteke, ki niso prispele"]


def test_faults_stand_together_with_their_reasons(uploading: tuple[Library, Browser]) -> None:
    page = read(uploading[1], "/delo/nalaganje/1")
    assert page.texts("//*[@id='neuspele']//li") == [
        "prazna.txt Datoteka je prazna. Preverite izvirnik in ga dodajte znova."
    ]


def test_who_will_see_the_files_is_said(uploading: tuple[Library, Browser]) -> None:
    said = read(uploading[1], "/delo/nalaganje/1").words()
    assert (
        "Naloženo je osnutek: do objave ga vidi samo strokovna služba. Po objavi: Gradivo vidi samo strokovna služba"
        in said
    )


def test_the_script_is_told_all_it_needs(uploading: tuple[Library, Browser]) -> None:
    page = read(uploading[1], "/delo/nalaganje/1")
    [box] = page.all("//*[@data-upload]")
    assert (box.get("data-upload"), box.get("data-at-once"), box.get("data-piece-bytes")) == (
        "/delo/nalaganje/1", "3", str(8 * 1024 * 1024)
    )  # fmt: skip
    words = json.loads(box.get("data-words"))
    assert [words["problems"][form].replace("{count}", "5") for form in ("one", "two", "few", "other")] == [
        "5 datoteka ni bila sprejeta",
        "5 datoteki nista bili sprejeti",
        "5 datoteke niso bile sprejete",
        "5 datotek ni bilo sprejetih",
    ]
    token = uploading[1].client.put(
        "/delo/nalaganje/1/datoteke/999.json?od=0", data=b"x", headers={"X-Kb-Form": box.get("data-form")}
    )
    assert token.status_code == 404
    with uploading[1].get(box.get("data-hasher")) as worker:
        assert worker.mimetype == "text/javascript"


def test_one_file_is_corrected_by_itself(uploading: tuple[Library, Browser]) -> None:
    library, browser = uploading
    coming = file_named(library, "pride.txt")
    address = f"/delo/nalaganje/1/datoteke/{coming.id}"
    page = read(browser, address)
    assert page.texts("//main//label[@for='naslov']") == ["Naslov"]
    answer = browser.send(address, naslov="Poročilo o delu", datum="22. 11. 2026")
    assert answer.status_code == 303
    [row] = [text for text in read(browser, "/delo/nalaganje/1").texts("//tbody/tr") if "pride.txt" in text]
    assert "lastni podatki: Naslov, Nastanek gradiva" in row
    wrong = browser.send(address, naslov="Poročilo o delu", datum="včeraj")
    assert wrong.status_code == 422
    assert "22. 11. 2026" in Page(wrong.text).words("//*[@role='alert']")


def test_a_kept_file_is_no_longer_corrected_here(uploading: tuple[Library, Browser]) -> None:
    kept = file_named(uploading[0], "seje/zapisnik.txt")
    page = read(uploading[1], f"/delo/nalaganje/1/datoteke/{kept.id}")
    assert "Datoteka ni več na poti" in page.words()
    assert not page.all("//main//form")


def test_the_ledger_of_the_upload_has_its_own_files(uploading: tuple[Library, Browser]) -> None:
    page = read(uploading[1], "/delo/dnevnik/?niz=1")
    assert sorted(page.texts("//tbody//th")) == ["prazna.txt", "zapisnik.txt"]
    assert page.all("//select[@id='niz']/option[@selected]/@value") == ["1"]
    entry = read(uploading[1], page.link("zapisnik.txt"))
    assert entry.link("celotno nalaganje") == "/delo/nalaganje/1"


def test_a_plain_form_takes_files_and_tells_what_became_of_them(uploading: tuple[Library, Browser]) -> None:
    _, browser = uploading
    sent = {"datoteke": [(io.BytesIO(b"Drugo besedilo."), "drugo.txt"), (io.BytesIO(b""), "nič.txt")]}
    answer = browser.send("/delo/nalaganje/", **sent)
    page = read(browser, answer.location)
    assert sorted(page.texts("//*[@id='datoteke-niza']//th")) == ["drugo.txt", "nič.txt"]
    assert "nič.txt Datoteka je prazna." in page.words("//*[@id='neuspele']")
    assert page.texts("//*[@id='napredek']//progress") == ["50 %"]
