"""What intake ends with: the number, the papers that were printed, and the citizen's rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.actions import LOOK, LOOK_LARGE
from clerk_app.desk.paper_port import STAGE_WORDS, Stage
from clerk_app.kernel.ids import group_digits
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.intake_parts import scrolling
from ui.theme import narrow, px, tight
from ui.widgets.key_bar import FlowLayout
from ui.widgets.keys import KeyButton

if TYPE_CHECKING:
    from clerk_app.desk.intake_state import Handed, Handled, IntakeState

DONE_TITLES = {
    "accepted": "已受理",
    "conditionally_accepted": "已容缺受理",
    "returned_for_correction": "已一次性告知补正",
    "not_accepted": "已作出不予受理决定",
    "not_needed": "已告知不受理",
    "collected": "已代收",
}


def done_title(done: Handled) -> str:
    """What was done, over its number."""
    if done.parts:
        return f"一件事已收件，{len(done.parts)} 个事项各有编号"
    if done.for_hall:
        return f"已代收，由{done.for_hall}决定"
    title = DONE_TITLES.get(done.outcome, "已办")
    return f"{title}（网上预审件 {done.online}）" if done.online else title


def _printed(document: Handed, stages: dict[str, str]) -> str:
    words = "没有印成，按 Ctrl P 再打"
    if document.path:
        words = f"没有打印机，已存成 PDF：{document.path}"
    if document.stage:
        words = stages.get(document.number) or STAGE_WORDS[Stage(document.stage)]
    return f"{document.title} {document.copies} 份：{words}"


class DonePage(QFrame):
    """The number, the documents, and the citizen's rating; skipping is always there."""

    rated = Signal(int)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.glyph = GlyphView("accept", "ok", 26)
        self.title = PlainLabel("", "title", wrap=True)
        self.number = PlainLabel("", "number")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.documents = QVBoxLayout()
        self.documents.setSpacing(px(4))
        self._lines: list[ElidedLabel] = []
        self._number = ""
        self.skip = KeyButton(keys.SKIP.title, keys.SKIP.key, "primary", height=38)
        self.skip.clicked.connect(self.skipped)
        self.look = KeyButton(LOOK.title, LOOK.key, height=34, role="secondary")
        self.large = KeyButton(LOOK_LARGE.title, LOOK_LARGE.key, height=34, role="secondary")
        for button in (self.look, self.large):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.levels: list[KeyButton] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(8))
        column.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.glyph)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        column.addWidget(self.number)
        column.addLayout(self.documents)
        papers = FlowLayout(px(8))
        for button in (self.look, self.large):
            papers.addWidget(button)
        column.addLayout(papers)
        column.addStretch(1)
        # the citizen's keys too: no focus would bring them into sight
        foot = QVBoxLayout()
        edge = px(6 if tight() else 8 if narrow() else 16)
        foot.setContentsMargins(px(20), edge, px(20), edge)
        foot.setSpacing(px(4 if tight() else 8 if narrow() else 12))
        foot.addWidget(PlainLabel("请群众评价（自愿，可不评）", "group"))
        foot.addLayout(self._rating())
        foot.addWidget(self.skip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        # beside what scrolls: the focus on it would take verdict and number out of sight
        self.area = scrolling(inside)
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)

    def show_page(self, state: IntakeState, title: str, glyph: str, number: str) -> None:
        """Draw."""
        done = state.done
        if done is None:
            return
        if done.number != self._number:  # another case: its verdict first
            self._number = done.number
            self.area.verticalScrollBar().setValue(0)
        self.title.setText(title)
        self.glyph.show_glyph(glyph, "ok" if glyph == "accept" else "text2")
        self.number.setText(number)
        stages = dict(state.stages)
        self.look.setVisible(bool(done.papers))
        self.large.setVisible(bool(done.papers))
        texts = [_printed(document, stages) for document in done.documents]
        for part in done.parts:
            word = DONE_TITLES.get(part.outcome, "已办")
            texts.append(f"{group_digits(part.number)}  {part.name}：{word}")
            texts += [f"    {_printed(document, stages)}" for document in part.documents]
        while len(self._lines) < len(texts):
            line = ElidedLabel("", "body", "text2", middle=True)
            self._lines.append(line)
            self.documents.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setText(texts[at] if at < len(texts) else "")
            line.setVisible(at < len(texts))

    def _rating(self) -> QLayout:
        row = FlowLayout(px(8))
        for key, level, words in keys.LEVELS:
            button = KeyButton(words, key, height=30 if tight() else 38)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, level=level: self.rated.emit(level))
            self.levels.append(button)
            row.addWidget(button)
        return row
