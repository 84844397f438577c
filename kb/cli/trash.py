"""`kb trash`: what is in the trash, restored or erased for good from the command line."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import click

from kb.cli.output import print_json
from kb.config import load_settings
from kb.errors import NotFound
from kb.library import open_library
from kb.library.bundles import erased_in
from kb.library.keeping import ChangeSort, ErasureState, InTrash
from kb.model import PROGRAM
from kb.slovene.counted import counted
from kb.slovene.dates import written

_IDS = click.argument("document_ids", metavar="GRADIVO…", type=int, nargs=-1, required=True)


@click.group()
def trash() -> None:
    """Koš: kaj je v njem, obnova in trajni izbris."""


@trash.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
def list_command(as_json: bool) -> None:
    """Izpiše gradiva v košu in kdaj bodo trajno izbrisana."""
    with open_library(load_settings()) as library:
        found = library.keeping.trash()
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo(f"{each.document_id:>6}  {each.title}  ({_told(each)})")
    click.echo(f"V košu: {counted(len(found), 'document')}.")


@trash.command()
@_IDS
def restore(document_ids: tuple[int, ...]) -> None:
    """Obnovi gradiva iz koša."""
    with open_library(load_settings()) as library:
        for document_id in document_ids:
            library.keeping.changes.do(PROGRAM, ChangeSort.RESTORE, document_id)
            click.echo(f"Obnovljeno: {library.keeping.title(document_id)}")


@trash.command()
@_IDS
@click.option("--yes", is_flag=True, help="Ne vpraša, ali naj se res izbriše.")
def erase(document_ids: tuple[int, ...], yes: bool) -> None:
    """Trajno izbriše gradiva iz koša in pove, katere varnostne kopije jih še vsebujejo."""
    with open_library(load_settings()) as library:
        named = [library.keeping.in_trash(document_id).title for document_id in document_ids]
        if not yes and not click.confirm(f"Trajno izbrisati: {', '.join(named)}?"):
            click.echo("Nič ni izbrisano.")
            sys.exit(1)
        library.keeping.ask_to_erase(PROGRAM, document_ids)
        library.index_marked()
        library.keeping.catch_up(stop=threading.Event())
        states = {each.document_id: each for each in library.keeping.erasures(limit=10_000)}
        for document_id in document_ids:
            if (erased := states.get(document_id)) is None:
                raise NotFound(str(document_id))
            is_done = erased.state is ErasureState.DONE
            click.echo(f"{'Izbrisano' if is_done else 'Se briše'}: {erased.name}")
            for bundle in erased.bundles:
                click.echo(f"  še v varnostni kopiji {bundle.path} ({written(bundle.made.date())})")


@trash.command(name="erase-again")
@click.argument("newer", metavar="NOVEJŠA", type=click.Path(path_type=Path, dir_okay=False))
def erase_again(newer: Path) -> None:
    """Po obnovi iz starejše kopije znova izbriše, kar je bilo po novejši kopiji že trajno izbrisano."""
    gone = erased_in(newer)
    with open_library(load_settings()) as library:
        asked, held = library.keeping.erase_again(PROGRAM, gone)
        library.index_marked()
        library.keeping.catch_up(stop=threading.Event())
    for each in asked:
        click.echo(f"Znova izbrisano: {each.name}")
    for each in held:
        click.echo(f"Ni izbrisano, ker se ne sme: {each.name} (gradivo {each.document_id})")
    click.echo(f"Znova izbrisano: {counted(len(asked), 'document')}.")
    sys.exit(1 if held else 0)


def _told(each: InTrash) -> str:
    if each.held_for:
        return f"pravno zadržano: {each.held_for}"
    if each.is_asked:
        return "se briše"
    return f"izbris {written(each.erases.date())}" if each.erases else ""


COMMANDS = (trash,)
