"""What staff do to materials, page by page, as a browser would."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from kb.library import Library, Question
from kb.library.keeping import ChangeState
from kb.model import EVERYTHING, Actor
from kb.store.changing import ChangeSort
from tests.web.accounts.conftest import Browser
from tests.web.staff import shown

Open = Callable[[str], Browser]
Work = Callable[[], None]
EDIT = {"kaj": "uredi", "podrocje-kaj": "dodaj", "podrocje": "prekrski"}


def send(browser: Browser, address: str, *, shown_at: str = "", **told: object) -> str:
    """Sends a form and gives where it leads."""
    answer = browser.send(address, shown_at=shown_at, **told)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def faults(browser: Browser, address: str, *, status: int = 400, shown_at: str = "", **told: object) -> str:
    answer = browser.send(address, shown_at=shown_at, **told)
    assert answer.status_code == status, answer.text
    return answer.text


# --- many ---


def test_all_materials_are_listed_and_narrowed(vida: Browser) -> None:
    page = shown(vida, "/delo/gradiva/")
    assert "3 gradiva" in page.words()
    narrowed = shown(vida, "/delo/gradiva/?q=odlok&podrocje=okolje&stanje=published&leto=-")
    assert narrowed.texts("//table//th[@scope='row']/a[1]") == ["Gradivo odlok.txt"]
    assert "Takih gradiv ni" in shown(vida, "/delo/gradiva/?organ=k-okolje").words()
    shown(vida, "/en/delo/gradiva/?stran=99&dostop=nikakršen")


def test_a_change_of_many_is_shown_first_then_made_then_undone(vida: Browser, library: Library) -> None:
    address = send(vida, "/delo/gradiva/", katera="vsa", **{**EDIT, "f-q": "txt"})
    preview = shown(vida, address)
    assert "Spremenila bi se 3 gradiva." in preview.words()
    assert "3 gradivom: Področja – se doda »Prekrški" in preview.words()
    assert library.find(Question(topics=("prekrski",)), reader=EVERYTHING).documents == 0
    send(vida, f"{address}/izvedi", shown_at=address)
    done = shown(vida, address)
    assert "Spremenjena so 3 gradiva." in done.words()
    undo = send(vida, f"{address}/razveljavi", shown_at=address)
    assert "Spremenila bi se 3 gradiva." in shown(vida, undo).words()
    send(vida, f"{undo}/izvedi", shown_at=undo)
    assert "Ta sprememba je bila razveljavljena" in shown(vida, address).words()
    listed = shown(vida, "/delo/spremembe/")
    assert listed.texts("//ul[@class='change-list']/li/a") == ["Razveljavitev spremembe 1", "Urejanje"]


def test_only_the_marked_materials_are_changed(vida: Browser, library: Library) -> None:
    address = send(vida, "/delo/gradiva/", gradivo=["1", "3"], **EDIT)
    assert "Spremenili bi se 2 gradivi." in shown(vida, address).words()


def test_a_given_up_change_changes_nothing(vida: Browser, library: Library) -> None:
    address = send(vida, "/delo/gradiva/", katera="vsa", **EDIT)
    send(vida, f"{address}/opusti", shown_at="/delo/gradiva/")
    assert "opuščena" in shown(vida, address).words()
    faults(vida, f"{address}/izvedi", shown_at="/delo/gradiva/", status=409)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kaj": "uredi", "katera": "vsa"}, "Izberite, kaj naj se spremeni."),
        ({**EDIT, "katera": "izbrana"}, "Izberite vsaj eno gradivo."),
        ({**EDIT, "gradivo": "999"}, ""),
        ({"kaj": "uredi", "katera": "vsa", "organ-kaj": "dodaj"}, "Izberite, kaj naj se doda ali odvzame."),
        (
            {"kaj": "uredi", "katera": "vsa", "organ-kaj": "premakni", "organ": "k-pravna", "organ-v": "k-pravna"},
            "Izberite, kaj naj se doda ali odvzame.",
        ),
        ({"kaj": "uredi", "katera": "vsa", "datum": "nekoč"}, "Vpišite datum"),
        ({"kaj": "uredi", "katera": "vsa", "vrsta": "nikjer"}, "ni več"),
        ({"kaj": "uredi", "katera": "vsa", "vir": "x" * 501}, "predolgo"),
        ({"kaj": "umakni", "katera": "vsa"}, "Vpišite razlog"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(vida: Browser, told: dict[str, str], said: str) -> None:
    answer = vida.send("/delo/gradiva/", **told)  # type: ignore[arg-type]
    if not said:
        assert answer.status_code == 303
        return
    assert answer.status_code == 400
    assert said in answer.text
    if "datum" in told:
        assert 'value="nekoč"' in answer.text


def test_a_long_change_goes_on_by_itself_and_says_how_far_it_is(vida: Browser, library: Library, work: Work) -> None:
    address = send(vida, "/delo/gradiva/", katera="vsa", **EDIT)
    change_id = int(address.rsplit("/", 1)[1])
    library.keeping.changes.begin(change_id)
    running = vida.get(address).text
    assert '<meta http-equiv="refresh"' in running
    assert "opravljenih 0 od 3 gradiv" in running
    work()
    assert library.keeping.changes.get(change_id).state is ChangeState.DONE
    assert "refresh" not in vida.get(address).text


def test_many_are_withdrawn_removed_and_put_back(vida: Browser, browser: Open) -> None:
    address = send(vida, "/delo/gradiva/", gradivo=["1", "2"], kaj="umakni", razlog="Zastarelo")
    assert "Spremenili bi se 2 gradivi." in shown(vida, address).words()
    send(vida, f"{address}/izvedi", shown_at=address)
    assert browser("").get("/gradivo/1").status_code == 410
    back = send(vida, "/delo/gradiva/", gradivo=["1", "2", "3"], kaj="vrni")
    assert "1 gradivo se izpusti. Ni umaknjeno." in shown(vida, back).words()
    send(vida, f"{back}/izvedi", shown_at=back)
    assert browser("").get("/gradivo/1").status_code == 200
    gone = send(vida, "/delo/gradiva/", gradivo=["1"], kaj="kos")
    send(vida, f"{gone}/izvedi", shown_at=gone)
    assert browser("").get("/gradivo/1").status_code == 404
    assert vida.get("/gradivo/1").status_code == 404


# --- one ---


def fields(browser: Browser, document_id: int = 1) -> dict[str, object]:
    """Gives what the form of a material's metadata would send."""
    page = shown(browser, f"/gradivo/{document_id}/uredi")
    form = "//form[contains(@action, '/uredi')]"
    told: dict[str, object] = {
        str(one.get("name")): one.get("value") or ""
        for one in page.all(f"{form}//input[@type='hidden' or @type='text'][@name != 'obrazec']")
    }
    for one in page.all(f"{form}//input[@checked]"):
        told.setdefault(str(one.get("name")), []).append(one.get("value"))  # type: ignore[attr-defined]
    return told


