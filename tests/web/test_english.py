"""English pages speak English: their own words, dates, numbers and plural forms; what is Slovene says so with lang."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web.markup import Page

Read = Callable[..., Page]

ADDRESSES = (
    "/", "/organi", "/podrocja", "/organi/k-redarstvo", "/podrocja/obcinsko-redarstvo", "/predpis/", "/zadeve/",
    "/stalisca/", "/dogodki/", "/dogodki/posvet-zored", "/iskanje?q=redar", "/iskanje?q=redar&zakaj=1", "/iskanje",
    "/gradivo/{Novosti}", "/gradivo/{Vzorec}", "/gradivo/{Vzorec}/clen-2", "/dostopnost", "/prijava",
    "/ni-je",
)  # fmt: skip
DATE = re.compile(r"\d{1,2}\. \d{1,2}\. \d{4}")
LETTERS = re.compile(r"\w*[čšžČŠŽ]\w*")


def own_words(shown: Page) -> str:
    """Gives the text of a page without what is marked as Slovene, and without where one is and what it is called."""
    for each in shown.all("//*[@lang='sl'] | //head | //script"):
        each.drop_tree()
    return shown.words()


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_english_on_an_english_page_is_marked_as_slovene(
    page: Read, ids: dict[str, int], address: str
) -> None:
    words = own_words(page("/en" + address.format(**ids), status=404 if address == "/ni-je" else 200))
    assert DATE.findall(words) == []
    assert LETTERS.findall(words) == []


@pytest.mark.parametrize(("language", "day"), [("", "8. 3. 2017"), ("/en", "8 March 2017")])
def test_a_day_is_written_as_the_language_has_it(page: Read, ids: dict[str, int], language: str, day: str) -> None:
    shown = page(f"{language}/gradivo/{ids['Novosti']}")
    assert day in shown.texts("//dd/time | //dd")


@pytest.mark.parametrize(
    ("question", "slovene", "english"),
    [
        ("pitni+vodi", "v 1 gradivu", "in 1 material"),
        ("redar", "v 2 gradivih", "in 2 materials"),
        ("postavka", "130 zadetkov", "130 results found"),
    ],
)
def test_counts_take_the_form_of_their_number(page: Read, question: str, slovene: str, english: str) -> None:
    for address, said in ((f"/iskanje?q={question}", slovene), (f"/en/iskanje?q={question}", english)):
        assert said in page(address).words("//h2[@id='zadetki']")
