"""The words of an order as signs: «V 11. členu se za besedo »daje« doda besedilo »ukaze,«» is `vRzQDQ`.

What an order says is then a matter of short patterns over the signs. A word that is no sign and may not be passed
over becomes `x`, and no pattern takes it: such an order is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.legislation.amendments.sentences import SLOT
from kb.legislation.amendments.values import LAST
from kb.legislation.citations.lexing import UNITS, Level, lexemes
from kb.legislation.citations.units import Reference, references

_SIGNS = {".": "pik", ",": "vejic", ";": "podpičj", ":": "dvopičj"}
_UNIT = "|".join(f"(?P<{level.name}>{forms})" for level, forms in UNITS)
_BARE_UNIT = re.compile(rf"(?:{_UNIT})(?!\w)")
_CHAPTER_NAME = (
    r"(?:(?:pod)?poglavj(?:e|a|u|em)|(?:pod)?oddel(?:ek|ka|ku|kom)|(?:pod)?odsek(?:a|u|om)?|del(?:a|u|om)?)(?!\w)"
)
_CHAPTER_NUMBER = r"(?:[ivxlc]{1,7}(?:\.?\s?[a-z](?![\w]))?|\d{1,2}(?:\.\d{1,2}){0,3}\.?[a-z]?)"
_CHANGED = r"(?:(?:spremeni|dopolni)(?:ta|jo)?\s(?:in|ter)\s)?(?:spremeni|dopolni)(?:ta|jo)?(?!\w)"
_PATTERN = re.compile(
    "|".join(
        (
            rf"(?P<Q>{SLOT})",
            rf"(?P<H>(?P<number>{_CHAPTER_NUMBER})\.?\s{_CHAPTER_NAME}|{_CHAPTER_NAME}\s(?P<behind>{_CHAPTER_NUMBER})(?!\w))",
            r"(?P<E>v\scelotnem(?:\sbesedilu)?(?:\s(?:zakon|odlok|statut|pravilnik|poslovnik|sklep)[au]|\suredb[ei])?(?!\w))",
            r"(?P<e>povsod(?:,?\skjer\sse\s(?:pojavi|pojavljat?a?|nahaja))?(?!\w)|na\sobeh\smestih|na\svseh\smestih|obakrat(?!\w))",
            r"(?P<f>v\s(?:vseh\s)?(?:različn|ustrezn)\w{1,3}\s(?:sklon\w{0,2}|števil\w{1,2})(?:\s(?:in|ali|oziroma)\s(?:sklon|števil)\w{1,2})?)",
            r"(?P<q>(?<=\w\s)pred\snj\w{1,3}(?!\w))",
            r"(?P<_anew>po\snovem(?!\w))",
            r"(?P<_pronoun>za\snj\w{1,3}(?!\w))",
            r"(?P<k>na\skonc[ui](?!\w)|na\skonec(?!\w))",
            r"(?P<h>na\szačetk[ui](?!\w)|na\szačetek(?!\w))",
            r"(?P<V>(?:se\s)?ustrezno\s(?:se\s)?preštevilči\w{0,3})",
            r"(?P<N>(?:nadomesti|zamenja)(?:ta|jo)?(?!\w))",
            r"(?P<D>(?:doda|vstavi)(?:ta|jo)?(?!\w))",
            r"(?P<C>(?:črta|razveljavi|(?:iz)?briše)(?:ta|jo)?(?!\w))",
            # «se dopolni tako, da se za prvim stavkom doda …» says where; only «tako, da se glasi» says what.
            rf"(?P<M>{_CHANGED}(?=\stako,?\sda\s(?!(?:se|sta|so)\s(?:po\snovem\s)?glasi)))",
            rf"(?P<S>{_CHANGED})",
            r"(?P<G>glasi(?:ta|jo)?(?!\w))",
            r"(?P<O>postane(?:ta|jo)?(?!\w)|označi(?:ta|jo)?\s(?:kot|s\sštevilko)(?!\w)|preštevilči(?:ta|jo)?\sv(?!\w))",
            r"(?P<n>nov(?:a|e|i|o|ega|ih|imi?)?(?!\w))",
            r"(?P<d>dosedanj(?:a|e|i|o|ega|em|emu|ih|imi?)(?!\w))",
            r"(?P<t>naslov(?:a|u|om)?(?:\s(?:nad\s)?člen(?:a|om))?(?!\w))",
            r"(?P<I>(?:napovedn|uvodn)\w{1,3}\s(?:stav(?:ek|ka|ku|kom)|del(?:u|a)?|besedil[oau])(?!\w))",
            r"(?P<L>zadnj(?:a|e|i|o|ega|em|emu)(?!\w))",
            r"(?P<P>(?:pik|vejic)(?:a|o|e|i)(?!\w)|(?:podpičj|dvopičj)(?:e|em|a)(?!\w))",
            r"(?P<W>(?:besedn\w{1,2}\s)?zvez[aeio](?!\w)|besedil\w{1,3}(?!\w)|besed\w{0,3}(?!\w)|znes(?:ek|ka|kom)(?!\w)"
            r"|števil(?:k[aeo]|o|om|a)(?!\w)|odstot(?:ek|ka|kom)(?!\w)|datum(?:a|om)?(?!\w)|navedb[aeo](?!\w)"
            r"|kratic[aeo](?!\w)|izraz(?:a|om)?(?!\w)|letnic[aeo](?!\w)|oznak[aeo](?!\w)|simbol(?:a|om)?(?!\w))",
            r"(?P<v>v(?!\w))",
            r"(?P<z>za(?!\w))",
            r"(?P<b>pred(?!\w))",
            r"(?P<s>[sz](?!\w))",
            r"(?P<i>(?:in|ter)(?!\w))",
            r"(?P<_act>(?:tega\s)?(?:zakona|odloka|statuta|pravilnika|poslovnika|sklepa|uredbe)(?!\w))",
            r"(?P<_passed>(?:se|sta|so|ki|tako|da|pa|še|tudi|nato)(?!\w)|[,;:.])",
            rf"(?P<U>(?:{'|'.join(forms for _, forms in UNITS)})(?!\w))",
            r"(?P<x>\w+|[^\s\w])",
        )
    )
)
_PAIR = re.compile("Riv?d?(?=R)R")


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of an order: `units` of a reference (R) by level, `text` of a quotation's slot, a sign or a chapter."""

    sign: str
    text: str = ""
    units: tuple[tuple[Level, tuple[str, ...]], ...] = ()


