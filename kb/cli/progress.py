"""Progress on the terminal: a bar with the name of the file and counts; plain lines where there is no terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

_STAGES = {"kept": "Shranjeno", "read": "Prebrano", "indexed": "V iskanju"}


class Told:
    """Hears from the library what is done and shows it; a context manager."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._plain = not console.is_terminal
        self._console = console
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[file]}", markup=False),
            console=console,
            disable=self._plain,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, stage: str, name: str, done: int, total: int) -> None:
        """Hears that `name` is done at `stage`, as number `done` of `total`."""
        if self._plain:
            self._console.print(
                f"{_STAGES[stage]} {done}/{total}: {name}", markup=False, highlight=False, soft_wrap=True
            )
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_STAGES[stage], total=total, file="")
        self._bars.update(self._tasks[stage], completed=done, total=total, file=name[-60:])
