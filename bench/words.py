"""Scores of a reading against the words that were written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_CARONS = "čšžČŠŽ"
_WORD = re.compile(r"\w+", re.UNICODE)


def words_of(text: str) -> list[str]:
    """Gives the words of a text, ligatures taken apart, without punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def error_rate(written: Sequence[str], read: Sequence[str]) -> float:
    """Gives the word error rate: words put in, left out or changed, a written word (Levenshtein over words).

    Bit-parallel after Hyyrö (2003): a column of the table is one long integer.
    """
    if not written:
        return float(bool(read))
    places: dict[str, int] = {}
    for at, word in enumerate(written):
        places[word] = places.get(word, 0) | 1 << at
    whole, last = (1 << len(written)) - 1, 1 << len(written) - 1
    plus, minus, errors = whole, 0, len(written)
    for word in read:
        same = places.get(word, 0)
        across = (((same & plus) + plus) ^ plus) | same | minus
        more, less = minus | ~(across | plus), plus & across
        errors += bool(more & last) - bool(less & last)
        more = more << 1 | 1
        plus = (less << 1 | ~(across | more)) & whole
        minus = more & across & whole
    return errors / len(written)


def recall(written: Sequence[str], read: Sequence[str]) -> float:
    """Gives the share of written words that were read, however ordered."""
    missing = Counter(written) - Counter(read)
    return 1 - missing.total() / max(len(written), 1)


def carons_kept(written: Sequence[str], read: Sequence[str]) -> float:
    """Gives the share of the letters č, š and ž that are there again."""
    wanted, found = (
        Counter(letter for word in side for letter in word if letter in _CARONS) for side in (written, read)
    )
    return 1 - (wanted - found).total() / max(wanted.total(), 1)
