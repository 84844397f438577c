from __future__ import annotations

from kb.library.affairs.personal import Personal, personal


def test_names_and_numbers_of_persons_are_found_once_in_all_texts() -> None:
    found = personal("Predlaga ga. Ana Novak, 041 234 567.", "ga. Ana Novak", "EMŠO: 0101006500006")
    assert found == (
        Personal("name", "ga. Ana Novak"),
        Personal("phone", "041 234 567"),
        Personal("emso", "0101006500006"),
    )


def test_what_is_of_an_office_is_no_personal_data() -> None:
    assert personal("Pišite na info@obcina.si; župan Občine Kranj podpira 14. člen.") == ()
