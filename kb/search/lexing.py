"""The terms of a question in the order in which they were typed: words, phrases, fields, operators, parentheses.

What a term means beside others (whether an operator has something on both sides, a parenthesis its partner) is
settled in kb.search.query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.search.tree import Field, Node, Not, Phrase, Word
from kb.slovene.fold import fold

SHORTEST_BEGINNING = 3
USUAL_DISTANCE = 10
LONGEST_DISTANCE = 100

FIELDS = {
    "organ": "body",
    "komisija": "body",
    "mreza": "body",
    "sekcija": "body",
    "skupina": "body",
    "body": "body",
    "commission": "body",
    "network": "body",
    "section": "body",
    "group": "body",
    "podrocje": "topic",
    "topic": "topic",
    "vrsta": "kind",
    "kind": "kind",
    "type": "kind",
    "leto": "year",
    "year": "year",
    "datum": "date",
    "date": "date",
    "od": "from",
    "from": "from",
    "since": "from",
    "do": "until",
    "until": "until",
    "to": "until",
    "dostop": "visibility",
    "visibility": "visibility",
    "access": "visibility",
}

_OF_TIME = ("year", "date", "from", "until")
_QUOTES = '"„“”»«'
_MINUS = r"(?P<minus>-(?=[^\s-]))?"
_NAME = r"(?P<name>[^\W\d_]{2,12}):"
_OPENING = re.compile(rf"{_MINUS}(?:{_NAME})?\(")
_QUOTED = re.compile(
    rf"{_MINUS}(?:{_NAME}|(?P<exact>=))?(?:[\"„“”](?P<curly>[^\"„“”]*)[\"„“”]|[»«](?P<angle>[^»«]*)[»«])"
)
_SPACED_DATE = re.compile(rf"{_MINUS}{_NAME}(?P<day>\d{{1,2}}\. ?\d{{1,2}}\. ?\d{{4}})(?=[\s),;]|\.(?:\s|$)|$)")
_BARE = re.compile(rf"[^\s{_QUOTES}]+")
_NAMED = re.compile(rf"{_NAME}(?P<value>.*)", re.DOTALL)
_NEAR = re.compile(r"(?:blizu|near)(?:/(\d{1,4}))?", re.IGNORECASE)
_ENDS_OF_SPANS = ".…"


class Does(StrEnum):
    """What an operator does."""

    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that may operate on its neighbours: «ALI», «BLIZU/5»; `within` counts the words between."""

    does: Does
    typed: str
    within: int = 0

    @property
    def as_word(self) -> Word:
        """Gives the word that it is where there is nothing to operate on."""
        return Word(self.typed if self.does is Does.NEAR else self.typed.lower())


@dataclass(frozen=True, slots=True)
class Opening:
    """A parenthesis that opens, with the minus and the name of a field before it."""

    minus: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """A parenthesis that closes."""


Term = Node | Operator | Opening | Closing

_OPERATORS = {
    "IN": Does.AND,
    "AND": Does.AND,
    "ALI": Does.OR,
    "OR": Does.OR,
    "NE": Does.NOT,
    "NOT": Does.NOT,
}


def terms_of(text: str) -> list[Term]:
    """Gives the terms of a tidy text.

    >>> terms_of("redar BLIZU/5 globa")
    [Word(text='redar', prefix=False), Operator(does=<Does.NEAR: 'near'>, typed='BLIZU/5', within=5), \
Word(text='globa', prefix=False)]
    """
    found: list[Term] = []
    place = depth = 0
    is_shouted = text.isupper()
    while place < len(text):
        read, place = _read(text, place, in_group=depth > 0, is_shouted=is_shouted)
        for term in read:
            depth += isinstance(term, Opening) - isinstance(term, Closing)
            found.append(term)
    return found


def operator(word: str) -> Operator | None:
    """Gives the operator that a word is: IN, ALI, NE, AND, OR, NOT in capitals, «blizu» and "near" in any letters."""
    if near := _NEAR.fullmatch(word):
        within = min(int(near[1]), LONGEST_DISTANCE) if near[1] else USUAL_DISTANCE
        return Operator(Does.NEAR, word, within)
    return Operator(_OPERATORS[word], word) if word in _OPERATORS else None


