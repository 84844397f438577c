"""The command that judges search: `kb quality`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from kb.cli.output import print_json
from kb.cli.progress import STAGES
from kb.config import Settings
from kb.library import open_library
from kb.library.judging import Change, CorpusQuality, judge_corpus, read_accepted, read_questions, write_accepted
from kb.model import Metadata
from kb.search.beir import read_beir
from kb.search.embedded import open_index
from kb.search.quality import Quality, judge

_CLASSES = {
    "acronym": "kratica",
    "citation": "navedba člena",
    "english": "angleško",
    "exact": "kot v besedilu",
    "inflected": "v drugi obliki",
    "no-carons": "brez strešic",
    "phrase": "besedna zveza",
    "question": "vprašanje",
}
_COLUMNS = ("ndcg@10", "recall@100", "mrr", "first", "first_five", "queries")


@click.command()
@click.option("--beir", type=click.Path(path_type=Path), metavar="MAPA", help="Mapa v obliki BEIR.")
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    default=Path("corpus"),
    show_default=True,
    metavar="MAPA",
    help="Mapa z manifest.toml in queries.toml.",
)
@click.option("--accept", is_flag=True, help="Sprejme ta izid: zapiše ga v accepted.toml v mapi s korpusom.")
@click.option("--json", "as_json", is_flag=True, help="Izpis kot JSON.")
def quality(beir: Path | None, corpus: Path, accept: bool, as_json: bool) -> None:
    """Presodi kakovost iskanja na vprašanjih z znanimi odgovori; kaj je slabše od sprejetega izida, je napaka.

    Gradiva prebere v začasno zbirko; prave zbirke se ne dotakne.
    """
    if beir is not None and accept:
        raise click.UsageError("--accept velja za korpus, ne za mapo BEIR.")
    if beir is not None:
        _print_set(_of_set(beir), as_json=as_json)
        return
    found = _of_corpus(corpus)
    if accept:
        write_accepted(corpus, found.verdicts, before=read_accepted(corpus))
    _print_corpus(found, as_json=as_json)
    if found.unexplained and not accept:
        sys.exit(1)


def _of_set(folder: Path) -> Quality:
    judged = read_beir(folder)
    with tempfile.TemporaryDirectory(prefix="kb-quality-") as home, _progress() as told:
        index = open_index(Path(home))
        try:
            total = len(judged.documents)
            index.rebuild(judged.documents, told=lambda done: told("corpus", done, total))
            return judge(index, judged, told=lambda done, total: told("questions", done, total))
        finally:
            index.close()


def _of_corpus(folder: Path) -> CorpusQuality:
    read_questions(folder)
    accepted = read_accepted(folder)
    with (
        tempfile.TemporaryDirectory(prefix="kb-quality-") as home,
        open_library(Settings(home=Path(home))) as library,
        _progress() as told,
    ):
        library.add([folder], Metadata(), told=lambda stage, name, done, total: told(stage, done, total))
        return judge_corpus(library, folder, accepted=accepted)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Lends what shows (stage, done, total) on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<10}"), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks = {stage: bars.add_task(name, visible=False) for stage, name in STAGES.items()}
        yield lambda stage, done, total: bars.update(tasks[stage], completed=done, total=total, visible=True)


# --- what is printed -------------------------------------------------------------------------------


def _print_set(found: Quality, *, as_json: bool) -> None:
    if as_json:
        print_json(found.figures)
        return
    for name, value in found.figures.items():
        click.echo(f"{name}: {_shown(value)}")


def _print_corpus(found: CorpusQuality, *, as_json: bool) -> None:
    gains = [_change_value(each) for each in found.changes if not each.is_loss]
    losses = [_change_value(each) for each in found.changes if each.is_loss]
    if as_json:
        print_json({**found.figures, "gains": gains, "losses": losses})
        return
    figures = found.figures
    _print_row("razred", list(_COLUMNS))
    for sort, of_class in figures["classes"].items():
        _print_row(_CLASSES.get(sort, sort), [_shown(of_class[name]) for name in _COLUMNS])
    _print_row("vse", [_shown(figures[name]) for name in _COLUMNS])
    for each in found.changes:
        _print_change(each)
    click.echo(f"Na boljšem: {len(gains)}. Na slabšem: {len(losses)}, nepojasnjenih {len(found.unexplained)}.")


def _print_row(name: str, cells: list[str]) -> None:
    click.echo(f"{name:<16}" + "".join(f"{cell:>11}" for cell in cells))


def _print_change(change: Change) -> None:
    sign = click.style("−", fg="red") if change.is_loss else click.style("+", fg="green")
    why = f" ({change.explained})" if change.explained else ""
    click.echo(f"{sign} {_place(change.accepted)} → {_place(change.rank)}  {change.text}{why}")


def _change_value(change: Change) -> dict[str, Any]:
    return {
        "query": change.text,
        "class": change.sort,
        "accepted": change.accepted,
        "rank": change.rank,
        "explained": change.explained,
    }


def _place(rank: int) -> str:
    return f"{rank}." if rank else "–"


def _shown(value: float | int) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4f}"


COMMANDS = (quality,)
