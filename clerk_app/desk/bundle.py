"""The page of a bundle (一件事), without its widgets: one form and one set of papers.

What is asked once, printed once and brought once is decided by `catalogue.rules.bundles`; here
it is put in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from clerk_app.catalogue.model import Necessity
from clerk_app.catalogue.rules.bundles import (
    MergedField,
    MergedPaper,
    MergedQuestion,
    Need,
    members,
    merged_fields,
    merged_papers,
    merged_questions,
    spread,
)
from clerk_app.catalogue.rules.papers import checklist, is_usable
from clerk_app.catalogue.rules.summary import counts_text
from clerk_app.desk import guide_lines as guide
from clerk_app.desk.actions import Action
from clerk_app.desk.guide_lines import Row, RowKind, Section
from clerk_app.desk.intake_bundle import handed_on
from clerk_app.desk.item_facts import facts_line
from clerk_app.desk.messages import Message, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from clerk_app.catalogue.model import Bundle, ServiceItem
    from clerk_app.desk.bundle_port import BundleFile, BundlePort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

TAKE_ALL = Action("take_all", "一起受理", "T")
TAKE = Action("take", "受理这一个", "Ctrl+Return")
PAGE = Action("page", "看这个事项", "G")
BACK = Action("back", "回去", "B")
ACTIONS = (TAKE_ALL, TAKE, PAGE, BACK)

PRODUCED = "不用交"
"""Of a paper that one item of the bundle makes for the others."""
Answers = dict[str, dict[str, str]]
"""Item key → situation key → answer."""


@dataclass(frozen=True, slots=True)
class BundleState:
    """Everything the page shows. Without `file` it is loading, or `message` says why not."""

    file: BundleFile | None = None
    loading: bool = False
    answers: Answers = field(default_factory=dict)
    items: tuple[ServiceItem, ...] = ()
    rows: tuple[Row, ...] = ()
    at: int = 0
    opened: frozenset[str] = frozenset()
    side: tuple[Section, ...] = ()
    message: Message | None = None

    @property
    def bundle(self) -> Bundle | None:
        """The bundle, once it is read."""
        return self.file.bundle if self.file else None

    @property
    def title(self) -> str:
        """The name."""
        if self.bundle is not None:
            return self.bundle.name
        return "正在打开一件事…" if self.loading else "没有打开一件事"

    @property
    def facts(self) -> str:
        """Under the name."""
        if self.bundle is None:
            return ""
        words = ("一件事", self.bundle.department, f"{len(self.items)} 个事项一起办")
        return "·".join(word for word in words if word)

    @property
    def sums(self) -> str:
        """What merging saves, in papers and questions."""
        if self.bundle is None:
            return ""
        papers = [row for row in self.rows if row.kind is RowKind.PAPER]
        merged = sum(row.right != PRODUCED for row in papers)
        apart = sum(len(checklist(i, self.answers.get(i.key, {}))) for i in self.items)
        left = sum(row.kind is RowKind.QUESTION and bool(row.right) for row in self.rows)
        more = f"；还有 {left} 个情形没问，材料可能再变" if left else ""
        saved = f"，分开办要交 {apart} 份" if apart > merged else ""
        return f"照现在的回答共要 {merged} 份材料{saved}{more}"


class BundlePresenter:
    """Drives the page: one method per act of the hand."""

    def __init__(
        self, port: BundlePort, runner: Runner, show: Callable[[BundleState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self._key = ""
        self.state = BundleState()

    def open(self, key: str) -> None:
        """Another bundle; its questions begin anew."""
        self._key = key
        self._set(BundleState(loading=True))
        self._runner.run(lambda: (key, self._port.bundle(key)), self._told, self._failed)

    def answer(self, at: int) -> None:
        """A digit: this answer to the question in hand, else to the first open one."""
        row = self._row()
        if row is None or row.kind is not RowKind.QUESTION:
            open_ = (r for r in self.state.rows if r.kind is RowKind.QUESTION and r.right)
            row = next(open_, None)
        if row is not None and at < len(row.choices):
            self.choose(row.id, row.choices[at].value)

    def choose(self, row_id: str, value: str) -> None:
        """This answer, for every item that asks the question."""
        questions = merged_questions(self.state.items, self.state.answers)
        question = next((q for q in questions if _id_of(q) == row_id), None)
        if question is None:
            return
        spread_out = spread(self.state.answers, question, value)
        answers = {
            item.key: guide.only_asked(item, spread_out.get(item.key, {}))
            for item in self.state.items
        }
        self._draw(replace(self.state, answers=answers, message=None))
        rows = self.state.rows
        left = [at for at, row in enumerate(rows) if row.kind is RowKind.QUESTION and row.right]
        papers = [at for at, row in enumerate(rows) if row.kind is RowKind.PAPER]
        here = guide.place_of(rows, row_id)
        self._set(replace(self.state, at=(left or papers or [here or 0])[0]))

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
        """Enter: open or close the row in hand."""
        row = self._row()
        if row is not None and row.facts:
            self._set(replace(self.state, opened=self.state.opened ^ {row.id}))

    def item_in_hand(self) -> str:
        """The item whose row is in hand; empty, with the reason told, on another row."""
        row = self._row()
        if row is None or row.kind is not RowKind.ITEM:
            self._tell(Message("请先移到一个事项上。", "每个事项分别收件、分别计时。", ""))
            return ""
        return row.id.removeprefix("i:")

    def wanted(self) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """The item in hand with its answers, for intake; None with the reason told."""
        key = self.item_in_hand()
        item = next((each for each in self.state.items if each.key == key), None)
        if item is None:
            return None
        if not is_usable(item):
            self._tell(Message("这个事项的材料清单不全。", "不能按它收件。", "请管理员补全。"))
            return None
        return key, tuple(self.state.answers.get(key, {}).items())

    def wanted_all(self) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """The whole bundle with its answers, for intake; None with the reason told."""
        bundle, file = self.state.bundle, self.state.file
        if bundle is None or file is None:
            return None
        missing = [key for key in dict.fromkeys(bundle.items) if key not in file.items]
        if missing:
            self._tell(
                Message(
                    f"本机没有这些事项：{'、'.join(missing)}。",
                    "这件事不能一起收件。",
                    "请管理员导入；有的事项可以移上去单独受理。",
                )
            )
            return None
        short = next((item for item in self.state.items if not is_usable(item)), None)
        if short is not None:
            told = f"“{short.name}”的材料清单不全。"
            self._tell(Message(told, "这件事不能一起收件。", "请管理员补全。"))
            return None
        return bundle.key, tuple(handed_on(self.state.answers).items())

    def dismiss(self) -> bool:
        """Esc: the message; False: there was none."""
        if self.state.message is None:
            return False
        self._set(replace(self.state, message=None))
        return True

    # ------------------------------------------------------------ inside

    def _row(self) -> Row | None:
        rows = self.state.rows
        return rows[self.state.at] if 0 <= self.state.at < len(rows) else None

    def _told(self, answer: tuple[str, BundleFile]) -> None:
        key, file = answer
        if key != self._key:
            return
        items = members(file.bundle, file.items)
        side = tuple(_side(file.bundle, items))
        self._draw(replace(self.state, file=file, loading=False, items=items, side=side))
        self._set(replace(self.state, at=guide.first_stop(self.state.rows)))

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False, message=explain(error)))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _draw(self, state: BundleState) -> None:
        """Rows anew; the hand stays at its row."""
        before = self._row()
        rows = tuple(_rows(state)) if state.file is not None else ()
        at = guide.place_of(rows, before.id) if before is not None else None
        self._set(replace(state, rows=rows, at=guide.first_stop(rows) if at is None else at))

    def _set(self, state: BundleState) -> None:
        self.state = state
        self._show(state)


def _rows(state: BundleState) -> Iterator[Row]:
    bundle, items, answers = state.bundle, state.items, state.answers
    if bundle is None:
        return
    names = {item.key: item.name for item in items}
    questions = merged_questions(items, answers)
    if questions:
        yield guide.heading("先问清情形", "相同的只问一次，按数字回答")
        deep: dict[str, int] = {}
        for item in items:
            deep |= guide.depths(item, answers.get(item.key, {}))
        for number, question in enumerate(questions, start=1):
            yield _question(question, answers, names, number, deep)
    papers = merged_papers(bundle, items, answers)
    yield guide.heading("合并后的材料", f"{len(papers)} 份，每份只交一次，按 Enter 看哪个事项要")
    for number, paper in enumerate(papers, start=1):
        yield _paper(paper, items, number)
    fields = merged_fields(items)
    if fields:
        yield guide.heading("合并后的表单", f"{len(fields)} 项，每项只填一次")
    for number, each in enumerate(fields, start=1):
        yield _field(each, names, number)
    words = "各自编号、各自计时；按 T 一起受理，移到一个上面按 Ctrl Enter 单独受理"
    yield guide.heading("里面的事项", words)
    for number, item in enumerate(items, start=1):
        yield _item(item, number)
    missing = [key for key in bundle.items if key not in (state.file.items if state.file else {})]
    if missing:
        yield guide.text_row(f"本机没有这些事项，请管理员导入：{'、'.join(missing)}")


def _id_of(question: MergedQuestion) -> str:
    """Two items may use one key for different questions: the first item tells them apart."""
    return f"q:{question.items[0]}:{question.situation.key}"


def _question(
    question: MergedQuestion,
    answers: Answers,
    names: Mapping[str, str],
    number: int,
    deep: Mapping[str, int],
) -> Row:
    key = question.situation.key
    given = answers.get(question.items[0], {}).get(key, "")
    several = len(question.items) > 1
    who = f"{len(question.items)} 个事项共用" if several else f"用于“{names[question.items[0]]}”"
    row = guide.question_row(
        question.situation, given, number=number, depth=deep.get(key, 0), detail=who
    )
    return replace(row, id=_id_of(question))


def _paper(merged: MergedPaper, items: tuple[ServiceItem, ...], number: int) -> Row:
    """The paper once, and opened what each item needs of it."""
    by_key = {item.key: item for item in items}
    due = [need for need in merged.needs if need.paper.necessity is not Necessity.OPTIONAL]
    waits = [guide.may_wait(by_key[need.item], need.paper) for need in due]
    every = [wait for wait in waits if wait is not None]
    wait = min(every) if every and len(every) == len(waits) else None
    shared = len(merged.items)
    detail = f"{shared} 个事项共用" if shared > 1 else f"用于“{by_key[merged.items[0]].name}”"
    paper = merged.paper
    key = f"{paper.party}:{paper.name}"
    row = guide.paper_row(paper, number, wait=wait, key=key, detail=detail)
    own = tuple((by_key[need.item].name, _own(need, paper.name)) for need in merged.needs)
    row = replace(row, facts=(*own, *row.facts))
    if merged.produced_by:
        maker = by_key.get(merged.produced_by)
        why = f"由“{maker.name if maker else merged.produced_by}”办出来，不用群众交"
        return replace(row, detail=why, right=PRODUCED, tone="ok")
    return row


def _own(need: Need, name: str) -> str:
    """What one item needs of a merged paper, under its own name where that differs."""
    paper = need.paper
    other = f"叫“{paper.name}”" if paper.name != name else ""
    words = (other, str(paper.necessity), counts_text(paper), str(paper.keep))
    return "，".join(word for word in words if word)


def _field(merged: MergedField, names: Mapping[str, str], number: int) -> Row:
    shared = len(merged.items)
    who = f"{shared} 个事项共用" if shared > 1 else f"用于“{names[merged.items[0]]}”"
    words = (who, "、".join(merged.field.options), merged.field.note)
    right = "要分别问" if merged.conflict else "必填" if merged.field.required else "可不填"
    facts = (
        *((("为什么", merged.conflict),) if merged.conflict else ()),
        ("用在", "；".join(names[key] for key in merged.items)),
        ("数据元", merged.field.element),
    )
    return Row(
        f"f:{merged.field.element}",
        RowKind.FIELD,
        merged.field.label,
        merged.conflict or "·".join(word for word in words if word),
        number=str(number),
        right=right,
        tone="warn" if merged.conflict else "text2",
        warns=bool(merged.conflict),
        facts=facts,
    )


def _item(item: ServiceItem, number: int) -> Row:
    usable = is_usable(item)
    return Row(
        f"i:{item.key}",
        RowKind.ITEM,
        item.name,
        facts_line(item),
        number=str(number),
        right="" if usable else "材料清单不全",
        tone="warn",
    )


def _side(bundle: Bundle, items: tuple[ServiceItem, ...]) -> Iterator[Section]:
    yield Section("各自的部门和时限", tuple(f"{i.name}：{facts_line(i)}" for i in items))
    if bundle.note:
        yield Section("说明", (bundle.note,))
    if bundle.sample:
        yield Section("提醒", ("这是示例数据，不能用于正式收件。",))
