from pathlib import Path

import pytest

from kb.errors import WrongValue
from kb.library.batch import list_batch
from kb.model import Metadata, Visibility


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("besedilo", encoding="utf-8")


def listed(*paths: Path) -> list[str]:
    return [each.path.name for each in list_batch(paths, Metadata()).files]


def test_a_folder_holds_all_its_files_at_every_depth_in_order(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a/c.txt", "a/č š.txt")
    assert listed(tmp_path) == ["b.txt", "c.txt", "č š.txt"]


def test_hidden_files_and_lock_files_of_office_programs_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", ".skrito.txt", "~$a.docx", "Thumbs.db", ".git/config")
    assert listed(tmp_path) == ["a.txt"]


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    assert listed(tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt") == ["a.txt"]


def test_a_path_that_is_not_there_is_still_listed_so_that_it_gets_its_outcome(tmp_path: Path) -> None:
    assert listed(tmp_path / "ni.pdf") == ["ni.pdf"]


def test_a_manifest_says_which_files_and_what_is_known_of_each(tmp_path: Path) -> None:
    touch(tmp_path, "documents/a.txt", "documents/odvec.txt")
    (tmp_path / "manifest.toml").write_text(
        """
        [[event]]
        slug = "posvet"
        title = "Posvet"
        starts = 2017-03-08

        [[document]]
        file = "documents/a.txt"
        title = "Naslov"
        bodies = ["k-okolje"]
        date = 2017-03-08
        visibility = "members"
        """,
        encoding="utf-8",
    )
    listing = list_batch([tmp_path], Metadata(topics=("okolje",), kind="mnenje"))
    [only] = listing.files
    assert only.metadata.title == "Naslov"
    assert (only.metadata.bodies, only.metadata.topics, only.metadata.kind) == (("k-okolje",), ("okolje",), "mnenje")
    assert only.metadata.visibility is Visibility.MEMBERS
    assert only.metadata.dated == listing.events[0].starts


@pytest.mark.parametrize(
    "text",
    [
        "[[document]]\ntitle = 'brez datoteke'",
        "[[document]]\nfile = 'a.txt'\nvisibility = 'vsem'",
        "[[document]]\nfile = 'a.txt'\ndate = 'včeraj'",
        "[[document]]\nfile = 'a.txt'\nnaslov = 'x'",
        "[[document]]\nfile = '../skrivnost.txt'",
        "to ni toml",
    ],
)
def test_a_manifest_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongValue) as caught:
        list_batch([tmp_path], Metadata())
    assert "manifest.toml" in caught.value.message()
