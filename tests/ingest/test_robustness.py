"""Whatever the file, its reading ends with an outcome and a reason; the table is at the end of the test output.

The normal run takes a spread of the real trouble files, the hostile files that are quick, and some damaged
variants; the soak run takes all.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ingest import Sandbox
from tests.conftest import ROOT, SHARED
from tests.ingest.conftest import COLUMNS, Outcomes
from tests.ingest.hostile import HEAVY, MAKERS

LONGEST_SECONDS = 60
MOST_MEGABYTES = 1500
SPREAD = 80
_QUICK_BYTES = 150_000
TROUBLE = sorted(path for path in (SHARED / "robustness").rglob("*") if path.is_file())
# Old formats start LibreOffice each time: a second a file.
_OLD = (".doc", ".ppt", ".rtf")
_SMALL = [path for path in TROUBLE if path.stat().st_size < _QUICK_BYTES]
_NEW = [path for path in _SMALL if path.suffix not in _OLD]
SHORT = _NEW[:: max(1, len(_NEW) // SPREAD)]
SHORT_OLD = [path for path in _SMALL if path.suffix in _OLD][::20]
LEFT = [path for path in TROUBLE if path not in SHORT + SHORT_OLD]
CORPUS = sorted(path for path in (ROOT / "corpus" / "documents").rglob("*") if path.is_file())
QUICK = sorted(name for name in MAKERS.keys() - HEAVY if not name.endswith(_OLD))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pomnilnik se meri v Linuxu")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(seconds=4) as opened:
        yield opened


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    with Sandbox(seconds=LONGEST_SECONDS, memory_mb=MOST_MEGABYTES) as opened:
        yield opened


def assert_ends(outcomes: Outcomes, sandbox: Sandbox, path: Path, tmp_path: Path) -> None:
    """Checks outcome, reason and time, and that nothing is written but numbered files in the folder given for them."""
    into = tmp_path / "a" / "b" / "c" / "into"
    into.mkdir(parents=True)
    before, beside = set(tmp_path.rglob("*")), set(Path(tempfile.gettempdir()).iterdir())
    started = time.monotonic()
    outcome, reason = outcomes.of(sandbox, path, into)
    assert outcome in COLUMNS
    assert reason
    assert time.monotonic() - started < LONGEST_SECONDS + 5
    new = set(tmp_path.rglob("*")) - before
    assert {each.parent for each in new} <= {into}
    assert all(each.name.isdigit() and each.is_file() and not each.is_symlink() for each in new)
    appeared = {each.name for each in set(Path(tempfile.gettempdir()).iterdir()) - beside}
    assert not {name for name in appeared if "zlo" in name}


def assert_worker_is_small() -> None:
    import resource

    # The largest of all that this run has started, so that one look tells for the files before it too.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000 < MOST_MEGABYTES


@pytest.mark.skipif(not TROUBLE, reason="ni zbirke ../shared/data")
@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.name[:40])
def test_a_trouble_file_ends_with_a_reason(outcomes: Outcomes, sandbox: Sandbox, path: Path, tmp_path: Path) -> None:
    assert_ends(outcomes, sandbox, path, tmp_path)


@pytest.mark.skipif(not TROUBLE, reason="ni zbirke ../shared/data")
@pytest.mark.parametrize("path", SHORT_OLD, ids=lambda path: path.name[:40])
def test_an_old_trouble_file_ends_with_a_reason(
    outcomes: Outcomes, patient: Sandbox, path: Path, tmp_path: Path
) -> None:
    assert_ends(outcomes, patient, path, tmp_path)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_ends_with_a_reason(outcomes: Outcomes, sandbox: Sandbox, name: str, tmp_path: Path) -> None:
    MAKERS[name](tmp_path / name)
    assert_ends(outcomes, sandbox, tmp_path / name, tmp_path)
    assert_worker_is_small()


def damaged(whole: bytes, seed: int) -> bytes:
    """Gives a file cut short, or with some of its bits turned, or with a piece of itself copied elsewhere."""
    chance = random.Random(seed)
    raw = bytearray(whole)
    if seed % 3 == 0:
        return bytes(raw[: chance.randrange(1, len(raw))])
    if seed % 3 == 1:
        for _ in range(chance.choice((1, 10, 200))):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        return bytes(raw)
    at, to, size = (chance.randrange(len(raw)) for _ in range(3))
    raw[to : to + size // 10] = raw[at : at + size // 10]
    return bytes(raw)


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_file_ends_with_a_reason(outcomes: Outcomes, sandbox: Sandbox, seed: int, tmp_path: Path) -> None:
    whole = CORPUS[seed * 7 % len(CORPUS)]
    path = tmp_path / f"poškodovana{whole.suffix}"
    path.write_bytes(damaged(whole.read_bytes(), seed))
    assert_ends(outcomes, sandbox, path, tmp_path)


# --- the soak run ----------------------------------------------------------------------------------


@pytest.mark.soak
@pytest.mark.parametrize("path", LEFT, ids=lambda path: path.name[:40])
def test_every_trouble_file_ends_with_a_reason(
    outcomes: Outcomes, patient: Sandbox, path: Path, tmp_path: Path
) -> None:
    assert_ends(outcomes, patient, path, tmp_path)
    assert_worker_is_small()


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(MAKERS))
def test_every_hostile_file_ends_with_a_reason(outcomes: Outcomes, patient: Sandbox, name: str, tmp_path: Path) -> None:
    MAKERS[name](tmp_path / name)
    assert_ends(outcomes, patient, tmp_path / name, tmp_path)
    assert_worker_is_small()


@pytest.mark.soak
@pytest.mark.parametrize(
    "whole", [path for path in CORPUS + TROUBLE if path.suffix not in _OLD], ids=lambda path: path.name[:40]
)
def test_every_file_damaged_ends_with_a_reason(
    outcomes: Outcomes, patient: Sandbox, whole: Path, tmp_path: Path
) -> None:
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        path = folder / f"poškodovana{whole.suffix}"
        path.write_bytes(damaged(whole.read_bytes() or b"x", seed))
        assert_ends(outcomes, patient, path, folder)
