"""The title of a document as a person would write it: not in capitals, an act with its whole name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from kb.ingest.suggest.sheet import PROPERTIES, Line, Sheet
from kb.ingest.suggest.values import Suggestion
from kb.legislation.chapters import is_certain_chapter

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SENTENCE_STARTS = frozenset('.!?:;\n»„"–-•')
_FEWEST_LETTERS = 4
_FIRST_LINES = 6
_BEFORE = 12
_ACT_WORDS = ("zakon", "odlok", "pravilnik", "uredba", "odredba", "statut", "poslovnik", "sklep", "navodilo", "ustava")
_ACT_NAME = re.compile(rf"(?:{'|'.join(_ACT_WORDS)})\b .{{4,300}}")
_NO_NAME = ("predlog", "osnutek", "priloga", "vzorec")
_ABOUT = re.compile(r"(?:o|obcine|mestne obcine)\b .{3,300}")
_KEPT = re.compile(r"\(Z[A-ZČŠŽ\d-]{1,12}\)")
_PREPOSITIONS = frozenset("OVZSKHI")
_NUMERAL = re.compile(r"[IVXLC]{1,7}")


def suggest_title(sheet: Sheet) -> Suggestion[str] | None:
    """Gives the title in the letters of running text, surer where a line of the front says the same.

    Where what was taken for the title is a chapter of a law («I. SPLOŠNE DOLOČBE») or no more than «PREDLOG», it is
    the name of the act; «ODLOK» alone goes on with the line below it, «o javnem redu in miru».
    """
    line = sheet.title
    if not line.text or line.folded in _NO_NAME or is_certain_chapter(line.text):
        line = next((each for each in sheet.front[:_FIRST_LINES] if _ACT_NAME.match(each.folded)), line)
    if not line.text:
        return None
    text = line.text
    if line.folded in _ACT_WORDS:
        text = " ".join([text, *_lines_below(line, sheet)])
    title = uncapitalised(text, (part.text for part in sheet.parts))
    return Suggestion(title, line.seen, 0.6 if line.place == PROPERTIES else 0.9)


def _lines_below(line: Line, sheet: Sheet) -> list[str]:
    """Gives the line that goes on with the name of an act, as a list of one or none."""
    below = [after for before, after in pairwise(sheet.front) if before.folded == line.folded]
    return [each.text for each in below[:1] if _ABOUT.match(each.folded)]


def uncapitalised(title: str, texts: Iterable[str]) -> str:
    """Gives a title that is all in capitals in small letters; a word that `texts` write otherwise keeps its letters.

    >>> uncapitalised("VOLITVE V EVROPSKI PARLAMENT", ["… v Evropski parlament bodo volitve"])
    'Volitve v Evropski parlament'
    """
    letters = [character for character in title if character.isalpha()]
    if len(letters) < _FEWEST_LETTERS or any(character.islower() for character in letters):
        return title
    wanted = {word.casefold() for word in _WORD.findall(title)}
    forms = _forms(texts, wanted)
    kept = [range(*found.span()) for found in _KEPT.finditer(title)]
    small = _WORD.sub(
        lambda found: found[0] if any(found.start() in each for each in kept) else _written(found[0], forms), title
    )
    return small[:1].upper() + small[1:]


def _written(word: str, forms: dict[str, Counter[str]]) -> str:
    told = forms.get(word.casefold())
    if told:
        return told.most_common(1)[0][0]
    is_letter = len(word) == 1 and word not in _PREPOSITIONS
    is_number = len(word) > 1 and (_NUMERAL.fullmatch(word) or any(character.isdecimal() for character in word))
    return word if is_letter or is_number else word.lower()


def _forms(texts: Iterable[str], wanted: set[str]) -> dict[str, Counter[str]]:
    """Gives how the wanted words are written in the middle of sentences."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for found in _WORD.finditer(text):
            word = found[0]
            if word.casefold() in wanted and _is_inside(text[max(0, found.start() - _BEFORE) : found.start()]):
                forms.setdefault(word.casefold(), Counter())[word] += 1
    return forms


def _is_inside(before: str) -> bool:
    """Tells whether what stands before a word is the middle of a sentence that is not in capitals."""
    before = before.rstrip(" ")
    return bool(before) and before[-1] not in _SENTENCE_STARTS and any(character.islower() for character in before)
