"""Positions as people see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from kb.library import Library
from kb.model import PROGRAM, Deed, ProposalOutcome, Sought, Visibility
from kb.people import User
from tests.web.accounts.conftest import Browser
from tests.web.affairs.positions.conftest import adopted, draft
from tests.web.markup import Page


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
    people.index_marked()
    page = Page(browse().get("/predpis/ZORed").text)
    assert page.texts("//section[@aria-labelledby='stalisca-predpisa']/h2") == ["Stališča po izidu"]
    assert page.all(f"//a[@href='/stalisca/{kept.id}']")
    assert page.texts("//section[@aria-labelledby='stalisca']/p") == ["Navedena so zgoraj, po izidu."], "each once"
    document_id = people.affairs.positions.document_id(kept.id)
    assert page.all(f"//section[@aria-labelledby='stalisca']//a[@href='/gradivo/{document_id}']") == []


def test_the_document_of_a_position_leads_to_its_page(people: Library, browse: Callable[..., Browser]) -> None:
    kept = adopted(people)
    answer = browse().get(f"/gradivo/{people.affairs.positions.document_id(kept.id)}")
    assert (answer.status_code // 100, answer.headers["Location"]) == (3, f"/stalisca/{kept.id}")
