"""How well the text of a page reads, told from the text alone: what damaged fonts and bad OCR layers leave behind.

Seven sorts of damage are looked for, each with a measure that good text keeps far from its bound; the score of a page
is that of its worst damage. A page with little text is trusted more than its measure says: five odd words of ten
prove less than fifty of a hundred. Text in other languages, tables and lists of numbers read well.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from kb.slovene.fold import fold
from kb.slovene.language import language_of

# Below this a page is worth a second extractor, then OCR. Each measure falls from 1.0 at its good bound to 0.0 at its
# bad one; they were set on pages of 27 statutes and 36 sessions against the same pages damaged (tests/ingest/
# test_quality.py), on pages in six other languages, and on the OCR layer of a scanned municipal decision of 2009.
THRESHOLD = 0.5

# «(cid:17)», � and signs from private areas, per letter: more than 5 % of such marks means OCR.
_GOOD_MARKS, _BAD_MARKS = 0.01, 0.09
# «Urad ni list Re pub li ke Slo ve ni je»: share of words of one to three letters; pages have 0.08 to 0.51.
_GOOD_SHORT, _BAD_SHORT = 0.55, 0.80
# «javnozasebnempartnerstvu»: share of letters in words of more than 25; nearly none in any language.
_GOOD_LONG, _BAD_LONG = 0.05, 0.25
_LONGEST_WORD = 25
# «6etrtega», «vkljuCujejo», «gt}ricah»: share of odd words; good text has none, the scan of 2009 0.07.
_GOOD_ODD, _BAD_ODD = 0.02, 0.08
# «wkdw» for «that»: share of pairs of letters that any of seven languages uses; at least 0.91 in good text, at most
# 0.77 where letters stand for one another.
_GOOD_PAIRS, _BAD_PAIRS = 0.90, 0.70
# «obina», «obcina»: how many of č, š, ž a Slovene text of this length must have had. Where one of them is there the
# others count less: pages that speak of no «država» and no «občina» come by.
_ACCENTS = {"č": 0.0162, "š": 0.0090, "ž": 0.0063}
_WHERE_OTHERS_ARE = 0.55
_GOOD_MISSED, _BAD_MISSED = 3.5, 6.5

_ENOUGH_LETTERS = 200
_ENOUGH_WORDS = 40
_LONGEST_SAMPLE = 20_000
_LONGEST_KNOWN = 40
_KNOWN = 30_000

_MARK = re.compile("\\(cid:\\d{1,6}\\)|[\ufffd\ue000-\uf8ff]")
_BULLETS = re.compile("^[ \\t]*[\ue000-\uf8ff]", re.M)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"[@/\\_=]|www\.|\.\w{2,3}$")
_ODD = re.compile(
    r"[a-zčšž][}{$^~<>|#\]\[][a-zčšž]|[a-zčšž]\d[a-zčšž]|^\W*\d[a-zčšž]{3,}|^\W*[a-zčšž]{2,}[A-ZČŠŽ][a-zčšž]"
    r"|^\W*[A-ZČŠŽ][a-zčšž]{3,}[A-ZČŠŽ][a-zčšž]"
)
# «redni seji dne ; (Uradni list RS, št. z dne )»: days and numbers that a converter took out.
_NUMBERED = re.compile(r"\b(?:dne|št\.)\s{0,3}(?:(\d)|[;,.:)\]])")
_GOOD_TAKEN, _BAD_TAKEN = 0.2, 0.8
_ENOUGH_NUMBERED = 4
_PAIRS_OF = (
    "abcdghijklmnoprstuvz babeiloru cacehiklnorstu dabeilnorsu eabcdefghijklmnprstuvxyz faefioru gaeginortuy haeilnort "
    "iabcdefghjklmnopqrstuvz jaeilnosu kaeilorstu ladehijlmnostuvy mabeijmopu nacdefgijknostuyz obcdfgijklmnprstuvwz "
    "paceiloprtu qu racdegimnorstuwyz sacehiklnopstuvz taehiknorstuvyz uabcefgiklmnoprstv vaeiklnor waehi yaeo "
    "zabeinotuvz"
)
_PAIRS = frozenset(group[0] + second for group in _PAIRS_OF.split() for second in group[1:])


def quality_of(text: str) -> float:
    """Gives how well `text` reads, from 0.0 (garbage, or nothing) to 1.0; below THRESHOLD it should be read anew.

    >>> quality_of("Občinski svet sprejme odlok."), quality_of("(cid:17)(cid:4)(cid:31) (cid:5)(cid:22)")
    (1.0, 0.0)
    """
    sample = text[:_LONGEST_SAMPLE]
    words = _WORD.findall(_MARK.sub("", sample))
    marks = _marks(sample, words)
    if not words:
        return 0.0 if not sample.strip() else marks
    return round(
        min(marks, _short(words), _long(words), _odd(sample), _pairs(sample), _accents(sample), _taken(sample)), 3
    )


def _fall(value: float, good: float, bad: float, weight: float = 1.0) -> float:
    """Gives 1.0 at the good bound, 0.0 at the bad one and between them evenly; with a weight under 1 nearer to 1.0."""
    share = min(max((value - good) / (bad - good), 0.0), 1.0)
    return 1.0 - share * min(weight, 1.0)


def _marks(text: str, words: list[str]) -> float:
    count = len(_MARK.findall(text)) - len(_BULLETS.findall(text))
    signs = count + sum(map(len, words))
    return _fall(count / signs, _GOOD_MARKS, _BAD_MARKS) if signs else 1.0


def _short(words: list[str]) -> float:
    """Judges by short words; «DA», «NE», «EUR» in the cells of a table do not count."""
    small = [word for word in words if word != word.upper()]
    share = sum(len(word) <= 3 for word in small) / len(small) if small else 0.0
    return _fall(share, _GOOD_SHORT, _BAD_SHORT, len(small) / _ENOUGH_WORDS)


def _long(words: list[str]) -> float:
    letters = sum(map(len, words))
    long = sum(len(word) for word in words if len(word) > _LONGEST_WORD)
    return _fall(long / letters, _GOOD_LONG, _BAD_LONG, letters / _ENOUGH_LETTERS)


def _odd(text: str) -> float:
    tokens_of_text = _TOKEN.findall(text)
    judged = Counter(map(_judged, (token for token in tokens_of_text if len(token) <= _LONGEST_KNOWN)))
    judged.update(map(_judged.__wrapped__, (token for token in tokens_of_text if len(token) > _LONGEST_KNOWN)))
    odd, tokens = judged["odd"], judged["odd"] + judged["word"]
    return _fall(odd / tokens, _GOOD_ODD, _BAD_ODD, tokens / _ENOUGH_WORDS) if tokens else 1.0


@lru_cache(_KNOWN)
def _judged(token: str) -> str:
    """Gives "odd" or "word", or "" for what is no word; tokens come again and again and are judged once."""
    if _ADDRESS.search(token) or not _WORD.search(token):
        return ""
    return "odd" if _ODD.search(token) else "word"


def _taken(text: str) -> float:
    """Judges by numbers that are missing where they have to stand."""
    kept = [found[1] for found in _NUMBERED.finditer(text)]
    gone = kept.count(None)
    return _fall(gone / len(kept), _GOOD_TAKEN, _BAD_TAKEN, gone / _ENOUGH_NUMBERED) if kept else 1.0


def _pairs(text: str) -> float:
    """Judges by pairs of letters, each word once; acronyms among other words and other scripts do not count."""
    words = [word for word in set(_WORD.findall(text)) if len(word) > 3]
    capitals = sum(word.isupper() for word in words)
    known = pairs = 0
    for word in words:
        if not word.isupper() or capitals * 2 > len(words):
            of_word = _paired(word) if len(word) <= _LONGEST_KNOWN else _paired.__wrapped__(word)
            known += of_word[0]
            pairs += of_word[1]
    return _fall(-known / pairs, -_GOOD_PAIRS, -_BAD_PAIRS, pairs / _ENOUGH_LETTERS) if pairs else 1.0


@lru_cache(_KNOWN)
def _paired(word: str) -> tuple[int, int]:
    """Gives how many pairs of letters of a word are known, and how many it has."""
    parts = _LATIN.findall(fold(word))
    known = sum(part[at : at + 2] in _PAIRS for part in parts for at in range(len(part) - 1))
    return known, sum(map(len, parts)) - len(parts)


def _accents(text: str) -> float:
    """Judges Slovene text by which of č, š, ž it does not have at all; the cells of a table say «da» only once."""
    low = text.lower()
    letters = sum(map(len, set(_WORD.findall(low))))
    shares = [share for accent, share in _ACCENTS.items() if accent not in low]
    missed = sum(shares) * letters * (1.0 if len(shares) == len(_ACCENTS) else _WHERE_OTHERS_ARE)
    if missed <= _GOOD_MISSED or language_of(text) != "sl":
        return 1.0
    return _fall(missed, _GOOD_MISSED, _BAD_MISSED)
