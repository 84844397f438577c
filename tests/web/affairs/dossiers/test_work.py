"""The work of staff on dossiers, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from kb.library import Library
from kb.model import (
    EVERYTHING,
    PROGRAM,
    BodyFacts,
    Deed,
    DossierStage,
    Position,
    RecordSort,
    Sought,
    Stance,
)
from kb.model.comments import Remark
from kb.slovene.dates import written
from kb.slovene.workdays import workday_after
from tests.laws import TITLE
from tests.library.affairs.commenting import person
from tests.web.accounts.conftest import Browser
from tests.web.affairs.dossiers.conftest import BILL, BILL_ID, DAY, LAW_ID, form, put, stepped
from tests.web.markup import Page
from tests.web.staff import shown


def test_staff_open_a_dossier_move_it_on_and_take_a_step_back(library: Library, vida: Browser, today: dt.date) -> None:
    told = form(today, **{"delovnih-dni": "15", "besedilo": str(BILL_ID), "organ": ["k-pravna"]})
    answer = vida.send("/delo/zadeve/nova", **told)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/zadeve/1")
    kept = library.affairs.dossiers.get(1, reader=EVERYTHING)
    assert (kept.bodies, kept.text_id, kept.deadline) == (
        ("k-redarstvo", "k-pravna"), BILL_ID, workday_after(today - DAY, 15)
    )  # fmt: skip
    shown(vida, "/delo/zadeve/1/uredi")
    assert shown(vida, "/delo/zadeve/1/korak").all("//option[@selected]/@value") == ["consultation"]
    step = {"stopnja": "consultation", "dan": written(today), "gradivo": f"/gradivo/{BILL_ID}", "opomba": "Razposlano."}
    assert vida.send("/delo/zadeve/1/korak", **step, izdaja="1").status_code == 303
    assert shown(vida, "/zadeve/1").texts("//ol[@class='timeline']/li")[1].endswith("Razposlano.")
    changed = {**step, "opomba": "Razposlano po e-pošti."}
    assert vida.send("/delo/zadeve/1/korak/2", **changed, izdaja="2").status_code == 303
    assert "po e-pošti" in vida.get("/zadeve/1").text
    assert vida.send("/delo/zadeve/1/korak/2/umakni", shown_at="/delo/zadeve/1/korak/2", izdaja="3").status_code == 303
    assert len(shown(vida, "/zadeve/1").texts("//ol[@class='timeline']/li")) == 1
    rows = list(library.audit.each(Sought(subject="dossier")))
    assert [(row.actor.name, row.deed.value) for row in rows] == [("Vida", "added"), *[("Vida", "edited")] * 3]
    assert "v usklajevanju" in vida.get("/delo/sled/?stvar=dossier").text


FAULTS = [
    ({"naslov": " \t"}, "naslov", "Vpišite naslov"),
    ({"naslov": "x" * 600}, "naslov", "predolgo"),
    ({"prejeto": "32. 13. 2026"}, "prejeto", "22. 11. 2026"),
    ({"prejeto": "1. 1. 2090"}, "prejeto", "Ta dan še ni nastopil"),
    ({"prejeto": "0001-01-01"}, "prejeto", "22. 11. 2026"),
    ({"rok": "jutri"}, "rok", "22. 11. 2026"),
    ({"rok": "9999-12-31"}, "rok", "22. 11. 2026"),
    ({"rok": "1. 1. 2020"}, "rok", "Rok ne more biti pred prejemom"),
    ({"rok": "1. 1. 2020", "delovnih-dni": "15"}, "rok", "ne obojega"),
    ({"delovnih-dni": "-3"}, "delovnih-dni", "od 1 do 365"),
    ({"delovnih-dni": "1" * 400}, "delovnih-dni", "od 1 do 365"),
    ({"delovnih-dni": "²"}, "delovnih-dni", "od 1 do 365"),
    ({"eva": "ni eva"}, "eva", "Oblika je drugačna"),
    ({"epa": "1428-9"}, "epa", "Oblika je drugačna"),
    ({"predpis": "Z" * 41}, "predpis", "predolgo"),
    ({"opis": "x" * 20_001}, "opis", "predolgo"),
    ({"nosilec": "ni-ga"}, "nosilec", "Izberite znova"),
    ({"podrocje": ["ni-ga"]}, "podrocje", "Izberite znova"),
    ({"nosilec": "", "dostop": "body"}, "nosilec", "vsaj en organ"),
    ({"besedilo": "9999"}, "besedilo", "Gradiva s to številko ni"),
    ({"besedilo": "nekaj čisto drugega"}, "besedilo", "Gradiva s temi besedami v naslovu ni"),
]


@pytest.mark.parametrize(("wrong", "name", "said"), FAULTS, ids=[f"{each[1]}: {each[2]}" for each in FAULTS])
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    library: Library, vida: Browser, today: dt.date, wrong: dict[str, object], name: str, said: str
) -> None:
    answer = vida.send("/delo/zadeve/nova", **form(today, ministrstvo="Ministrstvo č\u0000", **wrong))
    assert answer.status_code == 400
    page = Page(answer.text)
    assert said in page.words(f"//*[@id='{name}-wrong']")
    assert page.all("//input[@name='ministrstvo']/@value") == ["Ministrstvo č"]
    assert library.affairs.dossiers.all(reader=EVERYTHING) == ()


def test_a_deadline_that_has_gone_is_taken_only_when_it_is_confirmed(
    library: Library, vida: Browser, today: dt.date
) -> None:
    told = form(today, prejeto=written(today - 30 * DAY), rok=written(today - 5 * DAY))
    page = Page(vida.send("/delo/zadeve/nova", **told).text)
    assert "Ta rok je že potekel" in page.words("//*[@id='rok-wrong']")
    assert page.all("//input[@name='rok-je-potekel']")
    assert vida.send("/delo/zadeve/nova", **told, **{"rok-je-potekel": "1"}).status_code == 303
    again = {**told, "izdaja": "1", "naslov": "Novi naslov"}
    assert vida.send("/delo/zadeve/1/uredi", **again).status_code == 303, "what was kept is not asked about again"
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).title == "Novi naslov"


def test_words_of_a_title_offer_the_materials_to_choose_from(library: Library, vida: Browser, today: dt.date) -> None:
    page = Page(vida.send("/delo/zadeve/nova", **form(today, besedilo="redarstvu")).text)
    assert sorted(page.all("//input[@name='besedilo-izbrano']/@value")) == [str(LAW_ID), str(BILL_ID)]
    chosen = form(today, besedilo="redarstvu", **{"besedilo-izbrano": str(BILL_ID)})
    assert vida.send("/delo/zadeve/nova", **chosen).status_code == 303
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).text_id == BILL_ID
    assert vida.send("/delo/zadeve/nova", **form(today, naslov="Druga", besedilo=TITLE)).status_code == 303
    assert library.affairs.dossiers.get(2, reader=EVERYTHING).text_id == LAW_ID


def test_the_same_matter_is_not_entered_twice(library: Library, vida: Browser, today: dt.date) -> None:
    assert vida.send("/delo/zadeve/nova", **form(today)).status_code == 303
    answer = vida.send("/delo/zadeve/nova", **form(today, ministrstvo="MNZ"))
    assert answer.status_code == 409
    page = Page(answer.text)
    assert page.link(BILL) == "/zadeve/1"
    assert page.all("//input[@name='ministrstvo']/@value") == ["MNZ"]
    assert len(library.affairs.dossiers.all(reader=EVERYTHING)) == 1


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(
    library: Library, vida: Browser, today: dt.date
) -> None:
    kept = put(library)
    library.affairs.dossiers.put(PROGRAM, replace(kept, title="Medtem"))
    answer = vida.send("/delo/zadeve/1/uredi", **form(today, naslov="Iz starega obrazca", izdaja="1"))
    assert answer.status_code == 409
    page = Page(answer.text)
    assert "spremenil nekdo drug" in page.words()
    assert page.all("//input[@name='naslov']/@value") == ["Iz starega obrazca"]
    assert library.affairs.dossiers.get(1, reader=EVERYTHING).title == "Medtem"
    assert page.all("//form[@method='post']//input[@name='izdaja']/@value")[0] == "2"
    step = {"stopnja": "sent", "dan": written(today), "izdaja": "1"}
    assert vida.send("/delo/zadeve/1/korak", **step).status_code == 409
    assert vida.send("/delo/zadeve/1/korak", **{**step, "izdaja": "kar nekaj"}).status_code == 409


STEPS = [
    ({"dan": "1. 1. 2090"}, "dan", "Ta dan še ni nastopil"),
    ({"dan": "1. 1. 2000"}, "dan", "Noben korak ne more biti pred prejemom"),
    ({"dan": "sreda"}, "dan", "22. 11. 2026"),
    ({"stopnja": "received"}, "dan", "en sam prejem"),
    ({"stopnja": "nekaj"}, "stopnja", "Izberite znova"),
    ({"gradivo": "77777"}, "gradivo", "Gradiva s to številko ni"),
    ({"opomba": "x" * 5_001}, "opomba", "predolgo"),
]


@pytest.mark.parametrize(("wrong", "name", "said"), STEPS, ids=[each[2] for each in STEPS])
def test_a_step_that_cannot_be_is_told_at_its_field(
    library: Library, vida: Browser, today: dt.date, wrong: dict[str, str], name: str, said: str
) -> None:
    put(library)
    told = {"stopnja": "sent", "dan": written(today), "opomba": "Po pošti.", "izdaja": "1", **wrong}
    answer = vida.send("/delo/zadeve/1/korak", **told)
    assert answer.status_code == 400
    page = Page(answer.text)
    assert said in page.words(f"//*[@id='{name}-wrong']")
    assert page.texts("//textarea[@name='opomba']") == [told["opomba"]]
    assert len(library.affairs.dossiers.get(1, reader=EVERYTHING).steps) == 1


def test_nothing_follows_an_end(library: Library, vida: Browser, today: dt.date) -> None:
    stepped(library, put(library), DossierStage.WITHDRAWN, today - 2 * DAY)
    answer = vida.send("/delo/zadeve/1/korak", stopnja="sent", dan=written(today), izdaja="2")
    assert "Zadeva je končana (umaknjeno" in Page(answer.text).words("//*[@id='dan-wrong']")
    answer = vida.send("/delo/zadeve/1/korak/1/umakni", shown_at="/delo/zadeve/1/uredi", izdaja="2")
    assert answer.status_code == 409
    assert "Prejema ni mogoče umakniti" in Page(answer.text).words()


def test_staff_see_what_waits_and_pass_on_what_belongs_to_a_body_that_is_no_more(
    library: Library, vida: Browser, today: dt.date
) -> None:
    put(library, title="Potekel", deadline=today - 10 * DAY, bodies=("k-okolje",))
    put(library, title="Blizu", deadline=workday_after(today, 1))
    ended = next(body for body in library.registers.bodies() if body.slug == "k-redarstvo")
    library.affairs.bodies.put(
        replace(ended, valid_to=today - 2 * DAY), BodyFacts(successors=("k-pravna",)), by=PROGRAM
    )
    work = shown(vida, "/delo/").words()
    for said in ("1 zadevi je potekel rok.", "1 zadevi se izteka rok.", "1 odprta zadeva pripada ukinjenemu organu."):
        assert said in work
    for only, title in (("potekle", "Potekel"), ("blizu", "Blizu"), ("ukinjeni", "Blizu")):
        assert shown(vida, f"/delo/zadeve/?samo={only}").texts("//tbody//th") == [title]
    assert "prenehal delovati" in shown(vida, "/zadeve/2").words()
    offered = shown(vida, "/delo/zadeve/2/uredi").all("//select[@id='prevzame-k-redarstvo']/option/@value")
    assert (offered[0], "k-redarstvo" in offered) == ("k-pravna", False), "the successor first, none that has ended"
    sent = {"shown_at": "/delo/zadeve/2/uredi", "od": "k-redarstvo", "izdaja": "1"}
    for wrong in ("", "ni-ga"):
        assert vida.send("/delo/zadeve/2/predaj", **sent, organ=wrong).status_code == 400
    assert vida.send("/delo/zadeve/2/predaj", **sent, organ="k-pravna").status_code == 303
    assert library.affairs.dossiers.get(2, reader=EVERYTHING).bodies == ("k-pravna",)
    assert "prenehal delovati" not in vida.get("/zadeve/2").text


def test_a_dossier_that_was_opened_by_mistake_goes_to_the_trash_and_back(
    library: Library, vida: Browser, browser: Callable[..., Browser]
) -> None:
    kept = put(library, title="Pomota", topics=("okolje",))
    library.index_marked()
    answer = vida.send("/delo/zadeve/1/v-kos", shown_at="/delo/zadeve/1/uredi")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/delo/kos/?zadeva=1")
    assert "Zadeva je v košu." in shown(vida, "/delo/kos/?zadeva=1").words()
    library.index_marked()
    document_id = library.records.documents(RecordSort.DOSSIER, [kept.id])[kept.id]
    for address in ("/zadeve/1", "/delo/zadeve/1/uredi", f"/gradivo/{document_id}"):
        assert vida.get(address).status_code == 404
    for address in ("/zadeve/", "/delo/zadeve/", "/iskanje?q=pomota", "/podrocja/okolje"):
        assert "Pomota" not in shown(vida, address).texts("//main//a")
    assert vida.send("/delo/zadeve/1/v-kos", shown_at="/delo/kos/").status_code == 404
    assert vida.send("/delo/zadeve/1/obnovi", shown_at="/delo/kos/").headers["Location"] == "/zadeve/1"
    library.index_marked()
    assert library.affairs.dossiers.get(1, reader=EVERYTHING) == kept
    assert "Pomota" in browser().get("/iskanje?q=pomota").text
    assert "Koš je prazen." in shown(vida, "/delo/kos/").words()
    rows = library.audit.each(Sought(subject="dossier"))
    assert [row.deed for row in rows] == [Deed.ADDED, Deed.TRASHED, Deed.RESTORED]
    assert vida.send("/delo/zadeve/1/obnovi", shown_at="/delo/kos/").status_code == 404


def test_a_dossier_with_a_position_or_comments_stays(library: Library, vida: Browser) -> None:
    spoken, commented = put(library), put(library, title="S pripombo", deadline=library.affairs.dossiers.today() + DAY)
    drawn = Position(0, "Stališče", "k-redarstvo", Stance.SUPPORT, dossier_id=spoken.id)
    position = library.affairs.positions.put(PROGRAM, drawn)
    member = person(library, "Mija", "Kranj")
    library.affairs.comments.send(member, commented, Remark("2", "Premalo."))
    for dossier, said in (
        (spoken, "O tej zadevi je že stališče"),
        (commented, "Občine so k tej zadevi poslale pripombe"),
    ):
        here = f"/delo/zadeve/{dossier.id}"
        answer = vida.send(f"{here}/v-kos", shown_at=f"{here}/uredi")
        assert answer.status_code == 409
        assert said in Page(answer.text).words()
    library.affairs.positions.remove(PROGRAM, position.id)
    assert vida.send("/delo/zadeve/1/v-kos", shown_at="/delo/zadeve/1/uredi").status_code == 303
