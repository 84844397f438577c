from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.library import Question, open_library
from tests.conftest import Command

Write = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The command line over one data folder for all that changes nothing in it."""
    return Command(tmp_path_factory.mktemp("used") / "data")


def test_synonyms_are_listed_added_searched_and_removed(kb: Command, write: Write) -> None:
    kb("add", write("uprava.md", "# Uprava\n\nTajnica vodi vložišče.\n"))
    added = kb.json("synonyms", "add", "sprejemna pisarna => vložišče")
    assert kb.json("synonyms", "list", "vložišče") == [added]
    found = kb.json("find", "sprejemni pisarni")
    assert (found["total"], found["widened"]) == (1, [{"typed": "sprejemni pisarni", "also": ["vložišče"]}])
    assert "iskano tudi: »vložišče«" in kb("find", "sprejemne pisarne")
    assert kb.json("find", "--exactly", "sprejemni pisarni")["total"] == 0
    assert "Odstranjeno: sprejemna pisarna => vložišče" in kb("synonyms", "remove", str(added["id"]))


def test_rules_are_exported_and_imported_again(kb: Command, write: Write, tmp_path: Path) -> None:
    file = tmp_path / "sopomenke.txt"
    kb("synonyms", "export", file)
    assert file.read_text(encoding="utf-8") == kb("synonyms", "export")
    again = kb.json("synonyms", "import", file)
    assert (again["added"], again["known"]) == ([], len(file.read_text(encoding="utf-8").splitlines()))
    more = write("nove.txt", "\ufeff# naše\n\nsvetnik = odbornik\r\nobčan, občanka => prebivalec\n")
    assert [each["rule"] for each in kb.json("synonyms", "import", more)["added"]] == [
        "svetnik = odbornik",
        "občan, občanka => prebivalec",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"xa = xb\n\nxc\n", "vrstica 3"),
        (b"xa => xb\nxb => xa\n", "vrstica 2"),
        ("a = č\n".encode("cp1250"), "ni besedilo UTF-8"),
        (b"a = b\n" * 1_000_000, "več kot 5 MB"),
    ],
)
def test_a_file_with_a_fault_adds_nothing_and_says_where(
    used: Command, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "sopomenke.txt"
    file.write_bytes(content)
    used("synonyms", "import", file, code=2)
    assert told in used.told
    assert used.json("synonyms", "list", "xa") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("synonyms", "add", "redar = redarja"), "isti izraz"),
        (("synonyms", "add", "SOS = skupnost občin Slovenije"), "že v zbirki"),
        (("synonyms", "add"), "RULE"),
        (("synonyms", "remove", "99999"), "pravilo 99999"),
        (("synonyms", "remove", "x"), "ŠTEVILKA"),
        (("synonyms", "import", "ni.txt"), "ni.txt"),
        (("synonyms", "export", "/ni/takšne/mape.txt"), "mape.txt"),
        (("similar", "7"), "7"),
        (("searches", "--days", "0"), "--days"),
    ],
)
def test_wrong_use_says_what_is_wrong(used: Command, words: tuple[str, ...], told: str) -> None:
    used(*words, code=2)
    assert told in used.told


def test_searches_tell_what_was_asked(used: Command) -> None:
    assert "ni takih vprašanj" in used("searches", "--zero")
    with open_library(Settings(home=used.home)) as library:
        library.note_search(library.find(Question("drsališče")))
    [asked] = used.json("searches", "--zero", "--days", "7")
    assert (asked["text"], asked["asked"], asked["unanswered"]) == ("drsališče", 1, 1)
    assert "drsališče" in used("searches")
    assert "Izbrisana vprašanja: 1" in used("searches", "--forget")
    assert used.json("searches") == []


def test_similar_materials_are_told_for_people_and_programs(corpus: Command) -> None:
    [first, *_] = corpus.json("find", "dolgotrajna oskrba")["hits"]
    found = corpus.json("similar", str(first["document"]))["similar"]
    assert any("olgotrajn" in one["title"] for one in found)
    told = corpus("similar", str(first["document"]))
    assert found[0]["url"] in told
    assert found[0]["title"] in told
