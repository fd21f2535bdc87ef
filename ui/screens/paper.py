"""The preview before printing: every page as it will be, and how it gets there. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from clerk_app.desk.actions import (
    BOXED,
    GO_BACK,
    PREVIEW_ACTS,
    PRINT,
    SAVE_SEALED,
    SEAL,
    SHOW_SIGN,
    SIGN,
    Action,
)
from clerk_app.desk.messages import sentence
from clerk_app.desk.paper_preview import LARGE, PreviewPresenter, PreviewState
from clerk_app.kernel.ids import group_digits
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.intake_parts import scrolling
from ui.theme import narrow, px, tight
from ui.widgets.cards import region
from ui.widgets.fields import ENTER
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.notices import NoticeBar
from ui.widgets.page_view import PageView

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.paper_port import PaperFacts, PaperJob
    from ui.screens.context import ScreenContext

GAP = 8
SETTING, FAILED = "正在排版…", "这份文书排不出来"
PICTURES = "签名图 (*.png)"


class _Area(QScrollArea):
    """Tells when there is another width to lay pages out in."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """As ever, and tell."""
        super().resizeEvent(event)
        self.resized.emit()


class PaperScreen(QFrame):
    """Draws a `PreviewState`. `left` when it is put away or the page was handed over, `sent` with
    the job before that."""

    left = Signal()
    sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.state = PreviewState()
        self.whole = False  # the whole page in sight, not its width
        self._presenter: PreviewPresenter | None = None
        self.ask_save: Callable[[], str] = self._ask_save
        self.ask_picture: Callable[[], str] = self._ask_picture
        self.notice = NoticeBar(closable=False)
        self.title = PlainLabel("", "title", wrap=True)
        self.number = ElidedLabel("", "secondary", "text2", middle=True)
        self.place = PlainLabel("", "state", "text2")
        self.back = KeyButton(GO_BACK.title, GO_BACK.key, height=30, role="secondary")
        self.back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages: list[PageView] = []
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(GAP))
        self.area = _Area()
        self.area.resized.connect(self._fit)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)  # the ground is the desk's
        self.printer = PlainLabel("", "name", wrap=True)
        self.printer_said = PlainLabel("", "secondary", "text2", wrap=True)
        self.sheet = PlainLabel("", "name", wrap=True)
        self.copies = PlainLabel("", "name")
        self.stage = PlainLabel("", "state", "accent", wrap=True)
        self.signature = PlainLabel()
        self.signature.setAccessibleName("领取人签名图")
        self.signed = PlainLabel("", "secondary", "text2", wrap=True)
        self.acts = KeyBar(height=32)
        self.go = KeyButton(PRINT.title, PRINT.key, "primary", height=38)
        self.go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()

    @property
    def presenter(self) -> PreviewPresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: PreviewPresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self.back.clicked.connect(self.left)
        self.go.clicked.connect(presenter.print)
        self.acts.pressed.connect(self.command)
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        boxed = QShortcut(QKeySequence(BOXED.key), self)
        boxed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        boxed.activated.connect(presenter.box)
        self.show_state(presenter.state)

    def open(self, subject: str) -> None:
        """case/document, and after one more slash the sheet."""
        case, document, sheet = (*subject.split("/"), "", "")[:3]
        if document:
            self.presenter.open(case, document, sheet)

    def show_papers(self, facts: PaperFacts) -> None:
        """What was heard of the printer."""
        self.presenter.told(facts)

    def show_state(self, state: PreviewState) -> None:
        """Draw."""
        before, self.state = self.state, state
        self.notice.show_message(state.message or state.fault)
        copy = state.copy
        waits = FAILED if state.fault is not None else SETTING
        self.title.setText(copy.title if copy else waits)
        self.number.setText(group_digits(copy.document) if copy else "")
        self.place.setText(state.pages)
        self.printer.setText(state.printer.name or "没有选打印机")
        words = state.printer.words
        self.printer_said.setText(f"{sentence(words)}{state.ways_on}" if state.ways_on else words)
        self.printer_said.set_tone("text2" if state.printer.ready else "warn")
        self.copies.setText(f"{state.copies} 份" if copy else "—")
        self.sheet.setText(_sheets(state) if copy else "—")
        self.stage.setText("；".join(each for each in (state.stage, state.next_mark) if each))
        self.stage.setVisible(bool(self.stage.text()))
        self.acts.show_keys(_keys(state, whole=self.whole))
        self.go.set_title(state.button)
        self.go.setEnabled(copy is not None and not state.busy)
        self._show_signature(state)
        pages = copy.pages if copy else ()
        if before.copy is None or copy is None or before.copy.pages is not copy.pages:
            while len(self._pages) < len(pages):
                view = PageView()
                self._pages.append(view)
                self._column.addWidget(view)
            for at, view in enumerate(self._pages):
                view.setVisible(at < len(pages))
                if at < len(pages):
                    view.show_page(pages[at])
            self._fit()
            self.area.verticalScrollBar().setValue(0)
        elif before.place != state.place:
            self._to_place()

    def focus_hand(self) -> None:
        """The keys are the page's."""
        self.setFocus()

    def commands(self) -> tuple[Action, ...]:
        """What can be done with the document."""
        return (PRINT, *(act for act, _, _ in _keys(self.state, whole=self.whole)))

    def command(self, name: str) -> None:
        """One of them, as its key does it."""
        act = self.presenter
        {
            "large": act.toggle_large,
            "sheet": act.next_sheet,
            "more": lambda: act.count(1),
            "fewer": lambda: act.count(-1),
            "zoom": self._zoom,
            "save": lambda: act.save(self.ask_save()),
            PRINT.id: act.print,
            SEAL.id: act.seal,
            SAVE_SEALED.id: lambda: act.save_sealed(self.ask_save()),
            SIGN.id: lambda: act.sign(self.ask_picture()),
            SHOW_SIGN.id: act.toggle_signature,
            BOXED.id: act.box,
        }[name]()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The hand is on the page."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.focus_hand)
        QTimer.singleShot(0, self, self._fit)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Nobody's signature stays behind."""
        super().hideEvent(event)
        if self._presenter is not None:
            self._presenter.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Keep it."""
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys."""
        key, text = event.key(), event.text().upper()
        text = "＋" if text in {"+", "="} else text
        bar = self.area.verticalScrollBar()
        by = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}.get(key)
        line = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(key)
        named = {act.key: act.id for act, _, _ in _keys(self.state, whole=self.whole)}
        if key == Qt.Key.Key_Escape:
            if not self.presenter.dismiss():
                self.left.emit()
        elif by is not None:
            self.presenter.move(by)
        elif line is not None:
            bar.setValue(bar.value() + line * px(60))
        elif event.isAutoRepeat():
            super().keyPressEvent(event)
        elif key in ENTER:
            self.presenter.print()
        elif text in named:
            self.command(named[text])
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ pages

    def _zoom(self) -> None:
        self.whole = not self.whole
        self.acts.show_keys(_keys(self.state, whole=self.whole))
        self._fit()
        self._to_place()

    def _fit(self) -> None:
        copy = self.state.copy
        if copy is None or not isValid(self):
            return
        wide, high = self.area.viewport().width(), self.area.viewport().height()
        for view, page in zip(self._pages, copy.pages, strict=False):
            tall = round(wide * page.height / page.width)
            view.setFixedHeight(max(px(80), min(tall, high) if self.whole else tall))

    def _to_place(self) -> None:
        if self.state.place < len(self._pages):
            view = self._pages[self.state.place]
            bar = self.area.verticalScrollBar()
            bar.blockSignals(True)  # it is the hand that moved, not the wheel
            bar.setValue(view.y())
            bar.blockSignals(False)
            self.area.viewport().update()

    def _scrolled(self, value: int) -> None:
        copy = self.state.copy
        if copy is None or self._presenter is None:
            return
        middle = value + self.area.viewport().height() // 2
        views = self._pages[: len(copy.pages)]
        shown = [at for at, view in enumerate(views) if view.y() <= middle]
        self._presenter.see(shown[-1] if shown else 0)

    def _show_signature(self, state: PreviewState) -> None:
        copy = state.copy
        signable = copy is not None and copy.signable
        self.signed.setVisible(signable)
        if copy is not None and signable:
            kept = f"已存签名图 {copy.signed} 份" if copy.signed else "还没有领取人的签名图"
            self.signed.setText(kept)
        picture = QPixmap()
        if state.signature:
            picture.loadFromData(state.signature)
        self.signature.setVisible(not picture.isNull())
        if not picture.isNull():
            room = px(200)
            self.signature.setPixmap(
                picture.scaled(
                    room,
                    px(90),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def _ask_save(self) -> str:
        copy = self.state.copy
        name = f"{copy.title}-{copy.document}.pdf" if copy else ""
        path, _ = QFileDialog.getSaveFileName(self, "存成 PDF", name, "PDF (*.pdf)")
        return path

    def _ask_picture(self) -> str:
        path, _ = QFileDialog.getOpenFileName(self, "签名板的图", "", PICTURES)
        return path

    def _lay_out(self) -> None:
        head = region("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.number)
        row.addLayout(words, 1)
        row.addWidget(self.place)
        row.addWidget(self.back)
        desk = region("desk")
        left = QVBoxLayout(desk)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.area)
        side = region("right")
        side.setFixedWidth(px(220 if tight() else 250 if narrow() else 300))
        inside = QWidget()
        column = QVBoxLayout(inside)
        edge = px(8 if tight() else 16)
        column.setContentsMargins(edge, edge, edge, px(4))
        column.setSpacing(px(4 if tight() else 6))
        # the keys first: what follows may be below the edge of a low window
        for widget in (self.stage, self.signed, self.acts, self.signature):
            column.addWidget(widget)
        for title, parts in (
            ("打印机", (self.printer, self.printer_said)),
            ("纸张", (self.sheet,)),
            ("份数", (self.copies,)),
        ):
            if not tight():
                column.addWidget(PlainLabel(title, "caption", "text2"))
            for part in parts:
                column.addWidget(part)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(edge, px(4), edge, edge)
        foot.addWidget(self.go)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(scrolling(inside), 1)
        right.addLayout(foot)
        whole = QHBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(desk, 1)
        whole.addWidget(side)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice)
        outer.addWidget(head)
        outer.addLayout(whole, 1)


def _sheets(state: PreviewState) -> str:
    copy = state.copy
    if copy is None:
        return ""
    now = dict(copy.sheets).get(copy.sheet, copy.sheet)
    others = [words for name, words in copy.sheets if name != copy.sheet]
    return f"{now}（还可以：{'、'.join(others)}）" if others else now


def _keys(state: PreviewState, *, whole: bool) -> tuple[tuple[Action, str, str], ...]:
    """The keys that mean something: (act, kind of button, words after its title)."""
    copy = state.copy
    boxed = ((BOXED, "primary", ""),) if state.lacking else ()
    if copy is None:
        return boxed
    names = [name for name, _ in copy.sheets]
    shown = {
        "large": LARGE in names,
        "sheet": len(names) > 1,
        "more": True,
        "fewer": state.copies > 1,
        "zoom": True,
        "save": True,
    }
    chosen = {"large": copy.sheet == LARGE, "zoom": whole}
    keys = [
        (act, "chosen" if chosen.get(act.id) else "plain", "")
        for act in PREVIEW_ACTS
        if shown[act.id]
    ]
    if copy.sealed or copy.sealable:
        keys.append((SAVE_SEALED if copy.sealed else SEAL, "plain", ""))
    sign: list[tuple[Action, str, str]] = []
    if copy.signable:  # under what is said of the signature
        sign.append((SIGN, "plain", ""))
        if copy.signed:
            sign.append((SHOW_SIGN, "chosen" if state.signature else "plain", ""))
    return (*boxed, *sign, *keys)


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = PaperScreen()

    def show(state: PreviewState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    def sent(job: PaperJob) -> None:
        if isValid(screen):
            screen.sent.emit(job)
            screen.left.emit()

    screen.bind(PreviewPresenter(context.desk.papers, context.runner, context.devices, show, sent))
    return screen
