"""Running text as strips, and lines of pieces none of which is cut where it fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clerk_app.notices.flow import Strip
from clerk_app.notices.page import Rule
from clerk_app.notices.sheets import Ground
from clerk_app.notices.typeset import Style


def text_strips(
    text: str, on: Ground, style: Style, left: float, room: float, indent: int, gap: float
) -> list[Strip]:
    """A paragraph as strips of one line; its first two and last two lines stay together."""
    first = indent * style.size
    lines = on.ts.lines(text, style, room, indent=first)
    strips = []
    for at, line in enumerate(lines):
        x = left + (first if at == 0 else 0)
        last = at == len(lines) - 1
        fill = None if last else room - (x - left)
        strips.append(
            Strip(
                style.leading,
                tuple(on.ts.set_line(line, style, x, style.size + 1, fill=fill)),
                gap=gap if at == 0 else 0,
                keep=not last and (at in {0, len(lines) - 2}),
            )
        )
    return strips


def set_lines(
    lines: Sequence[str], on: Ground, style: Style, left: float, gap: float
) -> list[Strip]:
    """Lines that are broken already, kept together."""
    last = len(lines) - 1
    return [
        Strip(
            style.leading,
            tuple(on.ts.set_line(line, style, left, style.size + 1)),
            gap=0.0 if at else gap,
            keep=at < last,
        )
        for at, line in enumerate(lines)
    ]


def pieces(parts: Iterable[str], between: str, style: Style, room: float, on: Ground) -> list[str]:
    """Lines of the parts with `between` them, broken only between parts; a part that is wider
    than the room is broken like any text."""
    lines: list[str] = []
    for part in parts:
        if lines and on.ts.width(f"{lines[-1]}{between}{part}", style) <= room:
            lines[-1] += between + part
        else:
            lines += on.ts.lines(part, style, room)
    return lines


def rule_strip(thickness: float, gap: float, on: Ground, dash: float = 0.0) -> Strip:
    """A line across the text."""
    rule = Rule(on.left, 0, on.right, 0, thickness, 0.4, dash)
    return Strip(thickness, (rule,), gap=gap)
