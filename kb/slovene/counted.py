"""Words after numbers: Slovene has four forms (CLDR categories one, two, few, other)."""

from __future__ import annotations

_FORMS = {
    "hit": ("zadetek", "zadetka", "zadetki", "zadetkov"),
    "document": ("gradivo", "gradivi", "gradiva", "gradiv"),
    "file": ("datoteka", "datoteki", "datoteke", "datotek"),
    "twin": ("skoraj enak odlomek", "skoraj enaka odlomka", "skoraj enaki odlomki", "skoraj enakih odlomkov"),
    "workday": ("delovni dan", "delovna dneva", "delovni dnevi", "delovnih dni"),
    "passage": ("odlomek", "odlomka", "odlomki", "odlomkov"),
}


def category(number: int) -> int:
    """Gives 0 for one, 1 for two, 2 for few, 3 for other: 1 → 0, 102 → 1, 3 and 104 → 2, 0, 5 and 11 → 3."""
    return {1: 0, 2: 1, 3: 2, 4: 2}.get(number % 100, 3)


def counted(number: int, word: str) -> str:
    """Gives the number with the right form of a word of this project.

    >>> [counted(n, "hit") for n in (1, 2, 3, 5, 101)]
    ['1 zadetek', '2 zadetka', '3 zadetki', '5 zadetkov', '101 zadetek']
    """
    return f"{number} {_FORMS[word][category(number)]}"
