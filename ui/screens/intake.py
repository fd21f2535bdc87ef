"""The intake screen (受理): widgets only. The state is drawn, keys are handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.actions import BOXED, LOOK, LOOK_LARGE
from clerk_app.desk.intake import IntakePresenter
from clerk_app.desk.intake_state import Ask, IntakeState, Matter, Step
from clerk_app.desk.paper_preview import LARGE
from clerk_app.kernel.ids import group_digits
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.intake_asks import AskPage
from ui.screens.intake_done import DonePage, done_title
from ui.screens.intake_head import ItemHead
from ui.screens.intake_parts import (
    ApplicantPage,
    ItemPage,
    MatterPage,
    PapersPage,
    SituationPage,
)
from ui.screens.intake_side import PaperView, VerdictBar, VerdictPanel
from ui.screens.intake_told import acts_now, told
from ui.theme import narrow, px, short, tight
from ui.widgets.cards import region
from ui.widgets.fields import ENTER
from ui.widgets.lamps import VERDICTS
from ui.widgets.notices import NoticeBar
from ui.widgets.scrolled import Pages
from ui.widgets.steps import Step as StepView
from ui.widgets.steps import StepList

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.desk.actions import Action
    from clerk_app.desk.paper_port import PaperFacts
    from ui.screens.context import ScreenContext


class IntakeScreen(QFrame):
    """Draws an `IntakeState`; `bind` it before it is shown. `paper_wanted` is emitted with
    case/document/sheet of a paper that was just made."""

    paper_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.narrow = narrow()
        self.state = IntakeState()
        self._presenter: IntakePresenter | None = None
        self._place: tuple[object, ...] = ()
        self._acts: dict[str, Callable[[], None]] = {}
        self.notice = NoticeBar(closable=False)
        self.head = ItemHead(narrow=self.narrow)
        self.applicant = ApplicantPage()
        self.item = ItemPage()
        self.situation = SituationPage()
        self.papers = PapersPage(narrow=self.narrow)
        self.matter = MatterPage()
        self.ask = AskPage()
        self.done = DonePage()
        self.paper = PaperView()
        self.middle = Pages()
        self.middle.setMinimumHeight(
            px(60 if tight() else 96 if short() else 150)
        )  # or the highest page would hold for all of them
        for page in self._pages():
            self.middle.addWidget(page)
        self.steps = StepList()
        self.step_line = ElidedLabel("", "secondary", "text2")
        self.line = region("canvas")
        self.saved = PlainLabel("", "caption", "text2")
        self.side: VerdictPanel | VerdictBar = VerdictBar() if self.narrow else VerdictPanel()
        if self.narrow:
            self._lay_out_narrow()
        else:
            self._lay_out_wide()

    @property
    def presenter(self) -> IntakePresenter:
        """Who drives this screen; only after `bind`."""
        assert self._presenter is not None  # noqa: S101 - `build` binds
        return self._presenter

    def bind(self, presenter: IntakePresenter) -> None:
        """Hand the acts of the hand to a presenter."""
        self._presenter = presenter
        self._bind_applicant(presenter)
        self.item.field.textEdited.connect(presenter.search)
        self.item.field.confirmed.connect(presenter.pick)
        self.item.hits.chosen.connect(presenter.pick)
        self.situation.answers.chosen.connect(presenter.answer)
        self._bind_papers(presenter)
        self.matter.choices.chosen.connect(self._choose_matter)
        self.ask.chosen.connect(presenter.choose)
        self.ask.typed.connect(presenter.conceal)
        self.ask.path_given.connect(presenter.read_online)
        self.ask.body_given.connect(presenter.collect_for)
        self.ask.confirmed.connect(self._confirm)
        self.applicant.arrival.clicked.connect(presenter.ask_arrival)
        self.applicant.online.clicked.connect(presenter.ask_online)
        self.applicant.collect.clicked.connect(presenter.ask_collect)
        self.matter.agency.confirmed.connect(lambda: presenter.agency(self.matter.agency.text()))
        self.side.confirmed.connect(presenter.confirm)
        self.side.page_wanted.connect(self.toggle_page)
        self.paper.close_button.clicked.connect(self.toggle_page)
        self.done.rated.connect(presenter.rate)
        self.done.skipped.connect(presenter.next_citizen)
        self.done.look.clicked.connect(lambda: self._look(""))
        self.done.large.clicked.connect(lambda: self._look(LARGE))
        self.head.back.clicked.connect(presenter.back)
        self.head.undo.clicked.connect(presenter.undo)
        self.head.matter.clicked.connect(presenter.ask_matter)
        self._shortcuts(presenter)
        self.show_state(presenter.state)

    def show_state(self, state: IntakeState) -> None:
        """Draw the state, and put the hand where the next thing is to do."""
        at = QApplication.focusWidget()  # asked before anything is hidden under it
        mine = at is None or at is self or self.isAncestorOf(at) or not at.isVisible()
        self.state = state
        self.head.show_head(state)
        message = told(state)
        if message is None:  # before anything takes its room: the window must not grow for it
            self.notice.show_message(None)
        crowded = tight() and message is not None
        self.head.setVisible(state.done is None and bool(state.head) and not crowded)
        self.applicant.show_page(state)
        self.item.show_page(state)
        self.situation.show_page(state)
        self.papers.show_page(state)
        self.matter.show_page(state)
        self.ask.show_page(state)
        if state.done is not None:
            glyph = VERDICTS[state.done.outcome].glyph
            title = done_title(state.done)
            self.done.show_page(state, title, glyph, group_digits(state.done.number))
        folded = tight() and self.head.isVisibleTo(self)
        self.line.setVisible(self.narrow and not folded)
        self.notice.show_message(message)
        self.steps.show_steps(
            tuple(StepView(each.title, each.answer, each.done) for each in state.steps),
            int(state.step),
        )
        self.step_line.setText(" › ".join(self._step_words()))
        self.saved.setText(state.saved)
        self.side.show_verdict(state)
        self.side.setVisible(state.done is None)
        page = self._page_of(state)
        if self.middle.currentWidget() is not self.paper or page is self.done:
            self.middle.setCurrentWidget(page)
        else:
            self.paper.show_pages(state)
        self._follow(state, mine=mine)

    def commands(self) -> tuple[Action, ...]:
        """The acts that mean something now, for the search box."""
        return acts_now(self.state)

    def command(self, name: str) -> None:
        """One of them, as its key does it."""
        self._acts[name]()

    def search(self, text: str) -> None:
        """The search field of the top bar: look for an item, without losing the applicant."""
        if self._presenter is not None and self.state.done is None:
            self._presenter.look_for(text)

    def scanned(self, code: str) -> None:
        """A scanned number fills the applicant's number while that is wanted; else it is looked
        for. Nothing is ever confirmed by a scan."""
        if self._presenter is None:
            return
        if self.state.step is Step.APPLICANT and len(code) in {15, 18}:
            self._presenter.fill("number", code)
            self._presenter.check_number()
        else:
            self.search(code)

    def show_papers(self, facts: PaperFacts) -> None:
        """What was heard of the printer."""
        if self._presenter is not None:
            self._presenter.papers_told(facts)

    def toggle_page(self) -> None:
        """F9: the page at reading size, and back."""
        if self.middle.currentWidget() is self.paper:
            self.middle.setCurrentWidget(self._page_of(self.state))
            self.focus_hand()
        elif self.state.pages:
            self.middle.setCurrentWidget(self.paper)
            self.paper.show_pages(self.state)
            self.paper.area.setFocus()

    def focus_hand(self) -> None:
        """Give the focus to the first thing to do."""
        self._target().setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The hand is in the step, not in the frame."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.focus_hand)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The frame gives the focus to the screen: pass it on."""
        super().focusInEvent(event)
        self.focus_hand()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single keys, while no field has the focus. Not shortcuts: see `ui.scanner`."""
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if self._presenter is None or plain or self.state.busy:
            super().keyPressEvent(event)
            return
        enter = event.key() in ENTER
        if enter and event.isAutoRepeat():
            return
        name = "Enter" if enter else _NAMES.get(event.key(), event.text().upper())
        if not self._act(self._presenter, name):
            super().keyPressEvent(event)

    # ------------------------------------------------------------ keys

    def _act(self, presenter: IntakePresenter, name: str) -> bool:
        """Whether the key meant something here."""
        state = self.state
        if name == "Esc":
            if self.middle.currentWidget() is self.paper:
                self.toggle_page()
            else:
                presenter.dismiss()
                self.focus_hand()
            return True
        if state.done is not None:
            return self._act_done(presenter, name)
        if state.asking is not None:
            return self._act_asking(presenter, name)
        if state.asking_matter:
            if not state.asking_agency and name in {"1", "2", "3", "4"}:
                self._choose_matter(int(name) - 1)
            return True
        if state.step is Step.ITEM:
            return self._act_item(presenter, name)
        if state.step is Step.SITUATION:
            return self._act_situation(presenter, name)
        if state.step in {Step.PAPERS, Step.DECIDE}:
            return self._act_papers(presenter, name)
        return False

    def _act_asking(self, presenter: IntakePresenter, name: str) -> bool:
        if name in set("123456789"):
            presenter.choose(int(name) - 1)
        elif name == keys.CHOOSE_FILE.key[-1] and self.state.asking is not None:
            return False
        return True

    def _confirm(self) -> None:
        """Ctrl+Enter: what the verdict says, or the online case that was read."""
        if self._presenter is None:
            return
        asking = self.state.asking
        if asking is None:
            self._presenter.confirm()
        elif asking.what is Ask.ONLINE:
            self._presenter.take_online()

    def _act_done(self, presenter: IntakePresenter, name: str) -> bool:
        for key, level, _ in keys.LEVELS:
            if name == key:
                presenter.rate(level)
                return True
        if name in {LOOK.key, LOOK_LARGE.key}:
            self._look(LARGE if name == LOOK_LARGE.key else "")
            return True
        if name == "Enter":
            presenter.next_citizen()
            return True
        return False

    def _look(self, sheet: str) -> None:
        """The preview of the first paper that was just made."""
        done = self.state.done
        if done is not None and done.papers:
            parts = {d.number: part.number for part in done.parts for d in part.documents}
            first = done.papers[0].number
            self.paper_wanted.emit(f"{parts.get(first, done.number)}/{first}/{sheet}")

    def _act_item(self, presenter: IntakePresenter, name: str) -> bool:
        by = {"Up": -1, "Down": 1}.get(name)
        if by is None:
            return False
        presenter.move_hit(by)
        return True

    def _act_situation(self, presenter: IntakePresenter, name: str) -> bool:
        if len(name) == 1 and name in "123456789":
            presenter.answer(int(name) - 1)
        elif name == "Enter":
            presenter.same_answer()
        elif name == "Backspace":
            presenter.back()
        else:
            return False
        return True

    def _act_papers(self, presenter: IntakePresenter, name: str) -> bool:
        if name in keys.STATES:
            presenter.mark(keys.STATES[name])
            return True
        if name == keys.PROMISED.key:
            presenter.promise()
            return True
        if len(name) == 1 and name in keys.FAULTS:
            presenter.fault(keys.FAULTS.index(name))
            return True
        acts: dict[str, Callable[[], None]] = {
            "Up": lambda: presenter.move_row(-1),
            "Down": lambda: presenter.move_row(1),
            "Enter": presenter.go_on,
            keys.ALL_IN_ORDER.key: presenter.all_in_order,
            keys.UNDERTAKING.key: presenter.toggle_undertaking,
            keys.DISCREDITED.key: presenter.toggle_discredited,
            keys.DEPOSIT.key: presenter.toggle_deposit,
            keys.COMMITMENT.key: presenter.toggle_commitment,
            keys.SIGNER.key: presenter.ask_signer,
            keys.DECLINED.key: lambda: presenter.correction("declined"),
            keys.IMPOSSIBLE.key: lambda: presenter.correction("impossible"),
            "+": lambda: presenter.count(1),
            "=": lambda: presenter.count(1),
            keys.FEWER.key: lambda: presenter.count(-1),
            keys.PAGES.key: presenter.ask_pages,
            keys.REPORTS_UP.key: presenter.toggle_reports_up,
        }
        if name not in acts:
            return False
        acts[name]()
        return True

    def _choose_matter(self, at: int) -> None:
        if self._presenter is not None:
            choices = (
                Matter.NOT_NEEDED,
                Matter.NOT_COMPETENT,
                Matter.USUAL,
                Matter.CONCEALED,
            )
            self._presenter.matter(choices[at])

    def _shortcuts(self, presenter: IntakePresenter) -> None:
        self._acts = {
            keys.CONFIRM.id: self._confirm,
            keys.BACK.id: presenter.back,
            keys.UNDO.id: presenter.undo,
            keys.AGENT.id: presenter.toggle_agent,
            keys.ORGANISATION.id: presenter.toggle_organisation,
            keys.MATTER.id: presenter.ask_matter,
            keys.CHANGES.id: presenter.show_update,
            keys.TAKE_UPDATE.id: presenter.take_update,
            keys.ANEW.id: presenter.anew,
            keys.PAGE.id: self.toggle_page,
            BOXED.id: presenter.box,
            keys.ARRIVAL.id: presenter.ask_arrival,
            keys.ONLINE.id: presenter.ask_online,
            keys.COLLECT.id: presenter.ask_collect,
            keys.CHOOSE_FILE.id: self.ask.choose_file,
            keys.PAGES.id: presenter.ask_pages,
            keys.REPORTS_UP.id: presenter.toggle_reports_up,
        }
        acts = [(action.key, self._acts[action.id]) for action in keys.ANYWHERE]
        acts.append((keys.CHOOSE_FILE.key, self.ask.choose_file))
        acts.append(("Ctrl+Enter", self._confirm))  # the one of the number block
        for key, act in acts:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    # ------------------------------------------------------------ where the hand is

    def _follow(self, state: IntakeState, *, mine: bool) -> None:
        """Move the focus only when the thing to do has changed, never while someone types."""
        work = state.work
        place = (
            state.step,
            work.question if state.step is Step.SITUATION else 0,
            work.agent is not None,
            (state.typing_fault, state.typing_pages),
            state.asking_matter,
            state.asking_agency,
            state.asking.what if state.asking is not None else "",
            state.done is not None,
            state.step is Step.DECIDE and state.verdict.ready and not state.busy,
        )
        if state.step in {Step.PAPERS, Step.DECIDE}:
            self.papers.list.see(work.row)
        if place == self._place:
            return
        self._place = place
        if self.isVisible() and mine and self.middle.currentWidget() is not self.paper:
            self.focus_hand()

    def _target(self) -> QWidget:
        state = self.state
        if state.done is not None:
            return self.done.skip
        if state.asking is not None:
            return self.ask.target()
        if state.asking_matter:
            return self.matter.agency if state.asking_agency else self.matter
        if state.typing_fault or state.typing_pages:
            return self.papers.list.tools.hand
        match state.step:
            case Step.APPLICANT:
                work = state.work
                if work.agent is not None and work.applicant.name and not work.agent.name:
                    return self.applicant.agent.name
                return self.applicant.party.name
            case Step.ITEM:
                return self.item.field
            case Step.SITUATION:
                return self.situation
            case Step.DECIDE if state.verdict.ready and not state.busy:
                return self.side.confirm
            case _:
                return self.papers.list

    def _page_of(self, state: IntakeState) -> QWidget:
        if state.done is not None:
            return self.done
        if state.asking is not None:
            return self.ask
        if state.asking_matter:
            return self.matter
        return {
            Step.APPLICANT: self.applicant,
            Step.ITEM: self.item,
            Step.SITUATION: self.situation,
        }.get(state.step, self.papers)

    def _pages(self) -> tuple[QWidget, ...]:
        return (
            self.applicant,
            self.item,
            self.situation,
            self.papers,
            self.matter,
            self.ask,
            self.done,
            self.paper,
        )

    def _step_words(self) -> list[str]:
        return [
            f"【{each.title}】"
            if at == self.state.step
            else each.title + ("✓" if each.done else "")
            for at, each in enumerate(self.state.steps)
        ]

    # ------------------------------------------------------------ parts

    def _bind_applicant(self, presenter: IntakePresenter) -> None:
        page = self.applicant
        for fields, agent in ((page.party, False), (page.agent, True)):
            fields.typed.connect(
                lambda field, text, agent=agent: presenter.fill(field, text, agent=agent)
            )
            fields.id_type_chosen.connect(
                lambda value, agent=agent: presenter.choose_id_type(value, agent=agent)
            )
            fields.number_left.connect(lambda agent=agent: presenter.check_number(agent=agent))
        page.party.finished.connect(self._party_done)
        page.agent.finished.connect(presenter.applicant_done)
        page.organisation.clicked.connect(presenter.toggle_organisation)
        page.with_agent.clicked.connect(presenter.toggle_agent)

    def _party_done(self) -> None:
        if self._presenter is None:
            return
        if self.state.work.agent is not None and not self.state.work.agent.name:
            self.applicant.agent.name.setFocus()
        else:
            self._presenter.applicant_done()

    def _bind_papers(self, presenter: IntakePresenter) -> None:
        page = self.papers
        tools = page.list.tools
        page.list.row_pressed.connect(presenter.to_row)
        states = {str(state): state for state in keys.STATES.values()}
        tools.state_chosen.connect(
            lambda state: presenter.mark(states[state]) if state in states else presenter.promise()
        )
        tools.fault_chosen.connect(presenter.fault)
        tools.fault_typed.connect(presenter.typed_fault)
        tools.correction_chosen.connect(presenter.correction)
        tools.counted.connect(presenter.count)
        tools.pages_wanted.connect(presenter.ask_pages)
        tools.pages_typed.connect(presenter.typed_pages)
        acts = {
            keys.ALL_IN_ORDER.id: presenter.all_in_order,
            keys.UNDERTAKING.id: presenter.toggle_undertaking,
            keys.DISCREDITED.id: presenter.toggle_discredited,
            keys.DEPOSIT.id: presenter.toggle_deposit,
            keys.COMMITMENT.id: presenter.toggle_commitment,
            keys.SIGNER.id: presenter.ask_signer,
            keys.REPORTS_UP.id: presenter.toggle_reports_up,
            BOXED.id: presenter.box,
        }
        page.acts.pressed.connect(lambda name: acts[name]())

    def _lay_out_wide(self) -> None:
        self.line.setParent(self)  # the steps stand at the left instead
        self.line.hide()
        left = region("side")
        left.setFixedWidth(px(192))
        steps = QVBoxLayout(left)
        steps.setContentsMargins(0, px(12), 0, px(12))
        steps.addWidget(self.steps, 1)
        for button in self.head.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            steps.addWidget(button)
        saved = QHBoxLayout()
        saved.setContentsMargins(px(16), 0, px(8), 0)
        saved.addWidget(self.saved)
        steps.addLayout(saved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(self._column(), 1)
        row.addWidget(self.side)

    def _lay_out_narrow(self) -> None:
        line = self.line
        row = QHBoxLayout(line)
        row.setContentsMargins(px(12), px(4), px(12), px(4))
        row.addWidget(self.step_line, 1)
        row.addWidget(self.saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(self._column(), 1)
        column.addWidget(self.side)
        self.steps.setParent(self)
        self.steps.hide()

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.head)
        column.addWidget(self.middle, 1)
        return column


_NAMES = {
    int(Qt.Key.Key_Escape): "Esc",
    int(Qt.Key.Key_Up): "Up",
    int(Qt.Key.Key_Down): "Down",
    int(Qt.Key.Key_Backspace): "Backspace",
}


def build(context: ScreenContext) -> QWidget:
    """The screen on an opened workstation."""
    screen = IntakeScreen()

    def show(state: IntakeState) -> None:
        if isValid(screen):  # the window may have been built again in another theme
            screen.show_state(state)

    presenter = IntakePresenter(context.desk.intake, context.runner, show)
    screen.bind(presenter)
    return screen
