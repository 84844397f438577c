"""Positions in a library with a law: what cannot be, what came of them, their letter, and how they are found."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound
from kb.ingest.formats.docx import read
from kb.library import Library, Question, open_library
from kb.library.affairs.positions import AdoptionFault
from kb.model import (
    EVERYTHING,
    PROGRAM,
    VISITOR,
    Dossier,
    LocatorKind,
    Position,
    Proposal,
    ProposalOutcome,
    Stance,
    Visibility,
)
from tests.laws import put_law

DAY = dt.date(2017, 6, 1)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    folder = tmp_path_factory.mktemp("stalisca")
    with open_library(Settings(home=folder / "data")) as library:
        yield library, put_law(library, folder / "files")


@pytest.fixture
def book(law: tuple[Library, dict[str, int]]) -> Library:
    return law[0]


@pytest.fixture
def ids(law: tuple[Library, dict[str, int]]) -> dict[str, int]:
    return law[1]


SEIZE = Proposal(0, "3", Stance.SUPPORT_WITH_CHANGES, "Pooblastila so preozka.", "Redar sme opozoriti in zaseči.")
WRITTEN = Proposal(0, "4", Stance.SUPPORT_WITH_CHANGES, "", "Opozorilo se izreče pisno in vpiše v evidenco.")


def position(version_id: int | None = None, *proposals: Proposal, **more: object) -> Position:
    told = Position(0, "", "k-redarstvo", Stance.SUPPORT_WITH_CHANGES, act="ZORed", version_id=version_id)
    return replace(told, proposals=proposals, **more)  # type: ignore[arg-type]


def adopted(library: Library, draft: Position, day: dt.date = DAY) -> Position:
    kept = library.affairs.positions.put(PROGRAM, draft)
    library.affairs.positions.adopt(PROGRAM, kept, day=day, body=draft.body)
    return library.affairs.positions.get(kept.id, reader=EVERYTHING)


# --- what cannot be ---


def test_an_article_that_the_text_lacks_is_told_with_those_that_it_has(book: Library, ids: dict[str, int]) -> None:
    wrong = position(ids["adopted"], replace(SEIZE, article="9"), replace(SEIZE, article="9a", is_new=True))
    doubts = book.affairs.positions.doubts(wrong)
    assert (doubts.articles, doubts.lacking, doubts.there) == (("1", "2", "3", "4", "5"), ("9",), ())
    there = book.affairs.positions.doubts(position(ids["adopted"], replace(SEIZE, is_new=True)))
    assert there.there == ("3",)


def test_a_text_that_is_not_divided_or_not_told_lacks_no_article(book: Library, ids: dict[str, int]) -> None:
    for version_id in (None, ids["memo"]):
        assert book.affairs.positions.doubts(position(version_id, replace(SEIZE, article="9"))).lacking == ()


def test_names_and_numbers_of_persons_in_a_position_are_told(book: Library) -> None:
    doubts = book.affairs.positions.doubts(position(None, summary="Predlog je pripravil g. Janez Kovač."))
    assert [each.kind for each in doubts.personal] == ["name"]
    assert "Kovač" in doubts.personal[0].text


def test_a_draft_that_cannot_be_adopted_says_why(library: Library) -> None:
    held = library.affairs.positions
    dossier = library.affairs.dossiers.put(PROGRAM, Dossier(0, "Predlog ZORed-C", dt.date(2017, 5, 1), act="ZORed"))
    good = held.put(PROGRAM, position(None, SEIZE, dossier_id=dossier.id))
    library.registers.put(replace(body_of(library, "k-okolje"), valid_to=dt.date(2017, 1, 1)), by=PROGRAM)
    assert held.wrong_adoption(good, DAY, "k-redarstvo") is None
    assert held.wrong_adoption(good, held.today() + dt.timedelta(days=1), "k-redarstvo") is AdoptionFault.FUTURE
    assert held.wrong_adoption(good, dt.date(2017, 4, 30), "k-redarstvo") is AdoptionFault.BEFORE_RECEIPT
    assert held.wrong_adoption(good, DAY, "k-okolje") is AdoptionFault.NO_BODY
    assert held.wrong_adoption(position(None), DAY, "k-redarstvo") is AdoptionFault.EMPTY
    adopted(library, position(None, SEIZE, dossier_id=dossier.id))
    assert held.wrong_adoption(good, DAY, "k-redarstvo") is AdoptionFault.CLASH
    with pytest.raises(NotFound):
        held.wrong_adoption(good, DAY, "ni-je")


def body_of(library: Library, slug: str):  # type: ignore[no-untyped-def]
    return next(each for each in library.registers.bodies() if each.slug == slug)


def test_a_correction_is_a_new_draft_that_replaces_the_adopted_one(library: Library) -> None:
    old = adopted(library, position(None, SEIZE, summary="Prvič."))
    draft = library.affairs.positions.correct(PROGRAM, old.id)
    assert (draft.is_draft, draft.replaces_id, draft.summary) == (True, old.id, "Prvič.")
    library.affairs.positions.adopt(PROGRAM, draft, day=DAY, body="k-redarstvo")
    assert library.affairs.positions.get(old.id, reader=VISITOR).replaced_by == draft.id
    assert library.affairs.positions.record() == ((2017, ProposalOutcome.UNKNOWN, 1),)


# --- what came of it ---


def test_an_outcome_is_suggested_by_the_text_adopted_next_and_set_by_nobody(book: Library, ids: dict[str, int]) -> None:
    kept = adopted(book, position(ids["adopted"], SEIZE, WRITTEN))
    outcomes = book.affairs.positions.outcomes
    later = outcomes.later(kept)
    assert later is not None
    assert later.document.id == ids["consolidated"]
    seized, written = outcomes.suggested(kept, later)
    assert (seized.verdict.outcome, seized.anchor) == (ProposalOutcome.ACCEPTED, "clen-3")
    assert (written.verdict.outcome, written.before) == (ProposalOutcome.REJECTED, "Opozorilo se izreče ustno.")
    assert "zaseči" in "".join(piece.text for piece in seized.pieces if piece.mark == "kept")
    assert kept.id in [each.id for each in outcomes.waiting()]
    assert {each.outcome for each in book.affairs.positions.get(kept.id, reader=VISITOR).proposals} == {"unknown"}


def test_what_a_person_has_confirmed_waits_no_more(book: Library, ids: dict[str, int]) -> None:
    kept = adopted(book, position(ids["adopted"], replace(SEIZE, article="2"), body="k-pravna"))
    settled = replace(kept.proposals[0], outcome=ProposalOutcome.UNKNOWN, evidence="Besedilo je povsem drugo.")
    book.affairs.positions.settle(PROGRAM, kept.id, settled)
    assert kept.id not in [each.id for each in book.affairs.positions.outcomes.waiting()]


def test_a_bill_that_changes_a_law_is_held_against_the_amending_act(book: Library, ids: dict[str, int]) -> None:
    early = adopted(book, position(None, SEIZE, act="ZORed-A", body="k-okolje"), dt.date(2016, 5, 1))
    later = book.affairs.positions.outcomes.later(early)
    assert later is not None
    assert later.document.id == ids["amending"]
    newest = adopted(book, position(ids["draft"], SEIZE, body="k-finance"), dt.date(2021, 5, 1))
    assert book.affairs.positions.outcomes.later(newest) is None


def test_the_record_counts_positions_by_year_and_outcome_and_leaves_out_what_was_replaced(library: Library) -> None:
    first = adopted(library, position(None, SEIZE))
    settled = replace(first.proposals[0], outcome=ProposalOutcome.ACCEPTED, evidence="3. člen")
    library.affairs.positions.settle(PROGRAM, first.id, settled)
    adopted(library, position(None, WRITTEN), dt.date(2020, 2, 2))
    assert library.affairs.positions.record(body="k-redarstvo") == (
        (2020, ProposalOutcome.UNKNOWN, 1),
        (2017, ProposalOutcome.ACCEPTED, 1),
    )
    assert library.affairs.positions.record(topic="okolje") == ()


def test_positions_on_an_act_are_also_those_on_what_changes_it(library: Library) -> None:
    on_change = adopted(library, position(None, SEIZE, act="ZORed-A"))
    assert [each.id for each in library.affairs.positions.all(reader=VISITOR, act="zored")] == [on_change.id]
    assert library.affairs.positions.all(reader=VISITOR, act="ZP-1") == ()


# --- the letter ---


def letter(library: Library, kept: Position, folder: Path) -> Path:
    path = folder / "dopis.docx"
    path.write_bytes(library.affairs.positions.letter(kept, reader=EVERYTHING))
    return path


def test_the_letter_has_addressee_subject_reference_and_a_table_by_article(
    book: Library, ids: dict[str, int], tmp_path: Path
) -> None:
    dossier = book.affairs.dossiers.put(
        PROGRAM,
        Dossier(0, "Predlog", dt.date(2017, 5, 1), eva="2018-2030-0045", epa="1428-IX", ministry="Ministrstvo za red"),
    )
    told = position(ids["adopted"], SEIZE, replace(SEIZE, article="3a", is_new=True, reason="Manjka."), body="k-gjs")
    kept = adopted(book, replace(told, title="Stališče do »ZORed« & <sprememb>", dossier_id=dossier.id))
    found = read(letter(book, kept, tmp_path))
    text = "\n".join(block.text for unit in found.units for block in unit.blocks)
    for words in (
        "Skupnost občin Slovenije",
        "Ministrstvo za red",
        "Zadeva: Stališče do »ZORed« & <sprememb>",
        "Zveza: EVA 2018-2030-0045, EPA 1428-IX",
        "vendar predlagamo spremembe",
        "3. člen",
        "3.a člen (nov)",
        "Občinski redar sme opozoriti in odrediti.",
        "Redar sme opozoriti in zaseči.",
        "Pooblastila so preozka.",
        "predsednik oziroma predsednica",
    ):
        assert words in text, words
    assert "OSNUTEK" not in text


def test_the_letter_of_a_draft_says_so_and_takes_any_characters(library: Library, tmp_path: Path) -> None:
    wild = replace(SEIZE, reason="Čuden \x0b\ud800 znak\nin nova vrstica")
    kept = library.affairs.positions.put(PROGRAM, position(None, wild, title="A" * 600))
    text = "\n".join(b.text for unit in read(letter(library, kept, tmp_path)).units for b in unit.blocks)
    assert "OSNUTEK" in text
    assert "in nova vrstica" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_libreoffice_opens_the_letter(library: Library, tmp_path: Path) -> None:
    kept = adopted(library, position(None, SEIZE, WRITTEN))
    path = letter(library, kept, tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    assert "Redar sme opozoriti in zaseči." in path.with_suffix(".txt").read_text(encoding="utf-8-sig")


# --- that it is found ---


SPEAKING_OF_ONE = Dossier(
    0,
    "Predlog sprememb 3. člena ZORed",
    DAY,
    act="ZORed",
    about="Predlog spreminja 3. člen ZORed. Stališče do 3. člena ZORed pripravi komisija.",
)


@pytest.mark.parametrize(
    "question", ["stališče do 3. člena ZORed", "stališče 3. člen ZORed", "stališča do 3. člena zored"]
)
def test_a_question_for_the_position_on_an_article_finds_it_first(book: Library, question: str) -> None:
    if not book.affairs.positions.all(reader=VISITOR, body="k-kultura"):
        adopted(book, position(None, SEIZE, title="Odziv komisije", body="k-kultura"))
        book.affairs.dossiers.put(PROGRAM, SPEAKING_OF_ONE)
    book.index_marked()
    found = book.find(Question(question))
    first = found.groups[0]
    assert first.document.kind is not None
    assert first.document.kind.slug == "stalisce"
    assert book.records.of(first.document.id) is not None
    assert any(
        hit.passage.passage.locator.kind is LocatorKind.ARTICLE and hit.passage.passage.locator.number == "3"
        for hit in first.hits
    )


def test_a_position_that_is_not_public_is_found_only_by_those_it_is_for(library: Library) -> None:
    adopted(library, position(None, SEIZE, visibility=Visibility.STAFF, title="Skrivnostno izhodišče"))
    library.affairs.positions.put(PROGRAM, position(None, WRITTEN, title="Nedorečeno izhodišče"))
    library.index_marked()
    assert library.find(Question("izhodišče")).documents == 0
    assert library.find(Question("izhodišče"), reader=EVERYTHING).documents == 2
