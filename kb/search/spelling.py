"""«Ste mislili»: words of a question that the reader's documents do not have, and the words that they may have meant.

Candidates are forms of words at most two edits away (one for short words) by optimal string alignment: a letter put in,
left out, changed, or two neighbours swapped. Strešice do not count. All forms of a lemma are one candidate, shown in
the form nearest to what was typed. A correction is given only where the question finds more with it, for this reader.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.search.snippets import Piece
from kb.search.suggesting.forms import SHORTEST, NearForm
from kb.search.tree import And, Near, Node, Or, Phrase, Word, asked_for
from kb.slovene.fold import fold
from kb.slovene.function_words import FUNCTION_WORDS
from kb.slovene.references import acronym_keys
from kb.slovene.words import document_keys, is_word

LITTLE = 2
"""Documents that are few enough for a correction to be thought of."""

MUCH_MORE = 10
"""How many times more documents a correction has to find where the word as typed finds a few."""

LONGEST_QUESTION = 24
"""Words of the longest question that is corrected."""

MOST_WORDS = 12
MOST_DOUBTS = 3
MOST_CANDIDATES = 3
MOST_ASKED = 6
MOST_QUESTIONS = 4
COST_OF_EDIT = 3.0
COST_OF_FIRST_LETTER = 1.5

Finds = Callable[[str], int]
Nearest = Callable[[str], Sequence[NearForm]]


@dataclass(frozen=True, slots=True)
class Correction:
    """A question as it may have been meant; the words that are not as typed are marked in `pieces`."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Gives the question to be asked instead."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A word that finds little, and what it may have been meant as, likeliest first."""

    typed: str
    meant: tuple[str, ...]


def correction(
    text: str,
    node: Node,
    *,
    found: int,
    word_finds: Finds,
    finds: Finds,
    finds_some: Callable[[str], bool],
    near: Nearest,
) -> Correction | None:
    """Gives what the question `text`, whose tree is `node` and which finds `found` documents, may have meant.

    `word_finds` tells how many documents open to the reader a word finds by itself, `finds` how many a whole question
    does, narrowed as this one is, and `finds_some` whether any have some of its words. None where the question finds
    enough, or nothing would find more.
    """
    if found > LITTLE:
        return None
    if sum(1 for _ in asked_for(node)) > LONGEST_QUESTION:
        # Each choice is asked whole: a question of a page's length would cost more so than its answer did.
        return None
    words = list(dict.fromkeys(word for word in _correctable(node) if len(word) >= SHORTEST))[:MOST_WORDS]
    found_doubts = (doubt for word in words if (doubt := _doubt(word, word_finds, near)) is not None)
    doubts = list(itertools.islice(found_doubts, MOST_DOUBTS))
    if not doubts:
        return None
    combined = itertools.islice(itertools.product(*(doubt.meant for doubt in doubts)), MOST_QUESTIONS)
    typed = [doubt.typed for doubt in doubts]
    choices = [_rewritten(text, dict(zip(typed, chosen, strict=True))) for chosen in combined]
    better = next((meant for meant in choices if finds(meant.text) > found), None)
    if better is None and not found and finds_some(choices[0].text):
        return choices[0]
    return better


def _correctable(node: Node) -> Iterator[str]:
    """Gives the words that may be mistyped: not numbers, citations, acronyms, beginnings of words or exact forms."""
    match node:
        case Word(text, prefix=False):
            if text.isalpha() and not acronym_keys(text):
                yield text
        case Phrase(words, exact=False):
            yield from (word for word in words if word.isalpha() and not acronym_keys(word))
        case And(parts) | Or(parts) | Near(parts):
            for part in parts:
                yield from _correctable(part)


def _doubt(typed: str, word_finds: Finds, near: Nearest) -> _Doubt | None:
    """Gives what a word may have been meant as; None for one that the reader's documents have in any of its forms."""
    having = word_finds(typed)
    if having > LITTLE:
        return None
    allowed = 1 if having or is_word(typed.lower()) else 2
    enough = having * MUCH_MORE
    meant: list[str] = []
    for form in itertools.islice(_families(typed, near(typed), allowed), MOST_ASKED):
        if word_finds(form) > enough:
            meant.append(_in_case(form, typed))
        if len(meant) == MOST_CANDIDATES:
            break
    return _Doubt(typed, tuple(meant)) if meant else None


def _families(typed: str, near: Sequence[NearForm], allowed: int) -> Iterator[str]:
    """Gives one form for each lemma, the likeliest first: few edits, the first letter kept, in many documents."""
    families: dict[str, list[NearForm]] = {}
    for each in near:
        lemma = document_keys(each.form)[0]
        if each.edits <= allowed and each.form != typed.lower() and lemma not in FUNCTION_WORDS:
            families.setdefault(lemma, []).append(each)
    scored = []
    for forms in families.values():
        nearest = min(forms, key=lambda each: (_cost(each, typed), -each.documents, each.form))
        frequency = math.log1p(sum(each.documents for each in forms))
        scored.append((_cost(nearest, typed) - frequency, nearest.form))
    return (form for _, form in sorted(scored))


def _cost(near: NearForm, typed: str) -> float:
    return COST_OF_EDIT * near.edits + COST_OF_FIRST_LETTER * (fold(near.form[0]) != fold(typed[0]))


def _in_case(form: str, typed: str) -> str:
    if len(typed) > 1 and typed.isupper():
        return form.upper()
    return form.capitalize() if typed[0].isupper() else form


def _rewritten(text: str, meant: dict[str, str]) -> Correction:
    """Gives `text` with words changed wherever they stand by themselves."""
    words = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in meant))
    pieces: list[Piece] = []
    place = 0
    for found in words.finditer(text):
        pieces += [Piece(text[place : found.start()], False), Piece(meant[found[0]], True)]
        place = found.end()
    pieces.append(Piece(text[place:], False))
    return Correction(tuple(piece for piece in pieces if piece.text))
