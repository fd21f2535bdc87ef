"""The right panel of intake: the verdict, always in sight, and the page that will be printed.

In a narrow window the panel becomes a bar below the step, and the page opens on its key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.intake_state import Step
from clerk_app.desk.messages import sentence
from clerk_app.desk.verdict import LOOKING, NOT_YET, NOTHING
from ui.glyphs import GlyphView
from ui.labels import ElidedLabel, PlainLabel, plain_tip
from ui.theme import px, tight
from ui.widgets.cards import Advice, VerdictCard, region
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import VERDICTS, Sign
from ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from clerk_app.desk.intake_state import IntakeState, Part

EXTRA = {
    NOTHING: ("told", "text3"),
    NOT_YET: ("draft", "text2"),
    LOOKING: ("unseen", "text2"),
}


def sign_of(state: IntakeState) -> Sign:
    """Glyph, word and tone of the verdict."""
    verdict = state.verdict
    if verdict.sign in EXTRA:
        glyph, tone = EXTRA[verdict.sign]
        return Sign(glyph, verdict.word, tone)
    return VERDICTS[verdict.sign]._replace(word=verdict.word)


class _Confirm(KeyButton):
    """The one primary button. At the decision step plain Enter presses it."""

    def __init__(self) -> None:
        super().__init__("", keys.CONFIRM.key, "primary", height=30 if tight() else 38)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_confirm(self, state: IntakeState) -> None:
        """Words, key, enabled or not."""
        self.key = keys.GO_ON.key if state.step is Step.DECIDE else keys.CONFIRM.key
        title = state.verdict.button or "受理并打印"
        if state.page_stops:  # the key still tries again, once the wording is put right
            title = "现在出不了文书"
        if state.print_later and state.verdict.ready and not state.page_stops:
            title = "存好并稍后打印"
        self.set_title("正在办…" if state.busy else title)
        self.setToolTip(plain_tip(state.print_later))
        self.setEnabled(state.verdict.ready and not state.busy and not state.page_stops)
        self.updateGeometry()
        self.update()


def _amiss(state: IntakeState) -> str:
    """Why there is no page, or what is amiss on it, and what then."""
    return f"{sentence(state.page_note)}{state.page_help}" if state.page_note else ""


class VerdictPanel(QFrame):
    """Verdict card above, page below."""

    confirmed = Signal()
    page_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "right")
        self.setFixedWidth(px(328))
        self.card = VerdictCard()
        self.advice = Advice()
        self.article = PlainLabel("", "caption", "text2", wrap=True)
        self.day = PlainLabel("", "state")
        self.confirm = _Confirm()
        self.confirm.clicked.connect(self.confirmed)
        self.card.body.addWidget(self.advice)
        facts = QHBoxLayout()
        facts.setSpacing(px(8))
        facts.addWidget(self.article, 1)
        facts.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(facts)
        self.card.body.addWidget(self.confirm)
        self.title = PlainLabel("", "state")
        self.note = ElidedLabel("", "caption", "text2")
        self.larger = KeyButton(
            keys.PAGE.title, keys.PAGE.key, "quiet", height=28, role="secondary"
        )
        self.larger.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.larger.clicked.connect(self.page_wanted)
        self.amiss = PlainLabel("", "secondary", "warn", wrap=True)
        self.page = PageView()
        self.parts = PartList()
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        head.addWidget(self.larger)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.card)
        column.addLayout(head)
        column.addWidget(self.amiss)
        desk = QWidget()
        below = QVBoxLayout(desk)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.page)
        column.addWidget(desk, 1)
        column.addWidget(self.parts.area, 1)
        self.desk = desk

    def show_verdict(self, state: IntakeState) -> None:
        """Draw."""
        verdict = state.verdict
        self.card.show_verdict(sign_of(state), verdict.why)
        self.advice.title.setText(verdict.how_title)
        self.advice.text.setText(verdict.how)
        self.advice.setVisible(bool(verdict.how))
        self.article.setText(verdict.article.replace("中华人民共和国", ""))
        self.day.setText(verdict.day)
        self.day.setVisible(bool(verdict.day))
        self.confirm.show_confirm(state)
        self.confirm.setVisible(bool(verdict.button) or state.item is not None)
        gap = " " if state.parts else "的"
        self.title.setText(f"将打印{gap}{state.page_title}" if state.page_title else "")
        pages = len(state.pages)
        live = f"共 {pages} 页" if pages > 1 else "随勾选更新"
        self.note.setText(live if state.pages and not state.page_note else "")
        self.amiss.setText(_amiss(state))
        self.amiss.setVisible(bool(state.page_note))
        self.larger.setVisible(bool(state.pages))
        self.parts.show_parts(state.parts)
        self.parts.area.setVisible(bool(state.parts))
        self.desk.setVisible(not state.parts)  # every item has its own page: they open on F9
        page = state.pages[0] if state.pages and not state.parts else None
        self.page.setVisible(page is not None)
        if self.page.page is not page:
            self.page.show_page(page)


class PartView(QWidget):
    """The verdict on one item of a 一件事, with its own days."""

    def __init__(self) -> None:
        super().__init__()
        self.glyph = GlyphView("told", "text3", 18)
        self.name = PlainLabel("", "name", wrap=True)
        self.word = PlainLabel("", "state", wrap=True)
        self.why = PlainLabel("", "caption", "text2", wrap=True)
        self.days = PlainLabel("", "caption_strong", "text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(px(2))
        for label in (self.name, self.word, self.days, self.why):
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(4), px(6), px(8), px(6))
        row.setSpacing(px(8))
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_part(self, part: Part) -> None:
        """Draw."""
        if part.sign in EXTRA:
            glyph, tone = EXTRA[part.sign]
        else:
            glyph, tone = VERDICTS[part.sign].glyph, VERDICTS[part.sign].tone
        self.glyph.show_glyph(glyph, tone)
        self.name.setText(part.name)
        self.word.setText(part.word)
        self.word.set_tone(tone)
        self.why.setText(part.why)
        self.days.setText(part.days)
        for label in (self.why, self.days):
            label.setVisible(bool(label.text()))
        self.setAccessibleName(f"{part.name} {part.word} {part.days}")


class PartList(QWidget):
    """The items of a 一件事, one under the other; scrolls in its `area`."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[PartView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self)
        self.setAutoFillBackground(False)  # the ground is the panel's

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Draw."""
        while len(self.views) < len(parts):
            view = PartView()
            self._column.insertWidget(len(self.views), view)
            self.views.append(view)
        for at, view in enumerate(self.views):
            view.setVisible(at < len(parts))
            if at < len(parts):
                view.show_part(parts[at])


class VerdictBar(QFrame):
    """The verdict of a narrow window, above the call bar."""

    confirmed = Signal()
    page_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.glyph = GlyphView("told", "text3", 24)
        self.words = PlainLabel("", "section")
        self.day = PlainLabel("", "state", "text2")
        self.why = PlainLabel("", "caption", "text2", wrap=True)
        self.amiss = PlainLabel("", "caption", "warn", wrap=True)
        self.confirm = _Confirm()
        self.confirm.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.confirm.clicked.connect(self.confirmed)
        self.larger = KeyButton("看文书", keys.PAGE.key, height=30 if tight() else 38)
        self.larger.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.larger.clicked.connect(self.page_wanted)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        first = QHBoxLayout()
        first.setSpacing(px(12))
        first.addWidget(self.words)
        first.addWidget(self.day)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self.why)
        words.addWidget(self.amiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(6), px(12), px(6))
        row.setSpacing(px(10))
        row.addWidget(self.glyph)
        row.addLayout(words, 1)
        buttons = QVBoxLayout() if tight() else QHBoxLayout()  # one over the other: room for words
        buttons.setSpacing(px(4 if tight() else 10))
        for button in (self.larger, self.confirm):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(buttons)

    def show_verdict(self, state: IntakeState) -> None:
        """Draw; how to get to yes follows the reason."""
        sign = sign_of(state)
        self.glyph.show_glyph(sign.glyph, sign.tone)
        self.words.setText(sign.word)
        self.words.set_tone(sign.tone)
        self.day.setText(state.verdict.day)
        ready = state.verdict.sign not in EXTRA
        self.why.setText(state.verdict.how if ready or state.rows else state.verdict.why)
        if state.parts and not tight():
            self.why.setText("；".join(_line(part) for part in state.parts))
        elif state.parts:  # each with its days stands over the pages, on their key
            self.why.setText(f"{state.verdict.why}{state.verdict.how}")
        if state.verdict.sign == NOT_YET:
            self.why.setText(f"{state.verdict.why}{state.verdict.how}")
        self.why.setVisible(not state.page_stops)  # without a paper there is no way to yes
        self.amiss.setText(_amiss(state))
        self.amiss.setVisible(bool(state.page_note))
        self.confirm.show_confirm(state)
        self.confirm.setVisible(state.item is not None)
        self.larger.setVisible(bool(state.pages))


def _line(part: Part) -> str:
    return f"{part.name} {part.word}" + (f"（{part.days}）" if part.days else "")


class PaperView(QFrame):
    """All pages at reading size, over the step; the same key or Esc closes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "desk")
        self._pages: list[PageView] = []
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the desk's
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.parts = region("surface")
        self._parts = QVBoxLayout(self.parts)
        self._parts.setContentsMargins(px(16), px(4), px(16), px(4))
        self._views: list[PartView] = []
        self._column.addWidget(self.parts)
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        self.title = PlainLabel("", "group")
        self.close_button = KeyButton("收起", keys.PAGE.key, height=30, role="secondary")
        row.addWidget(self.title, 1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.area, 1)

    def show_pages(self, state: IntakeState) -> None:
        """Draw every page as wide as there is room; over them the items of a 一件事."""
        self.parts.setVisible(bool(state.parts))
        while len(self._views) < len(state.parts):
            part_view = PartView()
            self._views.append(part_view)
            self._parts.addWidget(part_view)
        for at, part_view in enumerate(self._views):
            part_view.setVisible(at < len(state.parts))
            if at < len(state.parts):
                part_view.show_part(state.parts[at])
        self.title.setText(f"将打印的{state.page_title}")
        while len(self._pages) < len(state.pages):
            view = PageView()
            self._pages.append(view)
            self._column.addWidget(view)
        width = max(px(400), self.width() - px(24))
        for at, view in enumerate(self._pages):
            view.setVisible(at < len(state.pages))
            if at < len(state.pages):
                page = state.pages[at]
                view.setFixedHeight(round(width * page.height / page.width))
                view.show_page(page)
