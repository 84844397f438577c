"""Bytes by coverage at what reads bytes from outside: `python -m bench.fuzz TARGET SECONDS [FOLDER]`.

A run ends with code 0 when the time is over, and with the input that broke the target when an exception came
out that may not. What it learns is kept in FOLDER, where one is given. Needs atheris, which has wheels for some
Pythons on Linux only; nothing else of the project depends on it.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kb.ingest"]):
    from bench.targets import ALLOWED, SEEDS, TARGETS

_LONGEST = 20_000


def main(name: str, seconds: str, kept: str = "") -> None:
    """Runs a target; does not come back."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        path, seeds = Path(folder) / "file", Path(folder) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate(SEEDS[name]):
            (seeds / str(number)).write_bytes(seed)

        def once(raw: bytes) -> None:
            try:
                TARGETS[name](raw, path)
            except ALLOWED:
                return

        limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-artifact_prefix={folder}/", "-timeout=60"]
        atheris.Setup([sys.argv[0], *limits, *filter(None, [kept, str(seeds)])], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
