"""Warnings about a reading, in Slovene, in the number that the count asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.slovene.counted import category

_FORMS = {
    "skrita prosojnica": ("Skrita prosojnica", "Skriti prosojnici", "Skrite prosojnice", "Skrite prosojnice"),
    "neberljiva prosojnica": (
        "Ni bilo mogoče prebrati prosojnice",
        "Ni bilo mogoče prebrati prosojnic",
        "Ni bilo mogoče prebrati prosojnic",
        "Ni bilo mogoče prebrati prosojnic",
    ),
    "skriti list": ("Skriti list", "Skrita lista", "Skriti listi", "Skriti listi"),
    "neberljiv list": (
        "Ni bilo mogoče prebrati lista",
        "Ni bilo mogoče prebrati listov",
        "Ni bilo mogoče prebrati listov",
        "Ni bilo mogoče prebrati listov",
    ),
    "neberljivo poglavje": (
        "Ni bilo mogoče prebrati poglavja",
        "Ni bilo mogoče prebrati poglavij",
        "Ni bilo mogoče prebrati poglavij",
        "Ni bilo mogoče prebrati poglavij",
    ),
    "stran brez besedila": (
        "Brez besedila je stran",
        "Brez besedila sta strani",
        "Brez besedila so strani",
        "Brez besedila so strani",
    ),
    "delno prebrana stran": (
        "Delno je prebrana stran",
        "Delno sta prebrani strani",
        "Delno so prebrane strani",
        "Delno so prebrane strani",
    ),
    "neberljiva stran": (
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
    ),
    "slabo berljiva stran": (
        "Slabo je berljiva stran",
        "Slabo sta berljivi strani",
        "Slabo so berljive strani",
        "Slabo so berljive strani",
    ),
}
_RUN = re.compile(r"(\d+)(?:–(\d+))?")


def numbered(sort: str, numbers: Sequence[int]) -> str:
    """Gives a warning that names slides or pages, or "" where there are none.

    >>> numbered("stran brez besedila", [3, 4, 5, 9])
    'Brez besedila so strani 3–5 in 9.'
    """
    if not numbers:
        return ""
    # «stran 101» is one page, whatever its number: the count decides, not the last number.
    form = _FORMS[sort][category(len(numbers)) if len(numbers) < 5 else 3]
    return f"{form} {_listed(_runs(numbers))}."


def is_of(sort: str, warning: str) -> bool:
    """Tells whether `numbered` gave the warning for this sort."""
    return warning.startswith(tuple(f"{form} " for form in _FORMS[sort]))


def named_in(sort: str, warnings: Iterable[str]) -> frozenset[int]:
    """Gives the numbers that the warnings of a sort name.

    >>> sorted(named_in("stran brez besedila", ["Brez besedila so strani 3–5 in 9."]))
    [3, 4, 5, 9]
    """
    runs = [run for each in warnings if is_of(sort, each) for run in _RUN.findall(each)]
    return frozenset(number for first, last in runs for number in range(int(first), int(last or first) + 1))


def _runs(numbers: Sequence[int]) -> list[str]:
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]


def _listed(words: list[str]) -> str:
    return " in ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
