"""What became of a wish: how much of a wanted wording an adopted text has that the text before it had not.

A wish is put in by words and pairs of neighbouring words (lemmas, so that «redarja» is «redarju») that the old text
lacks, and takes out those that it stands in place of. It is met as far as the new text has the ones and lacks the
others. What comes of it is a suggestion for a person to look at, never a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kb.legislation.amendments import consolidate
from kb.legislation.articles import Article
from kb.legislation.lawtext import LawArticle, law_of, shown
from kb.model import ProposalOutcome, Stance
from kb.slovene.function_words import FUNCTION_WORDS
from kb.slovene.words import document_keys

MET = 0.8
"""The least share of a wish in a text that has taken it."""
PARTLY_MET = 0.2
"""The least share of a wish in a text that has taken some of it."""
SAME = 0.9
GONE = 0.45
"""The least likeness of an article to be the one that it was; from SAME on it is hardly changed."""

_MOVED_BONUS = 0.1
_STANDS_FOR = 0.4
_LEAST_NEAR = 0.3
_FEWEST = 2
_LONGEST = 20_000
_WORD = re.compile(r"\w+")
_COUNTED = re.compile(r"^\s{0,4}(?:\(?\d{1,3}[.)]|[a-zčšž]\)|[-–—•])\s{0,4}", re.M)
_BEFORE_ORDER = re.compile(r"(?P<place>[^»„\"]{0,120}?)(?P<order>\s(?:se|sta|so)\s)")

Grams = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may have become of a wish: the `share` that is met, and in which article of the new text, None for none.

    `wanted` is the text that was wanted, with what was ordered done to the old one.
    """

    outcome: ProposalOutcome
    share: float = 0.0
    article: LawArticle | None = None
    wanted: str = ""


def judge(
    number: str, wording: str, stance: Stance, *, old: Sequence[LawArticle], new: Sequence[LawArticle]
) -> Verdict:
    """Gives what the articles of a new text have of a wish on the article with a number, "" for the whole text.

    Without a wording, what is supported should have stayed and what is opposed should be gone.
    """
    before = next((each for each in old if each.number == number), None)
    if not wording.strip():
        return _without_wording(before, stance, new)
    wanted = _done(wording, before) if before else wording
    is_whole = wanted != wording
    stands_for = _stands_for(wanted, before, is_whole=is_whole)
    own = _wish(wanted, [before.text] if before else [each.text for each in old], stands_for=stands_for)
    # What the old text said in another article too is no sign that the wish was met there.
    elsewhere = _wish(wanted, [each.text for each in old], stands_for=stands_for)
    wishes = [own if each.number == number else elsewhere for each in new]
    found = [
        (wish.met_by(each.text), each.number == number, -at)
        for at, (wish, each) in enumerate(zip(wishes, new, strict=True))
        if wish
    ]
    if own is None or not found:
        return Verdict(ProposalOutcome.UNKNOWN, wanted=wanted)
    share, _, at = max(found, key=lambda each: (each[0] + _MOVED_BONUS * each[1], each[1], each[2]))
    article = new[-at] if share >= PARTLY_MET else next((each for each in new if each.number == number), None)
    return Verdict(_outcome(share), share, article, wanted)


def _outcome(share: float) -> ProposalOutcome:
    if share >= MET:
        return ProposalOutcome.ACCEPTED
    return ProposalOutcome.PARTLY if share >= PARTLY_MET else ProposalOutcome.REJECTED


# --- a wish ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wish:
    """Pairs of words that are wanted in and out of a text, and single words of meaning that are wanted in."""

    put_in: Grams
    taken_out: Grams
    words: frozenset[str]

    def met_by(self, text: str) -> float:
        """Gives the share of the wish that a text meets, from 0 to 1."""
        words, pairs = _lemmas(text), _pairs(text)
        there = (self.put_in & pairs).total()
        gone = (self.taken_out - pairs).total()
        if not there and self.put_in.total() * 3 > self.taken_out.total():
            return 0.0
        by_pairs = (there + gone) / (self.put_in.total() + self.taken_out.total())
        if not self.words:
            return by_pairs
        by_words = len(self.words.intersection(words)) / len(self.words)
        return max(by_pairs, (by_pairs + by_words) / 2)


