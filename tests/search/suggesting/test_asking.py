import pytest

from kb.search.suggesting import asked_words, keys_of, plain
from kb.search.suggesting.asking import LONGEST_KEY, MOST_ASKED, MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "beginnings"),
    [
        ("občinski red", ["obcinski", "red"]),
        ("  ŽUPAN ", ["zupan"]),
        ("pitna voda, oskrba", ["pitna", "voda", "oskrba"]),
        ('"občinski redar" -komisija:x', ["obcinski", "redar", "komisija", "x"]),
        ("z", []),
        ("ž", []),
        ("", []),
        ("?! …", []),
        ("a b", ["a", "b"]),
        ("\x00\ud800ob", ["ob"]),
    ],
)
def test_typed_words_are_folded(typed: str, beginnings: list[str]) -> None:
    assert [word.beginning for word in asked_words(typed)] == beginnings


@pytest.mark.parametrize(
    ("typed", "named"),
    [("redarjem", "Občinski redar"), ("sluzbe", "Javna služba"), ("službe", "Javna služba"), ("OBČINAH", "Občina")],
)
def test_another_form_shares_a_lemma_with_the_name(typed: str, named: str) -> None:
    [asked] = asked_words(typed)
    assert any(not set(asked.lemmas).isdisjoint(word.lemmas) for word in keys_of(named))


def test_what_is_typed_endlessly_is_cut() -> None:
    assert len(asked_words("aa " * 100_000)) == MOST_ASKED
    assert max(len(word.beginning) for word in asked_words("č" * 100_000)) == LONGEST_KEY
    assert len(keys_of("beseda " * 1000)) == MOST_WORDS


def test_texts_with_the_same_words_are_the_same() -> None:
    assert plain("Občinski  redar!") == plain("obcinski redar") == "obcinski redar"
