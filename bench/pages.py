"""A page of results: kb's embedded index, tantivy and SQLite FTS5 in one run, in turns; CPU milliseconds.

    python -m bench.pages --passages N [--engines ours,tantivy,fts5] [--questions 30] [--rounds 5] [--json | --write]

Of more than LARGE passages FTS5 is left out, for a page of it takes seconds, and 10 questions are asked in 3 rounds,
where nothing else is said; an index of a tenth of them stands beside, to tell by how much a page grows.

A page is the ten best documents, four facets over all that was found, and ten snippets, for a member (not all may be
seen). Also what building costs in CPU, on disk and in memory, what one more document of twelve passages costs, and
twenty segments against one. `--write` puts the tables into docs/performance.md. Needs tantivy (pip install tantivy).
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import platform
import random
import re
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bench.engines import Engine, Ours, Question, Streams, Tantivy
from bench.fts5 import Fts5
from bench.passages import BODIES, documents
from kb.search.analysis import index_keys
from kb.search.embedded import open_index, rebuilding
from kb.search.index import IndexedDocument
from kb.search.patterns import query_keys

ENGINES = ("ours", "tantivy", "fts5")
KINDS = ("rare", "common", "and", "or", "phrase", "prefix", "filter", "fuzzy")
REPORT = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- pages: begin -->", "<!-- pages: end -->"
TWELVE = 12
LARGE = 300_000
"""Passages up to which the index is also built in twenty segments, and from which on also of a tenth of them."""
KEYS_OF = 10_000
"""Documents at most whose analysis is timed by itself; that of all is reckoned from theirs."""

_WORD = re.compile(r"[a-zčšž]{4,}")


def main() -> None:
    """Runs the comparison and prints or writes it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--engines")
    parser.add_argument("--questions", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    engines, questions, rounds = (ENGINES, 30, 5) if chosen.passages <= LARGE else (ENGINES[:2], 10, 3)
    with tempfile.TemporaryDirectory(prefix="kb-pages-") as name:
        report = compared(
            Path(name),
            passages=chosen.passages,
            engines=tuple(chosen.engines.split(",")) if chosen.engines else engines,
            questions=chosen.questions or questions,
            rounds=chosen.rounds or rounds,
        )
    if chosen.write:
        write(report)
    print(json.dumps(report, ensure_ascii=False) if chosen.json else told(report))


def compared(folder: Path, *, passages: int, engines: Sequence[str], questions: int, rounds: int) -> dict[str, Any]:
    """Gives all figures: of building, of pages by kind and engine, of one more document, of many segments."""
    _say("the passages")
    corpus = list(documents(passages))
    building, streams = built(folder, corpus, engines)
    makers: dict[str, Callable[[Path], Engine]] = {"ours": Ours, "tantivy": Tantivy, "fts5": Fts5}
    opening, opened = {}, {}
    for name in engines:
        started = time.process_time()
        opened[name] = makers[name](folder)
        asked = Question("rare", ("občina",), (("občina",),))
        opened[name].page(asked)
        opening[name] = time.process_time() - started
    _say("the questions")
    asked_by_kind = chosen_questions(corpus, questions)
    _settle()
    _say("pages")
    first = {kind: measured(opened, asked, 1) for kind, asked in asked_by_kind.items()}
    kinds = {kind: measured(opened, asked, rounds) for kind, asked in asked_by_kind.items()}
    is_large, with_ours = passages > LARGE, "ours" in engines
    return {
        "passages": passages,
        "words": sum(keys.count(" ") + 1 for each in streams for keys, _ in each[1:]),
        "documents": len(corpus),
        "made": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "machine": _machine(),
        "versions": {name: version(name) for name in ("numpy", "whoosh", "tantivy")}
        | {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version},
        "build": building,
        "open_s": opening,
        "kinds": kinds,
        "asked_first": first,
        "twenty_segments": {} if is_large or not with_ours else twenty_segments(folder, corpus, asked_by_kind, rounds),
        "growth": grown(folder, corpus, asked_by_kind, rounds) if is_large and with_ours else {},
        "one_more_ms": one_more(folder, corpus[:40]),
        "private_mb": _private_megabytes(),
    }


# --- building


def built(
    folder: Path, corpus: Sequence[IndexedDocument], engines: Sequence[str]
) -> tuple[dict[str, dict[str, float]], list[list[tuple[str, str]]]]:
    """Builds all; gives CPU seconds and megabytes by engine, and the streams of keys that the others are built of.

    Ours makes the keys itself, so what the others get ready made (`keys`) is told too, and is to be taken off. All is
    analysed once before, so that no engine pays for meeting a word first.
    """
    spent: dict[str, dict[str, float]] = {}
    streams = Streams()
    _say("streams of keys")
    made = [[streams.of(text) for text in (each.title, *(one.text for one in each.passages))] for each in corpus]
    _settle()
    some = corpus[:KEYS_OF]
    keys = _spent(lambda: [index_keys(one.text) for each in some for one in each.passages])
    spent["keys"] = {"cpu_s": keys * _passages(corpus) / _passages(some), "mb": 0.0}
    if "ours" in engines:
        _say("building ours")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent["ours"] = {"cpu_s": _spent(lambda: Ours.build(folder, corpus))}
        spent["ours"]["grown_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        _say("merging")
        spent["merging"] = {"cpu_s": _spent(lambda: Ours.merge(folder)), "mb": 0.0}
        spent["ours"]["mb"] = Ours.megabytes(folder)
        Ours.keep(folder, corpus)
    if "tantivy" in engines:
        _say("building tantivy")
        spent["tantivy"] = {
            "cpu_s": _spent(lambda: Tantivy.build(folder, corpus, made)),
            "mb": _megabytes(folder / "tantivy"),
        }
    if "fts5" in engines:
        _say("building fts5")
        spent["fts5"] = {
            "cpu_s": _spent(lambda: Fts5.build(folder, corpus, made)),
            "mb": _megabytes(folder / "fts5.db"),
        }
    return spent, made


def one_more(folder: Path, corpus: Sequence[IndexedDocument]) -> dict[str, float]:
    """Gives CPU milliseconds of one more document of twelve passages: written, and then found by a search."""
    _say("one more document")
    index, times, found = open_index(folder / "index"), [], []
    ours = Ours(folder)
    index.apply([IndexedDocument(9_999_999, corpus[0].title, corpus[0].passages)])
    texts = [passage for document in corpus for passage in document.passages]
    question = Question("rare", ("občina",), (("občina",),))
    for number in range(20):
        passages = tuple(texts[(number * TWELVE + place) % len(texts)] for place in range(TWELVE))
        fresh = IndexedDocument(10_000_000 + number, corpus[number % len(corpus)].title, passages)
        times.append(1e3 * _spent(lambda fresh=fresh: index.apply([fresh])))  # type: ignore[misc]
        found.append(1e3 * _spent(lambda: ours.page(question)))
    return {"written_p50": median(times), "written_worst": max(times), "first_page_p50": median(found)}


def twenty_segments(
    folder: Path, corpus: Sequence[IndexedDocument], questions: dict[str, list[Question]], rounds: int
) -> dict[str, float]:
    """Gives by kind how many times a page of an index in twenty segments costs what one of `folder`'s does."""
    _say("twenty segments")
    whole = rebuilding.POSITIONS_A_SEGMENT
    words = sum(len(passage.text.split()) for document in corpus for passage in document.passages)
    setattr(rebuilding, "POSITIONS_A_SEGMENT", words // 20)  # noqa: B010
    try:
        times = _beside(folder, "twenty", corpus, questions, rounds=rounds)
    finally:
        setattr(rebuilding, "POSITIONS_A_SEGMENT", whole)  # noqa: B010
    return {kind: each["twenty"]["p50"] / each["whole"]["p50"] for kind, each in times.items()}


def grown(
    folder: Path, corpus: Sequence[IndexedDocument], questions: dict[str, list[Question]], rounds: int
) -> dict[str, float]:
    """Gives by kind how many times a page of `folder`'s index costs what one of an index of a tenth of it does."""
    _say("a tenth")
    times = _beside(folder, "tenth", corpus[: len(corpus) // 10], questions, rounds=rounds)
    return {kind: each["whole"]["p50"] / each["tenth"]["p50"] for kind, each in times.items()}


def _beside(
    folder: Path, name: str, corpus: Sequence[IndexedDocument], questions: dict[str, list[Question]], *, rounds: int
) -> dict[str, dict[str, dict[str, float]]]:
    """Gives the times of pages by kind, of the index of `folder` («whole») and of another that is built beside it."""
    (folder / name).mkdir()
    Ours.build(folder / name, corpus)
    Ours.keep(folder / name, corpus)
    both: dict[str, Engine] = {"whole": Ours(folder), name: Ours(folder / name)}
    return {kind: measured(both, asked, rounds) for kind, asked in questions.items()}


# --- asking


def chosen_questions(corpus: Sequence[IndexedDocument], count: int) -> dict[str, list[Question]]:
    """Gives questions of each kind, of words that the corpus has; by how many passages they are rare or common."""
    chance = random.Random(11)
    texts = [passage.text.lower() for document in corpus for passage in document.passages]
    having: Counter[str] = Counter()
    for text in texts:
        having.update(set(_WORD.findall(text)))
    by_share = [(word, times / len(texts)) for word, times in having.items()]
    rare = sorted(word for word, share in by_share if 2 <= share * len(texts) <= 20)
    common = sorted(word for word, share in by_share if share >= 0.08)
    middling = sorted(word for word, share in by_share if 0.005 <= share < 0.08)
    forms = sorted(word for word, times in having.items() if times > 1)

    def one(kind: str, words: Sequence[str], body: int | None = None) -> Question:
        return Question(kind, tuple(words), tuple(query_keys(word)[0][0] for word in words), body)

    def three_of_one() -> list[str]:
        while True:
            held = sorted(set(_WORD.findall(chance.choice(texts))) & {*middling, *common})
            if len(held) >= 3:
                return chance.sample(held, 3)

    def side_by_side() -> tuple[str, ...]:
        while True:
            words = chance.choice(texts).split()
            at = chance.randrange(max(1, len(words) - 2))
            run = words[at : at + chance.choice((2, 3))]
            if len(run) > 1 and all(_WORD.fullmatch(word) for word in run):
                return tuple(run)

    def phrase(words: tuple[str, ...]) -> Question:
        """Gives a phrase, for the other engines of the keys that their streams have in the place of its words."""
        keys, _ = Streams().of(" ".join(words))
        return Question("phrase", words, tuple((key,) for key in keys.split()))

    def near(word: str) -> Question:
        place = chance.randrange(1, len(word) - 1)
        typed = word[:place] + chance.choice("aeiorstn") + word[place + 1 :]
        meant = process.extract(typed, forms, scorer=Levenshtein.distance, score_cutoff=1, limit=20)
        return Question("fuzzy", (typed,), (tuple(form for form, _, _ in meant) or (word,),))

    makers: dict[str, Callable[[], Question]] = {
        "rare": lambda: one("rare", [chance.choice(rare)]),
        "common": lambda: one("common", [chance.choice(common)]),
        "and": lambda: one("and", three_of_one()),
        "or": lambda: one("or", [*chance.sample(middling, 2), chance.choice(common)]),
        "phrase": lambda: phrase(side_by_side()),
        "prefix": lambda: one("prefix", [chance.choice(middling)[: chance.choice((3, 4, 5))]]),
        "filter": lambda: one("filter", [chance.choice(common)], chance.randrange(1, BODIES + 1)),
        "fuzzy": lambda: near(chance.choice(middling)),
    }
    return {kind: [makers[kind]() for _ in range(count)] for kind in KINDS}


def measured(engines: dict[str, Engine], questions: Sequence[Question], rounds: int) -> dict[str, dict[str, float]]:
    """Gives p50 and p95 of a page's CPU milliseconds by engine: the engines in turns, a question's median counts."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    for question in questions:
        taken: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(rounds):
            for name, engine in engines.items():
                taken[name].append(1e3 * _spent(lambda engine=engine, question=question: engine.page(question)))  # type: ignore[misc]
        for name, each in taken.items():
            times[name].append(median(each))
    return {name: {"p50": median(each), "p95": sorted(each)[int(len(each) * 0.95)]} for name, each in times.items()}


def _settle() -> None:
    """Takes what building left in memory out of the collector's rounds, which would fall to whoever allocates most."""
    gc.collect()
    gc.freeze()


def _passages(corpus: Sequence[IndexedDocument]) -> int:
    return sum(len(document.passages) for document in corpus)


def _say(step: str) -> None:
    """Tells on standard error what is begun, and when."""
    print(f"{time.strftime('%H:%M:%S')} {step}", file=sys.stderr, flush=True)


def _spent(work: Callable[[], object]) -> float:
    """Gives the CPU seconds of a piece of work, those of processes that it starts and waits for included."""
    before = os.times()
    started = time.process_time()
    work()
    own, after = time.process_time() - started, os.times()
    return own + after.children_user + after.children_system - before.children_user - before.children_system


def _megabytes(place: Path) -> float:
    """Gives the size on disk, tantivy's store of texts apart."""
    paths = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in paths if path.suffix != ".store") / 1e6


def _private_megabytes() -> float:
    """Gives the memory of this process that is its own, corpus and streams included."""
    told = Path("/proc/self/smaps_rollup")
    if not told.exists():
        return 0.0
    return sum(int(line.split()[1]) for line in told.read_text().splitlines() if line.startswith("Private_")) / 1024


def _machine() -> str:
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", told.read_text()) if told.exists() else []
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


# --- telling


def told(report: dict[str, Any]) -> str:
    """Gives the report as Markdown."""
    engines = list(next(iter(report["kinds"].values())))
    others = [name for name in engines if name != "ours"]
    versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
    lines = [
        f"{report['passages']:,} passages, {report['documents']:,} documents, {report['words']:,} words; "
        f"{report['made']}; {report['machine']}; {versions}.",
        "",
        "CPU ms a page, p50 / p95:",
        "",
        "| question | " + " | ".join(engines) + " | " + " | ".join(f"ours : {name}" for name in others) + " |",
        "|---" * (1 + len(engines) + len(others)) + "|",
    ]
    for kind, by_engine in report["kinds"].items():
        cells = [f"{each['p50']:.2f} / {each['p95']:.2f}" for each in by_engine.values()]
        ratios = [f"{by_engine['ours']['p50'] / by_engine[name]['p50']:.2f}" for name in others if "ours" in by_engine]
        lines.append(f"| {kind} | " + " | ".join([*cells, *ratios]) + " |")
    asked_first = {
        name: ", ".join(f"{kind} {each[name]['p50']:.1f}" for kind, each in report["asked_first"].items())
        for name in engines
    }
    lines += ["", "CPU ms of a page asked for the first time, when little is kept of its words, p50:", ""]
    lines += [f"- {name}: {figures}" for name, figures in asked_first.items()]
    lines += ["", "| building | CPU s | MB on disk |", "|---|---|---|"]
    lines += [f"| {name} | {each['cpu_s']:.1f} | {each['mb']:.0f} |" for name, each in report["build"].items()]
    one = report["one_more_ms"]
    lines += [
        "",
        f"One more document of {TWELVE} passages: {one['written_p50']:.1f} ms CPU "
        f"(worst of 20: {one['written_worst']:.1f}), and {one['first_page_p50']:.1f} ms for a first page with it. "
        "Opened and a first page: "
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in report["open_s"].items())
        + ".",
    ]
    if twenty := report["twenty_segments"]:
        compared_kinds = ", ".join(f"{kind} {times:.2f}" for kind, times in twenty.items())
        lines += ["", f"Twenty segments against one, times: {compared_kinds}."]
    if growth := report["growth"]:
        times = ", ".join(f"{kind} {times:.1f}" for kind, times in growth.items())
        lines += ["", f"Times what a page of the first tenth of these documents takes (p50): {times}."]
    if left_out := [name for name in ENGINES if name not in engines]:
        lines += ["", f"Not compared at this size: {', '.join(left_out)}."]
    return "\n".join(lines)


def write(report: dict[str, Any], place: Path = REPORT) -> None:
    """Puts the report of this number of passages into docs/performance.md, beside those of other numbers."""
    text = place.read_text("utf-8") if place.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    held, after = rest.split(END)
    sections = {int(each.split(" ", 1)[0].replace(",", "")): each for each in held.split("\n### ")[1:]}
    sections[report["passages"]] = f"{report['passages']:,} passages\n\n{told(report)}\n"
    body = "".join(f"\n### {sections[number].rstrip()}\n" for number in sorted(sections))
    place.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
