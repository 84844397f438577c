"""Positions are adopted, sent and settled by staff."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from kb.library import Library
from kb.model import EVERYTHING, PROGRAM, Deed, ProposalOutcome, Sought
from kb.people import Role, User
from tests.web.accounts.conftest import PASSWORD, Browser
from tests.web.affairs.positions.conftest import adopted, draft, only


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
