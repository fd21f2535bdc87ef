"""The top bar: where, who, search, the date as the law counts it, the link, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from clerk_app.desk.actions import LOCK
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px, tight
from ui.widgets.cards import rule
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LINKS
from ui.widgets.search_opener import SearchOpener

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.frame import FrameState


class TopBar(QFrame):
    """The state of the link in plain words; when they grow, the names give way."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setFixedHeight(px(36 if tight() else 48))
        self.hall = ElidedLabel("", "group", middle=True, least=72)
        self.window_name = ElidedLabel("", "name", least=56)
        self.clerk = ElidedLabel("", "body", "text2", least=40)
        self.search = SearchOpener()
        self.day = PlainLabel("", "secondary", "text2")
        self.clock = PlainLabel("", "group")
        self.link_glyph = GlyphView("online", "ok", 14)
        self.link_word = PlainLabel("", "state", "ok")
        self.link_detail: PlainLabel = PlainLabel("", "secondary", "text2")
        if tight():
            self.link_detail = ElidedLabel("", "secondary", "text2", least=72)
        self.lock = KeyButton(LOCK.title, LOCK.key, "quiet", height=30, role="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(8), 0)
        row.setSpacing(px(12))
        row.addLayout(self._names(), 1)
        row.addWidget(self.search)
        row.addLayout(self._state(), 0)
        row.addWidget(self.lock)
        if narrow:
            self.day.hide()
            self.search.setPlaceholderText("搜索")
            self.search.setMaximumWidth(px(180))
        if tight():
            row.setSpacing(px(6))
            row.setContentsMargins(px(6), 0, px(4), 0)
            self.search.setMaximumWidth(px(120))
            self.search.setFixedHeight(px(28))

    def show_bar(self, state: FrameState) -> None:
        """Draw the state."""
        self.hall.setText(state.hall)
        self.window_name.setText(state.window)
        self.clerk.setText(state.clerk)
        self.day.setText(state.day)
        self.clock.setText(state.time)
        tone = LINKS[state.link_glyph].tone
        self.link_glyph.show_glyph(state.link_glyph, tone)
        self.link_word.set_tone(tone)
        self.link_word.setText(state.link_word)
        self.link_detail.setText(state.link_detail)

    def _names(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        _add(row, self.hall, self.window_name, self.clerk)
        row.addStretch(1)
        return row

    def _state(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.day)
        row.addWidget(self.clock)
        row.addWidget(rule(upright=True, length=16))
        row.addWidget(self.link_glyph)
        row.addWidget(self.link_word)
        row.addWidget(self.link_detail)
        row.addWidget(rule(upright=True, length=16))
        self.clock.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return row


def _add(row: QHBoxLayout, *widgets: QWidget) -> None:
    for index, widget in enumerate(widgets):
        if index:
            row.addWidget(rule(upright=True, length=16))
        row.addWidget(widget)
