"""The command line `kb`. Exit codes: 0 well, 1 a document (or the system) failed, 2 wrong use."""

from __future__ import annotations

import os
import sys

import click

import kb
from kb.cli import reading, running, writing
from kb.errors import KbError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kb.__version__, prog_name="kb")
def commands() -> None:
    """Zbirka znanja: shrani gradiva in jih spet najde.

    Mapo s podatki določa KB_HOME (privzeto »data«), nastavitve so v njej v kb.toml; izpiše jih »kb settings«.
    """


for command in (*writing.COMMANDS, *reading.COMMANDS, *running.COMMANDS):
    commands.add_command(command)


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
