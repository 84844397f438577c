"""What the closer look at the best passages goes by: the words of a question in order, and what is related to them.

An engine scores every passage that answers by how often each word stands in its fields. The best of them it looks at
once more (`ranking.CLOSER_LOOK`): how early a word stands in the text, whether words stand side by side as they do in
the question, and, where the question was relaxed, how often related words stand there too. What that brings is added,
so that the passages looked at stay before the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from kb.search.analysis import ENGLISH, EXACT, FOLDED, REFERENCE, Pattern, Vocabulary
from kb.search.ranking import MOST_RELATED, RELATED_LETTERS
from kb.search.tree import Alike, And, Most, Node, Or, Phrase, Word

MOST_WORDS = 16
"""Of a longer question only the first words are looked at closer; all of them count for the score before."""

_MARKS = (EXACT, FOLDED, REFERENCE, ENGLISH)


@dataclass(frozen=True, slots=True)
class Clues:
    """The words and phrases asked for, each once, the pairs of words that stand side by side in the question.

    `related` tells whether words related to them count too.
    """

    words: tuple[Word | Phrase, ...]
    pairs: tuple[tuple[Word, Word], ...]
    related: bool


def clues_of(query: Node) -> Clues:
    """Gives the clues of a question: not what is excluded, stands for a word, or is only the beginning of one.

    >>> clues_of(And((Word("redar"), Word("uporabi"), Not(Word("silo"))))).pairs
    ((Word(text='redar', prefix=False), Word(text='uporabi', prefix=False)),)
    """
    told = list(islice(_told(query), MOST_WORDS))
    pairs = dict.fromkeys(
        (first, second) for first, second in pairwise(told) if isinstance(first, Word) and isinstance(second, Word)
    )
    words = dict.fromkeys(word for word in told if word is not None)
    return Clues(tuple(words), tuple(pairs), _is_relaxed(query))


def related_keys(patterns: tuple[Pattern, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Gives the lemma keys that begin as those of a word do, its own among them; at most MOST_RELATED a lemma.

    «prenehanje» → prenehanje, prenehati: words derived from one another mostly share their first letters. A lemma of
    fewer letters has only itself. A reference, «ZORed», has its own keys; what takes several positions has none.
    """
    if len(patterns) != 1 or len(patterns[0]) != 1:
        return ()
    own = patterns[0][0]
    if any(key.startswith(REFERENCE) for key in own):
        return tuple(key for key in own if not key.startswith(EXACT))
    found: dict[str, None] = {}
    for key in (key for key in own if not key.startswith(_MARKS)):
        if len(key) < RELATED_LETTERS:
            found[key] = None
            continue
        beginning = (other for other in vocabulary.beginning(key[:RELATED_LETTERS]) if not other.startswith(_MARKS))
        found.update(dict.fromkeys((key, *islice(beginning, MOST_RELATED))))
    return tuple(found)


def is_reference(patterns: tuple[Pattern, ...]) -> bool:
    """Tells whether a word of a question is the acronym or number of an act, or an article."""
    return any(key.startswith(REFERENCE) for pattern in patterns if len(pattern) == 1 for key in pattern[0])


def _told(node: Node) -> Iterator[Word | Phrase | None]:
    """Gives the words and phrases in order, None wherever what follows does not stand beside what came before."""
    match node:
        case Word(prefix=False) | Phrase():
            yield node
        case And(parts) | Most(parts):
            for part in parts:
                yield from _told(part)
        case Alike(asked):
            yield from _told(asked)
        case Or(parts):
            for part in parts:
                yield None
                yield from _told(part)
            yield None
        case _:
            yield None


def _is_relaxed(node: Node) -> bool:
    return isinstance(node, Most) or (isinstance(node, And) and any(isinstance(part, Most) for part in node.parts))
