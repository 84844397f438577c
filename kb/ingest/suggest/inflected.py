"""Names in running text: every word of a name may bend, «Komisiji za okolje», «Nadzornega odbora»."""

from __future__ import annotations

import re

from kb.slovene.fold import fold

_ENDINGS = r"(?:a|e|i|o|u|om|em|am|ih|im|ega|emu|ami|ama|ema|imi|ima|ov|ev|ah|eh|mi|ma|ju|ja|jo|je)?"
_SHORTEST_BENDING = 4
_OTHER_WORDS = {"sos": r"(?:sos|skupnosti obcin slovenije|skupnosti)"}
_TAIL = re.compile(r" (?:pri|\() ?.*")


def patterns_of(name: str) -> tuple[re.Pattern[str], ...]:
    """Gives the patterns, for folded text, of a Slovene name as a whole and without its tail.

    «Generalni sekretar oziroma generalna sekretarka» is two names; «Komisija … zaposlenih pri članicah SOS» is also
    written without «pri članicah SOS».
    """
    wholes = [part.strip() for part in fold(name).split(" oziroma ")]
    shorter = [_TAIL.sub("", each) for each in wholes if len(_TAIL.sub("", each).split()) >= _SHORTEST_BENDING]
    return tuple(_pattern(each) for each in dict.fromkeys([*wholes, *shorter]))


def plain_pattern(name: str) -> re.Pattern[str]:
    """Gives the pattern, for folded text, of an English name, which does not bend."""
    return _whole_words([re.escape(word) for word in fold(name).split()], r"\s{1,3}(?:the )?")


def _pattern(folded: str) -> re.Pattern[str]:
    words = [_bending(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)?", folded)]
    return _whole_words(words, r",?\s{1,3}")


def _whole_words(words: list[str], between: str) -> re.Pattern[str]:
    """Gives the pattern of words in a row; it opens with plain letters, which `re` finds ten times as fast."""
    first = re.match(r"[a-z]*", words[0])
    letters = first[0] if first else ""
    return re.compile(f"{letters}(?<![^\\W_]{letters}){between.join(words)[len(letters) :]}(?![^\\W_])")


def _bending(word: str) -> str:
    if word in _OTHER_WORDS:
        return _OTHER_WORDS[word]
    if len(word) < _SHORTEST_BENDING:
        return re.escape(word)
    return re.escape(word.rstrip("aeiou")) + _ENDINGS
