"""Where a text speaks of acts of the register: by acronym, by title, or by number of the gazette.

«ZORed», «ZOR-ed», «ZORED», «ZORedom» and «ZORed-om» are the Municipal Warden Service Act; so is «zored». A capital
letter after it is an amending act, «ZORed-A», a small one an ending, «ZORed-a»; «ZVO-1» and «ZVO-2» are two acts, and
«ZORed-1» is none that is known. A word in capitals is no acronym («ZAGOTOVITI»): only what the register knows is found.
Every repetition in the patterns is bounded: texts come from strangers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kb.legislation.acronyms import find_acronyms, key_of
from kb.legislation.register import IN_FORCE, Act, amending_acronym, read_register
from kb.slovene.fold import fold

_NEAR = 200
_STEM = 5
# Patterns begin with letters and look back behind them: a text is passed over at the speed of looking for a word.
_OF_ACT = re.compile(r"zakon(?<![^\W_]zakon)(?:a|u|om)?\s{1,3}(?=(?:o|za)\s)")
_ZAKON = "zakon "
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(\d{1,3})(?:-\d{1,5})?/(?:19|20)?(\d\d)(?!\d)")
_IN_LIST = re.compile(r"\d/\d\d ?[-–−] ?$")
_GAZETTE = re.compile(
    r"ur(?<![^\W_]ur)(?:adn\w{1,3}|\.)\s{0,3}l(?:ist\w{0,2}|\.)\s{0,3}(?:r\.? ?s\.?|republike slovenije)?\s{0,3},?"
    r"\s{0,3}(?:st(?:ev(?:ilka)?)?\.?)?\s{0,3}"
)
# A two-letter acronym is believed only beside a word of law: «ZG» is also a place, «OZ» also «oziroma».
_OF_LAW = re.compile(r"clen|odstav|zakon|nadaljnjem besedilu|ur(?:adn\w{1,3}|\.) ?l")
_SURE_WITHOUT_LAW = 3


class By(StrEnum):
    """What an act was recognised by; LIST is that of a change in a list, «št. 94/07, 40/12 – ZUJF»."""

    ACRONYM = "acronym"
    TITLE = "title"
    GAZETTE = "gazette"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text, `start` to `end`, that speaks of `act`, or of its amending act with a letter.

    `is_certain` is false where several acts have the title and nothing near tells which is meant.
    """

    act: Act
    amendment: str
    start: int
    end: int
    by: By
    is_certain: bool = True

    @property
    def acronym(self) -> str:
        """Gives the acronym of what is spoken of: «ZORed», «ZORed-A», «ZVO-1I»."""
        return amending_acronym(self.act.acronym, self.amendment)


@cache
def known_acts() -> ActFinder:
    """Gives the finder over the project's own register, read once."""
    return ActFinder(read_register())


