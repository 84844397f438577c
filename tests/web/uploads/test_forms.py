"""The forms of uploads without a script: many files at once, what is known of them, corrections, a form sent twice."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kb.config import Settings
from kb.library import Library, open_library
from kb.model import EVERYTHING, Announced, DocumentState, UploadStage, Visibility
from kb.web import create_app
from kb.web.forms import LONGEST_FORM
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page
from tests.web.uploads.conftest import STAFF, add_people

ROOM = "/delo/nalaganje/"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(Settings(home=tmp_path / "data", least_free_mb=1)) as opened:
        add_people(opened)
        yield opened


@pytest.fixture
def staff(library: Library) -> Browser:
    return signed_in(library, STAFF[0])


def signed_in(library: Library, email: str) -> Browser:
    browser = Browser(create_app(library).test_client())
    browser.sign_in(email, PASSWORD)
    return browser


def files(**told: bytes) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(data), name.replace("__", ".")) for name, data in told.items()]


def sent(browser: Browser, address: str = ROOM, **told: Any) -> TestResponse:
    return browser.send(address, shown_at=told.pop("shown_at", address), content_type="multipart/form-data", **told)


def batch_of(answer: TestResponse) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1].partition("?")[0])


def test_a_form_with_many_files_keeps_them_and_shows_what_became_of_each(staff: Browser, library: Library) -> None:
    data = files(a__txt=b"prva", b__txt=b"druga", prazna__txt=b"")
    answer = sent(staff, enkrat="1", organ="k-okolje", **{"organ-je": "1"}, vrsta="zapisnik", datoteke=data)
    batch = batch_of(answer)
    told = library.uploads.files(batch)
    assert [(each.name, each.stage) for each in told] == [
        ("a.txt", UploadStage.KEPT),
        ("b.txt", UploadStage.KEPT),
        ("prazna.txt", UploadStage.REFUSED),
    ]
    assert told[0].entry is not None
    document = library.document(told[0].entry.document_id or 0, reader=EVERYTHING)
    assert (document.kind and document.kind.slug, [body.slug for body in document.bodies]) == ("zapisnik", ["k-okolje"])
    assert (document.state, document.visibility) == (DocumentState.DRAFT, Visibility.STAFF)
    page = Page(staff.get(f"{ROOM}{batch}").text)
    assert "Datoteka je prazna" in page.text


def test_the_same_form_twice_is_one_batch_and_the_same_files_once(staff: Browser, library: Library) -> None:
    batches = {batch_of(sent(staff, enkrat="isti", datoteke=files(a__txt=b"prva"))) for _ in range(2)}
    assert len(batches) == 1
    assert library.uploads.state(batches.pop()).announced == 1
    assert len(library.ledger(limit=None)) == 1


def test_a_form_without_files_opens_a_batch_and_files_come_later(staff: Browser, library: Library) -> None:
    batch = batch_of(sent(staff, enkrat="1"))
    answer = sent(staff, f"{ROOM}{batch}/datoteke", shown_at=f"{ROOM}{batch}", datoteke=files(a__txt=b"prva"))
    assert batch_of(answer) == batch
    assert library.uploads.state(batch).counts == {UploadStage.KEPT: 1}


def test_a_large_file_goes_to_the_disk_and_becomes_the_original(staff: Browser, library: Library) -> None:
    data = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(12_000))
    assert len(data) > 3 * LONGEST_FORM
    batch = batch_of(sent(staff, enkrat="1", datoteke=files(velika__bin=data)))
    (file,) = library.uploads.files(batch)
    assert (file.stage, file.sha256) == (UploadStage.KEPT, hashlib.sha256(data).hexdigest())
    assert list((Path(library.uploads._parts.folder) / "forms").iterdir()) == []


def test_what_is_wrong_in_the_form_is_told_and_nothing_is_kept(staff: Browser, library: Library) -> None:
    answer = sent(staff, enkrat="1", datum="včeraj", datoteke=files(a__txt=b"prva"))
    assert answer.status_code == 422
    assert "22. 11. 2026" in answer.text
    assert library.uploads.batch_count() == 0


@pytest.mark.parametrize("address", [ROOM, f"{ROOM}1/datoteke"])
def test_nobody_else_may_send_files_and_nothing_of_them_is_read(library: Library, address: str) -> None:
    library.uploads.open(library.people.by_email(STAFF[0]).actor)
    member, visitor = signed_in(library, "mia@obcina.si"), Browser(create_app(library).test_client())
    for browser, shown_at, status in ((member, "/odjava", 403), (visitor, "/prijava", 302)):
        answer = sent(browser, address, shown_at=shown_at, datoteke=files(a__txt=b"x" * 10_000))
        assert answer.status_code == status
    assert not (Path(library.uploads._parts.folder) / "forms").exists()


def test_a_form_without_its_mark_is_refused(staff: Browser, library: Library) -> None:
    answer = staff.client.post(ROOM, data={"datoteke": files(a__txt=b"prva"), "obrazec": "0" * 64})
    assert answer.status_code == 400
    assert library.uploads.batch_count() == 0


def test_names_of_a_form_are_shown_and_never_become_paths(staff: Browser, library: Library, tmp_path: Path) -> None:
    names = ["../../x.txt", "C:\\fakepath\\y.txt", "mapa/z č.txt", "<b>w</b>.txt"]
    data = [(io.BytesIO(name.encode()), name) for name in names]
    batch = batch_of(sent(staff, enkrat="1", datoteke=data))
    assert {each.stage for each in library.uploads.files(batch)} == {UploadStage.KEPT}
    assert "<b>w</b>" not in staff.get(f"{ROOM}{batch}").text
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_what_is_known_of_a_batch_and_of_one_file_can_be_corrected(staff: Browser, library: Library) -> None:
    batch = batch_of(sent(staff, enkrat="1"))
    first, second = library.uploads.announce(batch, [Announced("a.txt", 4), Announced("b.txt", 5)])
    describe = {"vrsta": "zapisnik", "dostop": "members", "vir": "Skupnost"}
    assert staff.send(f"{ROOM}{batch}/podatki", shown_at=f"{ROOM}{batch}", **describe).status_code == 303
    own = f"{ROOM}{batch}/datoteke/{second.id}"
    assert staff.send(own, naslov="Vabilo na sejo", vrsta="vabilo").status_code == 303
    for file, data in ((first, b"prva"), (second, b"druga")):
        library.uploads.take(batch, file.id, offset=0, length=len(data), chunks=[data])
    told = [library.uploads.file(batch, each.id).metadata for each in (first, second)]
    assert [(each.title, each.kind, each.source) for each in told] == [
        ("", "zapisnik", "Skupnost"),
        ("Vabilo na sejo", "vabilo", "Skupnost"),
    ]
    assert {each.visibility for each in told} == {Visibility.MEMBERS}
    assert staff.send(own, shown_at=f"{ROOM}{batch}", vrsta="zapisnik").status_code == 410


def test_what_has_not_come_can_be_given_up(staff: Browser, library: Library) -> None:
    batch = batch_of(sent(staff, enkrat="1"))
    first, _ = library.uploads.announce(batch, [Announced("a.txt", 4), Announced("b.txt", 5)])
    one = f"{ROOM}{batch}/datoteke/{first.id}/opusti"
    assert staff.send(one, shown_at=f"{ROOM}{batch}").status_code == 303
    assert library.uploads.file(batch, first.id).stage is UploadStage.DROPPED
    assert staff.send(f"{ROOM}{batch}/opusti", shown_at=f"{ROOM}{batch}").status_code == 303
    assert library.uploads.state(batch).counts == {UploadStage.DROPPED: 2}


def test_a_batch_that_is_not_there_is_not_found(staff: Browser) -> None:
    for address in (f"{ROOM}999", f"{ROOM}999.json", f"{ROOM}999/datoteke/1", f"{ROOM}0", f"{ROOM}99999999999"):
        assert staff.get(address).status_code == 404
    for address in (f"{ROOM}999/podatki", f"{ROOM}999/opusti", f"{ROOM}999/datoteke"):
        assert staff.send(address, shown_at=ROOM).status_code == 404


def test_the_list_of_batches_has_pages(staff: Browser, library: Library) -> None:
    actor = library.people.by_email(STAFF[0]).actor
    for _ in range(23):
        library.uploads.open(actor)
    first, second = (Page(staff.get(f"{ROOM}?stran={number}").text) for number in (1, 2))
    links = [
        len(set(re.findall(r"/delo/nalaganje/\d+", "".join(page.all("//main//a/@href"))))) for page in (first, second)
    ]
    assert links == [20, 3]
