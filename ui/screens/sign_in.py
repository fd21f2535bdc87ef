"""The sign-in screen: widgets only. Painted before anything heavy is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from clerk_app.desk.actions import LARGER, SHOW_PASSWORD, SMALLER
from clerk_app.desk.sign_in import Phase, SignInPresenter, SignInState, StatusLine
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import current, px, tight
from ui.widgets.cards import region
from ui.widgets.fields import ChoiceField, PasswordField, tab_chain
from ui.widgets.keys import KeyButton
from ui.widgets.notices import WEIGHTS, NoticeBar
from ui.widgets.scrolled import Scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QShowEvent

FORM_WIDTH = 420


class SignInView(QWidget):
    """Draws a `SignInState`.

    `painted` is emitted once, after the first paint. `theme_wanted` carries a theme's name.
    """

    painted = Signal()
    theme_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._presenter: SignInPresenter | None = None
        self._painted = False
        self._make_widgets()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left(), 3)
        row.addWidget(self._right(), 2)
        tab_chain(self.clerk, self.password, self.enter, self.show_letters, self.size_button)
        self._second = QTimer(self)
        self._second.setInterval(1000)

    def bind(self, presenter: SignInPresenter) -> None:
        """Connect the widgets to their presenter."""
        self._presenter = presenter
        self.clerk.activated.connect(self._chosen)
        self.clerk.confirmed.connect(self.password.setFocus)
        self.password.confirmed.connect(self._submit)
        self.password.pressed_key.connect(self._typed)
        self.enter.clicked.connect(self._submit)
        self.show_letters.clicked.connect(self._toggle_letters)
        self.size_button.clicked.connect(self._other_size)
        self._second.timeout.connect(presenter.tick)
        for key, act in (
            (SHOW_PASSWORD.key, self._toggle_letters),
            (self.size_button.key, self._other_size),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def show_state(self, state: SignInState) -> None:
        """Draw the state."""
        self.hall.setText(state.place.hall)
        self.window_name.setText(state.place.window)
        self.station.setText(f"站点号 {state.place.station}" if state.place.station else "")
        self._show_clerks(state)
        self._show_password(state)
        self.enter.set_title(state.button)
        self.enter.setEnabled(state.can_submit)
        self.message.show_message(state.message)
        self._show_lines(state.lines)
        waiting = state.phase is Phase.WAITING
        if waiting != self._second.isActive():
            self._second.start() if waiting else self._second.stop()

    def forget_password(self) -> None:
        """Leave no password in the field."""
        self.password.clear()
        self.password.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The hand starts in the password, since the clerk is usually right."""
        super().showEvent(event)
        (self.password if self.clerk.count() else self.clerk).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Tell when the first paint is over."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _make_widgets(self) -> None:
        self.hall = ElidedLabel("", "hall", middle=True)
        self.window_name = ElidedLabel("", "lead")
        self.station = PlainLabel("", "body", "text2")
        self.clerk = ChoiceField()
        self.clerk.setAccessibleName("人员")
        self.password = PasswordField()
        self.password.setAccessibleName("密码")
        self.caps = PlainLabel("", "caption_strong", "warn")
        self.caps.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.enter = KeyButton("进入窗口", "Return", "primary", height=48, role="field")
        self.enter.setSizePolicy(
            self.clerk.sizePolicy().horizontalPolicy(), self.enter.sizePolicy().verticalPolicy()
        )
        self.show_letters = KeyButton(
            SHOW_PASSWORD.title, SHOW_PASSWORD.key, "quiet", height=30, role="secondary"
        )
        size = SMALLER if current().name == "large" else LARGER
        self.size_button = KeyButton(size.title, size.key, "quiet", height=30, role="secondary")
        self.message = NoticeBar(closable=False)
        self.lines: list[_Line] = []

    def _left(self) -> QFrame:
        frame = region("surface")
        form = QVBoxLayout()
        form.setSpacing(px(4))
        form.addWidget(PlainLabel("综合窗口工作站", "secondary", "text2"))
        form.addWidget(self.hall)
        place = QHBoxLayout()
        place.setSpacing(px(12))
        place.addWidget(self.window_name)
        place.addWidget(self.station)
        place.addStretch(1)
        form.addLayout(place)
        form.addSpacing(px(24))
        form.addWidget(PlainLabel("人员", "secondary", "text2"))
        form.addWidget(self.clerk)
        form.addSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(PlainLabel("密码", "secondary", "text2"))
        head.addWidget(self.caps, 1)
        form.addLayout(head)
        form.addWidget(self.password)
        form.addSpacing(px(20))
        form.addWidget(self.enter)
        form.addSpacing(px(4))
        under = QHBoxLayout()
        under.addWidget(PlainLabel("忘了密码，找值班主任", "secondary", "text2"))
        under.addStretch(1)
        under.addWidget(self.show_letters)
        under.addWidget(self.size_button)
        form.addLayout(under)
        form.addSpacing(px(4))
        form.addWidget(self.message)
        column = QWidget()
        column.setFixedWidth(px(FORM_WIDTH))
        column.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        _place(frame, column, centred=True)
        return frame

    def _right(self) -> QFrame:
        frame = region("right")
        self._about = QVBoxLayout()
        self._about.setSpacing(px(20))
        self._about.setContentsMargins(0, 0, 0, 0)
        self._about.addWidget(PlainLabel("这台电脑", "secondary", "text2"))
        column = QWidget()
        column.setLayout(self._about)
        _place(frame, column, centred=False)
        return frame

    def _show_clerks(self, state: SignInState) -> None:
        names = [clerk.name for clerk in state.clerks]
        if [self.clerk.itemText(index) for index in range(self.clerk.count())] != names:
            self.clerk.clear()
            for clerk in state.clerks:
                self.clerk.addItem(clerk.name, clerk.id)
        self.clerk.setCurrentIndex(self.clerk.findData(state.chosen))
        self.clerk.setEnabled(not state.locked and state.phase is not Phase.OPENING)

    def _show_password(self, state: SignInState) -> None:
        self.password.setReadOnly(state.phase is Phase.OPENING)
        self.password.show_letters(state.password_shown)
        self.show_letters.set_title("隐藏密码" if state.password_shown else SHOW_PASSWORD.title)
        self.caps.setText("大写锁定已开（Caps Lock）" if state.caps_lock else "")

    def _show_lines(self, lines: tuple[StatusLine, ...]) -> None:
        while len(self.lines) < len(lines):
            self.lines.append(_Line())
            self._about.addWidget(self.lines[-1])
        for index, widget in enumerate(self.lines):
            widget.setVisible(index < len(lines))
            if index < len(lines):
                widget.show_line(lines[index])

    def _chosen(self, index: int) -> None:
        if self._presenter:
            self._presenter.choose(str(self.clerk.itemData(index)))
            self.forget_password()

    def _typed(self, text: str, shift: bool) -> None:
        if self._presenter:
            self._presenter.typed(text, shift=shift)

    def _submit(self) -> None:
        if self._presenter:
            self._presenter.submit(self.password.text())
            self.password.selectAll()

    def _toggle_letters(self) -> None:
        if self._presenter:
            self._presenter.show_password(not self._presenter.state.password_shown)
            self.password.setFocus()

    def _other_size(self) -> None:
        self.theme_wanted.emit("light" if current().name == "large" else "large")