def test_metadata_are_edited_and_the_edit_can_be_undone(vida: Browser, library: Library) -> None:
    told = fields(vida)
    address = send(vida, "/gradivo/1/uredi", **{**told, "naslov": "Nov naslov", "datum": "22. 11. 2026"})
    page = shown(vida, address)
    assert page.words("//h1") == "Nov naslov"
    link = page.link("Oglejte si spremembo ali jo razveljavite")
    assert "22. 11. 2026" in shown(vida, link).words()
    undo = send(vida, f"{link}/razveljavi", shown_at=link)
    send(vida, f"{undo}/izvedi", shown_at=undo)
    assert library.document(1).title == "Gradivo odlok.txt"


def test_saving_without_a_change_says_so(vida: Browser, library: Library) -> None:
    address = send(vida, "/gradivo/1/uredi", **fields(vida))
    assert "Nič ni bilo spremenjeno" in shown(vida, address).words()
    assert library.keeping.changes.count() == 0


def test_a_title_that_the_file_gave_does_not_become_one_that_a_person_told(vida: Browser, library: Library) -> None:
    library.keeping.changes.edit(Actor(1, "Ana"), 1, library.keeping.changes.metadata(1).__class__())
    send(vida, "/gradivo/1/uredi", **{**fields(vida), "vir": "Občina"})
    assert library.keeping.changes.metadata(1).title == ""
    assert library.keeping.changes.metadata(1).source == "Občina"


