"""How well kb finds, beside what else there is: `python -m bench.quality [--write docs/quality.md] SET…`.

Every SET is a folder in the BEIR layout. All systems answer the same questions in one run, as asked and with their
carons lost. Printed is nDCG@10; with --write the table goes into a page of the docs, between its two marks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import baselines
from bench.baselines import Rank
from kb.library.relaxing import answered
from kb.model import EVERYTHING
from kb.search.beir import JudgedSet, read_beir
from kb.search.embedded import open_index
from kb.search.index import Index
from kb.search.names import Names
from kb.search.plan import make_plan
from kb.search.quality import RECALL_AT, Quality, answers_to, score_of
from kb.search.query import parse
from kb.slovene.fold import fold

BEGINS, ENDS = "<!-- begin of what `make quality` writes -->", "<!-- end of what `make quality` writes -->"
SAME_FORMULA = ("no analysis, same BM25", "5-character prefix, same BM25", "simplemma lemma, same BM25")


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one system on one set."""

    system: str
    asked: Quality
    bare: Quality


def main(arguments: list[str]) -> int:
    """Judges every set that was named; gives 0."""
    parser = argparse.ArgumentParser(prog="bench.quality")
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args(arguments)
    tables = "\n\n".join(_table(folder) for folder in chosen.sets)
    if chosen.write and tables:
        _write(chosen.write, tables)
    return 0


def _table(folder: Path) -> str:
    judged = read_beir(folder)
    lines = [
        f"**{folder.name}**: {len(judged.questions)} questions, {len(judged.ids)} passages",
        "",
        "| system | nDCG@10 | recall@100 | MRR | nDCG@10 without carons |",
        "|---|---|---|---|---|",
    ]
    print("\n".join(lines), flush=True)
    for line in _judged(judged):
        lines.append(_row(line))
        print(lines[-1], flush=True)
    return "\n".join(lines)


def _judged(judged: JudgedSet) -> Iterator[Line]:
    for name, key in zip(SAME_FORMULA, _KEYS, strict=True):
        yield _line(name, baselines.Plain(judged, key), judged)
    yield _line("SQLite FTS5, as it comes", baselines.fts5(judged), judged)
    with tempfile.TemporaryDirectory() as folder:
        yield _line("Whoosh, as it comes", baselines.whoosh(judged, Path(folder)), judged)
    with _ours(judged) as index:
        yield _line("kb, as a page of hits is cut", lambda question: _page(index, judged, question), judged)
        yield _line("**kb**", lambda question: answers_to(index, judged, question), judged)


_KEYS = (baselines.whole_words, baselines.prefixes, baselines.simplemma_lemmas)


@contextmanager
def _ours(judged: JudgedSet) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(Path(folder))
        index.rebuild(judged.documents)
        yield index
        index.close()


def _page(index: Index, judged: JudgedSet, question: str) -> list[str]:
    """Gives what the pages of hits for a question hold: all words if enough has them, else most, else any."""
    plan = make_plan(parse(question), names=Names(), reader=EVERYTHING, limit=RECALL_AT)
    groups = answered(index, plan, widened=lambda node: node).ranked.groups
    return [judged.ids[group.document_id - 1] for group in groups]


def _line(name: str, rank: Rank, judged: JudgedSet) -> Line:
    asked, bare = (
        Quality({each.id: score_of(rank(typed(each.text)), each.grades) for each in judged.questions})
        for typed in (str, fold)
    )
    return Line(name, asked, bare)


def _row(line: Line) -> str:
    figures = (line.asked.ndcg, line.asked.recall, line.asked.mrr, line.bare.ndcg)
    return f"| {line.system} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def _write(page: Path, tables: str) -> None:
    """Puts the tables between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    page.write_text(f"{before}{BEGINS}\n\n{tables}\n\n{ENDS}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