def _wish(wanted: str, had: Iterable[str], *, stands_for: str) -> _Wish | None:
    """Gives what of a wanted text is a wish, None where it asks for too little to be told."""
    had = tuple(had)
    before = Counter[tuple[str, ...]]()
    for text in had:
        before |= _pairs(text)
    put_in, taken_out = _pairs(wanted) - before, _pairs(stands_for) - _pairs(wanted)
    if put_in.total() + taken_out.total() < _FEWEST:
        return None
    known = {word for text in had for word in _lemmas(text)}
    return _Wish(put_in, taken_out, frozenset(_lemmas(wanted)) - known - FUNCTION_WORDS)


def _stands_for(wanted: str, before: LawArticle | None, *, is_whole: bool) -> str:
    """Gives the part of an article that a wanted text stands in place of: all of it, a paragraph, or none."""
    if before is None:
        return ""
    if is_whole or likeness(wanted, before.text) >= _STANDS_FOR:
        return before.text
    likest = max(before.text.split("\n"), key=lambda line: likeness(wanted, line))
    return likest if likeness(wanted, likest) >= _STANDS_FOR else ""


def _done(wording: str, before: LawArticle) -> str:
    """Gives the article as a wording orders it to be, «V drugem odstavku se črta …», else the wording."""
    named = f"{shown(before.number)} člena"
    placed = _BEFORE_ORDER.sub(lambda found: f"{found['place']} {named}{found['order']}", wording, count=1)
    base = law_of("", "", [Article(before.number, before.title, (), tuple(before.text.split("\n")), 0, 1)])
    for said in (wording, placed):
        act = law_of("", "X", [Article("1", "", (), tuple(said.split("\n")), 0, 1)])
        draft = consolidate(base, [act])
        if draft.changes and not draft.problems:
            return "\n".join(each.text for each in draft.law.articles)
    return wording


# --- without a wording ---------------------------------------------------------------------------------


def _without_wording(before: LawArticle | None, stance: Stance, new: Sequence[LawArticle]) -> Verdict:
    unknown = Verdict(ProposalOutcome.UNKNOWN)
    if before is None or not new or stance not in (Stance.SUPPORT, Stance.OPPOSE):
        return unknown
    likest = max(new, key=lambda each: (likeness(before.text, each.text), each.number == before.number))
    alike = likeness(before.text, likest.text)
    is_supported = stance is Stance.SUPPORT
    if alike < GONE or likest.is_repealed:
        return Verdict(ProposalOutcome.REJECTED if is_supported else ProposalOutcome.ACCEPTED, 1 - alike)
    if alike >= SAME:
        return Verdict(ProposalOutcome.ACCEPTED if is_supported else ProposalOutcome.REJECTED, alike, likest)
    return Verdict(ProposalOutcome.UNKNOWN, alike, likest)


# --- words -------------------------------------------------------------------------------------------


def nearest(wanted: str, adopted: str) -> str:
    """Gives the paragraph of an adopted article that a shorter wanted text is to be put beside, else all of it."""
    likest = max(adopted.split("\n"), key=lambda line: likeness(wanted, line))
    is_part = "\n" not in wanted.strip() and likeness(wanted, likest) > likeness(wanted, adopted)
    return likest if is_part and likeness(wanted, likest) >= _LEAST_NEAR else adopted


def likeness(one: str, other: str) -> float:
    """Gives the share of common pairs of neighbouring words (Dice), from 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


@lru_cache(2_000)
def _lemmas(text: str) -> tuple[str, ...]:
    plain = _COUNTED.sub("", text[:_LONGEST])
    return tuple(document_keys(word)[0] for word in _WORD.findall(plain))


def _pairs(text: str) -> Grams:
    return Counter(pairwise(_lemmas(text)))