def field_named(name: str | None, value: str) -> Field | None:
    """Gives the field that a name in Slovene or English means; None for an unknown one, and for an empty value."""
    canonical = FIELDS.get(fold(name)) if name else None
    if canonical is None:
        return None
    shown = _without_edges(_unquoted(value), _ENDS_OF_SPANS if canonical in _OF_TIME else "")
    if shown.endswith(".") and not shown.endswith(".."):
        shown = shown[:-1]
    return Field(canonical, shown) if shown else None


def words_in(text: str) -> tuple[str, ...]:
    """Gives the words between spaces without the punctuation around them; none for what has only that."""
    return tuple(word for part in text.split() if (word := _without_edges(part)))


def _read(text: str, place: int, *, in_group: bool, is_shouted: bool) -> tuple[list[Term], int]:
    """Gives what stands at a place, and the place after it."""
    if text[place] == ")":
        return [Closing()] if in_group else [], place + 1
    if (found := _OPENING.match(text, place)) and (found["name"] is None or fold(found["name"]) in FIELDS):
        return [Opening(bool(found["minus"]), found["name"])], found.end()
    if found := _QUOTED.match(text, place):
        return _quoted_term(found), found.end()
    if (found := _SPACED_DATE.match(text, place)) and (dated := field_named(found["name"], found["day"])):
        return _signed(dated, found["minus"]), found.end()
    if found := _BARE.match(text, place):
        typed = _until_closed(found[0])
        return _bare_terms(typed, is_shouted=is_shouted), place + len(typed)
    return [], place + 1


def _until_closed(typed: str) -> str:
    """Gives a run up to the parenthesis that closes none of its own: «čuvaj)» → «čuvaj», «redar(ja)» whole."""
    depth, begun = 0, False
    for place, character in enumerate(typed):
        begun = begun or character.isalnum()
        depth += (begun and character == "(") - (character == ")")
        if depth < 0:
            return typed[:place]
    return typed


def _quoted_term(found: re.Match[str]) -> list[Term]:
    inside = found["curly"] if found["curly"] is not None else found["angle"]
    inner = field_named(found["name"], inside) or _phrase(f"{found['name'] or ''} {inside}", exact=bool(found["exact"]))
    return _signed(inner, found["minus"])


def _bare_terms(typed: str, *, is_shouted: bool) -> list[Term]:
    if operates := operator(typed):
        # «NE ZAPIRAJTE ŠOL» in capitals throughout is no exclusion.
        return [operates.as_word if is_shouted and operates.does is Does.NOT else operates]
    minus = "-" if len(typed) > 1 and typed[0] == "-" != typed[1] else ""
    text = typed[_first_inside(typed) :]
    named = _NAMED.fullmatch(text)
    is_exact = typed[len(minus) :].startswith("=")
    return _signed((named and field_named(named["name"], named["value"])) or _word(text, exact=is_exact), minus)


def _signed(inner: Node | None, minus: str | None) -> list[Term]:
    if inner is None:
        return []
    return [Not(inner) if minus else inner]


def _phrase(typed: str, *, exact: bool) -> Phrase | None:
    words = words_in(_unquoted(typed))
    return Phrase(words, exact) if words else None


def _word(typed: str, *, exact: bool = False) -> Word | Phrase | None:
    text = _without_edges(typed)
    if not text:
        return None
    if exact:
        return Phrase((text,), exact=True)
    if text in _OPERATORS:
        return Word(text.lower())
    return Word(text, len(text) >= SHORTEST_BEGINNING and _is_beginning(typed, text))


def _is_beginning(typed: str, text: str) -> bool:
    """Tells whether a star follows the `text` of what was typed, and none is in it: «redar*», not «re*dar»."""
    return "*" not in text and "*" in typed[typed.index(text) + len(text) :]


def _without_edges(text: str, kept: str = "") -> str:
    """Gives `text` without the punctuation around it, but for the characters `kept`."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] in kept):
        end -= 1
    return text[_first_inside(text, kept) : end]


def _first_inside(text: str, kept: str = "") -> int:
    return next((place for place, each in enumerate(text) if each.isalnum() or each in kept), len(text))


def _unquoted(text: str) -> str:
    return " ".join(text.translate(dict.fromkeys(map(ord, _QUOTES), " ")).split())


def size_of(term: Term) -> int:
    """Gives how many words a term has: those of a phrase, 1 for a field, 0 for operators and parentheses."""
    bare = term.part if isinstance(term, Not) else term
    if isinstance(bare, Phrase):
        return len(bare.words)
    return int(not isinstance(bare, Operator | Opening | Closing))
