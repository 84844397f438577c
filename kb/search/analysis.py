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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Protocol

from kb.search.tree import Near, Node, Phrase, Word, asked_for
from kb.slovene.english import english_key
from kb.slovene.fold import fold
from kb.slovene.references import (
    acronym_keys,
    article_key,
    asked_number_keys,
    likely_acronym_keys,
    listed_articles,
    numbered_keys,
)
from kb.slovene.words import accented, bare_keys, document_keys, is_word, lemma_data, restored_keys

ANALYSIS_VERSION = 3
CACHED_RUNS = 100_000
LONGEST_KEY = 64
LONGEST_ACRONYM_ALONE = 3
MOST_FORMS = 400
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
_RUNS = re.compile(rf"(?=[^\W_])(?:(?=\d)(?:{_OF_DIGITS})|{_NAMED_ARTICLE}|{_WORD})")
_PARTS = re.compile(rf"{_LETTERED}|[^\W_]+")
_IS_LIST = re.compile(_ARTICLES)
_IS_ARTICLE = re.compile(rf"(?:{_ARTICLE})|(?:{_NAMED_ARTICLE})")
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
    return _RUNS.findall(text), _run_keys(_chain(text, language))


def tokens(text: str, *, language: str = "") -> list[Token]:
    """Gives the positions of `text` in order; for an unknown language with the keys of every language.

    >>> [(token.keys[0], token.wide) for token in tokens("12.a člen ZOR-ed", language="sl")]
    [('12a', ('#12a.člen',)), ('člen', ()), ('#zored', ())]
    """
    return [token.moved(at) for at, token, _ in standing(text, language=language)]


def standing(text: str, *, language: str = "") -> list[tuple[int, Token, frozenset[str]]]:
    """Gives the positions of `text` as (where the run begins, token, all its keys); the token counts from there.

    Tokens are kept for the whole process, so that a text of known words costs half a microsecond a word.
    """
    tokens_of_run = _run_tokens(_chain(text, language))
    return [(run.start(), token, keys) for run in _RUNS.finditer(text) for token, keys in tokens_of_run(run[0])]


def word_standing(text: str, *, language: str = "") -> StandingIn:
    """Gives the function from a word of `text` between spaces to what stands in it; the same one for like texts.

    Word by word it gives what `standing` gives; only what spans a space («12. člen») is not seen as one.
    """
    return _word_standing(_chain(text, language))


# --- what a text is indexed under ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chain:
    """How words become keys: by language ("" for all), and whether the text was typed without strešice."""

    language: str
    is_bare: bool


def _chain(text: str, language: str) -> _Chain:
    is_bare = language != "en" and len(text) >= BARE_LENGTH and not _SLOVENE_LETTERS.search(text)
    return _Chain(language if language in ("en", "") else "sl", is_bare)


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
        return tuple(
            (run.start(), token, keys) for run in _RUNS.finditer(word) for token, keys in tokens_of_run(run[0])
        )

    return standing_in


def _positions(run: str, chain: _Chain) -> list[Token]:
    """Gives the positions of a run, their places counted from its beginning."""
    if run.isalpha() and run[1:].islower():
        return [Token(_word_keys(run, chain), 0, len(run))]
    if _IS_ARTICLE.fullmatch(run):
        return _with_wide(_parts(run, chain), (REFERENCE + article_key(run),), len(run))
    if _IS_LIST.fullmatch(run):
        return _with_articles(_parts(run, chain), run)
    if (keys := numbered_keys(run)) and any(map(str.isspace, run)):
        return _with_wide(_parts(run, chain), _references(keys), len(run))
    if keys:
        return [Token((*_references(keys), *_YEARS.findall(run)), 0, len(run))]
    if keys := acronym_keys(run):
        own = _word_keys(run, chain) if run.isalpha() else (_cut(EXACT + run.lower()),)
        return [Token((*_references(keys), *own), 0, len(run))]
    parts = _parts(run, chain)
    return _with_wide(parts, _word_keys(_joined(run), chain), len(run)) if len(parts) > 1 else parts


def _parts(run: str, chain: _Chain) -> list[Token]:
    return [Token(_part_keys(part[0], chain), part.start(), part.end()) for part in _PARTS.finditer(run)]


