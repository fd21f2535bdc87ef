"""时限, without its widgets: lamps, what to do today, what silence will accept, who answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from clerk_app.desk import case_issue
from clerk_app.desk.actions import LIMIT_TABS, URGE
from clerk_app.desk.case_fields import Field, Kind, Option
from clerk_app.desk.case_port import UrgePort
from clerk_app.desk.case_said import said_of
from clerk_app.desk.case_words import LAMP_SIGNS, lamp_of
from clerk_app.desk.days import day_words
from clerk_app.desk.messages import UNREAD, Message, Weight, explain
from clerk_app.desk.small_form import FormActs, SmallForm
from clerk_app.intake.model import Stage
from clerk_app.intake.rules.life import stage_of
from clerk_app.intake.rules.supervision import FINDINGS, Lamp
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.ids import group_digits
from clerk_app.kernel.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from clerk_app.deeds.watch import Watch
    from clerk_app.desk.case_port import Done
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.rules.supervision import RedEntry, Watched
    from clerk_app.kernel.errors import ClerkError
    from clerk_app.kernel.working_days import Calendar

ALONE = "本机推算"
"""A station's own reckoning: no hall has confirmed its clock."""
ALONE_DETAIL = "大厅还没有校过这台电脑的时间，日期按本机的钟算。"


REASON, MEASURE, BY = "reason", "measure", "by"
"""The fields of 责任记录."""
ONLY_HEADS = "责任由主管或管理员登记，请由他们登录后登记。"


class Tab(StrEnum):
    """The lists; the ids are those of `actions.LIMIT_TABS`."""

    TODAY = "today"
    DEEMING = "deeming"
    SUSPENDED = "suspended"
    RED = "red"
    ALL = "all"


TITLES = {Tab(each.id): each.title for each in LIMIT_TABS}
EMPTY = {
    Tab.TODAY: ("今天没有要赶的", "没有超期的，明天以前也没有到期的。按 5 看全部。"),
    Tab.DEEMING: ("没有会视为受理的", "收下的都告知过了。"),
    Tab.SUSPENDED: ("没有暂停的办件", "特别程序中的、容缺宽限中的单独列在这里，不计时。"),
    Tab.RED: ("没有红灯", "没有人的办件超期。"),
    Tab.ALL: ("没有正在办的办件", "在受理里办完第一件，这里就有了。"),
}
LAMP_WORDS = (
    (Lamp.RED, "超期"),
    (Lamp.YELLOW, "快到期"),
    (Lamp.GREEN, "正常"),
    (Lamp.GREY, "已暂停"),
)


@dataclass(frozen=True, slots=True)
class LimitsFacts:
    """What supervision says today. `persons` are the cases of a natural person, `unrecorded`
    those that silence has accepted and nobody recorded. `heads` are those who may find on a red
    lamp (id and name), `may_account`: the one signed in may write it down."""

    watch: Watch
    calendar: Calendar
    names: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    unrecorded: frozenset[str] = frozenset()
    heads: tuple[tuple[str, str], ...] = ()
    may_account: bool = False

    def look_of(self, number: str) -> Watched | None:
        """How a case stands."""
        return next((look for look in self.watch.cases if look.number == number), None)


