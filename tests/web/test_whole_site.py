import re
from collections.abc import Callable
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from kb.search.query import FIELDS, parse
from tests.web.markup import Page

Read = Callable[..., Page]
OTHER_ACTS = re.compile(r"(?:/en)?/(?:predpis|navedbe|predogled)/(?!ZORed|ZP-1$)[^?]")
SOURCES_OF_LAW = ("www.uradni-list.si", "pisrs.si")


def test_every_link_leads_somewhere_and_every_page_is_well_formed(client: FlaskClient) -> None:
    waiting, seen = ["/", "/en/"], set[str]()
    while waiting:
        address = waiting.pop(0)
        seen.add(address)
        waiting += sorted(_links(client, address) - seen - set(waiting))
    assert {"/o-zbirki", "/en/o-zbirki", "/organi/k-redarstvo", "/en/podrocja/okolje"} <= seen


def _links(client: FlaskClient, address: str) -> set[str]:
    """Gives the addresses that a page leads to, but for searches with two conditions and the many passages of one.

    Of the acts of the register, which are alike, two are looked at.
    """
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        if address.endswith("/izvirnik") or answer.mimetype != "text/html":
            return set()
        tree = Page(answer.text)
    assert not [one for one in tree.all("//@src | //@href[not(../@rel='external')]") if not _is_ours(one)]
    assert {urlsplit(one).netloc for one in tree.all("//a[@rel='external']/@href")} <= set(SOURCES_OF_LAW)
    links = {one.removeprefix("http://localhost").split("#")[0] for one in tree.all("//@href") if _is_ours(one)}
    return {one for one in links if one and "&" not in one and "/razdelek-" not in one and not OTHER_ACTS.match(one)}


def _is_ours(address: str) -> bool:
    return urlsplit(address).netloc in ("", "localhost")


def test_every_page_has_its_own_title_and_its_landmarks(page: Read, ids: dict[str, int]) -> None:
    addresses = ["/", "/iskanje", "/organi", "/podrocja", "/o-zbirki", "/organi/k-okolje", f"/gradivo/{ids['Dolg']}"]
    pages = [page(address) for address in addresses]
    assert len({one.texts("//title")[0] for one in pages}) == len(addresses)
    for one in pages:
        assert one.all("//body/a[1]/@href") == ["#vsebina"]
        assert [len(one.all(path)) for path in ("//body/header", "//body/main[@id='vsebina']", "//body/footer")] == [
            1,
            1,
            1,
        ]
        unnamed = [
            nav for nav in one.all("//nav | //aside") if not (nav.get("aria-label") or nav.get("aria-labelledby"))
        ]
        assert not unnamed


def test_help_tells_of_every_field_in_both_languages(page: Read) -> None:
    for address in ("/o-zbirki", "/en/o-zbirki"):
        told = re.findall(r"(\w+):", " ".join(page(address).texts("//code")))
        assert {FIELDS[name] for name in told} == set(FIELDS.values())


def test_every_example_in_the_help_can_be_asked(page: Read) -> None:
    for example in page("/o-zbirki").texts("//td/code"):
        assert not parse(example).remarks
        page("/iskanje?q=" + example.replace('"', "%22").replace(" ", "+"))
