"""ZIP archives: what is packed in them is written out, each file as a document of its own."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from kb.errors import Locked, TooCostly, Unreadable
from kb.ingest.formats.inside import MOST_BYTES, MOST_FILES, Inside, plain_name
from kb.ingest.sniff import ZIP
from kb.model import Block, BlockKind, Extract, Unit, UnitKind

ATTACHES = True
MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 150_000_000
MOST_RATIO = 250
_RATIO_FROM = 5_000_000
_DEEPEST = 1
_OF_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_UTF8_NAME = 0x800
_OFFICE = ("[content_types].xml", "_rels/.rels", "mimetype", "meta-inf/container.xml")


def read(path: Path, into: Path | None = None) -> Extract:
    """Gives the list of the packed files as one text, and the files as attachments; archives in it are opened once.

    Raises Locked where everything is encrypted, TooCostly where it is more than any honest archive holds.
    """
    unpacking = _Unpacking(Inside(into))
    with path.open("rb") as file:
        unpacking.unpack(file, "", 0)
    if unpacking.locked and not unpacking.names:
        raise Locked
    blocks = tuple(Block(BlockKind.ITEM, name, 1) for name in unpacking.names)
    warnings = (*unpacking.warnings(), *unpacking.inside.warnings)
    return Extract(
        ZIP,
        (Unit(UnitKind.TEXT, 1, blocks),),
        warnings=warnings,
        attachments=tuple(unpacking.inside.attachments),
        is_partial=bool(warnings) and into is not None,
    )


@dataclass(slots=True)
class _Unpacking:
    """One unpacking with its budget; gathers the names of what was found and of what could not be read."""

    inside: Inside
    names: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    deeper: list[str] = field(default_factory=list)
    left: int = MOST_BYTES

    def unpack(self, file: IO[bytes], folder: str, depth: int) -> None:
        """Takes the files of an archive, those of archives in it under the archive's name."""
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
            raise Unreadable("poškodovan arhiv ZIP") from error
        with archive:
            for member in _files(archive):
                name = folder + name_of(member)
                if member.flag_bits & 1:
                    self.locked.append(name)
                elif (content := self._content(archive, member)) is None:
                    self.broken.append(name)
                else:
                    self._take(name, content, depth)

    def _take(self, name: str, content: bytes, depth: int) -> None:
        if not _is_archive(content):
            self.names.append(name)
            self.inside.put(name, content)
        elif depth >= _DEEPEST:
            self.deeper.append(name)
        else:
            try:
                self.unpack(BytesIO(content), f"{name}/", depth + 1)
            except Unreadable:
                self.broken.append(name)

    def _content(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
        """Gives the bytes of a member, None where it is broken; sizes are checked before anything is opened."""
        if member.file_size > min(MOST_MEMBER_BYTES, self.left) or _is_bomb(member):
            raise TooCostly(f"{member.file_size // 1_000_000} MB v eni datoteki arhiva")
        self.left -= member.file_size
        try:
            return archive.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
            return None

    def warnings(self) -> Iterator[str]:
        """Gives a sentence for each thing that stays unread."""
        told = (
            ("Zaščiteno z geslom", self.locked),
            ("Poškodovano", self.broken),
            ("Arhiv v arhivu ni odprt", self.deeper),
        )
        for what, names in told:
            if names:
                yield f"{what}: {_listed(names)}."


def name_of(member: zipfile.ZipInfo) -> str:
    """Gives the name of a member with its folders; Slovene Windows writes it in code page 852 without saying so."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for charset in ("utf-8", "cp852") if raw else ():
            try:
                name = raw.decode(charset)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(map(plain_name, parts)) or plain_name(name)


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise TooCostly(f"{len(members)} datotek v arhivu")
    files = [member for member in members if _is_file(member)]
    if len(files) > MOST_FILES:
        raise TooCostly(f"{len(files)} datotek v arhivu")
    return files


def _is_file(member: zipfile.ZipInfo) -> bool:
    """Tells whether a member is a file that a person packed: no folder, no link, nothing left behind by a system."""
    mode = member.external_attr >> 16
    if member.is_dir() or stat.S_ISLNK(mode) or not member.file_size:
        return False
    return not any(member.filename.startswith(mark) or member.filename.endswith(mark) for mark in _OF_SYSTEMS)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _RATIO_FROM and member.file_size > MOST_RATIO * max(member.compress_size, 1)


def _is_archive(content: bytes) -> bool:
    """Tells whether bytes are an archive, and no office file, which is a ZIP too."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
        return False
    return not names.intersection(_OFFICE)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
