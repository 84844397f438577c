import pytest

from kb.slovene.shingles import MOST_WORDS, resemblance, shingles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["Občinski redar opozori kršitelja."], ["občinskega redarja opozorijo kršitelje"]),
        (["redar opozori kršitelja 12"], ["redar opozori kršitelja"]),
        (["modra luč"], ["modre luči"]),
    ],
)
def test_forms_of_words_and_numbers_of_pages_make_no_difference(one: list[str], other: list[str]) -> None:
    assert shingles(one) == shingles(other) != frozenset()


def test_amounts_make_a_difference() -> None:
    assert shingles(["prispevek znaša 1200 evrov"]) != shingles(["prispevek znaša 1500 evrov"])


def test_no_shingle_goes_from_one_text_to_the_next() -> None:
    assert shingles(["ena dve tri", "štiri pet šest"]) == shingles(["ena dve tri"]) | shingles(["štiri pet šest"])


@pytest.mark.parametrize("texts", [[], [""], ["1 2 3", " … "]])
def test_nothing_has_no_shingles(texts: list[str]) -> None:
    assert shingles(texts) == frozenset()
    assert resemblance(shingles(texts), shingles(texts)) == 0.0


def test_a_very_long_text_is_looked_at_up_to_a_bound() -> None:
    assert len(shingles([" ".join(f"beseda{number}" for number in range(MOST_WORDS + 500))])) == MOST_WORDS - 2
