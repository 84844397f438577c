"""Every route as every role for every visibility: nothing hidden can be told from what is not there."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.slovene.fold import fold
from tests.access.routes import ADMINISTRATORS, CHANGING, MEMBERS, SHOWN, SIGNED_IN, STAFF
from tests.access.world import GROUPS, PEOPLE, WITHDRAWN_WORD, Person, World, form_mark

pytestmark = pytest.mark.access

Seen = tuple[int, dict[str, str | None], str]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASSING = re.compile(r'name="obrazec" value="\w+"|/moj-racun/prijave/\d+')
"""What differs from one visit to the next: the mark of a form and the number of a visit."""

COMPARED_HEADERS = ("Content-Type", "ETag", "Location", "Content-Disposition", "Retry-After", "Cache-Control", "Vary")
WHOLE = len(GROUPS)
LIMITED = [person for person in PEOPLE if person.sees < WHOLE]
TRUSTED = [person for person in PEOPLE if person.sees == WHOLE]


def test_every_route_says_who_may_see_what(world: World) -> None:
    rules = world.apps[WHOLE].url_map.iter_rules()
    methods = {(rule.endpoint, "GET" in (rule.methods or ())) for rule in rules}
    shown = {endpoint for endpoint, is_read in methods if is_read}
    changing = {endpoint for endpoint, is_read in methods if not is_read}
    assert shown == set(SHOWN), "say in tests/access/routes.py what a new route has to be asked"
    assert changing == set(CHANGING), "say in tests/access/routes.py who may ask a new route"


@pytest.mark.parametrize("endpoint", SHOWN)
@pytest.mark.parametrize("person", LIMITED, ids=lambda person: person.name)
def test_a_role_is_shown_what_it_would_be_if_the_rest_were_not_there(
    world: World, person: Person, endpoint: str
) -> None:
    whole, twin = world.client(person, WHOLE), world.client(person, person.sees)
    for address in SHOWN[endpoint](world):
        seen = _seen(whole, address)
        assert _leaks(address, seen[2], person) == [], address
        assert _difference(seen, _seen(twin, address)) == [], address


@pytest.mark.parametrize("person", TRUSTED, ids=lambda person: person.name)
def test_staff_see_every_document(world: World, person: Person) -> None:
    client = world.client(person, WHOLE)
    for held in world.documents:
        assert client.get(f"/gradivo/{held.id}").status_code == 200
        assert client.get(f"/gradivo/{held.id}/izvirnik").status_code == 200
    for group in GROUPS:
        assert group.title_word in client.get(f"/iskanje?q={group.text_word}").text


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_is_withdrawn_is_shown_to_staff_and_others_hear_only_that_it_was(world: World, person: Person) -> None:
    client = world.client(person, WHOLE)
    for place, document_id in enumerate(world.withdrawn, 1):
        wanted = 200 if person in TRUSTED else 410 if place <= person.sees else 404
        for end in ("", "/izvirnik", "/podobno", "/navedbe.json"):
            with client.get(f"/gradivo/{document_id}{end}") as answer:
                assert answer.status_code == wanted, (document_id, end)
                assert person in TRUSTED or WITHDRAWN_WORD not in answer.text
    found = client.get(f"/iskanje.json?q={WITHDRAWN_WORD}").get_json()
    assert bool(found["documents"]) == (person in TRUSTED)


@pytest.mark.parametrize("person", LIMITED, ids=lambda person: person.name)
def test_a_role_sees_its_own_documents_and_no_others(world: World, person: Person) -> None:
    client = world.client(person, WHOLE)
    for held in world.documents:
        is_open = held.group in GROUPS[: person.sees]
        wanted = 200 if is_open else 404
        for end in ("", "/izvirnik", "/podobno", "/navedbe.json", f"/{held.anchors[0]}"):
            with client.get(f"/gradivo/{held.id}{end}") as answer:
                assert answer.status_code == wanted, (held, end)
    for group in GROUPS:
        found = client.get(f"/iskanje.json?q={group.text_word}").get_json()
        assert bool(found["documents"]) == (group in GROUPS[: person.sees])


@pytest.mark.parametrize("endpoint", sorted(SIGNED_IN | ADMINISTRATORS | STAFF | MEMBERS))
def test_pages_of_accounts_are_for_those_they_are_meant_for(world: World, endpoint: str) -> None:
    for person in PEOPLE:
        answer = world.client(person, WHOLE).get(SHOWN[endpoint](world)[0])
        if person.role is None:
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/prijava")
        else:
            allowed = {"administrator"} | ({"staff"} if endpoint in STAFF else set())
            is_allowed = endpoint in SIGNED_IN or person.name in allowed
            is_allowed |= endpoint in MEMBERS and person.name != "visitor"
            assert answer.status_code == (200 if is_allowed else 403)


@pytest.mark.parametrize("endpoint", CHANGING)
def test_nothing_is_changed_without_a_form_of_ours_or_by_somebody_else(world: World, endpoint: str) -> None:
    who, address = CHANGING[endpoint]
    for person in PEOPLE:
        if endpoint.startswith("signing.") and person.role is not None:
            continue
        client = world.client(person, WHOLE)
        refused = {
            "signed in": person.role is None,
            "member": person.name in ("nobody", "visitor"),
            "staff": person.name not in ("staff", "administrator"),
            "administrator": person.name != "administrator",
        }.get(who, False)
        # Pages that take files say whom they are not for before anything of the form is read.
        assert client.post(address).status_code in ((302, 400, 403) if refused else (400,))
        token = form_mark(client.get("/odjava" if person.role else "/prijava").text)
        answer = client.post(address, data={"obrazec": token})
        if refused:
            assert answer.status_code == (302 if person.role is None else 403), (person, answer.status_code)
        else:
            assert answer.status_code in (200, 303, 400, 404, 410, 422, 429), (person, answer.status_code)
            assert "Obrazec je potekel" not in answer.text


# --- parts ---


def _seen(client: FlaskClient, address: str) -> Seen:
    with client.get(address) as answer:
        headers = {name: answer.headers.get(name) for name in COMPARED_HEADERS}
        body = _words(answer)
        if answer.mimetype in ("image/webp", DOCX):
            headers["ETag"] = None  # of the moment when the file was made
        return answer.status_code, headers, body


def _words(answer: TestResponse) -> str:
    """Gives what an answer says, the parts of an office file one after the other, without the marks of forms."""
    raw = answer.get_data()
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            raw = b"\n".join(parts.read(name) for name in sorted(parts.namelist()) if not name.startswith("docProps/"))
    text = raw.decode("utf-8", "replace") if answer.mimetype != "image/webp" else raw.hex()
    return PASSING.sub("", text)


def _leaks(address: str, said: str, person: Person) -> list[str]:
    """Gives the words of hidden documents that an answer has, but for those that its address asked for."""
    asked, said = fold(unquote(address)), fold(said)
    hidden = [fold(word) for group in GROUPS[person.sees :] for word in (group.title_word, group.text_word)]
    return [word for word in hidden if word in said and word[:-3] not in asked and word[1:] not in asked]


def _difference(one: Seen, other: Seen) -> list[object]:
    """Gives what differs between two answers, the first lines of it; scores are compared too."""
    said, told = one[2], other[2]
    if one[:2] == other[:2] and said == told:
        return []
    lines = difflib.unified_diff(said.splitlines(), told.splitlines(), "whole", "twin", lineterm="", n=0)
    return [one[:2], other[:2], *[line[:400] for line in lines][:12]]
