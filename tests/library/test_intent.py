"""What a question means to go to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.legislation.register import Register, read_register
from kb.library.intent import intent_of
from kb.search.actnames import ActNames
from kb.search.expansion import expand
from kb.search.query import parse
from kb.search.tree import asked_for

NAMES = ActNames(Register(read_register()))

INTENTS = [
    ("ZORed", "ZORed", ()),
    ("zor-edom", "ZORed", ()),
    ("zakon o obcinskem redarstvu", "ZORed", ()),
    ("139/06", "ZORed", ()),
    ("Zakon o občinskem redarstvu (ZORed), Uradni list RS, št. 139/06", "ZORed", ()),
    ("12. člen ZORed", "ZORed", ("12",)),
    ("ZORed 12. člen", "ZORed", ("12",)),
    ("čl. 12 ZORed", "ZORed", ("12",)),
    ("12. čl. ZOR-ed", "ZORed", ("12",)),
    ("ZORed 12", "ZORed", ("12",)),
    ("ZORed 12.a", "ZORed", ("12a",)),
    ("12.a člen ZORed", "ZORed", ("12a",)),
    ("10. in 11. člen ZORed", "ZORed", ("10", "11")),
    ("12. člen zakona o občinskem redarstvu", "ZORed", ("12",)),
    ("drugi odstavek 12. člena ZORed istovetnost", "ZORed", ("12",)),
    ("ZORed -12. člen", "ZORed", ()),
    ("ZORed 2017", "ZORed", ()),
    ("ZORed 12 globa", "ZORed", ()),
    ("globa po ZORed", "ZORed", ()),
    ("ZORed leto:2017", "ZORed", ()),
    ("ZORed-A", "ZORed-A", ()),
    ("zakon o cestah", "ZCes-2", ()),
    ("zakon o cestah 109/10", "ZCes-1", ()),
    ("Zakon o cestah (ZCes-1)", "ZCes-1", ()),
]
NO_INTENTS = ["", "redar", "12. člen", "ZORed ZP-1", "-ZORed", '="ZORed"', "399/19", "oz", "zakon", "*", "🙂"]

PIECES = [
    "ZORed",
    "ZORed-A",
    "zakon",
    "o",
    "občinskem",
    "redarstvu",
    "139/06",
    "Uradni",
    "list",
    "RS",
    "št.",
    "12.",
    "člen",
]
PIECES += [
    "in",
    "10.",
    "-",
    "ALI",
    "(",
    ")",
    '"',
    "=",
    "*",
    "leto:2017",
    "SOP",
    "2006-01-6040",
    "117/06",
    "cestah",
    "🙂",
]


@pytest.mark.parametrize(("question", "acronym", "articles"), INTENTS)
def test_a_question_means_an_act_and_its_articles(question: str, acronym: str, articles: tuple[str, ...]) -> None:
    intent = intent_of(parse(question).node, NAMES)
    assert intent is not None
    assert (intent.act.acronym, intent.articles) == (acronym, articles)


@pytest.mark.parametrize("question", NO_INTENTS)
def test_a_question_without_one_act_means_none(question: str) -> None:
    assert intent_of(parse(question).node, NAMES) is None


def test_acts_that_may_be_meant_too_are_named() -> None:
    intent = intent_of(parse("117/06").node, NAMES)
    assert intent is not None
    assert [act.acronym for act in (intent.act, *intent.others)] == ["ZDavP-2", "ZDDV-1", "ZDoh-2", "ZDDPO-2"]


def test_only_the_first_articles_are_looked_for() -> None:
    intent = intent_of(parse("od 1. do 19. člena ZORed").node, NAMES)
    assert intent is not None
    assert intent.articles == ("1", "2", "3", "4", "5")


@pytest.mark.parametrize("text", ["", "ZORed " * 200, "Uradni list RS " * 60, "št. 1/06 " * 60, "(" * 900, "\x00-*:="])
def test_hostile_questions_are_looked_through(text: str) -> None:
    node = parse(text[:1000]).node
    assert intent_of(node, NAMES) is None or text.startswith(("ZORed", "št"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_any_question_is_read_and_widened(text: str) -> None:
    node = parse(text).node
    intent = intent_of(node, NAMES)
    assert intent is None or intent.act in NAMES.register.acts
    assert len(list(asked_for(expand(node, NAMES.stands_for, longest=NAMES.longest)))) >= len(list(asked_for(node)))
