"""Rules of words that mean the same, as people write them: «OU = občinska uprava», «SOS => Skupnost občin Slovenije».

Terms parted by = (or a comma) mean the same both ways: who asks for one is shown all. Before an arrow, => or →, stands
what may be typed, after it what is searched too, and not the other way round. A term is a word or several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.errors import WrongValue
from kb.slovene.fold import fold
from kb.slovene.normal import tidy
from kb.slovene.words import document_keys

MOST_TERMS = 20
MOST_WORDS = 10
LONGEST_TERM = 100
LONGEST_RULE = 20_000
MOST_RULES = 5_000

Sense = tuple[str, ...]

_ARROW = re.compile(r"=>|⇒|→")
_BOTH_WAYS = re.compile(r"<=>|⇔|↔|=|,|;")
_QUOTES = str.maketrans("", "", '"„“”»«')
_HYPHENS = re.compile("[-\u2010\u2011]")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that mean the same: all of `terms` one another, or, where there are `means`, each of `terms` these too."""

    terms: tuple[str, ...]
    means: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Gives the rule as it is written: «OU = občinska uprava», «kazen => globa»."""
        if not self.means:
            return " = ".join(self.terms)
        return f"{', '.join(self.terms)} => {', '.join(self.means)}"

    @property
    def sense(self) -> tuple[frozenset[Sense], frozenset[Sense]]:
        """Gives what two rules that say the same have in common, whatever the order and the forms of their words."""
        return frozenset(map(sense_of, self.terms)), frozenset(map(sense_of, self.means))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Gives each term with each one that is searched beside it, in the order of the rule."""
        for term in self.terms:
            for other in self.means or self.terms:
                if other != term:
                    yield term, other


def read_rule(text: str) -> Rule:
    """Gives the rule that a line says. Raises WrongValue where it says none, telling why.

    >>> read_rule("OU=občinska uprava"), read_rule("smeti => komunalni odpadki")
    (Rule(terms=('OU', 'občinska uprava'), means=()), Rule(terms=('smeti',), means=('komunalni odpadki',)))
    """
    if len(text) > LONGEST_RULE:
        raise WrongValue(
            f"pravilo je predolgo ({len(text)} znakov, največ {LONGEST_RULE})",
            english=f"the rule is too long ({len(text)} characters, at most {LONGEST_RULE})",
        )
    # «<=>» holds an arrow.
    sides = _ARROW.split(text.replace("<=>", "="))
    if len(sides) > 2:
        raise WrongValue(
            f"»{_shown(text)}« ima več kot eno puščico", english=f"“{_shown(text)}” has more than one arrow"
        )
    rule = Rule(*(tuple(_terms(side)) for side in sides))
    _check(rule, is_one_way=len(sides) == 2, text=text)
    return rule


def sense_of(term: str) -> Sense:
    """Gives the lemmas of a term without strešice: the same for every form of it.

    >>> sense_of("Občinskega redarja") == sense_of("obcinski redar")
    True
    """
    return tuple(fold(document_keys(word)[0]) for word in _WORDS.findall(_HYPHENS.sub("", term)))


class Rules:
    """Rules that hold together: none twice, no circle of arrows, at most MOST_RULES."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._by_sense: dict[tuple[frozenset[Sense], frozenset[Sense]], Rule] = {}
        self._after: dict[Sense, dict[Sense, str]] = {}
        for rule in rules:
            self._enter(rule)

    def __contains__(self, rule: Rule) -> bool:
        return rule.sense in self._by_sense

    def add(self, rule: Rule) -> None:
        """Takes a rule in. Raises WrongValue where it is there already, closes a circle, or is one too many."""
        if rule in self:
            there = self._by_sense[rule.sense]
            raise WrongValue(f"»{rule}« je že v zbirki kot »{there}«", english=f"“{rule}” is there as “{there}”")
        if circle := self._circle(rule):
            round_ = " => ".join(circle)
            raise WrongValue(
                f"»{rule}« sklene krog {round_}; če pomenijo isto, zapišite »a = b«",
                english=f"“{rule}” closes the circle {round_}; if they mean the same, write “a = b”",
            )
        if len(self._by_sense) >= MOST_RULES:
            raise WrongValue(
                f"pravil je že {MOST_RULES}, več jih ne sme biti",
                english=f"there are {MOST_RULES} rules already",
            )
        self._enter(rule)

    def _enter(self, rule: Rule) -> None:
        self._by_sense[rule.sense] = rule
        for term, other in rule.pairs() if rule.means else ():
            self._after.setdefault(sense_of(term), {})[sense_of(other)] = other

    def _circle(self, rule: Rule) -> list[str]:
        """Gives the terms of a circle of arrows that a rule would close, none where it closes none."""
        starts = {sense_of(term): term for term in rule.terms}
        waiting = [[term, other] for term in rule.terms for other in rule.means]
        seen: set[Sense] = set()
        while waiting:
            path = waiting.pop()
            here = sense_of(path[-1])
            if here in starts:
                return path
            if here not in seen:
                seen.add(here)
                waiting.extend([*path, further] for further in self._after.get(here, {}).values())
        return []


def _terms(side: str) -> Iterator[str]:
    for part in _BOTH_WAYS.split(tidy(side)):
        if term := " ".join(part.translate(_QUOTES).split()):
            yield term


def _check(rule: Rule, *, is_one_way: bool, text: str) -> None:
    if is_one_way and not (rule.terms and rule.means):
        raise WrongValue(
            f"»{_shown(text)}« nima besed na obeh straneh puščice",
            english=f"“{_shown(text)}” lacks words on one side of the arrow",
        )
    if not is_one_way and len(rule.terms) < 2:
        raise WrongValue(
            f"»{_shown(text)}« nima dveh izrazov; zapišite npr. »OU = občinska uprava«",
            english=f"“{_shown(text)}” has no two terms; write e.g. “OU = občinska uprava”",
        )
    terms = (*rule.terms, *rule.means)
    if len(terms) > MOST_TERMS:
        raise WrongValue(
            f"»{_shown(text)}« ima {len(terms)} izrazov, največ jih je {MOST_TERMS}",
            english=f"“{_shown(text)}” has {len(terms)} terms, at most {MOST_TERMS} are possible",
        )
    seen: dict[Sense, str] = {}
    for term in terms:
        sense = _checked_sense(term)
        if sense in seen:
            raise WrongValue(
                f"»{term}« in »{seen[sense]}« sta isti izraz", english=f"“{term}” and “{seen[sense]}” are the same term"
            )
        seen[sense] = term


def _checked_sense(term: str) -> Sense:
    sense = sense_of(term)
    if not sense:
        raise WrongValue(f"»{_shown(term)}« nima ne črk ne števk", english=f"“{_shown(term)}” has no letters or digits")
    if len(sense) > MOST_WORDS or len(term) > LONGEST_TERM:
        raise WrongValue(
            f"izraz »{_shown(term)}« je predolg (največ {MOST_WORDS} besed in {LONGEST_TERM} znakov)",
            english=f"“{_shown(term)}” is too long (at most {MOST_WORDS} words and {LONGEST_TERM} characters)",
        )
    return sense


def _shown(text: str) -> str:
    plain = " ".join(tidy(text).split())
    return plain if len(plain) <= 60 else plain[:60] + "…"