def test_two_who_edit_at_once_lose_nothing(vida: Browser, browser: Open, library: Library) -> None:
    ana = browser("ana@sos.si")
    told = fields(vida)
    send(ana, "/gradivo/1/uredi", **{**fields(ana), "vir": "Občina Hodoš", "pravice": "Ana"})
    text = faults(vida, "/gradivo/1/uredi", status=409, **{**told, "naslov": "Vidin naslov", "pravice": "Vida"})
    assert "spremenil nekdo drug" in text
    assert "Občina Hodoš" in text
    assert library.document(1).title == "Gradivo odlok.txt"
    assert 'value="Vidin naslov"' in text
    assert 'value="Vida"' in text
    again = {**fields(vida), "naslov": "Vidin naslov", "pravice": "Vida"}
    send(vida, "/gradivo/1/uredi", **again)
    document = library.document(1)
    assert (document.title, document.source, document.rights) == ("Vidin naslov", "Občina Hodoš", "Vida")


@pytest.mark.parametrize("kept", ["", "{}", "[1]", "nič", json.dumps({"title": 3}), '{"dated": "nekoč"}'])
def test_a_garbled_memory_of_what_was_shown_does_no_harm(vida: Browser, library: Library, kept: str) -> None:
    answer = vida.send("/gradivo/1/uredi", **{**fields(vida), "prej": kept, "vir": "Občina"})
    assert answer.status_code == 303
    assert library.document(1).source == "Občina"


def test_a_fault_is_told_beside_its_field(vida: Browser) -> None:
    text = faults(vida, "/gradivo/1/uredi", **{**fields(vida), "datum": "31. 2. 2026"})
    assert "Vpišite datum" in text
    assert 'value="31. 2. 2026"' in text


# --- revisions ---


def test_a_new_version_takes_the_place_of_the_old_one(
    vida: Browser, browser: Open, library: Library, work: Work
) -> None:
    file = (io.BytesIO(b"Nov odlok\n\nO smeteh.\n"), "odlok 2.txt")
    address = send(vida, "/gradivo/1/nova-razlicica", shown_at="/gradivo/1/uredi", datoteka=file)
    assert "Ni še prebrana" in shown(vida, address).words()
    work()
    visitor = browser("")
    assert "smeteh" in shown(visitor, "/gradivo/1").words()
    listed = shown(visitor, "/gradivo/1/revizije")
    assert listed.texts("//ol/li/h2") == ["Različica 2 prikazana", "Različica 1"]
    assert "istovetnost" in shown(visitor, "/gradivo/1/revizije/1").words()
    original = visitor.get("/gradivo/1/revizije/1/izvirnik")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "istovetnost" in original.text
    assert visitor.get("/gradivo/1/revizije/3").status_code == 404


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("", 422, "prazna"),
        ("Zapisnik\n\nKomisija je razpravljala o smetnjakih.\n", 409, "že kot drugo gradivo"),
        (None, 400, "Izberite eno datoteko"),
    ],
)
def test_a_file_that_is_no_new_version_is_refused(vida: Browser, text: str | None, status: int, said: str) -> None:
    file = {} if text is None else {"datoteka": (io.BytesIO(text.encode()), "b.txt")}
    assert said in faults(vida, "/gradivo/1/nova-razlicica", shown_at="/gradivo/1/uredi", status=status, **file)


