"""kb's own question grammar: text → a tree of frozen nodes. Never an error, unless the text is too long.

| typed                              | asks for                                                       |
|------------------------------------|----------------------------------------------------------------|
| občinski redar                     | passages with both words                                       |
| "občinski redar", »občinski redar« | the words side by side, in any of their forms                  |
| ="občinski redar", =redarja        | just these forms side by side                                  |
| redar*                             | words that begin so                                            |
| 12. člen, člen 12.a, čl. 12        | this article                                                   |
| redar -policija, -"občinski svet"  | the first without the second                                   |
| redar nadzornik ALI inšpektor      | redar, and one of the other two (also OR)                      |
| komisija:okolje, -vrsta:zakon      | a known field (FIELDS); its value may stand in quotes          |
| leto:2018..2020, leto:2018..       | documents dated in these years                                 |

Words are found in all their forms. Anything else is a word like any other: unknown fields, lone operators, brackets,
lone stars, unbalanced quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import QueryError
from kb.search.tree import And, Field, Node, Not, Or, Phrase, Word, all_of, any_of
from kb.slovene.fold import fold
from kb.slovene.normal import tidy

LONGEST_TEXT = 1_000
MOST_TERMS = 64
SHORTEST_BEGINNING = 3

FIELDS = {
    "organ": "body",
    "komisija": "body",
    "mreza": "body",
    "body": "body",
    "commission": "body",
    "podrocje": "topic",
    "topic": "topic",
    "vrsta": "kind",
    "kind": "kind",
    "type": "kind",
    "leto": "year",
    "year": "year",
    "dostop": "visibility",
    "visibility": "visibility",
    "access": "visibility",
}

_WRITTEN_FIELDS = {"body": "komisija", "topic": "podrocje", "kind": "vrsta", "year": "leto", "visibility": "dostop"}
_OPERATORS = ("ALI", "OR")
_QUOTES = '"„“”»«'
_PREFIX = r"(?P<minus>-(?=[^\s-]))?(?:(?P<name>[^\W\d_]{2,12}):|(?P<exact>=))?"
_QUOTED = re.compile(rf"{_PREFIX}(?:[\"„“”](?P<curly>[^\"„“”]*)[\"„“”]|[»«](?P<angle>[^»«]*)[»«])")
_BARE = re.compile(rf"[^\s{_QUOTES}]+")
_NAMED = re.compile(r"(?P<name>[^\W\d_]{2,12}):(?P<value>.*)", re.DOTALL)
_BEGINNING = re.compile(r"[\W_]*[^\W_][^*]*\*[\W_]*")
_ARTICLE_WORD = re.compile(r"[čc]len\w{0,3}|[čc]l", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"(\d{1,4})\.?([a-zčšž]?)", re.IGNORECASE)
_ARTICLE_LETTER = re.compile(r"[abcčd]", re.IGNORECASE)
_LEFT_EDGE = re.compile(r"^[\W_]+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_YEARS = re.compile(r"(?:\d{4})?\.\.(?:\d{4})?")


@dataclass(frozen=True, slots=True)
class Remark:
    """What the page should say of a question: a stable key and the value it is about.

    "terms-left-out" (how many were kept); "unknown-body", "unknown-topic", "unknown-kind", "unknown-year",
    "unknown-visibility" (the value, which was searched as words).
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
    terms = _settled(_with_articles(_terms(tidy(text))))
    kept = _first(terms)
    remarks = (Remark("terms-left-out", str(MOST_TERMS)),) if kept != terms else ()
    return Parsed(_joined(kept), remarks)


def written(node: Node) -> str:
    """Gives the text of a tree that `parse` gave; parsing it gives the same tree.

    >>> written(parse('"občinski  redar" OR (čuvaj) -commission:"Komisija za okolje"').node)
    '"občinski redar" ALI čuvaj -komisija:"Komisija za okolje"'
    """
    match node:
        case Word(text, prefix):
            return f"{text}*" if prefix else text
        case Phrase(words, exact):
            return f'{"=" if exact else ""}"{" ".join(words)}"'
        case Field(name, value):
            return f'{_WRITTEN_FIELDS[name]}:"{value}"' if " " in value else f"{_WRITTEN_FIELDS[name]}:{value}"
        case Not(part):
            return f"-{written(part)}"
        case Or(parts):
            return " ALI ".join(written(part) for part in parts)
        case And(parts):
            return " ".join(written(part) for part in parts)
    return ""


def _terms(text: str) -> list[Node | str]:
    """Gives the terms of a tidy text in order: nodes, and operators as their text."""
    terms: list[Node | str] = []
    place = 0
    while place < len(text):
        if found := _QUOTED.match(text, place):
            terms.extend(_quoted_term(found))
        elif found := _BARE.match(text, place):
            terms.extend([found[0]] if found[0] in _OPERATORS else _bare_term(found[0]))
        place = found.end() if found else place + 1
    return terms


