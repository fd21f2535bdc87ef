"""The search box (Ctrl+K), without its widgets: items, cases and commands in one list.

A key never waits: every keystroke is a wish, and the runner works on the newest one only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from clerk_app.desk import palette_lines as lines
from clerk_app.desk.case_port import CaseLine, Filter
from clerk_app.desk.messages import Message, Weight, explain
from clerk_app.desk.palette_lines import Group, Kind, Line
from clerk_app.desk.palette_port import (
    NO_WISH,
    NOT_STARTED,
    NOTHING,
    Found,
    PaletteStart,
    Wish,
)
from clerk_app.kernel.errors import ClerkError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clerk_app.desk.actions import Action
    from clerk_app.desk.case_port import CasesPort
    from clerk_app.desk.palette_port import ItemHit, PalettePort
    from clerk_app.desk.runner import Runner

MOST_ITEMS, MOST_CASES, MOST_COMMANDS, MOST_LISTED = 9, 3, 6, 60
"""Lines of a group; the last when a department or a type is listed without letters."""
LEAST_FOR_CASES = 2
"""Characters before cases are looked for: one letter is in all of them."""
LAST_JUMP = 9
EVERY = "全部"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the box was left with. `take`: straight to intake, without the item's page."""

    kind: Kind
    key: str
    take: bool = False


@dataclass(frozen=True, slots=True)
class PaletteState:
    """Everything the box shows."""

    wish: Wish = NO_WISH
    loading: bool = True
    start: PaletteStart = NOT_STARTED
    answered: Wish | None = None  # the wish the items answer
    found: Found = NOTHING
    cases: tuple[CaseLine, ...] = ()
    cases_for: Wish | None = None  # the wish the cases answer
    commands: tuple[Action, ...] = ()
    groups: tuple[Group, ...] = ()
    at: int = 0
    message: Message | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, whatever their group."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def line(self) -> Line | None:
        """The line the hand is at."""
        every = self.lines
        return every[self.at] if 0 <= self.at < len(every) else None

    @property
    def foot(self) -> str:
        """What stands at the foot."""
        if self.loading:
            return "正在打开事项库…"
        return f"{self.start.items:,} 个事项，本机查找，断网可用"

    @property
    def filters(self) -> tuple[str, str]:
        """The two chips in words."""
        return f"类别：{self.wish.type_ or EVERY}", f"部门：{self.wish.department or EVERY}"


