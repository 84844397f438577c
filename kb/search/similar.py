"""More like this: what passages or documents are about, by their telling words, and how alike two of them are.

A text is told by its TELLING words: those that it says often and few documents of the collection have. They are asked
of the index, where access is part of the question, and each candidate is then judged by its own text, from 0 to 1:
how much of the telling words of each stands in the other, as often as there (the mean of both directions, so that a
long text that happens to hold every word is not like all others).

Chosen on the 68 materials of `corpus/`, of whose pairs 29 were judged to be of one subject and 2,065 share no topic.
At LEAST_ALIKE 76 % of the related pairs are shown and 0.15 % of the others (three, two of which are of one subject
after all). When 0.1 % of the others are let through it is 72 %; 48 % where words of form count too (»predlog«,
»zapisnik«), for all bills are alike; 66 % by the cosine over all words.

Passages are judged with the title of their document, for many are short: of the 20 shown for 24 passages drawn at
random (LEAST_ALIKE_PASSAGES), 17 are of one subject.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from kb.search.analysis import ENGLISH, EXACT, FOLDED, REFERENCE, index_keys
from kb.search.tree import Node, Or, Word
from kb.slovene.function_words import FUNCTION_WORDS, WORDS_OF_FORM

TELLING = 25
CONSIDERED = 60
"""Words of a text whose rarity is asked of the index; the most frequent ones."""
TITLE_WORDS = 2
"""How often a word of the title counts beside the text."""
RARITY_POWER = 1.5
LEAST_ALIKE = 0.15
LEAST_ALIKE_PASSAGES = 0.2
LEAST_SHARED = 3
"""Telling words that both must have, however alike they are."""
COPY = 0.8
"""From how much of one text's runs of words in the other on, the one is a copy or another version of the other."""
MOST_LONGER = 2.0
RUN = 4
LONGEST = 40_000
"""Characters of a text that are looked at."""
SHORTEST_WORD = 3
CACHED_WORDS = 65_536
UNTELLING = FUNCTION_WORDS | WORDS_OF_FORM

