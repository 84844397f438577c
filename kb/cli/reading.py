"""The commands that only read: find, show, extract, suggest, analyse, status, settings. Each has --json."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli.output import (
    document_value,
    entry_value,
    extract_value,
    failure_value,
    print_entry,
    print_json,
    print_results,
)
from kb.config import list_settings, load_settings
from kb.errors import DocumentError
from kb.ingest import Sandbox
from kb.library import Question, Sort, open_library
from kb.library.told import results_value
from kb.model import EVERYTHING, PROGRAM, Block, BlockKind, Extract, Outcome
from kb.search.patterns import explained
from kb.slovene.counted import counted
from kb.slovene.dates import written
from kb.store.files import shown_size

_JSON = click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
_NAMED = {
    BlockKind.DELETED: "črtano",
    BlockKind.COMMENT: "pripomba",
    BlockKind.NOTE: "zapiski",
    BlockKind.FOOTNOTE: "opomba",
    BlockKind.PICTURE: "slika",
    BlockKind.HEADER: "glava",
    BlockKind.FOOTER: "noga",
}
_SUGGESTED = {
    "title": "naslov",
    "dated": "datum",
    "kind": "vrsta gradiva",
    "language": "jezik",
    "bodies": "organ",
    "topics": "področje",
    "acts": "predpis",
}
_SORTS = {"ustreznost": Sort.RELEVANCE, "najnovejse": Sort.NEWEST, "najstarejse": Sort.OLDEST}


@click.command()
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(list(_SORTS)), default="ustreznost", help="Vrstni red.")
@click.option("--page", type=click.IntRange(1, 100_000), default=1, help="Stran zadetkov.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="Gradiv na stran.")
@click.option("--exactly", is_flag=True, help="Samo, kar je vpisano: brez sopomenk in kratic.")
@click.option("--explain", is_flag=True, help="Pove, zakaj je zadetek zadetek.")
@_JSON
def find(query: tuple[str, ...], sort: str, page: int, limit: int, exactly: bool, explain: bool, as_json: bool) -> None:
    """Poišče: besede, "fraza", -brez, ALI, komisija: podrocje: vrsta: leto:2018..2020 dostop:."""
    question = Question(text=" ".join(query), sort=_SORTS[sort], exactly=exactly, page=page, per_page=limit)
    with open_library(load_settings()) as library:
        results = library.find(question, reader=EVERYTHING)
        reasons = library.why(results, reader=EVERYTHING) if explain else {}
    if as_json:
        print_json(results_value(results, reasons))
    else:
        print_results(results, reasons)


@click.command()
@click.argument("document_id", metavar="ID", type=int)
@_JSON
def show(document_id: int, as_json: bool) -> None:
    """Pokaže gradivo: podatke o njem in njegovo besedilo po odlomkih."""
    with open_library(load_settings()) as library:
        document = library.document(document_id, reader=EVERYTHING)
        library.audit.seen(PROGRAM, document)
        passages = library.passages(document_id, reader=EVERYTHING)
    if as_json:
        texts = [
            {
                "locator": each.passage.locator.label(),
                "anchor": each.passage.locator.anchor,
                "heading": each.passage.heading,
                "text": each.passage.text,
            }
            for each in passages
        ]
        print_json({**document_value(document), "passages": texts})
        return
    click.echo(click.style(document.title, bold=True))
    for name, value in document_value(document).items():
        if value and name not in ("id", "title"):
            shown = ", ".join(value) if isinstance(value, list) else written(value) if name == "date" else value
            click.echo(f"  {name}: {shown}")
    for each in passages:
        heading = f" – {each.passage.heading}" if each.passage.heading else ""
        click.echo(f"\n{click.style(each.passage.locator.label() + heading, bold=True)}\n{each.passage.text}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_JSON
def extract(file: Path, as_json: bool) -> None:
    """Prebere datoteko in izpiše njeno besedilo; zbirke se ne dotakne."""
    settings = load_settings()
    try:
        with Sandbox(seconds=settings.read_seconds, memory_mb=settings.read_memory_mb) as sandbox:
            read = sandbox.extract(file)
    except DocumentError as error:
        if as_json:
            print_json(failure_value(str(file), error))
        else:
            click.echo(f"{file}: {error.message()}", err=True)
        sys.exit(1)
    if as_json:
        print_json(extract_value(read))
    else:
        _print_extract(read)


def _print_extract(read: Extract) -> None:
    click.echo(f"{read.media_type} · {read.language or 'jezik ni prepoznan'}")
    for warning in read.warnings:
        click.echo(f"opozorilo: {warning}")
    for unit in read.units:
        click.echo(f"\n{click.style(unit.label, bold=True)}")
        for block in unit.blocks:
            click.echo(_shown(block))


def _shown(block: Block) -> str:
    """Gives a block as it is printed: what is no plain text is named."""
    if block.kind is BlockKind.HEADING:
        return click.style(block.text, bold=True)
    named = _NAMED.get(block.kind)
    return f"[{named}] {block.text}" if named else block.text


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_JSON
def suggest(file: Path, as_json: bool) -> None:
    """Predlaga podatke o datoteki iz njenega besedila: naslov, datum, vrsto, organe, področja, predpise."""
    with open_library(load_settings()) as library:
        found = library.suggest(file)
    if as_json:
        print_json(found)
        return
    for name, label in _SUGGESTED.items():
        value = getattr(found, name)
        for each in value if isinstance(value, tuple) else filter(None, [value]):
            shown = written(each.value) if name == "dated" else each.value
            click.echo(f"{label}: {shown} ({each.confidence:.0%}; {each.seen.place}: »{each.seen.words}«)")


@click.command()
@click.option("--failed", is_flag=True, help="Samo datoteke, ki niso bile prebrane.")
@click.option("--all", "everything", is_flag=True, help="Vsi vpisi v dnevniku, ne le zadnjih 20.")
@_JSON
def status(failed: bool, everything: bool, as_json: bool) -> None:
    """Pove, kaj je v zbirki, kaj čaka, kaj ni bilo prebrano in zakaj."""
    with open_library(load_settings()) as library:
        state, service = library.status(), library.standing.report()
        outcome = Outcome.FAILED if failed else None
        entries = library.ledger(outcome=outcome, limit=None if everything or as_json else 20)
    if as_json:
        print_json({"status": state, "service": service, "files": [entry_value(entry) for entry in entries]})
        return
    click.echo(f"V zbirki: {counted(state.documents, 'document')}, {counted(state.passages, 'passage')}.")
    click.echo(f"V kazalu: {counted(state.index_documents, 'document')}; čaka na kazalo: {state.to_index}.")
    click.echo(f"Čaka na branje: {state.waiting}. Ni prebrano: {state.outcomes.get(Outcome.FAILED, 0)}.")
    last = service.backup.last
    click.echo(
        f"Delavec: {'deluje' if service.is_working else 'ne deluje'}. "
        f"Prosto na disku: {shown_size(service.disk.free)}{'' if service.disk.is_well else ' (pozor)'}. "
        f"Zadnja varnostna kopija: {written(last.made.date()) if last else 'nobena'}"
        f"{'' if service.backup.is_well else ' (pozor)'}."
    )
    click.echo("Dnevnik obdelave, najnovejše najprej:" if entries else "Dnevnik obdelave je prazen.")
    for entry in entries:
        print_entry(entry)


@click.command()
@_JSON
def settings(as_json: bool) -> None:
    """Izpiše nastavitve, njihove vrednosti in od kod so."""
    lines = list_settings()
    if as_json:
        print_json(lines)
        return
    for line in lines:
        click.echo(f"{line.name} = {line.value or '–'}  ({line.source}; {line.variable})\n    {line.about}")


@click.command()
@click.argument("text")
@_JSON
def analyse(text: str, as_json: bool) -> None:
    """Pove, pod katerimi ključi je beseda v kazalu in s katerimi jo vpraša; »-« bere vrstice s standardnega vhoda."""
    for line in sys.stdin.read().splitlines() if text == "-" else [text]:
        rows = [{"token": token, "index": index, "query": query} for token, index, query in explained(line)]
        if as_json:
            print_json(rows)
            continue
        for row in rows:
            click.echo(f"{row['token']}: {' '.join(row['index'])} | {' '.join(row['query'])}")


COMMANDS = (find, show, extract, suggest, analyse, status, settings)
