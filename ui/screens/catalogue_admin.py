"""设置 › 事项库: widgets only, see `clerk_app.desk.catalogue_admin`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clerk_app.desk import catalogue_admin as acts
from clerk_app.desk.actions import LOCAL_RULES, PRINT_SETTINGS, Action
from clerk_app.desk.catalogue_admin import TAB_KEYS, AdminPresenter, AdminState, Tab
from clerk_app.desk.messages import Message, Weight
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import narrow, px
from ui.widgets.admin_list import AdminList
from ui.widgets.cards import region
from ui.widgets.fields import TextField
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton
from ui.widgets.notices import EmptyState, NoticeBar
from ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.screens.context import ScreenContext

TICK_MS = 100
WHAT = {
    # page -> words of its first field, of its second, of its one button
    Tab.IMPORT: ("要导入的文件，几个文件用“；”隔开", "", "开始导入"),
    Tab.LINT: ("", "", "检查全部事项"),
    Tab.DIFF: ("前者：文件的位置，空着就是本机", "后者：文件的位置，空着就是本机", "比一比"),
    Tab.ALIASES: ("找事项：几个字、拼音首字母或编码", "给它添一个俗称，按 Enter", ""),
    Tab.EXPORT: ("存到哪里：完整的文件夹和文件名（.json 或 .xlsx）", "", ""),
}
EMPTY = {
    Tab.IMPORT: ("还没有导入", "写出文件的位置按 Enter，或按 Alt O 选文件。旧的版本永远留着。"),
    Tab.LINT: ("还没有检查", "按 Enter 检查每个事项：不能发布的排在前面。"),
    Tab.DIFF: ("还没有对比", "写一个文件的位置，另一边空着就是本机，再按 Enter。"),
    Tab.ALIASES: ("先找一个事项", "群众怎么叫它，就给它添什么俗称，搜的时候就找得到。"),
    Tab.EXPORT: ("写好位置再按键", "先写存到哪里，再按上面写着的键。"),
}


class CatalogueAdminScreen(QFrame):
    """Draws an `AdminState`; `bind` it before it is shown. `printers_wanted`, `rules_wanted`:
    the other pages of 设置, whose keys work everywhere."""

    printers_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.narrow = narrow()
        self.state = AdminState()
        self._presenter: AdminPresenter | None = None
        self._tab: Tab | None = None
        self.pick_files: Callable[[], str] = self._pick_files
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("设置 › 事项库", "title")
        self.facts = ElidedLabel("", "secondary", "text2")
        self.printers = _button(PRINT_SETTINGS.title, PRINT_SETTINGS.key, 30)
        self.printers.clicked.connect(self.printers_wanted)
        self.rules = _button(LOCAL_RULES.title, LOCAL_RULES.key, 30)
        self.rules.clicked.connect(self.rules_wanted)
        self.tabs = {tab: _button(tab.value, key, 30) for tab, key in TAB_KEYS.items()}
        self.first, self.second = TextField(), TextField()
        self.go = KeyButton("", acts.CHECK.key, "primary", height=34)
        self.pick = _button(acts.PICK.title, acts.PICK.key, 34)
        self.partial = _button(acts.PARTIAL.title, acts.PARTIAL.key, 34)
        self.leave_out = _button(acts.LEAVE_OUT.title, acts.LEAVE_OUT.key, 34)
        self.force = _button(acts.FORCE.title, acts.FORCE.key, 34)
        self.writes = {
            act.id: _button(act.title, act.key, 34)
            for act in (acts.EXPORT, acts.PUBLISH, acts.TEMPLATE)
        }
        self.progress = ProgressBar(acts.STOP.title, acts.STOP.key)
        self.head = PlainLabel("", "name", wrap=True)
        self.filter = _button("", acts.FILTER.key, 30)
        self.copy = _button(acts.COPY.title, acts.COPY.key, 30)
        self.save = _button(acts.SAVE.title, acts.SAVE.key, 30)
        self.remove = _button(acts.REMOVE.title, acts.REMOVE.key, 30)
        self.list = AdminList()
        self.empty = EmptyState("settings", "", "")
        self.detail = PlainLabel("", "body", wrap=True)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._lay_out()

    @property
    def presenter(self) -> AdminPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: AdminPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        for tab, button in self.tabs.items():
            button.clicked.connect(lambda _on=False, tab=tab: presenter.go(tab))
        self.first.textEdited.connect(self._typed)
        self.first.confirmed.connect(self._first_done)
        self.second.confirmed.connect(self._second_done)
        self.go.clicked.connect(self._begin)
        self.pick.clicked.connect(self._pick)
        self.partial.clicked.connect(presenter.toggle_partial)
        self.force.clicked.connect(presenter.toggle_force)
        self.leave_out.clicked.connect(presenter.toggle_leave_out)
        for name, button in self.writes.items():
            button.clicked.connect(lambda _on=False, name=name: self._write(name))
        self.progress.stopped.connect(presenter.stop)
        self.filter.clicked.connect(presenter.next_filter)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(presenter.remove_alias)
        self.list.moved.connect(presenter.to)
        self.list.opened.connect(self._open_line)
        self._timer.timeout.connect(presenter.tick)
        for part in (*self.tabs.values(), self.pick, self.partial, self.force, self.leave_out):
            self._shortcut(part)
        for part in self.writes.values():
            self._shortcut(part)
        self.show_state(presenter.state)

    def commands(self) -> tuple[Action, ...]:
        """The five pages."""
        pages = TAB_KEYS.items()
        return tuple(Action(tab.name, f"事项库：{tab.value}", key) for tab, key in pages)

    def command(self, name: str) -> None:
        """One of them."""
        self.presenter.go(Tab[name])

    def show_state(self, state: AdminState) -> None:
        """Draw."""
        came = bool(state.shown) and not self.state.shown and state.tab is not Tab.ALIASES
        began = self.state.going is None and state.going is not None
        ended = self.state.going is not None and state.going is None
        self.state = state
        if began and self.isVisible():
            self.setFocus()  # out of the fields, which go grey; X is a key now
        self.notice.show_message(state.message)
        self.facts.setText(state.facts)
        for tab, button in self.tabs.items():
            button.set_kind("chosen" if tab is state.tab else "plain")
        self._show_page(state)
        self._show_work(state)
        self._show_lines(state)
        if self._tab is not state.tab:
            self._tab = state.tab
            self.first.clear()
            self.second.clear()
            if self.isVisible():
                self.focus_hand()
        elif came and self.isVisible():
            self.list.setFocus()  # its letters are keys now
        elif ended and self.isVisible():
            self.focus_hand()

    def focus_hand(self) -> None:
        """The first field of the page, else the list."""
        if self.first.isVisible() and self.first.isEnabled():
            self.first.setFocus()
        else:
            (self.list if self.list.isVisible() else self).setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Count again whenever the screen comes to the front."""
        super().showEvent(event)
        if self._presenter is not None:
            self._presenter.refresh()
        QTimer.singleShot(0, self, self.focus_hand)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys, while no field has the focus."""
        name = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._begin()
        elif event.isAutoRepeat() or not self._act(name):
            super().keyPressEvent(event)

    # ------------------------------------------------------------ keys

    def _act(self, name: str) -> bool:
        buttons = {
            acts.STOP.key: self.progress.stop,
            acts.FILTER.key: self.filter,
            acts.COPY.key: self.copy,
            acts.SAVE.key: self.save,
            acts.REMOVE.key: self.remove,
        }
        button = buttons.get(name)
        if button is None or not button.isVisible():
            return False
        button.click()
        return True

    def _escape(self) -> None:
        """A field first gives the hand to the list, so that letters are keys again."""
        if self.state.message is not None or self.state.chosen is not None:
            self.presenter.dismiss()
        elif self.first.hasFocus() or self.second.hasFocus():
            (self.list if self.list.isVisible() else self).setFocus()

    def _shortcut(self, button: KeyButton) -> None:
        """A key that works while one types in a field too."""
        shortcut = QShortcut(QKeySequence(button.key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._press(button))

    def _press(self, button: KeyButton) -> None:
        if button.isVisible():
            button.click()

    def _typed(self, text: str) -> None:
        if self.state.tab is Tab.ALIASES:
            self.presenter.find(text)

    def _first_done(self) -> None:
        tab = self.state.tab
        if tab is Tab.DIFF and not self.second.text():
            self.second.setFocus()
        elif tab is Tab.ALIASES:
            self.list.setFocus()
        elif tab is Tab.EXPORT:
            self.setFocus()
        else:
            self._begin()

    def _second_done(self) -> None:
        if self.state.tab is Tab.ALIASES:
            self.presenter.add_alias(self.second.text())
            self.second.clear()
        else:
            self._begin()

    def _begin(self) -> None:
        tab = self.state.tab
        if tab is Tab.IMPORT:
            self.presenter.import_files(self.first.text())
        elif tab is Tab.LINT:
            self.presenter.lint()
        elif tab is Tab.DIFF:
            self.presenter.diff(self.first.text(), self.second.text())

    def _open_line(self) -> None:
        if self.state.tab is Tab.ALIASES and self.state.chosen is None:
            self.presenter.choose()
            self.second.setFocus()

    def _write(self, name: str) -> None:
        self.presenter.write(name, self.first.text())

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.presenter.report_text())
            words = f"已抄下 {len(self.state.shown):,} 条，可以贴到别处。"
            self.notice.show_message(Message(words, weight=Weight.TELL))

    def _save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "存成文本", "事项库报告.txt", "文本 (*.txt)")
        if path:
            self.presenter.save_report(path)

    def _pick(self) -> None:
        path = self.pick_files()
        if path:
            self.first.setText(path)
            self.first.setFocus()

    def _pick_files(self) -> str:
        kinds = "事项文件 (*.json *.xlsx *.xlsm *.zip);;全部 (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, "选择事项文件", "", kinds)
        return "；".join(paths)

    # ------------------------------------------------------------ drawing

    def _show_page(self, state: AdminState) -> None:
        first, second, go = WHAT[state.tab]
        free = state.going is None
        may = state.overview.may_change
        changes = state.tab in {Tab.IMPORT, Tab.EXPORT}
        for field, words in ((self.first, first), (self.second, second)):
            field.setVisible(bool(words))
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.setEnabled(free and (may or not changes))
        if state.tab is Tab.ALIASES:
            self.second.setVisible(state.chosen is not None)
            self.second.setEnabled(may)
        self.go.set_title(go)
        export = (*self.writes.values(), self.force, self.leave_out)
        here = {Tab.IMPORT: (self.pick, self.partial), Tab.EXPORT: export}.get(state.tab, ())
        for button in (self.pick, self.partial, *export):
            if button not in here:  # gone before others come: all at once are too wide
                button.hide()
        self.go.setVisible(bool(go))
        self.go.setEnabled(free and (may or not changes))
        for button in here:
            button.setEnabled(free and may)
            button.show()
        self.partial.set_kind("chosen" if state.partial else "plain")
        self.force.set_kind("chosen" if state.force else "plain")
        self.leave_out.set_kind("chosen" if state.leave_out else "plain")

    def _show_work(self, state: AdminState) -> None:
        going = state.going
        self.progress.setVisible(going is not None)
        if going is not None:
            self.progress.show_progress(
                going.words, going.done, going.total, stoppable=going.stoppable
            )
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()

    def _show_lines(self, state: AdminState) -> None:
        shown = state.shown
        self.head.setText(state.head)
        self.head.setVisible(bool(state.head))
        self.filter.setVisible(bool(state.kinds))
        self.filter.set_title(state.filter_words)
        self.filter.set_kind("chosen" if state.kind else "plain")
        for button in (self.copy, self.save):
            button.setVisible(bool(state.lines) and state.tab is not Tab.ALIASES)
        self.remove.setVisible(state.chosen is not None and bool(shown))
        self.remove.setEnabled(state.overview.may_change)
        self.list.show_lines(shown, state.row)
        self.list.setVisible(bool(shown))
        title, words = EMPTY[state.tab]
        if state.head:
            title, words = "没有要列出的", "这一类没有；按 F 看别的。" if state.kind else ""
        if not state.overview.may_change and state.tab in {Tab.IMPORT, Tab.EXPORT}:
            title, words = "只有管理员可以导入和导出", "您可以检查、对比和看俗称。"
        if state.going is not None:
            title, words = (
                state.going.what,
                "叫号和受理要等它做完；急用就先停下。",
            )
        self.empty.title.setText(title)
        self.empty.detail.setText(words)
        self.empty.setVisible(not shown)
        line = state.line
        self.detail.setText(f"{line.title}\n{line.detail}" if line else "")
        self.foot.setVisible(line is not None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._top())
        column.addWidget(self._fields())
        column.addWidget(self.progress)
        column.addWidget(self._sums())
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.foot = self._detail()
        column.addWidget(self.foot)

    def _top(self) -> QWidget:
        head = region("head")
        column = QVBoxLayout(head)
        column.setContentsMargins(px(16), px(10), px(16), px(10))
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        tabs = FlowLayout(px(8), right=True)
        for button in self.tabs.values():
            tabs.addWidget(button)
        row.addLayout(tabs, 1)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(px(8))
        pages = FlowLayout(px(8), right=True)
        for button in (self.printers, self.rules):
            pages.addWidget(button)
        below.addWidget(self.facts, 1)
        below.addLayout(pages, 1)
        column.addLayout(below)
        return head

    def _fields(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(px(16), px(10), px(16), px(6))
        column.setSpacing(px(8))
        column.addWidget(self.first)
        column.addWidget(self.second)
        row = FlowLayout(px(8))
        for button in (
            self.go,
            self.pick,
            self.partial,
            *self.writes.values(),
            self.leave_out,
            self.force,
        ):
            row.addWidget(button)
        column.addLayout(row)
        self.go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return holder

    def _sums(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(px(16), 0, px(16), px(6))
        row.setSpacing(px(8))
        row.addWidget(self.head, 1)
        for button in (self.filter, self.copy, self.save, self.remove):
            row.addWidget(button)
        return holder

    def _detail(self) -> QWidget:
        strip = region("foot")
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.addWidget(self.detail, 1)
        strip.setMinimumHeight(px(72))
        return strip


def _button(title: str, key: str, height: int) -> KeyButton:
    button = KeyButton(title, key, height=height, role="secondary")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = CatalogueAdminScreen()

    def show(state: AdminState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    screen.bind(
        AdminPresenter(
            context.desk.catalogue,
            context.runner,
            show,
            context.frame.hold,
            context.desk.clock.monotonic_ms,
        )
    )
    return screen
