"""Positions as people see them, from a draft to the outcome, and the work of staff on them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.library import Library
from kb.model import EVERYTHING, PROGRAM, Deed, Dossier, Position, Proposal, ProposalOutcome, Sought, Stance, Visibility
from kb.people import Role, User
from tests.laws import put_law
from tests.web.accounts.conftest import PASSWORD, Browser

DAY = dt.date(2017, 6, 1)
SEIZE = Proposal(0, "3", Stance.SUPPORT_WITH_CHANGES, "Pooblastila so preozka.", "Redar sme opozoriti in zaseči.")
NEW = "/delo/stalisca/novo"


@pytest.fixture
def law(people: Library, tmp_path: Path) -> dict[str, int]:
    return put_law(people, tmp_path / "files", "adopted", "consolidated")


@pytest.fixture
def staff(people: Library, ana: User, browse: Callable[..., Browser]) -> Browser:
    browser = browse()
    browser.sign_in()
    return browser


def draft(people: Library, version_id: int | None = None, **more: object) -> Position:
    told = Position(
        0,
        "Stališče do sprememb ZORed",
        "k-redarstvo",
        Stance.SUPPORT_WITH_CHANGES,
        act="ZORed",
        version_id=version_id,
        summary="Spremembo podpiramo.",
        topics=("obcinsko-redarstvo",),
        proposals=(SEIZE,),
    )
    return people.affairs.positions.put(PROGRAM, replace(told, **more))  # type: ignore[arg-type]


def adopted(people: Library, version_id: int | None = None, day: dt.date = DAY, **more: object) -> Position:
    kept = draft(people, version_id, **more)
    people.affairs.positions.adopt(PROGRAM, kept, day=day, body=kept.body)
    return people.affairs.positions.get(kept.id, reader=EVERYTHING)


def typed(**more: str) -> dict[str, str]:
    """Gives the fields of the form of a draft."""
    fields = {
        "naslov": "Stališče do ZORed-C",
        "organ": "k-redarstvo",
        "predpis": "zored",
        "besedilo": "",
        "opredelitev": "oppose",
        "povzetek": "Predlogu nasprotujemo.",
        "clen-0": "3.",
        "mnenje-0": "oppose",
        "razlog-0": "Razlog",
        "zapis-0": "Zapis",
        "podrocje": "prekrski",
        "dostop": "members",
    }
    return {**fields, **{name.replace("_", "-"): value for name, value in more.items()}}


def only(people: Library) -> Position:
    [found] = people.affairs.positions.drafts()
    return found


# --- what everybody sees ---


def test_visitors_see_adopted_positions_with_what_they_say_and_what_came_of_them(
    people: Library, browse: Callable[..., Browser], law: dict[str, int]
) -> None:
    kept = adopted(people, law["adopted"])
    settled = replace(kept.proposals[0], outcome=ProposalOutcome.PARTLY, evidence_id=law["consolidated"])
    people.affairs.positions.settle(PROGRAM, kept.id, replace(settled, evidence_anchor="clen-3"))
    text = browse().get(f"/stalisca/{kept.id}").text
    for words in (
        "Stališče do sprememb ZORed",
        "podpora s spremembami",
        "Pooblastila so preozka.",
        "Redar sme opozoriti in zaseči.",
        "delno upoštevano",
        f"/gradivo/{law['consolidated']}/clen-3",
        'id="clen-3"',
        "1. 6. 2017",
    ):
        assert words in text, words
    assert "/delo/" not in text


def test_the_list_is_narrowed_by_body_act_topic_outcome_and_year_and_bad_filters_do_nothing(
    people: Library, browse: Callable[..., Browser]
) -> None:
    adopted(people)
    adopted(people, title="Drugo stališče", act="ZP-1", body="k-pravna", topics=(), day=dt.date(2020, 2, 2))
    client = browse()
    wanted = {
        "organ=k-redarstvo": "sprememb ZORed",
        "predpis=zored": "sprememb ZORed",
        "podrocje=obcinsko-redarstvo": "sprememb ZORed",
        "leto=2020": "Drugo stališče",
    }
    for asked, title in wanted.items():
        text = client.get(f"/stalisca/?{asked}").text
        assert title in text, asked
        assert "1 stališče" in text, asked
    assert "2 stališči" in client.get("/stalisca/?izid=unknown").text
    assert "Takih stališč ni" in client.get("/stalisca/?izid=accepted").text
    assert "2 stališči" in client.get("/stalisca/?organ=ni-je&izid=x&leto=dva&stran=99&podrocje=%00").text


def test_a_draft_and_what_is_for_others_is_not_there_for_a_visitor(
    people: Library, browse: Callable[..., Browser]
) -> None:
    client = browse()
    for each in (draft(people), adopted(people, visibility=Visibility.MEMBERS)):
        assert client.get(f"/stalisca/{each.id}").status_code == 404
        assert client.get(f"/stalisca/{each.id}/dopis.docx").status_code == 404
    assert "Sprejeto ni še nobeno stališče" in client.get("/stalisca/").text
    assert client.get("/stalisca/999").status_code == 404


def test_a_member_sees_what_is_for_members_and_that_is_witnessed(
    people: Library, vid: User, browse: Callable[..., Browser]
) -> None:
    kept = adopted(people, visibility=Visibility.MEMBERS)
    browser = browse()
    browser.sign_in("vid@obcina.si")
    assert "Samo članice" in browser.get(f"/stalisca/{kept.id}").text
    assert people.audit.count(Sought(deeds=frozenset({Deed.VIEWED}))) == 1
    assert browser.get("/delo/stalisca/").status_code == 403


def test_the_letter_is_a_file_of_word(people: Library, browse: Callable[..., Browser]) -> None:
    answer = browse().get(f"/stalisca/{adopted(people).id}/dopis.docx")
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert answer.data.startswith(b"PK")
    assert "Stalisce_do_sprememb_ZORed.docx" in answer.headers["Content-Disposition"]


def test_the_page_of_the_act_has_its_positions_by_outcome(
    people: Library, browse: Callable[..., Browser], law: dict[str, int]
) -> None:
    kept = adopted(people, law["adopted"])
    text = browse().get("/predpis/ZORed").text
    assert "Stališča po izidu" in text
    assert f"/stalisca/{kept.id}" in text


def test_the_document_of_a_position_leads_to_its_page(people: Library, browse: Callable[..., Browser]) -> None:
    kept = adopted(people)
    answer = browse().get(f"/gradivo/{people.affairs.positions.document_id(kept.id)}")
    assert (answer.status_code // 100, answer.headers["Location"]) == (3, f"/stalisca/{kept.id}")


# --- drafts ---


def test_staff_draw_up_a_position_and_edit_it(people: Library, staff: Browser, law: dict[str, int]) -> None:
    answer = staff.send(NEW, **typed(besedilo=f"/gradivo/{law['adopted']}"))
    kept = only(people)
    assert answer.headers["Location"] == f"/stalisca/{kept.id}"
    assert (kept.act, kept.version_id, kept.stance, kept.topics) == ("ZORed", law["adopted"], "oppose", ("prekrski",))
    assert [(each.article, each.reason, each.wording) for each in kept.proposals] == [("3", "Razlog", "Zapis")]
    again = f"/delo/stalisca/{kept.id}/uredi"
    shown = staff.get(again).text
    assert shown.count('<option value="oppose" selected>nasprotovanje</option>') == 3
    assert '<option value="k-redarstvo" selected>' in shown
    edited = typed(izdaja=str(kept.edition), naslov="Novo ime", razlog_0="", zapis_0="", clen_0="")
    assert staff.send(again, **edited).status_code == 303
    assert (only(people).title, only(people).proposals) == ("Novo ime", ())


def test_the_form_of_a_dossier_is_filled_in_and_one_that_is_not_there_is_not_found(
    people: Library, staff: Browser, law: dict[str, int]
) -> None:
    dossier = Dossier(0, "Predlog ZORed-C", DAY, act="ZORed", bodies=("k-redarstvo",), text_id=law["adopted"])
    number = people.affairs.dossiers.put(PROGRAM, dossier).id
    text = staff.get(f"{NEW}?zadeva={number}").text
    assert 'value="Stališče do zadeve: Predlog ZORed-C"' in text
    assert f"{law['adopted']} · Zakon" in text
    assert "Členi besedila: 1.–5." in text
    assert staff.get(f"{NEW}?zadeva=999").status_code == 404
    assert staff.get(f"{NEW}?zadeva=x").status_code == 200


def test_an_article_that_the_text_lacks_is_refused_with_those_it_has_unless_it_is_new(
    people: Library, staff: Browser, law: dict[str, int]
) -> None:
    told = typed(besedilo=str(law["adopted"]), clen_0="9. člen")
    answer = staff.send(NEW, **told)
    assert answer.status_code == 400
    assert "V besedilu ni 9. člena (v njem so: 1.–5.)." in answer.text
    assert 'aria-describedby="clen-0-hint clen-0-wrong"' in answer.text
    assert "Predlogu nasprotujemo." in answer.text
    assert people.affairs.positions.drafts() == ()
    assert "zato ni nov" in staff.send(NEW, **typed(besedilo=str(law["adopted"]), nov_0="1")).text
    staff.send(NEW, **{**told, "nov-0": "1"})
    assert (only(people).proposals[0].article, only(people).proposals[0].is_new) == ("9", True)


WRONG = {
    "clen-0": ("sto ena", "Napišite številko člena"),
    "organ": ("ni-je", "Izberite organ"),
    "podrocje": ("ni-ga", "Izbranega ni več"),
    "besedilo": ("99999", "Gradiva s to številko ni"),
    "zadeva": ("999", "Izbranega ni več"),
    "nadomesti": ("999", "Izbranega ni več"),
    "naslov": ("a" * 501, "predolgo"),
    "povzetek": ("a" * 20_001, "predolgo"),
    "razlog-0": ("a" * 20_001, "predolgo"),
    "predpis": ("Z" * 41, "predolgo"),
}


def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_typed_is_lost(
    people: Library, staff: Browser
) -> None:
    for name, (value, said) in WRONG.items():
        answer = staff.send(NEW, **{**typed(), name: value})
        assert answer.status_code == 400, name
        wrong = re.search(rf'id="{name}-wrong">([^<]+)<', answer.text)
        assert wrong, name
        assert said in wrong[1], name
        assert "Razlog" in answer.text or name == "razlog-0"
    assert people.affairs.positions.drafts() == ()


def test_a_form_gets_another_row_without_being_kept(people: Library, staff: Browser) -> None:
    answer = staff.send(NEW, **typed(dodaj="1"))
    assert (answer.status_code, "clen-1" in answer.text, ">Razlog<" in answer.text) == (200, True, True)
    assert people.affairs.positions.drafts() == ()


def test_hostile_fields_never_break_the_form(staff: Browser) -> None:
    for hostile in ("\x00", "😀" * 100, "<script>", "9" * 400, "1e9", "-1", "½"):
        sent = dict.fromkeys(typed(), hostile)
        answer = staff.send(NEW, **sent, izdaja=hostile, zadeva=hostile, nadomesti=hostile)
        assert answer.status_code == 400
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_a_draft_that_somebody_else_has_changed_is_shown_again_with_what_was_typed(
    people: Library, staff: Browser
) -> None:
    kept = draft(people)
    people.affairs.positions.put(PROGRAM, replace(kept, title="Drugače"))
    answer = staff.send(f"/delo/stalisca/{kept.id}/uredi", **typed(izdaja=str(kept.edition)))
    assert (answer.status_code, "Stališče do ZORed-C" in answer.text) == (409, True)
    assert only(people).title == "Drugače"


def test_a_draft_is_thrown_away_and_an_adopted_position_is_neither_edited_nor_thrown_away(
    people: Library, staff: Browser
) -> None:
    one, kept = draft(people, act="ZP-1"), adopted(people)
    assert staff.send(f"/delo/stalisca/{one.id}/zavrzi", shown_at=NEW).status_code == 303
    assert people.affairs.positions.drafts() == ()
    assert staff.get(f"/delo/stalisca/{kept.id}/uredi").headers["Location"] == f"/stalisca/{kept.id}"
    assert staff.send(f"/delo/stalisca/{kept.id}/uredi", shown_at=NEW, **typed()).status_code == 409
    assert staff.send(f"/delo/stalisca/{kept.id}/zavrzi", shown_at=NEW).status_code == 409
    assert people.affairs.positions.get(kept.id, reader=EVERYTHING) == kept


# --- adopting and sending ---


def test_staff_adopt_send_and_correct_a_position(people: Library, staff: Browser) -> None:
    kept = draft(people)
    at = f"/delo/stalisca/{kept.id}"
    told = {"dan": "1. 6. 2017", "organ": "predsedstvo", "izdaja": str(kept.edition)}
    assert staff.send(f"{at}/sprejmi", **told).status_code == 303
    assert staff.send(f"{at}/poslano", dan="2. 6. 2017", komu="Ministrstvo za red").status_code == 303
    text = staff.get(f"/stalisca/{kept.id}").text
    assert "1. 6. 2017" in text
    assert "Ministrstvo za red" in text
    answer = staff.send(f"{at}/popravek", shown_at=f"/stalisca/{kept.id}")
    assert answer.headers["Location"] == f"/delo/stalisca/{only(people).id}/uredi"
    assert only(people).replaces_id == kept.id
    deeds = [row.deed for row in people.audit.each(Sought(subject="position", subject_id=str(kept.id)))]
    assert deeds == [Deed.ADDED, Deed.ADOPTED, Deed.SENT]


def test_a_wrong_day_or_body_adopts_nothing(people: Library, staff: Browser) -> None:
    kept = draft(people)
    wrong = [
        ({"dan": ""}, "Vpišite datum"),
        ({"dan": "31. 2. 2017"}, "Vpišite datum"),
        ({"dan": "1. 1. 2999"}, "Ta dan še ni"),
        ({"organ": "ni-je"}, "Izberite organ"),
    ]
    for told, said in wrong:
        fields = {"dan": "1. 6. 2017", "organ": "k-redarstvo", "izdaja": str(kept.edition), **told}
        answer = staff.send(f"/delo/stalisca/{kept.id}/sprejmi", **fields)
        assert (answer.status_code, said in answer.text) == (400, True), told
    assert only(people).is_draft


def test_a_body_that_is_no_more_does_not_adopt_and_its_successor_is_named(people: Library, staff: Browser) -> None:
    kept = draft(people)
    old, new = (next(b for b in people.registers.bodies() if b.slug == slug) for slug in ("k-okolje", "k-gjs"))
    facts = people.affairs.bodies.facts(new.slug)
    people.affairs.bodies.put(new, replace(facts, predecessors=(old.slug,)), by=PROGRAM)
    people.registers.put(replace(old, valid_to=dt.date(2017, 1, 31)), by=PROGRAM)
    told = {"dan": "1. 6. 2017", "organ": "k-okolje", "izdaja": str(kept.edition)}
    answer = staff.send(f"/delo/stalisca/{kept.id}/sprejmi", **told)
    assert answer.status_code == 400
    assert f"Naslednik: {new.name_sl}" in answer.text
    assert only(people).is_draft


def test_a_second_position_on_an_article_is_told_with_a_link_and_adopted_only_as_a_replacement(
    people: Library, staff: Browser
) -> None:
    first, second = adopted(people), draft(people)
    at = f"/delo/stalisca/{second.id}/sprejmi"
    assert f'href="/stalisca/{first.id}"' in staff.get(at).text
    told = {"dan": "1. 6. 2017", "organ": "k-redarstvo"}
    assert staff.send(at, **told, izdaja=str(second.edition)).status_code == 400
    replacing = people.affairs.positions.put(PROGRAM, replace(second, replaces_id=first.id))
    assert staff.send(at, **told, izdaja=str(replacing.edition)).status_code == 303
    assert "nadomeščeno" in staff.get(f"/stalisca/{first.id}").text


def test_names_of_persons_have_to_be_confirmed_before_a_position_is_adopted(people: Library, staff: Browser) -> None:
    kept = draft(people, summary="Predlog je pripravil g. Janez Kovač.")
    at = f"/delo/stalisca/{kept.id}/sprejmi"
    told = {"dan": "1. 6. 2017", "organ": "k-redarstvo", "izdaja": str(kept.edition)}
    answer = staff.send(at, **told)
    assert (answer.status_code, "Kovač" in answer.text) == (400, True)
    mark = re.search(r'name="potrjeno" value="(\w+)"', answer.text)
    assert mark
    assert staff.send(at, **told, potrjeno="drugo").status_code == 400
    assert staff.send(at, **told, potrjeno=mark[1]).status_code == 303


def test_what_cannot_be_sent_is_said(people: Library, staff: Browser) -> None:
    kept = adopted(people)
    wrong = [
        ({"komu": " "}, "Napišite, komu"),
        ({"dan": "x"}, "Vpišite datum"),
        ({"dan": "31. 5. 2017"}, "ni moglo biti poslano"),
        ({"dan": "1. 1. 2999"}, "Ta dan še ni"),
    ]
    for told, said in wrong:
        answer = staff.send(f"/delo/stalisca/{kept.id}/poslano", **{"komu": "Ministrstvo", "dan": "1. 6. 2017", **told})
        assert (answer.status_code, said in answer.text) == (400, True), told
    assert people.affairs.positions.get(kept.id, reader=EVERYTHING).sent is None


# --- outcomes ---


def test_staff_confirm_or_change_what_is_suggested(people: Library, staff: Browser, law: dict[str, int]) -> None:
    kept = adopted(people, law["adopted"])
    assert "Potrditi je treba izid 1 stališča" in staff.get("/delo/").text
    text = staff.get(f"/delo/stalisca/{kept.id}/izid").text
    assert "Predlagamo: upoštevano" in text
    assert "<del>" in text
    assert 'name="mesto" value="clen-3"' in text
    number = kept.proposals[0].id
    told = {"predlog": str(number), "izid": "partly", f"gradivo-{number}": str(law["consolidated"]), "mesto": "clen-3"}
    assert staff.send(f"/delo/stalisca/{kept.id}/izid", **told, dokaz="3. člen").status_code == 303
    settled = people.affairs.positions.get(kept.id, reader=EVERYTHING).proposals[0]
    assert (settled.outcome, settled.evidence_id, settled.evidence_anchor, settled.evidence) == (
        ProposalOutcome.PARTLY,
        law["consolidated"],
        "clen-3",
        "3. člen",
    )
    assert "Potrditi je treba izid" not in staff.get("/delo/").text


def test_an_outcome_needs_evidence_and_a_proposal_that_is_there(people: Library, staff: Browser) -> None:
    kept = adopted(people)
    at, number = f"/delo/stalisca/{kept.id}/izid", kept.proposals[0].id
    assert "ni mogoče ničesar predlagati" in staff.get(at).text
    wrong = [
        {"izid": "accepted"},
        {"izid": "morda", "dokaz": "x"},
        {"izid": "accepted", f"gradivo-{number}": "99999"},
        {"izid": "accepted", "dokaz": "a" * 20_001},
    ]
    for told in wrong:
        answer = staff.send(at, predlog=str(number), **told)
        assert (answer.status_code, "-wrong" in answer.text) == (400, True), told
    assert staff.send(at, predlog="999", izid="accepted", dokaz="x").status_code == 404
    assert people.affairs.positions.get(kept.id, reader=EVERYTHING).outcome is ProposalOutcome.UNKNOWN
    assert staff.send(at, predlog=str(number), izid="unknown").status_code == 303


def test_the_work_list_has_drafts_and_adopted_positions(people: Library, staff: Browser) -> None:
    assert "Osnutkov ni" in staff.get("/delo/stalisca/").text
    draft(people, title="Nedokončano")
    adopted(people)
    text = staff.get("/delo/stalisca/").text
    assert text.index("Nedokončano") < text.index("Stališče do sprememb ZORed")
    assert staff.get("/en/delo/stalisca/?stran=99").status_code == 200


def test_pages_of_staff_are_for_staff(people: Library, vid: User, browse: Callable[..., Browser]) -> None:
    kept = adopted(people)
    assert vid.role is Role.MEMBER
    browser = browse()
    browser.sign_in("vid@obcina.si", PASSWORD)
    for page in ("", "novo", f"{kept.id}/uredi", f"{kept.id}/sprejmi", f"{kept.id}/poslano", f"{kept.id}/izid"):
        assert browser.get(f"/delo/stalisca/{page}").status_code == 403, page
