"""Other processes that the tests of the embedded index start, with the folder of the index in their hands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[3]
_OPENING = """
import os, pathlib, signal, sys
from kb.search.embedded import open_index
from tests.search.questions import ask, document, found
folder = pathlib.Path(sys.argv[1])
"""


def other_process(folder: Path, script: str, *arguments: str) -> subprocess.Popen[str]:
    """Starts `script` in another Python."""
    command = [sys.executable, "-W", "ignore", "-c", _OPENING + script, str(folder), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    """Gives the first line that another process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def said(folder: Path, script: str, *arguments: str) -> list[str]:
    """Gives the words that another Python prints until it ends well."""
    with other_process(folder, script, *arguments) as process:
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 0, told
    return told.split()
