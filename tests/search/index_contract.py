"""What every Index must do; each engine's tests inherit it and bring the fixture `index`."""

from __future__ import annotations

import pytest

from kb.model import VISITOR, Reader, Visibility
from kb.search.index import Group, Index, IndexedDocument, IndexedPassage, Removed
from kb.search.patterns import MOST_FORMS
from kb.search.plan import Plan, Sort, relaxed
from kb.search.tree import Alike, And, Everything, Filters, Narrow, Near, Not, Or, Phrase, Word
from tests.search.questions import (
    ACT,
    BUDGET,
    ENVIRONMENT,
    FINANCE,
    NATURE,
    NETWORK,
    SLIDES,
    WASTE,
    ask,
    day,
    document,
    found,
    plan,
)

REDAR = document(1, "Občinski redarji", "Pooblastila | Občinski redar sme ustaviti vozilo.", "Naloge | Redar nadzira.")
WASTE_ACT = document(2, "Odlok o odpadkih", "1. člen | Ta odlok ureja ravnanje z odpadki.", "2. člen | Nadzira redar.")
BUDGET_TALK = document(3, "Proračun občine", "Občinski svet sprejme proračun.", "Redar ni naloga proračuna.")

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


class IndexContract:
    """The tests; a subclass gives `index`, empty and never built."""

    @pytest.fixture
    def three(self, index: Index) -> Index:
        index.apply([REDAR, WASTE_ACT, BUDGET_TALK])
        return index

    # --- words, phrases, folding

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

    # --- ranking

    def test_the_title_weighs_more_than_the_heading_and_the_heading_more_than_the_text(self, index: Index) -> None:
        padding = "beseda tukaj tam"
        index.apply(
            [
                document(1, padding, f"{padding} | voda {padding}"),
                document(2, f"voda {padding}", f"{padding} | {padding}"),
                document(3, padding, f"voda {padding} | {padding}"),
            ]
        )
        assert found(index, "voda") == [2, 3, 1]

    def test_a_document_that_answers_by_its_title_alone_is_one_hit_at_its_first_passage(self, index: Index) -> None:
        index.apply([document(1, "Odlok o vodi", "prvi člen", "drugi člen", "tretji člen")])
        [group] = ask(index, "odlok vodi").groups
        assert ([id_ for id_, _ in group.passages], group.matching) == ([100], 1)

    def test_of_a_document_with_the_word_in_its_title_the_passages_that_hold_words_are_hits(self, index: Index) -> None:
        index.apply([document(1, "Odlok o vodi", "prvi člen", "drugi člen", "tretji člen")])
        [group] = ask(index, "odlok drugi").groups
        assert ([id_ for id_, _ in group.passages], group.matching) == ([101], 1)

    def test_a_rare_word_weighs_more_than_a_common_one(self, index: Index) -> None:
        index.apply([document(number, "x", "občina") for number in range(1, 9)] + [document(9, "x", "redar")])
        assert found(index, "občina ALI redar")[0] == 9

    def test_a_passage_with_more_of_the_words_is_first_when_any_will_do(self, index: Index) -> None:
        index.apply(
            [document(1, "x", "voda " * 30), document(2, "x", "voda in zrak in nekaj"), document(3, "x", "zrak " * 30)]
        )
        wider = relaxed(plan("voda zrak hrup"))
        assert wider is not None
        assert index.search(wider).groups[0].document_id == 2

    def test_scores_fall_and_are_never_negative(self, three: Index) -> None:
        scores = [group.score for group in ask(three, "redar").groups]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0

    def test_a_replaced_document_leaves_no_trace_in_scores(self, index: Index) -> None:
        index.apply([REDAR, WASTE_ACT])
        before = ask(index, "redar ALI odpadki")
        index.apply([document(2, "Voda voda", "voda voda redar"), BUDGET_TALK])
        index.apply([WASTE_ACT, Removed(3)])
        assert ask(index, "redar ALI odpadki") == before

    # --- filters and fields

    @pytest.fixture
    def placed(self, index: Index) -> Index:
        ours, theirs = frozenset({FINANCE}), frozenset({NETWORK})
        topics, dates = frozenset({NATURE, WASTE}), [day("2018-05-01"), day("2020-12-31"), day("2021-01-01")]
        index.apply(
            [
                document(1, "a", "voda", bodies=ours | {ENVIRONMENT}, topics=topics, kind=ACT, dated=dates[0]),
                document(2, "b", "voda", bodies=ours, topics=frozenset({BUDGET}), kind=SLIDES),
                document(3, "c", "voda", bodies=theirs, topics=frozenset({NATURE}), dated=dates[1]),
                document(4, "d", "zrak", bodies=ours, kind=ACT, dated=dates[2]),
            ]
        )
        return index

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (Filters(bodies=frozenset({FINANCE})), [1, 2, 4]),
            (Filters(bodies=frozenset({FINANCE, ENVIRONMENT})), [1]),
            (Filters(topics=frozenset({NATURE})), [1, 3]),
            (Filters(kinds=frozenset({ACT})), [1, 4]),
            (Filters(kinds=frozenset({ACT, SLIDES})), [1, 2, 4]),
            (Filters(documents=frozenset({2, 3})), [2, 3]),
            (Filters(years=(2018, 2020)), [1, 3]),
            (Filters(years=(2021, None)), [4]),
            (Filters(years=(None, 2018)), [1]),
            (Filters(years=(None, None)), [1, 3, 4]),
            (Filters(dates=(day("2018-05-01"), day("2020-12-31"))), [1, 3]),
            (Filters(dates=(day("2018-05-02"), day("2020-12-30"))), []),
            (Filters(dates=(day("2020-12-31"), None)), [3, 4]),
            (Filters(dates=(None, day("2020-12-31"))), [1, 3]),
            (Filters(dates=(None, None)), [1, 3, 4]),
            (Filters(years=(2020, None), dates=(None, day("2020-12-31"))), [3]),
            (Filters(bodies=frozenset({FINANCE}), kinds=frozenset({ACT}), years=(2020, 2025)), [4]),
            (Filters(bodies=frozenset({99})), []),
        ],
    )
    def test_filters_narrow_to_the_documents_that_pass_all_of_them(
        self, placed: Index, filters: Filters, expected: list[int]
    ) -> None:
        assert sorted(found(placed, filters=filters)) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("voda komisija:finance", [1, 2]),
            ("komisija:finance -komisija:okolje", [2, 4]),
            ("komisija:okolje ALI zrak", [1, 4]),
            ("komisija:komisija", [1, 2, 4]),
            ("topic:environment", [1, 3]),
            ("podrocje:odpadki", [1]),
            ("vrsta:zakon leto:2019..", [4]),
            ("-leto:2018", [2, 3, 4]),
            ("voda ALI komisija:finance leto:2021", [4]),
        ],
    )
    def test_fields_narrow_wherever_they_stand(self, placed: Index, text: str, expected: list[int]) -> None:
        assert sorted(found(placed, text)) == expected

    def test_a_tree_deeper_than_the_grammar_is_answered(self, placed: Index) -> None:
        acts = Narrow(Filters(kinds=frozenset({ACT})))
        tree = Or((And((Word("voda"), Not(acts))), And((acts, Not(Or((Word("voda"), Not(Everything()))))))))
        groups = placed.search(Plan(query=tree, reader=plan().reader)).groups
        assert sorted(group.document_id for group in groups) == [2, 3, 4]

    # --- access

    @pytest.fixture
    def guarded(self, index: Index) -> Index:
        placements = [
            (Visibility.PUBLIC, FINANCE),
            (Visibility.MEMBERS, FINANCE),
            (Visibility.BODY, FINANCE),
            (Visibility.BODY, NETWORK),
            (Visibility.STAFF, FINANCE),
        ]
        for number, (visibility, body) in enumerate(placements, 1):
            facts = {"visibility": visibility, "bodies": frozenset({body}), "dated": day("2020-01-01")}
            index.apply([document(number, "voda", "voda", **facts)])
        return index

    READERS = (
        (VISITOR, [1]),
        (Reader(sees=frozenset({Visibility.PUBLIC, Visibility.MEMBERS})), [1, 2]),
        (Reader(bodies=frozenset({FINANCE})), [1, 3]),
        (Reader(sees=frozenset({Visibility.PUBLIC, Visibility.BODY})), [1, 3, 4]),
        (Reader(sees=frozenset(Visibility)), [1, 2, 3, 4, 5]),
        (Reader(sees=frozenset()), []),
    )

    @pytest.mark.parametrize(("reader", "expected"), READERS)
    @pytest.mark.parametrize(
        "text", ["voda", "", "-zrak", "zrak ALI komisija:finance ALI komisija:romske", "dostop:javno ALI -dostop:javno"]
    )
    def test_no_question_leads_past_the_readers_access(
        self, guarded: Index, reader: Reader, expected: list[int], text: str
    ) -> None:
        ranked = ask(guarded, text, reader=reader)
        assert sorted(group.document_id for group in ranked.groups) == expected
        assert (ranked.documents, ranked.passages) == (len(expected), len(expected))

    @pytest.mark.parametrize(("reader", "expected"), READERS)
    def test_facets_count_only_what_the_reader_may_see(
        self, guarded: Index, reader: Reader, expected: list[int]
    ) -> None:
        facets = ask(guarded, "voda", reader=reader, limit=0).facets
        assert sum(facets.bodies.values()) == len(expected)
        assert facets.years == ({2020: len(expected)} if expected else {})

    def test_asking_for_a_visibility_gives_no_more_of_it(self, guarded: Index) -> None:
        assert found(guarded, "dostop:sekretariat", reader=VISITOR) == []
        assert found(guarded, "dostop:sekretariat") == [5]

    # --- grouping, totals, facets

    def test_hits_are_grouped_by_document_with_the_best_passages_first(self, index: Index) -> None:
        index.apply([document(1, "x", "voda", "zrak", "voda voda voda", "voda | voda", "voda teče in teče")])
        group = ask(index, "voda").groups[0]
        assert group.passages[0][0] == 103
        assert (len(group.passages), group.matching) == (3, 4)
        assert group.score == group.passages[0][1]

    def test_the_number_of_passages_under_a_document_is_asked_for(self, three: Index) -> None:
        assert len(ask(three, passages_per_document=1).groups[0].passages) == 1
        assert len(ask(three, passages_per_document=9).groups[0].passages) == 2

    def test_equal_passages_keep_the_order_of_the_document(self, index: Index) -> None:
        index.apply([document(1, "x", "voda", "voda", "voda")])
        assert [id_ for id_, _ in ask(index, "voda").groups[0].passages] == [100, 101, 102]

    def test_totals_are_those_of_all_that_was_found(self, three: Index) -> None:
        ranked = ask(three, "redar", limit=1)
        assert (len(ranked.groups), ranked.documents, ranked.passages) == (1, 3, 4)

    def test_facets_count_documents_not_passages(self, placed: Index) -> None:
        facets = ask(placed, "voda").facets
        assert facets.bodies == {ENVIRONMENT: 1, FINANCE: 2, NETWORK: 1}
        assert facets.topics == {NATURE: 2, WASTE: 1, BUDGET: 1}
        assert facets.kinds == {ACT: 1, SLIDES: 1}
        assert facets.years == {2018: 1, 2020: 1}

    def test_facets_of_a_page_are_those_of_all_pages(self, placed: Index) -> None:
        assert ask(placed, offset=2, limit=1).facets == ask(placed).facets

    # --- order and paging

    @pytest.fixture
    def dated(self, index: Index) -> Index:
        dates = [day("2020-01-01"), None, day("2022-01-01"), day("2021-01-01"), None, day("2022-01-01")]
        index.apply([document(number, "x", "voda", dated=dated) for number, dated in enumerate(dates, 1)])
        return index

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            (Sort.NEWEST, [3, 6, 4, 1, 2, 5]),
            (Sort.OLDEST, [1, 4, 3, 6, 2, 5]),
            (Sort.RELEVANCE, [3, 6, 4, 1, 2, 5]),
        ],
    )
    def test_order_is_by_score_or_date_with_undated_last_and_ties_by_id(
        self, dated: Index, sort: Sort, expected: list[int]
    ) -> None:
        assert found(dated, "voda", sort=sort) == expected

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("size", [1, 2, 4])
    def test_pages_follow_one_another_without_gap_or_repeat(self, dated: Index, sort: Sort, size: int) -> None:
        pages = [found(dated, "voda", sort=sort, offset=offset, limit=size) for offset in range(0, 8, size)]
        assert [id_ for page in pages for id_ in page] == found(dated, "voda", sort=sort)

    def test_a_page_past_the_end_is_empty_and_still_tells_the_totals(self, dated: Index) -> None:
        ranked = ask(dated, "voda", offset=100)
        assert (ranked.groups, ranked.documents) == ((), 6)

    # --- writing

    def test_an_index_that_was_never_built_answers_with_nothing(self, index: Index) -> None:
        assert ask(index, "voda").documents == 0
        assert index.state().documents == 0

    def test_a_document_replaces_what_was_held_under_its_id(self, three: Index) -> None:
        three.apply([document(1, "Vode", "O vodah.")])
        assert found(three, "vozilo") == []
        assert found(three, "vodah") == [1]

    def test_a_removed_document_is_gone_from_hits_totals_and_facets(self, placed: Index) -> None:
        placed.apply([Removed(1), Removed(77)])
        assert sorted(found(placed)) == [2, 3, 4]
        assert ENVIRONMENT not in ask(placed).facets.bodies

    def test_the_last_of_several_changes_of_a_document_counts(self, index: Index) -> None:
        index.apply([REDAR, document(1, "Vode", "O vodah."), WASTE_ACT, Removed(2), Removed(3), BUDGET_TALK])
        assert sorted(found(index)) == [1, 3]
        assert found(index, "vozilo") == []

    def test_no_changes_leave_everything_as_it_was(self, three: Index) -> None:
        three.apply([])
        assert sorted(found(three)) == [1, 2, 3]

    def test_a_document_without_passages_is_not_in_the_index(self, three: Index) -> None:
        three.apply([document(1, "Občinski redarji"), document(4, "Prazno")])
        assert sorted(found(three)) == [2, 3]

    def test_many_generations_merge_into_the_same_answers(self, index: Index) -> None:
        for number in range(1, 31):
            index.apply([document(number, f"Odlok {number}", "voda", "zrak"), Removed(number - 5)])
        assert sorted(found(index, "voda")) == [26, 27, 28, 29, 30]
        assert (ask(index, "odlok").documents, ask(index, "voda ALI zrak").passages) == (5, 10)

    def test_a_rebuild_leaves_just_its_documents_and_tells_how_far_it_is(self, three: Index) -> None:
        told: list[int] = []
        three.rebuild(iter([WASTE_ACT, document(9, "Nov", "voda")]), told=told.append)
        assert sorted(found(three)) == [2, 9]
        assert told == [1, 2]

    def test_a_rebuild_of_nothing_leaves_nothing(self, three: Index) -> None:
        three.rebuild([])
        assert found(three) == []

    def test_the_first_of_two_documents_with_one_id_counts_in_a_rebuild(self, index: Index) -> None:
        index.rebuild([REDAR, document(1, "Vode", "O vodah."), WASTE_ACT])
        assert sorted(found(index)) == [1, 2]
        assert found(index, "vodah") == []

    def test_a_rebuild_that_breaks_off_leaves_the_old_index_serving(self, three: Index) -> None:
        with pytest.raises(RuntimeError, match="the store went away"):
            three.rebuild(_breaking_off())
        assert sorted(found(three)) == [1, 2, 3]
        three.apply([Removed(1)])
        assert sorted(found(three)) == [2, 3]

    def test_state_counts_documents_and_passages_and_its_generation_grows(self, index: Index) -> None:
        generations = [index.state().generation]
        for write in (
            lambda: index.apply([REDAR]),
            lambda: index.rebuild([REDAR]),
            lambda: index.apply([WASTE_ACT]),
            lambda: index.rebuild([REDAR, BUDGET_TALK]),
        ):
            write()
            generations.append(index.state().generation)
        assert generations == sorted(set(generations))
        assert (index.state().documents, index.state().passages) == (2, 4)

    def test_ids_and_dates_of_any_size_come_back_as_they_were(self, index: Index) -> None:
        large = 2**53 + 1
        index.apply([IndexedDocument(large, "x", document(1, "x", "voda").passages, dated=day("9999-12-31"))])
        assert ask(index).groups == (Group(large, 0.0, ((100, 0.0),), 1),)
        assert ask(index).facets.years == {9999: 1}

    def test_closing_twice_does_no_harm(self, three: Index) -> None:
        three.close()
        three.close()
        assert found(three, "redarji pooblastila vozilo") == [1]


def _breaking_off():  # type: ignore[no-untyped-def]
    yield document(8, "Nov", "voda")
    raise RuntimeError("the store went away")
