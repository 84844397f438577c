"""Matrices, and the frames in which text is set."""

from __future__ import annotations

import math
from typing import NamedTuple

from kb.ingest.formats.pdf.faces import Face
from kb.ingest.formats.pdf.spans import Span
from kb.ingest.formats.pdf.tokens import numbers

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_INVISIBLE = (3, 7)
_STROKED = 2
_LARGEST = 10_000.0


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """Gives the matrix that applies `inner` and then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def matrix_of(raw: bytes) -> Matrix | None:
    """Gives the matrix of the last six numbers in `raw`, None where there are fewer."""
    found = numbers(raw)
    if len(found) < 6:
        return None
    a, b, c, d, e, f = found[-6:]
    return (a, b, c, d, e, f)


class Frame(NamedTuple):
    """How text is set: the step along its line in text space, the direction on the page, the scale, a model span."""

    along: tuple[float, float]
    unit: tuple[float, float]
    norm: float
    like: Span


def frame_of(line: Matrix, matrix: Matrix, size: float, face: Face, mode: int, aside: str) -> Frame:
    """Gives the frame of text in a face of a size, under the matrices of its line and page; `mode` is that of «Tr»."""
    a, b, c, d = line[:4]
    p, q, r, s = matrix[:4]
    height = math.hypot(c * p + d * r, c * q + d * s)
    along = (c, d) if face.is_vertical else (a, b)
    across, up = along[0] * p + along[1] * r, along[0] * q + along[1] * s
    norm = math.hypot(across, up) or 1.0
    sign = -1 if (size < 0) != face.is_vertical else 1
    if not math.isfinite(norm) or not math.isfinite(height):
        along, norm, height, across, up = (1.0, 0.0), 1.0, 1.0, 1.0, 0.0
    unit = (sign * across / norm, sign * up / norm)
    turn = round(math.degrees(math.atan2(unit[1], unit[0]))) % 360
    em = round(min(abs(size) * height * face.scale, _LARGEST), 2)
    like = Span("", 0, 0, 0, em, face.is_bold or mode == _STROKED, turn, mode in _INVISIBLE, aside)
    return Frame(along, unit, sign * norm, like)