class ActFinder:
    """Finds the acts of a register in texts; acts that only change another are found as its letters."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = tuple(act for act in acts if not act.amends)
        self._by_key = {key_of(act.acronym): act for act in self._acts}
        self._by_title: dict[str, list[Act]] = defaultdict(list)
        self._by_number: dict[str, list[Act]] = defaultdict(list)
        for act in self._acts:
            self._by_title[fold(act.title)].append(act)
            self._by_number[act.number].append(act)
        self._longest = max((len(key) for key in self._by_key), default=0)
        self._of_act = _patterns_by_beginning(title for title in self._by_title if title.startswith(_ZAKON))
        self._others = {title: _inflected(title) for title in self._by_title if not title.startswith(_ZAKON)}

    def find(self, text: str) -> tuple[Mention, ...]:
        """Gives the places that speak of acts, in the order of the text; `text` is NFC.

        >>> [found.acronym for found in known_acts().find("Po 10. členu ZOR-ed, kakor ga spreminja ZORed-A, in ZP-1 …")]
        ['ZORed', 'ZORed-A', 'ZP-1']
        """
        folded = fold(text)
        acronyms = list(self._acronyms(text, folded))
        found = [*acronyms, *self._titles(folded, acronyms), *self._numbers(folded)]
        return tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))

    def _acronyms(self, text: str, folded: str) -> Iterator[Mention]:
        for each in find_acronyms(text, self._by_key, longest=self._longest):
            near = folded[max(0, each.start - 40) : each.end + 40]
            if len(each.key) >= _SURE_WITHOUT_LAW or _OF_LAW.search(near):
                by = By.LIST if _IN_LIST.search(folded[max(0, each.start - 12) : each.start]) else By.ACRONYM
                yield Mention(self._by_key[each.key], each.amendment, each.start, each.end, by)

    def _titles(self, folded: str, acronyms: list[Mention]) -> Iterator[Mention]:
        for head in _OF_ACT.finditer(folded):
            for title, pattern in self._of_act.get(_beginning(folded[head.end() : head.end() + 40]), ()):
                if rest := pattern.match(folded, head.end()):
                    yield self._meant(title, head.start(), rest.end(), folded, acronyms)
                    break
        for title, pattern in self._others.items():
            for whole in pattern.finditer(folded):
                yield self._meant(title, whole.start(), whole.end(), folded, acronyms)

    def _meant(self, title: str, start: int, end: int, folded: str, acronyms: list[Mention]) -> Mention:
        """Gives the mention of the act that is meant among those of one title: by what follows, else that in force."""
        acts = self._by_title[title]
        if len(acts) == 1:
            return Mention(acts[0], "", start, end, By.TITLE)
        told = [each.act for each in acronyms if end <= each.start <= end + _NEAR and each.act in acts]
        number = _number(_NUMBER.search(folded, end, end + 40))
        told += [act for act in acts if act.number == number]
        if told:
            return Mention(told[0], "", start, end, By.TITLE)
        in_force = next((act for act in acts if act.status == IN_FORCE), acts[0])
        return Mention(in_force, "", start, end, By.TITLE, is_certain=False)

    def _numbers(self, folded: str) -> Iterator[Mention]:
        """Gives the places with the number of one act alone, after most words of its title: others share the issue."""
        for gazette in _GAZETTE.finditer(folded):
            number = _NUMBER.match(folded, gazette.end())
            acts = self._by_number.get(_number(number), [])
            before = folded[max(0, gazette.start() - _NEAR) : gazette.start()]
            if number and len(acts) == 1 and _speaks_of(acts[0], before):
                yield Mention(acts[0], "", gazette.start(), number.end(), By.GAZETTE, is_certain=False)


def _speaks_of(act: Act, text: str) -> bool:
    stems = {word[:_STEM] for word in _WORDS.findall(fold(act.title)) if len(word) >= _STEM}
    return 2 * sum(stem in text for stem in stems) > len(stems)


def _number(found: re.Match[str] | None) -> str:
    return f"{int(found[1])}/{found[2]}" if found else ""


def _patterns_by_beginning(titles: Iterable[str]) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Gives the titles «zakon o …» by their first two words after «zakon», the longest first."""
    found = defaultdict(list)
    for title in sorted(titles, key=len, reverse=True):
        rest = title.removeprefix(_ZAKON)
        pattern = r"\s{1,3}".join(re.escape(word) for word in rest.split()) + r"(?![^\W_])"
        found[_beginning(rest)].append((title, re.compile(pattern)))
    return found


def _beginning(text: str) -> str:
    return " ".join(_WORDS.findall(text)[:2])


def _inflected(title: str) -> re.Pattern[str]:
    """Gives the pattern of a title whose first two words bend: «Gradbenega zakona», «Ustave Republike Slovenije»."""
    words = [rf"{re.escape(word.rstrip('aeiou'))}\w{{0,4}}" for word in title.split()]
    first = re.escape(title.split()[0].rstrip("aeiou"))
    words[0] = rf"{first}(?<![^\W_]{first})\w{{0,4}}"
    return re.compile(r"\s{1,3}".join(words) + r"(?![^\W_])")