def _quoted_term(found: re.Match[str]) -> list[Node]:
    inside = found["curly"] if found["curly"] is not None else found["angle"]
    inner = _field(found["name"], inside) or _phrase(f"{found['name'] or ''} {inside}", exact=bool(found["exact"]))
    return _signed(inner, found["minus"])


def _bare_term(typed: str) -> list[Node]:
    minus = "-" if len(typed) > 1 and typed[0] == "-" != typed[1] else ""
    text = _LEFT_EDGE.sub("", typed)
    named = _NAMED.fullmatch(text)
    is_exact = typed[len(minus) :].startswith("=")
    return _signed((named and _field(named["name"], named["value"])) or _word(text, exact=is_exact), minus)


def _signed(inner: Node | None, minus: str | None) -> list[Node]:
    if inner is None:
        return []
    return [Not(inner) if minus else inner]


def _field(name: str | None, value: str) -> Field | None:
    canonical = FIELDS.get(fold(name)) if name else None
    shown = _unquoted(value)
    if not _YEARS.fullmatch(shown):
        shown = _EDGES.sub("", shown)
    return Field(canonical, shown) if canonical and shown else None


def _phrase(typed: str, *, exact: bool) -> Phrase | None:
    words = tuple(word for part in _unquoted(typed).split() if (word := _EDGES.sub("", part)))
    return Phrase(words, exact) if words else None


def _word(typed: str, *, exact: bool = False) -> Word | Phrase | None:
    text = _EDGES.sub("", typed)
    if exact:
        return Phrase((text,), exact=True) if text else None
    is_beginning = bool(_BEGINNING.fullmatch(typed)) and len(text) >= SHORTEST_BEGINNING
    return Word(text.lower() if text in _OPERATORS else text, is_beginning) if text else None


def _unquoted(text: str) -> str:
    return " ".join(text.translate(dict.fromkeys(map(ord, _QUOTES), " ")).split())


def _with_articles(terms: list[Node | str]) -> list[Node | str]:
    """Gives the terms with each article as one word, «12. člen», however it was written."""
    joined: list[Node | str] = []
    place = 0
    while place < len(terms):
        size, article = _article(terms[place : place + 3])
        joined.append(article or terms[place])
        place += size
    return joined


def _article(terms: list[Node | str]) -> tuple[int, Word | None]:
    """Gives how many of the first terms are an article, and the article; 1 and None if they are none."""
    words = [term.text if isinstance(term, Word) and not term.prefix else "" for term in terms]
    numbers = [_ARTICLE_NUMBER.fullmatch(word) for word in words]
    named = [bool(_ARTICLE_WORD.fullmatch(word)) for word in words]
    if len(words) > 2 and numbers[0] and not numbers[0][2] and _ARTICLE_LETTER.fullmatch(words[1]) and named[2]:
        return 3, Word(f"{numbers[0][1]}.{words[1].lower()} člen")
    for number, name in ((0, 1), (1, 0)):
        if len(words) > 1 and (found := numbers[number]) and named[name]:
            return 2, Word(f"{found[1]}.{found[2].lower()} člen")
    return 1, None


def _settled(terms: list[Node | str]) -> list[Node | str]:
    """Gives the terms with each operator that does not stand between two terms made a word."""
    settled: list[Node | str] = []
    for number, term in enumerate(terms):
        operates = bool(settled) and not isinstance(settled[-1], str) and number + 1 < len(terms)
        settled.append(Word(term.lower()) if isinstance(term, str) and not operates else term)
    return settled


def _first(terms: list[Node | str]) -> list[Node | str]:
    """Gives the terms up to MOST_TERMS words; a phrase is cut where the room ends, an operator does not end them."""
    room = MOST_TERMS
    kept: list[Node | str] = []
    for term in terms:
        size = _size(term)
        if size > room:
            return _without_last_operator([*kept, *_shortened(term, room)])
        kept.append(term)
        room -= size
    return kept


def _size(term: Node | str) -> int:
    bare = term.part if isinstance(term, Not) else term
    return len(bare.words) if isinstance(bare, Phrase) else int(not isinstance(bare, str))


def _shortened(term: Node | str, room: int) -> list[Node | str]:
    return [Phrase(term.words[:room], term.exact)] if isinstance(term, Phrase) and room else []


def _without_last_operator(terms: list[Node | str]) -> list[Node | str]:
    return terms[:-1] if terms and isinstance(terms[-1], str) else terms


def _joined(terms: list[Node | str]) -> Node:
    """Gives the tree of settled terms in order."""
    groups: list[tuple[Node, ...]] = []
    operated = False
    for term in terms:
        if isinstance(term, str):
            operated = True
            continue
        if operated:
            groups[-1] += (term,)
        else:
            groups.append((term,))
        operated = False
    return all_of(tuple(any_of(group) for group in groups))
