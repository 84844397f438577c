"""What analysis costs: tokens a second, cold and warm, loading, and index time beside plain folded words.

    python -m bench.analysis --corpus CORPUS.jsonl [--rounds 3] [--json]

The corpus is in BEIR's layout, one {"title", "text"} a line. «Without» is the same index fed with folded words.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kb.search.analysis import KeysOfRun, index_keys, run_keys
from kb.search.embedded import inverter, open_index
from kb.search.index import IndexedDocument, IndexedPassage
from kb.slovene.fold import fold

_WORDS = re.compile(r"[^\W_]+")
RunKeys = Callable[..., tuple[list[str], KeysOfRun]]


def documents(corpus: Path) -> list[IndexedDocument]:
    """Gives the corpus as documents, neighbours with one title being passages of one."""
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    grouped = (list(group) for _, group in itertools.groupby(rows, key=lambda row: row["title"]))
    return [
        IndexedDocument(
            number,
            group[0]["title"],
            tuple(IndexedPassage(number * 100_000 + place, "", row["text"]) for place, row in enumerate(group)),
        )
        for number, group in enumerate(grouped, 1)
    ]


def seconds(work: Callable[[], Any]) -> float:
    """Gives the processor time of `work`."""
    started = time.process_time()
    work()
    return time.process_time() - started


def folded_words(text: str, **_: str) -> tuple[list[str], KeysOfRun]:
    """Gives the words of a text without any analysis but folding, and what makes their keys."""
    return _WORDS.findall(fold(text)), _as_it_is


def _as_it_is(word: str) -> tuple[tuple[str, ...], ...]:
    return ((word,),)


def index_time(corpus: list[IndexedDocument], keys: RunKeys) -> float:
    """Gives the processor time of a whole index whose keys are made by `keys`."""
    setattr(inverter, "run_keys", keys)  # noqa: B010
    try:
        with tempfile.TemporaryDirectory() as folder:
            index = open_index(Path(folder))
            spent = seconds(lambda: index.rebuild(corpus))
            index.close()
    finally:
        setattr(inverter, "run_keys", run_keys)  # noqa: B010
    return spent


def measured(corpus: list[IndexedDocument], rounds: int) -> Iterator[tuple[str, float]]:
    """Gives each figure with its name; the index times in turns, the best of `rounds`."""
    texts = [passage.text for document in corpus for passage in document.passages]
    loading = seconds(lambda: index_keys("občinskega"))
    cold = seconds(lambda: [index_keys(text) for text in texts])
    tokens = sum(map(len, map(index_keys, texts)))
    warm = min(seconds(lambda: [index_keys(text) for text in texts]) for _ in range(rounds))
    pairs = [(index_time(corpus, run_keys), index_time(corpus, folded_words)) for _ in range(rounds)]
    with_, without = min(first for first, _ in pairs), min(second for _, second in pairs)
    yield "tokens", float(tokens)
    yield "loading, s", loading
    yield "cold, tokens/s", tokens / cold
    yield "warm, tokens/s", tokens / warm
    yield "index with analysis, s", with_
    yield "index without, s", without
    yield "ratio warm", with_ / without
    yield "ratio cold", (with_ + loading + cold - warm) / without


def main() -> None:
    """Prints the figures, a line each or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = dict(measured(documents(chosen.corpus), chosen.rounds))
    if chosen.json:
        print(json.dumps(figures))
    else:
        for name, figure in figures.items():
            print(f"{name:24} {figure:14,.2f}")


if __name__ == "__main__":
    main()
