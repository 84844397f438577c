"""The outbox: a folder of letters (.eml) that a mail program can open; with a server they leave it as they are sent."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path

from kb.errors import MailFailed, StoreError
from kb.mail.letters import Letter
from kb.mail.server import MailServer

SENDER_NAMES = {"sl": "Zbirka znanja SOS", "en": "SOS Knowledge Base"}
WAITING, SENDING, REFUSED = ".eml", ".sending", ".refused"
STALE_SECONDS = 600
"""Age after which a letter that somebody began to send is sent by another."""


class Post:
    """Takes letters and sends them. Without a server they stay in the folder; only its owner can read them there."""

    def __init__(self, folder: Path, *, server: MailServer | None = None, sender: str = "kb@localhost") -> None:
        self._folder = folder
        self._server = server
        self._sender = sender

    @property
    def sends(self) -> bool:
        """Tells whether letters leave the folder."""
        return self._server is not None

    def put(self, letter: Letter) -> Path:
        """Puts a letter into the folder and gives its file. Raises StoreError."""
        message = self._message(letter)
        name = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        unfinished, finished = self._folder / f"{name}.part", self._folder / f"{name}{WAITING}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.touch(mode=0o600, exist_ok=False)
            unfinished.write_bytes(message.as_bytes(policy=policy.SMTP))
            unfinished.rename(finished)
        except OSError as error:
            raise StoreError(error.strerror or "outbox") from error
        return finished

    def deliver(self) -> int:
        """Sends what waits, the oldest first, and gives how many letters went. Raises MailFailed; the rest waits then.

        A letter whose address the server refuses is put aside (.refused), so that it does not hold up the others.
        """
        if self._server is None:
            return 0
        self._take_back_stale()
        return sum(self._send(path) for path in sorted(self._folder.glob(f"*{WAITING}")))

    def waiting(self) -> int:
        """Gives how many letters are in the folder, sent by nobody yet."""
        return sum(1 for _ in self._folder.glob(f"*{WAITING}"))

    def _send(self, path: Path) -> bool:
        sending = path.with_suffix(SENDING)
        try:
            path.rename(sending)
            os.utime(sending)
        except FileNotFoundError:
            return False
        try:
            with sending.open("rb") as file:
                message = BytesParser(policy=policy.SMTP).parse(file)
            is_taken = self._server is not None and self._server.send(message)
        except (OSError, MailFailed) as error:
            sending.rename(path)
            raise error if isinstance(error, MailFailed) else MailFailed(type(error).__name__) from error
        if is_taken:
            sending.unlink(missing_ok=True)
        else:
            sending.rename(path.with_suffix(REFUSED))
        return is_taken

    def _take_back_stale(self) -> None:
        for path in self._folder.glob(f"*{SENDING}"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > STALE_SECONDS:
                    path.rename(path.with_suffix(WAITING))

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = formataddr((SENDER_NAMES[letter.language], self._sender))
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(dt.datetime.now(dt.UTC))
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text, cte="quoted-printable")
        message["Content-Language"] = letter.language
        return message
