"""What the tests of the store can ask for: a clock that stands still, a store over a new folder, files to keep."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.store import Store
from tests.store.making import StandingClock, open_store


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store as it is when it has just been made; to be copied, because making one takes a while."""
    folder = tmp_path_factory.mktemp("nova")
    open_store(folder).close()
    return folder


@pytest.fixture
def home(tmp_path: Path, new_store: Path) -> Path:
    """The folder of a new store that is not open."""
    return Path(shutil.copytree(new_store, tmp_path / "zbirka č"))


@pytest.fixture
def store(home: Path, clock: StandingClock) -> Iterator[Store]:
    with open_store(home, clock=clock) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file and gives its path."""

    def written(name: str = "zapisnik.txt", text: str = "Prva seja.") -> Path:
        path = tmp_path / "prejeto" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def dead_worker() -> str:
    """The name of a process of this host that has ended."""
    code = "from kb.store.workers import worker_name; print(worker_name())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
