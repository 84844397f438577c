"""How law is addressed: articles as Akoma Ntoso names them, «art_12a__para_2», acts in the gazette, both as cited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.legislation.lawtext import shown
from kb.legislation.provisions import Level, article_id
from kb.legislation.register import Act, Register
from kb.legislation.versions import year_of

GAZETTE = "https://www.uradni-list.si"

_LETTERS = "abcčdefghijklmnoprsštuvzžqwxy"
_NUMBER = rf"(?P<digits>[0-9]{{1,4}})\.?[ -]?(?P<letter>[{_LETTERS}]{{0,2}})\.?"
_EID = re.compile(rf"art_{_NUMBER}(?:-(?P<again>[0-9]{{1,2}}))?(?P<part>(?:__[a-z]{{1,6}}_[\w-]{{1,20}}){{0,5}})")
_SAID = re.compile(
    rf"(?:(?:člen|clen|čl|cl)[-_. ]{{0,2}})?{_NUMBER}(?:-(?P<again>[0-9]{{1,2}}))?[ -]?(?:člen|clen)?", re.I
)
_PART = re.compile(rf"__(?:{'|'.join(level.value for level in Level)})_[\w-]{{1,20}}")


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """An article by its number, «12a»; `again` counts articles of one number in a text, `part` is what of it is meant.

    `part` is what follows the article in an address: "__para_2__point_3", or "".
    """

    number: str
    again: int = 1
    part: str = ""

    @property
    def article(self) -> str:
        """Gives the address of the article itself: «art_12a», of a second one «art_12a-2»."""
        return article_id(self.number) + (f"-{self.again}" if self.again > 1 else "")

    @property
    def whole(self) -> str:
        """Gives the address with what of the article is meant: «art_12a__para_2»."""
        return self.article + self.part


def read_address(text: str) -> ArticleAddress | None:
    """Gives the article that an address or what people write for it names, None where it names none.

    >>> read_address("art_12a__para_2"), read_address("12.a"), read_address("clen-12")
    (ArticleAddress(number='12a', again=1, part='__para_2'), ArticleAddress(number='12a', again=1, part=''), \
ArticleAddress(number='12', again=1, part=''))
    """
    if found := _EID.fullmatch(text):
        part = found["part"]
        return _address(found, part) if "".join(_PART.findall(part)) == part else None
    found = _SAID.fullmatch(text)
    return _address(found, "") if found else None


def _address(found: re.Match[str], part: str) -> ArticleAddress | None:
    digits, again = int(found["digits"]), int(found["again"] or 1)
    return ArticleAddress(f"{digits}{found['letter'].lower()}", again, part) if digits and again else None


def gazette_issue(number: str) -> str:
    """Gives the address of an issue of the gazette by its number, "" for what is none.

    >>> gazette_issue("139/06")
    'https://www.uradni-list.si/glasilo-uradni-list-rs/celotno-kazalo/2006139'
    """
    issue, _, _ = number.partition("/")
    year = year_of(number)
    return f"{GAZETTE}/glasilo-uradni-list-rs/celotno-kazalo/{year}{issue}" if year and issue.isdecimal() else ""


def gazette_text(sop: str) -> str:
    """Gives the address of the text of an act in the gazette by its SOP, "" where that is not known."""
    return f"{GAZETTE}/1/objava.jsp?sop={sop}" if sop else ""


def cited_as(act: Act, article: str = "") -> str:
    """Gives how an act, or an article of it by its number, is cited.

    «12. člen ZORed (Uradni list RS, št. 139/06 in 9/17)».
    """
    published = published_in(act)
    return f"{f'{shown(article)} člen ' if article else ''}{act.acronym}{f' ({published})' if published else ''}"


def published_in(act: Act) -> str:
    """Gives where an act was published, as it is cited: «Uradni list RS, št. 139/06 in 9/17»; "" where not known.

    A number that is qualified by a change of the act itself is cited without the qualifier, as the gazette does.
    """
    numbers = [each.number if _is_own_change(each.qualifier, act) else str(each) for each in act.numbers]
    listed = " in ".join(filter(None, (", ".join(numbers[:-1]), *numbers[-1:])))
    return f"Uradni list RS, št. {listed}" if numbers else ""


def _is_own_change(qualifier: str, act: Act) -> bool:
    named = Register([act]).named(qualifier) if qualifier else None
    return named is not None and bool(named.amendment)
