"""The commands that read law: articles, citations, compare, consolidate. They touch no library."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from kb.cli.output import failure_value, print_json
from kb.config import load_settings
from kb.errors import DocumentError
from kb.ingest import Sandbox, text_of
from kb.legislation.amendments import Draft, Problem, consolidate
from kb.legislation.citations import Citation, find_citations
from kb.legislation.comparison import Comparison, Headings, Mark, Pair, Status, compare, docx_of, html_of, table_of
from kb.legislation.comparison.table import note_of
from kb.legislation.lawtext import LawText, read_law, shown
from kb.slovene.normal import nfc

STANDARD_INPUT = "-"

_FILE = click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
_JSON = click.option("--json", "as_json", is_flag=True, help="Izpiše vrednost JSON.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@_JSON
@click.option("--renew", is_flag=True, help="Brez datoteke: v vseh gradivih zbirke znova poišče, kaj navajajo.")
def citations(file: Path | None, as_json: bool, renew: bool) -> None:
    """Izpiše, kaj besedilo navaja: člene, predpise, Uradni list, oznake; »-« bere s standardnega vhoda."""
    if (file is None) is not renew:
        raise click.UsageError("Navedite datoteko ali --renew.")
    if file is None:
        _renew_citations()
        return
    found = find_citations(nfc(text_of_file(file, as_json, asides=True)))
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        click.echo(f"{each.start}–{each.end} {each.kind}: {' '.join(each.text.split())}{_pointed(each)}")


def _renew_citations() -> None:
    # Here and not above: the other commands of this room start without a library.
    from kb.cli.progress import Told
    from kb.library import open_library

    with open_library(load_settings()) as library, Told() as progress:
        count = library.citations.find_again(progress)
    click.echo(f"Pregledanih gradiv: {count}.")


@click.command()
@_FILE
@_JSON
def articles(file: Path, as_json: bool) -> None:
    """Izpiše člene predpisa z odstavki, točkami in alinejami ter pove, kaj v njem je dvomljivo."""
    law = _law(file, as_json)
    if as_json:
        print_json(asdict(law))
        return
    click.echo(f"{law.title or 'Naslova ni.'}{f' ({law.acronym})' if law.acronym else ''}")
    for each in law.articles:
        title = f" ({each.title})" if each.title else ""
        click.echo(f"\n{click.style(f'{each.number}. člen{title}', bold=True)}\n{each.text}")
    for doubt in law.doubts:
        click.echo(f"dvom: {doubt.detail}", err=True)


_SIGNS = {Status.CHANGED: "~", Status.NEW: "+", Status.DELETED: "−", Status.MOVED: "»"}
_PIECES = {Mark.OUT: ("[-", "-]", "red"), Mark.IN: ("{+", "+}", "green")}
_TO_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command(name="compare")
@click.argument("old", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("new", type=click.Path(path_type=Path, allow_dash=True))
@_JSON
@click.option("--html", type=_TO_FILE, help="Zapiše primerjalno tabelo kot stran HTML.")
@click.option("--docx", type=_TO_FILE, help="Zapiše primerjalno tabelo kot DOCX.")
def compare_versions(old: Path, new: Path, as_json: bool, html: Path | None, docx: Path | None) -> None:
    """Primerja različici predpisa po členih: kaj je spremenjeno, novo, črtano, premaknjeno."""
    found = compare(_law(old, as_json), _law(new, as_json))
    if html:
        html.write_text(html_of(table_of(found)), encoding="utf-8")
    if docx:
        docx.write_bytes(docx_of(table_of(found)))
    if as_json:
        print_json({"summary": asdict(found.summary), "articles": [_pair_value(each) for each in found.pairs]})
        return
    _print_comparison(found)


@click.command(name="consolidate")
@click.argument("base", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("amending", type=click.Path(path_type=Path), nargs=-1, required=True)
@_JSON
def consolidate_acts(base: Path, amending: tuple[Path, ...], as_json: bool) -> None:
    """Vnese novele v predpis in izpiše osnutek čistopisa, vir vsake spremembe in kar ni bilo vneseno.

    Konča z 1, če česa ni bilo mogoče vnesti.
    """
    draft = consolidate(_law(base, as_json), [_law(each, as_json) for each in amending])
    if as_json:
        print_json(_draft_value(draft))
    else:
        _print_draft(draft)
    sys.exit(1 if draft.problems else 0)


def _pair_value(pair: Pair) -> dict[str, object]:
    """Gives an article of a comparison as `kb compare --json` prints it."""
    sides = {"old": pair.old, "new": pair.new}
    return {
        "number": pair.number,
        "status": pair.status,
        "moved": pair.is_moved,
        "parts_of": pair.parts_of,
        **{
            side: {"id": each.id, "number": each.number, "title": each.title, "text": each.text} if each else None
            for side, each in sides.items()
        },
        "title": [asdict(piece) for piece in pair.title],
        "text": [asdict(piece) for piece in pair.text],
    }


def _print_comparison(found: Comparison) -> None:
    counts = found.summary
    click.echo(
        f"Spremenjenih: {counts.changed}. Novih: {counts.new}. Črtanih: {counts.deleted}. Premaknjenih: {counts.moved}."
    )
    for side in (found.old, found.new):
        if not side.articles:
            click.echo(f"opozorilo: v besedilu »{side.title or '?'}« ni členov", err=True)
    for pair in found.pairs:
        if pair.status is Status.SAME:
            continue
        notes = ", ".join(note_of(pair, Headings()))
        click.echo(f"\n{_SIGNS[pair.status]} {click.style(f'{shown(pair.number)} člen', bold=True)} ({notes})")
        if pair.status is not Status.MOVED:
            click.echo(_marked(pair))


def _marked(pair: Pair) -> str:
    """Gives the words of an article as they are printed: taken out in [-…-], put in in {+…+}."""
    told = []
    for pieces in (pair.title, pair.text):
        for piece in pieces:
            before, after, colour = _PIECES.get(piece.mark, ("", "", ""))
            told.append(click.style(f"{before}{piece.text}{after}", fg=colour) if colour else piece.text)
        told.append("\n")
    return "".join(told).strip("\n")


def _draft_value(draft: Draft) -> dict[str, object]:
    """Gives a draft as `kb consolidate --json` prints it."""
    return {
        **asdict(draft.law),
        "changes": [asdict(each) for each in draft.changes],
        "problems": [_problem_value(each) for each in draft.problems],
        "own": [{"act": act, "number": each.number, "title": each.title, "text": each.text} for act, each in draft.own],
    }


def _problem_value(problem: Problem) -> dict[str, object]:
    told = {"why": problem.why, "act": problem.act, "source": problem.source, "sentence": problem.sentence}
    return {**told, "detail": problem.detail}


def _print_draft(draft: Draft) -> None:
    """Prints the draft, and beside it (standard error) whose order each change is and what was not applied."""
    click.echo(f"{draft.law.title or 'Naslova ni.'}{f' ({draft.law.acronym})' if draft.law.acronym else ''}")
    for each in draft.law.articles:
        heading = "\n".join(["", *each.chapter, *([""] if each.chapter else []), f"{shown(each.number)} člen"])
        click.echo(
            "\n".join([heading, *([f"({each.title})"] if each.title else []), *([each.text] if each.text else [])])
        )
    click.echo("Osnutek čistopisa je izdelan samodejno in zgolj informativen.", err=True)
    for change in draft.changes:
        note = f" – preverite: {change.note}" if change.note else ""
        click.echo(
            f"vneseno: {change.place or 'vse besedilo'}: {change.act}, {shown(change.source)} člen{note}", err=True
        )
    for problem in draft.problems:
        source = f"{problem.act}, {shown(problem.source)} člen" if problem.source else problem.act
        click.echo(f"ni vneseno: {source}: {problem.detail}: {problem.sentence}".rstrip(": "), err=True)
    click.echo(f"Vnesenih sprememb: {len(draft.changes)}. Nevnesenih: {len(draft.problems)}.", err=True)


def _law(file: Path, as_json: bool) -> LawText:
    return read_law(nfc(text_of_file(file, as_json)).split("\n"))


def _pointed(citation: Citation) -> str:
    """Gives what a citation points to as it is printed: « → ZORed, 12. člen»."""
    articles = ", ".join(f"{number}. člen" for number in citation.articles)
    told = ", ".join(filter(None, (citation.act, articles)))
    return f" → {told}" if told else ""


def text_of_file(file: Path, as_json: bool = False, *, asides: bool = False) -> str:
    """Gives the text of a file, its blocks one a line, or of the standard input. Exits with 1 where it has none.

    Notes, comments and words of pictures are in it only with `asides`.
    """
    if str(file) == STANDARD_INPUT:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    settings = load_settings()
    try:
        with Sandbox(seconds=settings.read_seconds, memory_mb=settings.read_memory_mb) as sandbox:
            return text_of(sandbox.extract(file), asides=asides)
    except DocumentError as error:
        if as_json:
            print_json(failure_value(str(file), error))
        else:
            click.echo(f"{file}: {error.message()}", err=True)
        sys.exit(1)


COMMANDS = (articles, citations, compare_versions, consolidate_acts)
