"""The command line `kb`. Exit codes: 0 well, 1 a document (or the system) failed, 2 wrong use."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

import kb
from kb.errors import KbError

ROOMS = (
    "writing",
    "reading",
    "law",
    "exporting",
    "keeping",
    "acts",
    "versions",
    "wording",
    "judging",
    "running",
    "working",
    "users",
    "auditing",
    "trash",
    "affairs",
)
"""The modules of this package that hold commands, those whose start should be quick first."""

ALONE = {"serve": "running", "worker": "working"}
"""Commands for which no other room is loaded: the service is back at once after it was killed."""


class Commands(click.Group):
    """The commands of all rooms. A room is loaded when a command is looked for that is in none before it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Gives the names of all commands."""
        return sorted(str(each.name) for room in ROOMS for each in _commands_in(room))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Gives a command by its name, or None."""
        rooms = [ALONE[cmd_name]] if cmd_name in ALONE else ROOMS
        found = (each for room in rooms for each in _commands_in(room) if each.name == cmd_name)
        return next(found, None)


def _commands_in(room: str) -> Sequence[click.Command]:
    # What a room loads stays: to go through it again and again for rubbish costs a tenth of the start.
    gc.disable()
    try:
        held: Sequence[click.Command] = import_module(f"kb.cli.{room}").COMMANDS
    finally:
        gc.freeze()
        gc.enable()
    return held


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kb.__version__, prog_name="kb")
def commands() -> None:
    """Zbirka znanja: shrani gradiva in jih spet najde.

    Mapo s podatki določa KB_HOME (privzeto »data«), nastavitve so v njej v kb.toml; izpiše jih »kb settings«.
    """


def main() -> None:
    """Runs the command that was typed; an error of ours becomes its sentence and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        commands.main(standalone_mode=False)
    except KbError as error:
        click.echo(f"kb: {error.message()}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Prekinjeno. Kar je shranjeno, bo prebrano ob naslednjem zagonu.", err=True)
        # Threads in the middle of a file are not waited for; the store is made to survive just this.
        os._exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
