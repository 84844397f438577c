from collections.abc import Callable

import pytest

from kb.library import Library
from kb.people import User
from tests.web.accounts.conftest import Browser
from tests.web.markup import Page

Browse = Callable[..., Browser]
HERE = "/moja-iskanja"


def saved(browser: Browser) -> Page:
    return Page(browser.get(HERE).text)


def test_a_search_is_saved_with_its_filters_and_asked_again(browse: Browse, vid: User) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    told = {"q": "občinski redar", "komisija": ["k-redarstvo", "k-pravna"], "leto": "2018..2020", "ime": "Redarji"}
    answer = browser.send(HERE, shown_at="/moj-racun", **told)
    assert (answer.status_code, answer.location) == (303, f"{HERE}?shranjeno=1")
    address = saved(browser).link("Redarji")
    again = Page(browser.get(address).text)
    assert again.all("//input[@id='iskanje']/@value") == ["občinski redar"]
    assert ("leto", "2018..2020") in [
        (one.get("name"), one.get("value")) for one in again.all("//form[@role='search']//input[@type='hidden']")
    ]


def test_a_search_without_a_name_is_called_by_its_question(browse: Browse, vid: User) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    browser.send(HERE, shown_at="/moj-racun", q="vodovod")
    browser.send(HERE, shown_at="/moj-racun")
    assert saved(browser).link("vodovod") == "/iskanje?q=vodovod"
    assert saved(browser).link("Vsa gradiva") == "/iskanje"


def test_a_saved_search_is_removed(browse: Browse, people: Library, vid: User) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    people.people.saved.put(vid.actor, "Redarji", "q=redar")
    [one] = people.people.saved.of(vid.id)
    answer = browser.send(f"{HERE}/{one.id}/odstrani", shown_at=HERE)
    assert answer.status_code == 303
    assert people.people.saved.of(vid.id) == ()


@pytest.mark.parametrize("told", [{"q": "a", "ime": "x" * 300}, {"q": "x" * 3000, "ime": "a"}])
def test_what_is_too_long_is_said(browse: Browse, people: Library, vid: User, told: dict[str, str]) -> None:
    browser = browse()
    browser.sign_in("vid@obcina.si")
    answer = browser.send(HERE, shown_at="/moj-racun", **told)
    assert answer.status_code == 400
    assert Page(answer.text).all("//p[@role='alert']")
    assert people.people.saved.of(vid.id) == ()


def test_who_has_not_signed_in_is_sent_to_the_door_and_is_offered_nothing(browse: Browse, people: Library) -> None:
    browser = browse()
    assert browser.get(HERE).status_code == 302
    assert "moja-iskanja" not in browser.get("/iskanje").text
