from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import NotFound
from kb.library import Library, open_library
from kb.model import EVERYTHING, VISITOR, Metadata, Reader, Visibility
from tests.conftest import Command

Write = Callable[[str, str], Path]

RELATED = [
    ("cena-programa-vrtca.pptx", "pravilnik-o-placilih-vrtca.txt"),
    ("cena-programa-vrtca.pptx", "mnenje-vkljucitev-otroka-v-vrtec-druge-obcine.odt"),
    ("dolgotrajna-oskrba-naloge-obcin.pptx", "stalisce-k-sociala-dolgotrajna-oskrba.odt"),
    ("urejanje-romskih-naselij.pptx", "pripombe-ukrepi-romska-skupnost.pdf"),
    ("primerna-poraba-in-povprecnina.pptx", "stalisce-k-finance-povprecnina.pdf"),
    ("stalisce-k-prostor-zspno.docx", "predlog-zakona-o-skupnem-prostorskem-nacrtovanju.docx"),
    ("pogosta-vprasanja-turisticna-taksa.docx", "odlok-o-spremembah-odloka-o-turisticni-taksi.pdf"),
    ("odlok-o-pokopaliskem-redu.odt", "zapisnik-5-seja-gjs-2015.pdf"),
    ("odlok-o-javnem-redu-in-miru.docx", "odlok-o-spremembah-odloka-o-javnem-redu.docx"),
    ("twinning-and-eu-funding.pptx", "position-summary-cohesion-policy.docx"),
    ("pripombe-predlog-zakona-o-sportu.pdf", "zapisnik-4-seja-solstvo-2025.odt"),
    ("odlok-o-zbiranju-komunalnih-odpadkov.html", "stalisce-k-okolje-embalaza.html"),
]
"""Pairs of sample materials that speak of one subject."""

UNRELATED = [
    ("kulturna-dediscina-in-prenova-vaskih-jeder.pdf", "pravilnik-o-placilih-vrtca.txt"),
    ("tedenske-novice-2016-41.html", "tedenske-novice-2026-8.html"),
    ("predlog-zored-b-vzorcni.docx", "predlog-sprememb-zjf-obcinske-rezerve.pdf"),
    ("odlok-o-spremembah-odloka-o-javnem-redu.docx", "odlok-o-spremembah-odloka-o-turisticni-taksi.pdf"),
    ("zapisnik-3-seja-redarstvo-2010.docx", "zapisnik-5-seja-gjs-2015.pdf"),
    ("vabilo-komisija-za-proracun-2019.docx", "vabilo-sekcija-mestnih-obcin-2013.docx"),
]
"""Pairs of one form (bills, minutes, invitations, news) that speak of different things."""


@pytest.fixture(scope="module")
def materials(corpus: Command) -> Iterator[Library]:
    with open_library(Settings(home=corpus.home)) as library:
        yield library


@pytest.fixture(scope="module")
def ids(materials: Library) -> dict[str, int]:
    entries = materials.ledger(limit=None)
    return {Path(entry.name).name: entry.document_id for entry in entries if entry.document_id}


def names(library: Library, document_id: int) -> list[str]:
    found = library.similar(document_id, reader=EVERYTHING).found
    return [Path(one.document.revision.name).name for one in found]


@pytest.mark.parametrize(("one", "other"), RELATED)
def test_related_materials_are_found_both_ways(materials: Library, ids: dict[str, int], one: str, other: str) -> None:
    assert other in names(materials, ids[one])
    assert one in names(materials, ids[other])


@pytest.mark.parametrize(("one", "other"), UNRELATED)
def test_materials_of_one_form_are_not_similar_for_that(
    materials: Library, ids: dict[str, int], one: str, other: str
) -> None:
    assert other not in names(materials, ids[one])
    assert one not in names(materials, ids[other])


def test_a_copy_in_another_format_is_not_similar_and_neither_is_the_material_itself(
    materials: Library, ids: dict[str, int]
) -> None:
    found = names(materials, ids["kaj-je-sos.pptx"])
    assert not {"kaj-je-sos.pptx", "kaj-je-sos.pdf"} & set(found)


