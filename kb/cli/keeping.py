"""The commands that keep the collection safe: backup, restore, check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli.output import print_json
from kb.cli.progress import Told
from kb.config import load_settings
from kb.library import Checked, open_library
from kb.library.auditing.words import proof_words
from kb.library.bundles import back_up, restore
from kb.slovene.counted import counted
from kb.slovene.dates import written
from kb.store.files import shown_size

_FILE = click.argument("file", metavar="DATOTEKA", type=click.Path(path_type=Path, dir_okay=False))
_SINCE = click.option(
    "--since",
    multiple=True,
    metavar="PREJŠNJA",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Prejšnja varnostna kopija, katere izvirnikov ta nima; sme se ponoviti.",
)


@click.command()
@_FILE
@_SINCE
def backup(file: Path, since: tuple[Path, ...]) -> None:
    """Shrani vso zbirko v eno datoteko ZIP; zbirka medtem dela naprej."""
    with Told() as progress:
        made = back_up(load_settings(), file, since=since, told=progress)
    held = f"izvirnikov: {made.listed}, od tega v tej datoteki: {made.held}"
    click.echo(f"Varnostna kopija: {file} ({shown_size(made.size)}), {held}.")
    if made.manifest.missing:
        click.echo(f"Manjkajo ali so poškodovani izvirniki: {', '.join(one[:12] for one in made.manifest.missing)}")
        sys.exit(1)


@click.command(name="restore")
@_FILE
@_SINCE
def restore_command(file: Path, since: tuple[Path, ...]) -> None:
    """Obnovi zbirko iz varnostne kopije v prazno mapo s podatki in zgradi kazalo."""
    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    with Told() as progress:
        restored = restore(settings, file, since=since, told=progress)
        with open_library(settings) as library:
            library.reindex(told=progress)
    click.echo(f"Obnovljeno: {counted(restored.documents, 'document')}, izvirnikov: {restored.originals}.")
    click.echo(
        f"Kopija je z dne {written(restored.made.date())}: kar je bilo pozneje trajno izbrisano, je spet v zbirki. "
        "Če imate novejšo kopijo, izbrise ponovi »kb trash erase-again NOVEJŠA«."
    )
    if restored.missing:
        click.echo(f"V kopiji manjkajo izvirniki: {', '.join(one[:12] for one in restored.missing)}")
    if restored.audit is not None:
        click.echo(proof_words(restored.audit))
    if restored.missing or (restored.audit is not None and not restored.audit.is_well):
        sys.exit(1)


@click.command(name="check")
@click.option("--whole", is_flag=True, help="Prebere vsak izvirnik in vse kazalo; pri veliki zbirki traja.")
@click.option("--clear", is_flag=True, help="Odstrani datoteke, ki jih zbirka ne pozna in so starejše od enega dne.")
@click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
def check_command(whole: bool, clear: bool, as_json: bool) -> None:
    """Primerja zbirko, izvirnike in kazalo ter popravi, kar je mogoče."""
    with open_library(load_settings()) as library, Told() as progress:
        checked = library.check(whole=whole, clear=clear, told=progress)
    if as_json:
        print_json(checked)
    else:
        _print_checked(checked)
    sys.exit(0 if checked.is_well else 1)


def _print_checked(checked: Checked) -> None:
    click.echo(f"Pregledano: izvirnikov {checked.originals}, {counted(checked.documents, 'document')}.")
    if checked.was_damaged:
        click.echo("Kazalo je bilo poškodovano ali zastarelo; zgrajeno je na novo.")
    if checked.unindexed:
        click.echo(f"V kazalu popravljeno: {counted(len(checked.unindexed), 'document')}.")
    if checked.stranded:
        click.echo(f"Vrnjeno med čakajoče: {counted(checked.stranded, 'file')}.")
    if checked.pictures:
        click.echo(f"Odstranjene slike strani datotek, ki jih ni več: {checked.pictures}.")
    if checked.nameless:
        said = "Odstranjene datoteke" if checked.are_cleared else "Datoteke (odstrani jih »kb check --clear«)"
        click.echo(f"{said}, ki jih zbirka ne pozna: {', '.join(one[:12] for one in checked.nameless)}")
    for each in checked.bad_originals:
        of = ", ".join(f"gradivo {id_}" for id_ in each.documents)
        click.echo(f"  {'poškodovan' if each.is_there else 'manjka'} izvirnik {each.sha256[:12]} ({of})")
    if checked.is_well:
        click.echo("Vse je na svojem mestu.")


COMMANDS = (backup, restore_command, check_command)
