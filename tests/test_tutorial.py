"""The tutorial does what it says: its commands are run one after the other, and print what it shows."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|text)\n(.*?)^```", TUTORIAL, re.MULTILINE | re.DOTALL)
SCRIPTS = [(text, "".join(shown for kind, shown in BLOCKS[at + 1 : at + 2] if kind == "text"))
           for at, (kind, text) in enumerate(BLOCKS) if kind == "sh"]  # fmt: skip
FOUND = "/iskanje?q=modra+lu%C4%8D"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is as a clone after its set-up: everything that `make run` asks for, and no data."""
    folder = tmp_path_factory.mktemp("klon")
    for name in ("corpus", "Makefile", "scripts", "pyproject.toml", "requirements.lock"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / "ready").touch()
    return folder


def environment() -> dict[str, str]:
    """Gives the environment of somebody who has set nothing of kb; the server takes any free port."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return {**mine, "KB_PORT": "0", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}


def assert_shown(printed: str, shown: str) -> None:
    """Asserts that the lines that the tutorial shows are printed in their order."""
    lines = iter(printed.splitlines())
    for line in filter(None, map(str.strip, shown.splitlines())):
        pattern = ".*".join(re.escape(part) for part in re.sub(r":\d{4} ", ":… ", line).split("…"))
        assert any(re.search(pattern, each) for each in lines), f"not printed: {line}\n{printed}"


@pytest.mark.skipif(sys.platform == "win32", reason="the tutorial is for a shell")
def test_the_tutorial_does_what_it_says(clone: Path) -> None:
    (first, told), *others = SCRIPTS
    assert len(others) >= 4
    running = subprocess.Popen(
        ["bash", "-c", first],
        cwd=clone,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert running.stdout
        printed = ""
        while running.poll() is None and "Ctrl-C" not in printed:
            printed += running.stdout.readline()
        assert_shown(printed, told)
        [address] = re.findall(r"http://[\d.:]+", printed)
        with urlopen(address + FOUND) as answer:
            assert "Odpri na prosojnici 6" in answer.read().decode()
    finally:
        os.killpg(running.pid, signal.SIGINT)
        running.communicate(timeout=60)
    words = "set -e\n" + "\n".join(f"{text}echo; echo === {at}" for at, (text, _) in enumerate(others))
    done = subprocess.run(["bash", "-c", words], cwd=clone, env=environment(), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    for printed, (_, told) in zip(re.split(r"=== \d+\n", done.stdout), others, strict=False):
        assert_shown(printed, told)
