"""The search box over every screen (Ctrl+K). Widgets only; see `clerk_app.desk.palette`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.palette import LAST_JUMP, PaletteState
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel
from ui.scanner import GAP_MS, LEAST
from ui.theme import color, current, px
from ui.widgets.cards import region
from ui.widgets.fields import ENTER, TextField
from ui.widgets.keys import KeyButton, KeyCap
from ui.widgets.notices import NoticeBar
from ui.widgets.palette_rows import GroupRow, LineRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from clerk_app.desk.palette import PalettePresenter

WIDTH, TOP, SIDE = 760, 72, 24
VEIL = 0.42
PLACEHOLDER = "事项、办件、申请人、命令"
HELP = "拼音首字母、汉字、编号都可以"
_ALT = Qt.KeyboardModifier.AltModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class PaletteField(TextField):
    """Where one types. Its keys are the box's; a scanner's Enter is told apart from a hand's."""

    key = Signal(str)  # the name of an act, see `_NAMES`
    jumped = Signal(int)
    scanned = Signal()

    def __init__(self, monotonic_ms: Callable[[], int]) -> None:
        super().__init__(PLACEHOLDER, height=44, role="field")
        self._now = monotonic_ms
        self._last, self._run = -GAP_MS, 0
        self.setFrame(False)
        self.setProperty("bare", "1")
        self.setAccessibleName("搜事项、办件、申请人、命令")

    def event(self, event: QEvent) -> bool:
        """Keys of the box come before the shortcuts of the window; F1–F8 stay the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and _name(event):  # type: ignore[arg-type]  # a key event
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self._act(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def _act(self, event: QKeyEvent) -> bool:
        name = _name(event)
        fast = self._is_fast(event)
        if not name:
            return False
        if name == "open" and fast:
            self.scanned.emit()
        elif name.isdigit():
            self.jumped.emit(int(name) - 1)
        elif not (event.isAutoRepeat() and name not in {"up", "down"}):
            self.key.emit(name)
        return True

    def _is_fast(self, event: QKeyEvent) -> bool:
        """Whether this is the Enter of a scanner: it follows a burst of characters."""
        now = self._now()
        gap, self._last = now - self._last, now
        close = gap <= GAP_MS
        if event.key() in ENTER:
            burst, self._run = close and self._run >= LEAST, 0
            return burst
        if event.text():
            self._run = self._run + 1 if close or self._run == 0 else 1
        return False


def _name(event: QKeyEvent) -> str:
    """What a key means in the box; a digit for Alt with that digit, empty for typing."""
    key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == _ALT and Qt.Key.Key_2 <= key < Qt.Key.Key_1 + LAST_JUMP:
        return str(int(key) - int(Qt.Key.Key_0))
    if held == _ALT and key == Qt.Key.Key_1:
        return "open"
    if held == _CTRL:
        return {Qt.Key.Key_D: "favourite", Qt.Key.Key_K: "again"}.get(
            Qt.Key(key), "take" if key in ENTER else ""
        )
    if key in {Qt.Key.Key_Backtab} or (key == Qt.Key.Key_Tab and held):
        return "department"
    if held:
        return ""
    return _NAMES.get(Qt.Key(key), "open" if key in ENTER else "")


_NAMES = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Tab: "type",
    Qt.Key.Key_Escape: "close",
}
_PAGE = 6


class PaletteView(QWidget):
    """The veil and the box. `left` is emitted when it is to be closed without a choice."""

    left = Signal()

    def __init__(self, parent: QWidget, monotonic_ms: Callable[[], int]) -> None:
        super().__init__(parent)
        self.state = PaletteState()
        self._presenter: PalettePresenter | None = None
        self._heads: list[GroupRow] = []
        self._rows: list[LineRow] = []
        self._shown: list[QWidget] = []
        self.field = PaletteField(monotonic_ms)
        self.types = KeyButton("", "Tab", height=28, role="secondary")
        self.departments = KeyButton("", "Shift+Tab", height=28, role="secondary")
        for chip in (self.types, self.departments):
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.notice = NoticeBar(closable=False)
        self.foot = PlainLabel("", "caption", "text2")
        self.box = QFrame(self)
        self.box.setProperty("role", "surface")
        self.box.setAccessibleName("搜索")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list = QWidget()
        self.column = QVBoxLayout(self.list)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addStretch(1)
        self.area.setWidget(self.list)
        self._lay_out()
        self.hide()

    def bind(self, presenter: PalettePresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.field.textEdited.connect(presenter.type)
        self.field.key.connect(self._act)
        self.field.jumped.connect(presenter.open_line)
        self.field.scanned.connect(presenter.scanned)
        self.types.clicked.connect(presenter.next_type)
        self.departments.clicked.connect(presenter.next_department)

    def open(self, text: str = "") -> None:
        """Over the screen, with the hand in the field."""
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus()

    def show_state(self, state: PaletteState) -> None:
        """Draw."""
        self.state = state
        types, departments = state.filters
        self.types.set_title(types)
        self.departments.set_title(_short(departments))
        self.types.set_kind("chosen" if state.wish.type_ else "plain")
        self.departments.set_kind("chosen" if state.wish.department else "plain")
        if self.field.text() != state.wish.text:
            self.field.setText(state.wish.text)
        self.notice.show_message(state.message)
        self.foot.setText(state.foot)
        self._fill(state)
        if self.isVisible():
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """The box stays in its place."""
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click beside the box leaves it."""
        if not self.box.geometry().contains(event.position().toPoint()):
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The veil, and a line round the box."""
        painter = QPainter(self)
        veil = QColor(color("text" if color("surface").lightness() > 128 else "canvas"))
        veil.setAlphaF(VEIL if color("surface").lightness() > 128 else 0.7)
        painter.fillRect(self.rect(), veil)
        edge = current().hair
        frame = QRectF(self.box.geometry()).adjusted(-edge, -edge, edge, edge)
        painter.fillRect(frame, color("line2"))
        painter.end()

    # ------------------------------------------------------------ inside

    def _act(self, name: str) -> None:
        presenter = self._presenter
        if presenter is None:
            return
        acts: dict[str, Callable[[], None]] = {
            "up": lambda: presenter.move(-1),
            "down": lambda: presenter.move(1),
            "page_up": lambda: presenter.move(-_PAGE),
            "page_down": lambda: presenter.move(_PAGE),
            "type": presenter.next_type,
            "department": presenter.next_department,
            "favourite": presenter.favourite,
            "open": presenter.open_line,
            "take": lambda: presenter.open_line(take=True),
            "again": self.field.selectAll,
            "close": self.left.emit,
        }
        acts[name]()

    def _fill(self, state: PaletteState) -> None:
        at = 0
        wanted: list[QWidget] = []
        for number, group in enumerate(state.groups):
            if number == len(self._heads):
                self._heads.append(GroupRow())
            head = self._heads[number]
            head.show_group(group)
            wanted.append(head)
            for line in group.lines:
                if at == len(self._rows):
                    self._rows.append(self._new_row(at))
                self._rows[at].show_line(line, now=at == state.at)
                wanted.append(self._rows[at])
                at += 1
        self._arrange(wanted)

    def _new_row(self, at: int) -> LineRow:
        row = LineRow()
        row.pressed.connect(partial(self._press, at))
        return row

    def _press(self, at: int) -> None:
        if self._presenter is not None:
            self._presenter.open_line(at)

    def _arrange(self, wanted: list[QWidget]) -> None:
        if self._shown != wanted:
            for widget in self._shown:
                self.column.removeWidget(widget)
            for number, widget in enumerate(wanted):
                self.column.insertWidget(number, widget)
            for widget in (*self._heads, *self._rows):
                widget.setVisible(any(widget is each for each in wanted))
            self._shown = wanted

    def _fit(self) -> None:
        """The box as high as its lines, the list scrolling when they are too many."""
        width = min(px(WIDTH), self.width() - 2 * px(SIDE))
        top = min(px(TOP), max(px(8), self.height() // 10))
        lines = 0
        for widget in self._shown:
            high = widget.needed(width) if isinstance(widget, LineRow) else px(28)
            if isinstance(widget, LineRow):
                widget.setFixedHeight(high)
            lines += high
        self.box.setFixedWidth(width)
        layout = self.box.layout()
        around = self._around(width)
        room = self.height() - top - px(8)
        self.area.setFixedHeight(self._whole(lines, room - around))
        if layout is not None:
            layout.activate()
        self.box.setGeometry((self.width() - width) // 2, top, width, self.box.sizeHint().height())
        self.update()
        QTimer.singleShot(0, self, self._follow)

    def _whole(self, lines: int, room: int) -> int:
        """How high the list is: where not all lines fit, whole lines only."""
        if lines <= room:
            return max(px(28), lines)
        high = 0
        for widget in self._shown:
            more = widget.maximumHeight()  # all rows have a fixed height
            if high + more > room:
                break
            high += more
        return max(px(80), high)

    def _around(self, width: int) -> int:
        notice = 0
        if self.state.message is not None:
            notice = self.notice.heightForWidth(width)
            notice = notice if notice > 0 else self.notice.sizeHint().height()
        return px(60) + px(36) + px(36) + notice + 2 * current().hair

    def _follow(self) -> None:
        if 0 <= self.state.at < len(self._rows) and self.isVisible():
            row = self._rows[self.state.at]
            top = px(28) if self.state.at == 0 else 0
            self.area.ensureVisible(0, row.y() - top, 0, 0)
            self.area.ensureVisible(0, row.y() + row.height(), 0, 0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._chips())
        column.addWidget(self.notice)
        column.addWidget(self.area)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = region("surface")
        head.setFixedHeight(px(60))
        row = QHBoxLayout(head)
        row.setContentsMargins(px(18), 0, px(18), 0)
        row.setSpacing(px(8))
        row.addWidget(GlyphView("search", "text2", 20))
        row.addWidget(self.field, 1)
        hint = ElidedLabel(HELP, "caption", "text2", least=40)
        row.addWidget(hint)
        row.addWidget(KeyCap("Esc"))
        return head

    def _chips(self) -> QWidget:
        bar = region("head")
        bar.setFixedHeight(px(36))
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(18), 0, px(18), px(6))
        row.setSpacing(px(8))
        row.addWidget(self.types)
        row.addWidget(self.departments)
        row.addStretch(1)
        return bar

    def _foot(self) -> QWidget:
        foot = region("foot")
        foot.setFixedHeight(px(36))
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(18), 0, px(18), 0)
        row.setSpacing(px(6))
        for key, words in (
            ("Up", ""),
            ("Down", "选择"),
            ("Return", "打开"),
            ("Ctrl+Return", "直接受理"),
            ("Ctrl+D", "收藏"),
        ):
            row.addWidget(KeyCap({"Up": "↑", "Down": "↓"}.get(key, key)))
            if words:
                row.addWidget(PlainLabel(words, "caption"))
                row.addSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.foot)
        return foot


def _short(words: str) -> str:
    """A chip is a button, whose words are never cut: a long department is."""
    return words if len(words) <= 18 else words[:17] + "…"
