"""What turns text into keys, the same for the index and for questions, on every engine.

A position in the text has one or more keys; a question is met by any of its patterns, a pattern being
positions side by side with the keys that each may have. Today a key is the folded word. Lemmas, exact forms and
acronyms are further keys at the same position, and need no change of engines.

Text has to be NFC: «č» as «c» and a combining caron would fall apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.search.tree import Phrase, Word
from kb.slovene.fold import fold

ANALYSIS_VERSION = 1
LONGEST_KEY = 64

Pattern = tuple[tuple[str, ...], ...]

_JOINTS = "-\u2010\u2011'’"
_WORDS = re.compile(rf"\d{{1,4}}\.[a-z](?![^\W_])|[^\W_]+(?:[{_JOINTS}][^\W_]+){{0,3}}")
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One position of a text: its keys, and where it stands (offsets in characters).

    Where a longer word begins here («ZOR-ed», «12.a»), `wide` is its key and `wide_end` its end.
    """

    keys: tuple[str, ...]
    start: int
    end: int
    wide: str = ""
    wide_end: int = 0


def tokens(text: str) -> list[Token]:
    """Gives the positions of `text` in order; a word with a hyphen has its parts and, at the first, itself.

    >>> [(token.keys, token.wide) for token in tokens("Člen 12.a ZOR-ed")]
    [(('clen',), ''), (('12',), '12a'), (('a',), ''), (('zor',), 'zored'), (('ed',), '')]
    """
    folded = fold(text)
    found = []
    for word in _WORDS.finditer(folded):
        parts = list(_PARTS.finditer(folded, word.start(), word.end()))
        wide = _cut("".join([part[0] for part in parts])) if len(parts) > 1 else ""
        for number, part in enumerate(parts):
            first = number == 0
            found.append(
                Token((_cut(part[0]),), part.start(), part.end(), wide if first else "", word.end() if first else 0)
            )
    return found


def index_keys(text: str) -> list[tuple[str, ...]]:
    """Gives the keys under which each position of `text` is indexed."""
    return [(*token.keys, token.wide) if token.wide else token.keys for token in tokens(text)]


def query_keys(word: str) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a word of a question; none for a word without letters or digits.

    >>> query_keys("ZOR-ed")
    ((('zored',),), (('zor',), ('ed',)))
    >>> query_keys("139/06")
    ((('139',), ('06',)),)
    """
    found = tokens(word)
    if not found:
        return ()
    parts = tuple(token.keys for token in found)
    whole = found[0].wide if found[0].wide_end == found[-1].end else ""
    return (((whole,),), parts) if whole else (parts,)


def phrase_keys(words: Sequence[str]) -> tuple[Pattern, ...]:
    """Gives the patterns any of which meets a phrase of a question."""
    if len(words) == 1:
        return query_keys(words[0])
    parts = tuple(token.keys for word in words for token in tokens(word))
    return (parts,) if parts else ()


def patterns_of(node: Word | Phrase) -> tuple[Pattern, ...]:
    """Gives the patterns any of which answers a word or a phrase of a question."""
    return query_keys(node.text) if isinstance(node, Word) else phrase_keys(node.words)


def _cut(key: str) -> str:
    return key[:LONGEST_KEY]
