"""The administration of the catalogue (设置 › 事项库), without its widgets.

Long work runs in the one worker; while it does, `hold` tells the frame what keeps it busy, and
the view asks `tick` ten times a second how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from clerk_app.desk import catalogue_lines as lines
from clerk_app.desk.actions import Action
from clerk_app.desk.catalogue_lines import ALL, AdminLine
from clerk_app.desk.catalogue_port import LOCAL, Imported, Overview, Stopped
from clerk_app.desk.messages import Message, Weight, explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from clerk_app.catalogue.model import SearchHit
    from clerk_app.desk.catalogue_port import AliasLine, CataloguePort, Compared, LintLine
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

T = TypeVar("T")
RATE_AFTER_MS = 500
"""A rate over less says nothing."""

STOP = Action("stop", "停止", "X")
FILTER = Action("filter", "换一类看", "F")
COPY = Action("copy", "抄下全部", "C")
SAVE = Action("save", "存成文本", "S")
PARTIAL = Action("partial", "坏了一半也收好的", "Alt+H")
FORCE = Action("force", "可以覆盖已有文件", "Alt+V")
LEAVE_OUT = Action("leave_out", "不能发布的留下", "Alt+L")
REMOVE = Action("remove", "去掉这个俗称", "R")
PICK = Action("pick", "选文件", "Alt+O")
CHECK = Action("check", "检查", "Return")
EXPORT = Action("export", "导出全部", "Alt+E")
PUBLISH = Action("publish", "发布包", "Alt+U")
TEMPLATE = Action("template", "空白模板", "Alt+M")


class Tab(StrEnum):
    """The five pages; values are shown."""

    IMPORT = "导入"
    LINT = "检查"
    DIFF = "对比"
    ALIASES = "俗称"
    EXPORT = "导出"


TAB_KEYS = {tab: f"Ctrl+{at}" for at, tab in enumerate(Tab, start=1)}


@dataclass(frozen=True, slots=True)
class Going:
    """Long work: what, at which stage, how far."""

    what: str
    stage: str = ""
    done: int = 0
    total: int = 0
    rate: int = 0  # a second
    stoppable: bool = False

    @property
    def words(self) -> str:
        """What stands beside the bar."""
        count = f" {self.done:,} / {self.total:,}" if self.total else ""
        rate = f"，每秒 {self.rate:,} 条" if self.rate else ""
        return f"{self.what}：{self.stage}{count}{rate}" if self.stage else f"{self.what}…"


NO_OVERVIEW = Overview()


@dataclass(frozen=True, slots=True)
class AdminState:
    """Everything the screen shows."""

    tab: Tab = Tab.IMPORT
    loading: bool = True
    overview: Overview = NO_OVERVIEW
    going: Going | None = None
    head: str = ""  # what the work of the page came to
    lines: tuple[AdminLine, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()  # filters with their counts
    kind: str = ""  # the filter; empty: all
    row: int = 0
    partial: bool = False
    force: bool = False
    leave_out: bool = False
    chosen: AdminLine | None = None  # the item whose aliases are shown
    message: Message | None = None

    @property
    def shown(self) -> tuple[AdminLine, ...]:
        """The lines the filter leaves."""
        return tuple(line for line in self.lines if self.kind in {"", line.kind})

    @property
    def line(self) -> AdminLine | None:
        """The line in hand."""
        shown = self.shown
        return shown[self.row] if 0 <= self.row < len(shown) else None

    @property
    def filter_words(self) -> str:
        """The filter in words."""
        count = dict(self.kinds).get(self.kind, len(self.lines))
        return f"{self.kind or ALL} {count:,} 条"

    @property
    def facts(self) -> str:
        """What is loaded, in one line."""
        if self.loading:
            return "正在读事项库…"
        view = self.overview
        if not view.items and not view.bundles:
            return "事项库是空的，请先导入事项文件"
        bundles = f"，一件事 {view.bundles:,} 件" if view.bundles else ""
        when = f"，{view.switched_at} 更新" if view.switched_at else ""
        count = f"{view.items:,} 个事项{bundles}，{len(view.departments):,} 个部门"
        return f"{count}，版本 {view.version[:8]}{when}"


class AdminPresenter:
    """Drives the screen: one method per act of the hand."""

    def __init__(
        self,
        port: CataloguePort,
        runner: Runner,
        show: Callable[[AdminState], None],
        hold: Callable[[str], None],
        monotonic_ms: Callable[[], int] = int,
    ) -> None:
        self._port, self._runner, self._show, self._hold = port, runner, show, hold
        self._now, self._since = monotonic_ms, 0
        self._told: tuple[str, int, int] = ("", 0, 0)  # written by the worker, read by `tick`
        self._stop = False
        self._asked = ""
        self.state = AdminState()
        self.refresh()

    def refresh(self) -> None:
        """Read the counts again."""
        self._runner.run(self._port.overview, self._overviewed, self._failed)

    def go(self, tab: Tab) -> None:
        """A page; what the page before found is put away. Not while work is going on."""
        if tab is self.state.tab:
            return
        if self.state.going:
            self._tell_busy(self.state.going)
            return
        loading, overview = self.state.loading, self.state.overview
        self._set(AdminState(tab=tab, loading=loading, overview=overview))

    def move(self, by: int) -> None:
        """Up or Down."""
        self.to(self.state.row + by)

    def to(self, row: int) -> None:
        """This line."""
        last = len(self.state.shown) - 1
        self._set(replace(self.state, row=max(0, min(last, row))))

    def next_filter(self) -> None:
        """F: the next kind of lines, after the last all of them."""
        every = ("", *(kind for kind, _ in self.state.kinds))
        at = every.index(self.state.kind) if self.state.kind in every else 0
        self._set(replace(self.state, kind=every[(at + 1) % len(every)], row=0))

    def toggle_partial(self) -> None:
        """H: of a file that breaks off, take what is good."""
        self._set(replace(self.state, partial=not self.state.partial))

    def toggle_force(self) -> None:
        """V: an existing file may be written over; only for the next file."""
        self._set(replace(self.state, force=not self.state.force))

    def toggle_leave_out(self) -> None:
        """L: publish what may be, without the rest; only for the next pack."""
        self._set(replace(self.state, leave_out=not self.state.leave_out))

    def import_files(self, text: str) -> None:
        """Files as typed, several parted by “;”."""
        paths = tuple(part.strip().strip('"') for part in text.replace("；", ";").split(";"))
        paths = tuple(path for path in paths if path)
        if not self._may_begin():
            return
        if not paths:
            self._tell(Message("还没有写文件。", "", "按 Alt O 选文件，或写出位置再按 Enter。"))
            return
        partial = self.state.partial
        self._stop, self._told = False, ("", 0, 0)
        going = Going("正在导入事项库", stoppable=True)
        self._begin(going, lambda: self._import(paths, partial), self._imported)

    def stop(self) -> None:
        """X: give up; the catalogue in use stays whole."""
        if self.state.going is not None and self.state.going.stoppable:
            self._stop = True

    def tick(self) -> None:
        """How far the work is."""
        going = self.state.going
        if going is None or not going.stoppable:
            return
        stage, done, total = self._told
        if stage != going.stage:
            self._since = self._now()
        ms = self._now() - self._since
        rate = done * 1000 // ms if ms >= RATE_AFTER_MS else going.rate
        said = "正在停下" if self._stop else stage
        now = replace(going, stage=said, done=done, total=total, rate=rate)
        if now != going:
            self._set(replace(self.state, going=now))

    def lint(self) -> None:
        """检查 every item in use."""
        if not self.state.going:
            self._begin(Going("正在检查事项库"), self._port.lint, self._linted)

    def diff(self, a: str, b: str) -> None:
        """Two lists; an empty field is this workstation."""
        if self.state.going:
            return
        left, right = (text.strip().strip('"') or LOCAL for text in (a, b))
        if left == right:
            self._tell(Message("两边是同一个。", "", "至少写一个文件的位置，另一边空着就是本机。"))
            return
        job = Going("正在对比")
        self._begin(job, lambda: self._port.diff(left, right), self._compared)

    def find(self, text: str) -> None:
        """A keystroke in the search of the aliases page."""
        self._asked = text
        self._set(replace(self.state, chosen=None))
        if not text.strip():
            self._lines("", ())
            return
        self._runner.run(self._find_job, self._found, self._failed)

    def choose(self) -> None:
        """Enter on an item: its aliases."""
        line = self.state.line
        if self.state.tab is Tab.ALIASES and self.state.chosen is None and line is not None:
            self._set(replace(self.state, chosen=line))
            self._read_aliases()

    def add_alias(self, text: str) -> None:
        """One more word for the chosen item."""
        chosen = self.state.chosen
        if chosen is not None and text.strip() and self._may_begin():
            key = chosen.key
            self._runner.run(
                lambda: self._port.add_alias(key, text), self._aliases_changed, self._failed
            )

    def remove_alias(self) -> None:
        """R: the alias in hand."""
        chosen, line = self.state.chosen, self.state.line
        if chosen is not None and line is not None and self._may_begin():
            key, text = chosen.key, line.key
            self._runner.run(
                lambda: self._port.remove_alias(key, text), self._aliases_changed, self._failed
            )

    def write(self, what: str, path: str) -> None:
        """导出, 发布, 模板, by the id of the action."""
        if not self._may_begin():
            return
        if not path.strip():
            self._tell(Message("还没有写存到哪里。", "", "写出文件夹和文件名再按。"))
            return
        force, path = self.state.force, path.strip().strip('"')
        leave = self.state.leave_out
        jobs: dict[str, Callable[[], str]] = {
            EXPORT.id: lambda: self._port.export(path, force=force),
            PUBLISH.id: lambda: self._port.publish(path, force=force, leave_out=leave),
            TEMPLATE.id: lambda: self._port.template(path, force=force),
        }
        self._begin(Going("正在写文件"), jobs[what], self._written)

    def save_report(self, path: str) -> None:
        """S: what the list holds, as a text file."""
        if path.strip() and not self.state.going:
            text, force = self.report_text(), self.state.force
            self._runner.run(
                lambda: self._port.write_text(path.strip(), text, force=force),
                self._written,
                self._failed,
            )

    def report_text(self) -> str:
        """C: everything the filter leaves, a line each."""
        state = self.state
        return "\n".join((state.head, *(line.text for line in state.shown))) + "\n"

    def dismiss(self) -> None:
        """Esc: the message, then back to the search of items."""
        if self.state.message is not None:
            self._set(replace(self.state, message=None))
        elif self.state.chosen is not None:
            self.find(self._asked)

    # ------------------------------------------------------------ inside

    def _may_begin(self) -> bool:
        if self.state.going:
            self._tell(
                Message(f"{self.state.going.what}，还没有做完。", "", "做完再按，或先停下。")
            )
            return False
        if not self.state.overview.may_change:
            self._tell(Message("只有管理员可以改事项库。", "您可以查看、检查和对比。", ""))
            return False
        return True

    def _tell_busy(self, going: Going) -> None:
        self._tell(Message(f"{going.what}，还没有做完。", "", "做完再按，或先停下。"))

    def _begin(self, going: Going, job: Callable[[], T], then: Callable[[T], None]) -> None:
        self._hold(going.what)
        self._set(replace(self.state, going=going, message=None))

        def done(result: T) -> None:
            self._end()
            then(result)

        def failed(error: ClerkError) -> None:
            self._end()
            self._failed(error)

        self._runner.run(job, done, failed)

    def _end(self) -> None:
        self._hold("")
        self._set(replace(self.state, going=None))

    def _import(self, paths: tuple[str, ...], partial: bool) -> Imported:
        def progress(stage: str, done: int, total: int) -> None:
            self._told = (stage, done, total)
            if self._stop:
                raise Stopped

        return self._port.import_files(paths, partial=partial, progress=progress)

    def _imported(self, found: Imported) -> None:
        self.refresh()
        head = lines.report_head(found.report, found.trouble)
        made = lines.report_lines(found.report)
        if not made:
            self._tell(Message("已导入，没有要提醒的。", head, "", Weight.TELL))
        self._lines(head, made, lines.counted(made))

    def _linted(self, found: tuple[LintLine, ...]) -> None:
        view = self.state.overview
        made = lines.lint_lines(found)
        head = lines.lint_head(found, view.items + view.bundles)
        self._lines(head, made, lines.counted(made, view.departments))

    def _compared(self, found: Compared) -> None:
        made = lines.diff_lines(found)
        kinds = lines.counted(made, lines.diff_kinds(made))
        self._lines(lines.diff_head(found), made, kinds)

    def _find_job(self) -> tuple[str, tuple[SearchHit, ...]]:
        text = self._asked
        return text, self._port.find(text) if text.strip() else ()

    def _found(self, answer: tuple[str, tuple[SearchHit, ...]]) -> None:
        if answer[0] == self._asked and self.state.chosen is None:
            head = "" if answer[1] else "没有叫这个的事项，换几个字再找"
            self._lines(head, lines.hit_lines(answer[1]))

    def _read_aliases(self) -> None:
        chosen = self.state.chosen
        if chosen is not None:
            key = chosen.key
            self._runner.run(
                lambda: (key, self._port.aliases(key)), self._aliases_told, self._failed
            )

    def _aliases_told(self, answer: tuple[str, tuple[AliasLine, ...]]) -> None:
        chosen = self.state.chosen
        if chosen is not None and chosen.key == answer[0]:
            made = lines.alias_lines(answer[1])
            head = f"“{chosen.title}”的俗称 {len(made)} 个" if made else "还没有俗称，在上面写一个"
            self._lines(head, made)

    def _aliases_changed(self, _nothing: None) -> None:
        self._read_aliases()

    def _written(self, words: str) -> None:
        self._tell(Message(f"{words}。", "", "", Weight.TELL))
        self._set(replace(self.state, force=False, leave_out=False))

    def _overviewed(self, overview: Overview) -> None:
        self._set(replace(self.state, loading=False, overview=overview))

    def _lines(
        self,
        head: str,
        made: tuple[AdminLine, ...],
        kinds: tuple[tuple[str, int], ...] = (),
    ) -> None:
        self._set(replace(self.state, head=head, lines=made, kinds=kinds, kind="", row=0))

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False))
        self._tell(explain(error))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, message=message))

    def _set(self, state: AdminState) -> None:
        self.state = state
        self._show(state)
