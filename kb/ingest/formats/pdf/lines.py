"""From spans to the lines of a page: a frame for each direction of writing, hidden text where nothing else is."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kb.ingest.formats.pdf.order import in_reading_order, same_row
from kb.ingest.formats.pdf.page import Box, Line
from kb.ingest.formats.pdf.spans import Span
from kb.ingest.formats.pdf.tables import tables

_LONE_BULLET = re.compile(r"[-–—•·▪●○■◦*➢✓\uf020-\uf0ff]")
_ENDS = re.compile(r"[.!?:;]$")
_FARTHEST_BULLET = 60
_APART = 3.0
_MOST_COMPARED = 200
_USUAL_LEADING = 1.2
_WIDEST_LEADING = 1.9


def page_lines(spans: Sequence[Span], width: float, height: float) -> tuple[tuple[Line, ...], bool]:
    """Gives the lines of a page in reading order, and whether most of it is set sideways.

    Text in the direction of most of the page comes first, then that of the other directions, as stamps and
    text along the edges.
    """
    seen = _seen(spans)
    sizes: Counter[int] = Counter()
    for span in seen:
        sizes[span.turn] += len(span.text)
    turns = [turn for turn, _ in sizes.most_common()]
    lines: list[Line] = []
    for turn in turns:
        frame = [span for span in seen if span.turn == turn]
        _move_to_frame(frame, turn, width, height)
        lines += _lines(in_reading_order(_with_bullets(frame)))
    return tuple(lines), bool(turns) and turns[0] in (90, 270)


def _seen(spans: Sequence[Span]) -> list[Span]:
    """Gives the spans that are painted, and those that are not where nothing is painted over them.

    A scan bears its recognised text unseen; a searchable copy of painted text would say everything twice.
    """
    if not any(span.is_hidden for span in spans):
        return list(spans)
    rows: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
    for span in spans:
        if not span.is_hidden:
            for step in (-1, 0, 1):
                rows[span.turn, round(span.base / 8) + step].append(span)
    return [
        span
        for span in spans
        if not span.is_hidden
        or not any(_covers(other, span) for other in rows[span.turn, round(span.base / 8)][:_MOST_COMPARED])
    ]


def _covers(painted: Span, hidden: Span) -> bool:
    shared = min(painted.right, hidden.right) - max(painted.left, hidden.left)
    return shared > 0.5 * (hidden.right - hidden.left) and abs(painted.base - hidden.base) < 0.6 * hidden.size


def _move_to_frame(spans: list[Span], turn: int, width: float, height: float) -> None:
    """Moves spans so that they are measured from the left edge of the page, and downwards from 0 at its upper edge."""
    across, up = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = [(x * across + y * up, y * across - x * up) for x in (0, width) for y in (0, height)]
    left, top = min(corner[0] for corner in corners), max(corner[1] for corner in corners)
    for span in spans:
        span.left -= left
        span.right -= left
        span.base -= top


def _with_bullets(spans: list[Span]) -> list[Span]:
    """Gives the spans, a bullet that was written apart joined to the text that it marks."""
    bullets = [span for span in spans if len(span.text) == 1 and _LONE_BULLET.fullmatch(span.text)]
    if not bullets:
        return spans
    marked = {id(found): bullet for bullet in bullets if (found := _marked_by(bullet, spans)) is not None}
    used = {id(bullet) for bullet in marked.values()}
    return [
        replace(span, text=f"{marked[id(span)].text} {span.text}", left=marked[id(span)].left)
        if id(span) in marked
        else span
        for span in spans
        if id(span) not in used
    ]


def _marked_by(bullet: Span, spans: Iterable[Span]) -> Span | None:
    """Gives the nearest span to the right of a bullet in its row."""
    row = [
        span
        for span in spans
        if 0 < span.left - bullet.left <= _FARTHEST_BULLET
        and same_row(span, bullet)
        and not _LONE_BULLET.fullmatch(span.text)
    ]
    return min(row, key=lambda span: span.left, default=None)


def _lines(spans: list[Span]) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for table in tables(spans):
        lines += _boxed(list(_joined(spans[at : table.first])))
        lines.append(_table_line(spans[table.first : table.end], table.text))
        at = table.end
    return lines + _boxed(list(_joined(spans[at:])))


def _joined(spans: Sequence[Span]) -> Iterator[Line]:
    """Gives lines of the spans that follow one another in a row."""
    row: list[Span] = []
    for span in spans:
        gap = (span.left - row[-1].right) / max(span.size, 1) if row else 0.0
        if row and not (same_row(row[-1], span) and -0.5 < gap < _APART):
            yield _line(row)
            row = []
        row.append(span)
    if row:
        yield _line(row)


def _line(row: Sequence[Span]) -> Line:
    longest = max(row, key=lambda span: len(span.text))
    letters = sum(len(span.text) for span in row)
    bold = sum(len(span.text) for span in row if span.is_bold)
    text = row[0].text if len(row) == 1 else " ".join([span.text for span in row])
    place = _place(row)
    return Line(text, round(longest.size * 2) / 2, bold * 2 > letters, place, place, row[0].aside)


def _table_line(spans: Sequence[Span], text: str) -> Line:
    place = _place(spans)
    return Line(text, spans[0].size, False, place, place, spans[0].aside, True)


def _place(spans: Sequence[Span]) -> Box:
    first = spans[0]
    if len(spans) == 1:
        return Box(first.left, -first.base - 0.75 * first.size, first.right, -first.base + 0.25 * first.size)
    return Box(
        min([span.left for span in spans]),
        min([-span.base - 0.75 * span.size for span in spans]),
        max([span.right for span in spans]),
        max([-span.base + 0.25 * span.size for span in spans]),
    )


def _boxed(lines: list[Line]) -> list[Line]:
    """Gives the lines with the boxes in which they stand: one type, one leading, one column."""
    leading = _leading(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _is_together(groups[-1][-1], line, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    boxed: list[Line] = []
    for group in groups:
        box = _around(group)
        boxed += [Line(line.text, line.size, line.is_bold, line.place, box, line.aside) for line in group]
    return boxed


def _leading(lines: Sequence[Line]) -> float:
    """Gives the usual distance between lines of which one goes on the other, in sizes of their type."""
    steps: Counter[float] = Counter()
    for one, two in pairwise(lines):
        if one.size == two.size and one.size and not _ENDS.search(one.text) and two.text[:1].islower():
            steps[round((two.place.bottom - one.place.bottom) / one.size, 1)] += 1
    usual = [(count, step) for step, count in steps.items() if 0.9 <= step <= _WIDEST_LEADING]
    return max(usual)[1] if usual else _USUAL_LEADING


def _is_together(last: Line, line: Line, leading: float) -> bool:
    step = (line.place.bottom - last.place.bottom) / max(line.size, last.size, 1)
    is_near = 0.5 < step < min(max(leading * 1.2, 1.35), _WIDEST_LEADING)
    return is_near and line.place.left < last.place.right and last.place.left < line.place.right


def _around(group: Sequence[Line]) -> Box:
    if len(group) == 1:
        return group[0].place
    return Box(
        min([line.place.left for line in group]),
        min([line.place.top for line in group]),
        max([line.place.right for line in group]),
        max([line.place.bottom for line in group]),
    )
