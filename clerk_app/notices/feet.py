"""The foot of every page: what makes it valid, the journal's code, page x of y, the versions."""

from __future__ import annotations

from clerk_app.notices.document import Document
from clerk_app.notices.page import MM, Mark, Rule
from clerk_app.notices.sheets import MARGIN, SMALL, Ground
from clerk_app.notices.texts import pieces
from clerk_app.notices.typeset import Style

_FOOT_RULE = 14.0
_DROP = 3.6 * MM
"""From the line of the foot to the small line under it."""
_ABOVE_TEAR = 3 * MM
_LOWEST = 6 * MM
"""The last small line stands so far above the edge of the paper, or more."""
SEPARATOR = " · "
"""What stands between the versions of the small line."""
BLANK = "　"


class Foot:
    """The foot of a document on its sheet: how much it takes off the page, and its marks."""

    def __init__(self, document: Document, on: Ground, code: str, reprint: int) -> None:
        self._on = on
        self._style = on.foot_style(SMALL)
        parts = document.foot.split(BLANK)
        parts += [f"存证码 {code}"] if code else []
        parts += [f"补打 {reprint} 次"] if reprint else []
        parts += ["示例，不具效力"] if document.sample else []
        self._small = on.foot_style(MARGIN) if on.scale > 1 else MARGIN
        self._drop = max(_DROP * on.scale, self._small.leading if on.since(3) else 0.0)
        count = on.ts.width("第 888 页 共 888 页", self._style)
        room = on.width - count - 3 * MM
        self._margins = [document.margin] if document.margin else []
        if on.since(3):
            self._lines = pieces(parts, BLANK, self._style, room, on)
            versions = document.margin.split(SEPARATOR) if document.margin else []
            self._margins = pieces(versions, SEPARATOR, self._small, on.width, on)
        else:
            left = BLANK.join(parts)
            self._lines = [left] if on.first_look else on.ts.lines(left, self._style, room)
        more = (len(self._lines) - 1) * self._style.leading
        under = max(0, len(self._margins) - 1) * self._small.leading
        last = on.sheet.foot_line + self._drop + under
        lift = max(0.0, last - on.sheet.height + _LOWEST) if under else 0.0
        self.line = on.sheet.foot_line - lift
        """The base line of the foot on a page with nothing torn off."""
        self.bottom = on.sheet.bottom - more - lift
        self.under = (self._drop + under if self._margins else 0.0) + _clear(on, self._small)
        """From the line of the foot to the perforation under it."""
        self.depth = self.under + (on.sheet.foot_line - on.sheet.bottom) + more

    def marks(self, number: int, total: int, line: float) -> list[Mark]:
        """The foot of one page with its last line at `line`."""
        on, style = self._on, self._style
        more = (len(self._lines) - 1) * style.leading
        rule = line - more - _FOOT_RULE * on.scale
        marks: list[Mark] = [Rule(on.left, rule, on.right, rule, 0.15 * MM, 0.4)]
        for at, text in enumerate(self._lines):
            marks += on.ts.set_line(text, style, on.left, line - more + at * style.leading)
        marks += on.ts.ending(f"第 {number} 页 共 {total} 页", style, on.right, line)
        for at, text in enumerate(self._margins):
            y = line + self._drop + at * self._small.leading
            marks += on.ts.set_line(text, self._small, on.left, y)
        return marks


def _clear(on: Ground, small: Style) -> float:
    """What is free over the perforation: from the ink of the small line to that of the words
    that stand in the perforation."""
    if not on.since(3):
        return 2 * MM
    return _ABOVE_TEAR + on.style(SMALL).size * 0.52 + small.size * 0.14
