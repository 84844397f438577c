"""Text as every database can keep it: NFC, no lone surrogates (names of files that are not UTF-8), no NUL."""

from __future__ import annotations

import re

from kb.slovene.normal import nfc

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Gives `text` in NFC, each character that no database takes as its hexadecimal escape.

    >>> storable("zapisnik \\udce8.pdf")
    'zapisnik \\\\udce8.pdf'
    """
    return nfc(_escaped(text))


def storable_path(text: str) -> str:
    """Gives `text` as `storable` does, but not in NFC: two names on disk stay two."""
    return _escaped(text)


def _escaped(text: str) -> str:
    if not _UNSTORABLE.search(text):
        return text
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