class LimitsPort(UrgePort, Protocol):
    """Called in the runner; nothing of it needs the hall."""

    def look(self) -> LimitsFacts:
        """Read them. Raises `Refused` (`not_allowed`)."""
        ...

    def deem(self, number: str) -> bool:
        """Record that silence accepted the case; False when it has not, or is recorded."""
        ...

    def account(self, number: str, finding: str, answer: Mapping[str, str]) -> str:
        """Record reason, measure and by whom (`REASON`, `MEASURE`, `BY`); the name of who found
        it so. Raises as `deeds.account.record_responsibility`: nothing was written then."""
        ...


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One case, or one entry of the red list. `applicant` is masked; `todo` says what must be
    done, or what is answered for; `finding` is that of an entry of the red list, `answered`:
    somebody has answered for it."""

    number: str
    grouped: str
    item: str
    applicant: str
    owner: str
    lamp: str
    word: str
    todo: str
    day: str
    how: str = ""
    unrecorded: bool = False
    finding: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class LimitSheet:
    """Everything that was read, in words."""

    day: str = ""
    alone: bool = False
    lamps: tuple[tuple[str, str], ...] = ()  # glyph id and words
    lists: Mapping[Tab, tuple[LimitLine, ...]] = field(default_factory=dict)
    heads: tuple[tuple[str, str], ...] = ()
    may_account: bool = False
    facts: LimitsFacts | None = None  # what it was made of


NO_SHEET = LimitSheet()


def sheet_of(facts: LimitsFacts) -> LimitSheet:
    """The lists in words; what is due first comes first."""
    watch = facts.watch
    by_number = {look.number: look for look in watch.cases}
    lines = {look.number: _line(look, facts) for look in watch.cases}
    lists = {
        Tab.TODAY: tuple(
            lines[w.number] for w in watch.cases if w.lamp in {Lamp.RED, Lamp.YELLOW}
        ),
        Tab.DEEMING: tuple(
            lines[w.number] for w in _first_unrecorded(watch.cases, facts) if _is_silent(w, facts)
        ),
        Tab.SUSPENDED: tuple(lines[w.number] for w in watch.cases if w.lamp is Lamp.GREY),
        Tab.RED: tuple(
            _entry(entry, lines[entry.number], facts)
            for entry in watch.red
            if entry.number in by_number
        ),
        Tab.ALL: tuple(lines[w.number] for w in watch.cases),
    }
    counts = (
        (lamp, words, sum(w.lamp is lamp for w in watch.cases)) for lamp, words in LAMP_WORDS
    )
    lamps = tuple((LAMP_SIGNS[lamp], f"{words} {count:,}") for lamp, words, count in counts)
    workday = (
        facts.calendar.is_workday(watch.day) if facts.calendar.knows(watch.day.year) else None
    )
    return LimitSheet(
        day_words(watch.day, workday),
        watch.alone,
        lamps,
        lists,
        facts.heads,
        facts.may_account,
        facts,
    )


def _is_silent(look: Watched, facts: LimitsFacts) -> bool:
    """Will silence accept it, or has it, unrecorded?"""
    waits = stage_of(look.state) in {Stage.RECEIVED, Stage.RETURNED_FOR_CORRECTION}
    return look.number in facts.unrecorded or (waits and look.due is not None)


def _first_unrecorded(looks: tuple[Watched, ...], facts: LimitsFacts) -> tuple[Watched, ...]:
    return tuple(sorted(looks, key=lambda look: look.number not in facts.unrecorded))


def _line(look: Watched, facts: LimitsFacts) -> LimitLine:
    state, today = look.state, facts.watch.day
    unrecorded = look.number in facts.unrecorded
    sign, word = lamp_of(look, today)
    said = said_of(state, today, facts.calendar, unrecorded=unrecorded)
    day = _stands_since(look) or _iso(look.due)
    return LimitLine(
        number=look.number,
        grouped=group_digits(look.number),
        item=state.item_name,
        applicant=mask_name(state.applicant, person=look.number in facts.persons),
        owner=facts.names.get(look.owner, look.owner),
        lamp=sign,
        word=word,
        todo=said.title,
        day=day,
        how=" ".join(part for part in (said.text, said.how) if part),
        unrecorded=unrecorded,
    )


def _stands_since(look: Watched) -> str:
    """Since when nothing is counted: a special procedure first, it is what the clerk ends."""
    if look.lamp is not Lamp.GREY:
        return ""
    state = look.state
    return state.suspensions[-1].since if state.is_suspended else state.paused_since


def _entry(entry: RedEntry, line: LimitLine, facts: LimitsFacts) -> LimitLine:
    """A line of the red list: who had the case when it turned red, since when."""
    return replace(
        line,
        owner=facts.names.get(entry.owner, entry.owner),
        lamp="overdue",
        word=f"超 {entry.workdays} 个工作日",
        todo=FINDINGS[entry.finding],
        day=entry.since.isoformat(),
        how=_answered(entry),
        finding=str(entry.finding),
        answered=entry.accounted is not None,
    )


def _answered(entry: RedEntry) -> str:
    """Who answered for an entry, or that nobody has."""
    done = entry.accounted
    if done is None:
        return "还没有登记责任。"
    return f"{done.on} {done.by_name}登记了责任：{done.measure}。"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class LimitsState:
    """Everything the screen shows."""

    loading: bool = True
    tab: Tab = Tab.TODAY
    sheet: LimitSheet = NO_SHEET
    row: int = 0
    failed: bool = False  # it could not be read: an empty list says nothing
    message: Message | None = None
    form: SmallForm | None = None  # 责任记录 of a red entry, or 催办 of a case

    @property
    def lines(self) -> tuple[LimitLine, ...]:
        """The list in front."""
        return self.sheet.lists.get(self.tab, ())

    @property
    def line(self) -> LimitLine | None:
        """The line the hand is at."""
        return self.lines[self.row] if 0 <= self.row < len(self.lines) else None

    @property
    def sums(self) -> str:
        """What the list holds, in words."""
        if self.failed:
            return UNREAD[0]
        order = "按谁在办、超得多的在前" if self.tab is Tab.RED else "按到期先后"
        return f"{TITLES[self.tab]} {len(self.lines):,} 件·{order}"

    @property
    def empty(self) -> tuple[str, str]:
        """What an empty list says."""
        return UNREAD if self.failed else EMPTY[self.tab]


class LimitsPresenter(FormActs):
    """Drives the lists, and the forms of 责任记录 and 催办."""

    AT_FIELD: ClassVar[Mapping[str, str]] = {
        "approver_not_authorised": BY,
        "unknown_clerk": BY,
        **case_issue.AT_FIELD,
    }

    def __init__(
        self, port: LimitsPort, runner: Runner, show: Callable[[LimitsState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._kept: dict[str, dict[str, str]] = {}  # answers begun, by entry
        self.state = LimitsState()
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self._runner.run(lambda: sheet_of(self._port.look()), self._told, self._unread)

    def go(self, tab: Tab) -> None:
        """Another list."""
        self._set(replace(self.state, tab=tab, row=0, message=None))

    def to_row(self, row: int) -> None:
        """This line."""
        last = len(self.state.lines) - 1
        self._set(replace(self.state, row=max(0, min(last, row))))

    def deem(self) -> None:
        """V: record that silence accepted the case in the line."""
        line = self.state.line
        if line is None:
            return
        if not line.unrecorded:
            told = Message("这件没有到视为受理的那一天。", "", "到了的在 2，写着“视为受理”。")
            self._set(replace(self.state, message=replace(told, weight=Weight.TELL)))
            return
        self._runner.run(lambda: self._port.deem(line.number), self._deemed, self._failed)

    @property
    def form(self) -> SmallForm | None:
        """The answer that is being written."""
        return self.state.form

    def account(self) -> None:
        """Z: write down who answers for the red entry in hand, and what was done."""
        line, sheet = self.state.line, self.state.sheet
        if line is None or self.form is not None:
            return
        said = ""
        if not line.finding:
            said = "责任记在红名单上：按 4，选一条再按。"
        elif line.answered:
            said = f"这一条已经登记过了：{line.how}"
        elif not sheet.may_account:
            said = ONLY_HEADS
        if said:
            self._set(replace(self.state, message=Message(said, weight=Weight.TELL)))
            return
        subject = f"{line.number}/{line.finding}"
        form = SmallForm(
            subject,
            f"责任记录：{line.todo}",
            f"{line.grouped} {line.item}。{line.day} 起，{line.word}，当时由 {line.owner} 办理。",
            (
                Field(REASON, "原因", hint="为什么超了"),
                Field(MEASURE, "处理", hint="怎么处理的，如谈话提醒"),
                Field(BY, "由谁认定", Kind.CHOICE, options=_heads(sheet)),
            ),
            self._kept.get(subject, {}),
            tail="记录以后不能撤回，还在红名单上。",
        )
        self._set(replace(self.state, form=form, message=None))

    def urge(self) -> None:
        """9: write to whoever has the case in hand that its step is near or late."""
        line, facts = self.state.line, self.state.sheet.facts
        look = facts.look_of(line.number) if line is not None and facts is not None else None
        if look is None or facts is None or self.form is not None:
            return
        try:
            form = case_issue.urge_form(look, facts.watch.day, facts.calendar, facts.names)
        except Refused as error:
            self._failed(error)
            return
        form = form.with_values(self._kept.get(form.subject))
        self._set(replace(self.state, form=form, message=None))

    def dismiss(self) -> None:
        """Esc: put the message away, else the form; what was typed is there the next time."""
        form = self.form
        if form is None:
            self._set(replace(self.state, message=None))
        elif form.message is not None:
            self._put(replace(form, message=None))
        elif not form.busy:
            self._kept[form.subject] = dict(form.values)
            self._set(replace(self.state, form=None))

    def _send(self, form: SmallForm) -> None:
        number, _, finding = form.subject.partition("/")
        if finding == URGE.id:
            self._runner.run(
                lambda: case_issue.send_urge(self._port, form), self._urged, self.refused
            )
            return
        answer = dict(form.values)
        self._runner.run(
            lambda: self._port.account(number, finding, answer), self._accounted, self.refused
        )

    def _accounted(self, by: str) -> None:
        self._over(Message(f"已登记，由{by}认定。", "这一条还在红名单上。", weight=Weight.TELL))

    def _urged(self, done: Done) -> None:
        self._over(case_issue.issued_words(done, "处理后按 Enter 打开这件，选中它按 P 补打。"))

    def _over(self, told: Message) -> None:
        """The form did what it was for."""
        if self.form is not None:
            self._kept.pop(self.form.subject, None)
        self._set(replace(self.state, form=None, message=told))
        self.refresh()

    def _put(self, form: SmallForm) -> None:
        self._set(replace(self.state, form=form))

    def _told(self, sheet: LimitSheet) -> None:
        row = max(0, min(self.state.row, len(sheet.lists.get(self.state.tab, ())) - 1))
        self._set(replace(self.state, loading=False, failed=False, sheet=sheet, row=row))

    def _deemed(self, recorded: bool) -> None:
        words = "已记录视为受理。" if recorded else "已经有人记录过了。"
        told = Message(words, "办理时限从收件那天算。", weight=Weight.TELL)
        self._set(replace(self.state, message=told))
        self.refresh()

    def _unread(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False, failed=not self.state.sheet.lists))
        self._failed(error)

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, message=explain(error)))

    def _set(self, state: LimitsState) -> None:
        self.state = state
        self._show(state)


def _heads(sheet: LimitSheet) -> tuple[Option, ...]:
    return tuple(Option(key, name) for key, name in sheet.heads)
