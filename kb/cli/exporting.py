"""The command that writes a law as Akoma Ntoso. It touches no library."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from kb.cli.law import text_of_file
from kb.legislation.acts import known_acts
from kb.legislation.akoma import akoma_ntoso, imprint_of_text, whole_law
from kb.legislation.register import Register, read_register
from kb.slovene.normal import nfc
from kb.store.clock import now


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--output", "-o", type=click.File("wb", lazy=True), default="-", help="Datoteka XML; privzeto standardni izhod."
)
def akoma(file: Path, output: BinaryIO) -> None:
    """Zapiše predpis kot Akoma Ntoso 3.0 (XML): dele, poglavja, člene, odstavke, točke in alineje z naslovi in sklici.

    FILE je predpis, novela ali predlog predpisa; »-« bere s standardnega vhoda.
    """
    whole = whole_law(nfc(text_of_file(file)).split("\n"))
    register = Register(read_register())
    imprint = imprint_of_text(whole, known_acts(), register, made=now().date())
    output.write(akoma_ntoso(whole, imprint=imprint, acts=register.acts))
    if not whole.law.articles:
        click.echo("opozorilo: v besedilu ni členov, zapisano je kot dokument brez njih", err=True)
    for doubt in whole.law.doubts:
        click.echo(f"dvom: {doubt.detail}", err=True)


COMMANDS = (akoma,)
