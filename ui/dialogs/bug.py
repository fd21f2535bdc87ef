"""What the clerk sees when the program itself is at fault."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from ui.labels import PlainLabel
from ui.theme import px
from ui.widgets.keys import KeyButton

WHAT = "程序出错了"
MEANS = "刚才这一步可能没有做完；已经存好的办件和编号没有受影响。请核对刚才那一件，再接着办。"


class BugDialog(QDialog):
    """One sentence on what to mind; the technical part is in the log."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.setWindowTitle(WHAT)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(20), px(20), px(20))
        column.setSpacing(px(12))
        column.addWidget(PlainLabel(WHAT, "title", "danger"))
        means = PlainLabel(MEANS, "body", wrap=True)
        means.setFixedWidth(px(420))
        column.addWidget(means)
        column.addWidget(PlainLabel(f"错误种类 {kind}，详情在日志里。", "caption", "text2"))
        row = QHBoxLayout()
        row.addStretch(1)
        self.close_button = KeyButton("知道了", "Esc")
        self.close_button.clicked.connect(self.reject)
        row.addWidget(self.close_button)
        column.addLayout(row)


def show_bug(kind: str) -> BugDialog:
    """Open the dialog without stopping the program."""
    dialog = BugDialog(kind)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
