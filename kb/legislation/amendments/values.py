"""What an amending act orders, and what has become of its orders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.legislation.amendments.telling import Told
from kb.legislation.citations.lexing import Level
from kb.legislation.lawtext import LawArticle, LawText, shown

LAST = "last"
"""The number of a unit that is named as the last of its kind: «zadnji stavek», «nov odstavek na koncu»."""

_NAMES = {
    Level.ARTICLE: "člen",
    Level.PARAGRAPH: "odstavek",
    Level.SENTENCE: "stavek",
    Level.POINT: "točka",
    Level.LETTER: "črka",
    Level.INDENT: "alineja",
}


class Deed(StrEnum):
    """What is done: to units (rewrite, add, repeal, renumber), to a heading (title) or to words of the text."""

    REWRITE = "rewrite"
    ADD = "add"
    REPEAL = "repeal"
    RENUMBER = "renumber"
    TITLE = "title"
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


class Side(StrEnum):
    """Where something new goes: behind or before what is named, to an end of the place, or where its number says."""

    AFTER = "after"
    BEFORE = "before"
    END = "end"
    START = "start"
    INSIDE = "inside"


class Part(StrEnum):
    """What of a place is meant: all of it, the title over it, its words before a list, or its last sign."""

    ALL = "all"
    TITLE = "title"
    INTRO = "intro"
    END = "end"


class Why(StrEnum):
    """Why an order was not applied."""

    UNREAD = "unread"
    NO_PLACE = "no_place"
    MANY_PLACES = "many_places"
    NOT_FOUND = "not_found"
    OFTEN = "often"
    OTHER_NUMBER = "other_number"
    OTHER_BASE = "other_base"
    FORMS = "forms"
    NO_ORDERS = "no_orders"
    NO_BASE = "no_base"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the base text: its units, the widest first, each with its number; () is all of the law.

    With `former` the numbers are those from before the amending act: «dosedanji drugi odstavek». `chapter` is the
    number of a chapter, «II», where its heading is meant.
    """

    units: tuple[tuple[Level, str], ...] = ()
    former: bool = False
    part: Part = Part.ALL
    chapter: str = ""

    def number(self, level: Level) -> str:
        """Gives the number of the unit of a level, "" where the place names none."""
        return next((number for each, number in self.units if each is level), "")

    @property
    def article(self) -> str:
        """Gives the number of the article, "" for none."""
        return self.number(Level.ARTICLE)

    def label(self) -> str:
        """Gives the place as it is shown: «5. člen, 2. odstavek»."""
        told = [_NAMES[level] if number == LAST else f"{shown(number)} {_NAMES[level]}" for level, number in self.units]
        told += [f"{self.chapter}. poglavje"] if self.chapter else []
        told += {Part.TITLE: ["naslov"], Part.INTRO: ["napovedni stavek"]}.get(self.part, [])
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Operation:
    """An order: the same is done in each of `places`.

    `old` and `new` are words (REPLACE, INSERT, DELETE); for REWRITE, ADD and TITLE `new` is the quoted text. `to` are
    the units that are added, or what the places become (RENUMBER). With `everywhere` each occurrence is meant, with
    `forms` also in other grammatical cases. `source` is the article of the amending act, `sentence` its words.
    """

    deed: Deed
    places: tuple[Place, ...]
    source: str
    sentence: str
    old: str = ""
    new: str = ""
    to: tuple[Place, ...] = ()
    side: Side = Side.AFTER
    everywhere: bool = False
    forms: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that orders a change and was not understood."""

    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made: where (`article` is the number in the draft, `place` its name), what, and by whose order.

    `act` is the acronym or title of the amending act, `source` its article; `note` says what a person should look at.
    """

    article: str
    place: str
    deed: Deed
    act: str
    source: str
    sentence: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not applied: `why`, the order as written, and `told`, which says what is in the way."""

    why: Why
    act: str
    source: str
    sentence: str
    told: Told

    @property
    def detail(self) -> str:
        """Gives in Slovene what is in the way; `told.text("en")` gives it in English."""
        return self.told.text()


@dataclass(frozen=True, slots=True)
class Draft:
    """An automatic consolidated text, what has been changed in it, and what has not been.

    `own` are the articles of the amending acts that order no change, each with its act: transitional and final
    provisions, as consolidated texts append them.
    """

    law: LawText
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    own: tuple[tuple[str, LawArticle], ...] = ()

    def sources(self, article: str) -> tuple[str, ...]:
        """Gives what has changed an article of the draft, «ZORed-A, 3. člen», each once and in order."""
        told = (f"{each.act}, {shown(each.source)} člen" for each in self.changes if each.article == article)
        return tuple(dict.fromkeys(told))