class PalettePresenter:
    """Drives the box. `chosen` is told what was opened; the window closes the box then."""

    def __init__(
        self,
        port: PalettePort,
        cases: CasesPort,
        runner: Runner,
        show: Callable[[PaletteState], None],
        chosen: Callable[[Chosen], None],
        busy: Callable[[], str] = str,
    ) -> None:
        self._port, self._cases, self._runner = port, cases, runner
        self._show, self._chosen, self._busy = show, chosen, busy
        self._open_when_told: tuple[int, bool] | None = None
        self._sure = ""  # the question that the next Enter writes down
        self._hand: int | None = None  # where it was before a star was drawn anew
        self.state = PaletteState()

    def open(self, commands: tuple[Action, ...] = (), text: str = "") -> None:
        """Ctrl+K: empty but for `text`, with the commands that mean something now."""
        self._open_when_told = None
        known = self.state.start
        self.state = PaletteState(start=known, loading=not known.items, commands=commands)
        self._runner.run(self._port.start, self._started, self._failed)
        self.type(text)

    def type(self, text: str) -> None:
        """A keystroke."""
        self._wish(replace(self.state.wish, text=text))

    def next_type(self) -> None:
        """Tab: the next 类别, after the last all of them."""
        wish = self.state.wish
        self._wish(replace(wish, type_=_after(wish.type_, self.state.start.types)))

    def next_department(self) -> None:
        """Shift+Tab: the next 部门."""
        wish, names = self.state.wish, self.state.start.departments
        self._wish(replace(wish, department=_after(wish.department, names)))

    def move(self, by: int) -> None:
        """Up or Down; at an end it stays."""
        self.to(self.state.at + by)

    def to(self, at: int) -> None:
        """This line."""
        last = len(self.state.lines) - 1
        self._set(replace(self.state, at=max(0, min(last, at))))

    def open_line(self, at: int | None = None, *, take: bool = False) -> None:
        """Enter, Alt with a digit or a click; with `take` Ctrl+Enter.

        A hand faster than the search waits for it: nothing else than what was typed is opened.
        """
        state = self.state
        waits = state.answered != state.wish or not (state.lines or _complete(state))
        if not state.wish.is_empty and waits:
            self._open_when_told = (0 if at is None else at, take)
            return
        every = state.lines
        at = state.at if at is None else at
        if 0 <= at < len(every):
            self._open(every[at], take)

    def scanned(self) -> None:
        """The text was a scanner's, with its Enter: it is looked for, never opened."""
        self._open_when_told = None

    def favourite(self) -> None:
        """Ctrl+D: kept at hand, or no longer."""
        line = self.state.line
        if line is None or line.kind not in {Kind.ITEM, Kind.BUNDLE}:
            return
        key, keep = line.key, not line.favourite
        self._runner.run(lambda: self._port.keep(key, keep), self._kept, self._failed)

    # ------------------------------------------------------------ inside

    def _wish(self, wish: Wish) -> None:
        self._open_when_told = self._hand = None
        self._sure = ""
        busy = self._busy()  # else the box would keep silent until the answer comes
        message = Message(f"{busy}，做完才能查。", "", "急用先到设置里停下它。") if busy else None
        state = replace(self.state, wish=wish, at=0, message=message)
        if wish.is_empty:
            self._draw(replace(state, answered=wish, found=Found(), cases=()))
            return
        self._draw(state)
        self._runner.run(self._find_job, self._found, self._failed)
        if len(wish.text.strip()) >= LEAST_FOR_CASES:
            self._runner.run(self._case_job, self._cases_found, self._failed)
        elif state.cases:
            self._draw(replace(self.state, cases=()))

    def _find_job(self) -> tuple[Wish, Found] | None:
        wish = self.state.wish
        if wish.is_empty or wish == self.state.answered:
            return None  # a newer keystroke was answered already
        limit = MOST_ITEMS if wish.text.strip() else MOST_LISTED
        return wish, self._port.find(wish, limit)

    def _found(self, answer: tuple[Wish, Found] | None) -> None:
        if answer is None or answer[0] != self.state.wish:
            return
        at, self._hand = self._hand or 0, None
        message = None if self.state.message and not self._busy() else self.state.message
        answered, found = answer
        self._draw(replace(self.state, answered=answered, found=found, at=at, message=message))
        self._open_waiting()

    def _case_job(self) -> tuple[Wish, tuple[CaseLine, ...]] | None:
        wish = self.state.wish
        if len(wish.text.strip()) < LEAST_FOR_CASES:
            return None
        try:
            found = self._cases.cases(Filter.ALL, wish.text.strip())
        except Refused:  # a role that sees no cases finds none
            return wish, ()
        return wish, found.lines[:MOST_CASES]

    def _cases_found(self, answer: tuple[Wish, tuple[CaseLine, ...]] | None) -> None:
        if answer is not None and answer[0] == self.state.wish:
            self._draw(replace(self.state, cases=answer[1], cases_for=answer[0]))
            self._open_waiting()

    def _open_waiting(self) -> None:
        if self._open_when_told is not None:
            (at, take), self._open_when_told = self._open_when_told, None
            self.open_line(at, take=take)

    def _started(self, start: PaletteStart) -> None:
        self._draw(replace(self.state, start=start, loading=False))

    def _kept(self, _nothing: None) -> None:
        """The star is drawn anew; the order stays, and the hand at its line."""
        self._runner.run(self._port.start, self._started, self._failed)
        if not self.state.wish.is_empty:
            self._hand = self.state.at
            self.state = replace(self.state, answered=None)
            self._runner.run(self._find_job, self._found, self._failed)

    def _open(self, line: Line, take: bool) -> None:
        if line.kind is Kind.DEPARTMENT:
            self._wish(Wish(department=line.key))
        elif line.kind is Kind.NOTE:
            self._note(line.key)
        else:
            self._chosen(Chosen(line.kind, line.key, take and line.kind is Kind.ITEM))

    def _note(self, text: str) -> None:
        """The first Enter asks, the second writes: a hasty Enter registers nothing."""
        if self._sure != text:
            self._sure = text
            press = "再按一次 Enter 就记下；改几个字再找就不记。"
            self._set(
                replace(self.state, message=Message("要记下来问吗？", "会给一个咨询编号。", press))
            )
            return
        self._sure = ""
        self._runner.run(lambda: self._port.note(text), self._noted, self._failed)

    def _noted(self, number: str) -> None:
        told = Message("已记下来问。", f"咨询编号 {number}，", "有了答复再告诉群众。", Weight.TELL)
        self._set(replace(self.state, message=told))

    def _failed(self, error: ClerkError) -> None:
        self._open_when_told = None
        self._set(replace(self.state, loading=False, message=explain(error)))

    def _draw(self, state: PaletteState) -> None:
        """Lines anew; the hand stays where it was as long as there is a line."""
        groups = _with_keys(tuple(_groups(state)))
        last = sum(len(group.lines) for group in groups) - 1
        self._set(replace(state, groups=groups, at=max(0, min(state.at, last))))

    def _set(self, state: PaletteState) -> None:
        self.state = state
        self._show(state)


