"""How a question names acts, and what stands for an act: its acronym, its title, its numbers, each for the others.

«ZOR-edom», «Zakona o občinskem redarstvu», «Uradni list RS, št. 139/06», «139/2006» and «SOP 2006-01-6040» all name one
act. Where a number or a title is that of several, they are named together, and nothing stands for a shared number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kb.legislation.gazette import cited_numbers, may_cite, short_number
from kb.legislation.register import IN_FORCE, Act, Named, Register
from kb.search.expansion import Standing, Wordings, Words
from kb.search.tree import Alike, Node, Phrase, Word
from kb.slovene.fold import fold
from kb.slovene.words import is_word

LONGEST_CITATION = 40
CACHED_NAMES = 4_096

_TITLE_WORDS = re.compile(r"[^\s(),;:»«\"]{1,60}")
_IDENTIFIERS = ("eva", "epa", "sop")
_SHORTEST_SMALL = 3


class NamedBy(StrEnum):
    """What a question names an act by; LISTED is the number of a change in its list."""

    ACRONYM = "acronym"
    TITLE = "title"
    GAZETTE = "gazette"
    LISTED = "listed"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Meant:
    """The acts that some words name, the likeliest first (none for a gazette number that the register has not).

    `amendment` is the letter of a change that has no row of its own; `numbers` are those of the gazette as cited.
    """

    by: NamedBy
    acts: tuple[Act, ...]
    amendment: str = ""
    numbers: tuple[str, ...] = ()


class ActNames:
    """The names of the acts of a register. Safe to share between threads."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._of_title: dict[str, list[Act]] = defaultdict(list)
        for act in register.acts:
            self._of_title[fold(act.title)].append(act)
        self._titles = Wordings((title_words(acts[0].title), tuple(acts)) for acts in self._of_title.values())
        # A question is looked at for its card, and again each time that it is relaxed.
        self._known = lru_cache(CACHED_NAMES)(self._found)

    def longest(self, word: str) -> int:
        """Gives how many words may name an act that begin with `word`: a citation's, an identifier's, or a title's."""
        if may_cite(word):
            return LONGEST_CITATION
        return max(self._titles.longest(word), 2 if fold(word) in _IDENTIFIERS else 1)

    def find(self, words: Words) -> Meant | None:
        """Gives what some words of a question name, all of them together; None for other words."""
        return self._known(words)

    def _found(self, words: Words) -> Meant | None:
        if len(words) == 1:
            return self._word(words[0])
        if numbers := cited_numbers(words):
            return self._cited(numbers)
        if len(words) == 2 and fold(words[0]) in _IDENTIFIERS:
            return self._identified(words[1])
        acts = [act for found in self._titles.find_all(words) for act in found]
        return Meant(NamedBy.TITLE, _in_force_first(acts)) if acts else None

    def stands_for(self, words: Words) -> Standing | None:
        """Gives what stands for words that name one act, or several of one title; None for other words."""
        meant = self.find(words)
        if meant is None or meant.amendment:
            return None
        others: list[Node] = [Word(number) for number in meant.numbers[:1] if len(words) > 1]
        if meant.by is NamedBy.TITLE or (len(meant.acts) == 1 and meant.by is not NamedBy.LISTED):
            others += [name for act in meant.acts for name in self._other_names(act, besides=meant.by)]
        return Standing(tuple(others)) if others else None

    def _other_names(self, act: Act, *, besides: NamedBy) -> tuple[Node, ...]:
        """Gives the names of an act but those of one kind: its words first, then its numbers, which others share."""
        names = [(kind, name) for kind, name in self._names(act) if kind is not besides]
        spoken = [name for kind, name in names if kind in (NamedBy.ACRONYM, NamedBy.TITLE)]
        numbers = tuple(name for kind, name in names if kind not in (NamedBy.ACRONYM, NamedBy.TITLE))
        return (Alike(spoken[0], numbers), *spoken[1:]) if spoken and numbers else (*spoken, *numbers)

    def _word(self, word: str) -> Meant | None:
        if named := self.register.named(word) or self._small(word):
            return Meant(NamedBy.ACRONYM, (named.act,), named.amendment)
        if short_number(word):
            found = self._cited((short_number(word),))
            return found if found.acts else None
        acts = [act for found in self._titles.find_all((word,)) for act in found]
        return Meant(NamedBy.TITLE, _in_force_first(acts)) if acts else self._identified(word)

    def _small(self, word: str) -> Named | None:
        """Gives what a short acronym typed in small letters names, «zup», unless it is a word."""
        is_small = len(word) >= _SHORTEST_SMALL and word.isalpha() and word[1:].islower()
        return self.register.named(word.upper()) if is_small and not is_word(word.lower()) else None

    def _identified(self, identifier: str) -> Meant | None:
        acts = self.register.identified(identifier)
        return Meant(NamedBy.IDENTIFIER, acts) if acts else None

    def _cited(self, numbers: tuple[str, ...]) -> Meant:
        """Gives the acts of a citation: those with its first number, of several those with most of the others."""
        own = self.register.with_number(numbers[0])
        acts = own or self.register.listing(numbers[0])
        shared = {act: len({each.number for each in act.numbers} & set(numbers)) for act in acts}
        best = tuple(act for act in acts if shared[act] == max(shared.values()))
        return Meant(NamedBy.GAZETTE if own else NamedBy.LISTED, best, numbers=numbers)

    def _names(self, act: Act) -> Iterator[tuple[NamedBy, Word | Phrase]]:
        yield NamedBy.ACRONYM, Word(act.acronym)
        if self._has_title_alone(act):
            yield NamedBy.TITLE, _node(title_words(act.title))
        if act.number and len(self.register.with_number(act.number)) == 1:
            yield NamedBy.GAZETTE, Word(act.number)
        for identifier in filter(None, (act.sop, act.eva, act.epa)):
            yield NamedBy.IDENTIFIER, Word(identifier)

    def _has_title_alone(self, act: Act) -> bool:
        """Tells whether a title without more means this act: the only one of that title, or the one in force."""
        acts = self._of_title[fold(act.title)]
        return len(acts) == 1 or [each for each in acts if each.status == IN_FORCE] == [act]


def title_words(title: str) -> tuple[str, ...]:
    """Gives the words of a title as a question has them, without marks."""
    return tuple(word.strip(".-–'’") for word in _TITLE_WORDS.findall(title) if word.strip(".-–'’"))


def _node(words: Sequence[str]) -> Word | Phrase:
    return Phrase(tuple(words)) if len(words) > 1 else Word(words[0])


def _in_force_first(acts: Iterable[Act]) -> tuple[Act, ...]:
    return tuple(sorted(dict.fromkeys(acts), key=lambda act: act.status != IN_FORCE))
