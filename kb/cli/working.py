"""The command that runs until Ctrl-C and reads what waits: worker. It loads nothing that makes pages."""

from __future__ import annotations

import os
import signal
import sys
import threading

import click

from kb.config import load_settings
from kb.library import open_library
from kb.worker import run_worker

NICENESS = 10
"""How far the worker steps back before whoever asks; the processes that read files for it do the same."""


@click.command()
@click.option("--once", is_flag=True, help="Opravi, kar čaka, in konča.")
@click.option("--beside", is_flag=True, hidden=True)
def worker(once: bool, beside: bool) -> None:
    """Bere čakajoče datoteke in posodablja kazalo, do Ctrl-C."""
    stop = threading.Event()
    if beside:
        if hasattr(os, "nice"):
            os.nice(NICENESS)
        threading.Thread(target=_stop_with_input, args=(stop,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with open_library(load_settings()) as library:
        try:
            run_worker(library, stop, once=once)
        except KeyboardInterrupt:
            stop.set()


def _stop_with_input(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


COMMANDS = (worker,)
