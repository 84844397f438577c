"""Three amending acts written for this: what they order is done or listed, nothing is lost and nothing guessed."""

from __future__ import annotations

from pathlib import Path

from kb.legislation.amendments import Deed, Draft, Why, consolidate
from kb.legislation.lawtext import LawText, read_law

SAMPLES = Path(__file__).parent / "samples"


def law(name: str) -> LawText:
    return read_law((SAMPLES / f"{name}.txt").read_text(encoding="utf-8").split("\n"))


def drafted(*letters: str) -> Draft:
    return consolidate(law("trznica"), [law(f"trznica-{letter}") for letter in letters])


def texts(draft: Draft) -> dict[str, str]:
    return {article.number: article.text for article in draft.law.articles}


def test_every_order_of_the_first_act_is_done() -> None:
    draft = drafted("A")
    assert draft.problems == ()
    assert [change.source for change in draft.changes] == ["1", "2", "2", "2", "3", "3", "4", "5", "6", "7", "8"]
    assert {change.deed for change in draft.changes} == {
        Deed.INSERT, Deed.REPLACE, Deed.ADD, Deed.REWRITE, Deed.REPEAL
    }  # fmt: skip
    told = texts(draft)
    assert told["1"].endswith("na sejmih in bolšjih trgih.")
    assert told["2"].endswith("je zaupala tržnico;\n4. tržni dan je dan, ko je tržnica odprta.".removeprefix("je "))
    assert told["4"].split("\n")[1:] == ["– zelenjava,", "– sadje,", "– suha roba."]
    assert told["8a"] == "Pristojbine ne plača, kdor prodaja za dobrodelni namen."
    assert told["10"] == ""


def test_every_order_of_the_second_act_is_done() -> None:
    draft = drafted("B")
    assert draft.problems == ()
    assert {change.deed for change in draft.changes} >= {Deed.TITLE, Deed.RENUMBER, Deed.DELETE}
    told = texts(draft)
    assert told["7"].split("\n")[1] == "(2) Po koncu prodaje stojnico počisti."
    assert told["9"] == "(1) Nadzor opravlja medobčinski redar.\n(2) Redar zahteva umik blaga."
    assert "(drugi odstavek 7. člena)" in told["11"]
    assert [article.chapter for article in draft.law.articles if article.number == "9"] == [("III. NADZOR IN UKREPI",)]


def test_what_the_third_act_orders_and_cannot_be_done_is_listed_and_changes_nothing() -> None:
    draft = drafted("C")
    told = [(problem.why, problem.source) for problem in draft.problems]
    assert told == [
        (Why.OFTEN, "1"), (Why.NO_PLACE, "2"), (Why.NOT_FOUND, "3"), (Why.UNREAD, "4"), (Why.OTHER_BASE, "6")
    ]  # fmt: skip
    assert [change.source for change in draft.changes] == ["5"]
    same = texts(drafted())
    assert {number: text for number, text in texts(draft).items() if number != "12"} == {
        number: text for number, text in same.items() if number != "12"
    }


def test_two_acts_in_a_row_are_both_done_and_their_own_provisions_kept_apart() -> None:
    draft = drafted("A", "B")
    assert draft.problems == ()
    assert len(draft.changes) == 20
    assert [(act, article.number) for act, article in draft.own] == [("OTrž-A", "9"), ("OTrž-A", "10"), ("OTrž-B", "8")]
    assert draft.sources("11") == ("OTrž-A, 8. člen", "OTrž-B, 7. člen")
