"""Normal form of text: everything in kb is NFC from the door on.

NFKC would turn «m²» into «m2» and NFD splits č into two characters, which breaks every tokenizer; so NFC,
and only what is never wanted is mended: odd spaces, control characters, soft hyphens and other marks of zero width.
"""

from __future__ import annotations

import re
import unicodedata

_ODD_SPACES = re.compile(r"[^\S\n\t]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]"
)
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY_SPACES = re.compile(r" {2,}")
_MANY_LINES = re.compile(r"\n{3,}")
# What nearly all text is made of, and what nothing has to be done to.
_TIDY = re.compile("[!-~čšžČŠŽćđĆĐ«»„“”–—…§]++(?:[ \n\t][!-~čšžČŠŽćđĆĐ«»„“”–—…§]++)*+")
# Bringing marks on one letter in order takes the square of their number; no language writes more than a few.
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def nfc(text: str) -> str:
    """Gives `text` in NFC: «c» + combining caron → «č»; of marks piled on one letter the first thirty."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARKS.sub(_fewer_marks, text))


def _fewer_marks(found: re.Match[str]) -> str:
    kept, piled = [], 0
    for letter in found[0]:
        piled = piled + 1 if unicodedata.combining(letter) else 0
        if piled <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def tidy(text: str) -> str:
    """Gives `text` in NFC with plain spaces and line ends, without unseen characters; tabs (table cells) stay.

    >>> tidy("ob\\u00adčina\\u00a0 Ankaran\\r\\n")
    'občina Ankaran'
    """
    if _TIDY.fullmatch(text):
        return text
    text = _LONE_SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ODD_SPACES.sub(
        " ", text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    )
    text = nfc(_UNSEEN.sub("", text))
    text = _MANY_SPACES.sub(" ", text)
    lines = (line.strip(" ") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n ")
