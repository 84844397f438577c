"""Staff at work while people search: twenty upload at the same time until the last file is found, fifty keep asking.

    python -m bench.staff [--uploaders 20] [--files 50] [--readers 50] [--questions 30] [--json | --write]

`kb serve` runs as a process of its own on the loopback, over the sample corpus. Each uploader signs in, announces its
files and sends three at a time as the page does, and asks every two seconds how they stand; the readers ask at a steady
pace, `--questions` a second in all, whether answered or not. Files are samples made different in their text and bytes.
Told are what failed, what was lost or twice, milliseconds of the answers in quiet and meanwhile, and seconds until all
was kept and until all was found.
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
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
QUIET_SECONDS = 15.0
LONGEST_SECONDS = 1800.0
TARGET_MS = 250.0

_TEXTS = re.compile(rb"(<(?:a:t|w:t|text:p)(?: [^>]*)?>)([^<]{3,})")


@dataclass
class Told:
    """What readers saw: milliseconds of each answer, and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Runs it and prints what it was like; ends with 1 where anything failed or was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--uploaders", type=int, default=20)
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--questions", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--asking", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.asking:
        print(json.dumps(vars(asked(chosen.asking, chosen))))
        return
    with tempfile.TemporaryDirectory(prefix="kb-staff-") as name:
        report = measured(Path(name), chosen)
    print(json.dumps(report, ensure_ascii=False) if chosen.json else text_of(report))
    if chosen.write:
        put("staff", f"```\n{text_of(report)}\n```")
    sys.exit(1 if report["wrong"] else 0)


def measured(home: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Gives the figures in quiet and while files come."""
    people = [f"oseba{number}@obcina.si" for number in range(chosen.uploaders)]
    stock(home, people)
    contents = list(made(chosen.uploaders * chosen.files, seed=chosen.seed))
    with served(home) as (port, process):
        quiet = _asking(port, chosen, QUIET_SECONDS)
        spent = _seconds_of(process)
        started = time.monotonic()
        with _asking_beside(port, chosen) as loaded:
            shares = [contents[number :: chosen.uploaders] for number in range(chosen.uploaders)]
            with ThreadPoolExecutor(chosen.uploaders) as pool:
                both = pool.map(lambda one: uploaded(port, one[0], one[1]), zip(people, shares, strict=True))
                sent = list(both)
            seconds = time.monotonic() - started
        spent = _seconds_of(process) - spent
    wrong = [*quiet.wrong, *loaded.wrong, *(each for one in sent for each in one["wrong"])]
    return {
        "uploaders": chosen.uploaders,
        "files": len(contents),
        "bytes": sum(len(data) for _, data in contents),
        "readers": chosen.readers,
        "questions": chosen.questions,
        "kept_seconds": max(one["kept"] for one in sent) - started,
        "found_seconds": seconds,
        "server_cpu_seconds": spent,
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
        f"the server took {report['server_cpu_seconds']:.0f} s of processor",
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


def _seconds_of(process: int) -> float:
    """Gives the processor seconds of a process and of those that it has started and that are gone or still there."""
    children = subprocess.run(["ps", "-o", "pid=", "-g", str(process)], capture_output=True, text=True).stdout.split()
    ticks = 0
    for each in children:
        try:
            told = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, told[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


# --- uploading ---


def uploaded(port: int, email: str, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """Uploads as the page does and waits until all is found; gives when all was kept, and what went wrong."""
    sender, wrong = Sender("127.0.0.1", port, patient=True), list[str]()
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
        except (Refused, OSError, http.client.HTTPException) as error:
            wrong.append(f"{file['name']}: {error}")
        finally:
            free.append(mine)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(send, announced))
    kept = time.monotonic()
    failed = _wait_until_found(sender, batch, wrong)
    retried = sum(one.retried for one in (sender, *each_own))
    for one in (sender, *each_own):
        one.close()
    return {"kept": kept, "failed": failed, "retried": retried, "wrong": wrong}


def _wait_until_found(sender: Sender, batch: int, wrong: list[str]) -> int:
    """Waits until each file of a batch is in the index or could not be read; gives how many could not be."""
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until:
        told = sender.state(batch)["files"]
        ends = [(each["ledger"] or {}).get("outcome") == "failed" for each in told]
        found = [(each["ledger"] or {}).get("stage") == "indexed" for each in told]
        if all(end or there for end, there in zip(ends, found, strict=True)):
            return sum(ends)
        time.sleep(LOOK_SECONDS)
    wrong.append(f"batch {batch}: not all found after {LONGEST_SECONDS:.0f} s")
    return 0


# --- asking ---


def asked(port: int, chosen: argparse.Namespace) -> Told:
    """Gives what readers of this process saw, who ask until there is nothing more to be read on its standard input."""
    told, stop = Told(), threading.Event()
    readers = [
        threading.Thread(target=_ask, args=(port, number, chosen, told, stop)) for number in range(chosen.readers)
    ]
    for each in readers:
        each.start()
    print("asking", flush=True)
    sys.stdin.read()
    stop.set()
    for each in readers:
        each.join()
    return told


def _ask(port: int, number: int, chosen: argparse.Namespace, told: Told, stop: threading.Event) -> None:
    """Asks at a steady pace; an answer that comes late does not make the next question later."""
    turn = random.Random(chosen.seed + number)
    words = questions()
    pause = chosen.readers / chosen.questions
    due = time.monotonic() + turn.uniform(0, pause)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while not stop.wait(max(0.0, due - time.monotonic())):
        address = f"/iskanje?q={quote(turn.choice(words))}"
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200 or b"</html>" not in said:
                told.wrong.append(f"{answer.status} {address}")
        except (OSError, http.client.HTTPException) as error:
            told.wrong.append(f"{address}: {error!r}")
            connection.close()
        # From when it was due: whoever has to wait for a free connection waits as well.
        told.times.append(1e3 * (time.monotonic() - due))
        due += pause
    connection.close()


def questions() -> list[str]:
    """Gives the questions of the corpus."""
    told = tomllib.loads((CORPUS / "queries.toml").read_text("utf-8"))
    return [each["text"] for each in told["query"]]


def _asking(port: int, chosen: argparse.Namespace, seconds: float) -> Told:
    with _asking_beside(port, chosen) as told:
        time.sleep(seconds)
    return told


@contextmanager
def _asking_beside(port: int, chosen: argparse.Namespace) -> Iterator[Told]:
    """Readers in a process of their own ask meanwhile; what they saw is in the value once the block has ended."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.staff", "--asking", str(port)]
    command += ["--readers", str(chosen.readers), "--questions", str(chosen.questions), "--seed", str(chosen.seed)]
    told = Told()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        try:
            yield told
        finally:
            seen = json.loads(asking.communicate("")[0])
            told.times, told.wrong = seen["times"], seen["wrong"]


def figures(times: Sequence[float]) -> dict[str, float]:
    """Gives p50, p95, p99 and the worst of milliseconds."""
    ordered = sorted(times) or [0.0]
    at = {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in _SHARES.items()}
    return {**at, "worst": ordered[-1]}


_SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}

if __name__ == "__main__":
    main()
