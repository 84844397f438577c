from collections.abc import Callable

import pytest

from tests.web.markup import Page

Read = Callable[..., Page]


def hits(page: Page) -> list[str]:
    return page.texts("//ol[@class='results']//h3")


def test_what_was_searched_too_is_said_with_a_way_to_search_exactly(page: Read) -> None:
    found = page("/iskanje?q=mestni+redar")
    assert found.texts("//div[contains(@class, 'widened')]/p[1]") == [
        "Poleg »mestni redar« iskano tudi: »občinski redar«."
    ]
    exactly = page(found.link("Išči samo »mestni redar«"))
    assert "Iskano je bilo samo, kar ste vpisali." in " ".join(exactly.texts("//p[@class='notice']"))
    assert found.texts("//h2[@id='zadetki']") != exactly.texts("//h2[@id='zadetki']")
    assert hits(page(exactly.link("Išči tudi besede z istim pomenom"))) == hits(found)


def test_it_is_said_in_english_too(page: Read) -> None:
    found = page("/en/iskanje?q=municipal+warden")
    assert found.texts("//div[contains(@class, 'widened')]/p[1]") == [
        "Searched for too, beside “municipal warden”: “občinski redar”."
    ]
    assert found.link("Search only for “municipal warden”") == "/en/iskanje?q=municipal+warden&samo=1"


def test_a_new_question_is_not_exact_but_pages_and_filters_of_an_exact_one_are(page: Read) -> None:
    found = page("/iskanje?q=postavka&samo=1&leto=2018")
    assert not found.all("//form[not(@id='zakaj')]//input[@name='samo']")
    assert all("samo=1" in address for address in found.all("//nav[@class='order']/ul//a/@href"))


@pytest.mark.parametrize(
    "address", ["/iskanje?q=postavka", "/iskanje?q=%3Dkazen", "/iskanje?q=-kazen+redar", "/iskanje"]
)
def test_nothing_is_said_where_nothing_was_added(page: Read, address: str) -> None:
    assert not page(address).all("//*[contains(@class, 'widened')]")


@pytest.mark.parametrize("value", ["", "0", "2", "da", "1&samo=0", "%00"])
def test_any_other_value_is_no_wish(page: Read, value: str) -> None:
    assert page(f"/iskanje?q=mestni+redar&samo={value}").all("//h2[@id='zadetki']")
