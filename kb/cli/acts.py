"""`kb acts`: the register of acts, listed, shown, edited, and moved as CSV."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import click

from kb.cli.cards import print_card
from kb.cli.output import print_json
from kb.cli.writing import Date
from kb.config import load_settings
from kb.errors import NotFound, WrongValue
from kb.legislation.register import STATUSES, Act, checked, read_rows, written_rows
from kb.library import open_library
from kb.library.told import act_value, card_value
from kb.model import EVERYTHING
from kb.slovene.dates import written

LARGEST_FILE = 10_000_000

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")


@click.group()
def acts() -> None:
    """Register predpisov: kratica, naslov in Uradni list, po katerih se najdejo vsa njihova gradiva."""


@acts.command("list")
@click.option("--topic", default="", metavar="PODROČJE", help="Samo predpisi tega področja.")
@_JSON
def list_(topic: str, as_json: bool) -> None:
    """Našteje predpise registra."""
    with open_library(load_settings()) as library:
        found = [act for act in library.acts() if topic in ("", act.topic)]
    if as_json:
        print_json([act_value(act) for act in found])
        return
    for act in found:
        click.echo(f"{act.acronym} – {act.title} ({act.gazette or '–'}; {act.status}, {written(act.checked_on)})")


@acts.command()
@click.argument("name", nargs=-1, required=True)
@_JSON
def show(name: tuple[str, ...], as_json: bool) -> None:
    """Pokaže predpis po kratici, naslovu ali številki: kb acts show 139/06."""
    with open_library(load_settings()) as library:
        card = library.act_card(" ".join(name), reader=EVERYTHING)
    if as_json:
        print_json(card_value(card))
    else:
        print_card(card)


@acts.command("set")
@click.argument("acronym")
@click.option("--title", help="Naslov: Zakon o občinskem redarstvu.")
@click.option("--gazette", help="Številke Uradnega lista: »139/06, 9/17 – ZORed-A«.")
@click.option("--topic", metavar="PODROČJE", help="Področje, npr. obcinsko-redarstvo.")
@click.option("--status", type=click.Choice(STATUSES), help="Veljavnost.")
@click.option("--sop", help="SOP, npr. 2006-01-6040.")
@click.option("--eva", help="EVA, npr. 2018-2030-0045.")
@click.option("--epa", help="EPA, npr. 1428-IX.")
@click.option("--amends", metavar="KRATICA", help="Predpis, ki ga ta spreminja.")
@click.option("--replaced-by", metavar="KRATICA", help="Predpis, ki je ta predpis nadomestil.")
@click.option("--checked-on", type=Date(), help="Dan, ko je bil zapis preverjen; privzeto danes.")
def set_(acronym: str, checked_on: dt.date | None, **given: str | None) -> None:
    """Doda predpis ali spremeni navedene podatke o njem; kar ni navedeno, ostane."""
    told = {name: value for name, value in given.items() if value is not None}
    today = dt.datetime.now(dt.UTC).date()
    with open_library(load_settings()) as library:
        kept = next((act for act in library.acts() if act.key == Act(acronym, "").key), Act(acronym, ""))
        act = checked(replace(kept, **told, checked_on=checked_on or today))
        library.put_acts([act])
    click.echo(f"Zapisano: {act.acronym} – {act.title}, preverjeno {written(act.checked_on)}.")


@acts.command()
@click.argument("acronym")
def remove(acronym: str) -> None:
    """Odstrani predpis iz registra; gradiva ostanejo."""
    with open_library(load_settings()) as library:
        library.remove_act(acronym)
    click.echo(f"Odstranjeno iz registra: {acronym}.")


@acts.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Prebere predpise iz datoteke CSV, vse ali nobenega; predpise z isto kratico zamenja."""
    given = read_rows(_text_of(file))
    with open_library(load_settings()) as library:
        changed = library.put_acts(given)
    click.echo(f"Prebranih predpisov: {len(given)}; novih ali spremenjenih: {changed}.")


@acts.command()
def export() -> None:
    """Izpiše register kot CSV (UTF-8), kakršnega »kb acts import« spet prebere."""
    with open_library(load_settings()) as library:
        sys.stdout.write(written_rows(library.acts()))


def _text_of(file: Path) -> str:
    """Gives the text of a file in UTF-8 or, as spreadsheets in Slovenia write it, in Windows-1250."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise WrongValue(f"{file} je prevelika (too large)")
        raw = file.read_bytes()
    except OSError as error:
        raise NotFound(str(file)) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1250", errors="replace")


COMMANDS = (acts,)
