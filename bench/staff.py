"""Staff at work while people search: twenty upload at the same time until the last file is found, fifty keep asking.

    python -m bench.staff [--uploaders 20] [--files 50] [--readers 50] [--questions 30] [--longest 480] [--json]

`kb serve` runs as a process of its own on the loopback, over the sample corpus. Each uploader signs in, announces its
files and sends three at a time as the page does, and asks every two seconds how they stand; the readers ask at a steady
pace, `--questions` a second in all, whether answered or not. Files are samples made different in their text and bytes.
Told are what failed, what was lost or twice, milliseconds of the answers in quiet and meanwhile, seconds until all was
kept and until all was found, and the processor seconds of each part. While it runs, a line a few seconds apart says how
many files are kept and found; what is not found `--longest` seconds after the first file was sent counts as wrong.
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.asking import Readers, asking, figures
from bench.report import put
from bench.sender import Refused, Sender
from kb.config import load_settings
from kb.library import open_library
from kb.people import Role

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
PASSWORD = "dolgo in varno geslo"
AT_ONCE = 3
LOOK_SECONDS = 2.0
WARMING_SECONDS = 5.0
QUIET_SECONDS = 15.0
SAID_SECONDS = 5.0
TARGET_MS = 250.0

_TEXTS = re.compile(rb"(<(?:a:t|w:t|text:p)(?: [^>]*)?>)([^<]{3,})")


@dataclass
class Course:
    """How far the files are: how many of each person's are kept and found, and the last that was sent."""

    total: int
    until: float
    kept: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    name: str = ""

    def text(self) -> str:
        """Gives the course as a line."""
        return f"kept {self.kept.total()}, found {self.found.total()} of {self.total}; {self.name}"


def main() -> None:
    """Runs it and prints what it was like; ends with 1 where anything failed or was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--uploaders", type=int, default=20)
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--questions", type=float, default=30.0)
    parser.add_argument("--longest", type=float, default=480.0, help="seconds until all has to be found")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kb-staff-") as name:
        report = measured(Path(name), chosen)
    print(json.dumps(report, ensure_ascii=False) if chosen.json else text_of(report))
    if chosen.write:
        put("staff", f"```\n{text_of(report)}\n```")
    sys.exit(1 if report["wrong"] else 0)


def measured(home: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Gives the figures in quiet and while files come."""
    people = [f"oseba{number}@obcina.si" for number in range(chosen.uploaders)]
    readers = Readers(chosen.readers, chosen.questions, chosen.seed)
    contents = list(made(chosen.uploaders * chosen.files, seed=chosen.seed))
    _say(f"{len(contents)} files made; the collection is put together")
    stock(home, people)
    with served(home) as (port, process):
        _say(f"{chosen.readers} people ask for {QUIET_SECONDS:.0f} s in quiet")
        with asking(port, readers):
            time.sleep(WARMING_SECONDS)
        with asking(port, readers) as quiet:
            time.sleep(QUIET_SECONDS)
        before, started = seconds_of(process), time.monotonic()
        course = Course(len(contents), started + chosen.longest)
        with asking(port, readers) as loaded, _saying(course, process, before):
            shares = [contents[number :: chosen.uploaders] for number in range(chosen.uploaders)]
            with ThreadPoolExecutor(chosen.uploaders) as pool:
                both = pool.map(lambda one: uploaded(port, one[0], one[1], course), zip(people, shares, strict=True))
                sent = list(both)
            seconds = time.monotonic() - started
        spent = seconds_of(process) - before
    _say("what is in the collection is looked through")
    wrong = [*quiet.wrong, *loaded.wrong, *(each for one in sent for each in one["wrong"])]
    return {
        "uploaders": chosen.uploaders,
        "files": len(contents),
        "bytes": sum(len(data) for _, data in contents),
        "readers": chosen.readers,
        "questions": chosen.questions,
        "kept_seconds": max(one["kept"] for one in sent) - started,
        "found_seconds": seconds,
        "cpu_seconds": dict(spent),
        "retried": sum(one["retried"] for one in sent),
        "failed_to_read": sum(one["failed"] for one in sent),
        "asked": len(loaded.times),
        "quiet": figures(quiet.times),
        "load": figures(loaded.times),
        "wrong": wrong + lost(home, contents),
    }


