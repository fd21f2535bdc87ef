"""The page of an item (办事指南 on the screen), without its widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from clerk_app.catalogue.rules.changes import changes
from clerk_app.catalogue.rules.papers import checklist, is_usable, unanswered
from clerk_app.catalogue.rules.situations import asked
from clerk_app.desk import guide_lines as guide
from clerk_app.desk.actions import Action
from clerk_app.desk.guide_lines import Row, RowKind, Section
from clerk_app.desk.item_facts import facts_line, given_section, sections
from clerk_app.desk.messages import Message, Weight, explain
from clerk_app.enquiry.rules import enterprise_kinds, follow_ups_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clerk_app.catalogue.model import ServiceItem
    from clerk_app.desk.item_port import ItemFile, ItemPort, Noted, Person
    from clerk_app.desk.runner import Runner
    from clerk_app.intake.model import GivenPaper
    from clerk_app.kernel.errors import ClerkError

TAKE = Action("take", "受理", "Ctrl+Return")
PRINT = Action("print", "打印指南", "P")
NOTE = Action("note", "咨询告知书", "N")
LICENCES = Action("licences", "后置审批告知", "E")
COMPARE = Action("compare", "看改动", "D")
BACK = Action("back", "回去", "B")
OPEN = Action("open", "看一份", "Return")
ACTIONS = (TAKE, PRINT, NOTE, LICENCES, COMPARE, BACK)
KIND = "e:"
"""Before the kind of enterprise in the id of its row."""

Answers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ItemState:
    """Everything the page shows. Without `file` it is loading, or `message` says why not."""

    file: ItemFile | None = None
    loading: bool = False
    answers: Answers = ()
    rows: tuple[Row, ...] = ()
    at: int = 0
    opened: frozenset[str] = frozenset()
    side: tuple[Section, ...] = ()
    compared: int | None = None  # place of the version compared with
    choosing: bool = False  # the rows are kinds of enterprise, nothing else is asked
    busy: bool = False
    message: Message | None = None

    @property
    def item(self) -> ServiceItem | None:
        """The item, once it is read."""
        return self.file.item if self.file else None

    @property
    def title(self) -> str:
        """The name."""
        return self.item.name if self.item else "正在打开事项…" if self.loading else "没有打开事项"

    @property
    def facts(self) -> str:
        """Under the name."""
        return facts_line(self.item) if self.item else ""

    @property
    def usable(self) -> bool:
        """Whether it may be taken in."""
        return self.item is not None and is_usable(self.item)

    @property
    def has_licences(self) -> bool:
        """Whether other licences follow this one (后置审批)."""
        return self.item is not None and bool(self.item.follow_ups)

    @property
    def sums(self) -> str:
        """How many papers for these answers."""
        item = self.item
        if item is None:
            return ""
        given = dict(self.answers)
        left = len(unanswered(item, given))
        count = len(checklist(item, given))
        more = f"；还有 {left} 个情形没问，材料可能再变" if left else ""
        return f"照现在的回答要 {count} 份材料{more}"


class ItemPresenter:
    """Drives the page: one method per act of the hand."""

    def __init__(self, port: ItemPort, runner: Runner, show: Callable[[ItemState], None]) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._key = ""
        self.state = ItemState()

    def open(self, key: str, person: Person | None = None) -> None:
        """Another item; its questions begin anew. `person`: whom intake is about now."""
        self._key = key
        self._set(ItemState(loading=True, rows=(guide.text_row("正在打开事项…"),)))
        self._runner.run(lambda: (key, self._port.item(key)), self._told, self._failed)
        if person is not None:
            self._runner.run(lambda: (key, self._port.given(key, person)), self._given, _not_given)

    def answer(self, at: int) -> None:
        """A digit: this answer to the question in hand, else to the first open one.

        While a kind of enterprise is asked for: that kind.
        """
        if self.state.choosing:
            kinds = [row for row in self.state.rows if row.is_stop]
            if at < len(kinds):
                self._note_licences(kinds[at].title)
            return
        row = self._question()
        if row is not None and at < len(row.choices):
            self.choose(row.id, row.choices[at].value)

    def choose(self, row_id: str, value: str) -> None:
        """This answer; the hand goes to the next open question, else to the papers."""
        item = self.state.item
        if item is None or self.state.choosing:
            return
        given = dict(self.state.answers) | {row_id.removeprefix("q:"): value}
        answers = tuple(guide.only_asked(item, given).items())
        self._draw(replace(self.state, answers=answers, compared=None, message=None))
        rows = self.state.rows
        left = [at for at, row in enumerate(rows) if row.kind is RowKind.QUESTION and row.right]
        papers = [at for at, row in enumerate(rows) if row.kind is RowKind.PAPER]
        here = guide.place_of(rows, row_id)
        target = (left or papers or [here or 0])[0]
        self._set(replace(self.state, at=target))

    def move(self, by: int) -> None:
        """Up or Down."""
        self._set(replace(self.state, at=guide.next_stop(self.state.rows, self.state.at, by)))

    def to(self, row_id: str) -> None:
        """A click on a row: there, and open or close it."""
        at = guide.place_of(self.state.rows, row_id)
        if at is not None and self.state.rows[at].is_stop:
            self._set(replace(self.state, at=at))
            self.toggle()

    def toggle(self) -> None:
        """Enter: open or close the row in hand; of the kinds of enterprise: that one."""
        row = self._row()
        if row is not None and self.state.choosing:
            if row.is_stop:
                self._note_licences(row.title)
            return
        if row is not None and row.facts:
            opened = self.state.opened ^ {row.id}
            self._set(replace(self.state, opened=opened))

    def compare(self) -> None:
        """D: the changes against an earlier version; again: against the one before, then none."""
        file = self.state.file
        if file is None or self.state.choosing:
            return
        if not file.versions:
            self._tell(
                Message("这个事项在本机只有这一版。", "没有旧版可以对比。", "", Weight.TELL)
            )
            return
        at = 0 if self.state.compared is None else self.state.compared + 1
        if at >= len(file.versions):
            self._draw(replace(self.state, compared=None))
            return
        mark, key = file.versions[at].content_hash, file.item.key
        self._runner.run(lambda: (at, self._port.version(key, mark)), self._compared, self._failed)

    def print_guide(self) -> None:
        """P."""
        answers = dict(self.state.answers)
        key = self._begin()
        if key is not None:
            job = partial(self._port.print_guide, key, answers)
            self._runner.run(job, self._printed, self._failed)

    def note(self) -> None:
        """N: the enquiry is recorded, the paper printed."""
        answers = dict(self.state.answers)
        key = self._begin()
        if key is not None:
            job = partial(self._port.note_item, key, answers)
            self._runner.run(job, self._noted, self._failed)

    def licences(self) -> None:
        """E: ask for the kind of enterprise, where the item names kinds; else print at once."""
        item = self.state.item
        if item is None or not item.follow_ups or self.state.busy or self.state.choosing:
            return
        if enterprise_kinds(item.follow_ups):
            self._draw(replace(self.state, choosing=True, compared=None, message=None))
        else:
            self._note_licences("")

    def dismiss(self) -> bool:
        """Esc: the message first, then the kinds of enterprise, then the comparison.

        False: nothing was left to close.
        """
        if self.state.message is not None:
            self._set(replace(self.state, message=None))
        elif self.state.choosing or self.state.compared is not None:
            self._draw(replace(self.state, choosing=False, compared=None))
        else:
            return False
        return True

    def wanted(self) -> tuple[str, Answers] | None:
        """What Ctrl+Enter takes to intake; None with the reason told."""
        item = self.state.item
        if item is None:
            return None
        if not is_usable(item):
            means = "不能按它收件，可以打印指南和告知书。"
            self._tell(Message("这个事项的材料清单不全。", means, "请管理员补全。"))
            return None
        return item.key, self.state.answers

    # ------------------------------------------------------------ inside

    def _begin(self) -> str | None:
        """The page is busy from now on with this item; None: it cannot be."""
        item = self.state.item
        if item is None or self.state.busy or self.state.choosing:
            return None
        self._set(replace(self.state, busy=True, message=None))
        return item.key

    def _note_licences(self, enterprise: str) -> None:
        answers = dict(self.state.answers)
        self._draw(replace(self.state, choosing=False))
        key = self._begin()
        if key is not None:
            job = partial(self._port.note_licences, key, answers, enterprise)
            self._runner.run(job, self._noted, self._failed)

    def _question(self) -> Row | None:
        row = self._row()
        if row is not None and row.kind is RowKind.QUESTION:
            return row
        open_ = (r for r in self.state.rows if r.kind is RowKind.QUESTION and r.right)
        return next(open_, None)

    def _row(self) -> Row | None:
        rows = self.state.rows
        return rows[self.state.at] if 0 <= self.state.at < len(rows) else None

    def _told(self, answer: tuple[str, ItemFile]) -> None:
        key, file = answer
        if key != self._key:
            return
        self._draw(replace(self.state, file=file, loading=False, side=sections(file.item)))
        self._set(replace(self.state, at=guide.first_stop(self.state.rows)))

    def _given(self, answer: tuple[str, tuple[GivenPaper, ...]]) -> None:
        key, papers = answer
        if key == self._key and papers and self.state.file is not None:
            side = (given_section(papers), *sections(self.state.file.item))
            self._set(replace(self.state, side=side))

    def _compared(self, answer: tuple[int, ServiceItem]) -> None:
        at, older = answer
        item, file = self.state.item, self.state.file
        if item is None or file is None or older.key != item.key or self.state.choosing:
            return
        self._draw(replace(self.state, compared=at, message=None), older)

    def _printed(self, path: str) -> None:
        self._set(replace(self.state, busy=False))
        self._tell(Message("办事指南已印好。", f"文件在 {path}", "", Weight.TELL))

    def _noted(self, noted: Noted) -> None:
        self._set(replace(self.state, busy=False))
        each = (
            f"{p.name}文件在 {p.path}" if p.path else f"{p.name}没有印成：{p.trouble}"
            for p in noted.papers
        )
        told = "，".join((f"咨询编号 {noted.number}", *each))
        if all(p.path for p in noted.papers):
            names = "和".join(p.name for p in noted.papers)
            self._tell(Message(f"咨询已登记，{names}已印好。", told, "", Weight.TELL))
        else:
            self._tell(Message("咨询已登记。", told, ""))

    def _failed(self, error: ClerkError) -> None:
        rows = self.state.rows
        if self.state.file is None:
            rows = (guide.text_row("按 Ctrl K 再找一个，或按 B 回去。"),)
        state = replace(self.state, loading=False, busy=False, rows=rows)
        self._set(replace(state, message=explain(error)))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _draw(self, state: ItemState, older: ServiceItem | None = None) -> None:
        """Rows anew; the hand stays at its row."""
        before = self._row()
        rows: tuple[Row, ...] = ()
        if state.file is not None:
            if state.choosing:
                rows = tuple(_kind_rows(state.file.item))
            elif state.compared is not None and older is not None:
                rows = tuple(_change_rows(state, older))
            else:
                rows = tuple(_rows(state.file.item, dict(state.answers)))
        at = guide.place_of(rows, before.id) if before is not None else None
        self._set(replace(state, rows=rows, at=guide.first_stop(rows) if at is None else at))

    def _set(self, state: ItemState) -> None:
        self.state = state
        self._show(state)


def _not_given(_error: ClerkError) -> None:
    """Help only: the page stands without it, and a role that sees no cases sees none here."""


def _rows(item: ServiceItem, answers: dict[str, str]) -> Iterator[Row]:
    questions = asked(item, answers)
    if questions:
        yield guide.heading("先问清情形", "按数字回答，材料随着变")
        deep = guide.depths(item, answers)
        for number, situation in enumerate(questions, start=1):
            given = answers.get(situation.key, "")
            yield guide.question_row(situation, given, number=number, depth=deep[situation.key])
    listed = checklist(item, answers)
    yield guide.heading("要交的材料", f"{len(listed)} 份，按 Enter 看一份的细节")
    if not item.materials_complete:
        yield guide.text_row("材料清单不全，不能按它收件；缺的请问承办部门。")
    elif not listed:
        yield guide.text_row("这种情形不收材料。")
    for number, paper in enumerate(listed, start=1):
        yield guide.paper_row(paper, number, wait=guide.may_wait(item, paper))


def _kind_rows(item: ServiceItem) -> Iterator[Row]:
    """One row for each kind of enterprise, with the licences that follow for it."""
    yield guide.heading("后置审批：做哪一类经营？", "按数字选，登记咨询并打印；按 Esc 回去")
    for number, kind in enumerate(enterprise_kinds(item.follow_ups), start=1):
        names = "、".join(each.name for each in follow_ups_for(item, kind))
        detail = f"还要办：{names}"
        yield Row(f"{KIND}{kind}", RowKind.FIELD, kind, detail, number=str(number))


def _change_rows(state: ItemState, older: ServiceItem) -> Iterator[Row]:
    file = state.file
    if file is None or state.compared is None:
        return
    found = changes(older, file.item)
    version = file.versions[state.compared]
    more = "再按 D 看更早的，或按 Esc 收起"
    yield guide.heading(f"与{version.words}相比，{len(found)} 处改动", more)
    for number, change in enumerate(found, start=1):
        yield Row(
            f"c:{number}:{change.what}",
            RowKind.FIELD,
            change.what,
            change.text.removeprefix(change.what).lstrip("："),
            number=str(number),
            right=str(change.part),
        )
