"""Good text damaged as fonts, converters and bad OCR do it; the same damage each time."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator

_PLAIN = str.maketrans("čšžČŠŽ", "cszCSZ")
_MISREAD = {
    "č": "6eCd", "š": "g5i", "ž": "2Zi", "n": ("rr", "n", "n", "n"), "o": "o0oo", "l": "1lll", "i": "iii}",
}  # fmt: skip


def pages(text: str, size: int) -> Iterator[str]:
    """Gives pages of about so many characters."""
    for found in re.finditer(rf".{{{size}}}\S*", text, re.S):
        yield found[0]


def syllables(text: str) -> str:
    """«Ur ad ni li st»: discretionary hyphens that became spaces."""
    return re.sub(r"([^\W\d_]*?[aeiou][^\W\d_aeiou]?)(?=[^\W\d_aeiou]?[aeiou])", r"\1 ", text)


def glyph_numbers(text: str) -> str:
    """One letter of ten as its number in the font: a font without ToUnicode."""
    chance = random.Random(1)
    return "".join(
        f"(cid:{ord(letter) % 97})" if letter.isalpha() and chance.random() < 0.1 else letter for letter in text
    )


def lost(text: str) -> str:
    return re.sub("[čšžČŠŽ]", "", text)


def blank(text: str) -> str:
    return re.sub("[čšžČŠŽ]", " ", text)


def bare(text: str) -> str:
    return text.translate(_PLAIN)


def lost_c(text: str) -> str:
    return re.sub("[čČ]", "", text)


def misread(text: str) -> str:
    """Bad OCR: letters with carons misread each time, others here and there."""
    chance = random.Random(2)
    return "".join(
        chance.choice(_MISREAD[letter])
        if letter in _MISREAD and (letter in "čšž" or chance.random() < 0.25)
        else letter
        for letter in text
    )


def shifted(by: int) -> Callable[[str], str]:
    """A wrong ToUnicode: each letter is the one that stands `by` places on."""
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper, lower[by:] + lower[:by] + upper[by:] + upper[:by])
    return lambda text: text.translate(table)


def glyph_codes(text: str) -> str:
    """«Vwdwxw» for «Statut» read as numbers of glyphs: every letter 29 places back, «7KLV» for «This»."""
    return "".join(chr(ord(letter) - 29) if "A" <= letter <= "z" and letter.isalpha() else letter for letter in text)


def shuffled(text: str) -> str:
    """A font of a part of the letters, numbered as they came: each letter is some other one."""
    letters = list(string.ascii_lowercase)
    random.Random(3).shuffle(letters)
    return text.lower().translate(str.maketrans(string.ascii_lowercase, "".join(letters)))


def glued(text: str) -> str:
    chance = random.Random(4)
    return re.sub(r"(?<=\w) (?=\w)", lambda _: "" if chance.random() < 0.8 else " ", text)


def letters_apart(text: str) -> str:
    return " ".join(text)


DAMAGES: dict[str, Callable[[str], str]] = {
    "syllables": syllables,
    "glyph numbers": glyph_numbers,
    "č š ž lost": lost,
    "č š ž blank": blank,
    "č š ž bare": bare,
    "č lost": lost_c,
    "misread": misread,
    "shifted by 1": shifted(1),
    "shifted by 3": shifted(3),
    "glyph codes": glyph_codes,
    "shuffled": shuffled,
    "glued": glued,
    "letters apart": letters_apart,
}
