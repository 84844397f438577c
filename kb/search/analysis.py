"""What turns text into keys, the same for the index and for questions, on every engine.

A position in the text has one or more keys; a question is met by any of its patterns, a pattern being
positions side by side with the keys that each may have. The first character of a key tells its sort:

| key        | sort      | of                                                                                |
|------------|-----------|-----------------------------------------------------------------------------------|
| občinski   | lemma     | občinskega, OBČINSKI; a word without lemma, a number                              |
| =občinskega| exact     | the form itself in small letters                                                  |
| ~dorde     | folded    | words with letters that are not Slovene: Đorđe                                    |
| #zored-a   | reference | ZORed-A; 139/06 → #139/06; «12. člen» → #12.člen                                  |
| +citi      | English   | cities, in English passages                                                       |

Text has to be NFC: «č» as «c» and a combining caron would fall apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Protocol

from kb.slovene.english import english_key
from kb.slovene.fold import fold
from kb.slovene.references import (
    acronym_keys,
    article_key,
    listed_articles,
    numbered_keys,
)
from kb.slovene.words import bare_keys, document_keys, lemma_data

ANALYSIS_VERSION = 3
CACHED_RUNS = 100_000
LONGEST_KEY = 64
BARE_LENGTH = 100
MOST_LISTED = 20

EXACT, FOLDED, REFERENCE, ENGLISH = "=", "~", "#", "+"

Keys = tuple[str, ...]
Pattern = tuple[Keys, ...]
KeysOfRun = Callable[[str], tuple[Keys, ...]]
Standing = tuple[tuple[int, "Token", frozenset[str]], ...]
StandingIn = Callable[[str], Standing]

_NUMBERED = r"\d{1,12}(?:[-/]\d{1,8}){1,5}(?:/[^\W\d_]{2,3})?(?:-[^\W\d_]{1,4}\d{0,2})?(?![^\W_])"
_ARTICLE = (
    r"\d{1,4}(?:\.\s?(?:[a-zčšž]\.?\s)?|[a-zčšž]\.?\s|\.[a-zčšž]\.?\s)(?:[čcČC][lL][eE][nN][^\W\d_]{0,4}|[čcČC][lL]\.)"
)
_NAMED_ARTICLE = (
    r"(?:[čcČC][lL][eE][nN][^\W\d_]{0,3}|[čcČC][lL]\.|[aA]rticle|[aA]rt\.)\s\d{1,4}(?:\.?[a-zčšž](?![^\W_]))?(?![^\W_])"
)
_LISTED = r"\d{1,4}(?:\.\s?[a-zčšž](?![^\W_])|\.|[a-zčšž](?![^\W_])\.?)"
_JOINT = r"(?:,\s|\s(?:in|ter|ali|oz\.|oziroma|do(?:\svključno)?)\s|\s?[-\u2010\u2011–]\s?)"
_ARTICLES = rf"{_LISTED}{_JOINT}(?:{_LISTED}{_JOINT}){{0,{MOST_LISTED}}}{_ARTICLE}"
_SPACED = r"\d{4}\s?[-\u2010\u2011–]\s?\d{2,4}\s?[-\u2010\u2011–]\s?\d{4}(?![^\W_]|[-/]\d)"
_LETTERED = r"\d{1,4}\.[a-zčšž](?![^\W_])"
_WORD = r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+){0,3}"
_OF_DIGITS = "|".join((_ARTICLES, _ARTICLE, _SPACED, _NUMBERED, _LETTERED))
RUNS = re.compile(rf"(?=[^\W_])(?:(?=\d)(?:{_OF_DIGITS})|{_NAMED_ARTICLE}|{_WORD})")
PARTS = re.compile(rf"{_LETTERED}|[^\W_]+")
_IS_LIST = re.compile(_ARTICLES)
IS_ARTICLE = re.compile(rf"(?:{_ARTICLE})|(?:{_NAMED_ARTICLE})")
_YEARS = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_SLOVENE_LETTERS = re.compile("[čšž]")
_OUTLANDISH = re.compile(r"[^\W\da-zčšž_]")


class Vocabulary(Protocol):
    """What an index tells of its keys, all fields together, so that a question can be worded for it."""

    def __contains__(self, key: object) -> bool:
        """Tells whether any live passage has a key."""

    def beginning(self, prefix: str) -> Iterable[str]:
        """Gives the keys that begin with `prefix`, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Token:
    """One position of a text: its keys, and where it stands (offsets in characters).

    Where something longer begins here («Hoče-Slivnica», «12. člen»), `wide` are its keys and `wide_end` its end.
    """

    keys: Keys
    start: int
    end: int
    wide: Keys = ()
    wide_end: int = 0

    def moved(self, by: int) -> Token:
        """Gives the position so many characters further on."""
        return Token(self.keys, self.start + by, self.end + by, self.wide, self.wide_end + by if self.wide else 0)


