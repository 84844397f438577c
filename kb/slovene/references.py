"""Keys of what a law is cited by: acronyms in all spellings and cases, gazette numbers, articles.

Whether an acronym names an act that exists is not asked here (kb.legislation knows): «SOS» and «EU» have keys too.
Capitals carry meaning: «ZORed-A» is the act that amends ZORed, «ZORed-a» is ZORed in the genitive.
"""

from __future__ import annotations

import re

_JOINTS = str.maketrans(dict.fromkeys("‐‑–", "-"))
_CAPITALS = "A-ZČŠŽĆĐ"
_SMALL = "a-zčšžćđ"
_ENDING = r"(?:j?[oe]v(?:ega|emu|em|ih|imi?|a|e|o|i)?|j?em|om|oma|ema|ih|j[auei]|[auei])"
_HEAD = re.compile(rf"(?P<base>[{_CAPITALS}{_SMALL}]{{2,9}})(?:(?P<number>\d{{1,3}})(?P<letter>[{_CAPITALS}]{{0,2}}))?")
_NUMBER = re.compile(rf"(\d{{1,3}})([{_CAPITALS}]{{0,2}}){_ENDING}?")
_LETTER = re.compile(rf"[{_CAPITALS}]{{1,2}}")
_LEFT_OUT = re.compile(rf"{_ENDING}|(?:UPB|NPB)\d{{0,2}}|\d{{1,2}}(?=$)")
_REST_OF_BASE = re.compile(rf"([{_SMALL}]{{2,3}}?){_ENDING}?")
_INFLECTED_BASES = (
    re.compile(rf"([{_CAPITALS}]{{2,24}}[{_SMALL}]{{2,24}}?)(?:om|em|ov|a|u)"),
    re.compile(rf"([{_CAPITALS}]{{3,24}}){_ENDING}"),
)
_SHORTEST_INFLECTED = (5, 3)
_SMALL_INFLECTED = re.compile(r"(\w{5,12}?)(?:om|em|ov|a|u|e|i)")
_AMENDING = re.compile(rf"\w{{2,12}}[-‐‑–][{_CAPITALS}]{{1,2}}")
_NUMBERED = re.compile(
    r"(?P<issue>\d{1,12}(?:[-/]\d{1,8}){1,5})(?P<rest>(?:/[^\W\d_]{2,3})?(?:-[^\W\d_]{1,4}\d{0,2})?)"
)
_SPACED = re.compile(r"(?<![\w/-])(\d{4})(?:\s?[-‐‑–]\s|[-‐‑–])(\d{2,4})(?:\s?[-‐‑–]\s|[-‐‑–])(\d{4})(?![\w/-])")
_CONSOLIDATED = re.compile(r"(\d{1,12}/\d{2,4})-.*")
_YEAR_OF_ISSUE = re.compile(r"(\d{1,3})/(?:19|20)(\d\d)")
_LISTED_ARTICLE = re.compile(rf"(\d{{1,4}})(?:\.?\s?([{_SMALL}])(?![^\W_]))?")
_TO = re.compile(r"[.\s]{0,3}(?:do(?:\svključno)?|[-‐‑–])\s?", re.IGNORECASE)
MOST_IN_SPAN = 60
"""Articles that «46. do 57. člena» stands for; a longer span names its ends alone."""
_ARTICLE_NUMBER = re.compile(rf"(\d{{1,4}})(?:\.?\s?([{_SMALL}])(?![^\W_]))?")


def acronym_keys(token: str) -> tuple[str, ...]:
    """Gives the keys of an acronym with two capitals or more, what it names first; () for an ordinary word.

    >>> acronym_keys("ZOR-edom"), acronym_keys("ZORed-A"), acronym_keys("ZP1J")
    (('zored',), ('zored-a', 'zored'), ('zp-1j', 'zp-1'))
    """
    head, *parts = token.translate(_JOINTS).split("-")
    found = _HEAD.fullmatch(head)
    if not found or sum(map(str.isupper, head)) < 2:
        return ()
    base, number, letter = found["base"], found["number"] or "", found["letter"] or ""
    for part in parts:
        if _LEFT_OUT.fullmatch(part) and (number or not part.isdecimal()):
            continue
        if met := _NUMBER.fullmatch(part):
            number, letter = met[1], met[2]
        elif _LETTER.fullmatch(part):
            letter = part
        elif (met := _REST_OF_BASE.fullmatch(part)) and not number:
            base += met[1]
        else:
            return ()
    return _keys(base if parts and base != found["base"] else _uninflected(base), number, letter)


