"""The hand-made families of municipal words and acronyms, where the shared data is at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb.search.analysis import Vocabulary, index_keys
from kb.search.patterns import NO_INDEX, query_keys
from kb.slovene.fold import fold

GOLD = Path(__file__).parents[2] / "../shared/data/slovene"

pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="shared data (slovene) is not here")


def rows(name: str) -> Iterator[tuple[str, str]]:
    for line in (GOLD / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            form, _, told = line.partition("\t")
            yield form, told


class Known:
    """The vocabulary of just the gold forms."""

    def __init__(self, forms: list[str]) -> None:
        self._keys = {key for form in forms for keys in index_keys(form) for key in keys}

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def beginning(self, prefix: str) -> list[str]:
        return sorted(key for key in self._keys if key.startswith(prefix))


def asked(form: str, vocabulary: Vocabulary = NO_INDEX) -> set[str]:
    return {key for pattern in query_keys(form, vocabulary) for keys in pattern for key in keys}


def score(keys_of_question: Callable[[str], set[str]]) -> tuple[float, float]:
    """Gives recall and precision over all pairs of forms."""
    families = list(rows("gold_families.tsv"))
    texts = [(family, set(index_keys(form)[0])) for form, family in families]
    met = right = wanted = 0
    for form, family in families:
        keys = keys_of_question(form)
        for other, found in texts:
            meets = not keys.isdisjoint(found)
            met += meets
            wanted += family == other
            right += meets and family == other
    return right / wanted, right / met


def test_the_forms_of_the_gold_families_find_each_other_and_nothing_else() -> None:
    known = Known([form for form, _ in rows("gold_families.tsv")])
    recall, precision = score(lambda form: asked(form, known))
    print(f"\ngold families: recall {recall:.4f}, precision {precision:.4f}")
    assert recall >= 0.998
    assert precision >= 0.998


@pytest.mark.parametrize("has_index", [True, False])
def test_the_forms_are_found_without_stresice(has_index: bool) -> None:
    known = Known([form for form, _ in rows("gold_families.tsv")]) if has_index else NO_INDEX
    recall, precision = score(lambda form: asked(fold(form), known))
    print(f"\nwithout strešice: recall {recall:.4f}, precision {precision:.4f}")
    assert recall >= 0.99
    assert precision >= 0.99


def test_every_acronym_is_found_by_what_it_names_and_by_nothing_else() -> None:
    gold = [(surface, told.split(",")) for surface, told in rows("gold_acronyms.tsv")]
    known = Known([surface for surface, _ in gold])
    wrong = [
        (question, text)
        for question, (named, *_) in gold
        for text, keys in gold
        if (named in keys) is asked(question, known).isdisjoint(index_keys(text)[0])
    ]
    assert wrong == []
