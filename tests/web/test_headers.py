import pytest
from flask.testing import FlaskClient

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/", "/en/iskanje?q=luč", "/nikjer", "/static/kb.css", "/healthz", "/organi"])
def test_every_answer_is_guarded(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_sets_a_cookie_or_is_kept_by_others(client: FlaskClient) -> None:
    headers = client.get("/iskanje?q=luč").headers
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "private, no-cache"


def test_static_files_are_kept_by_browsers(client: FlaskClient) -> None:
    with client.get("/static/kb.css") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]
