from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.markup import Page

Read = Callable[..., Page]


def test_a_document_leads_to_similar_ones(page: Read, ids: dict[str, int]) -> None:
    similar = page(page(f"/gradivo/{ids['Novosti']}").link("Podobna gradiva"))
    assert similar.texts("//h1") == ["Podobna gradiva"]
    assert similar.texts("//title")[0].startswith("Podobna gradiva: Novosti prenovljenega ZORed")
    assert similar.texts("//ol[@class='results']//h2") == ["Vzorec odloka o občinskem redarstvu"]
    assert "redar" in similar.texts("//ol[@class='results']//p[@class='quiet']")[0]


def test_a_found_passage_leads_to_similar_ones_of_other_documents(page: Read, ids: dict[str, int]) -> None:
    found = page(f"/gradivo/{ids['Novosti']}/prosojnica-2")
    similar = page(found.link("Podobni odlomki"))
    assert similar.texts("//h1") == ["Podobni odlomki"]
    links = similar.all("//ul[@class='hits']/li/a/@href")
    assert links == [f"/gradivo/{ids['Vzorec']}/clen-2#clen-2"]
    assert similar.texts("//p[@class='snippet']/mark")


def test_where_nothing_is_similar_enough_the_page_says_so(page: Read, ids: dict[str, int]) -> None:
    assert page(f"/gradivo/{ids['Dolg']}/podobno").texts("//p[@class='notice']") == [
        "V zbirki ni ničesar dovolj podobnega."
    ]
    assert page(f"/en/gradivo/{ids['Dolg']}/podobno").texts("//p[@class='notice']") == [
        "Nothing in the collection is similar enough."
    ]


def test_what_is_for_members_only_is_not_similar_to_what_is_public(page: Read, ids: dict[str, int]) -> None:
    titles = page(f"/gradivo/{ids['Vzorec']}/podobno").texts("//ol[@class='results']//h2")
    assert "Osnutek samo za članice" not in titles


@pytest.mark.parametrize(
    "address",
    [
        "/gradivo/{Osnutek}/podobno",
        "/gradivo/99999/podobno",
        "/gradivo/{Dolg}/ni/podobno",
        "/gradivo/{Dolg}/%00/podobno",
    ],
)
def test_what_is_not_there_for_the_reader_is_not_found(client: FlaskClient, ids: dict[str, int], address: str) -> None:
    assert client.get(address.format(**ids)).status_code == 404


def test_the_page_of_a_document_does_not_look_for_similar_ones_itself(page: Read, ids: dict[str, int]) -> None:
    text = " ".join(page(f"/gradivo/{ids['Novosti']}").texts("//main"))
    assert "Vzorec odloka o občinskem redarstvu" not in text
