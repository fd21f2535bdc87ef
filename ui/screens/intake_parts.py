"""The middle of the intake screen: one page per step. Widgets only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clerk_app.desk import intake_keys as keys
from clerk_app.desk.actions import BOXED, Action
from clerk_app.desk.intake_state import PartyText, Step
from clerk_app.intake.model import IdType
from ui.labels import ElidedLabel, PlainLabel
from ui.theme import px, tight
from ui.widgets.cards import region
from ui.widgets.choices import ChoiceList
from ui.widgets.fields import ChoiceField, SearchField, TextField, tab_chain
from ui.widgets.key_bar import FlowLayout, KeyBar
from ui.widgets.keys import KeyButton
from ui.widgets.lamps import PAPER_STATES, Tag
from ui.widgets.notices import EmptyState
from ui.widgets.paper_rows import Checklist, checklist_heads
from ui.widgets.scrolled import Scrolled

if TYPE_CHECKING:
    from clerk_app.desk.intake_state import IntakeState

ID_TYPES = (
    (IdType.RESIDENT_ID, "居民身份证等"),
    (IdType.USCC, "统一社会信用代码"),
    (IdType.OTHER, "其他证件"),
)
DIGITS = tuple("123456789")


class PartyFields(QWidget):
    """Name, kind of number, number, telephone. `typed` tells field and text; Enter goes down,
    and from the last field `finished` is emitted."""

    typed = Signal(str, str)
    id_type_chosen = Signal(str)
    number_left = Signal()
    finished = Signal()

    def __init__(self, who: str, *, ordered: bool = False) -> None:
        super().__init__()
        self._labels: dict[str, PlainLabel] = {}
        self.name = TextField("姓名或名称，和证件上一样")
        self.id_type = ChoiceField(height=36)
        for value, words in ID_TYPES:
            self.id_type.addItem(words, str(value))
        self.number = TextField("证件号码；扫描枪也可以")
        self.phone = TextField("可不填")
        self.order = TextField("凭帮办代办单来的，按 Tab 到这里填")
        self.order.setAccessibleName(f"{who}代办单号")
        self.fault = PlainLabel("", "secondary", "warn", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        rows = (
            ("姓名", self.name),
            ("证件", self.id_type),
            ("号码", self.number),
            ("电话", self.phone),
        )
        for at, (words, field) in enumerate(rows):
            label = PlainLabel(words, "body", "text2")
            self._labels[words] = label
            label.setMinimumWidth(px(64))
            field.setAccessibleName(f"{who}{words}")
            grid.addWidget(label, at if at < 3 else at + 1, 0)
            grid.addWidget(field, at if at < 3 else at + 1, 1)
        self._order_label = PlainLabel("代办单号", "body", "text2")
        if ordered:
            grid.addWidget(self._order_label, 5, 0)
            grid.addWidget(self.order, 5, 1)
        else:
            for unused in (self._order_label, self.order):
                unused.setParent(self)
                unused.hide()
        grid.addWidget(self.fault, 3, 1)
        grid.setColumnStretch(1, 1)
        self._connect()
        tab_chain(self.name, self.id_type, self.number, self.phone, self.order)

    def show_party(self, party: PartyText, fault: str) -> None:
        """Draw; a field the hand is in keeps its cursor."""
        for field, text in (
            (self.name, party.name),
            (self.number, party.number),
            (self.phone, party.phone),
            (self.order, party.order),
        ):
            if field.text() != text:
                field.setText(text)
        at = self.id_type.findData(party.id_type)
        if at >= 0 and at != self.id_type.currentIndex():
            self.id_type.setCurrentIndex(at)
        self._labels["姓名"].setText("名称" if party.kind == "organisation" else "姓名")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        wanted = "1" if fault else ""
        if (self.number.property("fault") or "") != wanted:
            self.number.setProperty("fault", wanted)
            self.number.style().polish(self.number)

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda text: self.typed.emit("name", text))
        self.number.textEdited.connect(lambda text: self.typed.emit("number", text))
        self.phone.textEdited.connect(lambda text: self.typed.emit("phone", text))
        self.id_type.activated.connect(
            lambda _at: self.id_type_chosen.emit(str(self.id_type.currentData()))
        )
        self.name.confirmed.connect(self.number.setFocus)
        self.id_type.confirmed.connect(self.number.setFocus)
        self.number.confirmed.connect(self._number_done)
        self.phone.confirmed.connect(self.finished)  # an order is rare: Tab leads to it
        self.order.textEdited.connect(lambda text: self.typed.emit("order", text))
        self.order.confirmed.connect(self.finished)

    def _number_done(self) -> None:
        self.number_left.emit()
        self.phone.setFocus()


class ApplicantPage(QFrame):
    """申请人, and 代办人 where there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.title = PlainLabel("谁来办", "title")
        self.last = ElidedLabel("", "secondary", "ok", middle=True)
        self.party = PartyFields("申请人")
        self.agent_title = PlainLabel("代办人", "group")
        self.agent = PartyFields("代办人", ordered=True)
        self.organisation = KeyButton(
            keys.ORGANISATION.title, keys.ORGANISATION.key, height=34, role="secondary"
        )
        self.arrival = KeyButton(keys.ARRIVAL.title, keys.ARRIVAL.key, height=34, role="secondary")
        self.online = KeyButton(keys.ONLINE.title, keys.ONLINE.key, height=34, role="secondary")
        self.collect = KeyButton(keys.COLLECT.title, keys.COLLECT.key, height=34, role="secondary")
        self.with_agent = KeyButton(keys.AGENT.title, keys.AGENT.key, height=34, role="secondary")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        buttons = FlowLayout(px(8))
        for button in (
            self.organisation,
            self.with_agent,
            self.arrival,
            self.online,
            self.collect,
        ):
            buttons.addWidget(button)
        column.addWidget(self.title)
        column.addLayout(buttons)
        column.addWidget(self.last)
        column.addWidget(self.party)
        column.addWidget(self.agent_title)
        column.addWidget(self.agent)
        self.hint = PlainLabel(
            "Enter 到下一格；填完电话（可空着）按 Enter 选事项。打错不要紧，都存着。",
            "secondary",
            "text2",
            wrap=True,
        )
        column.addWidget(self.hint)
        column.addStretch(1)
        fill(self, scrolling(inside))

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        work = state.work
        self.party.show_party(work.applicant, state.number_fault)
        self.last.setText(state.last)
        self.last.setVisible(bool(state.last))
        person = work.applicant.kind == "person"
        self.organisation.set_title("换成单位" if person else "换成个人")
        came = f"来：{state.arrival}" if work.arrival else keys.ARRIVAL.title
        self.arrival.set_title(came)
        self.arrival.set_kind("chosen" if work.arrival else "plain")
        self.collect.set_title("代收：已填办理机关" if state.collects else keys.COLLECT.title)
        self.collect.set_kind("chosen" if state.collects else "plain")
        with_agent = work.agent is not None
        self.with_agent.set_title("不要代办人" if with_agent else "有代办人")
        self.agent_title.setVisible(with_agent)
        self.agent.setVisible(with_agent)
        if work.agent is not None:
            self.agent.show_party(work.agent, state.agent_fault)