def test_a_broken_new_version_leaves_the_old_one_shown(vida: Browser, browser: Open, work: Work) -> None:
    file = (io.BytesIO(b"%PDF-1.7\nni"), "b.pdf")
    send(vida, "/gradivo/1/nova-razlicica", shown_at="/gradivo/1/uredi", datoteka=file)
    work()
    assert "istovetnost" in shown(browser(""), "/gradivo/1").words()
    assert "Ni je bilo mogoče prebrati" in shown(vida, "/gradivo/1/revizije").words()


def test_the_versions_of_what_is_hidden_are_hidden(browser: Open) -> None:
    for end in ("revizije", "revizije/1", "revizije/1/izvirnik"):
        assert browser("").get(f"/gradivo/3/{end}").status_code == 404
        assert browser("clan@obcina.si").get(f"/gradivo/3/{end}").status_code == 200


# --- withdrawing, the trash, erasing ---


def test_who_comes_by_an_old_link_hears_why_it_was_withdrawn(vida: Browser, browser: Open) -> None:
    told = {"shown_at": "/gradivo/1/uredi", "razlog": "Odlok <b>ne velja</b> več"}
    send(vida, "/gradivo/1/umakni", **told)  # type: ignore[arg-type]
    for end in ("", "/razdelek-1", "/izvirnik", "/podobno", "/revizije/1"):
        answer = browser("").get(f"/gradivo/1{end}")
        assert answer.status_code == 410, end
        assert "Odlok &lt;b&gt;ne velja&lt;/b&gt; več" in answer.text
        assert "istovetnost" not in answer.text
    assert "Odlok ne velja" not in browser("").get("/gradivo/3").text
    assert shown(vida, "/gradivo/1").words("//h1") == "Gradivo odlok.txt"
    send(vida, "/gradivo/1/vrni", shown_at="/gradivo/1/uredi")
    assert browser("").get("/gradivo/1").status_code == 200


def test_withdrawing_needs_a_reason(vida: Browser) -> None:
    assert "Vpišite razlog" in faults(vida, "/gradivo/1/umakni", shown_at="/gradivo/1/uredi", razlog=" ")


def test_a_removed_material_is_restored_as_it_was(vida: Browser, browser: Open) -> None:
    address = send(vida, "/gradivo/1/v-kos", shown_at="/gradivo/1/uredi")
    page = shown(vida, address)
    assert "Gradivo odlok.txt" in page.words()
    assert "še 30 dni" in page.words()
    assert browser("").get("/gradivo/1").status_code == 404
    send(vida, "/delo/kos/1/obnovi", shown_at="/delo/kos/")
    assert browser("").get("/gradivo/1").status_code == 200
    assert "Koš je prazen" in shown(vida, "/delo/kos/").words()


def test_a_material_is_erased_when_that_is_confirmed(vida: Browser, library: Library, work: Work) -> None:
    send(vida, "/gradivo/1/v-kos", shown_at="/gradivo/1/uredi")
    assert "Nobena znana varnostna kopija" in shown(vida, "/delo/kos/1/izbrisi").words()
    assert "Potrdite" in faults(vida, "/delo/kos/1/izbrisi")
    send(vida, "/delo/kos/1/izbrisi", potrjeno="da")
    work()
    page = shown(vida, "/delo/kos/")
    assert "odlok.txt" in page.words("//ul[@class='erased']")
    assert "Koš je prazen" in page.words()
    assert vida.get("/delo/kos/1/izbrisi").status_code == 404
    assert library.find(Question(text="istovetnost"), reader=EVERYTHING).documents == 0
    assert "trajno izbrisano" in shown(vida, "/delo/dnevnik/?stanje=izbrisano").words()


