"""The judge of the collection: questions as people ask them, at which rank the answer comes, and whether it moved.

A folder has manifest.toml with its documents, queries.toml with questions, each of a class and with the passages that
answer it (any one of them will do), and accepted.toml with the rank that each question's answer had when the run was
last accepted. A rank that got worse is a loss; a person may explain it there with a sentence.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import WrongValue
from kb.library.values import Hit, Question
from kb.model import EVERYTHING, LocatorKind, StoredPassage
from kb.search.quality import RECALL_AT, Quality, Score, score_of

if TYPE_CHECKING:
    from kb.library import Library

QUESTIONS, ACCEPTED = "queries.toml", "accepted.toml"
SECTION = "razdelek: "

_HEAD = "# The rank of each question's answer when this run was accepted (`kb quality --accept`); 0 is nowhere.\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers: a file of the folder and a place, «stran 6» or «razdelek: » with words it holds."""

    file: str
    locator: str

    def is_at(self, passage: StoredPassage) -> bool:
        """Tells whether `passage`, of the right file, is the one that is meant."""
        here = passage.passage
        if self.locator.startswith(SECTION):
            wanted = self.locator.removeprefix(SECTION).casefold()
            return here.locator.kind is LocatorKind.SECTION and wanted in f"{here.heading}\n{here.text}".casefold()
        return here.locator.label() == self.locator


@dataclass(frozen=True, slots=True)
class AskedOfCorpus:
    """A question of a class («inflected», «question» …) and its answers."""

    text: str
    sort: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """At which rank among the hits the first answer came, from 1; 0 where it is not among RECALL_AT."""

    question: AskedOfCorpus
    rank: int

    @property
    def score(self) -> Score:
        """Gives the figures of the question, its answers counting as one."""
        return score_of(["answer" if rank == self.rank else "" for rank in range(1, self.rank + 1)], {"answer": 1})


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose rank is not the accepted one; `explained` is why that is all right, "" where nobody said."""

    text: str
    sort: str
    accepted: int
    rank: int
    explained: str = ""

    @property
    def is_loss(self) -> bool:
        """Tells whether the rank got worse."""
        return _depth(self.rank) > _depth(self.accepted)


@dataclass(frozen=True, slots=True)
class AcceptedRank:
    """What the accepted run says of a question."""

    rank: int
    explained: str = ""


@dataclass(frozen=True, slots=True)
class CorpusQuality:
    """The verdicts on all questions, in the order of the file, and what changed since the accepted run."""

    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]

    @property
    def unexplained(self) -> tuple[Change, ...]:
        """Gives the losses that nobody explained."""
        return tuple(each for each in self.changes if each.is_loss and not each.explained)

    @property
    def figures(self) -> dict[str, Any]:
        """Gives the figures of all questions and of each class, as `kb quality --json` prints them."""
        sorts = sorted({each.question.sort for each in self.verdicts})
        of_class = {sort: _figures(each for each in self.verdicts if each.question.sort == sort) for sort in sorts}
        return {**_figures(self.verdicts), "classes": of_class}


def read_questions(folder: Path) -> tuple[AskedOfCorpus, ...]:
    """Gives the questions of a folder. Raises WrongValue for a file that is missing or garbled."""
    path = folder / QUESTIONS
    try:
        return tuple(_question(row) for row in _toml(path)["query"])
    except (KeyError, TypeError) as error:
        raise WrongValue(f"{path}: {error}") from error


def judge_corpus(library: Library, folder: Path, *, accepted: Mapping[str, AcceptedRank]) -> CorpusQuality:
    """Asks `library`, which holds the documents of `folder` and nothing else, its questions; gives the verdicts.

    Raises WrongValue for a question file that cannot be used.
    """
    files = {Path(entry.origin).resolve(): entry.document_id for entry in library.ledger(limit=None)}
    verdicts = []
    for question in read_questions(folder):
        wanted = [(files.get((folder / answer.file).resolve()), answer) for answer in question.answers]
        verdicts.append(Verdict(question, _rank(_hits(library, question.text), wanted)))
    return CorpusQuality(tuple(verdicts), tuple(_changes(verdicts, accepted)))


def read_accepted(folder: Path) -> dict[str, AcceptedRank]:
    """Gives the accepted ranks by question, none where no run was accepted. Raises WrongValue."""
    path = folder / ACCEPTED
    if not path.exists():
        return {}
    try:
        return {
            row["text"]: AcceptedRank(int(row["rank"]), str(row.get("explained", ""))) for row in _toml(path)["query"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise WrongValue(f"{path}: {error}") from error


def write_accepted(folder: Path, verdicts: Iterable[Verdict], *, before: Mapping[str, AcceptedRank]) -> None:
    """Makes the present ranks the accepted ones; explanations of ranks that have not changed stay."""
    rows = []
    for each in verdicts:
        known = before.get(each.question.text)
        kept = known.explained if known and known.rank == each.rank else ""
        explained = f"explained = {_quoted(kept)}\n" if kept else ""
        rows.append(f"\n[[query]]\ntext = {_quoted(each.question.text)}\nrank = {each.rank}\n{explained}")
    (folder / ACCEPTED).write_text(_HEAD + "".join(rows), encoding="utf-8")


# --- parts -----------------------------------------------------------------------------------------


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongValue(f"{path}: {error}") from error


def _question(row: Mapping[str, Any]) -> AskedOfCorpus:
    answers = tuple(Answer(each["file"], each["locator"]) for each in row["answers"])
    return AskedOfCorpus(row["text"], row["class"], answers)


def _hits(library: Library, text: str) -> list[tuple[int, Hit]]:
    """Gives the hits that `kb find` prints for a question, each with its document, best first."""
    results = library.find(Question(text, per_page=RECALL_AT), reader=EVERYTHING)
    hits = [(found.document.id, hit) for found in results.groups for hit in found.hits]
    return sorted(hits, key=lambda pair: -pair[1].score)[:RECALL_AT]


def _rank(hits: Sequence[tuple[int, Hit]], wanted: Sequence[tuple[int | None, Answer]]) -> int:
    for rank, (document_id, hit) in enumerate(hits, 1):
        here = [(document_id, hit.passage), *((twin.document.id, twin.passage) for twin in hit.alike)]
        if any(found == id_ and answer.is_at(passage) for found, passage in here for id_, answer in wanted):
            return rank
    return 0


def _changes(verdicts: Iterable[Verdict], accepted: Mapping[str, AcceptedRank]) -> Iterator[Change]:
    for each in verdicts:
        known = accepted.get(each.question.text)
        if known and known.rank != each.rank:
            yield Change(each.question.text, each.question.sort, known.rank, each.rank, known.explained)


def _figures(verdicts: Iterable[Verdict]) -> dict[str, float | int]:
    """Gives the figures of some questions, and the shares of them answered first and in the first five."""
    those = tuple(verdicts)
    ranks = [each.rank for each in those]
    count = max(len(ranks), 1)
    shares = {
        "first": round(sum(rank == 1 for rank in ranks) / count, 4),
        "first_five": round(sum(0 < rank <= 5 for rank in ranks) / count, 4),
    }
    return {**Quality({each.question.text: each.score for each in those}).figures, **shares}


def _depth(rank: int) -> float:
    return rank or float("inf")


def _quoted(text: str) -> str:
    """Gives a text as TOML writes it; its basic strings are escaped as JSON's are."""
    return json.dumps(text, ensure_ascii=False)
