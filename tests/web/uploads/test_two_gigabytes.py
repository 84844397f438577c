"""A file of two gigabytes, cut off in the middle by the death of the server: it goes on, and is never in memory."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.uploads.conftest import Served, part_of

MEBIBYTE = 1024 * 1024
SIZE = 2048 * MEBIBYTE
PATTERN = bytes(range(256)) * 4096


def content(offset: int, length: int) -> bytes:
    """Gives bytes of the file, which nobody has whole."""
    start = offset % len(PATTERN)
    return (PATTERN * (length // len(PATTERN) + 2))[start : start + length]


def checksum() -> str:
    digest = hashlib.sha256()
    for _ in range(SIZE // len(PATTERN)):
        digest.update(PATTERN)
    return digest.hexdigest()


@pytest.mark.soak
def test_two_gigabytes_survive_a_death_and_never_lie_in_memory(serve: Callable[..., Served]) -> None:
    served = serve()
    sender = served.sender()
    batch = sender.open()
    (file,) = sender.announce(batch, [("velika.bin", SIZE)])
    before = served.peak_mb()
    now, killed = file, False
    while now["wanted"]:
        if now["offset"] > SIZE // 2 and not killed:
            served.kill()
            served.start()
            killed = True
            now = sender.file(batch, file["id"])
            assert now["offset"] > SIZE // 2
        now = sender.put(
            batch, file["id"], now["offset"], content(now["offset"], min(8 * MEBIBYTE, SIZE - now["offset"]))
        )
    assert served.peak_mb() - before < 100
    until = time.monotonic() + 120
    while now["stage"] == "checking" and time.monotonic() < until:
        time.sleep(0.5)
        now = sender.file(batch, file["id"])
    sender.close()
    assert (now["stage"], now["sha256"]) == ("kept", checksum())
    kept = served.home / "originals" / now["sha256"][:2] / now["sha256"][2:]
    assert kept.stat().st_size == SIZE
    assert not part_of(served.home, file["id"]).exists()
    assert on_disk(served.home / "uploads") == 0


def on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
