"""The search page over HTTP: how long the server takes for a page of ten documents, and how long the page is.

    python -m bench.search_page [--passages 20000] [--rounds 5] [--home FOLDER] [--json | --write]

`kb serve` runs on one core over documents of together so many passages, read and kept like any others. The questions of
the sample corpus that find ten documents or more are asked one after the other; a question's first answer is told
apart. Told are processor and wall milliseconds of an answer, and bytes of HTML as it is and compressed, with targets. A
`--home` is filled where it is missing, and kept.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.asking import figures, questions
from bench.passages import documents
from bench.report import put
from bench.staff import served
from kb.config import Settings
from kb.library import open_library
from kb.model import Metadata, Visibility

TARGETS = {"p50": 25.0, "p95": 60.0}
LONGEST_HTML, LONGEST_SENT = 40 * 1024, 12 * 1024
ON_PAGE = 10
AT_ONCE = 500
"""Files that are added together."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kb-search-page-") as name:
        home = chosen.home or Path(name) / "home"
        if not home.exists():
            stock(home, chosen.passages)
        report = measured(home, chosen.rounds)
    print(json.dumps(report, ensure_ascii=False) if chosen.json else text_of(report))
    if chosen.write:
        put("search-page", text_of(report))


def stock(home: Path, passages: int) -> None:
    """Fills a folder with documents, each passage under a heading of its own, placed as real ones are."""
    with open_library(Settings(home=home)) as library, tempfile.TemporaryDirectory(prefix="kb-files-") as name:
        registers = library.keeping.choices()
        folder, lines = Path(name), list[str]()
        for number, each in enumerate(documents(passages), 1):
            text = "\n\n".join(f"# {one.heading}\n\n{one.text}" for one in each.passages)
            (folder / f"{number}.md").write_text(text, "utf-8")
            bodies = [registers.bodies[at % len(registers.bodies)].slug for at in sorted(each.bodies)]
            topics = [registers.topics[at % len(registers.topics)].slug for at in sorted(each.topics)]
            kind = registers.kinds[(each.kind or 0) % len(registers.kinds)].slug
            told = {"file": f"{number}.md", "title": each.title[:200], "kind": kind, "date": each.dated}
            told |= {"bodies": bodies, "topics": topics, "visibility": Visibility(each.visibility).value}
            lines.append("[[document]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in told.items()))
            if number % AT_ONCE == 0:
                _add(library.add, folder, lines)
        _add(library.add, folder, lines)


def _add(add: Callable[..., Any], folder: Path, lines: list[str]) -> None:
    if not lines:
        return
    (folder / "manifest.toml").write_text("\n".join(lines), "utf-8")
    add([folder], Metadata())
    lines.clear()
    for path in folder.iterdir():
        path.unlink()


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | list) else str(value)


def measured(home: Path, rounds: int) -> dict[str, Any]:
    """Gives the figures of all answers that have ten documents."""
    first, wall, spent, sizes = list[float](), list[float](), list[float](), list[tuple[int, int]]()
    with served(home) as (port, process):
        os.sched_setaffinity(process, {max(os.sched_getaffinity(0))})
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        asked = []
        for text in dict.fromkeys(questions()):
            took, _, page = _answer(connection, process, text)
            if page.count(b"<article>") == ON_PAGE:
                asked.append(text)
                first.append(took)
                sizes.append((len(page), len(gzip.compress(page, 6))))
        for _ in range(rounds):
            for text in asked:
                took, used, _ = _answer(connection, process, text)
                wall.append(took)
                spent.append(used)
    return {
        "questions": len(asked),
        "wall_ms": figures(wall),
        "cpu_ms": figures(spent),
        "first_ms": figures(first),
        "longest_html": max(size for size, _ in sizes),
        "longest_compressed": max(size for _, size in sizes),
    }


def _answer(connection: http.client.HTTPConnection, process: int, text: str) -> tuple[float, float, bytes]:
    """Gives wall and processor milliseconds of an answer, and the page."""
    before, started = nanoseconds(process), time.perf_counter()
    connection.request("GET", f"/iskanje?q={quote(text)}")
    page = connection.getresponse().read()
    took = 1e3 * (time.perf_counter() - started)
    return took, (nanoseconds(process) - before) / 1e6, page


def nanoseconds(process: int) -> int:
    """Gives the processor time of all threads of a process."""
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{process}/task").glob("*/schedstat"))


def text_of(report: dict[str, Any]) -> str:
    """Gives the figures in words."""
    lines = [f"{report['questions']} questions with {ON_PAGE} documents or more."]
    for name, label in (("cpu_ms", "processor"), ("wall_ms", "wall"), ("first_ms", "first answer, wall")):
        told = ", ".join(f"{at} {value:.1f}" for at, value in report[name].items())
        lines.append(f"{label}, ms: {told}")
    met = all(report["cpu_ms"][name] <= most for name, most in TARGETS.items())
    lines.append(f"target p50 ≤ {TARGETS['p50']:.0f}, p95 ≤ {TARGETS['p95']:.0f}: {'met' if met else 'not met'}")
    html, sent = report["longest_html"] / 1024, report["longest_compressed"] / 1024
    fits = report["longest_html"] <= LONGEST_HTML and report["longest_compressed"] <= LONGEST_SENT
    lines.append(f"longest page: {html:.1f} KB, {sent:.1f} KB compressed (≤ 40, ≤ 12: {'met' if fits else 'not met'})")
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()
