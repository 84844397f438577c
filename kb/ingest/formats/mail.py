"""Electronic mail (EML), by the standard library: its head, its text, and its attachments as documents of their own."""

from __future__ import annotations

import datetime as dt
import email
import email.errors
import email.header
import email.utils
from collections.abc import Iterator
from email.message import Message
from email.policy import Compat32
from pathlib import Path

from kb.errors import Locked, TooCostly
from kb.ingest.charset import decode
from kb.ingest.formats.inside import Inside
from kb.ingest.formats.letters import Head, body_blocks
from kb.ingest.sniff import EML
from kb.model import Block, Extract, Unit, UnitKind

ATTACHES = True
MOST_BYTES = 150_000_000
_MOST_PARTS = 2000
_DEEPEST = 20
_LONGEST_FIELD = 20_000
_LONGEST_SUBJECT = 2_000
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNED = ("signed-data", "certs-only")
_NO_FILES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


def read(path: Path, into: Path | None = None) -> Extract:
    """Gives one flowing text: the subject as heading, who to whom and when, then the letter.

    Of addresses it has the sender's and the receivers' and only where they have no names. Raises Locked
    where the letter is encrypted.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TooCostly(f"več kot {MOST_BYTES // 1_000_000} MB pošte")
    message = email.message_from_bytes(path.read_bytes().lstrip(b"\xef\xbb\xbf\r\n "), policy=_ShortFields())
    inside = Inside(into)
    head = _head(message)
    blocks = (*head.blocks(), *_body(message, inside))
    return Extract(
        EML,
        (Unit(UnitKind.TEXT, 1, blocks),),
        head.subject,
        warnings=inside.warnings,
        attachments=tuple(inside.attachments),
        is_partial=bool(inside.warnings) and into is not None,
    )


class _ShortFields(Compat32):
    """Cuts the fields of heads: what reads their words and parameters takes the square of their length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Gives the name and the value of a field, of a longer one its beginning."""
        name, value = super().header_source_parse(sourcelines)
        if len(value) <= _LONGEST_FIELD:
            return name, value
        cut = value[:_LONGEST_FIELD]
        return name, cut.rsplit(None, 1)[0] if " " in cut else cut


def _head(message: Message) -> Head:
    receivers = email.utils.getaddresses([_header(message, "To")])
    names = tuple(name or address for name, address in receivers if name or address)
    senders = email.utils.getaddresses([_header(message, "From")])
    sender = next((name or address for name, address in senders if name or address), "")
    subject = _header(message, "Subject")[:_LONGEST_SUBJECT]
    return Head(subject, sender, names, _sent(_header(message, "Date")))


def _header(message: Message, name: str) -> str:
    return _decoded(message.get(name) or "")


def _decoded(value: str | email.header.Header) -> str:
    """Gives a header with its words decoded, whatever charset they claim; raw bytes are taken for text of their own."""
    words = []
    try:
        parts = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        return str(value)
    for raw, charset in parts:
        content = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else raw
        words.append(decode(content, charset if charset and charset != "unknown-8bit" else ""))
    return " ".join("".join(words).split())


def _sent(value: str) -> dt.datetime | None:
    try:
        return email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        pass
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


def _body(message: Message, inside: Inside) -> Iterator[Block]:
    """Gives the blocks of the letter; hands everything that is a file to `inside`."""
    plain: list[str] = []
    pages: list[str] = []
    for count, part in enumerate(_parts(message, 0)):
        if count >= _MOST_PARTS:
            raise TooCostly(f"več kot {_MOST_PARTS} delov sporočila")
        sort = part.get_content_type()
        if _is_file(part):
            inside.put(_file_name(part), _content(part))
        elif sort == "text/html":
            pages.append(_text(part))
        elif sort.startswith("text/") and not pages and sort != "text/calendar":
            plain.append(_text(part))
    yield from body_blocks("\n\n".join(plain), "\n".join(pages))


def _parts(message: Message, depth: int) -> Iterator[Message]:
    sort = message.get_content_type()
    if sort in _ENCRYPTED and str(message.get_param("smime-type") or "").lower() not in _SIGNED:
        raise Locked
    inner = message.get_payload()
    if isinstance(inner, list) and sort != "message/rfc822" and depth < _DEEPEST:
        for part in inner:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)
    else:
        yield message


def _is_file(part: Message) -> bool:
    """Tells whether a part is a file of its own; pictures and signatures that belong to the text are none."""
    sort = part.get_content_type()
    if sort in _NO_FILES:
        return False
    disposition = (part.get_content_disposition() or "").lower()
    if disposition == "attachment" or sort == "message/rfc822":
        return True
    if part.get_content_maintype() == "image" and (part.get("Content-ID") or disposition == "inline"):
        return False
    return part.get_content_maintype() not in ("text", "multipart") or bool(_declared_name(part))


def _declared_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, TypeError, LookupError):
        return ""
    return _decoded(str(name)) if name else ""


def _file_name(part: Message) -> str:
    if name := _declared_name(part):
        return name
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return f"{_header(inner[0], 'Subject').replace('/', '-') or 'sporočilo'}.eml"
    return "priponka"


def _content(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(message.as_bytes() for message in inner if isinstance(message, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Message) -> str:
    return decode(_content(part), str(part.get_param("charset") or ""))
