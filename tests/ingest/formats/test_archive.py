"""ZIP archives of documents."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from kb.errors import Locked, TooCostly
from kb.ingest import extract
from kb.ingest.formats.archive import read
from kb.ingest.sniff import ZIP, recognise
from tests.ingest.making import docx, package, paragraph, texts_of, written


def packed(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def encrypted(raw: bytes, *names: bytes) -> bytes:
    """Sets the flag of encryption on members, in their own heads and in the directory."""
    changed = bytearray(raw)
    for mark, flags, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = changed.find(mark)
        while at >= 0:
            if any(changed[at + name_at :].startswith(name) for name in names):
                changed[at + flags] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def test_packed_files_are_listed_and_written_out(tmp_path: Path) -> None:
    inner = docx(tmp_path / "a.docx", paragraph("Odlok")).read_bytes()
    path = written(tmp_path / "a.zip", packed({"gradivo/odlok.docx": inner, "beri.txt": b"Beri", "prazno/": b""}))
    assert recognise(path) == ZIP
    found = read(path, tmp_path)
    assert [(one.name, one.file) for one in found.attachments] == [("odlok.docx", "0001"), ("beri.txt", "0002")]
    assert (tmp_path / "0001").read_bytes() == inner
    assert texts_of(path) == ["gradivo/odlok.docx", "beri.txt"]


def test_an_archive_in_an_archive_is_opened_once_and_a_third_one_is_told(tmp_path: Path) -> None:
    third = packed({"globoko.txt": b"x"})
    second = packed({"drugi.txt": b"dva", "tretji.zip": third})
    found = read(written(tmp_path / "a.zip", packed({"prvi.txt": b"ena", "drugi.zip": second})), tmp_path)
    assert [one.name for one in found.attachments] == ["prvi.txt", "drugi.txt"]
    assert found.warnings == ("Arhiv v arhivu ni odprt: drugi.zip/tretji.zip.",)
    assert found.is_partial


def test_names_never_become_paths(tmp_path: Path) -> None:
    into = tmp_path / "ven"
    into.mkdir()
    names = {"../../uide.txt": b"1", "/etc/passwd": b"2", "C:\\Windows\\a.txt": b"3", "..": b"4", "a\x1b[2J.txt": b"5"}
    found = read(written(tmp_path / "a.zip", packed(names)), into)
    assert sorted(path.name for path in into.iterdir()) == ["0001", "0002", "0003", "0004", "0005"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "ven"]
    assert [one.name for one in found.attachments] == ["uide.txt", "passwd", "a.txt", "brez imena", "a[2J.txt"]


def test_names_in_the_code_page_of_slovene_windows_are_read(tmp_path: Path) -> None:
    raw = packed({"zcpan.txt": b"x"}).replace(b"zcpan.txt", "žčpan.txt".encode("cp852"))
    assert texts_of(written(tmp_path / "a.zip", raw)) == ["žčpan.txt"]


def test_an_encrypted_archive_is_locked_and_a_mixed_one_is_read_in_part(tmp_path: Path) -> None:
    raw = packed({"skrito.txt": b"x", "vidno.txt": b"y"})
    with pytest.raises(Locked):
        extract(written(tmp_path / "a.zip", encrypted(raw, b"skrito", b"vidno")))
    found = read(written(tmp_path / "b.zip", encrypted(raw, b"skrito")), tmp_path)
    assert [one.name for one in found.attachments] == ["vidno.txt"]
    assert (found.warnings, found.is_partial) == (("Zaščiteno z geslom: skrito.txt.",), True)


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(TooCostly):
        read(written(tmp_path / "a.zip", packed({"bomba.txt": bytes(20_000_000)})), tmp_path)
    inner = packed({"bomba.txt": bytes(20_000_000)})
    with pytest.raises(TooCostly):
        read(written(tmp_path / "b.zip", packed({"v.zip": inner})), tmp_path)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooCostly):
        read(written(tmp_path / "a.zip", packed({f"{at}.txt": b"x" for at in range(1001)})), tmp_path)


def test_links_and_what_systems_leave_behind_are_no_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("povezava.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("__MACOSX/._a.txt", "x")
        archive.writestr("a.txt", "besedilo")
    assert [one.name for one in read(path, tmp_path).attachments] == ["a.txt"]


def test_a_broken_member_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = package(tmp_path / "a.zip", {"cel.txt": "besedilo" * 9, "zlomljen.txt": "besedilo" * 9})
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"zlomljen.txt", 0, raw.find(b"PK\x01\x02")) + len(b"zlomljen.txt")
    raw[at : at + 6] = b"\xff" * 6
    found = read(written(tmp_path / "b.zip", bytes(raw)), tmp_path)
    assert [one.name for one in found.attachments] == ["cel.txt"]
    assert found.warnings == ("Poškodovano: zlomljen.txt.",)