Having = Callable[[str], int]
"""How many documents have a word, given as it is typed in a question."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text says how often: its lemmas with their share of all words, and its runs of words.

    `forms` has for each lemma the form that stands first in the text, in small letters.
    """

    shares: Mapping[str, float]
    forms: Mapping[str, str]
    runs: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Tells whether there is no word in the text that could tell it from others."""
        return not self.shares


@dataclass(frozen=True, slots=True)
class Telling:
    """The words that tell a text from others, as its lemmas with what each weighs, the weightiest first."""

    weights: Mapping[str, float]
    forms: Mapping[str, str]

    @property
    def query(self) -> Node:
        """Gives the question for passages with any of the words."""
        return Or(tuple(Word(self.forms[lemma]) for lemma in self.weights))


def profile(parts: Iterable[tuple[str, str]], *, title: str = "") -> Profile:
    """Gives the profile of texts, each with its language, and of the title above them."""
    counts: Counter[str] = Counter()
    forms: dict[str, str] = {}
    said: list[str] = []
    room, language = LONGEST, "sl"
    for text, language in parts:
        for lemma, form in _words(text[:room], language):
            counts[lemma] += 1
            forms.setdefault(lemma, form)
            said.append(lemma)
        room -= len(text)
        if room <= 0:
            break
    for lemma, form in _words(title, language):
        counts[lemma] += TITLE_WORDS
        forms.setdefault(lemma, form)
    total = sum(counts.values())
    runs = frozenset(hash(tuple(said[place : place + RUN])) for place in range(max(len(said) - RUN + 1, 0)))
    return Profile({lemma: count / total for lemma, count in counts.items()}, forms, runs)


def telling(of: Profile, *, having: Having, documents: int) -> Telling:
    """Gives the TELLING words of a text, those that few of all `documents` have and that it says often.

    The rarity of at most CONSIDERED words is asked.
    """
    considered = sorted(of.shares, key=lambda lemma: (-of.shares[lemma], lemma))[:CONSIDERED]
    weights = {lemma: of.shares[lemma] * _rarity(having(of.forms[lemma]), documents) for lemma in considered}
    best = sorted((lemma for lemma in considered if weights[lemma] > 0), key=lambda lemma: (-weights[lemma], lemma))
    return Telling({lemma: weights[lemma] for lemma in best[:TELLING]}, {each: of.forms[each] for each in best})


def likeness(one: Profile, other: Profile, *, of_one: Telling, of_other: Telling) -> float:
    """Gives how alike two texts are, from 0.0 to 1.0, the same both ways."""
    return (held(one, other, of_one) + held(other, one, of_other)) / 2


def is_copy(one: Profile, other: Profile) -> bool:
    """Tells whether two texts are the same but for little: a file in two formats, a later version, a repeated slide."""
    shorter, longer = sorted((len(one.runs), len(other.runs)))
    if not shorter:
        return one.shares.keys() == other.shares.keys()
    return longer <= MOST_LONGER * shorter and len(one.runs & other.runs) >= COPY * shorter


def shared_words(one: Profile, other: Profile, of_one: Telling) -> tuple[str, ...]:
    """Gives the telling words that both texts have, in the form of the first, the weightiest first."""
    return tuple(one.forms[lemma] for lemma in of_one.weights if lemma in other.shares)


def as_written(form: str, text: str) -> str:
    """Gives a form as it stands in a text: with its capitals, unless it stands there in small letters too.

    >>> as_written("zor-ed", "Po ZOR-ed redar …"), as_written("redar", "REDAR. Občinski redar")
    ('ZOR-ed', 'redar')
    """
    found = re.findall(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text, re.IGNORECASE)
    return form if form in found else (found or [form])[0]


def held(one: Profile, other: Profile, words: Telling) -> float:
    """Gives how much of the telling `words` of one text stands in the other, as often as there: 0.0 to 1.0."""
    total = sum(words.weights.values())
    held = (
        weight * sqrt(min(1.0, other.shares[lemma] / one.shares[lemma]))
        for lemma, weight in words.weights.items()
        if lemma in other.shares
    )
    return sum(held, 0.0) / total if total else 0.0


def _rarity(having: int, documents: int) -> float:
    weight: float = max(log(1.0 + (documents - having + 0.5) / (having + 0.5)), 0.0) ** RARITY_POWER
    return weight


def _words(text: str, language: str) -> Sequence[tuple[str, str]]:
    """Gives the words of a text that can tell something, each as lemma and as form."""
    chain = "en" if language == "en" else "sl"
    return [word for keys in index_keys(text, language=chain) if (word := _word(keys, chain))]


@lru_cache(CACHED_WORDS)
def _word(keys: tuple[str, ...], language: str) -> tuple[str, str] | None:
    """Gives the lemma among the keys of a position (an acronym if it has none) and its form; None if it tells nothing.

    >>> _word(index_keys("redarjem")[0], "sl"), _word(index_keys("ZORed")[0], "sl"), _word(index_keys("ali")[0], "sl")
    (('redar', 'redarjem'), ('zored', 'zored'), None)
    """
    lemmas = [key for key in keys if key[0] not in (EXACT, FOLDED, REFERENCE, ENGLISH)]
    if language == "en":
        lemmas = [key[1:] for key in keys if key[0] == ENGLISH] or lemmas
    lemma = (lemmas or [key[1:] for key in keys if key[0] == REFERENCE] or [""])[0]
    form = next((key[1:] for key in keys if key[0] == EXACT), lemma)
    is_numeral = lemma[:1].isdigit() or not lemma.strip("ivxl")
    is_telling = len(lemma) >= SHORTEST_WORD and not is_numeral and UNTELLING.isdisjoint((lemma, form))
    return (lemma, form) if is_telling else None
