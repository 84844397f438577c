"""`kb audit`: the audit log proved, listed, exported; and a person's name taken out of it."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from kb.cli.output import print_json
from kb.cli.writing import Date
from kb.config import load_settings
from kb.errors import WrongValue
from kb.library import open_library
from kb.library.auditing.exporting import as_csv, as_json_lines, value_of
from kb.library.auditing.naming import name_of
from kb.library.auditing.words import (
    Named,
    actor_word,
    counted_rows,
    deed_word,
    lines_of,
    proof_words,
    subject_word,
)
from kb.model import PROGRAM, Audited, Deed, Entry, Sought
from kb.slovene.dates import written

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
_BEFORE = dt.timedelta(days=1)


@click.group()
def audit() -> None:
    """Revizijska sled: kdo je kdaj kaj naredil; vrstice so povezane, zato jih ni mogoče neopazno spremeniti."""


@audit.command()
@click.option(
    "--backup",
    "backups",
    multiple=True,
    metavar="DATOTEKA",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Primerja še s sledjo v tej varnostni kopiji; sme se ponoviti.",
)
@_JSON
def verify(backups: tuple[Path, ...], as_json: bool) -> None:
    """Preveri vso sled: nobena vrstica ni spremenjena, odstranjena ali vrinjena, tudi na koncu ne."""
    with open_library(load_settings()) as library:
        proof = library.audit.prove(backups)
    if as_json:
        print_json(proof)
    else:
        click.echo(proof_words(proof))
    sys.exit(0 if proof.is_well else 1)


def _choosing(command: click.decorators.FC) -> click.decorators.FC:
    """Gives a command the options that say which rows are meant."""
    for option in (
        click.option("--to", "until", type=Date(), help="Do vključno tega dne: 22. 11. 2026."),
        click.option("--from", "since", type=Date(), help="Od tega dne."),
        click.option("--words", default="", metavar="BESEDE", help="Besede iz vsebine spremembe."),
        click.option("--subject", default="", metavar="STVAR[:OZNAKA]", help="Npr. document:12, user, act:ZORed."),
        click.option(
            "--deed", "deeds", multiple=True, type=click.Choice([deed.value for deed in Deed]), help="Dejanje."
        ),
        click.option("--who", default="", metavar="IME", help="Del imena ali e-poštnega naslova; »kb« za program."),
    ):
        command = option(command)
    return command


@audit.command("list")
@_choosing
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, help="Največ toliko vrstic.")
@_JSON
def list_(limit: int, as_json: bool, **chosen: object) -> None:
    """Našteje vrstice sledi, najnovejše najprej."""
    with open_library(load_settings()) as library:
        sought = _sought(library.audit.actors, **chosen)  # type: ignore[arg-type]
        rows = library.audit.page(sought, per_page=limit).rows
        named, titles = library.audit.named(), library.audit.titles(rows)
    if as_json:
        print_json([value_of(row) for row in rows])
        return
    for row in rows:
        _print(row, named, titles)
    if not rows:
        click.echo("Takih vrstic v revizijski sledi ni.")


@audit.command()
@click.argument("file", metavar="DATOTEKA", type=click.Path(path_type=Path, dir_okay=False))
@_choosing
def export(file: Path, **chosen: object) -> None:
    """Zapiše vrstice sledi v datoteko: .csv ali, z vso vsebino za programe, .jsonl."""
    writers = {".csv": as_csv, ".jsonl": as_json_lines}
    if file.suffix.lower() not in writers:
        raise WrongValue(f"{file} (ime se konča s .csv ali .jsonl)")
    with open_library(load_settings()) as library:
        sought = _sought(library.audit.actors, **chosen)  # type: ignore[arg-type]
        count = _write(file, writers[file.suffix.lower()](library.audit.each(sought)))
        rows = count - (file.suffix.lower() == ".csv")
        library.audit.enter(PROGRAM, Deed.EXPORTED, Entry("audit", "", after={"rows": rows, "format": file.suffix[1:]}))
    click.echo(f"V datoteki {file}: {counted_rows(rows)}.")


@audit.command("forget-name")
@click.argument("email")
def forget_name(email: str) -> None:
    """V vseh vrsticah zamenja ime osebe z »oseba ŠTEVILKA«; dejanja in številka računa ostanejo."""
    with open_library(load_settings()) as library:
        user = library.people.by_email(email)
        count = library.audit.forget_name(user.id, by=PROGRAM)
    click.echo(f"Ime zamenjano z »oseba {user.id}«: {counted_rows(count)}.")


def _sought(
    actors_named: object,
    *,
    who: str,
    deeds: tuple[str, ...],
    subject: str,
    words: str,
    since: dt.date | None,
    until: dt.date | None,
) -> Sought:
    sort, _, which = subject.partition(":")
    return Sought(
        actors=actors_named(who) if who else None,  # type: ignore[operator]
        deeds=frozenset(map(Deed, deeds)),
        subject=sort.strip(),
        subject_id=which.strip(),
        words=words,
        since=_midnight(since) if since else None,
        until=_midnight(until + _BEFORE) if until else None,
    )


def _midnight(day: dt.date) -> dt.datetime:
    """Gives the moment that a day begins at, here where the command runs."""
    return dt.datetime.combine(day, dt.time()).astimezone()


def _write(file: Path, lines: Iterable[str]) -> int:
    """Writes lines and gives how many. Raises WrongValue."""
    count = 0
    try:
        with file.open("w", encoding="utf-8", newline="") as opened:
            for line in lines:
                opened.write(line)
                count += 1
    except OSError as error:
        raise WrongValue(f"{file} ({error.strerror})") from error
    return count


def _print(row: Audited, named: Named, titles: Mapping[str, str]) -> None:
    at = row.at.astimezone()
    title = titles.get(row.subject_id, "") if row.subject == "document" else name_of(row, named=named)
    of = f"{title} ({row.subject_id})" if title else row.subject_id
    told = f"{' '.join(filter(None, (subject_word(row.subject), of)))}: {deed_word(row.deed)}"
    click.echo(f"{row.id}. {written(at.date())} {at:%H:%M} {actor_word(row.actor)} – {told}")
    for line in lines_of(row, named=named):
        change = f"{line.before} → {line.after or '–'}" if line.before else line.after
        click.echo(f"      {line.field}: {change}")


COMMANDS = (audit,)
