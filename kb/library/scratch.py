"""Folders for what is needed only while a file is read: in the data folder, named after the process they belong to.

A process that is killed leaves its folders behind; whoever starts next finds them by the name and removes them.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from kb.store import is_dead, worker_name

_PARTS = "~"


class Scratch:
    """Folders for the time being, in `folder`; without one in the temporary folder of the system."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(folder)
        self._prefix = worker_name().replace(":", _PARTS) + _PARTS

    def new(self) -> AbstractContextManager[str]:
        """Gives the path of an empty folder that lasts as long as the block."""
        return tempfile.TemporaryDirectory(prefix=self._prefix, dir=self.folder, ignore_cleanup_errors=True)


def sweep(folder: Path) -> None:
    """Removes the folders of processes of this host that live no more."""
    for path in folder.iterdir():
        worker, parts, _ = path.name.rpartition(_PARTS)
        if parts and is_dead(worker.replace(_PARTS, ":")):
            shutil.rmtree(path, ignore_errors=True)
