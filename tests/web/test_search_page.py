from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.markup import Page

Read = Callable[..., Page]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/iskanje?q=vodovod", "Najden je 1 zadetek v 1 gradivu"),
        ("/iskanje?q=luč", "Najdena sta 2 zadetka v 2 gradivih"),
        ("/iskanje?q=postavka", "Najdenih je 130 zadetkov v 1 gradivu"),
        ("/en/iskanje?q=vodovod", "1 result found in 1 material"),
        ("/en/iskanje?q=luč", "2 results found in 2 materials"),
        ("/iskanje", "5 gradiv"),
        ("/iskanje?komisija=k-redarstvo", "2 gradivi"),
    ],
)
def test_what_was_found_is_counted_in_the_right_form(page: Read, address: str, sentence: str) -> None:
    assert page(address).texts("//h2[@id='zadetki']") == [sentence]


def test_a_hit_leads_to_its_passage_with_the_question(page: Read, ids: dict[str, int]) -> None:
    hit = page("/iskanje?q=modra+luč&vrsta=predstavitev").all("//ul[@class='hits']/li/a")[0]
    number = ids["Novosti"]
    assert hit.get("href") == f"/gradivo/{number}/prosojnica-3?q=modra+luč#prosojnica-3"
    assert " ".join(hit.text_content().split()) == "Prosojnica 3 Modra luč"


def test_words_of_the_question_are_marked_in_the_snippet(page: Read) -> None:
    assert page("/iskanje?q=luc&vrsta=predstavitev").texts("//ul[@class='hits']//p/mark") == ["luč"]


def test_hits_beyond_three_are_counted_beneath_their_document(page: Read) -> None:
    found = page("/iskanje?q=redar&vrsta=predstavitev")
    assert len(found.all("//ul[@class='hits']/li")) == 3
    assert "/gradivo/" in found.link("Še 2 zadetka v tem gradivu")


def test_a_document_is_told_by_kind_date_bodies_topics_and_format(page: Read) -> None:
    facts = page("/iskanje?q=modra&vrsta=predstavitev").texts("//ul[@class='facts']/li")
    assert facts == [
        "Predstavitev s posveta",
        "8. 3. 2017",
        "Komisija za občinsko redarsko službo",
        "Občinsko redarstvo, Prekrški",
        "PPTX",
    ]


def test_a_facet_narrows_and_its_chip_takes_it_off_again(page: Read) -> None:
    address = page("/iskanje?q=luč").link("Vzorec akta")
    narrowed = page(address)
    assert narrowed.texts("//h2[@id='zadetki']") == ["Najden je 1 zadetek v 1 gradivu"]
    back = narrowed.link("Odstrani filter: Vzorec akta")
    assert page(back).texts("//h2[@id='zadetki']") == ["Najdena sta 2 zadetka v 2 gradivih"]


def test_a_new_question_keeps_the_filters(page: Read) -> None:
    hidden = page("/iskanje?q=luč&komisija=k-redarstvo&leto=2017..2019&razvrsti=najnovejse&stran=1").all(
        "//form[@role='search']//input[@type='hidden']"
    )
    assert [(one.get("name"), one.get("value")) for one in hidden] == [
        ("komisija", "k-redarstvo"),
        ("leto", "2017..2019"),
        ("razvrsti", "najnovejse"),
    ]


def test_years_narrow_and_are_shown_as_a_span(page: Read) -> None:
    narrowed = page("/iskanje?leto=2018..2020")
    assert narrowed.texts("//ol[@class='results']//h3") == ["Vzorec odloka o občinskem redarstvu", "Dolg priročnik"]
    assert narrowed.link("Odstrani filter: 2018–2020") == "/iskanje"


def test_order_can_be_chosen(page: Read) -> None:
    oldest = page(page("/iskanje?q=luč").link("datumu, najstarejše najprej"))
    assert oldest.texts("//ol[@class='results']//h3") == [
        "Novosti prenovljenega ZORed",
        "Vzorec odloka o občinskem redarstvu",
    ]
    assert oldest.texts("//nav[@class='order']//a[@aria-current]") == ["datumu, najstarejše najprej"]


def test_pages_follow_one_another(page: Read) -> None:
    first = page("/iskanje")
    assert first.all("//head/link[@rel='next']/@href") == ["/iskanje?stran=2"]
    last = page("/iskanje?stran=3")
    assert last.all("//head/link[@rel='prev']/@href") == ["/iskanje?stran=2"]
    assert last.all("//ol[@class='results']/@start") == ["5"]
    assert last.texts("//nav[@class='paging']//a[@aria-current='page']") == ["3"]


def test_a_page_beyond_the_last_leads_to_the_last(client: FlaskClient) -> None:
    answer = client.get("/en/iskanje?stran=99")
    assert (answer.status_code, answer.location) == (302, "/en/iskanje?stran=3")


def test_nothing_found_says_what_to_do(page: Read) -> None:
    empty = page("/iskanje?q=zvezdoslovje&komisija=k-okolje")
    assert empty.texts("//h2[@id='zadetki']") == ["Ni zadetkov za »zvezdoslovje«."]
    assert empty.link("Iščite brez filtrov") == "/iskanje?q=zvezdoslovje"
    assert "Preverite zapis." in empty.words()


def test_an_answer_with_some_of_the_words_says_so(page: Read) -> None:
    relaxed = page("/iskanje?q=vodovod+uniforma")
    assert "Ni gradiva z vsemi besedami; prikazani so zadetki z nekaterimi." in relaxed.texts("//p[@class='notice']")


def test_an_unknown_filter_is_named_and_not_carried_on(page: Read) -> None:
    found = page("/iskanje?q=luč&komisija=ni-je")
    assert "Organa »ni-je« v zbirki ni, zato zadetki po njem niso zoženi." in found.texts("//p[@class='notice']")
    assert "ni-je" not in "".join(found.all("//main//a/@href"))


def test_a_question_too_long_keeps_its_box(page: Read) -> None:
    refused = page("/iskanje?q=" + "ab+" * 1700, status=400)
    assert refused.texts("//h1") == ["Iskalni niz je predolg."]
    assert refused.all("//input[@id='iskanje']/@value")[0].startswith("ab ab ab")


def test_what_is_typed_is_never_markup(page: Read) -> None:
    typed = page("/iskanje?q=" + quote('"><script>alert(1)</script><mark>'))
    assert typed.all("//script/@src") == page("/iskanje?q=redar").all("//script/@src")
    assert typed.all("//input[@id='iskanje']/@value") == ['"><script>alert(1)</script><mark>']


JUNK = st.text(max_size=60)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(["q", "komisija", "podrocje", "vrsta", "leto", "razvrsti", "stran", "del", "x"]),
        st.one_of(JUNK, st.lists(JUNK, max_size=3), st.integers().map(str)),
    )
)
def test_no_address_of_the_search_page_breaks_it(client: FlaskClient, asked: dict[str, str]) -> None:
    answer = client.get("/iskanje", query_string={name: _sendable(value) for name, value in asked.items()})
    assert answer.status_code in (200, 302)


def _sendable(value: str | list[str]) -> str | list[str]:
    if isinstance(value, list):
        return [str(_sendable(one)) for one in value]
    return value.encode("utf-8", "replace").decode()
