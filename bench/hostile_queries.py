"""What hostile questions cost, by sort: `python -m bench.hostile_queries [--count 2000] [--passages 8000] [--json]`.

Questions are drawn from a seed, so that two runs ask the same, and timed in CPU milliseconds, each from its text to a
page of the index, which has as many made-up passages as asked for. With `--files FOLDER …` they go through the whole
library instead (acts, synonyms, relaxing, snippets, corrections), over the files there, with garbage collected as
`kb serve` does it. The same questions are asked by tests/search/test_hostile_queries.py and
tests/web/test_hostile_questions.py, which look at what comes back instead of at the clock.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from kb.config import Settings
from kb.errors import QueryError
from kb.library import Library, Question, open_library
from kb.model import Metadata
from kb.search.embedded import open_index
from kb.search.index import Index, IndexedDocument, IndexedPassage
from kb.search.names import Names
from kb.search.plan import make_plan, relaxed
from kb.search.query import parse
from kb.web.collecting import short_collections

SEED = 4
LARGE = 1_000_000
LIMIT_MS = 200.0

WORDS = [
    *("občinski", "redar", "redarja", "redarstvo", "globa", "prekršek", "predpis", "odlok", "zakon", "člen", "voda"),
    *("odpadki", "proračun", "svet", "župan", "uprava", "istovetnost", "vozilo", "policija", "inšpektor", "nadzor"),
    *("komunala", "cesta", "promet", "okolje", "pravilnik", "ZORed", "ZLS", "139/06", "obcinski", "redarji"),
    *("municipality", "waste", "budget", "12.", "12.a", "v", "na", "in", "po", "se", "je", "ter"),
]
OPERATORS = ["ALI", "IN", "NE", "OR", "AND", "NOT", "BLIZU", "blizu", "near", "BLIZU/3", "NEAR/99999"]
MARKS = [*"\"„“”»«()[]{}<>-–=:*/\\.,;!?&|~^%$#@+_'`", "..", "…", "\t", "\n", "\r\n"]
FIELDS = ["leto:", "datum:", "od:", "do:", "komisija:", "vrsta:(", "-podrocje:", "dostop:", "date:1. 5. 2024", "x:"]
CONTROLS = ["\0", "\x01", "\x1b[31m", "\x7f", "\u0085", "\u2028", "\u202e", "\u200f", "\u2066", "\ufeff", "\u00ad"]
STRANGE = [
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "🙂", "שלום", "مرحبا", "ﷺ", "漢字", "İ", "ß", "ﬁ", "²", "½", "Ⅻ", "٣", "c\u030c", "\ud83d",
    "\udfff", "Z\u0351\u036b\u0343", "\U0010ffff",
]  # fmt: skip
ATTACKS = [
    "' OR '1'='1", "'; DROP TABLE documents; --", "{{7*7}}", "${jndi:ldap://x}", "%s%n%x", "%(value)s", "{0.__class__}",
    "<script>alert(1)</script>", "../../etc/passwd", "%00", "&#x0;", "\\u0000", "(?:a+)+$", "[[:alpha:]]", "a{1,99999}",
    "NEAR(", "title:\"", "*:*", "_exists_:x", "SELECT", "None", "NaN", "-0", "1e999",
]  # fmt: skip

Make = Callable[[random.Random], str]


def _mixed(chance: random.Random) -> str:
    kinds = [WORDS, WORDS, OPERATORS, MARKS, FIELDS, CONTROLS, STRANGE]
    pieces = [chance.choice(chance.choice(kinds)) for _ in range(chance.randint(0, 60))]
    return chance.choice(["", " ", " "]).join(pieces)


def _any_characters(chance: random.Random) -> str:
    tops = [0x7F, 0x24F, 0x206F, 0xFFFF, 0x10FFFF]
    return "".join(chr(chance.randint(0, chance.choice(tops))) for _ in range(chance.randint(0, 400)))


def _alternatives(chance: random.Random) -> str:
    return f" {chance.choice(['ALI', 'OR', 'blizu', 'IN', 'NE', ''])} ".join(
        chance.choice(WORDS)[: chance.randint(1, 9)] for _ in range(500)
    )


def _repeated(chance: random.Random) -> str:
    pieces = chance.choices(
        [*MARKS, *OPERATORS, *FIELDS, *CONTROLS, *STRANGE, "1. ", "12.a ", "1-", "1/", "a-", "a"], k=3
    )
    return "".join(pieces[: chance.randint(1, 3)]) * chance.randint(1, 400)


def _nested(chance: random.Random) -> str:
    depth = chance.randint(1, 300)
    opening = chance.choice(["(", "-(", "a (", "(a ALI ", "vrsta:(", "NE (", "(a blizu "])
    return opening * depth + "a" + ")" * chance.choice([0, depth, depth - 1, depth + 5])


def _beginnings(chance: random.Random) -> str:
    return " ".join(f"{chance.choice(WORDS)[:3]}*" for _ in range(chance.randint(1, 64)))


def _unbalanced(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(1, 30))
    for _ in range(chance.randint(1, 9)):
        words.insert(chance.randint(0, len(words)), chance.choice(['"', "»", "«", "„", "(", ")", '="', '-"']))
    return chance.choice(["", " "]).join(words)


def _near(chance: random.Random) -> str:
    return " BLIZU/100 ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 40)))


def _different(chance: random.Random) -> str:
    endings = ("", "a", "u", "om", "i", "ov", "ega", "emu", "ih", "stvo", "nik")
    forms = {chance.choice(WORDS)[: chance.randint(3, 12)] + chance.choice(endings) for _ in range(200)}
    return " ".join(sorted(forms, key=lambda _: chance.random())[:64])


def _attack(chance: random.Random) -> str:
    return " ".join(chance.choices([*ATTACKS, *WORDS], k=chance.randint(1, 6)))


def _huge(chance: random.Random) -> str:
    piece = chance.choice(["a", "1. ", '"', "(", "a ", "c\u030c", "🙂", "\0", "a* ", "-", "𝔘", "ALI ", "\u0301"])
    return piece * (LARGE // len(piece))


def _long_word(chance: random.Random) -> str:
    return chance.choice(["a", "č", "1", "-a", "a.", "1/", "Z", "a'", "0", "12."]) * chance.randint(100, 490)


SORTS: dict[str, Make] = {
    "mixed": _mixed,
    "any characters": _any_characters,
    "500 alternatives": _alternatives,
    "repeated": _repeated,
    "nested": _nested,
    "beginnings": _beginnings,
    "unbalanced": _unbalanced,
    "near": _near,
    "64 words": _different,
    "attack": _attack,
    "huge": _huge,
    "long word": _long_word,
}


def questions(count: int, *, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Gives (sort, text) of `count` hostile questions, the sorts in turn, one in four cut to 1,000 characters."""
    chance = random.Random(seed)
    sorts = list(SORTS.items())
    for number in range(count):
        sort, make = sorts[number % len(sorts)]
        text = make(chance)
        yield sort, text[: chance.choice([1_000, len(text), len(text), len(text)])]


