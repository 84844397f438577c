"""Letters: what they say, the outbox, and a real SMTP conversation with a small server."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from kb.errors import MailFailed, StoreError, WrongSetting
from kb.mail import Letter, MailServer, Post, invitation, mail_server, new_password, password_changed

LETTER = Letter("ana@občina.si".replace("č", "c"), "Geslo za č, š, ž", "Pozdravljeni!\n\nPovezava: https://a.si/x\n")


class Server(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is handed, and refuses addresses that begin with "ni"."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[bytes] = []
        self.is_broken = False


class _Conversation(socketserver.StreamRequestHandler):
    server: Server

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 preizkus")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                self.say("250 preizkus")
            elif self.server.is_broken:
                self.say("451 pozneje")
            elif verb == "RCPT" and "<ni" in line:
                self.say("550 ni takega")
            elif verb == "DATA":
                self.say("354 naprej")
                self.server.taken.append(self.letter())
                self.say("250 sprejeto")
            elif verb == "QUIT":
                self.say("221 nasvidenje")
                return
            else:
                self.say("250 dobro")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as started:
        threading.Thread(target=started.serve_forever, daemon=True).start()
        yield started
        started.shutdown()


@pytest.fixture
def post(tmp_path: Path, server: Server) -> Post:
    return Post(tmp_path / "outbox", server=MailServer("127.0.0.1", server.server_address[1]), sender="kb@obcina.si")


def test_without_a_server_a_letter_is_a_file_that_only_the_owner_reads(tmp_path: Path) -> None:
    post = Post(tmp_path / "outbox")
    file = post.put(LETTER)
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    assert (message["To"], message["Subject"], message["Content-Language"]) == (LETTER.to, LETTER.subject, "sl")
    assert message.get_content().splitlines() == LETTER.text.splitlines()  # type: ignore[attr-defined]
    assert file.stat().st_mode & 0o077 == 0
    assert (post.deliver(), post.waiting(), post.sends) == (0, 1, False)


def test_a_letter_goes_by_smtp_and_leaves_the_folder(post: Post, server: Server) -> None:
    post.put(LETTER)
    assert (post.deliver(), post.waiting(), post.deliver()) == (1, 0, 0)
    message = BytesParser(policy=policy.default).parsebytes(server.taken[0])
    assert (message["Subject"], message["From"]) == (LETTER.subject, "Zbirka znanja SOS <kb@obcina.si>")


def test_a_server_that_is_down_loses_no_letter(post: Post, server: Server) -> None:
    server.is_broken = True
    post.put(LETTER)
    with pytest.raises(MailFailed):
        post.deliver()
    assert post.waiting() == 1
    server.is_broken = False
    assert (post.deliver(), post.waiting()) == (1, 0)


def test_a_refused_address_does_not_hold_up_the_others(post: Post, server: Server, tmp_path: Path) -> None:
    for address in ("ni@obcina.si", "ana@obcina.si"):
        post.put(Letter(address, "Zadeva", "Besedilo\n"))
    assert post.deliver() == 1
    assert [file.suffix for file in (tmp_path / "outbox").iterdir()] == [".refused"]


def test_nothing_listening_is_a_named_error(tmp_path: Path) -> None:
    post = Post(tmp_path, server=MailServer("127.0.0.1", 9))
    post.put(LETTER)
    with pytest.raises(MailFailed, match="ConnectionRefusedError"):
        post.deliver()


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("ni mapa")
    with pytest.raises(StoreError):
        Post(tmp_path / "outbox").put(LETTER)


def test_a_line_break_in_an_address_or_name_makes_no_header(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"(?i)header|newline|linefeed"):
        Post(tmp_path).put(Letter("ana@obcina.si\r\nBcc: vsi@obcina.si", "x", "y"))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("", None),
        ("smtp://mail.obcina.si", MailServer("mail.obcina.si", 587)),
        ("smtp://kb:a%40b@mail.obcina.si:25", MailServer("mail.obcina.si", 25, "kb", "a@b")),
        ("smtps://mail.obcina.si", MailServer("mail.obcina.si", 465, is_tls=True)),
    ],
)
def test_a_server_is_told_by_its_address(address: str, wanted: MailServer | None) -> None:
    assert mail_server(address) == wanted


@pytest.mark.parametrize("address", ["mail.obcina.si", "http://mail", "smtp://", "smtp://mail:x"])
def test_an_address_that_is_no_server_is_named_without_its_password(address: str) -> None:
    with pytest.raises(WrongSetting):
        mail_server(address)


Writes = Callable[..., Letter]


@pytest.mark.parametrize("language", ["sl", "en"])
@pytest.mark.parametrize(
    ("writes", "more"), [(invitation, {"days": 7}), (new_password, {"hours": 2}), (password_changed, {})]
)
def test_every_letter_names_the_person_and_has_its_link_on_a_line_of_its_own(
    writes: Writes, more: dict[str, int], language: str
) -> None:
    letter = writes(address="ana@obcina.si", name="Ana {x}", link="https://a.si/povabilo/x", language=language, **more)
    assert "Ana {x}" in letter.text
    assert "\nhttps://a.si/povabilo/x\n" in letter.text
    assert letter.language == language


@pytest.mark.parametrize(("hours", "said"), [(1, "1 uro"), (2, "2 uri"), (3, "3 ure"), (5, "5 ur")])
def test_times_are_in_the_right_form(hours: int, said: str) -> None:
    assert f"velja {said} " in new_password(address="a@b.si", name="A", link="x", hours=hours).text
