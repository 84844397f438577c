"""The clauses of orders, each a short pattern over the signs of kb.legislation.amendments.tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from kb.legislation.amendments.sentences import Slotted
from kb.legislation.amendments.tokens import Token
from kb.legislation.amendments.values import LAST, Deed, Operation, Part, Place, Side
from kb.legislation.citations.lexing import Level

MOST_PLACES = 200

_OLD = "(?P<old>(?:w?Q|P)q?(?:(?:i?Q|i?P|iwQ)q?){0,12})"
_NEW = "(?P<new>(?:w?Q|P)q?(?:(?:i?Q|iP(?![sN])|(?<=P)iwQ|(?<=P)wQ)q?){0,12})"
_FLAGS = "[ef]{0,3}"
_UNITS = r"(?:d?[RU](?:i?d?[RU]){0,8})"
LOCATION = re.compile(r"(?:i?(?:v(?:dROR|d?R|tR?U?|IR?|H)|E|kR?|hR?|d?RM)(?=.)){1,8}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A pattern of signs, and what reads it: None where the words behind the signs do not fit."""

    pattern: re.Pattern[str]
    read: Callable[[Reading, re.Match[str], Sequence[Token]], list[Operation] | None]


class Reading:
    """Where a sentence has come to: the places that its words so far name, and the verb that a list goes on with."""

    def __init__(self, text: Slotted, source: str, sentence: str, context: Place) -> None:
        self._text = text
        self._source = source
        self._sentence = sentence
        self._context = context
        self._renumbered: list[Operation] = []
        self.places: tuple[Place, ...] = (context,)
        self.side: Side | None = None
        self.last: Deed | None = None
        self.is_whole_law = False

    def move(self, words: Sequence[Token]) -> None:
        """Goes to the places that a location names: «v 5. členu», «na koncu drugega odstavka», «v naslovu»."""
        reached: list[Place] = []
        part, former = Part.ALL, False
        for at, word in enumerate(words):
            if word.sign in "kh":
                self.side = Side.END if word.sign == "k" else Side.START
            elif word.sign == "E":
                self.places, self.is_whole_law = (Place(),), True
            elif word.sign in "tI":
                part = Part.TITLE if word.sign == "t" else Part.INTRO
                self.places = tuple(replace(place, part=part) for place in self.places)
            elif word.sign == "H":
                self.places = (Place(chapter=word.text, part=Part.TITLE),)
            elif word.sign == "d":
                former = True
            elif word.sign == "R" and at and words[at - 1].sign == "O":
                self._become(word)
            elif word.sign == "R":
                found = [replace(place, part=part) for place in self.filled(word, former=former)]
                is_listed = at > 1 and "i" in (words[at - 1].sign, words[at - 2].sign)
                reached = [*reached, *found] if is_listed else found
                self.places = tuple(reached)

    def _become(self, word: Token) -> None:
        operation = self.operation(Deed.RENUMBER, self.places, to=self.filled(word))
        self._renumbered.append(operation)

    def renumbered(self) -> list[Operation]:
        """Gives the renumberings that «ki postane …» has told on the way, once."""
        found, self._renumbered = self._renumbered, []
        return found

    def carried(self) -> Place:
        """Gives what a next sentence goes on from: the units where this one ended, of which it takes the wider ones."""
        if len(self.places) != 1 or not self.places[0].article:
            return self._context
        return Place(tuple(unit for unit in self.places[0].units if unit[0] is not Level.SENTENCE))

    def filled(self, word: Token, *, former: bool = False) -> tuple[Place, ...]:
        """Gives the places that a reference names; wider units that it does not name are those of where we are."""
        widest = min(level for level, _ in word.units)
        own = [[(level, number) for number in numbers] for level, numbers in word.units]
        found: list[Place] = []
        for around in self.places:
            wider = tuple(unit for unit in around.units if unit[0] < widest)
            is_former = former or (around.former and bool(wider))
            found += [Place((*wider, *units), is_former) for units in islice(product(*own), MOST_PLACES)]
        return tuple(dict.fromkeys(found))

    def subjects(self, words: Sequence[Token]) -> tuple[Place, ...]:
        """Gives the places of the references among words, in one list."""
        found: list[Place] = []
        former = False
        for word in words:
            former = former or word.sign == "d"
            if word.sign in "RU":
                found += self.filled(word, former=former)
        return tuple(found)

    def quoted(self, words: Sequence[Token]) -> str:
        """Gives the quotations among words, one a line."""
        return "\n".join(self._text.quotation(word.text) for word in words if word.sign == "Q")

    def materials(self, words: Sequence[Token]) -> list[str]:
        """Gives the texts that words name: «vejica in besedilo »x«» is one, «besedi »a« in »b«» are two."""
        found: list[str] = []
        signs = ""
        for word in words:
            told = self._text.quotation(word.text) if word.sign == "Q" else word.text
            if word.sign == "q" and len(found) > 1:
                found[-2:] = [f"{found[-1]} {found[-2]}"]
            elif word.sign == "P" and signs == "Q":
                found.append(told)
            elif word.sign == "Q" and signs == "P":
                found[-1] = f"{found[-1]} {told}"
            elif word.sign in "QP":
                found.append(told)
            signs = word.sign if word.sign in "QP" else signs
        return _attached(found)

    def operation(self, deed: Deed, places: tuple[Place, ...], **values: object) -> Operation:
        """Gives an operation of this sentence."""
        return Operation(deed, places, self._source, self._sentence, **values)  # type: ignore[arg-type]


