"""Backup and restore of a collection: how long, how much memory, and is every original byte-identical afterwards?

    python -m bench.backups [--documents 10000] [--more 100] [--json | --write]

Files are kept and their texts stored through the store, as uploads and the reader do, without waiting for extraction:
a backup cares for rows and bytes, not for where they came from. Then, each in a process of its own: a backup of all of
it; one of what came since; both restored into an empty folder; the index built anew. Wall and CPU seconds and the
largest memory of each; at the end every original and every row is compared.
"""

from __future__ import annotations

import argparse
import filecmp
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from bench.passages import documents
from bench.report import put
from kb.config import Settings
from kb.library import open_library
from kb.library.bundles import back_up, restore
from kb.model import Locator, LocatorKind, Metadata, Passage
from kb.search.index import IndexedDocument
from kb.store import Arriving, Store, Told

PASSAGES_A_DOCUMENT = 12
AT_ONCE = 40
LEASE_SECONDS = 600
NOT_COMPARED = frozenset(
    {"marks", "sessions", "links", "knocks", "audit", "audit_head", "bundles_made", "sqlite_sequence"}
)
"""Tables that no bundle has, and those in which saving and restoring are themselves entered."""


def main() -> None:
    """Makes a collection, saves and restores it, and prints the figures; ends with 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--more", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--paths", nargs="+", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        _do(chosen.step, *chosen.paths)
        return
    with tempfile.TemporaryDirectory(prefix="kb-backups-") as name:
        report = measured(Path(name), chosen.documents, chosen.more)
    print(json.dumps(report) if chosen.json else text_of(report))
    if chosen.write:
        put("backups", f"```\n{text_of(report)}\n```")
    sys.exit(1 if report["differing"] else 0)


def measured(folder: Path, count: int, more: int) -> dict[str, Any]:
    """Gives the figures of every step, and what differs between the collection and what was restored."""
    here, there = Settings(home=folder / "tu"), Settings(home=folder / "tam")
    first, second = folder / "prva.zip", folder / "druga.zip"
    texts = documents((count + more) * PASSAGES_A_DOCUMENT * 2)
    report: dict[str, Any] = {"documents": count, "more": more, "fill": fill(here, islice(texts, count), folder)}
    report["backup"] = _apart("backup", here.home, first)
    fill(here, islice(texts, more), folder)
    report["later backup"] = _apart("backup", here.home, second, first)
    there.home.mkdir()
    report["restore"] = _apart("restore", there.home, second, first)
    report["differing"] = differing(here.home, there.home)
    report["index"] = _apart("index", there.home)
    sizes = {"originals": _bytes_of(here.home / "originals"), "first": first.stat().st_size}
    report["mb"] = {name: size / 1e6 for name, size in {**sizes, "later": second.stat().st_size}.items()}
    report["passages"] = _count(here.home, "passages")
    return report


def fill(settings: Settings, texts: Iterator[IndexedDocument], folder: Path) -> dict[str, float]:
    """Keeps a file of each text and stores its passages; gives seconds."""
    started, spent = time.perf_counter(), time.process_time()
    settings.home.mkdir(exist_ok=True)
    files = folder / "datoteke"
    with Store.open(settings.database_url, originals_url=settings.originals_url) as store:
        while some := list(islice(texts, AT_ONCE)):
            files.mkdir()
            _keep(store, some, files)
            shutil.rmtree(files)
    return {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}


def _keep(store: Store, some: Sequence[IndexedDocument], files: Path) -> None:
    arriving = []
    for each in some:
        path = files / f"gradivo {each.id}.txt"
        path.write_text("\n\n".join(passage.text for passage in each.passages), encoding="utf-8")
        metadata = Metadata(title=each.title, dated=each.dated, visibility=each.visibility)
        arriving.append(Arriving(path, path.name, f"/gradiva/{path.name}", metadata))
    store.keep_all(arriving)
    # Nothing else waits, and jobs are given out in the order in which their files came.
    jobs = store.jobs.claim_some("bench", lease_seconds=LEASE_SECONDS, most=len(some))
    store.store_readings(
        [Told(job, "text/plain", "sl", text.title, _passages(text)) for job, text in zip(jobs, some, strict=True)]
    )


def _passages(text: IndexedDocument) -> list[Passage]:
    return [
        Passage(Locator(LocatorKind.PAGE, str(number)), each.heading, each.text)
        for number, each in enumerate(text.passages, 1)
    ]


# --- comparing


def differing(one: Path, other: Path) -> list[str]:
    """Gives what the collections in two data folders do not have in common: originals byte by byte, rows by value."""
    ours, theirs = ({str(path.relative_to(home)) for path in _originals(home)} for home in (one, other))
    found = sorted(ours ^ theirs)
    found += [name for name in sorted(ours & theirs) if not filecmp.cmp(one / name, other / name, shallow=False)]
    names = sorted(_tables(one) | _tables(other))
    return found + [name for name in names if name not in NOT_COMPARED and _rows(one, name) != _rows(other, name)]


def _originals(home: Path) -> Iterator[Path]:
    return (home / "originals").glob("??/*")


def _tables(home: Path) -> set[str]:
    with sqlite3.connect(home / "kb.db") as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _rows(home: Path, name: str) -> tuple[int, str]:
    """Gives the number of rows of a table, and the SHA-256 of all of them in the order of all their values."""
    digest, count = hashlib.sha256(), 0
    with sqlite3.connect(home / "kb.db") as connection:
        columns = len(connection.execute(f'SELECT * FROM "{name}" LIMIT 1').description)
        order = ", ".join(str(number) for number in range(1, columns + 1))
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):
            digest.update(repr(row).encode())
            count += 1
    return count, digest.hexdigest()


def _count(home: Path, name: str) -> int:
    return _rows(home, name)[0]


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


# --- measuring


def _apart(step: str, home: Path, *paths: Path) -> dict[str, float]:
    """Gives wall and CPU seconds and the largest memory of a step in a new process."""
    started = time.perf_counter()
    command = [sys.executable, "-W", "ignore", "-m", "bench.backups", "--step", step, "--paths", str(home)]
    pid = os.posix_spawn(sys.executable, [*command, *map(str, paths)], os.environ)
    _pid, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"bench: {step} has failed")
    wall = time.perf_counter() - started
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def _do(step: str, home: Path, *paths: Path) -> None:
    """Does a step; the first of `paths` is the bundle, the others those that it is made since."""
    settings = Settings(home=home)
    if step == "backup":
        back_up(settings, paths[0], since=paths[1:])
    elif step == "restore":
        restore(settings, paths[0], since=paths[1:])
    else:
        with open_library(settings) as library:
            library.reindex()


def text_of(report: dict[str, Any]) -> str:
    """Gives the report as text."""
    size = report["mb"]
    lines = [
        f"{report['documents']:,} documents, {report['passages']:,} passages, {size['originals']:.0f} MB of originals; "
        f"backup {size['first']:.0f} MB, the one after {report['more']} more {size['later']:.0f} MB"
    ]
    for name in ("backup", "later backup", "restore", "index"):
        step = report[name]
        lines.append(f"{name:<13} {step['wall']:7.1f} s, CPU {step['cpu']:7.1f} s, at most {step['mb']:5.0f} MB")
    told = ", ".join(report["differing"][:5]) or "none"
    return "\n".join([*lines, f"differing originals and tables: {told}"])


if __name__ == "__main__":
    main()
