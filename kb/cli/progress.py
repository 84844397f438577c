"""Progress on the terminal: a bar with the name of the file and counts; plain lines where there is no terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STAGES = {
    "kept": "Shranjeno",
    "read": "Prebrano",
    "indexed": "V iskanju",
    "cited": "Navedbe",
    "saved": "V kopiji",
    "checked": "Preverjeno",
    "restored": "Obnovljeno",
    "corpus": "V iskanju",
    "questions": "Vprašano",
}
"""Every stage that the library tells of, and what it is called on the terminal."""


class Told:
    """Hears from the library what is done and shows it; a context manager."""

    def __init__(self) -> None:
        self._tasks: dict[str, TaskID] = {}
        self._bars = _new_bars() if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def __call__(self, stage: str, name: str, done: int, total: int) -> None:
        """Hears that `name` is done at `stage`, as number `done` of `total`."""
        if self._bars is None:
            click.echo(f"{STAGES[stage]} {done}/{total}: {name}", err=True)
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(STAGES[stage], total=total, file="")
        self._bars.update(self._tasks[stage], completed=done, total=total, file=name[-60:])


def _new_bars() -> Progress:
    # Here and not above: a command whose output goes to a file need not wait for what draws bars.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[file]}", markup=False),
        console=Console(stderr=True),
    )
