"""Folders for the time being, and what processes that were killed have left of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kb.library.scratch import Scratch

CODE = """
import os, sys
from pathlib import Path
from kb.library.scratch import Scratch
held = Scratch(Path(sys.argv[1])).new()
folder = held.__enter__()
Path(folder, "priloga.pdf").write_text("x")
os._exit(9)
"""


def test_a_folder_lasts_as_long_as_its_block(tmp_path: Path) -> None:
    with Scratch(tmp_path / "tmp").new() as folder:
        assert Path(folder).parent == tmp_path / "tmp"
        (Path(folder) / "priloga.pdf").write_text("x")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_what_a_killed_process_has_left_is_swept_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CODE, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 1
    Scratch(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_of_processes_that_live_are_left_alone(tmp_path: Path) -> None:
    with Scratch(tmp_path).new() as folder:
        Scratch(tmp_path)
        assert Path(folder).is_dir()


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "zapiski").mkdir()
    (tmp_path / "a~b").write_text("x")
    Scratch(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
