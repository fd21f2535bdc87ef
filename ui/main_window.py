"""The frame round every screen: top bar, rail, the screen, call bar. Widgets only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from clerk_app.desk.actions import (
    CALL_KEYS,
    DISMISS,
    LOCAL_RULES,
    LOCK,
    PRINT_SETTINGS,
    PRINTS,
    RAIL,
    REPRINT_LAST,
    SEARCH,
    Action,
)
from clerk_app.desk.item_port import Person
from clerk_app.desk.messages import Message
from clerk_app.desk.palette import Chosen, PalettePresenter, PaletteState
from clerk_app.desk.palette_lines import Kind
from clerk_app.desk.papers import PapersPresenter, PapersState, reprinted_words
from clerk_app.kernel.ids import case_in_qr, check_case_number
from ui import theme
from ui.screens import (
    bundle,
    cases,
    catalogue_admin,
    intake,
    item_page,
    limits,
    local_rules,
    owed,
    paper,
    print_settings,
)
from ui.screens.bundle import BundleScreen
from ui.screens.cases import CasesScreen
from ui.screens.catalogue_admin import CatalogueAdminScreen
from ui.screens.context import (
    Commanding,
    PaperWatching,
    Scannable,
    ScreenContext,
    ScreenSpec,
)
from ui.screens.intake import IntakeScreen
from ui.screens.item_page import ItemScreen
from ui.screens.local_rules import LocalRulesScreen
from ui.screens.owed import OwedScreen
from ui.screens.paper import PaperScreen
from ui.screens.print_jobs import PrintJobsScreen, build_jobs
from ui.screens.print_settings import PrintSettingsScreen
from ui.widgets.call_bar import CallBar
from ui.widgets.cards import region
from ui.widgets.case_lists import CaseListFrame
from ui.widgets.notices import Band, EmptyState, NoticeBar, OneAtATime
from ui.widgets.palette import PaletteView
from ui.widgets.rail import Rail
from ui.widgets.scrolled import Pages, Scrolled
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from clerk_app.desk.frame import FrameState
    from clerk_app.desk.paper_port import PaperJob


# To add a screen:
# 1. clerk_app/desk/x.py: `XPort` (Protocol), `XState` (frozen), `XPresenter(port, runner, show)`;
#    one read-only property `x` on `clerk_app.desk.frame.Desk`.
# 2. ui/screens/x.py: a QWidget that draws XState, and
#    `def build(context: ScreenContext) -> QWidget` (ui/screens/context.py).
# 3. One line here; its id is the id of the rail entry. Built on first showing, never before.
# 4. tests/desk/test_x.py, tests/ui/test_x.py, and a scene in tools/pictures.py.
SCREENS: tuple[ScreenSpec, ...] = (
    ScreenSpec("intake", intake.build),
    ScreenSpec("cases", cases.build),
    ScreenSpec("owed", owed.build),
    ScreenSpec("limits", limits.build),
    ScreenSpec("settings", catalogue_admin.build),
    ScreenSpec("item", item_page.build),
    ScreenSpec("bundle", bundle.build),
    ScreenSpec("paper", paper.build),
    ScreenSpec("print_settings", print_settings.build),
    ScreenSpec("local_rules", local_rules.build),
)

INTAKE_SCREEN = "intake"
CASE_SCREEN = "cases"
PAPER, PRINT_LIST = "paper", "prints"
CASE_DIGITS = 20
NOT_YET = "此功能尚未提供"
NOT_YET_DETAIL = "请照大厅原来的办法办理，本机在这里没有记下任何内容。"


class MainWindow(QWidget):
    """Draws a `FrameState` and holds the screens. `lock_wanted` is emitted by Ctrl+L."""

    lock_wanted = Signal()

    def __init__(self, context: ScreenContext, screens: tuple[ScreenSpec, ...] = SCREENS) -> None:
        super().__init__()
        folded = theme.narrow()
        self._context, self._specs = context, {spec.id: spec for spec in screens}
        self._presenter = context.frame
        self._built: dict[str, QWidget] = {}
        self._offered = False  # the pages of an earlier run
        self._shelves: dict[str, QWidget] = {}  # what stands in the stack: a screen, or its scroll
        # in the order of the Tab key: screen, rail, top bar; the call bar is not in it
        self.stack = Pages()
        self.rail = Rail(narrow=folded)
        self.top = TopBar(narrow=folded)
        self.band = Band()
        self.notice = NoticeBar()
        self.messages = OneAtATime(self.notice)
        self.bar = CallBar(narrow=folded)
        self._lay_out()
        desk, runner = context.desk, context.runner
        self.palette_box = PaletteView(self, desk.clock.monotonic_ms)
        self.finder = PalettePresenter(
            desk.palette,
            desk.cases,
            runner,
            self._show_palette,
            self._chosen,
            lambda: self._presenter.held,
        )
        self.palette_box.bind(self.finder)
        self.palette_box.left.connect(self.close_search)
        self.papers = PapersPresenter(
            desk.papers, runner, context.devices, self._show_papers, self._tell, self._instead
        )
        self._hand: QWidget | None = None  # where the focus was before the box
        self._subjects: dict[str, str] = {}  # page → what it shows
        self._connect()
        self._shortcuts()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._presenter.tick)
        self._second.timeout.connect(self.papers.tick)
        self._second.start()
        self.papers.take_over(self._presenter.pages_told)
        self.papers.start()

    def show_state(self, state: FrameState) -> None:
        """Draw the state."""
        self.top.show_bar(state)
        self.rail.show_rail(state.screen, state.badges)
        self.bar.show_bar(state)
        self.band.setText(state.practice)
        self.band.setVisible(bool(state.practice))
        screen = self.screen_of(state.screen)
        self.messages.bring(screen)
        self.notice.show_message(state.notice, state.telling)
        if self._subjects.get(state.screen) != state.subject:
            self._subjects[state.screen] = state.subject
            if isinstance(screen, ItemScreen):
                screen.open(state.subject, self._person())
            elif isinstance(screen, BundleScreen | CasesScreen | PaperScreen):
                screen.open(state.subject)
        self.stack.setCurrentWidget(self._shelves[state.screen])

    def screen_of(self, name: str) -> QWidget:
        """The screen of a rail entry; built when it is first asked for."""
        if name not in self._built:
            spec = self._specs.get(name)
            widget = spec.build(self._context) if spec else self._without_spec(name)
            self._built[name] = widget
            self._connect_page(widget)
            self.messages.add(widget)
            # the verdict, the button that prints, what is said of a page stay in sight
            whole = isinstance(widget, IntakeScreen | PaperScreen | PrintJobsScreen)
            small = theme.tight() or theme.short()
            shelf = Scrolled(widget) if small and not whole else widget
            self._shelves[name] = shelf
            self.stack.addWidget(shelf)
        return self._built[name]

    def search(self, text: str = "") -> None:
        """Ctrl+K: the search box over the screen, whatever is done there."""
        if not self.palette_box.isVisible():
            self._hand = QApplication.focusWidget()
        self.top.search.clear()
        self.palette_box.setGeometry(self._above_bar())
        self.palette_box.open(text)
        self.finder.open(self._commands(), text)

    def close_search(self) -> None:
        """Esc: the box goes, the hand is where it was."""
        self.palette_box.hide()
        hand, self._hand = self._hand, None
        if hand is not None and isValid(hand) and hand.isVisible() and hand is not self.top.search:
            hand.setFocus()
        else:
            self._to_screen()

    def take(self, key: str, answers: object = ()) -> None:
        """受理 an item from its page or straight from the box."""
        screen = self.screen_of(INTAKE_SCREEN)
        if not isinstance(screen, IntakeScreen):
            return
        self._presenter.go(INTAKE_SCREEN)
        if screen.state.done is not None or screen.state.busy:
            told = Message("上一件还没有评价。", "", "先评价，或按 Enter 跳过，再选事项。")
            self._presenter.notify(told)
            return
        screen.presenter.take(key, dict(answers))  # type: ignore[call-overload]  # a signal's object

    def take_scan(self, code: str) -> None:
        """A scanner read a code while no field had the focus: bars or QR of a paper open its
        case (on 补正与容缺 to take what came), anything else is the screen's, or a search."""
        code = case_in_qr(code) or code
        screen = self.screen_of(self._presenter.state.screen)
        if check_case_number(code[:CASE_DIGITS]) and not isinstance(screen, OwedScreen):
            found = self.screen_of(CASE_SCREEN)
            if isinstance(found, Scannable) and found is not screen:
                self._presenter.go(CASE_SCREEN)
                screen, code = found, code[:CASE_DIGITS]
        if isinstance(screen, Scannable):
            screen.scanned(code)
        else:
            self.search(code)

    def _lay_out(self) -> None:
        body = QFrame()
        inner = _column(body)
        inner.addWidget(self.notice)
        inner.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(body, 1)
        outer = _column(self)
        outer.addWidget(self.top)
        outer.addWidget(self.band)
        outer.addLayout(middle, 1)
        outer.addWidget(self.bar)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._presenter.go)
        self.bar.pressed.connect(self._presenter.press)
        self.notice.dismissed.connect(self._presenter.dismiss)
        self.messages.arranged.connect(self._esc)
        self.top.lock.clicked.connect(self.lock_wanted)
        self.top.papers.clicked.connect(self.show_prints)
        self.top.search.wanted.connect(self.search)
        self.top.search.left.connect(self._to_screen)

    def _shortcuts(self) -> None:
        for each in CALL_KEYS:
            self._on(each.key, partial(self._presenter.press, each.act))
        for entry in RAIL:
            self._on(entry.key, partial(self._presenter.go, entry.id))
        self._on(SEARCH.key, self.search)
        self._on(LOCK.key, self.lock_wanted.emit)
        self._on(PRINTS.key, self.show_prints)
        self._on(REPRINT_LAST.key, self.papers.reprint_last)
        self._on(PRINT_SETTINGS.key, self.show_print_settings)
        self._on(LOCAL_RULES.key, self.show_local_rules)
        self._dismiss = self._on(DISMISS.key, self._presenter.dismiss)

    def _on(self, key: str, act: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)  # a key held down calls one citizen, not ten
        shortcut.activated.connect(act)
        return shortcut

    def _esc(self) -> None:
        """Esc puts away what is told over the screen while that is in sight; else it is the
        screen's."""
        self._dismiss.setEnabled(not self.notice.isHidden())

    def _to_screen(self) -> None:
        self.screen_of(self._presenter.state.screen).setFocus()

    def _person(self) -> Person | None:
        """The applicant intake has now, when a number was given."""
        screen = self._built.get(INTAKE_SCREEN)
        if not isinstance(screen, IntakeScreen) or screen.state.done is not None:
            return None
        typed = screen.state.work.applicant
        return Person(typed.id_type, typed.number) if typed.number.strip() else None

    def _above_bar(self) -> QRect:
        return QRect(0, 0, self.width(), self.height() - self.bar.height())

    def _show_palette(self, state: PaletteState) -> None:
        if isValid(self.palette_box):
            self.palette_box.show_state(state)

    def _chosen(self, chosen: Chosen) -> None:
        """What the box was left with."""
        self.palette_box.hide()
        hand, self._hand = self._hand, None
        frame = self._presenter
        if chosen.kind is Kind.COMMAND:
            if hand is not None and isValid(hand) and hand.isVisible():
                hand.setFocus()
            self._command(chosen.key)
        elif chosen.kind is Kind.CASE:
            frame.go(CASE_SCREEN)
            screen = self.screen_of(CASE_SCREEN)
            if isinstance(screen, Scannable):
                screen.scanned(chosen.key)
            self._to_screen()
        elif chosen.take:
            self.take(chosen.key)
        else:
            page = "bundle" if chosen.kind is Kind.BUNDLE else "item"
            self._subjects.pop(page, None)  # read anew: the catalogue may have changed
            frame.show_page(page, chosen.key)
            self._to_screen()

    def _commands(self) -> tuple[Action, ...]:
        screen = self.screen_of(self._presenter.state.screen)
        own = screen.commands() if isinstance(screen, Commanding) else ()
        screens = tuple(Action(f"go:{e.id}", f"到“{e.title}”", e.key) for e in RAIL)
        return (*own, *screens, PRINTS, REPRINT_LAST, PRINT_SETTINGS, LOCAL_RULES, LOCK)

    def _command(self, name: str) -> None:
        if name == LOCK.id:
            self.lock_wanted.emit()
        elif name in (everywhere := self._everywhere()):
            everywhere[name]()
        elif name.startswith("go:"):
            self._presenter.go(name.removeprefix("go:"))
            self._to_screen()
        else:
            screen = self.screen_of(self._presenter.state.screen)
            if isinstance(screen, Commanding):
                screen.command(name)

    def _connect_page(self, widget: QWidget) -> None:
        """Pages without a rail entry lead on and back."""
        if isinstance(widget, ItemScreen | BundleScreen):
            widget.taken.connect(self.take)
            widget.left.connect(self._back)
        if isinstance(widget, CaseListFrame):
            widget.case_wanted.connect(self._to_case)
        if isinstance(widget, CasesScreen):
            widget.left.connect(self._back)
        if isinstance(widget, BundleScreen):
            widget.item_wanted.connect(lambda key: self._presenter.show_page("item", key))
        self._connect_paper(widget)

    # ------------------------------------------------------------ paper

    def show_prints(self) -> None:
        """Ctrl+P: the pages something is still to be done about."""
        self._presenter.show_page(PRINT_LIST, "")
        self._to_screen()

    def show_print_settings(self) -> None:
        """Alt+0: printers, test page, the hall's own words."""
        self._presenter.show_page(PRINT_SETTINGS.id, "")
        self._to_screen()

    def show_local_rules(self) -> None:
        """Alt+G: the numbers the hall sets itself."""
        self._presenter.show_page(LOCAL_RULES.id, "")
        self._to_screen()

    def show_paper(self, subject: str) -> None:
        """The preview of a document: case/document/sheet."""
        self._subjects.pop(PAPER, None)  # it may have been printed since
        self._presenter.show_page(PAPER, subject)
        self._to_screen()

    def _everywhere(self) -> dict[str, Callable[[], None]]:
        return {
            PRINTS.id: self.show_prints,
            REPRINT_LAST.id: self.papers.reprint_last,
            PRINT_SETTINGS.id: self.show_print_settings,
            LOCAL_RULES.id: self.show_local_rules,
        }

    def _without_spec(self, name: str) -> QWidget:
        return build_jobs(self.papers) if name == PRINT_LIST else _not_yet(name)

    def _connect_paper(self, widget: QWidget) -> None:
        if isinstance(
            widget, PrintJobsScreen | PaperScreen | PrintSettingsScreen | LocalRulesScreen
        ):
            widget.left.connect(self._back)
        if isinstance(widget, PrintJobsScreen | CasesScreen | IntakeScreen):
            widget.paper_wanted.connect(self.show_paper)
        if isinstance(widget, CasesScreen):
            widget.all_wanted.connect(self.papers.print_all)
        if isinstance(widget, CatalogueAdminScreen):
            widget.printers_wanted.connect(self.show_print_settings)
            widget.rules_wanted.connect(self.show_local_rules)
        if isinstance(widget, PaperScreen):
            widget.sent.connect(self._paper_sent)
        if isinstance(widget, PaperWatching):
            widget.show_papers(self.papers.state.facts)

    def _paper_sent(self, job: PaperJob) -> None:
        self._presenter.notify(reprinted_words(job))
        self.papers.refresh()

    def _show_papers(self, state: PapersState) -> None:
        """What was heard of the printer, to every screen that shows it."""
        if not isValid(self):
            return
        self._presenter.pages_told = self.papers.wrong
        self.top.show_papers(state.badge)
        for widget in self._built.values():
            if isinstance(widget, PrintJobsScreen):
                widget.show_state(state)
            elif isinstance(widget, PaperWatching):
                widget.show_papers(state.facts)
        if state.offered and not self._offered:
            self._offered = True
            self.show_prints()

    def _tell(self, message: Message) -> None:
        if isValid(self):
            self._presenter.notify(message)

    def _instead(self, old: Message, new: Message | None) -> None:
        """What was told is no longer so."""
        if isValid(self):
            self._presenter.correct(old, new)

    def _to_case(self, subject: str) -> None:
        """The page of a case, from a list that it leads back to."""
        self._subjects.pop(CASE_SCREEN, None)  # the same case may be asked for again
        self._presenter.show_page(CASE_SCREEN, subject)
        self._to_screen()

    def _back(self) -> None:
        self._presenter.back()
        self._to_screen()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """The search box stays over the screen."""
        super().resizeEvent(event)
        if self.palette_box.isVisible():
            self.palette_box.setGeometry(self._above_bar())


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _not_yet(name: str) -> QWidget:
    """The honest empty state of a screen that is not built."""
    title = next(entry.title for entry in RAIL if entry.id == name)
    frame = region("surface")
    _column(frame).addWidget(EmptyState(name, f"{title}：{NOT_YET}", NOT_YET_DETAIL))
    return frame
