"""The rules of synonyms as a table of what stands for what in questions, and what of it a question was widened by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.search.expansion import Standing, StandsFor, Wordings, Words
from kb.search.tree import Alike, And, Most, Near, Node, Or, Phrase, Word
from kb.slovene.synonyms import Rule

MOST_OTHERS = 12
"""What is searched beside one word or run of words, of all rules together."""
MOST_ADDED = 64
"""What is searched beside the words of one question."""


@dataclass(frozen=True, slots=True)
class Widened:
    """What was searched beside what was typed: «OU» → («občinska uprava»,)."""

    typed: str
    also: tuple[str, ...]


class SynonymTable:
    """What stands for which words by the rules, in any of their forms."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._wordings = Wordings(
            [(term.split(), asking_for(other)) for rule in rules for term, other in rule.pairs()],
        )
        self.longest = self._wordings.longest

    def stands_for(self, words: Words) -> Standing | None:
        """Gives what is searched beside `words`, by the rules in their order; None for most words.

        >>> table = SynonymTable([Rule(("smeti",), ("komunalni odpadki",))])
        >>> table.stands_for(("smetmi",))
        Standing(others=(Phrase(words=('komunalni', 'odpadki'), exact=False),), weight=0.5)
        """
        others = tuple(dict.fromkeys(self._wordings.find_all(words)))
        return Standing(others[:MOST_OTHERS]) if others else None


def asking_for(term: str) -> Word | Phrase:
    """Gives the node that asks for a term as a whole, in any of its forms: a word, or words side by side."""
    words = tuple(term.split())
    return Phrase(words) if len(words) > 1 else Word(term.strip())


def together(*tables: StandsFor, most: int = MOST_ADDED) -> StandsFor:
    """Gives the table that has what all of `tables` have, the first one's first; for one question, at most `most`."""
    room = most

    def stands_for(words: Words) -> Standing | None:
        nonlocal room
        found = [standing for table in tables if (standing := table(words)) is not None]
        others = tuple(dict.fromkeys(other for standing in found for other in standing.others))[:room]
        room -= len(others)
        return Standing(others, found[0].weight) if others else None

    return stands_for


def widened_by(node: Node) -> tuple[Widened, ...]:
    """Gives what stands beside the words of a question in its tree, in words and in its order, for the page to say."""
    return tuple(dict.fromkeys(_widened(node)))


def _widened(node: Node) -> Iterator[Widened]:
    match node:
        case Alike(asked, others):
            also = dict.fromkeys(map(_in_words, others))
            yield Widened(_in_words(asked), tuple(words for words in also if words))
        case And(parts) | Or(parts) | Most(parts):
            for part in parts:
                yield from _widened(part)


def _in_words(node: Node) -> str:
    match node:
        case Word(text):
            return text
        case Phrase(words):
            return " ".join(words)
        case And(parts) | Or(parts) | Near(parts):
            return " ".join(map(_in_words, parts))
        case Alike(asked):
            return _in_words(asked)
    return ""