class ItemPage(QFrame):
    """Search of the item: an answer for every keystroke."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.title = PlainLabel("办什么事", "title")
        self.field = SearchField("拼音首字母、汉字、编码都可以", keys.GO_ON.key)
        self.field.setFixedHeight(px(44))
        self.field.setMaximumWidth(10_000)
        self.count = PlainLabel("", "caption", "text2")
        self.hits = ChoiceList(("Return",) * 9)
        self.nothing = EmptyState(
            "search", "没有叫这个的事项", "换个说法、少打几个字，或问清部门再找；也可输事项编码。"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.title)
        column.addWidget(self.field)
        column.addWidget(self.count)
        self.area = scrolling(self.hits)
        column.addWidget(self.area, 1)
        column.addWidget(self.nothing, 1)

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        query = state.work.query
        if self.field.text() != query:
            self.field.setText(query)
        hits = tuple(
            (hit.name, "·".join(part for part in (hit.department, hit.type, hit.code) if part))
            for hit in state.hits
        )
        answered = bool(query.strip()) and state.answered == query
        self.hits.show_choices(hits, state.chosen, cap_only=True)
        self.nothing.setVisible(answered and not hits)
        self.area.setVisible(not (answered and not hits))
        if answered:
            words = f"找到 {len(hits)} 个，↑↓ 选，Enter 用它"
        else:
            words = f"{state.items:,} 个事项，本机查找，断网可用"
            words += "；空着按 Enter 就不换事项" if state.head else ""
        self.count.setText(words)


class SituationPage(QFrame):
    """One question at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.place = PlainLabel("", "secondary", "text2")
        self.question = PlainLabel("", "title", wrap=True)
        self.answers = ChoiceList(DIGITS, wrap=True)
        self.hint = PlainLabel("按数字回答；Backspace 回上一问。", "secondary", "text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.place)
        column.addWidget(self.question)
        column.addWidget(scrolling(self.answers), 1)
        column.addWidget(self.hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        situation = state.situation
        if situation is None:
            return
        self.place.setText(f"第 {state.work.question + 1} 问，共 {state.situation_count} 问")
        self.question.setText(situation.question)
        values = [answer.value for answer in situation.answers]
        now = values.index(state.answer) if state.answer in values else -1
        labels = tuple((answer.label, "") for answer in situation.answers)
        self.answers.show_choices(labels, now)


class PapersPage(QFrame):
    """The checklist with its heads and its sum line."""

    def __init__(self, *, narrow: bool) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.narrow = narrow
        self.list = Checklist(narrow=narrow)
        self.sums = [Tag(PAPER_STATES["unseen"]) for _ in range(5)]
        self.acts = KeyBar(height=34, right=True)
        self.empty = EmptyState("told", "本事项不收材料", "结论就在旁边，按 Enter 照办。")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        heads = checklist_heads(self.list, narrow=narrow)
        column.addWidget(heads)
        heads.setVisible(not tight())  # the row in hand says it all
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._foot())

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        at = state.work.row if state.step is Step.PAPERS else -1
        self.list.show_rows(state.rows, at, typing=state.typing_fault, paging=state.typing_pages)
        self.empty.setVisible(not state.rows)
        self.list.setVisible(bool(state.rows))
        for tag, (glyph, words) in zip(self.sums, (*state.sums, *[("", "")] * 5), strict=False):
            tag.setVisible(bool(words))
            if words:
                tag.show_sign(PAPER_STATES[glyph], words)
        self.acts.show_keys(foot_keys(state))
        todo = any(not row.state for row in state.rows if row.necessity != "非必要")
        self.acts.buttons[keys.ALL_IN_ORDER.id].setEnabled(todo)

    def _foot(self) -> QWidget:
        foot = region("foot")
        edge = px(3 if tight() else 6)
        foot.setMinimumHeight(px(40 if tight() else 52))
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(16), edge, px(16), edge)
        row.setSpacing(px(12))
        sums = QWidget()
        flow = FlowLayout(px(12))
        sums.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        sums.setSizePolicy(policy)
        for tag in self.sums:
            flow.addWidget(tag)
        row.addWidget(sums, 2)
        row.addWidget(self.acts, 3)
        return foot


