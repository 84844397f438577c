"""kb's own question grammar: text → a tree of frozen nodes. Never an error, unless the text is too long.

| typed                                   | asks for                                                          |
|-----------------------------------------|-------------------------------------------------------------------|
| občinski redar, občinski IN redar       | passages with both words (also AND)                               |
| "občinski redar", »občinski redar«      | the words side by side, in any of their forms                     |
| ="občinski redar", =redarja             | just these forms side by side                                     |
| redar*                                  | words that begin so, with three letters or more                   |
| redar blizu globa, redar BLIZU/5 globa  | both in one field, at most 10 (5) other words between (also near) |
| 12. člen, čl. 12.a, 10. in 11. člen     | these articles: kb.search.article_terms                           |
| redar -policija, redar NE policija      | the first without the second (also NOT)                           |
| redar nadzornik ALI inšpektor           | redar, and one of the other two (also OR)                         |
| (redar globa) ALI -(čuvaj denar)        | what stands in parentheses is one                                 |
| komisija:okolje, -vrsta:zakon           | a known field (FIELDS); its value may stand in quotes             |
| vrsta:(zakon ALI uredba)                | the field with any of the values                                  |
| leto:2018..2020, leto:2018..            | documents dated in these years                                    |
| datum:1.5.2024, datum:2024-05           | documents of this day, this month                                 |
| od:1.1.2024 do:30.6.2024                | documents from one day to another, both included                  |

Words are found in all their forms. BLIZU binds closest, then ALI, then IN and mere juxtaposition. Operators are
written in capitals, «blizu» in any letters. Anything else is a word like any other: unknown fields, operators with
nothing on one side, lone stars, quotes and parentheses without a partner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.errors import QueryError
from kb.search.grouping import tree_of
from kb.search.lexing import (
    FIELDS,
    SHORTEST_BEGINNING,
    Closing,
    Does,
    Opening,
    Operator,
    Term,
    operator,
    size_of,
    terms_of,
)
from kb.search.tree import And, Field, Near, Node, Not, Or, Phrase, Word
from kb.slovene.normal import tidy
from kb.slovene.references import joined_numbers

__all__ = ["FIELDS", "LONGEST_TEXT", "MOST_TERMS", "SHORTEST_BEGINNING", "Parsed", "Remark", "parse", "written"]

LONGEST_TEXT = 1_000
MOST_TERMS = 64
DEEPEST = 12
"""Levels of a tree; parentheses of a question that is deeper are left out."""

_WRITTEN_FIELDS = {
    "body": "komisija",
    "topic": "podrocje",
    "kind": "vrsta",
    "year": "leto",
    "date": "datum",
    "from": "od",
    "until": "do",
    "visibility": "dostop",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What the page should say of a question: a stable key and the value it is about.

    "terms-left-out" (how many were kept); "parentheses-left-out" (how many levels there may be); "read-as-near"
    (the word that was typed); "forms-left-out" (the beginning of which not all words were searched for);
    "unknown-body", "unknown-topic", "unknown-kind", "unknown-year", "unknown-date", "unknown-visibility" (the value,
    which was searched as words); "index-renewed" (nothing): a part of the index is damaged and made anew.
    """

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question as understood: its tree and the remarks on it."""

    node: Node
    remarks: tuple[Remark, ...] = ()


def parse(text: str) -> Parsed:
    """Gives the tree of a question; at most MOST_TERMS words of it, the rest ignored with a remark.

    Raises QueryError for more than LONGEST_TEXT characters, at once.

    >>> parse("redar -policija leto:2018..").node
    And(parts=(Word(text='redar'), Not(part=Word(text='policija')), Field(name='year', value='2018..')))
    """
    if len(text) > LONGEST_TEXT:
        raise QueryError(f"{len(text)} > {LONGEST_TEXT}")
    typed = terms_of(joined_numbers(tidy(text)))
    kept = _first(typed)
    remarks = [Remark("terms-left-out", str(MOST_TERMS))] if kept != typed else []
    node = tree_of(kept)
    if _depth(node) > DEEPEST:
        node = tree_of([term for term in kept if not isinstance(term, Opening | Closing)])
        remarks.append(Remark("parentheses-left-out", str(DEEPEST)))
    remarks.extend(Remark("read-as-near", word) for word in _read_as_near(kept, node))
    return Parsed(node, tuple(remarks))


def written(node: Node) -> str:
    """Gives the text of a tree that `parse` gave; parsing it gives the same tree.

    >>> written(parse('"občinski  redar" OR (čuvaj) -commission:"Komisija za okolje"').node)
    '("občinski redar" ALI čuvaj) -komisija:"Komisija za okolje"'
    """
    match node:
        case Word(text, prefix):
            shown = f"{text}*" if prefix else text
            return f"({shown})" if operator(text) else shown
        case Phrase(words, exact):
            return f'{"=" if exact else ""}"{" ".join(words)}"'
        case Near(parts, within):
            return f" BLIZU/{within} ".join(written(part) for part in parts)
        case Field(name, value):
            is_plain = all(character.isalnum() or character in "-.…" for character in value)
            return f"{_WRITTEN_FIELDS[name]}:{value}" if is_plain else f'{_WRITTEN_FIELDS[name]}:"{value}"'
        case Not(part):
            return f"-{_enclosed(part)}"
        case Or(parts):
            return " ALI ".join(map(_enclosed, parts))
        case And(parts):
            return " ".join(map(_enclosed, parts))
    return ""


def _enclosed(node: Node) -> str:
    shown = written(node)
    return f"({shown})" if isinstance(node, And | Or | Near) else shown


def _depth(node: Node) -> int:
    match node:
        case And(parts) | Or(parts):
            return 1 + max(map(_depth, parts))
        case Not(part):
            return 1 + _depth(part)
    return 0


def _read_as_near(terms: Iterable[Term], node: Node) -> Iterator[str]:
    """Gives the first operator that was typed like a word, where it may have been meant as one."""
    if not _has_near(node):
        return
    small = (term.typed for term in terms if isinstance(term, Operator) and term.typed.isalpha())
    yield from [typed for typed in small if typed.islower()][:1]


def _has_near(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(map(_has_near, parts))
        case Not(part):
            return _has_near(part)
    return isinstance(node, Near)


# --- the room there is -----------------------------------------------------------------------------


def _first(terms: list[Term]) -> list[Term]:
    """Gives the terms up to MOST_TERMS words; a phrase is cut where the room ends, parentheses are closed there."""
    room = MOST_TERMS
    for number, term in enumerate(terms):
        size = size_of(term) or int(_is_likely_word(term, terms[:number]))
        if size > room:
            return _closed([*terms[:number], *_shortened(term, room)])
        room -= size
    return terms


def _is_likely_word(term: Term, before: list[Term]) -> bool:
    """Tells whether an operator will hardly operate: «ALI ALI ALI» are words too."""
    if not isinstance(term, Operator):
        return False
    return term.does in (Does.NOT, Does.NEAR) or not before or isinstance(before[-1], Operator | Opening)


def _shortened(term: Term, room: int) -> list[Term]:
    return [Phrase(term.words[:room], term.exact)] if isinstance(term, Phrase) and room else []


def _closed(terms: list[Term]) -> list[Term]:
    """Gives the terms without operators at their end that wait for something, their parentheses closed."""
    while terms and isinstance(terms[-1], Operator | Opening):
        terms = terms[:-1]
    depth = sum(isinstance(term, Opening) - isinstance(term, Closing) for term in terms)
    return [*terms, *[Closing()] * depth]