def text_of(report: dict[str, Any]) -> str:
    """Gives the figures as lines."""
    lines = [
        f"{report['uploaders']} people upload {report['files']} files ({report['bytes'] / 1e6:.0f} MB); "
        f"{report['readers']} readers ask {report['questions']:.0f} questions a second in all",
        f"all kept after {report['kept_seconds']:.0f} s, all found after {report['found_seconds']:.0f} s "
        f"({report['files'] / report['found_seconds']:.1f} files a second); "
        "processor " + ", ".join(f"{name} {spent:.0f} s" for name, spent in report["cpu_seconds"].items()),
        f"{'':24}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}  ms",
    ]
    for name, said in (("quiet", "in quiet"), ("load", "while files come")):
        told = report[name]
        lines.append(f"{said:24}" + "".join(f"{told[key]:8.0f}" for key in ("p50", "p95", "p99", "worst")))
    lines.append(f"questions answered meanwhile: {report['asked']}; tried again by uploaders: {report['retried']}")
    lines += [f"files that could not be read: {report['failed_to_read']}", f"wrong: {len(report['wrong'])}"]
    return "\n".join(lines + [f"  {each}" for each in report["wrong"][:20]])


# --- the collection and the files ---


def stock(home: Path, people: Sequence[str]) -> None:
    """Makes the collection: the sample corpus, and accounts for staff."""
    environment = {**os.environ, "KB_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "kb", "add", str(CORPUS)], env=environment, check=True, capture_output=True)
    with open_library(load_settings({"KB_HOME": str(home)})) as library:
        for email in people:
            library.people.add(library.people.new_user(email, name=email, role=Role.STAFF), PASSWORD)


def made(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Gives files with names: the samples in turn, each with words of its own where its format lets them be put."""
    samples = sorted(path for path in (CORPUS / "documents").rglob("*") if path.is_file())
    chosen = random.Random(seed)
    for number in range(count):
        path = chosen.choice(samples)
        yield f"{path.parent.name}/{number:04d} {path.name}", _changed(path.read_bytes(), f"izvod{number:05d}")


def _changed(data: bytes, word: str) -> bytes:
    if data[:2] == b"PK":
        return _changed_package(data, word)
    if data[:5] == b"%PDF-":
        return data + f"\n%{word}\n".encode()
    return data + f"\n\n{word}\n".encode()


def _changed_package(data: bytes, word: str) -> bytes:
    written, said = io.BytesIO(), f"{word} ".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            content = old.read(each)
            if each.filename.endswith(("document.xml", "slide1.xml", "content.xml")):
                content = _TEXTS.sub(lambda found: found[1] + said + found[2], content, count=1)
            kind = zipfile.ZIP_STORED if each.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(each.filename, content, kind)
    return written.getvalue()


def lost(home: Path, contents: Sequence[tuple[str, bytes]]) -> list[str]:
    """Gives what of the files is not in the collection once and whole, after the server has ended."""
    wrong = []
    with open_library(load_settings({"KB_HOME": str(home)})) as library:
        entries = [each for each in library.ledger(limit=None) if each.origin.startswith("nalaganje/")]
        documents = {each.document_id for each in entries}
        status, checked = library.status(), library.check()
    if len(entries) != len(contents) or len(documents) != len(contents):
        wrong.append(f"{len(contents)} files, {len(entries)} in the ledger, {len(documents)} documents")
    if status.to_index or status.waiting:
        wrong.append(f"{status.waiting} wait to be read, {status.to_index} for the index")
    if not checked.is_well:
        wrong.append(f"check: {checked}")
    return wrong


# --- the server ---


@contextmanager
def served(home: Path) -> Iterator[tuple[int, int]]:
    """Gives port and process of `kb serve` over a folder."""
    environment = {**os.environ, "KB_HOME": str(home), "KB_PORT": "0", "KB_QUESTIONS_PER_MINUTE": "0"}
    command = [sys.executable, "-W", "ignore", "-m", "kb", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as it:
        try:
            assert it.stdout is not None
            told = (re.search(r"http://[^:/\s]+:(\d+)", line) for line in it.stdout)
            yield next(int(found[1]) for found in told if found), it.pid
        finally:
            it.send_signal(signal.SIGTERM)
            try:
                it.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(it.pid, signal.SIGKILL)


def seconds_of(process: int) -> Counter[str]:
    """Gives the processor seconds of a server by part: pages, worker, and what reads files, all that has ended too."""
    listed = subprocess.run(["ps", "-o", "pid=,args=", "-g", str(process)], capture_output=True, text=True).stdout
    spent: Counter[str] = Counter()
    for pid, _, said in (line.strip().partition(" ") for line in listed.splitlines()):
        part = "pages" if int(pid) == process else "worker" if " worker " in said else "reading"
        try:
            told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        spent[part] += sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")  # type: ignore[assignment]
    return spent


@contextmanager
def _saying(course: Course, process: int, before: Counter[str]) -> Iterator[None]:
    """Says on the standard error how far it is, as long as the block lasts."""
    over, started = threading.Event(), time.monotonic()

    def say() -> None:
        while not over.wait(SAID_SECONDS):
            spent = seconds_of(process) - before
            parts = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in spent.items())
            _say(f"{time.monotonic() - started:4.0f} s: {course.text()}; processor {parts}")

    saying = threading.Thread(target=say, daemon=True)
    saying.start()
    try:
        yield
    finally:
        over.set()
        saying.join()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- uploading ---


def uploaded(port: int, email: str, files: Sequence[tuple[str, bytes]], course: Course) -> dict[str, Any]:
    """Uploads as the page does and waits until all is found; gives when all was kept, and what went wrong."""
    sent: dict[str, Any] = {"kept": time.monotonic(), "failed": 0, "retried": 0, "wrong": []}
    try:
        _upload(port, email, files, course, sent)
    except (Refused, OSError, http.client.HTTPException) as error:
        sent["wrong"].append(f"{email}: {error!r}")
    return sent


def _upload(port: int, email: str, files: Sequence[tuple[str, bytes]], course: Course, sent: dict[str, Any]) -> None:
    sender, wrong = Sender("127.0.0.1", port, patient=True), sent["wrong"]
    sender.sign_in(email, PASSWORD)
    batch, content = sender.open(), dict(files)
    announced = sender.announce(batch, [(name, len(data)) for name, data in files])
    each_own = [Sender("127.0.0.1", port, patient=True).as_(sender) for _ in range(AT_ONCE)]
    free = list(each_own)

    def send(file: dict[str, Any]) -> None:
        mine, data = free.pop(), content[file["name"]]
        try:
            stage = mine.send(batch, file, lambda offset, length: data[offset : offset + length])["stage"]
            if stage not in ("kept", "checking"):
                wrong.append(f"{file['name']}: {stage}")
            course.kept[email] += 1
            course.name = file["name"]
        except (Refused, OSError, http.client.HTTPException) as error:
            wrong.append(f"{file['name']}: {error}")
        finally:
            free.append(mine)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, announced))
    sent["kept"] = time.monotonic()
    sent["failed"] = _wait_until_found(sender, batch, email, course, wrong)
    sent["retried"] = sum(one.retried for one in (sender, *each_own))
    for one in (sender, *each_own):
        one.close()


def _wait_until_found(sender: Sender, batch: int, email: str, course: Course, wrong: list[str]) -> int:
    """Waits until each file of a batch is in the index or could not be read; gives how many could not be."""
    while True:
        told = sender.state(batch)["files"]
        failed = [each["name"] for each in told if (each["ledger"] or {}).get("outcome") == "failed"]
        found = [each["name"] for each in told if (each["ledger"] or {}).get("stage") == "indexed"]
        course.found[email] = len(failed) + len(found)
        if course.found[email] == len(told):
            return len(failed)
        if time.monotonic() > course.until:
            wrong += [f"{each['name']}: not found in time" for each in told if each["name"] not in {*failed, *found}]
            return len(failed)
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main()
