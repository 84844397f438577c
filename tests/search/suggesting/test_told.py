import pytest

from kb.search.index import IndexedDocument
from kb.search.suggesting.plainwords import NOT_AT_ENDS
from kb.search.suggesting.told import LETTERS_FOR_PHRASES, MOST_FROM_TEXT, MOST_HEADINGS, Told, told_by
from tests.search.questions import document


def told(*texts: str, title: str = "") -> Told:
    return told_by(document(1, title, *texts))


def phrases(*texts: str) -> list[str]:
    return [phrase.text for phrase in told(*texts).phrases]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pitna voda je dobrina. Oskrba: pitna voda.", ["pitna voda"]),
        ("Varstvo pred hrupom in varstvo pred hrupom.", ["varstvo pred hrupom"]),
        ("Javni red in mir. O javnem redu; javni red in mir.", ["javni red in mir"]),
        ("Skupnost občin Slovenije vabi. Za to Skupnost občin Slovenije skrbi.", ["Skupnost občin Slovenije"]),
        ("OBČINSKI REDAR\nObčinski redar in\nobčinski redar", ["občinski redar"]),
        ("Voda, pitna. Voda, pitna.", []),
        ("Redar se predstavi. Redar se predstavi.", ["redar se predstavi"]),
        ("in je da, in je da, in je da", []),
        ("12 vzorcev 12 vzorcev", []),
        ("", []),
        ("\x00\ufffd ??? \U0001f600\U0001f600 \U0001f600", []),
    ],
)
def test_what_a_text_repeats_is_a_phrase(text: str, expected: list[str]) -> None:
    assert phrases(text) == expected


def test_forms_of_a_phrase_are_one_phrase_shown_nearest_to_its_lemmas() -> None:
    text = "občinskega redarja. občinskega redarja. občinskega redarja. občinski redar. občinski redar. "
    [phrase] = told(text).phrases
    assert (phrase.family, phrase.text, phrase.base) == ("občinski redar", "občinski redar", 2)


def test_a_form_said_once_is_shown_where_it_is_nearer_to_the_lemmas() -> None:
    assert phrases("občinske uprave in občinske uprave; naposled občinska uprava, pa občinska upravna enota") == [
        "občinska uprava"
    ]


def test_what_always_stands_in_a_longer_phrase_is_not_told() -> None:
    assert phrases("obvezna gospodarska javna služba; obvezna gospodarska javna služba") == [
        "obvezna gospodarska javna služba"
    ]


def test_a_heading_is_a_phrase_though_it_is_said_once() -> None:
    assert phrases("12. člen (ugotavljanje istovetnosti) | Besedilo.", "Uniforma | Besedilo.") == [
        "ugotavljanje istovetnosti"
    ]


def test_a_heading_in_capitals_is_told_in_small_letters() -> None:
    assert phrases("PROMETNA UREDITEV | Besedilo.") == ["prometna ureditev"]


def test_no_phrase_begins_or_ends_with_a_function_word() -> None:
    text = "ki se uporablja v občini za namen in v občini za namen, ki se uporablja v občini za namen " * 3
    for phrase in told(text).phrases:
        assert NOT_AT_ENDS.isdisjoint({phrase.text.split()[0], phrase.text.split()[-1]})


def test_a_long_document_tells_bounded_phrases_and_all_its_words() -> None:
    letters = [first + second + third for first in "abcdefgh" for second in "aeiou" for third in "klmnprst"]
    heads = tuple(f"vodni {word} | {word} ureditev {word} ureditev" for word in letters)
    much = told(*heads, "dolgo besedilo " * (LETTERS_FOR_PHRASES // 10), "zadnja beseda; zadnja beseda")
    assert len(much.phrases) <= MOST_FROM_TEXT + MOST_HEADINGS
    assert {"zadnja", "ureditev", *letters} <= much.forms
    assert "zadnja beseda" not in {phrase.text for phrase in much.phrases}


def test_forms_are_whole_words_in_small_letters() -> None:
    forms = told("Uprava | Občinska UPRAVA, čl. 12 in e-pošta ab", title="Naslov gradiva").forms
    assert forms == {"uprava", "občinska", "naslov", "gradiva", "pošta"}


def test_a_title_is_one_line_and_not_endless() -> None:
    title = told_by(IndexedDocument(1, "Odlok\n o  redu " + "x" * 500, ())).title
    assert title.startswith("Odlok o redu xxx")
    assert len(title) == 200
