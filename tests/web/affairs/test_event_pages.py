"""Events on the pages: shown before and after, edited by staff with an agenda and no script, cancelled, moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar

from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import EVERYTHING, PROGRAM, VISITOR, AgendaItem, Event, EventState, Metadata, RecordSort, Visibility
from kb.people import Role, User
from kb.web import create_app
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.markup import Page

Standing = tuple[Library, Browser, Browser]

NOVO = {
    "naslov": "Posvet občinskih redarstev",
    "vrsta": "posvet",
    "od": "8. 3. 2090",
    "od-ura": "9.00",
    "do-ura": "14.30",
    "kraj": "Žalec",
    "organizator": "k-redarstvo",
    "podrocje": "obcinsko-redarstvo",
    "vabilo": "Vabimo vas na posvet.",
    "prijava": "https://zbirka.si/prijava",
    "prijava-do": "1. 3. 2090",
    "dostop": "public",
    "tock": "1",
    "ura-1": "9.30",
    "tocka-1": "Novosti ZORed",
    "govorci-1": "vodja redarstva\npredstavnica ministrstva",
}
POSVET = Event(
    "posvet-2017",
    "Posvet o modri luči",
    starts=dt.date(2017, 3, 8),
    organiser="k-redarstvo",
    topics=("obcinsko-redarstvo",),
)


@pytest.fixture
def edits(browse: Callable[..., Browser], ana: User) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


@pytest.fixture
def visitor(browse: Callable[..., Browser]) -> Browser:
    return browse()


def added(library: Library, path: Path, title: str, **told: object) -> int:
    path.write_text(f"{title} je kratko besedilo o redarjih.", encoding="utf-8")
    (received,) = library.add([path], Metadata(title=title, **told)).received  # type: ignore[arg-type]
    assert received.entry.document_id
    return received.entry.document_id


def only(library: Library) -> Event:
    (event,) = library.affairs.events.all(reader=EVERYTHING)
    return event


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A library with one event that no test changes, a visitor's browser and one of staff."""
    with open_library(Settings(home=tmp_path_factory.mktemp("dogodki"))) as library:
        library.people.add(library.people.new_user("ana@obcina.si", role=Role.STAFF), PASSWORD)
        library.affairs.events.keep(POSVET, by=PROGRAM)
        app = create_app(library)
        visitor, staff = Browser(app.test_client()), Browser(app.test_client())
        staff.sign_in()
        yield library, visitor, staff


# --- shown ---


