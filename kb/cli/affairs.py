"""`kb dossiers`: what is open and until when, from the command line."""

from __future__ import annotations

import click

from kb.cli.output import print_json
from kb.config import load_settings
from kb.library import open_library
from kb.library.affairs.dossiers import Due, DueState
from kb.model import EVERYTHING
from kb.slovene.counted import counted
from kb.slovene.dates import written


@click.command()
@click.option("--all", "everything", is_flag=True, help="Tudi končane zadeve.")
@click.option("--body", default="", metavar="OZNAKA", help="Samo zadeve organa, npr. k-redarstvo.")
@click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
def dossiers(everything: bool, body: str, as_json: bool) -> None:
    """Izpiše odprte zadeve, tiste z najbližjim rokom najprej."""
    with open_library(load_settings()) as library:
        affairs = library.affairs.dossiers
        found = affairs.all(reader=EVERYTHING, body=body, is_open=True)
        if everything:
            found += affairs.all(reader=EVERYTHING, body=body, is_open=False)
        dues = [affairs.due(each) for each in found]
    if as_json:
        print_json(found)
        return
    for each, due in zip(found, dues, strict=True):
        told = ", ".join(part for part in (each.act, _told(due)) if part)
        click.echo(f"{each.id:>6}  {each.title}" + (f"  ({told})" if told else ""))
    click.echo(f"Zadeve: {len(found)}.")


def _told(due: Due) -> str:
    if due.day is None:
        return ""
    day = written(due.day)
    match due.state:
        case DueState.OVERDUE:
            return f"ROK JE POTEKEL {day}"
        case DueState.MET:
            return f"rok je bil {day}"
    return f"rok {day}, še {counted(due.left, 'workday')}"


COMMANDS = (dossiers,)
