"""Passages in any number for the benchmarks of the index, from the texts in ../shared/data: statutes and debates.

The texts come to some 25,000 passages; more are made by mixing: a document keeps to its home text for 70 % of its
sentences, takes the rest from elsewhere, and each passage has two words of its own (a case number, a name), so that the
vocabulary keeps growing as it does in life. Nothing is random but by the seed.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from pathlib import Path

from kb.model import Visibility
from kb.search.index import IndexedDocument, IndexedPassage

DATA = Path(__file__).parents[1] / "../shared/data"
WORDS_A_PASSAGE = 120
BODIES, TOPICS, KINDS = 12, 40, 8

_SENTENCE_END = re.compile(r"(?<=[.;:])\s+(?=[A-ZČŠŽ(\d-])")
_SYLLABLES = (
    "no",
    "hri",
    "ko",
    "mla",
    "pe",
    "jan",
    "la",
    "žu",
    "kra",
    "ri",
    "go",
    "do",
    "bre",
    "ja",
    "vič",
    "šek",
    "nik",
)


def homes() -> list[tuple[str, list[str]]]:
    """Gives each text with its sentences; raises SystemExit where the data is not there."""
    found = []
    for path in sorted((*DATA.glob("official/statutes_txt/*.txt"), *DATA.glob("slovparl_txt/*.txt"))):
        text = re.sub(r"\s+", " ", path.read_text("utf-8"))
        sentences = [each for each in _SENTENCE_END.split(text) if 5 <= len(each.split()) <= 80]
        found.append((path.stem.replace("_", "-"), sentences))
    if not found:
        raise SystemExit("bench: ../shared/data is not there")
    return found


def documents(passages: int, *, seed: int = 7) -> Iterator[IndexedDocument]:
    """Gives documents of together `passages` passages."""
    pool, chance = homes(), random.Random(seed)
    made = number = 0
    while made < passages:
        number += 1
        size = min(max(1, min(120, int(chance.lognormvariate(2.0, 1.0)))), passages - made)
        yield _document(number, size, pool, chance)
        made += size


def _document(number: int, size: int, pool: list[tuple[str, list[str]]], chance: random.Random) -> IndexedDocument:
    home = chance.randrange(len(pool))
    name, sentences = pool[home]
    year = 1993 + int(33 * (1 - chance.random() ** 2))
    at = chance.randrange(len(sentences))
    texts = []
    for _ in range(size):
        text, at = _text(pool, home, at, chance)
        texts.append(text)
    opening = " ".join(chance.choice(sentences).split()[:9])
    return IndexedDocument(
        number,
        f"{name} {opening}",
        tuple(IndexedPassage(number * 1000 + place, f"{place + 1}. člen", text) for place, text in enumerate(texts)),
        kind=_skewed(KINDS, chance),
        bodies=frozenset({_skewed(BODIES, chance), home % BODIES + 1}),
        topics=frozenset({_skewed(TOPICS, chance), home % TOPICS + 1, _skewed(TOPICS, chance)}),
        dated=dt.date(year, chance.randrange(1, 13), chance.randrange(1, 29)),
        visibility=chance.choices((Visibility.PUBLIC, Visibility.MEMBERS, Visibility.STAFF), (85, 10, 5))[0],
    )


def _text(pool: list[tuple[str, list[str]]], home: int, at: int, chance: random.Random) -> tuple[str, int]:
    """Gives the text of a passage, and where in the home text the next one goes on."""
    said: list[str] = []
    words, wanted = 0, max(20, int(chance.gauss(WORDS_A_PASSAGE, 35)))
    while words < wanted:
        if chance.random() < 0.7:
            sentence = pool[home][1][at % len(pool[home][1])]
            at += 1
        else:
            sentence = chance.choice(pool[chance.randrange(len(pool))][1])
        said.append(sentence)
        words += sentence.count(" ") + 1
    name = "".join(chance.choices(_SYLLABLES, k=4)).title()
    case = (
        f"Zadeva št. {chance.randrange(10_000):04d}-{chance.randrange(1, 999)}/{chance.randrange(1993, 2027)}, {name}."
    )
    said.insert(chance.randrange(len(said) + 1), case)
    return " ".join(said), at


def _skewed(count: int, chance: random.Random) -> int:
    """Gives a number from 1 to `count`, small ones more often."""
    return 1 + int(count * chance.random() ** 2)
