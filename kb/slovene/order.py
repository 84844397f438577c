"""Slovene alphabetical order: č after c, š after s, ž after z; case and other diacritics do not count."""

from __future__ import annotations

from functools import lru_cache

from kb.slovene.fold import fold

_AFTER = {"č": "c~", "š": "s~", "ž": "z~"}


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """Gives a key by which sorted() puts names in Slovene order.

    >>> sorted(["Črna", "Cerklje", "Celje", "Domžale"], key=sort_key)
    ['Celje', 'Cerklje', 'Črna', 'Domžale']
    """
    return "".join(_AFTER.get(character) or fold(character) for character in text.lower())
