"""A mail server by its address: smtp://… (STARTTLS, unless it is on this machine) or smtps://… (TLS from the start)."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from kb.errors import MailFailed, WrongSetting

TIMEOUT_SECONDS = 20
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in; no password without an encrypted connection, but on this machine."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False

    def send(self, message: EmailMessage) -> bool:
        """Hands a letter in; False where the server refuses its address for good. Raises MailFailed."""
        try:
            with self._connected() as server:
                if not self.is_tls and self.host not in LOCAL:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _ in error.recipients.values()):
                return False
            raise MailFailed("SMTPRecipientsRefused") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailFailed(type(error).__name__) from error
        return True

    def _connected(self) -> smtplib.SMTP:
        if self.is_tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)


def mail_server(address: str) -> MailServer | None:
    """Gives the server at an address such as "smtp://kb:geslo@mail.obcina.si:587", None for "". Raises WrongSetting."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise WrongSetting("smtp") from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise WrongSetting("smtp (smtp://uporabnik:geslo@strežnik:587)")
    is_tls = parts.scheme == "smtps"
    own_port = 465 if is_tls else 587
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or own_port, user, password, is_tls)