def test_of_two_copies_one_is_shown(materials: Library, ids: dict[str, int]) -> None:
    found = names(materials, ids["predlog-zored-b-vzorcni.docx"])
    assert len({"kaj-je-sos.pptx", "kaj-je-sos.pdf"} & set(found)) == 1


def test_what_is_similar_comes_with_the_words_in_common(materials: Library, ids: dict[str, int]) -> None:
    best = materials.similar(ids["dolgotrajna-oskrba-naloge-obcin.pptx"], reader=EVERYTHING).found[0]
    assert best.likeness > 0.3
    assert {"oskrba", "uporabnike"} & set(best.words)


def test_similar_passages_stand_in_other_materials(materials: Library, ids: dict[str, int]) -> None:
    own = ids["pravilnik-o-placilih-vrtca.txt"]
    anchors = [each.passage.locator.anchor for each in materials.passages(own, reader=EVERYTHING)]
    found = [one for anchor in anchors for one in materials.similar(own, anchor, reader=EVERYTHING).found]
    assert found
    assert own not in {one.document.id for one in found}
    assert all(one.passage is not None and one.begins and one.path.startswith("/gradivo/") for one in found)
    assert {Path(one.document.revision.name).name for one in found} & {
        "cena-programa-vrtca.pptx",
        "mnenje-vkljucitev-otroka-v-vrtec-druge-obcine.odt",
    }


def test_nothing_is_shown_that_is_alike_by_a_word_or_two(materials: Library, ids: dict[str, int]) -> None:
    for name in ("lokalni-energetski-koncept.pptx", "kulturna-dediscina-in-prenova-vaskih-jeder.pdf"):
        for one in materials.similar(ids[name], reader=EVERYTHING).found:
            assert len(one.words) >= 3


@pytest.mark.parametrize(("document_id", "anchor"), [(0, ""), (99_999, ""), (10**30, "")])
def test_what_is_not_there_is_not_found(materials: Library, document_id: int, anchor: str) -> None:
    with pytest.raises(NotFound):
        materials.similar(document_id, anchor, reader=EVERYTHING)


def test_an_anchor_that_is_not_there_is_not_found(materials: Library, ids: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        materials.similar(ids["kaj-je-sos.pptx"], "prosojnica-999", reader=EVERYTHING)


BEES = "# {title}\n\nČebelarji na območju občine prijavijo stojišča panjev; medene table čebel nadzira svetovalec.\n"
HIVES = "# Panji\n\nStojišče panjev prijavi čebelar; čebele in medeno tablo pregleda svetovalec za čebelarstvo.\n"


def test_access_is_obeyed(library: Library, write: Write) -> None:
    for number in range(6):
        library.add(
            [write(f"{number}.md", f"# Gradivo {number}\n\nBesedilo številka{number} o drugi{number} stvari.\n")],
            Metadata(),
        )
    library.add([write("panji.md", HIVES)], Metadata(visibility=Visibility.MEMBERS))
    library.add([write("cebele.md", BEES.format(title="Čebele"))], Metadata())
    bees = next(entry.document_id for entry in library.ledger() if entry.name == "cebele.md") or 0
    member = Reader(sees=frozenset({Visibility.PUBLIC, Visibility.MEMBERS}))
    assert [one.document.title for one in library.similar(bees, reader=member).found] == ["Panji"]
    assert library.similar(bees, reader=VISITOR).found == ()
    hives = next(entry.document_id for entry in library.ledger() if entry.name == "panji.md") or 0
    with pytest.raises(NotFound):
        library.similar(hives, reader=VISITOR)


def test_a_document_that_comes_later_is_known_at_once(library: Library, write: Write) -> None:
    library.add([write("cebele.md", BEES.format(title="Čebele"))], Metadata())
    bees = library.ledger()[0].document_id or 0
    assert library.similar(bees).found == ()
    library.add([write("panji.md", HIVES), write("voda.md", "# Voda\n\nPitna voda.\n")], Metadata())
    assert [one.document.title for one in library.similar(bees).found] == ["Panji"]


def test_a_document_without_words_has_nothing_similar(library: Library, write: Write) -> None:
    library.add([write("stevilke.txt", "1 2 3\n\n12. člen, 14. člen\n")], Metadata())
    assert library.similar(library.ledger()[0].document_id or 0).found == ()
