"""Drafts of positions, as staff write them."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.library import Library
from kb.model import EVERYTHING, PROGRAM, Dossier
from tests.web.accounts.conftest import Browser
from tests.web.affairs.positions.conftest import DAY, NEW, adopted, draft, only, typed


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
