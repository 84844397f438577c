"""Words that stand for pictures: which of them tell anything."""

from __future__ import annotations

import re

_FILE = re.compile(r"(?:.*[\\/])?[^\\/]{0,200}\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp|ico)|https?://\S+", re.I)


def is_telling(text: str) -> bool:
    """Tells whether the alternative text of a picture says what it shows, and is no name of a file.

    >>> is_telling("Graf stroškov po občinah"), is_telling("C:\\\\Slike\\\\IMG_0012.jpg")
    (True, False)
    """
    return any(map(str.isalnum, text)) and _FILE.fullmatch(text.strip()) is None
