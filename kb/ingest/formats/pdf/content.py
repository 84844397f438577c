"""The interpreter of page content: text state, forms and marked content; nothing is painted.

Operators are those of ISO 32000-1, annex A, as far as they move or show text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1

from kb.ingest.formats.pdf import tokens
from kb.ingest.formats.pdf.budget import Budget
from kb.ingest.formats.pdf.faces import Face, Faces, Glyphs
from kb.ingest.formats.pdf.geometry import IDENTITY, Frame, Matrix, frame_of, matrix_of, times
from kb.ingest.formats.pdf.objects import content_of
from kb.ingest.formats.pdf.spans import CELL_GAP, WORD_GAP, Canvas, Span
from kb.ingest.formats.pdf.tokens import INSTRUCTION, numbers

_OPERANDS = (tokens.STRING, tokens.HEX, tokens.ARRAY)
_COUNTED = 2_000
_DEEPEST_STATE = 500
_BACKWARDS = 0.6
_FORM_COST = 50
_SUSPICIOUS = 3
_LETTERS = 1.5
_APART = 1.5
_FARTHEST = 1e6


class _State(NamedTuple):
    """What «q» saves: the matrix and the text state."""

    matrix: Matrix
    face: Face | None
    size: float
    spacing: float
    word_spacing: float
    stretch: float
    leading: float
    rise: float
    mode: int


class Interpreter:
    """Reads content streams onto a canvas; one for a page, and one within it for each form."""

    def __init__(self, canvas: Canvas, faces: Faces, budget: Budget, within: tuple[int, ...] = ()) -> None:
        self._canvas, self._faces, self._budget, self._within = canvas, faces, budget, within
        self._saved: list[_State] = []
        self._marks: list[tuple[str | None, str]] = []
        self._meant: str | None = None
        self._aside = ""
        self._matrix: Matrix = IDENTITY
        self._face: Face | None = None
        self._size = self._spacing = self._word_spacing = self._leading = self._rise = 0.0
        self._stretch, self._mode = 1.0, 0
        self._line: Matrix = IDENTITY
        self._along = 0.0
        self._is_settled = False
        self._along_line, self._unit, self._norm = (1.0, 0.0), (1.0, 0.0), 1.0
        self._like = Span("", 0, 0, 0, 0)
        self._named: dict[bytes, Face] = {}
        self._frames: dict[object, Frame] = {}
        self._resources: dict[Any, Any] = {}
        self._name = self._operand = self._dict = self._before = b""
        self._operators: dict[bytes, Callable[[bytes], None]] = {
            b"q": self._save, b"Q": self._restore, b"cm": self._concatenate, b"BT": self._begin, b"Tf": self._font,
            b"Tm": self._place, b"Td": self._move, b"TD": self._move_leading, b"T*": self._next_line,
            b"TL": self._set_leading, b"Tc": self._set_spacing, b"Tw": self._set_word_spacing,
            b"Tz": self._set_stretch, b"Ts": self._set_rise, b"Tr": self._set_mode, b"Tj": self._show_last,
            b"TJ": self._show_last_array, b"'": self._show_next, b'"': self._show_spaced, b"Do": self._form,
            b"BDC": self._begin_listed_mark, b"BMC": self._begin_mark, b"EMC": self._end_mark,
        }  # fmt: skip

    def run(self, content: bytes, resources: dict[Any, Any], matrix: Matrix) -> None:
        """Reads `content`; raises PageSpent and TooCostly at the budget's limits."""
        self._resources, self._matrix = resources, matrix
        at = 0
        while at >= 0:
            at = self._run_from(content, at)

    def _run_from(self, content: bytes, at: int) -> int:
        """Reads on from `at` and gives where to go on after what the expression does not match, -1 at the end."""
        count, operators = 0, self._operators
        for found in INSTRUCTION.finditer(content, at):
            kind = found.lastindex
            if kind == tokens.OPERATOR:
                act = operators.get(found[2])
                if act is not None:
                    count += 1
                    act(found[1])
                elif found[2] == b"ID":
                    self._budget.spend_operators(count + 1)
                    return tokens.image_end(content, found.end())
            elif kind == tokens.ARRAY_SHOWN:
                count += 1
                self._show_array(found[8])
            elif kind == tokens.RUN:
                self._show_run(found[3])
            elif kind == tokens.HEX_SHOWN:
                count += 1
                self._show_hexadecimal(found[6][1:-1])
            elif kind == tokens.STRING_SHOWN:
                count += 1
                self._show_literal(found[4][1:-1])
            elif kind == tokens.NAME:
                self._name, self._dict = found[10], b""
            elif kind == tokens.DICT:
                self._dict = found[11]
            elif kind == tokens.LONE and found[12] == b"(":
                end = tokens.string_end(content, found.end() - 1)
                self._operand, self._before = content[found.end() - 1 : end], found[1]
                self._budget.spend_operators(count + 1)
                return end
            elif kind is not None and kind in _OPERANDS:
                self._operand, self._before = found[kind], found[1]
            if count > _COUNTED:
                self._budget.spend_operators(count)
                count = 0
        self._budget.spend_operators(count)
        return -1

    # --- state ---------------------------------------------------------------------------------------

    def _save(self, _: bytes) -> None:
        if len(self._saved) < _DEEPEST_STATE:
            self._saved.append(
                _State(
                    self._matrix, self._face, self._size, self._spacing, self._word_spacing,
                    self._stretch, self._leading, self._rise, self._mode,
                )
            )  # fmt: skip

    def _restore(self, _: bytes) -> None:
        if self._saved:
            (
                self._matrix, self._face, self._size, self._spacing, self._word_spacing,
                self._stretch, self._leading, self._rise, self._mode,
            ) = self._saved.pop()  # fmt: skip
            self._is_settled = False

    def _concatenate(self, raw: bytes) -> None:
        if (matrix := matrix_of(raw)) is not None:
            self._matrix = times(matrix, self._matrix)
            self._is_settled = False

    def _begin(self, _: bytes) -> None:
        self._line, self._along, self._is_settled = IDENTITY, 0.0, False

    def _font(self, raw: bytes) -> None:
        face = self._named.get(self._name)
        if face is None:
            fonts = dict_value(self._resources.get("Font"))
            self._named[self._name] = face = self._faces.face(fonts.get(tokens.name(self._name)))
        self._face = face
        self._size = _last(raw, self._size)
        self._is_settled = False

    def _place(self, raw: bytes) -> None:
        if (matrix := matrix_of(raw)) is not None:
            self._is_settled = self._is_settled and matrix[:4] == self._line[:4]
            self._line, self._along = matrix, 0.0

    def _move(self, raw: bytes) -> None:
        found = numbers(raw)
        if len(found) >= 2:
            self._step(found[-2], found[-1])

    def _move_leading(self, raw: bytes) -> None:
        found = numbers(raw)
        if len(found) >= 2:
            self._leading = -found[-1]
            self._step(found[-2], found[-1])

    def _next_line(self, _: bytes = b"") -> None:
        self._step(0, -self._leading)

    def _step(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._line, self._along = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0.0

    def _set_leading(self, raw: bytes) -> None:
        self._leading = _last(raw, self._leading)

    def _set_spacing(self, raw: bytes) -> None:
        self._spacing = _last(raw, self._spacing)

    def _set_word_spacing(self, raw: bytes) -> None:
        self._word_spacing = _last(raw, self._word_spacing)

    def _set_stretch(self, raw: bytes) -> None:
        self._stretch, self._is_settled = _last(raw, self._stretch * 100) / 100, False

    def _set_rise(self, raw: bytes) -> None:
        self._rise = _last(raw, self._rise)

    def _set_mode(self, raw: bytes) -> None:
        self._mode, self._is_settled = int(_last(raw, self._mode)), False

    # --- marked content ------------------------------------------------------------------------------

    def _begin_mark(self, _: bytes) -> None:
        if len(self._marks) < _DEEPEST_STATE:
            self._marks.append((self._meant, self._aside))
        raw = self._dict
        if not raw:
            return
        self._dict = b""
        if b"/ActualText" in raw:
            self._meant = tokens.actual_text(raw)
        elif b"/Pagination" in raw:
            self._aside = "footer" if b"/Footer" in raw else "header" if b"/Header" in raw else self._aside
            self._is_settled = False

    def _begin_listed_mark(self, raw: bytes) -> None:
        """Begins marked content whose dictionary may stand among the resources: «/Span /MC0 BDC»."""
        meant = None
        if not self._dict and (properties := dict_value(self._resources.get("Properties"))):
            meant = resolve1(dict_value(properties.get(tokens.name(self._name))).get("ActualText"))
        self._begin_mark(raw)
        if isinstance(meant, bytes):
            self._meant = tokens.text_string(meant)

    def _end_mark(self, _: bytes) -> None:
        if self._marks:
            self._meant, aside = self._marks.pop()
            self._is_settled = self._is_settled and aside == self._aside
            self._aside = aside

    # --- showing -------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Works out the frame in which text is set until the font, a matrix or the mode changes."""
        key = (self._line[:4], self._matrix[:4], self._face, self._size, self._mode, self._aside)
        frame = self._frames.get(key)
        if frame is None:
            face = self._face or self._faces.plain
            self._frames[key] = frame = frame_of(self._line, self._matrix, self._size, face, self._mode, self._aside)
        self._along_line, self._unit, self._norm, self._like = frame
        self._is_settled = True

    def _emit(self, text: str, length: float) -> None:
        """Puts text on the canvas where the pen stands and moves the pen by `length` in text space."""
        if not self._is_settled:
            self._settle()
        _, _, c, d, e, f = self._line
        p, q, r, s, t, u = self._matrix
        if self._along:
            e += self._along * self._along_line[0]
            f += self._along * self._along_line[1]
        if self._rise:
            e += self._rise * c
            f += self._rise * d
        x, y = e * p + f * r + t, e * q + f * s + u
        across, up = self._unit
        left, base = x * across + y * up, y * across - x * up
        right = left + length * self._norm
        if not (-_FARTHEST < left < _FARTHEST and -_FARTHEST < right < _FARTHEST and -_FARTHEST < base < _FARTHEST):
            left = right = base = 0.0
        self._along += length
        if self._meant is not None:
            text, self._meant = self._meant, ""
        self._canvas.show(text, left, right, base, self._like)

    def _length(self, width: float, count: int, spaces: int) -> float:
        return (width * self._size + count * self._spacing + spaces * self._word_spacing) * self._stretch

    def _show(self, glyphs: Glyphs) -> None:
        text, width, count, spaces = glyphs
        self._emit(text, self._length(width, count, spaces))

    def _show_literal(self, raw: bytes) -> None:
        self._show((self._face or self._faces.plain).literals[raw])

    def _show_hexadecimal(self, raw: bytes) -> None:
        self._show((self._face or self._faces.plain).hexes[raw])

    def _show_last(self, _: bytes = b"") -> None:
        if self._operand.startswith(b"("):
            self._show_literal(self._operand[1:-1])
        elif self._operand.startswith(b"<"):
            self._show_hexadecimal(self._operand[1:-1])
        self._operand = b""

    def _show_next(self, _: bytes) -> None:
        self._next_line()
        self._show_last()

    def _show_spaced(self, _: bytes) -> None:
        if len(found := numbers(self._before)) >= 2:
            self._word_spacing, self._spacing = found[-2:]
        self._next_line()
        self._show_last()

    def _show_last_array(self, _: bytes) -> None:
        if self._operand.startswith(b"["):
            self._show_array(self._operand)
        self._operand = b""

    def _show_array(self, raw: bytes) -> None:
        """Shows the strings of an array; a wide gap between two of them is a space, a wider one parts them."""
        before, pieces = (self._face or self._faces.plain).pieces(raw)
        self._along += before * self._size * self._stretch
        shifts = self._faces.shifts
        least, parts = WORD_GAP, []
        width, count, spaces, words = 0.0, 0, 0, 0
        for (text, wide, number, blanks), tail in pieces:
            parts.append(text)
            width += wide
            count += number
            spaces += blanks
            if tail:
                shift = shifts[tail]
                width += shift
                if shift > least:
                    words += 1
                    if words == _SUSPICIOUS:
                        least = _word_gap(pieces, shifts)
                        parts = [part for part in parts if part != " "] if least > WORD_GAP else parts
                    if shift > CELL_GAP:
                        self._emit("".join(parts), self._length(width - shift, count, spaces))
                        self._along += shift * self._size * self._stretch
                        parts, width, count, spaces = [], 0.0, 0, 0
                    elif shift > least:
                        parts.append(" ")
        if parts:
            self._emit("".join(parts), self._length(width, count, spaces))

    def _show_run(self, raw: bytes) -> None:
        """Shows a run of single glyphs, each with the step to the next one."""
        found = tokens.GLYPHS.findall(raw)
        self._budget.spend_operators(len(found))
        strings = (self._face or self._faces.plain).hexes
        size = self._size or 1.0
        parts: list[str] = []
        gone = 0.0
        for code, step, fall in found:
            glyphs = strings[code]
            forward = float(step)
            gap = forward / size - glyphs.width
            parts.append(glyphs.text)
            gone += forward
            if gap > WORD_GAP or gap < -_BACKWARDS or fall != b"0":
                self._emit("".join(parts), gone - forward + glyphs.width * size)
                self._step(gone, float(fall))
                parts, gone = [], 0.0
        if parts:
            self._emit("".join(parts), gone)
            self._step(gone, 0)

    # --- forms ---------------------------------------------------------------------------------------

    def _form(self, _: bytes) -> None:
        form = resolve1(dict_value(self._resources.get("XObject")).get(tokens.name(self._name)))
        self._budget.spend_operators(_FORM_COST)
        if not isinstance(form, PDFStream) or len(self._within) >= self._budget.limits.forms_deep:
            return
        if id(form) in self._within:
            return  # A form that shows itself.
        if getattr(resolve1(form.get("Subtype")), "name", "") != "Form":
            return
        found = [value for value in list_value(form.get("Matrix", [])) if isinstance(value, int | float)]
        matrix = matrix_of(b" ".join(b"%f" % value for value in found)) or IDENTITY
        inner = Interpreter(self._canvas, self._faces, self._budget, (*self._within, id(form)))
        inner._aside, inner._meant = self._aside, self._meant
        resources = dict_value(form.get("Resources")) or self._resources
        inner.run(content_of(form, self._budget), resources, times(matrix, self._matrix))


def _word_gap(pieces: list[tuple[Glyphs, bytes]], shifts: Mapping[bytes, float]) -> float:
    """Gives what a gap between words is in an array, more than usual where each letter is set apart («Z A K O N»)."""
    letters = sum(len(glyphs.text) for glyphs, _ in pieces)
    if letters > _LETTERS * len(pieces):
        return WORD_GAP
    return max(WORD_GAP, _APART * median(shifts[tail] for _, tail in pieces if tail))


def _last(raw: bytes, otherwise: float) -> float:
    found = numbers(raw)
    return found[-1] if found else otherwise
