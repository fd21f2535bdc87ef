"""Messages over a screen, and what an empty screen says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_app.desk.actions import DISMISS
from clerk_app.desk.messages import Message, Weight
from ui.glyphs import GlyphView
from ui.labels import PlainLabel
from ui.theme import color, current, px
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WEIGHTS = {
    # weight -> glyph, tone, ground
    Weight.TELL: ("told", "accent", "soft"),
    Weight.WARN: ("offline", "warn", "warn_soft"),
    Weight.DANGER: ("failing", "danger", "danger_soft"),
}


class NoticeBar(QWidget):
    """What happened, what it means for the citizen, what to press.

    `dismissed` is emitted when the clerk is done with it, `changed` when another message stands
    here or none; True: it was told now, False: it only says better what was told before. Hidden
    while there is no message, and while another bar goes before it (`OneAtATime`).
    """

    dismissed = Signal()
    changed = Signal(bool)

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self.message: Message | None = None
        self._telling: int | None = None
        self._covered = False
        self._ground, self._tone = "soft", "accent"
        self.glyph = GlyphView("told", "accent", 20)
        self.happened = PlainLabel("", "group", wrap=True)
        self.rest = PlainLabel("", "secondary", "text", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.happened)
        words.addWidget(self.rest)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.close_button = KeyButton(DISMISS.title, DISMISS.key, height=30, role="secondary")
        self.close_button.clicked.connect(self.dismissed)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.close_button.setVisible(closable)  # after it has a parent, or it flashes up alone
        self.hide()

    def show_message(self, message: Message | None, telling: int | None = None) -> None:
        """Show a message, or nothing. One of the same words told again is a new one, since the
        key was pressed again. `telling`: which telling it is, from who counts them; without it
        another message is another telling."""
        # not by its words: the same refusal is told anew
        other, self.message = message is not self.message, message
        told = other if telling is None else telling != self._telling
        self._telling = telling
        if message is not None:
            self._draw(message)
        if other or told:  # before it takes its room: what it covers goes first
            self.changed.emit(told)
        self.cover(self._covered)

    def cover(self, covered: bool) -> None:
        """Another message goes before this one, which waits until that is put away."""
        self._covered = covered
        self.setVisible(self.message is not None and not covered)

    def _draw(self, message: Message) -> None:
        glyph, self._tone, self._ground = WEIGHTS[message.weight]
        self.glyph.ground = self._ground
        self.glyph.show_glyph(glyph, self._tone)
        self.happened.setText(message.happened)
        rest = "".join(part for part in (message.means, message.press) if part)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Soft ground, mark at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._ground))
        painter.fillRect(QRectF(0, 0, px(4), self.height()), color(self._tone))
        hair = current().hair
        painter.fillRect(QRectF(0, self.height() - hair, self.width(), hair), color("line"))
        painter.end()


class OneAtATime(QObject):
    """The bar over every screen, and those inside the screen in front: danger before all else,
    then the newest message stands alone, and Esc takes that one. Two would leave no room for the
    work, and the upper is often the older. What was covered comes back, since nobody has put it
    away. Warnings do not go before plain words: a key just pressed is answered in sight."""

    arranged = Signal()

    def __init__(self, over: NoticeBar) -> None:
        super().__init__(over)
        self._over = over
        self._screens: dict[QWidget, list[NoticeBar]] = {}
        self._front: QWidget | None = None
        self._told: dict[NoticeBar, int] = {}
        self._count = 0
        over.changed.connect(lambda told: self._heard(over, told))

    def add(self, screen: QWidget) -> None:
        """A screen that was built, with all its bars."""
        bars = screen.findChildren(NoticeBar)
        self._screens[screen] = bars
        for bar in bars:
            bar.changed.connect(lambda told, bar=bar: self._heard(bar, told))

    def bring(self, screen: QWidget) -> None:
        """This screen is in front."""
        self._front = screen
        self._arrange()

    def _heard(self, bar: NoticeBar, told: bool) -> None:
        if told:  # what is only said better keeps its place
            self._count += 1
            self._told[bar] = self._count
        self._arrange()

    def _rank(self, bar: NoticeBar) -> tuple[bool, int]:
        danger = bar.message is not None and bar.message.weight is Weight.DANGER
        return danger, self._told.get(bar, 0)

    def _arrange(self) -> None:
        screen, over = self._front, self._over
        inner = [] if screen is None else self._screens.get(screen, [])
        said = [bar for bar in inner if bar.message is not None and _stands(bar, screen)]
        first = max((self._rank(bar) for bar in said), default=(False, 0))
        older = over.message is None or first > self._rank(over)
        every = [bar for bars in self._screens.values() for bar in bars]
        shown = {*inner} if older else {over}
        for bar in (over, *every):  # first what goes, or for a moment both ask for room
            if bar not in shown:
                stood = not bar.isHidden()
                bar.cover(True)
                if stood:
                    _give_back(bar)
        for bar in shown:
            bar.cover(False)
        self.arranged.emit()


def _give_back(bar: NoticeBar) -> None:
    """The room a hidden bar took, at once: a window grows for what is shown before it is known
    that something else went, and never shrinks again."""
    at = bar.parentWidget()
    while at is not None:
        layout = at.layout()
        if layout is not None:
            layout.activate()
        at = at.parentWidget()


def _stands(bar: NoticeBar, screen: QWidget | None) -> bool:
    """Whether what holds a bar is in sight when its screen is."""
    holder = bar.parentWidget()
    return screen is not None and holder is not None and holder.isVisibleTo(screen)


class Band(PlainLabel):
    """One line across the window that stays: a store to learn on. Hidden without words."""

    def __init__(self) -> None:
        super().__init__("", "state", "warn", wrap=True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(px(12), px(3), px(12), px(3))
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Soft ground under the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("warn_soft"))
        painter.end()
        super().paintEvent(event)


class EmptyState(QWidget):
    """What a screen without content says, and the first thing to do there."""

    def __init__(
        self, glyph: str, title: str, detail: str, action: KeyButton | None = None
    ) -> None:
        super().__init__()
        middle = Qt.AlignmentFlag.AlignHCenter
        self.title = PlainLabel(title, "title")
        self.detail = PlainLabel(detail, "body", "text2", wrap=True)
        self.detail.setAlignment(middle)
        self.detail.setMinimumWidth(px(320))
        self.detail.setMaximumWidth(px(480))
        column = QVBoxLayout(self)
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addWidget(GlyphView(glyph, "text3", 40), 0, middle)
        column.addWidget(self.title, 0, middle)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.detail, 20)
        row.addStretch(1)
        column.addLayout(row)
        if action is not None:
            column.addWidget(action, 0, middle)
        column.addStretch(3)
