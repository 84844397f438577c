"""Warnings about a reading, in Slovene, in the number that the count asks for."""

from __future__ import annotations

from collections.abc import Sequence

from kb.slovene.counted import category

_FORMS = {
    "skrita prosojnica": ("Skrita prosojnica", "Skriti prosojnici", "Skrite prosojnice", "Skrite prosojnice"),
    "neberljiva prosojnica": (
        "Ni bilo mogoče prebrati prosojnice",
        "Ni bilo mogoče prebrati prosojnic",
        "Ni bilo mogoče prebrati prosojnic",
        "Ni bilo mogoče prebrati prosojnic",
    ),
    "stran brez besedila": (
        "Brez besedila je stran",
        "Brez besedila sta strani",
        "Brez besedila so strani",
        "Brez besedila so strani",
    ),
    "neberljiva stran": (
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
        "Ni bilo mogoče prebrati strani",
    ),
}


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
