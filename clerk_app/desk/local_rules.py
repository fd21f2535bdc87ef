"""设置 › 本地规定, without its widgets: each number of the hall, its source, and its change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Protocol

from clerk_app.desk.actions import Action
from clerk_app.desk.case_fields import Field
from clerk_app.desk.catalogue_lines import AdminLine
from clerk_app.desk.messages import Message, Weight, explain, sentence
from clerk_app.desk.small_form import FormActs, SmallForm
from clerk_app.kernel.errors import Misused
from clerk_app.kernel.local_rules import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.errors import ClerkError

CHANGE = Action("change_rule", "改这一项", "Return")
VALUE, SOURCE = "value", "source"
NOTE = (
    "改了以后，重新打开的窗口才按新的算；现在开着的（这个也是）还按原来的。"
    "已经收的件，期限按收件时的规定，不变。"
)
ONLY_ADMINISTRATOR = "只有管理员可以改；您可以看。"
DEFAULT = "程序默认"
UNSET = "没有登记"
_UNITS = {
    "credit_days": "天",
    "yellow_workdays": "个工作日",
    "back_entered_workdays": "个工作日",
}
_YES_NO = {"yes": "当日计入", "no": "当日不计入"}


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One local rule. `value` as `kernel.local_rules` writes it; `since` (a day) and `by` (who
    set it) are empty while it is the default."""

    name: str
    value: str
    words: str
    source: str
    own: bool = False
    since: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """The first part of its words: what it is."""
        return self.words.partition("：")[0]

    @property
    def said(self) -> str:
        """The value with its unit."""
        unit = _UNITS.get(self.name, "")
        told = _YES_NO.get(self.value, self.value) or UNSET
        return f"{self.value} {unit}" if unit else told

    @property
    def standing(self) -> str:
        """Since when, or that it is the default."""
        if not self.own:
            return DEFAULT
        by = f"，{self.by}改的" if self.by else ""
        return f"{self.since} 起在本机改过{by}" if self.since else "在本机改过"


@dataclass(frozen=True, slots=True)
class RulesSeen:
    """Every local rule, and whether who is signed in may change them."""

    rules: tuple[RuleSeen, ...] = ()
    may_change: bool = False


class LocalRulesPort(Protocol):
    """Called in the runner."""

    def look(self) -> RulesSeen:
        """Every rule."""
        ...

    def change(self, name: str, value: str, source: str) -> RulesSeen:
        """Set one. Raises as `deeds.settings.change_setting`: nothing was changed then."""
        ...


@dataclass(frozen=True, slots=True)
class LocalRulesState:
    """Everything the page shows."""

    loading: bool = True
    seen: RulesSeen = RulesSeen()
    row: int = 0
    form: SmallForm | None = None
    message: Message | None = None

    @property
    def rule(self) -> RuleSeen | None:
        """The rule in hand."""
        rules = self.seen.rules
        return rules[self.row] if 0 <= self.row < len(rules) else None

    @property
    def lines(self) -> tuple[AdminLine, ...]:
        """The rules as a list."""
        return tuple(
            AdminLine(
                each.title,
                f"{each.said} · {each.source}",
                each.name,
                "本机" if each.own else "默认",
            )
            for each in self.seen.rules
        )

    @property
    def detail(self) -> str:
        """The rule in hand in full."""
        rule = self.rule
        if rule is None:
            return ""
        return f"现在：{rule.said}\n出处：{sentence(rule.source)}{rule.standing}。"

    @property
    def who(self) -> str:
        """Who may change a rule, where it is not the one signed in."""
        return "" if self.loading or self.seen.may_change else ONLY_ADMINISTRATOR


class LocalRulesPresenter(FormActs):
    """Drives the page."""

    AT_FIELD: ClassVar[Mapping[str, str]] = {
        "bad_setting": VALUE,
        "source_missing": SOURCE,
        "bad_text": SOURCE,
    }

    def __init__(
        self, port: LocalRulesPort, runner: Runner, show: Callable[[LocalRulesState], None]
    ) -> None:
        self._port, self._runner, self._show = port, runner, show
        self.state = LocalRulesState()

    @property
    def form(self) -> SmallForm | None:
        """The change that is being written."""
        return self.state.form

    def refresh(self) -> None:
        """Read again."""
        self._runner.run(self._port.look, self._told, self._failed)

    def to_row(self, row: int) -> None:
        """This rule."""
        if self.form is None and row != self.state.row:
            self._set(replace(self.state, row=row))

    def change(self) -> None:
        """Enter: change the rule in hand, for whom may; anybody else is told who may."""
        rule = self.state.rule
        if rule is None or self.form is not None:
            return
        if not self.state.seen.may_change:
            told = Message(ONLY_ADMINISTRATOR, "没有改。", weight=Weight.TELL)
            self._set(replace(self.state, message=told))
            return
        unit = _UNITS.get(rule.name, "")
        fields = (
            Field(
                VALUE,
                f"改成（{unit}）" if unit else "改成",
                required=rule.name not in _MAY_BE_EMPTY,
                hint=_HOW.get(rule.name, "写数字"),
            ),
            Field(SOURCE, "出处", hint="哪个文件、哪一条规定的"),
        )
        form = SmallForm(
            rule.name, f"改：{rule.title}", f"{rule.words}。现在：{rule.said}", fields, tail=NOTE
        )
        self._set(replace(self.state, form=form, message=None))

    def leave(self) -> None:
        """Esc: the message, then the form."""
        form = self.form
        if form is None:
            self._set(replace(self.state, message=None))
        elif form.message is not None:
            self._put(replace(form, message=None))
        elif not form.busy:
            self._set(replace(self.state, form=None))

    def _fault(self, field: Field, value: str) -> str:
        if field.id == VALUE and self.form is not None:
            try:
                read_value(self.form.subject, value)
            except Misused as error:
                return self._words(error)
            return ""
        return super()._fault(field, value)

    def _words(self, error: ClerkError) -> str:
        """The error's own words; the name of a setting is the command line's, not the hall's."""
        name = self.form.subject if self.form is not None else ""
        return sentence(error.message.removeprefix(name).strip())

    def _send(self, form: SmallForm) -> None:
        value, source = form.value(VALUE), form.value(SOURCE)
        self._runner.run(
            lambda: self._port.change(form.subject, value, source), self._changed, self.refused
        )

    def _changed(self, seen: RulesSeen) -> None:
        told = Message("已改好，记在日志里。", NOTE, weight=Weight.TELL)
        self._set(replace(self.state, seen=seen, form=None, message=told))

    def _told(self, seen: RulesSeen) -> None:
        self._set(replace(self.state, loading=False, seen=seen))

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, loading=False, message=explain(error)))

    def _put(self, form: SmallForm) -> None:
        self._set(replace(self.state, form=form))

    def _set(self, state: LocalRulesState) -> None:
        self.state = state
        self._show(state)


_HOW = {
    "off_duty": "写时刻，如 17:30",
    "start_day_counts": "写 yes 当日计入，no 当日不计入",
    "query_url": "https:// 开头，{number} 处填办件编号；空着就不用",
    "review_organ": "写机关全称；空着就不写机关",
    "court": "写法院全称；空着就写“人民法院”",
}
_MAY_BE_EMPTY = frozenset({"query_url", "review_organ", "court"})
