"""Runs of texts that were met, by number: the keys of their positions, and the forms that these bear.

The positions of each distinct run of a text (see kb.search.analysis) are numbered when it is first met. A text is then
a list of numbers, made by one look-up a word (0.1 µs). Which keys there are and which forms they bear is worked out for
all positions that are new at once. Whoever writes document after document keeps the glossary: of the words of one more
document most were met before.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from kb.search.analysis import EXACT, Keys, KeysOfRun, run_keys
from kb.search.embedded.arrays import Numbers, Rows, offsets_of
from kb.search.embedded.terms import encoded

Borne = tuple[str, str]
"""A key, and the form that it bears at a position; "" for none."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What each position bears, so many from `starts` on in `borne`; of what is borne the key, and if it has a form."""

    counts: Numbers
    starts: Rows
    borne: Numbers
    keys: Numbers
    formed: Numbers


class Glossary:
    """The runs. `keys` are all keys by number; `forms` is the form of each that is borne, "" for none."""

    def __init__(self) -> None:
        self._runs: dict[KeysOfRun, _Runs] = {}
        self._positions: list[tuple[Borne, ...]] = []
        self._numbered: dict[Borne, int] = {}
        self._key_numbers: dict[str, int] = {}
        self._counts, self._borne, self._keys, self._formed = array("i"), array("i"), array("i"), array("b")
        self.keys: list[bytes] = []
        self.forms: list[str] = []

    def __len__(self) -> int:
        """Gives how many positions there are."""
        return len(self._positions)

    def numbers(self, text: str, language: str) -> Iterator[int]:
        """Gives the positions of a text by number."""
        runs, keys_of_run = run_keys(text, language=language)
        known = self._runs.get(keys_of_run)
        if known is None:
            known = self._runs[keys_of_run] = _Runs(keys_of_run, self._positions)
        return chain.from_iterable(map(known.__getitem__, runs))

    def columns(self) -> Columns:
        """Gives what was met up to now."""
        self._take(self._positions[len(self._counts) :])
        numbers = (np.array(each) for each in (self._counts, self._borne, self._keys, self._formed))
        counts, borne, keys, formed = numbers
        return Columns(counts, offsets_of(counts)[:-1], borne, keys, formed)

    def _take(self, positions: list[tuple[Borne, ...]]) -> None:
        """Numbers what some positions bear."""
        numbered, key_numbers = self._numbered, self._key_numbers
        every = list(chain.from_iterable(positions))
        new = [borne for borne in dict.fromkeys(every) if borne not in numbered]
        numbered.update(zip(new, count(len(numbered))))
        keys = [key for key in dict.fromkeys(key for key, _ in new) if key not in key_numbers]
        key_numbers.update(zip(keys, count(len(key_numbers))))
        self.keys += map(encoded, keys)
        self.forms += [form for _, form in new]
        self._keys.extend([key_numbers[key] for key, _ in new])
        self._formed.extend([form != "" for _, form in new])
        self._borne.extend(map(numbered.__getitem__, every))
        self._counts.extend(map(len, positions))


class _Runs(dict[str, tuple[int, ...]]):
    """The numbers of the positions of a run, which are added to those of all runs when it is first met."""

    def __init__(self, keys_of_run: KeysOfRun, positions: list[tuple[Borne, ...]]) -> None:
        super().__init__()
        self._keys_of_run, self._positions = keys_of_run, positions

    def __missing__(self, run: str) -> tuple[int, ...]:
        first = len(self._positions)
        self._positions.extend(map(with_forms, self._keys_of_run(run)))
        numbers = self[run] = tuple(range(first, len(self._positions)))
        return numbers


def with_forms(keys: Keys) -> tuple[Borne, ...]:
    """Gives the keys of a position but its first exact one, each once, with the form that its host bears.

    The host of a form is the form itself if that is a key, else the first key: exact keys of their own would double the
    postings. Where all keys are exact ones, they stay.

    >>> with_forms(("občinski", "=občinskega"))
    (('občinski', 'občinskega'),)
    """
    if len(keys) == 2 and keys[1][:1] == EXACT != keys[0][:1]:
        return ((keys[0], keys[1][len(EXACT) :]),)
    exact = next((key for key in keys if key.startswith(EXACT)), "")
    others = list(dict.fromkeys(key for key in keys if key != exact))
    if not exact or not others:
        return tuple((key, "") for key in dict.fromkeys(keys))
    form = exact[len(EXACT) :]
    host = form if form in others else others[0]
    return tuple((key, form if key == host else "") for key in others)
