"""Signing in with a real OpenID Connect provider, run by node for these tests."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from werkzeug.test import TestResponse

from kb.library import Library
from kb.library.people.claims import read_mapping
from kb.model import NOBODY, Deed, Sought
from kb.people import Role, User
from kb.web.accounts.openid import Flow
from kb.web.site import Provider, Site
from tests.web.accounts.conftest import Browser

ROOT = Path(__file__).parents[3]
PLACES = (Path(os.environ.get("KB_OIDC_PROVIDER", "")), ROOT / ".oidc")
BACK = "http://localhost/prijava/ponudnik/nazaj"
SECRET = "skrivnost-za-preizkus-0123456789"

Browse = Callable[..., Browser]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    folder = next((place for place in PLACES if (place / "node_modules" / "oidc-provider").is_dir()), None)
    node = shutil.which("node")
    if folder is None or node is None:
        pytest.skip("oidc-provider is not installed (make test installs it where npm is)")
    started = [node, str(Path(__file__).with_name("provider.mjs")), str(folder), BACK]
    with subprocess.Popen(started, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        yield address
        process.terminate()


@pytest.fixture
def site(issuer: str) -> Site:
    mapping = read_mapping(roles="groups: sos=staff, obcine=member", bodies="organi: *", municipality="obcina")
    return Site("http://localhost", provider=Provider(issuer, "kb", SECRET, "Preizkus", mapping=mapping))


def go_through(address: str, name: str) -> str:
    """Signs in as `name` at the provider and agrees; gives the path that it leads back to."""
    with requests.Session() as session:
        answer = session.get(address, allow_redirects=False, timeout=10)
        for _step in range(20):
            if answer.is_redirect:
                onward = urljoin(answer.url, answer.headers["Location"])
                if onward.startswith(BACK):
                    return onward.removeprefix("http://localhost")
                answer = session.get(onward, allow_redirects=False, timeout=10)
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert form, answer.text
            assert prompt, answer.text
            told = {"prompt": prompt[1], "login": name, "password": "x"}
            answer = session.post(html.unescape(form[1]), data=told, allow_redirects=False, timeout=10)
    raise AssertionError("the provider leads nowhere")


def sign_in(browser: Browser, name: str, *, start: str = "/prijava/ponudnik") -> TestResponse:
    left = browser.get(start)
    assert left.status_code == 303, left.text
    return browser.get(go_through(left.headers["Location"], name))


def test_a_person_unknown_so_far_gets_an_account_as_the_claims_say(people: Library, browse: Browse, site: Site) -> None:
    browser = browse(site)
    assert sign_in(browser, "ana").headers["Location"] == "/"
    user = people.people.by_email("ana@obcina.si")
    bodies = {body.slug for body in people.people.bodies() if body.id in user.bodies}
    assert (user.name, user.role, bodies, user.is_managed) == ("Ana", Role.BODY_MEMBER, {"k-redarstvo"}, True)
    assert "Ana" in browser.get("/moj-racun").text


def test_the_highest_role_of_the_claims_counts_and_is_renewed_at_each_sign_in(
    people: Library, browse: Browse, site: Site
) -> None:
    sign_in(browse(site), "vid")
    user = people.people.by_email("vid@obcina.si")
    assert (user.role, user.municipality) == (Role.STAFF, "Ptuj")
    people.people.change(replace(user, role=Role.MEMBER, municipality=""))
    sign_in(browse(site), "vid")
    assert people.people.by_email("vid@obcina.si").role is Role.STAFF
    assert len(people.people.users()) == 1


def test_an_address_alone_never_links_to_an_account(people: Library, browse: Browse, site: Site, ana: User) -> None:
    answer = sign_in(browse(site), "ana")
    assert answer.status_code == 400
    assert "že ima račun" in answer.text
    assert not people.people.sessions(ana.id)


def test_an_address_that_the_provider_has_not_verified_makes_no_account(
    people: Library, browse: Browse, site: Site
) -> None:
    assert sign_in(browse(site), "neva").status_code == 400
    assert not people.people.users()


def test_who_has_signed_in_links_the_account_and_then_needs_no_password(
    people: Library, browse: Browse, site: Site, ana: User
) -> None:
    browser = browse(site)
    browser.sign_in()
    page = browser.send("/moj-racun/povezi", shown_at="/moj-racun").text
    [address] = re.findall(r'href="(http://127\.0\.0\.1[^"]+)"', page)
    linked = browser.get(go_through(html.unescape(address), "vid"))
    assert linked.headers["Location"] == "/moj-racun?shranjeno=povezano"
    other = browse(site)
    assert sign_in(other, "vid").status_code == 303
    user = people.people.user(ana.id)
    assert "Ana" in other.get("/moj-racun").text
    assert (user.role, user.is_managed, len(people.people.users())) == (Role.ADMINISTRATOR, False, 1)


def test_an_invitation_is_taken_up_with_the_provider(people: Library, browse: Browse, site: Site) -> None:
    invited = people.people.invite(people.people.new_user("ana@druga.si", name="Ana", role=Role.STAFF))
    token = invited.link.rpartition("/")[2]
    assert sign_in(browse(site), "ana", start=f"/prijava/ponudnik?povabilo={token}").status_code == 303
    assert people.people.by_email("ana@druga.si").state == "active"
    assert browse(site).get(f"/povabilo/{token}").status_code == 410


def test_a_closed_account_cannot_sign_in_with_the_provider(people: Library, browse: Browse, site: Site) -> None:
    sign_in(browse(site), "ana")
    people.people.close_account(people.people.by_email("ana@obcina.si").id)
    browser = browse(site)
    assert sign_in(browser, "ana").status_code == 422
    assert browser.get("/moj-racun").status_code == 302


def in_log(people: Library) -> list[tuple[Deed, str, str]]:
    """Gives what the audit log tells of accounts: what was done, by whom, to which account; the oldest first."""
    return [(row.deed, row.actor.name, row.subject_id) for row in people.audit.each(Sought(subject="user"))]


def test_the_audit_log_tells_who_signed_in_with_the_provider(people: Library, browse: Browse, site: Site) -> None:
    sign_in(browse(site), "ana")
    account = str(people.people.by_email("ana@obcina.si").id)
    sign_in(browse(site), "ana")
    rows = in_log(people)
    assert rows[-1] == (Deed.SIGNED_IN, "Ana", account)
    assert [deed for deed, _, _ in rows].count(Deed.SIGNED_IN) == 2
    assert {one for _, _, one in rows} == {account}


def test_the_audit_log_tells_of_an_account_that_the_provider_let_in_and_we_did_not(
    people: Library, browse: Browse, site: Site
) -> None:
    sign_in(browse(site), "ana")
    user = people.people.by_email("ana@obcina.si")
    people.people.close_account(user.id)
    sign_in(browse(site), "ana")
    assert in_log(people)[-1] == (Deed.SIGN_IN_FAILED, NOBODY.name, str(user.id))


@pytest.mark.parametrize("name", ["ana", "neva"])
@pytest.mark.usefixtures("ana")
def test_the_audit_log_tells_of_people_of_the_provider_who_get_no_account(
    people: Library, browse: Browse, site: Site, name: str
) -> None:
    before = in_log(people)
    sign_in(browse(site), name)
    assert in_log(people) == [*before, (Deed.SIGN_IN_FAILED, NOBODY.name, "")]


def test_an_answer_that_another_browser_asked_for_is_refused(browse: Browse, site: Site, people: Library) -> None:
    theirs = go_through(browse(site).get("/prijava/ponudnik").headers["Location"], "ana")
    mine = browse(site)
    mine.get("/prijava/ponudnik")
    assert mine.get(theirs).status_code == 400
    assert browse(site).get(theirs).status_code == 400
    assert not people.people.users()


def test_a_code_is_taken_once(browse: Browse, site: Site) -> None:
    browser = browse(site)
    came_back = go_through(browser.get("/prijava/ponudnik").headers["Location"], "ana")
    cookie = browser.client.get_cookie("kb-ponudnik")
    assert cookie is not None
    assert browser.get(came_back).status_code == 303
    again = browse(site)
    again.client.set_cookie("kb-ponudnik", cookie.value)
    assert again.get(came_back).status_code == 503


def test_what_the_provider_is_asked_has_pkce_state_and_nonce(browse: Browse, site: Site) -> None:
    query = urlsplit(browse(site).get("/prijava/ponudnik").headers["Location"]).query
    for part in ("code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "response_type=code"):
        assert part in query
    assert SECRET not in query


def test_one_goes_back_to_the_page_one_came_from(browse: Browse, site: Site) -> None:
    answer = sign_in(browse(site), "ana", start="/prijava/ponudnik?naprej=/organi/k-redarstvo")
    assert answer.headers["Location"] == "/organi/k-redarstvo"


def test_a_provider_that_does_not_answer_is_told_in_words(browse: Browse) -> None:
    nowhere = Site("http://localhost", provider=Provider("http://127.0.0.1:9", "kb", SECRET, "Preizkus"))
    answer = browse(nowhere).get("/prijava/ponudnik")
    assert answer.status_code == 503
    assert "prijavite z geslom" in answer.text


def test_a_provider_that_says_it_is_another_is_not_believed(browse: Browse, issuer: str) -> None:
    other = issuer.replace("127.0.0.1", "localhost")
    answer = browse(Site("http://localhost", provider=Provider(other, "kb", SECRET, "x"))).get("/prijava/ponudnik")
    assert answer.status_code == 503


def test_breaking_off_at_the_provider_leads_back_to_the_form(browse: Browse, site: Site) -> None:
    browser = browse(site)
    browser.get("/prijava/ponudnik")
    cookie = browser.client.get_cookie("kb-ponudnik")
    assert cookie is not None
    state = Flow(cookie.value.split(".")[0]).state
    answer = browser.get(f"/prijava/ponudnik/nazaj?error=access_denied&state={state}")
    assert answer.status_code == 400
    assert "prekinjena" in answer.text
