"""Reads the orders of an amending act: sentences into signs, signs into clauses, clauses into operations.

A sentence is read whole or not at all. «V prvem odstavku se …» is said of the article of the sentence before it.
"""

from __future__ import annotations

import re

from kb.legislation.amendments.clauses import CLAUSES, LOCATION, Reading
from kb.legislation.amendments.sentences import sentences, slotted
from kb.legislation.amendments.tokens import Token, tokens
from kb.legislation.amendments.values import Operation, Place, Unread
from kb.legislation.lawtext import LawArticle, LawText

_ORDERS = re.compile(
    r"\b(?:se|sta|so)\b.{0,300}?\b(?:spremeni|dopolni|nadomesti|zamenja|doda|črta|(?:iz)?briše|glasi)(?:ta|jo)?\b"
    r"|\b(?:spremeni|dopolni|nadomesti|doda|črta|(?:iz)?briše|glasi)(?:ta|jo)?\s+(?:se|sta|so)\b"
    r"|\bdosedanj\w{1,3}\b.{0,200}?\bpostane|\bpostane(?:ta|jo)?\s.{0,40}(?:odstav|člen|točk|aline)|preštevilči"
    # An order by a verb that is not known is none that is read, but it must not be passed over.
    r"|^V\s\d{1,4}\.\s?(?:[a-zčšž]\s)?členu\sse\b",
    re.I,
)
_INLINE_BULLET = re.compile(r"(?<=[:;,])\s[-–—•]\s")
_OF_ACT = re.compile(
    r"^V\s(?:zakon|odlok|statut|pravilnik|poslovnik|sklep|uredb|navodil|obligacijsk|kazensk|stvarnopravn)\w{0,8}\s"
    r"(?P<name>[^()]{0,400}?)(?:\((?:[^()]|\([^()]{0,200}\)){0,1500}\)\s?,?\s?|(?=\sse\s))",
    re.I,
)
_ACT_BEHIND = re.compile(
    r"(?P<unit>člen(?:a|u|om))\s(?:zakon|odlok|statut|pravilnik|poslovnik|sklep|uredb)\w{1,2}\s(?P<name>[^()]{3,400}?)"
    r"\s?\((?:[^()]|\([^()]{0,200}\)){0,1500}\)",
    re.I,
)
_FINAL = re.compile(r"PREHODN|KONČN[AEI] DOLOČB|Prehodn|Končn[aei] določb")
_LATE_PLACE = re.compile(r"(?:^|(?<=[RE]))[zb]?w?[QP](?:i?w?[QP]){0,8}(?P<place>vd?R|kR)(?=[efNDC])")
_LONGEST = 4000
_LONGEST_NAME = 600


def orders_of(act: LawText) -> tuple[tuple[Operation | Unread, ...], tuple[LawArticle, ...]]:
    """Gives what an amending act orders, in its order, and its articles that order nothing.

    Articles from its own transitional and final provisions on order nothing.
    """
    orders: list[Operation | Unread] = []
    own: list[LawArticle] = []
    is_final = False
    for article in act.articles:
        is_final = is_final or any(_FINAL.search(name) for name in article.chapter)
        found = [] if is_final else operations_of(article)
        orders += found
        own += [] if found else [article]
    return tuple(orders), tuple(own)


def named_act(article: LawArticle) -> str:
    """Gives how an amending article names the act that it changes, without sort and gazette; "" where it does not.

    For «V Zakonu o občinskem redarstvu (Uradni list RS, št. 139/06) se …» «o občinskem redarstvu».
    """
    text = " ".join(slotted(article.text[:_LONGEST]).text.split())
    found = _OF_ACT.match(text) or _ACT_BEHIND.search(text, 0, _LONGEST_NAME)
    return found["name"].strip() if found else ""


def operations_of(article: LawArticle) -> list[Operation | Unread]:
    """Gives what one article of an amending act orders, in its order; [] for one that orders nothing.

    >>> from kb.legislation.lawtext import article_of
    >>> [(each.deed, each.old, each.new) for each in operations_of(
    ...     article_of("3", "", ["V 11. členu se za besedo »daje« doda besedilo »ukaze,«."]))]
    [(<Deed.INSERT: 'insert'>, 'daje', 'ukaze,')]
    """
    text = slotted(article.text)
    found: list[Operation | Unread] = []
    context = Place()
    for sentence in sentences(text):
        if not _ORDERS.search(sentence):
            continue
        whole = text.shown(sentence)
        reading = Reading(text, article.number, whole, context)
        read = None if text.is_open or len(sentence) > _LONGEST else _read(_without_act(sentence), reading)
        found += [Unread(article.number, whole)] if read is None else read
        context = reading.carried()
    return found


def _without_act(sentence: str) -> str:
    """Gives a sentence without the name of the act that it changes."""
    return _ACT_BEHIND.sub(r"\g<unit>", _OF_ACT.sub("", sentence), count=1)


def _read(sentence: str, reading: Reading) -> list[Operation] | None:
    """Gives the operations of a sentence, None where a part of it is not understood."""
    words = _placed_first(tokens(_INLINE_BULLET.sub(" ", sentence)))
    signs = "".join(token.sign for token in words)
    found: list[Operation] = []
    at = 0
    while at < len(signs):
        at += signs.startswith("i", at)
        if location := LOCATION.match(signs, at):
            reading.move(words[at : location.end()])
            at = location.end()
        step = _step(signs, words, at, reading)
        if step is None:
            return None
        found += step[0]
        at = step[1]
        reading.last = found[-1].deed
    return found or None


def _step(signs: str, words: list[Token], at: int, reading: Reading) -> tuple[list[Operation], int] | None:
    """Gives the operations of the clause at a place and where it ends, None where no clause fits."""
    for clause in CLAUSES:
        match = clause.pattern.match(signs, at)
        if match and (made := clause.read(reading, match, words[at : match.end()])):
            return made, match.end()
    return None


def _placed_first(words: list[Token]) -> list[Token]:
    """Puts the place before the words: «Za besedo »x« se v 4. členu doda …» as «V 4. členu se za besedo »x« doda …»."""
    signs = "".join(token.sign for token in words)
    for found in _LATE_PLACE.finditer(signs):
        start, middle, end = found.start(), found.start("place"), found.end()
        words = [*words[:start], *words[middle:end], *words[start:middle], *words[end:]]
    return words