def likely_acronym_keys(token: str) -> tuple[str, ...]:
    """Gives the acronym keys that a word typed in small letters may mean; the index tells which of them exist.

    >>> likely_acronym_keys("zp1"), likely_acronym_keys("zoredom")
    (('zp-1',), ('zoredom', 'zored'))
    """
    whole = token.translate(_JOINTS).replace("-", "").lower()
    is_numbered = any(map(str.isdecimal, whole))
    keys = [*acronym_keys(token.upper())] if is_numbered or _AMENDING.fullmatch(token) else [whole]
    if inflected := _SMALL_INFLECTED.fullmatch(whole):
        keys.append(inflected[1])
    return tuple(dict.fromkeys(keys))


def numbered_keys(token: str) -> tuple[str, ...]:
    """Gives the keys of a number of a gazette, a file or a directive, what it names first; () for other tokens.

    >>> numbered_keys("94/07-UPB2"), numbered_keys("139/2006"), numbered_keys("2006/123/ES")
    (('94/07-upb2', '94/07'), ('139/2006', '139/06'), ('2006/123/es',))
    """
    keys = asked_number_keys(token)
    consolidated = _CONSOLIDATED.fullmatch(keys[0]) if keys else None
    return (*keys, consolidated[1]) if consolidated else keys


def asked_number_keys(token: str) -> tuple[str, ...]:
    """Gives the keys that a question asks for with such a number: the one it names, however its year is written.

    >>> asked_number_keys("94/07-UPB2"), asked_number_keys("139/2006")
    (('94/07-upb2',), ('139/2006', '139/06'))
    """
    found = _NUMBERED.fullmatch("".join(token.split()).translate(_JOINTS))
    if not found or ("/" not in found["issue"] and found["issue"].count("-") < 2):
        return ()
    whole = f"{found['issue']}{found['rest']}".lower()
    dated = _YEAR_OF_ISSUE.fullmatch(whole)
    return (whole, f"{dated[1]}/{dated[2]}") if dated else (whole,)


def joined_numbers(text: str) -> str:
    """Gives a question with its EVA and SOP numbers written without spaces; a minus before a number stays one.

    >>> joined_numbers("EVA 2018 - 2030- 0045"), joined_numbers("voda -2018 -2019")
    ('EVA 2018-2030-0045', 'voda -2018 -2019')
    """
    return _SPACED.sub(r"\1-\2-\3", text)


def article_key(number: str) -> str:
    """Gives the key of an article from its number as written.

    >>> article_key("12"), article_key("12.a"), article_key("12 a")
    ('12.člen', '12a.člen', '12a.člen')
    """
    found = _ARTICLE_NUMBER.search(number.lower())
    return f"{found[1]}{found[2] or ''}.člen" if found else ""


def listed_articles(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Gives for each number of a list of articles where it stands, and the keys of the articles it stands for.

    The first number of a span stands for all before the last.

    >>> listed_articles("3., 7. do 9. in 12.a člena")
    ((0, ('3.člen',)), (4, ('7.člen', '8.člen')), (10, ('9.člen',)), (16, ('12a.člen',)))
    """
    found = list(_LISTED_ARTICLE.finditer(text))
    told = []
    for number, item in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        first = int(item[1])
        is_span = after and not item[2] and not after[2] and _TO.fullmatch(text, item.end(), after.start())
        last = int(after[1]) if after and is_span and first < int(after[1]) <= first + MOST_IN_SPAN else first + 1
        keys = tuple(f"{each}.člen" for each in range(first, last))
        told.append((item.start(), (f"{first}{item[2].lower()}.člen",) if item[2] else keys))
    return tuple(told)


def _uninflected(base: str) -> str:
    for form, shortest in zip(_INFLECTED_BASES, _SHORTEST_INFLECTED, strict=True):
        found = form.fullmatch(base)
        if found and len(found[1]) >= shortest:
            return found[1]
    return base


def _keys(base: str, number: str, letter: str) -> tuple[str, ...]:
    whole = f"{base}-{number}" if number else base
    if not letter:
        return (whole.lower(),)
    return (f"{whole}{'' if number else '-'}{letter}".lower(), whole.lower())
