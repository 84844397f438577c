"""`kb versions`: what the texts tell is listed, corrected, and told again; wrong values are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Command
from tests.laws import ADOPTED, AMENDING, MEMO

Write = Callable[[str, str], Path]


MANIFEST = """
[[document]]
file = "1-zored.txt"
title = "Zakon o občinskem redarstvu"
date = 2006-12-29

[[document]]
file = "2-zored-a.txt"
date = 2017-02-24

[[document]]
file = "3-okroznica.txt"
title = "Okrožnica"
"""


def filled(kb: Command, write: Write) -> None:
    for name, text in (("1-zored.txt", ADOPTED), ("2-zored-a.txt", AMENDING), ("3-okroznica.txt", MEMO)):
        write(name, text)
    kb("add", write("manifest.toml", MANIFEST).parent)


def test_versions_are_listed_set_cleared_and_derived_again(kb: Command, write: Write) -> None:
    filled(kb, write)
    assert kb("versions", "list", "zor-ed").splitlines() == [
        "ZORed, sprejeto besedilo (139/06, 29. 12. 2006, neuradno): gradivo 1",
        "ZORed, novela ZORed-A (9/17, 24. 2. 2017): gradivo 2",
    ]
    kb("versions", "set", "1", "--official", "--address", "https://www.uradni-list.si/1/objava.jsp?sop=2006-01-6040")
    first, second = kb.json("versions", "list")
    assert (first["is_official"], first["is_edited"], first["gazette"], first["dated"]) == (
        True,
        True,
        "139/06",
        "2006-12-29",
    )
    assert (second["sort"], second["amending"], second["is_change"]) == ("amending", "ZORed-A", True)
    assert "ni besedilo predpisa" in kb("versions", "clear", "1")
    assert len(kb.json("versions", "list", "ZORed")) == 1
    assert "Razbrano: ZORed, sprejeto besedilo" in kb("versions", "derive", "1")


def test_staff_can_tell_a_text_that_says_nothing_of_itself(kb: Command, write: Write) -> None:
    filled(kb, write)
    told = kb(
        "versions",
        "set",
        "3",
        "--act",
        "ZORed-A",
        "--sort",
        "amending",
        "--dated",
        "24. 2. 2017",
        "--gazette",
        "9/2017",
    )
    assert told == "Zapisano: ZORed, novela ZORed-A (9/17, 24. 2. 2017, povedano): gradivo 3\n"
    assert "Gradivo 3 ni besedilo predpisa." in kb("versions", "derive", "3")


def test_wrong_values_are_named_and_nothing_is_kept(kb: Command, write: Write) -> None:
    filled(kb, write)
    before = kb("versions", "list")
    for words, said in (
        (("set", "3", "--sort", "draft"), "povejte --act in --sort"),
        (("set", "1", "--gazette", "devet"), "številka se piše 139/06"),
        (("set", "1", "--address", "javascript:alert(1)"), "začne se s https://"),
        (("clear", "99"), "gradivo 99"),
    ):
        kb("versions", *words, code=2)
        assert said in kb.told
    assert kb("versions", "list") == before
