"""What every test can ask for: a library over a new folder, and the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings
from kb.library import Library, open_library

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "data")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with open_library(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared/data is not there")
    return SHARED


class Command:
    """Runs `kb` as a process of its own in a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "KB_HOME": str(home), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
        self.words = [sys.executable, "-m", "kb"]

    def __call__(self, *words: str | Path, code: int = 0, stdin: str | None = None) -> str:
        done = subprocess.run(
            [*self.words, *map(str, words)],
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.told = done.stderr
        return done.stdout

    def json(self, *words: str | Path, code: int = 0, stdin: str | None = None) -> Any:
        return json.loads(self(*words, "--json", code=code, stdin=stdin))

    def start(self, *words: str | Path, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.words, *map(str, words)],
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )


@pytest.fixture
def kb(tmp_path: Path) -> Command:
    return Command(tmp_path / "data")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file below the test's folder and gives its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command line over a data folder that holds the whole sample corpus; read it, do not write to it."""
    command = Command(tmp_path_factory.mktemp("corpus") / "data")
    command("add", ROOT / "corpus")
    return command
