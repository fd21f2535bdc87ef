"""设置 › 打印: widgets only, see `clerk_app.desk.print_settings`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from clerk_app.desk import print_settings as acts
from clerk_app.desk.actions import GO_BACK, Action
from clerk_app.desk.print_settings import (
    DOCUMENT,
    SLIP,
    PrintSettingsPresenter,
    PrintSettingsState,
)
from ui.labels import PlainLabel
from ui.screens.intake_parts import scrolling
from ui.theme import narrow, px
from ui.widgets.cards import region
from ui.widgets.fields import TextField
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar

if TYPE_CHECKING:
    from clerk_app.desk.paper_port import DriverSeen, PrinterSeen
    from ui.screens.context import ScreenContext

NOT_KEPT = "还没有存：写好按 Enter 才用它。"
NOT_KEPT_BARE = "还没有存：按 Enter 才用它，按 Alt 和字母键再换。"
MOST_FOUND = 8
NOTHING = "不选就没有：文书存成 PDF，小票不打。"


class PrinterPart(QWidget):
    """One printer: how it is reached, where it is, how it stands."""

    def __init__(self, title: str, change: Action) -> None:
        super().__init__()
        self.title = PlainLabel(title, "group")
        self.driver = PlainLabel("", "name", wrap=True)
        self.change = _button(change)
        self.where = TextField("", height=36)
        self.where.setAccessibleName(f"{title}在哪里")
        self.found = PlainLabel("", "secondary", "text2", wrap=True)
        self.state = PlainLabel("", "secondary", "text2", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.driver, 1)
        row.addWidget(self.change)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(6))
        self.column.addWidget(self.title)
        self.column.addLayout(row)
        self.column.addWidget(self.where)
        self.column.addWidget(self.found)
        self.column.addWidget(self.state)

    def show_printer(
        self, driver: DriverSeen, where: str, seen: PrinterSeen, *, unkept: bool
    ) -> None:
        """Draw; `unkept`: this is another printer than the one that is used now."""
        self.driver.setText(driver.label)
        self.where.setVisible(bool(driver.where))
        self.where.setPlaceholderText(f"{driver.where}，按 Enter")
        self.found.setText(f"这台电脑上有：{'、'.join(driver.found[:MOST_FOUND])}")
        self.found.setVisible(bool(driver.found))
        if self.where.text() != where:
            self.where.setText(where)
        not_kept = NOT_KEPT if driver.where else NOT_KEPT_BARE
        self.state.setText(not_kept if unkept else seen.words)
        self.state.set_tone("text2" if seen.ready and not unkept else "warn")


class PrintSettingsScreen(QFrame):
    """Draws a `PrintSettingsState`; `bind` it before it is shown. `left` by Esc."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = PrintSettingsState()
        self._presenter: PrintSettingsPresenter | None = None
        self._slip = b""
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("设置 › 打印", "title")
        self.back = KeyButton(GO_BACK.title, GO_BACK.key, height=30, role="secondary")
        self.document = PrinterPart("文书打印机", acts.NEXT_DOCUMENT)
        self.slip = PrinterPart("小票打印机", acts.NEXT_SLIP)
        self.width_key = _button(acts.SLIP_WIDTH)
        self.test_page = _button(acts.TEST_PAGE)
        self.test_slip = _button(acts.TEST_SLIP)
        self.ask_again = _button(acts.ASK_AGAIN)
        self.wording = PlainLabel("", "body", wrap=True)
        self.picture = PlainLabel()
        self.picture.setAccessibleName("测试小票的样子")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    @property
    def presenter(self) -> PrintSettingsPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: PrintSettingsPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.back.clicked.connect(self.left)
        self.document.where.confirmed.connect(
            lambda: presenter.keep(DOCUMENT, self.document.where.text())
        )
        self.slip.where.confirmed.connect(lambda: presenter.keep(SLIP, self.slip.where.text()))
        self.document.where.textChanged.connect(partial(presenter.typed, DOCUMENT))
        self.slip.where.textChanged.connect(partial(presenter.typed, SLIP))
        buttons = {
            self.document.change: lambda: self._change(DOCUMENT),
            self.slip.change: lambda: self._change(SLIP),
            self.width_key: presenter.next_width,
            self.test_page: presenter.test_page,
            self.test_slip: presenter.test_slip,
            self.ask_again: presenter.refresh,
        }
        for button, act in buttons.items():
            button.clicked.connect(lambda _on=False, act=act: act())
            shortcut = QShortcut(QKeySequence(button.key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            # not the button: one that is held back would say nothing
            shortcut.activated.connect(act)
        self.show_state(presenter.state)

    def show_state(self, state: PrintSettingsState) -> None:
        """Draw."""
        self.state = state
        self.notice.show_message(state.message)
        settings = state.settings
        fresh, new_slips = state.unkept(DOCUMENT), state.unkept(SLIP)
        self.document.show_printer(
            state.document_driver, state.document_where, settings.document_state, unkept=fresh
        )
        self.slip.show_printer(
            state.slip_driver, state.slip_where, settings.slip_state, unkept=new_slips
        )
        self.width_key.set_title(f"小票纸宽 {acts.WIDTHS[settings.slip_sheet]}")
        self.test_page.setEnabled(not fresh)
        self.test_slip.setEnabled(bool(settings.slip) and not new_slips)
        self.wording.setText(state.wording)
        self.wording.set_tone("warn" if settings.wording.fault else "text")
        if state.slip != self._slip:
            self._slip = state.slip
            picture = QPixmap()
            picture.loadFromData(state.slip)
            room = px(200 if narrow() else 272)  # beside the bar of a slip that is taller
            self.picture.setPixmap(
                picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            )

    def focus_hand(self) -> None:
        """The place of a printer, or the page."""
        (self.document.where if self.document.where.isVisible() else self).setFocus()

    def commands(self) -> tuple[Action, ...]:
        """Its keys."""
        return acts.KEYS

    def command(self, name: str) -> None:
        """One of them, as its button does it."""
        buttons = (
            self.document.change,
            self.slip.change,
            self.width_key,
            self.test_page,
            self.test_slip,
            self.ask_again,
        )
        dict(zip((act.id for act in acts.KEYS), buttons, strict=True))[name].click()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Read again whenever the page comes to the front."""
        super().showEvent(event)
        if self._presenter is not None:
            self._presenter.open()
        QTimer.singleShot(0, self, self.setFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Stay."""
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter: keep what needs no place. Esc: the message, then back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.presenter.keep_hand()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.state.message is not None:
            self.presenter.dismiss()
        elif self.document.where.hasFocus() or self.slip.where.hasFocus():
            self.setFocus()
        else:
            self.left.emit()

    def _change(self, which: str) -> None:
        self.presenter.next_driver(which)
        part = self.document if which == DOCUMENT else self.slip
        (part.where if part.where.isVisible() else self).setFocus()

    def _lay_out(self) -> None:
        for button in (self.back,):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(12), px(16), px(8))
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(8), px(20), px(16))
        column.setSpacing(px(16))
        column.addWidget(self.document)
        column.addLayout(_flow(self.test_page, self.ask_again))
        column.addWidget(self.slip)
        column.addLayout(_flow(self.width_key, self.test_slip))
        column.addWidget(PlainLabel(NOTHING, "secondary", "text2", wrap=True))
        column.addWidget(PlainLabel("文书用语", "group"))
        column.addWidget(self.wording)
        column.addStretch(1)
        side = region("right")
        side.setFixedWidth(px(250 if narrow() else 328))
        right = QVBoxLayout(side)
        right.setContentsMargins(px(12), px(12), px(12), px(12))
        right.addWidget(PlainLabel("测试小票打出来的样子", "state", wrap=True))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.picture)
        right.addWidget(area, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(scrolling(inside), 1)
        middle.addWidget(side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice)
        outer.addLayout(head)
        outer.addLayout(middle, 1)


def _button(act: Action) -> KeyButton:
    button = KeyButton(act.title, act.key, height=34, role="secondary")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def _flow(*buttons: KeyButton) -> FlowLayout:
    flow = FlowLayout(px(8))
    for button in buttons:
        flow.addWidget(button)
    return flow


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = PrintSettingsScreen()

    def show(state: PrintSettingsState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(PrintSettingsPresenter(context.desk.papers, context.runner, context.devices, show))
    return screen
