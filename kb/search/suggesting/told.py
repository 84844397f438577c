"""What a document tells the book of suggestions: its title, its words, and the phrases that it repeats.

A phrase is two to four words between marks of punctuation, its first and last no function words, that stands in the
text more than once, or a heading of up to six words. Phrases are gathered by the lemma keys of their words, so that
«občinskega redarja» counts as «občinski redar»; the form that is shown is the one nearest to the lemmas, which is
as a rule the nominative. What a long document says after its first 40,000 letters adds words but no phrases.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kb.search.index import IndexedDocument
from kb.search.suggesting.plainwords import FUNCTION_WORDS, NOT_AT_ENDS
from kb.slovene.normal import tidy
from kb.slovene.words import document_keys

MOST_FROM_TEXT = 40
MOST_HEADINGS = 40
LONGEST_TITLE = 200
LONGEST_HEADING = 6
LETTERS_FOR_PHRASES = 40_000
LONGEST_FORM = 32
SHORTEST_FORM = 3

_BREAKS = re.compile(r"[^\w\s]|[\d_]|\n")
_STOP = "."
_LONGEST = 4
_STEM = 4

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a document: `family` are the lemma keys of its words, `text` the form that is shown.

    `base` counts the words of `text` that are lemmas themselves; of forms with as many the one met first is.
    """

    family: str
    text: str
    base: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a document tells: its title, the forms of its words in small letters, and its phrases, one a family."""

    title: str
    forms: frozenset[str]
    phrases: tuple[Phrase, ...]


def title_of(document: IndexedDocument) -> str:
    """Gives the title as one line of at most LONGEST_TITLE letters."""
    return " ".join(tidy(document.title).split())[:LONGEST_TITLE]


def told_by(document: IndexedDocument) -> Told:
    """Gives what a document tells.

    >>> from kb.search.index import IndexedPassage
    >>> text = "Občinski redar nosi uniformo. Občinskega redarja imenuje župan. Kdo je občinski redar?"
    >>> [phrase.text for phrase in told_by(IndexedDocument(1, "", (IndexedPassage(1, "", text),))).phrases]
    ['občinski redar']
    """
    texts = [text for passage in document.passages for text in (passage.heading, passage.text)]
    words = [_words(text) for text in texts]
    forms = set().union(_words(document.title), *words)
    opening = _opening(texts)
    spoken = [word for passage in words[: len(opening)] for word in (*passage, _STOP)]
    pairs = Counter(itertools.pairwise(spoken))
    headings = dict.fromkeys(heading for each in words[::2] if (heading := _heading(each)))
    found = (*islice(headings, MOST_HEADINGS), *_repeated(spoken, pairs))
    return Told(
        title_of(document),
        frozenset(form for form in forms if SHORTEST_FORM <= len(form) <= LONGEST_FORM),
        _phrases(found, tuple(_other_forms(found, pairs)), "\n".join(opening)),
    )


def _words(text: str) -> list[str]:
    """Gives the words of a text in small letters, with a full stop where something that is no word parts them."""
    return _BREAKS.sub(" . ", text).lower().split()


def _opening(texts: list[str]) -> list[str]:
    """Gives the first of `texts`, so many that they have LETTERS_FOR_PHRASES together; a longer one whole."""
    ends = itertools.accumulate(map(len, texts))
    return texts[: 1 + sum(end < LETTERS_FOR_PHRASES for end in ends)]


def _phrases(
    found: tuple[tuple[str, ...], ...], others: tuple[tuple[str, ...], ...], opening: str
) -> tuple[Phrase, ...]:
    """Gives one phrase for each family found, in its best form among all, in the case that the text has it in."""
    families: dict[str, Phrase] = {}
    for number, words in enumerate((*found, *others)):
        phrase = _phrase(words)
        known = families.get(phrase.family)
        if (known is None and number < len(found)) or (known is not None and phrase.base > known.base):
            families[phrase.family] = phrase
    text = " ".join(opening.split())
    small = text.lower()
    in_case = len(small) == len(text)
    return tuple(_cased(phrase, text, small) if in_case else phrase for phrase in families.values())


def _other_forms(found: Iterable[tuple[str, ...]], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Gives the pairs of words that begin as those found do, and may be forms of them said only once."""
    wanted = {(first[:_STEM], second[:_STEM]) for first, second, *more in found if not more}
    return (pair for pair in pairs if (pair[0][:_STEM], pair[1][:_STEM]) in wanted and is_phrase(pair))


