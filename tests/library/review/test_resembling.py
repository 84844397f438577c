"""How well it is told whether two texts are one in two formats, two versions of one, or two: a table of pairs."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kb.ingest import divide, extract, office
from kb.library.review.resembling import Compared, compared, likeness
from kb.library.review.sketching import Sketches, sketch
from kb.model import Passage
from tests.laws import ADOPTED, AMENDING, CONSOLIDATED

CORPUS = Path(__file__).parents[3] / "corpus" / "documents"
RANDOM = random.Random(7)
TXT, PDF = "text/plain", "application/pdf"

Text = tuple[str, tuple[Passage, ...]]


@cache
def corpus() -> dict[str, Text]:
    return {path.name: read(path) for path in sorted(CORPUS.rglob("*.*"))}


def read(path: Path) -> Text:
    found = extract(path)
    return found.media_type, tuple(divide(found))


def written(folder: Path, name: str, text: str) -> Text:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def said(one: Text, other: Text) -> str:
    """Gives what is said of two texts: "same", "version" or ""."""
    found = likeness(compared(*one), compared(*other))
    return "" if found is None else "same" if found.is_same else "version"


def without(passages: Sequence[Passage], share: float) -> tuple[Passage, ...]:
    """Gives the passages of which every one is left out with the chance `share`, at least one of them."""
    kept = [each for each in passages if RANDOM.random() >= share]
    return tuple(kept[:-1] if len(kept) == len(passages) else kept)


def reworded(passages: Sequence[Passage], share: float, words: Sequence[str]) -> tuple[Passage, ...]:
    """Gives the passages with some of their lines said in other words."""

    def line(text: str) -> str:
        return " ".join(RANDOM.choices(words, k=len(text.split()))) if RANDOM.random() < share else text

    return tuple(replace(each, text="\n".join(map(line, each.text.split("\n")))) for each in passages)


# --- the table ---


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("kaj-je-sos.pptx", "kaj-je-sos.pdf", "same"),
        ("odlok-o-javnem-redu-in-miru.docx", "odlok-o-spremembah-odloka-o-javnem-redu.docx", ""),
        ("odlok-o-spremembah-odloka-o-javnem-redu.docx", "odlok-o-spremembah-odloka-o-turisticni-taksi.pdf", ""),
        ("odlok-o-javnem-redu-in-miru.docx", "odlok-o-obcinskih-cestah.pdf", ""),
        ("zapisnik-3-seja-redarstvo-2010.docx", "zapisnik-5-seja-gjs-2015.pdf", ""),
        ("opn-po-zurep-3.pptx", "cena-programa-vrtca.pptx", ""),
    ],
)
def test_materials_of_the_corpus(one: str, other: str, expected: str) -> None:
    assert said(corpus()[one], corpus()[other]) == said(corpus()[other], corpus()[one]) == expected


def test_no_other_two_materials_of_the_corpus_are_taken_for_one() -> None:
    texts = {name: compared(*text) for name, text in corpus().items()}
    found = [pair for pair in itertools.combinations(texts, 2) if likeness(texts[pair[0]], texts[pair[1]])]
    assert found == [("kaj-je-sos.pdf", "kaj-je-sos.pptx")]


@pytest.mark.skipif(not office.is_available(), reason="LibreOffice is not installed")
def test_a_deck_is_the_same_as_the_pdf_that_an_office_program_makes_of_it(tmp_path: Path) -> None:
    decks = sorted(CORPUS.rglob("*.pptx"))[:6]
    made = office.convert(decks, "pdf", tmp_path, seconds=120)
    assert [said(read(deck), read(made[deck])) for deck in decks] == ["same"] * len(decks)


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_a_text_with_parts_left_out_is_another_version(share: float) -> None:
    texts = [text for text in corpus().values() if len(text[1]) >= 8]
    told = Counter(said(text, (text[0], without(text[1], share))) for text in texts)
    assert told["same"] == 0
    assert told["version"] / told.total() >= 0.95


@pytest.mark.parametrize(("share", "recall"), [(0.1, 1.0), (0.3, 0.95)])
def test_a_text_with_lines_said_otherwise_is_another_version(share: float, recall: float) -> None:
    words = " ".join(each.text for each in corpus()["opn-po-zurep-3.pptx"][1]).split()
    texts = [text for text in corpus().values() if sum(len(each.text.split("\n")) for each in text[1]) >= 30]
    told = Counter(said(text, (PDF, reworded(text[1], share, words))) for text in texts)
    assert told["same"] <= 1
    assert (told["version"] + told["same"]) / told.total() >= recall


def test_an_amount_that_differs_makes_another_version() -> None:
    media_type, passages = corpus()["cena-programa-vrtca.pptx"]
    changed = (replace(passages[1], text=f"{passages[1].text}\nCena znaša 4321 evrov."), *passages[2:])
    assert said((media_type, passages), (PDF, (passages[0], *changed))) == "version"


def test_decks_of_one_template_are_not_alike() -> None:
    frame = "Skupnost občin Slovenije – posvet za občinske uprave\nHvala za pozornost! Vprašanja: www.skupnostobcin.si"

    def deck(name: str) -> Text:
        media_type, passages = corpus()[name]
        return media_type, tuple(replace(each, text=f"{frame}\n{each.text}") for each in passages)

    assert said(deck("opn-po-zurep-3.pptx"), deck("cena-programa-vrtca.pptx")) == ""


def test_an_amendment_is_not_the_statute_and_a_consolidated_text_is_another_version(tmp_path: Path) -> None:
    adopted, amending, whole = (
        written(tmp_path, f"{name}.txt", text)
        for name, text in (("zakon", ADOPTED), ("novela", AMENDING), ("npb", CONSOLIDATED))
    )
    assert (said(adopted, amending), said(amending, whole)) == ("", "")
    assert said(adopted, whole) == "version"


# --- sketches find what the whole texts tell ---


def sketched(texts: dict[str, Compared]) -> dict[str, bytes]:
    return {name: sketch(text.shingles) for name, text in texts.items()}


def test_sketches_find_every_version_among_the_corpus() -> None:
    texts = {name: compared(*text) for name, text in corpus().items()}
    names = list(texts)
    held = Sketches(dict(enumerate(sketched(texts).values())))
    changed = [(name, compared(kind, without(passages, 0.2))) for name, (kind, passages) in corpus().items()]
    wanted = [(name, text) for name, text in changed if likeness(texts[name], text)]
    found = [
        name in [names[id_] for id_, _ in held.like(sketch(text.shingles), at_least=0.24, most=12)]
        for name, text in wanted
    ]
    assert len(wanted) >= 50
    assert all(found)
