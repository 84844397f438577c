"""What is typed into the search box, and what it can begin: words with or without strešice, in any form.

Words are compared folded. A word of a suggestion has two sorts of keys: the word itself, which a typed word may be the
beginning of, and its lemmas with a mark before them, which a typed word in another form shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.slovene.fold import fold
from kb.slovene.normal import tidy
from kb.slovene.words import bare_keys, document_keys, question_keys

LEMMA = "="
MOST_WORDS = 24
MOST_ASKED = 8
LONGEST_ASKED = 200
LONGEST_KEY = 40
SHORTEST_ASKED = 2

_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A typed word: what words may begin with, and the lemma keys that they may share."""

    beginning: str
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordKeys:
    """The keys of one word of a suggestion, the word itself first, and its place among the words, from 0."""

    keys: tuple[str, ...]
    place: int

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Gives the keys that other forms of the word share."""
        return self.keys[1:]


def keys_of(text: str) -> tuple[WordKeys, ...]:
    """Gives the keys of the words of a suggestion, of the first MOST_WORDS.

    >>> [word.keys for word in keys_of("Občinskega redarja")]
    [('obcinskega', '=obcinski'), ('redarja', '=redar')]
    """
    words = _WORDS.findall(text)[:MOST_WORDS]
    return tuple(WordKeys(_with_lemmas(fold(word), document_keys(word)), place) for place, word in enumerate(words))


def asked_words(typed: str) -> tuple[AskedWord, ...]:
    """Gives the words of what was typed, at most MOST_ASKED; none for fewer than SHORTEST_ASKED letters.

    >>> [(word.beginning, word.lemmas) for word in asked_words("obcinskega re")]
    [('obcinskega', ('=obcinski',)), ('re', ('=re',))]
    """
    words = _WORDS.findall(tidy(typed[:LONGEST_ASKED]))[:MOST_ASKED]
    if sum(map(len, words)) < SHORTEST_ASKED:
        return ()
    return tuple(AskedWord(fold(word)[:LONGEST_KEY], _with_lemmas("", _lemmas(word))[1:]) for word in words)


def plain(text: str) -> str:
    """Gives the folded words of a text with one space between: two texts are said to be the same when theirs are."""
    return " ".join(_WORDS.findall(fold(text)))


def _lemmas(word: str) -> tuple[str, ...]:
    return bare_keys(word) if word.isascii() else question_keys(word)


def _with_lemmas(word: str, lemmas: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word[:LONGEST_KEY], *(f"{LEMMA}{fold(lemma)[:LONGEST_KEY]}" for lemma in lemmas))))
