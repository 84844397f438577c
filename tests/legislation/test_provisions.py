import pytest

from kb.legislation.provisions import Provision, paragraphs_of


def shape(provision: Provision) -> list[str]:
    return [each.id.removeprefix("art_1__") for each in provision.every()]


ARTICLES = [
    (["(1) Prvi.", "(2) Drugi."], [["para_1"], ["para_2"]]),
    (["Prvi odstavek.", "Drugi odstavek."], [["para_1"], ["para_2"]]),
    (
        ["(1) Redar:", "1. opozori;", "a) ustno;", "b) pisno;", "2. odredi."],
        [["para_1", "para_1__point_1", "para_1__point_1__letter_a", "para_1__point_1__letter_b", "para_1__point_2"]],
    ),
    (["Redar:", "-        opozori;", "–odredi."], [["para_1", "para_1__indent_1", "para_1__indent_2"]]),
    (
        ["(1) Pojmi:", "6. šesti:", "6.8. osmi:", "6.8.1. prvi;", "7. sedmi."],
        [
            [
                "para_1",
                "para_1__point_6",
                "para_1__point_6__point_6-8",
                "para_1__point_6__point_6-8__point_6-8-1",
                "para_1__point_7",
            ]
        ],
    ),
    (
        ["(1) Redar:", "– opozori;", "– odredi.", "O tem obvesti občino."],
        [["para_1", "para_1__indent_1", "para_1__indent_2"]],
    ),
    (["Redar:", "– opozori.", "Nov odstavek."], [["para_1", "para_1__indent_1"], ["para_2"]]),
    (["Rok je do", "31. decembra 2026."], [["para_1"], ["para_2"]]),
    ([], []),
]


@pytest.mark.parametrize(("lines", "shapes"), ARTICLES)
def test_an_article_falls_into_its_parts(lines: list[str], shapes: list[list[str]]) -> None:
    assert [shape(each) for each in paragraphs_of("1", lines)] == shapes


def test_a_part_holds_its_own_words_without_number() -> None:
    [paragraph] = paragraphs_of("12a", ["(3) Redar:", "– opozori;", "O tem obvesti občino."])
    assert (paragraph.id, paragraph.number, paragraph.text) == ("art_12a__para_3", "3", "Redar:\nO tem obvesti občino.")
    assert [(part.number, part.text) for part in paragraph.parts] == [("1", "opozori;")]


def test_no_word_is_lost() -> None:
    lines = ["(1) Ena:", "1. dve", "a) tri", "štiri", "(2) pet", "– šest", "Sedem."]
    words = {word for top in paragraphs_of("1", lines) for each in top.every() for word in each.text.split()}
    assert words == {"Ena:", "dve", "tri", "štiri", "pet", "šest", "Sedem."}
