from __future__ import annotations

import pytest

from kb.slovene.municipalities import key, shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kranj", "kranj"),
        ("  Občina   KRANJ ", "kranj"),
        ("Mestna občina Kranj", "kranj"),
        ("MO Kranj", "kranj"),
        ("Občine Žalec", "zalec"),
        ("Koper/Capodistria", "koper"),
        ("Hoče - Slivnica", "hoce-slivnica"),
        ("Hoče-Slivnica", "hoce-slivnica"),
        ("Sveti Jurij ob Ščavnici", "sveti-jurij-ob-scavnici"),
        ("Moravče", "moravce"),
        ("Mokronog – Trebelno", "mokronog-trebelno"),
        ("Občina", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_ways_of_writing_a_municipality_share_a_key(name: str, expected: str) -> None:
    assert key(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Kranj", "Občina Kranj"), ("občina Bled", "občina Bled"), (" Mestna  občina Ptuj", "Mestna občina Ptuj")],
)
def test_a_municipality_is_named_with_its_sort(name: str, expected: str) -> None:
    assert shown(name) == expected
