from flask.testing import FlaskClient

from kb.library import Library


def texts(library: Library) -> dict[str, int]:
    return {each.text: each.asked for each in library.asked()}


def test_what_is_asked_is_logged_once_a_question(stocked: Library, client: FlaskClient) -> None:
    for address in ("/iskanje?q=čebelnjak", "/en/iskanje?q=Čebelnjaka", "/iskanje?q=čebelnjak&leto=2018", "/iskanje"):
        assert client.get(address, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200
    [hives] = [each for each in stocked.asked(zero=True) if "ebelnjak" in each.text]
    assert (hives.asked, hives.unanswered) == (2, 2)
    assert not any("192.0.2.7" in text for text in texts(stocked))


def test_looking_at_materials_is_not_logged(stocked: Library, client: FlaskClient) -> None:
    before = texts(stocked)
    for address in ("/", "/organi", "/gradivo/1?q=medved", "/gradivo/1/podobno"):
        client.get(address)
    assert texts(stocked) == before


def test_the_help_tells_of_the_log_in_both_languages(client: FlaskClient) -> None:
    assert "dnevnik iskanj" in client.get("/o-zbirki").text
    assert "search log" in client.get("/en/o-zbirki").text