class _Line(QWidget):
    """One line about this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.glyph = GlyphView("told", "text2", 20, "canvas")
        self.title = PlainLabel("", "group", wrap=True)
        self.detail = PlainLabel("", "secondary", "text2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_line(self, line: StatusLine) -> None:
        tone = {"tell": "text2"}.get(line.weight, WEIGHTS[line.weight][1])
        self.glyph.show_glyph(line.glyph, tone)
        self.title.setText(line.title)
        self.detail.setText(line.detail)


def _place(frame: QFrame, column: QWidget, *, centred: bool) -> None:
    """Both columns start at the same height; the left one is centred in its part."""
    outer = QHBoxLayout(frame)
    left = 24 if centred else 48
    outer.setContentsMargins(px(8 if tight() else left), 0, px(8 if tight() else 24), px(12))
    inner = QVBoxLayout()
    fixed = QSizePolicy.Policy.Minimum
    if tight():
        area = Scrolled(column)
        if centred:
            area.setFixedWidth(px(FORM_WIDTH + 24))
        inner.addWidget(area, 1)
    else:
        top = round(148 / current().scale)  # gives way when a message needs the room
        inner.addSpacerItem(QSpacerItem(0, top, fixed, QSizePolicy.Policy.Maximum))
        inner.addWidget(column)
        inner.addStretch(1)
    if centred:
        outer.addStretch(1)
    outer.addLayout(inner, 0 if centred else 1)
    if centred:
        outer.addStretch(1)