def _attached(texts: list[str]) -> list[str]:
    """Gives the texts with a sign behind a word put to it: »redar« and «,» are »redar,«."""
    kept: list[str] = []
    for text in texts:
        if kept and len(text) == 1 and not text.isalnum() and len(kept[-1]) > 1:
            kept[-1] += text
        else:
            kept.append(text)
    return kept


def _between(words: Sequence[Token], match: re.Match[str], name: str) -> Sequence[Token]:
    start = match.start()
    is_there = name in match.re.groupindex and match[name] is not None
    return words[match.start(name) - start : match.end(name) - start] if is_there else ()


# --- units -----------------------------------------------------------------------------------------


def _rewrite(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    subject = _between(words, match, "subject")
    places = reading.subjects(subject)
    new = reading.quoted(_between(words, match, "new"))
    found = [reading.operation(Deed.REWRITE, places, new=new)]
    if become := _between(words, match, "become"):
        reading.places = places = tuple(replace(place, former=True) for place in places)
        to = reading.filled(become[-1])
        found = [reading.operation(Deed.RENUMBER, places, to=to), replace(found[0], places=places)]
    reading.places = places
    return [*reading.renumbered(), *found]


def _title(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    named = _between(words, match, "of")
    places = reading.places
    if named:
        places = (Place(chapter=named[0].text),) if named[0].sign == "H" else reading.subjects(named)
    new = reading.quoted(_between(words, match, "new"))
    if not named or named[0].sign != "H":
        reading.places = places
    return [reading.operation(Deed.TITLE, tuple(replace(place, part=Part.TITLE) for place in places), new=new)]


def _add(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    new = reading.quoted(_between(words, match, "new"))
    side = reading.side
    if anchor := _between(words, match, "anchor") if "anchor" in match.re.groupindex else ():
        side = Side.BEFORE if anchor[0].sign == "b" else Side.AFTER
        is_chapter = anchor[1].sign == "H"
        reading.places = (Place(chapter=anchor[1].text),) if is_chapter else reading.subjects(anchor)
    to = reading.subjects(_between(words, match, "to"))
    if not anchor and ("k" in match[0] or any(number == LAST for place in to for _, number in place.units)):
        side = Side.END
    reading.side = None
    made = reading.operation(Deed.ADD, reading.places, new=new, to=to, side=side or Side.INSIDE)
    return [*reading.renumbered(), made]


def _repeal(reading: Reading, _: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    places = reading.subjects(words)
    reading.places = places if len(places) == 1 else reading.places
    return [*reading.renumbered(), reading.operation(Deed.REPEAL, places)]


def _repeal_title(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    places = reading.subjects(_between(words, match, "of")) or reading.places
    return [reading.operation(Deed.TITLE, tuple(replace(place, part=Part.TITLE) for place in places))]


def _renumber(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    old = tuple(replace(place, former=True) for place in reading.subjects(_between(words, match, "old")))
    if holder := _between(words, match, "holder"):
        reading.places = reading.subjects(holder)
    old = old or reading.places
    new = reading.subjects(_between(words, match, "to"))
    if len(old) != len(new):
        return None
    return [reading.operation(Deed.RENUMBER, old, to=new)]


# --- words -----------------------------------------------------------------------------------------


def _flags(match: re.Match[str], reading: Reading) -> dict[str, bool]:
    return {"everywhere": "e" in match[0] or "f" in match[0] or reading.is_whole_law, "forms": "f" in match[0]}


def _replace(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    old = reading.materials(_between(words, match, "old"))
    new = reading.materials(_between(words, match, "new"))
    if len(old) != len(new) or ("N" not in match[0] and reading.last is not Deed.REPLACE):
        return None
    at_end = reading.side is Side.END
    places = tuple(replace(place, part=Part.END) for place in reading.places) if at_end else reading.places
    flags = _flags(match, reading)
    made = [reading.operation(Deed.REPLACE, places, old=a, new=b, **flags) for a, b in zip(old, new, strict=True)]
    return [*reading.renumbered(), *made]


def _insert(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    old = reading.materials(_between(words, match, "old"))
    new = reading.materials(_between(words, match, "new"))
    if len(old) != 1 or len(new) != 1 or ("D" not in match[0] and reading.last is not Deed.INSERT):
        return None
    side = Side.BEFORE if match["side"] == "b" else Side.AFTER
    made = reading.operation(Deed.INSERT, reading.places, old=old[0], new=new[0], side=side, **_flags(match, reading))
    return [*reading.renumbered(), made]


def _append(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    new = reading.materials(_between(words, match, "new"))
    is_end = "k" in match[0] or reading.side is Side.END
    if len(new) != 1 or not (is_end or "h" in match[0] or reading.side is Side.START):
        return None
    side = Side.END if is_end else Side.START
    return [*reading.renumbered(), reading.operation(Deed.INSERT, reading.places, new=new[0], side=side)]


def _delete(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    old = reading.materials(_between(words, match, "old"))
    flags = _flags(match, reading)
    made = [reading.operation(Deed.DELETE, reading.places, old=text, **flags) for text in old]
    return [*reading.renumbered(), *made]


def _last_sign(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    """Reads «za 4. točko se pika nadomesti s podpičjem»: the sign that the point ends with."""
    places = reading.subjects(_between(words, match, "anchor"))
    [old, new] = [_between(words, match, name)[0].text for name in ("old", "new")]
    ends = tuple(replace(place, part=Part.END) for place in places)
    return [*reading.renumbered(), reading.operation(Deed.REPLACE, ends, old=old, new=new)]


def _delete_sign(reading: Reading, match: re.Match[str], words: Sequence[Token]) -> list[Operation] | None:
    """Reads «za besedo »redar« se vejica črta»: the word stays."""
    [word, sign] = [*reading.materials(_between(words, match, "word")), words[-2].text]
    made = reading.operation(Deed.REPLACE, reading.places, old=f"{word}{sign}", new=word)
    return [*reading.renumbered(), made]


_TEXT = "(?P<new>Q{1,20})"
_TO = "(?P<to>(?:[RU](?:i?n?[RU]){0,8}|H))"
_ANCHOR = rf"(?P<anchor>[zb](?:{_UNITS}|H))"
_PATTERNS = (
    (rf"W?(?P<subject>{_UNITS})(?:O(?P<become>R))?Si?G{_TEXT}", _rewrite),
    (rf"tiW(?P<subject>{_UNITS})Si?G{_TEXT}", _rewrite),
    (rf"S(?P<subject>{_UNITS})G{_TEXT}", _rewrite),
    (rf"(?P<subject>{_UNITS})Nsn[RU]G{_TEXT}", _rewrite),
    (rf"t(?P<of>[RUH])?Si?G{_TEXT}", _title),
    (rf"St(?P<of>[RUH])?G{_TEXT}", _title),
    (r"t(?P<of>[RU])?C", _repeal_title),
    (rf"{_ANCHOR}?[kh]?Dn?{_TO}i?G{_TEXT}", _add),
    (rf"D{_ANCHOR}n?{_TO}i?G{_TEXT}", _add),
    (rf"{_UNITS}C|C{_UNITS}", _repeal),
    (rf"(?P<old>{_UNITS})O(?P<to>R)", _renumber),
    (r"(?P<old>dR)(?P<to>R)(?!O)", _renumber),
    (r"dW(?P<holder>R)?U?O(?P<to>R)", _renumber),
    (r"z(?P<word>w?Q)PC", _delete_sign),
    (rf"z(?P<anchor>{_UNITS})(?P<old>P)Ns(?P<new>P)", _last_sign),
    (rf"{_OLD}{_FLAGS}k?N{_FLAGS}s{_NEW}{_FLAGS}", _replace),
    (rf"N{_FLAGS}{_OLD}{_FLAGS}s{_NEW}{_FLAGS}", _replace),
    (rf"{_OLD}{_FLAGS}s{_NEW}{_FLAGS}N?", _replace),
    (rf"(?P<side>[zb]){_OLD}k?{_FLAGS}D{_FLAGS}{_NEW}{_FLAGS}", _insert),
    (rf"D{_FLAGS}(?P<side>[zb]){_OLD}k?{_FLAGS}{_NEW}{_FLAGS}", _insert),
    (rf"(?P<side>[zb]){_OLD}(?<=Q){_NEW}", _insert),
    (rf"{_OLD}{_FLAGS}C{_FLAGS}", _delete),
    (rf"C{_FLAGS}{_OLD}", _delete),
    (rf"[kh]?D[kh]?{_NEW}", _append),
)
CLAUSES = tuple(Clause(re.compile(pattern), read) for pattern, read in _PATTERNS)
