"""The key of an English word, for the English passages among Slovene ones: endings of plurals and verbs taken away.

A light rule after Porter's steps 1a–1c (An algorithm for suffix stripping, 1980): no dictionary has to be loaded, and
its mistakes stay within English passages.
"""

from __future__ import annotations

import re

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "mice": "mouse",
    "criteria": "criterion", "held": "hold", "made": "make", "given": "give", "gave": "give", "taken": "take",
    "took": "take", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "has": "have", "had": "have",
    "paid": "pay", "laid": "lay", "said": "say", "led": "lead", "met": "meet", "sent": "send", "built": "build",
    "chosen": "choose", "written": "write", "wrote": "write", "used": "use", "using": "use",
    "agreed": "agree",
}  # fmt: skip
_WORD = re.compile(r"[a-z]{3,40}")
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bdfgklmnprtz])\1")


def english_key(word: str) -> str:
    """Gives the key of a word: the same for its forms, and not always a word itself.

    >>> [english_key(word) for word in ("municipalities", "municipality", "Planning", "plans", "overseeing", "bus")]
    ['municipaliti', 'municipaliti', 'plan', 'plan', 'oversee', 'bus']
    """
    low = word.lower()
    if low in _IRREGULAR or not _WORD.fullmatch(low):
        return _without_e(_IRREGULAR.get(low, low))
    return _without_e(_verb(_singular(low)))


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and _VOWEL.search(stem) and not word.endswith("eed"):
            return stem
    return word


def _without_e(word: str) -> str:
    """Gives a word without its last e, with i for its last y and one for two of its last letters.

    The forms of one word differ in them: «manage», «managing»; «city», «cities»; «plan», «planning».
    """
    if word.endswith("e") and len(word) > 3 and not word.endswith("ee"):
        return word[:-1]
    if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word[:-1] if len(word) > 2 and _DOUBLED.fullmatch(word[-2:]) else word
