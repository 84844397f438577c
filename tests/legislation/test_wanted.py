from __future__ import annotations

import pytest

from kb.legislation.lawtext import LawArticle, article_of
from kb.legislation.wanted import Verdict, judge
from kb.model import ProposalOutcome, Stance

A, P, R, U = (
    ProposalOutcome.ACCEPTED,
    ProposalOutcome.PARTLY,
    ProposalOutcome.REJECTED,
    ProposalOutcome.UNKNOWN,
)

OLD = """(1) Občinski redar sme pri opravljanju nalog uporabiti fizično silo in sredstva za vklepanje.
(2) O uporabi prisilnega sredstva redar obvesti vodjo redarstva v osmih urah.
(3) Vodja redarstva o tem vodi evidenco."""

WIDER = OLD.replace("in sredstva za vklepanje", "in sredstva za vklepanje ter plinski razpršilec")

SPRAY = "Občinski redar sme uporabiti tudi plinski razpršilec."
SHORT = "Redar sme uporabiti plinski razpršilec."
LIGHTS = "Vozilo redarstva sme uporabljati modro utripajočo luč in zvočni signal."
SOON = "takoj, najpozneje pa v dveh urah"
REWORDED = "Plinski razpršilec in službeni pes se lahko uporabita v skladu s pravilnikom."
HOURS = "se besedilo »v osmih urah« nadomesti z besedilom »v dveh urah«."

CASES = [
    # the wanted words stand in the new article as they are
    (SPRAY, f"{OLD}\n(4) {SPRAY}", A),
    # a whole paragraph is wanted anew, and it is adopted
    (
        f"(2) O uporabi prisilnega sredstva redar obvesti vodjo redarstva {SOON}.",
        OLD.replace("v osmih urah", SOON),
        A,
    ),
    # nothing has changed
    (SPRAY, OLD, R),
    # the article has changed, but otherwise
    (SPRAY, OLD.replace("v osmih urah", "v 24 urah"), R),
    # adopted in other grammatical cases and another order
    ("Redar lahko uporabi plinski razpršilec in službenega psa.", f"{OLD}\n(4) {REWORDED}", P),
    # one of two wishes
    (f"{SHORT} {LIGHTS}", f"{OLD}\n(4) {SHORT}", P),
    # an order, adopted
    (f"V drugem odstavku {HOURS}", OLD.replace("osmih", "dveh"), A),
    # an order that names the article, not adopted
    (f"V drugem odstavku 14. člena {HOURS}", OLD, R),
    # a paragraph is to be deleted, and it is
    ("Tretji odstavek se črta.", "\n".join(OLD.split("\n")[:2]), A),
    # it is not
    ("Tretji odstavek se črta.", OLD, R),
    # words are put in by an order
    ("V prvem odstavku se za besedo »vklepanje« doda besedilo »ter plinski razpršilec«.", WIDER, A),
    # a wish that asks for what the text had already cannot be told
    ("(3) Vodja redarstva o tem vodi evidenco.", OLD, U),
]


def article(text: str, number: str = "14", title: str = "") -> LawArticle:
    return article_of(number, title, text.split("\n"))


def judged(wording: str, *new: LawArticle, stance: Stance = Stance.SUPPORT_WITH_CHANGES, number: str = "14") -> Verdict:
    return judge(number, wording, stance, old=[article(OLD)], new=new)


@pytest.mark.parametrize(("wanted", "new", "outcome"), CASES)
def test_what_became_of_a_wish_is_suggested_by_its_words(wanted: str, new: str, outcome: ProposalOutcome) -> None:
    verdict = judge("14", wanted, Stance.SUPPORT_WITH_CHANGES, old=[article(OLD)], new=[article(new)])
    assert verdict.outcome is outcome, verdict


def test_a_wish_is_found_in_another_article() -> None:
    other = article(SPRAY, "15")
    verdict = judged(SPRAY, article(OLD), other)
    assert (verdict.outcome, verdict.article and verdict.article.number) == (A, "15")


def test_a_wish_that_two_articles_meet_is_shown_in_its_own() -> None:
    other = article(WIDER, "15")
    verdict = judged(SHORT, other, article(WIDER))
    assert verdict.article is not None
    assert verdict.article.number == "14"


def test_a_wish_for_a_new_article_is_held_against_all_of_the_old_text() -> None:
    wanted = "Vozila občinskega redarstva imajo posebne svetlobne in zvočne opozorilne naprave."
    assert judged(wanted, article(OLD), article(wanted, "14a"), number="14a").outcome is A
    assert judged(wanted, article(OLD), number="14a").outcome is R


def test_without_a_wording_support_is_met_where_the_article_stays_and_opposition_where_it_goes() -> None:
    other = article("Ta zakon začne veljati petnajsti dan po objavi v Uradnem listu.", "15")
    assert judged("", article(OLD), stance=Stance.SUPPORT).outcome is A
    assert judged("", other, stance=Stance.SUPPORT).outcome is R
    assert judged("", other, stance=Stance.OPPOSE).outcome is A
    assert judged("", article(OLD), stance=Stance.OPPOSE).outcome is R
    assert judged("", article(OLD), stance=Stance.NEUTRAL).outcome is U


def test_nothing_can_be_told_of_a_text_without_articles() -> None:
    assert judged(SHORT).outcome is U


def test_a_hostile_wording_takes_little_time_and_gives_an_answer() -> None:
    wording = "V drugem odstavku se beseda »a« nadomesti z besedo »b«. " * 2_000
    assert judged(wording, article(OLD)).outcome in (R, U)
