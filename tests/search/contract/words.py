"""Which passages have the words that are asked for: forms, phrases, nearness, spelling, law."""

from __future__ import annotations

import pytest

from kb.search.index import Index, IndexedDocument, IndexedPassage, Removed
from kb.search.patterns import MOST_FORMS
from kb.search.plan import Plan
from kb.search.tree import Alike, And, Near, Not, Phrase, Word
from tests.search.contract.stock import Stocked
from tests.search.questions import (
    ask,
    document,
    found,
    plan,
)

WORDS: list[tuple[str, list[int]]] = [
    ("proračun", [3]),
    ("nadzira redar", [1, 2]),
    ("občinski redar", [1]),
    ("člen vozilo", []),
    ("vozilo ALI ravnanje", [1, 2]),
    ("redar nadzira ALI svet", [1, 2]),
    ("redar -nadzira", [1, 3]),
    ("-redar", [2, 3]),
    ("-redar -ravnanje", [3]),
    ("-redar ALI vozilo", [1, 2, 3]),
    ("", [1, 2, 3]),
    ("nikjer", []),
    ("-nikjer", [1, 2, 3]),
]
PHRASES: list[tuple[str, list[int]]] = [
    ('"občinski redar"', [1]),
    ("»nadzira redar«", [2]),
    ('"redar nadzira"', [1]),
    ('"redar sme vozilo"', []),
    ('"svet redar"', []),
    ('"naloge redar"', []),
    ('"občinski redar sme ustaviti vozilo"', [1]),
    ('-"občinski redar" vozilo', []),
    ('"ravnanje z odpadki" ALI "občinski svet"', [2, 3]),
    ('"redar redar"', []),
    ('"občinske redarje"', [1]),
    ('"obcinskih svetov"', [3]),
    ('="občinski redar"', [1]),
    ('="občinskega redarja"', []),
    ("=redarji", [1]),
    ("=redarja", []),
    ('-="občinski redar" redar', [1, 2, 3]),
]
INFLECTED: list[tuple[str, list[int]]] = [
    ("redarjev", [1, 2, 3]),
    ("REDARJEM", [1, 2, 3]),
    ("občinskega redarja vozilom", [1]),
    ("proracunom", [3]),
    ("obcinskemu svetu", [3]),
    ("redarj*", [1]),
    ("obcin*", [1, 3]),
    ("odpadk* -svet*", [2]),
    ("2. člen", [2]),
    ("čl. 1", [2]),
    ("3. člen", []),
]
LAW: list[tuple[str, list[int]]] = [
    ("ZORed", [1, 2]),
    ("ZOR-edom", [1, 2]),
    ("zored", [1, 2]),
    ("zoredu", [1, 2]),
    ("ZORed-A", [2]),
    ("ZORed-a", [1, 2]),
    ('"po ZORed velja"', [1]),
    ('"po zor-ed velja"', [1]),
    ("139/06", [1]),
    ("139/2006", [1]),
    ("zp1", [3]),
    ("ZP-1", [3]),
    ("OZ", [4]),
    ("12. člen", [3]),
    ("člen 12.a", [4]),
    ("čl. 12", [3]),
]
NEAR: list[tuple[tuple[Word | Phrase, ...], int, list[int]]] = [
    ((Word("redar"), Word("globa")), 0, []),
    ((Word("redar"), Word("globa")), 1, [1]),
    ((Word("redar"), Word("globa")), 2, [1, 4]),
    ((Word("globa"), Word("redar")), 5, [1, 4]),
    ((Word("globa"), Word("redar")), 6, [1, 2, 4]),
    ((Word("redar"), Word("redarji")), 9, [4]),
    ((Word("redar"), Word("izreče"), Word("glob", prefix=True)), 0, [1]),
    ((Phrase(("občinski", "svet")), Word("globa")), 2, []),
    ((Phrase(("občinski", "svet")), Word("globa")), 3, [4]),
    ((Phrase(("globa",), exact=True), Word("redar")), 9, []),
    ((Word("redar"), Word("nikjer")), 9, []),
]
FOLDED: list[tuple[str, str]] = [
    ("Občinski redar", "obcinski"),
    ("obcinski redar", "OBČINSKI"),
    ("ŽUPAN", "zupan"),
    ("Đorđe", "dorde"),
    ("Zakon ZOR-ed velja", "ZOR-ed"),
    ("Zakon ZOR-ed velja", "zored"),
    ("Zakon ZORed velja", "ZOR-ed"),
    ("Zakon ZOR-ed velja", '"zakon zor-ed velja"'),
    ("občina Hoče - Slivnica", "Hoče-Slivnica"),
    ("občina Hoče-Slivnica", '"hoče slivnica"'),
    ("po 12.a členu", "12.a"),
    ("po 12a. členu", "12.a"),
    ("po 12.a členu", "12a"),
    ("Uradni list RS, št. 139/06", "139/06"),
    ("naslov@obcina.si", "naslov@obcina.si"),
    ("ime_datoteke", "datoteke"),
]


