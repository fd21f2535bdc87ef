"""Regions: lines rather than boxes; a card only where a verdict or a choice stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.glyphs import GlyphView
from ui.labels import PlainLabel
from ui.theme import color, current, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.widgets.lamps import Sign


def region(role: str) -> QFrame:
    """A ground with at most one line, by its role in the style sheet."""
    frame = QFrame()
    frame.setProperty("role", role)
    return frame


def rule(*, upright: bool = False, ink: str = "line", length: int = 0) -> QWidget:
    """A thin line between regions."""
    return _Rule(ink, upright=upright, length=length)


class _Rule(QWidget):
    def __init__(self, ink: str, *, upright: bool, length: int) -> None:
        super().__init__()
        self._ink = ink
        hair = current().hair
        if upright:
            self.setFixedWidth(hair)
            if length:
                self.setFixedHeight(px(length))
        else:
            self.setFixedHeight(hair)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(self._ink))
        painter.end()


class Card(QWidget):
    """A card with a 3 px upper edge in the tone of what it says."""

    def __init__(self, tone: str = "line2") -> None:
        super().__init__()
        self.tone = tone
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(16), px(16), px(16), px(16))
        self.body.setSpacing(px(8))

    def set_tone(self, tone: str) -> None:
        """Another tone of the upper edge."""
        self.tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Ground, hair line, upper edge."""
        painter = QPainter(self)
        hair = current().hair
        painter.fillRect(self.rect(), color("surface"))
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect())
        for line in (
            QRectF(0, 0, hair, box.height()),
            QRectF(box.width() - hair, 0, hair, box.height()),
            QRectF(0, box.height() - hair, box.width(), hair),
        ):
            painter.fillRect(line, color("line"))
        painter.fillRect(QRectF(0, 0, box.width(), px(3)), color(self.tone))
        painter.end()


class VerdictCard(Card):
    """The verdict (结论): glyph, words, why. Its size does not change with its tone."""

    def __init__(self) -> None:
        super().__init__()
        self.glyph = GlyphView("notice", "text2", 26)
        self.words = PlainLabel("", "title", wrap=True)
        self.why = PlainLabel("", "body", "text2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(self.why)
        self.body.addStretch(1)

    def show_verdict(self, sign: Sign, why: str) -> None:
        """What the law says now, and why."""
        self.set_tone(sign.tone)
        self.glyph.show_glyph(sign.glyph, sign.tone)
        self.words.setText(sign.word)
        self.why.setText(why)


class Advice(QWidget):
    """A block on a soft ground with a mark at its left: how to get to yes, what to mind."""

    def __init__(self, title: str = "", text: str = "", tone: str = "accent") -> None:
        super().__init__()
        self.tone = tone
        self.title = PlainLabel(title, "caption_strong", tone)
        self.text = PlainLabel(text, "body", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(8), px(12), px(8))
        column.setSpacing(px(4))
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Soft ground, mark."""
        painter = QPainter(self)
        soft = {"warn": "warn_soft", "danger": "danger_soft", "ok": "ok_soft"}
        painter.fillRect(self.rect(), color(soft.get(self.tone, "soft")))
        painter.fillRect(QRectF(0, 0, px(4), self.height()), color(self.tone))
        painter.end()
