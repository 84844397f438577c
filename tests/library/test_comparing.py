"""Texts of law side by side, over a real library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound
from kb.legislation.amendments import Why
from kb.legislation.comparison import Mark, Status
from kb.library import Library, Question, open_library
from kb.library.law.comparing import Compared
from kb.library.law.texts import AUTOMATIC, place_in_bill
from kb.model import EVERYTHING, VISITOR, Metadata, Visibility
from tests.marketlaw import stock


@dataclass(frozen=True)
class Market:
    """A library with texts of the act, and their documents by name."""

    library: Library
    ids: dict[str, int]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The act as adopted, what amends it, a bill that would amend it again and one that is new, an invitation."""
    folder = tmp_path_factory.mktemp("market")
    with open_library(Settings(home=folder / "data")) as library:
        ids = stock(library, folder / "in", "adopted", "amending", "bill", "new bill")
        (folder / "vabilo.txt").write_text("Vabilo na sejo\n\nVabimo vas na sejo komisije.", encoding="utf-8")
        [received] = library.add([folder / "vabilo.txt"], Metadata()).received
        yield Market(library, {**ids, "invitation": received.entry.document_id or 0})


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The same with a consolidated text that somebody has made."""
    folder = tmp_path_factory.mktemp("consolidated")
    with open_library(Settings(home=folder / "data")) as library:
        yield Market(library, stock(library, folder / "in", "adopted", "amending", "consolidated", "bill"))


def put_in(compared: Compared) -> list[str]:
    return [piece.text.strip() for pair in compared.comparison.pairs for piece in pair.text if piece.mark is Mark.IN]


def test_an_act_and_its_amendment_make_a_text_of_which_every_change_has_its_source(market: Market) -> None:
    library = market.library
    names = [each.name for each in library.comparing.texts("ZVTrg", reader=VISITOR)]
    assert names[1] == AUTOMATIC
    found = library.comparing.consolidated("ZVTrg", reader=VISITOR)
    assert [each.number for each in found.draft.law.articles] == ["1", "2", "3", "4", "4a", "5", "6"]
    assert found.draft.law.articles[1].text == "Tržni dan je petek."
    assert found.draft.sources("4a") == ("ZVTrg-A, 3. člen",)
    assert found.source("ZVTrg-A", "3").anchor == "clen-3"
    assert [(each.why, each.source) for each in found.draft.problems] == [(Why.NOT_FOUND, "4")]
    assert found.missing == ()


def test_the_automatic_text_is_the_consolidated_one(consolidated: Market) -> None:
    library = consolidated.library
    texts = library.comparing.texts("ZVTrg", reader=VISITOR)
    consolidated = next(each for each in texts if each.version and each.version.sort == "consolidated")
    compared = library.comparing.versions("ZVTrg", consolidated.name, AUTOMATIC, reader=VISITOR)
    assert {pair.status for pair in compared.comparison.pairs} == {Status.SAME}


def test_what_the_collection_lacks_is_told(library: Library, tmp_path: Path) -> None:
    stock(library, tmp_path / "in", "adopted", "bill")
    [document] = [each.document for each in library.comparing.texts("ZVTrg", reader=VISITOR)]
    assert document.title == "Zakon o vzorčnih tržnicah (ZVTrg)"
    with pytest.raises(NotFound):
        library.comparing.consolidated("ZVTrg", reader=VISITOR)
    bill = next(each.document for each in library.find(Question("ZVTrg-B")).groups)
    assert library.comparing.bill(bill.id, reader=VISITOR).missing == ("20/15 – ZVTrg-A",)


def test_a_bill_with_tracked_changes_stands_as_accepted_beside_the_law_in_force(market: Market) -> None:
    library, ids = market.library, market.ids
    bill = library.document(ids["bill"])
    assert library.comparing.act_of_bill(bill, reader=VISITOR) == "ZVTrg"
    compared = library.comparing.bill(bill.id, reader=VISITOR)
    changed = [pair for pair in compared.comparison.pairs if pair.status is not Status.SAME]
    assert [pair.number for pair in changed] == ["5"]
    assert put_in(compared) == ["500"]
    assert [(each.act, each.article) for each in compared.sources["5"]] == [("ZVTrg-B", "1")]
    assert "petek" in compared.comparison.old.articles[1].text
    assert {each.act for each in compared.problems} == {"ZVTrg-A"}


def test_a_whole_new_bill_is_compared_as_it_is(market: Market) -> None:
    library, ids = market.library, market.ids
    compared = library.comparing.bill(ids["new bill"], reader=VISITOR)
    assert "900" in put_in(compared)
    assert compared.comparison.new.articles[1].text == "Tržni dan je sobota."
    assert compared.old.is_automatic
    assert (compared.bill and compared.bill.id, compared.is_proposal) == (ids["new bill"], True)


def test_the_law_in_force_is_the_newest_consolidated_text(consolidated: Market) -> None:
    library, ids = consolidated.library, consolidated.ids
    compared = library.comparing.bill(ids["bill"], reader=VISITOR)
    assert compared.old.document.id == ids["consolidated"]
    assert not compared.problems


def test_what_a_reader_may_not_see_takes_no_part(library: Library, tmp_path: Path) -> None:
    ids = stock(library, tmp_path / "in", "adopted")
    hidden = stock(library, tmp_path / "in", "amending", "new bill", visibility=Visibility.MEMBERS)
    assert len(library.comparing.texts("ZVTrg", reader=VISITOR)) == 1
    assert len(library.comparing.texts("ZVTrg", reader=EVERYTHING)) == 3
    with pytest.raises(NotFound):
        library.comparing.consolidated("ZVTrg", reader=VISITOR)
    with pytest.raises(NotFound):
        library.comparing.bill(hidden["new bill"], reader=VISITOR)
    names = f"gradivo-{ids['adopted']}", f"gradivo-{hidden['new bill']}"
    with pytest.raises(NotFound):
        library.comparing.documents(*names, reader=VISITOR)
    assert library.comparing.documents(*names, reader=EVERYTHING).comparison.summary.changed == 1


@pytest.mark.parametrize(
    "name", ["", "gradivo-", "gradivo-0", "gradivo-²", "gradivo-99999999999", "777", "x" * 9000, "gradivo-1-2"]
)
def test_names_that_name_nothing_are_not_found(market: Market, name: str) -> None:
    with pytest.raises(NotFound):
        market.library.comparing.versions("ZVTrg", f"gradivo-{market.ids['adopted']}", name, reader=VISITOR)


def test_a_text_without_articles_is_compared_and_is_empty(market: Market) -> None:
    library, ids = market.library, market.ids
    names = f"gradivo-{ids['adopted']}", f"gradivo-{ids['invitation']}"
    compared = library.comparing.documents(*names, reader=VISITOR)
    assert compared.comparison.new.articles == ()
    assert compared.comparison.summary.deleted == 6


def test_a_new_revision_is_compared_anew(library: Library, tmp_path: Path) -> None:
    ids = stock(library, tmp_path / "in", "adopted", "new bill")
    assert put_in(library.comparing.bill(ids["new bill"], reader=VISITOR)) == ["900"]
    path = tmp_path / "again.txt"
    text = (tmp_path / "in" / "new bill.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("900", "700"), encoding="utf-8")
    library.add([path], Metadata(), revises=ids["new bill"])
    assert put_in(library.comparing.bill(ids["new bill"], reader=VISITOR)) == ["700"]


def test_every_passage_of_a_bill_says_what_it_is(market: Market) -> None:
    library, ids = market.library, market.ids
    bill = library.document(ids["bill"])
    told = [place_in_bill(each.passage, bill) for each in library.passages(bill.id)]
    assert [each.label() for each in told if each and each.label()] == [
        "predlagano besedilo",
        "predlagano besedilo",
        "predlagano besedilo",
        "obrazložitev k 1. členu",
        "obrazložitev k 2. členu",
        "veljavno besedilo, ki se spreminja",
    ]
    law = library.document(ids["adopted"])
    assert {place_in_bill(each.passage, law) for each in library.passages(law.id)} == {None}
