"""Files inside files: written out under numbers, so that no name that a sender or packer chose ever becomes a path."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kb.ingest.charset import decode
from kb.ingest.compound import MAGIC, Compound
from kb.model import Attachment
from kb.slovene.counted import category

MOST_FILES = 1000
MOST_BYTES = 400_000_000
_LONGEST_NAME = 200
_DOCUMENTS = (b"PK\x03\x04", b"%PDF")
_OFFICE = ("Word.", "PowerPoint.", "Excel.", "Outlook.", "MailMsgAtt")
_PACKED = ("Package", "AcroExch.", "Acrobat.")
_UNREAD = (
    "Vložena datoteka ni prebrana",
    "Vloženi datoteki nista prebrani",
    "Vložene datoteke niso prebrane",
    "Vloženih datotek ni prebranih",
)


@dataclass(slots=True)
class Inside:
    """The files that one file holds, in their order; without a folder `into` they are only counted."""

    into: Path | None
    attachments: list[Attachment] = field(default_factory=list)
    left_out: int = 0
    _size: int = 0

    def put(self, name: str, content: bytes) -> None:
        """Writes a file out as the next number; one over the budget of files or bytes is counted as left out."""
        if self.into is None or len(self.attachments) >= MOST_FILES or self._size + len(content) > MOST_BYTES:
            self.left_out += 1
            return
        self._size += len(content)
        file = f"{len(self.attachments) + 1:04d}"
        (self.into / file).write_bytes(content)
        self.attachments.append(Attachment(plain_name(name), file, len(content)))

    def embed(self, name: str, content: bytes, program: str) -> None:
        """Puts a document that was set into another one; `program` made it, as "Word.Document.12" or "Equation.3".

        Formulas and drawings of other programs are shown by their pictures and are no documents.
        """
        if content.startswith(_DOCUMENTS) or (content.startswith(MAGIC) and program.startswith(_OFFICE)):
            self.put(name, content)
        elif content.startswith(MAGIC) and (packed := _unpacked(content)):
            self.put(*packed)
        elif program.startswith(_PACKED):
            self.left_out += 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """Gives a warning that counts what was left out, () where nothing was."""
        if not self.left_out:
            return ()
        return (f"{_UNREAD[category(self.left_out)]} ({self.left_out}).",)


def _unpacked(content: bytes) -> tuple[str, bytes] | None:
    """Gives the name and bytes of the file that an object of Windows' packager or of Acrobat holds, else None."""
    with Compound(content) as compound:
        streams = compound.children()
        if (whole := streams.get("CONTENTS")) and (inner := compound.read(whole)).startswith(_DOCUMENTS):
            return "priponka", inner
        native = streams.get("\x01Ole10Native")
        raw = compound.read(native) if native else b""
    name_at, path_at = 6, raw.find(b"\0", 6) + 1
    # After the names stand four bytes, the length of another path and that path, then the length of the file.
    path_length_at = raw.find(b"\0", path_at) + 5
    if not path_at or path_length_at < 5 or len(raw) < path_length_at + 4:
        return None
    size_at = path_length_at + 4 + int.from_bytes(raw[path_length_at : path_length_at + 4], "little")
    size = int.from_bytes(raw[size_at : size_at + 4], "little")
    inner = raw[size_at + 4 : size_at + 4 + size]
    return (decode(raw[name_at : path_at - 1]), inner) if inner and len(inner) == size else None


def plain_name(name: str) -> str:
    """Gives the last part of a name that a program wrote, without characters that no name should have.

    >>> plain_name("../../etc/passwd"), plain_name("C:\\\\Vabila\\\\vabilo.docx")
    ('passwd', 'vabilo.docx')
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    printed = "".join(character for character in last if character.isprintable())[:_LONGEST_NAME].strip()
    return printed if printed.strip(".") else "brez imena"
