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


def nfc(text: str) -> str:
    """Gives `text` in NFC: «c» + combining caron → «č»."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Gives `text` in NFC with plain spaces and line ends, without unseen characters; tabs (table cells) stay.

    >>> tidy("ob\\u00adčina\\u00a0 Ankaran\\r\\n")
    'občina Ankaran'
    """
    text = _LONE_SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ODD_SPACES.sub(
        " ", text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    )
    text = _UNSEEN.sub("", nfc(text))
    text = _MANY_SPACES.sub(" ", text)
    lines = (line.strip(" ") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n ")
