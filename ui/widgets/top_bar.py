"""The top bar: where, who, search, the date as the law counts it, the link, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from clerk_app.desk.actions import LOCK, PRINTS
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px, room, tight
from ui.widgets.cards import rule
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LINKS
from ui.widgets.search_opener import SearchOpener

NARROWEST = 700
MOST_COUNT = 96
"""Room for 12,345 条未上传."""

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clerk_app.desk.frame import FrameState


class LinkDetail(ElidedLabel):
    """How many records wait, and since when where there is room for that too: it goes first, the
    count stays."""

    def __init__(self) -> None:
        super().__init__("", "secondary", "text2", least=72)

    def shown_text(self) -> str:
        """The count alone where the whole does not fit."""
        metrics = self.fontMetrics()
        count = self.text().partition("，")[0]
        if metrics.horizontalAdvance(self.text()) <= self.width():
            return self.text()
        return metrics.elidedText(count, Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The count; a long one gives way too."""
        whole = super().minimumSizeHint()
        count = self.fontMetrics().horizontalAdvance(self.text().partition("，")[0])
        return QSize(min(max(whole.width(), count), px(MOST_COUNT)), whole.height())


class TopBar(QFrame):
    """The state of the link in plain words; when they grow, the names give way."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self.setFixedHeight(px(36 if tight() else 48))
        self.hall = ElidedLabel("", "group", middle=True, least=72)
        self._hall_rule = rule(upright=True, length=16)
        self.window_name = ElidedLabel("", "name", least=56)
        self.clerk = ElidedLabel("", "body", "text2", least=64)  # a name of four characters
        self.search = SearchOpener()
        self.day = PlainLabel("", "secondary", "text2")
        self.clock = PlainLabel("", "group")
        self.link_glyph = GlyphView("online", "ok", 14)
        self.link_word = PlainLabel("", "state", "ok")
        self.link_detail: PlainLabel = PlainLabel("", "secondary", "text2")
        if narrow or tight():
            self.link_detail = LinkDetail()
        # as long as a page is not out; its key works everywhere
        self.papers = KeyButton("", PRINTS.key, "quiet", height=30, role="secondary")
        self.papers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.papers.hide()
        self.lock = KeyButton(LOCK.title, LOCK.key, "quiet", height=30, role="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(8), 0)
        row.setSpacing(px(12))
        row.addLayout(self._names(), 1)
        row.addWidget(self.search)
        row.addWidget(self.papers)
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

    def show_papers(self, badge: str) -> None:
        """How many pages are not out (empty: none), and the key that shows them."""
        if badge:  # what gives way goes first, or the window grows for a moment and stays so
            self._make_room(away=True)
        self.papers.set_title(badge)
        self.papers.setVisible(bool(badge))
        if not badge:
            self._make_room(away=False)

    def _make_room(self, *, away: bool) -> None:
        """In the narrowest windows the page that is not out goes before how much is not uploaded,
        and before the name of the hall."""
        self.link_detail.setVisible(not (away and tight()))
        for part in (self.hall, self._hall_rule):
            part.setVisible(not (away and room()[0] < NARROWEST))

    def _names(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.hall)
        row.addWidget(self._hall_rule)
        _add(row, self.window_name, self.clerk)
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
