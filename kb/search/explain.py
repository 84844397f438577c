"""Why a passage is a hit, in words: what was asked for, in which form it stands where, what it weighs.

The weights come from an index that is asked for each word by itself (kb.library.explaining); here they are only put
beside what can be seen in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kb.search.clues import clues_of
from kb.search.ranking import EARLY_WITHIN
from kb.search.snippets import mark
from kb.search.tree import Asked, Near, Node, Phrase, Word, asked_for

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands: "title", "heading" or "text", in which forms, the most frequent first, how often each."""

    field: str
    forms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something asked for that the passage or its title has; `share` is what of the score it brings, from 0 to 1.

    `early` tells that it stands in the heading or among the first words.
    """

    asked: str
    share: float
    standing: tuple[Standing, ...]
    early: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons, the weightiest first; what is missing; which words stand side by side as in the question.

    `whole_title` tells that the title has everything that was asked for.
    """

    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    together: tuple[str, ...]
    whole_title: bool


def why(query: Node, *, title: str, heading: str, text: str, weights: Mapping[Asked, float]) -> Why:
    """Gives why a passage answers `query`; `weights` are the scores that it has for each word of it alone.

    What stands for a word (a synonym) and is not there is not missing.
    """
    fields = {"title": title, "heading": heading, "text": text}
    asked = list(dict.fromkeys(asked_for(query)))
    standing = {each: _standing(each, fields) for each in asked}
    whole = sum(weights.get(each, 0.0) for each in asked if standing[each]) or 1.0
    reasons = [
        Reason(in_words(each), weights.get(each, 0.0) / whole, standing[each], _is_early(each, heading, text))
        for each in asked
        if standing[each]
    ]
    clues = clues_of(query)
    return Why(
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.share)),
        missing=tuple(dict.fromkeys(in_words(each) for each in clues.words if not standing.get(each))),
        together=tuple(
            f"{first.text} {second.text}"
            for first, second in clues.pairs
            if _forms(Phrase((first.text, second.text)), text)
        ),
        whole_title=bool(clues.words) and all(_forms(each, title) for each in clues.words),
    )


def in_words(asked: Asked) -> str:
    """Gives what was asked for as it was typed: redar*, "občinski redar", redar … globa."""
    match asked:
        case Word(text, prefix):
            return f"{text}*" if prefix else text
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Near(parts):
            return " … ".join(map(in_words, parts))


def _standing(asked: Asked, fields: Mapping[str, str]) -> tuple[Standing, ...]:
    found = ((name, _forms(asked, text)) for name, text in fields.items())
    return tuple(Standing(name, tuple(forms.most_common())) for name, forms in found if forms)


def _forms(asked: Asked, text: str) -> Counter[str]:
    return Counter(" ".join(piece.text.lower().split()) for piece in mark(text, asked) if piece.marked)


def _is_early(asked: Asked, heading: str, text: str) -> bool:
    """Tells whether something stands in the heading or among the first EARLY_WITHIN words of the text."""
    if _forms(asked, heading):
        return True
    before = next((piece for piece in mark(text, asked)), None)
    if before is None or (not before.marked and len(before.text) == len(text)):
        return False
    return before.marked or len(_WORDS.findall(before.text)) < EARLY_WITHIN