def test_the_list_has_coming_events_first_and_the_archive_by_year(people: Library, visitor: Browser) -> None:
    for slug, year in (("a", 2015), ("b", 2017), ("c", 2091), ("d", 2090)):
        people.affairs.events.keep(replace(POSVET, slug=slug, title=slug, starts=dt.date(year, 3, 8)), by=PROGRAM)
    page = Page(visitor.get("/dogodki/").text)
    assert page.texts("//main//*[@class='document-title']") == ["d", "c", "b", "a"]
    assert page.texts("//main//h3") == ["2017", "2015"]
    assert Page(visitor.get("/dogodki/?leto=2015").text).texts("//main//*[@class='document-title']") == ["a"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("organ=k-redarstvo", 1), ("organ=k-okolje", 0), ("podrocje=obcinsko-redarstvo", 1), ("podrocje=okolje", 0),
        ("vrsta=posvet", 1), ("vrsta=seja", 0), ("leto=1999", 1), ("leto=x&organ=%00", 1), ("vrsta=" + "x" * 9999, 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(standing: Standing, asked: str, count: int) -> None:
    page = Page(standing[1].get(f"/dogodki/?{asked}").text)
    assert len(page.texts("//main//*[@class='document-title']")) == count


def test_a_coming_event_shows_its_call(people: Library, visitor: Browser) -> None:
    told = replace(POSVET, starts=dt.date(2090, 3, 8), call="Vabimo vas.", apply_at="posvet@zbirka.si")
    people.affairs.events.keep(replace(told, apply_until=dt.date(2090, 3, 1)), by=PROGRAM)
    page = Page(visitor.get("/dogodki/posvet-2017").text)
    assert "Vabimo vas." in page.text
    assert page.all("//a[starts-with(@href, 'mailto:')]/@href") == ["mailto:posvet@zbirka.si"]
    assert "do 1. 3. 2090" in page.text
    assert page.all("//a[contains(@href, '.ics')]/@href") == ["/dogodki/posvet-2017.ics"]


def test_a_past_event_is_the_archive_of_its_materials(people: Library, visitor: Browser, tmp_path: Path) -> None:
    people.affairs.events.keep(POSVET, by=PROGRAM)
    deck = added(people, tmp_path / "a.txt", "Novosti", kind="predstavitev", event="posvet-2017")
    minutes = added(people, tmp_path / "b.txt", "Zapisnik posveta", kind="zapisnik", event="posvet-2017")
    hidden = added(people, tmp_path / "c.txt", "Skrito", event="posvet-2017", visibility=Visibility.MEMBERS)
    other = added(people, tmp_path / "d.txt", "Druga predstavitev", kind="predstavitev", event="posvet-2017")
    kept = only(people)
    agenda = (
        AgendaItem("Novosti ZORed", speakers=("vodja redarstva",), document_id=deck),
        AgendaItem("Skrivnost", document_id=hidden),
    )
    people.affairs.events.keep(replace(kept, agenda=agenda), by=PROGRAM)
    page = Page(visitor.get("/dogodki/posvet-2017").text)
    assert page.all("//li[@id='razdelek-2']//a/@href")[0] == f"/gradivo/{deck}"
    assert page.texts("//main//h2")[1:] == ["Dnevni red", "Predstavitve", "Zapisniki in druga gradiva"]
    links = {address for address in page.all("//main//a/@href") if address.startswith("/gradivo/")}
    assert links == {f"/gradivo/{deck}", f"/gradivo/{minutes}", f"/gradivo/{other}"}
    assert "Skrito" not in page.text
    assert "vodja redarstva" in page.text


def test_the_page_of_a_material_leads_to_its_event(people: Library, visitor: Browser, tmp_path: Path) -> None:
    people.affairs.events.keep(POSVET, by=PROGRAM)
    deck = added(people, tmp_path / "a.txt", "Novosti", event="posvet-2017")
    assert 'href="/dogodki/posvet-2017"' in visitor.get(f"/gradivo/{deck}").text
    people.affairs.events.keep(replace(only(people), visibility=Visibility.MEMBERS), by=PROGRAM)
    assert 'href="/dogodki/posvet-2017"' not in visitor.get(f"/gradivo/{deck}").text


def test_an_event_is_found_and_its_hit_leads_to_its_page(people: Library, visitor: Browser) -> None:
    people.affairs.events.keep(replace(POSVET, agenda=(AgendaItem("Psi na javnih površinah"),)), by=PROGRAM)
    people.index_marked()
    (group,) = people.find(Question(text="psi na javnih površinah"), reader=VISITOR).groups
    assert [kind.slug for kind in (group.document.kind,) if kind] == ["dogodek"]
    answer = visitor.get(f"/gradivo/{group.document.id}/razdelek-2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dogodki/posvet-2017#razdelek-2")
    assert Page(visitor.get("/dogodki/posvet-2017").text).all("//*[@id='razdelek-2']")


def test_events_of_a_manifest_are_found_once_the_worker_has_caught_up(
    people: Library, visitor: Browser, tmp_path: Path
) -> None:
    manifest = '[[event]]\nslug = "seja-3"\ntitle = "Tretja seja komisije"\nkind = "seja"\nstarts = 2024-05-06\n'
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    people.add([tmp_path], Metadata(visibility=Visibility.MEMBERS))
    assert (people.affairs.catch_up() > 0, people.affairs.events.catch_up()) == (True, 0)
    people.index_marked()
    assert [each.document.title for each in people.find(Question(text="tretja seja"), reader=EVERYTHING).groups] == [
        "Tretja seja komisije"
    ]
    assert visitor.get("/dogodki/seja-3").status_code == 404


def test_what_is_not_for_everybody_is_entered_in_the_audit_log_when_it_is_shown(
    people: Library, edits: Browser
) -> None:
    people.affairs.events.keep(replace(POSVET, visibility=Visibility.MEMBERS), by=PROGRAM)
    for _ in range(2):
        assert edits.get("/dogodki/posvet-2017").status_code == 200
    (document_id,) = people.records.documents(RecordSort.EVENT, [only(people).id]).values()
    page = people.audit.history(people.people.users()[0], document_id)
    assert [row.deed.value for row in page] == ["viewed"]


@pytest.mark.parametrize(
    "address", ["/dogodki/ni-ga", "/dogodki/ni-ga.ics", "/delo/dogodki/ni-ga/uredi", "/delo/dogodki/ni-ga/odpovej"]
)
def test_an_event_that_is_not_there_is_not_found(standing: Standing, address: str) -> None:
    assert standing[2].get(address).status_code == 404


def test_calendars_have_what_the_reader_may_see(people: Library, visitor: Browser, edits: Browser) -> None:
    for slug, visibility in (("javni", Visibility.PUBLIC), ("za-clane", Visibility.MEMBERS)):
        people.affairs.events.keep(
            replace(POSVET, slug=slug, title=slug, starts=dt.date(2090, 3, 8), visibility=visibility), by=PROGRAM
        )
    people.affairs.events.keep(POSVET, by=PROGRAM)
    for browser, titles in ((visitor, ["javni"]), (edits, ["javni", "za-clane"])):
        answer = browser.get("/dogodki.ics")
        assert answer.mimetype == "text/calendar"
        entries = Calendar.from_ical(answer.data).walk("VEVENT")
        assert sorted(str(each["summary"]) for each in entries) == titles
    (entry,) = Calendar.from_ical(visitor.get("/dogodki/javni.ics").data).walk("VEVENT")
    assert str(entry["url"]) == "http://localhost/dogodki/javni"


# --- edited ---


def test_an_event_is_added_with_its_agenda(people: Library, edits: Browser) -> None:
    answer = edits.send("/delo/dogodki/nov", **NOVO)
    assert answer.headers["Location"].startswith("/delo/dogodki/posvet-obcinskih-redarstev-2090/uredi")
    event = only(people)
    assert (event.title, event.starts, event.starts_at, event.ends_at) == (
        NOVO["naslov"], dt.date(2090, 3, 8), dt.time(9), dt.time(14, 30),
    )  # fmt: skip
    assert (event.organiser, event.topics, event.visibility) == (
        "k-redarstvo",
        ("obcinsko-redarstvo",),
        Visibility.PUBLIC,
    )
    assert event.agenda == (
        AgendaItem("Novosti ZORed", starts=dt.time(9, 30), speakers=("vodja redarstva", "predstavnica ministrstva")),
    )
    assert (
        edits.send("/delo/dogodki/nov", **NOVO)
        .headers["Location"]
        .startswith("/delo/dogodki/posvet-obcinskih-redarstev-2090-2/")
    )


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"naslov": " "}, "naslov", "Vpišite naslov"),
        ({"naslov": "x" * 301}, "naslov", "predolgo"),
        ({"vabilo": "x" * 20_001}, "vabilo", "predolgo"),
        ({"od": "31. 2. 2090"}, "od", "22. 11. 2026"),
        ({"od": "8. 3. 1066"}, "od", "22. 11. 2026"),
        ({"do": "7. 3. 2090"}, "do", "konča, preden se začne"),
        ({"od": "", "do": "7. 3. 2090"}, "od", "kateri dan se začne"),
        ({"od-ura": "25.00"}, "od-ura", "9.30"),
        ({"od-ura": ""}, "od-ura", "ob kateri uri se začne"),
        ({"do-ura": "8.00"}, "do-ura", "konča, preden se začne"),
        ({"oznaka": "Posvet 2090"}, "oznaka", "posvet-2027"),
        ({"oznaka": "posvet-2017"}, "oznaka", "že"),
        ({"organizator": "k-neznana"}, "organizator", "ni več"),
        ({"organizator": "", "dostop": "body"}, "organizator", "organ"),
        ({"podrocje": "neznano"}, "podrocje", "ni več"),
        ({"prijava": "javascript:alert(1)"}, "prijava", "https://"),
        ({"prijava-do": "9. 3. 2090"}, "prijava-do", "mimo"),
        ({"tocka-1": ""}, "tocka-1", "točka"),
        ({"ura-1": "devet"}, "ura-1", "9.30"),
        ({"ura-1": "8.30"}, "ura-1", "preden"),
        ({"ura-1": "15.00"}, "ura-1", "preden"),
        ({"dan-1": "9. 3. 2090"}, "dan-1", "dni"),
        ({"dan-1": "jutri"}, "dan-1", "22. 11. 2026"),
        ({"gradivo-1": "999"}, "gradivo-1", "Gradiva s to številko ni"),
        ({"govorci-1": "x" * 400}, "govorci-1", "vrstico"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_the_field_and_nothing_typed_is_lost(
    standing: Standing, told: dict[str, str], field: str, said: str
) -> None:
    people, _visitor, edits = standing
    answer = edits.send("/delo/dogodki/nov", **{**NOVO, **told})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.texts(f"//*[@id='{field}-wrong']")[0]
    assert page.all(f"//*[@aria-describedby[contains(., '{field}-wrong')]]")
    assert page.all("//input[@id='kraj']/@value") == ["Žalec"]
    assert [event.slug for event in people.affairs.events.all(reader=EVERYTHING)] == ["posvet-2017"]


def test_a_row_more_comes_without_a_script_and_nothing_is_lost(people: Library, edits: Browser) -> None:
    page = Page(edits.send("/delo/dogodki/nov", **{**NOVO, "naslov": "", "dejanje": "dodaj"}).text)
    assert page.all("//input[@name='tock']/@value") == ["2"]
    assert page.all("//input[@id='tocka-1']/@value") == ["Novosti ZORed"]
    assert page.all("//input[@id='tocka-2']")
    assert people.affairs.events.all(reader=EVERYTHING) == ()


def test_items_are_put_in_order_and_emptied_rows_are_taken_out(people: Library, edits: Browser) -> None:
    edits.send("/delo/dogodki/nov", **NOVO)
    rows = {
        "tock": "4", "tocka-1": "", "ura-1": "", "govorci-1": "", "tocka-2": "Zaključek", "ura-2": "12.00",
        "tocka-3": "Pozdrav", "ura-3": "9.00", "tocka-4": "Razprava po pozdravu",
    }  # fmt: skip
    edits.send(f"/delo/dogodki/{only(people).slug}/uredi", **{**NOVO, **rows})
    assert [item.title for item in only(people).agenda] == ["Pozdrav", "Razprava po pozdravu", "Zaključek"]


def test_the_material_of_an_item_belongs_to_the_event(people: Library, edits: Browser, tmp_path: Path) -> None:
    deck = added(people, tmp_path / "a.txt", "Novosti ZORed po prenovi")
    edits.send("/delo/dogodki/nov", **{**NOVO, "gradivo-1": f"/gradivo/{deck}"})
    event = only(people)
    assert event.agenda[0].document_id == deck
    assert list(people.affairs.events.documents(event, reader=EVERYTHING)) == [deck]
    edits.send(f"/delo/dogodki/{event.slug}/gradiva", shown_at=f"/delo/dogodki/{event.slug}/uredi", odvzemi=str(deck))
    assert only(people).agenda[0].document_id is None
    assert people.affairs.events.documents(only(people), reader=EVERYTHING) == {}


def test_materials_are_added_by_words_of_their_title(people: Library, edits: Browser, tmp_path: Path) -> None:
    people.affairs.events.keep(POSVET, by=PROGRAM)
    first = added(people, tmp_path / "a.txt", "Zapisnik prve seje")
    second = added(people, tmp_path / "b.txt", "Zapisnik druge seje")
    form = "/delo/dogodki/posvet-2017/uredi"
    answer = edits.send("/delo/dogodki/posvet-2017/gradiva", shown_at=form, gradivo="zapisnik")
    page = Page(answer.text)
    assert answer.status_code == 400
    assert sorted(page.all("//input[@name='gradivo-izbrano']/@value")) == sorted([str(first), str(second)])
    chosen = {"gradivo": "zapisnik", "gradivo-izbrano": str(second)}
    assert edits.send("/delo/dogodki/posvet-2017/gradiva", shown_at=form, **chosen).status_code == 303
    assert list(people.affairs.events.documents(only(people), reader=EVERYTHING)) == [second]
    assert edits.send("/delo/dogodki/posvet-2017/gradiva", shown_at=form).status_code == 400
    assert edits.send("/delo/dogodki/posvet-2017/gradiva", shown_at=form, gradivo="999999").status_code == 400


def test_a_record_cannot_be_made_a_material_of_an_event(people: Library, edits: Browser) -> None:
    people.affairs.events.keep(POSVET, by=PROGRAM)
    (record,) = people.records.documents(RecordSort.EVENT, [only(people).id]).values()
    form = "/delo/dogodki/posvet-2017/uredi"
    answer = edits.send("/delo/dogodki/posvet-2017/gradiva", shown_at=form, gradivo=str(record))
    assert answer.status_code == 409
    assert "na njegovi strani" in answer.text


def test_a_moved_event_says_from_when(people: Library, edits: Browser, visitor: Browser) -> None:
    edits.send("/delo/dogodki/nov", **NOVO)
    address = f"/delo/dogodki/{only(people).slug}/uredi"
    same_day = edits.send(address, **{**NOVO, "prestavljen": "1"})
    assert "drug dan" in Page(same_day.text).texts("//*[@id='prestavljen-wrong']")[0]
    edits.send(address, **{**NOVO, "od": "9. 3. 2090", "prestavljen": "1", "razlog": "Dvorana je zasedena."})
    assert (only(people).state, only(people).moved_from) == (EventState.MOVED, dt.date(2090, 3, 8))
    page = visitor.get(f"/dogodki/{only(people).slug}").text
    assert "prestavljen" in page
    assert "8. 3. 2090" in page
    assert "Dvorana je zasedena." in page


def test_an_event_is_cancelled_with_a_reason_and_called_again(
    people: Library, edits: Browser, visitor: Browser
) -> None:
    edits.send("/delo/dogodki/nov", **NOVO)
    slug = only(people).slug
    assert edits.send(f"/delo/dogodki/{slug}/odpovej", razlog=" ").status_code == 422
    assert edits.send(f"/delo/dogodki/{slug}/odpovej", razlog="x" * 1001).status_code == 422
    edits.send(f"/delo/dogodki/{slug}/odpovej", razlog="Predavateljica je zbolela.")
    page = visitor.get(f"/dogodki/{slug}").text
    assert "odpovedan" in page
    assert "Predavateljica je zbolela." in page
    assert "zbirka.si/prijava" not in page
    edits.send(f"/delo/dogodki/{slug}/velja", shown_at=f"/delo/dogodki/{slug}/uredi")
    assert only(people).state is EventState.PLANNED


def test_two_who_edit_at_once_do_not_overwrite_one_another(people: Library, edits: Browser) -> None:
    edits.send("/delo/dogodki/nov", **NOVO)
    address = f"/delo/dogodki/{only(people).slug}/uredi"
    assert edits.send(address, **{**NOVO, "kraj": "Celje", "izdaja": "1"}).status_code == 303
    answer = edits.send(address, **{**NOVO, "kraj": "Kranj", "izdaja": "1"})
    assert answer.status_code == 422
    assert "medtem" in answer.text
    assert only(people).place == "Celje"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_well_formed(people: Library, edits: Browser, prefix: str) -> None:
    edits.send("/delo/dogodki/nov", **NOVO)
    people.affairs.events.keep(POSVET, by=PROGRAM)
    slug = "posvet-obcinskih-redarstev-2090"
    for address in (
        "/dogodki/", f"/dogodki/{slug}", "/dogodki/posvet-2017", "/delo/dogodki/", "/delo/dogodki/?ime=redar",
        "/delo/dogodki/nov", f"/delo/dogodki/{slug}/uredi", f"/delo/dogodki/{slug}/odpovej", "/delo/",
    ):  # fmt: skip
        answer = edits.get(prefix + address)
        assert answer.status_code == 200
        assert Page(answer.text).texts("//h1")


def test_others_than_staff_do_not_edit(browse: Callable[..., Browser], vid: User) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    assert browser.get("/delo/dogodki/").status_code == 403
    assert browser.get("/dogodki/").status_code == 200
