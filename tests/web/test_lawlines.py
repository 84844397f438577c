"""The text of an article as a page sets it: parts in the order of the text, tables, what closes a list."""

from __future__ import annotations

import pytest

from kb.legislation.provisions import paragraphs_of
from kb.web.law.lines import Line, List, Rows, Unit, set_article


def told(*lines: str) -> list[object]:
    return [flat(each) for each in set_article(paragraphs_of("1", lines))]


def flat(part: Unit | Rows | Line | List) -> object:
    match part:
        case Unit():
            return [part.label, *map(flat, part.parts)]
        case List():
            return tuple(map(flat, part.units))
        case Rows():
            return part.rows
    return part.text


@pytest.mark.parametrize(
    ("lines", "set_as"),
    [
        (["Redar opozarja."], [["", "Redar opozarja."]]),
        (["(1) Prvi.", "(2) Drugi."], [["(1)", "Prvi."], ["(2)", "Drugi."]]),
        (["(1)", "Prvi."], [["(1)", "Prvi."]]),
        (
            ["(1) Redar:", "– opozori,", "– odredi.", "Predpis izda župan."],
            [["(1)", "Redar:", (["–", "opozori,"], ["–", "odredi."]), "Predpis izda župan."]],
        ),
        (
            ["(1) Redar:", "1. nosi:", "a) uniformo,", "b) znak;", "2. opozori."],
            [["(1)", "Redar:", (["1.", "nosi:", (["a)", "uniformo,"], ["b)", "znak;"])], ["2.", "opozori."])]],
        ),
        (
            ["Globe so:", "Prekršek\tZnesek", "parkiranje\t40", "hrup\t400", "Globo izreče redar."],
            [
                ["", "Globe so:"],
                (("Prekršek", "Znesek"), ("parkiranje", "40"), ("hrup", "400")),
                ["", "Globo izreče redar."],
            ],
        ),
        (["(1) Globe:", "hrup\t400", "(2) Konec."], [["(1)", "Globe:", (("hrup", "400"),)], ["(2)", "Konec."]]),
        ([], []),
    ],
)
def test_the_lines_of_an_article_are_set_in_their_order(lines: list[str], set_as: list[object]) -> None:
    assert told(*lines) == set_as


def test_no_word_of_an_article_is_lost() -> None:
    lines = ["(1) Uvod:", "1. prva točka:", "– alineja", "nadaljevanje;", "2. druga.", "Sklep.", "(2)", "Zadnji."]
    words = " ".join(lines).split()
    assert all(word.strip("()1.2–:;") in str(told(*lines)) for word in words)