def foot_keys(state: IntakeState) -> tuple[tuple[Action, str, str], ...]:
    """The keys under the checklist: (act, kind of button, words after its title). What cannot
    matter now is not there."""
    work = state.work
    offered = (
        (keys.DISCREDITED, state.may_defer or work.discredited, work.discredited),
        (keys.UNDERTAKING, state.may_defer, work.undertaking_signed),
        (keys.COMMITMENT, state.may_commit, work.commitment_signed),
        (keys.DEPOSIT, state.may_deposit, work.deposit),
        (keys.SIGNER, bool(state.may_sign), bool(work.credit_by or work.provisional_by)),
        (keys.REPORTS_UP, state.may_report, work.reports_up),
        (BOXED, state.may_box, False),
        (keys.ALL_IN_ORDER, True, False),
    )
    return tuple(
        (SHORT.get((act.id, on), act), "chosen" if on else "plain", "")
        for act, shown, on in offered
        if shown
    )


def _short(act: Action, off: str, on: str) -> dict[tuple[str, bool], Action]:
    return {
        (act.id, False): Action(act.id, off, act.key),
        (act.id, True): Action(act.id, on, act.key),
    }


SHORT = {
    **_short(keys.DISCREDITED, "失信名单", "在失信名单"),
    **_short(keys.UNDERTAKING, "签容缺承诺书", "已签容缺承诺书"),
    **_short(keys.COMMITMENT, "签告知承诺书", "已签告知承诺书"),
    **_short(keys.DEPOSIT, "材料先存窗口", "材料存在窗口"),
    **_short(keys.SIGNER, "主管答复", "主管已答复"),
    **_short(keys.REPORTS_UP, "须报上级", "须报上级，已记"),
}
"""What a key under the checklist reads while it is off, and on."""


class MatterPage(QFrame):
    """The conclusions that do not come from papers (行政许可法 art. 32(1), 32(2), 78)."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.title = PlainLabel("不在这里按材料办", "title")
        self.choices = ChoiceList(("1", "2", "3", "4"), wrap=True)
        self.agency_label = PlainLabel("应向哪个机关申请（必须写明，会印在决定书上）", "group")
        self.agency = TextField("机关全称，按 Enter", height=44)
        self.agency.setAccessibleName("应向机关")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.title)
        column.addWidget(self.choices)
        column.addWidget(self.agency_label)
        column.addWidget(self.agency)
        column.addWidget(PlainLabel("Esc 不改，回到材料。", "secondary", "text2"))
        column.addStretch(1)
        fill(self, scrolling(inside))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_page(self, state: IntakeState) -> None:
        """Draw."""
        choices = (
            ("这件事依法不需要办理", "即时告知不受理，给书面告知"),
            ("不属本机关职权", "即时作出不予受理决定，告知向哪个机关申请"),
            ("照常按材料办", ""),
            ("隐瞒情况或提供虚假材料", "不予受理，写明事实和证据，由主管批准"),
        )
        self.choices.show_choices(choices, 1 if state.asking_agency else -1)
        self.agency_label.setVisible(state.asking_agency)
        self.agency.setVisible(state.asking_agency)


def scrolling(inside: QWidget) -> QScrollArea:
    """A page that may be higher than its room; the field in hand stays in sight."""
    area = Scrolled(inside)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def fill(frame: QFrame, inside: QWidget) -> None:
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
