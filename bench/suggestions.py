"""What help while typing costs: suggestions at each letter of a title, and the words near to mistyped ones.

    python -m bench.suggestions [--passages 100000] [--shared ../shared/data] [--json]

The book is filled with documents of ten passages: text of statutes and minutes, headings of articles, titles made of
headings and places, one in ten for members only. Processor time of one thread, after the first use; the first use of a
process and the filling are told apart.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from kb.model import VISITOR, Visibility
from kb.search.index import IndexedDocument, IndexedPassage
from kb.search.suggesting import EntrySort, SuggestionBook
from kb.slovene.fold import fold

PASSAGES_A_DOCUMENT = 10
LETTERS_A_PASSAGE = 700
KINDS = (
    "Odlok",
    "Mnenje",
    "Stališče",
    "Posvet",
    "Zapisnik",
    "Gradivo",
    "Poročilo",
    "Predlog",
    "Pravilnik",
    "Vprašanja",
)
PLACES = [
    "Ankaran",
    "Bled",
    "Celje",
    "Domžale",
    "Grosuplje",
    "Idrija",
    "Kamnik",
    "Koper",
    "Kranj",
    "Lenart",
    "Muta",
    "Novo",
    "mesto",
    "Ormož",
    "Ptuj",
    "Žalec",
]


def texts(shared: Path) -> list[str]:
    """Gives pieces of real text of about LETTERS_A_PASSAGE letters."""
    files = sorted((shared / "official" / "statutes_txt").glob("*.txt")) + sorted(
        (shared / "slovparl_txt").glob("*.txt")
    )
    whole = [file.read_text("utf-8") for file in files]
    return [text[at : at + LETTERS_A_PASSAGE] for text in whole for at in range(0, len(text), LETTERS_A_PASSAGE)]


def headings(shared: Path) -> list[str]:
    """Gives the headings of articles."""
    lines = (shared / "retrieval" / "statute-headings-dev" / "queries.jsonl").read_text("utf-8").splitlines()
    return [text for line in lines if not (text := json.loads(line)["text"])[:1].isdecimal()]


def documents(shared: Path, passages: int) -> Iterator[IndexedDocument]:
    """Gives documents with `passages` passages together."""
    chosen, pieces, heads = random.Random(4), texts(shared), headings(shared)
    for number in range(1, passages // PASSAGES_A_DOCUMENT + 1):
        title = f"{chosen.choice(KINDS)}: {chosen.choice(heads)} – {chosen.choice(PLACES)} {chosen.randint(2004, 2026)}"
        first = chosen.randrange(len(pieces))
        yield IndexedDocument(
            number,
            title,
            tuple(
                IndexedPassage(number * 100 + place, chosen.choice(heads), pieces[(first + place) % len(pieces)])
                for place in range(PASSAGES_A_DOCUMENT)
            ),
            visibility=Visibility.MEMBERS if chosen.random() < 0.1 else Visibility.PUBLIC,
        )


def typed(shared: Path, count: int) -> list[str]:
    """Gives what stands in the box after each letter, from the second on, half of it without strešice."""
    chosen, heads = random.Random(5), headings(shared)
    whole = [text if chosen.random() < 0.5 else fold(text) for text in chosen.sample(heads, count)]
    return [text[:length] for text in whole for length in range(2, min(len(text), 30) + 1)]


def mistyped(shared: Path, count: int) -> list[str]:
    """Gives words of the texts with one or two letters wrong."""
    chosen = random.Random(6)
    words = sorted(
        {word.lower() for text in texts(shared)[::50] for word in text.split() if word.isalpha() and len(word) > 5}
    )
    return [_damaged(word, chosen) for word in chosen.sample(words, count)]


def _damaged(word: str, chosen: random.Random) -> str:
    for _ in range(chosen.randint(1, 2)):
        at = chosen.randrange(1, len(word) - 1)
        change = chosen.choice(("swap", "drop", "put", "change"))
        middle = {"swap": word[at + 1] + word[at], "drop": "", "put": "x" + word[at], "change": "x"}[change]
        word = word[:at] + middle + word[at + (2 if change == "swap" else 1) :]
    return word


def milliseconds(work: Callable[[str], Any], asked: Sequence[str]) -> dict[str, float]:
    """Gives the processor time of one call: p50, p95 and the worst."""
    spent = []
    for text in asked:
        started = time.process_time()
        work(text)
        spent.append((time.process_time() - started) * 1000)
    spent.sort()
    return {
        "p50": round(statistics.median(spent), 2),
        "p95": round(spent[int(0.95 * len(spent))], 2),
        "worst": round(spent[-1], 2),
    }


def measured(shared: Path, passages: int) -> dict[str, Any]:
    """Gives what filling, suggestions and near words cost."""
    with tempfile.TemporaryDirectory() as folder:
        suggestions = SuggestionBook(Path(folder))
        all_of_them = documents(shared, passages)
        started = time.process_time()
        while batch := tuple(islice(all_of_them, 100)):
            suggestions.take(batch)
        filling = time.process_time() - started
        size = sum(file.stat().st_size for file in Path(folder).iterdir())

        def suggest(text: str) -> None:
            for sort in EntrySort:
                suggestions.entries(text, sort=sort, reader=VISITOR)

        first = milliseconds(suggestions.near, ["obcinksi"])["worst"]
        told = {
            "passages": passages,
            "filling ms a document": round(filling / (passages / PASSAGES_A_DOCUMENT) * 1000, 2),
            "book MB": round(size / 1e6, 1),
            "suggestions": milliseconds(suggest, typed(shared, 60)),
            "near words": milliseconds(suggestions.near, mistyped(shared, 300)),
            "first near words of a process": first,
        }
        suggestions.close()
        return told


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = measured(asked.shared, asked.passages)
    print(json.dumps(told, ensure_ascii=False) if asked.json else "\n".join(f"{k}: {v}" for k, v in told.items()))


if __name__ == "__main__":
    main()
