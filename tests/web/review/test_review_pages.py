"""Staff at the review of drafts: what waits, suggestions, personal data, near-duplicates, publishing by one or two."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from kb.library import Library
from kb.model import EVERYTHING, DocumentState, Visibility
from tests.library.review.conftest import LONG
from tests.web.accounts.conftest import Browser
from tests.web.markup import Page
from tests.web.review.conftest import Put

Browse = Callable[[str], Browser]

MINUTES = """ZAPISNIK
7. seje Komisije za okolje

Ljubljana, 12. 3. 2024

Člani so obravnavali varstvo okolja, odpadke in ravnanje z odpadki v občinah.
"""
PERSONAL = "Vloga občana\n\nPodpisani, EMŠO 0101006500006, prosim za soglasje <b>komisije</b>.\n"
EDITED = LONG.replace("vodovod v naselju Rob", "kanalizacijo v naselju Rob") + "\n\nDodan je nov odstavek."


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_review_is_well_formed(browse: Browse, put: Put, prefix: str) -> None:
    put(LONG, state=DocumentState.PUBLISHED)
    ids = [put(MINUTES, "zapisnik.txt"), put(PERSONAL, "vloga.txt"), put(EDITED, "novo.txt")]
    ana = browse("Ana")
    for address in (
        "/delo/",
        "/delo/pregled/",
        "/delo/pregled/?samo=osebni&stran=99",
        "/delo/pregled/?samo=podobna&konec=1&nic=1",
        "/delo/pregled/?samo=<script>",
        "/delo/dve-osebi/?shranjeno=1",
        *(f"/delo/pregled/{one}?sprejeto=1&del=77" for one in ids),
        *(f"/gradivo/{one}" for one in ids),
    ):
        answer = ana.get(prefix + address)
        assert answer.status_code == 200, address
        assert Page(answer.text).texts("//h1"), address


def test_staff_begin_at_what_waits(browse: Browse, put: Put) -> None:
    put(MINUTES, "zapisnik.txt")
    put(PERSONAL, "vloga.txt")
    ana = browse("Ana")
    assert "/delo/" in ana.get("/").text
    told = Page(ana.get("/delo/").text).words("//ul[@class='waits']")
    assert "2 osnutka čakata na pregled" in told
    assert "Osebni podatki v 1 osnutku" in told


@pytest.mark.parametrize(("name", "status"), [("", 302), ("Cene", 403)])
@pytest.mark.parametrize("address", ["/delo/", "/delo/pregled/", "/delo/pregled/1", "/delo/dve-osebi/"])
def test_review_is_for_staff_alone(browse: Browse, put: Put, name: str, status: int, address: str) -> None:
    put(MINUTES, "zapisnik.txt")
    other = browse(name)
    assert other.get(address).status_code == status
    assert "/delo/" not in other.get("/").text


def test_a_draft_is_not_there_for_others(browse: Browse, put: Put) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    for name in ("", "Cene"):
        other = browse(name)
        for end in ("", "/izvirnik", "/podobno", "/navedbe.json", "/slika/1/200.webp", "/oblika/1"):
            assert other.get(f"/gradivo/{document_id}{end}").status_code == 404
        for page in ("/", "/iskanje?q=zapisnik", "/iskanje.json?q=okolja", "/predlogi?q=zapi", "/organi/k-okolje"):
            assert "apisnik 7" not in other.get(page).text
    page = browse("Ana").get(f"/gradivo/{document_id}").text
    assert "Osnutek" in page
    assert "Po objavi" in page


def test_suggestions_are_taken_over_one_by_one_and_all_at_once(browse: Browse, put: Put, library: Library) -> None:
    document_id = put(MINUTES, "zapisnik.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{document_id}"
    assert "»Ljubljana, 12. 3. 2024«" in Page(ana.get(here).text).words("//ul[@class='suggested']")
    answer = ana.send(f"{here}/sprejmi", shown_at=here, predlog="kind:zapisnik")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}?sprejeto=1")
    document = library.document(document_id, reader=EVERYTHING)
    assert (document.kind and document.kind.slug, document.dated) == ("zapisnik", None)
    ana.send(f"{here}/sprejmi", shown_at=here, vse="1")
    assert str(library.document(document_id, reader=EVERYTHING).dated) == "2024-03-12"


def test_accepting_leads_to_the_next_draft_and_at_last_to_the_list(browse: Browse, put: Put) -> None:
    first, second = put(MINUTES, "zapisnik.txt"), put(PERSONAL, "vloga.txt")
    ana = browse("Ana")
    told = {"vse": "1", "naprej": "1"}
    answer = ana.send(f"/delo/pregled/{first}/sprejmi", shown_at=f"/delo/pregled/{first}", **told)
    assert answer.headers["Location"] == f"/delo/pregled/{second}"
    told = {"pregledano": "1", "naprej": "1"}
    ana.send(f"/delo/pregled/{first}/objavi", shown_at=f"/delo/pregled/{first}", **told)
    answer = ana.send(f"/delo/pregled/{second}/objavi", shown_at=f"/delo/pregled/{second}", **told)
    assert answer.headers["Location"] == "/delo/pregled/?konec=1"
    assert "zadnji osnutek" in ana.get("/delo/pregled/?konec=1").text


def test_who_will_see_it_stands_before_the_button(browse: Browse, put: Put) -> None:
    for visibility, told in (
        (Visibility.PUBLIC, "vidijo vsi"),
        (Visibility.MEMBERS, "računom"),
        (Visibility.STAFF, "samo strokovna služba"),
    ):
        document_id = put(f"{MINUTES}\n{visibility}", "zapisnik.txt", visibility=visibility)
        page = Page(browse("Ana").get(f"/delo/pregled/{document_id}").text)
        assert told in page.words("//section[@aria-labelledby='objava']")


def test_personal_data_have_to_be_confirmed(browse: Browse, put: Put, library: Library) -> None:
    document_id = put(PERSONAL, "vloga.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{document_id}"
    page = ana.get(here).text
    assert "01••••••••••6" in page
    assert "<mark>0101006500006</mark>" in page
    assert "<b>komisije" not in page
    answer = ana.send(f"{here}/objavi", shown_at=here)
    assert (answer.status_code, "EMŠO" in Page(answer.text).words("//*[@role='alert']")) == (422, True)
    assert library.document(document_id, reader=EVERYTHING).state is DocumentState.DRAFT
    answer = ana.send(f"{here}/objavi", shown_at=here, pregledano="1")
    assert answer.headers["Location"] == f"{here}?objavljeno=done"
    assert library.document(document_id, reader=EVERYTHING).state is DocumentState.PUBLISHED


def test_many_are_published_after_who_will_see_them_is_shown(browse: Browse, put: Put) -> None:
    ids = [put(MINUTES, "a.txt"), put(PERSONAL, "b.txt"), put(LONG, "c.txt", visibility=Visibility.MEMBERS)]
    ana = browse("Ana")
    chosen = [*map(str, ids), "999", "-1", "x", "²", "9" * 30]
    shown = Page(ana.send("/delo/pregled/objavi", shown_at="/delo/pregled/", gradivo=chosen).text)
    assert "Objavljena bodo 3 gradiva" in shown.words("//main")
    assert "Samo članice" in shown.words("//main")
    told = {"gradivo": chosen, "potrjeno": "1"}
    came = Page(ana.send("/delo/pregled/objavi", shown_at="/delo/pregled/", **told).text).words("//main")
    assert "Objavljeni sta 2 gradivi" in came
    assert "EMŠO" in came
    assert browse("").get(f"/gradivo/{ids[0]}").status_code == 200
    assert browse("").get(f"/gradivo/{ids[1]}").status_code == 404


def test_nothing_chosen_says_so(browse: Browse, put: Put) -> None:
    put(MINUTES, "a.txt")
    answer = browse("Ana").send("/delo/pregled/objavi", shown_at="/delo/pregled/")
    assert answer.headers["Location"] == "/delo/pregled/?nic=1"


def test_two_people_publish_what_a_body_wants_two_for(browse: Browse, put: Put, library: Library) -> None:
    ana, bor = browse("Ana"), browse("Bor")
    assert ana.send("/delo/dve-osebi/", organ="k-okolje").headers["Location"] == "/delo/dve-osebi/?shranjeno=1"
    document_id = put(MINUTES, "a.txt", bodies=("k-okolje",))
    here = f"/delo/pregled/{document_id}"
    assert "Predlagaj objavo" in ana.get(here).text
    assert ana.send(f"{here}/objavi", shown_at=here).headers["Location"] == f"{here}?objavljeno=proposed"
    assert "Umakni predlog" in ana.get(here).text
    assert ana.send(f"{here}/objavi", shown_at=here).status_code == 422
    assert "1 predlagano gradivo čaka na vašo potrditev" in bor.get("/delo/").text
    assert "čaka na vašo potrditev" not in ana.get("/delo/").text
    assert "Potrdi in objavi" in bor.get(here).text
    bor.send(f"{here}/objavi", shown_at=here)
    assert library.document(document_id).state is DocumentState.PUBLISHED


def test_a_proposal_is_declined(browse: Browse, put: Put) -> None:
    ana, bor = browse("Ana"), browse("Bor")
    ana.send("/delo/dve-osebi/", organ="k-okolje")
    document_id = put(MINUTES, "a.txt", bodies=("k-okolje",))
    here = f"/delo/pregled/{document_id}"
    ana.send(f"{here}/objavi", shown_at=here)
    assert bor.send(f"{here}/zavrni", shown_at=here, razlog="manjka priloga").status_code == 303
    assert bor.send(f"{here}/zavrni", shown_at=here).status_code == 404
    assert "Predlagaj objavo" in ana.get(here).text


def test_a_published_material_goes_back_to_the_drafts(browse: Browse, put: Put) -> None:
    document_id = put(MINUTES, "a.txt", state=DocumentState.PUBLISHED)
    here = f"/delo/pregled/{document_id}"
    browse("Ana").send(f"{here}/osnutek", shown_at=here)
    assert browse("").get(f"/gradivo/{document_id}").status_code == 404


@pytest.mark.parametrize(("decided", "shown", "versions"), [("oblika", "gradivo.txt", 2), ("razlicica", "novo.txt", 2)])
def test_a_near_duplicate_goes_to_the_other_material(
    browse: Browse, put: Put, library: Library, decided: str, shown: str, versions: int
) -> None:
    old, new = put(LONG, state=DocumentState.PUBLISHED), put(EDITED, "novo.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{new}"
    assert "Videti je druga različica" in ana.get(here).text
    answer = ana.send(f"{here}/podobno", shown_at=here, odlocitev=decided, drugo=str(old))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/gradivo/{old}?zdruzeno=1")
    reading = library.read(old)
    assert (reading.document.revision.name, len(reading.versions)) == (shown, versions)
    for address in (here, f"/gradivo/{new}"):
        assert ana.get(address).headers["Location"] == f"/gradivo/{old}"
    assert browse("").get(f"/gradivo/{new}").status_code == 404


def test_what_was_joined_is_parted_from_the_changes_of_the_material(browse: Browse, put: Put) -> None:
    old, new = put(LONG, state=DocumentState.PUBLISHED), put(EDITED, "novo.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{new}"
    ana.send(f"{here}/podobno", shown_at=here, odlocitev="oblika", drugo=str(old))
    assert "Osnutek je združen s tem gradivom." in ana.get(f"/gradivo/{old}?zdruzeno=1").text
    assert "Združitev osnutka" in ana.get(f"/delo/spremembe/?gradivo={old}").text
    page = ana.get("/delo/spremembe/1").text
    assert "njegova datoteka je druga oblika tega gradiva" in page
    assert f"osnutek {new}" in page
    planned = ana.send("/delo/spremembe/1/razveljavi", shown_at="/delo/spremembe/1").headers["Location"]
    assert "Združeni osnutki" in ana.get(planned).text
    ana.send(f"{planned}/izvedi", shown_at=planned)
    assert ana.get(here).status_code == 200
    assert "Tudi kot" not in browse("").get(f"/gradivo/{old}").text


def test_another_format_is_downloaded_from_the_page_of_the_material(browse: Browse, put: Put) -> None:
    old, new = put(LONG, state=DocumentState.PUBLISHED), put(EDITED, "novo.txt")
    here = f"/delo/pregled/{new}"
    browse("Ana").send(f"{here}/podobno", shown_at=here, odlocitev="oblika", drugo=str(old))
    reader = browse("")
    assert "Tudi kot TXT" in reader.get(f"/gradivo/{old}").text
    answer = reader.get(f"/gradivo/{old}/oblika/2")
    assert answer.get_data(as_text=True) == EDITED
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert reader.get(f"/gradivo/{old}/oblika/1").status_code == 404


def test_another_format_of_what_others_may_not_see_is_not_there(browse: Browse, put: Put) -> None:
    old = put(LONG, state=DocumentState.PUBLISHED, visibility=Visibility.STAFF)
    new = put(EDITED, "novo.txt")
    here = f"/delo/pregled/{new}"
    browse("Ana").send(f"{here}/podobno", shown_at=here, odlocitev="oblika", drugo=str(old))
    assert browse("Cene").get(f"/gradivo/{old}/oblika/2").status_code == 404
    assert browse("Ana").get(f"/gradivo/{old}/oblika/2").status_code == 200


def test_two_materials_are_kept_all_the_same(browse: Browse, put: Put) -> None:
    old, new = put(LONG, state=DocumentState.PUBLISHED), put(EDITED, "novo.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{new}"
    ana.send(f"{here}/podobno", shown_at=here, odlocitev="dodaj", drugo=str(old))
    page = ana.get(here).text
    assert "Obdržani sta obe gradivi" in page
    assert "Ista predstavitev" not in page


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"odlocitev": "kar-koli"},
        {"odlocitev": "oblika", "drugo": "999"},
        {"odlocitev": "razlicica", "drugo": "-1"},
        {"odlocitev": "dodaj", "drugo": "x"},
    ],
)
def test_a_decision_that_means_nothing_changes_nothing(browse: Browse, put: Put, told: dict[str, str]) -> None:
    put(LONG, state=DocumentState.PUBLISHED)
    new = put(MINUTES, "novo.txt")
    here = f"/delo/pregled/{new}"
    assert browse("Ana").send(f"{here}/podobno", shown_at=here, **told).status_code in (303, 404, 409)
    assert browse("Ana").get(here).status_code == 200


# --- the metadata in place ---


def test_metadata_are_edited_in_place(browse: Browse, put: Put, library: Library) -> None:
    document_id = put(MINUTES, "a.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{document_id}"
    told = {
        "naslov": "  Zapisnik   seje ", "vrsta": "zapisnik", "datum": "12. marec 2024", "organ-je": "1",
        "organ": ["k-okolje", "k-pravna"], "podrocje-je": "1", "podrocje": ["okolje"], "dogodek": "",
        "predavatelji": "Vodja\n\nVodja\nTajnica", "jezik": "sl", "vir": "SOS", "pravice": "", "dostop": "members",
    }  # fmt: skip
    assert ana.send(f"{here}/uredi", shown_at=here, **told).status_code == 303
    document = library.document(document_id, reader=EVERYTHING)
    assert (document.title, str(document.dated), document.source) == ("Zapisnik seje", "2024-03-12", "SOS")
    assert [body.slug for body in document.bodies] == ["k-okolje", "k-pravna"]
    assert document.speakers == ("Vodja", "Tajnica")
    assert (document.visibility, document.state) == (Visibility.MEMBERS, DocumentState.DRAFT)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("naslov", " "),
        ("naslov", "a" * 501),
        ("datum", "31. 2. 2024"),
        ("datum", "jutri"),
        ("datum", "1. 1. 1024"),
        ("vrsta", "ni-te-vrste"),
        ("organ", "ni-tega-organa"),
        ("dogodek", "<script>"),
        ("vir", "č" * 9000),
        ("predavatelji", "x\n" * 3 + "y" * 201),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    browse: Browse, put: Put, library: Library, field: str, typed: str
) -> None:
    document_id = put(MINUTES, "a.txt")
    ana, here = browse("Ana"), f"/delo/pregled/{document_id}"
    told = {"organ-je": "1", "vir": "moj vir", "naslov": "Moj naslov", field: typed}
    answer = ana.send(f"{here}/uredi", shown_at=here, **told)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.texts(f"//*[@id='{field}-wrong']")
    assert page.texts(f"//a[@href='#{field}']")
    if field != "vir":
        assert 'value="moj vir"' in answer.text
    assert library.document(document_id, reader=EVERYTHING).source == ""


def test_access_for_a_body_needs_a_body(browse: Browse, put: Put) -> None:
    document_id = put(MINUTES, "a.txt")
    here = f"/delo/pregled/{document_id}"
    answer = browse("Ana").send(f"{here}/uredi", shown_at=here, dostop="body")
    assert (answer.status_code, bool(Page(answer.text).texts("//*[@id='organ-wrong']"))) == (422, True)


def test_what_somebody_else_has_changed_is_not_overwritten(browse: Browse, put: Put, library: Library) -> None:
    document_id = put(MINUTES, "a.txt")
    ana, bor, here = browse("Ana"), browse("Bor"), f"/delo/pregled/{document_id}"
    (before,) = re.findall(r'name="prej" value="([^"]*)"', ana.get(here).text)
    bor.send(f"{here}/uredi", shown_at=here, vir="SOS")
    assert ana.send(f"{here}/uredi", shown_at=here, vir="ZOS", prej=html.unescape(before)).status_code == 409
    assert library.document(document_id, reader=EVERYTHING).source == "SOS"


@pytest.mark.parametrize("before", ["", "{", "[]", "{}", '{"dated": 7}', '"x"', "null", "č" * 900])
def test_a_field_that_no_page_of_ours_has_made_is_no_error(
    browse: Browse, put: Put, library: Library, before: str
) -> None:
    document_id = put(MINUTES, "a.txt")
    here = f"/delo/pregled/{document_id}"
    assert browse("Ana").send(f"{here}/uredi", shown_at=here, vir="SOS", prej=before).status_code == 303
    assert library.document(document_id, reader=EVERYTHING).source == "SOS"


def test_a_long_document_is_looked_at_in_parts(browse: Browse, put: Put) -> None:
    text = "\n\n".join(f"# Poglavje {number}\n\nBesedilo {number} o vodi." for number in range(1, 96))
    document_id = put(f"{text}\n\nEMŠO 0101006500006", "dolgo.md")
    ana = browse("Ana")
    first, last = (ana.get(f"/delo/pregled/{document_id}?del={part}").text for part in (1, 99))
    assert "Besedilo 1 o vodi" in first
    assert "Besedilo 95 o vodi" not in first
    assert "Besedilo 95 o vodi" in last
    assert f"/delo/pregled/{document_id}?del=3#" in first