def _groups(state: PaletteState) -> Iterator[Group]:
    wish = state.wish
    if wish.is_empty:
        yield from _empty_groups(state)
        return
    items = tuple(lines.item_line(hit, wish.text) for hit in state.found.hits)
    answered = state.answered == wish and _complete(state)
    if items:
        first = "前 " if len(items) in {MOST_ITEMS, MOST_LISTED} else ""
        yield Group("事项", f"{first}{len(items)} 个，按本窗口常办排序", items)
    if not items:
        yield from _near(state)
    cases = tuple(lines.case_line(case) for case in state.cases)
    if cases:
        yield Group("办件", f"{len(cases)} 件", cases)
    commands = tuple(lines.command_lines(state.commands, wish.text))[:MOST_COMMANDS]
    if commands and wish.text.strip():
        yield Group("命令", "", commands)
    if answered and not items and wish.text.strip():
        yield from _without_hit(state)
    elif answered and not items:
        yield Group("这里没有事项", "按 Tab 换类别，按 Shift Tab 换部门", ())


def _complete(state: PaletteState) -> bool:
    """Whether cases were asked for too: only then it is known that there is nothing."""
    return state.cases_for == state.wish or len(state.wish.text.strip()) < LEAST_FOR_CASES


def _empty_groups(state: PaletteState) -> Iterator[Group]:
    kept = [hit for hit in state.start.at_hand if hit.hit.favourite]
    rest = [hit for hit in state.start.at_hand if not hit.hit.favourite]
    for title, remark, some in (("收藏", "Ctrl D 放进来、拿出去", kept), ("最近办过", "", rest)):
        if some:
            yield Group(title, remark, _item_lines(some))
    commands = tuple(lines.command_lines(state.commands, ""))
    if commands:
        yield Group("命令", "", commands)


def _near(state: PaletteState) -> Iterator[Group]:
    if state.found.near:
        yield Group("没有完全一样的，是不是：", "", _item_lines(state.found.near))


def _without_hit(state: PaletteState) -> Iterator[Group]:
    """What is left to do: another department, or a note of the question."""
    title = "都不是？" if state.found.near else "没有叫这个的事项"
    wish = state.wish
    yield Group(title, "换几个字，或者记下来问", (lines.note_line(wish.text),))
    if not wish.department:
        departments = tuple(lines.department_lines(state.start.departments))
        yield Group("按部门找", f"{len(departments)} 个部门", departments)


def _item_lines(hits: list[ItemHit] | tuple[ItemHit, ...]) -> tuple[Line, ...]:
    return tuple(lines.item_line(hit, "") for hit in hits)


def _with_keys(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The second to the ninth line have Alt and a digit."""
    number = count(1)
    return tuple(
        replace(
            group,
            lines=tuple(
                replace(line, cap=f"Alt+{n}" if 1 < n <= LAST_JUMP else "")
                for line, n in zip(group.lines, number, strict=False)
            ),
        )
        for group in groups
    )


def _after(now: str, names: tuple[str, ...]) -> str:
    every = ("", *names)
    return every[(every.index(now) + 1) % len(every)] if now in every else ""
