"""Lemma keys of Slovene words: two words are forms of one another where they share a key.

No single lemmatizer knows every form, so each word has the lemmas of two, lemmagen3 (its Slovene model only: the others
have other licences) and simplemma, of the word as typed and with a capital. Their mistakes are mended in
data/overlay.csv, each with the case that taught it. Accented words only are lemmatized; for a word typed without
strešice the accents are restored first.
"""

from __future__ import annotations

import csv
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

CACHED_WORDS = 65_536
LONGEST_WORD = 40
MOST_VARIANTS = 256
SHORTEST_KEY = 3
SHORTEST_GUARDED = 4

_OVERLAY = Path(__file__).parent / "data" / "overlay.csv"
_LETTERS = re.compile(rf"[a-zčšžćđ]{{3,{LONGEST_WORD}}}")
_ACCENTED = {"c": "cč", "s": "sš", "z": "zž"}


@lru_cache(CACHED_WORDS)
def document_keys(form: str) -> tuple[str, ...]:
    """Gives the lemma keys under which a word of a text is found; itself in small letters where it has no lemma.

    >>> document_keys("občinskega"), document_keys("Redarjem")
    (('občinski',), ('redar',))
    """
    low = form.lower()
    if not _LETTERS.fullmatch(low):
        return (low,)
    shapes = (low, low.capitalize()) if form[0].isupper() else (low,)
    dictionary_form = form if form[1:].islower() else low
    return _allowed(low, [*map(_lemmagen(), shapes), *_dictionary(dictionary_form)]) or (low,)


@lru_cache(CACHED_WORDS)
def question_keys(form: str) -> tuple[str, ...]:
    """Gives the lemma keys that a word of a question is asked with: itself, and its lemmas in both cases."""
    low = form.lower()
    if not _LETTERS.fullmatch(low):
        return (low,)
    shapes = (low, low.capitalize())
    lemmas = [*map(_lemmagen(), shapes), *(lemma for shape in shapes for lemma in _dictionary(shape))]
    return tuple(dict.fromkeys((low, *_allowed(low, lemmas))))


def restored_keys(
    form: str, *, surface_in_index: Callable[[str], bool], key_in_index: Callable[[str], bool]
) -> tuple[str, ...]:
    """Gives the keys of a question's word, with those of its accented forms where it was typed without strešice.

    They are added where the index does not know the form, or knows it though it is no Slovene word (a text typed
    without strešice); of their keys only those that are in the index: «obcinski» → also «občinski», but «kosa» not
    «koš» where texts speak of a «kosa».
    """
    own = question_keys(form)
    low = form.lower()
    is_settled = not low.isascii() or (surface_in_index(low) and is_word(low))
    if is_settled:
        return own
    added = (key for variant in accented(low) for key in question_keys(variant) if key_in_index(key))
    return tuple(dict.fromkeys((*own, *added)))


@lru_cache(CACHED_WORDS)
def bare_keys(form: str) -> tuple[str, ...]:
    """Gives the keys of a word in a text that was typed without strešice: also those of the words it may stand for.

    >>> bare_keys("obcinskega")
    ('obcinski', 'občinski')
    """
    own = document_keys(form)
    low = form.lower()
    if is_word(low):
        return own
    meant = (key for variant in accented(low) if is_word(variant) for key in document_keys(variant))
    return tuple(dict.fromkeys((*own, *meant)))


def accented(form: str) -> tuple[str, ...]:
    """Gives every other word that `form` may be without strešice; none where there are more than MOST_VARIANTS.

    >>> accented("zena")
    ('žena',)
    """
    choices = [_ACCENTED.get(letter, letter) for letter in form]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_VARIANTS or not _LETTERS.fullmatch(form):
        return ()
    return tuple("".join(letters) for letters in itertools.product(*choices))[1:]


def is_word(form: str) -> bool:
    """Tells whether the dictionary knows a form in small letters, or what it would be a form of.

    Names do not count: that there is a Zupan does not make «zupan» a word.
    """
    if _known()(form):
        return True
    return any(_known()(lemma) and not _restores(form, lemma) for lemma in document_keys(form))


def _restores(form: str, lemma: str) -> bool:
    """Tells whether a lemma has an accent that the form lacks: the dictionary has «zupan», as a form of «župan»."""
    for typed, meant in zip(form, lemma, strict=False):
        if typed != meant:
            return meant in _ACCENTED.get(typed, "")
    return False


@cache
def lemma_data() -> str:
    """Gives the versions of all that keys are made of, for the fingerprint of an index."""
    overlay = zlib.crc32(_OVERLAY.read_bytes().replace(b"\r\n", b"\n"))
    return (
        f"lemmagen3 {metadata.version('lemmagen3')}, simplemma {metadata.version('simplemma')}, overlay {overlay:08x}"
    )


def _allowed(low: str, lemmas: Iterable[str]) -> tuple[str, ...]:
    """Gives the lemmas as keys, mended; without those of one or two letters for longer words («seja» → «se»)."""
    keys = [key.lower() for key in lemmas]
    mending = _overlay().get(low)
    if mending:
        keys = [*(key for key in keys if key not in mending.drops), *mending.adds]
    shortest = SHORTEST_KEY if len(low) >= SHORTEST_GUARDED else 1
    return tuple(key for key in dict.fromkeys(keys) if len(key) >= shortest)


@dataclass(frozen=True, slots=True)
class _Mending:
    adds: tuple[str, ...]
    drops: tuple[str, ...]


@cache
def _overlay() -> Mapping[str, _Mending]:
    with _OVERLAY.open(encoding="utf-8", newline="") as rows:
        read = csv.DictReader(rows)
        return {row["form"]: _Mending(tuple(row["adds"].split()), tuple(row["drops"].split())) for row in read}


@cache
def _lemmagen() -> Callable[[str], str]:
    """Loads lemmagen3's Slovene model (10 ms)."""
    from lemmagen3 import Lemmatizer

    lemmatize: Callable[[str], str] = Lemmatizer("sl").lemmatize
    return lemmatize


def _dictionary(form: str) -> tuple[str, ...]:
    """Gives the lemma that the dictionary has of a form; none where it does not know it."""
    lemma = _look_up()(form, "sl")
    return (lemma,) if lemma is not None else ()


@cache
def _look_up() -> Callable[[str, str], str | None]:
    """Loads simplemma; its Slovene dictionary follows with the first word (together 150 ms).

    Only its dictionary is asked: of words that it does not have, lemmagen3 knows more than its rules do.
    """
    return _strategy().get_lemma


@cache
def _known() -> Callable[[str], bool]:
    exact_lemma = _strategy().exact_lemma

    def known(form: str) -> bool:
        lemma = exact_lemma(form, "sl")
        return lemma is not None and not _restores(form, lemma)

    return known


@cache
def _strategy() -> DictionaryLookupStrategy:
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()
