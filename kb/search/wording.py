"""What the words of a text have to do with a question, worked out once for all texts that answer alike.

A question is worded for a text: `patterns_of` asks which keys the text has. Few keys matter to a question, and few
words have one of those. A text is therefore looked through for these words only; which of the keys they have tells the
wording, and a wording keeps what is to be marked in each word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.search.analysis import Pattern, Standing, Token, Vocabulary
from kb.search.once import once
from kb.search.patterns import patterns_of
from kb.search.spoken import Placed, Spoken, Words
from kb.search.tree import Phrase, Word

KEPT_QUESTIONS, KEPT_WORDINGS, KEPT_RUNS = 200, 200, 2_000
MOST_NEEDLES, SHORTEST_NEEDLE = 8, 3

Parts = tuple[Word | Phrase, ...]
Place = tuple[int, int, int]
"""Something to be marked: start, end, term."""

_NONE = frozenset[str]()


@dataclass(frozen=True)
class Run:
    """A pattern of several positions.

    `found` keeps where it is in words side by side, told from the first of them, `first` which words it can begin in.
    """

    pattern: Pattern
    term: int
    found: dict[tuple[str, ...], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    first: dict[str, bool] = field(default_factory=dict)

    @once
    def keys(self) -> tuple[frozenset[str], ...]:
        """The keys of each position."""
        return tuple(map(frozenset, self.pattern))

    def begins_in(self, word: str, standing: Standing) -> bool:
        """Tells whether a word, and what stands in it, has a key of the first position."""
        begins = self.first.get(word)
        if begins is None:
            begins = self.first[word] = not all(self.keys[0].isdisjoint(keys) for _, _, keys in standing)
        return begins

    def keep(self, words: tuple[str, ...], places: tuple[tuple[int, int], ...]) -> None:
        """Keeps what was found in words that stand side by side."""
        if len(self.found) >= KEPT_RUNS:
            self.found.clear()
        self.found[words] = places


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question comes to in a text.

    `alone` are the keys that are marked wherever they stand, each with its terms; `runs` the patterns of several
    positions of which the text has every key; `in_word` keeps what was found in words.
    """

    alone: dict[str, tuple[int, ...]]
    runs: tuple[Run, ...]
    in_word: dict[str, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Sought:
    """What matters to a question: keys, those with certain beginnings among them, and the words that have one.

    `met` is how many words were known when these were looked up; `wordings` are told by which of the keys a text has.
    """

    keys: frozenset[str]
    beginnings: frozenset[str]
    known: Words
    met: int = 0
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    wordings: dict[frozenset[str], Wording] = field(default_factory=dict)

    @once
    def needles(self) -> tuple[str, ...] | None:
        """A few strings one of which is in each of the words; None where they would be many, or in many words."""
        standing = self.known.standing
        forms = {
            word[at + token.start : at + token.end]
            for word, keys_here in self.words.items()
            for at, token, keys in standing.get(word, ())  # another thread may be about to add it
            if not keys_here.isdisjoint(keys)
        }
        groups: dict[str, list[str]] = {}
        for form in forms:
            groups.setdefault(form[1 : 1 + SHORTEST_NEEDLE], []).append(form[1:])
        needles = tuple(map(_common_beginning, groups.values()))
        are_good = len(needles) <= MOST_NEEDLES and all(len(each) >= SHORTEST_NEEDLE for each in needles)
        return needles if are_good else None


def worded(asked: Parts, spoken: Spoken) -> tuple[Wording, list[Placed]]:
    """Gives what a question comes to in a text, and the words in which to look for it."""
    known = spoken.known
    sought: _Sought = known.sought.get(asked) or _Sought(frozenset(), frozenset(), known)
    while True:
        if sought.met < len(known.standing):
            sought = _looked_up(sought, known)
            _keep(asked, sought, known)
        words = sought.words
        placed = spoken.having(words, sought.needles)
        keys = words[placed[0][1]] if len(placed) == 1 else _NONE.union(*[words[word] for _, word in placed])
        wording = sought.wordings.get(keys)
        if wording is not None:
            return wording, placed
        sought = _further(asked, spoken, sought, keys)


def places_in(placed: Iterable[Placed], wording: Wording, known: Words) -> list[Place]:
    """Gives what is marked wherever it stands in some words, as (start, end, term), in order."""
    in_word, places = wording.in_word, list[Place]()
    for start, word in placed:
        told = in_word.get(word)
        if told is None:
            told = in_word[word] = tuple(sorted(_in_word(word, wording, known)))
        places += [(start + begin, start + end, term) for begin, end, term in told]
    return places


def _common_beginning(strings: Sequence[str]) -> str:
    first, last = min(strings), max(strings)
    size = next((place for place, pair in enumerate(zip(first, last, strict=False)) if len(set(pair)) > 1), len(first))
    return first[:size]


def end_of(token: Token, key: str) -> int:
    """Gives where a key of a position ends."""
    return token.wide_end if key in token.wide else token.end


def _in_word(word: str, wording: Wording, known: Words) -> set[Place]:
    wanted = wording.alone.keys()
    return {
        (at + token.start, at + end_of(token, key), term)
        for at, token, keys in known.standing[word]
        for key in wanted & keys
        for term in wording.alone[key]
    }


def _further(asked: Parts, spoken: Spoken, sought: _Sought, keys: frozenset[str]) -> _Sought:
    """Gives what matters with the wording for texts of these keys; with more keys where it depends on more."""
    heard = Heard(spoken)
    patterns = [patterns_of(part, heard) for part in asked]
    in_patterns = (key for each in patterns for pattern in each for position in pattern for key in position)
    more = heard.keys.union(in_patterns).difference(sought.keys)
    if more or not heard.beginnings <= sought.beginnings:
        return _Sought(sought.keys | more, sought.beginnings | heard.beginnings, sought.known)
    if len(sought.wordings) >= KEPT_WORDINGS:
        sought.wordings.clear()
    sought.wordings[keys] = _wording(patterns, keys)
    return sought


class Heard:
    """A text that remembers which keys it was asked for, and which beginnings of keys."""

    def __init__(self, text: Vocabulary) -> None:
        self._text = text
        self.keys: set[str] = set()
        self.beginnings: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.keys.add(str(key))
        return key in self._text

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys of the text that begin so."""
        self.beginnings.add(prefix)
        return self._text.beginning(prefix)


def _looked_up(sought: _Sought, known: Words) -> _Sought:
    """Gives what matters with all the words that are known now."""
    met = len(known.standing)
    keys = sought.keys.union(*(known.beginning(prefix) for prefix in sought.beginnings))
    words: dict[str, frozenset[str]] = {}
    for key in keys:
        for word in known.having(key):
            words[word] = words.get(word, frozenset()) | {key}
    return _Sought(keys, sought.beginnings, known, met, words, sought.wordings)


def _keep(asked: Parts, sought: _Sought, known: Words) -> None:
    if len(known.sought) >= KEPT_QUESTIONS:
        known.sought.clear()
    known.sought[asked] = sought


def _wording(worded: Sequence[tuple[Pattern, ...]], there: frozenset[str]) -> Wording:
    terms: dict[tuple[Pattern, ...], int] = {}
    for patterns in worded:
        terms.setdefault(patterns, len(terms))
    alone: dict[str, tuple[int, ...]] = {}
    for patterns, term in terms.items():
        for key in (key for pattern in patterns if len(pattern) == 1 for key in pattern[0]):
            alone[key] = (*alone.get(key, ()), term)
    runs = [(pattern, term) for patterns, term in terms.items() for pattern in patterns if len(pattern) > 1]
    return Wording(alone, tuple(Run(run, term) for run, term in runs if not any(map(there.isdisjoint, run))))
