"""`kb versions`: which document is which version of which act, listed and corrected where its text tells it wrongly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

import click

from kb.cli.output import print_json
from kb.cli.writing import Date
from kb.config import load_settings
from kb.errors import WrongValue
from kb.legislation.gazette import short_number
from kb.legislation.versions import ActVersion, VersionSort
from kb.library import open_library
from kb.slovene.dates import written

NAMES = {
    VersionSort.ADOPTED: "sprejeto besedilo",
    VersionSort.CONSOLIDATED: "prečiščeno besedilo",
    VersionSort.AMENDING: "novela",
    VersionSort.DRAFT: "predlog",
}
LONGEST_ADDRESS = 400

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
_DOCUMENT = click.argument("document", type=click.IntRange(min=1), metavar="GRADIVO")


@click.group()
def versions() -> None:
    """Različice predpisov: katero gradivo je katero besedilo katerega predpisa."""


@versions.command("list")
@click.argument("acronym", default="", metavar="[KRATICA]")
@_JSON
def list_(acronym: str, as_json: bool) -> None:
    """Našteje različice predpisa ali vseh predpisov, najstarejšo prvo."""
    with open_library(load_settings()) as library:
        found = library.lawbook.versions(acronym)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        click.echo(_told(each))
    if not found:
        click.echo("V zbirki ni nobenega besedila predpisov." if not acronym else f"V zbirki ni besedil: {acronym}.")


@versions.command("set")
@_DOCUMENT
@click.option("--act", metavar="KRATICA", help="Predpis, ki mu besedilo pripada: ZORed.")
@click.option("--sort", type=click.Choice([each.value for each in VersionSort]), help="Katero besedilo je to.")
@click.option("--dated", type=Date(), help="Dan besedila.")
@click.option("--gazette", metavar="ŠTEVILKA", help="Lastna številka Uradnega lista: 139/06.")
@click.option("--amending", metavar="KRATICA", help="Kratica novele ali predloga novele: ZORed-A.")
@click.option("--official/--unofficial", default=None, help="Ali je besedilo uradno.")
@click.option("--address", metavar="NASLOV", help="Spletni naslov, na katerem je besedilo.")
def set_(document: int, dated: dt.date | None, **given: str | bool | None) -> None:
    """Pove, katero besedilo katerega predpisa je gradivo; kar ni navedeno, ostane. Iz besedila se ne razbere več."""
    with open_library(load_settings()) as library:
        kept = library.lawbook.version_of(document)
        told = {name: value for name, value in {**given, "dated": dated}.items() if value is not None}
        written_down = library.lawbook.set_version(_version(kept, document, told))
    click.echo(f"Zapisano: {_told(written_down)}")


@versions.command()
@_DOCUMENT
def clear(document: int) -> None:
    """Pove, da gradivo ni besedilo nobenega predpisa."""
    with open_library(load_settings()) as library:
        library.lawbook.clear_version(document)
    click.echo(f"Gradivo {document} ni besedilo predpisa.")


@versions.command()
@_DOCUMENT
def derive(document: int) -> None:
    """Pozabi, kar je bilo o gradivu povedano z »set« ali »clear«, in ga spet razbere iz besedila."""
    with open_library(load_settings()) as library:
        found = library.lawbook.derive_version(document)
    click.echo(f"Razbrano: {_told(found)}" if found else f"Gradivo {document} ni besedilo predpisa.")


def _version(kept: ActVersion | None, document: int, told: Mapping[str, object]) -> ActVersion:
    """Gives the version that a document is, as it was or new, with what is told. Raises WrongValue."""
    act, sort = told.get("act") or (kept.act if kept else ""), told.get("sort") or (kept.sort if kept else "")
    if not act or not sort:
        raise WrongValue("gradivo še ni različica predpisa: povejte --act in --sort")
    gazette, address = str(told.get("gazette", kept.gazette if kept else "")), str(told.get("address", ""))
    if gazette and not short_number(gazette):
        raise WrongValue(f"Uradni list (gazette) »{gazette[:50]}«: številka se piše 139/06")
    if address and (not address.startswith(("https://", "http://")) or len(address) > LONGEST_ADDRESS):
        raise WrongValue(f"spletni naslov (address) »{address[:80]}«: začne se s https://")
    amending = str(told.get("amending", kept.amending if kept else ""))
    dated = told.get("dated", kept.dated if kept else None)
    return ActVersion(
        id=kept.id if kept else 0,
        act=str(act),
        sort=VersionSort(str(sort)),
        dated=dated if isinstance(dated, dt.date) else None,
        document_id=document,
        gazette=short_number(gazette),
        is_official=bool(told.get("official", kept.is_official if kept else False)),
        amending=amending,
        address=address or (kept.address if kept else ""),
        is_change=bool(amending) or sort == VersionSort.AMENDING,
    )


def _told(version: ActVersion) -> str:
    """Gives a version in a line: «ZORed, novela ZORed-A (9/17, 24. 2. 2017, uradno): gradivo 2»."""
    is_text = version.sort in (VersionSort.ADOPTED, VersionSort.CONSOLIDATED)
    beside = (
        version.gazette,
        written(version.dated) if version.dated else "",
        ("uradno" if version.is_official else "neuradno") if is_text else "",
        "povedano" if version.is_edited else "",
    )
    name = " ".join(filter(None, (NAMES[version.sort], version.amending)))
    told = ", ".join(filter(None, beside))
    return f"{version.act}, {name}{f' ({told})' if told else ''}: gradivo {version.document_id}"


COMMANDS = (versions,)
