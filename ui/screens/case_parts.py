"""The parts of the page of a case: rows of its time line, documents, papers and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clerk_app.desk.case_events import COMING, HAPPENED
from clerk_app.desk.case_port import AT_HALL, PLACE_WORDS
from clerk_app.kernel.ids import group_digits
from ui.glyphs import GlyphView, paint
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import color, current, px, tight
from ui.widgets.lamps import PAPER_STATES, SAID

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from clerk_app.desk.case_events import CaseEvent
    from clerk_app.desk.case_said import Said
    from clerk_app.desk.case_words import CaseDocument, CasePaper, Section


GLYPHS = {HAPPENED: ("closed", "ok"), COMING: ("unseen", "text3")}
"""Of the time line; what is now has the half disc."""


class ScrollColumn(QScrollArea):
    """A scrolling column whose content is put in anew; it stays where it was."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, widgets: tuple[QWidget, ...]) -> None:
        """Other content."""
        at = self.verticalScrollBar().value()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(12), px(16), px(12))
        column.setSpacing(px(6))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the page's
        self.verticalScrollBar().setValue(at)

    def to_end(self) -> None:
        """Its end into sight, when it is laid out."""
        bar = self.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

    def page(self, by: int) -> None:
        """A page up or down."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())


class SaidCard(QWidget):
    """What the law says today: sign, title, why, what to press, the article."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        sign = SAID[said.sign]
        self.tone = sign.tone
        title = PlainLabel(said.title, "section", "text", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(GlyphView(sign.glyph, sign.tone, 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(4))
        column.addLayout(head)
        for text, role, tone in (
            (said.text, "body", "text"),
            (said.how, "name", "accent"),
            (said.article, "caption", "text2"),
        ):
            if text:
                column.addWidget(PlainLabel(text, role, tone, wrap=True))
        self.setAccessibleName(f"现在：{said.title}")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Edge all round, 3 px of the tone above."""
        painter = QPainter(self)
        hair = current().hair
        box = QRectF(self.rect())
        for line in (
            QRectF(0, 0, hair, box.height()),
            QRectF(box.width() - hair, 0, hair, box.height()),
            QRectF(0, box.height() - hair, box.width(), hair),
        ):
            painter.fillRect(line, color("line"))
        painter.fillRect(QRectF(0, 0, box.width(), px(3)), color(self.tone))
        painter.end()


class EventRow(QWidget):
    """One line of the time line: filled for what happened, half for now, dotted for to come."""

    def __init__(self, event: CaseEvent, *, last: bool, mixed: bool) -> None:
        super().__init__()
        self._last, self._kind = last, event.kind
        self._conflict = event.conflict
        time = PlainLabel(event.at, "secondary", "text2")
        time.setFixedWidth(px(84))
        now = event.kind not in GLYPHS
        words = PlainLabel(event.words, "name", "accent" if now else "text", wrap=True)
        who = ElidedLabel(event.who, "caption", "text2", least=28 if tight() else 40)
        who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(words, 3)
        if event.who:
            first.addWidget(who, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(first)
        if event.detail:
            column.addWidget(PlainLabel(event.detail, "caption", "text2", wrap=True))
        if event.conflict:
            column.addWidget(PlainLabel("与别处办的冲突，没有生效或要核对", "caption", "warn"))
        if mixed and event.kind == HAPPENED and event.place != AT_HALL:
            column.addWidget(PlainLabel(PLACE_WORDS[event.place], "caption", "text3"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, px(4))
        row.setSpacing(px(32))
        row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The line with its disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = px(84) + px(16)
        if not self._last:
            painter.fillRect(QRectF(x - 1, px(18), 2, self.height()), color("line2"))
        glyph, tone = GLYPHS.get(self._kind, ("conditional", "accent"))
        if self._conflict:
            glyph, tone = "notice", "warn"
        box = QRectF(x - px(8), px(2), px(16), px(16))
        paint(painter, glyph, box, color(tone), color("surface"))
        painter.end()


class DocumentRow(QWidget):
    """One document; the one in hand has the ring."""

    def __init__(self, document: CaseDocument, *, now: bool, stage: str = "") -> None:
        super().__init__()
        self.now = now
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(document.title, "name", wrap=True))
        words.addWidget(
            ElidedLabel(group_digits(document.number), "caption", "text2", middle=True)
        )
        printed = f"已印 {document.printed} 次" if document.printed else "还没印"
        if stage:  # it is on its way to paper, or was to be
            printed = stage if not document.printed else f"{printed}，{stage}"
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


def paper_row(paper: CasePaper) -> QWidget:
    """One paper as it stands."""
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
        words.addWidget(PlainLabel(paper.note, "caption", "text2", wrap=True))
    row.addLayout(words, 1)
    row.addWidget(PlainLabel(sign.word, "state", sign.tone), 0, Qt.AlignmentFlag.AlignTop)
    return holder


def dates_grid(dates: tuple[tuple[str, str], ...], *, across: int) -> QWidget:
    """Dates with their names above."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, px(4))
    grid.setHorizontalSpacing(px(24))
    grid.setVerticalSpacing(px(2))
    for at, (label, day) in enumerate(dates):
        row, column = at // across * 2, at % across
        grid.addWidget(PlainLabel(label, "caption", "text2"), row, column)
        grid.addWidget(PlainLabel(day, "group"), row + 1, column)
    grid.setColumnStretch(across, 1)
    return holder


def section_rows(section: Section) -> tuple[QWidget, ...]:
    """A heading and its lines."""
    made: list[QWidget] = [PlainLabel(section.title, "group")]
    for label, text in section.lines:
        if not text:
            made.append(PlainLabel(label, "body", wrap=True))
            continue
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        name = PlainLabel(label, "body", "text2", wrap=True)
        row.addWidget(name, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(text, "body", wrap=True), 5)
        made.append(holder)
    return tuple(made)
