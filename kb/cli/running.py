"""The commands that run until Ctrl-C: serve, worker."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

import click
import waitress

from kb.cli.output import print_batch, print_results
from kb.cli.progress import Told
from kb.config import Settings, load_settings
from kb.errors import WrongSetting
from kb.library import Library, Question, open_library
from kb.model import Metadata
from kb.web import create_app
from kb.web.collecting import short_collections
from kb.web.site import site_of
from kb.worker import run_worker

# Bytes. A question of a million characters is told in the site's words that it is too long, not by the server program.
LONGEST_ADDRESS = 4 * 1024 * 1024


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
        with _Working(library), short_collections():
            _serve(library, settings)


def _load(library: Library, folder: Path) -> None:
    with Told() as progress:
        batch = library.add([folder], Metadata(), told=progress)
    if not all(each.again for each in batch.received):
        print_batch(batch)


class _Working:
    """Runs the worker in a thread of this process while the pages are served."""

    def __init__(self, library: Library) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=run_worker, args=(library, self._stop), name="kb-worker", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=10)


def _serve(library: Library, settings: Settings) -> None:
    try:
        server = waitress.create_server(
            create_app(library, site=site_of(settings)),
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="kb",
            max_request_header_size=LONGEST_ADDRESS,
        )
    except OSError as error:
        raise WrongSetting(f"{settings.host}:{settings.port} ({error.strerror})") from error
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.echo(f"\nZbirka znanja je na http://{settings.host}:{server.effective_port} (konec: Ctrl-C)")
    try:
        server.run()
    finally:
        server.close()


@click.command()
@click.option("--once", is_flag=True, help="Opravi, kar čaka, in konča.")
def worker(once: bool) -> None:
    """Bere čakajoče datoteke in posodablja kazalo, do Ctrl-C."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with open_library(load_settings()) as library:
        try:
            run_worker(library, stop, once=once)
        except KeyboardInterrupt:
            stop.set()


COMMANDS = (serve, worker)
