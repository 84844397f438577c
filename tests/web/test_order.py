"""Lists of names stand in the Slovene order of what they say, on Slovene and on English pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.slovene.order import sort_key
from tests.web.markup import Page

Read = Callable[..., Page]

CHOICES = (
    ("/predpis/", "podrocje"),
    ("/zadeve/", "organ"),
    ("/stalisca/", "organ"),
    ("/dogodki/", "organ"),
    ("/iskanje", "komisija"),
)


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=sort_key)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", ["/", "/organi", "/podrocja", "/iskanje", "/iskanje?q=redar"])
def test_bodies_topics_and_kinds_stand_by_name(page: Read, language: str, address: str) -> None:
    lists = page(language + address).all("//main//ul[contains(@class, 'names')]")
    assert lists
    for each in lists:
        names = [link.text_content().strip() for link in each.xpath("./li/a")]
        assert names == in_order(names) or all(name.isdigit() for name in names)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(("address", "field"), CHOICES)
def test_what_there_is_to_choose_from_stands_by_name(page: Read, language: str, address: str, field: str) -> None:
    names = page(language + address).texts(f"//main//select[@name='{field}']/option[@value != '']")
    assert names == in_order(names)


@pytest.mark.parametrize("language", ["", "/en"])
def test_topics_below_others_stand_by_name(page: Read, language: str) -> None:
    names = page(f"{language}/zadeve/").texts("//select[@name='podrocje']/option[@value != '']")
    upper = [name for name in names if not name.startswith("– ")]
    assert upper == in_order(upper)
    for first, last in zip(upper, [*upper[1:], None], strict=True):
        below = names[names.index(first) + 1 : names.index(last) if last else None]
        assert below == in_order(below)


def test_acts_stand_by_acronym(page: Read) -> None:
    titles = page("/predpis/").texts("//ul[@class='act-list']/li/a")
    acronyms = [title.partition(" – ")[0] for title in titles]
    assert len(acronyms) > 20
    assert acronyms == in_order(acronyms)
