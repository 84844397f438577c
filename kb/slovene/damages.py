"""Damages that fonts and converters do to Slovene text, mended where the text itself shows what stood there.

What cannot be told from the text alone (words split into syllables, lost letters) is left as it is: it is the
score of kb.ingest.quality that tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.slovene.language import language_of
from kb.slovene.normal import nfc
from kb.slovene.spaced import closed_up

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ",
     "ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ"}
)  # fmt: skip
_LIGATURE = re.compile("[ﬀ-ﬆǄ-ǌ]")


def mended(text: str, *, letters: Mapping[int, str] | None = None) -> str:
    """Gives `text` in NFC with its damages mended; text without damages is given back as it is (in NFC).

    Mended are carons that stand beside their letters, letters that stand for č and ž in fonts of old, ligatures and
    letter-spaced headings. `letters` is what `wrong_letters` gave for the whole document; without it, `text` speaks
    for itself.

    >>> mended("raˇcunalniˇstvo na Trţaški cesti, Z A K O N o ﬁnancah")
    'računalništvo na Tržaški cesti, ZAKON o financah'
    """
    if text.isascii():
        return closed_up(text)
    if _LIGATURE.search(text):
        text = text.translate(_LIGATURES)
    text = _with_carons(nfc(text))
    wrong = wrong_letters(text) if letters is None else letters
    return closed_up(_rightly_lettered(text, wrong) if wrong else text)


# --- carons ----------------------------------------------------------------------------------------

_CARON = "ˇ"
_COMPOSED = dict(zip("cszCSZ", "čšžČŠŽ", strict=True))
_AHEAD = re.compile(r"(?P<gap> ?)ˇ(?P<after> ?)(?P<letter>[cszCSZ])(?=(?P<rest>\w{0,30}))")
_BEHIND = re.compile(r"([cszCSZ])ˇ")
_ON_VOWEL = re.compile(r"([ǎǐǒǔǍǏǑǓ])([cszCSZ])")
_VOWELS = dict(zip("ǎǐǒǔǍǏǑǓ", "aiouAIOU", strict=True))
# With spaces on both sides of a caron only the word tells whether it begins there: «v ˇ casu», but «ra ˇ cun».
_BEGINNINGS = re.compile(
    r"(?:člen(?:a|u|om|i|ov|e|ih|oma)?|član(?!k)\w*|človek\w*|čas(?:a|u|om|i|ov|e|ih|ovn\w*)?|čemer|čezmej\w+|čigar|"
    r"čeprav|četudi|čist\w+|čakal\w+|četrt\w*|črt\w+|črk\w*|črn\w+|št|števil\w+|štej\w+|šte[lt]\w*|štiri\w*|štip\w+|"
    r"štud\w+|šest\w*|šol\w+|šport\w+|škod\w*|širš\w+|šele|šifr\w+|špan\w+|švic\w+|župan\w*|želi\w*|živ\w+|"
    r"življen\w+|žensk\w*|žrt\w+)$",
    re.I,
)
_LITTLE = frozenset(["če", "še", "že", "čez"])
_SMALL_WORDS = (
    "in ali pa ter tudi samo le razen kot da ki ko je so se si ga jo bi ni ne sta lahko prav šele vendar zato tako "
    "kadar torej ima bil bila bilo"
)
_BEFORE_LITTLE = frozenset(_SMALL_WORDS.split())
_OPENING = frozenset("([»„“")
_PREPOSITIONS = frozenset("vzskh")
_LAST_WORD = re.compile(r"(?:ˇ ?)?[^\W\d_]{0,12}$")
# What looks like two words is one: «o ˇ skodovanec», «na ˇ crt», «pre ˇ zivnina», «pod ˇ zupan».
_ONE_WORD = re.compile(
    r"(?:od?|po) škod[bno]\w*|od štej\w*|(?:na|za|po|o|ob) črt\w*|(?:pre|do|u|po|o) živ\w*|pod župan\w*"
)


def _with_carons(text: str) -> str:
    if _CARON in text:
        ahead, behind = len(_AHEAD.findall(text)), len(_BEHIND.findall(text))
        if behind > ahead:
            text = _BEHIND.sub(lambda found: _COMPOSED[found[1]], text)
        spaces_tell = bool(re.search("[^\\W\\d_]ˇ[cszCSZ]", text))
        text = _AHEAD.sub(lambda found: _joined(found, spaces_tell), text)
    if _ON_VOWEL.search(text):
        text = _ON_VOWEL.sub(lambda found: _VOWELS[found[1]] + _COMPOSED[found[2]], text)
    return text


def _joined(found: re.Match[str], spaces_tell: bool) -> str:
    letter = _COMPOSED[found["letter"]]
    begins = found["gap"] and _begins(found, letter + found["rest"], spaces_tell)
    return (" " if begins else "") + letter


def _begins(found: re.Match[str], word: str, spaces_tell: bool) -> bool:
    """Tells whether a word begins at the caron: «v ˇcasu», and with spaces on both sides if the words show it."""
    at = found.start()
    last = _LAST_WORD.search(found.string[max(at - 12, 0) : at])
    before = last[0].lower() if last else ""
    if not before:
        return found.string[max(at - 1, 0) : at] not in _OPENING
    if spaces_tell and not found["after"]:
        return True
    if word in _LITTLE:
        return before in _BEFORE_LITTLE
    is_whole = bool(_BEGINNINGS.match(word)) and not _ONE_WORD.fullmatch(f"{before} {word}")
    return is_whole or before in _PREPOSITIONS


# --- letters that stand for others -----------------------------------------------------------------

_FEWEST_GRAVES = 3
_SOUTH_SLAVIC = re.compile("[čšžćđČŠŽĆĐ]")
_FOREIGN_WORD = re.compile("[ăâîșşțğıãőűłąęŝĝŭĵĥĂÂÎȘŞȚĞİÃŐŰŁĄĘŜĜŬĴĤ]")
_ROMANIAN = re.compile(
    r"ţi[aeiu]\b|ţiun|[eo]aţ|[ae]nţ(?:a|ei)\b|\bţar[aăi]\b|(?:constan|gala|bistri|ialomi|neam|ploieş)ţ", re.I
)
_WORD = re.compile(r"[^\W\d_]+")
_ITALIAN_E = re.compile(r"è$|^è", re.I)
_STANDS_FOR = {"ţ": "ž", "ĉ": "č", "è": "č"}


def wrong_letters(whole: str) -> dict[int, str]:
    """Gives the letters of a document that stand for others, as `str.translate` takes them; {} for nearly all.

    Old fonts write ţ for ž («Trţaška»), ĉ or è for č («obĉina», «obèina»). That is so only where the text is Slovene
    or has other letters of its kind, and the right letter is rarer than the wrong one (for è: is missing).
    """
    low = whole.lower()
    found: dict[int, str] = {}
    for wrong, right in _STANDS_FOR.items():
        words = _WORD.findall(low) if wrong in low else []
        count = sum(wrong in word and not _is_foreign(word) for word in words)
        if count > low.count(right) and _is_meant(low, wrong, count):
            found |= {ord(wrong): right, ord(wrong.upper()): right.upper()}
    return found


def _is_meant(low: str, wrong: str, count: int) -> bool:
    if len(_FOREIGN_WORD.findall(low)) >= count:
        return False
    if wrong == "è":
        return "č" not in low and count >= _FEWEST_GRAVES and language_of(low) == "sl"
    return bool(_SOUTH_SLAVIC.search(low)) or language_of(low) == "sl"


def _is_foreign(word: str) -> bool:
    return bool(_FOREIGN_WORD.search(word) or _ROMANIAN.search(word) or _ITALIAN_E.search(word))


def _rightly_lettered(text: str, letters: Mapping[int, str]) -> str:
    return _WORD.sub(lambda found: found[0] if _is_foreign(found[0]) else found[0].translate(letters), text)
