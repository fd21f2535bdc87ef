"""What intake asks beside its steps: answers by digit, and what has to be written for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.intake_state import Ask
from ui.labels import PlainLabel
from ui.screens.intake_parts import DIGITS, fill, scrolling
from ui.theme import px
from ui.widgets.choices import ChoiceList
from ui.widgets.fields import TextField, tab_chain
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from clerk_app.desk.intake_state import Asking, IntakeState

KINDS = "预审件 (*.json);;所有文件 (*)"


class AskPage(QFrame):
    """Draws an `Asking`. `chosen` by a digit, `typed` with field and text, `path_given` with the
    file of an online case, `body_given` with region and name for 异地代收, `confirmed` by the
    button."""

    chosen = Signal(int)
    typed = Signal(str, str)
    path_given = Signal(str)
    body_given = Signal(str, str)
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._asking: Asking | None = None
        self.title = PlainLabel("", "title", wrap=True)
        self.detail = PlainLabel("", "body", "text2", wrap=True)
        self.hidden_label = PlainLabel(
            "隐瞒了什么、什么是假的（印在决定书上）", "group", wrap=True
        )
        self.hidden_field = TextField("写明事实，按 Enter", height=40)
        self.evidence_label = PlainLabel("有什么证据", "group")
        self.evidence = TextField("写明证据，按 Enter，再按数字选批准人", height=40)
        self.path_label = PlainLabel("预审件的文件", "group")
        self.path = TextField("文件的位置，按 Enter 读", height=40)
        self.file = KeyButton(
            keys.CHOOSE_FILE.title, keys.CHOOSE_FILE.key, height=34, role="secondary"
        )
        self.take = KeyButton("收件并打印", keys.CONFIRM.key, "primary", height=38)
        self.region_label = PlainLabel("办理机关所在地的区划代码", "group")
        self.region = TextField("6 到 12 位数字，按 Enter", height=40)
        self.body_label = PlainLabel("由哪个机关办理（印在收件凭证上）", "group", wrap=True)
        self.body = TextField("机关全称，按 Enter", height=40)
        self.rows = QWidget()
        self._grid = QGridLayout(self.rows)
        self._facts: list[tuple[PlainLabel, PlainLabel]] = []
        self.choices = ChoiceList(DIGITS, wrap=True)
        self.hint = PlainLabel("", "secondary", "text2", wrap=True)
        self._lay_out()
        self._connect()

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        before, asking = self._asking, state.asking
        self._asking = asking
        if asking is None:
            return
        hides, online = asking.what is Ask.CONCEALED, asking.what is Ask.ONLINE
        self.title.setText(asking.title)
        self.detail.setText(asking.detail)
        for asked in (self.hidden_label, self.hidden_field, self.evidence_label, self.evidence):
            asked.setVisible(hides)
        for wanted in (self.path_label, self.path, self.file):
            wanted.setVisible(online)
        collects = asking.what is Ask.COLLECT
        for named in (self.region_label, self.region, self.body_label, self.body):
            named.setVisible(collects)
        if collects and asking is not before:
            _put(self.region, state.work.for_region)
            _put(self.body, state.work.for_name)
        if hides:
            _put(self.hidden_field, state.work.hidden)
            _put(self.evidence, state.work.evidence)
        if online and not asking.rows and asking is not before:
            self.path.clear()
        self._show_rows(asking)
        self.take.setVisible(online and bool(asking.rows))
        self.take.setEnabled(asking.ready and not state.busy)
        self.choices.setVisible(bool(asking.choices))
        self.choices.show_choices(asking.choices, asking.now)
        answers = "按数字选；" if asking.choices else ""
        self.hint.setText(f"{answers}Esc 不改，回到原来的地方。")

    def target(self) -> QWidget:
        """Where the hand is wanted."""
        if self._asking is not None and self._asking.what is Ask.CONCEALED:
            return self.hidden_field
        if self._asking is not None and self._asking.what is Ask.ONLINE:
            return self.path
        if self._asking is not None and self._asking.what is Ask.COLLECT:
            return self.region
        return self

    def choose_file(self) -> None:
        """Ctrl+F: the file of an online case out of a folder; it is read at once."""
        if self._asking is None or self._asking.what is not Ask.ONLINE:
            return
        path, _ = QFileDialog.getOpenFileName(self, keys.ONLINE.title, "", KINDS)
        if path:
            self.path.setText(path)
            self.path_given.emit(path)

    def _show_rows(self, asking: Asking) -> None:
        while len(self._facts) < len(asking.rows):
            at = len(self._facts)
            name, value = PlainLabel("", "body", "text2"), PlainLabel("", "name", wrap=True)
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at, 1)
            self._facts.append((name, value))
        for at, (name, value) in enumerate(self._facts):
            shown = at < len(asking.rows)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(asking.rows[at][0])
                value.setText(asking.rows[at][1])
        self.rows.setVisible(bool(asking.rows))

    def _connect(self) -> None:
        self.choices.chosen.connect(self.chosen)
        self.hidden_field.textEdited.connect(lambda text: self.typed.emit("hidden", text))
        self.evidence.textEdited.connect(lambda text: self.typed.emit("evidence", text))
        self.hidden_field.confirmed.connect(self.evidence.setFocus)
        self.evidence.confirmed.connect(self.setFocus)
        self.path.confirmed.connect(lambda: self.path_given.emit(self.path.text()))
        self.region.confirmed.connect(self.body.setFocus)
        self.body.confirmed.connect(
            lambda: self.body_given.emit(self.region.text(), self.body.text())
        )
        self.file.clicked.connect(self.choose_file)
        self.take.clicked.connect(self.confirmed)
        tab_chain(self.hidden_field, self.evidence, self)
        tab_chain(self.region, self.body)

    def _lay_out(self) -> None:
        names = (
            (self.hidden_field, "隐瞒了什么"),
            (self.evidence, "证据"),
            (self.path, "预审件的文件"),
            (self.region, "办理机关的区划代码"),
            (self.body, "办理机关"),
        )
        for field, name in names:
            field.setAccessibleName(name)
        for button in (self.file, self.take):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(4))
        self._grid.setColumnStretch(1, 1)
        buttons = FlowLayout(px(8))
        buttons.addWidget(self.file)
        buttons.addWidget(self.take)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        for widget in (
            self.title,
            self.path_label,
            self.path,
            self.rows,
            self.detail,
            self.region_label,
            self.region,
            self.body_label,
            self.body,
            self.hidden_label,
            self.hidden_field,
            self.evidence_label,
            self.evidence,
            self.choices,
        ):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self.hint)
        column.addStretch(1)
        fill(self, scrolling(inside))


def _put(field: TextField, text: str) -> None:
    if field.text() != text:
        field.setText(text)