def tokens(sentence: str) -> list[Token]:
    """Gives the signs of a sentence whose quotations are slots, what may be passed over left out.

    >>> "".join(token.sign for token in tokens("V 3. členu se drugi odstavek črta."))
    'vRRC'
    """
    low = sentence.lower()
    low = low if len(low) == len(sentence) else sentence
    found: list[Token] = []
    start = 0
    for reference in references(low, list(lexemes(low, strict=True))):
        if reference.start < start:
            continue
        found += _plain(low[start : reference.start])
        found.append(_of_reference(reference))
        start = reference.end
    return _joined([*found, *_plain(low[start:])])


def _of_reference(reference: Reference) -> Token:
    relations = {group.relation for group in reference.groups} - {""}
    if relations - {"SAME"}:
        return Token("x")
    units = tuple((level, reference.values[level]) for level in Level if reference.values.get(level))
    return Token("R", units=units) if units else Token("x")


def _plain(text: str) -> Iterator[Token]:
    for found in _PATTERN.finditer(text):
        sort = found.lastgroup or "x"
        sort = "H" if sort in ("number", "behind") else sort
        if sort == "P":
            yield Token("P", next(sign for sign, stem in _SIGNS.items() if found[0].startswith(stem)))
        elif sort == "H":
            yield Token("H", (found["number"] or found["behind"]).replace(" ", "").upper().rstrip("."))
        elif sort == "U":
            yield Token("U", units=((_level(found[0]), (LAST,)),))
        elif not sort.startswith("_"):
            yield Token(sort, found[0])


def _level(word: str) -> Level:
    found = _BARE_UNIT.match(word)
    return Level[found.lastgroup] if found and found.lastgroup else Level.ARTICLE


def _joined(found: list[Token]) -> list[Token]:
    """Gives the signs with a noun before a quotation as `w`, and «zadnji stavek prvega odstavka» as one reference."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        this, following = found[at], found[at + 1] if at + 1 < len(found) else Token("")
        if this.sign == "L" and following.sign == "U":
            wider = found[at + 2] if at + 2 < len(found) and found[at + 2].sign == "R" else None
            kept.append(Token("R", units=(*(wider.units if wider else ()), *following.units)))
            at += 3 if wider else 2
        elif this.sign == "W" and following.sign in ("Q", "W"):
            kept += [Token("w")] if following.sign == "Q" else []
            at += 1
        else:
            kept.append(this)
            at += 1
    return _handed(kept)


def _handed(found: list[Token]) -> list[Token]:
    """Hands an article on to the left: «v prvi alineji drugega odstavka in v tretjem odstavku 5. člena»."""
    signs = "".join(token.sign for token in found)
    for pair in _PAIR.finditer(signs):
        left, right = found[pair.start()], found[pair.end() - 1]
        has_before = any(_names_article(token) for token in found[: pair.start()])
        if _names_article(right) and not _names_article(left) and not has_before:
            found[pair.start()] = replace(left, units=(right.units[0], *left.units))
    return found


def _names_article(token: Token) -> bool:
    return bool(token.units) and token.units[0][0] is Level.ARTICLE
