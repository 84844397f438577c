from collections.abc import Callable

from flask.testing import FlaskClient

from tests.web.markup import Page
from tests.web.reading.conftest import LONG_TITLE

Read = Callable[..., Page]


def test_a_page_is_looked_at_alone_with_its_picture_and_its_text(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Načrt']}/stran-2?q=luč")
    assert shown.all("//section[contains(@class, 'passage')]/@id") == ["stran-2"]
    [picture] = shown.all("//figure//img[not(@class)]")
    assert picture.get("src") == f"/gradivo/{ids['Načrt']}/slika/2/1200.webp"
    assert "Modra luč je za vozila s prednostjo" in picture.get("alt")
    assert (picture.get("width"), picture.get("height")) == ("1200", "1697")


def test_the_words_that_were_found_are_outlined_by_a_picture_over_the_picture(
    page: Read, client: FlaskClient, ids: dict[str, int]
) -> None:
    shown = page(f"/gradivo/{ids['Načrt']}/stran-2?q=luč")
    [address] = shown.all("//figure//img[@class='outlines']/@src")
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.text.count("<rect") == 2
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(address.replace("slika/2", "slika/3")).text.count("<rect") == 0


def test_nothing_is_outlined_where_nothing_is_asked(page: Read, ids: dict[str, int]) -> None:
    assert page(f"/gradivo/{ids['Načrt']}/stran-2").all("//img[@class='outlines']") == []


def test_one_goes_from_page_to_page_and_to_the_whole_text(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Načrt']}/stran-2?q=luč")
    assert shown.all("//a[@rel='prev']/@aria-keyshortcuts") == ["k ArrowLeft"]
    assert page(shown.all("//a[@rel='next']/@href")[0]).all("//section[contains(@class, 'found')]/@id") == ["stran-3"]
    whole = page(shown.link("Celotno besedilo"))
    assert len(whole.all("//section[contains(@class, 'passage')]")) == 3


def test_the_strip_has_the_pages_around_and_says_which_is_here(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Priročnik']}/stran-200")
    pictures = shown.all("//ol[@class='filmstrip']//img")
    assert len(pictures) == 41
    assert {(one.get("width"), one.get("height"), one.get("loading")) for one in pictures} == {("120", "90", "lazy")}
    assert shown.texts("//ol[@class='filmstrip']//a[@aria-current]") == ["200: Stran 200"]


def test_a_picture_that_was_drawn_keeps_its_true_shape(page: Read, client: FlaskClient, ids: dict[str, int]) -> None:
    with client.get(f"/gradivo/{ids['Načrt']}/slika/1/1200.webp") as drawn:
        assert drawn.status_code == 200
    shown = page(f"/gradivo/{ids['Načrt']}/stran-1")
    assert shown.all("//figure/@class") == ["leaf"]
    assert page(f"/gradivo/{ids['Načrt']}/stran-3").all("//figure/@class") == ["leaf page"]


def test_a_search_inside_says_how_much_is_where_and_leads_on(page: Read, ids: dict[str, int]) -> None:
    first = page(f"/gradivo/{ids['Načrt']}?q=luč")
    assert "Označena so 3 mesta v besedilu, v 2 odlomkih" in first.words("//div[@class='inside-hits']")
    here = page(first.all("//a[@aria-keyshortcuts='n']/@href")[0])
    assert here.all("//section[contains(@class, 'found')]/@id") == ["stran-1"]
    assert here.all("//a[@aria-keyshortcuts='p']") == []
    there = page(here.all("//a[@aria-keyshortcuts='n']/@href")[0])
    assert there.all("//section[contains(@class, 'found')]/@id") == ["stran-2"]
    assert there.all("//a[@aria-keyshortcuts='n']") == []


def test_a_search_inside_that_finds_nothing_says_so(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Načrt']}?q=zvezdoslovje")
    assert "V tem gradivu ni nobene od besed »zvezdoslovje«." in shown.words("//div[@class='inside-hits']")


def test_a_passage_that_is_no_longer_there_is_told_and_the_material_is_shown(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Odlok']}/razdelek-99", status=404)
    assert "razdelek-99" in shown.words("//p[@role='status']")
    assert "Občina skrbi za ceste." in shown.words()


def test_a_long_document_lists_only_the_contents_of_its_part(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Priročnik']}?del=2")
    assert len(shown.all("//nav[@class='contents']/ol/li")) == 100
    assert shown.texts("//nav[@class='contents']//details//a")[3] == "Stran 301 – Stran 350"
    assert len(shown.text) < 150_000


def test_a_title_of_five_hundred_letters_is_whole_once_and_short_elsewhere(page: Read, ids: dict[str, int]) -> None:
    shown = page(f"/gradivo/{ids['Pojasnilo']}")
    assert shown.texts("//h1") == [LONG_TITLE.strip()]
    assert len(shown.texts("//title")[0]) < 160
    assert len(shown.texts("//nav[@class='crumbs']//li")[-1]) <= 110


def test_reading_sets_no_cookie(client: FlaskClient, ids: dict[str, int]) -> None:
    for address in (f"/gradivo/{ids['Načrt']}/stran-1?q=luč", "/iskanje?q=luč", "/iskanje/natisni?q=luč"):
        assert "Set-Cookie" not in client.get(address).headers
