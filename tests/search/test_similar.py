import pytest

from kb.search.similar import (
    LEAST_ALIKE,
    TELLING,
    Profile,
    as_written,
    is_copy,
    likeness,
    profile,
    shared_words,
    telling,
)
from kb.search.tree import Or, Word

WARDEN = "Občinski redar sme ustaviti vozilo in ugotoviti istovetnost voznika, ki krši prometne predpise."
WARDENS = "Redarji so ustavljali vozila. Istovetnost kršiteljev prometa ugotavlja redar po zakonu."
WATER = "Občina zagotavlja oskrbo s pitno vodo; cena vode je sestavljena iz vodarine in omrežnine."
ENGLISH = "The warden may stop a vehicle and establish the identity of the driver."


def of(*texts: str, language: str = "sl", title: str = "") -> Profile:
    return profile([(text, language) for text in texts], title=title)


def alike(one: Profile, other: Profile, having: int = 2, documents: int = 50) -> float:
    words = [telling(each, having=lambda word: having, documents=documents) for each in (one, other)]
    return likeness(one, other, of_one=words[0], of_other=words[1])


def test_texts_of_one_subject_are_alike_and_others_are_not() -> None:
    assert alike(of(WARDEN), of(WARDENS)) > 2 * LEAST_ALIKE
    assert alike(of(WARDEN), of(WATER)) < LEAST_ALIKE


def test_likeness_is_the_same_both_ways_and_one_for_the_text_itself() -> None:
    assert alike(of(WARDEN), of(WARDENS)) == pytest.approx(alike(of(WARDENS), of(WARDEN)))
    assert alike(of(WARDEN), of(WARDEN)) == pytest.approx(1.0)


def test_rare_words_tell_more_than_frequent_ones() -> None:
    text = of("redar redar istovetnost")
    words = telling(text, having=lambda word: 40 if word == "redar" else 1, documents=50)
    assert list(words.weights) == ["istovetnost", "redar"]


def test_a_text_is_asked_for_by_a_bounded_number_of_words_as_they_stand_in_it() -> None:
    asked: list[str] = []

    def having(word: str) -> int:
        asked.append(word)
        return 1

    long = of(" ".join(f"{a}{b}{c}ost" for a in "bdfgklm" for b in "aeiou" for c in "bdfgklm"))
    query = telling(long, having=having, documents=100).query
    assert isinstance(query, Or)
    assert (len(query.parts), len(asked)) == (TELLING, 60)
    assert telling(of("redarjem"), having=lambda word: 1, documents=9).query == Or((Word("redarjem"),))


def test_words_of_form_and_measure_and_numbers_tell_nothing() -> None:
    text = of("V 12. členu se drugi odstavek nadomesti z besedilom »v petnajstih dneh« (XIV. poglavje, 139/06).")
    assert text.is_empty
    assert telling(text, having=lambda word: 1, documents=9).weights == {}
    assert alike(text, of(WARDEN)) == 0.0


def test_english_passages_are_told_by_english_words() -> None:
    assert set(of(ENGLISH, language="en").forms.values()) == {
        "warden",
        "stop",
        "vehicle",
        "establish",
        "identity",
        "driver",
    }
    assert of("Cities", language="en").shares == of("city", language="en").shares
    assert of("Because they were these", language="en").is_empty


def test_a_word_is_shown_as_it_is_written_in_small_letters_if_it_can_be() -> None:
    text = "OBČINSKO REDARSTVO. Naloge redarstva in REDARSTVO po ZORed; Slovenija."
    written = [as_written(form, text) for form in ("redarstva", "redarstvo", "zored", "slovenija", "drugo", "(")]
    assert written == ["redarstva", "REDARSTVO", "ZORed", "Slovenija", "drugo", "("]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (WARDEN, WARDEN, True),
        (WARDEN, WARDEN.upper() + " Konec.", True),
        (WARDEN + WATER, (WARDEN + WATER).replace("vozilo", "kolo"), False),
        (f"{WARDEN} {WATER} {WARDENS}", f"{WARDEN} {WATER} {WARDENS} Nov stavek zaključi osnutek.", True),
        (WARDEN, WARDENS, False),
        (WARDEN, f"{WARDEN} {WATER} {WARDENS} {WATER} {WARDENS}", False),
        ("Voda", "Voda", True),
        ("Voda", "Redar", False),
        ("", "", True),
    ],
)
def test_a_copy_and_another_version_are_told_from_what_is_similar(one: str, other: str, expected: bool) -> None:
    assert is_copy(of(one), of(other)) is expected


def test_shared_words_are_those_that_tell_most() -> None:
    one, other = of(WARDEN), of(WARDENS)
    words = telling(one, having=lambda word: 1, documents=50)
    assert set(shared_words(one, other, words)) >= {"redar", "vozilo", "istovetnost"}


def test_a_text_of_any_length_and_sort_has_a_profile() -> None:
    for text in ("", " \n\t", "🙂" * 1000, "1 " * 50_000, "redar " * 200_000, "\u202eabc", "=" * 10_000):
        assert sum(of(text).shares.values()) == pytest.approx(0.0 if of(text).is_empty else 1.0)


def test_the_title_counts_beside_the_text() -> None:
    assert of("Člani so soglašali.", title="Pitna voda").shares["voda"] > 0
