"""From the terms of a question to its tree: parentheses, operators and what they operate on.

Near binds closest, then OR, then AND and mere juxtaposition. An operator with nothing on one side is a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, product
from math import prod
from typing import cast

from kb.search.article_terms import with_articles
from kb.search.lexing import Closing, Does, Opening, Operator, Term, field_named
from kb.search.tree import And, Everything, Near, Node, Not, Or, Phrase, Word, all_of, any_of

MOST_NEAR = 16
"""Pairs that «(redar ALI čuvaj) blizu (globa ALI kazen)» may come to; four here."""


def tree_of(terms: Sequence[Term]) -> Node:
    """Gives the tree of terms in order; a parenthesis without a partner is none."""
    groups: list[tuple[Opening, list[Term]]] = [(Opening(), [])]
    for term in terms:
        if isinstance(term, Opening):
            groups.append((term, []))
        elif isinstance(term, Closing):
            opening, inner = groups.pop()
            groups[-1][1].extend(_group(opening, inner))
        else:
            groups[-1][1].append(term)
    while len(groups) > 1:
        opening, inner = groups.pop()
        groups[-1][1].extend(_unpaired(opening, inner))
    return _joined(groups[0][1])


def _group(opening: Opening, inner: list[Term]) -> list[Term]:
    node = _joined(inner)
    if opening.field:
        node = _fielded(node, opening.field)
    return [] if isinstance(node, Everything) else [_negated(node) if opening.minus else node]


def _unpaired(opening: Opening, inner: list[Term]) -> list[Term]:
    """Gives the terms after a parenthesis that is never closed; a minus or field before it is for the first of them."""
    if not inner or isinstance(inner[0], Operator):
        return inner
    return [*_group(opening, inner[:1]), *inner[1:]]


def _fielded(node: Node, name: str) -> Node:
    """Gives `node` with its words and phrases as values of a field."""
    match node:
        case Word(text):
            return field_named(name, text) or node
        case Phrase(words):
            return field_named(name, " ".join(words)) or node
        case And(parts):
            return And(tuple(_fielded(part, name) for part in parts))
        case Or(parts):
            return Or(tuple(_fielded(part, name) for part in parts))
        case Not(part):
            return Not(_fielded(part, name))
    return node


def _negated(node: Node) -> Node:
    return node.part if isinstance(node, Not) else Not(node)


# --- operators -------------------------------------------------------------------------------------


def _joined(terms: Sequence[Term]) -> Node:
    """Gives the tree of terms without parentheses."""
    settled = _settled(with_articles(terms))
    return all_of(tuple(_alternatives(_with_nearness(with_articles(_opened(settled))))))


def _settled(terms: Sequence[Term]) -> list[Term]:
    """Gives the terms with each operator that has nothing to operate on made a word, exclusions and AND carried out."""
    settled: list[Term] = []
    waiting = list(reversed(terms))
    while waiting:
        term = waiting.pop()
        if not isinstance(term, Operator):
            settled.append(term)
        elif term.does is Does.NOT and waiting and not isinstance(waiting[-1], Operator):
            settled.append(_negated(_node(waiting.pop())))
        elif not _operates(term, settled[-1:], waiting[-1:]):
            settled.append(term.as_word)
        elif term.does is not Does.AND:
            settled.append(term)
    return settled


def _operates(operator: Operator, before: Sequence[Term], after: Sequence[Term]) -> bool:
    if operator.does is Does.NOT or not before or not after or isinstance(before[0], Operator):
        return False
    return operator.does is not Does.NEAR or (_can_be_near(before[0]) and _can_be_near(after[0]))


def _can_be_near(term: Term) -> bool:
    if isinstance(term, And | Or):
        return all(isinstance(part, Word | Phrase) for part in term.parts)
    return isinstance(term, Word | Phrase)


def _opened(terms: Sequence[Term]) -> list[Term]:
    """Gives the terms with the parts of each And instead of it, where no operator stands beside it."""
    found: list[Term] = []
    for number, term in enumerate(terms):
        beside = (*terms[max(number - 1, 0) : number], *terms[number + 1 : number + 2])
        is_free = isinstance(term, And) and not any(isinstance(each, Operator) for each in beside)
        found.extend(term.parts if isinstance(term, And) and is_free else (term,))
    return found


# --- nearness and alternatives ---------------------------------------------------------------------


def _with_nearness(terms: Sequence[Term]) -> Iterator[Term]:
    """Gives the terms with each «redar blizu globa» as one node."""
    place = 0
    while place < len(terms):
        end = place + 1
        while end < len(terms) and _is(terms[end], Does.NEAR):
            end += 2
        yield from _near(terms[place:end])
        place = end


def _near(terms: Sequence[Term]) -> Iterator[Term]:
    """Gives the node of things asked for near one another; where it would be too large, their operators as words.

    «a BLIZU b BLIZU c» is one window; «a BLIZU/3 b BLIZU/5 c» are two.
    """
    operands = [_choices(term) for term in terms[::2]]
    distances = [term.within for term in terms[1::2] if isinstance(term, Operator)]
    nodes, start = [], 0
    for within, equal in groupby(distances):
        end = start + len(list(equal))
        run = operands[start : end + 1]
        if prod(map(len, run)) > MOST_NEAR:
            yield from (term.as_word if isinstance(term, Operator) else term for term in terms)
            return
        nodes.append(_either(Near(tuple(chain.from_iterable(choice)), within) for choice in product(*run)))
        start = end
    yield all_of(tuple(nodes)) if nodes else terms[0]


def _choices(term: Term) -> list[tuple[Word | Phrase, ...]]:
    """Gives what may stand near something else: any of the parts of an OR, all of the parts of an AND."""
    if isinstance(term, Or):
        return [(cast(Word | Phrase, part),) for part in term.parts]
    parts = term.parts if isinstance(term, And) else (term,)
    return [tuple(cast(Word | Phrase, part) for part in parts)]


def _alternatives(terms: Iterator[Term]) -> Iterator[Node]:
    """Gives the nodes all of which are asked for: those with OR between them as one."""
    group: list[Node] = []
    is_open = False
    for term in terms:
        if isinstance(term, Operator):
            is_open = True
            continue
        if group and not is_open:
            yield _either(group)
            group = []
        group.append(_node(term))
        is_open = False
    if group:
        yield _either(group)


def _either(parts: Iterable[Node]) -> Node:
    single = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return any_of(single)


def _is(term: Term, does: Does) -> bool:
    return isinstance(term, Operator) and term.does is does


def _node(term: Term) -> Node:
    return cast(Node, term)
