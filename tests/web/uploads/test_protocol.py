"""Uploads over a real connection to the real server program: pieces, offsets, checksums, what goes wrong on the way."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.sender import Refused, Sender
from tests.web.uploads.conftest import PASSWORD, STAFF, Served, content_of, part_of

BIG = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(100_000))


def text(said: str) -> bytes:
    return f"# Zapisnik\n\nObčinski redar opozarja: {said}.\n".encode()


def sent(sender: Sender, batch: int, name: str, data: bytes, *more: str) -> dict[str, object]:
    (file,) = sender.announce(batch, [(name, len(data), *more)])
    return sender.send(batch, file, content_of(data))


def wait_for_reading(sender: Sender, batch: int) -> dict[str, dict[str, object]]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        files = sender.state(batch)["files"]
        if all(each["ledger"] is None or each["ledger"]["outcome"] != "waiting" for each in files):
            return {each["name"]: each for each in files}
        time.sleep(0.1)
    raise AssertionError(files)


def test_a_file_sent_in_pieces_is_kept_whole_and_found_by_staff_as_a_draft(sender: Sender, batch: int) -> None:
    data = text("kremžatica")
    (file,) = sender.announce(batch, [("mapa/Zapisnik č.txt", len(data))])
    assert (file["stage"], file["offset"], file["wanted"]) == ("waiting", 0, True)
    half = sender.put(batch, file["id"], 0, data[:20])
    assert (half["stage"], half["offset"]) == ("coming", 20)
    whole = sender.put(batch, file["id"], 20, data[20:])
    assert (whole["stage"], whole["wanted"], whole["sha256"]) == ("kept", False, hashlib.sha256(data).hexdigest())
    read = wait_for_reading(sender, batch)["mapa/Zapisnik č.txt"]
    assert read["ledger"]["outcome"] == "read"
    kept = sender.get(f"/gradivo/{read['document']}/izvirnik")
    assert kept[1] == data
    assert "kremžatica" in search(sender, "kremžatica")


def search(sender: Sender, word: str) -> str:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = json.loads(sender.get(f"/iskanje.json?q={quoted(word)}")[1])
        if found["documents"]:
            return json.dumps(found, ensure_ascii=False)
        time.sleep(0.2)
    return ""


def quoted(word: str) -> str:
    return "".join(f"%{byte:02x}" for byte in word.encode())


def test_a_visitor_and_a_member_find_nothing_of_a_draft(served: Served, sender: Sender, batch: int) -> None:
    document = sent(sender, batch, "osnutek.txt", text("vurbolka"))["document"]
    assert search(sender, "vurbolka")
    visitor, member = Sender("127.0.0.1", served.port), Sender("127.0.0.1", served.port)
    member.sign_in("mia@obcina.si", PASSWORD)
    for each in (visitor, member):
        assert each.json("GET", "/iskanje.json?q=vurbolka")["documents"] == 0
        assert each.get(f"/gradivo/{document}")[0] == 404
        each.close()


def test_neither_visitors_nor_members_get_at_uploads(served: Served, batch: int) -> None:
    visitor, member = Sender("127.0.0.1", served.port), Sender("127.0.0.1", served.port)
    member.sign_in("mia@obcina.si", PASSWORD)
    assert visitor.get(f"/delo/nalaganje/{batch}.json")[0] == 302
    assert member.get(f"/delo/nalaganje/{batch}.json")[0] == 403
    for each, status in ((visitor, 400), (member, 403)):
        with pytest.raises(Refused) as refused:
            each.announce(batch, [("a.txt", 3)])
        assert refused.value.status == status
        each.close()


def test_a_piece_at_the_wrong_place_hears_the_right_one(sender: Sender, batch: int) -> None:
    (file,) = sender.announce(batch, [("a.txt", 100)])
    sender.put(batch, file["id"], 0, b"x" * 40)
    for offset in (0, 20, 41, 100, 2**50):
        with pytest.raises(Refused) as refused:
            sender.put(batch, file["id"], offset, b"y")
        assert (refused.value.status, refused.value.told["offset"]) == (409, 40)
    assert sender.file(batch, file["id"])["offset"] == 40


def test_more_than_was_announced_is_not_taken(sender: Sender, batch: int) -> None:
    (file,) = sender.announce(batch, [("a.txt", 10)])
    with pytest.raises(Refused) as refused:
        sender.put(batch, file["id"], 0, b"x" * 11)
    assert (refused.value.status, refused.value.told["error"]) == (422, "other-bytes")
    assert sender.file(batch, file["id"])["offset"] == 0


def test_a_file_with_another_checksum_begins_anew(served: Served, sender: Sender, batch: int) -> None:
    data, other = text("prava vsebina"), text("druga vsebina")
    (file,) = sender.announce(batch, [("a.txt", len(data), hashlib.sha256(data).hexdigest())])
    told = sender.put(batch, file["id"], 0, other)
    assert (told["stage"], told["offset"], told["reason"]) == ("waiting", 0, "other-bytes")
    assert "Naložite jo znova" in told["message"]
    assert not part_of(served.home, file["id"]).exists()
    assert sender.send(batch, told, content_of(data))["stage"] == "kept"


def test_a_connection_that_breaks_in_the_middle_of_a_piece_loses_only_the_piece(
    served: Served, sender: Sender, batch: int
) -> None:
    data = text("prekinjena zveza") + BIG
    (file,) = sender.announce(batch, [("a.txt", len(data))])
    sender.put(batch, file["id"], 0, data[:500_000])
    broken_piece(served, sender, f"/delo/nalaganje/{batch}/datoteke/{file['id']}.json?od=500000", data[500_000:])
    now = sender.file(batch, file["id"])
    assert (now["offset"], now["stage"]) == (500_000, "coming")
    assert sender.send(batch, now, content_of(data))["sha256"] == hashlib.sha256(data).hexdigest()


def broken_piece(served: Served, sender: Sender, address: str, piece: bytes) -> None:
    """Sends half of a piece as the sender would, and hangs up."""
    cookies = "; ".join(f"{name}={value}" for name, value in sender.cookies.items())
    head = f"PUT {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nX-Kb-Form: {sender.mark}\r\n"
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(f"{head}Content-Length: {len(piece)}\r\n\r\n".encode() + piece[: len(piece) // 2])


def test_what_the_collection_has_already_is_placed_and_not_sent(sender: Sender, batch: int) -> None:
    data = text("že v zbirki")
    first = sent(sender, batch, "prva/a.txt", data)
    other = sender.open(**{"organ-je": "1", "organ": "k-okolje"})
    (again,) = sender.announce(other, [("druga/b.txt", len(data), hashlib.sha256(data).hexdigest())])
    assert (again["stage"], again["known"], again["wanted"]) == ("kept", True, False)
    assert again["document"] == first["document"]
    assert "/organi/k-okolje" in sender.get(f"/gradivo/{first['document']}")[1].decode()


def test_a_checksum_that_is_found_out_later_still_spares_the_rest(sender: Sender, batch: int) -> None:
    data = text("pozno spoznana") + BIG
    first = sent(sender, batch, "prva.txt", data)
    (second,) = sender.announce(batch, [("druga.txt", len(data))])
    sender.put(batch, second["id"], 0, data[:100])
    (now,) = sender.announce(batch, [("druga.txt", len(data), hashlib.sha256(data).hexdigest())])
    assert (now["id"], now["stage"], now["known"], now["document"]) == (second["id"], "kept", True, first["document"])


def test_announcing_again_goes_on_where_it_was(sender: Sender, batch: int) -> None:
    data = text("znova najavljena") + BIG
    (file,) = sender.announce(batch, [("a.txt", len(data))])
    sender.put(batch, file["id"], 0, data[:1000])
    (again,) = sender.announce(batch, [("a.txt", len(data))])
    assert (again["id"], again["offset"]) == (file["id"], 1000)
    (other,) = sender.announce(batch, [("a.txt", len(data) + 1)])
    assert (other["id"], other["offset"], other["size"]) == (file["id"], 0, len(data) + 1)


def test_a_kept_file_is_known_by_its_checksum_and_another_edit_of_it_comes_beside(sender: Sender, batch: int) -> None:
    first, edited = text("prva izdaja"), text("novaizdaja")
    kept = sent(sender, batch, "a.txt", first)
    (same,) = sender.announce(batch, [("a.txt", len(first), hashlib.sha256(first).hexdigest())])
    assert (same["id"], same["stage"]) == (kept["id"], "kept")
    beside = sent(sender, batch, "a.txt", edited)
    assert (beside["stage"], beside["document"] != kept["document"]) == ("kept", True)
    assert sender.state(batch)["counts"]["announced"] == 2


def test_a_piece_that_is_sent_twice_hears_that_the_file_is_kept(sender: Sender, batch: int) -> None:
    data = text("dvakrat poslana")
    (file,) = sender.announce(batch, [("a.txt", len(data))])
    sender.put(batch, file["id"], 0, data)
    with pytest.raises(Refused) as refused:
        sender.put(batch, file["id"], 0, data)
    assert (refused.value.status, refused.value.told["file"]["stage"]) == (410, "kept")


def test_two_people_who_send_the_same_bytes_make_one_document(served: Served, sender: Sender) -> None:
    other, data = served.sender(1), text("obe hkrati") + BIG
    batches = [sender.open(), other.open()]
    with ThreadPoolExecutor(2) as pool:
        files = list(
            pool.map(lambda one: sent(one[0], one[1], "isto.txt", data), zip((sender, other), batches, strict=True))
        )
    assert {file["stage"] for file in files} == {"kept"}
    assert len({file["document"] for file in files}) == 1
    assert sorted(file["known"] for file in files) == [False, True]
    other.close()


def test_two_senders_of_one_file_do_not_mix_their_pieces(served: Served, sender: Sender, batch: int) -> None:
    other, data = served.sender(1, piece=70_000), text("isti kos") + BIG
    (file,) = sender.announce(batch, [("a.txt", len(data))])
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda one: one.send(batch, file, content_of(data)), (sender, other)))
    assert {each["stage"] for each in both} <= {"kept", "checking"}
    assert sender.file(batch, file["id"])["sha256"] == hashlib.sha256(data).hexdigest()
    other.close()


def test_what_cannot_be_taken_is_refused_before_it_is_sent_and_told_in_the_ledger(sender: Sender, batch: int) -> None:
    empty, large, room = sender.announce(
        batch, [("prazna.txt", 0), ("velika.zip", 3 * 1024**3), ("b.zip", 2 * 1024**3)]
    )
    assert (empty["stage"], empty["reason"], empty["wanted"]) == ("refused", "empty", False)
    assert (large["stage"], large["reason"]) == ("refused", "too-large")
    assert "3 GB" in large["message"]
    assert room["stage"] in ("waiting", "refused")
    assert all(each["entry"] for each in (empty, large))
    with pytest.raises(Refused) as refused:
        sender.put(batch, empty["id"], 0, b"x")
    assert refused.value.status == 410


NAMES = [
    "../../etc/passwd",
    "/etc/shadow",
    "..\\..\\windows\\system32.txt",
    "C:\\Uporabniki\\Ana\\a.txt",
    "CON",
    "nul.txt",
    "..",
    ".",
    "👩‍⚖️ Zapisnik 🚓.txt",
    "z\u0000nič.txt",
    "dva\r\nvrstici: x.txt",
    "<img src=x onerror=alert(1)>.txt",
    "'; DROP TABLE ledger; --.txt",
    "ime" * 100 + ".txt",
    "mapa/" * 300 + "globoko.txt",
    "\u202etxt.exe",
    "   ",
]


def test_a_name_is_shown_as_it_is_and_never_becomes_a_path(served: Served, sender: Sender, batch: int) -> None:
    before = {path for path in served.home.parent.rglob("*") if path.is_file() and "originals" not in path.parts}
    texts = [text(f"datoteka številka {number}") for number in range(len(NAMES))]
    announced = sender.announce(batch, [(name, len(data)) for name, data in zip(NAMES, texts, strict=True)])
    for name, data, file in zip(NAMES, texts, announced, strict=True):
        assert sender.send(batch, file, content_of(data))["stage"] == "kept", name
        assert not any(ord(character) < 32 for character in file["name"]), name
    read = wait_for_reading(sender, batch)
    assert {each["ledger"]["outcome"] for each in read.values()} == {"read"}
    assert "👩‍⚖️ Zapisnik 🚓.txt" in read
    assert "../../etc/passwd" in read
    page = sender.get(f"/delo/nalaganje/{batch}")[1].decode()
    assert "<img src=x" not in page
    after = {path for path in served.home.parent.rglob("*") if path.is_file() and "originals" not in path.parts}
    assert {path.relative_to(served.home).parts[0] for path in after - before} <= {"index", "suggestions", "kb.db-wal"}


def test_a_lying_media_type_is_read_as_what_it_is(sender: Sender, batch: int) -> None:
    sent(sender, batch, "predstavitev.pdf", text("besedilo, ki se izdaja za PDF"))
    sent(sender, batch, "program.txt", b"MZ\x90\x00" + bytes(range(256)) * 40)
    read = wait_for_reading(sender, batch)
    assert read["predstavitev.pdf"]["ledger"]["outcome"] == "read"
    assert read["program.txt"]["ledger"] == {
        "stage": "kept",
        "outcome": "failed",
        "reason": "unknown-format",
        "message": read["program.txt"]["ledger"]["message"],
    }
    assert "Shranite jo kot PDF" in read["program.txt"]["ledger"]["message"]


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[]",
        b'{"files": []}',
        b'{"files": [1]}',
        b'{"files": [{"name": "a"}]}',
        b'{"files": [{"name": "a", "size": -1}]}',
        b'{"files": [{"name": "a", "size": true}]}',
        b'{"files": [{"name": "a", "size": 1e300}]}',
        b'{"files": [{"name": 5, "size": 1}]}',
        b'{"files": [{"name": "a", "size": 1, "sha256": "../x"}]}',
        b'{"files": [{"name": "a", "size": 1, "sha256": 7}]}',
        json.dumps({"files": [{"name": "a", "size": 1}] * 501}).encode(),
    ],
)
def test_what_is_no_announcement_is_answered_in_words(sender: Sender, batch: int, told: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sender.json("POST", f"/delo/nalaganje/{batch}/datoteke.json", told)
    assert (refused.value.status, refused.value.told["error"]) == (400, "wrong-value")
    assert sender.state(batch)["counts"]["announced"] == 0


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "٣", "9" * 30])
def test_an_offset_that_is_no_number_is_answered_in_words(sender: Sender, batch: int, offset: str) -> None:
    (file,) = sender.announce(batch, [("a.txt", 3)])
    with pytest.raises(Refused) as refused:
        sender.json("PUT", f"/delo/nalaganje/{batch}/datoteke/{file['id']}.json?od={quoted(offset)}", b"abc")
    assert (refused.value.status, refused.value.told["error"]) == (400, "wrong-value")


def test_a_piece_without_the_mark_of_a_form_is_not_taken(served: Served, sender: Sender, batch: int) -> None:
    (file,) = sender.announce(batch, [("a.txt", 3)])
    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    cookies = "; ".join(f"{name}={value}" for name, value in sender.cookies.items())
    address = f"/delo/nalaganje/{batch}/datoteke/{file['id']}.json?od=0"
    for mark in ("", "0" * 64):
        connection.request("PUT", address, b"abc", {"Cookie": cookies, "X-Kb-Form": mark})
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["error"]) == (400, "form-expired")
    connection.close()
    assert sender.file(batch, file["id"])["offset"] == 0


def test_a_piece_that_is_too_large_is_not_even_listened_to(served: Served, sender: Sender, batch: int) -> None:
    hasty = Sender("127.0.0.1", served.port)
    hasty.sign_in(STAFF[0], PASSWORD)
    (file,) = hasty.announce(batch, [("a.bin", 40 * 1024 * 1024)])
    with pytest.raises((Refused, ConnectionError)):
        hasty.put(batch, file["id"], 0, bytes(17 * 1024 * 1024))
    hasty.close()
    assert sender.file(batch, file["id"])["offset"] == 0


def test_what_is_given_up_is_gone_and_may_be_sent_again(served: Served, sender: Sender, batch: int) -> None:
    data = text("opuščena")
    (file,) = sender.announce(batch, [("a.txt", len(data))])
    sender.put(batch, file["id"], 0, data[:5])
    dropped = sender.json("POST", f"/delo/nalaganje/{batch}/datoteke/{file['id']}/opusti.json", b"{}")
    assert (dropped["stage"], dropped["wanted"]) == ("dropped", False)
    assert not part_of(served.home, file["id"]).exists()
    assert sender.state(batch)["is_done"]
    assert sent(sender, batch, "a.txt", data)["stage"] == "kept"


def test_a_form_that_is_sent_twice_opens_one_batch(sender: Sender) -> None:
    assert sender.open(once="enkrat-1") == sender.open(once="enkrat-1")
    assert sender.open(once="enkrat-1") != sender.open(once="enkrat-2")


def test_the_batch_tells_counts_and_bytes(sender: Sender, batch: int) -> None:
    data = text("šteta")
    sent(sender, batch, "a.txt", data)
    sender.announce(batch, [("b.txt", 100), ("c.txt", 50), ("prazna.txt", 0)])
    files = {each["name"]: each for each in sender.state(batch)["files"]}
    sender.put(batch, files["b.txt"]["id"], 0, b"x" * 30)
    state = sender.state(batch)
    assert state["counts"] == {
        "announced": 4,
        "waiting": 1,
        "coming": 1,
        "checking": 0,
        "kept": 1,
        "known": 0,
        "refused": 1,
        "dropped": 0,
    }
    assert state["bytes"] == {"announced": len(data) + 150, "came": len(data) + 30}
    assert not state["is_done"]
    assert state["limits"]["piece_bytes"] == 8 * 1024 * 1024
