"""The first picture of a slide over HTTP: drawn when it is asked for (cold), and again (warm); processor and wall time.

    python -m bench.first_picture [--json | --write]

`kb serve` runs over the decks and PDFs of the sample corpus, once what slides are drawn from has been made. For each
page its large picture, its small one and the outlines of a word are asked for, then each once more.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.asking import figures
from bench.report import put
from bench.search_page import nanoseconds
from bench.staff import CORPUS, served
from kb.config import Settings
from kb.library import Library, Question, open_library
from kb.model import EVERYTHING, Metadata

COLD_MS, WARM_MS = 150.0, 10.0
MOST_PAGES = 60


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kb-first-picture-") as name:
        home = Path(name) / "home"
        with open_library(Settings(home=home)) as library:
            library.add([CORPUS], Metadata())
            while library.pictures.catch_up():
                pass
            pages = drawn_pages(library)[:MOST_PAGES]
        report = measured(home, pages)
    print(json.dumps(report) if chosen.json else text_of(report))
    if chosen.write:
        put("first-picture", text_of(report))


def drawn_pages(library: Library) -> list[tuple[int, str]]:
    """Gives document and anchor of the slides and pages that can be drawn."""
    found = library.find(Question(per_page=1000), reader=EVERYTHING)
    drawn = [group.document for group in found.groups if library.has_pictures(group.document)]
    passages = (each for document in drawn for each in library.passages(document.id, reader=EVERYTHING))
    paged = [each for each in passages if each.passage.locator.anchor.startswith(("prosojnica-", "stran-"))]
    return [(each.document_id, each.passage.locator.number) for each in paged if each.passage.locator.part == 1]


def measured(home: Path, pages: list[tuple[int, str]]) -> dict[str, Any]:
    """Gives wall and processor milliseconds by what is asked for, cold and warm."""
    report: dict[str, Any] = {"pages": len(pages)}
    with served(home) as (port, process):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        _ask(connection, process, f"/gradivo/{pages[0][0]}/prosojnica-1")  # the page starts what draws its picture
        time.sleep(2)
        for name, path in (("large", "1200.webp"), ("small", "200.webp"), ("outlines", "besede.svg?q=redar")):
            for state in ("cold", "warm"):
                times = [_ask(connection, process, f"/gradivo/{id_}/slika/{number}/{path}") for id_, number in pages]
                report[f"{name} {state}"] = figures([wall for wall, _ in times])
                report[f"{name} {state}, processor"] = figures([spent for _, spent in times])
    return report


def _ask(connection: http.client.HTTPConnection, process: int, address: str) -> tuple[float, float]:
    before, started = nanoseconds(process), time.perf_counter()
    connection.request("GET", address)
    connection.getresponse().read()
    return 1e3 * (time.perf_counter() - started), (nanoseconds(process) - before) / 1e6


def text_of(report: dict[str, Any]) -> str:
    """Gives the figures in words; the processor time is that of the server, without the process that draws."""
    lines = [f"{report['pages']} slides and pages."]
    for name, each in report.items():
        if name != "pages":
            lines.append(f"{name}, ms: " + ", ".join(f"{at} {value:.1f}" for at, value in each.items()))
    met = report["large cold"]["p95"] <= COLD_MS and report["large warm"]["p95"] <= WARM_MS
    lines.append(f"target p95 cold ≤ {COLD_MS:.0f}, warm ≤ {WARM_MS:.0f}: {'met' if met else 'not met'}")
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()
