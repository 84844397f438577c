"""The sample corpus is what the issue asks of it, all of it is read, and its questions can be answered."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.library import open_library
from kb.model import EVERYTHING, LocatorKind, StoredPassage
from tests.conftest import ROOT, Command

CORPUS = ROOT / "corpus"


def told(name: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / name).read_text(encoding="utf-8"))


DOCUMENTS: list[dict[str, Any]] = told("manifest.toml")["document"]
QUERIES: list[dict[str, Any]] = told("queries.toml")["query"]


def test_every_file_is_in_the_manifest_and_every_line_of_it_is_a_file() -> None:
    files = {path.relative_to(CORPUS).as_posix() for path in (CORPUS / "documents").rglob("*") if path.is_file()}
    assert files == {each["file"] for each in DOCUMENTS}


def test_the_corpus_is_wide_enough() -> None:
    endings = Counter(Path(each["file"]).suffix for each in DOCUMENTS)
    assert len(DOCUMENTS) >= 60
    assert len({body for each in DOCUMENTS for body in each["bodies"]}) >= 8
    assert len({topic for each in DOCUMENTS for topic in each["topics"]}) >= 15
    assert set(endings) == {".pptx", ".pdf", ".docx", ".html", ".odt", ".txt"}
    assert len(QUERIES) >= 80


def test_all_of_it_is_read_and_nothing_twice(corpus: Command) -> None:
    state = corpus.json("status")
    assert {each["name"]: each["outcome"] for each in state["files"]} == {
        Path(each["file"]).name: "read" for each in DOCUMENTS
    }
    with open_library(Settings(home=corpus.home)) as library:
        goals, events = library.affairs.goals.of("k-redarstvo"), library.affairs.events.all(reader=EVERYTHING)
    # Where a worker has been at it, the goals and events that it found are documents too.
    assert state["status"]["documents"] - len(DOCUMENTS) in (0, len(goals) + len(events))
    assert state["status"]["index_documents"] == state["status"]["documents"]


def test_loading_it_again_loads_nothing(corpus: Command) -> None:
    again = corpus.json("add", CORPUS)
    assert all(each["again"] for each in again["files"])


def answers(passage: StoredPassage, locator: str) -> bool:
    kind, _, wanted = locator.partition(": ")
    if kind == "razdelek":
        here = passage.passage
        text = f"{here.heading}\n{here.text}".casefold()
        return here.locator.kind is LocatorKind.SECTION and wanted.casefold() in text
    return passage.passage.locator.label() == locator


def test_every_answer_of_the_questions_is_a_passage(corpus: Command) -> None:
    missing = []
    with open_library(Settings(home=corpus.home)) as library:
        files = {entry.origin: entry.document_id for entry in library.ledger(limit=None)}
        for query in QUERIES:
            for answer in query["answers"]:
                document_id = files[str(CORPUS / answer["file"])]
                assert document_id is not None
                passages = library.passages(document_id, reader=EVERYTHING)
                if not any(answers(passage, answer["locator"]) for passage in passages):
                    missing.append((answer["file"], answer["locator"]))
    assert missing == []


def test_the_example_of_the_first_run_finds_the_slide_on_blue_light(corpus: Command) -> None:
    hits = corpus.json("find", "modro luč")["hits"]
    assert ("Kaj je Skupnost občin Slovenije?", "prosojnica 6") in {(hit["title"], hit["locator"]) for hit in hits}
