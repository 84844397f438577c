import pytest

from kb.errors import WrongValue
from kb.slovene.synonyms import MOST_RULES, Rule, Rules, read_rule, sense_of


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("OU = občinska uprava", Rule(("OU", "občinska uprava"))),
        ("OU=občinska  uprava", Rule(("OU", "občinska uprava"))),
        ("OU, občinska uprava, uprava občine", Rule(("OU", "občinska uprava", "uprava občine"))),
        ("OU <=> »občinska uprava«", Rule(("OU", "občinska uprava"))),
        ("OU ↔ občinska uprava", Rule(("OU", "občinska uprava"))),
        ("smeti => komunalni odpadki", Rule(("smeti",), ("komunalni odpadki",))),
        ("smeti, odpad → komunalni odpadki, odpadki", Rule(("smeti", "odpad"), ("komunalni odpadki", "odpadki"))),
        ("c\u030cas = doba", Rule(("čas", "doba"))),
        ("javno-zasebno partnerstvo = JZP", Rule(("javno-zasebno partnerstvo", "JZP"))),
    ],
)
def test_a_rule_is_read(text: str, rule: Rule) -> None:
    assert read_rule(text) == rule
    assert read_rule(str(rule)) == rule


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nima dveh izrazov"),
        ("   ", "nima dveh izrazov"),
        ("=", "nima dveh izrazov"),
        ("redar", "nima dveh izrazov"),
        ("redar =", "nima dveh izrazov"),
        ("=> odpadki", "obeh straneh"),
        ("smeti =>", "obeh straneh"),
        ("a => b => c", "več kot eno puščico"),
        ("redar = redar", "isti izraz"),
        ("redar => redarjem", "isti izraz"),
        ("občinski redar = OBCINSKEGA REDARJA", "isti izraz"),
        ("ZORed = ZOR-ed", "isti izraz"),
        ("a = b = a", "isti izraz"),
        ("*** = x", "ne črk ne števk"),
        ("a = 🙂", "ne črk ne števk"),
        ("a = " + "b " * 11, "predolg"),
        ("a = " + "b" * 101, "predolg"),
        (" = ".join(f"x{number}" for number in range(1000)), "1000 izrazov, največ jih je 20"),
        ("x" * 1_000_000, "predolgo"),
    ],
)
def test_what_is_no_rule_is_told_why(text: str, told: str) -> None:
    with pytest.raises(WrongValue) as caught:
        read_rule(text)
    assert told in caught.value.message()
    assert len(caught.value.message()) < 300


def test_both_ways_each_term_stands_for_the_others_and_one_way_only_what_is_meant() -> None:
    assert list(read_rule("a = b = c").pairs()) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "a"),
        ("b", "c"),
        ("c", "a"),
        ("c", "b"),
    ]
    assert list(read_rule("a, b => c").pairs()) == [("a", "c"), ("b", "c")]


def test_forms_of_a_term_and_terms_without_carons_have_one_sense() -> None:
    assert sense_of("Občinskega redarja") == sense_of("obcinski redar") != sense_of("redar občine")


@pytest.mark.parametrize(
    ("known", "new", "told"),
    [
        (["OU = občinska uprava"], "občinske uprave = ou", "že v zbirki"),
        (["smeti => odpadki"], "smet => odpadek", "že v zbirki"),
        (["a => b"], "b => a", "b => a => b"),
        (["a => b", "b => c"], "c => a", "c => a => b => c"),
        (["a => b, c", "c => d, e"], "x, e => a", "krog e => a => c => e"),
    ],
)
def test_a_rule_that_is_there_or_closes_a_circle_is_refused(known: list[str], new: str, told: str) -> None:
    rules = Rules(map(read_rule, known))
    with pytest.raises(WrongValue) as caught:
        rules.add(read_rule(new))
    assert told in caught.value.message()


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (["OU = občinska uprava"], "OU = organizacijska uprava"),
        (["a => b"], "a => c"),
        (["a = b"], "b = c"),
        (["a => b"], "c => b"),
    ],
)
def test_a_term_may_be_in_several_rules(known: list[str], new: str) -> None:
    rules = Rules(map(read_rule, known))
    rules.add(read_rule(new))
    assert read_rule(new) in rules


def test_there_are_not_too_many_rules() -> None:
    rules = Rules(Rule((f"a{number}", f"b{number}")) for number in range(MOST_RULES))
    with pytest.raises(WrongValue) as caught:
        rules.add(read_rule("še = eno"))
    assert str(MOST_RULES) in caught.value.message()
