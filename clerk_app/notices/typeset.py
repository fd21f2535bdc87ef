"""Plain text to glyph runs: fallback per character, widths, lines, justification."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.breaking import (
    BLANK_LEFT,
    BLANK_RIGHT,
    HALF_AT_END,
    MARKS_LOOK,
    lines_of,
)
from clerk_app.notices.fonts import FontSet, printable
from clerk_app.notices.page import Face, Mark, Rule, Run

AUTOSPACE = 0.08
"""Extra room between hanzi and Latin letters or digits, in ems. Below a tenth of an em, so
that no reader of the PDF takes it for a blank."""
_STRETCH_BEFORE, _STRETCH_LIMIT = 0.06, 0.085
"""Most that justification may add after a character, in ems; a looser line stays ragged. Before
`MARKS_LOOK` it was less; a tenth of an em is read as a blank."""
_CLOSED_UP = 0.5
"""What two neighbouring full-width marks give up of the blank between them, in ems."""
_BOX_WIDTH = 2.1
_PADDING = 0.12
_CODE_SIZE, _CODE_SHARE = 6.0, 0.5
"""The code in a box: points at least, and of its line's size, where the lines leave room."""
_ROW, _CAP = 0.92, 0.74
"""Of the two rows of a code, in ems of its own size: their distance, and how tall a figure is."""
_INSIDE, _OUTSIDE, _BETWEEN_LINES = 0.9, 0.6, 0.6
"""Points between code and frame, frame and neighbour, and left free between two lines."""


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size. `leading` is the distance of base lines, in points; `tracking` is
    added after every character, in ems."""

    face: Face
    size: float
    leading: float
    grey: float = 0.0
    tracking: float = 0.0


_KEPT = 300
"""Characters of a text whose measures are kept for the next time."""


class Typesetter:
    """Sets text with the fonts at hand.

    With `boxed`, a character no font has is drawn as a box with its code; without, setting it
    raises `Unavailable` (`missing_glyph`). `look` is that of the page: lines, marks and boxes are
    as they were when it was issued. `names` are those of several parts in the paper.
    """

    def __init__(
        self,
        fonts: FontSet,
        *,
        boxed: bool = False,
        look: int = MARKS_LOOK,
        names: Collection[str] = (),
    ) -> None:
        self.fonts = fonts.of_look(look)
        self._boxed = boxed
        self._look = look
        self._names = names
        self._fine = look >= MARKS_LOOK
        self._join = _joined if self._fine else _gap
        self._half = BLANK_RIGHT if self._fine else HALF_AT_END

    def width(self, text: str, style: Style) -> float:
        """The width of `text` on one line, in points."""
        return sum(self._advances(self._drawn(text).replace("\n", " "), style)) * style.size

    def lines(self, text: str, style: Style, room: float, *, indent: float = 0.0) -> list[str]:
        """`text` broken into lines of at most `room` points; the first is `indent` shorter.

        A line end that somebody typed stays one.
        """
        found: list[str] = []
        for part in self._drawn(text).split("\n"):
            advances = self._advances(part, style)
            first = 0.0 if found else indent
            if self._fine and sum(advances) * style.size <= room - first:
                found.append(part.rstrip(" "))
                continue
            widths = [advance * style.size for advance in advances]
            ends = self._ends(part, advances, style) if self._fine else None
            found += lines_of(
                part, widths, room, first, ends=ends, look=self._look, names=self._names
            )
        return found

    def set_line(
        self, text: str, style: Style, x: float, y: float, *, fill: float | None = None
    ) -> list[Mark]:
        """Marks of one line whose base line is at `y`. `fill` justifies it to that width."""
        text = self._drawn(text).replace("\n", " ")
        advances = self._advances(text, style)
        stretch = self._stretch(text, advances, style.size, fill)
        marks: list[Mark] = []
        for start, end, face in self._runs(text, style.face):
            if face is None:
                marks += self._box(text[start], style, x, y)
                x += advances[start] * style.size + stretch
                continue
            run = text[start:end]
            spacing = round(stretch + style.tracking * style.size, 4)
            marks.append(Run(_r(x), _r(y), style.size, face, run, spacing, style.grey))
            closed = end < len(text) and self._join(text[end - 1], text[end]) != 0
            x += sum(advances[start:end]) * style.size + stretch * (len(run) - closed)
        return marks

    def centred(self, text: str, style: Style, middle: float, y: float) -> list[Mark]:
        """One line centred at `middle`."""
        return self.set_line(text, style, middle - self.width(text, style) / 2, y)

    def ending(self, text: str, style: Style, right: float, y: float) -> list[Mark]:
        """One line that ends at `right`."""
        return self.set_line(text, style, right - self.width(text, style), y)

    def _drawn(self, text: str) -> str:
        return printable(text, look=self._look)

    def _face(self, char: str, wanted: Face) -> Face | None:
        face = self.fonts.face_for(char, wanted)
        if face is None and not self._boxed:
            raise Unavailable("missing_glyph", f"字库里没有 U+{ord(char):04X} 这个字，未打印")
        return face

    def _advances(self, text: str, style: Style) -> Sequence[float]:
        if len(text) <= _KEPT:
            kept = _advances_of(self.fonts, text, style.face, style.tracking, fine=self._fine)
            if kept is not None:
                return kept
        return self._measured(text, style)

    def _measured(self, text: str, style: Style) -> list[float]:
        advances: list[float] = []
        measured, wanted, tracking = self.fonts.measured, style.face, style.tracking
        join = self._join
        before = ""
        for char in text:
            face, advance = measured(char, wanted)
            if face is None:
                self._face(char, wanted)
                advance = self._box_width(char, style)
            if before and (gap := join(before, char)):
                advances[-1] += gap
            advances.append(advance + tracking)
            before = char
        return advances

    def _runs(self, text: str, wanted: Face) -> Sequence[tuple[int, int, Face | None]]:
        """Stretches of one face with no marks closed up inside: (start, end, face)."""
        if len(text) <= _KEPT:
            kept = _runs_of(self.fonts, text, wanted, fine=self._fine)
            if all(face is not None for _, _, face in kept):
                return kept
        for char in text:
            self._face(char, wanted)  # raises where codes in boxes were not asked for
        return _runs_in(self.fonts, text, wanted, fine=self._fine)

    def _stretch(
        self, text: str, advances: Sequence[float], size: float, fill: float | None
    ) -> float:
        if fill is None or len(text) < 2:
            return 0.0
        natural = sum(advances) * size
        if text[-1] in self._half:
            natural -= advances[-1] * size / 2
        gaps = sum(not self._join(a, b) for a, b in pairwise(text))
        if not gaps:
            return 0.0
        stretch = (fill - natural) / gaps
        limit = _STRETCH_LIMIT if self._fine else _STRETCH_BEFORE
        return stretch if abs(stretch) <= limit * size else 0.0

    def _ends(self, text: str, advances: Sequence[float], style: Style) -> list[float]:
        """What each character takes as the last of its line, in points: nothing for a blank,
        half for a mark, and no gap to what then stands on the next line."""
        gaps = [self._join(a, b) for a, b in pairwise(text)] + [0.0]
        return [
            0.0
            if char == " "
            else (advance - gap - (_CLOSED_UP if char in BLANK_RIGHT else 0.0)) * style.size
            for char, advance, gap in zip(text, advances, gaps, strict=True)
        ]

    def _box_width(self, char: str, style: Style) -> float:
        """The room of a box with its code, in ems."""
        if not self._fine:
            return _BOX_WIDTH
        code = self._code_style(style)
        widest = max(self.width(row, code) for row in _code_rows(char))
        return (widest + 2 * (_INSIDE + _OUTSIDE)) / style.size

    def _code_style(self, style: Style) -> Style:
        """The code as large as two rows of it go between the lines."""
        tall = style.leading - _BETWEEN_LINES - 2 * _INSIDE
        size = min(max(_CODE_SIZE, style.size * _CODE_SHARE), tall / (_ROW + _CAP))
        return Style(Face.SANS, round(size, 2), style.leading, style.grey)

    def _box(self, char: str, style: Style, x: float, y: float) -> list[Mark]:
        """A frame with the code point in it, where no font has the character."""
        if self._fine:
            return self._code_box(char, style, x, y)
        left = x + _PADDING * style.size / 2
        right = x + (_BOX_WIDTH - _PADDING / 2) * style.size
        small = Style(Face.SANS, style.size * 0.42, style.leading, style.grey)
        return [
            *_frame(left, y - 0.82 * style.size, right, y + 0.14 * style.size, style.grey),
            *self.centred(f"U+{ord(char):04X}", small, (left + right) / 2, y - 0.2 * style.size),
        ]

    def _code_box(self, char: str, style: Style, x: float, y: float) -> list[Mark]:
        """The code in two rows, as in the boxes of a table of characters; read aloud without
        its U+, which the note on the page gives."""
        code = self._code_style(style)
        middle = x + self._box_width(char, style) * style.size / 2
        half = self._box_width(char, style) * style.size / 2 - _OUTSIDE
        centre = y - 0.36 * style.size
        tall = (_ROW + _CAP) * code.size / 2 + _INSIDE
        upper = centre + (_CAP - _ROW) * code.size / 2
        marks = _frame(middle - half, centre - tall, middle + half, centre + tall, style.grey)
        for at, row in enumerate(_code_rows(char)):
            marks += self.centred(row, code, middle, upper + at * _ROW * code.size)
        return marks


def _code_rows(char: str) -> tuple[str, str]:
    """The code point in two rows: 32 | 3AF."""
    code = f"{ord(char):04X}"
    return code[: len(code) // 2], code[len(code) // 2 :]


def _frame(left: float, top: float, right: float, bottom: float, grey: float) -> list[Mark]:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return [
        Rule(_r(x1), _r(y1), _r(x2), _r(y2), 0.5, grey) for (x1, y1), (x2, y2) in pairwise(corners)
    ]


@lru_cache(maxsize=65536)
def _gap(before: str, after: str) -> float:
    """What is added between two characters, in ems: autospace or nothing."""
    if (_is_hanzi(before) and _is_latin(after)) or (_is_latin(before) and _is_hanzi(after)):
        return AUTOSPACE
    return 0.0


@lru_cache(maxsize=65536)
def _joined(before: str, after: str) -> float:
    """As `_gap`, and of neighbouring full-width marks half an em of the blank between taken."""
    if before in BLANK_RIGHT:
        return -_CLOSED_UP if after in BLANK_RIGHT or after in BLANK_LEFT else 0.0
    if before in BLANK_LEFT and after in BLANK_LEFT:
        return -_CLOSED_UP
    return _gap(before, after)


def _is_hanzi(char: str) -> bool:
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or 0xF900 <= code <= 0xFAFF


def _is_latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x2000


def _r(value: float) -> float:
    return round(value, 3)


@lru_cache(maxsize=8192)
def _advances_of(
    fonts: FontSet, text: str, wanted: Face, tracking: float, *, fine: bool
) -> tuple[float, ...] | None:
    """What `Typesetter._measured` says, kept: the sentences of forms come again and again, and a
    page that is set once more with closer lines has the same. None where a glyph is wanting."""
    if fonts.missing(text):
        return None
    style = Style(wanted, 1.0, 1.0, tracking=tracking)
    look = MARKS_LOOK if fine else 1
    return tuple(Typesetter(fonts, look=look)._measured(text, style))


@lru_cache(maxsize=8192)
def _runs_of(
    fonts: FontSet, text: str, wanted: Face, *, fine: bool
) -> tuple[tuple[int, int, Face | None], ...]:
    return tuple(_runs_in(fonts, text, wanted, fine=fine))


def _runs_in(
    fonts: FontSet, text: str, wanted: Face, *, fine: bool
) -> list[tuple[int, int, Face | None]]:
    join = _joined if fine else _gap
    runs: list[tuple[int, int, Face | None]] = []
    start = 0
    while start < len(text):
        face = fonts.face_for(text[start], wanted)
        end = start + 1
        while (
            face is not None
            and end < len(text)
            and fonts.face_for(text[end], wanted) == face
            and not join(text[end - 1], text[end])
        ):
            end += 1
        runs.append((start, end, face))
        start = end
    return runs
