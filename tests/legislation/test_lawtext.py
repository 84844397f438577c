from pathlib import Path

import pytest

from kb.legislation.lawtext import read_law

LAW_TEXT = """Z A K O N
O OBČINSKEM REDARSTVU (ZORed)
1. člen
(vsebina)
(1) Ta zakon ureja redarstvo.
(2) Zakon določa pogoje.
2. člen
(črtan)
3. člen
(naloge)
Redar skrbi za red.
4. člen
Konec."""
LAW = LAW_TEXT.split("\n")


def test_a_law_has_title_acronym_and_articles_with_addresses() -> None:
    law = read_law(LAW)
    assert (law.title, law.acronym) == ("ZAKON O OBČINSKEM REDARSTVU", "ZORed")
    assert [(each.id, each.title) for each in law.articles][:3:2] == [("art_1", "vsebina"), ("art_3", "naloge")]
    assert [each.id for each in law.articles[0].paragraphs] == ["art_1__para_1", "art_1__para_2"]
    assert law.doubts == ()


def test_a_repealed_article_says_so() -> None:
    assert [each.number for each in read_law(LAW).articles if each.is_repealed] == ["2"]


def test_an_article_told_twice_has_an_address_of_its_own_and_is_doubted() -> None:
    law = read_law([*LAW, "4. člen", "Še enkrat povedano o redarjih in občinah."])
    assert [each.id for each in law.articles][-2:] == ["art_4", "art_4-2"]
    assert [(doubt.key, doubt.article) for doubt in law.doubts] == [("twice", "4")]


@pytest.mark.parametrize(("heading", "key"), [("9. člen", "gap"), ("3.a člen", "order")])
def test_numbers_that_do_not_run_on_are_doubted(heading: str, key: str) -> None:
    law = read_law([*LAW, heading, "Nekaj besed o redarjih in občinah."])
    assert key in {doubt.key for doubt in law.doubts}


def test_a_text_without_articles_is_no_law() -> None:
    law = read_law(["Vabilo na posvet", "Vabimo vas na posvet o redarstvu."])
    assert law.articles == ()


def test_every_shared_statute_has_its_title_and_acronym(shared: Path) -> None:
    for path in sorted((shared / "official" / "statutes_txt").glob("*.txt")):
        law = read_law(path.read_text(encoding="utf-8").split("\n"))
        assert law.acronym.replace("-", "_") == path.stem
        assert len(law.articles) >= 40
        assert len({each.id for each in law.articles}) == len(law.articles)
