"""The steps of an intake at the left: every step with its answer, nothing to remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.glyphs import paint
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import color, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, the answer given so far, whether it is done."""

    title: str
    answer: str = ""
    done: bool = False


class StepList(QWidget):
    """The steps, the current one on the surface with a mark."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_StepRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def show_steps(self, steps: tuple[Step, ...], current: int) -> None:
        """Draw the steps; `current` counts from 0."""
        while len(self.rows) < len(steps):
            row = _StepRow(len(self.rows) + 1)
            self.rows.append(row)
            self._column.insertWidget(len(self.rows) - 1, row)
        for index, row in enumerate(self.rows):
            row.setVisible(index < len(steps))
            if index < len(steps):
                row.show_step(steps[index], now=index == current)


class _StepRow(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._now, self._done = number, False, False
        self.title = PlainLabel("", "body", "text3")
        self.answer = ElidedLabel("", "caption", "text2", least=40)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.answer)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(46), px(8), px(10), px(8))
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step, *, now: bool) -> None:
        self._now, self._done = now, step.done
        self.title.setText(step.title)
        self.title.setFont(font("group" if now else "name"))
        self.title.set_tone("accent" if now else "text" if step.done else "text3")
        self.answer.setText(step.answer)
        self.answer.setVisible(bool(step.answer))
        state = "，现在" if now else "，已完成" if step.done else ""
        self.setAccessibleName(f"第 {self._number} 步 {step.title}{state}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._now:
            painter.fillRect(self.rect(), color("surface"))
            painter.fillRect(QRectF(0, 0, px(3), self.height()), color("accent"))
        box = QRectF(px(16), px(8), px(20), px(20))
        if self._done and not self._now:
            paint(painter, "closed", box, color("ok"), color("canvas"))
        else:
            edge = color("accent" if self._now else "text3")
            painter.setPen(QPen(edge, 1.4))
            painter.setBrush(edge if self._now else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(1, 1, -1, -1))
            painter.setPen(color("on_accent" if self._now else "text3"))
            painter.setFont(font("key"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        painter.end()