def _part_keys(part: str, chain: _Chain) -> Keys:
    references = _references(acronym_keys(part))
    return (*references, *_word_keys(part.replace(".", ""), chain))


def _with_wide(parts: list[Token], wide: Keys, end: int) -> list[Token]:
    first = parts[0]
    return [Token(first.keys, first.start, first.end, wide, end), *parts[1:]]


def _with_articles(parts: list[Token], run: str) -> list[Token]:
    """Gives the positions of a list of articles, each of its numbers with the articles that it stands for."""
    articles = dict(listed_articles(run))
    last = max(articles)
    return [
        replace(each, wide=_references(articles[each.start]), wide_end=len(run) if each.start == last else each.end)
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
    return (*map(_cut, dict.fromkeys(keys)), *_folded((low, *keys)))


def _folded(keys: Iterable[str]) -> Iterator[str]:
    """Gives the folded keys of words with letters that are not Slovene."""
    strange = (key for key in keys if key[0] not in (EXACT, ENGLISH) and _OUTLANDISH.search(key))
    return (_cut(FOLDED + key) for key in dict.fromkeys(map(fold, strange)))


def _joined(run: str) -> str:
    return "".join(_PARTS.findall(run)).replace(".", "").lower()


def _references(keys: Keys) -> Keys:
    return tuple(_cut(REFERENCE + key) for key in keys)


def _cut(key: str) -> str:
    return key[:LONGEST_KEY]


# --- what a question asks for ----------------------------------------------------------------------


class _NoIndex:
    """The vocabulary where there is no index: the forms that the dictionary knows, any lemma, acronyms if no words."""

    def __contains__(self, key: object) -> bool:
        sort, form = str(key)[:1], str(key)[1:]
        if sort in (FOLDED, ENGLISH):
            return False
        return is_word(form) is (sort == EXACT) if sort in (EXACT, REFERENCE) else True

    def beginning(self, prefix: str) -> Iterable[str]:
        return (prefix,)


NO_INDEX: Vocabulary = _NoIndex()


def patterns_of(node: Word | Phrase, vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which answers a word or a phrase of a question."""
    match node:
        case Word(text, prefix=True):
            return prefix_keys(text, vocabulary)
        case Word(text):
            return query_keys(text, vocabulary)
        case Phrase(words, exact=True):
            return exact_keys(" ".join(words))
        case Phrase(words):
            return phrase_keys(words, vocabulary)


def query_keys(word: str, vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a word of a question; none for a word without letters or digits.

    >>> query_keys("139/06")
    ((('#139/06',),),)
    """
    runs = _RUNS.findall(word)
    if len(runs) != 1:
        positions = _asked_positions(runs, vocabulary)
        return (positions,) if positions else ()
    whole, parts = _asked_whole(runs[0], vocabulary), _asked_positions(runs, vocabulary)
    return ((whole,), parts) if len(parts) > 1 and whole else (parts,)


def phrase_keys(words: Sequence[str], vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a phrase of a question, in any form of its words."""
    if len(words) == 1:
        return query_keys(words[0], vocabulary)
    runs = _RUNS.findall(" ".join(words))
    positions = _asked_positions(runs, vocabulary)
    with_acronyms = tuple(keys for run in runs for keys in _asked_in_phrase(run, vocabulary))
    return tuple(dict.fromkeys((positions, with_acronyms))) if positions else ()


def exact_keys(text: str) -> tuple[Pattern, ...]:
    """Gives the pattern that a text meets which has just these forms of words side by side.

    >>> exact_keys("občinski redar v")
    ((('=občinski',), ('=redar',), ('=v',)),)
    """
    positions = tuple((_exact_of(each.keys),) for each in tokens(text, language="sl"))
    return (positions,) if positions else ()


def prefix_keys(text: str, vocabulary: Vocabulary = NO_INDEX) -> tuple[Pattern, ...]:
    """Gives the pattern of a beginning of words: of the forms in the index at most MOST_FORMS.

    Of accented ones only where none begins as typed.
    """
    low = text.lower()
    forms = _beginning((low,), vocabulary) or _beginning(accented(low), vocabulary)
    return ((forms,),) if forms else ((((EXACT + low),),),)


def beginnings_cut(node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Gives the beginnings of words in a question of which the index has more forms than MOST_FORMS."""
    asked = (part for each in asked_for(node) for part in (each.parts if isinstance(each, Near) else (each,)))
    beginnings = dict.fromkeys(part.text for part in asked if isinstance(part, Word) and part.prefix)
    return tuple(
        text for text in beginnings if len(_beginning((text.lower(),), vocabulary, most=MOST_FORMS + 1)) > MOST_FORMS
    )


def explained(text: str, vocabulary: Vocabulary = NO_INDEX) -> list[tuple[str, Keys, Keys]]:
    """Gives each token of `text` with the keys it is indexed under and the keys it is asked with.

    >>> explained("ZORed-A")
    [('ZORed-A', ('#zored-a', '#zored', '=zored-a'), ('#zored-a',))]
    """
    rows = []
    chain = _chain(text, "sl")
    for run in _RUNS.findall(text):
        asked = _asked_positions([run], vocabulary)
        for number, each in enumerate(_positions(run, chain)):
            whole = _asked_whole(run, vocabulary) if each.wide else ()
            rows.append((run[each.start : each.end], (*each.keys, *each.wide), (*whole, *asked[number])))
    return rows


def _asked_whole(run: str, vocabulary: Vocabulary) -> Keys:
    """Gives the keys of a run of several positions as one: of an article that the index has, of a joined word."""
    if _IS_ARTICLE.fullmatch(run):
        key = REFERENCE + article_key(run)
        return (key,) if key in vocabulary else ()
    if any(map(str.isspace, run)):
        return ()
    return _asked_word(_joined(run), vocabulary)


def _asked_positions(runs: Iterable[str], vocabulary: Vocabulary) -> Pattern:
    return tuple(keys for run in runs for keys in _asked_run(run, vocabulary))


def _asked_run(run: str, vocabulary: Vocabulary) -> Iterator[Keys]:
    if not _IS_ARTICLE.fullmatch(run):
        if keys := asked_number_keys(run):
            yield _references(keys)
            return
        if keys := acronym_keys(run):
            yield _asked_acronym(run, keys, vocabulary)
            return
    for part in _PARTS.findall(run):
        keys = acronym_keys(part)
        yield _asked_acronym(part, keys, vocabulary) if keys else _asked_word(part.replace(".", ""), vocabulary)


def _asked_in_phrase(run: str, vocabulary: Vocabulary) -> Iterator[Keys]:
    """Gives the positions of a run, one only for an acronym of the index that was typed as «zor-ed»."""
    references = tuple(key for key in _references(likely_acronym_keys(run)) if key in vocabulary)
    if references and not run.isalpha():
        yield references
    else:
        yield from _asked_run(run, vocabulary)


def _asked_acronym(run: str, keys: Keys, vocabulary: Vocabulary) -> Keys:
    """Gives what an acronym names; one of more letters may also be a word in capitals."""
    named = _references(keys[:1])
    if not run.isalpha() or (len(run) <= LONGEST_ACRONYM_ALONE and named[0] in vocabulary):
        return named
    return tuple(dict.fromkeys((*named, *_asked_word(run, vocabulary))))


def _asked_word(form: str, vocabulary: Vocabulary) -> Keys:
    low = form.lower()
    lemmas = restored_keys(
        form, surface_in_index=lambda surface: _cut(EXACT + surface) in vocabulary, key_in_index=vocabulary.__contains__
    )
    plain = fold(low)
    further = [REFERENCE + key for key in likely_acronym_keys(form)]
    further += [FOLDED + fold(key) for key in lemmas]
    further += [ENGLISH + english_key(low)]
    further += [EXACT + plain] if plain != low and not is_word(plain) else []
    return tuple(map(_cut, dict.fromkeys((*lemmas, *(key for key in further if _cut(key) in vocabulary)))))


def _beginning(prefixes: Iterable[str], vocabulary: Vocabulary, *, most: int = MOST_FORMS) -> Keys:
    found = (key for prefix in prefixes for sort in (EXACT, REFERENCE) for key in vocabulary.beginning(sort + prefix))
    return tuple(dict.fromkeys(islice(found, most)))


def _exact_of(keys: Keys) -> str:
    return next((key for key in keys if key.startswith(EXACT)), keys[0])
