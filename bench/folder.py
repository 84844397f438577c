"""Folders taken by `kb add` and by `recollindex` of Debian, in turns: documents a minute, CPU, wall.

    python -m bench.folder [--folder mixed|sized] [--files 400] [--runs 3] [--json]

Two folders of PDF, DOCX, PPTX and HTML, as many of each: «mixed» are our samples and the test files of other projects,
most of them one to three pages (bench/mixing.py); «sized» are as long as municipal documents are, of real text, written
by LibreOffice and python-pptx (bench/sized.py). None needs OCR, which recoll does not do by default.

Both programs are whole processes with all that they start, on all cores, extraction and indexing together, into an
empty index, and both get the same files; what lies inside another file is not counted. Recoll is given a configuration
file, kb a data folder made by `kb init`. Recoll runs without aspell and at the usual priority (packages recollcmd,
python3-lxml for PPTX, poppler-utils for PDF). Nothing is asserted; the medians and their ratio are printed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import kb
from bench.mixing import FORMATS, mix
from bench.sized import write_sized

FOLDERS: dict[str, Callable[..., dict[str, int]]] = {"mixed": mix, "sized": write_sized}

_SUBREAPER = 36
_TIMEOUT = 1800
_DEBIAN_PATH = "/usr/local/bin:/usr/bin:/bin"
_RECOLL_CONF = "topdirs = {folder}\nnoaspell = 1\nidxniceprio = 0\nloglevel = 3\n"


@dataclass(frozen=True)
class Run:
    """One run over the folder: files that were read, files that were not, seconds, and the size of what was written."""

    read: int
    failed: int
    wall: float
    cpu: float
    megabytes: float

    @property
    def a_minute(self) -> float:
        """Gives the documents read a minute of wall time."""
        return 60 * self.read / self.wall


def main() -> None:
    """Runs the comparison and prints it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", choices=list(FOLDERS), help="only this one; both by default")
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not shutil.which("recollindex", path=_DEBIAN_PATH):
        sys.exit("bench.folder: the Debian package recollcmd is not installed")
    _adopt_orphans()
    for sort in [options.folder] if options.folder else FOLDERS:
        with tempfile.TemporaryDirectory(prefix="kb-folder-") as name:
            report = compare(Path(name), sort, files=options.files, runs=options.runs)
        print(json.dumps(report, ensure_ascii=False) if options.json else _told(report), flush=True)


def compare(work: Path, sort: str, *, files: int, runs: int) -> dict[str, object]:
    """Gives the folder, the versions, the runs of both programs and the ratio of their medians."""
    folder = work / "folder"
    counts = FOLDERS[sort](folder, files=files)
    programs: dict[str, Callable[[Path, Path], Run]] = {"kb": _kb, "recoll": _recoll}
    found: dict[str, list[Run]] = {name: [] for name in programs}
    for turn in range(runs):
        order = list(programs) if turn % 2 == 0 else list(reversed(programs))
        for name in order:
            home = work / f"{name}-{turn}"
            home.mkdir()
            found[name].append(programs[name](folder, home))
            shutil.rmtree(home)
    medians = {name: median(run.a_minute for run in held) for name, held in found.items()}
    return {
        "folder": {"sort": sort, **counts, "megabytes": _megabytes(folder)},
        "versions": _versions(),
        "runs": {name: [asdict(run) for run in held] for name, held in found.items()},
        "a_minute": medians,
        "ratio": medians["kb"] / medians["recoll"],
        "cpu_ratio": _cpu(found["kb"]) / _cpu(found["recoll"]),
    }


def _kb(folder: Path, home: Path) -> Run:
    out = home / "out.json"
    data = home / "data"
    command, environment = [sys.executable, "-m", "kb"], {**os.environ, "KB_HOME": str(data)}
    _spent([*command, "init"], environment, out=out)
    wall, cpu = _spent([*command, "add", "--json", str(folder)], environment, out=out, well=(0, 1))
    told = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])["files"]
    files = [each for each in told if Path(each["origin"]).is_file()]
    read = sum(each["outcome"] == "read" for each in files)
    return Run(read, len(files) - read, wall, cpu, _megabytes(data))


