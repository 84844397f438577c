from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from kb.web.documents import attachment


def test_the_original_is_given_byte_for_byte_as_a_download(client: FlaskClient, ids: dict[str, int]) -> None:
    answer = client.get(f"/gradivo/{ids['Poročilo']}/izvirnik")
    assert answer.status_code == 200
    assert b'<script>alert("nikoli")</script>' in answer.data
    assert answer.content_length == len(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_the_original_can_do_nothing_in_our_name(client: FlaskClient, ids: dict[str, int]) -> None:
    headers = client.get(f"/gradivo/{ids['Poročilo']}/izvirnik").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].endswith("; sandbox")
    assert "script" not in headers["Content-Security-Policy"]


def test_what_a_browser_has_is_not_sent_again(client: FlaskClient, ids: dict[str, int], stocked: Library) -> None:
    address = f"/gradivo/{ids['Novosti']}/izvirnik"
    mark = client.get(address).headers["ETag"]
    assert mark == f'"{stocked.document(ids["Novosti"]).revision.sha256}"'
    again = client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")


def test_asking_for_the_head_sends_no_bytes(client: FlaskClient, ids: dict[str, int]) -> None:
    answer = client.head(f"/gradivo/{ids['Novosti']}/izvirnik")
    assert (answer.status_code, answer.data) == (200, b"")
    assert (answer.content_length or 0) > 1000


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("ZLS.pdf", "attachment; filename=\"ZLS.pdf\"; filename*=UTF-8''ZLS.pdf"),
        ("Poročilo.pdf", "attachment; filename=\"Porocilo.pdf\"; filename*=UTF-8''Poro%C4%8Dilo.pdf"),
        ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
        ('a"b\r\nX: y.pdf', "attachment; filename=\"a_b__X: y.pdf\"; filename*=UTF-8''a_b__X%3A%20y.pdf"),
        ("../../etc/passwd", "attachment; filename=\".._.._etc_passwd\"; filename*=UTF-8''.._.._etc_passwd"),
        ("ж", "attachment; filename=\"izvirnik\"; filename*=UTF-8''%D0%B6"),
    ],
)
def test_the_name_of_a_download_is_safe_and_keeps_its_letters(name: str, header: str) -> None:
    assert attachment(name) == header


def test_the_original_is_what_was_added(client: FlaskClient, ids: dict[str, int], stocked: Library) -> None:
    [entry] = [one for one in stocked.ledger() if one.document_id == ids["Dolg"]]
    assert client.get(f"/gradivo/{ids['Dolg']}/izvirnik").data == Path(entry.origin).read_bytes()