def analysis_version() -> str:
    """Gives what an index was analysed with, for its fingerprint: another answer means other keys."""
    return f"{ANALYSIS_VERSION} with {lemma_data()}"


def index_keys(text: str, *, language: str = "sl") -> list[Keys]:
    """Gives the keys under which each position of `text` is indexed.

    >>> index_keys("občinskega redarja")
    [('občinski', '=občinskega'), ('redar', '=redarja')]
    """
    runs, keys_of_run = run_keys(text, language=language)
    return [keys for run in runs for keys in keys_of_run(run)]


def run_keys(text: str, *, language: str = "sl") -> tuple[list[str], KeysOfRun]:
    """Gives the runs of `text`, and the function from a run to the keys of its positions; the same one for like texts.

    >>> runs, keys_of_run = run_keys("12. člen")
    >>> runs, keys_of_run(runs[0])
    (['12. člen'], (('12', '=12', '#12.člen'), ('člen', '=člen')))
    """
    return RUNS.findall(text), _run_keys(_chain(text, language))


def tokens(text: str, *, language: str = "") -> list[Token]:
    """Gives the positions of `text` in order; for an unknown language with the keys of every language.

    >>> [(token.keys[0], token.wide) for token in tokens("12.a člen ZOR-ed", language="sl")]
    [('12a', ('#12a.člen',)), ('člen', ()), ('#zored', ())]
    """
    return [token.moved(at) for at, token, _ in standing(text, language=language)]


