"""The date of a document: of all dates on its first and last lines the one that stands as such dates do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from kb.ingest.suggest.sheet import Line, Sheet
from kb.ingest.suggest.values import Suggestion
from kb.slovene.calendar import Written, dates_in

FEWEST = 0.3
_LOSS_A_LINE = 0.008
_OF_THE_END = 0.95
_FEWEST_AT_END = 0.65
_LABELLED = re.compile(
    r"(?:datum(?: \w{3,12})?|dne|date|objavljeno|objava|izdano|posodobljeno|published|updated)\s?:?\s?(?:dne )?"
)
_IN_PLACE = re.compile(
    r"[A-ZČŠŽ][\w.-]{1,20}(?: (?:[A-ZČŠŽ][\w.-]{0,20}|na|ob|pri|v|pod)){0,4}(?:, ?| )(?:(?:dne|on|v) )?"
)
_AFTER_COMMA = re.compile(r".{0,160}(?:[,·|–;]|\bdne) ?\(?")
_NOT_THE_DOCUMENTS = re.compile(
    r"\bz dne $|(?:uradn\w{1,3} list\w{0,2}|ur\. ?l\.?|\bst\.|glasil\w{1,2})[^.]{0,60}dne $"
    r"|(?:\bdo|\bod|najpozneje|\brok|po|pred|veljati|uporablja\w{0,3}|velja|pricne|until|by|from) (?:dne |vkljucno )?$"
)
_ADOPTED = re.compile(r"(?:sprejet|sprejel|potrjen|potrdil|obravnaval|adopted)\w{0,3}")
_HELD = re.compile(r"(?:sej[aio]|srecanj[eu]|sestan[e]?k\w?|posvet|usposabljanj[eu]|bo|je bil[ao]?|potekal\w?)(?= |,)")
_NEXT_SENTENCE = re.compile(r"[.;]? (?=[A-ZČŠŽ]).{0,200}")
_REST = re.compile(r"[\s.,;:)·|–-]{0,4}(?:\d{1,3})?")
_NEAR = 90


def suggest_date(sheet: Sheet) -> Suggestion[dt.date] | None:
    """Gives the date that the document most likely bears, or None where there is none that looks like it.

    «Ljubljana, dne 22. decembra 2006» on a line of its own tells the most, then «Datum: …», a date alone, and one at
    the end of a short line («Posvet …, Maribor, 16. 3. 2023»); a date within a sentence is hardly ever it, and that
    of a gazette («Uradni list RS, št. 9/17 z dne …») or of a term («do 14. 11. 2019») never.
    """
    found = sorted(_candidates(sheet), key=lambda each: -each.confidence)
    return found[0] if found and found[0].confidence >= FEWEST else None


def _candidates(sheet: Sheet) -> Iterator[Suggestion[dt.date]]:
    for at, line in enumerate(sheet.front):
        yield from _of_line(line, 1 - at * _LOSS_A_LINE)
    for line in sheet.margins:
        yield from _of_line(line, 0.9)
    for line in sheet.last:
        yield from (each for each in _of_line(line, _OF_THE_END) if each.confidence >= _FEWEST_AT_END)


def _of_line(line: Line, share: float) -> Iterator[Suggestion[dt.date]]:
    for written in dates_in(line.text):
        worth = _worth(line, written) * share
        yield Suggestion(written.day, line.seen, round(worth, 2))


def _worth(line: Line, written: Written) -> float:
    before, after = line.folded[: written.start], line.folded[written.end :]
    is_in_place = _IN_PLACE.fullmatch(line.text[: written.start]) is not None
    is_last = _REST.fullmatch(after) is not None
    if _NOT_THE_DOCUMENTS.search(before):
        return 0.0
    if written.is_month or written.is_short:
        return 0.35 if is_last and (not before or _LABELLED.fullmatch(before) or is_in_place) else 0.0
    if _LABELLED.fullmatch(before.lstrip()):
        return 0.9 if is_last else 0.7
    if is_last and is_in_place:
        return 0.93
    if not before.strip():
        return 0.8 if is_last else 0.45
    if _AFTER_COMMA.fullmatch(before) and (is_last or _NEXT_SENTENCE.fullmatch(line.text[written.end :])):
        return 0.75 if is_last else 0.6
    return _worth_in_sentence(before, after, is_last=is_last)


def _worth_in_sentence(before: str, after: str, *, is_last: bool) -> float:
    if _ADOPTED.search(before[-_NEAR:]) or _ADOPTED.search(after[:_NEAR]):
        return 0.6
    if is_last:
        return 0.5
    return 0.4 if _HELD.search(before[-_NEAR:]) else 0.1
