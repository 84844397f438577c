import pytest

from kb.search.expansion import Standing, expand
from kb.search.query import parse
from kb.search.synonyms import MOST_ADDED, MOST_OTHERS, SynonymTable, Widened, together, widened_by
from kb.search.tree import Node, Phrase, Word
from kb.slovene.synonyms import Rule, read_rule

TABLE = SynonymTable(
    map(read_rule, ("OU = občinska uprava", "smeti => komunalni odpadki", "mayor => župan", "OU => urad občine"))
)


def widened(text: str, table: SynonymTable = TABLE) -> Node:
    return expand(parse(text).node, together(table.stands_for), longest=table.longest)


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.typed, each.also) for each in widened_by(widened(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OU", [("OU", ("občinska uprava", "urad občine"))]),
        ("ou", [("ou", ("občinska uprava", "urad občine"))]),
        ("občinska uprava", [("občinska uprava", ("OU",))]),
        ("vodenje občinske uprave", [("občinske uprave", ("OU",))]),
        ("obcinski upravi", [("obcinski upravi", ("OU",))]),
        ('"občinska uprava"', [("občinska uprava", ("OU",))]),
        ("smetmi", [("smetmi", ("komunalni odpadki",))]),
        ("smeti OU", [("smeti", ("komunalni odpadki",)), ("OU", ("občinska uprava", "urad občine"))]),
        ("smeti ALI mayor", [("smeti", ("komunalni odpadki",)), ("mayor", ("župan",))]),
        ("smeti komisija:okolje", [("smeti", ("komunalni odpadki",))]),
        ("komunalni odpadki", []),
        ("župan", []),
        ("uprava občinska", []),
        ("občinska komunala uprava", []),
        ('="občinska uprava"', []),
        ("=OU", []),
        ("smeti*", []),
        ("redar -smeti", []),
        ("redar blizu smeti", []),
        ("urad občine", []),
        ("", []),
    ],
)
def test_terms_are_known_in_any_form_and_what_is_exact_is_left_alone(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert told(text) == expected


def test_several_rules_of_one_term_count_together() -> None:
    standing = TABLE.stands_for(("OU",))
    assert standing is not None
    assert standing.others == (Phrase(("občinska", "uprava")), Phrase(("urad", "občine")))


def test_one_word_is_not_widened_without_end() -> None:
    table = SynonymTable(Rule(("redar", f"beseda{number}")) for number in range(100))
    assert len(widened_by(widened("redar", table))[0].also) == MOST_OTHERS


def test_one_question_is_not_widened_without_end() -> None:
    table = SynonymTable(
        Rule((f"beseda{word}", f"pomen{word}x{other}")) for word in range(64) for other in range(MOST_OTHERS)
    )
    text = " ".join(f"beseda{word}" for word in range(64))
    assert sum(len(each.also) for each in widened_by(widened(text, table))) == MOST_ADDED


def test_of_two_tables_what_the_first_has_comes_first() -> None:
    acts = {("ou",): Standing((Word("ZOU"),))}
    both = together(lambda words: acts.get(tuple(word.lower() for word in words)), TABLE.stands_for)
    assert widened_by(expand(Word("OU"), both, longest=lambda word: 2)) == (
        Widened("OU", ("ZOU", "občinska uprava", "urad občine")),
    )


def test_an_empty_table_changes_nothing() -> None:
    table = SynonymTable(())
    assert widened("občinska uprava", table) == parse("občinska uprava").node
