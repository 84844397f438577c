"""How fast and how faithful PDFs are read, against pdftotext, pdfium and stock pdfminer.six.

    python -m bench.extraction [--json] [--rounds N] [--pages N]

Every program reads every file in a process of its own, all of them interleaved in each round. Times are those of the
processor (user and system), medians of the rounds, and ours is compared with pdftotext in three ways:

- «reading», which the targets are for: pdftotext's whole process, of the others the reading without the start of
  Python and the imports, as the workers of kb are warm and do up to 500 files;
- «whole process with the start of Python», as if each file had a worker of its own: a start takes 0.1 to 0.2 seconds,
  of which pdfminer.six and what it loads (cryptography, charset_normalizer) are more than half;
- «one process for all files»: the whole process of one worker that reads all of them, its start included, by the
  sum of what pdftotext takes for them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.making import LAYOUTS, Made, make, write_long
from bench.words import carons_kept, error_rate, recall, words_of

SHARED = Path(__file__).parents[1] / "../shared/data"
LONG_FILE = 10
MANY_PAGES = 1000
AT_MOST = {
    "ours / pdftotext, median": 3.0,
    "ours / pdftotext, worst": 7.0,
    "memory on 1,000 pages, MB": 300.0,
    **{f"word errors, {layout}, worst file": 0.005 for layout in LAYOUTS},
}
AT_LEAST = {
    "pdfminer / ours, median": 8.0,
    "word recall, worst file": 0.999,
    "č š ž kept, worst file": 1.0,
    "headings found, worst file": 0.98,
}


@dataclass(slots=True)
class Cost:
    """What one program spent on one file, in seconds of processor time and megabytes."""

    reading: list[float] = field(default_factory=list)
    process: list[float] = field(default_factory=list)
    memory: float = 0.0
    text: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How faithful a program was on one made file."""

    file: str
    layout: str
    program: str
    error_rate: float
    recall: float
    carons: float
    headings: float | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints it; gives 1 where a target is missed."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make(folder, options.pages)
        real = _real_files()
        programs = _programs()
        costs = _measured([*(each.path for each in made), *real], programs, options.rounds)
        scores = [_score(each, program, costs[each.path][program]) for each in made for program in programs]
        memory = _run("ours", write_long(folder / "long.pdf", MANY_PAGES)).memory
        together = _together(costs, options.rounds)
    found = _figures(costs, memory) | together | _faithfulness([each for each in scores if each.program == "ours"])
    if options.json:
        told = {"versions": _versions(), "figures": found, "scores": [asdict(each) for each in scores]}
        told["files"] = {path.name: _row(per_program) for path, per_program in costs.items()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        _tell(costs, scores, found)
    return int(any("missed" in _target(name, value) for name, value in found.items()))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description="How PDFs are read.")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all programs over all files")
    parser.add_argument("--pages", type=int, default=12, help="pages of the made files")
    return parser.parse_args(arguments)


def _programs() -> list[str]:
    programs = ["ours", "pdfminer"]
    if shutil.which("pdftotext"):
        programs.insert(1, "pdftotext")
    try:
        version("pypdfium2")
    except PackageNotFoundError:
        return programs
    return [*programs, "pdfium"]


def _real_files() -> list[Path]:
    """Gives the shared real PDFs that every program opens without a password and that have text."""
    if not shutil.which("pdfinfo"):
        return []
    folders = ("official/**/*.pdf", "pptx_docx_sl/*.pdf", "robustness/pdf/*.pdf")
    found = sorted(path for each in folders for path in SHARED.glob(each))
    return [path for path in found if _pages(path) >= LONG_FILE]


def _pages(path: Path) -> int:
    told = subprocess.run(["pdfinfo", path], capture_output=True, check=False).stdout
    found = [line.split()[1] for line in told.splitlines() if line.startswith(b"Pages:")]
    return int(found[0]) if found and found[0].isdigit() else 0


# --- measuring -------------------------------------------------------------------------------------


def _measured(paths: Iterable[Path], programs: Sequence[str], rounds: int) -> dict[Path, dict[str, Cost]]:
    costs = {path: {program: Cost() for program in programs} for path in paths}
    for at in range(rounds):
        for path, per_program in costs.items():
            for program in programs:
                if program == "pdfminer" and at >= 2:
                    continue  # Ten times as slow as the rest together; two readings tell enough.
                spent = _run(program, path)
                kept = per_program[program]
                kept.reading += spent.reading
                kept.process += spent.process
                kept.memory = max(kept.memory, spent.memory)
                kept.text, kept.headings = spent.text, spent.headings
    return costs


def _together(costs: dict[Path, dict[str, Cost]], rounds: int) -> dict[str, float]:
    """Gives what one process takes that reads all files, as a ratio to pdftotext; {} without pdftotext."""
    whole = sum(median(each["pdftotext"].process) for each in costs.values() if "pdftotext" in each)
    if not whole:
        return {}
    ours = median(_run("ours", *costs).process[0] for _ in range(rounds))
    return {"ours / pdftotext, one process for all files": round(ours / whole, 2)}


