"""Lighthouse on the main types of pages: performance, accessibility, best practices, search engines, of 100 each.

    npm install --prefix .a11y lighthouse
    python -m bench.lighthouse http://127.0.0.1:8000

Chromium comes from the system; a server has to run over the sample corpus (`make run`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / ".a11y" / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = ("/", "/iskanje?q=modra+lu%C4%8D", "/gradivo/1", "/predpis/ZORed", "/organi/k-redarstvo")
SORTS = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 95}


def scores(address: str, chromium: str) -> tuple[dict[str, int], list[str]]:
    """Gives the score of each sort for a page, and what it lost points for."""
    words = ["node", str(PROGRAM), address, "--quiet", "--output=json", f"--only-categories={','.join(SORTS)}"]
    words.append("--chrome-flags=--headless --no-sandbox --disable-gpu")
    done = subprocess.run(
        words, capture_output=True, encoding="utf-8", check=True, env={**os.environ, "CHROME_PATH": chromium}
    )
    told = json.loads(done.stdout)
    lost = [
        f"{each['id']}: {told['audits'][each['id']]['title']}"
        for sort in SORTS
        for each in told["categories"][sort]["auditRefs"]
        if each["weight"]
        and (told["audits"][each["id"]]["score"] or 0) < 0.9
        and told["audits"][each["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]
    return {sort: round(100 * told["categories"][sort]["score"]) for sort in SORTS}, lost


def main() -> int:
    """Prints the scores of every page and gives 1 where one is lower than it has to be."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    is_low = False
    for page in PAGES:
        told, lost = scores(sys.argv[1].rstrip("/") + page, chromium)
        print(page, *(f"{sort} {told[sort]}" for sort in SORTS), *lost, sep="  ", flush=True)
        is_low |= any(told[sort] < LEAST.get(sort, 100) for sort in SORTS)
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
