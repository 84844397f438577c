"""`kb audit` as a person at a terminal uses it, and what the server program writes down of who asks."""

from __future__ import annotations

import http.client
import json
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.conftest import Command

PASSWORD = "dolgo in varno geslo"


@pytest.fixture
def worked(kb: Command, tmp_path: Path) -> Command:
    """A collection in which something has been done."""
    file = tmp_path / "zapisnik.txt"
    file.write_text("Zapisnik prve seje odbora. " * 20, encoding="utf-8")
    kb("users", "add", "ana@obcina.si", "--administrator", stdin=f"{PASSWORD}\n")
    kb("add", file, "--title", "Zapisnik", "--visibility", "staff")
    kb("acts", "set", "ZPrim", "--title", "Zakon o primeru")
    return kb


def test_the_log_is_listed_narrowed_exported_and_proved(worked: Command, tmp_path: Path) -> None:
    worked("show", "1")
    said = worked("audit", "list")
    shown = ("predpis ZPrim: dodano", "gradivo Zapisnik (1): ogled", "gradivo Zapisnik (1): dodano")
    for words in (*shown, "dostop: samo sekretariat"):
        assert words in said, said
    rows = worked.json("audit", "list", "--subject", "act:ZPrim")
    assert [(row["deed"], row["actor"], row["after"]["title"]) for row in rows] == [("added", "kb", "Zakon o primeru")]
    assert worked.json("audit", "list", "--who", "ana") == []
    assert len(worked.json("audit", "list", "--who", "kb", "--deed", "viewed", "--from", "1. 1. 2020")) == 1
    for name, count in (("sled.jsonl", 4), ("sled.csv", 6)):
        worked("audit", "export", tmp_path / name)
        assert len((tmp_path / name).read_text(encoding="utf-8").splitlines()) == count
    worked("audit", "export", tmp_path / "sled.txt", code=2)
    assert "Revizijska sled je cela" in worked("audit", "verify")


def test_short_names_are_told_in_words_as_on_the_page(worked: Command) -> None:
    worked("users", "add", "odbor@obcina.si", "--role", "body-member", "--body", "k-okolje", stdin=f"{PASSWORD}\n")
    said = worked("audit", "list", "--deed", "added")
    assert "organi: Komisija za okolje" in said, said
    assert "k-okolje" not in said


def test_a_changed_row_is_named_with_exit_code_1(worked: Command, tmp_path: Path) -> None:
    worked("backup", tmp_path / "kopija.zip")
    assert "cela" in worked("audit", "verify", "--backup", tmp_path / "kopija.zip")
    connection = sqlite3.connect(worked.home / "kb.db")
    connection.execute("DROP TRIGGER audit_unchanged")
    connection.execute("""UPDATE audit SET "after" = replace("after", 'staff', 'public') WHERE subject = 'document'""")
    connection.commit()
    connection.close()
    assert "Vrstica 2 je bila spremenjena." in worked("audit", "verify", code=1)
    told = json.loads(worked("audit", "verify", "--json", code=1))
    assert (told["flaw"], told["row"]) == ("changed", 2)


def test_a_name_is_taken_out_of_the_log(worked: Command) -> None:
    assert "oseba 1" in worked("audit", "forget-name", "ana@obcina.si")
    assert "cela" in worked("audit", "verify")


def test_what_the_server_writes_down_tells_nothing_of_who_asks(worked: Command) -> None:
    """Questions, addresses, passwords, secrets of links and forged headers: none of them is in its log."""
    server = worked.start("serve", KB_PORT="0")
    assert server.stdout is not None
    address = next(found[1] for line in server.stdout if (found := re.search(r"http://([^/\s]+)", line)))
    told = {"X-Forwarded-For": "203.0.113.77", "User-Agent": "Brskalnik-Ane"}
    try:
        with closing(http.client.HTTPConnection(address, timeout=60)) as connection:

            def ask(path: str, **form: str) -> str:
                method, body = ("POST", urlencode(form)) if form else ("GET", None)
                sent = {**told, **({"Content-Type": "application/x-www-form-urlencoded"} if form else {})}
                connection.request(method, path, body=body, headers=sent)
                answer = connection.getresponse()
                if cookie := answer.getheader("Set-Cookie"):
                    told["Cookie"] = cookie.partition(";")[0]
                return answer.read().decode()

            mark = re.search(r'name="obrazec" value="(\w+)"', ask("/prijava"))
            assert mark
            ask("/iskanje?q=" + quote("skrivnostno vprašanje 031 123 456"))
            ask("/povabilo/skrivnost-povabila")
            ask("/prijava", obrazec=mark[1], email="nekdo@obcina.si", geslo="moje tajno geslo")
            ask("/prijava", obrazec=mark[1], email="ana@obcina.si", geslo=PASSWORD)
            ask("/gradivo/1")
            ask("/gradivo/1/slika/99/200.webp")
            connection.request("GET", "/%00%ff" + "x" * 3000, headers=told)
            connection.getresponse().read()
    finally:
        server.send_signal(signal.SIGTERM)
        said = "".join(map(str, server.communicate(timeout=60)))
    for personal in (
        "203.0.113", "127.0.0.1 -", "obcina.si", "Brskalnik", "skrivnost", "vprašanje", "tajno", PASSWORD, "031"
    ):  # fmt: skip
        assert personal not in said, said
    rows = worked.json("audit", "list", "--limit", "4")
    assert [row["deed"] for row in rows if row["deed"] != "downloaded"][:3] == ["viewed", "signed-in", "sign-in-failed"]
    assert "203.0.113" not in json.dumps(rows)