def _run(program: str, *paths: Path) -> Cost:
    """Gives what one reading costs; a program that fails has read nothing."""
    own = [sys.executable, "-m", "bench.reader", program, *map(str, paths)]
    command = ["pdftotext", str(paths[0]), "-"] if program == "pdftotext" else own
    with tempfile.TemporaryFile() as answer:
        child = subprocess.Popen(command, stdout=answer, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        answer.seek(0)
        told = answer.read()
    process, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    if program == "pdftotext":
        return Cost([process], [process], memory, told.decode("utf-8", "replace"))
    if child.returncode:
        return Cost([process], [process], memory)
    loaded: dict[str, Any] = json.loads(told)
    return Cost([loaded["seconds"]], [process], memory, loaded["text"], tuple(loaded["headings"]))


def _score(made: Made, program: str, cost: Cost) -> Score:
    written, read = words_of(" ".join(made.words)), words_of(cost.text)
    if program != "ours":
        headings = None
    else:
        found = {" ".join(words_of(text)) for text in cost.headings}
        headings = sum(" ".join(words_of(text)) in found for text in made.headings) / len(made.headings)
    rates = error_rate(written, read), recall(written, read), carons_kept(written, read)
    return Score(made.path.stem, made.layout, program, *rates, headings)


# --- telling ---------------------------------------------------------------------------------------


def _figures(costs: dict[Path, dict[str, Cost]], memory: float) -> dict[str, float]:
    """Gives the figures over files of ten pages and more."""
    found = {"memory on 1,000 pages, MB": round(memory, 1)}
    for other, name in (("pdftotext", "ours / pdftotext"), ("pdfium", "ours / pdfium")):
        both = [each for each in costs.values() if other in each and each[other].text.strip()]
        ratios = [_ratio(each["ours"], each[other]) for each in both]
        whole = [median(each["ours"].process) / max(median(each[other].process), 1e-6) for each in both]
        if ratios:
            found |= {f"{name}, median": round(median(ratios), 2), f"{name}, worst": round(max(ratios), 2)}
            found[f"{name}, p95"] = round(_p95(ratios), 2)
            found[f"{name}, whole process with the start of Python, median"] = round(median(whole), 2)
    ratios = [_ratio(each["pdfminer"], each["ours"]) for each in costs.values() if each["pdfminer"].text.strip()]
    found |= {"pdfminer / ours, median": round(median(ratios), 2), "pdfminer / ours, least": round(min(ratios), 2)}
    return found


def _faithfulness(scores: Sequence[Score]) -> dict[str, float]:
    """Gives the worst of each score over the made files."""
    found = {
        f"word errors, {layout}, worst file": max(each.error_rate for each in scores if each.layout == layout)
        for layout in LAYOUTS
    }
    found["word recall, worst file"] = min(each.recall for each in scores)
    found["č š ž kept, worst file"] = min(each.carons for each in scores)
    found["headings found, worst file"] = min(each.headings for each in scores if each.headings is not None)
    return found


def _ratio(one: Cost, other: Cost) -> float:
    return median(one.reading) / max(median(other.reading), 1e-6)


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def _row(per_program: dict[str, Cost]) -> dict[str, dict[str, float]]:
    return {
        program: {
            "reading_ms": round(median(cost.reading) * 1000, 1),
            "reading_p95_ms": round(_p95(cost.reading) * 1000, 1),
            "process_ms": round(median(cost.process) * 1000, 1),
            "memory_mb": round(cost.memory, 1),
        }
        for program, cost in per_program.items()
    }


def _tell(costs: dict[Path, dict[str, Cost]], scores: Sequence[Score], found: dict[str, float]) -> None:
    lines = [", ".join(f"{name} {number}" for name, number in _versions().items()), ""]
    programs = list(next(iter(costs.values())))
    heads = "".join(f"{each:>12}" for each in programs)
    lines.append(f"{'reading, ms of processor time':44}{heads}   ours/pdftotext")
    for path, per_program in costs.items():
        row = _row(per_program)
        times = "".join(f"{row[each]['reading_ms']:12.1f}" for each in programs)
        ratio = _ratio(per_program["ours"], per_program["pdftotext"]) if "pdftotext" in per_program else 0
        lines.append(f"{path.name[:43]:44}{times}{ratio:12.2f}")
    lines += ["", f"{'layout':17}{'file':26}{'program':11}{'word errors':>12}{'recall':>9}{'č š ž':>8}{'headings':>10}"]
    for layout in LAYOUTS:
        for each in scores:
            if each.layout == layout:
                headings = f"{each.headings:10.3f}" if each.headings is not None else ""
                rates = f"{each.error_rate:12.4f}{each.recall:9.4f}{each.carons:8.3f}{headings}"
                lines.append(f"{layout:17}{each.file:26}{each.program:11}{rates}")
    lines += ["", *(f"{name:66}{value:9.4g}" + _target(name, value) for name, value in found.items())]
    sys.stdout.write("\n".join(lines) + "\n")


def _target(name: str, value: float) -> str:
    """Gives the target of a figure and whether it is met, "" for a figure without one."""
    if name in AT_MOST:
        return f"   at most {AT_MOST[name]:g}: {'met' if value <= AT_MOST[name] else 'missed'}"
    if name in AT_LEAST:
        return f"   at least {AT_LEAST[name]:g}: {'met' if value >= AT_LEAST[name] else 'missed'}"
    return ""


def _versions() -> dict[str, str]:
    told = {"Python": platform.python_version()}
    for package in ("pdfminer.six", "pypdfium2"):
        try:
            told[package] = version(package)
        except PackageNotFoundError:
            continue
    if shutil.which("pdftotext"):
        said = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, check=False).stderr
        told["pdftotext"] = said.split("\n", 1)[0].removeprefix("pdftotext version ").strip()
    return told


if __name__ == "__main__":
    sys.exit(main())
