"""补正与容缺, without its widgets: who owes which papers until when, and who must be told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from clerk_app.catalogue.model import OnExpiry
from clerk_app.desk.actions import OWED_TABS
from clerk_app.desk.case_events import told_words
from clerk_app.desk.case_words import lamp_of
from clerk_app.desk.messages import UNREAD, Message, Weight, explain
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.clock import iso
from clerk_app.intake.rules.life import STAGES, words_of
from clerk_app.intake.rules.messages import owed
from clerk_app.intake.rules.silence import Lapse, as_of, deem_on, grace_end, lapse
from clerk_app.intake.rules.supervision import watched
from clerk_app.kernel.ids import check_case_number, group_digits
from clerk_app.kernel.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from clerk_app.desk.runner import Runner
    from clerk_app.intake.model import CaseState
    from clerk_app.intake.rules.messages import Owed
    from clerk_app.kernel.errors import ClerkError
    from clerk_app.kernel.working_days import Calendar

CASE_DIGITS = 20


class Tab(StrEnum):
    """The lists; the ids are those of `actions.OWED_TABS`."""

    CORRECTION = "correction"
    DEFERRED = "deferred"
    MESSAGES = "messages"


TITLES = {Tab(each.id): each.title for each in OWED_TABS}
EMPTY = {
    Tab.CORRECTION: ("没有待补正的办件", "一次告知以后还没有补正的排在这里。"),
    Tab.DEFERRED: ("没有容缺待补的办件", "承诺后补的材料到期前会在这里提醒。"),
    Tab.MESSAGES: ("今天没有要通知的人", "补正、快到期和已过期的会排在这里。"),
}
POLICIES = {
    OnExpiry.RETURN: "退件",
    OnExpiry.SUSPEND: "暂停，宽限",
    OnExpiry.TERMINATE: "终止",
}
LAPSED = {
    Lapse.RETURN: "应退件",
    Lapse.GRACE: "宽限中",
    Lapse.GRACE_OVER: "宽限满，应退件",
    Lapse.TERMINATE: "应终止",
}


@dataclass(frozen=True, slots=True)
class OwedFacts:
    """The cases whose applicant owes papers, as they are recorded, read on the legal day `day`.
    `persons` are those of a natural person."""

    day: date
    calendar: Calendar
    states: tuple[CaseState, ...] = ()
    persons: frozenset[str] = frozenset()


class OwedPort(Protocol):
    """Called in the runner."""

    def look(self) -> OwedFacts:
        """Read them. Raises `Refused` (`not_allowed`)."""
        ...

    def tell(self, number: str, key: str) -> None:
        """Record that the applicant was told. Raises `Refused` (`not_owed`)."""
        ...


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One case. `applicant` is masked; `message` is what must still be told today."""

    number: str
    grouped: str
    item: str
    applicant: str
    stage: str
    lamp: str
    word: str
    papers: tuple[str, ...]
    until: str
    left: int | None
    lapse: str
    ungiven: bool = False  # the notice was made and not given
    late: bool = False  # nothing can be supplied any more
    message: Owed | None = None
    told: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Whether somebody must be called."""
        if self.message is not None:
            return "要通知"
        return "已通知" if self.told else "—"

    @property
    def detail(self) -> str:
        """Everything of the case in the line, in a sentence."""
        parts = [f"还差：{'、'.join(self.papers)}" if self.papers else "材料齐了"]
        if self.ungiven:
            words = f"告知书还没有打印给申请人，{self.until} 过后视为受理。"
            return f"{words}按 Enter 打开，再按 P 打印。{parts[0]}。"
        if self.late:
            return f"{parts[0]}；{self.lapse}：按 Enter 打开，再按 U 退件。"
        if self.until:
            left = (
                f"，还有 {self.left} 个工作日" if self.left is not None and self.left > 0 else ""
            )
            parts.append(f"{self.until} 前{left}")
        if self.lapse:
            parts.append(f"到期：{self.lapse}")
        return "；".join(parts) + "。"


def lines_of(facts: OwedFacts) -> Mapping[Tab, tuple[OwedLine, ...]]:
    """The lists in words, what is due first coming first."""
    made = [line for state in facts.states if (line := _line(state, facts)) is not None]
    made.sort(key=lambda line: (not line.until, line.until, line.number))
    returned = STAGES[Stage.RETURNED_FOR_CORRECTION]
    return {
        Tab.CORRECTION: tuple(line for line in made if line.stage == returned),
        Tab.DEFERRED: tuple(line for line in made if line.stage != returned),
        Tab.MESSAGES: tuple(line for line in made if line.message is not None),
    }


def _line(state: CaseState, facts: OwedFacts) -> OwedLine | None:
    """One case, or None where silence has accepted it meanwhile: then nobody owes papers."""
    today, calendar = facts.day, facts.calendar
    seen = as_of(state, today, calendar)
    if seen.state not in {Stage.RETURNED_FOR_CORRECTION, Stage.CONDITIONALLY_ACCEPTED}:
        return None
    look = watched(state, today, calendar)
    lamp, word = lamp_of(look, today)
    due, lapsed = _due(seen, today, calendar)
    found = lapse(seen, today, calendar)
    day = iso(due)
    messages = owed(seen, today, calendar)
    return OwedLine(
        number=seen.number,
        grouped=group_digits(seen.number),
        item=seen.item_name,
        applicant=mask_name(seen.applicant, person=seen.number in facts.persons),
        stage=words_of(seen),
        lamp=lamp,
        word=word,
        papers=tuple(paper.name for paper in seen.open_papers),
        until=due,
        left=calendar.workdays_between(today, day) if day else None,
        lapse=lapsed,
        ungiven=bool(deem_on(seen)),
        late=found not in {Lapse.NONE, Lapse.GRACE},
        message=messages[0] if messages else None,
        told=tuple(told_words(key) for key in seen.told),
    )


def _due(seen: CaseState, today: date, calendar: Calendar) -> tuple[str, str]:
    """Until when, and what happens then. The law gives a correction no day of its own; while the
    notice is not given, silence accepts the case."""
    if seen.state == Stage.RETURNED_FOR_CORRECTION:
        last = deem_on(seen)
        return (last, "视为受理") if last else ("", "")
    found = lapse(seen, today, calendar)
    if found is Lapse.GRACE:
        end = grace_end(seen, calendar)
        return (end.day.isoformat() if end else seen.make_good_by), LAPSED[found]
    if found is not Lapse.NONE:
        return seen.make_good_by, LAPSED[found]
    policy = seen.terms.on_expiry
    words = POLICIES[OnExpiry(policy)] if policy in set(OnExpiry) else ""
    if policy == OnExpiry.SUSPEND and seen.terms.grace_workdays:
        words = f"暂停，宽限 {seen.terms.grace_workdays} 个工作日"
    return seen.make_good_by, words


@dataclass(frozen=True, slots=True)
class OwedState:
    """Everything the screen shows."""

    loading: bool = True
    tab: Tab = Tab.CORRECTION
    lists: Mapping[Tab, tuple[OwedLine, ...]] = field(default_factory=dict)
    row: int = 0
    failed: bool = False  # it could not be read: an empty list says nothing
    message: Message | None = None

    @property
    def lines(self) -> tuple[OwedLine, ...]:
        """The list in front."""
        return self.lists.get(self.tab, ())

    @property
    def line(self) -> OwedLine | None:
        """The line the hand is at."""
        return self.lines[self.row] if 0 <= self.row < len(self.lines) else None

    @property
    def sums(self) -> str:
        """What the list holds, in words."""
        if self.failed:
            return UNREAD[0]
        late = sum(line.lamp == "overdue" for line in self.lines)
        tail = f"，其中过期 {late} 件" if late else ""
        return f"{TITLES[self.tab]} {len(self.lines):,} 件{tail}·按期限先后"

    @property
    def empty(self) -> tuple[str, str]:
        """What an empty list says."""
        return UNREAD if self.failed else EMPTY[self.tab]


class OwedPresenter:
    """Drives the lists. Cases are opened by the screen; here only what was told is recorded."""

    def __init__(self, port: OwedPort, runner: Runner, show: Callable[[OwedState], None]) -> None:
        self._port, self._runner, self._show = port, runner, show
        self.state = OwedState()
        self.refresh()

    def refresh(self) -> None:
        """Read the lists again."""
        self._runner.run(lambda: lines_of(self._port.look()), self._told, self._unread)

    def go(self, tab: Tab) -> None:
        """Another list."""
        self._set(replace(self.state, tab=tab, row=0, message=None))

    def to_row(self, row: int) -> None:
        """This line."""
        last = len(self.state.lines) - 1
        self._set(replace(self.state, row=max(0, min(last, row))))

    def tell(self) -> None:
        """N: the applicant was told what is owed."""
        line = self.state.line
        if line is None:
            return
        owed_now = line.message
        if owed_now is None:
            told = Message("这件今天没有要通知的。", "", "要通知的在 3。", Weight.TELL)
            self._set(replace(self.state, message=told))
            return
        self._runner.run(
            lambda: self._port.tell(line.number, owed_now.key), self._recorded, self._failed
        )

    def scanned(self, code: str) -> str:
        """The case of a scanned receipt or paper, to take what came; empty, and said, when the
        code is none of ours."""
        number = code[:CASE_DIGITS]
        if check_case_number(number):
            return number
        told = Message("扫到的不是办件或文书的编号。", "", "扫告知书或收件凭证上的条码。")
        self._set(replace(self.state, message=told))
        return ""

    def dismiss(self) -> None:
        """Esc: put the message away."""
        self._set(replace(self.state, message=None))

    def _told(self, lists: Mapping[Tab, tuple[OwedLine, ...]]) -> None:
        last = len(lists.get(self.state.tab, ())) - 1
        row = max(0, min(self.state.row, last))
        self._set(replace(self.state, loading=False, failed=False, lists=lists, row=row))

    def _recorded(self, _nothing: None) -> None:
        told = Message("已记下通知过。", "同一条不会再提醒。", weight=Weight.TELL)
        self._set(replace(self.state, message=told))
        self.refresh()

    def _unread(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False, failed=not self.state.lists))
        self._failed(error)

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, message=explain(error)))

    def _set(self, state: OwedState) -> None:
        self.state = state
        self._show(state)
