"""Plain text to glyph runs: fallback per character, widths, lines, justification."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.breaking import HALF_AT_END, lines_of
from clerk_app.notices.fonts import FontSet, printable
from clerk_app.notices.page import Face, Mark, Rule, Run

AUTOSPACE = 0.08
"""Extra room between hanzi and Latin letters or digits, in ems. Below a tenth of an em, so
that no reader of the PDF takes it for a blank."""
_STRETCH_LIMIT = 0.06
"""Most that justification may add after a character, in ems; a looser line stays ragged."""
_BOX_WIDTH = 2.1
_PADDING = 0.12


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size. `leading` is the distance of base lines, in points; `tracking` is
    added after every character, in ems."""

    face: Face
    size: float
    leading: float
    grey: float = 0.0
    tracking: float = 0.0


class Typesetter:
    """Sets text with the fonts at hand.

    With `boxed`, a character no font has is drawn as a box with its code; without, setting it
    raises `Unavailable` (`missing_glyph`). `whole_names`: no line ends at the dot of a name, as
    lines did on pages issued before.
    """

    def __init__(self, fonts: FontSet, *, boxed: bool = False, whole_names: bool = True) -> None:
        self.fonts = fonts
        self._boxed = boxed
        self._whole_names = whole_names

    def width(self, text: str, style: Style) -> float:
        """The width of `text` on one line, in points."""
        return sum(self._advances(printable(text).replace("\n", " "), style)) * style.size

    def lines(self, text: str, style: Style, room: float, *, indent: float = 0.0) -> list[str]:
        """`text` broken into lines of at most `room` points; the first is `indent` shorter.

        A line end that somebody typed stays one.
        """
        found: list[str] = []
        for part in printable(text).split("\n"):
            widths = [advance * style.size for advance in self._advances(part, style)]
            found += lines_of(
                part, widths, room, 0.0 if found else indent, whole_names=self._whole_names
            )
        return found

    def set_line(
        self, text: str, style: Style, x: float, y: float, *, fill: float | None = None
    ) -> list[Mark]:
        """Marks of one line whose base line is at `y`. `fill` justifies it to that width."""
        text = printable(text).replace("\n", " ")
        advances = self._advances(text, style)
        stretch = self._stretch(text, advances, style.size, fill)
        marks: list[Mark] = []
        start = 0
        while start < len(text):
            face = self._face(text[start], style.face)
            if face is None:
                marks += self._box(text[start], style, x, y)
                x += advances[start] * style.size + stretch
                start += 1
                continue
            end = self._run_end(text, start, style.face)
            run = text[start:end]
            spacing = round(stretch + style.tracking * style.size, 4)
            marks.append(Run(_r(x), _r(y), style.size, face, run, spacing, style.grey))
            closed = end < len(text) and _gap(text[end - 1], text[end]) > 0
            x += sum(advances[start:end]) * style.size + stretch * (len(run) - closed)
            start = end
        return marks

    def centred(self, text: str, style: Style, middle: float, y: float) -> list[Mark]:
        """One line centred at `middle`."""
        return self.set_line(text, style, middle - self.width(text, style) / 2, y)

    def ending(self, text: str, style: Style, right: float, y: float) -> list[Mark]:
        """One line that ends at `right`."""
        return self.set_line(text, style, right - self.width(text, style), y)

    def _face(self, char: str, wanted: Face) -> Face | None:
        face = self.fonts.face_for(char, wanted)
        if face is None and not self._boxed:
            raise Unavailable("missing_glyph", f"字库里没有 U+{ord(char):04X} 这个字，未打印")
        return face

    def _advances(self, text: str, style: Style) -> list[float]:
        advances: list[float] = []
        measured, wanted, tracking = self.fonts.measured, style.face, style.tracking
        before = ""
        for char in text:
            face, advance = measured(char, wanted)
            if face is None:
                self._face(char, wanted)
                advance = _BOX_WIDTH
            if before and (gap := _gap(before, char)):
                advances[-1] += gap
            advances.append(advance + tracking)
            before = char
        return advances

    def _run_end(self, text: str, start: int, wanted: Face) -> int:
        face = self._face(text[start], wanted)
        end = start + 1
        while (
            end < len(text)
            and self._face(text[end], wanted) == face
            and not _gap(text[end - 1], text[end])
        ):
            end += 1
        return end

    def _stretch(self, text: str, advances: list[float], size: float, fill: float | None) -> float:
        if fill is None or len(text) < 2:
            return 0.0
        natural = sum(advances) * size
        if text[-1] in HALF_AT_END:
            natural -= advances[-1] * size / 2
        gaps = sum(not _gap(a, b) for a, b in pairwise(text))
        if not gaps:
            return 0.0
        stretch = (fill - natural) / gaps
        return stretch if abs(stretch) <= _STRETCH_LIMIT * size else 0.0

    def _box(self, char: str, style: Style, x: float, y: float) -> list[Mark]:
        """A frame with the code point in it, where no font has the character."""
        left = x + _PADDING * style.size / 2
        right = x + (_BOX_WIDTH - _PADDING / 2) * style.size
        top, bottom = y - 0.82 * style.size, y + 0.14 * style.size
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        marks: list[Mark] = [
            Rule(_r(x1), _r(y1), _r(x2), _r(y2), 0.5, style.grey)
            for (x1, y1), (x2, y2) in pairwise(corners)
        ]
        small = Style(Face.SANS, style.size * 0.42, style.leading, style.grey)
        label = f"U+{ord(char):04X}"
        return marks + self.centred(label, small, (left + right) / 2, y - 0.2 * style.size)


@lru_cache(maxsize=65536)
def _gap(before: str, after: str) -> float:
    """What is added between two characters, in ems: autospace or nothing."""
    if (_is_hanzi(before) and _is_latin(after)) or (_is_latin(before) and _is_hanzi(after)):
        return AUTOSPACE
    return 0.0


def _is_hanzi(char: str) -> bool:
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or 0xF900 <= code <= 0xFAFF


def _is_latin(char: str) -> bool:
    return char.isalnum() and ord(char) < 0x2000


def _r(value: float) -> float:
    return round(value, 3)
