"""kill -9 of the server at any moment while people upload: every file is there once when they go on, none is lost.

What is killed is the server with its worker and all that reads for it: in the middle of pieces, of keeping, of reading,
of storing and of indexing, and of a backup that is made meanwhile.

The long walk runs in parts: each of its ten seeds is a test of its own (-k "[3]"), KB_KILLS and KB_KILLED_FILES in the
environment say how often the server dies in each and over how many files, and -s shows how far it is.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bench.sender import Sender
from kb.model import EVERYTHING, Outcome
from tests.conftest import ROOT
from tests.web.uploads.conftest import Served, content_of

DECKS = sorted((ROOT / "corpus" / "documents").rglob("*.pptx"))
FILES, KILLS = int(os.environ.get("KB_KILLED_FILES", "500")), int(os.environ.get("KB_KILLS", "30"))
BROKEN = {"pokvarjena.pdf": b"%PDF-1.7\nto ni PDF", "neznana.bin": bytes(range(256)) * 30}


def contents(count: int) -> dict[str, bytes]:
    """Gives files by name: most of text, some slides, the last two broken."""
    made = dict(BROKEN)
    for number in range(count - len(BROKEN)):
        if number % 25 == 7:
            made[f"predstavitve/{number:03d}.pptx"] = DECKS[number // 25 % len(DECKS)].read_bytes() + bytes(number)
        else:
            parts = "\n\n".join(f"## Del {part}\n\nBesedilo {number} o redarjih in vodi." for part in range(8))
            made[f"mapa č/gradivo {number:03d}.md"] = f"# Gradivo {number}\n\n{parts}\n".encode()
    return made


class Killing:
    """Kills and starts a server again and again, while a sender that does not give up goes on."""

    def __init__(
        self, served: Served, kb: Any, files: dict[str, bytes], *, seed: int, started_with: dict[str, str]
    ) -> None:
        self.served = served
        self.kb = kb
        self.files = files
        self.started_with = started_with
        self.moments = random.Random(seed)
        self.backups: list[subprocess.Popen[str]] = []
        self.began = time.monotonic()

    def upload(self, batch: int) -> None:
        """Sends all that is missing, from the announcement on, as often as it takes."""
        sender = self.served.sender(piece=40_000)
        for number in range(100):
            # As the page does: what may be kept already is told by its checksum, once it is known.
            sums = {name: hashlib.sha256(data).hexdigest() if number else "" for name, data in self.files.items()}
            told = [(name, len(data), sums[name]) for name, data in self.files.items()]
            announced = sender.announce(batch, told)
            wanted = [file for file in announced if file["wanted"]]
            if not wanted and all(file["stage"] != "checking" for file in announced):
                break
            each_own = [Sender("127.0.0.1", self.served.port, patient=True, piece=40_000).as_(sender) for _ in range(3)]
            shares = [(one, wanted[number::3]) for number, one in enumerate(each_own)]
            with ThreadPoolExecutor(3) as pool:
                list(pool.map(lambda share: self._send(batch, *share), shares))
        sender.close()

    def _send(self, batch: int, sender: Sender, files: list[dict[str, Any]]) -> None:
        for file in files:
            sender.send(batch, file, content_of(self.files[file["name"]]))
        sender.close()

    def kill(self, times: int, longest: float, folder: Path, sent: Future[None]) -> None:
        for number in range(times):
            time.sleep(self.moments.uniform(0.0, longest))
            if sent.done():
                sent.result()
            said = "all sent" if sent.done() else "sending"
            print(f"death {number + 1} of {times} after {time.monotonic() - self.began:.0f} s, {said}", flush=True)
            if number % 5 == 2:
                self._back_up(folder / f"kopija-{number}.zip")
            self.served.kill()
            self.served.start()
        for each in self.backups:
            each.communicate()

    def _back_up(self, path: Path) -> None:
        """Begins a backup and kills it too, at a moment of its own."""
        running = self.kb.start("backup", path, **self.started_with)
        self.backups.append(running)
        threading.Timer(self.moments.uniform(0.1, 3.0), _kill, [running]).start()


def _kill(running: subprocess.Popen[str]) -> None:
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)


def walk(
    serve: Callable[..., Served], kb: Any, tmp_path: Path, *, files: int, times: int, longest: float, seed: int
) -> None:
    # As where it is installed: what was compiled once is not compiled at each start.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode")}
    served = serve(**compiled)
    killing = Killing(served, kb, contents(files), seed=seed, started_with=compiled)
    sender = served.sender()
    batch = sender.open(once="pred-padci")
    sender.close()
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(killing.upload, batch)
        killing.kill(times, longest, tmp_path, sent)
        sent.result()
    print(f"all sent after {time.monotonic() - killing.began:.0f} s", flush=True)
    assert_whole(served, batch, killing.files)
    print(f"all there once after {time.monotonic() - killing.began:.0f} s", flush=True)


def assert_whole(served: Served, batch: int, files: dict[str, bytes]) -> None:
    """Asserts that each file is kept once, read or named with its reason, and that the index has what the store has."""
    sender = served.sender()
    wait_for_the_end(sender, batch)
    told = sender.state(batch)["files"]
    sender.close()
    served.end()
    assert sorted(each["name"] for each in told) == sorted(files)
    assert {each["stage"] for each in told} == {"kept"}
    with served.library() as library:
        while library.index_marked():
            pass
        entries = {each.name: each for each in library.ledger(limit=None)}
        assert len(entries) == len(library.ledger(limit=None)) == len(files)
        assert len({each.document_id for each in entries.values()}) == len(files)
        failed = {name for name, each in entries.items() if each.outcome is Outcome.FAILED}
        assert failed == set(BROKEN)
        for name, data in files.items():
            document = entries[name.rpartition("/")[2]].document_id
            assert b"".join(library.original(document or 0, reader=EVERYTHING).chunks) == data
        checked, status = library.check(whole=True), library.status()
        assert checked.is_well, checked
        assert not checked.unindexed
        kept = len(files) - len(BROKEN) + len(library.affairs.goals.of("k-redarstvo"))
        assert (status.documents, status.waiting, status.to_index) == (kept, 0, 0)
        assert status.index_documents == kept
        library.uploads.tend()
    assert list((served.home / "uploads").glob("*.part")) == []


def wait_for_the_end(sender: Sender, batch: int) -> None:
    until = time.monotonic() + 900
    while time.monotonic() < until:
        files = sender.state(batch)["files"]
        if all(each["ledger"] and each["ledger"]["outcome"] != "waiting" for each in files):
            return
        time.sleep(0.3)
    raise AssertionError([each for each in files if not each["ledger"] or each["ledger"]["outcome"] == "waiting"][:5])


def test_a_server_killed_while_files_come_loses_none_and_doubles_none(
    serve: Callable[..., Served], kb: Any, tmp_path: Path
) -> None:
    walk(serve, kb, tmp_path, files=40, times=4, longest=2.0, seed=20261122)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_large_batch_survives_many_deaths_of_the_server(
    serve: Callable[..., Served], kb: Any, tmp_path: Path, seed: int
) -> None:
    walk(serve, kb, tmp_path, files=FILES, times=KILLS, longest=4.0, seed=seed)