def test_emptying_the_trash_leaves_what_is_held(vida: Browser, library: Library, work: Work) -> None:
    for document_id in (1, 2):
        library.keeping.changes.do(Actor(1, "Ana"), ChangeSort.TRASH, document_id)
    library.keeping.custody.hold(Actor(1, "Ana"), 2, "Spor")
    assert "Pravno zadržano: Spor" in shown(vida, "/delo/kos/").words()
    assert "izbrisalo 1 gradivo" in shown(vida, "/delo/kos/izprazni").words()
    faults(vida, "/delo/kos/izprazni")
    send(vida, "/delo/kos/izprazni", potrjeno="da")
    work()
    assert [each.document_id for each in library.keeping.trash()] == [2]
    faults(vida, "/delo/kos/2/izbrisi", shown_at="/delo/kos/", status=409, potrjeno="da")


def test_a_held_material_cannot_be_removed(vida: Browser) -> None:
    send(vida, "/gradivo/1/zadrzi", shown_at="/gradivo/1/uredi", razlog="Spor P 12/2026")
    page = shown(vida, "/gradivo/1/uredi")
    assert "Spor P 12/2026" in page.words()
    assert "Pravno zadržano" in shown(vida, "/delo/roki/").words()
    assert "pravno zadržano" in faults(vida, "/gradivo/1/v-kos", shown_at="/gradivo/1/uredi", status=409)
    send(vida, "/gradivo/1/sprosti", shown_at="/gradivo/1/uredi")
    send(vida, "/gradivo/1/v-kos", shown_at="/gradivo/1/uredi")


# --- terms ---


def test_what_is_due_is_told_and_nothing_happens_by_itself(vida: Browser, library: Library, work: Work) -> None:
    send(vida, "/gradivo/1/rok", shown_at="/gradivo/1/uredi", do="1. 1. 2020")
    assert "1 gradivu je potekel rok hrambe" in shown(vida, "/delo/").words()
    page = shown(vida, "/delo/roki/")
    assert "hraniti do 1. 1. 2020" in page.words()
    work()
    assert library.document(1).id == 1
    send(vida, "/gradivo/1/v-kos", shown_at="/delo/roki/")
    send(vida, "/gradivo/2/rok", shown_at="/gradivo/2/uredi", do="")
    assert "datum" in faults(vida, "/gradivo/2/rok", shown_at="/gradivo/2/uredi", do="enkrat")


def test_terms_of_kinds_are_kept_and_nonsense_is_told(vida: Browser, library: Library) -> None:
    send(vida, "/delo/roki/", **{"leta-zapisnik": "10"})
    assert library.keeping.custody.kind_terms() == {"zapisnik": 10}
    assert "celo število let" in faults(vida, "/delo/roki/", **{"leta-zapisnik": "deset", "leta-vabilo": "5"})
    assert library.keeping.custody.kind_terms() == {"zapisnik": 10}
    send(vida, "/delo/roki/", **{"leta-zapisnik": ""})
    assert library.keeping.custody.kind_terms() == {}


# --- who may ---

ADDRESSES = (
    "/delo/gradiva/", "/delo/spremembe/", "/delo/spremembe/1", "/delo/kos/", "/delo/kos/izprazni", "/delo/roki/",
    "/gradivo/1/uredi",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_staff_come_in(browser: Open, address: str) -> None:
    assert browser("").get(address).status_code == 302
    assert browser("clan@obcina.si").get(address).status_code == 403


@pytest.mark.parametrize("address", ["/delo/spremembe/999", "/gradivo/999/uredi", "/delo/kos/1/izbrisi"])
def test_what_is_not_there_is_not_found(vida: Browser, address: str) -> None:
    assert vida.get(address).status_code == 404


def test_a_replayed_form_does_nothing_twice(vida: Browser, library: Library) -> None:
    address = send(vida, "/delo/gradiva/", katera="vsa", **EDIT)
    for _ in range(2):
        send(vida, f"{address}/izvedi", shown_at="/delo/gradiva/")
    assert library.keeping.changes.count() == 1