def _repeated(words: list[str], pairs: Mapping[Pair, int]) -> list[tuple[str, ...]]:
    """Gives what is said more than once, the most frequent first; not what is always part of something longer."""
    padded = [*words, *(_STOP,) * _LONGEST]
    often: dict[tuple[str, ...], int] = {pair: n for pair, n in pairs.items() if n > 1 and _STOP not in pair}
    counts = dict(often)
    starts = [at for at, pair in enumerate(itertools.pairwise(words)) if pair in often]
    for size in range(3, _LONGEST + 1):
        # What is said twice begins with what is said twice: few places are left to look at.
        grams = Counter(tuple(padded[at : at + size]) for at in starts)
        often = {gram: n for gram, n in grams.items() if n > 1 and gram[-1] != _STOP}
        starts = [at for at in starts if tuple(padded[at : at + size]) in often]
        counts.update(often)
    return _chosen(counts)


def _chosen(counts: dict[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    """Gives the most frequent phrases; not what always stands within a longer one."""
    kept: list[tuple[str, ...]] = []
    inside: dict[tuple[str, ...], int] = {}
    for gram in sorted(counts, key=lambda gram: (-counts[gram], -len(gram), gram)):
        if len(kept) == MOST_FROM_TEXT:
            break
        if inside.get(gram, 0) < counts[gram] and is_phrase(gram):
            kept.append(gram)
            sizes = range(2, len(gram))
            inside.update((gram[start : start + size], counts[gram]) for size in sizes for start in range(len(gram)))
    return kept


def is_phrase(words: tuple[str, ...]) -> bool:
    """Tells whether words side by side can be a phrase: full words at both ends, at most one other between them."""
    inner = words[1:-1]
    return (
        all(len(word) >= SHORTEST_FORM and word not in NOT_AT_ENDS for word in (words[0], words[-1]))
        and all(len(word) <= LONGEST_FORM for word in words)
        and _STOP not in inner
        and sum(word in FUNCTION_WORDS for word in inner) <= 1
    )


def _heading(words: list[str]) -> tuple[str, ...]:
    """Gives the longest run of words of a heading if it is a phrase: «12. člen (ugotavljanje istovetnosti)»."""
    runs = [tuple(run) for stops, run in itertools.groupby(words, _STOP.__eq__) if not stops]
    longest = max(runs, key=len, default=())
    return longest if 1 < len(longest) <= LONGEST_HEADING and is_phrase((longest[0], longest[-1])) else ()


def _phrase(words: tuple[str, ...]) -> Phrase:
    keys = [document_keys(word)[0] for word in words]
    return Phrase(" ".join(keys), " ".join(words), sum(map(str.__eq__, keys, words)))


def _cased(phrase: Phrase, text: str, small: str) -> Phrase:
    """Gives a phrase in the case that it is written in: «Skupnost občin Slovenije», but «občinski redar»."""
    size, at = len(phrase.text), small.find(phrase.text)
    while at >= 0 and text[at : at + size].isupper():
        at = small.find(phrase.text, at + size)
    if at < 0:
        return phrase
    written = text[at : at + size]
    lowered = written[:1].lower() + written[1:]
    is_name = written != lowered and text.count(lowered) == 0 and text.count(written) > text.count(f". {written}") + 1
    return Phrase(phrase.family, written if is_name else lowered, phrase.base)
