from __future__ import annotations

import pytest

from kb.slovene.personnames import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Predlaga ga. Ana Novak.", ["ga. Ana Novak"]),
        ("Po mnenju g. Kralja je rok prekratek.", ["g. Kralja"]),
        ("Gospod Novak se ni odzval.", ["Gospod Novak"]),
        ("Dogovorjeno z gospo Novak-Kralj.", ["gospo Novak-Kralj"]),
        ("Mnenje je dal dr. Janez Novak z inštituta.", ["dr. Janez Novak"]),
        ("prof. dr. A. Novak opozarja", ["prof. dr. A. Novak"]),
        ("mag. NOVAK meni drugače", ["mag. NOVAK"]),
        ("Župan Janez Novak je sklical sejo.", ["Župan Janez Novak"]),
        ("z županjo Vido Novakovo", ["županjo Vido Novakovo"]),
        ("Kršitelj Denis Novak je plačal.", ["Kršitelj Denis Novak"]),
        ("direktorica mag. Zinka Novak", ["mag. Zinka Novak"]),
        ("Pripravila: Ana Novak", ["Pripravila: Ana Novak"]),
        ("Lep pozdrav,\nVita Novak", ["Lep pozdrav, Vita Novak"]),
        ("Vita Novak, univ. dipl. prav.", ["Vita Novak"]),
        ("Vita Novak, l. r.", ["Vita Novak"]),
        ("Kot je povedala Ana Novak, redarjev ni.", ["Ana Novak"]),
        ("brez Janeza Novaka ne gre", ["Janeza Novaka"]),
        ("JANEZ NOVAK", ["JANEZ NOVAK"]),
        ("Ana M. Novak in Marko Kralj", ["Ana M. Novak", "Marko Kralj"]),
        # What is none.
        ("Spoštovani g. župan, ga. ministrica!", []),
        ("g. Župan naj odgovori", []),
        ("Župan Občine Kranj in župan Škofje Loke", []),
        ("Županja Murske Sobote predlaga", []),
        ("Minister Republike Slovenije", []),
        ("Predsednik Državnega zbora", []),
        ("Občina Sveta Ana in Sveti Tomaž", []),
        ("na Ulici Ivana Cankarja 5", []),
        ("Trg Marije Terezije", []),
        ("Osnovna šola Franceta Prešerna", []),
        ("OŠ Ivana Groharja", []),
        ("Luka Koper d. d.", []),
        ("Rok za pripombe je prekratek.", []),
        ("Rok Državnega zbora", []),
        ("V 14. členu ZORed naj se črta drugi odstavek.", []),
        ("Uradni list RS, št. 139/06", []),
        ("Skupnost občin Slovenije, Maribor", []),
        ("Mestna občina Nova Gorica", []),
        ("Redarji Medobčinskega inšpektorata", []),
        ("dr. Republike", []),
        ("", []),
    ],
)
def test_names_of_people_are_told_by_what_stands_around_them(text: str, expected: list[str]) -> None:
    assert [each.text for each in find(text)] == expected


def test_a_name_has_its_place_in_the_text() -> None:
    text = "Predlog: ga. Ana Novak (Kranj)."
    (each,) = find(text)
    assert text[each.start : each.end] == "ga. Ana Novak"


def test_a_long_text_without_names_is_gone_through_at_once() -> None:
    assert find("Občinski redar sme opozoriti. " * 3000) == ()
    assert find("A" * 50_000 + " g. " * 5_000) == ()
