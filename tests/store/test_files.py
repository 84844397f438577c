from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kb.errors import DocumentError, Empty, StoreError, TooLarge, Unreachable
from kb.store.files import READ_AT_ONCE, Files, Original, measure, shown_size
from kb.store.folder import LEFTOVER_SECONDS

File = Callable[..., Path]


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return Files.open((tmp_path / "izvirniki").as_uri() if request.param == "folder" else "memory:///")


def _put(files: Files, path: Path) -> Original:
    original = measure(path, max_bytes=10**9)
    files.put(path, original)
    return original


def test_an_original_is_kept_under_its_checksum(file: File, tmp_path: Path) -> None:
    original = _put(Files.open((tmp_path / "izvirniki").as_uri()), file(text="č"))
    checksum = hashlib.sha256("č".encode()).hexdigest()
    assert original == Original(checksum, 2)
    assert (tmp_path / "izvirniki" / checksum[:2] / checksum[2:]).read_bytes() == "č".encode()
    assert list((tmp_path / "izvirniki" / "incoming").iterdir()) == []


def test_an_original_is_given_back_whole(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "veliko.bin"
    path.write_bytes(os.urandom(20_000_001))
    original = _put(files, path)
    assert b"".join(files.open_original(original.sha256)) == path.read_bytes()
    assert files.has(original)


def test_a_large_original_never_lies_in_memory_whole(tmp_path: Path) -> None:
    files = Files.open((tmp_path / "izvirniki").as_uri())
    path = tmp_path / "veliko.bin"
    path.write_bytes(os.urandom(20_000_001))
    assert max(map(len, files.open_original(_put(files, path).sha256))) < 5_000_000


def test_a_reader_of_files_gets_a_path(files: Files, file: File) -> None:
    original = _put(files, file(text="besedilo"))
    with files.path_for_reading(original.sha256) as path:
        assert path.read_text() == "besedilo"


def test_an_original_is_written_once(file: File, tmp_path: Path) -> None:
    files = Files.open((tmp_path / "izvirniki").as_uri())
    original = _put(files, file())
    kept = tmp_path / "izvirniki" / original.key
    before = kept.stat()
    _put(files, file("kopija.txt"))
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_many_at_once_keep_one(files: Files, file: File) -> None:
    path = file(text="x" * 3_000_000)
    original = measure(path, max_bytes=10**9)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: files.put(path, original), range(16)))
    assert b"".join(files.open_original(original.sha256)) == path.read_bytes()


def test_a_file_that_changes_while_it_is_copied_is_not_kept(files: Files, file: File) -> None:
    path = file(text="prej")
    original = measure(path, max_bytes=100)
    path.write_text("potem")
    with pytest.raises(Unreachable):
        files.put(path, original)
    assert not files.has(original)


def test_a_file_that_vanishes_before_it_is_copied_is_unreachable(files: Files, file: File) -> None:
    path = file()
    original = measure(path, max_bytes=100)
    path.unlink()
    with pytest.raises(Unreachable) as caught:
        files.put(path, original)
    assert caught.value.detail == "zapisnik.txt"


def test_a_missing_original_is_a_store_error(files: Files) -> None:
    with pytest.raises(StoreError):
        files.open_original("0" * 64)
    with pytest.raises(StoreError), files.path_for_reading("0" * 64):
        pass


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path, file: File) -> None:
    files = Files.open((tmp_path / "izvirniki").as_uri())
    (tmp_path / "izvirniki" / "incoming").write_text("ni mapa")
    with pytest.raises(StoreError):
        _put(files, file())


def test_what_a_killed_copy_left_is_swept_away_in_time(tmp_path: Path, file: File) -> None:
    incoming = tmp_path / "izvirniki" / "incoming"
    incoming.mkdir(parents=True)
    for name, age in (("staro#1", LEFTOVER_SECONDS + 60), ("novo#1", 60)):
        (incoming / name).write_text("pol")
        moment = (incoming / name).stat().st_mtime - age
        os.utime(incoming / name, (moment, moment))
    Files.open((tmp_path / "izvirniki").as_uri())
    assert [path.name for path in incoming.iterdir()] == ["novo#1"]


def test_the_folder_is_open_to_nobody_else(tmp_path: Path) -> None:
    Files.open((tmp_path / "izvirniki").as_uri())
    assert (tmp_path / "izvirniki").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "limit", "error"),
    [("", 100, Empty), ("x" * 101, 100, TooLarge), ("x" * 100, 100, None)],
)
def test_size_decides_what_is_taken(file: File, text: str, limit: int, error: type[DocumentError] | None) -> None:
    path = file(text=text)
    if error is None:
        assert measure(path, max_bytes=limit).size == len(text)
        return
    with pytest.raises(error):
        measure(path, max_bytes=limit)


@pytest.mark.parametrize("name", ["ni je", "nič\x00ni", "x" * 5000])
def test_what_cannot_be_opened_is_unreachable(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreachable):
        measure(tmp_path / name, max_bytes=100)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 kB"),
        (1025, "2 kB"),
        (512 * 1024**2, "512 MB"),
        (512 * 1024**2 + 1, "513 MB"),
        (3 * 1024**3, "3 GB"),
        (5000 * 1024**3, "5000 GB"),
    ],
)
def test_sizes_are_rounded_up(size: int, shown: str) -> None:
    assert shown_size(size) == shown


def test_many_files_are_taken_in_at_once_and_the_bad_ones_told(files: Files, file: File, tmp_path: Path) -> None:
    good = [file(f"{number}.txt", f"Seja {number}.") for number in range(20)]
    *taken, again, gone = files.take_in([*good, good[3], tmp_path / "ni je.txt"], max_bytes=100)
    assert again == taken[3]
    assert isinstance(gone, Unreachable)
    for path, original in zip(good, taken, strict=True):
        assert isinstance(original, Original)
        assert b"".join(files.open_original(original.sha256)) == path.read_bytes()


def test_small_and_large_files_are_measured_alike(files: Files, tmp_path: Path) -> None:
    paths = [tmp_path / "mala.bin", tmp_path / "velika.bin"]
    for path, size in zip(paths, (1000, READ_AT_ONCE + 1), strict=True):
        path.write_bytes(os.urandom(size))
    assert files.take_in(paths, max_bytes=10**9) == [measure(path, max_bytes=10**9) for path in paths]
    assert all(files.has(measure(path, max_bytes=10**9)) for path in paths)
