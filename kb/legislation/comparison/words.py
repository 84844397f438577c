"""Word-level marks: what two texts have in common, and what each has alone. The work is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kb.legislation.comparison.values import Mark, Piece

MOST_PAIRS = 250_000
"""The most pairs of words that are compared one by one; longer stretches are compared by sentences, then as wholes."""

# A space belongs to the word behind it: alone it would be like every other space.
_TOKENS = re.compile(r"[^\S\n]{0,20}(?:\w{1,100}(?:[-–/.]\w{1,100}){0,20}|[^\w\s])|\s")
_SENTENCES = re.compile(r"[^.;\n]{1,2000}[.;\n]{0,100}\s{0,100}|[.;\n]{1,100}\s{0,100}")
_LEAST_KEPT = 0.2
_SLIGHT = 2


def marked(old: str, new: str) -> tuple[Piece, ...]:
    """Gives the pieces of two texts: without those put in they are the old text, without those taken out the new.

    >>> [(piece.mark.value, piece.text) for piece in marked("daje navodila", "daje ukaze in navodila")]
    [('kept', 'daje'), ('in', ' ukaze in'), ('kept', ' navodila')]
    """
    if old == new:
        return (Piece(Mark.KEPT, old),) if old else ()
    return tuple(_joined(_by(_lines(old), _lines(new), level=0)))


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _by(old: Sequence[str], new: Sequence[str], *, level: int) -> Iterator[Piece]:
    """Compares units of one size, and what differs of them by smaller ones: lines, sentences, words."""
    start, end = _same_ends(old, new)
    yield Piece(Mark.KEPT, "".join(old[:start]))
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end], level)
    yield Piece(Mark.KEPT, "".join(old[len(old) - end :]))


def _same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Gives how many units are the same at the beginning, and at the end behind those."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    return start, end


def _middle(old: Sequence[str], new: Sequence[str], level: int) -> Iterator[Piece]:
    if not old or not new:
        yield from _apart(old, new)
    elif len(old) * len(new) > MOST_PAIRS:
        yield from _smaller_or_apart(old, new, level) if level == 0 else _apart(old, new)
    else:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        blocks = matcher.get_opcodes()
        is_alike = level < _WORDS or _is_alike(old, new, matcher)
        for tag, first, last, start, end in blocks if is_alike else [("replace", 0, len(old), 0, len(new))]:
            if tag == "equal":
                yield Piece(Mark.KEPT, "".join(old[first:last]))
            elif tag == "replace" and level < _WORDS:
                yield from _smaller_or_apart(old[first:last], new[start:end], level)
            else:
                yield from _apart(old[first:last], new[start:end])


def _is_alike(old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]) -> bool:
    """Tells whether enough words are kept: of two strange texts a kept «in» here and there says nothing."""
    kept = sum(len(old[each.a + at].strip()) for each in matcher.get_matching_blocks() for at in range(each.size))
    return kept >= _LEAST_KEPT * max(min(len("".join(old)), len("".join(new))), 1)


_WORDS = 2


def _smaller_or_apart(old: Sequence[str], new: Sequence[str], level: int) -> Iterator[Piece]:
    """Compares by words where that is not too much, by sentences where it is, else not at all."""
    texts = "".join(old), "".join(new)
    words = tuple(_TOKENS.findall(text) for text in texts)
    if len(words[0]) * len(words[1]) <= MOST_PAIRS:
        yield from _by(*words, level=_WORDS)
    elif level == 0:
        yield from _by(*(_SENTENCES.findall(text) for text in texts), level=1)
    else:
        yield from _apart(old, new)


def _apart(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    yield Piece(Mark.OUT, "".join(old))
    yield Piece(Mark.IN, "".join(new))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Gives the pieces with neighbours joined; a slight word kept between replaced ones is replaced with them."""
    kept: list[Piece] = []
    out = put = waiting = ""
    for piece in pieces:
        if piece.mark is Mark.KEPT and piece.text:
            if out and put and not waiting and _is_slight(piece.text):
                waiting = piece.text
                continue
            kept += [*_changed(out, put), Piece(Mark.KEPT, waiting + piece.text)]
            out = put = waiting = ""
        elif piece.text:
            out, put, waiting = out + waiting, put + waiting, ""
            out += piece.text if piece.mark is Mark.OUT else ""
            put += piece.text if piece.mark is Mark.IN else ""
    kept += [*_changed(out, put), *([Piece(Mark.KEPT, waiting)] if waiting else [])]
    return _merged(kept)


def _is_slight(text: str) -> bool:
    return len(text.strip()) <= _SLIGHT and "\n" not in text


def _changed(out: str, put: str) -> list[Piece]:
    return [Piece(mark, text) for mark, text in ((Mark.OUT, out), (Mark.IN, put)) if text]


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].mark is piece.mark:
            found[-1] = Piece(piece.mark, found[-1].text + piece.text)
        else:
            found.append(piece)
    return found