class WordsContract(Stocked):
    """The tests."""

    @pytest.mark.parametrize(("text", "expected"), WORDS)
    def test_words_are_found_by_passage(self, three: Index, text: str, expected: list[int]) -> None:
        assert sorted(found(three, text)) == expected

    @pytest.mark.parametrize(("text", "expected"), PHRASES)
    def test_a_phrase_is_found_where_its_words_stand_side_by_side_in_one_field(
        self, three: Index, text: str, expected: list[int]
    ) -> None:
        assert sorted(found(three, text)) == expected

    @pytest.mark.parametrize(("text", "expected"), INFLECTED)
    def test_words_are_found_in_all_their_forms_with_and_without_stresice(
        self, three: Index, text: str, expected: list[int]
    ) -> None:
        assert sorted(found(three, text)) == expected

    @pytest.mark.parametrize(("text", "expected"), LAW)
    def test_acronyms_numbers_and_articles_are_found_in_all_their_spellings(
        self, index: Index, text: str, expected: list[int]
    ) -> None:
        texts = ("Po ZOR-ed velja, št. 139/06", "ZORed-A", "Člen 12, ZP-1J oz. zakon", "po 12.a členu OZ")
        index.apply([document(number, "x", each) for number, each in enumerate(texts, 1)])
        assert sorted(found(index, text)) == expected

    def test_accents_are_restored_only_for_forms_that_the_index_does_not_know(self, index: Index) -> None:
        index.apply([document(1, "x", "polni koši"), document(2, "x", "pojejo kosi")])
        assert (found(index, "kosi"), found(index, "koši")) == ([2], [1])
        index.apply([Removed(2)])
        assert found(index, "kosi") == [1]

    def test_a_text_typed_without_stresice_hides_no_other(self, index: Index) -> None:
        index.apply([document(1, "x", "občinski svet"), document(2, "x", "obcinski svet")])
        assert sorted(found(index, "obcinski")) == sorted(found(index, "občinski")) == [1, 2]

    def test_english_passages_are_found_by_english_forms_and_slovene_names(self, index: Index) -> None:
        english = IndexedPassage(1, "", "The municipality of Ptuj oversees its finances", "en")
        index.apply([IndexedDocument(1, "Finances", (english,)), document(2, "x", "finance")])
        assert found(index, "municipalities financing") == [1]
        assert found(index, "Ptuju") == [1]

    @pytest.mark.parametrize(("text", "asked"), FOLDED)
    def test_spelling_without_stresice_and_case_and_hyphens_is_found(self, index: Index, text: str, asked: str) -> None:
        index.apply([document(1, "x", text), document(2, "x", "nekaj drugega")])
        assert found(index, asked) == [1]

    def test_words_may_stand_in_title_heading_and_text_of_one_passage(self, three: Index) -> None:
        assert found(three, "redarji pooblastila vozilo") == [1]
        assert found(three, "redarji naloge vozilo") == []

    def test_a_phrase_of_a_word_said_twice_needs_it_twice(self, index: Index) -> None:
        index.apply([document(1, "x", "zakon zakon"), document(2, "x", "zakon o zakonu")])
        assert found(index, '"zakon zakon"') == [1]

    @pytest.mark.parametrize(("parts", "within", "expected"), NEAR)
    def test_words_near_one_another_are_found_in_one_field_in_any_order_and_form(
        self, index: Index, parts: tuple[Word | Phrase, ...], within: int, expected: list[int]
    ) -> None:
        index.apply(
            [
                document(1, "x", "redar izreče globo"),
                document(2, "x", "globe nihče na tem svetu ne izreče redarju"),
                document(3, "x", "občinski redar | občinska globa"),
                document(4, "redar redar", "občinski svet redarjem ne določa glob"),
            ]
        )
        ranked = index.search(Plan(query=Near(parts, within), reader=plan().reader))
        assert sorted(group.document_id for group in ranked.groups) == expected

    def test_nearness_is_scored_by_the_places_at_which_it_begins(self, index: Index) -> None:
        index.apply([document(1, "x", "redar globa a b c d"), document(2, "x", "globa redar globa c d e")])
        ranked = index.search(Plan(query=Near((Word("redar"), Word("globa")), 0), reader=plan().reader))
        assert [group.document_id for group in ranked.groups] == [2, 1]

    def test_what_stands_for_a_word_is_found_after_the_word_itself(self, index: Index) -> None:
        texts = ("velja 139/06", "po ZORed velja", "občinsko redarstvo redarstvo", "nekaj drugega o redarstvu")
        index.apply([document(number, "x", text) for number, text in enumerate(texts, 1)])
        alike = Alike(Word("ZORed"), (Word("139/06"), Phrase(("občinsko", "redarstvo"))))
        ranked = index.search(Plan(query=alike, reader=plan().reader))
        assert ranked.groups[0].document_id == 2
        assert sorted(group.document_id for group in ranked.groups) == [1, 2, 3]
        excluded = And((Word("x"), Not(alike)))
        assert [group.document_id for group in index.search(Plan(query=excluded)).groups] == [4]

    def test_a_beginning_of_more_words_than_are_looked_for_is_named(self, index: Index) -> None:
        few, many = (" ".join(f"{start}{number}" for number in range(MOST_FORMS)) for start in ("mal", "vel"))
        index.apply([document(1, "x", few), document(2, "x", f"{many} veliko")])
        assert ask(index, "mal* ALI vel*").cut == ("vel",)

    def test_a_word_of_any_length_is_found(self, index: Index) -> None:
        index.apply([document(1, "x", "a" * 5000)])
        assert found(index, "a" * 900) == [1]
