"""The page of one case: what happened at the left; dates, papers and documents at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clerk_app.desk.cases import AT_HALL, PLACE_WORDS
from clerk_app.kernel.ids import group_digits
from ui.glyphs import GlyphView, paint
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import color, current, px
from ui.widgets.cards import region
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LINKS, PAPER_STATES, Tag

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from clerk_app.desk.cases import CaseDocument, CaseEvent, CaseFile, CasePaper


class CasePage(QFrame):
    """Drawn anew from a `CaseFile`. Up and Down choose a document, P prints it again."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.narrow = narrow
        self._shown: tuple[CaseFile, int] | None = None
        self.item = PlainLabel("", "section", wrap=True)
        self.facts = ElidedLabel("", "secondary", "text2", middle=True)
        self.state = PlainLabel("", "state", "accent")
        self.place = Tag(LINKS["here"])
        self.back = KeyButton("回列表", "Esc", height=34, role="secondary")
        self.reprint = KeyButton("补打", "P", "primary", height=34)
        for button in (self.back, self.reprint):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.left, self.right = _Column(), _Column()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.left.area, 4)
        row.addWidget(self.right.area, 5)
        column.addLayout(row, 1)

    def show_case(self, file: CaseFile, document: int) -> None:
        """Draw."""
        if self._shown == (file, document):
            return
        self._shown = (file, document)
        self.item.setText(file.item)
        self.facts.setText(f"{file.grouped}  {file.applicant}  {file.department}")
        self.state.setText(file.state)
        at_hall = file.place == AT_HALL
        words = "已存本机 › 已到大厅" if at_hall else "已存本机 › 等上传到大厅"
        self.place.show_sign(LINKS["at_hall" if at_hall else "here"], words)
        self.reprint.setEnabled(bool(file.documents))
        self.setAccessibleName(f"办件 {file.grouped} {file.state}")
        self.left.fill(self._events(file.events))
        self.right.fill(
            (
                *self._dates(file.dates),
                *self._documents(file.documents, document),
                *self._papers(file.papers),
            )
        )

    def _head(self) -> QWidget:
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(20), px(10), px(16), px(10))
        row.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(4))
        words.addWidget(self.item)
        words.addWidget(self.facts)
        row.addLayout(words, 1)
        side = QVBoxLayout()
        side.setSpacing(px(4))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.reprint)
        buttons.addWidget(self.back)
        side.addLayout(buttons)
        states = QHBoxLayout()
        states.setSpacing(px(12))
        states.addStretch(1)
        states.addWidget(self.state)
        states.addWidget(self.place)
        side.addLayout(states)
        row.addLayout(side)
        return head

    def _events(self, events: tuple[CaseEvent, ...]) -> tuple[QWidget, ...]:
        title = PlainLabel(f"经过  共 {len(events)} 条", "group")
        return (title, *(_EventRow(each, last=each is events[-1]) for each in events))

    def _dates(self, dates: tuple[tuple[str, str], ...]) -> tuple[QWidget, ...]:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, px(8))
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(2))
        per_line = 3
        for at, (label, day) in enumerate(dates):
            row, column = at // per_line * 2, at % per_line
            grid.addWidget(PlainLabel(label, "caption", "text2"), row, column)
            grid.addWidget(PlainLabel(day, "group"), row + 1, column)
        grid.setColumnStretch(per_line, 1)
        return (PlainLabel("日期", "group"), holder)

    def _documents(self, documents: tuple[CaseDocument, ...], chosen: int) -> tuple[QWidget, ...]:
        title = PlainLabel(f"文书  {len(documents)} 份，↑↓ 选，P 补打", "group")
        rows = (_DocumentRow(each, now=at == chosen) for at, each in enumerate(documents))
        return (title, *rows)

    def _papers(self, papers: tuple[CasePaper, ...]) -> tuple[QWidget, ...]:
        return (
            PlainLabel(f"材料  {len(papers)} 份", "group"),
            *(_paper_row(each) for each in papers),
        )


class _Column:
    """A scrolling column whose content is put in anew."""

    def __init__(self) -> None:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, widgets: tuple[QWidget, ...]) -> None:
        at = self.area.verticalScrollBar().value()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(14), px(16), px(14))
        column.setSpacing(px(6))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's
        self.area.verticalScrollBar().setValue(at)


class _EventRow(QWidget):
    """One line of the time line."""

    def __init__(self, event: CaseEvent, *, last: bool) -> None:
        super().__init__()
        self._last = last
        time = PlainLabel(event.at, "secondary", "text2")
        time.setFixedWidth(px(84))
        words = PlainLabel(event.words, "name")
        who = ElidedLabel(event.who, "caption", "text2", least=40)
        who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(words)
        first.addWidget(who, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(first)
        if event.detail:
            column.addWidget(PlainLabel(event.detail, "caption", "text2", wrap=True))
        if event.place != AT_HALL:
            column.addWidget(PlainLabel(PLACE_WORDS[event.place], "caption", "text3"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, px(4))
        row.setSpacing(px(32))
        row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The line with its disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = px(84) + px(16)
        if not self._last:
            painter.fillRect(QRectF(x - 1, px(18), 2, self.height()), color("line2"))
        paint(
            painter,
            "closed",
            QRectF(x - px(8), px(2), px(16), px(16)),
            color("ok"),
            color("surface"),
        )
        painter.end()


class _DocumentRow(QWidget):
    """One document; the one in hand has the ring."""

    def __init__(self, document: CaseDocument, *, now: bool) -> None:
        super().__init__()
        self.now = now
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(document.title, "name"))
        words.addWidget(
            ElidedLabel(group_digits(document.number), "caption", "text2", middle=True)
        )
        printed = f"已印 {document.printed} 次" if document.printed else "还没印"
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(4), px(10), px(4))
        row.addLayout(words, 1)
        row.addWidget(PlainLabel(printed, "state", "text2" if document.printed else "warn"))
        self.setAccessibleName(f"{document.title} {printed}" + ("，选中" if now else ""))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground and ring."""
        painter = QPainter(self)
        if self.now:
            painter.fillRect(self.rect(), color("soft"))
            painter.setPen(color("focus"))
            for inset in range(current().focus_width):
                painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()


def _paper_row(paper: CasePaper) -> QWidget:
    sign = PAPER_STATES.get(paper.state, PAPER_STATES["unseen"])
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    row.addWidget(GlyphView(sign.glyph, sign.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(PlainLabel(paper.name, "body", wrap=True))
    if paper.note:
        words.addWidget(ElidedLabel(paper.note, "caption", "text2"))
    row.addLayout(words, 1)
    row.addWidget(PlainLabel(sign.word, "state", sign.tone), 0, Qt.AlignmentFlag.AlignTop)
    return holder
