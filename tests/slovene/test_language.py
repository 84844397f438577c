"""Which language a text is in."""

from __future__ import annotations

import doctest

import pytest

import kb.slovene.language
from kb.slovene.language import language_of

TEXTS = [
    ("Občinski svet je na svoji redni seji sprejel sklep, ki začne veljati takoj.", "sl"),
    ("Naloge SOS so izmenjava izkušenj in krepitev lokalne samouprave na vseh ravneh", "sl"),
    ("Župan lahko z odredbo določi območja, na katerih ustavljanje ni dovoljeno, če je ogrožena varnost.", "sl"),
    ("OBČINSKI SVET OBČINE JE NA PODLAGI STATUTA NA 6. SEJI SPREJEL ODLOK O PRORAČUNU", "sl"),
    ("The highest executive body of the Association is the Assembly, composed of representatives.", "en"),
    ("Member municipalities actively participate in shaping national policies within the commissions.", "en"),
    ("Gradsko vijeće je na svojoj sjednici donijelo odluku koja stupa na snagu i primjenjuje se u svim općinama.", ""),
    (
        "Općina može svojom odlukom propisati uvjete koji se odnose na korištenje javnih površina i njihovo čišćenje.",
        "",
    ),
    ("Der Gemeinderat hat in seiner Sitzung die Verordnung über die Gemeindepolizei beschlossen und verkündet.", ""),
    ("Il consiglio comunale ha approvato nella seduta di ieri il regolamento sulla polizia municipale.", ""),
    ("Lorem ipsum dolor sit amet, consectetuer adipiscing elit, maecenas porttitor congue massa fusce posuere.", ""),
    ("Novosti v ZORed", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_the_language_is_told_by_its_commonest_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(kb.slovene.language).failed == 0