def documents(passages: int, *, seed: int = SEED) -> Iterator[IndexedDocument]:
    """Gives made-up documents of ten passages with about a hundred words each, common ones and rare ones."""
    chance = random.Random(seed)
    rare = ["".join(chance.choices("aeioubcčdgjklmnprsštvzž", k=chance.randint(4, 11))) for _ in range(20_000)]
    for number in range(1, passages // 10 + 1):
        texts = [" ".join((*chance.choices(WORDS, k=60), *chance.choices(rare, k=40))) for _ in range(10)]
        held = tuple(IndexedPassage(number * 10 + place, text[:40], text) for place, text in enumerate(texts))
        yield IndexedDocument(number, texts[0][:60], held)


def ask(index: Index, text: str) -> int:
    """Gives how many documents a question finds, 0 for one that is too long."""
    try:
        plan = make_plan(parse(text), names=Names())
    except QueryError:
        return 0
    found = index.search(plan)
    wider = None if found.documents else relaxed(plan)
    return index.search(wider).documents if wider else found.documents


def find(library: Library, text: str) -> int:
    """Gives how many documents a page of the library has for a question, 0 for one that is too long."""
    try:
        return library.find(Question(text)).documents
    except QueryError:
        return 0


def measured(ask_: Callable[[str], int], count: int) -> dict[str, dict[str, float]]:
    """Gives by sort the CPU milliseconds of a question: "p50", "p95", "worst", and the "asked" number."""
    spent: dict[str, list[float]] = defaultdict(list)
    for sort, text in questions(count):
        started = time.process_time()
        ask_(text)
        spent[sort].append((time.process_time() - started) * 1000)
    return {sort: _summary(sorted(times)) for sort, times in spent.items()}


def _summary(times: list[float]) -> dict[str, float]:
    at = {"p50": 0.5, "p95": 0.95, "worst": 1.0}
    found = {name: round(times[min(int(len(times) * part), len(times) - 1)], 2) for name, part in at.items()}
    return {**found, "asked": len(times)}


def main() -> None:
    """Builds an index in a temporary folder, asks, and prints a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=2_000)
    options.add_argument("--passages", type=int, default=8_000)
    options.add_argument("--files", type=Path, nargs="+", default=[])
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        if chosen.files:
            library = stack.enter_context(open_library(Settings(home=Path(folder))))
            library.add(chosen.files, Metadata())
            asking, passages = partial(find, library), library.status().passages
            stack.enter_context(short_collections())
        else:
            index = stack.enter_context(closing(open_index(Path(folder))))
            index.rebuild(documents(chosen.passages))
            asking, passages = partial(ask, index), chosen.passages
        asking("občinski redar")
        told = measured(asking, chosen.count)
    if chosen.json:
        print(json.dumps({"passages": passages, "sorts": told}))
        return
    print(f"{passages} passages")
    for sort, row in told.items():
        mark = "" if row["worst"] <= LIMIT_MS else f"  over {LIMIT_MS:.0f} ms"
        figures = "  ".join(f"{name} {row[name]:8.2f}" for name in ("p50", "p95", "worst"))
        print(f"{sort:18} {figures}  of {row['asked']}{mark}")


if __name__ == "__main__":
    main()