def _recoll(folder: Path, home: Path) -> Run:
    (home / "recoll.conf").write_text(_RECOLL_CONF.format(folder=folder), encoding="utf-8")
    command = ["recollindex", "-c", str(home), "-z"]
    environment = {"PATH": _DEBIAN_PATH, "HOME": str(home), "LANG": "C.UTF-8"}
    wall, cpu = _spent(command, environment, out=home / "log")
    log = (home / "log").read_text(encoding="utf-8", errors="replace")
    missing = home / "missing"
    if missing.exists() and missing.read_text(encoding="utf-8").strip():
        sys.exit(f"bench.folder: recoll lacks {missing.read_text(encoding='utf-8').strip()}")
    failed = len(set(re.findall(r"(?:internfile|FileInterner)[^\n\[]*(?:error|ERROR)[^\n\[]*\[([^\]\n]+)\]", log)))
    total = sum(1 for path in folder.rglob("*") if path.is_file())
    return Run(total - failed, failed, wall, cpu, _megabytes(home / "xapiandb"))


def _spent(
    command: Sequence[str], environment: Mapping[str, str], *, out: Path, well: tuple[int, ...] = (0,)
) -> tuple[float, float]:
    """Gives the wall and CPU seconds of a program and all that it started, also what it left behind."""
    before, start = os.times(), time.perf_counter()
    with out.open("wb") as told:
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=told, start_new_session=True)
        code = process.wait(_TIMEOUT)
    wall = time.perf_counter() - start
    _reap(process.pid)
    after = os.times()
    if code not in well:
        sys.exit(f"bench.folder: {command[0]} ended with {code}:\n{out.read_text(errors='replace')[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def _adopt_orphans() -> None:
    """Makes this process the parent of what its children leave behind, so that their CPU is counted."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _reap(group: int) -> None:
    try:
        os.killpg(group, signal.SIGTERM)
    except ProcessLookupError:
        return
    try:
        while os.waitpid(-group, 0)[0]:
            pass
    except ChildProcessError:
        return


def _megabytes(place: Path) -> float:
    return round(sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6, 1)


def _cpu(runs: Sequence[Run]) -> float:
    return median(run.cpu for run in runs)


def _versions() -> dict[str, str]:
    packages = ("recollcmd", "poppler-utils", "python3-lxml")
    told = {each: _package_version(each) for each in packages}
    return {"kb": kb.__version__, "python": platform.python_version(), **told, "cores": str(os.cpu_count())}


def _package_version(name: str) -> str:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, encoding="utf-8", check=False
    )
    return asked.stdout.strip() or "–"


def _told(report: dict[str, object]) -> str:
    folder, runs, a_minute = report["folder"], report["runs"], report["a_minute"]
    assert isinstance(folder, dict)
    assert isinstance(runs, dict)
    assert isinstance(a_minute, dict)
    formats = ", ".join(f"{folder[each]} {each}" for each in FORMATS)
    lines = [f"\n{folder['sort']} folder: {formats}, {folder['megabytes']} MB; versions: {report['versions']}", ""]
    lines.append(f"{'program':<8}{'docs/min':>10}{'wall s':>9}{'CPU s':>8}{'read':>6}{'failed':>8}{'MB':>8}")
    for name, held in runs.items():
        for run in held:
            shown = Run(**run)
            lines.append(
                f"{name:<8}{shown.a_minute:>10.0f}{shown.wall:>9.2f}{shown.cpu:>8.2f}"
                f"{shown.read:>6}{shown.failed:>8}{shown.megabytes:>8.1f}"
            )
    lines += ["", f"median documents a minute: kb {a_minute['kb']:.0f}, recoll {a_minute['recoll']:.0f}"]
    lines.append(f"kb : recoll = {report['ratio']:.2f} in documents a minute, {report['cpu_ratio']:.2f} in CPU")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
