"""The page of one case: what happened at the left; law, clock, papers and documents at the right.

An act begun takes the place of the right side; the time line stays in sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clerk_app.desk.actions import (
    BACK,
    FIELDS,
    LOOK,
    LOOK_LARGE,
    PRINT_ALL,
    REPRINT,
    UNMASK,
    WHY,
    Action,
)
from clerk_app.desk.case_events import HAPPENED
from clerk_app.desk.case_port import AT_HALL
from ui.labels import ElidedLabel, PlainLabel
from ui.screens.case_fields import CopyView
from ui.screens.case_parts import (
    DocumentRow,
    EventRow,
    SaidCard,
    ScrollColumn,
    dates_grid,
    paper_row,
    section_rows,
)
from ui.theme import px, tight
from ui.widgets.act_form import ActForm
from ui.widgets.cards import Advice, region, rule
from ui.widgets.clock_strip import ClockStrip
from ui.widgets.key_bar import KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import LAMPS, LINKS, Tag
from ui.widgets.small_form import SmallFormView

if TYPE_CHECKING:
    from clerk_app.desk.case_words import CaseSheet
    from clerk_app.desk.cases import CasesState

LONG_NAME = 44
"""A longer item name is set smaller."""


class CasePage(QFrame):
    """Drawn anew from a `CaseSheet`. Up and Down choose a document, P prints it again.

    `acted` is emitted with the id of an act, `paper_acted` with one of the papers,
    `why_wanted` by the key beside the clock.
    """

    acted = Signal(str)
    paper_acted = Signal(str)
    why_wanted = Signal()

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.narrow = narrow
        self._shown: tuple[CaseSheet, int, bool, dict[str, str]] | None = None
        self.item = PlainLabel("", "section", wrap=True)
        self.long_item: PlainLabel = PlainLabel("", "name", wrap=True)
        if narrow:  # its whole name stands at the top of the right side
            self.long_item = ElidedLabel("", "name", middle=True)
        self.facts = ElidedLabel("", "secondary", "text2", middle=True)
        self.stage = PlainLabel("", "state", "accent")
        self.lamp = Tag(LAMPS["normal"])
        self.place = Tag(LINKS["here"])
        self.back = KeyButton(BACK.title, BACK.key, height=30, role="secondary")
        self.reprint = KeyButton(REPRINT.title, REPRINT.key, height=30, role="secondary")
        self.unmask = KeyButton(UNMASK.title, UNMASK.key, height=30, role="secondary")
        self.fields = KeyButton(FIELDS.title, FIELDS.key, height=30, role="secondary")
        self.persons = PlainLabel("", "name", "warn", wrap=True)
        for button in (self.back, self.reprint, self.unmask, self.fields):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.acts = KeyBar()
        self.acts.pressed.connect(self.acted)
        self.left, self.right = ScrollColumn(), ScrollColumn()
        self.form = ActForm(narrow=narrow)
        self.side = QStackedWidget()
        self.side.addWidget(self.right)
        self.side.addWidget(self.form)
        self.copying = CopyView()
        self.side.addWidget(self.copying)
        self.issue = SmallFormView()
        self.side.addWidget(self.issue)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.left, 4)
        row.addWidget(rule(upright=True))
        row.addWidget(self.side, 7)
        column.addLayout(row, 1)

    def show_page(self, state: CasesState) -> None:
        """Draw."""
        sheet, form = state.sheet, state.form
        if sheet is None:
            return
        mine = {d.number for d in sheet.documents}
        stages = {number: words for number, words in state.stages.items() if number in mine}
        if self._shown != (sheet, state.document, state.why, stages):
            before = self._shown
            self._shown = (sheet, state.document, state.why, stages)
            self._show_head(sheet)
            if before is None or before[0] != sheet:
                self.left.fill(self._events(sheet))
                self.left.to_end()
            self.right.fill(self._right(sheet, state.document, stages, why=state.why))
        if form is not None:
            self.form.show_form(form)
        self.issue.show_form(state.issue)
        writes = state.writes
        panel = None if writes else state.panel
        if panel is not None:
            self.copying.show_panel(panel)
        self._show_persons(state)
        for part in (self.acts, self.unmask, self.fields):
            part.setEnabled(not writes)
        self.reprint.setEnabled(bool(sheet.documents) and not writes)
        self.fields.set_kind("plain" if panel is None else "chosen")
        beside = (not writes and panel is None) or not self.narrow
        self.left.setVisible(beside and not tight())
        over = ((self.form, form), (self.issue, state.issue), (self.copying, panel))
        self.side.setCurrentWidget(next((part for part, on in over if on), self.right))

    def focus_hand(self) -> None:
        """The form of an act or of a paper, or the page."""
        shown = self.side.currentWidget()
        (shown if shown in (self.form, self.issue) else self).setFocus()

    def _show_persons(self, state: CasesState) -> None:
        """Numbers in full, while they were asked for."""
        lines = [f"{p.who} {p.name}  {p.number}  {p.phone}" for p in state.persons]
        self.persons.setText("\n".join(lines))
        self.persons.setVisible(bool(lines))
        self.unmask.set_title("遮住" if lines else UNMASK.title)
        self.unmask.set_kind("chosen" if lines else "plain")

    def _show_head(self, sheet: CaseSheet) -> None:
        long = len(sheet.item) > LONG_NAME
        self.item.setText("" if long else sheet.item)
        self.long_item.setText(sheet.item if long else "")
        self.item.setVisible(not long)
        self.long_item.setVisible(long)
        agent = f"代办 {sheet.agent}" if sheet.agent else ""
        facts = (sheet.grouped, sheet.applicant, agent, sheet.department)
        self.facts.setText("  ".join(part for part in facts if part))
        self.stage.setText(sheet.stage)
        self.lamp.show_sign(LAMPS[sheet.lamp], sheet.lamp_word)
        at_hall = sheet.place == AT_HALL
        words = "已存本机 › 已到大厅" if at_hall else "已存本机 › 等上传到大厅"
        self.place.show_sign(LINKS["at_hall" if at_hall else "here"], words)
        self.acts.show_keys(
            tuple((a, "primary" if a.id == sheet.likely else "plain", "") for a in sheet.acts)
        )
        self.acts.setVisible(bool(sheet.acts))
        self.setAccessibleName(f"办件 {sheet.grouped} {sheet.stage} {sheet.lamp_word}")

    def _head(self) -> QWidget:
        head = region("head")
        column = QVBoxLayout(head)
        column.setContentsMargins(px(20), px(8), px(16), px(8))
        column.setSpacing(px(6))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.item)
        words.addWidget(self.long_item)
        words.addWidget(self.facts)
        top.addLayout(words, 1)
        side = QVBoxLayout()
        side.setSpacing(px(4))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(6))
        buttons.addStretch(1)
        buttons.addWidget(self.unmask)
        buttons.addWidget(self.fields)
        buttons.addWidget(self.reprint)
        buttons.addWidget(self.back)
        side.addLayout(buttons)
        states = QHBoxLayout()
        states.setSpacing(px(12))
        states.addStretch(1)
        states.addWidget(self.lamp)
        states.addWidget(self.stage)
        states.addWidget(self.place)
        side.addLayout(states)
        top.addLayout(side)
        column.addLayout(top)
        column.addWidget(self.persons)
        column.addWidget(self.acts)
        return head

    def _events(self, sheet: CaseSheet) -> tuple[QWidget, ...]:
        events = sheet.events
        title = PlainLabel(f"经过  {sum(e.kind == HAPPENED for e in events)} 条", "group")
        mixed = any(e.kind == HAPPENED and e.place == AT_HALL for e in events)
        last = len(events) - 1
        rows = (EventRow(each, last=at == last, mixed=mixed) for at, each in enumerate(events))
        return (title, *rows)

    def _right(
        self, sheet: CaseSheet, chosen: int, stages: dict[str, str], *, why: bool
    ) -> tuple[QWidget, ...]:
        papers = (
            PlainLabel(self._papers_title(sheet), "group"),
            *(paper_row(each) for each in sheet.papers),
        )
        title = PlainLabel(f"文书  {len(sheet.documents)} 份，↑↓ 选，P 补打", "group")
        documents = (
            title,
            *self._paper_keys(sheet),
            *(
                DocumentRow(each, now=at == chosen, stage=stages.get(each.number, ""))
                for at, each in enumerate(sheet.documents)
            ),
        )
        both = (papers, documents)
        parts = (*papers, *documents) if self.narrow else (_beside(*both),)
        sections = [row for each in sheet.sections for row in section_rows(each)]
        long = self.narrow and len(sheet.item) > LONG_NAME
        return (
            *((PlainLabel(sheet.item, "name", wrap=True),) if long else ()),
            SaidCard(sheet.said),
            *self._clock(sheet, why=why),
            *parts,
            dates_grid(sheet.dates, across=4 if self.narrow else 5),
            *sections,
            *(self._events(sheet) if tight() else ()),  # no room beside: what happened comes last
        )

    def _paper_keys(self, sheet: CaseSheet) -> tuple[QWidget, ...]:
        """Of the documents there are, and of those that can be issued."""
        acts = (*((LOOK, LOOK_LARGE, PRINT_ALL) if sheet.documents else ()), *sheet.issues)
        bar = KeyBar(28)
        bar.show_keys(tuple((act, "plain", "") for act in acts))
        bar.pressed.connect(self.paper_acted)
        return (bar,) if acts else ()

    def _papers_title(self, sheet: CaseSheet) -> str:
        wanting = sum(paper.state in {"missing", "defective"} for paper in sheet.papers)
        return f"材料  {len(sheet.papers)} 份" + (f"，还差 {wanting}" if wanting else "")

    def _clock(self, sheet: CaseSheet, *, why: bool) -> tuple[QWidget, ...]:
        """What it shows, its cells, and on W the sum, a sentence a step."""
        face = sheet.clock
        due = f"{face.title} 到 {face.due}" if face.due else face.title
        if face.due and face.provisional:
            due += "（暂定，等国务院公布放假安排）"
        holder = QWidget()
        head = QHBoxLayout(holder)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(px(12))
        head.addWidget(PlainLabel(due, "group", "warn" if face.provisional else "text"), 1)
        made: list[QWidget] = [holder]
        if face.why:
            key = _why_button(chosen=why)
            key.clicked.connect(self.why_wanted)
            head.addWidget(key)
        strip = ClockStrip()
        strip.show_face(face)
        if face.cells:
            made.append(strip)
        made.append(PlainLabel(face.note, "caption", "text2", wrap=True))
        if why and face.why:
            made.append(Advice(WHY.title, "\n".join(face.why)))
        return tuple(made)


def _why_button(*, chosen: bool) -> KeyButton:
    act: Action = WHY
    kind = "chosen" if chosen else "plain"
    button = KeyButton(act.title, act.key, kind, height=28, role="secondary")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def _beside(left: tuple[QWidget, ...], right: tuple[QWidget, ...]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(24))
    for widgets, stretch in ((left, 3), (right, 2)):
        column = QVBoxLayout()
        column.setSpacing(px(4))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        row.addLayout(column, stretch)
    return holder
