"""The command that runs until Ctrl-C and has the pages: serve."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click

from kb.cli.output import print_batch, print_results
from kb.cli.progress import Told
from kb.cli.serving import make_server
from kb.config import Settings, load_settings
from kb.errors import WrongSetting
from kb.library import Library, Question, open_library
from kb.model import Metadata
from kb.web import create_app
from kb.web.collecting import short_collections
from kb.web.site import site_of

WORKER_ENDS_SECONDS = 15.0
WORKER_AGAIN_SECONDS = 2.0

_log = logging.getLogger(__name__)


@click.command()
@click.option("--load", type=click.Path(path_type=Path, exists=True), help="Najprej doda to mapo, če še ni dodana.")
@click.option("--example", default="", help="Pred začetkom pokaže zadetke za ta iskalni niz.")
def serve(load: Path | None, example: str) -> None:
    """Streže spletne strani in obenem bere in kaže nova gradiva, do Ctrl-C."""
    settings = load_settings()
    with open_library(settings) as library:
        if load:
            _load(library, load)
        if example:
            print_results(library.find(Question(text=example, per_page=3)))
        with _Working(), short_collections():
            _serve(library, settings)


def _load(library: Library, folder: Path) -> None:
    with Told() as progress:
        batch = library.add([folder], Metadata(), told=progress)
    if not all(each.again for each in batch.received):
        print_batch(batch)


class _Working:
    """Runs the worker in a process of its own while the pages are served, and starts another where it dies.

    In a thread of this process it would take turns with the answers: what is read and indexed would make each of them
    wait, and on two cores one would do nothing. It ends when its standard input does, so that it never outlives us.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep_alive, name="kb-worker", daemon=True)
        self._process = self._started()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        _close(self._process)
        self._thread.join(timeout=WORKER_ENDS_SECONDS)
        self._process.kill()

    def _keep_alive(self) -> None:
        while True:
            code = self._process.wait()
            _close(self._process)
            if self._stop.wait(WORKER_AGAIN_SECONDS):
                return
            _log.warning("the worker has ended (%s) and is started again", code)
            self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "kb", "worker", "--beside"], stdin=subprocess.PIPE)


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()


def _on_one_core() -> None:
    """Keeps this thread and those that it starts on one core, where the system can.

    One of them runs at a time, for Python has one lock. Handing it from core to core, whose caches know nothing of what
    the other did, doubles what a page costs as soon as several are made at once.
    """
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _serve(library: Library, settings: Settings) -> None:
    _on_one_core()
    try:
        server = make_server(create_app(library, site=site_of(settings)), settings)
    except OSError as error:
        raise WrongSetting(f"{settings.host}:{settings.port} ({error.strerror})") from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.echo(f"\nZbirka znanja je na http://{settings.host}:{server.effective_port} (konec: Ctrl-C)")
    try:
        server.run()
    finally:
        server.close()


COMMANDS = (serve,)
