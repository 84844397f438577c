"""Plain text and Markdown."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from kb.ingest import extract
from kb.ingest.formats.text import markdown_blocks, plain_blocks
from tests.ingest.making import blocks_of, texts_of, written

LAW = """---
kratica: ZORed
naziv: "Zakon o občinskem redarstvu"
---

# Zakon o občinskem redarstvu

- prva **krepka** alineja
  1. podtočka
| Občina | Redarji |
|--------|---------|
| Ankaran | 3 |

Besedilo s [povezavo](https://primer.si/a) in `kodo`.
"""


def test_front_matter_gives_the_title_and_is_no_text(tmp_path: Path) -> None:
    found = extract(written(tmp_path / "a.md", LAW))
    assert found.title == "Zakon o občinskem redarstvu"
    assert "kratica" not in str(found.units)


def test_markdown_gives_headings_items_tables_and_words_without_marks(tmp_path: Path) -> None:
    assert blocks_of(written(tmp_path / "a.md", LAW)) == [
        ("heading", "Zakon o občinskem redarstvu"),
        ("item", "prva krepka alineja"),
        ("item", "1. podtočka"),
        ("table", "Občina\tRedarji\nAnkaran\t3"),
        ("paragraph", "Besedilo s povezavo in kodo."),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("***zelo* pomembno**", "zelo pomembno"),
        ("ime_datoteke_2020 in 3 * 4 * 5", "ime_datoteke_2020 in 3 * 4 * 5"),
        ("> navedek", "navedek"),
        ("~~~\n# ni naslov\n~~~", "# ni naslov"),
    ],
)
def test_only_real_marks_are_taken_away(source: str, text: str) -> None:
    assert [block.text for block in markdown_blocks(source)] == [text]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    paragraph = "Občinski svet je na svoji redni seji obravnaval predlog odloka o občinskem redarstvu in ga sprejel."
    wrapped = textwrap.fill(paragraph, 50)
    assert [block.text for block in plain_blocks(f"{wrapped}\n\n{wrapped}\n\nKonec.")] == [
        paragraph,
        paragraph,
        "Konec.",
    ]


def test_lines_that_end_where_they_want_stay_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.txt", "1. člen\n(vsebina)\nTa odlok ureja vsebino.\n- prva alineja,\n- druga alineja.\n"
    )
    assert texts_of(path) == ["1. člen", "(vsebina)", "Ta odlok ureja vsebino.", "- prva alineja,", "- druga alineja."]


def test_points_of_plain_text_are_items(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", "Dnevni red:\n1. Potrditev zapisnika\na) razprava\n")
    assert [kind for kind, _ in blocks_of(path)] == ["paragraph", "item", "item"]
