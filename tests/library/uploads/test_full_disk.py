"""A disk that is really full: what has come stays, the message is clear, and the upload goes on when there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NoRoom
from kb.library import open_library
from kb.library.uploads import UploadLimits, Uploads
from kb.model import Actor, Announced, UploadStage

ANA = Actor(1, "Ana")
MEBIBYTE = 1024 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB; the test is skipped where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, *, but: int = 0) -> Path:
    """Fills the disk up to some bytes."""
    path, free = disk / "polnilo", os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    path.write_bytes(bytes(max(0, free - but)))
    return path


def test_a_disk_that_fills_up_in_the_middle_keeps_what_has_come(disk: Path) -> None:
    data = os.urandom(6 * MEBIBYTE)
    with open_library(Settings(home=disk / "data", least_free_mb=1)) as library:
        uploads = Uploads(library._store, disk / "data" / "uploads", UploadLimits(reserve_bytes=0))
        batch = uploads.open(ANA).id
        (file,) = uploads.announce(batch, [Announced("velika.bin", len(data))])
        uploads.take(batch, file.id, offset=0, length=2 * MEBIBYTE, chunks=[data[: 2 * MEBIBYTE]])
        filler = fill(disk, but=3 * MEBIBYTE)
        rest = data[2 * MEBIBYTE :]
        chunks = (rest[start : start + 65_536] for start in range(0, len(rest), 65_536))
        with pytest.raises(NoRoom) as told:
            uploads.take(batch, file.id, offset=2 * MEBIBYTE, length=len(rest), chunks=chunks)
        assert "ni dovolj prostora" in str(told.value)
        assert uploads.file(batch, file.id).came == 2 * MEBIBYTE
        filler.unlink()
        whole = uploads.take(batch, file.id, offset=2 * MEBIBYTE, length=len(rest), chunks=[rest])
        assert whole.stage is UploadStage.KEPT
        uploads.close()


def test_a_write_that_fails_on_the_full_disk_is_taken_back(disk: Path) -> None:
    from kb.library.uploads.parts import Parts

    parts = Parts(disk / "uploads")
    parts.write(1, 0, [b"x" * 1000], length=1000)
    filler = fill(disk)
    with pytest.raises(NoRoom):
        parts.write(1, 1000, [bytes(MEBIBYTE)] * 4, length=4 * MEBIBYTE)
    assert parts.came(1) == 1000
    filler.unlink()
    assert parts.write(1, 1000, [b"y"], length=1) == 1001


def test_what_has_no_room_is_refused_before_it_is_sent_and_taken_when_there_is_room(disk: Path) -> None:
    with open_library(Settings(home=disk / "data", least_free_mb=1)) as library:
        filler = fill(disk, but=8 * MEBIBYTE)
        batch = library.uploads.open(ANA).id
        (file,) = library.uploads.announce(batch, [Announced("velika.bin", 20 * MEBIBYTE)])
        assert (file.stage, file.reason) == (UploadStage.REFUSED, "no-room")
        filler.unlink()
        (file,) = library.uploads.announce(batch, [Announced("velika.bin", 20 * MEBIBYTE)])
        assert (file.stage, file.reason) == (UploadStage.WAITING, "")
