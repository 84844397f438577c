"""The commands that write: init, add, retry, reindex."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from kb.cli.output import entry_value, print_batch, print_json
from kb.cli.progress import Told
from kb.config import FILE_NAME, load_settings, settings_file_text
from kb.library import Batch, open_library
from kb.model import PROGRAM, Deed, Entry, Metadata, Visibility
from kb.slovene.counted import counted
from kb.slovene.dates import read_date


class Date(click.ParamType[dt.date]):
    """A date in any Slovene form or as 2026-11-22."""

    name = "datum"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Gives the date that was typed; wrong use otherwise."""
        if isinstance(value, dt.date):
            return value
        found = read_date(str(value))
        if found is None:
            self.fail(f"»{value}« ni datum. Vpišite ga v obliki 22. 11. 2026.", param, ctx)
        return found


@click.command()
def init() -> None:
    """Pripravi mapo s podatki: zbirko, kazalo in kb.toml."""
    settings = load_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    toml = settings.home / FILE_NAME
    if not toml.exists():
        toml.write_text(settings_file_text(), encoding="utf-8")
    open_library(settings).close()
    click.echo(f"Zbirka je pripravljena v mapi {settings.home}.")


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--title", default="", help="Naslov (za eno samo datoteko).")
@click.option("--body", "bodies", multiple=True, metavar="ORGAN", help="Organ, npr. k-redarstvo; sme se ponoviti.")
@click.option("--topic", "topics", multiple=True, metavar="PODROČJE", help="Področje; sme se ponoviti.")
@click.option("--kind", default="", metavar="VRSTA", help="Vrsta gradiva, npr. predstavitev.")
@click.option("--event", default="", metavar="DOGODEK", help="Dogodek, ki mu gradivo pripada.")
@click.option("--speaker", "speakers", multiple=True, help="Predavatelj oziroma predavateljica; sme se ponoviti.")
@click.option("--date", "dated", type=Date(), help="Datum gradiva: 22. 11. 2026 ali 2026-11-22.")
@click.option("--language", type=click.Choice(["sl", "en"]), default=None, help="Jezik; sicer se prepozna.")
@click.option("--source", default="", help="Vir.")
@click.option("--rights", default="", help="Imetnik pravic.")
@click.option("--visibility", type=click.Choice([each.value for each in Visibility]), default="public", help="Dostop.")
@click.option("--revision-of", "revises", type=int, default=None, metavar="ID", help="Nova različica tega gradiva.")
@click.option("--json", "as_json", is_flag=True, help="Izid kot JSON.")
def add(
    paths: tuple[Path, ...], revises: int | None, as_json: bool, visibility: str, language: str | None, **told: object
) -> None:
    """Doda datoteke in mape; mapo z manifest.toml po manifestu. Že dodane datoteke prepozna."""
    metadata = Metadata(visibility=Visibility(visibility), language=language or "", **told)  # type: ignore[arg-type]
    with open_library(load_settings()) as library, Told() as progress:
        batch = library.add(paths, metadata, revises=revises, told=progress)
    _finish(batch, as_json=as_json)


@click.command()
@click.argument("entries", metavar="[VPIS…]", nargs=-1, type=int)
@click.option("--json", "as_json", is_flag=True, help="Izid kot JSON.")
def retry(entries: tuple[int, ...], as_json: bool) -> None:
    """Znova prebere, kar ni bilo prebrano: navedene vpise dnevnika ali vse."""
    with open_library(load_settings()) as library, Told() as progress:
        batch = library.retry(entries, told=progress)
    _finish(batch, as_json=as_json)


@click.command()
def reindex() -> None:
    """Zgradi kazalo na novo; dotlej velja staro."""
    with open_library(load_settings()) as library, Told() as progress:
        count = library.reindex(told=progress)
        library.audit.enter(PROGRAM, Deed.REINDEXED, Entry("index", "", after={"documents": count}))
    click.echo(f"Kazalo je zgrajeno na novo: {counted(count, 'document')}.")


def _finish(batch: Batch, *, as_json: bool) -> None:
    if as_json:
        files = [{**entry_value(each.entry), "again": each.again} for each in batch.received]
        print_json({"files": files, "failed": len(batch.failed), "indexed": batch.indexed})
    else:
        print_batch(batch)
    if batch.failed:
        sys.exit(1)


COMMANDS = (init, add, retry, reindex)
