"""Measures how well and how fast law is read and compared: `python -m bench.legislation`.

Articles, titles and parts of the shared statutes against a plain count of their lines (bench.counted), citations
against what a person has read in windows of them (bench.truth). Articles and citations over the 27 shared statutes
(target: 2 MB of text a second on one core, together), whether the time grows with the length on hostile input too, two
versions of 300 articles compared, and ZORed consolidated. Times are CPU times, so that a busy machine does not double
them; the best of three runs counts.
"""

from __future__ import annotations

import platform
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import kb
from bench.counted import counted
from bench.truth import score
from kb.legislation.amendments import consolidate
from kb.legislation.citations import find_citations
from kb.legislation.comparison import compare, docx_of, html_of, table_of
from kb.legislation.lawtext import LawArticle, LawText, read_law

OFFICIAL = Path(__file__).parents[1] / "../shared/data/official"
RUNS = 3
ARTICLES = 300
HOSTILE = (
    "prvega in drugega odstavka 3., ",
    "12. do 13. člena ",
    "Uradni list RS, št. 1/20, ",
    "»10. člen ",
    "Zakon o zakonu o ",
    "a) ",
)


def cpu(work: Callable[[], object]) -> float:
    """Gives the CPU seconds of the best of three runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def found(paths: list[Path]) -> None:
    """Prints, for each statute, the articles that a plain count finds and what is read otherwise."""
    articles = titles = parts = wrong = 0
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")
        law = read_law(lines)
        told = counted(lines, law)
        articles, titles, parts = articles + told.articles, titles + told.titles, parts + told.parts
        wrong += len(told.wrong_parts) + len(told.wrong_titles)
        print(
            f"  {path.stem:12} {told.articles:5} articles, missing {len(told.missing)}, invented {len(told.invented)}; "
            f"{told.titles:4} titles, {len(told.wrong_titles)} wrong; {told.parts:5} parts, "
            f"{len(told.wrong_parts)} not opened; doubts {len(law.doubts)}"
        )
    print(f"  together     {articles:5} articles, {titles} titles and {parts} parts, {wrong} of them wrong")


def truth() -> None:
    """Prints precision and recall of citations on the windows that a person has read."""
    for part in ("dev", "test", "late", "last", "fresh", "fresh2", "fresh3"):
        told = score(part)
        print(
            f"  {part:6} precision {told.precision:.4f}, recall {told.recall:.4f}: {told.right} right "
            f"({told.exact} to the character), {len(told.wrong)} wrong, {len(told.missed)} missed"
        )


def speed(texts: list[str]) -> None:
    """Prints megabytes a second of articles, of citations, and of both together."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    laws = cpu(lambda: [read_law(text.split("\n")) for text in texts])
    cited = cpu(lambda: [find_citations(text) for text in texts])
    articles = sum(len(read_law(text.split("\n")).articles) for text in texts)
    count = sum(len(find_citations(text)) for text in texts)
    print(f"{len(texts)} statutes, {size:.1f} MB: {articles} articles, {count} citations")
    print(
        f"  articles {size / laws:.1f} MB/s, citations {size / cited:.1f} MB/s, both {size / (laws + cited):.2f} MB/s"
    )


def growth() -> None:
    """Prints how much longer four times the text takes; 4 is linear."""
    for piece in HOSTILE:
        texts = [piece * (size // len(piece)) for size in (100_000, 400_000)]
        small, large = (cpu(lambda text=text: (find_citations(text), read_law(text.split(". ")))) for text in texts)
        print(f"  {piece!r:34} 100 kB {small * 1000:6.0f} ms, four times that × {large / max(small, 1e-9):.1f}")


def changed(law: LawText, *, seed: int = 1) -> LawText:
    """Gives a version of a law with a word in twenty changed, one article in thirty new, one gone, all renumbered."""
    chance = random.Random(seed)
    articles: list[LawArticle] = []
    for article in law.articles[:ARTICLES]:
        if chance.random() < 1 / 30:
            continue
        words = article.text.split(" ")
        for _ in range(len(words) // 20):
            words[chance.randrange(len(words))] = "spremenjeno"
        if chance.random() < 1 / 30:
            articles.append(replace(article, number="", title="novo", text="Nov člen o čem drugem."))
        articles.append(replace(article, text=" ".join(words)))
    return replace(law, articles=tuple(replace(each, number=str(at)) for at, each in enumerate(articles, 1)))


def comparisons(texts: list[str]) -> None:
    """Prints how long it takes to compare two versions of 300 articles, and to write the table."""
    for law in sorted((read_law(text.split("\n")) for text in texts), key=lambda law: -len(law.articles))[:4]:
        old = replace(law, articles=law.articles[:ARTICLES])
        new = changed(law)
        seconds = cpu(lambda old=old, new=new: compare(old, new))
        table = table_of(compare(old, new))
        written = cpu(lambda table=table: (html_of(table), docx_of(table)))
        size = sum(len(each.text) for each in old.articles) // 1000
        told = compare(old, new).summary
        print(
            f"  {law.acronym}: {len(old.articles)} × {len(new.articles)} articles, {size} kB: {seconds:.2f} s "
            f"({told.changed} changed, {told.new} new, {told.deleted} deleted, {told.moved} moved), "
            f"written {written:.2f} s"
        )


def consolidated() -> None:
    """Prints what becomes of the orders of ZORed-A, and how long it takes."""
    names = ("ZORed-2006.md", "ZORed-A-2017.md")
    base, act = (read_law((OFFICIAL / "zored" / name).read_text(encoding="utf-8").split("\n")) for name in names)
    draft = consolidate(base, [act])
    seconds = cpu(lambda: consolidate(base, [act]))
    print(f"ZORed + ZORed-A: {len(draft.changes)} changes, {len(draft.problems)} not applied, {seconds * 1000:.0f} ms")


def main() -> None:
    """Runs all of it and prints it with the versions that matter."""
    print(f"kb {kb.__version__}, Python {platform.python_version()}, {platform.machine()}, CPU time, best of {RUNS}")
    paths = sorted((OFFICIAL / "statutes_txt").glob("*.txt"))
    if not paths:
        sys.exit("There is no ../shared/data/official to measure on.")
    print("articles against a plain count of lines:")
    found([*paths, OFFICIAL / "zored/ZORed-2006.md"])
    print("citations against what a person has read:")
    truth()
    texts = [path.read_text(encoding="utf-8") for path in paths]
    speed(texts)
    print("growth on hostile text:")
    growth()
    print("comparison:")
    comparisons(texts)
    consolidated()


if __name__ == "__main__":
    main()