def token_runs(text: str, *, language: str = "") -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Gives each run of `text` with its positions, which count from its beginning."""
    tokens_of_run = _run_tokens(_chain(text, language))
    return ((run, tuple(token for token, _ in tokens_of_run(run))) for run in RUNS.findall(text))


def standing(text: str, *, language: str = "") -> list[tuple[int, Token, frozenset[str]]]:
    """Gives the positions of `text` as (where the run begins, token, all its keys); the token counts from there.

    Tokens are kept for the whole process, so that a text of known words costs half a microsecond a word.
    """
    tokens_of_run = _run_tokens(_chain(text, language))
    return [(run.start(), token, keys) for run in RUNS.finditer(text) for token, keys in tokens_of_run(run[0])]


def word_standing(text: str, *, language: str = "") -> StandingIn:
    """Gives the function from a word of `text` between spaces to what stands in it; the same one for like texts.

    Word by word it gives what `standing` gives; only what spans a space («12. člen») is not seen as one.
    """
    return _word_standing(_chain(text, language))


def is_bare(text: str, *, language: str = "") -> bool:
    """Tells whether a text was typed without strešice: no word of a longer one has any."""
    return language != "en" and len(text) >= BARE_LENGTH and not _SLOVENE_LETTERS.search(text)


# --- what a text is indexed under ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chain:
    """How words become keys: by language ("" for all), and whether the text was typed without strešice."""

    language: str
    is_bare: bool


def _chain(text: str, language: str) -> _Chain:
    return _Chain(language if language in ("en", "") else "sl", is_bare(text, language=language))


@cache
def _run_keys(chain: _Chain) -> KeysOfRun:
    """Gives the function from a run to the keys of its positions, its answers kept for the whole process."""

    @lru_cache(CACHED_RUNS)
    def keys_of_run(run: str) -> tuple[Keys, ...]:
        return tuple((*each.keys, *each.wide) for each in _positions(run, chain))

    return keys_of_run


@cache
def _run_tokens(chain: _Chain) -> Callable[[str], tuple[tuple[Token, frozenset[str]], ...]]:
    """Gives the function from a run to its positions, each with all its keys; its answers kept likewise."""

    @lru_cache(CACHED_RUNS)
    def tokens_of_run(run: str) -> tuple[tuple[Token, frozenset[str]], ...]:
        return tuple((each, frozenset((*each.keys, *each.wide))) for each in _positions(run, chain))

    return tokens_of_run


@cache
def _word_standing(chain: _Chain) -> StandingIn:
    tokens_of_run = _run_tokens(chain)

    def standing_in(word: str) -> Standing:
        return tuple((run.start(), token, keys) for run in RUNS.finditer(word) for token, keys in tokens_of_run(run[0]))

    return standing_in


def _positions(run: str, chain: _Chain) -> list[Token]:
    """Gives the positions of a run, their places counted from its beginning."""
    if run.isalpha() and run[1:].islower():
        return [Token(_word_keys(run, chain), 0, len(run))]
    if IS_ARTICLE.fullmatch(run):
        return _with_wide(_parts(run, chain), (REFERENCE + article_key(run),), len(run))
    if _IS_LIST.fullmatch(run):
        return _with_articles(_parts(run, chain), run)
    if (keys := numbered_keys(run)) and any(map(str.isspace, run)):
        return _with_wide(_parts(run, chain), as_references(keys), len(run))
    if keys:
        return [Token((*as_references(keys), *_YEARS.findall(run)), 0, len(run))]
    if keys := acronym_keys(run):
        own = _word_keys(run, chain) if run.isalpha() else (cut(EXACT + run.lower()),)
        return [Token((*as_references(keys), *own), 0, len(run))]
    parts = _parts(run, chain)
    return _with_wide(parts, _word_keys(joined(run), chain), len(run)) if len(parts) > 1 else parts


def _parts(run: str, chain: _Chain) -> list[Token]:
    return [Token(_part_keys(part[0], chain), part.start(), part.end()) for part in PARTS.finditer(run)]


def _part_keys(part: str, chain: _Chain) -> Keys:
    references = as_references(acronym_keys(part))
    return (*references, *_word_keys(part.replace(".", ""), chain))


def _with_wide(parts: list[Token], wide: Keys, end: int) -> list[Token]:
    first = parts[0]
    return [Token(first.keys, first.start, first.end, wide, end), *parts[1:]]


def _with_articles(parts: list[Token], run: str) -> list[Token]:
    """Gives the positions of a list of articles, each of its numbers with the articles that it stands for."""
    articles = dict(listed_articles(run))
    last = max(articles)
    return [
        replace(each, wide=as_references(articles[each.start]), wide_end=len(run) if each.start == last else each.end)
        if each.start in articles
        else each
        for each in parts
    ]


def _word_keys(form: str, chain: _Chain) -> Keys:
    low = form.lower()
    keys: list[str] = []
    if chain.language != "en" or form[0].isupper() or not (low.isascii() and low.isalpha()):
        keys.extend((bare_keys if chain.is_bare else document_keys)(form))
    keys.append(EXACT + low)
    if chain.language != "sl":
        keys.append(ENGLISH + english_key(low))
    return (*map(cut, dict.fromkeys(keys)), *_folded((low, *keys)))


def _folded(keys: Iterable[str]) -> Iterator[str]:
    """Gives the folded keys of words with letters that are not Slovene."""
    strange = (key for key in keys if key[0] not in (EXACT, ENGLISH) and _OUTLANDISH.search(key))
    return (cut(FOLDED + key) for key in dict.fromkeys(map(fold, strange)))


def joined(run: str) -> str:
    """Gives a run of several parts as one word: «Hoče-Slivnica» → "hočeslivnica"."""
    return "".join(PARTS.findall(run)).replace(".", "").lower()


def as_references(keys: Keys) -> Keys:
    """Gives keys as those of references."""
    return tuple(cut(REFERENCE + key) for key in keys)


def cut(key: str) -> str:
    """Gives a key no longer than an index holds."""
    return key[:LONGEST_KEY]
