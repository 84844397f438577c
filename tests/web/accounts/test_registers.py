"""The pages of the registers: acts, synonyms, bodies and topics, edited by staff, each change with its row."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from kb.errors import NotFound
from kb.library import Library
from kb.model import Audited, Deed, Sought
from kb.people import User
from tests.web.accounts.conftest import Browser
from tests.web.markup import Page

ACT = {"kratica": "ZPrim", "naslov": "Zakon o primeru", "preverjeno": "22. 11. 2020", "veljavnost": "velja"}


@pytest.fixture
def ana_edits(browse: Callable[..., Browser], ana: User) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


def last(people: Library, subject: str) -> Audited:
    return people.audit.page(Sought(subject=subject)).rows[0]


@pytest.mark.parametrize(
    "address",
    [
        "/delo/predpisi/", "/delo/predpisi/?ime=redar&stran=9", "/delo/predpisi/dodaj", "/delo/predpisi/ZORed",
        "/delo/predpisi/uvoz", "/delo/sopomenke/", "/delo/sopomenke/?poskusi=OU&beseda=x", "/delo/sopomenke/1",
        "/delo/organi/", "/delo/organi/?ime=okolje", "/delo/organi/dodaj", "/delo/organi/1", "/delo/podrocja/",
        "/delo/podrocja/dodaj", "/delo/podrocja/1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_well_formed(ana_edits: Browser, prefix: str, address: str) -> None:
    answer = ana_edits.get(prefix + address)
    assert answer.status_code == 200
    assert Page(answer.text).texts("//h1")


# --- acts ---


def test_an_act_is_added_changed_and_taken_out(people: Library, ana_edits: Browser) -> None:
    assert ana_edits.send("/delo/predpisi/dodaj", **ACT).status_code == 303
    added = last(people, "act")
    assert (added.deed, added.actor.name, added.subject_id) == (Deed.ADDED, "Ana", "ZPrim")
    changed = {**ACT, "naslov": "Zakon o drugem primeru", "uradni-list": "139/06"}
    assert ana_edits.send("/delo/predpisi/ZPrim", **changed).status_code == 303
    edited = last(people, "act")
    assert edited.before == {"title": "Zakon o primeru", "gazette": ""}
    assert edited.after == {"title": "Zakon o drugem primeru", "gazette": "139/06"}
    assert people.registers.act("zprim").title == "Zakon o drugem primeru"
    gone = ana_edits.send("/delo/predpisi/ZPrim/odstrani", shown_at="/delo/predpisi/ZPrim")
    assert "Odstranjeno iz registra: ZPrim." in ana_edits.get(gone.headers["Location"]).text
    with pytest.raises(NotFound):
        people.registers.act("ZPrim")
    assert last(people, "act").deed is Deed.REMOVED


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"kratica": "x"}, "kratica", "dve veliki črki"),
        ({"kratica": "ZORed"}, "kratica", "že v registru"),
        ({"naslov": ""}, "naslov", "naslov ima od 3"),
        ({"uradni-list": "kar nekaj"}, "uradni-list", "139/06"),
        ({"preverjeno": "31. 2. 2026"}, "preverjeno", "22. 11. 2026"),
        ({"preverjeno": "1. 1. 2199"}, "preverjeno", "še ni nastopil"),
        ({"podrocje": "ni-ga"}, "podrocje", "Takega področja ni"),
        ({"sop": "abc"}, "sop", "2006-01-6040"),
        ({"spreminja": "ZNiGa"}, "spreminja", "ZNiGa"),
        ({"nadomesca-ga": "ZNiGa"}, "nadomesca-ga", "ZNiGa"),
    ],
)
def test_what_is_wrong_with_an_act_is_told_beside_its_field(
    people: Library, ana_edits: Browser, told: dict[str, str], field: str, said: str
) -> None:
    before = people.registers.acts()
    answer = ana_edits.send("/delo/predpisi/dodaj", **{**ACT, **told})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert said in page.words(f"//*[@id='{field}-wrong']")
    assert page.all(f"//*[@id='{field}']/@aria-describedby")
    assert people.registers.acts() == before


def test_an_act_that_another_names_is_not_taken_out(ana_edits: Browser) -> None:
    ana_edits.send("/delo/predpisi/dodaj", **ACT)
    ana_edits.send("/delo/predpisi/dodaj", **{**ACT, "kratica": "ZPrim-A", "spreminja": "ZPrim"})
    answer = ana_edits.send("/delo/predpisi/ZPrim/odstrani", shown_at="/delo/predpisi/ZPrim")
    assert answer.status_code == 400
    assert "ZPrim-A" in Page(answer.text).words("//*[@role='alert']")


TABLE = "acronym;title;checked_on\nZEna;Zakon o eni stvari;2020-01-01\nZDve;Zakon o čemerkoli;1. 2. 2020\n"


@pytest.mark.parametrize(
    "raw",
    [TABLE.encode(), TABLE.encode("cp1250"), TABLE.encode("utf-16"), TABLE.replace(";", "\t").encode("utf-8-sig")],
    ids=["utf-8", "cp1250", "utf-16", "tsv"],
)
def test_acts_are_imported_from_a_table_as_spreadsheets_write_it(
    people: Library, ana_edits: Browser, raw: bytes
) -> None:
    answer = ana_edits.send("/delo/predpisi/uvoz", datoteka=(io.BytesIO(raw), "predpisi.csv"))
    assert answer.headers["Location"].endswith("uvoz=2&novih=2")
    assert people.registers.act("ZDve").title == "Zakon o čemerkoli"
    assert last(people, "act").actor.name == "Ana"


def test_lines_that_cannot_be_imported_are_told_and_the_text_stays(people: Library, ana_edits: Browser) -> None:
    before = people.registers.acts()
    text = TABLE + "x;y;2020-01-01\nZTri;Zakon o tretji stvari;včeraj\n"
    answer = ana_edits.send("/delo/predpisi/uvoz", besedilo=text)
    assert answer.status_code == 422
    page = Page(answer.text)
    faults = page.texts("//ul[@class='faults']/li")
    assert [fault.split(":")[0] for fault in faults] == ["vrstica 4", "vrstica 5"]
    assert "ZDve;Zakon o čemerkoli" in page.words("//textarea")
    assert people.registers.acts() == before


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02PK" * 50, "nič\n".encode(), b'"' * 1000])
def test_what_is_no_table_is_told(ana_edits: Browser, raw: bytes) -> None:
    answer = ana_edits.send("/delo/predpisi/uvoz", datoteka=(io.BytesIO(raw), "x.csv"))
    assert answer.status_code == 422
    assert Page(answer.text).texts("//ul[@class='faults']/li")


def test_the_export_is_what_the_import_reads(people: Library, ana_edits: Browser) -> None:
    raw = ana_edits.get("/delo/predpisi/predpisi.csv").get_data()
    answer = ana_edits.send("/delo/predpisi/uvoz", datoteka=(io.BytesIO(raw), "predpisi.csv"))
    assert answer.headers["Location"].endswith(f"uvoz={len(people.registers.acts())}&novih=0")


# --- synonyms ---


def test_a_rule_is_added_tried_changed_and_taken_out(people: Library, ana_edits: Browser) -> None:
    assert ana_edits.send("/delo/sopomenke/", pravilo="MZS = moja zadnja skrb").status_code == 303
    assert last(people, "synonym").after == {"rule": "MZS = moja zadnja skrb"}
    tried = Page(ana_edits.get("/delo/sopomenke/?poskusi=MZS").text)
    assert "moja zadnja skrb" in tried.words("//*[@role='status']")
    number = people.registers.synonyms()[-1].id
    assert ana_edits.send(f"/delo/sopomenke/{number}", pravilo="MZS => zadnja skrb").status_code == 303
    edited = last(people, "synonym")
    assert (edited.deed, edited.before) == (Deed.EDITED, {"rule": "MZS = moja zadnja skrb"})
    assert edited.after == {"rule": "MZS => zadnja skrb"}
    number = people.registers.synonyms()[-1].id
    ana_edits.send(f"/delo/sopomenke/{number}/odstrani", shown_at=f"/delo/sopomenke/{number}")
    assert last(people, "synonym").deed is Deed.REMOVED
    assert "MZS" not in " ".join(str(each.rule) for each in people.registers.synonyms())


def test_a_rule_that_is_none_is_told_and_stays_as_typed(people: Library, ana_edits: Browser) -> None:
    before = people.registers.synonyms()
    for typed, said in (("samo to", "nima dveh izrazov"), (str(before[0].rule), "je že v zbirki")):
        page = Page(ana_edits.send("/delo/sopomenke/", pravilo=typed).text)
        assert said in page.words("//*[@id='pravilo-wrong']")
        assert page.all("//input[@id='pravilo']/@value") == [typed]
    assert people.registers.synonyms() == before


def test_a_rule_keeps_its_place_where_the_new_one_cannot_be(people: Library, ana_edits: Browser) -> None:
    before = people.registers.synonyms()
    answer = ana_edits.send(f"/delo/sopomenke/{before[0].id}", pravilo=str(before[1].rule))
    assert answer.status_code == 422
    assert people.registers.synonyms() == before


def test_rules_are_imported_all_or_none_with_their_lines(people: Library, ana_edits: Browser) -> None:
    before = len(people.registers.synonyms())
    wrong = ana_edits.send(
        "/delo/sopomenke/uvoz", shown_at="/delo/sopomenke/", besedilo="AAB = a b\n# opomba\nnič\n=\n"
    )
    faults = Page(wrong.text).texts("//ul[@class='faults']/li")
    assert [fault.split(":")[0] for fault in faults] == ["vrstica 3", "vrstica 4"]
    done = ana_edits.send("/delo/sopomenke/uvoz", shown_at="/delo/sopomenke/", besedilo="AAB = a b\nCCD => c d\n")
    assert "Dodana pravila: 2." in ana_edits.get(done.headers["Location"]).text
    assert len(people.registers.synonyms()) == before + 2
    assert "CCD => c d\n" in ana_edits.get("/delo/sopomenke/sopomenke.txt").text


# --- bodies and topics ---


def test_a_body_is_renamed_everywhere_at_once(people: Library, ana_edits: Browser) -> None:
    body = next(each for each in people.registers.bodies() if each.slug == "k-okolje")
    told = {"ime": "Komisija za okolje in podnebje", "velja-do": "31. 12. 2030", "skupina": "komisija"}
    assert ana_edits.send(f"/delo/organi/{body.id}", **told).status_code == 303
    assert "Komisija za okolje in podnebje" in ana_edits.get("/organi").text
    row = last(people, "body")
    assert (row.deed, row.subject_id, row.after["valid_to"]) == (Deed.EDITED, "k-okolje", "2030-12-31")
    assert row.before["name_sl"] == body.name_sl


def test_a_body_and_a_topic_are_added(people: Library, ana_edits: Browser) -> None:
    ana_edits.send("/delo/organi/dodaj", ime="Mreža za čebele", skupina="mreza")
    parent = next(each for each in people.registers.topics() if each.parent_id is None)
    ana_edits.send("/delo/podrocja/dodaj", ime="Čebelarstvo", oznaka="cebele", nadrejeno=parent.slug)
    body, topic = people.registers.bodies()[-1], people.registers.topics()[-1]
    assert (body.slug, body.sort) == ("mreza-za-cebele", "mreza")
    assert (topic.slug, topic.parent_id) == ("cebele", parent.id)
    assert last(people, "topic").after["slug"] == "cebele"


@pytest.mark.parametrize(
    ("sort", "told", "field"),
    [
        ("organi", {"ime": ""}, "ime"),
        ("organi", {"ime": "x" * 300}, "ime"),
        ("organi", {"ime": "Nova", "oznaka": "k-okolje"}, "oznaka"),
        ("organi", {"ime": "Nova", "oznaka": "../x"}, "oznaka"),
        ("organi", {"ime": "Nova", "velja-od": "kdaj"}, "velja-od"),
        ("organi", {"ime": "Nova", "velja-od": "1. 2. 2026", "velja-do": "1. 1. 2026"}, "velja-do"),
        ("podrocja", {"ime": "»»»"}, "oznaka"),
    ],
)
def test_what_is_wrong_with_a_body_is_told_beside_its_field(
    people: Library, ana_edits: Browser, sort: str, told: dict[str, str], field: str
) -> None:
    before = (people.registers.bodies(), people.registers.topics())
    answer = ana_edits.send(f"/delo/{sort}/dodaj", **told)
    assert answer.status_code == 422
    assert Page(answer.text).words(f"//*[@id='{field}-wrong']")
    assert (people.registers.bodies(), people.registers.topics()) == before


def test_a_topic_cannot_stand_below_one_that_is_below_another(people: Library, ana_edits: Browser) -> None:
    topics = people.registers.topics()
    parent = next(each for each in topics if any(other.parent_id == each.id for other in topics))
    other = next(each for each in topics if each.parent_id is None and each.id != parent.id)
    answer = ana_edits.send(f"/delo/podrocja/{parent.id}", ime=parent.name_sl, nadrejeno=other.slug)
    assert answer.status_code == 422
    assert "podrejena" in Page(answer.text).words("//*[@id='nadrejeno-wrong']")


def test_a_register_is_for_staff(browse: Callable[..., Browser], vid: User) -> None:
    browser = browse()
    assert browser.get("/delo/predpisi/").status_code == 302
    browser.sign_in("vid@obcina.si")
    for address in ("/delo/predpisi/", "/delo/sopomenke/", "/delo/organi/", "/delo/podrocja/1", "/delo/sled/"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize(
    ("address", "told", "said"),
    [
        ("/delo/predpisi/dodaj", {**ACT, "kratica": "x"}, "an acronym has two capitals or more"),
        ("/delo/predpisi/dodaj", {**ACT, "nadomesca-ga": "ZNi"}, "the register has no “ZNi”"),
        ("/delo/predpisi/uvoz", {"besedilo": "acronym,title\nx,y"}, "line 2: "),
        ("/delo/sopomenke/", {"pravilo": "a"}, "has no two terms"),
        (
            "/delo/sopomenke/uvoz",
            {"besedilo": "OU = občinska uprava\na => b => c"},
            "line 2: “a =&gt; b =&gt; c” has more",
        ),
        ("/delo/organi/dodaj", {"ime": "", "oznaka": "k-okolje"}, "the name is needed"),
        ("/delo/organi/dodaj", {"ime": "Komisija", "oznaka": "k-okolje"}, "“k-okolje” is in use already"),
    ],
)
def test_what_is_wrong_is_told_in_english_on_english_pages(
    ana_edits: Browser, address: str, told: dict[str, str], said: str
) -> None:
    shown = "/en/delo/sopomenke/" if "sopomenke" in address else f"/en{address}"
    answer = ana_edits.send(f"/en{address}", shown_at=shown, **told)
    assert answer.status_code == 422
    assert said in answer.text
