from __future__ import annotations

import pytest

from kb.store.texts import storable, storable_path


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Poroc\u030cilo", "Poročilo"),
        ("m² in Ⅳ", "m² in Ⅳ"),
        ("zapisnik \udce8.pdf", "zapisnik \\udce8.pdf"),
        ("nič\x00", "nič\\u0000"),
        ("", ""),
    ],
)
def test_text_is_made_storable(text: str, stored: str) -> None:
    assert storable(text) == stored


def test_two_names_on_disk_stay_two() -> None:
    assert storable_path("Poroc\u030cilo") != storable_path("Poročilo")
